//! What was typed, taken apart: words to look for, words to leave out, limits, and what could not
//! be read.

use std::ops::Range;

use super::limits::{self, Compare, Limit};
use crate::catalog::Catalog;
use crate::catalog::quantity::{Amount, Status};
use crate::safe_text::safe;

/// Longest query taken apart, in characters; the words in it are cut further by the index.
const MOST: usize = 400;

/// A query.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Query {
    /// All of it, made harmless.
    pub text: String,
    /// The words to look for.
    pub words: String,
    /// Words that must not be there.
    pub without: Vec<String>,
    /// What a certification must be like, each with the bytes of `text` that say so.
    pub limits: Vec<(Limit, Range<usize>)>,
    /// Whether all limits were said in plain words, which may mean something else.
    pub in_words: bool,
    /// Limits that could not be read: what is wrong, and what is allowed.
    pub faults: Vec<String>,
}

/// Plain phrases and the limits they stand for.
const PHRASES: &[(&str, Limit)] = &[
    ("no exam", Limit::Exam(false)),
    ("without exam", Limit::Exam(false)),
    ("without an exam", Limit::Exam(false)),
    ("no test", Limit::Exam(false)),
    ("without test", Limit::Exam(false)),
    ("without a test", Limit::Exam(false)),
    ("no renewal", Limit::Renewal(false)),
    ("without renewal", Limit::Renewal(false)),
    ("no expiry", Limit::Renewal(false)),
    ("never expires", Limit::Renewal(false)),
    ("for life", Limit::Renewal(false)),
    ("lifetime", Limit::Renewal(false)),
    ("self study", Limit::Training(false)),
    ("self-study", Limit::Training(false)),
    ("selfstudy", Limit::Training(false)),
    ("no course", Limit::Training(false)),
    ("without course", Limit::Training(false)),
    ("without a course", Limit::Training(false)),
    ("no class", Limit::Training(false)),
    ("without class", Limit::Training(false)),
    ("without a class", Limit::Training(false)),
    ("no training", Limit::Training(false)),
    ("without training", Limit::Training(false)),
    ("free", Limit::Cost(Compare::AtMost, Amount(0))),
    ("retired", Limit::Status(Status::Retired)),
];

/// Words before an amount that make it a limit.
const UNDER: &[(&str, Compare)] = &[
    ("under", Compare::Less),
    ("below", Compare::Less),
    ("less than", Compare::Less),
    ("cheaper than", Compare::Less),
    ("up to", Compare::AtMost),
    ("at most", Compare::AtMost),
    ("max", Compare::AtMost),
    ("over", Compare::More),
];

/// Words that say nothing about what is looked for.
const NOISE: &[&str] = &[
    "a",
    "an",
    "and",
    "best",
    "by",
    "cert",
    "certificate",
    "certificates",
    "certification",
    "certifications",
    "certified",
    "certs",
    "exam",
    "exams",
    "for",
    "from",
    "get",
    "good",
    "in",
    "job",
    "my",
    "of",
    "or",
    "role",
    "the",
    "to",
    "which",
    "with",
    "without",
];

impl Query {
    /// Takes `text` apart. The catalogue knows the names of providers and roles.
    #[must_use]
    pub fn parse(catalog: &Catalog, text: &str) -> Self {
        let cut: String = text.chars().take(MOST).collect();
        let mut query = Self { text: safe(&cut), in_words: true, ..Self::default() };
        let tokens = tokens(&query.text);
        let lower: Vec<String> = tokens.iter().map(|at| query.text[at.clone()].to_lowercase()).collect();
        let mut words: Vec<&str> = Vec::new();
        let mut next = 0;
        while next < tokens.len() {
            if let Some((limit, taken)) = phrase(&lower[next..]) {
                query.limits.push((limit, tokens[next].start..tokens[next + taken - 1].end));
                next += taken;
                continue;
            }
            let word = &query.text[tokens[next].clone()];
            match limits::read(catalog, word) {
                Some(Ok(limit)) => {
                    query.limits.push((limit, tokens[next].clone()));
                    query.in_words = false;
                }
                Some(Err(fault)) => query.faults.push(fault),
                None => match word.strip_prefix('-').filter(|rest| rest.starts_with(char::is_alphabetic)) {
                    Some(rest) => query.without.push(rest.to_owned()),
                    None => words.push(word),
                },
            }
            next += 1;
        }
        let words = words.join(" ");
        query.words = words;
        query
    }

    /// The words without those that say nothing, if that leaves some and others than all.
    #[must_use]
    pub fn essence(&self) -> Option<String> {
        let noise = |word: &&str| !NOISE.contains(&word.to_lowercase().as_str());
        let kept: Vec<&str> = self.words.split(' ').filter(noise).collect();
        let all = self.words.split(' ').count();
        (!kept.is_empty() && kept.len() < all).then(|| kept.join(" "))
    }

    /// Where the limit starts that the query ends with: what Backspace takes back at once.
    #[must_use]
    pub fn last_limit(&self) -> Option<usize> {
        let end = self.text.trim_end().len();
        self.limits.last().filter(|(_, at)| at.end == end).map(|(_, at)| at.start)
    }
}

/// The words of a text, as ranges of bytes.
fn tokens(text: &str) -> Vec<Range<usize>> {
    text.split_whitespace()
        .map(|word| {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            start..start + word.len()
        })
        .collect()
}

/// A limit in plain words at the start of `words`, and how many words it takes.
fn phrase(words: &[String]) -> Option<(Limit, usize)> {
    let starts = |phrase: &str| {
        let count = phrase.split(' ').count();
        (words.len() >= count && phrase.split(' ').eq(words[..count].iter().map(String::as_str))).then_some(count)
    };
    if let Some((limit, count)) = PHRASES.iter().find_map(|(phrase, limit)| Some((limit, starts(phrase)?))) {
        return Some((limit.clone(), count));
    }
    let (compare, mut taken) = UNDER.iter().find_map(|(phrase, compare)| Some((*compare, starts(phrase)?)))?;
    let amount = limits::amount(words.get(taken)?)?;
    taken += 1;
    taken += usize::from(words.get(taken).is_some_and(|word| matches!(word.as_str(), "usd" | "dollars" | "$")));
    Some((Limit::Cost(compare, amount), taken))
}
