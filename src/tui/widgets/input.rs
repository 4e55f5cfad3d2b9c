//! A one-line text box.

use unicode_segmentation::UnicodeSegmentation;

use crate::safe_text::safe;

/// The most that is kept of what is typed or pasted, in characters.
pub const MOST: usize = 1_000;

/// The text of a box; the cursor is always at its end.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Input {
    text: String,
}

impl Input {
    /// What was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Adds typed or pasted text, made harmless, on one line.
    pub fn insert(&mut self, text: &str) {
        let room = MOST.saturating_sub(self.text.chars().count());
        self.text.extend(safe(text).chars().take(room));
    }

    /// Takes back one letter with all its marks; false if there was none.
    pub fn erase_char(&mut self) -> bool {
        let Some((at, _)) = self.text.grapheme_indices(true).next_back() else { return false };
        self.text.truncate(at);
        true
    }

    /// Takes back the last word and the spaces behind it.
    pub fn erase_word(&mut self) {
        let kept = self.text.trim_end();
        let kept = kept.rfind(' ').map_or(0, |space| space + 1);
        self.text.truncate(kept);
    }

    /// Takes back everything from that byte on.
    pub fn cut(&mut self, at: usize) {
        if self.text.is_char_boundary(at) {
            self.text.truncate(at);
        }
    }

    /// Takes back everything.
    pub fn clear(&mut self) {
        self.text.clear();
    }

    /// Whether nothing was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_as_people_see_them() {
        let mut input = Input::default();
        input.insert("ab e\u{301}👨‍👩‍👧\u{1b}[2J\n");
        assert_eq!(input.text(), "ab e\u{301}👨‍👩‍👧␛[2J ");
        for _ in 0..5 {
            input.erase_char();
        }
        assert_eq!(input.text(), "ab e\u{301}👨‍👩‍👧");
        input.erase_char();
        input.erase_char();
        assert_eq!(input.text(), "ab ");
        input.insert("cd  ");
        input.erase_word();
        assert_eq!(input.text(), "ab ");
        input.erase_word();
        assert!(input.is_empty() && !input.erase_char());
    }

    #[test]
    fn a_pasted_book_is_cut() {
        let mut input = Input::default();
        input.insert(&"x".repeat(1_000_000));
        assert_eq!(input.text().len(), MOST);
    }
}
