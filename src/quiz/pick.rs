//! Which questions are asked: by topic and level for practice, by weight for a mock exam. Seeded: the
//! same seed over the same data draws the same paper.

use std::collections::BTreeSet;

use crate::catalog::record::Key;
use crate::catalog::schema::ItemLevel;
use crate::catalog::{Catalog, Mock};
use crate::quiz::question::ItemRef;
use crate::quiz::readiness;

/// A bank of so many questions is asked whole and in its own order, if nothing else is chosen.
pub const SMALL: usize = 20;

/// What is practised.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Choice {
    /// Only these banks; all if empty.
    pub banks: Vec<usize>,
    /// Only what helps to prepare for this certification.
    pub cert: Option<Key>,
    /// Only these topics, each with its bank; all if empty.
    pub topics: Vec<(usize, String)>,
    /// Only these levels; all if empty.
    pub levels: Vec<ItemLevel>,
    /// At most so many.
    pub most: Option<usize>,
    /// In the order of the bank, or mixed.
    pub written_order: bool,
}

/// The questions that a choice leaves, in the order of the catalogue.
#[must_use]
pub fn pool(catalog: &Catalog, choice: &Choice) -> Vec<ItemRef> {
    let helps: Option<BTreeSet<ItemRef>> = choice.cert.map(|cert| {
        let questions = readiness::questions_for(catalog, cert);
        questions.iter().map(|one| ItemRef { bank: one.bank, item: one.item }).collect()
    });
    let fits = |item: &ItemRef| {
        let question = item.of(catalog);
        (choice.banks.is_empty() || choice.banks.contains(&item.bank))
            && helps.as_ref().is_none_or(|helps| helps.contains(item))
            && (choice.levels.is_empty() || choice.levels.contains(&question.level))
            && (choice.topics.is_empty()
                || choice.topics.iter().any(|(bank, topic)| *bank == item.bank && *question.topic == **topic))
    };
    ItemRef::all(catalog).filter(fits).collect()
}

/// The questions of a practice run.
#[must_use]
pub fn practice(catalog: &Catalog, choice: &Choice, seed: u64) -> Vec<ItemRef> {
    let mut all = pool(catalog, choice);
    let most = choice.most.unwrap_or(all.len()).min(all.len());
    if choice.written_order {
        all.truncate(most);
        return all;
    }
    SplitMix::new(!seed).shuffle(&mut all);
    all.truncate(most);
    all
}

/// The questions of a mock exam, each with the area of the exam it was drawn for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paper {
    /// The questions in the order asked: mixed over all areas.
    pub items: Vec<ItemRef>,
    /// The areas that have fewer questions of ours than their share: index of the part, share, and
    /// how many there are. What is missing is drawn from the other areas.
    pub short: Vec<(usize, usize, usize)>,
}

/// The questions of ours that belong to an area: none whose edition was superseded.
#[must_use]
pub fn of_part(catalog: &Catalog, mock: &Mock, part: usize) -> Vec<ItemRef> {
    let of = &mock.parts[part].of;
    ItemRef::all(catalog)
        .filter(|item| {
            let question = item.of(catalog);
            let listed = |(bank, topics): &(usize, Vec<crate::safe_text::SafeText>)| {
                *bank == item.bank && (topics.is_empty() || topics.contains(&question.topic))
            };
            of.iter().any(listed) && !catalog.is_to_check(question)
        })
        .collect()
}

/// How many of `total` questions each weight gets: shares rounded down, and what is left goes to the
/// largest remainders (Hamilton's method), ties to the earlier.
#[must_use]
pub fn shares(weights: &[u32], total: usize) -> Vec<usize> {
    let sum: u128 = weights.iter().map(|&w| u128::from(w)).sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    let exact = |weight: u32| u128::from(weight) * total as u128;
    let mut given: Vec<usize> = weights.iter().map(|&w| usize::try_from(exact(w) / sum).unwrap_or(total)).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(exact(weights[i]) % sum), i));
    let left = total - given.iter().sum::<usize>();
    for &i in order.iter().take(left) {
        given[i] += 1;
    }
    given
}

/// Draws a mock exam of `total` questions by the weights of its areas. It has fewer only if all areas
/// together do.
#[must_use]
pub fn exam(catalog: &Catalog, mock: &Mock, total: usize, seed: u64) -> Paper {
    let mut random = SplitMix::new(!seed);
    let weights: Vec<u32> = mock.parts.iter().map(|part| part.weight).collect();
    let mut items: Vec<ItemRef> = Vec::new();
    let mut spare: Vec<ItemRef> = Vec::new();
    let mut short = Vec::new();
    for (part, share) in shares(&weights, total).into_iter().enumerate() {
        let mut own: Vec<ItemRef> =
            of_part(catalog, mock, part).into_iter().filter(|item| !items.contains(item)).collect();
        // What a certification is named for comes first: the rest of the topic only fills up.
        random.shuffle(&mut own);
        own.sort_by_key(|item| !item.of(catalog).valid_for.contains(&mock.cert));
        if own.len() < share {
            short.push((part, share, own.len()));
        }
        spare.extend(own.iter().skip(share));
        items.extend(own.into_iter().take(share));
    }
    random.shuffle(&mut spare);
    for item in spare {
        if items.len() >= total {
            break;
        }
        if !items.contains(&item) {
            items.push(item);
        }
    }
    random.shuffle(&mut items);
    Paper { items, short }
}

/// `SplitMix64` (Steele, Lea & Flood 2014): small, seedable, the same on every machine. Good enough
/// to mix questions, not for secrets.
pub struct SplitMix(u64);

impl SplitMix {
    /// From a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Fisher–Yates; the bias of the remainder is below 2^-50 for lists this short.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for end in (1..list.len()).rev() {
            let pick = usize::try_from(self.next_u64() % (end as u64 + 1)).unwrap_or(0);
            list.swap(end, pick);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_and_follow_the_weights() {
        assert_eq!(shares(&[28, 25, 19, 28], 120), [34, 30, 23, 33]);
        assert_eq!(shares(&[65, 20, 10, 5], 80), [52, 16, 8, 4]);
        assert_eq!(shares(&[1, 1, 1], 10), [4, 3, 3]);
        assert_eq!(shares(&[], 10), Vec::<usize>::new());
        assert_eq!(shares(&[0, 0], 10), [0, 0]);
        for total in 0..200 {
            assert_eq!(shares(&[22, 28, 19, 27, 3], total).iter().sum::<usize>(), total);
        }
    }
}
