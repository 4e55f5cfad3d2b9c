//! One search, step by step: see the list in [the module above](super).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::engine::{self, Class, Look, Room, Typed};
use super::fold::Folded;
use super::index::{Index, Owner, Survivors, Which, small};
use super::limits::{Limit, Standing};
use super::matches::{By, Pass, rank};
use super::{MAX_QUERY, MAX_TEXT, Match, Query, Readings, Why};
use crate::catalog::Catalog;
use crate::catalog::quantity::{Status, Value};
use crate::catalog::record::{Key, Kind, Record};
use crate::field::Field;
use crate::safe_text::SafeText;

/// From so many owners on a second core is worth its thread.
const MANY: usize = 8_192;

/// Lowest score of a certification that fits a role that was named; the first gets more.
const FITTING: i64 = 1_000;

/// Does `work` on `0..count`, in as many parts as there are cores if that pays; the answers follow
/// each other as the parts do.
pub(super) fn in_parts<T: Send>(count: usize, work: impl Fn(std::ops::Range<usize>) -> Vec<T> + Sync) -> Vec<T> {
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
pub(super) struct Search<'a> {
    index: &'a Index,
    catalog: &'a Catalog,
    query: &'a Query,
    kind: Option<Kind>,
    readings: Readings,
    without: Vec<Typed>,
    stop: &'a AtomicBool,
    pub(super) found: Vec<Match>,
}

impl<'a> Search<'a> {
    pub(super) fn new(
        index: &'a Index,
        catalog: &'a Catalog,
        query: &'a Query,
        kind: Option<Kind>,
        stop: &'a AtomicBool,
    ) -> Self {
        let without = query.without.iter().map(|word| Typed::new(word, MAX_QUERY)).collect();
        Self { index, catalog, query, kind, readings: Readings::new(query), without, stop, found: Vec::new() }
    }

    pub(super) fn run(&mut self) {
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
pub(super) fn said<'r>(record: &'r Record, field: Field, words: &Typed) -> Option<&'r SafeText> {
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
