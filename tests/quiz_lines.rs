//! `certdex quiz run`: whole quizzes through a pipe, by the real program.

mod support {
    #![allow(dead_code)] // each test file uses its part
    pub mod program;
}

use std::path::Path;

use certdex::catalog::schema::ItemKind;
use certdex::embedded;
use certdex::quiz::question::{Asked, ItemRef, letter};
use serde_json::Value as Json;
use support::program::certdex;
use tempfile::TempDir;

/// What came of a run: exit code, standard output, standard error.
fn run(folder: &TempDir, args: &[&str], lines: &str) -> (Option<i32>, String, String) {
    let file = folder.path().join("profile.db");
    let mut command = certdex(args);
    command.arg("--profile").arg(&file).write_stdin(lines.to_owned());
    let output = command.output().expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// The line that answers a question rightly, as it is mixed by this seed.
fn right(name: &str, seed: u64) -> String {
    let catalog = embedded::catalog();
    let item = ItemRef::find(&catalog, name).expect("a question of ours");
    let question = item.of(&catalog);
    let asked = Asked::new(&catalog, item, seed);
    let (side, wanted) = match question.kind {
        ItemKind::Match => (&asked.pairs, &asked.order),
        _ => (&asked.order, &question.solution),
    };
    let places = wanted.iter().map(|option| side.iter().position(|known| known == option).expect("shown"));
    places.map(|place| letter(place).to_string()).collect::<Vec<_>>().join(" ")
}

/// The questions that a seed draws, in order, by name.
fn drawn(folder: &TempDir, args: &[&str]) -> Vec<String> {
    let all: Vec<&str> = args.iter().copied().chain(["--json"]).collect();
    let (_, out, _) = run(folder, &all, "");
    let report: Json = serde_json::from_str(&out).expect("JSON");
    let questions = report["questions"].as_array().expect("questions").iter();
    questions.map(|question| question["item"].as_str().expect("a name").to_owned()).collect()
}

/// I drill fifteen questions of a bank from a file of answers: right or wrong in words, a reason for each
/// option, the source, and the score; the same as JSON.
#[test]
fn i_practise_from_a_file_of_answers() {
    let folder = tempfile::tempdir().expect("a folder");
    let args = ["quiz", "run", "scrum-flow", "--seed", "7"];
    let names = drawn(&folder, &args);
    assert_eq!(names.len(), 15);
    let mut lines: Vec<String> = names.iter().map(|name| right(name, 7)).collect();
    lines.insert(0, "what is this?".into());
    lines.insert(0, String::new());
    let file = folder.path().join("answers.txt");
    std::io::Write::write_all(&mut std::fs::File::create(&file).expect("a file"), lines.join("\r\n").as_bytes())
        .expect("written");
    let path = file.to_str().expect("UTF-8");
    let (code, out, err) = run(&folder, &[&args[..], &["--answers", path]].concat(), "");
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    assert!(out.contains("`what is this?` is no answer here"), "{out}");
    assert_eq!(out.matches("\nRight.\n").count(), 15, "{out}");
    assert!(out.contains("Your score is 15 of 15 (100 %).") && out.contains("[sg-2020"), "{out}");
    assert!(!out.contains('\u{1b}'));
    let (code, out, _) = run(&folder, &[&args[..], &["--answers", path, "--json"]].concat(), "");
    let report: Json = serde_json::from_str(&out).expect("nothing but JSON");
    assert_eq!(
        (code, &report["right"], &report["of"], &report["finished"]),
        (Some(0), &15.into(), &15.into(), &true.into())
    );
    assert_eq!(report["questions"][0]["answer"], report["questions"][0]["solution"]);
}

/// I sit a whole mock CSM over lines: answers, going back, flags, what is blank, handing in; passed with
/// 37, not passed with 36.
#[test]
fn i_sit_a_mock_exam_over_lines() {
    for (wanted, verdict) in [(37, "Passed: 37 of 50 (74 %), 37 are needed."), (36, "Not passed: 36 of 50")] {
        let folder = tempfile::tempdir().expect("a folder");
        let args = ["quiz", "run", "csm", "--mode", "exam", "--seed", "3"];
        let names = drawn(&folder, &args);
        assert_eq!(names.len(), 50);
        let mut lines: Vec<String> = names.iter().take(wanted).map(|name| right(name, 3)).collect();
        lines.extend(["flag", "back", "next", "time", "blank", "hand in"].map(str::to_owned));
        let (code, out, err) = run(&folder, &args, &(lines.join("\n") + "\n"));
        assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
        assert!(out.contains(verdict), "{out}");
        assert!(!out.contains("Right."), "an exam says nothing before its end");
        assert!(out.contains("1 / 50   60:00 left") && out.contains("Flagged.") && out.contains("Clock: "), "{out}");
        assert!(out.contains(&format!("Handed in with {} blank", 50 - wanted)), "{out}");
    }
}

/// When the lines end, or I stop, nothing is lost: the run stays, and the exit code says it is not over.
#[test]
fn what_is_not_finished_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    for (lines, words) in [("a\n", "The lines ended"), ("a\nstop\n", "Stopped"), ("", "The lines ended")] {
        let (code, out, _) = run(&folder, &["quiz", "run", "okr"], lines);
        assert_eq!(code, Some(1), "{out}");
        assert!(out.contains(words), "{out}");
    }
    let (_, out, _) = run(&folder, &["profile", "export", "-"], "");
    let profile: Json = serde_json::from_str(&out).expect("JSON");
    assert_eq!(profile["answers"].as_array().map(Vec::len), Some(2), "{out}");
    assert_eq!(profile["runs"].as_array().map(Vec::len), Some(2), "what has no answer is not kept: {out}");
    // With --no-profile nothing is written anywhere.
    let empty = tempfile::tempdir().expect("a folder");
    let mut command = certdex(&["quiz", "run", "okr", "--no-profile"]);
    let output = command.env("HOME", empty.path()).write_stdin("a\n").output().expect("it starts");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(std::fs::read_dir(empty.path()).expect("a folder").count(), 0);
}

/// I drill one topic; a wrong name lists those there are.
#[test]
fn i_drill_a_topic() {
    let folder = tempfile::tempdir().expect("a folder");
    let catalog = embedded::catalog();
    let names = drawn(&folder, &["quiz", "run", "scrum-flow", "--topic", "Events", "--topic", "artifacts"]);
    assert_eq!(names.len(), 15);
    for name in &names {
        let item = ItemRef::find(&catalog, name).expect("a question of ours");
        assert!(["events", "artifacts"].contains(&item.of(&catalog).topic.as_str()), "{name}");
    }
    let (code, _, err) = run(&folder, &["quiz", "run", "scrum-flow", "--topic", "evnts"], "");
    assert_eq!(code, Some(2), "{err}");
    assert!(err.contains("did you mean `events`? There are: artifacts, definition of done, events"), "{err}");
    let (code, _, err) = run(&folder, &["quiz", "run", "psm-1", "--topic", "zebra"], "");
    assert!(code == Some(2) && err.contains("there are: accountabilities"), "{err}");
    let (code, _, err) = run(&folder, &["quiz", "run", "csm", "--mode", "exam", "--topic", "events"], "");
    assert!(code == Some(2) && err.contains("--topic goes with practice"), "{err}");
}

/// The settings of a quiz hold on the command line too: a flag outranks a variable, that the config, that
/// the default.
#[test]
fn the_settings_of_a_quiz_hold_over_lines() {
    let home = tempfile::tempdir().expect("a folder");
    let config = home.path().join("config.ron");
    let text = b"(quiz: (count: 4, seed: 9, words_at_end: true))";
    std::io::Write::write_all(&mut std::fs::File::create(&config).expect("a file"), text).expect("written");
    let run = |args: &[&str], vars: &[(&str, &str)], lines: &str| {
        let mut command = certdex(args);
        command
            .args(["--no-profile", "--config"])
            .arg(&config)
            .envs(vars.iter().copied())
            .write_stdin(lines.to_owned());
        let output = command.output().expect("the program starts");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let report = |args: &[&str], vars: &[(&str, &str)]| -> (usize, Json, Json) {
        let json: Json = serde_json::from_str(&run(args, vars, "")).expect("JSON");
        (json["questions"].as_array().expect("questions").len(), json["seed"].clone(), json["mode"].clone())
    };
    let quiz = ["quiz", "run", "psm-1", "--json"];
    let at_end = Json::from("practice-at-end");
    assert_eq!(report(&quiz, &[]), (4, 9.into(), at_end.clone()), "the config");
    let vars = [("CERTDEX_QUIZ_COUNT", "3"), ("CERTDEX_QUIZ_SEED", "8"), ("CERTDEX_QUIZ_WORDS_AT_END", "0")];
    assert_eq!(report(&quiz, &vars), (3, 8.into(), "practice".into()), "variables");
    let flags = [&quiz[..], &["--count", "2", "--seed", "7", "--mode", "at-end"]].concat();
    assert_eq!(report(&flags, &vars), (2, 7.into(), at_end), "flags");
    let flags = [&quiz[..], &["--mode", "practice"]].concat();
    assert_eq!(report(&flags, &[]).2, "practice", "a flag takes a setting back");
    // The reasons come after the last answer.
    let out = run(&["quiz", "run", "okr", "--count", "2", "--mode", "at-end", "--seed", "1"], &[], "a\nb\n");
    let reasons = out.find("the answer is").or_else(|| out.find("Right.")).expect("reasons");
    assert!(reasons > out.find("2 / 2").expect("the last question") && out.contains("Your score is"), "{out}");
}

/// What makes no sense is said, with what would.
#[test]
fn mistakes_are_explained() {
    let folder = tempfile::tempdir().expect("a folder");
    for (args, words) in [
        (&["quiz", "run", "scrum-flwo"][..], "did you mean scrum-flow"),
        (&["quiz", "run", "cspo", "--mode", "exam"], "CSPO has no exam"),
        (&["quiz", "run", "okr", "--mode", "exam"], "is a bank and has no exam"),
        (&["quiz", "run", "psd", "--mode", "exam"], "do not cover the exam of PSD"),
        (&["quiz", "run", "scrum-master-role"], "there is no"),
        (&["quiz", "run", "product-owner", "--count", "0"], "no questions"),
        (&["quiz", "run", "okr", "--count", "many"], "invalid value"),
        (&["quiz", "run", "okr", "--mode", "sleep"], "invalid value"),
        (&["quiz", "run", "\u{1b}[31mokr"], "there is no"),
    ] {
        let (code, out, err) = run(&folder, args, "");
        assert_eq!(code, Some(2), "{args:?}: {out}{err}");
        assert!(err.contains(words) && !err.contains('\u{1b}'), "{args:?}: {err}");
    }
    let (code, _, err) = run(&folder, &["quiz", "run", "okr", "--answers", "/nowhere/answers.txt"], "");
    assert_eq!(code, Some(65), "{err}");
    // A megabyte in one line is no answer, and harmless.
    let (code, out, _) = run(&folder, &["quiz", "run", "okr"], &("x".repeat(1 << 20) + "\nstop\n"));
    assert_eq!(code, Some(1));
    assert!(out.len() < 200_000, "{} bytes", out.len());
    assert!(Path::new(folder.path()).join("profile.db").exists());
}
