//! A question as it is put: its options mixed, what was chosen so far, and the answer.
//!
//! People see places (the second option is B), data keeps the options as written. An answer is
//! written in terms of the item's own options, so that it can be kept and judged again whatever way
//! the options were mixed.

use crate::catalog::schema::ItemKind;
use crate::catalog::{Bank, Catalog, Item};
use crate::profile::ItemName;
use crate::quiz::pick::SplitMix;
use crate::quiz::schedule::Grade;

/// A question of the catalogue: the bank and the item in it, by index.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ItemRef {
    /// Index of the bank.
    pub bank: usize,
    /// Index in the bank.
    pub item: usize,
}

impl ItemRef {
    /// The question.
    ///
    /// # Panics
    /// If it is of another catalogue.
    #[must_use]
    pub fn of(self, catalog: &Catalog) -> &Item {
        &catalog.banks[self.bank].items[self.item]
    }

    /// Its bank.
    ///
    /// # Panics
    /// If it is of another catalogue.
    #[must_use]
    pub fn bank(self, catalog: &Catalog) -> &Bank {
        &catalog.banks[self.bank]
    }

    /// Its name, `bank/item`, which stays the same over editions of the data.
    #[must_use]
    pub fn name(self, catalog: &Catalog) -> ItemName {
        format!("{}/{}", self.bank(catalog).id, self.of(catalog).id)
    }

    /// The question of that name, if the catalogue still has it.
    #[must_use]
    pub fn find(catalog: &Catalog, name: &str) -> Option<Self> {
        let (bank, item) = name.split_once('/')?;
        let bank = catalog.banks.iter().position(|known| known.id.as_str() == bank)?;
        let item = catalog.banks[bank].items.iter().position(|known| known.id.as_str() == item)?;
        Some(Self { bank, item })
    }

    /// Every question of the catalogue, in order.
    pub fn all(catalog: &Catalog) -> impl Iterator<Item = Self> {
        catalog.banks.iter().enumerate().flat_map(|(bank, b)| (0..b.items.len()).map(move |item| Self { bank, item }))
    }
}

/// One question of a run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// The question.
    pub item: ItemRef,
    /// The options as shown: indices into the item's options.
    pub order: Vec<usize>,
    /// Of options to be matched, the other side as shown: indices into the item's options too.
    pub pairs: Vec<usize>,
    /// What was chosen so far, as the item's options: several right ones in rising order, an order as
    /// far as it goes, or of each shown option that has one, its pair.
    pub draft: Vec<usize>,
    /// The answer, once it counts; see [`Item::solution`] for its form.
    pub answer: Option<Vec<usize>>,
    /// Whether it is to be looked at again.
    pub flagged: bool,
    /// How long it was in front, in milliseconds.
    pub spent: u64,
    /// How often its answer was taken back.
    pub undone: u32,
    /// How well it was known, where somebody said so.
    pub grade: Option<Grade>,
    /// Whether it was answered rightly and fast the last time, in an earlier run.
    pub fast_before: bool,
}

impl Asked {
    /// A question mixed by a seed and its own name: the same whatever else is in the paper.
    #[must_use]
    pub fn new(catalog: &Catalog, item: ItemRef, seed: u64) -> Self {
        let question = item.of(catalog);
        let written: Vec<usize> = (0..question.options.len()).collect();
        let mut random = SplitMix::new(seed ^ fnv(&item.name(catalog)));
        let mut order = written.clone();
        let mut pairs = Vec::new();
        match question.kind {
            ItemKind::TrueFalse => {} // keeps its order
            ItemKind::Single | ItemKind::Multiple => random.shuffle(&mut order),
            ItemKind::Order => {
                random.shuffle(&mut order);
                // Nobody is shown the answer.
                if order == written {
                    order.rotate_left(1);
                }
            }
            ItemKind::Match => {
                pairs.clone_from(&written);
                random.shuffle(&mut order);
                random.shuffle(&mut pairs);
                if pairs == order {
                    pairs.rotate_left(1);
                }
            }
        }
        Self {
            item,
            order,
            pairs,
            draft: Vec::new(),
            answer: None,
            flagged: false,
            spent: 0,
            undone: 0,
            grade: None,
            fast_before: false,
        }
    }

    /// How many places can be chosen: options, or what they are to be matched with.
    #[must_use]
    pub fn places(&self) -> usize {
        self.order.len()
    }

    /// The option that is to be matched next, as the item's option; `None` if all are, or if nothing is
    /// to be matched.
    #[must_use]
    pub fn to_match(&self) -> Option<usize> {
        if self.pairs.is_empty() { None } else { self.order.get(self.draft.len()).copied() }
    }

    /// Chooses what is shown at `place`. Of one right option it takes the place of what was chosen; of
    /// several it is put in or taken out; of an order it comes next; of a match it goes to the option
    /// whose turn it is. What is chosen already is taken out of an order or match, with all after it.
    /// A place that is not there changes nothing.
    pub fn choose(&mut self, kind: ItemKind, place: usize) {
        match kind {
            ItemKind::Single | ItemKind::TrueFalse => {
                if let Some(&option) = self.order.get(place) {
                    self.draft = vec![option];
                }
            }
            ItemKind::Multiple => {
                let Some(&option) = self.order.get(place) else { return };
                match self.draft.binary_search(&option) {
                    Ok(at) => drop(self.draft.remove(at)),
                    Err(at) => self.draft.insert(at, option),
                }
            }
            ItemKind::Order | ItemKind::Match => {
                let side = if kind == ItemKind::Match { &self.pairs } else { &self.order };
                let Some(&option) = side.get(place) else { return };
                match self.draft.iter().position(|&known| known == option) {
                    Some(at) => self.draft.truncate(at),
                    None => self.draft.push(option),
                }
            }
        }
    }

    /// The answer that the draft comes to; `None` while something is missing.
    #[must_use]
    pub fn drafted(&self, kind: ItemKind) -> Option<Vec<usize>> {
        match kind {
            ItemKind::Single | ItemKind::TrueFalse | ItemKind::Multiple => {
                (!self.draft.is_empty()).then(|| self.draft.clone())
            }
            ItemKind::Order => (self.draft.len() == self.order.len()).then(|| self.draft.clone()),
            ItemKind::Match => (self.draft.len() == self.order.len()).then(|| {
                // From "in the order shown" to "in the order written".
                let mut answer = vec![0; self.order.len()];
                for (&option, &pair) in self.order.iter().zip(&self.draft) {
                    answer[option] = pair;
                }
                answer
            }),
        }
    }

    /// Takes an answer that was kept, if it can be one to this question.
    pub fn restore(&mut self, kind: ItemKind, answer: &[usize]) {
        let options = self.order.len();
        let distinct = answer.iter().collect::<std::collections::BTreeSet<_>>().len() == answer.len();
        let whole = match kind {
            ItemKind::Single | ItemKind::TrueFalse => answer.len() == 1,
            ItemKind::Multiple => !answer.is_empty() && answer.is_sorted(),
            ItemKind::Order | ItemKind::Match => answer.len() == options,
        };
        if !whole || !distinct || answer.iter().any(|&option| option >= options) {
            return;
        }
        self.draft = match kind {
            ItemKind::Match => self.order.iter().map(|&option| answer[option]).collect(),
            _ => answer.to_vec(),
        };
        self.answer = Some(answer.to_vec());
    }

    /// Whether the answer given is the right one; all of it or nothing.
    #[must_use]
    pub fn is_right(&self, catalog: &Catalog) -> bool {
        self.answer.as_ref().is_some_and(|answer| *answer == self.item.of(catalog).solution)
    }
}

/// FNV-1a over the bytes of a name: the same number on every machine.
fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The letter of a place: A, B, C …
#[must_use]
pub fn letter(place: usize) -> char {
    u8::try_from(place).ok().and_then(|n| char::from_u32(u32::from(b'A' + n.min(25)))).unwrap_or('?')
}

/// An answer as letters, as it was shown: `B`, `A, C`, `B A C`, or `1B 2A 3C` of a match.
#[must_use]
pub fn letters(asked: &Asked, kind: ItemKind, answer: &[usize]) -> String {
    let place = |list: &[usize], option: usize| list.iter().position(|&known| known == option).map_or('?', letter);
    match kind {
        ItemKind::Match => {
            let pair = |(number, &option): (usize, &usize)| {
                let chosen = answer.get(option).map_or('?', |&pair| place(&asked.pairs, pair));
                format!("{}{chosen}", number + 1)
            };
            asked.order.iter().enumerate().map(pair).collect::<Vec<_>>().join(" ")
        }
        ItemKind::Order => answer.iter().map(|&o| place(&asked.order, o).to_string()).collect::<Vec<_>>().join(" "),
        _ => {
            let mut shown: Vec<char> = answer.iter().map(|&o| place(&asked.order, o)).collect();
            shown.sort_unstable();
            shown.iter().map(char::to_string).collect::<Vec<_>>().join(", ")
        }
    }
}
