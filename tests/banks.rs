//! The question banks: enough of everything, nothing that gives an answer away, and mock exams that
//! can be filled with them.

#[path = "support/program.rs"]
mod program;
mod support;

use std::collections::HashSet;

use certdex::catalog::gate::{self, longest_is_key};
use certdex::catalog::load::load_text;
use certdex::catalog::quantity::Value;
use certdex::catalog::schema::ItemKind;
use certdex::catalog::{Bank, Catalog, Item};
use certdex::field::Field;
use certdex::quiz::question::{Asked, ItemRef};
use program::json;
use support::catalog;

fn bank<'a>(catalog: &'a Catalog, id: &str) -> &'a Bank {
    catalog.banks.iter().find(|bank| bank.id.as_str() == id).unwrap_or_else(|| panic!("{id} is missing"))
}

fn items(catalog: &Catalog) -> impl Iterator<Item = &Item> {
    catalog.banks.iter().flat_map(|bank| &bank.items)
}

/// A count as a figure to reckon with.
fn figure(count: usize) -> f64 {
    f64::from(u32::try_from(count).expect("a small number"))
}

#[test]
fn our_own_questions_pass_the_gate_without_a_remark() {
    let remarks: Vec<String> = gate::judge(&catalog()).iter().map(ToString::to_string).collect();
    assert!(remarks.is_empty(), "{}", remarks.join("\n"));
}

#[test]
fn every_field_of_knowledge_has_enough_questions() {
    let catalog = catalog();
    let least: &[(&[&str], usize)] = &[
        (&["scrum-team", "scrum-flow"], 200),
        (&["product-owner"], 100),
        (&["scrum-master"], 80),
        (&["agile"], 40),
        (&["kanban"], 60),
        (&["safe"], 40),
        (&["project"], 60),
        (&["okr-more"], 15),
    ];
    for (banks, least) in least {
        let count: usize = banks.iter().map(|id| bank(&catalog, id).items.len()).sum();
        assert!(count >= *least, "{banks:?} have {count}, asked for {least}");
    }
    assert!(items(&catalog).count() >= 600);
}

/// What the fifteen are about is tested with the seeds; here only that nobody slips one in between.
#[test]
fn the_okr_bank_has_the_fifteen_of_the_seed_in_their_order() {
    let catalog = catalog();
    let ids: Vec<String> = bank(&catalog, "okr").items.iter().map(|item| item.id.to_string()).collect();
    let wanted: Vec<String> = (1..=15).map(|n| format!("okr-{n:02}")).collect();
    assert_eq!(ids, wanted);
}

#[test]
fn every_kind_of_question_occurs() {
    let catalog = catalog();
    for (kind, least) in [
        (ItemKind::Single, 600),
        (ItemKind::TrueFalse, 3),
        (ItemKind::Multiple, 15),
        (ItemKind::Order, 10),
        (ItemKind::Match, 15),
    ] {
        let count = items(&catalog).filter(|item| item.kind == kind).count();
        assert!(count >= least, "{kind:?}: {count}");
    }
}

/// Who knows nothing but that careful writers write long answers stays near to chance, in each bank.
#[test]
fn a_reader_who_picks_the_longest_option_does_not_get_far() {
    let catalog = catalog();
    for bank in catalog.banks.iter() {
        let single: Vec<&Item> = bank.items.iter().filter(|item| item.kind == ItemKind::Single).collect();
        let share = single.iter().map(|item| longest_is_key(item)).sum::<f64>() / figure(single.len());
        assert!(share < 0.40, "{}: {:.1} %", bank.id, share * 100.0);
    }
}

/// Where the keys of a bank's single-choice questions stand once mixed by so many seeds: for each number
/// of options, how often at each place.
fn key_places(catalog: &Catalog, bank: usize, seeds: u64) -> Vec<(usize, Vec<usize>)> {
    let mut found: Vec<(usize, Vec<usize>)> = Vec::new();
    for (item, question) in catalog.banks[bank].items.iter().enumerate() {
        if question.kind != ItemKind::Single {
            continue;
        }
        let options = question.options.len();
        let at = found.iter().position(|(n, _)| *n == options).unwrap_or_else(|| {
            found.push((options, vec![0; options]));
            found.len() - 1
        });
        for seed in 0..seeds {
            let asked = Asked::new(catalog, ItemRef { bank, item }, seed);
            let place = asked.order.iter().position(|&option| question.solution == [option]);
            found[at].1[place.expect("the key is shown")] += 1;
        }
    }
    found
}

/// The chi-square statistic of counts that should all be alike.
fn chi_square(counts: &[usize]) -> f64 {
    let expected = figure(counts.iter().sum()) / figure(counts.len());
    counts.iter().map(|&count| (figure(count) - expected).powi(2) / expected).sum()
}

/// Critical values of the chi-square distribution that chance passes once in ten thousand times, by
/// degrees of freedom (NIST/SEMATECH e-Handbook, 1.3.6.7.4, goes to 0.001: 10.83, 13.82, 16.27). There
/// are some twenty such tests here, so one in a thousand would be a little near.
fn critical(freedom: usize) -> f64 {
    [15.14, 18.42, 21.11, 23.51][freedom - 1]
}

#[test]
fn no_place_is_better_to_guess_than_another() {
    let catalog = catalog();
    for (number, bank) in catalog.banks.iter().enumerate() {
        for (options, counts) in key_places(&catalog, number, 60) {
            let found = chi_square(&counts);
            assert!(found < critical(options - 1), "{}: keys of {options} options at {counts:?}: {found:.1}", bank.id);
        }
    }
    assert!(chi_square(&[400, 300, 300]) > critical(2), "the test can fail");
}

/// Who always takes the first option shown is as right as chance makes it.
#[test]
fn a_reader_who_guesses_is_right_about_as_often_as_chance_says() {
    let catalog = catalog();
    let (mut right, mut all, mut chance) = (0, 0, 0.0);
    for number in 0..catalog.banks.len() {
        for (options, counts) in key_places(&catalog, number, 60) {
            let sum: usize = counts.iter().sum();
            right += counts[0];
            all += sum;
            chance += figure(sum) / figure(options);
        }
    }
    let share = figure(right) / chance;
    assert!((0.95..1.05).contains(&share), "{right} of {all}, by chance {chance:.0}");
    assert!(chance / figure(all) < 0.30, "most questions have four options");
}

/// A new edition of the Scrum Guide, in a file of one's own.
const NEW_EDITION: &str = r#"(
    schema: 1,
    sources: [(
        id: "sg-next", title: "The Scrum Guide", date: "2031-01", kind: Official, edition: "2031",
        supersedes: ["sg-2020"],
    )],
)"#;

#[test]
fn a_new_edition_marks_the_questions_that_rest_on_the_old_one() {
    let ours = catalog();
    assert_eq!(items(&ours).filter(|item| ours.is_to_check(item)).count(), 0);
    let loaded = load_text("next.ron", NEW_EDITION);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let catalog = loaded.catalog;
    let rests = |item: &Item| item.sources.iter().any(|cited| catalog.source(cited).id.as_str() == "sg-2020");
    let expected = items(&catalog).filter(|item| rests(item)).count();
    assert!(expected >= 200, "{expected}");
    assert!(items(&catalog).all(|item| catalog.is_to_check(item) == rests(item)));

    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("next.ron");
    let mut written = std::fs::File::create(&file).expect("a file");
    std::io::Write::write_all(&mut written, NEW_EDITION.as_bytes()).expect("written");
    let report = json(&["audit", "--data", file.to_str().expect("UTF-8")]);
    let questions = &report["questions"];
    assert_eq!(report["counts"]["questions to check for a new edition"], expected);
    assert_eq!(questions["to_check"].as_array().map(Vec::len), Some(expected));
    let of_bank = |id: &str| {
        let banks = questions["by_bank"].as_array().expect("a list");
        banks.iter().find(|bank| bank["bank"] == id).expect("the bank")["to_check"].as_u64()
    };
    assert!(of_bank("scrum-flow") >= Some(100));
    assert_eq!(of_bank("kanban"), Some(figure_of(&catalog, "kanban")), "only what cites the guide");
}

fn figure_of(catalog: &Catalog, id: &str) -> u64 {
    let to_check = bank(catalog, id).items.iter().filter(|item| catalog.is_to_check(item));
    u64::try_from(to_check.count()).expect("a small number")
}

/// A bank of one's own with a cue in it can be asked all the same; `check` gives advice.
#[test]
fn remarks_on_a_bank_of_ones_own_are_advice() {
    let bank = r#"(schema: 1, banks: [(id: "mine", name: "N", intro: "I", items: [(
        id: "q", kind: Single, topic: "t", level: Know, stem: "Which of these does not belong?", why: "So.",
        options: [
            (text: "The porter", right: true, reason: "R."),
            (text: "The cook", reason: "R."),
            (text: "All of the above", reason: "R."),
        ],
        from: ["sg-2020:Scrum Team"], fact: "a fact",
    )])])"#;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("mine.ron");
    let mut written = std::fs::File::create(&file).expect("a file");
    std::io::Write::write_all(&mut written, bank.as_bytes()).expect("written");
    let said = program::text(&["check", file.to_str().expect("UTF-8")]);
    let advice: Vec<&str> = said.lines().filter(|line| line.starts_with("advice: ")).collect();
    assert_eq!(advice.len(), 2, "{said}");
    assert!(advice[0].contains("mine.ron: mine/q: ") && advice[0].ends_with("[item-banned-option]"), "{said}");
    assert!(advice[1].ends_with("[item-negative]"), "{said}");
    assert!(said.starts_with("all rules hold"), "{said}");
}

/// A mock exam is for a certification whose exam is known, its areas share no question, and each has
/// as many as its share of the whole asks for. Where that fails, the row says so in its note.
#[test]
fn mock_exams_can_be_filled() {
    let catalog = catalog();
    let asked = ["csm", "psm-1", "pspo-1", "psm-2", "psk-1", "ssm", "sa", "popm", "pmi-acp", "capm"];
    for id in asked {
        let key = catalog.find(id).expect("a certification").key;
        assert!(catalog.mocks.iter().any(|mock| mock.cert == key), "no mock exam for {id}");
    }
    let mut short: Vec<(String, String)> = Vec::new();
    for mock in catalog.mocks.iter() {
        let record = catalog.get(mock.cert);
        let exam = record.fact(Field::Exam).and_then(|fact| fact.value());
        let Some(Value::Exam(exam)) = exam else { panic!("{} has no known exam", record.id) };
        assert!(exam.minutes.is_some(), "{}", record.id);
        let questions = usize::try_from(exam.questions.expect("a number of questions")).expect("small");
        let weights: usize = mock.parts.iter().map(|part| usize::try_from(part.weight).expect("small")).sum();
        assert_eq!(weights, 100, "{}: weights are percent", record.id);
        let mut taken = HashSet::new();
        for part in &mock.parts {
            let mut have = 0;
            for (bank, topics) in &part.of {
                for (n, item) in catalog.banks[*bank].items.iter().enumerate() {
                    if topics.is_empty() || topics.contains(&item.topic) {
                        assert!(taken.insert((*bank, n)), "{}: {} stands under two areas", record.id, item.id);
                        have += 1;
                    }
                }
            }
            let share = questions * usize::try_from(part.weight).expect("small");
            if have * weights < share {
                short.push((record.id.to_string(), part.name.to_string()));
            }
        }
        let says_ours = mock.sources.iter().any(|cited| catalog.source(cited).id.as_str() == "certdex");
        assert_eq!(mock.ours, says_ours, "{}: weights of our own cite us", record.id);
    }
    let short: HashSet<&str> = short.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(short, HashSet::from(["capm"]), "what is short has to be told in the note");
    let key = catalog.find("capm").expect("the CAPM").key;
    let capm = catalog.mocks.iter().find(|mock| mock.cert == key).expect("a mock exam");
    assert!(capm.note.as_ref().is_some_and(|note| note.contains("fewer")));
}
