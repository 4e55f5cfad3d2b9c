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
        // What goes without a trace goes first: marks on both sides of it come together then.
        let shown: String = raw.replace("\r\n", "\n").chars().filter_map(harmless).collect();
        let mut out = String::with_capacity(shown.len());
        let mut clusters = shown.graphemes(true).peekable();
        while let Some(cluster) = clusters.next() {
            if cluster.len() <= MAX_GRAPHEME {
                out.push_str(cluster);
                continue;
            }
            // What is cut must not grow again with what follows: a flag of two letters, a Hangul syllable.
            let first = cluster.chars().next();
            let pair: String = first.into_iter().chain(clusters.peek().and_then(|next| next.chars().next())).collect();
            let grows = clusters.peek().is_some() && pair.graphemes(true).count() == 1;
            out.push(first.filter(|_| !grows).unwrap_or('\u{fffd}'));
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

    #[test]
    fn every_way_in_is_harmless_and_every_way_out_says_the_same() {
        let (raw, clean) = ("a\tb\r\n\u{1b}c\u{7f}", "a b\n␛c␡");
        let read: SafeText = ron::from_str(&format!("{raw:?}")).expect("a text");
        for text in [SafeText::new(raw), raw.into(), raw.to_owned().into(), read] {
            assert_eq!((text.as_str(), text.as_ref(), text.to_string().as_str()), (clean, clean, clean));
            assert_eq!(format!("{text:?}"), format!("{clean:?}"));
            assert_eq!(text.one_line(), "a b ␛c␡");
        }
        assert_eq!(safe(raw), "a b ␛c␡");
        // What was stored is harmless already, and is taken as it is.
        let stored = postcard::to_stdvec(clean).expect("it is stored");
        assert_eq!(postcard::from_bytes::<SafeText>(&stored).expect("it is read").as_str(), clean);
    }

    #[test]
    fn marks_do_not_gather_round_what_goes_without_a_trace() {
        for filler in ['\u{200b}', '\u{feff}', '\u{ad}', '\u{2060}', '\u{180e}'] {
            let parts = format!("{}{filler}", "\u{301}".repeat(15)).repeat(1_000);
            assert_eq!(SafeText::new(&format!("a{parts}")).as_str(), "a", "{filler:?}");
        }
    }

    #[test]
    fn what_is_cut_does_not_grow_again() {
        // Letters that join the next one: an Arabic number sign, half a flag, the start of a syllable.
        for joins in ['\u{600}', '\u{1f1e6}', '\u{1100}'] {
            let cut = format!("{joins}{}", "\u{301}".repeat(20)).repeat(1_000);
            let safe = SafeText::new(&cut);
            assert!(
                safe.graphemes(true).all(|cluster| cluster.len() <= MAX_GRAPHEME),
                "{joins:?}: {} bytes",
                safe.len()
            );
            assert_eq!(SafeText::new(&safe), safe);
        }
    }

    /// Letters that make up clusters, and what goes between them.
    fn knotty() -> impl Strategy<Value = String> {
        let letters = "a \r\n\u{301}\u{200d}\u{200b}\u{feff}\u{600}\u{1f1e6}\u{1100}\u{1161}\u{11a8}\u{ac00}\u{1f469}\u{fe0f}\u{915}\u{94d}\u{93e}\u{9b}";
        let letters: Vec<char> = letters.chars().collect();
        proptest::collection::vec((proptest::sample::select(letters), 1_usize..14), 0..12).prop_map(|parts| {
            parts.into_iter().flat_map(|(letter, times)| std::iter::repeat_n(letter, times)).collect()
        })
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

        #[test]
        fn no_cluster_is_too_long(raw in knotty()) {
            let safe = SafeText::new(&raw);
            prop_assert!(safe.graphemes(true).all(|cluster| cluster.len() <= MAX_GRAPHEME), "{safe:?} from {raw:?}");
            prop_assert_eq!(SafeText::new(&safe), safe.clone(), "making it safe twice changes nothing");
        }
    }
}
