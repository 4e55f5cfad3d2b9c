//! The engine: how a query matches one text, and how well.
//!
//! The classes come in the order in which they are believed (see [`Class`]): first whether the query
//! is the text, then whether its words begin the text's words, then initials, then letters left
//! out, and last letters wrong, swapped, missing or doubled.
//!
//! What keeps a million texts quick, in the order in which it is asked:
//!
//! 1. two words of bits for each text, its letters and the first letters of its words, rule out what
//!    cannot match without looking at the text ([`Texts::may_match`]);
//! 2. texts are folded once and lie in one block; ASCII is compared byte by byte;
//! 3. the scorer and the distance between words are asked once for each stretch of letters and each
//!    word, however many texts hold it ([`Room`]);
//! 4. nothing is allocated for a text, and which letters to light up is found out only for the few
//!    texts that are shown ([`light`]).

use std::collections::HashMap;

use super::adapter;
use super::fold::{self, Folded};

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

impl Class {
    /// All classes, best first.
    pub const ALL: [Self; 7] =
        [Self::Exact, Self::Whole, Self::WordStart, Self::Initials, Self::Fuzzy, Self::Typo, Self::Related];
}

/// How closely a text is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Look {
    /// The cheap classes: the whole, beginnings of words, initials, letters left out.
    Cheap,
    /// The dear class: letters wrong, swapped, missing or doubled.
    Mistaken,
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

/// A letter of a folded text: a byte where all of it is ASCII, else a character.
trait Letter: Copy + Eq + Into<char> {
    /// What parts words.
    const SPACE: Self;
}

impl Letter for u8 {
    const SPACE: Self = b' ';
}

impl Letter for char {
    const SPACE: Self = ' ';
}

/// What was typed, in letters of one width.
#[derive(Clone, Debug, Default)]
struct Split<L> {
    words: Vec<Vec<L>>,
    joined: Vec<L>,
    /// The same with only its letters folded: a plural that is not finished yet.
    plain_words: Vec<Vec<L>>,
    plain: Vec<L>,
}

/// What was typed, folded.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    words: Vec<String>,
    joined: String,
    chars: Split<char>,
    /// Where all of it is ASCII.
    bytes: Option<Split<u8>>,
    /// Letters that a text must have.
    need: u64,
    /// Letters of which one must begin a word of a text.
    firsts: u64,
}

impl Typed {
    /// Folds at most `most` characters of a query.
    #[must_use]
    pub fn new(query: &str, most: usize) -> Self {
        let (folded, letters) = (Folded::new(query, most), Folded::letters(query, most));
        let words = |text: &str| -> Vec<String> {
            text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
        };
        let (joined, plain) = (folded.joined(), letters.joined());
        let (words, plain_words) = (words(&folded.text), words(&letters.text));
        let chars = |all: &[String]| all.iter().map(|word| word.chars().collect()).collect();
        let bytes = |all: &[String]| all.iter().map(|word| word.as_bytes().to_vec()).collect();
        Self {
            need: mask(&joined) & mask(&plain),
            firsts: [&joined, &plain].iter().filter_map(|text| text.chars().next()).fold(0, |bits, c| bits | bit(c)),
            chars: Split {
                words: chars(&words),
                joined: joined.chars().collect(),
                plain_words: chars(&plain_words),
                plain: plain.chars().collect(),
            },
            bytes: letters.text.is_ascii().then(|| Split {
                words: bytes(&words),
                joined: joined.as_bytes().to_vec(),
                plain_words: bytes(&plain_words),
                plain: plain.as_bytes().to_vec(),
            }),
            words,
            joined,
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

    /// Whether whatever may match this may match `shorter` too: then only what was left of the
    /// shorter one has to be looked at again.
    #[must_use]
    pub fn narrows(&self, shorter: &Self) -> bool {
        shorter.need & !self.need == 0 && self.firsts & !shorter.firsts == 0
    }
}

/// The bit of a letter: each letter and digit has one; the others share what is left.
const fn bit(c: char) -> u64 {
    1 << match c {
        'a'..='z' => c as u32 - 'a' as u32,
        '0'..='9' => c as u32 - '0' as u32 + 26,
        other => 36 + other as u32 % 28,
    }
}

/// The bits of all letters of a text.
fn mask(text: &str) -> u64 {
    text.chars().filter(|c| *c != ' ').fold(0, |mask, c| mask | bit(c))
}

/// The bits of the first letters of all words of a text.
fn starts(text: &str) -> u64 {
    text.split(' ').filter_map(|word| word.chars().next()).fold(0, |mask, c| mask | bit(c))
}

/// Room that is used again from text to text, and what the scorer said of the query's words.
#[derive(Debug, Default)]
pub struct Room {
    letters: Vec<u8>,
    words: Vec<u8>,
    chars: Vec<char>,
    plain: Vec<char>,
    taken: Vec<usize>,
    key: Vec<u8>,
    /// For each word of the query, what a stretch of letters scores.
    scores: Vec<HashMap<Vec<u8>, Option<i64>>>,
    /// For each word of the query, how far a word of a text is from it.
    far: Vec<HashMap<Vec<u8>, Option<usize>>>,
}

/// At most so many stretches are remembered for a word.
const REMEMBERED: usize = 1 << 16;

impl Room {
    /// Room for one query; what is remembered is about its words.
    #[must_use]
    pub fn new(typed: &Typed) -> Self {
        let count = typed.words.len();
        Self { scores: vec![HashMap::new(); count], far: vec![HashMap::new(); count], ..Self::default() }
    }

    /// What the scorer says of word `number`, which is `word`, in a stretch of letters.
    fn score<L: Letter>(&mut self, number: usize, within: &[L], word: &[L]) -> Option<i64> {
        spell(within, &mut self.key);
        let known = &mut self.scores[number];
        if let Some(score) = known.get(&self.key) {
            return *score;
        }
        let score = adapter::subsequence(&text(within), &text(word)).map(|(score, _)| score);
        if known.len() < REMEMBERED {
            known.insert(self.key.clone(), score);
        }
        score
    }

    /// How far `other` is from word `number`, which is `word`.
    fn distance<L: Letter>(&mut self, number: usize, word: &[L], other: &[L]) -> Option<usize> {
        if far_apart(word, other) {
            return None;
        }
        spell(other, &mut self.key);
        let known = &mut self.far[number];
        if let Some(far) = known.get(&self.key) {
            return *far;
        }
        let far = distance(&text(word), &text(other));
        if known.len() < REMEMBERED {
            known.insert(self.key.clone(), far);
        }
        far
    }
}

fn text<L: Letter>(letters: &[L]) -> String {
    letters.iter().map(|letter| (*letter).into()).collect()
}

fn spell<L: Letter>(letters: &[L], key: &mut Vec<u8>) {
    key.clear();
    for letter in letters {
        let c: char = (*letter).into();
        key.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
}

/// Folded texts: one block of letters, and a row for each text.
#[derive(Debug, Default)]
pub struct Texts {
    block: Vec<u8>,
    rows: Vec<Row>,
    /// The letters of each text.
    masks: Vec<u64>,
    /// The first letters of its words.
    starts: Vec<u64>,
}

#[derive(Clone, Copy, Debug)]
struct Row {
    /// Where its words stand in the block.
    at: usize,
    /// How many bytes they take.
    words: u16,
    /// How many bytes its letters take, which follow them where they differ; 0 where they do not.
    letters: u16,
    /// How many characters the original has.
    length: u16,
    /// An id or an abbreviation: to type it is to mean it.
    exact: bool,
    ascii: bool,
}

impl Texts {
    /// Adds a text and gives its number; `exact` for ids and abbreviations.
    pub fn push(&mut self, original: &str, exact: bool, room: &mut Room) -> usize {
        let ascii = original.is_ascii();
        if ascii {
            fold::ascii(original.as_bytes(), MAX_TEXT, &mut room.letters, &mut room.words);
        } else {
            let letters = Folded::letters(original, MAX_TEXT);
            room.words = letters.words().text.into_bytes();
            room.letters = letters.text.into_bytes();
        }
        let (words, letters) = (String::from_utf8_lossy(&room.words), String::from_utf8_lossy(&room.letters));
        self.masks.push(mask(&words) | mask(&letters));
        self.starts.push(starts(&words) | starts(&letters));
        let same = words == letters;
        let small = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
        self.rows.push(Row {
            at: self.block.len(),
            words: small(room.words.len()),
            letters: if same { 0 } else { small(room.letters.len()) },
            length: small(original.chars().count()),
            exact,
            ascii: ascii || words.is_ascii() && letters.is_ascii(),
        });
        self.block.extend_from_slice(&room.words);
        if !same {
            self.block.extend_from_slice(&room.letters);
        }
        self.rows.len() - 1
    }

    /// How many characters the original of a text has.
    #[must_use]
    pub fn length(&self, number: usize) -> u16 {
        self.rows[number].length
    }

    /// Whether a text may match at all: never a wrong "no" for the cheap classes.
    #[must_use]
    pub fn may_match(&self, number: usize, typed: &Typed) -> bool {
        typed.need & !self.masks[number] == 0 && typed.firsts & self.starts[number] != 0
    }

    /// The class and the score of a text.
    #[must_use]
    pub fn grade(&self, number: usize, typed: &Typed, look: Look, room: &mut Room) -> Option<(Class, i64)> {
        let row = self.rows[number];
        let words = &self.block[row.at..row.at + usize::from(row.words)];
        let from = row.at + usize::from(row.words);
        let letters = if row.letters == 0 { words } else { &self.block[from..from + usize::from(row.letters)] };
        grade_folded(words, letters, row.ascii, row.exact, typed, look, room)
    }
}

/// The class and the score of a line that is not in an index.
#[must_use]
pub fn grade_line(line: &str, typed: &Typed, look: Look, room: &mut Room) -> Option<(Class, i64)> {
    let (mut words, mut letters) = (std::mem::take(&mut room.words), std::mem::take(&mut room.letters));
    let ascii = line.is_ascii();
    if ascii {
        fold::ascii(line.as_bytes(), MAX_TEXT, &mut letters, &mut words);
    } else {
        let folded = Folded::letters(&crate::safe_text::safe(line), MAX_TEXT);
        words = folded.words().text.into_bytes();
        letters = folded.text.into_bytes();
    }
    let found = grade_folded(&words, &letters, ascii, false, typed, look, room);
    (room.words, room.letters) = (words, letters);
    found
}

fn grade_folded(
    words: &[u8],
    letters: &[u8],
    ascii: bool,
    exact: bool,
    typed: &Typed,
    look: Look,
    room: &mut Room,
) -> Option<(Class, i64)> {
    if ascii {
        // A letter that is not ASCII is in no ASCII text.
        let split = typed.bytes.as_ref()?;
        return judge(View { words, letters, exact }, split, look, room, None);
    }
    let (mut chars, mut plain) = (std::mem::take(&mut room.chars), std::mem::take(&mut room.plain));
    for (from, into) in [(words, &mut chars), (letters, &mut plain)] {
        into.clear();
        into.extend(String::from_utf8_lossy(from).chars());
    }
    let found = judge(View { words: &chars, letters: &plain, exact }, &typed.chars, look, room, None);
    (room.chars, room.plain) = (chars, plain);
    found
}

/// The class, the score and the matching letters of a text: for what is shown.
#[must_use]
pub fn light(original: &str, exact: bool, typed: &Typed, look: Look) -> Option<Grade> {
    let letters = Folded::letters(original, MAX_TEXT);
    let words = letters.words();
    let (chars, plain): (Vec<char>, Vec<char>) = (words.text.chars().collect(), letters.text.chars().collect());
    let view = View { words: &chars, letters: &plain, exact };
    let mut lit = Vec::new();
    let (class, score) = judge(view, &typed.chars, look, &mut Room::new(typed), Some(&mut lit))?;
    let mut lit: Vec<usize> = lit.into_iter().map(|at| words.origin[at]).collect();
    lit.sort_unstable();
    lit.dedup();
    Some(Grade { class, score, lit })
}

/// The bit of each byte of a text that was not folded.
const BITS: [u64; 256] = {
    let mut bits = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        let c = byte.to_ascii_lowercase();
        if c.is_ascii_alphanumeric() {
            bits[byte as usize] = bit(c as char);
        }
        byte += 1;
    }
    bits
};

/// Bits of letters that may come into a text by folding its words, by the letter that they replace.
const BROUGHT_IN: [(char, &str); 5] = [('i', "1234"), ('e', "y"), ('z', "s"), ('c', "s"), ('s', "c")];

/// Whether a line may match at all, judged by its letters before it is folded: never a wrong "no".
#[must_use]
pub fn may_match(line: &str, typed: &Typed) -> bool {
    if !line.is_ascii() {
        return true;
    }
    let mut letters = line.bytes().fold(0, |letters, byte| letters | BITS[usize::from(byte)]);
    for (letter, others) in BROUGHT_IN {
        if letters & bit(letter) != 0 {
            letters |= mask(others);
        }
    }
    typed.need & !letters == 0
}

/// A folded text to be judged.
#[derive(Clone, Copy)]
struct View<'a, L> {
    /// Its words in their common form.
    words: &'a [L],
    /// The same with only its letters folded.
    letters: &'a [L],
    exact: bool,
}

/// The matching letters, as places in the folded text, for who wants them.
type Lit<'a> = Option<&'a mut Vec<usize>>;

fn length(letters: usize) -> i64 {
    i64::try_from(letters).unwrap_or(i64::MAX)
}

/// Whether a text without its spaces is `joined`.
fn is_joined<L: Letter>(text: &[L], joined: &[L]) -> bool {
    text.len() >= joined.len() && text.iter().filter(|letter| **letter != L::SPACE).eq(joined)
}

fn judge<L: Letter>(text: View<L>, typed: &Split<L>, look: Look, room: &mut Room, lit: Lit) -> Option<(Class, i64)> {
    match look {
        Look::Cheap => cheap(text, typed, room, lit),
        Look::Mistaken => mistaken(text, typed, room, lit),
    }
}

/// The cheap classes.
fn cheap<L: Letter>(text: View<L>, typed: &Split<L>, room: &mut Room, mut lit: Lit) -> Option<(Class, i64)> {
    let View { words, letters, exact } = text;
    let own = length(typed.joined.len());
    if is_joined(words, &typed.joined) || is_joined(letters, &typed.plain) || is_joined(words, &typed.plain) {
        if let Some(lit) = lit {
            lit.extend(0..words.len());
        }
        return Some((if exact { Class::Exact } else { Class::Whole }, own));
    }
    // How much of the text is typed, in eighths: no finer, so that what is sought after can decide.
    let all = words.len() - words.iter().filter(|letter| **letter == L::SPACE).count();
    let part = (8 * own / length(all).max(1)).min(8);
    for query in [&typed.words, &typed.plain_words] {
        if let Some(first) = word_starts(words, query, room, lit.as_deref_mut()) {
            return Some((Class::WordStart, 2 * part + i64::from(first)));
        }
    }
    if typed.words.len() == 1 && typed.joined.len() > 2 {
        let mut rest = words.iter().filter(|letter| **letter != L::SPACE);
        if typed.joined.iter().all(|letter| rest.next() == Some(letter)) {
            if let Some(lit) = lit {
                let places = words.iter().enumerate().filter(|(_, letter)| **letter != L::SPACE).map(|(at, _)| at);
                lit.extend(places.take(typed.joined.len()));
            }
            return Some((Class::WordStart, 2 * part + 1));
        }
    }
    if typed.joined.len() > 1 && word_places(words).map(|at| words[at]).eq(typed.joined.iter().copied()) {
        if let Some(lit) = lit {
            lit.extend(word_places(words));
        }
        return Some((Class::Initials, own));
    }
    let mut score = 0;
    for (number, word) in typed.words.iter().enumerate() {
        let (from, to) = stretch(words, word)?;
        score += match lit.as_deref_mut() {
            None => room.score(number, &words[from..to], word)?,
            Some(lit) => {
                let (score, places) = adapter::subsequence(&self::text(&words[from..to]), &self::text(word))?;
                lit.extend(places.into_iter().map(|at| from + at));
                score
            }
        };
    }
    Some((Class::Fuzzy, 10 * score + part))
}

/// The shortest stretch of `letters` that begins a word and holds the letters of `word` in order;
/// another word is entered by its first letter only: "agcoach", but not "scurm" in "scrum inc scrum".
fn stretch<L: Letter>(letters: &[L], word: &[L]) -> Option<(usize, usize)> {
    let first = *word.first()?;
    // A lone letter says too little, unless it begins a word.
    let most = if word.len() == 1 { 1 } else { 3 * word.len() + 2 };
    let mut best: Option<(usize, usize)> = None;
    for start in word_places(letters).filter(|start| letters[*start] == first) {
        let mut at = start;
        let end = letters.len().min(start + most);
        let held = word.iter().all(|letter| {
            let rest = &letters[at..end];
            let here = rest.iter().take_while(|other| **other != L::SPACE).position(|other| other == letter);
            let begins =
                |found: &usize| rest[*found] == *letter && at + found > 0 && letters[at + found - 1] == L::SPACE;
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

/// Where the words of a folded text begin.
fn word_places<L: Letter>(text: &[L]) -> impl Iterator<Item = usize> {
    let begins = |at: &usize| *at == 0 || text[*at - 1] == L::SPACE;
    (0..text.len()).filter(begins)
}

/// The word of a folded text that begins at a place.
fn word_at<L: Letter>(text: &[L], at: usize) -> &[L] {
    let rest = &text[at..];
    &rest[..rest.iter().position(|letter| *letter == L::SPACE).unwrap_or(rest.len())]
}

/// Whether every word of `query` begins a word of `text`, each another one; and then whether the
/// first of them begins the text.
fn word_starts<L: Letter>(text: &[L], query: &[Vec<L>], room: &mut Room, lit: Lit) -> Option<bool> {
    room.taken.clear();
    for typed in query {
        let taken = &room.taken;
        let found = word_places(text).find(|at| text[*at..].starts_with(typed) && !taken.contains(at))?;
        room.taken.push(found);
    }
    if let Some(lit) = lit {
        lit.extend(room.taken.iter().zip(query).flat_map(|(at, typed)| *at..at + typed.len()));
    }
    Some(text.starts_with(query.first()?))
}

/// The dear class: words with a few letters wrong, swapped, missing or doubled.
fn mistaken<L: Letter>(text: View<L>, typed: &Split<L>, room: &mut Room, lit: Lit) -> Option<(Class, i64)> {
    let words = text.words;
    let all = words.len() - words.iter().filter(|letter| **letter == L::SPACE).count();
    let part = (8 * length(typed.joined.len()) / length(all).max(1)).min(8);
    let (mut far, mut lit) = (0, lit);
    room.taken.clear();
    let by_word = typed.words.iter().enumerate().all(|(number, word)| {
        let free = |at: &usize, room: &Room| !room.taken.contains(at);
        if let Some(at) = word_places(words).find(|at| words[*at..].starts_with(word) && free(at, room)) {
            room.taken.push(at);
            if let Some(lit) = lit.as_deref_mut() {
                lit.extend(at..at + word.len());
            }
            return true;
        }
        let mut near: Option<(usize, usize)> = None;
        for at in word_places(words) {
            if free(&at, room)
                && let Some(distance) = room.distance(number, word, word_at(words, at))
                && near.is_none_or(|(least, _)| distance < least)
            {
                near = Some((distance, at));
            }
        }
        near.is_some_and(|(distance, at)| {
            far += distance;
            room.taken.push(at);
            true
        })
    });
    let score = |far: usize| 1_000 - 100 * i64::try_from(far).unwrap_or(9) + part;
    if by_word && far > 0 {
        return Some((Class::Typo, score(far)));
    }
    if let Some(lit) = lit {
        lit.clear();
    }
    // Written as one: "srummaster".
    let whole = typed.words.len() == 1 && typed.joined.len() > 5 && words.contains(&L::SPACE);
    let joined: Vec<L> =
        if whole { words.iter().copied().filter(|letter| *letter != L::SPACE).collect() } else { Vec::new() };
    let far = whole.then(|| room.distance(0, &typed.joined, &joined)).flatten()?;
    Some((Class::Typo, score(far)))
}

/// Whether two words begin too differently to be compared. The first letter is hardly ever the wrong
/// one, but it may be swapped with the second, missing or doubled.
fn far_apart<L: Letter>(word: &[L], other: &[L]) -> bool {
    let (own, its) = ((word.first(), word.get(1)), (other.first(), other.get(1)));
    word.len() < 4 || own.0 != its.0 && own.0 != its.1 && own.1 != its.0
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
    use proptest::prelude::*;

    fn class(text: &str, query: &str) -> Option<Class> {
        let typed = Typed::new(query, 64);
        let looks = [Look::Cheap, Look::Mistaken];
        looks.iter().find_map(|look| light(text, false, &typed, *look)).map(|grade| grade.class)
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

    /// The quick judgement over packed texts, the one that lights letters up, and the one of a line
    /// agree; and the glances that rule texts out never rule out a match.
    #[test]
    fn the_quick_way_judges_alike() {
        let check = |original: &str, query: &str| -> Result<bool, TestCaseError> {
            let typed = Typed::new(query, 64);
            if typed.is_empty() {
                return Ok(false);
            }
            let (mut texts, mut room) = (Texts::default(), Room::new(&typed));
            let number = texts.push(original, false, &mut room);
            let mut matched = false;
            for look in [Look::Cheap, Look::Mistaken] {
                let shown = light(original, false, &typed, look).map(|grade| (grade.class, grade.score));
                // Twice: the second time from memory.
                for _ in 0..2 {
                    prop_assert_eq!(texts.grade(number, &typed, look, &mut room), shown, "{} in {}", query, original);
                    prop_assert_eq!(grade_line(original, &typed, look, &mut room), shown, "{} in {}", query, original);
                }
                if look == Look::Cheap && shown.is_some() {
                    prop_assert!(texts.may_match(number, &typed), "{} in {}", query, original);
                    prop_assert!(may_match(original, &typed), "{} in {}", query, original);
                }
                matched |= shown.is_some();
            }
            Ok(matched)
        };
        let matches = std::cell::Cell::new(0);
        let words = "(scrum|master|product|owner|programmes|psm|i|ii|stories|é|Жук|s|agile coach|licence|x)";
        let typed = "(scrum|mastr|prodcut|own|sm|po|program|psm|1|story|e|жук|s|scrumm|agcoach|license|b)";
        let (texts, queries) = (prop::collection::vec(words, 1..5), prop::collection::vec(typed, 1..3));
        proptest!(ProptestConfig::with_cases(20_000), |(text in texts, query in queries)| {
            matches.set(matches.get() + u32::from(check(&text.join(" "), &query.join(" "))?));
        });
        assert!(matches.get() > 1_000, "{} of 20,000 match", matches.get());
        proptest!(ProptestConfig::with_cases(5_000), |(text in any::<String>(), query in any::<String>())| {
            check(&crate::safe_text::safe(&text), &query)?;
        });
    }
}
