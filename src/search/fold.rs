//! Folding: what counts as the same letter.
//!
//! Case (of all Unicode), accents, ® and ™, and the difference between a hyphen, a dot and a space
//! do not matter. A folded text remembers which character of the original each of its own came
//! from, so that matches can be lit up in the original.

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

impl Folded {
    /// Folds at most `most` characters of `original`; the rest is not looked at.
    #[must_use]
    pub fn new(original: &str, most: usize) -> Self {
        let mut folded = Self::default();
        for (index, c) in original.chars().take(most).enumerate() {
            if matches!(c, '®' | '™' | '©' | '℠' | '\'' | '’') {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(text: &str) -> String {
        Folded::new(text, 512).text
    }

    #[test]
    fn spellings_of_one_name_fold_to_one_text() {
        for spelling in ["Scrum-Master", "scrum  MASTER®", "Scrum.Master™", " scrum_master "] {
            assert_eq!(fold(spelling), "scrum master");
        }
        assert_eq!(fold("CAFÉ"), fold("cafe\u{301}"));
        assert_eq!(fold("Ｐｏ"), "po", "full-width letters");
        assert_eq!(fold("İstanbul"), "istanbul", "one letter that lower-cases to two");
    }

    #[test]
    fn every_folded_letter_knows_its_origin() {
        let folded = Folded::new("Éa-™ß", 512);
        assert_eq!(folded.text, "ea ß");
        assert_eq!(folded.origin, [0, 1, 2, 4]);
        assert_eq!(folded.text.chars().count(), folded.origin.len());
    }
}
