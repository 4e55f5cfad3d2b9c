//! Screens for terminals that show nothing but ASCII: every other sign is replaced in the painted
//! buffer, at the last moment and by one of the same width, so that nothing moves.

use ratatui::buffer::Buffer;
use unicode_normalization::UnicodeNormalization as _;
use unicode_width::UnicodeWidthStr as _;

/// How much is replaced.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Ascii {
    /// Nothing.
    #[default]
    Off,
    /// What certdex draws, and letters that have an ASCII form; the terminal can show the others.
    Drawn,
    /// Everything; what has no ASCII form becomes `?`.
    All,
}

/// What stands for what. The marks of the screens stay different from each other.
pub const TABLE: &[(&str, &str)] = &[
    ("─", "-"),
    ("│", "|"),
    ("┌", "+"),
    ("┐", "+"),
    ("└", "+"),
    ("┘", "+"),
    ("├", "+"),
    ("┤", "+"),
    ("┬", "+"),
    ("┴", "+"),
    ("┼", "+"),
    ("═", "="),
    ("║", "|"),
    ("█", "#"),
    ("░", "."),
    ("▒", ":"),
    ("▲", "^"),
    ("▼", "v"),
    ("►", ">"),
    ("◄", "<"),
    ("↑", "^"),
    ("↓", "v"),
    ("←", "<"),
    ("→", ">"),
    ("⇄", "%"),
    ("≠", "#"),
    ("†", "%"),
    ("≥", ">"),
    ("≤", "<"),
    ("·", "-"),
    ("•", "*"),
    ("…", "."),
    ("✓", "v"),
    ("✗", "x"),
    ("×", "x"),
    ("±", "~"),
    ("−", "-"),
    ("–", "-"),
    ("—", "-"),
    ("‐", "-"),
    ("‘", "'"),
    ("’", "'"),
    ("“", "\""),
    ("”", "\""),
    ("„", "\""),
    ("«", "<"),
    ("»", ">"),
    ("®", "R"),
    ("©", "c"),
    ("™", "t"),
    ("℠", "s"),
    ("§", "S"),
    ("€", "E"),
    ("£", "L"),
    ("°", "o"),
    ("␛", "^"),
    ("\u{a0}", " "),
    ("ß", "s"),
    ("ø", "o"),
    ("Ø", "O"),
    ("ł", "l"),
    ("Ł", "L"),
    ("đ", "d"),
    ("Đ", "D"),
    ("æ", "a"),
    ("Æ", "A"),
    ("œ", "o"),
    ("Œ", "O"),
    ("ı", "i"),
    ("þ", "t"),
    ("Þ", "T"),
    ("ð", "d"),
    ("Ð", "D"),
];

/// Replaces what has to be in a painted screen.
pub fn fold(how: Ascii, buffer: &mut Buffer) {
    if how == Ascii::Off {
        return;
    }
    // Where text was cut stand two dots: one alone would be the end of a sentence.
    for at in 1..buffer.content.len() {
        let follows = at % usize::from(buffer.area.width.max(1)) != 0;
        if follows && buffer.content[at].symbol() == "…" && buffer.content[at - 1].symbol() != " " {
            buffer.content[at - 1].set_char('.');
        }
    }
    let mut covered = 0;
    let mut equals = false;
    for cell in &mut buffer.content {
        // "At least" takes the space behind it as well: `>` alone would say something else.
        if std::mem::take(&mut equals) && cell.symbol() == " " {
            cell.set_char('=');
            continue;
        }
        equals = matches!(cell.symbol(), "≥" | "≤");
        // A wide sign leaves the cell behind it alone: both get a letter.
        if covered > 0 {
            covered -= 1;
            cell.set_symbol("?");
            continue;
        }
        let symbol = cell.symbol();
        if symbol.is_ascii() {
            continue;
        }
        let width = symbol.width();
        if let Some(form) = form(symbol).filter(|_| width <= 1) {
            cell.set_char(form);
        } else if how == Ascii::All {
            cell.set_symbol("?");
            covered = width.saturating_sub(1);
        }
    }
}

/// Names of keys: an arrow's ASCII form would name another key.
#[must_use]
pub fn keys(how: Ascii, keys: &str) -> String {
    const ARROWS: [(&str, &str); 4] = [("↑", "Up"), ("↓", "Down"), ("←", "Left"), ("→", "Right")];
    if how == Ascii::Off {
        return keys.to_owned();
    }
    ARROWS.iter().fold(keys.to_owned(), |keys, (arrow, name)| keys.replace(arrow, name))
}

/// The ASCII form of a sign, if it has one.
fn form(symbol: &str) -> Option<char> {
    if let Some((_, ascii)) = TABLE.iter().find(|(sign, _)| *sign == symbol) {
        return ascii.chars().next();
    }
    // Without its accents it may be a letter.
    symbol.nfkd().next().filter(char::is_ascii)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    fn folded(how: Ascii, text: &str) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 16, 1));
        buffer.set_string(0, 0, text, Style::new());
        fold(how, &mut buffer);
        buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect::<String>().trim_end().to_owned()
    }

    #[test]
    fn every_sign_of_the_table_is_one_cell_wide_and_ascii() {
        for (sign, ascii) in TABLE {
            assert_eq!((sign.width(), ascii.len()), (1, 1), "{sign}");
            assert!(ascii.is_ascii(), "{sign}");
        }
    }

    #[test]
    fn letters_lose_their_accents_and_only_then_themselves() {
        assert_eq!(folded(Ascii::All, "─ É ≠ 日本 Жx"), "- E # ???? ?x");
        assert_eq!(folded(Ascii::Drawn, "Gdańsk Ж"), "Gdansk Ж");
        assert_eq!(folded(Ascii::Off, "─ É"), "─ É");
    }

    #[test]
    fn at_least_stays_at_least_and_no_arrow_names_another_key() {
        assert_eq!(folded(Ascii::All, "≥ 20 ≤ 3 ≥9"), ">=20 <=3 >9");
        assert_eq!(keys(Ascii::Drawn, "↓ j"), "Down j");
        assert_eq!(keys(Ascii::Off, "↓ j"), "↓ j");
    }

    #[test]
    fn the_marks_stay_different() {
        let marks: Vec<char> = ["≠", "†", "↓", "…", "·"].iter().filter_map(|mark| form(mark)).collect();
        let used = ['>', '+', '!', '~', '*', '?', '=', '^'];
        for (at, mark) in marks.iter().enumerate() {
            assert!(!used.contains(mark) && !marks[..at].contains(mark), "{mark}");
        }
    }
}
