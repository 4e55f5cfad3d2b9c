//! Mock exams: for which certifications there is one, why for others there is none, and the rules
//! before it starts.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::parts::{count, entry, heading, under};
use super::run::Shown;
use super::{Page, go, start};
use crate::catalog::Catalog;
use crate::catalog::record::Key;
use crate::field::Field;
use crate::profile::Mode;
use crate::quiz::exam::{self, Offer, Said};
use crate::quiz::{Paper, pick};
use crate::tui::model::Model;
use crate::tui::overlays::Subject;
use crate::tui::screens::card::Goal;
use crate::tui::screens::pointer;
use crate::tui::widgets::blocks::Block;

/// Which of the rival values are chosen, by index.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct State {
    /// How many questions.
    pub questions: usize,
    /// How many minutes.
    pub minutes: usize,
    /// Which mark.
    pub pass: usize,
    /// Whether the clock may be stopped although the real one cannot.
    pub pauses: bool,
}

/// The certifications of the list, those with a mock exam first, each with its offer or why there is
/// none: those our questions help with.
#[must_use]
pub fn certs(catalog: &Catalog) -> Vec<(Key, Result<Offer, String>)> {
    let mut all: Vec<(Key, Result<Offer, String>)> =
        super::setup::certs(catalog).into_iter().map(|(cert, _)| (cert, exam::offer(catalog, cert))).collect();
    all.sort_by_key(|(_, offer)| offer.is_err());
    all
}

/// The exam field of a certification, for `i`.
#[must_use]
pub fn exam_fact(cert: Key) -> Subject {
    Subject::Goal(Goal::Fact(cert, Field::Exam))
}

/// What the cursor is on, for `i`.
#[must_use]
pub fn subject(model: &Model, cert: Key) -> Option<Subject> {
    let field = match rows(model, cert).get(model.quiz.row)? {
        Row::Pass => Field::PassMark,
        Row::Start | Row::Questions | Row::Minutes | Row::Pause | Row::Facts | Row::Areas => Field::Exam,
    };
    Some(Subject::Goal(Goal::Fact(cert, field)))
}

/// A row of the page of rules.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Row {
    /// Starts it.
    Start,
    /// How many questions.
    Questions,
    /// How many minutes.
    Minutes,
    /// Which mark.
    Pass,
    /// Whether the clock may be stopped.
    Pause,
    /// What else is known; only to be read.
    Facts,
    /// What is asked; only to be read.
    Areas,
}

/// The rows of the page of rules.
#[must_use]
pub fn rows(model: &Model, cert: Key) -> Vec<Row> {
    let Ok(offer) = exam::offer(&model.data.catalog, cert) else { return Vec::new() };
    let mut rows = vec![Row::Start, Row::Questions, Row::Minutes];
    if !offer.pass.is_empty() {
        rows.push(Row::Pass);
    }
    rows.extend([Row::Pause, Row::Facts, Row::Areas]);
    rows
}

/// Opens the rules of a certification's exam.
pub fn open(model: &mut Model, row: usize) {
    let certs = certs(&model.data.catalog);
    match certs.into_iter().nth(row) {
        Some((cert, Ok(_))) => {
            model.quiz.rules = State::default();
            go(model, Page::Rules(cert));
        }
        Some((_, Err(words))) => model.notice = Some(words),
        None => {}
    }
}

/// Changes the value of the selected row.
pub fn turn(model: &mut Model, cert: Key, back: bool) {
    let Ok(offer) = exam::offer(&model.data.catalog, cert) else { return };
    let Some(row) = rows(model, cert).get(model.quiz.row).copied() else { return };
    let rules = &mut model.quiz.rules;
    let step = |now: usize, all: usize| if back { (now + all - 1) % all.max(1) } else { (now + 1) % all.max(1) };
    let only = "all sources agree: there is nothing to choose";
    let alone = match row {
        // Enter starts it; the others are only to be read.
        Row::Start | Row::Facts | Row::Areas => return,
        Row::Questions => {
            rules.questions = step(rules.questions, offer.questions.len());
            // The mark that was said of so many questions comes with them.
            let of = offer.questions.get(rules.questions).map(|said| said.value);
            let fitting = offer.pass.iter().position(
                |said| matches!(said.value, crate::catalog::quantity::Score::Count { of: all, .. } if Some(all) == of),
            );
            rules.pass = if rules.questions == 0 { 0 } else { fitting.unwrap_or(0) };
            offer.questions.len() < 2
        }
        Row::Minutes => {
            rules.minutes = step(rules.minutes, offer.minutes.len());
            offer.minutes.len() < 2
        }
        Row::Pass => {
            rules.pass = step(rules.pass, offer.pass.len());
            offer.pass.len() < 2
        }
        Row::Pause => {
            rules.pauses ^= true;
            false
        }
    };
    if alone {
        model.notice = Some(only.to_owned());
    }
}

/// Enter: starts on the first row, changes the value on any other.
pub fn begin(model: &mut Model, cert: Key, row: usize) {
    if row > 0 {
        return turn(model, cert, false);
    }
    let data = model.data.clone();
    let catalog = &data.catalog;
    let Ok(offer) = exam::offer(catalog, cert) else { return };
    let chosen = model.quiz.rules;
    let mut rules = offer.choose(chosen.questions, chosen.minutes, chosen.pass);
    rules.pauses |= chosen.pauses;
    let seed = model.next_seed();
    let paper = pick::exam(catalog, &catalog.mocks[offer.mock], rules.questions, seed);
    let record = catalog.get(cert);
    let stops = if rules.pauses && offer.pause != Some(true) { " (clock can be stopped)" } else { "" };
    let title = format!("{} mock exam{stops}", record.short());
    let id = record.id.to_string();
    let (mode, items) = (Mode::Exam, paper.items);
    start(model, Paper { title, mode, cert: Some(id), items, seed, rules: Some(rules), mixed: true });
}

/// Paints the list of certifications.
#[must_use]
pub fn list(model: &Model, width: u16) -> Shown {
    let theme = &model.theme;
    let catalog = &model.data.catalog;
    let mut blocks = Vec::new();
    let mut last = None;
    for (number, (cert, offer)) in certs(catalog).into_iter().enumerate() {
        if last != Some(offer.is_ok()) {
            let words = if offer.is_ok() { "There is a mock exam for" } else { "There is none for" };
            blocks.push(heading(theme, words, width, last.is_none()));
            last = Some(offer.is_ok());
        }
        let about = match &offer {
            Ok(offer) => {
                let rules = offer.rules();
                let pass = rules.pass.map(exam::mark);
                let rivals = [offer.questions.len(), offer.minutes.len(), offer.pass.len()].iter().any(|&n| n > 1);
                let mark = if rivals { "!" } else { " " };
                let (questions, minutes) = (rules.questions, rules.minutes);
                if width < 60 {
                    // Short words: what is cut says nothing.
                    let pass = pass.unwrap_or("no mark".to_owned());
                    format!("{mark} {questions:>3} q {minutes:>3} min  {pass}")
                } else {
                    let pass = pass.map_or("no mark published".to_owned(), |pass| format!("pass {pass}"));
                    format!("{mark} {questions:>3} questions  {minutes:>3} min  {pass}")
                }
            }
            Err(words) => words.clone(),
        };
        blocks.push(entry(theme, catalog.get(cert).short(), &about, 12, number, number == model.quiz.row, width));
    }
    let long = if width < 60 { "" } else { "rules from the catalogue; " };
    let aside = Span::styled(format!("{long}! sources disagree"), theme.cite);
    ("Mock exams".to_owned(), vec![aside], blocks)
}

/// A value with who says so, and what others say.
fn rival<T>(said: &[Said<T>], chosen: usize, word: impl Fn(&T) -> String) -> (String, String) {
    let Some(now) = said.get(chosen).or(said.first()) else { return Default::default() };
    let value = if said.len() > 1 { format!("< {} >", word(&now.value)) } else { word(&now.value) };
    let others: Vec<String> = said
        .iter()
        .filter(|other| other.who != now.who)
        .map(|other| format!("{} {}", word(&other.value), other.who))
        .collect();
    let against = if others.is_empty() { String::new() } else { format!("! others say {}", others.join("; ")) };
    (format!("{value}  {}", now.who), against)
}

/// Lines that can be selected so that they can be scrolled to; each begins with two empty cells.
fn readable(mut lines: Vec<Line<'static>>, row: usize, selected: bool) -> Block {
    if let Some(first) = lines.first_mut().and_then(|line| line.spans.first_mut()) {
        *first = Span::raw(pointer(selected));
    }
    Block { lines, row: Some(row) }
}

/// Paints the rules of a certification's exam.
#[must_use]
pub fn view(model: &Model, cert: Key, width: u16) -> Shown {
    let theme = &model.theme;
    let catalog = &model.data.catalog;
    let title = format!("{} mock exam", catalog.get(cert).short());
    let offer = match exam::offer(catalog, cert) {
        Ok(offer) => offer,
        Err(words) => return (title, vec![Span::styled(words, theme.cite)], Vec::new()),
    };
    let chosen = model.quiz.rules;
    let rules = offer.choose(chosen.questions, chosen.minutes, chosen.pass);
    let mock = &catalog.mocks[offer.mock];
    let paper = pick::exam(catalog, mock, rules.questions, 1);
    let mut blocks: Vec<Block> = Vec::new();
    let rows = rows(model, cert);
    for (number, row) in rows.iter().enumerate() {
        let (name, (about, against)) = match row {
            Row::Facts | Row::Areas => continue,
            Row::Start => {
                let drawn = paper.items.len();
                let words = if drawn < rules.questions {
                    format!("{} only: that is all we have; the mark counts as its share", count(drawn, "question"))
                } else {
                    format!("{}, the clock runs from the first", count(drawn, "question"))
                };
                ("Start", (words, String::new()))
            }
            Row::Questions => ("Questions", rival(&offer.questions, chosen.questions, u32::to_string)),
            Row::Minutes => ("Minutes", rival(&offer.minutes, chosen.minutes, u32::to_string)),
            Row::Pass => ("Pass mark", rival(&offer.pass, chosen.pass, |score| exam::mark(*score))),
            Row::Pause => {
                let real = match offer.pause {
                    Some(true) => "the real one can be paused",
                    Some(false) => "the real one cannot be paused",
                    None => "no source says whether the real one can be paused",
                };
                let stops = chosen.pauses || offer.pause == Some(true);
                let value = if stops {
                    "may be stopped, and stands still while you are away"
                } else {
                    "runs on, even while you are away"
                };
                ("Clock", (format!("< {value} >"), real.to_owned()))
            }
        };
        let mut block = entry(theme, name, &about, 12, number, number == model.quiz.row, width);
        if !against.is_empty() {
            block.lines.extend(under(&against, if width >= 40 { 16 } else { 4 }, width, theme.cite));
        }
        blocks.push(block);
    }
    blocks.push(Block::fixed(vec![Line::default()]));
    let mut more: Vec<Line<'static>> = Vec::new();
    if offer.pass.is_empty() {
        more.extend(under("No mark is published: the result is a share and not \"passed\".", 2, width, Style::new()));
    } else if let Some(needed) = rules.needed(paper.items.len()) {
        let pace = rules.time() / 1000 / rules.questions.max(1) as u64;
        let words = format!("{needed} of {} right are needed; {pace} seconds for each question.", paper.items.len());
        more.extend(under(&words, 2, width, Style::new()));
    }
    for (label, words) in &offer.more {
        more.extend(under(&format!("{label}: {words}"), 2, width, theme.cite));
    }
    let reading = |row: Row, lines: Vec<Line<'static>>| {
        let number = rows.iter().position(|known| *known == row).unwrap_or(0);
        readable(lines, number, number == model.quiz.row)
    };
    blocks.push(reading(Row::Facts, more));
    let ours = if mock.ours { "weights are our own judgement" } else { "weights as published" };
    blocks.push(heading(theme, &format!("What is asked ({ours})"), width, false));
    let total: u32 = mock.parts.iter().map(|part| part.weight).sum();
    let weights: Vec<u32> = mock.parts.iter().map(|part| part.weight).collect();
    let mut lines = Vec::new();
    for (number, (part, share)) in mock.parts.iter().zip(pick::shares(&weights, rules.questions)).enumerate() {
        let short = paper.short.iter().find(|(known, ..)| *known == number);
        let lack = short.map_or(String::new(), |(_, _, have)| format!("; we have {have}, others fill up"));
        let percent = part.weight * 100 / total.max(1);
        let words = format!("{percent:>3} %  {}: {}{lack}", part.name.one_line(), count(share, "question"));
        lines.extend(under(&words, 2, width, Style::new()));
    }
    lines.extend(under(&catalog.cite_all(&mock.sources), 2, width, theme.cite));
    if let Some(note) = &mock.note {
        lines.extend(under(&note.one_line(), 2, width, theme.cite));
    }
    lines.extend(under("All questions are our own; none is of any exam.", 2, width, theme.cite));
    blocks.push(reading(Row::Areas, lines));
    (title, vec![Span::styled("before it starts", theme.cite)], blocks)
}
