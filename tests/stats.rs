//! `certdex quiz stats` as a script sees it.

#[path = "support/program.rs"]
mod program;

use std::path::PathBuf;

use certdex::profile::store::Store;
use certdex::profile::{Attempt, Change, End, Mode, Run, Stand, Uid};
use certdex::quiz::readiness::{CLAUSE, questions_for};
use certdex::quiz::schedule::Grade;
use program::certdex;
use serde_json::Value as Json;

const TODAY: &str = "2026-11-21";
const MIDNIGHT: i64 = 1_795_219_200_000;
const DAY: i64 = 86_400_000;

struct Own(tempfile::TempDir);

impl Own {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("profile.db")
    }

    #[track_caller]
    fn says(&self, args: &[&str]) -> String {
        let file = self.file();
        let output = certdex(args)
            .args(["--as-of", TODAY, "--profile", file.to_str().expect("UTF-8")])
            .output()
            .expect("the program starts");
        let err = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!((output.status.code(), err.as_str()), (Some(0), ""), "{args:?}");
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    #[track_caller]
    fn json(&self, args: &[&str]) -> Json {
        let all: Vec<&str> = args.iter().copied().chain(["--json"]).collect();
        serde_json::from_str(&self.says(&all)).expect("JSON")
    }

    /// A mock exam for PSM I of questions from one on, the first ones answered rightly.
    fn exam(&self, days_ago: i64, from: usize, right: usize, of: usize) {
        let catalog = certdex::embedded::catalog();
        let psm = catalog.find("psm-1").expect("a certification").key;
        let names: Vec<String> =
            questions_for(&catalog, psm).into_iter().skip(from).take(of).map(|question| question.name).collect();
        assert_eq!(names.len(), of);
        let (at, id) = (MIDNIGHT - days_ago * DAY, 1000 * (1 + u128::from(days_ago.unsigned_abs())));
        let run = Run {
            id: Uid(id),
            title: "PSM I".into(),
            mode: Mode::Exam,
            cert: Some("psm-1".into()),
            seed: 1,
            rules: "{}".into(),
            items: names.clone(),
            began: at,
            stand: Stand::default(),
            end: None,
        };
        let mut changes = vec![Change::Began(run)];
        changes.extend(names.into_iter().enumerate().map(|(nth, item)| {
            Change::Answered(Attempt {
                id: Uid(id + 1 + nth as u128),
                run: Uid(id),
                item,
                answer: vec![0],
                right: nth < right,
                at,
                spent: if nth == 0 { 75_000 } else { 30_000 },
                flagged: false,
                grade: Some(if nth < right { Grade::Good } else { Grade::Again }),
                mixed: true,
            })
        }));
        changes.push(Change::Ended(Uid(id), End::Done { at, right, of }));
        Store::open(&self.file()).and_then(|mut store| store.apply(&changes)).expect("stored");
    }
}

#[test]
fn without_answers_it_says_what_is_missing_and_what_to_do() {
    let own = Own::new();
    for args in [&["quiz", "stats"][..], &["quiz", "stats", "--cert", "psm-1"]] {
        let said = own.says(args);
        assert!(said.contains("no answers yet: practise in `certdex`"), "{said}");
    }
    let json = own.json(&["quiz", "stats", "--cert", "psm-1"]);
    assert_eq!((&json["answers"], &json["certifications"][0]["chance"]["why"]), (&0.into(), &"too-few".into()));
    assert!(json["note"].is_string() && !own.file().exists(), "looking begins nothing");
    assert_eq!(program::json(&["quiz", "stats", "--no-profile"])["answered"], 0);
}

#[test]
fn a_band_is_told_with_its_clause_and_with_what_it_rests_on() {
    let own = Own::new();
    own.exam(3, 0, 40, 40);
    let said = own.says(&["quiz", "stats"]);
    assert!(said.contains(&format!("passing is very likely, {CLAUSE}")), "{said}");
    assert!(said.contains("40 of 40 first tries right; 68 of 80 are needed"), "{said}");
    assert!(said.contains("the exam allows 45 s"), "{said}");
    let json = own.json(&["quiz", "stats"]);
    let psm = &json["certifications"][0];
    assert_eq!(
        (&psm["id"], &psm["chance"]["band"], &psm["chance"]["if"]),
        (&"psm-1".into(), &"very likely".into(), &CLAUSE.into())
    );
    assert_eq!((&psm["pace"]["median_seconds"], &psm["pace"]["mean_seconds"]), (&30.0.into(), &31.125.into()));
    assert_eq!((&psm["pace"]["allowed_seconds"], &psm["answered"]), (&45.0.into(), &40.into()));
}

#[test]
fn below_thirty_first_tries_there_is_no_band_and_a_second_run_adds_no_first_try() {
    let own = Own::new();
    own.exam(5, 0, 29, 29);
    let few = |own: &Own| {
        let json = own.json(&["quiz", "stats", "--cert", "PSM-1"]);
        let chance = json["certifications"][0]["chance"].clone();
        assert_eq!(chance["band"], Json::Null);
        chance["words"].as_str().expect("words").to_owned()
    };
    assert!(few(&own).contains("29 of 30 first tries"), "{}", few(&own));
    own.exam(4, 0, 29, 29);
    assert!(few(&own).contains("29 of 30 first tries"), "the same questions again");
    own.exam(3, 29, 1, 1);
    assert_eq!(own.json(&["quiz", "stats"])["certifications"][0]["first_tries"], 30);
}

#[test]
fn topics_stand_lowest_first_and_runs_in_order_of_time() {
    let own = Own::new();
    own.exam(9, 0, 30, 60);
    own.exam(2, 60, 36, 40);
    let json = own.json(&["quiz", "stats"]);
    let psm = &json["certifications"][0];
    let runs: Vec<(&str, f64, u64)> = psm["runs"]
        .as_array()
        .expect("runs")
        .iter()
        .map(|run| {
            let share = run["share"].as_f64().expect("a share");
            (run["date"].as_str().expect("a date"), share, run["of"].as_u64().expect("a number"))
        })
        .collect();
    assert_eq!(runs, [("2026-11-12", 0.5, 60), ("2026-11-19", 0.9, 40)]);
    let topics = psm["topics"].as_array().expect("topics");
    let shares: Vec<Option<f64>> = topics.iter().map(|topic| topic["share"].as_f64()).collect();
    let said: Vec<f64> = shares.iter().copied().flatten().collect();
    assert!(said.len() > 1 && said.is_sorted(), "{shares:?}");
    assert!(shares.iter().skip(said.len()).all(Option::is_none), "too few to say come last");
    for topic in topics {
        assert_eq!(topic["share"].is_null(), topic["of"].as_u64().expect("a number") < 5, "{topic}");
    }
    let of: u64 = topics.iter().filter_map(|topic| topic["of"].as_u64()).sum();
    assert_eq!(of, 100);
    let said = own.says(&["quiz", "stats"]);
    assert!(said.contains("2026-11-12   50 %  30 of 60"), "{said}");
}

#[test]
fn an_exam_without_a_published_mark_gets_no_band_however_good_the_answers() {
    let own = Own::new();
    own.exam(1, 0, 60, 60);
    let json = own.json(&["quiz", "stats", "--cert", "pmp"]);
    let chance = &json["certifications"][0]["chance"];
    assert_eq!(chance["band"], Json::Null, "{chance}");
}

#[test]
fn an_unknown_certification_is_a_mistake() {
    for (id, words) in [("psm-99", "did you mean"), ("scrum-master", "only certifications have exams")] {
        let output = certdex(&["quiz", "stats", "--cert", id, "--no-profile"]).output().expect("the program starts");
        let err = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(2), "{err}");
        assert!(err.contains(words) && output.stdout.is_empty(), "{err}");
    }
}
