//! Matches: what a search found, in a few bytes each, as far in order as anybody looks.

use std::sync::Arc;

use super::Thing;
use super::engine::{Class, Look};
use super::limits::Standing;
use crate::catalog::record::{Key, Kind};
use crate::field::Field;

/// By what something was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum By {
    /// Nobody asked for it.
    Listed,
    /// A text of the index, in one reading of the query.
    Text(u32, Pass),
    /// It fits the role that was named, by its number.
    Fits(u32),
    /// What is said of it.
    Said(Field),
    /// A rule of advice, by index.
    Advice(u32),
}

/// A reading of the query, and how closely texts are looked at with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Pass {
    /// The words.
    Words,
    /// The words that say something.
    Essence,
    /// The words, letters mistaken.
    WordsMistaken,
    /// The words that say something, letters mistaken.
    EssenceMistaken,
    /// All that was typed, limits too.
    Whole,
}

impl Pass {
    /// How closely texts are looked at.
    pub(super) fn look(self) -> Look {
        match self {
            Self::Words | Self::Essence | Self::Whole => Look::Cheap,
            Self::WordsMistaken | Self::EssenceMistaken => Look::Mistaken,
        }
    }
}

/// Something that was found. What there is to show of it a [`super::Describer`] says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Match {
    rank: u64,
    owner: u32,
    thing: Thing,
    by: By,
}

/// What is added to scores turned round, so that none is below zero.
const TURNED: i64 = 1 << 25;

/// One number that grows from the best to the worst: 3 bits class, 1 bit whether nobody knows how it
/// stands to the limits, 26 bits score turned round, 2 bits standing, 16 bits how sought after it is
/// turned round, 16 bits length of the text.
pub(super) fn rank(class: Class, standing: Standing, score: i64, sought: u32, length: u16) -> u64 {
    let turned = u64::try_from((TURNED - score).clamp(0, 2 * TURNED - 1)).unwrap_or(0);
    let open = u64::from(standing == Standing::Unknown);
    let sought = u64::from(u16::MAX - u16::try_from(sought).unwrap_or(u16::MAX));
    (((((class as u64) << 1 | open) << 26 | turned) << 2 | standing as u64) << 16 | sought) << 16 | u64::from(length)
}

impl Match {
    pub(super) fn new(rank: u64, owner: u32, thing: Thing, by: By) -> Self {
        Self { rank, owner, thing, by }
    }

    /// What was found.
    #[must_use]
    pub fn thing(&self) -> Thing {
        self.thing
    }

    /// The record that was found, if it is one.
    #[must_use]
    pub fn key(&self) -> Option<Key> {
        match self.thing {
            Thing::Record(key) => Some(key),
            Thing::Term(_) | Thing::Meaning(_) => None,
        }
    }

    /// How it was found.
    #[must_use]
    pub fn class(&self) -> Class {
        Class::ALL[(self.rank >> 61) as usize & 7]
    }

    /// How it stands to the limits.
    #[must_use]
    pub fn standing(&self) -> Standing {
        match self.rank >> 32 & 3 {
            0 => Standing::Within,
            1 => Standing::Disputed,
            _ => Standing::Unknown,
        }
    }

    /// Its score within the class.
    #[must_use]
    pub fn score(&self) -> i64 {
        TURNED - i64::try_from(self.rank >> 34 & ((1 << 26) - 1)).unwrap_or(0)
    }

    pub(super) fn by(&self) -> By {
        self.by
    }

    pub(super) fn owner(&self) -> u32 {
        self.owner
    }

    pub(super) fn rank(&self) -> u64 {
        self.rank
    }

    fn order(&self) -> (u64, u32) {
        (self.rank, self.owner)
    }
}

/// What a search found. The first ones are in order, the rest is put in order when somebody asks for
/// it. Cheap to copy.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Matches {
    all: Arc<Vec<Match>>,
    ordered: usize,
}

impl Matches {
    pub(super) fn new(mut all: Vec<Match>, top: usize) -> Self {
        let mut ordered = all.len();
        if top < all.len() {
            all.select_nth_unstable_by_key(top, Match::order);
            ordered = top;
        }
        all[..ordered].sort_unstable_by_key(Match::order);
        Self { all: Arc::new(all), ordered }
    }

    /// The records of a kind, that many, when nobody searched for any: in their order.
    #[must_use]
    pub fn unsearched(kind: Kind, count: usize) -> Self {
        let listed = |(number, place): (u32, usize)| {
            let rank = rank(Class::Fuzzy, Standing::Within, -i64::from(number), 0, 0);
            Match::new(rank, number, Thing::Record(Key(kind, place)), By::Listed)
        };
        let all: Vec<Match> = (0..).zip(0..count).map(listed).collect();
        Self { ordered: all.len(), all: Arc::new(all) }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Puts at least the first `count` in order.
    pub fn order(&mut self, count: usize) {
        if count > self.ordered && self.ordered < self.all.len() {
            let rest = &mut Arc::make_mut(&mut self.all)[self.ordered..];
            rest.sort_unstable_by_key(Match::order);
            self.ordered = self.all.len();
        }
    }

    /// The match at a place; only as far as they are in order.
    #[must_use]
    pub fn get(&self, place: usize) -> Option<&Match> {
        self.all[..self.ordered].get(place)
    }

    /// Those that are in order, best first.
    #[must_use]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Match> + ExactSizeIterator {
        self.all[..self.ordered].iter()
    }

    /// The place of a record; all are put in order if it is not among the first.
    pub fn place(&mut self, key: Key) -> Option<usize> {
        let thing = Thing::Record(key);
        let find = |matches: &[Match]| matches.iter().position(|found| found.thing == thing);
        find(&self.all[..self.ordered]).or_else(|| {
            self.order(usize::MAX);
            find(&self.all)
        })
    }

    /// Another order than the one of the search.
    pub fn arrange(&mut self, order: impl FnOnce(&mut Vec<Match>)) {
        self.order(usize::MAX);
        order(Arc::make_mut(&mut self.all));
        self.ordered = self.all.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rank_holds_what_it_was_made_of_and_grows_from_the_best_to_the_worst() {
        let mut ranks = Vec::new();
        for class in Class::ALL {
            for standing in [Standing::Within, Standing::Disputed, Standing::Unknown] {
                for score in [1_008, 0, -1_000_000] {
                    let made = rank(class, standing, score, 7, 30);
                    let found = Match::new(made, 0, Thing::Term(0), By::Listed);
                    assert_eq!((found.class(), found.standing(), found.score()), (class, standing, score));
                    ranks.push(((class, standing == Standing::Unknown, -score, standing), made));
                }
            }
        }
        let mut sorted = ranks.clone();
        sorted.sort_by_key(|(_, rank)| *rank);
        ranks.sort_by_key(|(parts, _)| *parts);
        assert_eq!(sorted, ranks);
    }

    #[test]
    fn the_first_are_the_same_however_many_are_put_in_order() {
        let mut state = 7_u64;
        let made: Vec<Match> = (0..10_000)
            .map(|owner| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                Match::new(state >> 60, owner, Thing::Term(owner as usize), By::Listed)
            })
            .collect();
        let whole = Matches::new(made.clone(), usize::MAX);
        for top in [0, 1, 100, 9_999, 10_000] {
            let mut part = Matches::new(made.clone(), top);
            assert!(part.iter().eq(whole.iter().take(top)), "{top}");
            part.order(top + 1);
            assert!(part.iter().eq(whole.iter()), "{top}, then all");
        }
    }
}
