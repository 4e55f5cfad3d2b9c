//! Text measured in cells: wrapping, cutting, and lighting up letters.

use ratatui::style::Style;
use ratatui::text::Span;
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
    let options = textwrap::Options::new(width).word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
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

/// What stands under something of which not all is in sight: how many `units`, such as "rows", are above
/// and below. Empty where all is.
#[must_use]
pub fn beyond(above: usize, below: usize, units: &str) -> String {
    match (above, below) {
        (0, 0) => String::new(),
        (0, below) => format!("{below} more {units} ↓"),
        (above, 0) => format!("↑ {above} {units} above"),
        (above, below) => format!("↑ {above} · {below} more {units} ↓"),
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
    fn letters_light_up_by_their_number() {
        let (base, light) = (Style::new(), Style::new().bold());
        let spans = light_up("Éab", &[0, 2], base, light);
        let shown: Vec<_> = spans.iter().map(|s| (s.content.to_string(), s.style == light)).collect();
        assert_eq!(shown, [("É".into(), true), ("a".into(), false), ("b".into(), true)]);
    }

    proptest! {
        #[test]
        fn nothing_is_wider_than_asked(text in any::<String>(), most in 1_usize..40) {
            let text = crate::safe_text::safe(&text);
            prop_assert!(fit(&text, most).width() <= most);
            prop_assert_eq!(pad(&text, most).width(), most);
            for line in wrap(&text, most) {
                prop_assert!(line.width() <= most.max(2), "{:?}", line);
            }
        }
    }
}
