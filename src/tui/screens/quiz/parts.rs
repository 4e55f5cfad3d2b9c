//! What the pages of the tab are put together from.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::tui::screens::{pointer, row_style};
use crate::tui::theme::Theme;
use crate::tui::widgets::blocks::Block;
use crate::tui::widgets::text;

/// A paragraph as a block that cannot be selected, with an empty line under it.
#[must_use]
pub fn paragraph(words: &str, width: u16, style: Style) -> Block {
    let mut lines: Vec<Line<'static>> =
        text::wrap(words, usize::from(width)).into_iter().map(|line| Line::styled(line, style)).collect();
    lines.push(Line::default());
    Block::fixed(lines)
}

/// A heading over rows, with an empty line above it unless it is the first thing of the page.
#[must_use]
pub fn heading(theme: &Theme, words: &str, width: u16, first: bool) -> Block {
    let line = Line::styled(text::fit(words, usize::from(width)), theme.heading);
    Block::fixed(if first { vec![line] } else { vec![Line::default(), line] })
}

/// A choice: the first line carries the pointer, further lines are indented under it.
#[must_use]
pub fn choice(
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

/// A row of one line: a name, padded to `names` cells, and what is to be said of it. Where that does not
/// fit it is cut, but on the selected row it is said to its end. Where there is no room beside the name it
/// stands below.
#[must_use]
pub fn entry(theme: &Theme, name: &str, about: &str, names: usize, row: usize, selected: bool, width: u16) -> Block {
    let style = row_style(theme, selected, true);
    let whole = usize::from(width);
    // On a page of any width no name is cut.
    let names = names.max(text::width(name).min(whole / 8));
    if names + 26 > whole {
        let mut more = under(about, 4, width, theme.cite);
        if more.len() > 2 && !selected {
            let line = more[1].spans.last().map_or(String::new(), |span| format!("{} …", span.content));
            more.truncate(1);
            more.extend([Line::styled(text::fit(&format!("    {line}"), whole), theme.cite)]);
        }
        return choice(theme, "", name, more, row, selected, width);
    }
    let room = whole.saturating_sub(names + 4);
    let mut words = if selected { text::wrap(about, room) } else { vec![text::fit(about, room)] }.into_iter();
    let first = Line::from(vec![
        Span::styled(format!("{}{}", pointer(selected), text::pad(&text::fit(name, names), names)), style),
        Span::raw("  "),
        Span::styled(words.next().unwrap_or_default(), theme.cite),
    ]);
    let rest = words.map(|line| Line::styled(format!("{:indent$}{line}", "", indent = names + 4), theme.cite));
    Block { lines: std::iter::once(first).chain(rest).collect(), row: Some(row) }
}

/// Lines indented under a choice.
#[must_use]
pub fn under(words: &str, indent: usize, width: u16, style: Style) -> Vec<Line<'static>> {
    text::wrap(words, usize::from(width).saturating_sub(indent).max(8))
        .into_iter()
        .map(|line| Line::from(vec![Span::raw(" ".repeat(indent)), Span::styled(line, style)]))
        .collect()
}

/// A line cut to `width` cells, with a mark where it is cut.
#[must_use]
pub fn cut(spans: Vec<Span<'static>>, width: u16) -> Line<'static> {
    let mut left = usize::from(width);
    let mut kept = Vec::new();
    for span in spans {
        let wanted = span.width();
        if wanted <= left {
            left -= wanted;
            kept.push(span);
        } else {
            kept.push(Span::styled(text::fit(&span.content, left), span.style));
            break;
        }
    }
    Line::from(kept)
}

/// A bar of `cells` cells for `part` of `whole`, always with the numbers beside it.
#[must_use]
pub fn bar(part: usize, whole: usize, cells: usize) -> String {
    let full = (part * cells + whole / 2).checked_div(whole).unwrap_or(0).min(cells);
    format!("{}{}", "#".repeat(full), "·".repeat(cells - full))
}

/// A length of time as minutes and seconds: `41:07`, or `1:02:03`.
#[must_use]
pub fn time(millis: u64) -> String {
    let seconds = millis / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// Part of a whole in percent, rounded down; 0 of nothing.
#[must_use]
pub fn percent(part: usize, whole: usize) -> usize {
    (part * 100).checked_div(whole).unwrap_or(0)
}

/// `1 question`, `2 questions`.
#[must_use]
pub fn count(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}
