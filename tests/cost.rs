//! `certdex cost` as a script sees it: the real program with its own data and with data of a user.

#[path = "support/program.rs"]
mod program;

use program::{certdex, json, text};
use serde_json::Value as Json;

/// A day on which most of the data was known: prices found later are in the data set all the same,
/// where their source bears no date.
const EARLY: &str = "2025-01-01";

#[track_caller]
fn refused(args: &[&str]) -> String {
    let output = certdex(args).output().expect("the program starts");
    let err = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(2), "{args:?}: {err}");
    assert!(output.stdout.is_empty(), "{args:?} printed all the same");
    err
}

fn part<'a>(cost: &'a Json, cert: usize, name: &str) -> &'a Json {
    let parts = cost["certifications"][cert]["parts"].as_array().expect("parts");
    parts.iter().find(|part| part["part"] == name).unwrap_or_else(|| panic!("no part {name}"))
}

fn months(cost: &Json, cert: usize) -> Vec<(u64, &str)> {
    let due = cost["certifications"][cert]["renewals"].as_array().expect("renewals");
    due.iter().map(|due| (due["month"].as_u64().expect("a month"), due["date"].as_str().expect("a date"))).collect()
}

/// Whoever reads a sum reads beside it what is in it, and over how many years.
#[test]
fn what_a_sum_counts_is_said() {
    let spoken = text(&["cost", "csm", "--years", "3"]);
    assert!(spoken.contains("the exam taken once, and the fees of renewals within 3 years; not travel"), "{spoken}");
    let twice = text(&["cost", "csm", "--retakes", "1"]);
    assert!(twice.contains("the exam taken twice") && twice.contains("within 5 years"), "{twice}");
    for goal in ["csp-sm", "role:product-owner"] {
        let way = text(&["path", "--to", goal, "--years", "2"]);
        assert!(way.contains("fees of renewals within 2 years"), "{goal}: {way}");
    }
}

#[test]
fn a_csm_for_five_years_is_two_renewals_and_a_course_that_varies() {
    let cost = json(&["cost", "csm", "--years", "5", "--as-of", EARLY]);
    assert_eq!(months(&cost, 0), [(24, "2027-01-01"), (48, "2029-01-01")]);
    let renewals = part(&cost, 0, "renewals");
    assert_eq!((&renewals["status"], &renewals["low"], &renewals["high"]), (&"known".into(), &200.into(), &200.into()));
    assert!(renewals["sources"].to_string().contains("sa-04"), "{renewals}");
    let course = part(&cost, 0, "course");
    assert_eq!((&course["status"], &course["low"]), (&"open".into(), &Json::Null), "what varies is not summed");
    assert_eq!(part(&cost, 0, "exam")["status"], "none");
    assert_eq!(cost["total"]["words"], "≥ 200 USD + course");
    assert_eq!(cost["total"]["high"], Json::Null, "with something open there is no most");
    let credits = &cost["certifications"][0]["credits"];
    assert_eq!((&credits["each"], &credits["total"], &credits["unit"]), (&20.into(), &40.into(), &"SEU".into()));
    let spoken = text(&["cost", "csm", "--years", "5", "--as-of", EARLY]);
    for words in ["varies (trainer, location) [seed-002:97]", "give your own with --course LOW..HIGH", "2027-01-01"] {
        assert!(spoken.contains(words), "{words} in {spoken}");
    }
}

#[test]
fn what_other_sources_name_for_the_course_stands_beside_it() {
    let cost = json(&["cost", "csm"]);
    let named = &part(&cost, 0, "course")["named"];
    assert_eq!((&named["low"], &named["high"], &named["currency"]), (&250.into(), &2495.into(), &"USD".into()));
    assert!(named["sources"].to_string().contains("sa-71"));
}

#[test]
fn a_course_of_ones_own_closes_the_sum() {
    let cost = json(&["cost", "csm", "--years", "5", "--course", "900..1500", "--as-of", EARLY]);
    assert_eq!(cost["total"]["words"], "1,100–1,700 USD");
    assert_eq!((&cost["total"]["low"], &cost["total"]["high"]), (&1100.into(), &1700.into()));
    let exact = json(&["cost", "csm", "--years", "5", "--course", "899.50", "--as-of", EARLY]);
    assert_eq!(exact["total"]["words"], "1,099.50 USD");
}

#[test]
fn a_pspo_has_nothing_to_renew() {
    let cost = json(&["cost", "pspo-1", "--years", "5"]);
    let renewals = part(&cost, 0, "renewals");
    assert_eq!((&renewals["status"], &renewals["high"]), (&"none".into(), &0.into()));
    assert_eq!(part(&cost, 0, "course")["status"], "none", "the course is optional");
    assert_eq!(cost["total"]["words"], "200 USD");
}

#[test]
fn two_tracks_of_one_body_are_one_fee_and_thirty_seus() {
    let cost = json(&["cost", "csm", "cspo", "--years", "5", "--as-of", EARLY]);
    assert_eq!(cost["total"]["low"], 200);
    assert_eq!(cost["certifications"][0]["credits"]["each"], 30);
    assert_eq!(cost["certifications"][1]["renewed_with"], "csm");
    assert_eq!(part(&cost, 1, "renewals")["high"], 0);
}

#[test]
fn the_highest_level_pays_and_lower_ones_of_its_track_add_nothing() {
    let cost = json(&["cost", "csm", "a-csm", "csp-sm", "--years", "3"]);
    assert_eq!(
        (part(&cost, 2, "renewals")["low"].clone(), &cost["certifications"][2]["credits"]["each"]),
        (250.into(), &40.into())
    );
    for lower in 0..2 {
        assert_eq!(cost["certifications"][lower]["renewed_with"], "csp-sm");
    }
    // By the newer page one fee for both, by the older one 350 USD: a band, both cited.
    let both = json(&["cost", "csp-sm", "csp-po", "--years", "3"]);
    let renewals = part(&both, 0, "renewals");
    assert_eq!((&renewals["low"], &renewals["high"]), (&250.into(), &350.into()));
    assert!(renewals["sources"].to_string().contains("sa-07"));
    assert_eq!(both["certifications"][0]["credits"]["each"], 60);
    let three = json(&["cost", "csp-sm", "csp-po", "csd", "--years", "3"]);
    assert_eq!(three["certifications"][0]["credits"]["each"], 70, "the provider's own example");
}

#[test]
fn each_fee_of_a_body_that_shares_none_is_paid() {
    let alone = json(&["cost", "dasm", "--years", "3"]);
    let both = json(&["cost", "dasm", "dassm", "--years", "3"]);
    assert_eq!(part(&alone, 0, "renewals"), part(&both, 0, "renewals"));
    assert_eq!(both["certifications"][1]["renewed_with"], Json::Null);
}

#[test]
fn nothing_is_paid_on_the_last_day() {
    for (years, count) in [("1", 0), ("2", 0), ("3", 1), ("4", 1), ("5", 2)] {
        let cost = json(&["cost", "csm", "--years", years, "--as-of", EARLY]);
        assert_eq!(months(&cost, 0).len(), count, "{years} years");
    }
}

#[test]
fn retakes_count_from_the_first_paid_one() {
    let two = json(&["cost", "csm", "--retakes", "2", "--years", "1"]);
    let paid = part(&two, 0, "retakes");
    // Two or three tries are free by rival sources: the second retake is paid by the one, not by the other.
    assert_eq!((&paid["status"], &paid["low"], &paid["high"]), (&"band".into(), &0.into(), &25.into()));
    let pspo = json(&["cost", "pspo-1", "--retakes", "1"]);
    assert_eq!(pspo["total"]["words"], "400 USD");
}

#[test]
fn currencies_are_converted_by_a_dated_rate_or_not_at_all() {
    let plain = json(&["cost", "pspo-1", "prince2-practitioner", "--years", "1", "--currency", "GBP"]);
    assert_eq!(plain["total"]["currency"], "GBP");
    assert_eq!(plain["total"]["others"][0]["currency"], "USD", "two currencies, two sums");
    let rated = json(&["cost", "pspo-1", "--currency", "EUR", "--rate", "0.92@2026-11-01"]);
    assert_eq!(rated["total"]["words"], "184 EUR");
    assert!(part(&rated, 0, "exam")["words"].to_string().contains("at 0.92 of 2026-11-01, your rate"));
    let named = json(&["cost", "pspo-1", "--currency", "eur", "--rate", "usd=0.925@2026-11-01"]);
    assert_eq!(named["total"]["low"], 185);
}

#[test]
fn a_retired_one_is_reckoned_and_said_to_be_retired() {
    assert!(text(&["cost", "csp"]).contains("retired: can no longer be earned"));
}

#[test]
fn the_sum_of_the_years_is_the_total_and_bars_have_numbers() {
    let cost = json(&["cost", "csm", "pspo-1", "--years", "7", "--course", "900..1500"]);
    let years = cost["by_year"].as_array().expect("years");
    assert_eq!(years.len(), 7);
    assert_eq!((&years[6]["low"], &years[6]["high"]), (&cost["total"]["low"], &cost["total"]["high"]));
    let spoken = text(&["cost", "csm", "--years", "3", "--course", "900..1500"]);
    let bar = spoken.lines().find(|line| line.starts_with("  3 ")).expect("a bar for the third year");
    assert!(bar.contains('█') && bar.contains('░') && bar.ends_with("1,000–1,600 USD"), "{bar}");
    assert_eq!(bar.chars().filter(|c| "█░".contains(*c)).count(), 40);
}

#[test]
fn ones_own_claim_decides_alone() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let file = folder.path().join("mine.ron");
    let mine =
        "(schema: 1, claims: [(of: \"csm\", field: course_fee, value: Price([(amount: 950, currency: \"USD\")])),
        (of: \"csm\", field: renewal, value: Renewal((fee: (amount: 120, currency: \"USD\"))))])";
    #[expect(clippy::disallowed_methods, reason = "a scratch file")]
    std::fs::write(&file, mine).expect("a scratch file");
    let cost = json(&["cost", "csm", "--years", "3", "--data", file.to_str().expect("a path")]);
    assert_eq!((&part(&cost, 0, "course")["low"], &part(&cost, 0, "course")["high"]), (&950.into(), &950.into()));
    // The fee is the user's, the months are filled in from the provider.
    assert_eq!(
        (part(&cost, 0, "renewals")["low"].clone(), part(&cost, 0, "renewals")["high"].clone()),
        (120.into(), 120.into())
    );
}

#[test]
fn bad_input_is_refused_with_a_sentence() {
    for (args, words) in [
        (vec!["csm", "--years", "0"], "`0`"),
        (vec!["csm", "--years", "-1"], "write 1 to 50"),
        (vec!["csm", "--years", "10000"], "write 1 to 50"),
        (vec!["csm", "--years", "two"], "`two`"),
        (vec!["csm", "--course", "1500..900"], "runs backwards"),
        (vec!["csm", "--course", "x"], "no price of a course"),
        (vec!["csm", "--course", "-5"], "no price of a course"),
        (vec!["csm", "--currency", "EUR", "--rate", "0@2026-11-01"], "is 0"),
        (vec!["csm", "--currency", "EUR", "--rate", "0.000@2026-11-01"], "is 0"),
        (vec!["csm", "--currency", "EUR", "--rate", "-1@2026-11-01"], "less than nothing"),
        (vec!["csm", "--currency", "EUR", "--rate", "0.92"], "has no date"),
        (vec!["csm", "--currency", "EUR", "--rate", "0.92@2026-02-30"], "no day of the calendar"),
        (vec!["csm", "--currency", "EUR", "--rate", "XXQ=0.92@2026-11-01"], "no currency known"),
        (vec!["csm", "--currency", "EUR", "--rate", "EUR=0.92@2026-11-01"], "into itself"),
        (vec!["csm", "--rate", "0.92@2026-11-01"], "--currency"),
        (vec!["csm", "--currency", "usdd"], "did you mean USD?"),
        (vec!["csm", "--retakes", "-1"], "retakes"),
        (vec!["csmm"], "did you mean"),
        (vec!["csm", "CSM"], "named twice"),
        (vec!["csm", "cspo", "psm-1", "psm-2", "psm-3", "pspo-1", "pspo-2"], "at most 6"),
        (vec!["product-owner"], "is a role"),
    ] {
        let all: Vec<&str> = std::iter::once("cost").chain(args.iter().copied()).collect();
        let said = refused(&all);
        assert!(said.contains(words), "{args:?}: {said}");
    }
}
