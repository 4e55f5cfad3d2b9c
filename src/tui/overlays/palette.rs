//! The palette: everything that can be found or done, from any screen, by typing.
//!
//! Actions run through the very handlers of their keys, on the screen below.

use std::sync::atomic::AtomicBool;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::catalog::record::{Key, Kind as RecordKind};
use crate::keys::action::Action;
use crate::keys::bindings::Context;
use crate::search::{self, Answer, Class, Describer, Found, Match, Query, Thing};
use crate::tui::ascii;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::overlays::places::{self, Place};
use crate::tui::overlays::{Kind as Window, Overlay, inside, prompt, typed_cells};
use crate::tui::screens::browse::moved;
use crate::tui::screens::{compare, gutter, tint};
use crate::tui::update;
use crate::tui::widgets::input::Input;
use crate::tui::widgets::text;

/// What was typed, what was found, and which of it is selected.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct State {
    query: Input,
    items: Vec<Item>,
    /// How many there are, shown or not.
    count: usize,
    /// Where nothing was found, what comes nearest.
    near: Vec<Key>,
    at: usize,
    /// A picker: only records of this kind, and to open one is to choose it.
    only: Option<RecordKind>,
    /// Whether what is chosen goes into the comparison below, instead of ending the program.
    adding: bool,
    /// Whether something was typed that has not been searched for yet.
    stale: bool,
}

impl State {
    /// A palette over everything, or a picker for records of a kind, with something typed already.
    #[must_use]
    pub fn new(model: &Model, only: Option<RecordKind>, typed: &str) -> Self {
        let mut query = Input::default();
        query.insert(typed);
        let (items, near) = (Vec::new(), Vec::new());
        let mut state = Self { query, items, count: 0, near, at: 0, only, adding: false, stale: false };
        if typed.trim().is_empty() && only.is_none() {
            state.retyped(model);
        } else {
            let answer = model.data.ask(typed, only, &AtomicBool::new(false));
            state.take(model, &answer);
        }
        state
    }

    /// A picker for one more record of a kind to compare.
    #[must_use]
    pub fn adding(model: &Model, kind: RecordKind) -> Self {
        Self { adding: true, ..Self::new(model, Some(kind), "") }
    }

    /// Whether what is chosen goes into the comparison.
    #[must_use]
    pub fn is_adding(&self) -> bool {
        self.adding
    }

    /// Takes note of what was typed; who calls this lets it be searched for.
    fn retyped(&mut self, model: &Model) {
        self.stale = !self.query.text().trim().is_empty() || self.only.is_some();
        if !self.stale {
            // What can be done here, where one can go, and what can be done everywhere.
            let (here, everywhere): (Vec<_>, Vec<_>) = actions(model).into_iter().partition(|done| done.2);
            let item = |(action, keys, _)| Item::Do(action, keys, Vec::new());
            self.items = here.into_iter().map(item).collect();
            let pages = places::pages(model).into_iter();
            self.items.extend(pages.map(|(place, words)| Item::Go(place, words, Vec::new())));
            self.items.extend(everywhere.into_iter().map(item));
            self.items.extend(themes(model).map(|(number, _)| Item::Wear(number, Vec::new())));
            (self.at, self.count) = (0, self.items.len());
        }
    }

    /// What is to be searched for, if anything is.
    #[must_use]
    pub fn waiting(&self) -> Option<(&str, Option<RecordKind>)> {
        self.stale.then_some((self.query.text(), self.only))
    }

    /// Shows what was found for what is typed, and selects the best.
    pub fn take(&mut self, model: &Model, answer: &Answer) {
        (self.at, self.stale) = (0, false);
        self.near.clone_from(&answer.near);
        self.count = answer.matches.len();
        if self.only.is_some() {
            self.items = answer.matches.iter().take(MOST_TO_PICK).map(|found| Item::See(*found)).collect();
            return;
        }
        let seen = answer.matches.iter().take(MOST).map(|found| (found.class(), Item::See(*found)));
        let mut all: Vec<(Class, Item)> = seen.collect();
        let actions = actions(model);
        for (number, class, _, lit) in search::sift(self.query.text(), actions.iter().map(|(action, ..)| action.text()))
        {
            let (action, keys, _) = &actions[number];
            all.push((class, Item::Do(*action, keys.clone(), lit)));
            self.count += 1;
        }
        let themes: Vec<(usize, String)> = themes(model).collect();
        let names = themes.iter().map(|(_, name)| name.as_str());
        for (number, class, _, lit) in search::sift(self.query.text(), names) {
            all.push((class, Item::Wear(themes[number].0, lit)));
            self.count += 1;
        }
        let mut places = places::pages(model);
        places.extend(places::more(model));
        for (number, class, _, lit) in search::sift(self.query.text(), places.iter().map(|(_, words)| words.as_str())) {
            let (place, words) = &places[number];
            all.push((class, Item::Go(place.clone(), words.clone(), lit)));
            self.count += 1;
        }
        // Of one class what is looked at comes before what is done.
        all.sort_by_key(|(class, item)| (*class, !matches!(item, Item::See(..))));
        let ask = |words: &str| model.data.ask(words, None, &AtomicBool::new(false));
        let facts =
            if model.data.is_small() { places::facts(&model.data.catalog, self.query.text(), ask) } else { Vec::new() };
        self.count += facts.len();
        let facts = facts.into_iter().map(|place| Item::Go(place, String::new(), Vec::new()));
        self.items = facts.chain(all.into_iter().map(|(_, item)| item)).take(MOST).collect();
    }

    /// Whether it is a picker, with nothing below it.
    #[must_use]
    pub fn is_picker(&self) -> bool {
        self.only.is_some() && !self.adding
    }

    /// How many answers are listed, and which of them is selected.
    #[must_use]
    pub fn place(&self) -> (usize, usize) {
        (self.items.len(), self.at)
    }

    /// What is typed.
    #[must_use]
    pub fn typed(&self) -> &str {
        self.query.text()
    }

    /// How many answers are above and below those in sight.
    #[must_use]
    pub fn beyond(&self, model: &Model) -> (usize, usize) {
        let (from, room) = stretch(model, self, 1 + head(model, self, inside(model.size).width).len());
        (from, self.items.len().saturating_sub(from + room))
    }

    /// How far from the left edge the cursor stands in a window of that inner width.
    #[must_use]
    pub fn cursor(&self, width: u16) -> u16 {
        typed_cells(self.query.text(), width)
    }
}

/// An answer.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Item {
    /// Something to do, the keys for it, and the letters that matched.
    Do(Action, String, Vec<usize>),
    /// A theme to put on, by its number, and the letters that matched.
    Wear(usize, Vec<usize>),
    /// Somewhere to go, its words, and the letters that matched.
    Go(Place, String, Vec<usize>),
    /// Something to look at.
    See(Match),
}

/// At most this many answers: nobody reads more.
const MOST: usize = 100;
/// The same for a picker, where there may be a reason to look on.
const MOST_TO_PICK: usize = search::TOP;

/// What can be done on the screen below, each action once with its keys, and whether it belongs to this
/// screen; what is done everywhere comes later, moving about and leaving last.
fn actions(model: &Model) -> Vec<(Action, String, bool)> {
    let mut contexts = model.contexts_below();
    let place = |context: Context| match context {
        Context::Global => 1,
        Context::Move => 2,
        Context::Always => 3,
        _ => 0,
    };
    contexts.sort_by_key(|context| place(*context));
    let mut all: Vec<(Action, String, bool)> = Vec::new();
    for context in contexts {
        for (keys, action) in model.keys.rows_of(context) {
            match all.iter_mut().find(|(known, ..)| *known == action) {
                Some((_, known, _)) => *known = format!("{known} {keys}"),
                None if matches!(action, Action::Palette | Action::Suspend) => {}
                None => all.push((action, keys, place(context) == 0)),
            }
        }
    }
    all
}

/// The themes that can be put on, each with its words; none where there is no choice.
fn themes(model: &Model) -> impl Iterator<Item = (usize, String)> + '_ {
    let all = if model.themes.len() > 1 { &model.themes[..] } else { &[] };
    all.iter().enumerate().map(|(number, known)| (number, format!("Theme: {}", known.name)))
}

/// The title and the lines of the window.
#[must_use]
pub fn content(model: &Model, state: &State, width: u16) -> (String, Vec<Line<'static>>) {
    let theme = &model.theme;
    let cells = usize::from(width);
    let all = match state.only {
        None => "roles, certifications, providers, words, actions",
        Some(RecordKind::Role) => "a role, in your own words",
        Some(RecordKind::Cert) => "a certification, in your own words",
        Some(RecordKind::Provider) => "a provider, in your own words",
    };
    let mut lines = vec![prompt(theme, state.typed(), all, width)];
    lines.extend(head(model, state, width));
    let (from, room) = stretch(model, state, lines.len());
    lines.extend(sight(model, state, from, room, cells));
    let title = match state.only {
        None => "Everything",
        Some(kind) if state.adding => match kind {
            RecordKind::Role => "Compare with a role",
            RecordKind::Cert => "Compare with a certification",
            RecordKind::Provider => "Compare with a provider",
        },
        Some(RecordKind::Role) => "Choose a role",
        Some(RecordKind::Cert) => "Choose a certification",
        Some(RecordKind::Provider) => "Choose a provider",
    };
    let more = if state.stale { "…" } else { "" };
    (format!("{title} · {}{more} found", state.count), lines)
}

/// The window shows a stretch of the answers around the selected one, below `above` lines: the first of
/// it, and how many.
fn stretch(model: &Model, state: &State, above: usize) -> (usize, usize) {
    let room = usize::from(inside(model.size).height).saturating_sub(above).max(1);
    ((state.at + 1).saturating_sub(room), room)
}

/// What stands between what is typed and what was found: limits, what could not be read, what comes
/// nearest.
#[must_use]
pub fn head(model: &Model, state: &State, width: u16) -> Vec<Line<'static>> {
    let (theme, catalog) = (&model.theme, &model.data.catalog);
    let cells = usize::from(width);
    let query = Query::parse(catalog, state.query.text());
    let mut lines = Vec::new();
    let chips: Vec<String> = query.limits.iter().map(|(limit, _)| format!("[{}]", limit.label(catalog))).collect();
    if !chips.is_empty() {
        lines.push(Line::styled(text::fit(&chips.join(" "), cells), theme.warn));
    }
    let faults = query.faults.iter().flat_map(|fault| text::wrap(fault, cells));
    lines.extend(faults.map(|line| Line::styled(line, theme.bad)));
    lines.push(Line::default());
    let items = &state.items;
    // Of a limit that could not be read enough has been said.
    let unread = !query.faults.is_empty() && query.words.is_empty();
    if items.is_empty() && !state.stale && !unread {
        let near: Vec<&str> = state.near.iter().map(|key| catalog.get(*key).name.as_str()).collect();
        let hint = if near.is_empty() {
            "Try fewer letters.".to_owned()
        } else {
            format!("Did you mean {}?", near.join(", "))
        };
        lines.push(Line::raw(text::fit("Nothing matches.", cells)));
        lines.extend(text::wrap(&hint, cells).into_iter().map(Line::raw));
    }
    lines
}

/// At most `room` answers from number `from` on, a line each.
#[must_use]
pub fn sight(model: &Model, state: &State, from: usize, room: usize, cells: usize) -> Vec<Line<'static>> {
    let query = Query::parse(&model.data.catalog, state.query.text());
    // What there is to show is found out for the rows in sight only.
    let describer = model.data.made_index().map(|index| Describer::new(index, &model.data.catalog, &query));
    let mut lines = Vec::new();
    for (number, item) in state.items.iter().enumerate().skip(from).take(room) {
        let found = match (item, &describer) {
            (Item::See(found), Some(describer)) => Some(describer.describe(found)),
            _ => None,
        };
        lines.push(line(model, item, found.as_ref(), number == state.at, cells));
    }
    lines
}

/// The width of the column of kinds.
const KINDS: usize = 10;

fn line(model: &Model, item: &Item, found: Option<&Found>, selected: bool, width: usize) -> Line<'static> {
    let (theme, catalog) = (&model.theme, &model.data.catalog);
    let style = if selected { theme.selected } else { Style::new() };
    let marked = matches!(found, Some(Found { thing: Thing::Record(key), .. }) if model.marked.contains(key));
    let (kind, name, aside, lit): (&str, String, String, &[usize]) = match (item, found) {
        (Item::Do(action, keys, lit), _) => ("do", action.text().to_owned(), ascii::keys(model.ascii, keys), lit),
        (Item::Wear(number, lit), _) => {
            let name = model.themes.get(*number).map_or("", |known| known.name.as_str());
            let worn = if *number == model.worn { "in use" } else { "" };
            ("do", format!("Theme: {name}"), worn.to_owned(), lit)
        }
        (Item::Go(Place::Fact(key, field), ..), _) => {
            let name = format!("{} · {}", catalog.get(*key).short(), field.label());
            ("fact", name, places::value(catalog, *key, *field), &[])
        }
        (Item::Go(_, words, lit), _) => ("go to", words.clone(), String::new(), lit),
        (Item::See(_), None) => ("", String::new(), String::new(), &[]),
        (Item::See(_), Some(found)) => match found.thing {
            Thing::Record(key) => {
                let record = catalog.get(key);
                let otherwise = found.in_name.is_empty() && found.matched != record.name;
                let aside = match (&record.abbreviation, otherwise) {
                    // Its own abbreviation says more than a part of it that several share.
                    (Some(own), true) if own.contains(found.matched.as_str()) => own.one_line(),
                    (_, true) if found.class == Class::Related => found.why.words(catalog),
                    (_, true) => found.matched.one_line(),
                    (Some(abbreviation), false) => abbreviation.one_line(),
                    (None, false) => String::new(),
                };
                // What was typed may be a limit: as in the list, it says who is only not known to miss it.
                let aside = format!("{} {aside}", found.standing.mark()).trim().to_owned();
                (key.0.id(), record.name.one_line(), aside, &found.in_name)
            }
            Thing::Term(number) => {
                let term = &catalog.terms[number];
                let aside = if found.in_name.is_empty() { found.matched.one_line() } else { String::new() };
                ("word", term.term.one_line(), aside, &found.in_name)
            }
            Thing::Meaning(number) => {
                let meaning = &catalog.collisions[number];
                ("elsewhere", meaning.meaning.one_line(), meaning.abbreviation.one_line(), &[])
            }
        },
    };
    let kinds = KINDS.min(width.saturating_sub(2));
    let mut spans = vec![
        Span::styled(gutter(selected, marked), style),
        Span::styled(text::pad(kind, kinds), tint(style, theme.cite)),
    ];
    let room = width.saturating_sub(2 + kinds);
    let name = text::fit(&name, room);
    let left = room.saturating_sub(text::width(&name) + 2);
    spans.extend(text::light_up(&name, lit, style, theme.lit));
    if left > 3 && !aside.is_empty() {
        spans.push(Span::styled("  ", style));
        spans.push(Span::styled(text::fit(&aside, left), tint(style, theme.cite)));
    }
    Line::from(spans)
}

/// Puts a changed state back on top.
pub fn put(model: &mut Model, state: State) {
    if let Some(top) = model.overlays.last_mut() {
        top.kind = Window::Palette(state);
    }
}

/// Typed or pasted text; false if no palette is on top.
pub fn typed(model: &mut Model, text: &str) -> bool {
    let Some(Overlay { kind: Window::Palette(state), .. }) = model.overlays.last() else { return false };
    let mut state = state.clone();
    state.query.insert(text);
    state.retyped(model);
    put(model, state);
    true
}

/// What an action does here.
pub fn act(model: &mut Model, mut state: State, action: Action) -> Vec<Effect> {
    let page = usize::from(inside(model.size).height).saturating_sub(3).max(1);
    match action {
        Action::Back if state.is_picker() => return vec![Effect::Quit],
        Action::Back => {
            model.overlays.pop();
            return Vec::new();
        }
        Action::Open => {
            let Some(item) = state.items.get(state.at).cloned() else { return Vec::new() };
            if let (Some(_), Item::See(found)) = (state.only, &item)
                && let Some(key) = found.key()
            {
                if state.adding {
                    model.overlays.pop();
                    compare::add(model, key);
                    return Vec::new();
                }
                return vec![Effect::Choose(key)];
            }
            model.overlays.pop();
            return run(model, &item);
        }
        Action::EraseChar => match Query::parse(&model.data.catalog, state.query.text()).last_limit() {
            Some(at) => state.query.cut(at),
            None => drop(state.query.erase_char()),
        },
        Action::NextKind if state.adding => {
            state.only = Some(match state.only {
                Some(RecordKind::Cert) => RecordKind::Role,
                Some(RecordKind::Role) => RecordKind::Provider,
                _ => RecordKind::Cert,
            });
        }
        Action::EraseWord => state.query.erase_word(),
        Action::EraseAll => state.query.clear(),
        other => state.at = moved(state.at, state.items.len(), page, other).unwrap_or(state.at),
    }
    if matches!(action, Action::EraseChar | Action::EraseWord | Action::EraseAll | Action::NextKind) {
        state.retyped(model);
    }
    put(model, state);
    Vec::new()
}

/// Does or shows what was chosen.
fn run(model: &mut Model, item: &Item) -> Vec<Effect> {
    match item {
        Item::Do(action, ..) => return update::act_or_say(model, *action),
        Item::Wear(number, _) => update::wear(model, *number),
        Item::Go(place, ..) => places::go(model, place),
        Item::See(found) => match found.thing() {
            Thing::Record(key) => {
                if let Some(state) = model.browse_mut() {
                    state.searching = false;
                }
                update::open_record(model, key);
                if key.0 == RecordKind::Provider {
                    model.back.clear();
                }
            }
            Thing::Term(number) => model.overlays.push(Overlay::new(Window::Term(number))),
            Thing::Meaning(number) => model.overlays.push(Overlay::new(Window::Meaning(number))),
        },
    }
    Vec::new()
}
