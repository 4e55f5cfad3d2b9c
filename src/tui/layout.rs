//! Where things stand: pure rectangle arithmetic, and what gives way on small terminals.

use ratatui::layout::{Constraint, Layout, Rect};

/// The smallest terminal that shows more than a request for a larger one.
pub const SMALLEST: (u16, u16) = (20, 6);

/// The bands of the screen, top to bottom.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bands {
    /// The tab bar.
    pub bar: Rect,
    /// The line under it; empty on low terminals.
    pub top_rule: Rect,
    /// The screen.
    pub body: Rect,
    /// The line over the hints; empty on low terminals.
    pub bottom_rule: Rect,
    /// The hint line.
    pub hints: Rect,
}

/// The bands of a terminal of that size. Rules go first when rows are few.
#[must_use]
pub fn bands(area: Rect) -> Bands {
    let rule = u16::from(area.height >= 12);
    let [bar, top_rule, body, bottom_rule, hints] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(rule),
        Constraint::Fill(1),
        Constraint::Length(rule),
        Constraint::Length(1),
    ])
    .areas(area);
    Bands { bar, top_rule, body, bottom_rule, hints }
}

/// Whether the list and the card stand side by side; else they take turns.
#[must_use]
pub fn is_wide(width: u16) -> bool {
    width >= 60
}

/// The width of the list beside the card: `wide_list` where there is room for it.
#[must_use]
pub fn list_width(width: u16, wide_list: u16) -> u16 {
    let share = width.saturating_mul(if width < 100 { 7 } else { 8 }) / 20;
    share.clamp(24, wide_list.max(24))
}

/// The list, the gap and the card.
#[must_use]
pub fn panes(body: Rect, list: u16) -> [Rect; 2] {
    let [list, _gap, card] =
        Layout::horizontal([Constraint::Length(list), Constraint::Length(2), Constraint::Fill(1)]).areas(body);
    [list, card]
}

/// A window in the middle: most of the screen, with a margin where there is room for one.
#[must_use]
pub fn popup(area: Rect) -> Rect {
    let width = area.width.min(if area.width > 110 { 100 } else { area.width.saturating_sub(4).max(20) });
    let height = area.height.saturating_sub(if area.height > 16 { 4 } else { 2 }).max(3).min(area.height);
    let x = area.x + (area.width - width) / 2;
    let y = area.y + (area.height - height) / 2;
    Rect { x, y, width, height }.intersection(area)
}

/// How many rows a page is on a terminal of that height.
#[must_use]
pub fn page(height: u16) -> usize {
    usize::from(height.saturating_sub(6).max(1))
}

/// How many columns of a comparison fit side by side, at least one.
#[must_use]
pub fn columns(width: u16, label: u16) -> usize {
    usize::from((width.saturating_sub(label) / 22).max(1))
}

/// The width of the label column of a comparison; where it is narrow, long labels wrap.
#[must_use]
pub fn compare_label(width: u16) -> u16 {
    if width >= 96 { 25 } else { 20 }
}

/// Whether a comparison stands in columns; else each row is stacked.
#[must_use]
pub fn has_columns(width: u16) -> bool {
    width >= 70
}
