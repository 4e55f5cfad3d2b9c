//! Search: a query in one's own words to ranked records and the characters that matched.
//!
//! A record is found by its name, abbreviation, id, or any of its aliases. How it was found decides
//! before how well: exact id or abbreviation, whole name or alias, beginnings of words, initials,
//! letters left out ("scrm mstr"), letters mistaken ("scurm master"), and last what is known of it.
//! Within a class the score decides, then how sought after the record is in the data, then name,
//! then id. Limits ("no exam", `cost<300`) narrow certifications: see [`limits`]. The answer depends
//! on the catalogue and the query alone.
//!
//! The steps of [`Index::matches`]:
//!
//! 1. every text is graded by the cheap classes;
//! 2. if nothing is better than letters left out, words that say nothing ("certification for a …")
//!    are dropped and the rest is tried;
//! 3. if that is no better, mistaken letters are looked for;
//! 4. certifications that fit the role that was named follow those that bear its name;
//! 5. if nothing was found at all, duties, skills and advice are read.
//!
//! A match is a few bytes, and only the first ones are put in order; what is shown of it is found out
//! by a [`Describer`] when it is shown. So a key in a list of a million names costs no more than the
//! glance that rules most of them out.

mod adapter;
mod engine;
pub mod fold;
pub mod limits;
mod matches;
pub mod query;

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

pub use engine::Class;
use engine::{Look, Room, Texts, Typed};
use fold::Folded;
use limits::{Limit, Standing};
use matches::{By, Pass, rank};
pub use matches::{Match, Matches};
pub use query::Query;

use crate::catalog::Catalog;
use crate::catalog::check::nearness;
use crate::catalog::quantity::{Status, Value};
use crate::catalog::record::{Key, Kind, Record};
use crate::field::Field;
use crate::safe_text::SafeText;

/// Longest query looked at, in characters; nobody types more.
pub const MAX_QUERY: usize = 64;
/// So many matches are put in order at first, and around every place that is gone to.
pub const TOP: usize = 512;
/// Longest text searched in, in characters.
const MAX_TEXT: usize = engine::MAX_TEXT;

/// What can be found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Thing {
    /// A role, a certification or a provider.
    Record(Key),
    /// A word of the field, by index.
    Term(usize),
    /// A meaning of an abbreviation that is not in the catalogue, by index.
    Meaning(usize),
}

/// Why something was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// Nobody asked for it: a row of the whole list.
    Listed,
    /// By its name.
    Name,
    /// By its id or abbreviation.
    Abbreviation,
    /// By another name.
    Alias,
    /// It fits the role that was named.
    Fits(Key),
    /// What is known of it speaks of it.
    Said(Field),
    /// A rule of advice, by index, speaks of it.
    Advice(usize),
}

impl Why {
    /// In words, for people.
    #[must_use]
    pub fn words(self, catalog: &Catalog) -> String {
        match self {
            Self::Listed => String::new(),
            Self::Name => "name".to_owned(),
            Self::Abbreviation => "abbreviation".to_owned(),
            Self::Alias => "other name".to_owned(),
            Self::Fits(role) => format!("fits {}", catalog.get(role).name),
            Self::Said(field) => field.label().to_lowercase(),
            Self::Advice(_) => "advice".to_owned(),
        }
    }
}

/// Something that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found<T = Thing> {
    /// What.
    pub thing: T,
    /// How it was found.
    pub class: Class,
    /// How it stands to the limits.
    pub standing: Standing,
    /// Higher is better; comparable within one class of one answer.
    pub score: i64,
    /// The text that matched: the name, or an alias.
    pub matched: SafeText,
    /// The matching characters of the name, by index; empty if something else matched.
    pub in_name: Vec<usize>,
    /// By what it was found.
    pub why: Why,
}

/// A record that was found.
pub type Hit = Found<Key>;

impl<T> Found<T> {
    /// The same about another name of what was found.
    fn about<U>(self, thing: U) -> Found<U> {
        let Self { class, standing, score, matched, in_name, why, .. } = self;
        Found { thing, class, standing, score, matched, in_name, why }
    }
}

impl Found {
    /// The same, if it is a record.
    #[must_use]
    pub fn of_record(self) -> Option<Hit> {
        let Thing::Record(key) = self.thing else { return None };
        Some(self.about(key))
    }
}

impl Hit {
    /// A record that nobody asked for: a row of the whole list.
    #[must_use]
    pub fn unsearched(record: &Record) -> Self {
        Self {
            thing: record.key,
            class: Class::Fuzzy,
            standing: Standing::Within,
            score: 0,
            matched: record.name.clone(),
            in_name: Vec::new(),
            why: Why::Listed,
        }
    }
}

/// What a search found, and what comes nearest where that is nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// What was found.
    pub matches: Matches,
    /// What comes nearest.
    pub near: Vec<Key>,
}

/// Which text of its owner a text is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Which {
    Name,
    Abbreviation,
    Id,
    Alias(usize),
    Collision(usize),
}

impl Which {
    fn why(self) -> Why {
        match self {
            Self::Name => Why::Name,
            Self::Abbreviation | Self::Id | Self::Collision(_) => Why::Abbreviation,
            Self::Alias(_) => Why::Alias,
        }
    }
}

/// The original of a text.
fn original(catalog: &Catalog, thing: Thing, which: Which) -> SafeText {
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
struct Owner {
    thing: Thing,
    /// How sought after it is.
    sought: u32,
    /// Its place in the catalogue.
    place: u32,
    /// Its texts, by number.
    first: u32,
    count: u32,
}

impl Owner {
    fn key(&self) -> Option<Key> {
        match self.thing {
            Thing::Record(key) => Some(key),
            Thing::Term(_) | Thing::Meaning(_) => None,
        }
    }

    fn is_cert(&self) -> bool {
        self.key().is_some_and(|key| key.0 == Kind::Cert)
    }

    fn texts(&self) -> std::ops::Range<usize> {
        self.first as usize..(self.first + self.count) as usize
    }
}

/// The texts of everything, folded once.
#[derive(Debug, Default)]
pub struct Index {
    owners: Vec<Owner>,
    texts: Texts,
    /// For each text, which one of its owner it is, and whether to type it is to mean it.
    which: Vec<(Which, bool)>,
    /// The owners of records.
    of_key: HashMap<Key, u32>,
    /// The owners that are meanings of abbreviations: the abbreviation, folded, and the place.
    meanings: HashMap<u32, Vec<(String, i64)>>,
    /// What the last query left over of the index: only a shortcut, never an answer.
    survivors: Mutex<Option<Arc<Survivors>>>,
}

/// The owners that a query does not rule out at a glance.
#[derive(Debug)]
struct Survivors {
    typed: Typed,
    kind: Option<Kind>,
    owners: Vec<u32>,
}

/// From so many owners on a second core is worth its thread.
const MANY: usize = 8_192;

/// Lowest score of a certification that fits a role that was named; the first gets more.
const FITTING: i64 = 1_000;

/// An owner before it has its place in the order of names.
struct Entry {
    name: SafeText,
    id: String,
    thing: Thing,
    sought: u32,
}

impl Index {
    /// The index of a catalogue.
    #[must_use]
    pub fn new(catalog: &Catalog) -> Self {
        Self::of(catalog, entries(catalog))
    }

    fn of(catalog: &Catalog, mut entries: Vec<(u32, Entry)>) -> Self {
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
fn nearest<'a>(catalog: &'a Catalog, typed: &str, kind: Option<Kind>) -> Vec<&'a Record> {
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
    near.into_iter().take(3).map(|(_, record)| record).collect()
}

/// Everything there is to find, with its place in the catalogue.
fn entries(catalog: &Catalog) -> Vec<(u32, Entry)> {
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

/// What a query's words are read as: all of them, those that say something, or all that was typed.
struct Readings {
    words: Typed,
    essence: Option<Typed>,
    whole: Typed,
}

impl Readings {
    fn new(query: &Query) -> Self {
        let typed = |text: &str| Typed::new(text, MAX_QUERY);
        Self {
            words: typed(&query.words),
            essence: query.essence().map(|essence| typed(&essence)),
            whole: typed(&query.text),
        }
    }

    fn of(&self, pass: Pass) -> &Typed {
        match pass {
            Pass::Words | Pass::WordsMistaken => &self.words,
            Pass::Essence | Pass::EssenceMistaken => self.essence.as_ref().unwrap_or(&self.words),
            Pass::Whole => &self.whole,
        }
    }
}

/// Says of matches of one query what there is to show.
pub struct Describer<'a> {
    index: &'a Index,
    catalog: &'a Catalog,
    readings: Readings,
}

impl<'a> Describer<'a> {
    /// For the matches of `query` in this index.
    #[must_use]
    pub fn new(index: &'a Index, catalog: &'a Catalog, query: &Query) -> Self {
        Self { index, catalog, readings: Readings::new(query) }
    }

    /// What there is to show of a match.
    #[must_use]
    pub fn describe(&self, found: &Match) -> Found {
        let (catalog, index) = (self.catalog, self.index);
        let thing = found.thing();
        let name = || original(catalog, thing, Which::Name);
        let (matched, in_name, why) = match found.by() {
            By::Listed => (name(), Vec::new(), Why::Listed),
            By::Fits(role) => {
                let role = Key(Kind::Role, role as usize);
                (catalog.get(role).name.clone(), Vec::new(), Why::Fits(role))
            }
            By::Said(field) => {
                let words = &self.readings.words;
                let text = found.key().and_then(|key| said(catalog.get(key), field, words)).cloned();
                (text.unwrap_or_else(name), Vec::new(), Why::Said(field))
            }
            By::Advice(number) => {
                let number = number as usize;
                (catalog.advice[number].when.clone(), Vec::new(), Why::Advice(number))
            }
            By::Text(text, pass) => {
                let (which, exact) = index.which[text as usize];
                let matched = original(catalog, thing, which);
                let grade = engine::light(&matched, exact, self.readings.of(pass), pass.look());
                let lit = grade.map(|grade| grade.lit).filter(|_| which == Which::Name);
                (matched, lit.unwrap_or_default(), which.why())
            }
        };
        Found { thing, class: found.class(), standing: found.standing(), score: found.score(), matched, in_name, why }
    }
}

/// Texts that match a query, best first: their numbers, how they matched, the score, and the
/// matching characters. For short lists that are no records: actions.
pub fn sift<'a>(query: &str, texts: impl Iterator<Item = &'a str>) -> Vec<(usize, Class, i64, Vec<usize>)> {
    let typed = Typed::new(query, MAX_QUERY);
    let mut found: Vec<(usize, Class, i64, Vec<usize>)> = texts
        .enumerate()
        .filter_map(|(number, text)| {
            let grade = engine::light(&SafeText::new(text), false, &typed, Look::Cheap)?;
            Some((number, grade.class, grade.score, grade.lit))
        })
        .collect();
    found.sort_by_key(|(number, class, score, _)| (*class, -score, *number));
    found
}

/// The lines that match a query, best first: the same classes and scores as for records.
#[must_use]
pub fn filter<'t>(query: &str, lines: &[&'t str]) -> Vec<&'t str> {
    let typed = Typed::new(query, MAX_QUERY);
    let mut found: Vec<(Class, i64, usize)> = in_parts(lines.len(), |part| {
        let mut room = Room::new(&typed);
        let near = part.filter(|number| engine::may_match(lines[*number], &typed));
        near.filter_map(|number| {
            let (class, score) = engine::grade_line(lines[number], &typed, Look::Cheap, &mut room)?;
            Some((class, -score, number))
        })
        .collect()
    });
    found.sort_unstable();
    found.into_iter().map(|(.., number)| lines[number]).collect()
}

/// Does `work` on `0..count`, in as many parts as there are cores if that pays; the answers follow
/// each other as the parts do.
fn in_parts<T: Send>(count: usize, work: impl Fn(std::ops::Range<usize>) -> Vec<T> + Sync) -> Vec<T> {
    if count < MANY {
        return work(0..count);
    }
    let parts = std::thread::available_parallelism().map_or(1, usize::from);
    let share = count.div_ceil(parts).max(1);
    std::thread::scope(|scope| {
        let work = &work;
        let started: Vec<_> = (0..parts)
            .map(|part| scope.spawn(move || work((part * share).min(count)..((part + 1) * share).min(count))))
            .collect();
        started.into_iter().flat_map(|part| part.join().unwrap_or_default()).collect()
    })
}

/// One search in progress.
struct Search<'a> {
    index: &'a Index,
    catalog: &'a Catalog,
    query: &'a Query,
    kind: Option<Kind>,
    readings: Readings,
    without: Vec<Typed>,
    stop: &'a AtomicBool,
    found: Vec<Match>,
}

impl<'a> Search<'a> {
    fn new(index: &'a Index, catalog: &'a Catalog, query: &'a Query, kind: Option<Kind>, stop: &'a AtomicBool) -> Self {
        let without = query.without.iter().map(|word| Typed::new(word, MAX_QUERY)).collect();
        Self { index, catalog, query, kind, readings: Readings::new(query), without, stop, found: Vec::new() }
    }

    fn run(&mut self) {
        if self.readings.words.is_empty() {
            if self.query.text.trim().is_empty() || !self.query.limits.is_empty() || !self.query.without.is_empty() {
                self.everything();
            }
            return;
        }
        self.pass(Pass::Words);
        if self.is_weak() && self.readings.essence.is_some() {
            self.pass(Pass::Essence);
        }
        if self.is_weak() {
            self.pass(Pass::WordsMistaken);
            if self.readings.essence.is_some() {
                self.pass(Pass::EssenceMistaken);
            }
        }
        if self.kind.is_none_or(|kind| kind == Kind::Cert) {
            self.fitting();
        }
        // A few letters say nothing, and reading everything is the dearest step.
        if self.found.is_empty() && self.readings.words.joined().chars().count() > 3 {
            self.related();
        }
        // "Lifetime validity" is a word of the field, not a limit.
        if self.query.in_words && !self.query.limits.is_empty() {
            self.pass(Pass::Whole);
        }
    }

    /// Whether nothing was found by more than letters.
    fn is_weak(&self) -> bool {
        !self.found.iter().any(|found| found.class() <= Class::Initials)
    }

    /// Whether an owner is of the kind that is asked for.
    fn is_wanted(&self, owner: &Owner) -> bool {
        self.kind.is_none_or(|kind| owner.key().is_some_and(|key| key.0 == kind))
    }

    /// How an owner stands to the limits; `None` if it is outside.
    fn standing(&self, owner: &Owner, class: Class) -> Option<Standing> {
        let unwanted = self.without.iter().any(|typed| {
            let mut room = Room::new(typed);
            let grade = |text| self.index.texts.grade(text, typed, Look::Cheap, &mut room);
            owner.texts().filter_map(grade).any(|(class, _)| class <= Class::WordStart)
        });
        if unwanted {
            return None;
        }
        let limits = &self.query.limits;
        if limits.is_empty() || self.kind == Some(Kind::Role) {
            return Some(Standing::Within);
        }
        // A limit is about certifications; the others would only stand in the way.
        let cert = self.catalog.get(owner.key().filter(|_| owner.is_cert())?);
        let asked = limits.iter().any(|(limit, _)| matches!(limit, Limit::Status(_))) || class <= Class::Whole;
        if cert.status == Status::Retired && !asked {
            return None;
        }
        let mut worst = Standing::Within;
        for (limit, _) in limits {
            worst = worst.max(limit.judge(self.catalog, cert)?);
        }
        Some(worst)
    }

    /// The best class and score of an owner's texts, and which text that is.
    fn best(&self, number: u32, typed: &Typed, look: Look, room: &mut Room) -> Option<(Class, i64, u32)> {
        let index = self.index;
        let owner = &index.owners[number as usize];
        let mut best: Option<(Class, i64, bool, usize)> = None;
        let mut whole = None;
        for text in owner.texts() {
            if look == Look::Cheap && !index.texts.may_match(text, typed) {
                continue;
            }
            let Some((class, score)) = index.texts.grade(text, typed, look, room) else { continue };
            // Of equal matches the name comes first: it can be lit up.
            let name = index.which[text].0 == Which::Name;
            if name && class == Class::Whole {
                whole = Some(text);
            }
            let key = (class, -score, !name, text);
            if best.is_none_or(|best| key < best) {
                best = Some(key);
            }
        }
        let (class, score, _, mut text) = best?;
        // Who types the whole name as an id means the name.
        if class == Class::Exact
            && let Some(whole) = whole
        {
            text = whole;
        }
        let why = index.which[text].0.why();
        // Of the meanings of an abbreviation the likelier comes first, as the data has them.
        let place = if class <= Class::Whole && !index.meanings.is_empty() {
            let meanings = index.meanings.get(&number).into_iter().flatten();
            meanings.into_iter().find(|(abbreviation, _)| *abbreviation == typed.joined()).map(|(_, place)| *place)
        } else {
            None
        };
        let score = if class <= Class::Whole && (place.is_some() || class == Class::Exact) {
            100 - place.unwrap_or(0)
        } else {
            // Of equals what is named so comes before what is also called so.
            -2 * score + 4 * i64::from(why != Why::Alias)
        };
        Some((class, score, small(text)))
    }

    /// Grades everything in scope.
    fn pass(&mut self, pass: Pass) {
        let (typed, look) = (self.readings.of(pass), pass.look());
        // What a shorter query ruled out at a glance stays ruled out.
        let known = self.index.survivors.lock().ok().and_then(|known| known.clone());
        let known = known.filter(|known| known.kind == self.kind && look == Look::Cheap && typed.narrows(&known.typed));
        let count = known.as_ref().map_or(self.index.owners.len(), |known| known.owners.len());
        let graded: Vec<(u32, Option<Match>)> = in_parts(count, |part| {
            let mut room = Room::new(typed);
            let mut graded = Vec::new();
            for (step, place) in part.enumerate() {
                if step % 4_096 == 0 && self.stop.load(Ordering::Relaxed) {
                    break;
                }
                let number = known.as_ref().map_or_else(|| small(place), |known| known.owners[place]);
                let owner = &self.index.owners[number as usize];
                if !self.is_wanted(owner) {
                    continue;
                }
                if look == Look::Cheap && !owner.texts().any(|text| self.index.texts.may_match(text, typed)) {
                    continue;
                }
                graded.push((number, self.grade(number, owner, pass, &mut room)));
            }
            graded
        });
        let several = !self.found.is_empty();
        self.found.extend(graded.iter().filter_map(|(_, found)| *found));
        if pass == Pass::Words && count >= MANY && !self.stop.load(Ordering::Relaxed) {
            let owners = graded.into_iter().map(|(number, _)| number).collect();
            let survivors = Survivors { typed: typed.clone(), kind: self.kind, owners };
            if let Ok(mut known) = self.index.survivors.lock() {
                *known = Some(Arc::new(survivors));
            }
        }
        if several {
            self.keep_the_best();
        }
    }

    fn grade(&self, number: u32, owner: &Owner, pass: Pass, room: &mut Room) -> Option<Match> {
        let (class, score, text) = self.best(number, self.readings.of(pass), pass.look(), room)?;
        let standing = if pass == Pass::Whole {
            // All that was typed names it: the limits were meant as words.
            (class <= Class::Whole).then_some(Standing::Within)?
        } else {
            self.standing(owner, class)?
        };
        Some(self.made(number, class, score, standing, By::Text(text, pass)))
    }

    /// A match with its rank. Of equals the shorter text is the closer one.
    fn made(&self, number: u32, class: Class, score: i64, standing: Standing, by: By) -> Match {
        let owner = &self.index.owners[number as usize];
        let length = match by {
            By::Text(text, _) => self.index.texts.length(text as usize),
            _ => 0,
        };
        Match::new(rank(class, standing, score, owner.sought, length), number, owner.thing, by)
    }

    /// Of several ways to find the same the best.
    fn keep_the_best(&mut self) {
        self.found.sort_unstable_by_key(|found| (found.owner(), found.rank()));
        self.found.dedup_by_key(|found| found.owner());
    }

    /// All records in scope, in the order of the catalogue, as far as the limits let them.
    fn everything(&mut self) {
        let numbers = 0..small(self.index.owners.len());
        let mut found = Vec::new();
        for (number, owner) in numbers.zip(&self.index.owners).filter(|(_, owner)| self.is_wanted(owner)) {
            if owner.key().is_some()
                && let Some(standing) = self.standing(owner, Class::Fuzzy)
            {
                found.push(self.made(number, Class::Fuzzy, -i64::from(owner.place), standing, By::Listed));
            }
        }
        self.found = found;
    }

    /// The certifications that fit the role that was named, behind those that bear its name.
    fn fitting(&mut self) {
        let Some(role) = self.role_named() else { return };
        let mut found = Vec::new();
        for (place, fit) in (0_i64..).zip(self.catalog.get(role).fits.iter()) {
            let Some(&number) = self.index.of_key.get(&fit.cert) else { continue };
            let owner = &self.index.owners[number as usize];
            if let Some(standing) = self.standing(owner, Class::Related) {
                found.push(self.made(number, Class::Related, FITTING - place, standing, By::Fits(small(role.1))));
            }
        }
        self.found.extend(found);
        self.keep_the_best();
    }

    /// The role that the words name, by more than letters left out.
    fn role_named(&self) -> Option<Key> {
        let named = |passes: [Pass; 2]| {
            let best = |pass: Pass| {
                let typed = self.readings.of(pass);
                let mut room = Room::new(typed);
                let roles = self.catalog.all(Kind::Role).iter();
                let graded = roles.filter_map(|role| {
                    let number = *self.index.of_key.get(&role.key)?;
                    let (class, score, _) = self.best(number, typed, pass.look(), &mut room)?;
                    Some(((class, -score, std::cmp::Reverse(role.sought), &role.id), role.key))
                });
                graded.min_by(|(a, _), (b, _)| a.cmp(b))
            };
            let found = best(passes[0]).or_else(|| self.readings.essence.as_ref().and_then(|_| best(passes[1])));
            found.filter(|((class, ..), _)| *class != Class::Fuzzy).map(|(_, key)| key)
        };
        named([Pass::Words, Pass::Essence]).or_else(|| named([Pass::WordsMistaken, Pass::EssenceMistaken]))
    }

    /// Records of which something is said that holds every word: the last resort.
    fn related(&mut self) {
        let words = &self.readings.words;
        let count = self.index.owners.len();
        let found = in_parts(count, |part| {
            let mut found = Vec::new();
            for number in part {
                if self.stop.load(Ordering::Relaxed) {
                    break;
                }
                let owner = &self.index.owners[number];
                let Some(key) = owner.key().filter(|_| self.is_wanted(owner)) else { continue };
                let record = self.catalog.get(key);
                let by_fact = SAID.into_iter().find(|field| said(record, *field, words).is_some()).map(By::Said);
                let by_advice = || {
                    let mut rules = self.catalog.advice.iter().enumerate();
                    let (number, _) = rules.find(|(_, rule)| rule.cert == key && holds(&rule.when, words))?;
                    Some(By::Advice(small(number)))
                };
                let Some(by) = by_fact.or_else(by_advice) else { continue };
                if let Some(standing) = self.standing(owner, Class::Related) {
                    let number = small(number);
                    found.push(self.made(number, Class::Related, 0, standing, by));
                }
            }
            found
        });
        self.found.extend(found);
    }
}

/// The fields that are read as a last resort.
const SAID: [Field; 6] = [Field::Definition, Field::Duties, Field::Skills, Field::Focus, Field::Covers, Field::Goals];

/// What is said of a record that holds every word.
fn said<'r>(record: &'r Record, field: Field, words: &Typed) -> Option<&'r SafeText> {
    if record.key.0 == Kind::Cert && field.row().via_role {
        return None;
    }
    match record.value(field)? {
        Value::Text(text) => Some(text).filter(|text| holds(text, words)),
        Value::List(items) => items.iter().find(|text| holds(text, words)),
        _ => None,
    }
}

/// Whether every word begins a word of the text.
fn holds(text: &str, words: &Typed) -> bool {
    if !engine::may_match(text, words) {
        return false;
    }
    let folded = Folded::new(text, MAX_TEXT).text;
    words.words().iter().all(|word| folded.split(' ').any(|other| other.starts_with(word.as_str())))
}

/// A number of something of which there are never four thousand million.
fn small(count: usize) -> u32 {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The queries of the golden files.
    fn queries() -> impl Iterator<Item = &'static str> {
        let both = [include_str!("../tests/golden/queries.txt"), include_str!("../tests/golden/queries-held-back.txt")];
        both.into_iter().flat_map(str::lines).filter(|line| !line.starts_with('#')).filter_map(|line| {
            let query = line.split('\t').next()?;
            Some(query.trim_start_matches("@role ").trim_start_matches("@cert "))
        })
    }

    #[test]
    fn the_order_of_the_records_changes_no_answer() {
        let catalog = crate::embedded::catalog();
        let index = Index::new(&catalog);
        let mut entries = entries(&catalog);
        entries.reverse();
        let middle = entries.len() / 2;
        entries.rotate_left(middle);
        let turned = Index::of(&catalog, entries);
        for typed in queries() {
            let query = Query::parse(&catalog, typed);
            // Without words the order is that of the catalogue.
            if query.words.is_empty() {
                continue;
            }
            assert_eq!(turned.find(&catalog, &query), index.find(&catalog, &query), "{typed:?}");
        }
    }

    #[test]
    fn letters_lit_up_are_letters_typed() {
        let catalog = crate::embedded::catalog();
        let index = Index::new(&catalog);
        let mut lit = 0;
        for typed in queries() {
            let query = Query::parse(&catalog, typed);
            for hit in index.search(&catalog, &query, None) {
                let name = Folded::new(&catalog.get(hit.thing).name, MAX_TEXT);
                let letters = name.text.chars().zip(&name.origin).filter(|(_, at)| hit.in_name.contains(at));
                let mut left: Vec<char> = Folded::new(typed, MAX_QUERY).text.chars().collect();
                left.extend(Folded::letters(typed, MAX_QUERY).text.chars());
                for (letter, _) in letters.filter(|(letter, _)| *letter != ' ') {
                    assert!(left.contains(&letter), "{typed:?} lights up {letter:?} in {}", name.text);
                    lit += 1;
                }
            }
        }
        assert!(lit > 1_000, "{lit} letters lit up");
    }
}
