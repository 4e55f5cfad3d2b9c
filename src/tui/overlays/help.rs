//! What the keys do here: made from the binding table, so it cannot lie.

use ratatui::text::{Line, Span};

use crate::keys::bindings::{Bindings, Context};
use crate::tui::theme::Theme;
use crate::tui::widgets::text;

/// The width of the column of keys.
const KEYS: usize = 18;

/// The same by the built-in table.
#[must_use]
pub fn lines(contexts: &[Context], width: u16, theme: &Theme) -> Vec<Line<'static>> {
    lines_of(&Bindings::default(), contexts, width, theme)
}

/// The bindings of the given contexts, innermost first, then what the marks mean.
#[must_use]
pub fn lines_of(bindings: &Bindings, contexts: &[Context], width: u16, theme: &Theme) -> Vec<Line<'static>> {
    let width = usize::from(width);
    let mut lines = Vec::new();
    // "Always" holds the emergency exits: last, not first.
    let order = contexts.iter().filter(|c| **c != Context::Always).chain([&Context::Always]);
    for &context in order {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.push(Line::styled(context.label(), theme.heading));
        for (keys, action) in bindings.rows_of(context) {
            lines.push(Line::from(vec![
                Span::styled(text::pad(&keys, KEYS.min(width)), theme.key),
                Span::raw(text::fit(action.text(), width.saturating_sub(KEYS))),
            ]));
        }
    }
    lines.push(Line::default());
    lines.push(Line::styled("Marks", theme.heading));
    for (mark, meaning) in MARKS {
        lines.push(Line::from(vec![
            Span::styled(text::pad(mark, KEYS.min(width)), theme.key),
            Span::raw(text::fit(meaning, width.saturating_sub(KEYS))),
        ]));
    }
    lines
}

/// The marks on the screens.
pub const MARKS: &[(&str, &str)] = &[
    (">", "selected"),
    ("+", "marked for comparing"),
    ("!", "sources disagree: x shows who"),
    ("~", "not stated, or unknown"),
    ("*", "our own judgement"),
    ("?", "old: check before you rely on it"),
    ("†", "retired"),
    ("≠ =", "differs, the same (Compare)"),
    ("^", "best of its row, all known and in one unit (Compare)"),
];
