//! A column of blocks, each some lines high, one of them selected: the card, the comparison, the
//! windows. It scrolls just as far as it must to show the selected block.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use crate::tui::widgets::text;

/// Some lines that are selected and clicked as one.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// What is shown, no line wider than the area.
    pub lines: Vec<Line<'static>>,
    /// Its position among the rows that can be selected; `None` for headings and rules.
    pub row: Option<usize>,
}

impl Block {
    /// Lines that cannot be selected.
    #[must_use]
    pub fn fixed(lines: Vec<Line<'static>>) -> Self {
        Self { lines, row: None }
    }
}

/// The row that a page of `lines` lines further is on: as far as all rows on the way stand on one page
/// together, and at least one row. `at` is the row to start from.
#[must_use]
pub fn page_from(blocks: &[Block], at: usize, lines: usize, back: bool) -> usize {
    let Some(here) = blocks.iter().position(|block| block.row == Some(at)) else { return at };
    let (mut to, mut used) = (at, 0);
    let mut take = |block: &Block| {
        used += block.lines.len();
        match block.row {
            Some(row) if to == at || used <= lines => to = row,
            Some(_) => return false,
            None => {}
        }
        used <= lines
    };
    // Between here and there, and there itself.
    if back {
        blocks[..here].iter().rev().all(&mut take);
    } else {
        blocks[here + 1..].iter().all(&mut take);
    }
    to
}

/// Where a row ended up on the screen.
pub type Placed = (Rect, usize);

/// Paints `blocks` into `area`, scrolled so that row number `selected` is in sight, and keeps the
/// scroll position in `offset`. Returns where the rows are, and the place of the selected one.
pub fn render(
    blocks: &[Block],
    selected: Option<usize>,
    offset: &mut usize,
    area: Rect,
    buffer: &mut Buffer,
) -> (Vec<Placed>, Option<Position>) {
    let height = usize::from(area.height);
    let total: usize = blocks.iter().map(|block| block.lines.len()).sum();
    let mut top = 0;
    for (index, block) in blocks.iter().enumerate() {
        let bottom = top + block.lines.len();
        if selected.is_some() && block.row == selected {
            // A heading right above the first row of its group comes into sight with it.
            let above: usize =
                blocks[..index].iter().rev().take_while(|b| b.row.is_none()).map(|b| b.lines.len()).sum();
            let wanted = top.saturating_sub(above);
            if bottom > *offset + height {
                *offset = bottom.saturating_sub(height);
            }
            if top < *offset || (wanted < *offset && bottom <= wanted + height) {
                *offset = wanted.max(bottom.saturating_sub(height)).min(top);
            }
        }
        top = bottom;
    }
    *offset = (*offset).min(total.saturating_sub(height));

    let (mut placed, mut cursor) = (Vec::new(), None);
    let mut line_number = 0;
    for block in blocks {
        for line in &block.lines {
            let shown = line_number >= *offset && line_number < *offset + height;
            if shown && let Ok(down) = u16::try_from(line_number - *offset) {
                let row = Rect { y: area.y + down, height: 1, ..area }.intersection(area);
                // Whoever builds the lines cuts them with a mark; the edge of the screen has none.
                debug_assert!(area.width < 18 || line.width() <= usize::from(area.width), "{line} overflows");
                text::paint(line, row, buffer);
                if let Some(number) = block.row {
                    placed.push((row, number));
                    // The pointer need not be in the first line; where it is out of sight the first line
                    // that is in sight stands for it.
                    let pointed = line.spans.first().is_some_and(|span| span.content.starts_with('>'));
                    if Some(number) == selected && (cursor.is_none() || pointed) {
                        cursor = Some(row.as_position());
                    }
                }
            }
            line_number += 1;
        }
    }
    (placed, cursor)
}

/// The same with a last line in `style` that says how much is above and below, where not everything fits.
pub fn render_noted(
    blocks: &[Block],
    selected: Option<usize>,
    offset: &mut usize,
    area: Rect,
    style: Style,
    buffer: &mut Buffer,
) -> (Vec<Placed>, Option<Position>) {
    let total: usize = blocks.iter().map(|block| block.lines.len()).sum();
    let note = u16::from(total > usize::from(area.height) && area.height > 6);
    let inner = Rect { height: area.height - note, ..area };
    let painted = render(blocks, selected, offset, inner, buffer);
    let below = total.saturating_sub(*offset + usize::from(inner.height));
    if note > 0 {
        let words = text::fit(&text::beyond(*offset, below, "line"), usize::from(area.width));
        Line::styled(words, style).right_aligned().render(Rect { y: inner.bottom(), height: 1, ..area }, buffer);
    }
    painted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(heights: &[usize]) -> Vec<Block> {
        heights
            .iter()
            .enumerate()
            .map(|(row, &lines)| Block { lines: vec![Line::from(format!("row {row}")); lines], row: Some(row) })
            .collect()
    }

    #[test]
    fn the_selected_row_is_always_in_sight() {
        let blocks = blocks(&[2, 1, 5, 1, 9, 1]);
        for height in 1..12 {
            let area = Rect::new(0, 0, 10, height);
            let mut offset = 0;
            for selected in [0, 1, 2, 3, 4, 5, 4, 3, 2, 1, 0, 5, 0] {
                let mut buffer = Buffer::empty(area);
                let (_, cursor) = render(&blocks, Some(selected), &mut offset, area, &mut buffer);
                let cursor = cursor.unwrap_or_else(|| panic!("row {selected} of height {height} is out of sight"));
                let text: String = (0..5).map(|x| buffer[(x, cursor.y)].symbol()).collect();
                assert_eq!(text, format!("row {selected}"));
            }
        }
    }

    #[test]
    fn a_page_further_skips_nothing() {
        let blocks = blocks(&[2, 1, 5, 1, 9, 1]);
        for lines in 1..20 {
            for back in [false, true] {
                for at in 0..6_usize {
                    let to = page_from(&blocks, at, lines, back);
                    let (from, end) = if back { (to, at) } else { (at + 1, to + 1) };
                    let between: usize = blocks[from.min(end)..end].iter().map(|block| block.lines.len()).sum();
                    assert!(between <= lines || to.abs_diff(at) == 1, "{at} to {to} on {lines} lines");
                    let edge = if back { 0 } else { 5 };
                    assert!(at == edge || to != at, "it moves: {at} on {lines} lines");
                }
            }
        }
        assert_eq!((page_from(&blocks, 0, 6, false), page_from(&blocks, 3, 8, true)), (2, 0));
    }

    #[test]
    fn no_area_is_too_small() {
        for (width, height) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
            let area = Rect::new(0, 0, width, height);
            render(&blocks(&[3, 3]), Some(1), &mut 99, area, &mut Buffer::empty(area));
        }
    }
}
