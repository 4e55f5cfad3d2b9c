//! What the Roles and the Certifications tab have in common: a list that a search narrows, and the
//! card of the selected record.

use std::cmp::Reverse;
use std::sync::atomic::AtomicBool;

use crate::catalog::Catalog;
use crate::catalog::claim::Standing as Backing;
use crate::catalog::quantity::Value;
use crate::catalog::record::{Key, Kind, Record};
use crate::field::Field;
use crate::keys::action::Action;
use crate::search::limits::Standing;
use crate::search::{Class, Match, Matches, Query, TOP};
use crate::tui::layout;
use crate::tui::message::Target;
use crate::tui::model::{Data, Model, Tab};
use crate::tui::screens::card::{self, Card, Goal};
use crate::tui::screens::filter::{self, Filter};
use crate::tui::screens::roles;
use crate::tui::widgets::blocks::{Block, page_from};
use crate::tui::widgets::input::Input;

/// Which pane has the focus.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Focus {
    /// The list.
    List,
    /// The card.
    Card,
}

/// What the certifications are sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // the labels say it
pub enum SortKey {
    Given,
    Name,
    Provider,
    Track,
    Level,
    Exam,
    Cost,
    Validity,
}

impl SortKey {
    /// Every one, in the order of the key.
    pub const ALL: [Self; 8] =
        [Self::Given, Self::Name, Self::Provider, Self::Track, Self::Level, Self::Exam, Self::Cost, Self::Validity];

    /// The word for it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Given => "match",
            Self::Name => "name",
            Self::Provider => "provider",
            Self::Track => "track",
            Self::Level => "level",
            Self::Exam => "exam",
            Self::Cost => "exam fee",
            Self::Validity => "valid for",
        }
    }
}

/// The state of such a tab.
#[allow(clippy::struct_excessive_bools)] // each is switched by itself
#[derive(Clone, PartialEq, Debug)]
pub struct State {
    /// What is listed.
    pub kind: Kind,
    /// What was typed.
    pub query: Input,
    /// Whether the search line has the focus.
    pub searching: bool,
    /// Whether what stands in the search line goes with the first letter that is typed.
    pub whole: bool,
    /// What was found, in the order shown.
    pub hits: Matches,
    /// Whether something was typed that has not been searched for yet.
    pub stale: bool,
    /// Where nothing was found, what comes nearest.
    pub near: Vec<Key>,
    /// Where nothing was found, the list that has something, and how much.
    pub elsewhere: Option<(Kind, usize)>,
    /// The selected position in `hits`.
    pub at: usize,
    /// The pane with the focus.
    pub focus: Focus,
    /// The selected row of the card.
    pub row: usize,
    /// What the list is sorted by.
    pub sort: SortKey,
    /// Whether the order is turned round.
    pub reversed: bool,
    /// What the list is narrowed to.
    pub filters: Vec<Filter>,
    /// The limits that were read out of what was typed, in words.
    pub chips: Vec<String>,
    /// The limit that could not be read, and what is allowed.
    pub fault: Option<String>,
}

impl State {
    /// Everything of one kind, the first selected.
    #[must_use]
    pub fn new(data: &Data, kind: Kind) -> Self {
        let mut state = Self {
            kind,
            query: Input::default(),
            searching: false,
            whole: false,
            hits: Matches::default(),
            stale: false,
            near: Vec::new(),
            elsewhere: None,
            at: 0,
            focus: Focus::List,
            row: 0,
            sort: SortKey::Given,
            reversed: false,
            filters: Vec::new(),
            chips: Vec::new(),
            fault: None,
        };
        state.search(data);
        state
    }

    /// The selected record.
    #[must_use]
    pub fn selected(&self) -> Option<Key> {
        self.hits.get(self.at).and_then(Match::key)
    }

    /// Takes note of what was typed; who calls this lets it be searched for, now or on the side.
    fn retyped(&mut self, data: &Data) {
        if self.query.text().trim().is_empty() {
            self.search(data);
        } else {
            self.read_limits(data);
            self.stale = true;
        }
    }

    /// Reads the limits out of what was typed.
    fn read_limits(&mut self, data: &Data) {
        let query = Query::parse(&data.catalog, self.query.text());
        self.chips = query.limits.iter().map(|(limit, _)| limit.label(&data.catalog)).collect();
        self.chips.extend(query.without.iter().map(|word| format!("not {word}")));
        self.fault = query.faults.first().cloned();
    }

    /// Runs the query and selects the best hit.
    pub fn search(&mut self, data: &Data) {
        self.read_limits(data);
        if self.query.text().trim().is_empty() {
            self.take(data, Matches::unsearched(self.kind, data.catalog.count(self.kind)), Vec::new());
        } else {
            let answer = data.ask(self.query.text(), Some(self.kind), &AtomicBool::new(false));
            self.take(data, answer.matches, answer.near);
        }
    }

    /// Shows what was found for what is typed.
    pub fn take(&mut self, data: &Data, matches: Matches, near: Vec<Key>) {
        (self.hits, self.near, self.stale) = (matches, near, false);
        if self.kind == Kind::Cert && self.query.is_empty() && self.filters.is_empty() {
            self.hits.arrange(|hits| hits.retain(|found| !found.key().is_some_and(|key| data.catalog.is_retired(key))));
        } else if self.kind == Kind::Cert && !self.filters.is_empty() {
            // Who types a name gets it, retired or not; a filter holds in any case.
            let filters = &self.filters;
            let standing = |found: &Match| filter::judge(&data.catalog, filters, data.catalog.get(found.key()?));
            self.hits.arrange(|hits| {
                hits.retain(|found| standing(found).is_some());
                // As in a search: what nobody says anything about comes last.
                hits.sort_by_key(|found| standing(found) == Some(Standing::Unknown));
            });
        }
        (self.at, self.row) = (0, 0);
        if self.hits.is_empty() {
            // There is no card to be on.
            self.focus = Focus::List;
        }
        self.elsewhere = None;
        // Letters found far apart are no answer to a word that names something of the other list; what fits
        // a role that was named is.
        let asked = !self.query.text().trim().is_empty();
        let guess = |found: &Match| matches!(found.class(), Class::Fuzzy | Class::Typo);
        let guessed = asked && self.hits.iter().all(guess);
        if (self.hits.is_empty() || guessed) && self.filters.is_empty() && data.is_small() {
            let other = if self.kind == Kind::Role { Kind::Cert } else { Kind::Role };
            let found = data.ask(self.query.text(), Some(other), &AtomicBool::new(false)).matches;
            let named = found.get(0).is_some_and(|best| best.class() < Class::WordStart);
            if named && guessed {
                self.hits = Matches::default();
                self.focus = Focus::List;
            }
            self.elsewhere = (!found.is_empty() && self.hits.is_empty()).then_some((other, found.len()));
        }
        self.order(&data.catalog);
    }

    /// How a certification of the list stands to what was typed and to the filters, the worse of both.
    #[must_use]
    pub fn standing(&self, catalog: &Catalog, typed: Standing, cert: &Record) -> Standing {
        filter::judge(catalog, &self.filters, cert).map_or(typed, |filtered| filtered.max(typed))
    }

    /// Selects a place and sees to it that what stands around it is in order.
    fn go_to(&mut self, at: usize) {
        self.hits.order(at + TOP);
        if self.at != at {
            (self.at, self.row) = (at, 0);
        }
    }

    /// Puts the hits into the chosen order, the selected record kept selected.
    fn order(&mut self, catalog: &Catalog) {
        if self.sort == SortKey::Given && !self.reversed {
            return;
        }
        let selected = self.selected();
        let (sort, reversed) = (self.sort, self.reversed);
        self.hits.arrange(|hits| {
            arrange(catalog, hits, sort);
            if reversed {
                hits.reverse();
            }
        });
        if let Some(at) = selected.and_then(|key| self.hits.place(key)) {
            self.at = at;
        }
    }

    /// Selects `key`, taking the search back if it hides it.
    pub fn select(&mut self, data: &Data, key: Key) {
        if self.hits.place(key).is_none() {
            self.query.clear();
            self.filters.clear();
            self.retyped(data);
        }
        if self.hits.place(key).is_none() {
            self.filters.push(Filter::Retired);
            self.search(data);
        }
        if let Some(at) = self.hits.place(key) {
            self.hits.order(at + TOP);
            (self.at, self.row) = (at, 0);
        }
        self.searching = false;
    }
}

/// Puts matches of records into another order than the one of the search.
fn arrange(catalog: &Catalog, hits: &mut [Match], sort: SortKey) {
    fn by<K: Ord>(catalog: &Catalog, hits: &mut [Match], key: impl Fn(&Record) -> K) {
        hits.sort_by_cached_key(|hit| hit.key().map(|record| key(catalog.get(record))));
    }
    match sort {
        SortKey::Given => {}
        SortKey::Name => by(catalog, hits, |record| record.name.to_lowercase()),
        SortKey::Provider => by(catalog, hits, |record| catalog.phrase_fact(record.fact(Field::Provider))),
        SortKey::Track => by(catalog, hits, |record| {
            let fact = record.fact(Field::Track);
            (fact.is_none(), catalog.phrase_fact(fact))
        }),
        SortKey::Level => by(catalog, hits, |record| (record.level().is_none(), record.level())),
        SortKey::Exam => by(catalog, hits, exam_rank),
        SortKey::Cost => by(catalog, hits, fee_rank),
        SortKey::Validity => by(catalog, hits, validity_rank),
    }
}

/// Exams by number of questions, longest first; then none; then unknown.
fn exam_rank(record: &Record) -> (u8, Reverse<u32>) {
    match record.value(Field::Exam) {
        Some(Value::Exam(exam)) => (0, Reverse(exam.questions.unwrap_or(0))),
        Some(Value::None) => (1, Reverse(0)),
        _ => (2, Reverse(0)),
    }
}

/// Fees by currency, then amount; free before all, unknown after all.
fn fee_rank(record: &Record) -> (u8, String, u64) {
    match record.value(Field::ExamFee) {
        Some(Value::None) => (0, String::new(), 0),
        Some(Value::Price(prices)) => {
            prices.first().map_or((2, String::new(), 0), |p| (1, p.currency.to_string(), p.amount.0))
        }
        _ => (2, String::new(), 0),
    }
}

/// For life first, then the longer the better, unknown last.
fn validity_rank(record: &Record) -> (u8, Reverse<u32>) {
    match record.value(Field::Validity) {
        Some(Value::Lifetime) => (0, Reverse(0)),
        Some(Value::Months(months)) => (1, Reverse(*months)),
        _ => (2, Reverse(0)),
    }
}

/// Moves a position by an action; `None` if the action does not move.
#[must_use]
pub fn moved(at: usize, count: usize, page: usize, action: Action) -> Option<usize> {
    let last = count.saturating_sub(1);
    Some(match action {
        Action::Up => at.saturating_sub(1),
        Action::Down => (at + 1).min(last),
        Action::PageUp => at.saturating_sub(page),
        Action::PageDown => (at + page).min(last),
        Action::HalfUp => at.saturating_sub(page.div_ceil(2)),
        Action::HalfDown => (at + page.div_ceil(2)).min(last),
        Action::First => 0,
        Action::Last => last,
        _ => return None,
    })
}

/// The card of the selected record.
#[must_use]
pub fn card_in_front(model: &Model) -> Option<Card> {
    model.browse().and_then(State::selected).map(|key| Card::new(&model.data.catalog, key))
}

/// What the cursor is on: the selected row of the card, or the record in the list.
#[must_use]
pub fn goal(model: &Model) -> Option<Goal> {
    let state = model.browse()?;
    match state.focus {
        Focus::List => state.selected().map(Goal::Record),
        Focus::Card => card_in_front(model)?.goals().nth(state.row),
    }
}

/// Whether the list is sorted by something that makes groups.
#[must_use]
pub fn has_groups(state: &State) -> bool {
    matches!(state.sort, SortKey::Provider | SortKey::Track | SortKey::Level)
}

/// The group a record stands in when the list is sorted by something that makes groups.
#[must_use]
pub fn group(catalog: &Catalog, state: &State, key: Key) -> Option<String> {
    has_groups(state).then(|| match cell(catalog, catalog.get(key), state.sort).as_str() {
        "~" | "unknown" => "not stated".to_owned(),
        name => name.to_owned(),
    })
}

/// The row of the card that is a page, or half of one, further on: rows have several lines, and none of
/// them is to be skipped. `None` for an action that does something else.
fn card_page(model: &Model, action: Action) -> Option<usize> {
    let state = model.browse()?;
    let (half, back) = pages(action)?;
    let card = card_in_front(model)?;
    let width = roles::card_width(state.kind, model.size.0);
    let catalog = &model.data.catalog;
    let blocks: Vec<Block> = card::blocks(catalog, &card, width, &model.theme, None, false, &[]).collect();
    // The last line of a card says how much is below.
    let page = layout::page(model.size.1).saturating_sub(1).max(1);
    Some(page_from(&blocks, state.row, if half { page.div_ceil(2) } else { page }, back))
}

/// Whether an action goes half a page only, and whether it goes back; `None` if it goes no page.
#[must_use]
pub fn pages(action: Action) -> Option<(bool, bool)> {
    match action {
        Action::PageDown => Some((false, false)),
        Action::PageUp => Some((false, true)),
        Action::HalfDown => Some((true, false)),
        Action::HalfUp => Some((true, true)),
        _ => None,
    }
}

/// What an action does here; false if it does nothing.
pub fn act(model: &mut Model, action: Action) -> bool {
    let page = layout::page(model.size.1);
    // The card is only put together where it matters.
    let in_card = model.browse().is_some_and(|state| state.focus == Focus::Card);
    let card = if in_card || action == Action::Right { card_in_front(model) } else { None };
    let rows = card.map_or(0, |card| card.count());
    let data = model.data.clone();
    let Some(state) = model.browse_mut() else { return false };
    let (at, count) = match state.focus {
        Focus::List => (state.at, state.hits.len()),
        Focus::Card => (state.row, rows),
    };
    let further = if state.focus == Focus::Card { card_page(model, action) } else { None };
    let Some(state) = model.browse_mut() else { return false };
    if let Some(to) = further.or_else(|| moved(at, count, page, action)) {
        match state.focus {
            Focus::List => state.go_to(to),
            Focus::Card => state.row = to,
        }
        return true;
    }
    match action {
        Action::Search => (state.searching, state.whole, state.focus) = (true, !state.query.is_empty(), Focus::List),
        Action::NextDiffer | Action::PrevDiffer => {
            let Some(key) = state.selected() else { return false };
            let card = Card::new(&data.catalog, key);
            let here = (state.focus == Focus::Card).then_some(state.row);
            let next = disputed(&data.catalog, &card, here, action == Action::PrevDiffer);
            let Some(row) = next else { return false };
            (state.focus, state.row) = (Focus::Card, row);
        }
        Action::Right => state.focus = if rows > 0 { Focus::Card } else { Focus::List },
        Action::Left => state.focus = Focus::List,
        Action::Sort | Action::SortOther => {
            if action == Action::Sort {
                let next =
                    (SortKey::ALL.iter().position(|key| *key == state.sort).unwrap_or(0) + 1) % SortKey::ALL.len();
                (state.sort, state.reversed) = (SortKey::ALL[next], false);
            } else {
                state.reversed = !state.reversed;
            }
            let selected = state.selected();
            let row = state.row;
            state.search(&data);
            if let Some(key) = selected {
                state.select(&data, key);
            }
            state.row = row;
        }
        Action::Unfilter if !state.filters.is_empty() => {
            state.filters.clear();
            state.search(&data);
        }
        Action::Back if state.focus == Focus::Card => state.focus = Focus::List,
        Action::Back if !state.query.is_empty() => {
            let selected = state.selected();
            state.query.clear();
            state.retyped(&data);
            if let Some(key) = selected {
                state.select(&data, key);
            }
        }
        _ => return false,
    }
    true
}

/// The disputed row of a card after or before one, round and round.
fn disputed(catalog: &Catalog, card: &Card, here: Option<usize>, back: bool) -> Option<usize> {
    let is = |goal: Goal| match goal {
        Goal::Fact(key, field) => catalog.get(key).fact(field).is_some_and(|fact| fact.conflict),
        _ => false,
    };
    let all: Vec<usize> = card.goals().enumerate().filter(|(_, goal)| is(*goal)).map(|(row, _)| row).collect();
    let after = all.iter().find(|row| here.is_none_or(|here| **row > here)).or(all.first());
    let before = all.iter().rev().find(|row| here.is_some_and(|here| **row < here)).or(all.last());
    if back { before } else { after }.copied()
}

/// Where nothing was found, Enter goes to what comes nearest, or to the list that has something.
pub fn instead(model: &mut Model) -> Option<()> {
    let data = model.data.clone();
    let state = model.browse_mut().filter(|state| state.hits.is_empty())?;
    if let Some((kind, _)) = state.elsewhere {
        let typed = state.query.text().to_owned();
        (state.searching, state.whole) = (false, false);
        state.query.clear();
        state.search(&data);
        model.tab = if kind == Kind::Role { Tab::Roles } else { Tab::Certs };
        model.back.clear();
        let state = model.browse_mut()?;
        (state.searching, state.focus) = (true, Focus::List);
        state.query.clear();
        state.query.insert(&typed);
        state.search(&data);
    } else {
        let near = *state.near.first()?;
        let name = data.catalog.get(near).name.to_string();
        state.query.clear();
        state.query.insert(&name);
        state.search(&data);
        state.searching = false;
        // A filter may stand between.
        state.focus = if state.hits.is_empty() { Focus::List } else { Focus::Card };
    }
    Some(())
}

/// What an action does while the search line has the focus; false if it does nothing.
pub fn act_searching(model: &mut Model, action: Action) -> bool {
    let page = layout::page(model.size.1);
    let data = model.data.clone();
    if action == Action::Open && instead(model).is_some() {
        return true;
    }
    let Some(state) = model.browse_mut() else { return false };
    state.whole = false;
    match action {
        Action::Open => {
            state.searching = false;
            if !state.hits.is_empty() {
                state.focus = Focus::Card;
            }
        }
        Action::Back => {
            state.searching = false;
            let selected = state.selected();
            state.query.clear();
            state.retyped(&data);
            if let Some(key) = selected {
                state.select(&data, key);
            }
        }
        Action::EraseChar if state.query.is_empty() => state.searching = false,
        Action::EraseChar => {
            // A limit is taken back as a whole.
            match Query::parse(&data.catalog, state.query.text()).last_limit() {
                Some(at) => state.query.cut(at),
                None => drop(state.query.erase_char()),
            }
            state.retyped(&data);
        }
        Action::EraseWord => {
            state.query.erase_word();
            state.retyped(&data);
        }
        Action::EraseAll => {
            state.query.clear();
            state.retyped(&data);
        }
        other => match moved(state.at, state.hits.len(), page, other) {
            Some(to) => state.go_to(to),
            None => return false,
        },
    }
    true
}

/// Typed or pasted text; goes into the search line if it has the focus.
pub fn typed(model: &mut Model, text: &str) {
    let data = model.data.clone();
    if let Some(state) = model.browse_mut().filter(|state| state.searching) {
        if std::mem::take(&mut state.whole) {
            state.query.clear();
        }
        state.query.insert(text);
        state.retyped(&data);
    }
}

/// A click on a row: selects it; a click on the selected row opens it (true).
pub fn clicked(model: &mut Model, target: Target) -> bool {
    let rows = card_in_front(model).map_or(0, |card| card.count());
    let Some(state) = model.browse_mut() else { return false };
    match target {
        Target::SearchBox => (state.searching, state.whole) = (true, !state.query.is_empty()),
        Target::ListRow(row) if row < state.hits.len() => {
            let again = state.at == row && state.focus == Focus::List && !state.searching;
            if state.at != row {
                (state.at, state.row) = (row, 0);
            }
            (state.focus, state.searching) = (Focus::List, false);
            return again;
        }
        Target::CardRow(row) if row < rows => {
            let again = state.focus == Focus::Card && state.row == row;
            (state.focus, state.row, state.searching) = (Focus::Card, row, false);
            return again;
        }
        _ => {}
    }
    false
}

/// What stands in a column of the list.
#[must_use]
pub fn cell(catalog: &Catalog, record: &Record, key: SortKey) -> String {
    let fact = |field: Field| record.fact(field);
    let mark = |field: Field| if fact(field).is_some_and(|f| f.conflict) { " !" } else { "" };
    match key {
        SortKey::Given | SortKey::Name => record.name.one_line(),
        SortKey::Provider => catalog.phrase_fact(fact(Field::Provider)),
        SortKey::Track => open_or(catalog, fact(Field::Track)),
        SortKey::Level => record.level().map_or("~", |level| level.label()).to_owned(),
        SortKey::Exam => match record.value(Field::Exam) {
            Some(Value::Exam(exam)) => {
                let text = exam.questions.map_or_else(|| "yes".to_owned(), |questions| format!("{questions} q"));
                format!("{text}{}", mark(Field::Exam))
            }
            Some(Value::None) => format!("none{}", mark(Field::Exam)),
            _ => "~".to_owned(),
        },
        SortKey::Cost => open_or(catalog, fact(Field::ExamFee)),
        SortKey::Validity => open_or(catalog, fact(Field::Validity)),
    }
}

fn open_or(catalog: &Catalog, fact: Option<&crate::catalog::claim::Fact>) -> String {
    match fact.map(crate::catalog::claim::Fact::standing) {
        None | Some(Backing::Unknown | Backing::NotStated) => "~".to_owned(),
        Some(_) => catalog.phrase_fact(fact),
    }
}
