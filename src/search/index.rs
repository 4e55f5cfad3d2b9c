//! The index: the texts of everything that can be found, folded once, and who owns them.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use super::engine::{Room, Texts, Typed};
use super::fold::Folded;
use super::steps::Search;
use super::{Answer, Describer, Found, Hit, MAX_QUERY, MAX_TEXT, Match, Matches, Query, TOP, Thing, Why};
use crate::catalog::Catalog;
use crate::catalog::check::nearness;
use crate::catalog::record::{Key, Kind, Record};
use crate::safe_text::SafeText;

/// Which text of its owner a text is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Which {
    Name,
    Abbreviation,
    Id,
    Alias(usize),
    Collision(usize),
}

impl Which {
    pub(super) fn why(self) -> Why {
        match self {
            Self::Name => Why::Name,
            Self::Abbreviation | Self::Id | Self::Collision(_) => Why::Abbreviation,
            Self::Alias(_) => Why::Alias,
        }
    }
}

/// The original of a text.
pub(super) fn original(catalog: &Catalog, thing: Thing, which: Which) -> SafeText {
    let alias = |aliases: &[SafeText], number: usize| aliases.get(number).cloned().unwrap_or_default();
    match (which, thing) {
        (Which::Collision(number), _) => catalog.collisions[number].abbreviation.clone(),
        (_, Thing::Meaning(number)) => catalog.collisions[number].meaning.clone(),
        (Which::Alias(number), Thing::Record(key)) => alias(&catalog.get(key).aliases, number),
        (Which::Alias(number), Thing::Term(term)) => alias(&catalog.terms[term].aliases, number),
        (Which::Abbreviation, Thing::Record(key)) => catalog.get(key).abbreviation.clone().unwrap_or_default(),
        (Which::Id, Thing::Record(key)) => SafeText::new(catalog.get(key).id.as_str()),
        (_, Thing::Record(key)) => catalog.get(key).name.clone(),
        (_, Thing::Term(term)) => catalog.terms[term].term.clone(),
    }
}

/// Something that can be found. Owners stand in the order of their names, so that the number of one
/// decides between equals.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owner {
    pub(super) thing: Thing,
    /// How sought after it is.
    pub(super) sought: u32,
    /// Its place in the catalogue.
    pub(super) place: u32,
    /// Its texts, by number.
    pub(super) first: u32,
    pub(super) count: u32,
}

impl Owner {
    pub(super) fn key(&self) -> Option<Key> {
        match self.thing {
            Thing::Record(key) => Some(key),
            Thing::Term(_) | Thing::Meaning(_) => None,
        }
    }

    pub(super) fn is_cert(&self) -> bool {
        self.key().is_some_and(|key| key.0 == Kind::Cert)
    }

    pub(super) fn texts(&self) -> std::ops::Range<usize> {
        self.first as usize..(self.first + self.count) as usize
    }
}

/// The texts of everything, folded once.
#[derive(Debug, Default)]
pub struct Index {
    pub(super) owners: Vec<Owner>,
    pub(super) texts: Texts,
    /// For each text, which one of its owner it is, and whether to type it is to mean it.
    pub(super) which: Vec<(Which, bool)>,
    /// The owners of records.
    pub(super) of_key: HashMap<Key, u32>,
    /// The owners that are meanings of abbreviations: the abbreviation, folded, and the place.
    pub(super) meanings: HashMap<u32, Vec<(String, i64)>>,
    /// What the last query left over of the index: only a shortcut, never an answer.
    pub(super) survivors: Mutex<Option<Arc<Survivors>>>,
}

/// The owners that a query does not rule out at a glance.
#[derive(Debug)]
pub(super) struct Survivors {
    pub(super) typed: Typed,
    pub(super) kind: Option<Kind>,
    pub(super) owners: Vec<u32>,
}

/// An owner before it has its place in the order of names.
pub(super) struct Entry {
    pub(super) name: SafeText,
    pub(super) id: String,
    pub(super) thing: Thing,
    pub(super) sought: u32,
}

impl Index {
    /// The index of a catalogue.
    #[must_use]
    pub fn new(catalog: &Catalog) -> Self {
        Self::of(catalog, entries(catalog))
    }

    pub(super) fn of(catalog: &Catalog, mut entries: Vec<(u32, Entry)>) -> Self {
        entries.sort_unstable_by(|(_, a), (_, b)| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
        let mut collisions: HashMap<Key, Vec<usize>> = HashMap::new();
        for (number, collision) in catalog.collisions.iter().enumerate() {
            if let Some(key) = collision.record {
                collisions.entry(key).or_default().push(number);
            }
        }
        let mut index = Self::default();
        let mut room = Room::default();
        for (owner, (place, entry)) in (0_u32..).zip(entries) {
            let first = small(index.which.len());
            let mut push = |text: &str, which: Which, exact: bool| {
                index.texts.push(text, exact, &mut room);
                index.which.push((which, exact));
            };
            let mut meanings = Vec::new();
            match entry.thing {
                Thing::Record(key) => {
                    let record = catalog.get(key);
                    push(&record.name, Which::Name, false);
                    if let Some(text) = &record.abbreviation {
                        push(text, Which::Abbreviation, true);
                    }
                    for (number, alias) in record.aliases.iter().enumerate() {
                        push(alias, Which::Alias(number), is_short(alias));
                    }
                    push(record.id.as_str(), Which::Id, true);
                    for &number in collisions.get(&key).into_iter().flatten() {
                        let text = &catalog.collisions[number].abbreviation;
                        push(text, Which::Collision(number), is_short(text));
                        meanings.push(place_of(catalog, number));
                    }
                    index.of_key.insert(key, owner);
                }
                Thing::Term(number) => {
                    let term = &catalog.terms[number];
                    push(&term.term, Which::Name, false);
                    for (number, alias) in term.aliases.iter().enumerate() {
                        push(alias, Which::Alias(number), is_short(alias));
                    }
                }
                Thing::Meaning(number) => {
                    push(&catalog.collisions[number].abbreviation, Which::Collision(number), true);
                    meanings.push(place_of(catalog, number));
                }
            }
            if !meanings.is_empty() {
                index.meanings.insert(owner, meanings);
            }
            let count = small(index.which.len()) - first;
            index.owners.push(Owner { thing: entry.thing, sought: entry.sought, place, first, count });
        }
        index
    }

    /// How many things can be found.
    #[must_use]
    pub fn len(&self) -> usize {
        self.owners.len()
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.owners.is_empty()
    }

    /// What matches, the first `top` in order: of `kind`, or of everything; every record for an empty
    /// query. Who sets `stop` gets an answer at once, and it is not worth anything.
    #[must_use]
    pub fn matches(
        &self,
        catalog: &Catalog,
        query: &Query,
        kind: Option<Kind>,
        top: usize,
        stop: &AtomicBool,
    ) -> Matches {
        let mut search = Search::new(self, catalog, query, kind, stop);
        search.run();
        Matches::new(search.found, top)
    }

    /// What `typed` finds, the first [`TOP`] in order, and what comes nearest where that is nothing.
    #[must_use]
    pub fn answer(&self, catalog: &Catalog, typed: &str, kind: Option<Kind>, stop: &AtomicBool) -> Answer {
        let query = Query::parse(catalog, typed);
        let matches = self.matches(catalog, &query, kind, TOP, stop);
        let nothing = matches.is_empty() && !query.words.is_empty() && !stop.load(Ordering::Relaxed);
        let near = if nothing { nearest(catalog, &query.words, kind) } else { Vec::new() };
        Answer { near: near.iter().map(|record| record.key).collect(), matches }
    }

    /// Everything that matches, best first; every record for an empty query.
    #[must_use]
    pub fn find(&self, catalog: &Catalog, query: &Query) -> Vec<Found> {
        self.all(catalog, query, None)
    }

    /// The records of `kind` that match, best first; all of them for an empty query.
    #[must_use]
    pub fn search(&self, catalog: &Catalog, query: &Query, kind: Option<Kind>) -> Vec<Hit> {
        self.all(catalog, query, kind).into_iter().filter_map(Found::of_record).collect()
    }

    fn all(&self, catalog: &Catalog, query: &Query, kind: Option<Kind>) -> Vec<Found> {
        let matches = self.matches(catalog, query, kind, usize::MAX, &AtomicBool::new(false));
        let describer = Describer::new(self, catalog, query);
        matches.iter().map(|found| describer.describe(found)).collect()
    }

    /// The records nearest to `typed`, for "did you mean": first by spelling, then what the search
    /// finds.
    #[must_use]
    pub fn suggestions<'a>(&self, catalog: &'a Catalog, typed: &str, kind: Option<Kind>) -> Vec<&'a Record> {
        let mut found = nearest(catalog, typed, kind);
        let query = Query::parse(catalog, typed);
        for key in self.matches(catalog, &query, kind, 3, &AtomicBool::new(false)).iter().filter_map(Match::key) {
            let record = catalog.get(key);
            if found.len() < 3 && !found.iter().any(|known| known.key == record.key) {
                found.push(record);
            }
        }
        found
    }
}

/// The three records whose spelling comes nearest.
pub(super) fn nearest<'a>(catalog: &'a Catalog, typed: &str, kind: Option<Kind>) -> Vec<&'a Record> {
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
    // Of equals what is more sought after is likelier meant.
    let order = |record: &Record| (std::cmp::Reverse(record.sought), record.id.clone());
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| order(a.1).cmp(&order(b.1))));
    near.into_iter().take(3).map(|(_, record)| record).collect()
}

/// Everything there is to find, with its place in the catalogue.
pub(super) fn entries(catalog: &Catalog) -> Vec<(u32, Entry)> {
    let records = catalog.records().map(|record| Entry {
        name: record.name.clone(),
        id: record.id.to_string(),
        thing: Thing::Record(record.key),
        sought: record.sought,
    });
    let terms = catalog.terms.iter().enumerate().map(|(number, term)| Entry {
        name: term.term.clone(),
        id: term.id.to_string(),
        thing: Thing::Term(number),
        sought: 0,
    });
    let meanings = catalog.collisions.iter().enumerate().filter(|(_, meaning)| meaning.record.is_none());
    let meanings = meanings.map(|(number, meaning)| Entry {
        name: meaning.meaning.clone(),
        id: meaning.abbreviation.to_lowercase(),
        thing: Thing::Meaning(number),
        sought: 0,
    });
    (0..).zip(records.chain(terms).chain(meanings)).collect()
}

/// A number of something of which there are never four thousand million.
pub(super) fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Whether an alias is an abbreviation: capitals and digits without a space.
fn is_short(alias: &str) -> bool {
    alias.chars().count() < 8 && !alias.contains(' ') && alias.chars().filter(|c| c.is_uppercase()).count() > 1
}

/// The abbreviation of a meaning, folded, and how many meanings of it come before: the data puts
/// the likelier first.
fn place_of(catalog: &Catalog, number: usize) -> (String, i64) {
    let folded = |number: usize| Folded::new(&catalog.collisions[number].abbreviation, MAX_TEXT).joined();
    let own = folded(number);
    let before = (0..number).filter(|other| folded(*other) == own).count();
    (own, i64::try_from(before).unwrap_or(i64::MAX))
}
