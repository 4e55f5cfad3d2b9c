//! When a question is asked again: the free spaced repetition scheduler, by its library.
//!
//! The library (FSRS-6 with its published default parameters) says what a graded answer does to the
//! memory of a question. Here stands only what it leaves open: how answers become grades, how moments
//! become days, and when a card is due. Everything is pure; the clock is an argument.
//!
//! *Days.* The library counts whole days, so what passed between two answers is cut down to whole days
//! of 24 hours; answers on one day follow its short-term rule. Of a clock that jumped back it is taken
//! that no time has passed. The card then stands at the new time, so that a clock that was wrong once
//! does not hold it for ever.
//!
//! *Due.* A right answer comes again after the library's interval, rounded to whole days and at least
//! one. A wrong one comes again after [`AGAIN_AFTER`], however well the question was known before.

use std::sync::LazyLock;

use fsrs::{FSRS, FSRS6_DEFAULT_DECAY, MemoryState};

/// A question comes again when the chance to recall it has fallen to this: the library's usual value,
/// at which its stability is the interval in days.
pub const RETENTION: f32 = 0.9;

/// A wrong answer comes again after ten minutes: in the next run, not in the same breath.
pub const AGAIN_AFTER: i64 = 10 * 60 * 1000;

/// A day in milliseconds.
pub const DAY: i64 = 24 * 60 * 60 * 1000;

/// The time for a question where no exam says it, in milliseconds: a minute. Exams allow between 45
/// seconds and two minutes.
pub const USUAL_PACE: u32 = 60_000;

/// Slow is more than three halves of the time allowed for a question: a little over is chance.
pub const SLOW: (u64, u64) = (3, 2);

/// Fast is at most a half of the time allowed for a question.
pub const FAST: (u64, u64) = (1, 2);

/// The least stability the library works with, in days.
const LEAST_STABILITY: f32 = 0.001;

static FSRS6: LazyLock<FSRS> = LazyLock::new(FSRS::default);

/// How well a question was known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Grade {
    /// Wrong.
    Again,
    /// Right, but slowly or with doubt.
    Hard,
    /// Right.
    Good,
    /// Right and fast, twice in a row.
    Easy,
}

impl Grade {
    /// All grades, the worst first.
    pub const ALL: [Self; 4] = [Self::Again, Self::Hard, Self::Good, Self::Easy];

    /// Its name in files.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Again => "again",
            Self::Hard => "hard",
            Self::Good => "good",
            Self::Easy => "easy",
        }
    }

    /// Its word, as people say it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Again => "not known",
            Self::Hard => "hardly known",
            Self::Good => "known",
            Self::Easy => "known at once",
        }
    }

    /// The next better one.
    #[must_use]
    pub fn easier(self) -> Self {
        Self::ALL.into_iter().find(|grade| *grade > self).unwrap_or(self)
    }

    /// The next worse one.
    #[must_use]
    pub fn harder(self) -> Self {
        Self::ALL.into_iter().rfind(|grade| *grade < self).unwrap_or(self)
    }

    /// The grade of that name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grade| grade.id() == text)
    }
}

/// What is remembered of a question, and when it is due.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Card {
    /// Days until the chance to recall it falls to nine in ten.
    pub stability: f32,
    /// How hard it is, from 1 to 10.
    pub difficulty: f32,
    /// When it was last graded, in milliseconds since 1970.
    pub last: i64,
    /// When it is due, in milliseconds since 1970.
    pub due: i64,
    /// How often it was graded.
    pub reviews: u32,
    /// How often it was forgotten: wrong answers after the first answer.
    pub lapses: u32,
}

impl Card {
    /// What the library knows of it; `None` if it holds what no library wrote (not a number).
    fn memory(&self) -> Option<MemoryState> {
        let state = MemoryState { stability: self.stability, difficulty: self.difficulty };
        (state.stability.is_finite() && state.difficulty.is_finite()).then_some(state)
    }
}

/// Whole days from one moment to another, both in milliseconds; none if the clock jumped back.
#[must_use]
pub fn days_between(from: i64, to: i64) -> u32 {
    u32::try_from(to.saturating_sub(from).max(0) / DAY).unwrap_or(u32::MAX)
}

/// The card after an answer of that grade, given now (milliseconds since 1970); without a card the
/// question is new. Every moment is allowed: what it makes is always finite, stability above 0 and
/// difficulty from 1 to 10.
///
/// # Panics
/// Never: the library refuses only states that are no numbers, and those begin anew here.
#[must_use]
pub fn review(card: Option<Card>, grade: Grade, now_ms: i64) -> Card {
    let days = card.map_or(0, |card| days_between(card.last, now_ms));
    let known = card.and_then(|card| card.memory());
    let next = FSRS6
        .next_states(known, RETENTION, days)
        .or_else(|_| FSRS6.next_states(None, RETENTION, 0))
        .expect("a new card has finite states");
    let next = match grade {
        Grade::Again => next.again,
        Grade::Hard => next.hard,
        Grade::Good => next.good,
        Grade::Easy => next.easy,
    };
    let wait = if grade == Grade::Again { AGAIN_AFTER } else { whole_days(next.interval).saturating_mul(DAY) };
    Card {
        stability: next.memory.stability,
        difficulty: next.memory.difficulty,
        last: now_ms,
        due: now_ms.saturating_add(wait),
        reviews: card.map_or(0, |card| card.reviews).saturating_add(1),
        lapses: card.map_or(0, |card| card.lapses.saturating_add(u32::from(grade == Grade::Again))),
    }
}

/// An interval as whole days, at least one.
#[expect(clippy::cast_possible_truncation, reason = "at most 36,500 days, and `as` stops at the ends anyway")]
fn whole_days(interval: f32) -> i64 {
    (interval.round() as i64).max(1)
}

/// The card after these graded answers, each with its moment, in the order they were given. It is that
/// order that counts: moments that run backwards are taken as a clock that jumped. `None` without any.
pub fn replay(grades: impl Iterator<Item = (i64, Grade)>) -> Option<Card> {
    grades.fold(None, |card, (at, grade)| Some(review(card, grade, at)))
}

/// The chance to recall it now, from 0 to 1, by parts of days.
#[must_use]
pub fn recall(card: &Card, now_ms: i64) -> f32 {
    let Some(mut memory) = card.memory() else { return 0.0 };
    memory.stability = memory.stability.max(LEAST_STABILITY);
    #[expect(clippy::cast_precision_loss, reason = "a part in 2^24 of the time that passed does not matter")]
    let days = now_ms.saturating_sub(card.last).max(0) as f32 / DAY as f32;
    fsrs::current_retrievability(memory, days, FSRS6_DEFAULT_DECAY).clamp(0.0, 1.0)
}

/// Whether it is to be asked again by now.
#[must_use]
pub fn is_due(card: &Card, now_ms: i64) -> bool {
    card.due <= now_ms
}

/// The time for a question that slow and fast are told by, in milliseconds.
fn pace(allowed_ms: Option<u32>) -> u64 {
    u64::from(allowed_ms.filter(|&allowed| allowed > 0).unwrap_or(USUAL_PACE))
}

/// Whether an answer was fast: at most half of what the exam allows for a question, or of
/// [`USUAL_PACE`] where no exam says.
#[must_use]
pub fn is_fast(spent_ms: u32, allowed_ms: Option<u32>) -> bool {
    u64::from(spent_ms) * FAST.1 <= pace(allowed_ms) * FAST.0
}

/// The grade of an answer. Wrong is [`Grade::Again`]; right but flagged or slow is [`Grade::Hard`]; right
/// and fast, when the answer before to the same question was right and fast as well, is [`Grade::Easy`];
/// else right is [`Grade::Good`].
#[must_use]
pub fn grade_of(right: bool, flagged: bool, spent_ms: u32, allowed_ms: Option<u32>, fast_right_before: bool) -> Grade {
    let slow = u64::from(spent_ms) * SLOW.1 > pace(allowed_ms) * SLOW.0;
    match (right, flagged || slow) {
        (false, _) => Grade::Again,
        (true, true) => Grade::Hard,
        (true, false) if fast_right_before && is_fast(spent_ms, allowed_ms) => Grade::Easy,
        (true, false) => Grade::Good,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fsrs::NextStates;
    use proptest::prelude::*;

    const MINUTE: i64 = 60_000;

    fn grades() -> impl Strategy<Value = Grade> {
        prop::sample::select(Grade::ALL.to_vec())
    }

    /// Steps between answers: minutes, days, years, and now and then a clock that jumps anywhere.
    fn step() -> impl Strategy<Value = i64> {
        prop_oneof![
            4 => 0..3 * DAY,
            4 => 0..400 * DAY,
            1 => -40 * DAY..0,
            1 => any::<i64>(),
        ]
    }

    fn pick(next: NextStates, grade: Grade) -> fsrs::ItemState {
        match grade {
            Grade::Again => next.again,
            Grade::Hard => next.hard,
            Grade::Good => next.good,
            Grade::Easy => next.easy,
        }
    }

    /// What stands in a file: the bits, not digits.
    fn through_bits(card: Card) -> Card {
        let (stability, difficulty) = (card.stability.to_bits(), card.difficulty.to_bits());
        Card { stability: f32::from_bits(stability), difficulty: f32::from_bits(difficulty), ..card }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12_000))]

        #[test]
        fn a_card_is_what_the_library_says_step_by_step(
            start in any::<i64>(),
            steps in prop::collection::vec((step(), grades()), 1..24),
        ) {
            let library = FSRS::new(&[]).expect("the default parameters");
            let (mut memory, mut before, mut now) = (None::<MemoryState>, None::<i64>, start);
            let (mut card, mut history) = (None::<Card>, Vec::new());
            for (step, grade) in steps {
                now = now.saturating_add(step);
                let days = before.map_or(0, |before| (i128::from(now) - i128::from(before)).max(0) / i128::from(DAY));
                // More days than there are in i64 milliseconds cannot pass: the difference stops there.
                let days = u32::try_from(days.min(i128::from(i64::MAX / DAY))).unwrap_or(u32::MAX);
                let said = pick(library.next_states(memory, 0.9, days).expect("finite"), grade);
                card = Some(review(card.map(through_bits), grade, now));
                history.push((now, grade));
                let is = card.expect("just made");
                prop_assert_eq!(is.stability.to_bits(), said.memory.stability.to_bits());
                prop_assert_eq!(is.difficulty.to_bits(), said.memory.difficulty.to_bits());
                prop_assert!(is.stability > 0.0 && is.stability.is_finite());
                prop_assert!((1.0..=10.0).contains(&is.difficulty));
                prop_assert!(is.due >= now && is.last == now);
                if grade == Grade::Again {
                    prop_assert_eq!(is.due, now.saturating_add(10 * MINUTE));
                } else {
                    prop_assert!(is.due >= now.saturating_add(DAY));
                    prop_assert!(is.due <= now.saturating_add(36_500 * DAY));
                }
                let chance = recall(&is, now.saturating_add(step));
                prop_assert!((0.0..=1.0).contains(&chance), "{}", chance);
                (memory, before) = (Some(said.memory), Some(now));
            }
            prop_assert_eq!(replay(history.into_iter()), card);
        }

        #[test]
        fn no_card_and_no_moment_make_a_number_that_is_none(
            bits in any::<[u32; 2]>(), last in any::<i64>(), now in any::<i64>(), grade in grades(),
        ) {
            let [stability, difficulty] = bits.map(f32::from_bits);
            let odd = Card { stability, difficulty, last, due: last, reviews: u32::MAX, lapses: u32::MAX };
            prop_assert!((0.0..=1.0).contains(&recall(&odd, now)));
            let next = review(Some(odd), grade, now);
            prop_assert!(next.stability > 0.0 && next.stability.is_finite());
            prop_assert!((1.0..=10.0).contains(&next.difficulty));
        }
    }

    #[test]
    fn a_new_question_known_well_comes_in_days_and_an_unknown_one_in_minutes() {
        let after = |grade| review(None, grade, 0);
        assert_eq!(after(Grade::Good).due, 2 * DAY);
        assert_eq!(after(Grade::Hard).due, DAY);
        assert_eq!(after(Grade::Easy).due, 8 * DAY);
        assert_eq!(after(Grade::Again).due, 10 * MINUTE);
        assert_eq!((after(Grade::Again).reviews, after(Grade::Again).lapses), (1, 0), "never known, not forgotten");
        assert_eq!(review(Some(after(Grade::Good)), Grade::Again, 3 * DAY).lapses, 1);
        assert!(!is_due(&after(Grade::Good), 2 * DAY - 1));
        assert!(is_due(&after(Grade::Good), 2 * DAY));
    }

    #[test]
    fn the_chance_to_recall_falls_to_nine_in_ten_after_stability_days() {
        let card = Card { stability: 10.0, difficulty: 5.0, last: 0, due: 10 * DAY, reviews: 3, lapses: 0 };
        assert!((recall(&card, 10 * DAY) - RETENTION).abs() < 1e-4);
        assert!((recall(&card, -5 * DAY) - 1.0).abs() < 1e-6, "a clock that jumped back");
        assert!(recall(&card, 20 * DAY) < recall(&card, 15 * DAY));
    }

    #[test]
    fn a_clock_that_jumped_back_counts_as_no_time_and_is_forgiven() {
        let wrong_clock = review(None, Grade::Good, 9_000 * DAY);
        let back = review(Some(wrong_clock), Grade::Good, 10 * DAY);
        assert_eq!(
            back,
            Card { last: 10 * DAY, ..review(Some(Card { last: 10 * DAY, ..wrong_clock }), Grade::Good, 10 * DAY) }
        );
        assert!(back.due < 100 * DAY, "not held until the wrong day");
        assert_eq!(days_between(i64::MIN, i64::MAX), u32::try_from(i64::MAX / DAY).unwrap_or(u32::MAX));
    }

    #[test]
    fn answers_become_grades_by_right_and_doubt_and_time() {
        let sixty = Some(60_000);
        for (right, flagged, spent, allowed, before, grade) in [
            (false, false, 1, sixty, true, Grade::Again),
            (false, true, 600_000, None, false, Grade::Again),
            (true, true, 1, sixty, true, Grade::Hard),
            (true, false, 90_001, sixty, false, Grade::Hard),
            (true, false, 90_000, sixty, false, Grade::Good),
            (true, false, 30_000, sixty, false, Grade::Good),
            (true, false, 30_000, sixty, true, Grade::Easy),
            (true, false, 30_001, sixty, true, Grade::Good),
            (true, false, 30_000, None, true, Grade::Easy),
            (true, false, 30_000, Some(0), true, Grade::Easy),
            (true, false, 30_000, Some(45_000), true, Grade::Good),
            (true, false, u32::MAX, Some(u32::MAX), true, Grade::Good),
        ] {
            assert_eq!(
                grade_of(right, flagged, spent, allowed, before),
                grade,
                "{right} {flagged} {spent} {allowed:?}"
            );
        }
    }

    #[test]
    fn grades_keep_their_names_in_files() {
        for grade in Grade::ALL {
            assert_eq!(Grade::parse(grade.id()), Some(grade));
        }
        assert_eq!(Grade::parse("Good"), None);
    }
}
