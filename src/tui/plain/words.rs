//! Words that can be read aloud: no box drawing, no bars, no signs that stand for something, no columns,
//! and lines that a paragraph was broken into put together again.

use ratatui::style::Style;
use ratatui::text::Line;

use crate::safe_text::safe;
use crate::tui::widgets::text;

/// The widest line that is printed.
pub const WIDTH: usize = 72;

/// What the screens are asked to lay out for: so wide that nothing is cut.
pub const WIDE: u16 = 400;

/// Signs with the words that stand for them wherever they come.
const SIGNS: &[(&str, &str)] = &[
    ("\u{a0}", " "),
    (" · ", ", "),
    (" → ", ", then "),
    ("≥ ", "at least "),
    (" †", " (retired)"),
    (" !,", ", sources disagree,"),
    ("≠", "differs"),
    ("□", ""),
    (", █ at least, ░ at most", ""),
];

/// What a sign at the start of a piece of text stands for.
const LEADS: &[(&str, &str)] = &[
    ("! ", "sources disagree: "),
    ("~ ", "not known: "),
    ("+ ", "for it: "),
    ("- ", "against it: "),
    ("± ", "what would change it: "),
    ("→ ", "chosen: "),
    ("· ", ""),
    ("† ", "retired: "),
];

/// Signs that are a piece of their own.
const ALONE: &[(&str, &str)] = &[("!", "sources disagree"), ("~", "not known"), ("†", "retired")];

/// `line` as one would say it. Columns become `name: value, value`.
#[must_use]
pub fn spoken(line: &str) -> String {
    let mut line = safe(line).replace('\n', " ");
    for (sign, words) in SIGNS {
        line = line.replace(sign, words);
    }
    line.retain(|c| !is_drawn(c));
    if let Some(value) = line.trim_end().strip_suffix(" !") {
        line = format!("{value}, sources disagree");
    }
    let mut out = String::new();
    for (number, piece) in pieces(&line).enumerate() {
        let piece = lead_in(piece, number == 0);
        if out.is_empty() {
            out = piece;
            continue;
        }
        let gap = match out.chars().next_back() {
            _ if piece.starts_with(['[', '(']) => " ",
            Some('.' | ',' | ':' | ';' | '?' | '!') => " ",
            Some(']') => ", ",
            _ if number == 1 => ": ",
            _ => ", ",
        };
        out.push_str(gap);
        out.push_str(&piece);
    }
    out
}

/// Whether a character is a line, a block or an arrow: there for the eye only.
#[must_use]
pub fn is_drawn(c: char) -> bool {
    matches!(c, '\u{2500}'..='\u{25ff}' | '↑' | '↓' | '←' | '→')
}

/// What stands in columns, without bars.
fn pieces(line: &str) -> impl Iterator<Item = &str> {
    let bar = |piece: &&str| piece.chars().all(|c| matches!(c, '#' | '·'));
    line.split("  ").map(str::trim).filter(|piece| !piece.is_empty()).filter(move |piece| !bar(piece))
}

fn lead_in(piece: &str, first: bool) -> String {
    if let Some((_, words)) = ALONE.iter().find(|(sign, _)| *sign == piece) {
        return (*words).to_owned();
    }
    // `< value >` says that arrows change it.
    if let Some(value) = piece.strip_prefix("< ")
        && let Some((value, behind)) = value.split_once(" >")
    {
        return format!("{value}{behind}");
    }
    // Further on it may be a key.
    let leads = LEADS.iter().filter(|(sign, _)| first || !matches!(*sign, "+ " | "- "));
    match leads.into_iter().find_map(|(sign, words)| Some((words, piece.strip_prefix(sign)?))) {
        Some((words, rest)) => format!("{words}{}", rest.trim_start()),
        None => piece.to_owned(),
    }
}

/// `words` in lines of at most [`WIDTH`] cells behind `lead`, further lines indented. Addresses are not
/// broken.
#[must_use]
pub fn wrapped(lead: &str, words: &str, indent: usize) -> Vec<String> {
    let blank = " ".repeat(indent);
    let options = textwrap::Options::new(WIDTH)
        .initial_indent(lead)
        .subsequent_indent(&blank)
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::wrap(words, options).into_iter().map(|line| line.trim_end().to_owned()).collect()
}

/// A line in the making: the column its text starts in, how wide its last part is, and its style.
struct Joined {
    words: String,
    column: usize,
    last: String,
    style: Style,
}

/// The lines of a window or a block that was laid out for `width` cells, each paragraph on one line with
/// its indent in front. A line goes on the one above if it starts where that one's text does, looks like
/// it, and its first word would not have fitted there.
#[must_use]
pub fn whole(lines: &[Line<'_>], width: u16) -> Vec<String> {
    let mut all: Vec<Joined> = Vec::new();
    for line in lines {
        let flat: String = line.spans.iter().map(|span| span.content.as_ref()).collect();
        let flat = flat.trim_end();
        let indent = text::width(flat) - text::width(flat.trim_start());
        let words = flat.trim_start();
        let style = line.spans.last().map_or(line.style, |span| line.style.patch(span.style));
        if let Some(above) = all.last_mut()
            && !words.is_empty()
            && above.column == indent
            && (style == above.style || style == Style::new())
        {
            let room = usize::from(width).saturating_sub(indent).clamp(1, text::READABLE);
            let first = words.split(' ').next().unwrap_or_default();
            let full = text::width(&above.last);
            // A word longer than a line was broken without a mark.
            let broken = full == room && !above.last.contains(' ');
            if broken || full + 1 + text::width(first) > room {
                above.words.push_str(if broken { "" } else { " " });
                above.words.push_str(words);
                words.clone_into(&mut above.last);
                continue;
            }
        }
        let column = match line.spans.as_slice() {
            [lead, _, ..] if lead.content.ends_with(' ') => lead.width(),
            _ => indent,
        };
        let last = flat.chars().skip(column).collect();
        all.push(Joined { words: flat.to_owned(), column, last, style });
    }
    all.into_iter().map(|joined| joined.words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_signs_and_bars_become_words() {
        for (shown, said) in [
            ("CSM         !  50 questions   60 min", "CSM: sources disagree, 50 questions, 60 min"),
            ("3  ████████████░░░░  100 USD", "3: 100 USD"),
            ("└─ A-CSM       30 SEU every 2 years", "A-CSM: 30 SEU every 2 years"),
            ("Events   3 of 5   ##···   12 s", "Events: 3 of 5, 12 s"),
            ("Minutes       < 60 >  [sa-01]", "Minutes: 60 [sa-01]"),
            ("     + no exam [sa-01]", "for it: no exam [sa-01]"),
            ("CSM → A-CSM, held for 5 years: ≥ 200 USD", "CSM, then A-CSM, held for 5 years: at least 200 USD"),
            ("\u{1b}[31mred", "␛[31mred"),
        ] {
            assert_eq!(spoken(shown), said, "{shown}");
        }
    }

    #[test]
    fn what_was_broken_into_lines_is_whole_again() {
        let words = "one two three four five six seven eight nine ten eleven twelve";
        let lines: Vec<Line> = text::wrap(words, 20).into_iter().map(|line| Line::raw(format!("    {line}"))).collect();
        assert!(lines.len() > 3);
        assert_eq!(whole(&lines, 24), [format!("    {words}")]);
        let short = [Line::raw("one"), Line::raw("two")];
        assert_eq!(whole(&short, 24), ["one", "two"]);
        let long = "https://example.org/a/very/long/address";
        let lines: Vec<Line> = text::wrap(long, 20).into_iter().map(Line::raw).collect();
        assert_eq!(whole(&lines, 20), [long]);
    }
}
