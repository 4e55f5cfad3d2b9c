//! The engine: how a query matches one text, and how well.
//!
//! The classes come in the order in which they are believed (see [`Class`]): first whether the query
//! is the text, then whether its words begin the text's words, then initials, then letters left
//! out, and last letters wrong, swapped, missing or doubled. The dear steps, the scorer and the
//! distance between words, are taken only for texts that the cheap ones have not ruled out.

use super::adapter;
use super::fold::Folded;
use crate::safe_text::SafeText;

/// Longest text searched in, in characters.
pub const MAX_TEXT: usize = 512;

/// How a record was found, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Class {
    /// The query is its id or abbreviation.
    Exact,
    /// The query is its name or an alias.
    Whole,
    /// Every word of the query begins a word of it, or the query begins it.
    WordStart,
    /// The query is the initials of its words.
    Initials,
    /// Letters are left out: every word of the query has its letters in it, in order and close.
    Fuzzy,
    /// Letters are wrong, swapped, missing or doubled.
    Typo,
    /// It is not named so, but what is known of it speaks of it.
    Related,
}

/// A text that can be found, folded once.
#[derive(Clone, Debug)]
pub struct Text {
    /// As written.
    pub original: SafeText,
    folded: Folded,
    joined: String,
    /// Letters folded only, without spaces, where that differs: "psmi".
    plain: Option<String>,
    initials: String,
    mask: u64,
    /// An id or an abbreviation: to type it is to mean it.
    exact: bool,
}

impl Text {
    /// A text; `exact` for ids and abbreviations.
    #[must_use]
    pub fn new(original: &SafeText, exact: bool) -> Self {
        let letters = Folded::letters(original, MAX_TEXT);
        let folded = letters.words();
        let joined = folded.joined();
        let plain = (letters.text != folded.text).then(|| letters.joined()).filter(|plain| *plain != joined);
        let initials = folded.text.split(' ').filter_map(|word| word.chars().next()).collect();
        let mask = mask(&folded.text);
        Self { original: original.clone(), folded, joined, plain, initials, mask, exact }
    }
}

/// What was typed, folded.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    words: Vec<String>,
    joined: String,
    plain: String,
    /// The same words with only their letters folded: a plural that is not finished yet.
    plain_words: Vec<String>,
    mask: u64,
}

impl Typed {
    /// Folds at most `most` characters of a query.
    #[must_use]
    pub fn new(query: &str, most: usize) -> Self {
        let (folded, letters) = (Folded::new(query, most), Folded::letters(query, most));
        let words = |text: &str| text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        Self {
            words: words(&folded.text),
            joined: folded.joined(),
            plain: letters.joined(),
            plain_words: words(&letters.text),
            mask: mask(&folded.text),
        }
    }

    /// Whether there is nothing to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.joined.is_empty()
    }

    /// The words written as one, folded.
    #[must_use]
    pub fn joined(&self) -> &str {
        &self.joined
    }

    /// The words, folded.
    #[must_use]
    pub fn words(&self) -> &[String] {
        &self.words
    }
}

/// How well a query matches a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grade {
    /// In which way.
    pub class: Class,
    /// Higher is better within the class.
    pub score: i64,
    /// The matching characters of the original, by index; each was typed.
    pub lit: Vec<usize>,
}

/// One bit for each letter and digit; the others share what is left.
fn mask(text: &str) -> u64 {
    text.chars().filter(|c| *c != ' ').fold(0, |mask, c| {
        mask | 1
            << match c {
                'a'..='z' => c as u32 - 'a' as u32,
                '0'..='9' => c as u32 - '0' as u32 + 26,
                other => 36 + other as u32 % 28,
            }
    })
}

/// Bits of letters that may come into a text by folding its words, by the letter that they replace.
const BROUGHT_IN: [(char, &str); 5] = [('i', "1234"), ('e', "y"), ('z', "s"), ('c', "s"), ('s', "c")];

/// Whether a text may match at all, judged by its letters before it is folded: never a wrong "no".
#[must_use]
pub fn may_match(text: &str, typed: &Typed) -> bool {
    if !text.is_ascii() {
        return true;
    }
    let mut letters = 0;
    for byte in text.bytes() {
        letters |= match byte {
            b'a'..=b'z' => 1 << (byte - b'a'),
            b'A'..=b'Z' => 1 << (byte - b'A'),
            b'0'..=b'9' => 1 << (byte - b'0' + 26),
            _ => 0,
        };
    }
    for (letter, others) in BROUGHT_IN {
        if letters & mask(letter.encode_utf8(&mut [0; 4])) != 0 {
            letters |= mask(others);
        }
    }
    typed.mask & !letters == 0
}

fn length(text: &str) -> i64 {
    i64::try_from(text.chars().count()).unwrap_or(i64::MAX)
}

/// How much of the text is typed, in eighths: no finer, so that what is sought after can decide.
fn part(text: &Text, typed: &Typed) -> i64 {
    (8 * length(&typed.joined) / length(&text.joined).max(1)).min(8)
}

/// The cheap classes: the whole, beginnings of words, initials, letters left out.
#[must_use]
pub fn grade(text: &Text, typed: &Typed) -> Option<Grade> {
    let plain = text.plain.as_deref().unwrap_or(&text.joined);
    if text.joined == typed.joined || plain == typed.plain || text.joined == typed.plain {
        let class = if text.exact { Class::Exact } else { Class::Whole };
        return Some(Grade { class, score: length(&typed.joined), lit: text.folded.origin.clone() });
    }
    for words in [&typed.words, &typed.plain_words] {
        if let Some((lit, first)) = word_starts(&text.folded, words) {
            let score = 2 * part(text, typed) + i64::from(first);
            return Some(Grade { class: Class::WordStart, score, lit });
        }
    }
    let long = typed.joined.len() > 2;
    if long && typed.words.len() == 1 && text.joined.starts_with(&typed.joined) {
        let places = text.folded.text.chars().zip(&text.folded.origin).filter(|(c, _)| *c != ' ').map(|(_, at)| *at);
        let lit = places.take(typed.joined.chars().count()).collect();
        return Some(Grade { class: Class::WordStart, score: 2 * part(text, typed) + 1, lit });
    }
    if text.initials == typed.joined && text.initials.chars().count() > 1 {
        let lit = starts_of_words(&text.folded.text).iter().map(|&(at, _)| text.folded.origin[at]).collect();
        return Some(Grade { class: Class::Initials, score: length(&typed.joined), lit });
    }
    if typed.mask & !text.mask != 0 {
        return None;
    }
    fuzzy(text, typed)
}

/// Letters left out: each word of the query within a stretch that begins a word and is not much
/// longer than itself.
fn fuzzy(text: &Text, typed: &Typed) -> Option<Grade> {
    let letters: Vec<char> = text.folded.text.chars().collect();
    let (mut score, mut lit) = (0, Vec::new());
    for word in &typed.words {
        let (from, to) = stretch(&letters, word)?;
        let within: String = letters[from..to].iter().collect();
        let (points, indices) = adapter::subsequence(&within, word)?;
        score += points;
        lit.extend(indices.into_iter().map(|at| text.folded.origin[from + at]));
    }
    lit.sort_unstable();
    lit.dedup();
    Some(Grade { class: Class::Fuzzy, score: 10 * score + part(text, typed), lit })
}

/// The shortest stretch of `letters` that begins a word and holds the letters of `word` in order;
/// another word is entered by its first letter only: "agcoach", but not "scurm" in "scrum inc scrum".
fn stretch(letters: &[char], word: &str) -> Option<(usize, usize)> {
    let count = word.chars().count();
    let first = word.chars().next()?;
    // A lone letter says too little, unless it begins a word.
    let most = if count == 1 { 1 } else { 3 * count + 2 };
    let mut best: Option<(usize, usize)> = None;
    for start in 0..letters.len() {
        if letters[start] != first || (start > 0 && letters[start - 1] != ' ') {
            continue;
        }
        let mut at = start;
        let end = letters.len().min(start + most);
        let held = word.chars().all(|c| {
            let rest = &letters[at..end];
            let here = rest.iter().take_while(|letter| **letter != ' ').position(|letter| *letter == c);
            let begins = |found: &usize| rest[*found] == c && at + found > 0 && letters[at + found - 1] == ' ';
            let found = here.or_else(|| (0..rest.len()).find(begins));
            at += found.map_or(0, |found| found + 1);
            found.is_some()
        });
        if held && best.is_none_or(|(from, to)| at - start < to - from) {
            best = Some((start, at));
        }
    }
    best
}

/// The words of a folded text: character index of the first letter, and the word.
fn starts_of_words(text: &str) -> Vec<(usize, &str)> {
    let mut at = 0;
    text.split(' ')
        .map(|word| {
            let start = at;
            at += word.chars().count() + 1;
            (start, word)
        })
        .collect()
}

/// The matching characters if every word of `query` begins a word of `text`, each another one; and
/// whether the first of them begins the text.
fn word_starts(text: &Folded, query: &[String]) -> Option<(Vec<usize>, bool)> {
    let mut words = starts_of_words(&text.text);
    let mut lit = Vec::new();
    for typed in query {
        let found = words.iter().position(|(_, word)| word.starts_with(typed.as_str()))?;
        let (start, _) = words.remove(found);
        lit.extend((start..start + typed.chars().count()).map(|i| text.origin[i]));
    }
    let first = text.text.starts_with(query.first()?.as_str());
    lit.sort_unstable();
    lit.dedup();
    Some((lit, first))
}

/// The dear class: words with a few letters wrong, swapped, missing or doubled.
#[must_use]
pub fn typo(text: &Text, typed: &Typed) -> Option<Grade> {
    let mut words = starts_of_words(&text.folded.text);
    let (mut far, mut lit) = (0, Vec::new());
    let by_word = typed.words.iter().all(|word| {
        if let Some(found) = words.iter().position(|(_, other)| other.starts_with(word.as_str())) {
            let (start, _) = words.remove(found);
            lit.extend((start..start + word.chars().count()).map(|at| text.folded.origin[at]));
            return true;
        }
        let near = words.iter().enumerate().filter_map(|(at, (_, other))| Some((distance(word, other)?, at))).min();
        near.is_some_and(|(distance, at)| {
            far += distance;
            words.remove(at);
            true
        })
    });
    if by_word && far > 0 {
        lit.sort_unstable();
        let far = i64::try_from(far).unwrap_or(i64::MAX);
        return Some(Grade { class: Class::Typo, score: 1_000 - 100 * far + part(text, typed), lit });
    }
    // Written as one: "srummaster".
    let whole = typed.words.len() == 1 && typed.joined.len() > 5 && text.folded.text.contains(' ');
    let far = whole.then(|| distance(&typed.joined, &text.joined)).flatten()?;
    let score = 1_000 - 100 * i64::try_from(far).unwrap_or(9) + part(text, typed);
    Some(Grade { class: Class::Typo, score, lit: Vec::new() })
}

/// How many letters of `word` are wrong if `other`, or its beginning, was meant; `None` if they are
/// too many: none of three, one of seven, two of more.
fn distance(word: &str, other: &str) -> Option<usize> {
    let count = word.chars().count();
    let most = match count {
        0..=3 => return None,
        4..=7 => 1,
        _ => 2,
    };
    // The first letter is hardly ever the wrong one, but it may be swapped with the second, missing
    // or doubled: a glance that spares the comparison for nearly all words.
    let start = |text: &str| -> [Option<char>; 2] {
        let mut letters = text.chars();
        [letters.next(), letters.next()]
    };
    let (own, its) = (start(word), start(other));
    if own[0] != its[0] && own[0] != its[1] && own[1] != its[0] {
        return None;
    }
    let beginning: Vec<char> = other.chars().take(count + 1).collect();
    (count.saturating_sub(1)..=count + 1)
        .filter(|end| *end <= beginning.len())
        .map(|end| {
            let whole = end == other.chars().count();
            let part: String = beginning[..end].iter().collect();
            // A beginning is worth a little less than the whole: only if it is no longer mistaken.
            strsim::osa_distance(word, &part) + usize::from(!whole && count < 5)
        })
        .chain([strsim::osa_distance(word, other)])
        .min()
        .filter(|far| (1..=most).contains(far))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(text: &str, query: &str) -> Option<Class> {
        let (text, typed) = (Text::new(&text.into(), false), Typed::new(query, 64));
        grade(&text, &typed).or_else(|| typo(&text, &typed)).map(|grade| grade.class)
    }

    #[test]
    fn classes_are_told_apart() {
        for (query, expected) in [
            ("scrum master", Some(Class::Whole)),
            ("ScrumMasters", Some(Class::Whole)),
            ("mast scr", Some(Class::WordStart)),
            ("scrumma", Some(Class::WordStart)),
            ("sm", Some(Class::Initials)),
            ("scrm mstr", Some(Class::Fuzzy)),
            ("scurm master", Some(Class::Typo)),
            ("srummaster", Some(Class::Fuzzy)),
            ("scrummasetr", Some(Class::Typo)),
            ("scrum masteer", Some(Class::Typo)),
            ("scrum mister of the house", None),
            ("xyz", None),
            ("rm", None),
        ] {
            assert_eq!(class("Scrum Master", query), expected, "{query}");
        }
    }

    #[test]
    fn letters_far_apart_are_no_match() {
        assert_eq!(class("Certified Scrum Product Owner", "ctfd"), Some(Class::Fuzzy));
        assert_eq!(class("Certified Scrum Product Owner", "cwn"), None);
    }

    #[test]
    fn short_words_take_no_mistake() {
        assert_eq!(distance("psm", "pmp"), None);
        assert_eq!(distance("prodcut", "product"), Some(1));
        assert_eq!(distance("prodcu", "product"), Some(1), "while it is being typed");
        assert_eq!(distance("certifed", "certified"), Some(1));
        assert_eq!(distance("product", "project"), None);
    }
}
