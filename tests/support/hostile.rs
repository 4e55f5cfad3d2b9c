//! The embedded data set turned into an attack: every text of every kind of record, question and
//! source carries something that drives a terminal, turns the reading order round, or fills a cell.

use std::fmt::Write as _;

/// What is put behind a text. All of them are short enough for a name, and each has the word `owned`.
const ATTACKS: &[&str] = &[
    "\u{1b}[2Jowned",
    "\u{1b}]52;c;b3duZWQ=\u{7}owned",
    "\u{1b}]8;;http://evil\u{1b}\\owned\u{1b}]8;;\u{1b}\\",
    "\u{9b}2Jowned\u{9d}0;t\u{9c}\u{90}q\u{85}",
    "\u{202e}owned\u{2066}\u{2069}\u{200e}\u{61c}",
    "ow\u{200b}\u{feff}\u{2060}\u{ad}ned\u{2063}\u{180e}\u{1d173}",
    "\r\nowned\tx\n\n\u{b}\u{c}",
    "\u{7f}\u{8}\u{8}owned\0\u{5}\u{e}",
    "\u{1b}P+q544e\u{1b}\\owned",
    "\u{1b}[6n\u{1b}[cowned\u{1b}[>0q",
    "owned\u{e0041}\u{e007f}\u{2028}\u{2029}\u{fff9}x\u{fffb}\u{206a}",
    "\u{1b}[?1049l\u{1b}[?25lowned\u{1b}c",
    "\u{1b}_Ga=T;AAAA\u{1b}\\owned\u{1b}[201~",
    "owned\u{1b}",
];

/// Where a string is an id, or the name of one.
const IDS: &[&str] = &[
    "id",
    "cert",
    "role",
    "of",
    "from_cert",
    "to_cert",
    "record",
    "provider",
    "supersedes",
    "certs",
    "rules",
    "points",
    "without",
    "roles",
    "valid_for",
    "Refs",
    "bank",
];

/// Where a string is neither an id nor a text: the loader refuses an attack there, which is told of
/// in other tests.
const NEITHER: &[&str] = &["date", "as_of", "currency", "address"];

/// The attack that goes with a text: the same for the same words, so that what has to be equal stays so.
fn attack(text: &str) -> String {
    let hash = text.to_lowercase().bytes().fold(5381_u32, |hash, byte| hash.wrapping_mul(33) ^ u32::from(byte));
    // Now and then a letter is buried under marks; all of them would take hundreds of megabytes.
    if hash.is_multiple_of(97) {
        return format!("owned{}", "\u{301}".repeat(10_000));
    }
    ATTACKS[hash as usize % ATTACKS.len()].to_owned()
}

/// The files of the embedded data set, every text with an attack behind it, every id with `prefix`
/// before it. What is a text is what is not known to be something else: a text field that is new is
/// attacked as well.
pub fn files(prefix: &str) -> Vec<(String, String)> {
    certdex::embedded::texts().map(|(name, text)| (name.to_owned(), attacked(text, prefix))).collect()
}

fn attacked(text: &str, prefix: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    // The last word before each bracket that is open: `claims`, `Refs`.
    let mut open: Vec<&str> = Vec::new();
    let mut word: Option<&str> = None;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let mut length = first.len_utf8();
        let end = |stop: fn(char) -> bool| rest.find(stop).unwrap_or(rest.len());
        match first {
            '/' if rest.starts_with("//") => length = end(|c| c == '\n'),
            '(' | '[' | '{' => {
                open.push(word.take().or(open.last().copied()).unwrap_or_default());
            }
            ')' | ']' | '}' => {
                open.pop();
                word = None;
            }
            ',' => word = None,
            '"' => {
                length = string_end(rest);
                let place = word.or(open.last().copied()).unwrap_or_default();
                write(&mut out, place, &rest[1..length - 1], prefix);
                rest = &rest[length..];
                continue;
            }
            c if c.is_alphabetic() => {
                length = end(|c| !(c.is_alphanumeric() || c == '_'));
                word = Some(&rest[..length]);
            }
            _ => {}
        }
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    out
}

/// Where the string ends that `text` begins with, in bytes.
fn string_end(text: &str) -> usize {
    let mut escaped = false;
    let closes = |(_, c): &(usize, char)| {
        let closes = *c == '"' && !escaped;
        escaped = *c == '\\' && !escaped;
        closes
    };
    text.char_indices().skip(1).find(closes).map_or(text.len(), |(at, _)| at + 1)
}

/// Writes one string of the data set.
fn write(out: &mut String, place: &str, inside: &str, prefix: &str) {
    let sourced = place == "from";
    if IDS.contains(&place) || (sourced && !inside.contains(':')) {
        let _ = write!(out, "\"{prefix}{inside}\"");
    } else if NEITHER.contains(&place) {
        let _ = write!(out, "\"{inside}\"");
    } else {
        let before = if sourced { prefix } else { "" };
        let attack = attack(inside);
        // Half of them as they are, half as RON spells them.
        let spelt = if inside.len().is_multiple_of(2) {
            attack.replace('\\', "\\\\")
        } else {
            attack.chars().fold(String::new(), |all, c| all + &format!("\\u{{{:x}}}", u32::from(c)))
        };
        let _ = write!(out, "\"{before}{inside}{spelt}\"");
    }
}
