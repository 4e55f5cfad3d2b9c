//! The only file that names `fuzzy_matcher`.
//!
//! fuzzy-matcher 0.3.7 is sound as long as one keeps out of its corners, which this adapter does:
//! its scores depend on what the same matcher saw before, so every call gets a fresh one; its
//! `fuzzy_match` and `fuzzy_indices` disagree about scores, so only the latter is used; its indices
//! go wrong after gaps of some 33,000 characters and its memory grows with query × text, so both
//! are short; it knows ASCII case only, so it is fed folded text.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

/// How well `word` is a subsequence of `text`, and which characters matched; `None` if it is not.
///
/// Both must be folded. The answer depends on the two texts alone.
#[must_use]
pub fn subsequence(text: &str, word: &str) -> Option<(i64, Vec<usize>)> {
    let (score, indices) = SkimMatcherV2::default().fuzzy_indices(text, word)?;
    let letters: Vec<char> = text.chars().collect();
    let lit: Option<String> = indices.iter().map(|&i| letters.get(i)).collect();
    // Never light up a letter that was not typed, whatever the library says.
    let right = lit.as_deref() == Some(word) && indices.is_sorted();
    Some((score, if right { indices } else { Vec::new() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The oracle: is `word` a subsequence of `text`?
    fn is_subsequence(text: &str, word: &str) -> bool {
        let mut rest = text.chars();
        word.chars().all(|c| rest.any(|t| t == c))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]
        #[test]
        fn it_matches_what_an_oracle_matches(text in "[a-e ]{1,24}", word in "[a-e]{1,6}") {
            let found = subsequence(&text, &word);
            prop_assert_eq!(found.is_some(), is_subsequence(&text, &word));
            if let Some((_, indices)) = found {
                let lit: String = indices.iter().map(|&i| text.chars().nth(i).expect("in range")).collect();
                prop_assert_eq!(lit, word);
            }
        }
    }

    /// A million random texts and words: this library, another one and the oracle agree on every one.
    #[test]
    fn three_opinions_on_a_million_cases() {
        use nucleo_matcher::{Config, Matcher, Utf32Str};
        let (mut state, mut matched) = (0x9e37_79b9_7f4a_7c15_u64, 0);
        let mut random = |below: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state % below
        };
        let mut matcher = Matcher::new(Config::DEFAULT);
        let letters: Vec<char> = "abcde ж0".chars().collect();
        let text = |most: u64, random: &mut dyn FnMut(u64) -> u64, alphabet: &[char]| -> String {
            let length = 1 + random(most);
            (0..length).map(|_| alphabet[usize::try_from(random(alphabet.len() as u64)).expect("small")]).collect()
        };
        for case in 0..1_000_000 {
            let hay = text(20, &mut random, &letters);
            let word: String = text(5, &mut random, &letters).replace(' ', "a");
            let expected = is_subsequence(&hay, &word);
            let found = subsequence(&hay, &word);
            assert_eq!(found.is_some(), expected, "case {case}: {word:?} in {hay:?}");
            let (mut one, mut other) = (Vec::new(), Vec::new());
            let (one, other) = (Utf32Str::new(&hay, &mut one), Utf32Str::new(&word, &mut other));
            assert_eq!(matcher.fuzzy_match(one, other).is_some(), expected, "case {case}: {word:?} in {hay:?}");
            matched += usize::from(expected);
        }
        assert!(matched > 100_000 && matched < 900_000, "{matched} of a million match");
    }

    #[test]
    fn earlier_calls_leave_no_trace() {
        let fresh = subsequence("aaa", "aaa");
        let _ = subsequence("aaaaa", "a");
        assert_eq!(subsequence("aaa", "aaa"), fresh);
    }
}
