//! A question of a run, the reasons after its answer, and the map of all questions.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::parts::{choice, count, paragraph, time, under};
use crate::catalog::Item;
use crate::catalog::schema::ItemKind;
use crate::keys::action::Action;
use crate::quiz::question::{Asked, letter, letters};
use crate::quiz::{Phase, Session};
use crate::tui::message::Target;
use crate::tui::model::{Model, Saving};
use crate::tui::screens::{below, row_style};
use crate::tui::view::ViewState;
use crate::tui::widgets::blocks::Block;
use crate::tui::widgets::text;

/// Below so many rows a terminal is low: a question gets no empty lines.
pub const LOW: u16 = 16;

/// The headline, its right side, and the blocks of a page.
pub type Shown = (String, Vec<Span<'static>>, Vec<Block>);

/// What stands beside the name of the run: the number, the topic or the clock, whether it is saved.
fn aside(model: &Model, run: &Session, at: usize) -> Vec<Span<'static>> {
    let theme = &model.theme;
    let (_, total) = run.progress();
    let asked = &run.asked()[at];
    let mut spans = Vec::new();
    // Where the screen is low the verdict below may be out of sight.
    if run.over().is_some() || run.phase() == Phase::Answered {
        let right = asked.is_right(&model.data.catalog);
        let (words, style) = if right { ("Right   ", theme.good) } else { ("Wrong   ", theme.bad) };
        spans.push(Span::styled(words, style));
    }
    spans.push(Span::styled(format!("{} / {total}", at + 1), theme.key));
    let mut say = |words: String, style: Style| spans.push(Span::styled(format!("   {words}"), style));
    if asked.flagged {
        say("flagged".to_owned(), theme.warn);
    }
    let mut pace = None;
    match run.left().filter(|_| run.over().is_none()) {
        Some(left) if run.is_paused() => say(format!("{} left, the clock stands still", time(left)), theme.warn),
        Some(left) => {
            // Rounded up: at 0:00 it is over.
            let left = left.div_ceil(1000) * 1000;
            let style = if left <= 5 * 60_000 { theme.warn } else { theme.key };
            say(format!("{} left", time(left)), style);
            let blank = run.blank().len();
            pace = Some(match left / 1000 / blank.max(1) as u64 {
                _ if blank == 0 => "no blank".to_owned(),
                seconds => format!("{seconds} s each for {blank} blank"),
            });
        }
        // The topic would bias an answer in an exam.
        None => say(asked.item.of(&model.data.catalog).topic.to_string(), theme.cite),
    }
    let said = run.asked().iter().any(|asked| asked.answer.is_some());
    if let Some((words, warn)) = saved(model).filter(|(_, warn)| said || *warn) {
        say(words, if warn { theme.warn } else { theme.cite });
    }
    if let Some(pace) = pace {
        say(pace, theme.cite);
    }
    spans
}

/// What became of the last answer.
fn saved(model: &Model) -> Option<(String, bool)> {
    match &model.saving {
        Saving::Nowhere => None,
        Saving::Saved => Some(("saved".to_owned(), false)),
        Saving::Waiting => Some(("saving".to_owned(), false)),
        Saving::Failed(_) => Some(("NOT SAVED".to_owned(), true)),
    }
}

/// What the answer takes, for the kinds where that is not plain.
fn how(item: &Item) -> Option<String> {
    match item.kind {
        ItemKind::Single | ItemKind::TrueFalse => None,
        ItemKind::Multiple => {
            // How many is in the question.
            Some("Letters put in and take out, Enter answers when done.".to_owned())
        }
        ItemKind::Order => Some("Choose them in their order; a letter again takes it and what follows out.".to_owned()),
        ItemKind::Match => Some("For each in turn choose what it belongs to; u starts this one again.".to_owned()),
    }
}

/// The sign before an option: whether and as which it was chosen.
fn sign(asked: &Asked, kind: ItemKind, place: usize) -> String {
    match kind {
        ItemKind::Single | ItemKind::TrueFalse => {
            if asked.order.get(place).is_some_and(|option| asked.draft.contains(option)) { "(x) " } else { "" }
                .to_owned()
        }
        ItemKind::Multiple => {
            let chosen = asked.order.get(place).is_some_and(|option| asked.draft.binary_search(option).is_ok());
            if chosen { "[x] " } else { "[ ] " }.to_owned()
        }
        ItemKind::Order | ItemKind::Match => {
            let side = if kind == ItemKind::Match { &asked.pairs } else { &asked.order };
            let at = side.get(place).and_then(|option| asked.draft.iter().position(|chosen| chosen == option));
            at.map_or("[ ] ".to_owned(), |at| format!("[{}] ", at + 1))
        }
    }
}

/// The other side of a match: numbered, with what was chosen, and which one's turn it is.
fn left_side(model: &Model, asked: &Asked, item: &Item, width: u16) -> Block {
    let theme = &model.theme;
    let turn = asked.to_match();
    let mut lines = Vec::new();
    for (number, &option) in asked.order.iter().enumerate() {
        let chosen = asked.draft.get(number).and_then(|pair| asked.pairs.iter().position(|known| known == pair));
        let mark = chosen.map_or("…".to_owned(), |place| letter(place).to_string());
        let words = format!("{}  {}", number + 1, item.options[option].text.one_line());
        let style = if turn == Some(option) { theme.key } else { Style::new() };
        let room = usize::from(width).saturating_sub(8).max(8);
        for (i, line) in text::wrap(&words, room).into_iter().enumerate() {
            let lead = if i > 0 {
                "       ".to_owned()
            } else {
                format!("  {mark} {} ", if turn == Some(option) { "<-" } else { "  " })
            };
            lines.push(Line::from(vec![Span::styled(text::pad(&lead, 7), theme.cite), Span::styled(line, style)]));
        }
    }
    lines.push(Line::default());
    Block::fixed(lines)
}

/// A question that waits for its answer.
#[must_use]
pub fn question(model: &Model, run: &Session, width: u16) -> Shown {
    let (at, _) = run.progress();
    let asked = run.current();
    let item = asked.item.of(&model.data.catalog);
    let low = model.size.1 < LOW;
    let mut blocks = banner(model, width);
    if run.is_paused() {
        blocks.push(paragraph(
            "The clock stands still, and the question is covered. P goes on.",
            width,
            model.theme.key,
        ));
        return (run.paper.title.clone(), aside(model, run, at), blocks);
    }
    blocks.push(paragraph(&item.stem, width.min(100), model.theme.key));
    if let Some(words) = how(item) {
        blocks.push(paragraph(&words, width, model.theme.cite));
    }
    if item.kind == ItemKind::Match {
        blocks.push(left_side(model, asked, item, width));
    }
    for row in 0..asked.places() {
        let words = match item.kind {
            ItemKind::Match => {
                item.options[asked.pairs[row]].pair.as_ref().map(|pair| pair.one_line()).unwrap_or_default()
            }
            _ => item.options[asked.order[row]].text.one_line(),
        };
        let lead = format!("{}{}  ", sign(asked, item.kind, row), letter(row));
        let space = if low { Vec::new() } else { vec![Line::default()] };
        blocks.push(choice(&model.theme, &lead, &words, space, row, row == model.quiz.row, width));
    }
    if low {
        as_one(&mut blocks);
    }
    (run.paper.title.clone(), aside(model, run, at), blocks)
}

/// Reading begins with the question: what stands above the first option scrolls as one with it.
pub fn as_one(blocks: &mut Vec<Block>) {
    let first = blocks.iter().position(|block| block.row.is_some()).unwrap_or(0);
    let above: Vec<Line<'static>> = blocks.drain(..first).flat_map(|block| block.lines).collect();
    if let Some(block) = blocks.first_mut() {
        block.lines.splice(..0, above);
    }
}

/// What is to be said when nothing can be saved.
#[must_use]
pub fn banner(model: &Model, width: u16) -> Vec<Block> {
    match &model.saving {
        Saving::Failed(words) => {
            vec![paragraph(
                &format!("! not saved: {words} Answers are kept here and tried again."),
                width,
                model.theme.warn,
            )]
        }
        _ => Vec::new(),
    }
}

/// A question with its answer, right or wrong, and a reason under every option.
#[must_use]
pub fn answered(model: &Model, run: &Session, at: usize, width: u16) -> Shown {
    let theme = &model.theme;
    let asked = &run.asked()[at];
    let item = asked.item.of(&model.data.catalog);
    let mut blocks = banner(model, width);
    blocks.push(paragraph(&item.stem, width.min(100), theme.key));
    let right = letters(asked, item.kind, &item.solution);
    let (verdict, style) = match &asked.answer {
        Some(answer) if *answer == item.solution => ("Right.".to_owned(), theme.good),
        Some(answer) => {
            let chosen = letters(asked, item.kind, answer);
            (format!("Wrong: you chose {chosen}, the answer is {right}."), theme.bad)
        }
        None => (format!("Not answered; the answer is {right}."), theme.bad),
    };
    let mut lines = under(&verdict, 0, width.min(100), style);
    lines.extend(under(&item.why, 0, width.min(100), Style::new()));
    let sources = model.data.catalog.cite_all(&item.sources);
    let level = format!("{sources}  {}", item.level.word());
    lines.extend(under(&level, 0, width, theme.cite));
    if asked.answer.is_some() {
        let grade = run.grade_at(&model.data.catalog, at);
        let seconds = asked.spent / 1000;
        let words = format!("{seconds} s. For repetition this counts as \"{}\"; + and - change that.", grade.word());
        lines.extend(under(&words, 0, width, theme.cite));
    }
    lines.push(Line::default());
    blocks.push(Block::fixed(lines));
    for row in 0..asked.places() {
        blocks.push(explained(model, asked, item, row, width));
    }
    if model.size.1 < LOW {
        as_one(&mut blocks);
    }
    (run.paper.title.clone(), aside(model, run, at), blocks)
}

/// An option with its reason, and whether it was chosen rightly.
fn explained(model: &Model, asked: &Asked, item: &Item, row: usize, width: u16) -> Block {
    let theme = &model.theme;
    let answer = asked.answer.as_deref().unwrap_or_default();
    let option = asked.order[row];
    let choice_of = &item.options[option];
    let (sign, words) = match item.kind {
        ItemKind::Single | ItemKind::TrueFalse | ItemKind::Multiple => {
            let sign = match (item.solution.contains(&option), answer.contains(&option)) {
                (true, false) if item.kind == ItemKind::Multiple => "[--] ",
                (true, _) => "[ok] ",
                (false, true) => "[x]  ",
                (false, false) => "     ",
            };
            (sign.to_owned(), choice_of.text.one_line())
        }
        // The order as it should be: the row-th comes row-th.
        ItemKind::Order => {
            let option = item.solution[row];
            let sign = if answer.get(row) == Some(&option) { "[ok] " } else { "[x]  " };
            return explained_line(
                model,
                sign,
                asked.order.iter().position(|&known| known == option).unwrap_or(row),
                &item.options[option].text.one_line(),
                &item.options[option].reason.one_line(),
                row,
                width,
            );
        }
        ItemKind::Match => {
            let sign = if answer.get(option) == Some(&option) { "[ok] " } else { "[x]  " };
            let pair = choice_of.pair.as_ref().map(|pair| pair.one_line()).unwrap_or_default();
            (sign.to_owned(), format!("{}: {pair}", choice_of.text.one_line()))
        }
    };
    let lead =
        if item.kind == ItemKind::Match { format!("{sign}{}  ", row + 1) } else { format!("{sign}{}  ", letter(row)) };
    let more = under(&choice_of.reason.one_line(), 2 + text::width(&lead), width, Style::new());
    choice(theme, &lead, &words, more, row, row == model.quiz.row, width)
}

fn explained_line(model: &Model, sign: &str, place: usize, words: &str, reason: &str, row: usize, width: u16) -> Block {
    let lead = format!("{sign}{}  ", letter(place));
    let more = under(reason, 2 + text::width(&lead), width, Style::new());
    choice(&model.theme, &lead, words, more, row, row == model.quiz.row, width)
}

/// Cells that one question takes on the map.
const CELL: u16 = 9;

/// How many questions stand side by side on the map.
fn across(width: u16) -> usize {
    // Tens are easy to count.
    match usize::from((width / CELL).max(1)) {
        n if n >= 10 => 10,
        n if n >= 5 => 5,
        n => n,
    }
}

/// Where an arrow leads on the map; `None` for anything else.
#[must_use]
pub fn moved_on_map(model: &Model, action: Action) -> Option<usize> {
    let total = model.quiz.run.as_ref()?.asked().len();
    let row = model.quiz.row;
    let wide = across(model.size.0.saturating_sub(2));
    let to = match action {
        Action::Left => row.saturating_sub(1),
        Action::Right => row + 1,
        Action::Up => row.checked_sub(wide).unwrap_or(row),
        Action::Down => Some(row + wide).filter(|&to| to < total).unwrap_or(row),
        Action::First => 0,
        Action::Last => total,
        _ => return None,
    };
    Some(to.min(total.saturating_sub(1)))
}

/// The headline of the map; [`paint_map`] paints its cells.
#[must_use]
pub fn map(model: &Model, run: &Session) -> Shown {
    let (at, _) = run.progress();
    let aside = aside(model, run, at);
    (format!("{}: all questions", run.paper.title), aside, Vec::new())
}

/// Paints the map: a cell a question, with a letter for what became of it.
pub fn paint_map(model: &Model, state: &mut ViewState, area: Rect, frame: &mut Frame) {
    let Some(run) = &model.quiz.run else { return };
    let theme = &model.theme;
    let (blank, flagged) = (run.blank().len(), run.flagged().len());
    let half = run.begun().len();
    let begun = if half > 0 { format!("   ~ half answered ({half})") } else { String::new() };
    let words = format!(
        "• answered ({})   - blank ({}){begun}   f flagged ({flagged})   [ ] in front",
        run.asked().len() - blank,
        blank - half
    );
    frame.render_widget(
        Line::styled(text::fit(&words, usize::from(area.width)), theme.cite),
        Rect { height: area.height.min(1), ..area },
    );
    let area = below(area, 2);
    let wide = across(area.width);
    let rows = run.asked().len().div_ceil(wide);
    let height = usize::from(area.height).max(1);
    let selected = model.quiz.row / wide;
    // Just as far as it must be to show the selected one.
    let first = selected.saturating_sub(height - 1).min(rows.saturating_sub(height));
    let hidden = run.asked().len().saturating_sub((first + height) * wide);
    if area.y > 0 {
        // In the empty line between the words and the cells.
        let line = Line::styled(text::beyond(first * wide, hidden, "question"), theme.cite).right_aligned();
        frame.render_widget(line, Rect { y: area.y - 1, height: 1, ..area });
    }
    let front = run.progress().0;
    for (at, asked) in run.asked().iter().enumerate().skip(first * wide).take(height * wide) {
        let (Ok(x), Ok(y)) = (u16::try_from(at % wide), u16::try_from(at / wide - first)) else { continue };
        let cell = Rect { x: area.x + x * CELL, y: area.y + y, width: CELL - 1, height: 1 }.intersection(area);
        let done = match (&asked.answer, asked.draft.is_empty()) {
            (Some(_), _) => '•',
            (None, true) => '-',
            (None, false) => '~',
        };
        let flag = if asked.flagged { 'f' } else { ' ' };
        let mark = format!("{done}{flag}");
        let (open, close) = if at == front { ('[', ']') } else { (' ', ' ') };
        let style = row_style(theme, at == model.quiz.row, true);
        let sign = if at == model.quiz.row { '>' } else { ' ' };
        frame.render_widget(Line::styled(format!("{sign}{open}{:>2} {mark}{close}", at + 1), style), cell);
        state.hit(cell, Target::CardRow(at));
        if at == model.quiz.row && !cell.is_empty() {
            state.cursor = Some(Position { x: cell.x, y: cell.y });
        }
    }
}

/// What handing in now would leave behind, in words.
#[must_use]
pub fn before_handing_in(run: &Session) -> Vec<String> {
    let named = |list: Vec<usize>, one: &str, many: &str| -> Option<String> {
        let numbers: Vec<String> = list.iter().take(12).map(|at| (at + 1).to_string()).collect();
        let more = if list.len() > 12 { " …" } else { "" };
        match list.len() {
            0 => None,
            1 => Some(format!("1 question {one}: {}", numbers.join(", "))),
            n => Some(format!("{n} questions {many}: {}{more}", numbers.join(", "))),
        }
    };
    let mut words: Vec<String> = [
        named(run.blank(), "is blank and counts as wrong", "are blank and count as wrong"),
        named(run.begun(), "is only half answered and counts as blank", "are only half answered and count as blank"),
        named(run.flagged(), "is flagged", "are flagged"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if words.is_empty() {
        words.push(format!("All {} are answered.", count(run.asked().len(), "question")));
    }
    if let Some(left) = run.left() {
        words.push(format!("{} left on the clock.", time(left)));
    }
    words
}
