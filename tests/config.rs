//! Settings: what holds, who said so, and what is told of mistakes.

#[allow(dead_code)] // each test file uses its part
#[path = "support/program.rs"]
mod program;
mod support;

use std::ffi::OsString;
use std::path::Path;

use assert_cmd::Command;
use certdex::config::{Config, EXAMPLE, Kind, SETTINGS, Value};
use certdex::keys::Key;
use certdex::keys::action::Action;
use certdex::keys::bindings::{BINDINGS, Context};
use certdex::tui::model::Model;
use certdex::tui::script::Stage;
use certdex::tui::start;
use certdex::tui::theme::Theme;

fn nothing(_: &str) -> Option<OsString> {
    None
}

fn read(text: &str) -> Config {
    let mut config = Config::default();
    config.read("config.ron", text);
    config
}

fn told(text: &str) -> Vec<String> {
    read(text).problems.iter().map(ToString::to_string).collect()
}

/// A home of one's own with a config in it.
fn home(config: Option<&str>) -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    if let Some(text) = config {
        let folder = home.path().join(".config/certdex");
        std::fs::create_dir_all(&folder).expect("a folder");
        put(&folder.join("config.ron"), text);
    }
    home
}

#[expect(clippy::disallowed_methods, reason = "a file of the test's own folder")]
fn put(path: &Path, text: impl AsRef<[u8]>) {
    std::fs::write(path, text).expect("a file");
}

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

/// An example written elsewhere says how it is read; two names for it are one too many.
#[test]
fn an_example_elsewhere_says_how_it_is_read() {
    let home = home(None);
    let file = home.path().join("my.ron");
    let name = file.to_str().expect("UTF-8");
    let (code, out, err) = run(&mut certdex(home.path(), &["config", "init", name]));
    assert_eq!(code, Some(0), "{err}");
    assert!(out.contains(&format!("yours are read with `certdex --config {name}`")), "{out}");
    let other = home.path().join("other.ron");
    let other = other.to_str().expect("UTF-8");
    let (code, _, err) = run(&mut certdex(home.path(), &["--config", other, "config", "init", name]));
    assert!(code == Some(2) && err.contains("two files are named"), "{err}");
    let (code, out, _) = run(&mut certdex(home.path(), &["--config", other, "config", "init"]));
    assert!(code == Some(0) && out.contains(&format!("--config {other}")), "{out}");
    let (code, out, _) = run(&mut certdex(home.path(), &["config", "init"]));
    assert!(code == Some(0) && !out.contains("--config"), "where certdex looks nothing is to be said: {out}");
}

/// The picker tells what is wrong with the settings before it opens.
#[test]
fn the_picker_tells_what_is_wrong_with_the_settings() {
    let home = home(Some("(them: \"dark\")"));
    let (_, _, err) = run(&mut certdex(home.path(), &["pick", "cert"]));
    assert!(err.contains("left out: ") && err.contains("did you mean `theme`?"), "{err}");
    let file = home.path().join("bad.ron");
    put(&file, "(them: 1)");
    let (code, _, err) = run(&mut certdex(home.path(), &["--config", file.to_str().expect("UTF-8"), "pick", "cert"]));
    assert!(code == Some(78) && err.contains("there is no setting `them`"), "{err}");
}

/// Every way to write every setting wrongly, and what is said of it.
#[test]
fn each_mistake_is_told_with_its_place_and_costs_only_itself() {
    let table: &[(&str, &str)] = &[
        ("(them: \"dark\")", "config.ron:1:2: there is no setting `them`; did you mean `theme`?"),
        ("(theme: 1, theme: \"dark\")", "config.ron:1:12: `theme` is given twice; keep one"),
        ("(theme: [])", "config.ron:1:9: a list is not possible for `theme`; write a name in quotes"),
        ("(theme: \"\")", "config.ron:1:9: \"\" is not possible for `theme`"),
        ("(ascii: 3)", "config.ron:1:9: `3` is not possible for `ascii`; write true, false or \"auto\""),
        ("(ascii: \"true\")", "config.ron:1:9: \"true\" is not possible for `ascii`"),
        ("(mouse: \"yes\")", "config.ron:1:9: \"yes\" is not possible for `mouse`; write true or false"),
        ("(mouse: auto)", "config.ron:1:9: `auto` is not possible for `mouse`"),
        (
            "(tab: \"quizz\")",
            "config.ron:1:7: \"quizz\" is not possible for `tab`; write \"roles\", \"certs\", \"compare\", \"quiz\"; did you mean \"quiz\"?",
        ),
        ("(tab: 4)", "config.ron:1:7: `4` is not possible for `tab`"),
        ("(quiz: 4)", "config.ron:1:8: `4` is no group; write `quiz: (count: 20)`"),
        ("(quiz: (cuont: 4))", "config.ron:1:9: there is no setting `cuont`; did you mean `count`?"),
        (
            "(quiz: (count: 0))",
            "config.ron:1:16: `0` is not possible for `quiz.count`; write a number from 1 to 500, or \"auto\"",
        ),
        ("(quiz: (count: 501))", "config.ron:1:16: `501` is not possible for `quiz.count`"),
        ("(quiz: (count: -1))", "config.ron:1:16: `-1` is not possible for `quiz.count`"),
        ("(quiz: (count: 1e3))", "config.ron:1:16: `1e3` is not possible for `quiz.count`"),
        ("(quiz: (count: 99999999999999999999999))", "config.ron:1:16: `99999999999999999999999` is not possible"),
        ("(quiz: (count: \"20\"))", "config.ron:1:16: \"20\" is not possible for `quiz.count`"),
        ("(quiz: (count: 2, count: 3))", "config.ron:1:19: `count` is given twice"),
        (
            "(quiz: (words_at_end: 1))",
            "config.ron:1:23: `1` is not possible for `quiz.words_at_end`; write true or false",
        ),
        ("(quiz: (seed: 4294967296))", "config.ron:1:15: `4294967296` is not possible for `quiz.seed`"),
        ("(quiz: (seed: 'c'))", "config.ron:1:15: this is not possible for `quiz.seed`"),
        ("(keys: 3)", "config.ron:1:8: `3` is no list; write `keys: [(context:"),
        ("(keys: [3])", "config.ron:1:9: `3` is no key; write `(context:"),
        ("(keys: [(context: \"Browse\", key: \"x\")])", "config.ron:1:9: the key has no `action`; add it"),
        (
            "(keys: [(context: \"Brows\", key: \"x\", action: \"open\")])",
            "config.ron:1:19: there is no context `Brows`; did you mean `Browse`?",
        ),
        (
            "(keys: [(context: \"Browse\", key: \"hyper-x\", action: \"open\")])",
            "config.ron:1:34: `hyper-x` is no key; write a letter",
        ),
        (
            "(keys: [(context: \"Browse\", key: \"x\", action: \"opne\")])",
            "config.ron:1:47: there is no action `opne`; did you mean `open`?",
        ),
        (
            "(keys: [(context: \"Browse\", key: x, action: \"open\")])",
            "config.ron:1:34: `x` is no text; put it in quotes",
        ),
        (
            "(keys: [(context: \"Browse\", key: \"x\", action: \"open\", mode: \"v\")])",
            "config.ron:1:55: a key has no `mode`; it has context, key, action",
        ),
        (
            "(keys: [(context: \"Browse\", key: \"x\", key: \"x\", action: \"open\")])",
            "config.ron:1:39: `key` is given twice",
        ),
        (
            "(keys: [\n(context: \"Browse\", key: \"x\", action: \"open\"),\n(context: \"Browse\", key: \"x\", action: \"search\")])",
            "config.ron:3:26: x is bound twice in Browse, first in line 2; keep one",
        ),
        (
            "(keys: [(context: \"Always\", key: \"ctrl-c\", action: \"open\")])",
            "config.ron:1:34: Ctrl+C is the way out everywhere and stays it",
        ),
        (
            "(keys: [(context: \"Browse\", key: \"ctrl-c\", action: \"open\")])",
            "config.ron:1:34: Ctrl+C is the way out everywhere",
        ),
        (
            "(keys: [(context: \"SearchBox\", key: \"x\", action: \"back\")])",
            "config.ron:1:37: in SearchBox letters are typed; choose a key with ctrl- or alt-",
        ),
        ("(theme: \"dark\"", "config.ron:1:15: the file ends in the middle"),
        ("\"dark\"", "config.ron:1:1: \"dark\" is no config; write"),
        ("theme = \"dark\"", "config.ron:1:7: "),
    ];
    for (text, words) in table {
        let told = told(text);
        assert!(told.iter().any(|told| told.starts_with(words)), "{text}\nwanted {words}\ngot    {told:#?}");
    }
    // Between two mistakes what is right holds.
    let config = read("(\n  theme: 4,\n  tab: \"quiz\",\n  nonsense: true,\n  quiz: (count: 7, seed: x),\n)");
    assert_eq!((config.tab(), config.quiz_count(), config.theme().0), ("quiz", Some(7), "terminal"));
    let lines: Vec<usize> = config.problems.iter().filter_map(|found| Some(found.place?.line)).collect();
    assert_eq!(lines, [2, 4, 5]);
}

#[test]
fn whatever_stands_in_the_file_nothing_breaks() {
    let usual = Config::default();
    for text in
        ["", "\u{feff}", "// only a remark\n", "()", "{}", "#![enable(implicit_some)]\n()", "(keys: [])", "(quiz: ())"]
    {
        assert_eq!(told(text), Vec::<String>::new(), "{text:?}");
        assert_eq!(read(text).tab(), usual.tab());
    }
    assert_eq!(read("{ \"tab\": Some(\"certs\") }").tab(), "certs");
    for start in 0..EXAMPLE.len() {
        if EXAMPLE.is_char_boundary(start) {
            let _ = (read(&EXAMPLE[start..]), read(&EXAMPLE[..start]));
        }
    }
    for evil in ["(".repeat(100_000), "[{(\u{1b}]0;x\u{7}".into(), "(theme: \"\\u{1b}[2J\\u{202e}\")".into()] {
        for told in told(&evil) {
            assert!(told.chars().all(|c| !c.is_control() && c != '\u{202e}'), "{told:?}");
        }
    }
}

#[test]
fn the_example_is_what_happens_anyway() {
    let config = read(EXAMPLE);
    assert_eq!(config.problems, []);
    let usual = Config::default();
    for ((setting, value, _), (_, default, _)) in config.all().zip(usual.all()) {
        assert_eq!(value, default, "{}", setting.name);
        let last = setting.name.rsplit('.').next().unwrap_or_default();
        assert!(EXAMPLE.contains(&format!("{last}: ")), "the example leaves out {}", setting.name);
    }
    // With its remarks taken away the keys are read as well.
    let with_keys = EXAMPLE.replace("// (context", "(context");
    let config = read(&with_keys);
    assert_eq!(config.problems, []);
    assert_eq!(config.keys.len(), 2);
}

/// Flag over variable over file over default, for every setting.
#[test]
fn who_is_nearer_decides() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("config.ron");
    put(
        &file,
        "(theme: \"dark\", ascii: true, mouse: false, tab: \"certs\", columns: [\"level\"], quiz: (count: 9, words_at_end: true, seed: 5))",
    );
    let of_file = Config::load(Some(&file), &[], &nothing);
    assert_eq!(of_file.problems, []);
    for (setting, value, origin) in of_file.all() {
        assert_ne!(*value, setting.default, "{}", setting.name);
        assert!(origin.to_string().ends_with("config.ron:1"), "{}: {origin}", setting.name);
    }
    for setting in SETTINGS {
        let (raw, value) = match setting.kind {
            Kind::Name => ("mono", Value::Word("mono".into())),
            Kind::OneOf(words) => (words[2], Value::Word(words[2].into())),
            Kind::Several(_) => ("fee,exam", Value::Word("fee, exam".into())),
            Kind::Switch => ("yes", Value::Switch(true)),
            Kind::Auto => ("0", Value::Switch(false)),
            Kind::Number(..) => ("3", Value::Number(3)),
        };
        let lookup = |name: &str| (name == setting.variable).then(|| OsString::from(raw));
        let config = Config::load(Some(&file), &[], &lookup);
        let found = config.all().find(|(known, ..)| known.name == setting.name).expect("it is there");
        assert_eq!((found.1, found.2.to_string()), (&value, format!("${}", setting.variable)));
        let flags = [(setting.name, "--flag", if raw == "yes" { "false".to_owned() } else { raw.to_owned() })];
        let config = Config::load(Some(&file), &flags, &lookup);
        let found = config.all().find(|(known, ..)| known.name == setting.name).expect("it is there");
        assert_eq!(found.2.to_string(), "--flag", "{}", setting.name);
        // An empty variable is none; a wrong one is told and the file holds.
        let empty = |name: &str| (name == setting.variable).then(OsString::new);
        assert_eq!(Config::load(Some(&file), &[], &empty).problems, []);
        let wrong = |name: &str| (name == setting.variable).then(|| OsString::from("\u{1b} no"));
        let config = Config::load(Some(&file), &[], &wrong);
        if setting.kind != Kind::Name {
            assert!(config.problems[0].to_string().starts_with(setting.variable), "{:?}", config.problems);
        }
    }
}

#[test]
fn keys_of_ones_own_work_and_are_shown() {
    let config = read(
        "(keys: [(context: \"Move\", key: \"ctrl-n\", action: \"down\"), (context: \"Browse\", key: \"x\", action: \"sources\")])",
    );
    assert_eq!(config.problems, []);
    let mut model = Model::new(support::catalog(), Theme::terminal(), 1);
    let none = start::prepare(&mut model, &config, Vec::new(), certdex::surroundings::Colour::Always, true, &nothing);
    assert_eq!(none.expect("a theme"), []);
    let mut stage = Stage::new(model, (120, 40));
    let plain = Stage::new(Model::new(support::catalog(), Theme::terminal(), 1), (120, 40));
    stage.keys("<ctrl-n>").expect("keys");
    assert_ne!(stage.screen().text(), plain.screen().text());
    assert!(stage.screen().text().contains(" x who says so"), "the hint shows the own key");
    stage.keys("x").expect("keys");
    assert!(!stage.model.overlays.is_empty());
    stage.keys("<esc> ?").expect("keys");
    assert!(stage.screen().text().contains("x i"), "{}", stage.screen().text());
    // Every row of the table could be written in a config, letters in text boxes excepted.
    for (context, key, action) in BINDINGS {
        assert_eq!(Key::parse(key).expect("a key").written(), **key);
        assert!(Context::ALL.iter().any(|known| known.id() == context.id()));
        assert!(Action::ALL.iter().any(|known| known.id() == action.id()));
    }
    let home = home(Some("(keys: [(context: \"Browse\", key: \"ctrl-o\", action: \"open\")])"));
    let (code, out, err) = run(&mut certdex(home.path(), &["keys"]));
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(out.contains("Ctrl+O Enter"), "{out}");
}

#[test]
fn a_wrong_config_is_told_and_the_rest_works() {
    let home = home(Some("(\n  theme: \"dark\",\n  tabb: \"quiz\",\n)"));
    let (code, out, err) = run(&mut certdex(home.path(), &["roles"]));
    assert_eq!(code, Some(0));
    assert!(out.contains("Product Owner"));
    assert!(err.contains("config.ron:3:3: there is no setting `tabb`; did you mean `tab`?"), "{err}");
    // The explorer says so in its hint line, by the short name, and wears what it could read.
    let frame = ["tui", "--print=ansi", "--size", "120x30"];
    let (code, out, err) = run(&mut certdex(home.path(), &frame));
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(out.contains(" config.ron:3:3: there is no setting `tabb`"), "{out}");
    assert!(out.contains("48;2;28;28;28"), "it is dark");
    // Named on the command line, it is meant.
    let named = home.path().join(".config/certdex/config.ron");
    let named = named.to_str().expect("UTF-8");
    let (code, out, err) = run(&mut certdex(home.path(), &["roles", "--config", named]));
    assert_eq!((code, out.as_str()), (Some(78), ""));
    assert!(err.contains("  3 |   tabb: \"quiz\",\n    |   ^^^^"), "{err}");
    let (code, _, err) = run(&mut certdex(home.path(), &["roles", "--config", "no-such.ron"]));
    assert_eq!(code, Some(78), "{err}");
    let (code, out, _) = run(certdex(home.path(), &["roles"]).env("CERTDEX_CONFIG", "/no/such.ron"));
    assert!(code == Some(0) && out.contains("Product Owner"));
    // What needs no settings does not even look.
    for args in [["--version", "--config", named], ["--help", "--config", named], ["facts", "--config", named]] {
        assert_eq!(run(&mut certdex(home.path(), &args)).0, Some(0), "{args:?}");
    }
    let long = vec![0; 70_000];
    for bytes in [&b"\xff\xfe(theme"[..], b"", b"(theme: \"\xff\")", &long] {
        put(Path::new(named), bytes);
        assert_eq!(run(&mut certdex(home.path(), &["roles"])).0, Some(0));
        assert_eq!(run(&mut certdex(home.path(), &frame)).0, Some(0));
    }
}

#[test]
fn no_colour_is_no_colour_whatever_the_theme() {
    let home = home(None);
    let colours =
        |text: &str| text.contains(";3") || text.contains(";4") && !text.contains(";4m") || text.contains(";9");
    for theme in ["terminal", "light", "dark", "high-contrast", "mono"] {
        let args = ["tui", "--print=ansi", "--theme", theme];
        let (_, out, err) = run(certdex(home.path(), &args).env("NO_COLOR", "1"));
        assert_eq!(err, "");
        assert!(!out.is_empty() && !colours(&out), "{theme} under NO_COLOR");
        assert!(out.contains("\u{1b}[0;7m> "), "the selected row is seen all the same");
        let never = [&args[..], &["--color", "never"]].concat();
        assert!(!colours(&run(&mut certdex(home.path(), &never)).1), "{theme} with --color never");
        let always = [&args[..], &["--color", "always"]].concat();
        let (_, out, _) = run(certdex(home.path(), &always).env("NO_COLOR", "1"));
        assert_eq!(colours(&out), theme != "mono", "{theme} with --color always");
    }
    let (code, _, err) = run(&mut certdex(home.path(), &["tui", "--print", "--theme", "solarised"]));
    assert_eq!(code, Some(2));
    assert!(
        err.contains("there is no theme `solarised`; there are terminal, light, dark, high-contrast, mono"),
        "{err}"
    );
    let (code, out, _) =
        run(certdex(home.path(), &["tui", "--print", "--size", "120x30"]).env("CERTDEX_THEME", "solarised"));
    assert!(code == Some(0) && out.contains("$CERTDEX_THEME: there is no theme `solarised`"), "{out}");
}

#[test]
fn a_theme_of_ones_own_is_worn_and_a_broken_one_is_told() {
    let home = home(Some("(theme: \"mine\")"));
    let folder = home.path().join(".config/certdex/themes");
    std::fs::create_dir_all(&folder).expect("a folder");
    let dark = certdex::tui::theme::EMBEDDED[2].1;
    put(&folder.join("mine.ron"), dark.replace("#1c1c1c", "#000102"));
    let frame = ["tui", "--print=ansi", "--size", "120x30"];
    assert!(run(&mut certdex(home.path(), &frame)).1.contains("48;2;0;1;2"));
    put(&folder.join("mine.ron"), dark.replace("#1c1c1c", "#01"));
    let (code, out, _) = run(&mut certdex(home.path(), &frame));
    assert_eq!(code, Some(0));
    assert!(out.contains("mine.ron:4:33: `#01` is no colour"), "{out}");
    assert!(!out.contains("48;2;"), "the default stands in");
}

#[test]
fn a_locale_without_all_letters_gets_ascii() {
    let home = home(None);
    let frame = ["tui", "--print", "--size", "100x30"];
    for (name, value, ascii) in [
        ("LANG", "C", true),
        ("LC_ALL", "POSIX", true),
        ("LC_CTYPE", "de_DE.ISO-8859-1", true),
        ("LANG", "en_GB.UTF-8", false),
        ("LANG", "", false),
        ("CERTDEX_ASCII", "1", true),
    ] {
        let (code, out, err) = run(certdex(home.path(), &frame).env(name, value));
        assert_eq!((code, err.as_str()), (Some(0), ""));
        assert_eq!(out.is_ascii(), ascii, "{name}={value}");
    }
    assert!(run(certdex(home.path(), &[&frame[..], &["--ascii"]].concat()).env("LANG", "en_GB.UTF-8")).1.is_ascii());
    let off = run(certdex(home.path(), &frame).env("LANG", "C").env("CERTDEX_ASCII", "off"));
    assert!(!off.1.is_ascii(), "who says so gets it");
}

#[test]
fn init_writes_once_and_show_tells_all() {
    let home = home(None);
    let file = home.path().join(".config/certdex/config.ron");
    let (code, out, err) = run(&mut certdex(home.path(), &["config", "init"]));
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    assert_eq!(std::fs::read_to_string(&file).expect("a file"), EXAMPLE);
    put(&file, "(tab: \"quiz\")");
    let (code, _, err) = run(&mut certdex(home.path(), &["config", "init"]));
    assert_eq!(code, Some(2));
    assert!(err.contains("never writes over a file of yours"), "{err}");
    assert_eq!(std::fs::read_to_string(&file).expect("a file"), "(tab: \"quiz\")");
    let (code, out, _) =
        run(certdex(home.path(), &["config", "show", "--origin", "--theme", "dark"]).env("CERTDEX_ASCII", "on"));
    assert_eq!(code, Some(0));
    let row = |name: &str| {
        let line = out.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("no {name} in\n{out}"));
        line.split_whitespace().skip(1).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(row("theme"), "dark --theme");
    assert_eq!(row("ascii"), "true $CERTDEX_ASCII");
    assert_eq!(row("mouse"), "true default");
    assert!(row("tab").starts_with("quiz ") && row("tab").ends_with("config.ron:1"), "{out}");
    assert_eq!(out.lines().count(), SETTINGS.len());
    let nowhere = home.path().join("no/such/folder/x.ron");
    let (code, _, err) = run(&mut certdex(home.path(), &["config", "init", nowhere.to_str().expect("UTF-8")]));
    assert_eq!(code, Some(74));
    assert!(err.contains("there is no folder"), "{err}");
}

#[cfg(unix)]
#[test]
fn without_a_home_or_in_one_that_cannot_be_written_it_works() {
    use std::os::unix::ffi::OsStringExt;
    use std::os::unix::fs::PermissionsExt;
    for value in [
        None,
        Some(OsString::new()),
        Some("relative".into()),
        Some("/no/such".into()),
        Some(OsString::from_vec(b"/\xff\xfe".to_vec())),
    ] {
        let mut command = program::certdex(&["config", "show"]);
        match &value {
            Some(value) => command.env("HOME", value),
            None => command.env_remove("HOME"),
        };
        let (code, out, err) = run(&mut command);
        assert_eq!((code, err.as_str()), (Some(0), ""), "{value:?}");
        assert!(out.contains("theme"), "{value:?}");
    }
    let home = home(None);
    let set = |mode| std::fs::set_permissions(home.path(), std::fs::Permissions::from_mode(mode)).expect("mine");
    set(0o500);
    let (code, _, err) = run(&mut certdex(home.path(), &["config", "init"]));
    // Root may write everywhere.
    if code != Some(0) {
        assert_eq!(code, Some(74), "{err}");
        assert!(err.contains(".config"), "{err}");
    }
    assert_eq!(run(&mut certdex(home.path(), &["roles"])).0, Some(0));
    set(0o700);
    // Arguments and paths that are no text.
    let odd = OsString::from_vec(b"\xff\xfe.ron".to_vec());
    let mut command = program::certdex(&["roles", "--config"]);
    assert_eq!(run(command.arg(&odd)).0, Some(78));
    for flag in ["--theme", "--color"] {
        let mut command = program::certdex(&["roles", flag]);
        assert_eq!(run(command.arg(&odd)).0, Some(2), "{flag}");
    }
    let mut command = program::certdex(&["roles"]);
    assert_eq!(run(command.env("CERTDEX_TAB", &odd)).0, Some(0));
}
