//! The only way from outside text to a screen or a printed line.
//!
//! A data file, a file name or an error message may hold bytes that drive a terminal (escape
//! codes), turn the reading order round (bidirectional controls) or fill a cell with megabytes of
//! combining marks. [`SafeText`] replaces all of that once, where the text enters the program, so
//! no printer and no widget has to think about it.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use unicode_segmentation::UnicodeSegmentation;

/// Longest grapheme cluster we keep, in bytes. A family emoji has 25; beyond 32 it is an attack
/// on the cell buffer rather than a letter.
const MAX_GRAPHEME: usize = 32;

/// Text without control characters, bidirectional controls, or oversized grapheme clusters.
///
/// Line breaks are kept as `\n`; tabs become a space; everything else that could move the cursor
/// becomes a visible picture (`␛` for ESC) or U+FFFD.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(transparent)]
pub struct SafeText(Box<str>);

impl SafeText {
    /// Makes `raw` harmless. Never fails; the result may be longer or shorter than the input.
    #[must_use]
    pub fn new(raw: &str) -> Self {
        if raw.bytes().all(|b| (0x20..0x7f).contains(&b)) {
            return Self(raw.into());
        }
        let mut out = String::with_capacity(raw.len());
        for cluster in raw.graphemes(true) {
            if cluster == "\r\n" {
                out.push('\n');
            } else if cluster.len() > MAX_GRAPHEME {
                let first = cluster.chars().next().unwrap_or('\u{fffd}');
                out.push(harmless(first).unwrap_or('\u{fffd}'));
            } else {
                out.extend(cluster.chars().filter_map(harmless));
            }
        }
        Self(out.into())
    }

    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text with every line break turned into a space: for one-line places.
    #[must_use]
    pub fn one_line(&self) -> String {
        self.0.replace('\n', " ")
    }
}

/// What stands for `c` on a screen; `None` where it simply goes (zero-width fillers, BOM).
fn harmless(c: char) -> Option<char> {
    match c {
        '\n' => Some('\n'),
        '\t' => Some(' '),
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + c as u32),
        '\u{7f}' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}' // C1: an eight-bit terminal reads these as escape codes
        | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' // bidi controls
        | '\u{2066}'..='\u{2069}'
        | '\u{2028}' | '\u{2029}' // line and paragraph separators
        | '\u{e0000}'..='\u{e007f}' // tag characters
        | '\u{fff9}'..='\u{fffb}'
        | '\u{206a}'..='\u{206f}' => Some('\u{fffd}'),
        '\u{feff}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{ad}' // zero-width fillers, invisible operators
        | '\u{180e}' | '\u{1d173}'..='\u{1d17a}' => None, // marks of Mongolian and of music without a width
        other => Some(other),
    }
}

impl fmt::Display for SafeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not `write_str`: a width that somebody asks for is heeded.
        f.pad(&self.0)
    }
}

impl fmt::Debug for SafeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl From<&str> for SafeText {
    fn from(raw: &str) -> Self {
        Self::new(raw)
    }
}

impl From<String> for SafeText {
    fn from(raw: String) -> Self {
        Self::new(&raw)
    }
}

impl AsRef<str> for SafeText {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl std::ops::Deref for SafeText {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for SafeText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            // The stored catalogue: the build made every text of it harmless.
            return <Box<str>>::deserialize(deserializer).map(Self);
        }
        Ok(Self::new(&String::deserialize(deserializer)?))
    }
}

/// `raw` made harmless for one printed line: the short way for error texts and echoes of
/// arguments.
#[must_use]
pub fn safe(raw: &str) -> String {
    SafeText::new(raw).one_line()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escape_codes_become_pictures() {
        assert_eq!(SafeText::new("a\u{1b}[31mb").as_str(), "a␛[31mb");
        assert_eq!(SafeText::new("a\u{9b}31mb").as_str(), "a\u{fffd}31mb");
        assert_eq!(SafeText::new("x\u{202e}y").as_str(), "x\u{fffd}y");
    }

    #[test]
    fn a_letter_buried_under_marks_stays_a_letter() {
        let zalgo = format!("a{}", "\u{301}".repeat(1_000_000));
        assert_eq!(SafeText::new(&zalgo).as_str(), "a");
        assert_eq!(SafeText::new("e\u{301}").as_str(), "e\u{301}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn nothing_that_drives_a_terminal_survives(raw in any::<String>()) {
            let safe = SafeText::new(&raw);
            for c in safe.chars() {
                prop_assert!(c == '\n' || !c.is_control(), "{c:?} from {raw:?}");
                let turns_round = ('\u{202a}'..='\u{202e}').contains(&c);
                prop_assert!(!turns_round);
            }
            prop_assert_eq!(SafeText::new(&safe), safe.clone(), "making it safe twice changes nothing");
        }
    }
}
