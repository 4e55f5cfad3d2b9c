//! Folding: what counts as the same letter, and the same word.
//!
//! Case (of all Unicode), accents, ® and ™, and the difference between a hyphen, a dot and a space
//! do not matter. Nor does it matter whether a word stands in the plural, in British or in American
//! spelling, or a number in Roman digits: "PSM I" is "psm 1", "programmes" is "program". A folded
//! text remembers which character of the original each of its own came from, so that matches can
//! be lit up in the original.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text made comparable, with the way back to the original.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Folded {
    /// Lower-case letters and digits, words parted by one space.
    pub text: String,
    /// For each character of `text` the index, in characters, of its origin.
    pub origin: Vec<usize>,
}

/// Words with two spellings; the left one is read as the right one.
const SPELLINGS: &[(&str, &str)] = &[
    ("programme", "program"),
    ("centre", "center"),
    ("licence", "license"),
    ("judgement", "judgment"),
    ("practise", "practice"),
    ("defence", "defense"),
    ("enrol", "enroll"),
];

/// Numbers of levels; higher ones are not in use, and a lone `v` is a version.
const ROMAN: &[(&str, char)] = &[("i", '1'), ("ii", '2'), ("iii", '3'), ("iv", '4')];

impl Folded {
    /// Folds at most `most` characters of `original`, letters and words; the rest is not looked at.
    #[must_use]
    pub fn new(original: &str, most: usize) -> Self {
        Self::letters(original, most).words()
    }

    /// The common form of each word of a text whose letters are folded.
    #[must_use]
    pub fn words(&self) -> Self {
        let letters = self;
        let mut folded = Self {
            text: String::with_capacity(letters.text.len() + 2),
            origin: Vec::with_capacity(letters.origin.len() + 2),
        };
        let mut from = 0;
        for (number, word) in letters.text.split(' ').enumerate() {
            let count = word.chars().count();
            let origin = &letters.origin[from..(from + count).min(letters.origin.len())];
            if number > 0 {
                folded.push(' ', letters.origin[from - 1]);
            }
            if is_common(word, number == 0) {
                folded.text.push_str(word);
                folded.origin.extend_from_slice(origin);
            } else {
                for (c, at) in common(word, number == 0) {
                    folded.push(c, origin[at.min(count.saturating_sub(1))]);
                }
            }
            from += count + 1;
        }
        folded
    }

    /// Folds letters only: words stay as they are.
    #[must_use]
    pub fn letters(original: &str, most: usize) -> Self {
        let room = original.len().min(most);
        let mut folded = Self { text: String::with_capacity(room), origin: Vec::with_capacity(room) };
        for (index, c) in original.chars().take(most).enumerate() {
            if matches!(c, '®' | '™' | '©' | '℠' | '\'' | '’') {
                continue;
            }
            if c.is_ascii() {
                // Nearly all there is, and nothing to decompose.
                folded.push(if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }, index);
                continue;
            }
            for part in std::iter::once(c).nfkd().filter(|part| !is_combining_mark(*part)) {
                for lower in part.to_lowercase().filter(|lower| !is_combining_mark(*lower)) {
                    folded.push(if lower.is_alphanumeric() { lower } else { ' ' }, index);
                }
            }
        }
        if folded.text.ends_with(' ') {
            folded.text.pop();
            folded.origin.pop();
        }
        folded
    }

    /// Adds a character; spaces neither lead nor repeat.
    fn push(&mut self, c: char, origin: usize) {
        if c == ' ' && (self.text.is_empty() || self.text.ends_with(' ')) {
            return;
        }
        self.text.push(c);
        self.origin.push(origin);
    }

    /// The text without its spaces: "scrummaster" and "scrum master" are one.
    #[must_use]
    pub fn joined(&self) -> String {
        self.text.chars().filter(|c| *c != ' ').collect()
    }
}

/// Folds at most `most` characters of a text that is ASCII, into room that is used again: `letters`
/// as [`Folded::letters`] does, `words` as [`Folded::new`]. The same answer without any allocation.
pub fn ascii(original: &[u8], most: usize, letters: &mut Vec<u8>, words: &mut Vec<u8>) {
    letters.clear();
    words.clear();
    for &byte in &original[..original.len().min(most)] {
        if byte.is_ascii_alphanumeric() {
            letters.push(byte.to_ascii_lowercase());
        } else if byte != b'\'' && !matches!(letters.last(), None | Some(b' ')) {
            letters.push(b' ');
        }
    }
    if letters.last() == Some(&b' ') {
        letters.pop();
    }
    for word in letters.split(|byte| *byte == b' ') {
        let start = words.len();
        if start > 0 {
            words.push(b' ');
        }
        common_ascii(word, start == 0, words);
    }
}

/// Adds the common form of a folded ASCII word: [`common`] without the way back.
fn common_ascii(word: &[u8], first: bool, out: &mut Vec<u8>) {
    if let Some((_, digit)) = ROMAN.iter().find(|(roman, _)| !first && roman.as_bytes() == word) {
        out.extend(digit.encode_utf8(&mut [0; 4]).bytes());
        return;
    }
    let from = out.len();
    out.extend_from_slice(word);
    let ends = |out: &[u8], end: &[u8]| out[from..].ends_with(end);
    if word.len() > 4 && ends(out, b"ies") {
        out.truncate(out.len() - 3);
        out.push(b'y');
    } else if word.len() > 5 && [&b"sses"[..], b"ches", b"shes", b"xes"].iter().any(|end| ends(out, end)) {
        out.truncate(out.len() - 2);
    } else if word.len() > 3 && ends(out, b"s") && ![b"ss", b"us", b"is"].iter().any(|end| ends(out, *end)) {
        out.pop();
    }
    if let Some((_, other)) = SPELLINGS.iter().find(|(one, _)| one.as_bytes() == &out[from..]) {
        out.truncate(from);
        out.extend_from_slice(other.as_bytes());
    }
    if out.len() - from > 4 {
        for at in from + 1..out.len() {
            if (out[at - 1], out[at]) == (b'i', b'z') {
                out[at] = b's';
            }
        }
        if ends(out, b"our") {
            out.remove(out.len() - 2);
        }
    }
}

/// Whether nothing in a word could have another form: most words, seen at a glance.
fn is_common(word: &str, first: bool) -> bool {
    let roman = !first && word.len() < 4 && word.starts_with('i');
    let ending = word.ends_with(['s', 'e', 'l']) || word.ends_with("our") || word.ends_with("ement");
    !(roman || ending || word.contains("iz"))
}

/// The common form of a folded word: each letter with the index of the letter it came from.
fn common(word: &str, first: bool) -> Vec<(char, usize)> {
    if let Some((_, digit)) = ROMAN.iter().find(|(roman, _)| !first && *roman == word) {
        return vec![(*digit, 0)];
    }
    let mut letters: Vec<(char, usize)> = word.chars().zip(0..).collect();
    let ends = |letters: &[(char, usize)], end: &str| {
        letters.len() >= end.len() && letters[letters.len() - end.len()..].iter().map(|(c, _)| *c).eq(end.chars())
    };
    // The plural.
    if letters.len() > 4 && ends(&letters, "ies") {
        letters.truncate(letters.len() - 2);
        if let Some(last) = letters.last_mut() {
            last.0 = 'y';
        }
    } else if letters.len() > 5 && ["sses", "ches", "shes", "xes"].iter().any(|end| ends(&letters, end)) {
        letters.truncate(letters.len() - 2);
    } else if letters.len() > 3 && ends(&letters, "s") && !["ss", "us", "is"].iter().any(|end| ends(&letters, end)) {
        letters.pop();
    }
    for (one, other) in SPELLINGS {
        if letters.iter().map(|(c, _)| *c).eq(one.chars()) {
            letters = other.chars().zip(0..).map(|(c, at)| (c, at.min(letters.len() - 1))).collect();
        }
    }
    if letters.len() > 4 {
        for at in 1..letters.len() {
            if (letters[at - 1].0, letters[at].0) == ('i', 'z') {
                letters[at].0 = 's';
            }
        }
        if ends(&letters, "our") {
            letters.remove(letters.len() - 2);
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(text: &str) -> String {
        Folded::new(text, 512).text
    }

    #[test]
    fn spellings_of_one_name_fold_to_one_text() {
        for spelling in ["Scrum-Master", "scrum  MASTER®", "Scrum.Master™", " scrum_master ", "Scrum Masters"] {
            assert_eq!(fold(spelling), "scrum master");
        }
        assert_eq!(fold("CAFÉ"), fold("cafe\u{301}"));
        assert_eq!(fold("Ｐｏ"), "po", "full-width letters");
        assert_eq!(fold("İstanbul"), "istanbul", "one letter that lower-cases to two");
    }

    #[test]
    fn words_have_one_form() {
        for (one, other) in [
            ("PSM II", "psm 2"),
            ("programmes", "program"),
            ("Organisations", "organization"),
            ("behaviour", "behavior"),
            ("judgement", "judgment"),
            ("user stories", "User Story"),
            ("processes", "process"),
            ("analysis", "analysis"),
            ("LeSS", "less"),
        ] {
            assert_eq!(fold(one), fold(other));
        }
        assert_eq!(fold("I am"), "i am", "a first word is no number");
        assert_eq!(fold("status"), "status");
    }

    /// The quick way over ASCII and the way that knows origins say the same of arbitrary text.
    #[test]
    fn the_quick_way_folds_alike() {
        use proptest::prelude::*;
        let same = |text: &str| {
            let (mut letters, mut words) = (Vec::new(), Vec::new());
            ascii(text.as_bytes(), 512, &mut letters, &mut words);
            assert_eq!(String::from_utf8_lossy(&letters), Folded::letters(text, 512).text, "{text:?}");
            assert_eq!(String::from_utf8_lossy(&words), Folded::new(text, 512).text, "{text:?}");
        };
        for text in ["Programmes III", "stories x", "enrol", "ii ii", "s", "", " - ", "ies ies", "colours' iz", "xes"] {
            same(text);
        }
        proptest!(ProptestConfig::with_cases(20_000), |(text in "[a-zA-Z0-9 '.-]{0,40}", ends in prop::collection::vec("(i|ii|[a-c]{0,3}(ies|sses|ches|xes|s|our|ours|iz|ize|ised|enrol|programme|licences))", 0..6))| {
            same(&text);
            same(&ends.join(" "));
        });
    }

    #[test]
    fn every_folded_letter_knows_its_origin() {
        let folded = Folded::new("Éa-™ß", 512);
        assert_eq!(folded.text, "ea ß");
        assert_eq!(folded.origin, [0, 1, 2, 4]);
        for text in ["Programmes III", "stories x", "enrol", "ii ii", "s", "", " - ", "ies ies"] {
            let folded = Folded::new(text, 512);
            assert_eq!(folded.text.chars().count(), folded.origin.len(), "{text}");
            assert!(folded.origin.iter().all(|&at| at < text.chars().count()) && folded.origin.is_sorted(), "{text}");
        }
    }
}
