//! `certdex exam` and `certdex quiz due` as a script sees them: a day is set, and the days until then
//! have their questions.

#[path = "support/program.rs"]
mod program;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use certdex::profile::store::Store;
use certdex::profile::{Attempt, Change, Mode, Run, Stand, Uid};
use certdex::quiz::schedule::Grade;
use program::{certdex, json};
use serde_json::Value as Json;

const TODAY: &str = "2026-11-21";
/// Midnight of that day.
const MIDNIGHT: i64 = 1_795_219_200_000;
const DAY: i64 = 86_400_000;

/// A profile of its own, in a folder that goes with it.
struct Own(tempfile::TempDir);

impl Own {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("profile.db")
    }

    /// What the program does on a day: exit code, standard output, standard error.
    fn on(&self, day: &str, args: &[&str]) -> (i32, String, String) {
        let file = self.file();
        let output = certdex(args)
            .args(["--as-of", day, "--profile", file.to_str().expect("UTF-8")])
            .output()
            .expect("the program starts");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        (output.status.code().expect("a code"), text(output.stdout), text(output.stderr))
    }

    #[track_caller]
    fn says(&self, day: &str, args: &[&str]) -> String {
        let (code, out, err) = self.on(day, args);
        assert_eq!((code, err.as_str()), (0, ""), "{args:?}");
        out
    }

    #[track_caller]
    fn json(&self, day: &str, args: &[&str]) -> Json {
        let all: Vec<&str> = args.iter().copied().chain(["--json"]).collect();
        serde_json::from_str(&self.says(day, &all)).expect("JSON")
    }

    #[track_caller]
    fn refused(&self, args: &[&str]) -> String {
        let (code, out, err) = self.on(TODAY, args);
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}: {err}");
        assert!(!self.file().exists(), "nothing is begun by a mistake");
        err
    }

    /// Answers these questions rightly at a moment.
    fn answer(&self, names: &[String], at: i64) {
        answer(&self.file(), names, at);
    }
}

fn answer(file: &Path, names: &[String], at: i64) {
    let mut store = Store::open(file).expect("a profile");
    let low = u128::from(at.unsigned_abs());
    let run = Run {
        id: Uid(low << 32),
        title: "a run".into(),
        mode: Mode::Practice,
        cert: None,
        seed: 1,
        rules: String::new(),
        items: names.to_vec(),
        began: at,
        stand: Stand::default(),
        end: None,
    };
    let answers = names.iter().enumerate().map(|(nth, name)| {
        Change::Answered(Attempt {
            id: Uid((low << 32) + 1 + nth as u128),
            run: Uid(low << 32),
            item: name.clone(),
            answer: vec![0],
            right: true,
            at,
            spent: 20_000,
            flagged: false,
            grade: Some(Grade::Good),
            mixed: false,
        })
    });
    let changes: Vec<Change> = std::iter::once(Change::Began(run.clone())).chain(answers).collect();
    store.apply(&changes).expect("stored");
}

/// The questions that the plan of the only exam asks on a day.
fn asked(list: &Json, day: &str) -> Vec<String> {
    let days = list[0]["days"].as_array().expect("days");
    let day = days.iter().find(|one| one["date"] == day).unwrap_or_else(|| panic!("no {day}"));
    day["ask"].as_array().expect("questions").iter().map(|name| name.as_str().expect("a name").to_owned()).collect()
}

#[test]
fn a_date_is_set_and_every_question_comes_twice_before_it() {
    let own = Own::new();
    let said =
        own.says(TODAY, &["exam", "set", "psm-1", "2027-02-20", "--off", "sat,sun,2026-12-24", "--per-day", "30"]);
    for words in ["(psm-1): exam on 2027-02-20, in 91 days", "off: sat, sun, 2026-12-24", "askings left on 64 days"] {
        assert!(said.contains(words), "{words} in {said}");
    }
    let list = own.json(TODAY, &["exam", "list"]);
    let exam = &list[0];
    assert_eq!((&exam["cert"], &exam["outcome"], &exam["done"]), (&"psm-1".into(), &"planned".into(), &0.into()));
    let mut times: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let days = exam["days"].as_array().expect("days");
    assert_eq!((&days[0]["date"], &days.last().expect("days")["date"]), (&TODAY.into(), &"2027-02-19".into()));
    for day in days {
        let date = day["date"].as_str().expect("a date");
        let asked = asked(&list, date);
        assert!(asked.is_empty() || day["off"] == false, "{date} is off");
        for name in asked {
            times.entry(name).or_default().push(date.to_owned());
        }
    }
    assert_eq!(times.len() as u64, exam["questions"].as_u64().expect("a number"));
    assert!(times.values().all(|days| days.len() == 2 && days[0] < days[1]), "twice, on two days");
    for off in ["2026-11-21", "2026-11-22", "2026-12-24", "2027-01-02"] {
        assert!(asked(&list, off).is_empty(), "{off}");
    }
}

#[test]
fn what_was_done_counts_and_a_change_of_plan_keeps_it() {
    let own = Own::new();
    own.says(TODAY, &["exam", "set", "psm-1", "2027-02-20"]);
    let first = asked(&own.json(TODAY, &["exam", "list"]), TODAY);
    assert!(!first.is_empty());
    own.answer(&first, MIDNIGHT + DAY / 2);
    let evening = own.json(TODAY, &["exam", "list"]);
    assert_eq!(asked(&evening, TODAY), Vec::<String>::new(), "today is done");
    assert_eq!(evening[0]["done_today"].as_u64(), Some(first.len() as u64));
    let tomorrow = asked(&own.json("2026-11-22", &["exam", "list"]), "2026-11-22");
    assert!(tomorrow.iter().all(|name| !first.contains(name)), "what was never asked comes first");
    own.answer(&first, MIDNIGHT + 2 * DAY);
    own.says("2026-11-24", &["exam", "set", "psm-1", "2027-02-10", "--per-day", "40"]);
    let moved = own.json("2026-11-24", &["exam", "list"]);
    assert_eq!((&moved[0]["date"], &moved[0]["per_day"]), (&"2027-02-10".into(), &40.into()));
    assert_eq!(moved[0]["done"].as_u64(), Some(first.len() as u64), "asked twice before the plan was changed");
}

#[test]
fn too_much_is_said_with_what_can_be_done_instead() {
    let own = Own::new();
    let said = own.says(TODAY, &["exam", "set", "psm-1", "2026-11-24", "--per-day", "20"]);
    assert!(said.contains("too much: "), "{said}");
    let list = own.json(TODAY, &["exam", "list"]);
    assert_eq!((&list[0]["outcome"], &list[0]["possible"]), (&"too-much".into(), &30.into()));
    assert!(list[0]["needed_per_day"].as_u64().expect("a number") > 20);
    assert!(said.contains("30 questions can be learnt (--most 30)"), "{said}");
    let fewer = own.says(TODAY, &["exam", "set", "psm-1", "2026-11-24", "--per-day", "20", "--most", "30"]);
    assert!(fewer.contains("30 questions twice each: 60 askings left on 3 days, at most 20 a day"), "{fewer}");
    let off = own.says(TODAY, &["exam", "set", "psm-1", "2026-11-24", "--off", "sat,sun,mon"]);
    assert!(off.contains("no working day is left"), "{off}");
}

#[test]
fn a_date_is_listed_dropped_and_gone() {
    let own = Own::new();
    assert!(own.says(TODAY, &["exam", "list"]).contains("no exam date is set"));
    assert!(!own.file().exists(), "looking begins nothing");
    own.says(TODAY, &["exam", "set", "csm", "2026-12-20"]);
    own.says(TODAY, &["exam", "set", "psm-1", "2026-12-10"]);
    let list = own.json(TODAY, &["exam", "list"]);
    let certs: Vec<&Json> = list.as_array().expect("exams").iter().map(|exam| &exam["cert"]).collect();
    assert_eq!(certs, ["psm-1", "csm"], "the nearest first");
    assert!(own.says(TODAY, &["exam", "drop", "CSM"]).contains("2026-12-20 is given up"));
    assert_eq!(own.json(TODAY, &["exam", "list"]).as_array().map(Vec::len), Some(1));
    let (code, _, err) = own.on(TODAY, &["exam", "drop", "csm"]);
    assert_eq!(code, 2);
    assert!(err.contains("no exam date is set for `csm`"), "{err}");
    own.says(TODAY, &["exam", "set", "csm", "2026-12-21"]);
    assert_eq!(own.json(TODAY, &["exam", "list"]).as_array().map(Vec::len), Some(2), "and it can be set again");
    let after = own.says("2026-12-15", &["exam", "list"]);
    assert!(after.contains("5 days ago") && after.contains("there is nothing to plan"), "{after}");
}

#[test]
fn mistakes_are_told_with_what_to_write_instead() {
    let own = Own::new();
    for (args, words) in [
        (&["exam", "set", "psm-99", "2027-01-15"][..], "there is no role, certification or provider `psm-99`"),
        (
            &["exam", "set", "scrum-master", "2027-01-15"],
            "`scrum-master` is a role, and only certifications have exams",
        ),
        (&["exam", "set", "psm-1", "soon"], "`soon` is no day of an exam"),
        (&["exam", "set", "psm-1", "2027-02-29"], "`2027-02-29` is no day of an exam"),
        (&["exam", "set", "psm-1", "2027-02"], "write it in full"),
        (&["exam", "set", "psm-1", TODAY], "is not ahead (today is 2026-11-21)"),
        (&["exam", "set", "psm-1", "2020-01-01"], "is not ahead"),
        (&["exam", "set", "psm-1", "2027-01-15", "--off", "sat,xmas"], "`xmas` is no day off"),
        (&["exam", "set", "psm-1", "2027-01-15", "--per-day", "0"], "write 1 to 1000"),
        (&["exam", "set", "psm-1", "2027-01-15", "--per-day", "-3"], "write 1 to 1000"),
        (&["exam", "set", "psm-1", "2027-01-15", "--most", "many"], "`many` is no number of questions"),
        (&["exam", "drop", "psm-1"], "no exam date is set for `psm-1`"),
        (&["exam", "drop", "nothing-at-all"], "there is no role, certification or provider"),
        (&["exam", "set", "psm-1", "\u{1b}[2J"], "is no day of an exam"),
        (&["exam", "set", "psm-1", "15.01.2027"], "write it in full, as 2027-01-15: year, month, day"),
        (&["exam", "set", "psm-1", "2027-01"], "write it in full, as 2027-01-15: year, month, day"),
    ] {
        let err = own.refused(args);
        assert!(err.contains(words), "{words} in {err}");
        assert!(!err.contains('\u{1b}'));
    }
}

#[test]
fn what_is_due_is_told_by_bank_from_cards_and_from_plans() {
    let own = Own::new();
    let nothing = own.json(TODAY, &["quiz", "due"]);
    assert_eq!((&nothing["today"], nothing["next"].as_array().map(Vec::len)), (&0.into(), Some(7)));
    assert!(nothing["note"].as_str().is_some_and(|note| note.contains("no answers yet")));
    assert!(own.says(TODAY, &["quiz", "due"]).contains("certdex exam set"), "it says what to do");
    assert!(!own.file().exists());

    own.says(TODAY, &["exam", "set", "psm-1", "2027-02-20"]);
    let first = asked(&own.json(TODAY, &["exam", "list"]), TODAY);
    // A question known well once comes again after two days.
    own.answer(&first, MIDNIGHT);
    let today = own.json(TODAY, &["quiz", "due"]);
    assert_eq!((&today["cards"]["today"], &today["today"]), (&0.into(), &0.into()));
    assert_eq!(today["next"][1]["cards"].as_u64(), Some(first.len() as u64));
    let later = own.json("2026-11-23", &["quiz", "due"]);
    assert_eq!(later["cards"]["today"].as_u64(), Some(first.len() as u64));
    let planned = later["exams"][0]["today"].as_u64().expect("a number");
    assert!(planned > 0);
    assert_eq!(later["today"].as_u64(), Some(first.len() as u64 + planned), "cards and plan ask different ones");
    let sum = |by_bank: &Json| by_bank.as_object().expect("banks").values().filter_map(Json::as_u64).sum::<u64>();
    assert_eq!(sum(&later["by_bank"]), first.len() as u64 + planned);
    assert_eq!(sum(&later["cards"]["by_bank"]), first.len() as u64);
    let spoken = own.says("2026-11-23", &["quiz", "due"]);
    let counted = format!("{} questions to ask: {} asked before, {planned} new", sum(&later["by_bank"]), first.len());
    for words in ["again, by your cards", "for the exam psm-1", "the days to come", "2026-11-30", &counted] {
        assert!(spoken.contains(words), "{words} in {spoken}");
    }
}

/// Days off stand in the days to come, and a day off today is said.
#[test]
fn days_off_stand_in_what_is_due() {
    let own = Own::new();
    own.says(TODAY, &["exam", "set", "psm-1", "2027-02-20", "--off", "2026-11-21,2026-11-23"]);
    let today = own.json(TODAY, &["quiz", "due"]);
    let off: Vec<&str> = today["next"]
        .as_array()
        .expect("days")
        .iter()
        .filter(|day| day["off"] == serde_json::json!(["psm-1"]))
        .filter_map(|day| day["date"].as_str())
        .collect();
    assert_eq!(off, ["2026-11-23"]);
    let spoken = own.says(TODAY, &["quiz", "due"]);
    assert_eq!(spoken.matches("day off: psm-1").count(), 1, "{spoken}");
    assert!(spoken.contains("a day off from learning for psm-1"), "{spoken}");
}

/// A question that is due by its card and planned for an exam is asked once, and that is said.
#[test]
fn what_is_due_twice_is_asked_once() {
    let other = Own::new();
    other.says(TODAY, &["exam", "set", "psm-1", "2027-02-20"]);
    let first = asked(&other.json(TODAY, &["exam", "list"]), TODAY);
    // Practised before the day was set: that counts for the cards, not for the plan.
    let own = Own::new();
    own.answer(&first, MIDNIGHT);
    own.says("2026-11-24", &["exam", "set", "psm-1", "2026-12-01", "--per-day", "500"]);
    let due = own.json("2026-11-24", &["quiz", "due"]);
    let number = |value: &Json| value.as_u64().expect("a number");
    let (cards, exams) = (number(&due["cards"]["today"]), number(&due["exams"][0]["today"]));
    let both = cards + exams - number(&due["today"]);
    assert!(both > 1, "{due}");
    assert_eq!(number(&due["asked_before"]) + number(&due["new"]), number(&due["today"]));
    let spoken = own.says("2026-11-24", &["quiz", "due"]);
    let words = format!("{both} questions are due by the cards and for an exam, and asked once");
    assert!(spoken.contains(&words), "{words} in {spoken}");
}

#[test]
fn without_a_profile_nothing_is_read_or_kept() {
    assert_eq!(json(&["exam", "list", "--no-profile"]), serde_json::json!([]));
    let run = |args: &[&str]| {
        let output = certdex(args).args(["--no-profile", "--as-of", TODAY]).output().expect("the program starts");
        (output.status.code(), String::from_utf8(output.stdout).expect("UTF-8"))
    };
    let (code, out) = run(&["exam", "list"]);
    assert_eq!((code, out.contains("no exam date is set")), (Some(0), true));
    let (code, out) = run(&["quiz", "due"]);
    assert_eq!((code, out.contains("no answers yet")), (Some(0), true));
    assert_eq!(run(&["exam", "set", "psm-1", "2027-01-15"]).0, Some(2), "there is nowhere to keep it");
}
