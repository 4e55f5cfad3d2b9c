//! What the keys do here: made from the binding table, so it cannot lie. Typing narrows it, by what a
//! key does or by the key itself, and Enter does it.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::keys::action::Action;
use crate::keys::bindings::{Bindings, Context};
use crate::search;
use crate::tui::ascii;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::overlays::{Kind as Window, Overlay, inside, prompt};
use crate::tui::screens::browse::moved;
use crate::tui::screens::{pointer, tint};
use crate::tui::theme::Theme;
use crate::tui::update;
use crate::tui::widgets::input::Input;
use crate::tui::widgets::text;

/// The width of the column of keys.
const KEYS: usize = 18;

/// The place that is asked about, what was typed, and which row is selected.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct State {
    contexts: Vec<Context>,
    query: Input,
    at: usize,
}

/// A line of the window.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Row {
    /// Where the keys below work.
    Heading(&'static str),
    /// Keys, what they do, and the letters of that which were typed.
    Do(String, Action, Vec<usize>),
    /// A mark and what it means.
    Mark(&'static str, &'static str),
}

impl State {
    /// What can be done where these contexts hold.
    #[must_use]
    pub fn new(contexts: Vec<Context>) -> Self {
        Self { contexts, query: Input::default(), at: 0 }
    }

    /// What is typed.
    #[must_use]
    pub fn typed(&self) -> &str {
        self.query.text()
    }
}

/// The keys of a place by context, innermost first. A key that does something else further in is not
/// named again: it would not do what is said.
#[must_use]
pub fn sections(bindings: &Bindings, contexts: &[Context]) -> Vec<(Context, Vec<(String, Action)>)> {
    // "Always" holds the emergency exits: last, not first.
    let order = contexts.iter().filter(|context| **context != Context::Always).chain([&Context::Always]);
    let works = |key, action| bindings.resolve(contexts, key) == Some(action);
    order.map(|&context| (context, bindings.rows_where(context, works))).filter(|(_, rows)| !rows.is_empty()).collect()
}

/// All lines that fit what was typed.
fn rows(bindings: &Bindings, state: &State) -> Vec<Row> {
    let typed = state.query.text().trim();
    // To a search a sign is nothing that could be missed; who types one means it.
    let sift = |words: &[&'static str]| {
        let only_signs = !typed.is_empty() && !typed.chars().any(char::is_alphanumeric);
        if only_signs { Vec::new() } else { search::sift(typed, words.iter().copied()) }
    };
    let mut all = Vec::new();
    for (context, keys) in sections(bindings, &state.contexts) {
        let found = sift(&keys.iter().map(|(_, action)| action.text()).collect::<Vec<_>>());
        let fitting: Vec<Row> = keys
            .iter()
            .enumerate()
            .filter_map(|(number, (keys, action))| {
                let lit = found.iter().find(|(found, ..)| *found == number).map(|(.., lit)| lit.clone());
                let by_key = keys.split(' ').any(|key| key == typed);
                let fits = typed.is_empty() || lit.is_some() || by_key;
                fits.then(|| Row::Do(keys.clone(), *action, lit.unwrap_or_default()))
            })
            .collect();
        if !fitting.is_empty() {
            all.push(Row::Heading(context.label()));
            all.extend(fitting);
        }
    }
    let found = sift(&MARKS.iter().map(|(_, meaning)| *meaning).collect::<Vec<_>>());
    let marks = MARKS.iter().enumerate().filter(|(number, (mark, _))| {
        typed.is_empty() || *mark == typed || found.iter().any(|(found, ..)| found == number)
    });
    let marks: Vec<Row> = marks.map(|(_, (mark, meaning))| Row::Mark(mark, meaning)).collect();
    if !marks.is_empty() {
        all.push(Row::Heading("Marks"));
        all.extend(marks);
    }
    all
}

/// The rows that can be selected, as places among all rows.
fn stops(rows: &[Row]) -> Vec<usize> {
    (0..rows.len()).filter(|number| !matches!(rows[*number], Row::Heading(_))).collect()
}

/// The title and the lines of the window.
#[must_use]
pub fn content(model: &Model, state: &State, width: u16) -> (String, Vec<Line<'static>>) {
    let theme = &model.theme;
    let all = rows(&model.keys, state);
    let stops = stops(&all);
    let mut lines = vec![prompt(theme, state.typed(), "a key, or what you want to do", width), Line::default()];
    if all.is_empty() {
        let typed = state.typed();
        lines.extend(
            text::wrap(&format!("No key and no mark here for \"{typed}\"."), usize::from(width))
                .into_iter()
                .map(Line::raw),
        );
        lines.extend(
            text::wrap(": searches everything that can be found or done.", usize::from(width))
                .into_iter()
                .map(Line::raw),
        );
        return ("What can be done here".to_owned(), lines);
    }
    let (drawn, at) = drawn(model, &all, stops.get(state.at).copied(), width);
    let (from, room) = stretch(model, state, at, drawn.len());
    lines.extend(drawn.into_iter().skip(from).take(room));
    ("What can be done here".to_owned(), lines)
}

/// How many lines are above and below those in sight.
#[must_use]
pub fn beyond(model: &Model, state: &State) -> (usize, usize) {
    let all = rows(&model.keys, state);
    let (drawn, at) = drawn(model, &all, stops(&all).get(state.at).copied(), inside(model.size).width);
    let (from, room) = stretch(model, state, at, drawn.len());
    (from, drawn.len().saturating_sub(from + room))
}

/// The window shows a stretch around the selected line, which is number `at` of `count`: the first of it,
/// and how many.
fn stretch(model: &Model, state: &State, at: usize, count: usize) -> (usize, usize) {
    // Below what is typed and an empty line.
    let room = usize::from(inside(model.size).height).saturating_sub(2).max(1);
    let from = if state.at == 0 { 0 } else { (at + 2).saturating_sub(room).min(count.saturating_sub(room)) };
    (from, room)
}

/// All rows as lines with room between the groups, and the line of the selected one.
fn drawn(model: &Model, all: &[Row], selected: Option<usize>, width: u16) -> (Vec<Line<'static>>, usize) {
    let keys = all.iter().map(|row| match row {
        Row::Do(keys, ..) => text::width(&ascii::keys(model.ascii, keys)),
        Row::Heading(_) | Row::Mark(..) => 0,
    });
    let column = (keys.max().unwrap_or(0) + 3).clamp(9, KEYS);
    let mut drawn: Vec<Line<'static>> = Vec::new();
    let mut at = 0;
    for (number, row) in all.iter().enumerate() {
        if matches!(row, Row::Heading(_)) && number > 0 {
            drawn.push(Line::default());
        }
        if selected == Some(number) {
            at = drawn.len();
        }
        let row = match row {
            Row::Do(keys, action, lit) => &Row::Do(ascii::keys(model.ascii, keys), *action, lit.clone()),
            row => row,
        };
        drawn.push(line(&model.theme, row, column, selected == Some(number), usize::from(width)));
    }
    (drawn, at)
}

fn line(theme: &Theme, row: &Row, column: usize, selected: bool, width: usize) -> Line<'static> {
    let style = if selected { theme.selected } else { Style::new() };
    let (keys, words, lit): (&str, &str, &[usize]) = match row {
        Row::Heading(label) => return Line::styled(text::fit(label, width), theme.heading),
        Row::Do(keys, action, lit) => (keys, action.text(), lit),
        Row::Mark(mark, meaning) => (mark, meaning, &[]),
    };
    let room = width.saturating_sub(2);
    let column = column.min(room / 2);
    let mut spans =
        vec![Span::styled(pointer(selected), style), Span::styled(text::pad(keys, column), tint(style, theme.key))];
    let words = text::fit(words, room.saturating_sub(column));
    spans.extend(text::light_up(&words, lit, style, theme.lit));
    Line::from(spans)
}

/// What can be chosen, a line each as it is said in lines: headings have no number.
#[must_use]
pub fn entries(model: &Model, state: &State) -> Vec<(bool, String)> {
    rows(&model.keys, state)
        .into_iter()
        .map(|row| match row {
            Row::Heading(label) => (false, label.to_owned()),
            Row::Do(keys, action, _) => (true, format!("{keys}: {}", action.text())),
            Row::Mark(mark, meaning) => (true, format!("the mark {mark}: {meaning}")),
        })
        .collect()
}

/// How many rows can be selected, and which of them is.
#[must_use]
pub fn place(model: &Model, state: &State) -> (usize, usize) {
    (stops(&rows(&model.keys, state)).len(), state.at)
}

/// Typed or pasted text; false if the window on top is another.
pub fn typed(model: &mut Model, text: &str) -> bool {
    let Some(Overlay { kind: Window::Help(state), .. }) = model.overlays.last_mut() else { return false };
    state.query.insert(text);
    let state = state.clone();
    put(model, state);
    true
}

/// Puts a state with a changed query back: the best row is selected.
fn put(model: &mut Model, mut state: State) {
    let all = rows(&model.keys, &state);
    let typed = state.query.text().trim();
    let fits = |row: usize| matches!(&all[row], Row::Do(keys, ..) if keys.split(' ').any(|key| key == typed));
    state.at = stops(&all).into_iter().position(fits).unwrap_or(0);
    if let Some(top) = model.overlays.last_mut() {
        top.kind = Window::Help(state);
    }
}

/// What an action does here.
pub fn act(model: &mut Model, mut state: State, action: Action) -> Vec<Effect> {
    match action {
        Action::Back => drop(model.overlays.pop()),
        Action::EraseChar => {
            state.query.erase_char();
            put(model, state);
        }
        Action::EraseWord => {
            state.query.erase_word();
            put(model, state);
        }
        Action::EraseAll => {
            state.query.clear();
            put(model, state);
        }
        Action::Open => {
            let all = rows(&model.keys, &state);
            match stops(&all).get(state.at).map(|row| &all[*row]) {
                Some(Row::Do(_, action, _)) => {
                    model.overlays.pop();
                    return update::act_or_say(model, *action);
                }
                Some(Row::Mark(mark, _)) => model.notice = Some(format!("{mark} is a mark on the screens, not a key")),
                Some(Row::Heading(_)) | None => {}
            }
        }
        other => {
            let page = usize::from(inside(model.size).height).saturating_sub(2).max(1);
            let count = stops(&rows(&model.keys, &state)).len();
            if let (Some(to), Some(top)) = (moved(state.at, count, page, other), model.overlays.last_mut()) {
                top.kind = Window::Help(State { at: to, ..state });
            }
        }
    }
    Vec::new()
}

/// The marks on the screens.
pub const MARKS: &[(&str, &str)] = &[
    (">", "selected"),
    ("+", "marked for comparing"),
    ("!", "sources disagree: x shows who"),
    ("~", "not stated, or unknown"),
    ("*", "our own judgement"),
    ("?", "old: check before you rely on it"),
    ("†", "retired"),
    ("≠ =", "differs, the same (Compare)"),
    ("^", "best of its row, all known and in one unit (Compare)"),
];
