//! The four tabs: each with its state, what keys do to it, and how it looks.

pub mod browse;
pub mod card;
pub mod certs;
pub mod compare;
pub mod decide;
pub mod filter;
pub mod quiz;
pub mod roles;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::tui::widgets::text;

/// One line of text at the top of `area`; returns what is left below it.
pub fn headline(line: &Line, area: Rect, buffer: &mut Buffer) -> Rect {
    text::paint(line, Rect { height: area.height.min(1), ..area }, buffer);
    below(area, 1)
}

/// `area` without its first `rows`.
#[must_use]
pub fn below(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect { y: area.y + rows, height: area.height - rows, ..area }
}

/// A horizontal rule.
pub fn rule(area: Rect, style: Style, buffer: &mut Buffer) {
    // Cell by cell: as a text it would be measured letter by letter, for every frame.
    for position in area.rows().next().into_iter().flat_map(Rect::columns) {
        if let Some(cell) = buffer.cell_mut(position.as_position()) {
            cell.set_symbol("─").set_style(style);
        }
    }
}

/// Paragraphs as plain lines.
#[must_use]
pub fn paragraphs(texts: &[&str], width: u16, style: Style) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for (i, paragraph) in texts.iter().enumerate() {
        if i > 0 {
            lines.push(Line::default());
        }
        lines.extend(text::wrap(paragraph, usize::from(width)).into_iter().map(|l| Line::styled(l, style)));
    }
    lines
}

/// The sign in front of a row: `>` for the selected one, with the style of the row.
#[must_use]
pub fn pointer(selected: bool) -> &'static str {
    if selected { "> " } else { "  " }
}

/// The same for a row that may be marked for comparing: `+` stands behind the `>`.
#[must_use]
pub fn gutter(selected: bool, marked: bool) -> &'static str {
    match (selected, marked) {
        (_, false) => pointer(selected),
        (true, true) => ">+",
        (false, true) => " +",
    }
}

/// The style of a row: selected in the pane that has the focus, selected in another, or neither.
#[must_use]
pub fn row_style(theme: &crate::tui::theme::Theme, selected: bool, focused: bool) -> Style {
    match (selected, focused) {
        (true, true) => theme.selected,
        (true, false) => theme.resting,
        (false, _) => Style::new(),
    }
}

/// `base` with the colour of a part, but for the selected row: that is one bar, not a patchwork.
#[must_use]
pub fn tint(base: Style, part: Style) -> Style {
    let bar = base.bg.is_some() || base.add_modifier.contains(ratatui::style::Modifier::REVERSED);
    if bar { base } else { base.patch(part) }
}

/// Where the hardware cursor stands: on the pointer of the selected row.
#[must_use]
pub fn on_row(row: Option<Position>, focused: bool) -> Option<Position> {
    row.filter(|_| focused)
}

/// Spans as one line of exactly `width` cells, filled up in `style`.
#[must_use]
pub fn filled(mut spans: Vec<Span<'static>>, width: u16, style: Style) -> Line<'static> {
    let used: usize = spans.iter().map(Span::width).sum();
    let rest = usize::from(width).saturating_sub(used);
    if rest > 0 {
        spans.push(Span::styled(" ".repeat(rest), style));
    }
    Line::from(spans)
}
