//! The Quiz tab: banks of questions one by one with reasons, and the decision interview.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::catalog::{Bank, Choice as OptionText, Item};
use crate::keys::action::Action;
use crate::keys::bindings::Context;
use crate::quiz::{Asked, Phase, ROUND, Session};
use crate::tui::layout;
use crate::tui::message::Target;
use crate::tui::model::Model;
use crate::tui::overlays::{Overlay, Subject};
use crate::tui::screens::browse::moved;
use crate::tui::screens::{below, decide, headline, pointer, row_style, rule};
use crate::tui::theme::Theme;
use crate::tui::view::ViewState;
use crate::tui::widgets::blocks::{self, Block};
use crate::tui::widgets::text;

/// What the tab shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Page {
    /// The list of banks and the interview.
    #[default]
    Home,
    /// The run.
    Run,
    /// A question of the finished run, by position, with its reasons.
    Review(usize),
    /// The decision interview.
    Decide,
}

/// The state of the tab.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct State {
    /// What is shown.
    pub page: Page,
    /// The selected row of what is shown.
    pub row: usize,
    /// The run, kept while other tabs are in front.
    pub run: Option<Session>,
    /// The decision interview.
    pub decide: decide::State,
}

impl State {
    /// The context of the keys.
    #[must_use]
    pub fn context(&self) -> Context {
        match self.page {
            Page::Home => Context::QuizHome,
            Page::Review(_) => Context::Answered,
            Page::Decide => Context::Interview,
            Page::Run => match self.run.as_ref().map(Session::phase) {
                Some(Phase::Asking) => Context::Asking,
                Some(Phase::Answered) => Context::Answered,
                Some(Phase::Finished) => Context::Result,
                None => Context::QuizHome,
            },
        }
    }

    /// Whether leaving the program would lose answers.
    #[must_use]
    pub fn is_unfinished(&self) -> bool {
        self.run.as_ref().is_some_and(Session::is_unfinished)
    }
}

/// A row of the home page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Choice {
    Continue,
    Bank(usize),
    Interview,
}

fn choices(model: &Model) -> Vec<Choice> {
    let mut all = Vec::new();
    if model.quiz.is_unfinished() {
        all.push(Choice::Continue);
    }
    if !model.data.catalog.interview.is_empty() {
        all.push(Choice::Interview);
    }
    all.extend((0..model.data.catalog.banks.len()).map(Choice::Bank));
    all
}

/// How many rows the page has that can be selected.
fn row_count(model: &Model) -> usize {
    let catalog = &model.data.catalog;
    match (model.quiz.page, &model.quiz.run) {
        (Page::Home, _) => choices(model).len(),
        (Page::Run, Some(run)) => match run.phase() {
            Phase::Asking | Phase::Answered => run.current().order.len(),
            Phase::Finished => run.wrong(&catalog.banks[run.bank]).len(),
        },
        (Page::Review(at), Some(run)) => run.asked()[at].order.len(),
        // The interview counts its own.
        (Page::Decide, _) | (_, None) => 0,
    }
}

/// What the cursor is on, for `i`.
#[must_use]
pub fn subject(model: &Model) -> Option<Subject> {
    let catalog = &model.data.catalog;
    match (model.quiz.page, &model.quiz.run) {
        (Page::Decide, _) => decide::subject(model),
        (Page::Run, Some(run)) => match run.phase() {
            // The source would give the answer away.
            Phase::Asking => None,
            Phase::Answered => Some(Subject::Item(run.bank, run.current().item)),
            Phase::Finished => {
                let wrong = run.wrong(&catalog.banks[run.bank]);
                wrong.get(model.quiz.row).map(|&at| Subject::Item(run.bank, run.asked()[at].item))
            }
        },
        (Page::Review(at), Some(run)) => Some(Subject::Item(run.bank, run.asked()[at].item)),
        _ => None,
    }
}

fn start(model: &mut Model, bank: usize) {
    let seed = model.seed;
    model.seed = model.seed.wrapping_add(1);
    if let Some(run) = Session::round(bank, &model.data.catalog.banks[bank], seed) {
        model.quiz.run = Some(run);
        (model.quiz.page, model.quiz.row) = (Page::Run, 0);
    } else {
        model.notice = Some("this bank has no questions".to_owned());
    }
}

/// Starts `bank`, asking first if that would throw answers away.
fn start_or_ask(model: &mut Model, bank: usize) {
    if model.quiz.is_unfinished() {
        model.overlays.push(Overlay::confirm_restart(bank));
    } else {
        start(model, bank);
    }
}

/// Starts a bank whatever is unfinished.
pub fn restart(model: &mut Model, bank: usize) {
    start(model, bank);
}

fn answer(model: &mut Model, option: usize) {
    if let Some(run) = &mut model.quiz.run
        && option < run.current().order.len()
    {
        run.answer(option);
        model.quiz.row = option;
    }
}

fn open(model: &mut Model) {
    let row = model.quiz.row;
    match model.quiz.page {
        Page::Home => match choices(model).get(row) {
            Some(Choice::Continue) => (model.quiz.page, model.quiz.row) = (Page::Run, 0),
            Some(Choice::Bank(bank)) => start_or_ask(model, *bank),
            Some(Choice::Interview) => {
                // Answers are kept: who comes back sees what they come to.
                if !model.quiz.decide.is_begun() {
                    model.quiz.decide = decide::State::begin();
                }
                model.quiz.page = Page::Decide;
            }
            None => {}
        },
        Page::Decide => {}
        Page::Review(_) => (model.quiz.page, model.quiz.row) = (Page::Run, 0),
        Page::Run => {
            let Some(run) = &mut model.quiz.run else { return };
            match run.phase() {
                Phase::Asking => answer(model, row),
                Phase::Answered => {
                    run.next();
                    model.quiz.row = 0;
                }
                Phase::Finished => {
                    let wrong = run.wrong(&model.data.catalog.banks[run.bank]);
                    match wrong.get(row) {
                        Some(&at) => (model.quiz.page, model.quiz.row) = (Page::Review(at), 0),
                        None => (model.quiz.page, model.quiz.row) = (Page::Home, 0),
                    }
                }
            }
        }
    }
}

/// What an action does here; false if it does nothing.
pub fn act(model: &mut Model, action: Action) -> bool {
    if model.quiz.page == Page::Decide {
        if action == Action::Back && decide::step_back(model).is_none() {
            (model.quiz.page, model.quiz.row) = (Page::Home, 0);
            return true;
        }
        return action == Action::Back || decide::act(model, action);
    }
    if let Some(to) = moved(model.quiz.row, row_count(model), layout::page(model.size.1), action) {
        model.quiz.row = to;
        return true;
    }
    match action {
        Action::Open => open(model),
        Action::AnswerA => answer(model, 0),
        Action::AnswerB => answer(model, 1),
        Action::AnswerC => answer(model, 2),
        Action::AnswerD => answer(model, 3),
        Action::AnswerE => answer(model, 4),
        Action::AnswerF => answer(model, 5),
        Action::Again => {
            let again = model.quiz.run.as_ref().and_then(|run| run.again(&model.data.catalog.banks[run.bank]));
            match again {
                Some(run) => {
                    model.quiz.run = Some(run);
                    model.quiz.row = 0;
                }
                None => model.notice = Some("nothing was wrong: there is nothing to repeat".to_owned()),
            }
        }
        Action::Back => match model.quiz.page {
            Page::Home => return false,
            Page::Review(_) => (model.quiz.page, model.quiz.row) = (Page::Run, 0),
            Page::Decide | Page::Run => (model.quiz.page, model.quiz.row) = (Page::Home, 0),
        },
        _ => return false,
    }
    true
}

/// A click on a row: selects it; true if it was selected already and is to be opened.
pub fn clicked(model: &mut Model, target: Target) -> bool {
    let Target::CardRow(row) = target else { return false };
    if model.quiz.page == Page::Decide {
        let again = model.quiz.decide.row == row;
        return decide::select(model, row) && again;
    }
    if row >= row_count(model) {
        return false;
    }
    let again = model.quiz.row == row;
    model.quiz.row = row;
    again
}

/// Paints the tab.
pub fn view(model: &Model, state: &mut ViewState, area: Rect, frame: &mut Frame) {
    let catalog = &model.data.catalog;
    let (title, aside, blocks) = match (model.quiz.page, &model.quiz.run) {
        (Page::Decide, _) => {
            let (title, aside) = decide::title(model);
            (title, aside, Vec::new())
        }
        (Page::Home, _) | (_, None) => (
            "Quiz".to_owned(),
            "our own questions, each with its reasons and sources".to_owned(),
            home(model, area.width),
        ),
        (page, Some(run)) => {
            let bank = &catalog.banks[run.bank];
            let (at, total) = run.progress();
            let (number, blocks) = match (page, run.phase()) {
                (Page::Review(at), _) => (at, answered(model, bank, &run.asked()[at], area.width)),
                (_, Phase::Asking) => (at, question(model, bank, run, area.width)),
                (_, Phase::Answered) => (at, answered(model, bank, run.current(), area.width)),
                (_, Phase::Finished) => (usize::MAX, result(model, bank, run, area.width)),
            };
            let aside = match run.asked().get(number) {
                Some(asked) => format!("{} / {total}   {}", number + 1, bank.items[asked.item].topic),
                None => score_line(bank, run),
            };
            (bank.name.to_string(), aside, blocks)
        }
    };
    let line = Line::from(vec![
        Span::styled(title, model.theme.title),
        Span::raw("   "),
        Span::styled(aside, if model.quiz.context() == Context::Result { model.theme.key } else { model.theme.cite }),
    ]);
    let mut body = headline(line, area, frame.buffer_mut());
    if area.height > 8 {
        rule(body, model.theme.rule, frame.buffer_mut());
        body = below(body, 1);
    }
    if model.quiz.page == Page::Decide {
        let here = (Page::Decide, Some((model.quiz.decide.page_number(), true)));
        if state.quiz_page != Some(here) {
            (state.quiz_page, state.quiz_offset) = (Some(here), 0);
        }
        decide::view(model, state, body, frame);
        return;
    }
    let here = (model.quiz.page, model.quiz.run.as_ref().map(|run| (run.progress().0, run.phase() == Phase::Finished)));
    if state.quiz_page != Some(here) {
        (state.quiz_page, state.quiz_offset) = (Some(here), 0);
    }
    let (placed, cursor) = blocks::render_noted(
        &blocks,
        Some(model.quiz.row),
        &mut state.quiz_offset,
        body,
        model.theme.cite,
        frame.buffer_mut(),
    );
    for (row, number) in placed {
        state.hit(row, Target::CardRow(number));
    }
    state.cursor = cursor.or(state.cursor);
}

/// A paragraph as a block that cannot be selected, with an empty line under it.
fn paragraph(words: &str, width: u16, style: Style) -> Block {
    let mut lines: Vec<Line<'static>> =
        text::wrap(words, usize::from(width)).into_iter().map(|line| Line::styled(line, style)).collect();
    lines.push(Line::default());
    Block::fixed(lines)
}

/// A choice: the first line carries the pointer, further lines are indented under it.
fn choice(
    theme: &Theme,
    lead: &str,
    words: &str,
    more: Vec<Line<'static>>,
    row: usize,
    selected: bool,
    width: u16,
) -> Block {
    let style = row_style(theme, selected, true);
    let indent = 2 + text::width(lead);
    let room = usize::from(width).saturating_sub(indent).max(8);
    let mut lines: Vec<Line<'static>> = text::wrap(words, room)
        .into_iter()
        .enumerate()
        .map(|(i, line)| {
            if i == 0 {
                Line::from(vec![Span::styled(format!("{}{lead}", pointer(selected)), style), Span::styled(line, style)])
            } else {
                Line::from(format!("{:indent$}{line}", ""))
            }
        })
        .collect();
    lines.extend(more);
    Block { lines, row: Some(row) }
}

/// Lines indented under a choice.
fn under(words: &str, indent: usize, width: u16, style: Style) -> Vec<Line<'static>> {
    text::wrap(words, usize::from(width).saturating_sub(indent).max(8))
        .into_iter()
        .map(|line| Line::from(vec![Span::raw(" ".repeat(indent)), Span::styled(line, style)]))
        .collect()
}

fn home(model: &Model, width: u16) -> Vec<Block> {
    let theme = &model.theme;
    let catalog = &model.data.catalog;
    choices(model)
        .into_iter()
        .enumerate()
        .map(|(row, entry)| {
            let selected = row == model.quiz.row;
            let (name, about) = match entry {
                Choice::Continue => {
                    let run = model.quiz.run.as_ref();
                    let name = run.map_or(String::new(), |run| catalog.banks[run.bank].name.to_string());
                    let (at, total) = run.map_or((0, 0), Session::progress);
                    (format!("Go on with {name}"), format!("question {} of {total}", at + 1))
                }
                Choice::Bank(bank) => {
                    let bank = &catalog.banks[bank];
                    let count = bank.items.len();
                    let round = if count > ROUND + 5 { format!(", {ROUND} drawn at a time") } else { String::new() };
                    (bank.name.to_string(), format!("{count} questions{round}. {}", bank.intro.one_line()))
                }
                Choice::Interview => (
                    "Which certification is right for me?".to_owned(),
                    format!(
                        "{} questions, then what speaks for and against each, and who says so",
                        catalog.interview.len()
                    ),
                ),
            };
            let mut more = under(&about, 2, width, theme.cite);
            more.push(Line::default());
            choice(theme, "", &name, more, row, selected, width)
        })
        .collect()
}

/// The letter of an option.
fn letter(option: usize) -> char {
    u8::try_from(option).ok().and_then(|n| char::from_u32(u32::from(b'A' + n.min(25)))).unwrap_or('?')
}

fn question(model: &Model, bank: &Bank, run: &Session, width: u16) -> Vec<Block> {
    let asked = run.current();
    let item = &bank.items[asked.item];
    let mut blocks = vec![paragraph(&item.stem, width, Style::new().patch(model.theme.key))];
    for (row, &option) in asked.order.iter().enumerate() {
        let lead = format!("{}  ", letter(row));
        let words = item.options[option].text.one_line();
        blocks.push(choice(&model.theme, &lead, &words, vec![Line::default()], row, row == model.quiz.row, width));
    }
    blocks
}

fn answered(model: &Model, bank: &Bank, asked: &Asked, width: u16) -> Vec<Block> {
    let theme = &model.theme;
    let item: &Item = &bank.items[asked.item];
    let key = asked.order.iter().position(|&option| item.solution.contains(&option)).unwrap_or(0);
    let mut blocks = vec![paragraph(&item.stem, width, Style::new().patch(theme.key))];
    let (verdict, style) = match asked.answer {
        Some(answer) if answer == key => ("Right.".to_owned(), theme.good),
        Some(answer) => (format!("Wrong: you chose {}, the answer is {}.", letter(answer), letter(key)), theme.bad),
        None => (format!("Not answered; the answer is {}.", letter(key)), theme.bad),
    };
    let why = under(&item.why, 0, width, Style::new());
    let mut lines = vec![Line::styled(verdict, style)];
    lines.extend(why);
    lines.push(Line::from(Span::styled(
        text::fit(&model.data.catalog.cite_all(&item.sources), usize::from(width)),
        theme.cite,
    )));
    lines.push(Line::default());
    blocks.push(Block::fixed(lines));
    for (row, &option) in asked.order.iter().enumerate() {
        let OptionText { text: words, reason, .. } = &item.options[option];
        let sign = match (item.solution.contains(&option), asked.answer == Some(row)) {
            (true, _) => "[ok] ",
            (false, true) => "[x]  ",
            (false, false) => "     ",
        };
        let lead = format!("{sign}{}  ", letter(row));
        let more = under(&reason.one_line(), 2 + text::width(&lead), width, theme.cite);
        blocks.push(choice(theme, &lead, &words.one_line(), more, row, row == model.quiz.row, width));
    }
    blocks
}

/// The topics of a run in order, each with right answers and questions.
fn by_topic(bank: &Bank, run: &Session) -> Vec<(String, usize, usize)> {
    let mut topics: Vec<(String, usize, usize)> = Vec::new();
    for asked in run.asked() {
        let item = &bank.items[asked.item];
        let right = usize::from(asked.is_right(item));
        match topics.iter_mut().find(|(name, ..)| *name == *item.topic) {
            Some((_, known, all)) => (*known, *all) = (*known + right, *all + 1),
            None => topics.push((item.topic.to_string(), right, 1)),
        }
    }
    topics
}

/// The verdict in one line; there is no exam behind a practice bank, so nobody "passes".
fn score_line(bank: &Bank, run: &Session) -> String {
    let (score, total) = (run.score(bank), run.asked().len());
    format!("Your score is {score} of {total} ({} %)", score * 100 / total.max(1))
}

fn result(model: &Model, bank: &Bank, run: &Session, width: u16) -> Vec<Block> {
    let theme = &model.theme;
    let mut blocks = Vec::new();
    let topics = by_topic(bank, run);
    let name_width = topics.iter().map(|(name, ..)| text::width(name)).max().unwrap_or(0).min(24);
    let most = topics.iter().map(|(.., all)| *all).max().unwrap_or(0).min(12);
    let cells: Vec<String> = topics
        .iter()
        .map(|(name, right, all)| {
            let bar = format!("{}{}", "#".repeat((*right).min(most)), "·".repeat((all - right).min(most)));
            format!("{}  {right} of {all}  {}", text::pad(name, name_width), text::pad(&bar, most))
        })
        .collect();
    // Two columns where they fit: the score and what went wrong belong on one screen.
    let wide = cells.first().map_or(0, |cell| text::width(cell));
    let columns = if wide * 2 + 4 <= usize::from(width) { 2 } else { 1 };
    let lines = cells.chunks(columns).map(|row| Line::from(text::fit(&row.join("    "), usize::from(width))));
    blocks.push(Block::fixed(lines.chain([Line::default()]).collect()));
    let wrong = run.wrong(bank);
    let next = if wrong.is_empty() {
        "Everything was right. Enter goes back to the choice of quizzes."
    } else {
        "What went wrong: Enter shows why, r asks only these once more, Esc goes back."
    };
    blocks.push(paragraph(next, width, theme.cite));
    for (row, at) in wrong.into_iter().enumerate() {
        let item = &bank.items[run.asked()[at].item];
        let lead = format!("{:>2}  ", at + 1);
        blocks.push(choice(theme, &lead, &item.stem.one_line(), Vec::new(), row, row == model.quiz.row, width));
    }
    blocks
}
