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

    #[test]
    fn earlier_calls_leave_no_trace() {
        let fresh = subsequence("aaa", "aaa");
        let _ = subsequence("aaaaa", "a");
        assert_eq!(subsequence("aaa", "aaa"), fresh);
    }
}
