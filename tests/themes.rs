//! Themes: readable in every colour, and in none.

mod support;

use std::collections::BTreeMap;

use certdex::tui::ascii::Ascii;
use certdex::tui::message::Message;
use certdex::tui::model::Saving;
use certdex::tui::overlays;
use certdex::tui::script::Stage;
use certdex::tui::theme::{EMBEDDED, Named, Theme, built_in, contrast};
use ratatui::style::{Color, Modifier, Style};
use support::{after, stage};

/// The themes that bring their own background.
const OWN_GROUND: [&str; 3] = ["light", "dark", "high-contrast"];
/// The least contrast of text, by WCAG 2.2, level AA.
const LEAST: f64 = 4.5;

fn theme(name: &str) -> Theme {
    built_in().iter().find(|known| known.name == name).unwrap_or_else(|| panic!("no theme {name}")).theme
}

/// Keys to every kind of screen and window.
const PLACES: &[&str] = &[
    "",
    "/ own",
    "/ zzzz",
    "<enter>",
    "2 + down + s",
    "2 / cs",
    "2 <enter> down down i",
    "2 <enter> x",
    "2 end x",
    "3",
    "3 a tab",
    "2 + down + c",
    "2 + down + down + c d v m end",
    "2 + down + c e",
    "4",
    "4 end up <enter>",
    "4 end up <enter> a",
    "4 end up <enter> a i",
    "4 end up <enter> a q",
    "4 end up <enter> : end",
    "4 <enter> <enter> <enter> <enter> <enter> <enter> <enter> <enter>",
    "4 down <enter>",
    "4 down <enter> <enter>",
    "4 down <enter> <enter> <enter> a f n b m",
    "4 down <enter> <enter> <enter> a f n b s y",
    "4 down <enter> <enter> <enter> a f n b s y v v <enter>",
    "4 down down <enter>",
    "4 down down down <enter>",
    "?",
    "? pagedown",
    "2 f down <space>",
    ":",
    ": csm down",
    ": exam:maybe",
    ": wip <enter>",
    "2 $ right",
    "p pagedown",
];

fn places() -> Vec<Stage> {
    PLACES.iter().map(|keys| after(keys)).collect()
}

/// The styles of a theme that are too faint for the ground they stand on.
fn faint(theme: &Theme) -> Vec<&'static str> {
    let ground = theme.screen;
    let low = |style: Style| {
        let fg = style.fg.or(ground.fg).expect("a colour");
        let bg = style.bg.or(ground.bg).expect("a colour");
        contrast(fg, bg).is_none_or(|found| found < LEAST) || style.add_modifier.contains(Modifier::DIM)
    };
    theme.named().into_iter().filter(|(_, style)| low(*style)).map(|(name, _)| name).collect()
}

#[test]
fn every_style_can_be_read_on_its_ground() {
    for name in OWN_GROUND {
        assert_eq!(faint(&theme(name)), Vec::<&str>::new(), "{name}");
    }
    // The test can fail: a grey on grey, and a letter that is dimmed.
    let mut bad = theme("dark");
    bad.cite = Style::new().fg(Color::Rgb(0x5f, 0x5f, 0x5f));
    bad.rule = bad.rule.add_modifier(Modifier::DIM);
    assert_eq!(faint(&bad), ["rule", "cite"]);
}

/// Also where two styles lie on top of each other, on every screen there is.
#[test]
fn every_cell_of_every_screen_can_be_read_and_has_its_ground() {
    for mut stage in places() {
        for name in OWN_GROUND {
            let theme = theme(name);
            stage.model.theme = theme;
            stage.resize(100, 31);
            stage.resize(100, 30);
            let screen = stage.screen();
            for (at, cell) in screen.buffer.content().iter().enumerate() {
                assert_ne!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "cell {at} is bare in {name}");
                let found = contrast(cell.fg, cell.bg).expect("colours of the theme");
                assert!(
                    found >= LEAST,
                    "{name}: {:?} at {},{} has {found:.2}\n{}",
                    cell.symbol(),
                    at % 100,
                    at / 100,
                    screen.text()
                );
            }
        }
    }
    // Too small for anything but a sentence: the ground is there all the same.
    let mut small = stage(10, 3);
    small.model.theme = theme("light");
    small.resize(10, 2);
    assert!(small.screen().buffer.content().iter().all(|cell| Some(cell.bg) == theme("light").screen.bg));
}

#[test]
fn no_built_in_theme_is_broken_and_none_loses_a_colour_on_256() {
    for (name, text) in EMBEDDED {
        let read = Theme::read(name, text).unwrap_or_else(|found| panic!("{}", found[0]));
        let small = read.in_256();
        for ((style, rich), (_, poor)) in read.named().into_iter().zip(small.named()) {
            for (rich, poor) in [(rich.fg, poor.fg), (rich.bg, poor.bg)] {
                let (Some(rich), Some(poor)) = (rich, poor) else { continue };
                assert!(!matches!(poor, Color::Rgb(..)), "{name}: {style} is still too rich");
                if let Some(apart) = contrast(rich, poor) {
                    assert!((apart - 1.0).abs() < 1e-9, "{name}: {style} changes by {apart}");
                }
            }
        }
    }
    // Red speaks in some, but never alone: mono has no colour at all.
    assert!(theme("mono").named().iter().all(|(_, style)| style.fg.is_none() && style.bg.is_none()));
}

#[test]
fn what_is_wrong_with_a_theme_is_told_with_its_place() {
    let good = EMBEDDED[2].1;
    let swap = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        good.replacen(from, to, 1)
    };
    for (text, line, column, words) in [
        (swap("#5fd7ff", "#5fd7f"), 5, 17, "`#5fd7f` is no colour; write \"#rrggbb\" or one of default, black"),
        (swap("\"#5fd7ff\"", "puce"), 5, 17, "`puce` is no colour"),
        (swap("\"#5fd7ff\"", "12"), 5, 17, "`12` is no colour"),
        (swap("\"#5fd7ff\"", "[1]"), 5, 17, "this is no colour"),
        (
            swap("    title:", "    titel:"),
            5,
            5,
            "there is no style `titel`; did you mean `title`? Known are title, tab",
        ),
        (swap("    tab:", "    title:"), 6, 5, "`title` is given twice; keep one"),
        (swap("    cite: (fg: \"#9e9e9e\"),\n", ""), 3, 1, "`cite` is missing; add for each"),
        (swap("bold: true", "bold: 1"), 5, 34, "`bold` is on or off; write true or false"),
        (swap("bold: true", "blink: true"), 5, 28, "a style has no `blink`; it can have fg, bg, bold, dim"),
        (swap("bold: true", "fg: \"red\""), 5, 28, "`fg` is given twice; keep one"),
        (swap("(fg: \"#d0d0d0\")", "\"red\""), 6, 10, "`tab` is no style; write"),
        ("[]".replace("[]", "\"dark\""), 1, 1, "a theme is a list of styles"),
        (good.trim_end().trim_end_matches(')').to_owned(), 19, 41, "the file ends in the middle"),
    ] {
        let found = Theme::read("mine.ron", &text).expect_err(words);
        let shown = found[0].to_string();
        assert!(found.iter().any(|found| found.to_string().contains(words)), "{words}: {shown}");
        let first = found.iter().find(|found| found.to_string().contains(words)).expect(words);
        let place = first.place.expect("a place");
        assert_eq!((place.line, place.column), (line, column), "{shown}");
    }
}

#[test]
fn t_goes_round_the_themes_and_says_which() {
    let mut stage = stage(100, 30);
    let mut seen = Vec::new();
    for _ in 0..5 {
        stage.keys("T").expect("keys");
        seen.push(stage.model.notice.clone().unwrap_or_default());
    }
    let names = ["theme: light", "theme: dark", "theme: high-contrast", "theme: mono", "theme: terminal"];
    assert!(seen.iter().zip(names).all(|(seen, name)| seen.starts_with(&format!("{name}; to keep it"))), "{seen:?}");
    stage.keys(": theme <space> dark <enter>").expect("keys");
    assert_eq!(stage.model.theme, theme("dark"));
    assert!(stage.screen().text().contains("theme: dark"));
    assert_eq!(stage.screen().buffer[(50, 15)].bg, theme("dark").screen.bg.expect("a ground"));
    // In a search box it is a letter.
    stage.keys("/ T").expect("keys");
    assert_eq!((stage.model.roles.query.text(), stage.model.theme), ("T", theme("dark")));
}

#[test]
fn where_colour_is_off_there_is_nothing_to_choose() {
    let mut stage = stage(100, 30);
    stage.model.themes = [Named { name: "mono".to_owned(), theme: theme("mono") }].into();
    stage.model.wear(0);
    stage.keys("T").expect("keys");
    assert_eq!(stage.model.theme, theme("mono"));
    assert!(stage.screen().text().contains("colour is switched off"));
    stage.keys(": dark").expect("keys");
    assert!(!stage.screen().text().contains("Theme: dark"));
}

/// Without any style, in letters alone, what differs still differs.
#[test]
fn nothing_is_told_by_colour_alone() {
    let exam = "4 down <enter> <enter> <enter>";
    let pairs = [
        ("selected or not", String::new(), "down".to_owned()),
        ("in the other pane", "<enter>".into(), "<enter> down".into()),
        ("marked or not", "2".into(), "2 +".into()),
        ("right or wrong", "4 end up <enter> a".into(), "4 end up <enter> b".into()),
        ("a filter on or off", "2 f".into(), "2 f <space>".into()),
        ("a list narrowed or not", "2".into(), "2 f <space> <esc>".into()),
        ("differs or all", "2 + down + c".into(), "2 + down + c d".into()),
        ("pinned or not", "2 + down + c".into(), "2 + down + c m".into()),
        ("answered or blank", format!("{exam} n p m"), format!("{exam} a n p m")),
        ("flagged or not", format!("{exam} a n p m"), format!("{exam} a f n p m")),
        ("the tab in front", "1".into(), "2".into()),
        ("the answer chosen", format!("{exam} a"), format!("{exam} b")),
    ];
    for (what, one, other) in pairs {
        let text = |keys: &str| {
            let mut stage = after(keys);
            // What was said of it is not what is shown of it.
            stage.model.notice = None;
            stage.resize(100, 31);
            stage.screen().text()
        };
        assert_ne!(text(&one), text(&other), "{what}: the same without colour");
    }
    // Disputed or not: the mark stands in the row.
    let text = after("2 <enter>").screen().text();
    assert!(text.lines().any(|line| line.contains(" ! ") || line.contains("! ")), "{text}");
    // Saved or not, while a question is asked.
    let mut all = BTreeMap::new();
    for (name, saving) in [("saved", Saving::Saved), ("failed", Saving::Failed("no room".to_owned()))] {
        let mut stage = after("4 end up <enter>");
        stage.model.saving = saving;
        stage.send(Message::Profile(Box::default(), None));
        stage.resize(100, 31);
        all.insert(stage.screen().text(), name);
    }
    assert_eq!(all.len(), 2, "{all:?}");
}

#[test]
fn in_ascii_every_screen_is_ascii() {
    for how in [Ascii::All, Ascii::Drawn] {
        for mut stage in places() {
            let usual = stage.screen();
            stage.model.ascii = how;
            stage.resize(100, 31);
            stage.resize(100, 30);
            let plain = stage.screen();
            let text = plain.text();
            assert!(text.is_ascii(), "{:?} in\n{text}", text.chars().find(|c| !c.is_ascii()));
            assert_eq!(plain.cursor, usual.cursor, "nothing moves");
            let mut before = "";
            // An arrow's name is longer than its sign: the hints are left out, and the windows that list keys.
            let names = matches!(
                stage.model.overlays.last().map(|window| &window.kind),
                Some(overlays::Kind::Help(_) | overlays::Kind::Palette(_))
            );
            let but_hints = if names { 0 } else { 100 * 29 };
            let cells = usual.buffer.content();
            for (at, (one, other)) in cells.iter().zip(plain.buffer.content()).enumerate().take(but_hints) {
                let equals = matches!(before, "≥" | "≤") && other.symbol() == "=";
                let dots = other.symbol() == "." && cells.get(at + 1).is_some_and(|next| next.symbol() == "…");
                assert!(equals || dots || one.symbol() == other.symbol() || !one.symbol().is_ascii());
                assert_eq!(one.style(), other.style());
                before = one.symbol();
            }
        }
    }
    // The test can fail: as it is drawn otherwise there are rules and arrows.
    assert!(!after("").screen().text().is_ascii());
}
