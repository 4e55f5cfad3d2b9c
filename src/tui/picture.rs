//! A frame as a picture: SVG that stands by itself, for the README and for bug reports.
//!
//! Every run of a style is one text of an exact length, so that cells keep their places whatever
//! font draws them; lines and frames are drawn as lines, so that they join.

use std::collections::HashMap;
use std::fmt::Write as _;

use ratatui::buffer::Cell;
use ratatui::style::Modifier;
use unicode_width::UnicodeWidthStr;

use crate::tui::script::{Screen, cells};
use crate::tui::theme::{Theme, built_in_one, hex};

/// Width and height of a cell, and the size of its letters, in pixels.
const CELL: (usize, usize) = (9, 18);
const LETTERS: usize = 15;

/// From the top of a cell to the line its letters stand on.
const BASE: usize = 14;

/// Free space around the frame.
const EDGE: usize = 9;

/// Where the lines of a letter go from the middle of its cell: left, right, up, down.
const LINES: &[(&str, [bool; 4])] = &[
    ("─", [true, true, false, false]),
    ("│", [false, false, true, true]),
    ("┌", [false, true, false, true]),
    ("┐", [true, false, false, true]),
    ("└", [false, true, true, false]),
    ("┘", [true, false, true, false]),
    ("├", [false, true, true, true]),
    ("┤", [true, false, true, true]),
    ("┬", [true, true, false, true]),
    ("┴", [true, true, true, false]),
    ("┼", [true, true, true, true]),
];

/// How a cell looks: its colours as they are seen, and the rest.
#[derive(Clone, PartialEq, Eq, Hash)]
#[allow(clippy::struct_excessive_bools)] // they come and go one by one
struct Look {
    ink: String,
    ground: String,
    bold: bool,
    dim: bool,
    italic: bool,
    underlined: bool,
}

impl Look {
    /// What the terminal at hand would decide, the `dark` theme decides here.
    fn of(cell: &Cell, own: &Theme) -> Self {
        let seen = |colour, instead: Option<_>| hex(colour).or_else(|| hex(instead?)).unwrap_or_default();
        let (mut ink, mut ground) = (seen(cell.fg, own.screen.fg), seen(cell.bg, own.screen.bg));
        if cell.modifier.contains(Modifier::REVERSED) {
            std::mem::swap(&mut ink, &mut ground);
        }
        Self {
            ink,
            ground,
            bold: cell.modifier.contains(Modifier::BOLD),
            dim: cell.modifier.contains(Modifier::DIM),
            italic: cell.modifier.contains(Modifier::ITALIC),
            underlined: cell.modifier.contains(Modifier::UNDERLINED),
        }
    }

    fn css(&self) -> String {
        let mut css = format!("fill:{};stroke:{0}", self.ink);
        for (is, rule) in [
            (self.bold, ";font-weight:bold"),
            (self.dim, ";opacity:.6"),
            (self.italic, ";font-style:italic"),
            (self.underlined, ";text-decoration:underline"),
        ] {
            if is {
                css.push_str(rule);
            }
        }
        css
    }
}

/// Neighbours on a row that look the same.
struct Run {
    /// The column it starts in, and how many it takes.
    x: usize,
    width: usize,
    look: Look,
    text: String,
}

/// The runs of a row. What is drawn with lines stands alone, and so does every piece after a gap, so
/// that columns stay in line.
fn runs(screen: &Screen, y: u16, own: &Theme) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut x = 0;
    for cell in cells(&screen.buffer, y) {
        let (look, symbol) = (Look::of(cell, own), cell.symbol());
        let width = symbol.width().max(1);
        let fits = |run: &&mut Run| {
            let gap = run.text.ends_with("  ") && symbol != " ";
            run.look == look && !gap && lines_of(symbol).is_some() == lines_of(&run.text[..first(&run.text)]).is_some()
        };
        match runs.last_mut().filter(fits) {
            Some(run) => {
                run.text.push_str(symbol);
                run.width += width;
            }
            None => runs.push(Run { x, width, look, text: symbol.to_owned() }),
        }
        x += width;
    }
    runs
}

fn first(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

fn lines_of(symbol: &str) -> Option<[bool; 4]> {
    LINES.iter().find(|(known, _)| *known == symbol).map(|(_, lines)| *lines)
}

impl Screen {
    /// The frame as SVG.
    #[must_use]
    pub fn svg(&self) -> String {
        let own = built_in_one("dark");
        let area = self.buffer.area;
        let (columns, rows) = (usize::from(area.width), usize::from(area.height));
        let (wide, high) = (columns * CELL.0 + 2 * EDGE, rows * CELL.1 + 2 * EDGE);
        let ground = Look::of(&Cell::default(), &own).ground;
        let most = self.buffer.content.iter().map(|cell| Look::of(cell, &own).ground).fold(
            HashMap::<String, usize>::new(),
            |mut count, ground| {
                *count.entry(ground).or_default() += 1;
                count
            },
        );
        // Two grounds that are as common: the one that comes first in the alphabet, each time.
        let ground = most.into_iter().max_by(|a, b| (a.1, &b.0).cmp(&(b.1, &a.0))).map_or(ground, |(most, _)| most);
        let (mut grounds, mut letters, mut looks) = (String::new(), String::new(), Vec::<Look>::new());
        for y in 0..area.height {
            let top = usize::from(y) * CELL.1;
            for run in runs(self, y, &own) {
                let x = run.x * CELL.0;
                if run.look.ground != ground {
                    let (width, fill) = (run.width * CELL.0, &run.look.ground);
                    let _ = writeln!(
                        grounds,
                        r#"<rect x="{x}" y="{top}" width="{width}" height="{}" fill="{fill}"/>"#,
                        CELL.1
                    );
                }
                let underlined = run.look.underlined;
                let kept = if underlined { run.text.as_str() } else { run.text.trim() };
                if kept.is_empty() {
                    continue;
                }
                let number = looks.iter().position(|known| *known == run.look).unwrap_or_else(|| {
                    looks.push(run.look.clone());
                    looks.len() - 1
                });
                if lines_of(&kept[..first(kept)]).is_some() {
                    let _ = writeln!(letters, r#"<path class="s{number}" d="{}"/>"#, path(kept, x, top));
                    continue;
                }
                let before = if underlined { 0 } else { run.text.len() - run.text.trim_start().len() };
                let (x, y, length) = (x + before * CELL.0, top + BASE, kept.width() * CELL.0);
                let words = kept.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
                let _ = writeln!(
                    letters,
                    r#"<text class="s{number}" x="{x}" y="{y}" textLength="{length}">{words}</text>"#
                );
            }
        }
        let css: String = looks
            .iter()
            .enumerate()
            .fold(String::new(), |css, (number, look)| css + &format!(".s{number}{{{}}}\n", look.css()));
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" font-family="ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace" font-size="{LETTERS}">
<title>certdex</title>
<style>
text{{white-space:pre;stroke-width:0}}
path{{fill:none!important}}
{css}</style>
<rect width="100%" height="100%" rx="6" fill="{ground}"/>
<g transform="translate({EDGE} {EDGE})" xml:space="preserve">
{grounds}{letters}</g>
</svg>
"#
        )
    }
}

/// The lines that letters are made of, as a path.
fn path(letters: &str, x: usize, top: usize) -> String {
    let (half, middle, bottom) = (CELL.0 / 2, top + CELL.1 / 2, top + CELL.1);
    let mut path = String::new();
    if letters.chars().all(|c| c == '─') {
        let _ = write!(path, "M{x} {middle}.5H{}", x + letters.width() * CELL.0);
        return path;
    }
    let mut x = x;
    for letter in letters.chars() {
        let [left, right, up, down] = lines_of(letter.encode_utf8(&mut [0; 4])).unwrap_or_default();
        let (from, to) = (if left { x } else { x + half }, if right { x + CELL.0 } else { x + half });
        if left || right {
            let _ = write!(path, "M{from} {middle}.5H{to}");
        }
        let (from, to) = (if up { top } else { middle }, if down { bottom } else { middle });
        if up || down {
            let _ = write!(path, "M{}.5 {from}V{to}", x + half);
        }
        x += CELL.0;
    }
    path
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;

    use super::*;

    fn drawn(rows: &[&str]) -> String {
        Screen { buffer: Buffer::with_lines(rows.iter().copied()), cursor: None }.svg()
    }

    #[test]
    fn every_piece_stands_in_its_cell() {
        let svg = drawn(&["a  bc 漢字 d"]);
        for (x, length, words) in [(0, 9, "a"), (27, 81, "bc 漢字 d")] {
            let wanted = format!(r#"x="{x}" y="14" textLength="{length}">{words}</text>"#);
            assert!(svg.contains(&wanted), "{wanted}\n{svg}");
        }
    }

    #[test]
    fn words_are_never_markup() {
        let svg = drawn(&["<script>&\"</text>"]);
        assert!(svg.contains("&lt;script&gt;&amp;\"&lt;/text&gt;</text>"), "{svg}");
    }

    #[test]
    fn frames_are_lines_that_join() {
        let svg = drawn(&["┌──┐", "│hi│", "└──┘"]);
        assert!(svg.contains(r#"d="M4 9.5H9M4.5 9V18M9 9.5H18M18 9.5H27M27 9.5H31M31.5 9V18""#), "{svg}");
        assert!(svg.contains(">hi</text>"));
    }

    #[test]
    fn every_style_is_told() {
        let theme = built_in_one("terminal");
        let mut screen = Screen { buffer: Buffer::with_lines(["one two"]), cursor: None };
        screen.buffer.set_style(ratatui::layout::Rect::new(0, 0, 3, 1), theme.selected);
        let svg = screen.svg();
        let dark = built_in_one("dark").screen;
        let ground = dark.bg.and_then(hex).expect("a colour");
        let ink = dark.fg.and_then(hex).expect("a colour");
        assert!(svg.contains(&format!(r#"rx="6" fill="{ground}""#)), "{svg}");
        // The selected row is reversed: its ground is another one.
        assert_eq!(svg.matches("<rect").count(), 2, "{svg}");
        assert!(svg.contains(&format!("fill:{ink}")), "{svg}");
    }
}
