//! The decision interview of the Quiz tab: one question after the other, then all answers beside what
//! they come to. Any answer can be changed at any time, and the result moves at once.

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::advise::{self, Advised, Answers, Choice, Flip, Outcome, Reason, flip_words, said};
use crate::catalog::Catalog;
use crate::catalog::quantity::Status;
use crate::catalog::record::{Key, Kind};
use crate::keys::action::Action;
use crate::search::limits::Standing;
use crate::tui::layout;
use crate::tui::model::Model;
use crate::tui::overlays::Subject;
use crate::tui::screens::browse::moved;
use crate::tui::screens::card::Goal;
use crate::tui::screens::{pointer, row_style};
use crate::tui::view::ViewState;
use crate::tui::widgets::blocks::{self, Block};
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
}

impl Default for State {
    fn default() -> Self {
        let (answers, outcome, flips) = (Answers::default(), Arc::default(), Arc::default());
        Self { page: Page::Question(0), row: 0, answers, is_complete: false, outcome, flips }
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
        Page::Question(number) => choices(catalog, number).len() + 1,
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
    let data = model.data.clone();
    let catalog = &data.catalog;
    let page = layout::page(model.size.1);
    let state = &mut model.quiz.decide;
    if let Some(to) = moved(state.row, row_count(catalog, state), page, action) {
        state.row = to;
        return true;
    }
    match (action, state.page) {
        (Action::Open, Page::Question(number)) => {
            let choice = choices(catalog, number).get(state.row).cloned();
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
                *state = State::begin();
                state.weigh(catalog);
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

/// The title and what stands beside it.
#[must_use]
pub fn title(model: &Model) -> (String, String) {
    let aside = match model.quiz.decide.page {
        Page::Question(number) => format!("{} / {}", number + 1, model.data.catalog.interview.len()),
        Page::Overview => "your answers say".to_owned(),
    };
    ("Which certification is right for me?".to_owned(), aside)
}

/// From this width on the answers stand beside what they come to.
const TWO_PANES: u16 = 96;

/// The width of the pane of answers.
const ANSWERS: u16 = 36;

/// Paints the interview below its title.
pub fn view(model: &Model, state: &mut ViewState, body: Rect, frame: &mut Frame) {
    let (theme, decide) = (&model.theme, &model.quiz.decide);
    let mut paint = |blocks: &[Block], offset: &mut usize, area: Rect, state: &mut ViewState| {
        let (placed, cursor) =
            blocks::render_noted(blocks, Some(decide.row), offset, area, theme.cite, frame.buffer_mut());
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
            paint(&question(model, number, area.width), &mut offset, area, state);
            state.quiz_offset = offset;
            if let Some(line) = so_far.filter(|_| room > 0) {
                let below = Rect { y: body.bottom() - 1, height: 1, ..body };
                frame.render_widget(line, below);
            }
        }
        Page::Overview if body.width >= TWO_PANES => {
            let [left, right] = layout::panes(body, ANSWERS);
            let results = results(model, right.width);
            let questions = questions(model, left.width);
            let mut offset = state.quiz_offset;
            let in_results = decide.row < decide.outcome.shown().len();
            let (mut first, mut second) = if in_results { (0, offset) } else { (offset, 0) };
            paint(&questions, &mut first, left, state);
            paint(&results, &mut second, right, state);
            offset = if in_results { second } else { first };
            state.quiz_offset = offset;
        }
        Page::Overview => {
            let blocks = blocks(model, body.width);
            let mut offset = state.quiz_offset;
            paint(&blocks, &mut offset, body, state);
            state.quiz_offset = offset;
        }
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

fn one_line(model: &Model, words: &str, row: usize, width: u16) -> Block {
    let selected = row == model.quiz.decide.row;
    let style = row_style(&model.theme, selected, true);
    let words = text::fit(words, usize::from(width).saturating_sub(2));
    Block { lines: vec![Line::from(Span::styled(format!("{}{words}", pointer(selected)), style))], row: Some(row) }
}

/// The choice below all others.
pub const NO_MATTER: &str = "It does not matter to me";

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

fn question(model: &Model, number: usize, width: u16) -> Vec<Block> {
    let catalog = &model.data.catalog;
    let question = &catalog.interview[number];
    let mut blocks = vec![paragraph(&question.ask, width, model.theme.key)];
    let choices = choices(catalog, number);
    let chosen = model.quiz.decide.answers.get(number);
    for (row, choice) in choices.iter().enumerate() {
        let words = match choice_words(catalog, number, choice).as_slice() {
            [short, name] => format!("{}  {name}", text::pad(short, 10)),
            all => all.concat(),
        };
        let mark = if Some(choice) == chosen { "  (your answer)" } else { "" };
        blocks.push(one_line(model, &format!("{words}{mark}"), row, width));
    }
    blocks.push(one_line(model, NO_MATTER, choices.len(), width));
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
        let answer =
            decide.answers.get(number).map_or_else(|| "any".to_owned(), |choice| said(catalog, number, choice));
        let words = format!("{}  {answer}", text::pad(&question.short.one_line(), label));
        blocks.push(one_line(model, &words, first + number, width));
    }
    blocks.push(Block::fixed(vec![Line::default()]));
    blocks.push(one_line(model, "Start anew", first + catalog.interview.len(), width));
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
