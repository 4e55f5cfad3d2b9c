//! `certdex path` as a script sees it: the real program with its own data.

#[path = "support/program.rs"]
mod program;

use program::certdex;
use serde_json::Value as Json;

/// The arguments of the verb.
fn path<'a>(args: &[&'a str]) -> Vec<&'a str> {
    std::iter::once("path").chain(args.iter().copied()).collect()
}

#[track_caller]
fn text(args: &[&str]) -> String {
    program::text(&path(args))
}

#[track_caller]
fn json(args: &[&str]) -> Json {
    program::json(&path(args))
}

fn ids<'a>(all: &'a Json, key: &str) -> Vec<&'a str> {
    all.as_array().expect("a list").iter().map(|one| one[key].as_str().expect("a text")).collect()
}

#[test]
fn from_csm_to_csp_sm_goes_over_a_csm() {
    let way = json(&["--have", "csm", "--to", "csp-sm"]);
    assert_eq!(ids(&way["steps"], "id"), ["a-csm", "csp-sm"]);
    let first = &way["steps"][0];
    assert_eq!(first["after"][0]["cert"], "csm");
    assert_eq!(first["after"][0]["because"], "stated");
    assert!(first["after"][0]["sources"].to_string().contains("sa-09"), "a relation is cited");
    assert!(first["demands"].to_string().contains("12 months as Scrum Master"));
    assert_eq!(first["renewed_with"], "csp-sm", "the highest level pays for the lower ones");
    let whole = json(&["--to", "cert:csp-sm"]);
    assert_eq!(ids(&whole["steps"], "id"), ["csm", "a-csm", "csp-sm"]);
}

/// How many ways are left out of "fastest", of how many, and why.
#[test]
fn ways_without_hours_are_counted_in_words_that_can_be_understood() {
    let found = json(&["--to", "role:product-owner"]);
    let ways = found["ways"].as_array().expect("ways").len();
    let unknown = found["hours_unknown"].as_u64().expect("a number");
    let said = text(&["--to", "role:product-owner"]);
    let words = format!("No source says how many hours of training {unknown} of the {ways} ways take; they cannot be");
    assert!(said.contains(&words), "{words} in {said}");
}

#[test]
fn what_is_held_or_must_have_been_is_no_step() {
    let way = json(&["--have", "a-csm", "--to", "csp-sm"]);
    assert_eq!(ids(&way["steps"], "id"), ["csp-sm"]);
    let there = json(&["--have", "csp-sm", "--to", "csp-sm"]);
    assert_eq!((&there["held"], there["steps"].as_array().map(Vec::len)), (&true.into(), Some(0)));
    assert!(text(&["--have", "csm", "--to", "csm"]).contains("You hold CSM already."));
}

#[test]
fn nothing_retired_and_nothing_held_is_ever_a_step() {
    for role in ["scrum-master", "product-owner", "project-manager"] {
        for have in [&[][..], &["csm"][..], &["csm", "cspo", "psm-1"][..]] {
            let held = have.join(",");
            let to = format!("role:{role}");
            let args: Vec<&str> = if have.is_empty() { vec!["--to", &to] } else { vec!["--have", &held, "--to", &to] };
            let found = json(&args);
            let ways = found["ways"].as_array().expect("ways");
            assert!(!ways.is_empty(), "{role}");
            for way in ways {
                let steps = ids(&way["steps"], "id");
                assert_eq!(steps.is_empty(), way["held"].as_bool().expect("a flag"), "{way}");
                assert!(steps.iter().all(|step| !have.contains(step)), "{role}: {steps:?}");
                for step in way["steps"].as_array().expect("steps") {
                    assert_ne!(step["status"], "retired", "{role}: {}", step["id"]);
                }
                let mut once = steps.clone();
                once.sort_unstable();
                once.dedup();
                assert_eq!(once.len(), steps.len(), "no step twice");
            }
        }
    }
}

#[test]
fn a_role_names_the_cheapest_and_the_fastest() {
    let found = json(&["--have", "csm", "--to", "role:product-owner"]);
    let (cheapest, fastest) =
        (found["cheapest"].as_str().expect("cheapest"), found["fastest"].as_str().expect("fastest"));
    let ways = found["ways"].as_array().expect("ways");
    let way = |id: &str| ways.iter().find(|way| way["goal"] == id).unwrap_or_else(|| panic!("no way to {id}"));
    let known =
        |way: &Json| way["total"]["open"].as_array().is_some_and(Vec::is_empty) && way["total"]["currency"] == "USD";
    assert!(known(way(cheapest)));
    for other in ways.iter().filter(|other| known(other) && other["held"] == false) {
        assert!(other["total"]["low"].as_f64() >= way(cheapest)["total"]["low"].as_f64(), "{}", other["goal"]);
    }
    for other in ways.iter().filter(|other| other["held"] == false && !other["hours"].is_null()) {
        assert!(other["hours"]["low"].as_u64() >= way(fastest)["hours"]["low"].as_u64(), "{}", other["goal"]);
    }
    let spoken = text(&["--have", "csm", "--to", "role:product-owner"]);
    assert!(spoken.contains("cheapest: ") && spoken.contains("fastest: "), "{spoken}");
}

#[test]
fn the_ladder_is_a_tree_with_what_is_held_marked() {
    let spoken = text(&["--have", "csm", "--to", "csp-sm"]);
    let lines: Vec<&str> = spoken.lines().collect();
    let foot = lines.iter().position(|line| line.starts_with("CSM ")).expect("the foot of the ladder");
    assert!(lines[foot].contains("✓ held"), "{}", lines[foot]);
    assert!(lines[foot + 1].starts_with("└─ A-CSM ") && lines[foot + 1].contains("30 SEU + 175 USD every 2 years"));
    assert!(lines[foot + 2].starts_with("   └─ CSP-SM "), "{}", lines[foot + 2]);
    assert!(lines.len() == foot + 3, "nothing retired stands on it: {spoken}");
}

#[test]
fn a_higher_one_that_asks_for_nothing_first_is_one_step() {
    // The provider asks for nothing before the PSM II; that the PSM I is below it makes no step.
    let way = json(&["--to", "psm-2"]);
    assert_eq!(ids(&way["steps"], "id"), ["psm-2"]);
    assert_eq!(way["steps"][0]["usual"][0]["cert"], "psm-1");
    // Experience or a PMP: the PMP is no step.
    assert_eq!(ids(&json(&["--to", "pmi-acp"])["steps"], "id"), ["pmi-acp"]);
}

#[test]
fn bad_input_is_refused_with_a_sentence() {
    for (args, words) in [
        (vec!["--to", "csmm"], "did you mean"),
        (vec!["--have", "nothing-like-it", "--to", "csm"], "there is no"),
        (vec!["--have", "csm,csm", "--to", "csp-sm"], "named twice"),
        (vec!["--have", "product-owner", "--to", "csm"], "is a role"),
        (vec!["--to", "role:csm"], "a path leads to a role"),
        (vec!["--to", "scrum-alliance"], "a path leads to"),
        (vec!["--to", "csp"], "can no longer be earned"),
        (vec!["--to", "csm", "--years", "0"], "write 1 to 50"),
    ] {
        let output = certdex(&path(&args)).output().expect("the program starts");
        let err = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(2), "{args:?}: {err}");
        assert!(err.contains(words), "{args:?}: {err}");
    }
}

#[test]
fn what_is_held_pays_for_its_equal_on_another_track() {
    let beside = json(&["--have", "csm", "--to", "cspo"]);
    assert_eq!(beside["steps"][0]["renewed_with"], "csm");
    assert_eq!(beside["total"]["low"], 0, "one fee for both, and that of the CSM is paid anyway");
    assert_eq!(json(&["--to", "cspo"])["total"]["low"], 200);
}

#[test]
fn what_can_no_longer_be_earned_is_nowhere_on_the_way() {
    // Both versions of the Foundation lead to it, and the first is retired.
    let way = json(&["--to", "prince2-agile-practitioner"]);
    assert!(ids(&way["steps"], "id").contains(&"prince2-agile-foundation"));
    let told = way.to_string();
    assert!(!told.contains("prince2-agile-foundation-first"), "{told}");
}
