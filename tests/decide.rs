//! The decision interview: what people say leads to what the sources would tell them.

mod support;

use certdex::advise::{Answers, decide, flip_words, flips};
use certdex::catalog::Catalog;
use certdex::catalog::record::Fit;
use certdex::cli::decide::read_answer;
use support::catalog;

fn answers(catalog: &Catalog, pairs: &str) -> Answers {
    let mut answers = Answers::default();
    for pair in pairs.split_whitespace() {
        let (key, value) = pair.split_once('=').expect("key=value");
        let values: Vec<&str> = value.split(',').collect();
        let (question, choice) =
            read_answer(catalog, key, &values).unwrap_or_else(|message| panic!("{pair}: {message}"));
        answers.set(question, choice);
    }
    answers
}

/// The ids that are shown, best first.
fn shown(catalog: &Catalog, pairs: &str) -> Vec<String> {
    let outcome = decide(catalog, &answers(catalog, pairs));
    outcome.shown().iter().map(|one| catalog.get(one.cert).id.to_string()).collect()
}

/// Ten people, and what the guidance expects for them.
#[test]
fn ten_personas_get_what_the_guidance_expects() {
    let catalog = catalog();
    for (who, pairs, expected) in [
        (
            "new, wants to be a Scrum Master",
            "want=scrum-master experience=none depth=base learning=class budget=employer",
            &["csm", "psm-1"][..],
        ),
        (
            "tester who studies alone",
            "want=scrum-master experience=under-1 learning=alone budget=250 renewal=no",
            &["psm-1"],
        ),
        ("analyst on the way to Product Owner", "want=product-owner learning=alone renewal=no draws=data", &["pspo-1"]),
        ("Product Owner who wants a class", "want=product-owner learning=class exam=avoid", &["cspo"]),
        ("product manager in a SAFe bank", "want=product-owner framework=safe learning=class", &["popm", "cspo"]),
        (
            "project manager with mixed methods",
            "want=project-manager experience=over-2 depth=breadth exam=welcome",
            &["pmi-acp", "pmp"],
        ),
        ("graduate", "want=project-manager experience=none", &["capm"]),
        ("support lead", "want=operations-lead work=requests", &["tkp"]),
        ("an advert asks for CSM", "asked=csm", &["csm"]),
    ] {
        let found = shown(&catalog, pairs);
        assert!(found.len() >= expected.len() && found[..expected.len()] == *expected, "{who}: {found:?}");
    }
    // The tester's budget and wish not to renew leave no room for the CSM.
    let tester = answers(&catalog, "want=scrum-master learning=alone budget=250 renewal=no");
    assert!(decide(&catalog, &tester).refused.iter().any(|refused| catalog.get(refused.cert).id.as_str() == "csm"));
    // Who asks for a budget alone does not get the classes either.
    let outcome = decide(&catalog, &answers(&catalog, "want=scrum-master budget=250"));
    assert!(outcome.refused.iter().any(|refused| catalog.get(refused.cert).id.as_str() == "csm"), "by the price");
    // The graduate has no experience to show.
    let graduate = decide(&catalog, &answers(&catalog, "want=project-manager experience=none"));
    for id in ["pmi-acp", "pmp"] {
        assert!(graduate.ranked.iter().all(|one| catalog.get(one.cert).id.as_str() != id), "{id}");
    }
    // Who holds the CSM goes on from there, and is not sent back to it.
    let found = shown(&catalog, "want=scrum-master held=csm");
    assert!(found.iter().any(|id| id == "a-csm" || id == "psm-2") && !found.contains(&"csm".to_owned()), "{found:?}");
    let found = shown(&catalog, "want=scrum-master held=a-csm");
    assert!(!found.contains(&"csm".to_owned()), "what is held comes after it: {found:?}");
}

/// An answer counts its points times the weight of its question, exactly as the guidance has them.
#[test]
fn points_are_weighted() {
    let catalog = catalog();
    let outcome = decide(&catalog, &answers(&catalog, "want=product-owner learning=alone exam=avoid"));
    let points = |id: &str| -> i64 {
        let one = outcome.ranked.iter().find(|one| catalog.get(one.cert).id.as_str() == id);
        one.expect("ranked").points
    };
    // Role 5 x 3, study alone 3 x 3 or 3 x -2, avoid an exam 2 x -2 or 2 x 3.
    assert_eq!((points("pspo-1"), points("cspo")), (15 + 9 - 4, 15 - 6 + 6));
    assert_eq!(points("psm-1"), 5 + 9 - 4);
}

/// The six rules of the article on CSPO and PSPO, each said by a future Product Owner.
#[test]
fn the_six_rules_of_the_article_hold() {
    let catalog = catalog();
    for (pairs, expected) in [
        ("learning=class", "cspo"),
        ("draws=community", "cspo"),
        ("asked=cspo", "cspo"),
        ("learning=alone", "pspo-1"),
        ("draws=data", "pspo-1"),
        ("renewal=no", "pspo-1"),
    ] {
        assert_eq!(shown(&catalog, &format!("want=product-owner {pairs}"))[0], expected, "{pairs}");
    }
}

/// Study alone, never renew, nobody asks: PSPO I, with the article's reasons and its doubt; and the
/// wish of an employer would turn it round, as was said before.
#[test]
fn a_product_owner_who_studies_alone_and_what_would_change_it() {
    let catalog = catalog();
    let given = answers(&catalog, "want=product-owner learning=alone renewal=no asked=none");
    let outcome = decide(&catalog, &given);
    let first = outcome.first().expect("something fits");
    assert_eq!(catalog.get(first.cert).id.as_str(), "pspo-1");
    let cited = |side: &[certdex::advise::Reason]| -> String {
        let lines: Vec<String> =
            side.iter().map(|reason| format!("{} {}", reason.words, catalog.cite_all(&reason.sources))).collect();
        lines.join("\n")
    };
    let (for_it, against) = (cited(&first.for_it), cited(&first.against));
    for place in ["55", "57"] {
        assert!(for_it.contains("seed-003:") && for_it.contains(place), "{place}: {for_it}");
    }
    assert!(against.contains("seed-003:41"), "how well known it is: {against}");
    let flip = &flips(&catalog, &given)[0];
    assert_eq!(flip_words(&catalog, &given, flip), "if CSPO were asked for by name, CSPO would come first");
    let mut asked = given.clone();
    asked.set(flip.question, Some(flip.choice.clone()));
    let then = decide(&catalog, &asked);
    let first = then.first().expect("something fits");
    assert_eq!(catalog.get(first.cert).id.as_str(), "cspo");
    assert!(first.asked_for);
    assert!(cited(&first.against).contains("it has to be renewed"), "what was ruled out is said all the same");
}

/// Every flip holds what it says, whatever was answered.
#[test]
fn every_flip_holds_what_it_says() {
    let catalog = catalog();
    let mut flipped = 0;
    for pairs in [
        "want=scrum-master",
        "want=scrum-master learning=class renewal=rather-not",
        "want=product-owner framework=safe",
        "want=project-manager experience=over-2 depth=breadth",
        "want=agile-coach held=psm-1 exam=avoid",
        "work=requests time=month",
        "budget=250 renewal=no",
        "want=business-analyst now=tester draws=people",
    ] {
        let given = answers(&catalog, pairs);
        let before = decide(&catalog, &given).first().map(|one| one.cert);
        for flip in flips(&catalog, &given) {
            let mut other = given.clone();
            other.set(flip.question, Some(flip.choice.clone()));
            let after = decide(&catalog, &other).first().map(|one| one.cert);
            assert_eq!(after, Some(flip.first), "{pairs}");
            assert_ne!(after, before, "{pairs}");
            flipped += 1;
        }
    }
    assert!(flipped > 15, "{flipped} flips");
}

/// An analyst who says no more than that is shown what is made for analysts, as the card of the role
/// names it, and each reason tells which answer it comes from.
#[test]
fn what_fits_a_role_best_comes_first_for_it() {
    let catalog = catalog();
    let outcome = decide(&catalog, &answers(&catalog, "now=business-analyst want=business-analyst"));
    let analyst = catalog.find("business-analyst").expect("the role");
    for one in outcome.shown() {
        let fit = analyst.fits.iter().find(|fit| fit.cert == one.cert).expect("it fits");
        assert_eq!(fit.fit, Fit::First, "{}", catalog.get(one.cert).name);
        let words: Vec<&str> = one.for_it.iter().map(|reason| reason.words.as_str()).collect();
        assert!(words.contains(&"role now: Business Analyst") && words.contains(&"role wanted: Business Analyst"));
    }
}

/// Where everything is ruled out, limits are taken back one by one, and that is said.
#[test]
fn what_leaves_nothing_is_taken_back_and_said() {
    // A few classes without renewal are left; prices beyond the budget take them too.
    let pairs = "want=project-manager learning=class-only renewal=no budget=250";
    let as_it_is = catalog();
    let left = decide(&as_it_is, &answers(&as_it_is, pairs));
    assert!(left.relaxed.is_empty() && left.first().is_some());
    let dear: String = left
        .ranked
        .iter()
        .map(|one| {
            let id = &as_it_is.get(one.cert).id;
            let fee = |field: &str| {
                format!("(of: \"{id}\", field: {field}, value: Price([(amount: 900, currency: \"USD\")])),")
            };
            fee("course_fee") + &fee("exam_fee")
        })
        .collect();
    let loaded = certdex::catalog::load::load_text("mine.ron", &format!("(schema: 1, claims: [{dear}])"));
    assert_eq!(loaded.problems, []);
    let catalog = loaded.catalog;
    let given = answers(&catalog, pairs);
    let outcome = decide(&catalog, &given);
    let relaxed: Vec<&str> = outcome.relaxed.iter().map(|number| catalog.interview[*number].id.as_str()).collect();
    assert_eq!(relaxed[0], "renewal", "nothing is ruled out by time: {relaxed:?}");
    assert!(outcome.first().is_some());
    assert!(certdex::advise::remarks(&catalog, &outcome)[0].contains("taken back"));
}

#[expect(clippy::disallowed_methods, reason = "a scratch file")]
fn put(path: impl AsRef<std::path::Path>, text: impl AsRef<[u8]>) -> std::io::Result<()> {
    std::fs::write(path, text)
}

/// Runs the binary: exit code, standard output, standard error.
fn run(args: &[&str], folder: &std::path::Path) -> (i32, String, String) {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_certdex"));
    let output = command.args(args).current_dir(folder).env_clear().env("HOME", folder).output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (output.status.code().expect("an exit code"), text(&output.stdout), text(&output.stderr))
}

/// The same answers and data give the same bytes, on paper and on record; and a record is kept.
#[test]
fn a_decision_goes_on_record_and_is_replayed() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let here = folder.path();
    let decide = ["decide", "want=product-owner", "learning=alone", "renewal=no"];
    let with = |more: &[&'static str]| -> Vec<&'static str> { decide.iter().chain(more).copied().collect() };
    let (code, once, _) = run(&with(&["--export", "memo.md", "--export", "memo.ron"]), here);
    assert_eq!(code, 0, "{once}");
    let read = |name: &str| std::fs::read_to_string(here.join(name)).expect("written");
    let (page, record) = (read("memo.md"), read("memo.ron"));
    for part in
        ["## Answers", "## Shortlist", "PSPO I", "seed-003:", "## What would change", "## Sources", "data version"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    let (code, _, told) = run(&with(&["--export", "memo.md"]), here);
    assert_eq!((code, told.contains("is there already")), (2, true), "{told}");
    let (code, ..) = run(&with(&["--export", "memo.md", "--export", "memo.ron", "--force"]), here);
    assert_eq!((code, read("memo.md"), read("memo.ron")), (0, page, record.clone()), "byte for byte");
    let (code, said, _) = run(&["replay", "memo.ron"], here);
    assert_eq!((code, said.contains("has not changed: pspo-1")), (0, true), "{said}");
    // The body turns round: PSPO I has to be renewed from now on, says the user.
    put(
        here.join("mine.ron"),
        "(schema: 1, claims: [(of: \"pspo-1\", field: validity, value: Months(24)), (of: \"pspo-1\", field: renewal, value: Renewal((every_months: 24)))])",
    )
    .expect("written");
    let (code, said, _) = run(&["--data", "mine.ron", "replay", "memo.ron"], here);
    assert!(said.contains("changed: pspo-1 validity was for life, is 2 years"), "{said}");
    assert!(said.contains("then,"), "another version of the data is said: {said}");
    assert_eq!(code, if said.contains("the first place has changed") { 3 } else { 0 });
    // A record whose first place was another one.
    put(here.join("other.ron"), record.replace("first: Some(\"pspo-1\")", "first: Some(\"cspo\")")).expect("written");
    let (code, said, _) = run(&["replay", "other.ron"], here);
    assert_eq!((code, said.contains("it was cspo, it is pspo-1")), (3, true), "{said}");
    // Cut in half.
    put(here.join("half.ron"), &record[..record.len() / 2]).expect("written");
    let (code, _, told) = run(&["replay", "half.ron"], here);
    assert_eq!(code, 65, "{told}");
    assert!(told.contains("half.ron:") && told.contains("no whole record"), "{told}");
}

/// Answers that cannot be read are told with what is allowed, and where.
#[test]
fn answers_that_cannot_be_read_are_told() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let here = folder.path();
    for (args, part) in [
        (&["decide", "wnat=product-owner"][..], "did you mean `want`?"),
        (&["decide", "want=prodct-owner"], "did you mean `product-owner`?"),
        (&["decide", "learning=sleep"], "write class"),
        (&["decide", "learning"], "is no answer"),
        (&["decide", "learning=alone", "learning=class"], "answered twice"),
        (&["decide", "want=csm"], "cannot be answered"),
        (&["decide", "want=tester,developer"], "takes one role"),
        (&["decide", "--export", "memo.md"], "nothing is answered yet"),
        (&["decide", "learning=alone", "--export", "memo.docx"], "the ending says"),
        (&["decide", "learning=alone", "--why-not", "scrum-master"], "is no certification"),
        (&["decide", "learning=alone", "--why-not", "csmm"], "did you mean csm"),
    ] {
        let (code, _, told) = run(args, here);
        assert_eq!(code, 2, "{args:?}: {told}");
        assert!(told.contains(part), "{args:?}: {told}");
    }
    for (text, part) in [
        (
            "{\"want\": \"product-owner\", \"lerning\": \"alone\"}",
            "answers.ron:1:27: there is no question `lerning`; did you mean `learning`?",
        ),
        ("{\n \"learning\": \"sleep\"}", "answers.ron:2:2: `learning` cannot be answered with `sleep`"),
        ("{\"learning\": true}", "answers.ron:1:"),
        ("{\"learning\": \"alone\", \"learning\": \"class\"}", "answered twice"),
        ("{\"learning\": \"alone\"", "answers.ron:1:"),
        ("[1, 2]", "answers.ron:1:"),
        ("{}", "answers nothing"),
        ("", "answers.ron:1:"),
    ] {
        put(here.join("answers.ron"), text).expect("written");
        let (code, _, told) = run(&["decide", "--answers", "answers.ron"], here);
        assert_eq!(code, 65, "{text}: {told}");
        assert!(told.contains(part), "{text}: {told}");
    }
    let (code, _, told) = run(&["decide", "--answers", "nowhere.ron"], here);
    assert_eq!((code, told.contains("cannot be read")), (65, true), "{told}");
    put(here.join("answers.ron"), "{\"want\": \"scrum-master\", \"held\": [\"csm\"], \"budget\": 600}")
        .expect("written");
    let (code, said, told) = run(&["decide", "--answers", "answers.ron", "--json"], here);
    assert_eq!(code, 0, "{told}");
    let json: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!(json["answers"]["held"], "csm");
    assert!(json["refused"].as_array().expect("a list").iter().any(|refused| refused["id"] == "csm"));
    let (code, said, _) = run(&["decide"], here);
    assert_eq!((code, said.contains("want=product-owner")), (0, true), "the questions: {said}");
}

/// Ties are said, and who answers nothing that counts is not given a winner.
#[test]
fn ties_and_weak_outcomes_are_said() {
    let catalog = catalog();
    let outcome = decide(&catalog, &answers(&catalog, "want=scrum-master"));
    assert!(outcome.is_tie, "CSM and PSM I are level: {:?}", shown(&catalog, "want=scrum-master"));
    let weak = decide(&catalog, &answers(&catalog, "want=developer"));
    assert!(weak.is_tie || weak.is_weak);
    let nothing = decide(&catalog, &answers(&catalog, "budget=250"));
    assert!(nothing.first().is_none());
}
