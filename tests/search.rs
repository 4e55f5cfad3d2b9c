//! Search: what people type leads to what they mean.

mod support;

use std::sync::OnceLock;

use certdex::catalog::Catalog;
use certdex::catalog::record::Kind;
use certdex::search::{Index, MAX_QUERY};
use proptest::prelude::*;
use support::catalog;

/// The id that stands first for a query.
fn first(query: &str, kind: Option<Kind>) -> String {
    let catalog = catalog();
    let hits = Index::new(&catalog).search(query, kind);
    hits.first().map_or_else(String::new, |hit| catalog.get(hit.key).id.to_string())
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
    let hits = Index::new(&catalog).search("pm", Some(Kind::Role));
    let ids: Vec<&str> = hits.iter().take(3).map(|hit| catalog.get(hit.key).id.as_str()).collect();
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
        for hit in index.search(query, Some(Kind::Role)) {
            let name: Vec<char> = catalog.get(hit.key).name.to_lowercase().chars().collect();
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
    let before = index.search("mana", None);
    for query in ["a", "scrum", "zzz", "manager product"] {
        let _ = index.search(query, None);
    }
    assert_eq!(index.search("mana", None), before);
    assert_eq!(Index::new(&catalog).search("mana", None), before);
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
        for hit in index.search(&query, None) {
            let length = catalog.get(hit.key).name.chars().count();
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
    assert_eq!(index.search(&long, None), index.search(&cut, None));
}
