//! What the test files share: the explorer on a stage, the ways to all of its places, and screens as
//! readable text.

#![allow(dead_code)] // each test file uses its part

use certdex::catalog::Catalog;
use certdex::catalog::schema::ItemKind;
use certdex::quiz::question::letter;
use certdex::tui::message::{Message, Saved};
use certdex::tui::model::Model;
use certdex::tui::overlays::Kind as Window;
use certdex::tui::script::{Screen, Stage, cells};
use certdex::tui::theme::Theme;
use ratatui::style::Style;

/// The embedded catalogue; that it is what the files say is a test of its own.
pub fn catalog() -> Catalog {
    certdex::embedded::catalog()
}

/// The explorer at its start, on a screen of that size. Whatever is done with it, in every frame the
/// cursor is where it belongs.
pub fn stage(columns: u16, rows: u16) -> Stage {
    watched(Stage::new(Model::new(catalog(), Theme::terminal(), 1), (columns, rows)))
}

/// The same stage, with an eye on the cursor from here on.
pub fn watched(mut stage: Stage) -> Stage {
    stage.witness = Some(the_cursor_is_where_it_belongs);
    the_cursor_is_where_it_belongs(&stage);
    stage
}

/// Who reads a screen by its cursor reads what is selected: the hardware cursor stands on the pointer of
/// the selected row, behind what is being typed, or, where nothing can be selected, at the beginning.
pub fn the_cursor_is_where_it_belongs(stage: &Stage) {
    let (screen, model) = (stage.screen(), &stage.model);
    let (columns, rows) = model.size;
    if columns < 20 || rows < 6 {
        return; // one sentence, and nothing to do
    }
    let text = screen.text();
    let cursor = screen.cursor.unwrap_or_else(|| panic!("there is no cursor in\n{text}"));
    let cell = |x: u16, y: u16| screen.buffer.cell((x, y)).map_or("", ratatui::buffer::Cell::symbol).to_owned();
    let row: String = (0..columns).map(|x| cell(x, cursor.y)).collect();
    let typing = match model.window().map(|top| &top.kind) {
        Some(Window::Palette(state)) => Some(state.typed().to_owned()),
        Some(Window::Help(state)) => Some(state.typed().to_owned()),
        Some(Window::Save(_)) => {
            // Choosing a format is done on a row, naming a file in a text box.
            assert!(!row.trim().is_empty(), "the cursor is on an empty line in\n{text}");
            return;
        }
        Some(Window::Filters(_)) => None,
        Some(_) => {
            let edge = cell(cursor.x - 2, cursor.y);
            assert!(edge == "│" || edge == "|", "the cursor is not at the beginning of the window in\n{text}");
            return;
        }
        None => model.browse().filter(|state| state.searching).map(|state| state.query.text().to_owned()),
    };
    if let Some(typed) = typing {
        let before: String = (0..cursor.x).map(|x| cell(x, cursor.y)).collect();
        let end: String = typed.chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().collect();
        assert!(before.ends_with(end.as_str()), "the cursor is not behind {typed:?} in\n{text}");
        return;
    }
    let on_it = cell(cursor.x, cursor.y) == ">";
    let pointed = |line: &str| line.trim_start_matches([' ', '│', '|']).starts_with("> ");
    assert!(on_it || !text.lines().any(pointed), "the cursor is on {row:?} in\n{text}");
}

/// The explorer after some keys, on a screen of 100 × 30.
pub fn after(keys: &str) -> Stage {
    let mut stage = stage(100, 30);
    stage.keys(keys).expect("the keys of a test are keys");
    stage
}

/// The ways from the start to every screen and every window there is, as keys.
pub fn ways() -> Vec<String> {
    let done = "4 end up <enter>".to_owned() + &" a <enter>".repeat(15);
    let review = format!("{done} <enter>");
    WAYS.iter().map(|keys| (*keys).to_owned()).chain([done, review]).collect()
}

const WAYS: &[&str] = &[
    "",
    "/ own",
    "/ zzzz",
    "<enter>",
    "2",
    "2 / cs",
    "2 <enter>",
    "2 <enter> i",
    "2 <enter> x",
    "<enter> down i",
    "i",
    "x",
    "3",
    "2 + down + c",
    "2 + down + down + c d",
    "2 + down + c <enter>",
    "2 + down + c v v v v m down m end",
    "2 + down + down + down + c right right right end <enter>",
    "+ down + 3",
    "3 a",
    "3 a <tab> scrum",
    "3 a <tab> <tab> <enter> a down <enter>",
    "2 + down + c e",
    "2 + down + c e x.doc <enter>",
    "4",
    "4 end up <enter>",
    "4 end up <enter> a",
    "4 end up <enter> a i",
    "4 <enter>",
    "4 <enter> i",
    "4 <enter> <enter> <enter> <enter> <enter> <enter> <enter> <enter>",
    "4 <enter> end <enter> end <enter> end <enter> end <enter> end <enter> end <enter> end <enter>",
    "?",
    "2 f",
    "2 f down <space> down down <space>",
    "2 f <space> <esc> s s",
    "2 f end",
    "4 end up <enter> a q",
    ":",
    ": csm down",
    ": zzzzqqqq",
    ": exam:maybe",
    ": wip <enter>",
    "2 $ right right left",
    "2 p",
    "p pagedown",
    ": gaqm <enter>",
    "4 end up <enter> : end",
    "4 end up <enter> a <esc> home",
    "4 down down <enter>",
    "4 down down down <enter>",
    "4 down down down <enter> down right down right down right end",
    "4 down <enter>",
    "4 down <enter> end <enter>",
    "4 down <enter> <enter> down right down down right",
    "4 down <enter> <enter> <enter>",
    "4 down <enter> <enter> <enter> a f n b m",
    "4 down <enter> <enter> <enter> a f n b s",
    "4 down <enter> <enter> <enter> a f n b s y",
    "4 down <enter> <enter> <enter> a f n b s y v v <enter>",
    "4 down <enter> <enter> down down down down <space> home <enter> P",
];

/// Every screen and every window there is.
pub fn places() -> Vec<Stage> {
    places_of(&Model::new(catalog(), Theme::terminal(), 1))
}

/// The same, each from that start.
pub fn places_of(start: &Model) -> Vec<Stage> {
    let after = |keys: &str| {
        let mut stage = watched(Stage::new(start.clone(), (100, 30)));
        stage.keys(keys).expect("the keys of a test are keys");
        stage
    };
    // A file of that name is there already.
    let mut exists = after("2 + down + c e <enter>");
    exists.send(Message::Saved(Saved::Exists));
    ways().iter().map(|keys| after(keys)).chain([exists]).collect()
}

/// A screen as a snapshot: the text, then one line for each run of a style that is not plain, by
/// its name in the theme: `3:2-16 selected "> Product Owner"`.
pub fn picture(screen: &Screen) -> String {
    let named = Theme::terminal().named();
    let name = |style: Style| -> String {
        let exact = named.iter().find(|(_, known)| *known == style).map(|(name, _)| (*name).to_owned());
        // Two styles on top of each other: name both.
        let both = || {
            named
                .iter()
                .flat_map(|(a, first)| named.iter().map(move |(b, second)| (a, b, first.patch(*second))))
                .find_map(|(a, b, mixed)| (mixed == style).then(|| format!("{a}+{b}")))
        };
        exact.or_else(both).unwrap_or_else(|| format!("{style:?}"))
    };
    let mut out = screen.text();
    out.push_str("---\n");
    for y in 0..screen.buffer.area.height {
        let mut runs: Vec<(usize, String, Style)> = Vec::new();
        for (x, cell) in cells(&screen.buffer, y).enumerate() {
            let style = Style { fg: None, bg: None, underline_color: None, ..cell.style() };
            let style = Style {
                fg: cell.style().fg.filter(|c| *c != ratatui::style::Color::Reset),
                bg: cell.style().bg.filter(|c| *c != ratatui::style::Color::Reset),
                sub_modifier: ratatui::style::Modifier::empty(),
                ..style
            };
            match runs.last_mut() {
                Some((_, text, last)) if *last == style => text.push_str(cell.symbol()),
                _ => runs.push((x, cell.symbol().to_owned(), style)),
            }
        }
        for (start, text, style) in runs.into_iter().filter(|(.., style)| *style != Style::new()) {
            let rule = text.chars().all(|c| c == '─');
            let shown = if rule { "─".to_owned() } else { text.trim_end().to_owned() };
            if !shown.is_empty() {
                out.push_str(&format!("{y}:{start} {} {shown:?}\n", name(style)));
            }
        }
    }
    if let Some(cursor) = screen.cursor {
        out.push_str(&format!("cursor {}:{}\n", cursor.y, cursor.x));
    }
    out
}

/// The keys of the right answer to the question in front.
pub fn right(stage: &Stage) -> String {
    let run = stage.model.quiz.run.as_ref().expect("a run");
    let asked = run.current();
    let item = asked.item.of(&stage.model.data.catalog);
    let side = if item.kind == ItemKind::Match { &asked.pairs } else { &asked.order };
    let wanted = if item.kind == ItemKind::Match { &asked.order } else { &item.solution };
    let places = wanted.iter().map(|option| side.iter().position(|known| known == option).expect("shown"));
    places.map(|place| letter(place).to_ascii_lowercase().to_string()).collect::<Vec<_>>().join(" ")
}
