//! The decision interview of the Quiz tab: one question after the other, then all answers beside what
//! they come to. Any answer can be changed at any time, and the result moves at once.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::advise::{self, Advised, Answers, Choice, Flip, Outcome, Reason, flip_words, said};
use crate::catalog::Catalog;
use crate::catalog::quantity::Status;
use crate::catalog::record::{Key, Kind};
use crate::keys::action::Action;
use crate::keys::bindings::Context;
use crate::search::limits::Standing;
use crate::tui::layout;
use crate::tui::model::{Data, Model, Tab};
use crate::tui::overlays::Subject;
use crate::tui::screens::browse::moved;
use crate::tui::screens::card::Goal;
use crate::tui::screens::{below, pointer, row_style};
use crate::tui::view::ViewState;
use crate::tui::widgets::blocks::{self, Block};
use crate::tui::widgets::input::Input;
use crate::tui::widgets::text;

/// What is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Page {
    /// A question, by number.
    Question(usize),
    /// All answers and what they come to.
    Overview,
}

/// The state of the interview.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct State {
    /// What is shown.
    pub page: Page,
    /// The selected row of it.
    pub row: usize,
    /// The answers.
    pub answers: Answers,
    /// Whether all questions were gone through: then a changed answer leads back to the overview.
    pub is_complete: bool,
    /// What the answers come to.
    pub outcome: Arc<Outcome>,
    /// What would change the first place; found out for the overview.
    pub flips: Arc<Vec<Flip>>,
    /// What was typed to narrow a list of roles or certifications.
    pub query: Input,
    /// The choices that are called like that; `None` while nothing is typed.
    pub found: Option<Vec<Choice>>,
    /// The first line shown of the overview's text.
    pub top: usize,
    /// The row that was selected last in the other part of the overview.
    pub elsewhere: usize,
    /// The answers that "Start anew" took away, until as many questions were gone through again.
    pub before: Option<Box<Answers>>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            page: Page::Question(0),
            row: 0,
            answers: Answers::default(),
            is_complete: false,
            outcome: Arc::default(),
            flips: Arc::default(),
            query: Input::default(),
            found: None,
            top: 0,
            elsewhere: 0,
            before: None,
        }
    }
}

impl State {
    /// The interview from its first question, nothing answered.
    #[must_use]
    pub fn begin() -> Self {
        Self::default()
    }

    /// Whether something was answered.
    #[must_use]
    pub fn is_begun(&self) -> bool {
        !self.answers.is_empty() || self.is_complete
    }

    /// A number for the page, to tell pages apart.
    #[must_use]
    pub fn page_number(&self) -> usize {
        match self.page {
            Page::Question(number) => number,
            Page::Overview => usize::MAX,
        }
    }

    fn weigh(&mut self, catalog: &Catalog) {
        self.outcome = Arc::new(advise::decide(catalog, &self.answers));
        let overview = self.page == Page::Overview;
        self.flips = Arc::new(if overview { advise::flips(catalog, &self.answers) } else { Vec::new() });
    }

    fn go_to(&mut self, catalog: &Catalog, page: Page) {
        self.page = page;
        self.query.clear();
        (self.found, self.top, self.elsewhere) = (None, 0, 0);
        if page == Page::Overview {
            self.before = None;
        }
        self.row = match page {
            Page::Question(number) => {
                let choices = choices(catalog, number);
                let chosen = self.answers.get(number);
                choices.iter().position(|choice| Some(choice) == chosen).unwrap_or(match chosen {
                    None if self.is_complete => choices.len(),
                    _ => 0,
                })
            }
            Page::Overview => 0,
        };
        self.weigh(catalog);
    }
}

/// The choices of a question in the order shown: its own answers, then records, the likely ones
/// first. Behind them stands that it does not matter.
#[must_use]
pub fn choices(catalog: &Catalog, number: usize) -> Vec<Choice> {
    let question = &catalog.interview[number];
    let own = (0..question.answers.len()).map(Choice::Answer);
    let records: Vec<Key> = match question.pick {
        None => Vec::new(),
        Some(Kind::Role) => {
            let rows = catalog.interview[number..].iter().find(|other| !other.roles.is_empty());
            let mut keys: Vec<Key> =
                rows.into_iter().flat_map(|rows| &rows.roles).flat_map(|row| row.roles.iter().copied()).collect();
            let mut rest: Vec<_> = catalog.all(Kind::Role).iter().filter(|role| !keys.contains(&role.key)).collect();
            rest.sort_by(|a, b| a.name.cmp(&b.name));
            keys.extend(rest.iter().map(|role| role.key));
            keys
        }
        Some(kind) => {
            let mut all: Vec<_> = catalog.all(kind).iter().filter(|cert| cert.status != Status::Retired).collect();
            all.sort_by_key(|cert| (std::cmp::Reverse(cert.sought), cert.key));
            all.iter().map(|cert| cert.key).collect()
        }
    };
    own.chain(records.into_iter().map(|key| Choice::Records(vec![key]))).collect()
}

/// The choices of a question that are listed: all, or those that are called what was typed.
#[must_use]
pub fn offered(catalog: &Catalog, state: &State, number: usize) -> Vec<Choice> {
    state.found.clone().unwrap_or_else(|| choices(catalog, number))
}

/// Whether the screen in front is a list of records, which typing narrows.
#[must_use]
pub fn is_picking(model: &Model) -> bool {
    let here = model.tab == Tab::Quiz && model.quiz.page == super::quiz::Page::Decide;
    match model.quiz.decide.page {
        Page::Question(number) => here && model.data.catalog.interview[number].pick.is_some(),
        Page::Overview => false,
    }
}

/// Finds the choices that are called what was typed, as every search finds records.
fn narrow(data: &Data, state: &mut State) {
    let Page::Question(number) = state.page else { return };
    state.row = 0;
    let typed = state.query.text().trim();
    if typed.is_empty() {
        state.found = None;
        return;
    }
    let mut matches = data.ask(typed, data.catalog.interview[number].pick, &AtomicBool::new(false)).matches;
    matches.order(matches.len());
    let all = choices(&data.catalog, number);
    let own = all.iter().filter(|choice| {
        let begins = |words: &String| words.to_lowercase().starts_with(&typed.to_lowercase());
        matches!(choice, Choice::Answer(_)) && choice_words(&data.catalog, number, choice).iter().any(begins)
    });
    let records = matches.iter().filter_map(|found| Some(Choice::Records(vec![found.key()?])));
    let records: Vec<Choice> = records.filter(|choice| all.contains(choice)).collect();
    state.found = Some(own.cloned().chain(records).collect());
}

/// Text that was typed; it narrows a list of records.
pub fn typed(model: &mut Model, words: &str) {
    if model.overlays.is_empty() && is_picking(model) {
        let data = model.data.clone();
        model.quiz.decide.query.insert(words);
        narrow(&data, &mut model.quiz.decide);
    }
}

/// A row of the overview that can be selected.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Row {
    Result(Key),
    Question(usize),
    Anew,
}

fn rows(catalog: &Catalog, state: &State) -> Vec<Row> {
    let results = state.outcome.shown().iter().map(|one| Row::Result(one.cert));
    results.chain((0..catalog.interview.len()).map(Row::Question)).chain([Row::Anew]).collect()
}

/// How many rows can be selected.
fn row_count(catalog: &Catalog, state: &State) -> usize {
    match state.page {
        Page::Question(number) => offered(catalog, state, number).len() + 1,
        Page::Overview => rows(catalog, state).len(),
    }
}

/// What the cursor is on, for `i`.
#[must_use]
pub fn subject(model: &Model) -> Option<Subject> {
    let (catalog, state) = (&model.data.catalog, &model.quiz.decide);
    Some(match state.page {
        Page::Question(number) => Subject::Interview(number),
        Page::Overview => match rows(catalog, state).get(state.row)? {
            Row::Result(cert) => Subject::Goal(Goal::Record(*cert)),
            Row::Question(number) => Subject::Interview(*number),
            Row::Anew => return None,
        },
    })
}

/// The page before this one; `None` if that is the home of the tab.
pub fn step_back(model: &mut Model) -> Option<()> {
    let data = model.data.clone();
    let state = &mut model.quiz.decide;
    if state.found.is_some() {
        state.go_to(&data.catalog, state.page);
        return Some(());
    }
    if state.page == Page::Question(0)
        && let Some(before) = state.before.take()
    {
        *state = State { answers: *before, is_complete: true, ..State::begin() };
        state.go_to(&data.catalog, Page::Overview);
        return Some(());
    }
    let page = match state.page {
        Page::Question(_) if state.is_complete => Page::Overview,
        Page::Question(number) if number > 0 => Page::Question(number - 1),
        _ => return None,
    };
    state.go_to(&data.catalog, page);
    Some(())
}

/// Selects a row; false if there is no such row.
pub fn select(model: &mut Model, row: usize) -> bool {
    let count = row_count(&model.data.catalog, &model.quiz.decide);
    if row < count {
        model.quiz.decide.row = row;
    }
    row < count
}

/// What an action does here; false if it does nothing.
pub fn act(model: &mut Model, action: Action) -> bool {
    if model.quiz.decide.page == Page::Overview && (moved_about(model, action) || scrolled(model, action)) {
        return true;
    }
    let data = model.data.clone();
    let catalog = &data.catalog;
    let page = layout::page(model.size.1);
    let state = &mut model.quiz.decide;
    if let Some(to) = moved(state.row, row_count(catalog, state), page, action) {
        state.row = to;
        return true;
    }
    match (action, state.page) {
        (Action::EraseChar | Action::EraseWord | Action::EraseAll, _) => {
            match action {
                Action::EraseChar => drop(state.query.erase_char()),
                Action::EraseWord => state.query.erase_word(),
                _ => state.query.clear(),
            }
            narrow(&data, state);
        }
        (Action::Open, Page::Question(number)) => {
            let choice = offered(catalog, state, number).get(state.row).cloned();
            state.answers.set(number, choice);
            let last = number + 1 >= catalog.interview.len();
            state.is_complete |= last;
            let next = if state.is_complete { Page::Overview } else { Page::Question(number + 1) };
            state.go_to(catalog, next);
        }
        (Action::Open, Page::Overview) => match rows(catalog, state).get(state.row) {
            Some(Row::Result(cert)) => {
                let cert = *cert;
                crate::tui::update::open_cert(model, cert);
            }
            Some(Row::Question(number)) => state.go_to(catalog, Page::Question(*number)),
            Some(Row::Anew) | None => {
                let before = Some(Box::new(std::mem::take(&mut state.answers)));
                *state = State { before, ..State::begin() };
                state.weigh(catalog);
                model.notice = Some(ANEW.to_owned());
            }
        },
        (Action::Right, Page::Question(number)) if number + 1 < catalog.interview.len() => {
            state.go_to(catalog, Page::Question(number + 1));
        }
        (Action::Right, Page::Question(_)) => {
            state.is_complete = true;
            state.go_to(catalog, Page::Overview);
        }
        (Action::Left, Page::Question(number)) if number > 0 => state.go_to(catalog, Page::Question(number - 1)),
        _ => return false,
    }
    true
}

/// What is said when all answers were taken back.
const ANEW: &str = "answers gone; Esc brings them back";

/// Moves the selection of the overview: left and right go between the answers and what they come to, up
/// and down stay in their part where the two stand side by side. What a long text hides is scrolled to
/// before the selection goes on, and only a single step leads to "Start anew".
fn moved_about(model: &mut Model, action: Action) -> bool {
    let area = reading(model);
    let results = model.quiz.decide.outcome.shown().len();
    let last = rows(&model.data.catalog, &model.quiz.decide).len().saturating_sub(1);
    let row = model.quiz.decide.row;
    let in_results = row < results;
    match action {
        Action::Left | Action::Right => {
            let to_results = action == Action::Right;
            if to_results != in_results && results > 0 {
                let (least, most) = if to_results { (0, results - 1) } else { (results, last) };
                let to = model.quiz.decide.elsewhere.clamp(least, most);
                (model.quiz.decide.row, model.quiz.decide.elsewhere) = (to, row);
                come_into_sight(model, area);
            }
        }
        Action::Up | Action::Down => {
            let down = action == Action::Down;
            if reads_on(model, area, down) {
                return true;
            }
            let part = match (is_two_panes(area.width), in_results) {
                (false, _) => 0..=last,
                (true, true) => 0..=results.saturating_sub(1),
                (true, false) => results..=last,
            };
            let to = if down { row + 1 } else { row.saturating_sub(1) };
            model.quiz.decide.row = to.clamp(*part.start(), *part.end());
            come_into_sight(model, area);
        }
        // The answers beside the results are a list like any other.
        _ if is_two_panes(area.width) && !in_results => {
            let page = usize::from(area.height.max(1));
            let Some(to) = moved(row - results, last - results, page, action) else { return false };
            model.quiz.decide.row = results + to;
        }
        _ => return false,
    }
    true
}

/// Scrolls the text of the overview by lines; the selection goes along.
fn scrolled(model: &mut Model, action: Action) -> bool {
    let area = reading(model);
    let blocks = text_of(model, area);
    let total: usize = blocks.iter().map(|block| block.lines.len()).sum();
    let most = total.saturating_sub(usize::from(area.height));
    let page = usize::from(area.height.saturating_sub(1).max(1));
    let Some(to) = moved(model.quiz.decide.top.min(most), most + 1, page, action) else { return false };
    let anew = rows(&model.data.catalog, &model.quiz.decide).len().saturating_sub(1);
    let (mut start, mut row) = (0, None);
    for block in &blocks {
        let end = start + block.lines.len();
        let shown = end > to && start < to + usize::from(area.height);
        if let Some(number) = block.row.filter(|number| *number < anew && shown) {
            // The first that begins in sight, else the one that is being read; at the end the last.
            let begins = start >= to;
            row = if begins || row.is_none() { Some(number) } else { row };
            if begins && action != Action::Last {
                break;
            }
        }
        start = end;
    }
    model.quiz.decide.top = to;
    model.quiz.decide.row = row.unwrap_or(model.quiz.decide.row);
    true
}

/// Scrolls by a line where the selected part, or the text behind the last one, goes on out of sight.
fn reads_on(model: &mut Model, area: Rect, down: bool) -> bool {
    let blocks = text_of(model, area);
    let height = usize::from(area.height);
    let Some((start, end)) = lines_of(&blocks, model.quiz.decide.row) else { return false };
    let total: usize = blocks.iter().map(|block| block.lines.len()).sum();
    // What stands between this part and the next is read as well.
    let next = blocks.iter().filter_map(|block| block.row).find(|row| *row > model.quiz.decide.row);
    let end = next.and_then(|row| lines_of(&blocks, row)).map_or(total, |(start, _)| start).max(end);
    let start = if model.quiz.decide.row == 0 { 0 } else { start };
    let top = &mut model.quiz.decide.top;
    *top = (*top).min(total.saturating_sub(height));
    let goes_on = if down { end > *top + height } else { start < *top };
    if goes_on {
        *top = if down { *top + 1 } else { *top - 1 };
    }
    goes_on
}

/// Scrolls just as far as the selected row needs.
fn come_into_sight(model: &mut Model, area: Rect) {
    let blocks = text_of(model, area);
    let height = usize::from(area.height);
    let Some((start, end)) = lines_of(&blocks, model.quiz.decide.row) else { return };
    let top = &mut model.quiz.decide.top;
    *top = if start < *top { start } else { (*top).max(end.saturating_sub(height).min(start)) };
}

/// The first line of a row and the one behind its last.
fn lines_of(blocks: &[Block], row: usize) -> Option<(usize, usize)> {
    let mut start = 0;
    for block in blocks {
        if block.row == Some(row) {
            return Some((start, start + block.lines.len()));
        }
        start += block.lines.len();
    }
    None
}

/// The text of the overview that scrolls by lines.
fn text_of(model: &Model, area: Rect) -> Vec<Block> {
    if is_two_panes(area.width) {
        let [_, right] = layout::panes(area, ANSWERS);
        results(model, right.width)
    } else {
        blocks(model, area.width)
    }
}

/// Where the interview is painted on the terminal, without the note of what is below.
fn reading(model: &Model) -> Rect {
    let body = layout::bands(Rect::new(0, 0, model.size.0, model.size.1)).body;
    let area = below(body, if body.height > 8 { 2 } else { 1 });
    Rect { height: area.height.saturating_sub(u16::from(area.height > 6)), ..area }
}

/// Whether the answers stand beside what they come to.
fn is_two_panes(width: u16) -> bool {
    width >= TWO_PANES
}

/// The title and what stands beside it.
#[must_use]
pub fn title(model: &Model) -> (String, String) {
    let aside = match model.quiz.decide.page {
        Page::Question(number) => format!("{} / {}", number + 1, model.data.catalog.interview.len()),
        Page::Overview => "the result".to_owned(),
    };
    (TITLE.to_owned(), aside)
}

/// What can be done, in short, as in [`crate::tui::view::offers`]; and whether nothing else is offered,
/// since letters are typed.
#[must_use]
pub fn offers(model: &Model) -> (Vec<(Context, Action, &'static str)>, bool) {
    use Action as A;
    use Context as C;
    let decide = &model.quiz.decide;
    let in_results = decide.row < decide.outcome.shown().len();
    let offers = match decide.page {
        Page::Question(_) if is_picking(model) => vec![
            (C::SearchBox, A::Open, "choose"),
            (C::SearchBox, A::Down, "move"),
            (C::SearchBox, A::EraseAll, "erase"),
            (C::Move, A::Right, "skip"),
            (C::Global, A::Back, if decide.query.is_empty() { "one back" } else { "all again" }),
        ],
        Page::Question(_) => vec![
            (C::Interview, A::Open, "choose"),
            (C::Move, A::Right, "skip"),
            (C::Interview, A::Sources, "sources"),
            (C::Global, A::Back, "one back"),
        ],
        Page::Overview if in_results => vec![
            (C::Interview, A::Open, "open it"),
            (C::Move, A::PageDown, "read on"),
            (C::Move, A::Left, "your answers"),
            (C::Interview, A::Sources, "sources"),
            (C::Global, A::Back, "back"),
        ],
        Page::Overview => vec![
            (C::Interview, A::Open, "change it"),
            (C::Move, A::Right, "the results"),
            (C::Interview, A::Sources, "sources"),
            (C::Global, A::Back, "back"),
        ],
    };
    (offers, is_picking(model))
}

/// The name of the interview, wherever it is named.
pub const TITLE: &str = "Which one is for me?";

/// From this width on the answers stand beside what they come to.
const TWO_PANES: u16 = 96;

/// The width of the pane of answers.
const ANSWERS: u16 = 36;

/// Paints the interview below its title.
pub fn view(model: &Model, state: &mut ViewState, body: Rect, frame: &mut Frame) {
    let (theme, decide) = (&model.theme, &model.quiz.decide);
    let mut paint = |blocks: &[Block], row: Option<usize>, offset: &mut usize, area: Rect, state: &mut ViewState| {
        let (placed, mut cursor) = blocks::render_noted(blocks, row, offset, area, theme.cite, frame.buffer_mut());
        if row.is_none() {
            let selected = placed.iter().find(|(_, number)| *number == decide.row);
            cursor = selected.map(|(line, _)| line.as_position());
        }
        for (row, number) in placed {
            state.hit(row, crate::tui::message::Target::CardRow(number));
        }
        state.cursor = cursor.or(state.cursor);
    };
    match decide.page {
        Page::Question(number) => {
            // What the answers come to so far stands below, where there is room for it.
            let so_far = so_far(model, body.width);
            let room = u16::from(body.height > 10 && so_far.is_some());
            let area = Rect { height: body.height - 2 * room, ..body };
            let mut offset = state.quiz_offset;
            paint(&question(model, number, area.width), Some(decide.row), &mut offset, area, state);
            state.quiz_offset = offset;
            if let Some(line) = so_far.filter(|_| room > 0) {
                let below = Rect { y: body.bottom() - 1, height: 1, ..body };
                frame.render_widget(line, below);
            }
        }
        Page::Overview if is_two_panes(body.width) => {
            let [left, right] = layout::panes(body, ANSWERS);
            paint(&questions(model, left.width), Some(decide.row), &mut 0, left, state);
            paint(&results(model, right.width), None, &mut in_sight(model, body), right, state);
        }
        Page::Overview => paint(&blocks(model, body.width), None, &mut in_sight(model, body), body, state),
    }
}

/// The first line shown of the overview's text: where it was scrolled to, or where the selected row is if
/// another size of the terminal put that out of sight.
fn in_sight(model: &Model, body: Rect) -> usize {
    let top = model.quiz.decide.top;
    let height = usize::from(body.height.saturating_sub(u16::from(body.height > 6)));
    match lines_of(&text_of(model, body), model.quiz.decide.row) {
        Some((start, end)) if end <= top || start >= top + height => start,
        _ => top,
    }
}

/// What the page in front says, in one column: the question and its choices, or what the answers come to
/// and the answers below it.
#[must_use]
pub fn blocks(model: &Model, width: u16) -> Vec<Block> {
    match model.quiz.decide.page {
        Page::Question(number) => question(model, number, width),
        Page::Overview => {
            let mut blocks = results(model, width);
            blocks.push(Block::fixed(vec![Line::styled("Your answers", model.theme.heading)]));
            blocks.extend(questions(model, width));
            blocks
        }
    }
}

/// A paragraph with an empty line under it.
fn paragraph(words: &str, width: u16, style: Style) -> Block {
    let lines = text::wrap(words, usize::from(width)).into_iter().map(|line| Line::styled(line, style));
    Block::fixed(lines.chain([Line::default()]).collect())
}

/// A row that can be selected: a label, and words that wrap behind it.
fn entry(model: &Model, label: &str, words: &str, row: usize, width: u16) -> Block {
    let selected = row == model.quiz.decide.row;
    let style = row_style(&model.theme, selected, true);
    let indent = text::width(label);
    let wrapped = text::wrap(words, usize::from(width).saturating_sub(indent + 2).max(8)).into_iter().enumerate();
    let lines = wrapped.map(|(number, line)| {
        let lead = if number == 0 { format!("{}{label}", pointer(selected)) } else { " ".repeat(indent + 2) };
        Line::from(Span::styled(text::fit(&format!("{lead}{line}"), usize::from(width)), style))
    });
    Block { lines: lines.collect(), row: Some(row) }
}

/// The choice below all others.
pub const NO_MATTER: &str = "I leave this open";

/// The heading of what would take the first place away.
pub const FLIPS: &str = "What would change the first place";

/// What stands for an answer that was left open.
const OPEN: &str = "open";

/// What a choice of question `number` says: an answer, a name, or an abbreviation and a name.
#[must_use]
pub fn choice_words(catalog: &Catalog, number: usize, choice: &Choice) -> Vec<String> {
    match choice {
        Choice::Answer(answer) => vec![catalog.interview[number].answers[*answer].say.one_line()],
        Choice::Records(keys) => keys.first().map_or_else(Vec::new, |key| {
            let record = catalog.get(*key);
            let short = record.abbreviation.as_ref().filter(|_| key.0 == Kind::Cert);
            short.into_iter().chain([&record.name]).map(|words| words.one_line()).collect()
        }),
    }
}

/// So wide is the column of abbreviations at most.
const SHORT: usize = 20;

fn question(model: &Model, number: usize, width: u16) -> Vec<Block> {
    let (theme, catalog, decide) = (&model.theme, &model.data.catalog, &model.quiz.decide);
    let question = &catalog.interview[number];
    let mut blocks = vec![paragraph(&question.ask, width, theme.key)];
    let choices = offered(catalog, decide, number);
    if question.pick.is_some()
        && let Some(under) = blocks.last_mut().and_then(|block| block.lines.last_mut())
    {
        let words = match (decide.query.is_empty(), choices.is_empty()) {
            (true, _) => "  type a name to shorten the list".to_owned(),
            (false, true) => format!("  \u{201c}{}\u{201d}: nothing is called that", decide.query.text()),
            (false, false) => format!("  \u{201c}{}\u{201d}: {}", decide.query.text(), choices.len()),
        };
        *under = Line::styled(text::fit(&words, usize::from(width)), theme.cite);
    }
    let chosen = decide.answers.get(number);
    let most = SHORT.min(usize::from(width) / 4);
    let all: Vec<Vec<String>> = choices.iter().map(|choice| choice_words(catalog, number, choice)).collect();
    let shorts = all.iter().filter(|words| words.len() == 2).map(|words| text::width(&words[0]));
    let column = shorts.filter(|cells| *cells <= most).max().unwrap_or(0);
    for (row, (choice, words)) in choices.iter().zip(&all).enumerate() {
        let mark = if Some(choice) == chosen { "  (your answer)" } else { "" };
        let (label, words) = match words.as_slice() {
            [short, name] if text::width(short) <= column => (format!("{}  ", text::pad(short, column)), name.clone()),
            [short, name] => (String::new(), format!("{short}  {name}")),
            all => (String::new(), all.concat()),
        };
        blocks.push(entry(model, &label, &format!("{words}{mark}"), row, width));
    }
    blocks.push(entry(model, "", NO_MATTER, choices.len(), width));
    blocks
}

/// What the answers come to so far, in one line; `None` while they come to nothing.
#[must_use]
pub fn so_far(model: &Model, width: u16) -> Option<Line<'static>> {
    let outcome = &model.quiz.decide.outcome;
    let names: Vec<String> = outcome
        .shown()
        .iter()
        .enumerate()
        .map(|(place, one)| format!("{} {}", place + 1, model.data.catalog.get(one.cert).short()))
        .collect();
    let words = format!("so far: {}", names.join("   "));
    (!names.is_empty()).then(|| Line::styled(text::fit(&words, usize::from(width)), model.theme.cite))
}

fn questions(model: &Model, width: u16) -> Vec<Block> {
    let (catalog, decide) = (&model.data.catalog, &model.quiz.decide);
    let first = decide.outcome.shown().len();
    let label = catalog.interview.iter().map(|question| text::width(&question.short)).max().unwrap_or(0).min(20);
    let mut blocks = Vec::new();
    for (number, question) in catalog.interview.iter().enumerate() {
        let answer = decide.answers.get(number).map_or_else(|| OPEN.to_owned(), |choice| said(catalog, number, choice));
        let label = format!("{}  ", text::pad(&question.short.one_line(), label));
        blocks.push(entry(model, &label, &answer, first + number, width));
    }
    blocks.push(Block::fixed(vec![Line::default()]));
    blocks.push(entry(model, "", "Start anew", first + catalog.interview.len(), width));
    blocks
}

/// So many reasons are shown on each side of the first, and of the others.
const REASONS: [usize; 2] = [4, 2];

fn results(model: &Model, width: u16) -> Vec<Block> {
    let (theme, catalog, decide) = (&model.theme, &model.data.catalog, &model.quiz.decide);
    let mut blocks = Vec::new();
    for remark in crate::advise::remarks(catalog, &decide.outcome) {
        blocks.push(paragraph(&remark, width, theme.warn));
    }
    for (row, one) in decide.outcome.shown().iter().enumerate() {
        blocks.push(result(model, row, one, width));
    }
    if decide.flips.len() > 1 {
        let mut lines = vec![Line::styled("What else would change the first place", theme.heading)];
        for flip in decide.flips.iter().skip(1).take(3) {
            lines.extend(indented("· ", &flip_words(catalog, &decide.answers, flip), width, Style::new()));
        }
        lines.push(Line::default());
        blocks.push(Block::fixed(lines));
    }
    blocks.push(paragraph(&crate::advise::caution(catalog), width, theme.cite));
    blocks
}

fn result(model: &Model, row: usize, one: &Advised, width: u16) -> Block {
    let (theme, catalog) = (&model.theme, &model.data.catalog);
    let selected = row == model.quiz.decide.row;
    let style = row_style(theme, selected, true);
    let cert = catalog.get(one.cert);
    let asked = if one.asked_for { "   asked for" } else { "" };
    let name = format!("{}{}. {}  {}{asked}", pointer(selected), row + 1, cert.short(), cert.name.one_line());
    let mut lines = vec![Line::from(Span::styled(text::fit(&name, usize::from(width)), style))];
    let standing = match one.standing {
        Standing::Within => None,
        Standing::Disputed => Some("! sources disagree about what you ruled out"),
        Standing::Unknown => Some("~ nobody says whether it is what you ruled out"),
    };
    lines.extend(standing.into_iter().flat_map(|words| indented("     ", words, width, theme.warn)));
    let most = REASONS[usize::from(row > 0)];
    for (reasons, sign, style) in [(&one.for_it, "     + ", theme.good), (&one.against, "     - ", theme.bad)] {
        lines.extend(reasons.iter().take(most).flat_map(|reason| reason_lines(catalog, sign, reason, width, style)));
        if reasons.len() > most {
            let words = format!("and {} more", reasons.len() - most);
            lines.extend(indented("       ", &words, width, theme.cite));
        }
    }
    if one.against.is_empty() {
        lines.extend(indented("       ", "nothing known speaks against it", width, theme.cite));
    }
    // The smallest change that takes the first place away stands with it.
    let flip = model.quiz.decide.flips.first().filter(|_| row == 0);
    if let Some(flip) = flip {
        lines.extend(indented("     ", FLIPS, width, theme.heading));
        let words = flip_words(catalog, &model.quiz.decide.answers, flip);
        lines.extend(indented("     ± ", &words, width, theme.warn));
    }
    lines.push(Line::default());
    Block { lines, row: Some(row) }
}

fn reason_lines(catalog: &Catalog, sign: &str, reason: &Reason, width: u16, style: Style) -> Vec<Line<'static>> {
    let words = format!("{} {}", reason.words, catalog.cite_all(&reason.sources));
    let mut lines = indented(sign, words.trim_end(), width, Style::new());
    if let Some(first) = lines.first_mut()
        && let Some(lead) = first.spans.first_mut()
    {
        lead.style = style;
    }
    lines
}

/// Wrapped words behind a lead, further lines indented under the first.
fn indented(lead: &str, words: &str, width: u16, style: Style) -> Vec<Line<'static>> {
    let indent = text::width(lead);
    let wrapped = text::wrap(words, usize::from(width).saturating_sub(indent).max(8)).into_iter().enumerate();
    wrapped
        .map(|(i, line)| {
            let lead = if i == 0 { lead.to_owned() } else { " ".repeat(indent) };
            Line::from(vec![Span::raw(lead), Span::styled(line, style)])
        })
        .collect()
}
