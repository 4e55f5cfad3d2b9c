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
