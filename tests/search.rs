//! Search: what people type leads to what they mean.

mod support;

use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

use certdex::catalog::Catalog;
use certdex::catalog::load::load_alone;
use certdex::catalog::record::{Key, Kind};
use certdex::search::{Class, Hit, Index, MAX_QUERY, Match, Query, Thing};
use proptest::prelude::*;
use support::catalog;

/// What a search answers.
fn search(index: &Index, catalog: &Catalog, query: &str, kind: Option<Kind>) -> Vec<Hit> {
    index.search(catalog, &Query::parse(catalog, query), kind)
}

/// The id that stands first for a query.
fn first(query: &str, kind: Option<Kind>) -> String {
    let catalog = catalog();
    let hits = search(&Index::new(&catalog), &catalog, query, kind);
    hits.first().map_or_else(String::new, |hit| catalog.get(hit.thing).id.to_string())
}

/// Spellings, abbreviations, joined and split words, letters left out: the role comes first.
#[test]
fn many_ways_to_say_one_role() {
    for (query, id) in [
        ("scrm mstr", "scrum-master"),
        ("ScrumMaster", "scrum-master"),
        ("scrum-master", "scrum-master"),
        ("SM", "scrum-master"),
        ("SCRUM MASTER®", "scrum-master"),
        ("master scrum", "scrum-master"),
        ("prod own", "product-owner"),
        ("po", "product-owner"),
        ("Prodúct Öwner", "product-owner"),
        ("ba", "business-analyst"),
        ("business analyst", "business-analyst"),
        ("qa", "tester"),
        ("CXO", "executive"),
        ("proj man", "project-manager"),
    ] {
        assert_eq!(first(query, Some(Kind::Role)), id, "{query:?}");
    }
    for (query, id) in
        [("csm", "csm"), ("CSPO", "cspo"), ("pspo 1", "pspo-1"), ("PSPO I", "pspo-1"), ("pspo", "pspo-1")]
    {
        assert_eq!(first(query, Some(Kind::Cert)), id, "{query:?}");
    }
}

/// "PM" is three jobs; none is silently picked.
#[test]
fn an_ambiguous_abbreviation_lists_every_meaning() {
    let catalog = catalog();
    let hits = search(&Index::new(&catalog), &catalog, "pm", Some(Kind::Role));
    let ids: Vec<&str> = hits.iter().take(3).map(|hit| catalog.get(hit.thing).id.as_str()).collect();
    for id in ["product-manager", "program-manager", "project-manager"] {
        assert!(ids.contains(&id), "{ids:?}");
    }
}

/// The letters lit up are letters of the name, and together they are what was typed.
#[test]
fn lit_letters_are_the_typed_ones() {
    let catalog = catalog();
    let index = Index::new(&catalog);
    for query in ["scrm mstr", "pr own", "testr", "business"] {
        for hit in search(&index, &catalog, query, Some(Kind::Role)) {
            let name: Vec<char> = catalog.get(hit.thing).name.to_lowercase().chars().collect();
            let lit: String = hit.in_name.iter().map(|&i| name[i]).collect();
            if !hit.in_name.is_empty() {
                let mut typed: Vec<char> = query.chars().filter(|c| *c != ' ').collect();
                let mut shown: Vec<char> = lit.chars().collect();
                typed.sort_unstable();
                shown.sort_unstable();
                shown.retain(|c| *c != ' ');
                assert!(shown.iter().all(|c| typed.contains(c)), "{query}: {lit}");
            }
        }
    }
}

/// Asking twice, or asking something else in between, changes no answer.
#[test]
fn the_answer_depends_on_the_query_alone() {
    let catalog = catalog();
    let index = Index::new(&catalog);
    let before = search(&index, &catalog, "mana", None);
    for query in ["a", "scrum", "zzz", "manager product"] {
        let _ = search(&index, &catalog, query, None);
    }
    assert_eq!(search(&index, &catalog, "mana", None), before);
    assert_eq!(search(&Index::new(&catalog), &catalog, "mana", None), before);
}

/// Among many names a search goes on from what its beginning has left; what is found is the same as if
/// nothing had been typed before, also where more letters mean fewer ("parties" is "party"), where
/// something was erased, and where somebody types something else.
#[test]
fn letter_by_letter_is_as_good_as_at_once() {
    let words =
        ["Party", "Strategy", "Quality", "Owner", "Coach", "Analyst", "Fox", "Jazz", "Vault", "Wharf", "Agility"];
    let role = |n: usize| {
        let [a, b] = [words[n % words.len()], words[n / words.len() % words.len()]];
        format!("(id: \"r{n}\", name: \"{a} {b} {n}\")")
    };
    let roles = (0..12_000).map(role).collect::<Vec<_>>().join(",");
    let loaded = load_alone(&[("many.ron".to_owned(), format!("(schema: 1, roles: [{roles}])"))]);
    let catalog = loaded.catalog;
    let index = Index::new(&catalog);
    let found = |index: &Index, typed: &str| -> Vec<Match> {
        index.answer(&catalog, typed, None, &AtomicBool::new(false)).matches.iter().take(50).copied().collect()
    };
    for whole in ["parties fox", "strategies", "jazz", "agilities", "qualities 7"] {
        let all: Vec<&str> = (1..=whole.len()).map(|end| &whole[..end]).collect();
        for typed in all.iter().chain(all.iter().rev()) {
            // Another index knows nothing of what was typed before: it is asked for the whole at once.
            let cold = Index::new(&catalog);
            assert_eq!(found(&index, typed), found(&cold, typed), "{typed:?}");
        }
    }
}

/// What is not named so is found by what is said of it, where that holds every word that was typed.
#[test]
fn what_is_related_holds_every_word() {
    let catalog = catalog();
    let index = Index::new(&catalog);
    let related = |query: &str| -> Vec<Key> {
        let answer = index.answer(&catalog, query, None, &AtomicBool::new(false));
        answer.matches.iter().filter(|found| found.class() == Class::Related).filter_map(|found| found.key()).collect()
    };
    for query in ["conflict", "roadmap", "budget"] {
        let words: Vec<&str> = query.split(' ').collect();
        for key in related(query) {
            let record = catalog.get(key);
            let facts = record.facts.iter().map(|fact| catalog.phrase_fact(Some(fact)));
            let advice = catalog.advice.iter().filter(|rule| rule.cert == key).map(|rule| rule.when.to_string());
            let said: Vec<String> = facts.chain(advice).map(|text| text.to_lowercase()).collect();
            let begins =
                |text: &String, word: &&str| text.split(|c: char| !c.is_alphanumeric()).any(|w| w.starts_with(*word));
            assert!(said.iter().any(|text| words.iter().all(|word| begins(text, word))), "{query:?}: {}", record.name);
        }
    }
    assert!(["conflict", "roadmap", "budget"].iter().all(|query| !related(query).is_empty()));
    assert_eq!(related("conflict zzqqx"), []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever is typed: no panic, and indices that exist.
    #[test]
    fn any_query_is_fine(query in any::<String>()) {
        static INDEX: OnceLock<(Catalog, Index)> = OnceLock::new();
        let (catalog, index) = INDEX.get_or_init(|| {
            let catalog = catalog();
            let index = Index::new(&catalog);
            (catalog, index)
        });
        for hit in search(index, catalog, &query, None) {
            let length = catalog.get(hit.thing).name.chars().count();
            prop_assert!(hit.in_name.iter().all(|&i| i < length));
            prop_assert!(hit.in_name.is_sorted());
        }
    }
}

/// A pasted page is cut, not searched.
#[test]
fn a_query_of_ten_thousand_letters_is_cut() {
    let catalog = catalog();
    let index = Index::new(&catalog);
    let long = "scrum master ".repeat(1_000);
    let cut: String = long.chars().take(MAX_QUERY).collect();
    assert_eq!(search(&index, &catalog, &long, None), search(&index, &catalog, &cut, None));
}

/// Whatever is pasted: bounded work, no panic, and an answer that can be shown.
#[test]
fn hostile_queries_are_answered() {
    let catalog = catalog();
    let index = Index::new(&catalog);
    let page = "Scrum Master\r\nwants a certification\tunder 300 USD.\u{1b}[31m ".repeat(200);
    let marks = format!("s{}crum", "\u{301}".repeat(1_000_000));
    for query in [
        "",
        " \t\r\n ",
        "\u{0}\u{1b}]0;x\u{7}\u{9b}2J",
        "\u{202e}retsam murcs\u{202c}",
        "\u{5e1}\u{5e7}\u{5e8}\u{5d0}\u{5dd}",
        "--- ::: <<< >>> ===",
        "exam:none:none",
        &page,
        &marks,
        &"-x ".repeat(5_000),
        &"cost<1 ".repeat(5_000),
        &"scrum".repeat(10_000),
    ] {
        let parsed = Query::parse(&catalog, query);
        assert!(!parsed.text.contains(['\u{1b}', '\u{0}', '\u{202e}']), "{:?}", &parsed.text);
        for kind in [None, Some(Kind::Role), Some(Kind::Cert)] {
            let answer = index.answer(&catalog, query, kind, &std::sync::atomic::AtomicBool::new(false));
            assert!(answer.matches.len() <= index.len());
        }
    }
}

/// A line of the golden files: what is typed, in which kind, and what must come first, or among the
/// first three.
struct Golden<'a> {
    query: &'a str,
    kind: Option<Kind>,
    most: usize,
    wanted: Vec<&'a str>,
}

fn golden(text: &str) -> Vec<Golden<'_>> {
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines
        .map(|line| {
            let parts: Vec<&str> = line.split('\t').collect();
            let [query, how, wanted] = parts[..] else { panic!("three parts: {line}") };
            let (query, kind) = match (query.strip_prefix("@role "), query.strip_prefix("@cert ")) {
                (Some(rest), _) => (rest, Some(Kind::Role)),
                (_, Some(rest)) => (rest, Some(Kind::Cert)),
                _ => (query, None),
            };
            let most = if how == "first" { 1 } else { 3 };
            Golden { query, kind, most, wanted: wanted.split(',').collect() }
        })
        .collect()
}

/// Runs a golden file: what is not as required, and the mean reciprocal rank.
fn run_golden(text: &str) -> (usize, Vec<String>, f64) {
    let catalog = catalog();
    let index = Index::new(&catalog);
    let name = |thing: Thing| match thing {
        Thing::Record(key) => format!("{}:{}", key.0.id(), catalog.get(key).id),
        Thing::Term(number) => format!("term:{}", catalog.terms[number].id),
        Thing::Meaning(number) => format!("meaning:{}", catalog.collisions[number].meaning),
    };
    let (cases, mut missed, mut ranks) = (golden(text), Vec::new(), 0.0);
    for case in &cases {
        let query = Query::parse(&catalog, case.query);
        let found: Vec<String> = match case.kind {
            None => index.find(&catalog, &query).iter().map(|found| name(found.thing)).collect(),
            kind => index.search(&catalog, &query, kind).iter().map(|hit| name(Thing::Record(hit.thing))).collect(),
        };
        let place = |wanted: &str| found.iter().position(|found| found == wanted);
        let places: Vec<Option<usize>> = case.wanted.iter().map(|wanted| place(wanted)).collect();
        // Several that share the first places count as the best of them would.
        let best = places
            .iter()
            .flatten()
            .min()
            .map_or(0.0, |place| 1.0 / f64::from(u32::try_from(*place + 1).unwrap_or(u32::MAX)));
        ranks += best;
        if !places.iter().all(|place| place.is_some_and(|place| place < case.most.max(case.wanted.len()))) {
            let shown: Vec<&String> = found.iter().take(4).collect();
            missed.push(format!("{:?} wants {:?} within {}: {shown:?}", case.query, case.wanted, case.most));
        }
    }
    let count = u32::try_from(cases.len()).expect("some hundreds");
    (cases.len(), missed, ranks / f64::from(count))
}

/// Both halves of the golden file: what was required is there, all of it.
#[test]
fn the_golden_queries_find_what_they_mean() {
    let mut all = 0;
    for (half, text) in
        [("tuned on", include_str!("golden/queries.txt")), ("held back", include_str!("golden/queries-held-back.txt"))]
    {
        let (cases, missed, rank) = run_golden(text);
        println!("{half}: {} of {cases} as required, mean reciprocal rank {rank:.3}", cases - missed.len());
        assert!(missed.is_empty(), "{half}: {} of {cases} missed:\n{}", missed.len(), missed.join("\n"));
        all += cases;
    }
    assert!(all >= 250, "{all} queries");
}
