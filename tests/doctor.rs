//! What certdex tells of itself: the doctor, completions, the manual.

#[allow(dead_code)] // each test file uses its part
#[path = "support/program.rs"]
mod program;

use std::collections::BTreeSet;
use std::path::Path;

use assert_cmd::Command;
use certdex::cli::Args;
use certdex::error::Exit;
use clap::CommandFactory as _;
use serde_json::Value as Json;

fn certdex(home: &Path, args: &[&str]) -> Command {
    let mut command = program::certdex(args);
    command.env("HOME", home);
    command
}

/// Exit code, standard output, standard error.
fn run(command: &mut Command) -> (Option<i32>, String, String) {
    let output = command.output().expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[expect(clippy::disallowed_methods, reason = "a file of the test's own folder")]
fn put(path: &Path, text: impl AsRef<[u8]>) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(path, text).expect("a file");
}

/// Everything in a folder, with what is in it.
fn all(folder: &Path) -> BTreeSet<(String, Vec<u8>)> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(all(&path));
        }
        found.insert((path.to_string_lossy().into_owned(), std::fs::read(&path).unwrap_or_default()));
    }
    found
}

/// A row of the doctor: section, name, value, wrong.
type Row = (String, String, String, bool);

/// The rows of the doctor.
fn checks(command: &mut Command) -> (Option<i32>, Vec<Row>) {
    let (code, out, err) = run(command);
    assert_eq!(err, "");
    let json: Json = serde_json::from_str(&out).expect("JSON");
    let wrong = |check: &Json| check["wrong"].as_bool().expect("yes or no");
    let rows = json["checks"].as_array().expect("a list");
    assert_eq!(json["schema"], 1);
    assert_eq!(json["ok"].as_bool(), Some(!rows.iter().any(wrong)));
    assert_eq!(code, Some(i32::from(rows.iter().any(wrong))), "the code says whether something is wrong");
    let text = |value: &Json| value.as_str().expect("a text").to_owned();
    let row = |c: &Json| (text(&c["section"]), text(&c["name"]), text(&c["value"]), wrong(c));
    (code, rows.iter().map(row).collect())
}

fn value<'r>(rows: &'r [Row], section: &str, name: &str) -> (&'r str, bool) {
    let row = rows.iter().find(|row| row.0 == section && row.1 == name);
    let row = row.unwrap_or_else(|| panic!("no {section}, {name} in {rows:#?}"));
    (&row.2, row.3)
}

#[test]
fn a_healthy_home_has_nothing_wrong_and_stays_as_it_was() {
    let home = tempfile::tempdir().expect("a folder");
    let (code, out, err) = run(&mut certdex(home.path(), &["doctor"]));
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    assert!(out.ends_with("nothing is wrong\n"), "{out}");
    assert_eq!(all(home.path()), BTreeSet::new(), "nothing was made");
    let (_, rows) = checks(&mut certdex(home.path(), &["doctor", "--json"]));
    let sections: Vec<&str> = rows.iter().map(|row| row.0.as_str()).collect();
    let mut sections: Vec<&str> = sections;
    sections.dedup();
    assert_eq!(sections, ["certdex", "places", "terminal", "settings", "data", "profile"]);
    assert!(value(&rows, "data", "holds").0.contains("certifications"));
    // With a profile it tells what is in it.
    let (code, ..) = run(&mut certdex(home.path(), &["exam", "set", "psm-1", "2030-01-15"]));
    assert_eq!(code, Some(0));
    let before = all(home.path());
    let (_, rows) = checks(&mut certdex(home.path(), &["doctor", "--json"]));
    assert_eq!(value(&rows, "profile", "holds"), ("0 answers, 0 runs, 1 exam date", false));
    assert_eq!(value(&rows, "profile", "file"), ("sound", false));
    assert_eq!(all(home.path()), before);
}

#[test]
fn what_is_wrong_is_marked_and_left_alone() {
    let home = tempfile::tempdir().expect("a folder");
    put(&home.path().join(".config/certdex/config.ron"), "(theme: \"no-such\",\n tab: 3)");
    put(&home.path().join(".config/certdex/themes/mine.ron"), "(title: (fg: \"puce\"))");
    put(&home.path().join(".local/share/certdex/own.ron"), "(schema: 1, roles: [(id: \"x\")])");
    put(&home.path().join(".local/state/certdex/profile.db"), "this is no database, whatever its name says");
    let before = all(home.path());
    let (code, rows) = checks(&mut certdex(home.path(), &["doctor", "--json"]));
    assert_eq!(code, Some(1));
    let wrong: Vec<&str> = rows.iter().filter(|row| row.3).map(|row| row.2.as_str()).collect();
    for words in [
        "no-such (",
        "config.ron:2:7: `3` is not possible for `tab`",
        "mine.ron:1:14: `puce` is no colour",
        "own.ron:1:",
        "profile.db",
    ] {
        assert!(wrong.iter().any(|wrong| wrong.contains(words)), "{words} in {wrong:#?}");
    }
    assert_eq!(all(home.path()), before, "the doctor mends nothing");
    let (code, out, _) = run(&mut certdex(home.path(), &["doctor"]));
    assert_eq!(code, Some(1));
    assert!(out.contains("\nx problem") && out.contains("things are wrong, marked with x"), "{out}");
}

#[test]
fn the_terminal_is_told_with_reasons() {
    let home = tempfile::tempdir().expect("a folder");
    let doctor = ["doctor", "--json"];
    for (vars, name, expected) in [
        (vec![], "TERM", "not set"),
        (vec![], "colours", "none: TERM is not set"),
        (vec![("TERM", "dumb")], "colours", "none: TERM is dumb"),
        (
            vec![("TERM", "no-such-terminal")],
            "colours",
            "none here: not a terminal; in the explorer yes: TERM is no-such-terminal",
        ),
        (vec![("TERM", "xterm"), ("CLICOLOR_FORCE", "1")], "colours", "yes: CLICOLOR_FORCE is set"),
        (vec![("TERM", "xterm"), ("NO_COLOR", "1")], "colours", "none: NO_COLOR is set"),
        (vec![("TERM", "xterm"), ("COLORTERM", "truecolor")], "how many", "all: COLORTERM is truecolor"),
        (vec![("LANG", "C")], "letters", "ASCII only: LANG is C"),
        (vec![("LANG", "C")], "drawn in", "ASCII"),
        (vec![("LANG", "C.UTF-8")], "drawn in", "Unicode"),
        (vec![("TMUX", "/tmp/tmux"), ("SSH_CONNECTION", "x")], "inside", "tmux, SSH"),
        (vec![("CERTDEX_MOUSE", "off")], "mouse", "off"),
        (vec![("TERM", "\u{1b}]0;x\u{7}")], "TERM", "`\u{241b}]0;x\u{2407}`"),
    ] {
        let mut command = certdex(home.path(), &doctor);
        let (_, rows) = checks(command.envs(vars.clone()));
        assert_eq!(value(&rows, "terminal", name), (expected, false), "{vars:?}");
    }
}

#[cfg(unix)]
#[test]
fn without_a_home_or_in_one_that_cannot_be_written_it_says_so() {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt;
    use std::os::unix::fs::PermissionsExt;
    let doctor = ["doctor", "--json"];
    // An empty HOME may mean the one of the system's list of users; this one is none.
    let (code, rows) = checks(program::certdex(&doctor).env("HOME", "relative"));
    assert_eq!(code, Some(1));
    assert_eq!(value(&rows, "places", "profile"), ("nowhere: there is no home folder; set HOME", true));
    let (code, _) = checks(program::certdex(&["doctor", "--json", "--no-profile"]).env("HOME", "relative"));
    assert_eq!(code, Some(0), "who keeps nothing needs no home");
    let odd = OsString::from_vec(b"/no/\xff\xfe".to_vec());
    let (_, rows) = checks(program::certdex(&doctor).env("HOME", &odd));
    assert!(value(&rows, "places", "profile").0.contains('\u{fffd}'), "{rows:?}");
    let home = tempfile::tempdir().expect("a folder");
    let set = |mode| std::fs::set_permissions(home.path(), std::fs::Permissions::from_mode(mode)).expect("mine");
    set(0o500);
    let root = tempfile::tempfile_in(home.path()).is_ok();
    let (_, rows) = checks(&mut certdex(home.path(), &doctor));
    let (words, wrong) = value(&rows, "places", "profile");
    assert_eq!(wrong, !root, "{words}");
    assert!(root || words.contains("cannot be made"), "{words}");
    set(0o700);
    // A file stands where a folder should.
    put(&home.path().join(".local"), "x");
    let (code, rows) = checks(&mut certdex(home.path(), &doctor));
    assert_eq!((code, value(&rows, "places", "profile").1), (Some(1), true));
}

/// Every verb, with those below it.
fn verbs() -> Vec<Vec<String>> {
    fn walk(command: &clap::Command, above: &[String], found: &mut Vec<Vec<String>>) {
        for verb in command.get_subcommands().filter(|verb| !verb.is_hide_set() && verb.get_name() != "help") {
            let path: Vec<String> = above.iter().cloned().chain([verb.get_name().to_owned()]).collect();
            found.push(path.clone());
            walk(verb, &path, found);
        }
    }
    let mut found = Vec::new();
    walk(&Args::command(), &[], &mut found);
    found
}

#[test]
fn completions_know_every_verb_and_every_id() {
    let home = tempfile::tempdir().expect("a folder");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, out, err) = run(&mut certdex(home.path(), &["completions", shell]));
        assert_eq!((code, err.as_str()), (Some(0), ""), "{shell}");
        for verb in verbs() {
            let last = verb.last().expect("a verb");
            assert!(out.contains(last.as_str()), "{shell} does not know {verb:?}");
        }
        // Two shells complete no values of positions; the others know the ids.
        if ["bash", "zsh", "fish"].contains(&shell) {
            for id in ["psm-1", "product-owner"] {
                assert!(out.contains(id), "{shell} does not know {id}");
            }
        }
    }
    let bash = run(&mut certdex(home.path(), &["completions", "bash"])).1;
    if let Ok(child) = std::process::Command::new("bash").arg("--version").output()
        && child.status.success()
    {
        let file = home.path().join("certdex.bash");
        put(&file, &bash);
        let judged = std::process::Command::new("bash").arg("-n").arg(&file).output().expect("bash starts");
        assert!(judged.status.success(), "{}", String::from_utf8_lossy(&judged.stderr));
    }
    // Abbreviations stay good where ids are offered.
    assert_eq!(run(&mut certdex(home.path(), &["show", "CSPO"])).0, Some(0));
    assert_eq!(run(&mut certdex(home.path(), &["completions", "tcsh"])).0, Some(2));
}

#[test]
fn the_manual_has_every_verb_flag_code_variable_and_file() {
    let home = tempfile::tempdir().expect("a folder");
    let (code, out, err) = run(&mut certdex(home.path(), &["man"]));
    assert_eq!((code, err.as_str()), (Some(0), ""));
    let plain = out.replace("\\-", "-").replace("\\fB", "").replace("\\fR", "").replace("\\fI", "");
    let leaves = verbs();
    for verb in &leaves {
        let inner = leaves.iter().any(|other| other.len() > verb.len() && other.starts_with(verb));
        let heading = format!(".SS \"certdex {}", verb.join(" "));
        assert!(inner || plain.contains(&heading), "no {heading}");
    }
    for (exit, meaning) in Exit::TABLE {
        assert!(plain.contains(&format!(".TP\n{}\n{meaning}", exit.code())), "no {meaning}");
    }
    for words in ["CERTDEX_THEME", "NO_COLOR", "config.ron", "profile.db", "--as-of", "--only-differences", ".SH FILES"]
    {
        assert!(plain.contains(words), "no {words}");
    }
    // Whatever begins like a request is one.
    let known = [".IP", ".TH", ".SH", ".SS", ".TP", ".br", ".ie", ".el", ".RS", ".RE", ".PP", ".sp"];
    for line in out.lines().filter(|line| line.starts_with(['.', '\''])) {
        assert!(known.iter().any(|request| line.starts_with(request)), "{line}");
    }
}
