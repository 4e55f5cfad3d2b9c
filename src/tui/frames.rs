//! One frame after another as bytes: only what is different from the one before, in one piece.
//!
//! Not ratatui's own way from a frame to the terminal: that one places the cursor by row and column before
//! every run of cells, names each colour in full, writes the cursor even where it stands already, and
//! asks the terminal where the cursor is when everything is to be drawn anew.

use std::convert::Infallible;
use std::io::Write;

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};
use ratatui::{Frame, TerminalOptions, Viewport};
use unicode_width::UnicodeWidthStr;

use crate::tui::script::sgr;
use crate::tui::widgets::text::is_plain;

/// The frames of a terminal, and what it shows by now.
#[derive(Debug)]
pub struct Frames {
    inner: ratatui::Terminal<Nowhere>,
    shown: Buffer,
    /// What the terminal was told last of its cursor.
    cursor: Told,
    /// What stands before the next frame.
    before: &'static [u8],
}

impl Frames {
    /// On an empty screen of that many columns and rows.
    ///
    /// # Panics
    /// Never: a fixed viewport asks the terminal nothing.
    #[must_use]
    pub fn new(size: (u16, u16)) -> Self {
        let (columns, rows) = within(size);
        let area = Rect::new(0, 0, columns, rows);
        let inner = ratatui::Terminal::with_options(Nowhere, TerminalOptions { viewport: Viewport::Fixed(area) })
            .expect("a fixed viewport asks the terminal nothing");
        Self { inner, shown: Buffer::empty(area), cursor: Told::Nothing, before: b"" }
    }

    /// On a screen that shows anything: it is emptied first.
    #[must_use]
    pub fn anew(size: (u16, u16)) -> Self {
        Self { before: b"\x1b[0m\x1b[2J", ..Self::new(size) }
    }

    /// Columns and rows.
    #[must_use]
    pub fn size(&self) -> (u16, u16) {
        (self.shown.area.width, self.shown.area.height)
    }

    /// Paints the next frame; `paint` tells where the cursor stands, if it is shown. Returns the bytes that
    /// lead there, none if nothing changed.
    pub fn next(&mut self, paint: impl FnOnce(&mut Frame) -> Option<Position>) -> Vec<u8> {
        let cursor = paint(&mut self.inner.get_frame());
        let now = self.inner.current_buffer_mut();
        let mut bytes = std::mem::take(&mut self.before).to_vec();
        let places = changed(&self.shown, now);
        write_cells(places.into_iter().map(|(x, y)| (x, y, &now[(x, y)])), &mut bytes);
        finish(&mut bytes, std::mem::replace(&mut self.cursor, Told::of(cursor)), cursor);
        std::mem::swap(now, &mut self.shown);
        now.reset();
        bytes
    }
}

/// A size, within what one frame can hold.
#[must_use]
pub fn within((columns, rows): (u16, u16)) -> (u16, u16) {
    (columns.min(1_000), rows.min(500))
}

/// Where a frame is different from the one before, from the left and the top. A row with letters of two
/// cells is left to ratatui, which knows what such a letter covers and uncovers.
fn changed(shown: &Buffer, now: &Buffer) -> Vec<(u16, u16)> {
    let plain = |cell: &Cell| {
        let symbol = cell.symbol();
        symbol.len() == 1 || symbol.chars().all(is_plain)
    };
    let width = usize::from(now.area.width).max(1);
    let mut all = Vec::new();
    for (y, (old, new)) in (0_u16..).zip(shown.content.chunks(width).zip(now.content.chunks(width))) {
        let start = all.len();
        let row = (0_u16..).zip(old.iter().zip(new));
        all.extend(row.filter(|(_, (old, new))| old != new).map(|(x, _)| (x, y)));
        if all.len() > start && !old.iter().chain(new).all(plain) {
            let area = Rect { y: 0, height: 1, ..now.area };
            let [old, new] = [old, new].map(|cells| Buffer { area, content: cells.to_vec() });
            all.truncate(start);
            all.extend(old.diff(&new).into_iter().map(|(x, ..)| (x, y)));
        }
    }
    all
}

/// Where ratatui's own bytes would go: it only lends us its frames.
#[derive(Debug)]
struct Nowhere;

impl Backend for Nowhere {
    type Error = Infallible;

    // Nothing of it is ever asked for: the size is the viewport's, and cells and cursor are written here.

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, _: I) -> Result<(), Infallible> {
        Ok(())
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        Ok(())
    }

    fn show_cursor(&mut self) -> Result<(), Infallible> {
        Ok(())
    }

    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        Ok(Position::ORIGIN)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, _: P) -> Result<(), Infallible> {
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Infallible> {
        Ok(())
    }

    fn clear_region(&mut self, _: ClearType) -> Result<(), Infallible> {
        Ok(())
    }

    fn size(&self) -> Result<Size, Infallible> {
        Ok(Size::ZERO)
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        Ok(WindowSize { columns_rows: Size::ZERO, pixels: Size::ZERO })
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}

/// Writes cells as bytes: each run of them where it stands, and a style where it changes. The style
/// is plain before and after.
fn write_cells<'a>(cells: impl Iterator<Item = (u16, u16, &'a Cell)>, out: &mut Vec<u8>) {
    // Vec takes every byte, so writing to it cannot fail.
    let mut style = Cell::EMPTY;
    // Where the terminal's cursor stands, and whether every terminal agrees: on the width of letters
    // beyond ASCII they differ.
    let (mut cursor, mut sure) = (None, true);
    for (x, y, cell) in cells {
        match cursor {
            Some((column, row)) if (column, row) == (x, y) => {}
            Some((column, row)) if row == y && column < x && sure => {
                let gap = x - column;
                let _ = if gap == 1 { write!(out, "\x1b[C") } else { write!(out, "\x1b[{gap}C") };
            }
            Some((_, row)) if row == y => {
                let _ = write!(out, "\x1b[{}G", u32::from(x) + 1);
                sure = true;
            }
            _ => {
                let _ = write!(out, "\x1b[{};{}H", u32::from(y) + 1, u32::from(x) + 1);
                sure = true;
            }
        }
        if !same_style(&style, cell) {
            let codes = sgr(cell);
            let _ = match codes.strip_prefix(';') {
                Some(codes) if same_style(&style, &Cell::EMPTY) => write!(out, "\x1b[{codes}m"),
                _ => write!(out, "\x1b[0{codes}m"),
            };
            style = cell.clone();
        }
        out.extend_from_slice(cell.symbol().as_bytes());
        let ascii = cell.symbol().is_ascii();
        sure &= ascii;
        // A wide letter leaves the cursor further on: the next cell is then placed by its column.
        let wide = !ascii && cell.symbol().width() != 1;
        cursor = Some((if wide { u16::MAX } else { x + 1 }, y));
    }
    if !same_style(&style, &Cell::EMPTY) {
        out.extend_from_slice(b"\x1b[0m");
    }
}

fn same_style(a: &Cell, b: &Cell) -> bool {
    (a.fg, a.bg, a.modifier) == (b.fg, b.bg, b.modifier)
}

/// What a terminal was told of its cursor.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Told {
    /// Nothing yet.
    Nothing,
    /// To hide it.
    Hidden,
    /// To show it there.
    At(Position),
}

impl Told {
    fn of(cursor: Option<Position>) -> Self {
        cursor.map_or(Self::Hidden, Self::At)
    }
}

/// Behind the cells: the cursor from where it was to where it is to be. Leaves
/// nothing where no cell was written and the cursor stays.
fn finish(bytes: &mut Vec<u8>, was: Told, cursor: Option<Position>) {
    match cursor {
        // The cells have moved it.
        Some(at) if !bytes.is_empty() || was != Told::At(at) => {
            let _ = write!(bytes, "\x1b[{};{}H", u32::from(at.y) + 1, u32::from(at.x) + 1);
            if !matches!(was, Told::At(_)) {
                bytes.extend_from_slice(b"\x1b[?25h");
            }
        }
        None if was != Told::Hidden => bytes.extend_from_slice(b"\x1b[?25l"),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::style::{Modifier, Style};

    use super::*;

    /// What frames write, each over the one before: a word in the corner, and a cursor.
    fn written(frames: &[(&str, Option<Position>)]) -> Vec<String> {
        let mut screen = Frames::new((20, 3));
        let frame = |&(word, cursor): &(&str, Option<Position>)| {
            let bytes = screen.next(|frame| {
                frame.buffer_mut().set_string(0, 0, word, Style::new());
                cursor
            });
            String::from_utf8(bytes).expect("text")
        };
        frames.iter().map(frame).collect()
    }

    #[test]
    fn a_frame_without_change_writes_nothing() {
        let at = |x| Some(Position::new(x, 1));
        let frames = written(&[("one", at(0)), ("one", at(0)), ("one", at(4)), ("one", None), ("one", None)]);
        assert!(frames[0].starts_with("\x1b[1;1Hone") && frames[0].ends_with("\x1b[2;1H\x1b[?25h"), "{frames:?}");
        assert_eq!(frames[1..], ["", "\x1b[2;5H", "\x1b[?25l", ""]);
    }

    /// Whatever was painted, a terminal that reads the bytes shows the same cells in the same look.
    #[test]
    fn a_terminal_shows_the_cells_that_were_painted() {
        let mut screen = Frames::new((20, 3));
        let mut terminal = vt100::Parser::new(3, 20, 0);
        let styles = [Style::new().bold(), Style::new(), Style::new().reversed(), Style::new().dim().underlined()];
        for step in 0..200_u16 {
            let text = ["scrum", "日本語 a", "a b c d", "é — x", "o"][usize::from(step * 7 % 5)];
            let (x, y) = (step * 11 % 17, step * 5 % 3);
            let mut painted = Buffer::default();
            let bytes = screen.next(|frame| {
                let buffer = frame.buffer_mut();
                // Three words of the time before stay, so that there are gaps.
                for back in 0..3 {
                    let step = step.saturating_sub(back);
                    buffer.set_string(step % 13, step * 2 % 3, "kept words", styles[usize::from(step % 4)]);
                }
                buffer.set_stringn(x, y, text, usize::from(20 - x), styles[usize::from(step / 3 % 4)]);
                painted = buffer.clone();
                None
            });
            terminal.process(&bytes);
            for (x, y) in (0..3).flat_map(|y| (0..20).map(move |x| (x, y))) {
                let (cell, shown) = (&painted[(x, y)], terminal.screen().cell(y, x).expect("a cell"));
                if shown.is_wide_continuation() {
                    continue;
                }
                let letter = if shown.has_contents() { shown.contents() } else { " " };
                assert_eq!((letter, x, y), (cell.symbol(), x, y), "step {step}");
                let is = |modifier| cell.modifier.contains(modifier);
                assert_eq!((shown.inverse(), shown.underline()), (is(Modifier::REVERSED), is(Modifier::UNDERLINED)));
                assert!(letter == " " || shown.bold() == is(Modifier::BOLD), "step {step}: {letter}");
            }
            assert_eq!(terminal.screen().fgcolor(), vt100::Color::Default, "plain behind every frame");
            assert!(!terminal.screen().inverse() && !terminal.screen().bold(), "plain behind every frame");
        }
    }

    #[test]
    fn a_letter_costs_little_more_than_itself() {
        let at = Some(Position::new(0, 1));
        let frames = written(&[("one", at), ("onw", at)]);
        assert_eq!(frames[1], "\x1b[1;3Hw\x1b[2;1H");
    }

    proptest! {
        /// The short way finds what ratatui finds.
        #[test]
        fn what_changed_is_what_ratatui_finds(rows in proptest::collection::vec(
            ("[ -~]{0,9}|[ -~·…日本é👩]{0,6}", "[ -~]{0,9}|[ -~·…日本é👩]{0,6}", 0_u16..8, any::<bool>()), 0..4)
        ) {
            let area = Rect::new(0, 0, 12, 4);
            let (mut old, mut new) = (Buffer::empty(area), Buffer::empty(area));
            for (y, (before, after, x, bold)) in (0_u16..).zip(&rows) {
                old.set_stringn(*x, y, before, usize::from(12 - x), Style::new());
                let style = if *bold { Style::new().bold() } else { Style::new() };
                new.set_stringn(*x, y, after, usize::from(12 - x), style);
            }
            let theirs: Vec<(u16, u16)> = old.diff(&new).into_iter().map(|(x, y, _)| (x, y)).collect();
            prop_assert_eq!(changed(&old, &new), theirs);
        }
    }
}
