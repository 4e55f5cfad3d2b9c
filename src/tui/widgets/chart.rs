//! Bars below each other, each with words before it and the number beside it: no bar stands alone.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::tui::widgets::text;

/// A bar with the words before and behind it.
pub type Row = [String; 3];

/// The lines of a chart `cells` wide: words and bars in columns, what does not fit beside is cut with a mark.
#[must_use]
pub fn lines(rows: &[Row], cells: usize, bar_style: Style) -> Vec<Line<'static>> {
    let widest = |column: usize| rows.iter().map(|row| text::width(&row[column])).max().unwrap_or(0);
    let (words, bar) = (widest(0) + 2, widest(1));
    rows.iter()
        .map(|[label, drawn, number]| {
            let beside = text::fit(&format!("  {number}"), cells.saturating_sub(words + bar));
            Line::from(vec![
                Span::raw(text::pad(label, words)),
                Span::styled(text::pad(drawn, bar), bar_style),
                Span::raw(beside),
            ])
        })
        .collect()
}
