//! A run through a question bank: a closed state machine, Asking → Answered → … → Finished.

pub mod plan;
pub mod readiness;
pub mod schedule;

use crate::catalog::schema::ItemKind;
use crate::catalog::{Bank, Item};

/// So many questions are drawn from a large bank for one run.
pub const ROUND: usize = 15;

/// Where a run stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    /// The current question waits for an answer.
    Asking,
    /// The current question was answered; its reasons are shown.
    Answered,
    /// All questions were answered.
    Finished,
}

/// A run through some questions of a bank.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Session {
    /// Index of the bank in the catalogue.
    pub bank: usize,
    /// The seed the options were shuffled with; the same seed gives the same order.
    pub seed: u64,
    phase: Phase,
    at: usize,
    /// The questions by index in the bank, in the order asked, each with the order of its options
    /// and the answer given (an index into that order).
    asked: Vec<Asked>,
}

/// One question of a run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// Index in the bank.
    pub item: usize,
    /// The options as shown: indices into the item's options.
    pub order: Vec<usize>,
    /// The answer given: an index into `order`.
    pub answer: Option<usize>,
}

impl Asked {
    /// Whether the answer given is the right one.
    #[must_use]
    pub fn is_right(&self, item: &Item) -> bool {
        self.answer.is_some_and(|answer| item.solution == [self.order[answer]])
    }
}

impl Session {
    /// A run through the given questions of a bank, in that order. `None` without any question.
    #[must_use]
    pub fn new(bank: usize, questions: &Bank, items: &[usize], seed: u64) -> Option<Self> {
        let mut random = SplitMix(seed);
        let asked: Vec<Asked> = items
            .iter()
            .filter_map(|&item| {
                let question = questions.items.get(item)?;
                let mut order: Vec<usize> = (0..question.options.len()).collect();
                if question.kind == ItemKind::Single {
                    random.shuffle(&mut order); // true/false keeps its order
                }
                Some(Asked { item, order, answer: None })
            })
            .collect();
        (!asked.is_empty()).then_some(Self { bank, seed, phase: Phase::Asking, at: 0, asked })
    }

    /// A run through the whole bank in its own order.
    #[must_use]
    pub fn whole(bank: usize, questions: &Bank, seed: u64) -> Option<Self> {
        let all: Vec<usize> = (0..questions.items.len()).collect();
        Self::new(bank, questions, &all, seed)
    }

    /// A run through a bank as far as one sitting goes: a small bank whole and in its own order, of a
    /// large one [`ROUND`] questions drawn by the seed.
    #[must_use]
    pub fn round(bank: usize, questions: &Bank, seed: u64) -> Option<Self> {
        if questions.items.len() <= ROUND + 5 {
            return Self::whole(bank, questions, seed);
        }
        let mut all: Vec<usize> = (0..questions.items.len()).collect();
        SplitMix(!seed).shuffle(&mut all);
        all.truncate(ROUND);
        Self::new(bank, questions, &all, seed)
    }

    /// Where the run stands.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// The number of the current question, from 0, and how many there are.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        (self.at, self.asked.len())
    }

    /// The current question; the last one once the run is finished.
    #[must_use]
    pub fn current(&self) -> &Asked {
        &self.asked[self.at]
    }

    /// All questions of the run.
    #[must_use]
    pub fn asked(&self) -> &[Asked] {
        &self.asked
    }

    /// Answers the current question with the option shown at `option`. Out of turn or out of range
    /// it changes nothing.
    pub fn answer(&mut self, option: usize) {
        let current = &mut self.asked[self.at];
        if self.phase == Phase::Asking && option < current.order.len() {
            current.answer = Some(option);
            self.phase = Phase::Answered;
        }
    }

    /// Goes on after an answer: to the next question or to the end.
    pub fn next(&mut self) {
        if self.phase != Phase::Answered {
            return;
        }
        if self.at + 1 < self.asked.len() {
            self.at += 1;
            self.phase = Phase::Asking;
        } else {
            self.phase = Phase::Finished;
        }
    }

    /// Whether leaving now would lose answers.
    #[must_use]
    pub fn is_unfinished(&self) -> bool {
        self.phase != Phase::Finished && self.asked.iter().any(|asked| asked.answer.is_some())
    }

    /// How many answers are right.
    #[must_use]
    pub fn score(&self, bank: &Bank) -> usize {
        self.asked.iter().filter(|asked| asked.is_right(&bank.items[asked.item])).count()
    }

    /// The questions answered wrongly, by position in the run.
    #[must_use]
    pub fn wrong(&self, bank: &Bank) -> Vec<usize> {
        let wrong = |asked: &Asked| asked.answer.is_some() && !asked.is_right(&bank.items[asked.item]);
        (0..self.asked.len()).filter(|&i| wrong(&self.asked[i])).collect()
    }

    /// A new run through the questions answered wrongly; `None` if there are none.
    #[must_use]
    pub fn again(&self, bank: &Bank) -> Option<Self> {
        let items: Vec<usize> = self.wrong(bank).into_iter().map(|i| self.asked[i].item).collect();
        Self::new(self.bank, bank, &items, self.seed.wrapping_add(1))
    }
}

/// `SplitMix64` (Steele, Lea & Flood 2014): small, seedable, the same on every machine. Good enough
/// to mix options, not for secrets.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Fisher–Yates; the bias of the remainder is below 2^-60 for lists this short.
    fn shuffle<T>(&mut self, list: &mut [T]) {
        for end in (1..list.len()).rev() {
            let pick = usize::try_from(self.next() % (end as u64 + 1)).unwrap_or(0);
            list.swap(end, pick);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bank(items: usize) -> Bank {
        let item = |n: usize| Item {
            id: crate::catalog::record::Id::parse(&format!("q-{n}")).expect("an id"),
            kind: if n == 1 { ItemKind::TrueFalse } else { ItemKind::Single },
            topic: "t".into(),
            level: crate::catalog::schema::ItemLevel::Know,
            stem: "s".into(),
            options: (0..if n == 1 { 2 } else { 4 })
                .map(|o| crate::catalog::Choice { text: o.to_string().as_str().into(), reason: "r".into(), pair: None })
                .collect(),
            solution: vec![0],
            why: "w".into(),
            sources: Vec::new(),
            fact: "f".into(),
            valid_for: vec![],
        };
        Bank {
            id: crate::catalog::record::Id::parse("b").expect("an id"),
            name: "b".into(),
            intro: "i".into(),
            items: (0..items).map(item).collect(),
            origin: crate::catalog::claim::Origin::Embedded,
        }
    }

    #[test]
    fn a_run_goes_from_question_to_question_to_the_score() {
        let bank = bank(3);
        let mut run = Session::whole(0, &bank, 7).expect("questions");
        for n in 0..3 {
            assert_eq!((run.phase(), run.progress()), (Phase::Asking, (n, 3)));
            let right = run.current().order.iter().position(|&o| o == 0).expect("the key");
            run.next(); // out of turn: nothing happens
            run.answer(99);
            assert_eq!(run.phase(), Phase::Asking);
            run.answer(if n == 2 { (right + 1) % run.current().order.len() } else { right });
            run.answer(0); // too late: the first answer counts
            assert_eq!(run.phase(), Phase::Answered);
            assert!(run.is_unfinished());
            run.next();
        }
        assert_eq!(run.phase(), Phase::Finished);
        assert!(!run.is_unfinished());
        assert_eq!((run.score(&bank), run.wrong(&bank)), (2, vec![2]));
        assert_eq!(run.again(&bank).expect("one wrong").asked()[0].item, 2);
    }

    #[test]
    fn the_same_seed_gives_the_same_paper_and_keys_move_about() {
        let bank = bank(60);
        assert_eq!(Session::whole(0, &bank, 1), Session::whole(0, &bank, 1));
        let run = Session::whole(0, &bank, 1).expect("questions");
        assert_eq!(run.asked()[1].order, [0, 1], "true/false keeps its order");
        let places: std::collections::HashSet<_> =
            run.asked().iter().map(|a| a.order.iter().position(|&o| o == 0)).collect();
        assert_eq!(places.len(), 4);
        assert_eq!(Session::new(0, &bank, &[], 1), None);
    }
}
