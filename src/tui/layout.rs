//! Where things stand: pure rectangle arithmetic, and what gives way on small terminals.

use ratatui::layout::Rect;

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
    let mut rest = area;
    let mut cut = |height: u16| {
        let height = height.min(rest.height);
        let band = Rect { height, ..rest };
        rest = Rect { y: rest.y + height, height: rest.height - height, ..rest };
        band
    };
    // Counted, not left to ratatui's solver: that one would be a tenth of the time to the first frame.
    let (bar, top_rule) = (cut(1), cut(rule));
    let body = cut(area.height.saturating_sub(2 + 2 * rule));
    let (bottom_rule, hints) = (cut(rule), cut(1));
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
    let share = width.saturating_mul(if width < 100 { 7 } else { 9 }) / 20;
    share.clamp(24, wide_list.max(24))
}

/// The list, the gap and the card.
#[must_use]
pub fn panes(body: Rect, list: u16) -> [Rect; 2] {
    let list = list.min(body.width);
    let before = (list + 2).min(body.width);
    [Rect { width: list, ..body }, Rect { x: body.x + before, width: body.width - before, ..body }]
}

/// A window in the middle: as wide as it reads well, and as the screen where that is narrower: slivers
/// of the page beside it would say nothing.
#[must_use]
pub fn popup(area: Rect) -> Rect {
    let width = area.width.min(if area.width > 110 { 100 } else { area.width });
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

#[cfg(test)]
mod tests {
    use ratatui::layout::{Constraint, Layout};

    use super::*;

    #[test]
    fn counting_comes_to_what_the_solver_says() {
        for height in 2..=70 {
            let area = Rect::new(3, 5, 80, height);
            let rule = u16::from(height >= 12);
            let rows = [1, rule, height - 2 - 2 * rule, rule, 1].map(Constraint::Length);
            let Bands { bar, top_rule, body, bottom_rule, hints } = bands(area);
            assert_eq!([bar, top_rule, body, bottom_rule, hints], Layout::vertical(rows).areas(area), "{height} rows");
        }
        for list in [0, 1, 24, 40] {
            // From where the list and the gap fit: what a solver gives up first below is nobody's wish.
            for width in list + 2..=200 {
                let body = Rect::new(3, 5, width, 20);
                let columns = [Constraint::Length(list), Constraint::Length(2), Constraint::Fill(1)];
                let [left, _gap, right] = Layout::horizontal(columns).areas(body);
                let ours = panes(body, list);
                assert_eq!(ours.map(|pane| pane.width), [left.width, right.width], "{width} columns, {list} of them");
                assert_eq!(ours.map(|pane| pane.x), [left.x, right.x], "{width} columns, {list} of them");
            }
        }
    }
}
