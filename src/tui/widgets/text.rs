//! Text measured in cells: wrapping, cutting, and lighting up letters.

use ratatui::buffer::Buffer;
use ratatui::layout::{Alignment, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget as _;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The widest paragraph that reads well, in cells.
pub const READABLE: usize = 72;

/// `text` broken into lines of at most `width` cells; words too long for a line are broken. Empty
/// text gives one empty line.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.clamp(1, READABLE);
    // Names such as seed-001 stay in one piece.
    let mut options = textwrap::Options::new(width).word_splitter(textwrap::WordSplitter::NoHyphenation);
    if text.contains("://") {
        options = options.word_separator(textwrap::WordSeparator::Custom(parts_of_addresses));
    }
    textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}

/// Words, and of an address the parts that end in one of its signs: it breaks there, and not in a word.
fn parts_of_addresses(line: &str) -> Box<dyn Iterator<Item = textwrap::core::Word<'_>> + '_> {
    const ENDS: [char; 7] = ['/', '-', '_', '?', '&', '=', '.'];
    let words = textwrap::WordSeparator::AsciiSpace.find_words(line);
    Box::new(words.flat_map(|word| {
        let whole: &str = word.word;
        let ends: Vec<usize> = match whole.split_once("://") {
            Some((scheme, rest)) => {
                let start = scheme.len() + 3;
                rest.match_indices(ENDS).map(|(at, sign)| start + at + sign.len()).chain([whole.len()]).collect()
            }
            None => vec![whole.len()],
        };
        let mut from = 0;
        let mut parts = Vec::new();
        for end in ends.into_iter().filter(|end| *end > 0) {
            if end > from {
                parts.push(textwrap::core::Word::from(&whole[from..end]));
                from = end;
            }
        }
        match parts.last_mut() {
            Some(last) => last.whitespace = word.whitespace,
            // Spaces before the first word.
            None => parts.push(word),
        }
        parts
    }))
}

/// The width of `text` in cells.
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

/// `text` on one line of at most `most` cells; what does not fit is cut with `…`.
#[must_use]
pub fn fit(text: &str, most: usize) -> String {
    if text.width() <= most {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for cluster in text.graphemes(true) {
        let cells = cluster.width();
        if used + cells + 1 > most {
            break;
        }
        used += cells;
        out.push_str(cluster);
    }
    if most > 0 {
        out.push('…');
    }
    out
}

/// `text` fitted and filled up with spaces to exactly `cells`.
#[must_use]
pub fn pad(text: &str, cells: usize) -> String {
    let mut out = fit(text, cells);
    out.extend(std::iter::repeat_n(' ', cells.saturating_sub(out.width())));
    out
}

/// Whether a letter takes one cell, and all by itself if its neighbours are such letters too.
#[must_use]
pub fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~' | '¡'..='¬' | '®'..='ÿ' | '–' | '—' | '‘' | '’' | '“' | '”' | '†' | '•' | '…'
        | '←'..='↓' | '≠' | '≤' | '≥' | '─'..='╿' | '█')
}

/// Paints a line from the left of `area`, as ratatui does, but without looking for clusters of letters
/// where there are none: that is most of every frame, and looking for them is most of the work.
pub fn paint(line: &Line, area: Rect, buffer: &mut Buffer) {
    let plain = |span: &Span| span.content.chars().all(is_plain);
    let area = area.intersection(buffer.area);
    let left = matches!(line.alignment, None | Some(Alignment::Left));
    if area.is_empty() || !left || !line.spans.iter().all(plain) {
        return line.render(area, buffer);
    }
    // Of a line without a letter ratatui paints no style either.
    if line.spans.iter().all(|span| span.content.is_empty()) {
        return;
    }
    let row = Rect { height: 1, ..area };
    if line.style != Style::new() {
        buffer.set_style(row, line.style);
    }
    let mut cells = row.columns();
    for span in &line.spans {
        for c in span.content.chars() {
            let Some(cell) = cells.next().and_then(|at| buffer.cell_mut(at.as_position())) else { return };
            cell.set_char(c).set_style(span.style);
        }
    }
}

/// `text` as spans, its characters number `lit` in the style `light`, the rest in `base`.
#[must_use]
pub fn light_up(text: &str, lit: &[usize], base: Style, light: Style) -> Vec<Span<'static>> {
    let mut spans: Vec<(String, bool)> = Vec::new();
    for (index, c) in text.chars().enumerate() {
        let on = lit.binary_search(&index).is_ok();
        match spans.last_mut() {
            Some((run, was)) if *was == on => run.push(c),
            _ => spans.push((c.to_string(), on)),
        }
    }
    spans.into_iter().map(|(run, on)| Span::styled(run, if on { base.patch(light) } else { base })).collect()
}

/// What stands under something of which not all is in sight: how much of a `unit`, such as "row", is above
/// and below. Empty where all is.
#[must_use]
pub fn beyond(above: usize, below: usize, unit: &str) -> String {
    let many = |n: usize| if n == 1 { "" } else { "s" };
    match (above, below) {
        (0, 0) => String::new(),
        (0, below) => format!("{below} more {unit}{} ↓", many(below)),
        (above, 0) => format!("↑ {above} {unit}{} above", many(above)),
        (above, below) => format!("↑ {above} · {below} more {unit}{} ↓", many(below)),
    }
}

/// The end of `text` that fits into `most` cells.
#[must_use]
pub fn tail(text: &str, most: usize) -> String {
    let most = most.max(1);
    if width(text) <= most {
        return text.to_owned();
    }
    let mut out = text.to_owned();
    while width(&out) > most.saturating_sub(1) {
        out.remove(0);
    }
    format!("…{out}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_does_not_fit_is_cut_with_a_mark() {
        assert_eq!(fit("Product Owner", 13), "Product Owner");
        assert_eq!(fit("Product Owner", 8), "Product…");
        assert_eq!(fit("日本語", 5), "日本…");
        assert_eq!((fit("ab", 1).as_str(), fit("ab", 0).as_str()), ("…", ""));
        assert_eq!(pad("日本語", 6), "日本語");
        assert_eq!(pad("ab", 4), "ab  ");
    }

    #[test]
    fn an_address_breaks_at_its_signs() {
        let lines = wrap("see https://example.org/a-long-way/to/somewhere?page=two there", 24);
        assert_eq!(lines.concat().replace(' ', ""), "seehttps://example.org/a-long-way/to/somewhere?page=twothere");
        assert!(lines.iter().all(|line| line.width() <= 24), "{lines:?}");
        for line in &lines[..lines.len() - 1] {
            assert!(line == "see" || line.ends_with(['/', '-', '?', '=', '.']), "{line:?} of {lines:?}");
        }
    }

    #[test]
    fn letters_light_up_by_their_number() {
        let (base, light) = (Style::new(), Style::new().bold());
        let spans = light_up("Éab", &[0, 2], base, light);
        let shown: Vec<_> = spans.iter().map(|s| (s.content.to_string(), s.style == light)).collect();
        assert_eq!(shown, [("É".into(), true), ("a".into(), false), ("b".into(), true)]);
    }

    proptest! {
        /// What is painted is what ratatui paints, cell for cell.
        #[test]
        fn lines_are_painted_as_ratatui_does(
            words in proptest::collection::vec(("[ -~¡-ÿ–—‘’“”†•…←-↓≠≤≥─-╿█]{0,12}|\\PC{0,4}", 0_u8..5), 0..5),
            of_line in 0_u8..5, x in 0_u16..6, width in 0_u16..24, high in 0_u16..3,
        ) {
            let style = |number: u8| match number {
                0 => Style::new(),
                1 => Style::new().bold(),
                2 => Style::new().red().on_blue(),
                3 => Style::new().reversed().not_bold(),
                _ => Style::reset().dim(),
            };
            let spans: Vec<Span> = words.iter().map(|(text, number)| Span::styled(text.as_str(), style(*number))).collect();
            let line = Line::from(spans).style(style(of_line));
            let screen = Rect::new(0, 0, 20, 2);
            let mut ground = Buffer::empty(screen);
            ground.set_string(0, 0, "what was there before", Style::new().italic());
            let (mut ours, mut theirs) = (ground.clone(), ground);
            let area = Rect::new(x, 0, width, high);
            paint(&line, area, &mut ours);
            line.render(area, &mut theirs);
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn nothing_is_wider_than_asked(text in any::<String>(), most in 1_usize..40) {
            let text = crate::safe_text::safe(&text);
            prop_assert!(fit(&text, most).width() <= most);
            prop_assert_eq!(pad(&text, most).width(), most);
            for text in [text.clone(), format!(" {text}://{text} ")] {
                for line in wrap(&text, most) {
                    prop_assert!(line.width() <= most.max(2), "{:?}", line);
                }
            }
        }
    }
}
