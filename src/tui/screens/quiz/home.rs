//! The home of the tab: what is due, what is unfinished, and what can be begun.

use ratatui::text::Span;

use super::parts::{bar, count, entry, heading, percent, time};
use super::run::Shown;
use super::{Page, go, start, start_bank};
use crate::catalog::Catalog;
use crate::profile::{Change, End, Mode, Run};
use crate::quiz::Paper;
use crate::quiz::question::ItemRef;
use crate::quiz::schedule;
use crate::tui::model::{Model, Saving};
use crate::tui::screens::decide;
use crate::tui::widgets::text;

/// A row of the page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Row {
    /// Questions that are due for repetition.
    Due,
    /// The questions of today on the way to an exam, by certification id.
    Exam(String),
    /// An unfinished run, by position.
    Open(usize),
    /// The decision interview.
    Interview,
    /// Mock exams.
    Exams,
    /// How ready somebody is.
    Ready,
    /// Practice by choice.
    Setup,
    /// A bank, by index.
    Bank(usize),
}

/// The rows, in order.
#[must_use]
pub fn rows(model: &Model) -> Vec<Row> {
    let mut all = Vec::new();
    if !due(model).is_empty() {
        all.push(Row::Due);
    }
    all.extend(model.profile.exams.keys().cloned().map(Row::Exam));
    // A run that was begun and has no answer is only in the way; one in front without any is not kept.
    let begun = |number: &usize| {
        let (run, attempts) = &model.profile.open[*number];
        run.mode == Mode::Exam || !attempts.is_empty()
    };
    all.extend((0..model.profile.open.len()).filter(begun).map(Row::Open));
    if !model.data.catalog.interview.is_empty() {
        all.push(Row::Interview);
    }
    if !model.data.catalog.mocks.is_empty() {
        all.push(Row::Exams);
    }
    if !model.data.catalog.banks.is_empty() {
        all.extend([Row::Ready, Row::Setup]);
    }
    all.extend((0..model.data.catalog.banks.len()).map(Row::Bank));
    all
}

/// The questions that are due before the day ends, the most overdue first.
#[must_use]
pub fn due(model: &Model) -> Vec<ItemRef> {
    due_by(model, (model.now.0.div_euclid(schedule::DAY) + 1) * schedule::DAY - 1)
}

/// The questions that are due by a moment, the most overdue first.
fn due_by(model: &Model, moment: i64) -> Vec<ItemRef> {
    let mut due: Vec<(i64, ItemRef)> = model
        .profile
        .settled()
        .items
        .iter()
        .filter_map(|(name, history)| {
            let card = history.card.as_ref().filter(|card| schedule::is_due(card, moment))?;
            Some((card.due, ItemRef::find(&model.data.catalog, name)?))
        })
        .collect();
    due.sort_unstable();
    due.into_iter().map(|(_, item)| item).collect()
}

/// How far a bank has been tried: questions tried, and those whose last answer was right.
fn progress(model: &Model, bank: usize) -> (usize, usize) {
    let bank = &model.data.catalog.banks[bank];
    let prefix = format!("{}/", bank.id);
    let own = model.profile.settled().items.range(prefix.clone()..).take_while(|(name, _)| name.starts_with(&prefix));
    own.fold((0, 0), |(tried, right), (_, history)| match history.last {
        Some((_, ok)) => (tried + 1, right + usize::from(ok)),
        None => (tried, right),
    })
}

/// How an unfinished run stands, in words.
#[must_use]
pub fn stands(run: &Run, answered: usize, now: i64) -> String {
    let words = format!("question {} of {}, {answered} answered", run.stand.at + 1, run.items.len());
    match serde_json::from_str::<crate::quiz::exam::Rules>(&run.rules) {
        Ok(rules) => format!("{} left, {words}", time(rules.left(&run.stand, now))),
        Err(_) => words,
    }
}

/// Gives the unfinished run of the selected row up; its answers stay.
pub fn discard(model: &mut Model) {
    let Some(Row::Open(number)) = rows(model).get(model.quiz.row).cloned() else {
        model.notice = Some("only an unfinished run can be given up".to_owned());
        return;
    };
    let Some((run, _)) = model.profile.open.get(number) else { return };
    let (id, title) = (run.id, run.title.clone());
    let end = Change::Ended(id, End::Dropped { at: model.now.0 });
    if model.quiz.run.as_ref().is_some_and(|known| known.id == id) {
        model.quiz.run = None;
    }
    super::keep(model, vec![end]);
    model.quiz.row = model.quiz.row.min(rows(model).len().saturating_sub(1));
    model.notice = Some(format!("{title} is given up; its answers stay"));
}

/// Opens a row.
pub fn open(model: &mut Model, row: usize) {
    model.quiz.home = rows(model).get(row).cloned();
    match rows(model).get(row).cloned() {
        Some(Row::Due) => {
            let seed = model.next_seed();
            let now = due_by(model, model.now.0);
            let items = if now.is_empty() { due(model) } else { now };
            let items: Vec<ItemRef> = items.into_iter().take(30).collect();
            start(model, repetition("Repetition", items, None, seed));
        }
        Some(Row::Exam(cert)) => super::ready::start_day(model, &cert),
        Some(Row::Open(number)) => super::resume(model, number),
        Some(Row::Interview) => {
            // Answers are kept: who comes back sees what they come to.
            if !model.quiz.decide.is_begun() {
                model.quiz.decide = decide::State::begin();
            }
            model.quiz.page = Page::Decide;
        }
        Some(Row::Exams) => go(model, Page::Exams),
        Some(Row::Ready) => go(model, Page::Ready),
        Some(Row::Setup) => go(model, Page::Setup),
        Some(Row::Bank(bank)) => start_bank(model, bank),
        None => {}
    }
}

/// A paper of questions to be seen again, in this order.
#[must_use]
pub fn repetition(title: &str, items: Vec<ItemRef>, cert: Option<String>, seed: u64) -> Paper {
    Paper { title: title.to_owned(), mode: Mode::Practice, cert, items, seed, rules: None, mixed: false }
}

/// Opens the choices of practice, with the bank in front if there is one.
pub fn options(model: &mut Model) {
    let bank = match rows(model).get(model.quiz.row) {
        Some(Row::Bank(bank)) if model.quiz.page == Page::Home => Some(*bank),
        _ => None,
    };
    if bank.is_some() {
        model.quiz.setup = super::setup::State { bank, ..model.quiz.usual.clone() };
    }
    go(model, Page::Setup);
}

/// Paints the page.
#[must_use]
pub fn view(model: &Model, width: u16) -> Shown {
    let theme = &model.theme;
    let catalog: &Catalog = &model.data.catalog;
    let rows = rows(model);
    let names = catalog.banks.iter().map(|bank| text::width(&bank.name.one_line())).max().unwrap_or(0).clamp(24, 36);
    let mut blocks = Vec::new();
    let mut last = "";
    for (number, row) in rows.iter().enumerate() {
        let selected = number == model.quiz.row;
        let (group, name, about) = match row {
            Row::Due => {
                let due = due(model);
                let mut banks: Vec<(String, usize)> = Vec::new();
                for item in &due {
                    let name = item.bank(catalog).name.one_line();
                    match banks.iter_mut().find(|(known, _)| *known == name) {
                        Some((_, n)) => *n += 1,
                        None => banks.push((name, 1)),
                    }
                }
                let list: Vec<String> = banks.iter().map(|(name, n)| format!("{n} {name}")).collect();
                let now = due_by(model, model.now.0).len();
                let later = due.len() - now;
                let when = match (now, later) {
                    (_, 0) => String::new(),
                    (0, _) => "in the course of the day: ".to_owned(),
                    _ => format!("{now} now, {later} later today: "),
                };
                let name = format!("{} due{}", count(due.len(), "question"), if now == 0 { " later" } else { "" });
                ("Today", name, format!("{when}{}", list.join(" · ")))
            }
            Row::Exam(cert) => {
                let (name, about) = super::ready::day(model, cert);
                ("Today", name, about)
            }
            Row::Open(number) => {
                let (run, attempts) = &model.profile.open[*number];
                ("Unfinished", run.title.clone(), stands(run, attempts.len(), model.now.0))
            }
            Row::Interview => (
                "Decide",
                decide::TITLE.to_owned(),
                format!("{} questions, then what speaks for and against", catalog.interview.len()),
            ),
            Row::Exams => (
                "Exam",
                "Sit a mock exam".to_owned(),
                format!("{}, by the real rules: number, clock, pass mark", count(catalog.mocks.len(), "certification")),
            ),
            Row::Ready => {
                ("Exam", "Am I ready?".to_owned(), "the odds, the pace, the blind spots, over time".to_owned())
            }
            Row::Setup => (
                "Practise",
                "By choice".to_owned(),
                "certification, topics, levels, how many, words now or at the end".to_owned(),
            ),
            Row::Bank(bank) => {
                let (tried, right) = progress(model, *bank);
                let bank = &catalog.banks[*bank];
                let total = bank.items.len();
                let about = if tried == 0 {
                    format!("{total:>3} questions  {}", bank.intro.one_line())
                } else {
                    let known = percent(right, total);
                    format!(
                        "{total:>3} questions  {}  {right} of {tried} right, {known} % of the bank",
                        bar(right, total, 10)
                    )
                };
                ("Practise", bank.name.one_line(), about)
            }
        };
        if group != last {
            blocks.push(heading(theme, group, width, last.is_empty()));
            last = group;
        }
        blocks.push(entry(theme, &name, &about, names, number, selected, width));
    }
    let (aside, style) = match &model.saving {
        Saving::Nowhere => ("nothing is kept here".to_owned(), theme.cite),
        Saving::Failed(words) => (format!("! not saved: {words}"), theme.warn),
        _ => ("our own questions, each with its reasons and sources".to_owned(), theme.cite),
    };
    ("Quiz".to_owned(), vec![Span::styled(aside, style)], blocks)
}
