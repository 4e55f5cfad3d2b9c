//! How a run came out, by topic, and its questions to look at again.

use ratatui::text::{Line, Span};

use super::parts::{bar, count, paragraph, percent, time};
use super::run::{Shown, banner};
use super::{Listed, Page, go, keep};
use crate::quiz::score::by_topic;
use crate::quiz::{Over, Session};
use crate::tui::model::Model;
use crate::tui::screens::{pointer, row_style};
use crate::tui::widgets::blocks::Block;
use crate::tui::widgets::text;

/// The positions listed under the score.
#[must_use]
pub fn listed(model: &Model, run: &Session) -> Vec<usize> {
    match model.quiz.listed {
        Listed::Wrong => run.wrong(&model.data.catalog),
        Listed::Flagged => run.flagged(),
        Listed::All => (0..run.asked().len()).collect(),
    }
}

/// Opens a listed question. Answers whose words come at the end count for repetition from here on.
pub fn open(model: &mut Model, row: usize) {
    let Some(run) = &model.quiz.run else { return };
    let Some(&at) = listed(model, run).get(row) else {
        return go(model, Page::Home);
    };
    let changes = if model.quiz.reviewed { Vec::new() } else { run.reviewed(&model.data.catalog, model.now.0) };
    model.quiz.reviewed = true;
    keep(model, changes);
    go(model, Page::Review(at));
}

/// The verdict in one line. Where there is no mark nobody "passes".
fn verdict(model: &Model, run: &Session) -> String {
    let (score, total) = (run.score(&model.data.catalog), run.asked().len());
    let share = percent(score, total);
    let needed = run.paper.rules.as_ref().and_then(|rules| rules.needed(total));
    match (run.passed(&model.data.catalog), needed) {
        (Some(true), Some(needed)) => format!("Passed: {score} of {total} ({share} %), {needed} are needed"),
        (Some(false), Some(needed)) => format!("Not passed: {score} of {total} ({share} %), {needed} are needed"),
        _ => format!("Your score is {score} of {total} ({share} %)"),
    }
}

/// What to do next, in a sentence.
fn next_step(model: &Model, run: &Session, weakest: Option<&str>) -> String {
    let listed = listed(model, run).len();
    let word = model.quiz.listed.word();
    let mut words = match (listed, model.quiz.listed) {
        (0, Listed::Wrong) => "Everything was right.".to_owned(),
        (0, _) => format!("Nothing is {word}."),
        _ => format!("Listed: {word} ({listed}). Enter shows why, r asks these once more, v lists others."),
    };
    if let Some(weakest) = weakest {
        words.push_str(&format!(" Weakest topic: {weakest}."));
    }
    if run.is_exam() && !model.quiz.reviewed {
        words.push_str(" Looking at one puts the answers into your repetition.");
    }
    words
}

/// So many lines stand around the topics and the list.
const AROUND: u16 = 14;

/// Paints the score.
#[must_use]
pub fn view(model: &Model, run: &Session, width: u16) -> Shown {
    let theme = &model.theme;
    let catalog = &model.data.catalog;
    let mut blocks = banner(model, width);
    let total = run.asked().len();
    if let Some(rules) = &run.paper.rules {
        let how = match run.over() {
            Some(Over::TimeUp) => "time was up",
            _ => "handed in",
        };
        let blank = run.blank().len();
        let blanks = if blank > 0 { format!(", {blank} blank") } else { String::new() };
        let words = format!(
            "{} of {} used, {} s a question where {} s were allowed; {how}{blanks}.",
            time(run.used()),
            time(rules.time()),
            run.used() / 1000 / total.max(1) as u64,
            rules.time() / 1000 / rules.questions.max(1) as u64,
        );
        blocks.push(paragraph(&words, width, ratatui::style::Style::new()));
        if rules.pass.is_none() {
            blocks.push(paragraph("No pass mark is published for this exam.", width, theme.cite));
        }
    }
    let topics = by_topic(catalog, run);
    let all_topics = topics.len();
    let weakest = topics
        .iter()
        .filter(|topic| all_topics > 1 && topic.of >= 3 && topic.right < topic.of)
        .min_by(|a, b| (a.right * b.of).cmp(&(b.right * a.of)))
        .map(|topic| topic.name.clone());
    let name_width = topics.iter().map(|topic| text::width(&topic.name)).max().unwrap_or(0).min(24);
    let most = topics.iter().map(|topic| topic.of).max().unwrap_or(0).min(12);
    let each = if width < 60 { "" } else { " each" };
    let cells: Vec<String> = topics
        .iter()
        .map(|topic| {
            let bar = bar(topic.right, topic.of, most.min(topic.of));
            let pace = if run.is_exam() {
                format!("  {:>3} s{each}", topic.spent / 1000 / topic.of.max(1) as u64)
            } else {
                String::new()
            };
            let name = text::pad(&text::fit(&topic.name, name_width), name_width);
            format!("{name}  {:>2} of {:<2}  {}{pace}", topic.right, topic.of, text::pad(&bar, most))
        })
        .collect();
    // Two columns where they fit: the score and what went wrong belong on one screen.
    let wide = cells.iter().map(|cell| text::width(cell)).max().unwrap_or(0);
    let columns = if wide * 2 + 4 <= usize::from(width) { 2 } else { 1 };
    // What went wrong belongs on the same screen: that has half of it, or as much as it needs.
    let room = usize::from(model.size.1.saturating_sub(AROUND));
    let rows = room.saturating_sub(listed(model, run).len().min(room / 2)).max(4);
    let hidden = all_topics.saturating_sub(rows * columns);
    let cells = &cells[..all_topics - hidden];
    let lines = cells.chunks(columns).map(|row| Line::from(text::fit(&row.join("    "), usize::from(width))));
    let mut lines: Vec<Line<'static>> = lines.collect();
    if hidden > 0 {
        let words = format!("and {} on a taller window", count(hidden, "topic"));
        lines.push(Line::styled(text::fit(&words, usize::from(width)), theme.cite));
    }
    lines.push(Line::default());
    blocks.push(Block::fixed(lines));
    blocks.push(paragraph(&next_step(model, run, weakest.as_deref()), width, theme.cite));
    for (row, at) in listed(model, run).into_iter().enumerate() {
        let asked = &run.asked()[at];
        let item = asked.item.of(catalog);
        let sign = match (&asked.answer, asked.is_right(catalog)) {
            (_, true) => "ok",
            (Some(_), false) => "x ",
            (None, false) => "- ",
        };
        let flag = if asked.flagged { "f" } else { " " };
        let lead = format!("{:>3} {sign}{flag} ", at + 1);
        let selected = row == model.quiz.row;
        let style = row_style(theme, selected, true);
        let words = text::fit(&format!("{}{lead}{}", pointer(selected), item.stem.one_line()), usize::from(width));
        blocks.push(Block { lines: vec![Line::styled(words, style)], row: Some(row) });
    }
    let style = match run.passed(catalog) {
        Some(true) => theme.good,
        Some(false) => theme.bad,
        None => theme.key,
    };
    let mut aside = vec![Span::styled(verdict(model, run), style)];
    if !run.is_exam() {
        aside.push(Span::styled(format!("   {} in {}", count(total, "question"), time(run.used())), theme.cite));
    }
    aside.push(Span::styled(format!("   seed {}", run.paper.seed), theme.cite));
    (run.paper.title.clone(), aside, blocks)
}
