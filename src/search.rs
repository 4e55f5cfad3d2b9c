//! Search: a query in one's own words to ranked records and the characters that matched.
//!
//! A record is found by its name, abbreviation, id, or any of its aliases. How it was found decides
//! before how well: exact id or abbreviation, whole name or alias, beginnings of words, initials,
//! and last letters in order somewhere ("scrm mstr"). Within a class the score decides, then name,
//! then id. The answer depends on the catalogue and the query alone.

mod adapter;
pub mod fold;

use fold::Folded;

use crate::catalog::Catalog;
use crate::catalog::check::nearness;
use crate::catalog::record::{Id, Key, Kind, Record};
use crate::safe_text::SafeText;

/// Longest query looked at, in characters; nobody types more.
pub const MAX_QUERY: usize = 64;
/// Longest text searched in, in characters.
const MAX_TEXT: usize = 512;

/// How a record was found, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Class {
    /// The query is its id or abbreviation.
    Exact,
    /// The query is its name or an alias.
    Whole,
    /// Every word of the query begins a word of it.
    WordStart,
    /// The query is the initials of its words.
    Initials,
    /// Every word of the query has its letters in it, in order.
    Fuzzy,
}

/// A record that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hit {
    /// The record.
    pub key: Key,
    /// How it was found.
    pub class: Class,
    /// Higher is better; comparable within one answer.
    pub score: i64,
    /// The text that matched: the name, or an alias.
    pub matched: SafeText,
    /// The matching characters of the name, by index; empty if an alias matched.
    pub in_name: Vec<usize>,
}

impl Hit {
    /// A record that nobody asked for: a row of the whole list.
    #[must_use]
    pub fn unsearched(record: &Record) -> Self {
        Self { key: record.key, class: Class::Fuzzy, score: 0, matched: record.name.clone(), in_name: Vec::new() }
    }
}

/// One text of a record, folded.
#[derive(Debug)]
struct Entry {
    original: SafeText,
    folded: Folded,
    joined: String,
    initials: String,
    is_name: bool,
    is_exact: bool,
}

impl Entry {
    fn new(original: &SafeText, is_name: bool, is_exact: bool) -> Self {
        let folded = Folded::new(original, MAX_TEXT);
        let initials = folded.text.split(' ').filter_map(|word| word.chars().next()).collect();
        Self { original: original.clone(), joined: folded.joined(), folded, initials, is_name, is_exact }
    }
}

/// The texts of all records, folded once.
#[derive(Debug, Default)]
pub struct Index {
    records: Vec<(Key, SafeText, Id, Vec<Entry>)>,
}

impl Index {
    /// The index of a catalogue.
    #[must_use]
    pub fn new(catalog: &Catalog) -> Self {
        let records = catalog
            .records()
            .map(|record| (record.key, record.name.clone(), record.id.clone(), entries(record)))
            .collect();
        Self { records }
    }

    /// The records of `kind` that match `query`, best first; all of them for an empty query.
    #[must_use]
    pub fn search<'a>(&'a self, query: &str, kind: Option<Kind>) -> Vec<Hit> {
        let query = Folded::new(query, MAX_QUERY);
        let joined = query.joined();
        let mut hits: Vec<(&SafeText, &Id, Hit)> = self
            .records
            .iter()
            .filter(|(key, ..)| kind.is_none_or(|kind| key.0 == kind))
            .filter_map(|(key, name, id, entries)| {
                let found = |entry: &'a Entry| matches(entry, &query, &joined).map(|found| (found, entry));
                let best = entries
                    .iter()
                    .filter_map(found)
                    // Of equal matches the name comes first: it can be lit up.
                    .min_by_key(|((class, score, _), entry)| (*class, -score, !entry.is_name));
                let ((class, score, lit), entry) = best?;
                // Who types the whole name as an id means the name.
                let whole = entries.iter().find(|e| e.is_name && e.joined == joined && !joined.is_empty());
                let (lit, entry) = whole.map_or((lit, entry), |name| (name.folded.origin.clone(), name));
                let in_name = if entry.is_name { lit } else { Vec::new() };
                Some((name, id, Hit { key: *key, class, score, matched: entry.original.clone(), in_name }))
            })
            .collect();
        if !joined.is_empty() {
            hits.sort_by(|(name_a, id_a, a), (name_b, id_b, b)| {
                // Of equals the shorter text is the closer one: "Scrum Master" before "Certified
                // Scrum Master".
                let length = |hit: &Hit| hit.matched.chars().count();
                (a.class, -a.score, length(a), *name_a, *id_a).cmp(&(b.class, -b.score, length(b), *name_b, *id_b))
            });
        }
        hits.into_iter().map(|(_, _, hit)| hit).collect()
    }

    /// The records nearest to `typed`, for "did you mean": first by spelling, then what the search
    /// finds.
    #[must_use]
    pub fn suggestions<'a>(&self, catalog: &'a Catalog, typed: &str, kind: Option<Kind>) -> Vec<&'a Record> {
        let lower = Folded::new(typed, MAX_QUERY).text;
        let close = |text: &str| nearness(&lower, &Folded::new(text, MAX_TEXT).text);
        let mut near: Vec<(f64, &Record)> = catalog
            .records()
            .filter(|record| kind.is_none_or(|kind| record.key.0 == kind))
            .filter_map(|record| {
                let names = record.abbreviation.iter().chain([&record.name]).map(|name| name.as_str());
                let best = names.chain([record.id.as_str()]).filter_map(close).reduce(f64::max);
                Some((best?, record))
            })
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
        let mut found: Vec<&Record> = near.into_iter().take(3).map(|(_, record)| record).collect();
        for hit in self.search(typed, kind) {
            let record = catalog.get(hit.key);
            if found.len() < 3 && !found.iter().any(|known| known.key == record.key) {
                found.push(record);
            }
        }
        found
    }
}

fn entries(record: &Record) -> Vec<Entry> {
    let mut entries = vec![Entry::new(&record.name, true, false)];
    entries.extend(record.abbreviation.iter().map(|text| Entry::new(text, false, true)));
    entries.extend(record.aliases.iter().map(|text| Entry::new(text, false, false)));
    entries.push(Entry::new(&SafeText::new(record.id.as_str()), false, true));
    entries
}

/// How `query` matches one text: class, score, and the matching characters of the original.
fn matches(entry: &Entry, query: &Folded, joined: &str) -> Option<(Class, i64, Vec<usize>)> {
    if joined.is_empty() {
        return Some((Class::Fuzzy, 0, Vec::new()));
    }
    let length = |text: &str| i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    if entry.joined == joined {
        let class = if entry.is_exact { Class::Exact } else { Class::Whole };
        return Some((class, length(joined), entry.folded.origin.clone()));
    }
    if let Some(lit) = word_starts(&entry.folded, &query.text) {
        // The more of the text is typed, the better: "product owner" before "product owner coach".
        let score = 1000 * length(joined) / length(&entry.joined).max(1);
        return Some((Class::WordStart, score, lit));
    }
    if entry.initials == joined && joined.chars().count() > 1 {
        let starts = starts_of_words(&entry.folded.text);
        let lit = starts.iter().map(|&(at, _)| entry.folded.origin[at]).collect();
        return Some((Class::Initials, length(joined), lit));
    }
    let mut score = 0;
    let mut lit = Vec::new();
    for word in query.text.split(' ') {
        let (points, indices) = adapter::subsequence(&entry.folded.text, word)?;
        score += points;
        lit.extend(indices.into_iter().map(|i| entry.folded.origin[i]));
    }
    lit.sort_unstable();
    lit.dedup();
    Some((Class::Fuzzy, score, lit))
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

/// The matching characters if every word of `query` begins a word of `text`, each another one.
fn word_starts(text: &Folded, query: &str) -> Option<Vec<usize>> {
    let mut words = starts_of_words(&text.text);
    let mut lit = Vec::new();
    for typed in query.split(' ') {
        let found = words.iter().position(|(_, word)| word.starts_with(typed))?;
        let (start, _) = words.remove(found);
        lit.extend((start..start + typed.chars().count()).map(|i| text.origin[i]));
    }
    lit.sort_unstable();
    Some(lit)
}
