//! Keys: from a terminal event to a [`Key`], and from a key to its name and back.
//!
//! Three oddities of terminals are dealt with here, once: only presses and repeats count (Windows
//! also reports releases); Shift is part of the letter, so `G` is `G` whether or not the terminal
//! says Shift; and Ctrl-H, Ctrl-M and Ctrl-I are Backspace, Enter and Tab where a terminal cannot
//! tell them apart.

pub mod action;
pub mod bindings;

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// A key press without the terminal's peculiarities.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Key {
    /// What was pressed.
    pub code: Code,
    /// With Ctrl.
    pub ctrl: bool,
    /// With Alt.
    pub alt: bool,
}

/// What was pressed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)] // the names say it
pub enum Code {
    Char(char),
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
}

/// The named keys: how they are written, and how they are shown.
const NAMED: &[(&str, &str, Code)] = &[
    ("enter", "Enter", Code::Enter),
    ("esc", "Esc", Code::Esc),
    ("tab", "Tab", Code::Tab),
    ("backtab", "Shift+Tab", Code::BackTab),
    ("backspace", "Backspace", Code::Backspace),
    ("delete", "Delete", Code::Delete),
    ("up", "↑", Code::Up),
    ("down", "↓", Code::Down),
    ("left", "←", Code::Left),
    ("right", "→", Code::Right),
    ("home", "Home", Code::Home),
    ("end", "End", Code::End),
    ("pageup", "PgUp", Code::PageUp),
    ("pagedown", "PgDn", Code::PageDown),
    ("space", "Space", Code::Char(' ')),
];

impl Key {
    /// The key without modifiers.
    #[must_use]
    pub fn plain(code: Code) -> Self {
        Self { code, ctrl: false, alt: false }
    }

    /// The key of a terminal event; `None` for a release or a key certdex does not know.
    #[must_use]
    pub fn from_event(event: &KeyEvent) -> Option<Self> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        let alt = event.modifiers.contains(KeyModifiers::ALT);
        let code = match event.code {
            KeyCode::Char(c) if ctrl => Code::Char(c.to_ascii_lowercase()),
            KeyCode::Char(c) => Code::Char(c),
            KeyCode::Enter => Code::Enter,
            KeyCode::Esc => Code::Esc,
            KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => Code::BackTab,
            KeyCode::Tab => Code::Tab,
            KeyCode::BackTab => Code::BackTab,
            KeyCode::Backspace => Code::Backspace,
            KeyCode::Delete => Code::Delete,
            KeyCode::Up => Code::Up,
            KeyCode::Down => Code::Down,
            KeyCode::Left => Code::Left,
            KeyCode::Right => Code::Right,
            KeyCode::Home => Code::Home,
            KeyCode::End => Code::End,
            KeyCode::PageUp => Code::PageUp,
            KeyCode::PageDown => Code::PageDown,
            _ => return None,
        };
        let key = Self { code, ctrl, alt };
        Some(match (code, ctrl) {
            (Code::Char('h'), true) => Self::plain(Code::Backspace),
            (Code::Char('m' | 'j'), true) => Self::plain(Code::Enter),
            (Code::Char('i'), true) => Self::plain(Code::Tab),
            _ => key,
        })
    }

    /// Reads a key as written: `g`, `G`, `ctrl-u`, `alt-x`, `enter`, `space`. `None` if it is not
    /// a key.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (mut rest, mut ctrl, mut alt) = (text, false, false);
        loop {
            if let Some(tail) = rest.strip_prefix("ctrl-").filter(|tail| !tail.is_empty()) {
                (rest, ctrl) = (tail, true);
            } else if let Some(tail) = rest.strip_prefix("alt-").filter(|tail| !tail.is_empty()) {
                (rest, alt) = (tail, true);
            } else {
                break;
            }
        }
        let mut letters = rest.chars();
        let code = match (letters.next(), letters.next()) {
            (Some(c), None) if !c.is_control() => Code::Char(c),
            _ => NAMED.iter().find(|(name, ..)| *name == rest)?.2,
        };
        Some(Self { code, ctrl, alt })
    }

    /// The key as it is written in a binding.
    #[must_use]
    pub fn written(self) -> String {
        let name = match self.code {
            Code::Char(c) if c != ' ' => c.to_string(),
            code => NAMED.iter().find(|(.., named)| *named == code).map_or(String::new(), |n| n.0.to_owned()),
        };
        format!("{}{}{name}", if self.ctrl { "ctrl-" } else { "" }, if self.alt { "alt-" } else { "" })
    }

    /// The letter to type into a text box, if it is one.
    #[must_use]
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt && !c.is_control() => Some(c),
            _ => None,
        }
    }
}

impl fmt::Display for Key {
    /// The key as people read it: `Ctrl+U`, `PgDn`, `g`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl+")?;
        }
        if self.alt {
            f.write_str("Alt+")?;
        }
        match self.code {
            Code::Char(c) if self.ctrl => write!(f, "{}", c.to_ascii_uppercase()),
            Code::Char(c) if c != ' ' => write!(f, "{c}"),
            code => {
                let shown = NAMED.iter().find(|(.., named)| *named == code).map_or("", |named| named.1);
                f.write_str(shown)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for text in ["g", "G", "ctrl-u", "alt-x", "enter", "space", "/", "?", "-", "ctrl-alt-a", "pagedown"] {
            assert_eq!(Key::parse(text).expect(text).written(), text);
        }
        for text in ["", "ctrl-", "entre", "ab", "\u{1b}"] {
            assert_eq!(Key::parse(text), None, "{text:?}");
        }
        assert_eq!(Key::parse("ctrl-u").expect("a key").to_string(), "Ctrl+U");
    }

    #[test]
    fn a_release_is_no_key_and_shift_is_part_of_the_letter() {
        let event = |kind| KeyEvent { kind, ..KeyEvent::new(KeyCode::Char('G'), KeyModifiers::SHIFT) };
        assert_eq!(Key::from_event(&event(KeyEventKind::Release)), None);
        for kind in [KeyEventKind::Press, KeyEventKind::Repeat] {
            assert_eq!(Key::from_event(&event(kind)), Key::parse("G"));
        }
        let shift_tab = KeyEvent::new(KeyCode::Tab, KeyModifiers::SHIFT);
        assert_eq!(Key::from_event(&shift_tab), Key::parse("backtab"));
    }
}
