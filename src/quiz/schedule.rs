//! When a question is asked again: the free spaced repetition scheduler, by its library.

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
    /// How often it was forgotten.
    pub lapses: u32,
}

/// The card that the graded answers come to, in order of time; `None` without any.
#[must_use]
pub fn replay(grades: impl Iterator<Item = (i64, Grade)>) -> Option<Card> {
    const DAY: f32 = 86_400_000.0;
    grades.fold(None, |card: Option<Card>, (at, grade)| {
        let (mut stability, mut difficulty, reviews, lapses) =
            card.map_or((1.0, 5.0, 0, 0), |card| (card.stability, card.difficulty, card.reviews, card.lapses));
        let (longer, harder) = match grade {
            Grade::Again => (0.3, 1.0),
            Grade::Hard => (1.2, 0.3),
            Grade::Good => (2.0, 0.0),
            Grade::Easy => (3.0, -0.5),
        };
        stability = f32::clamp(stability * longer, 0.1, 36_500.0);
        difficulty = f32::clamp(difficulty + harder, 1.0, 10.0);
        #[expect(clippy::cast_possible_truncation, reason = "at most a hundred years")]
        let due = at.saturating_add((stability * DAY) as i64);
        let lapses = lapses + u32::from(grade == Grade::Again && reviews > 0);
        Some(Card { stability, difficulty, last: at, due, reviews: reviews + 1, lapses })
    })
}
