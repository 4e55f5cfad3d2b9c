//! What the user has: answers, what is known of each question, runs, exam dates. Plain values.
//!
//! Everything that happens is a [`Change`]. A profile in memory takes it with [`Profile::apply`]; the
//! file behind it takes the same change ([`store`]), and a test holds that both come to the same. A
//! change that is applied twice is the same as once, so whatever was not saved can be tried again.

pub mod apply;
pub mod dump;
pub mod migrations;
pub mod store;

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::quantity::Date;
use crate::quiz::schedule::{Card, Grade};

/// A name that nobody else gives: 128 bits, of which the upper 64 are the process's own at random.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Uid(pub u128);

impl std::fmt::Display for Uid {
    /// 32 hexadecimal digits.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl Uid {
    /// Reads 32 hexadecimal digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain = text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
        u128::from_str_radix(text, 16).ok().filter(|_| plain).map(Self)
    }
}

/// Milliseconds since 1970 by the wall clock, UTC. Clocks jump: nothing is put in order by it alone,
/// and differences are never taken to be positive.
pub type Millis = i64;

/// A question by name: `bank/item`. It outlives editions of the data set; one that no data set has any
/// more is kept all the same.
pub type ItemName = String;

/// How a run is played.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Mode {
    /// Practice with a word after each answer.
    Practice,
    /// Practice with all words at the end.
    PracticeAtEnd,
    /// A mock exam: a clock, free moving, words at the end.
    Exam,
}

impl Mode {
    /// All modes.
    pub const ALL: [Self; 3] = [Self::Practice, Self::PracticeAtEnd, Self::Exam];

    /// Its name in files.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Practice => "practice",
            Self::PracticeAtEnd => "practice-at-end",
            Self::Exam => "exam",
        }
    }

    /// The mode of that name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.id() == text)
    }
}

/// An answer that somebody gave.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attempt {
    /// Its name.
    pub id: Uid,
    /// The run it was given in.
    pub run: Uid,
    /// The question.
    pub item: ItemName,
    /// The answer in terms of the question's own options: see [`crate::catalog::Item::solution`].
    pub answer: Vec<usize>,
    /// Whether it was right, by the data set of the time.
    pub right: bool,
    /// When.
    pub at: Millis,
    /// How long the question was looked at, in milliseconds.
    pub spent: u32,
    /// Whether the question was flagged.
    pub flagged: bool,
    /// How well it was known: this is what repetition is planned by. `None` until an exam is reviewed:
    /// its answers do not plan anything before.
    pub grade: Option<Grade>,
    /// Whether the run was mixed like an exam, without a word before its end or by topic: only such
    /// first tries say how ready somebody is.
    pub mixed: bool,
}

/// A run: its paper, and where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Run {
    /// Its name.
    pub id: Uid,
    /// What it is called on screens.
    pub title: String,
    /// How it is played.
    pub mode: Mode,
    /// The certification whose exam it mocks, or whose questions it drills, by id.
    pub cert: Option<String>,
    /// What draws and mixes it; the same seed over the same data is the same paper.
    pub seed: u64,
    /// The rules of an exam as JSON; empty for practice.
    pub rules: String,
    /// The questions in the order asked.
    pub items: Vec<ItemName>,
    /// When it began.
    pub began: Millis,
    /// Where it stands.
    pub stand: Stand,
    /// When and how it ended; `None` while it can be gone on with.
    pub end: Option<End>,
}

/// Where a run stands.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Stand {
    /// The question in front, from 0.
    pub at: usize,
    /// The flagged questions.
    pub flagged: Vec<usize>,
    /// How much of the clock is used up, in milliseconds.
    pub used: u64,
    /// Whether the clock stands still.
    pub paused: bool,
    /// When this was noted: a later note wins, and of two of the same moment the one that comes later.
    /// Whoever notes takes the clock, but never less than the last note: clocks are set back.
    pub noted: Millis,
}

/// How a run ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// Handed in, or gone through.
    Done {
        /// When.
        at: Millis,
        /// Right answers.
        right: usize,
        /// Of so many questions.
        of: usize,
    },
    /// Given up.
    Dropped {
        /// When.
        at: Millis,
    },
}

/// A day that somebody sits an exam.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExamDay {
    /// The certification, by id.
    pub cert: String,
    /// The day.
    pub date: Date,
    /// Weekdays without work: 0 is Monday, 6 is Sunday.
    pub off_weekdays: Vec<u8>,
    /// Days without work.
    pub off_days: Vec<Date>,
    /// At most so many questions a day.
    pub per_day: usize,
    /// So many of its questions are learnt, those of the heavier areas first; all if `None`.
    pub most: Option<usize>,
    /// When it was set: a later one wins.
    pub set: Millis,
}

/// Something that happened.
#[derive(Clone, PartialEq, Debug)]
pub enum Change {
    /// A run began.
    Began(Run),
    /// An answer was given, or the grade of one was changed: the same id takes its place, in the same
    /// run and for the same question.
    Answered(Attempt),
    /// An answer was taken back. The question was seen all the same: what is answered next is no first
    /// try.
    Undone(Uid),
    /// Where a run stands.
    Stands(Uid, Stand),
    /// A run ended. It does so once: a second end changes nothing.
    Ended(Uid, End),
    /// A day was set, or moved.
    ExamSet(ExamDay),
    /// A day was given up, at this moment.
    ExamDropped(String, Millis),
}

/// What is known of one question.
#[derive(Clone, PartialEq, Debug)]
pub struct History {
    /// The first answer ever: whether it was right, and when. An answer taken back stays the first.
    pub first: First,
    /// How often it was answered, without what was taken back.
    pub tries: u32,
    /// How often rightly.
    pub right: u32,
    /// The last answer that was not taken back: when, and whether it was right.
    pub last: Option<(Millis, bool)>,
    /// When it is to be asked again; `None` before anything was graded.
    pub card: Option<Card>,
}

/// The first answer to a question.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct First {
    /// When.
    pub at: Millis,
    /// Whether it was right.
    pub right: bool,
    /// How long it took, in milliseconds.
    pub spent: u32,
    /// Whether it counts as exam-like: see [`Attempt::mixed`].
    pub mixed: bool,
    /// Whether it was taken back: then it counts for nothing.
    pub undone: bool,
}

/// An answer as far as the history of its question needs it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Try {
    /// Its name.
    pub id: Uid,
    /// The run it was given in.
    pub run: Uid,
    /// When.
    pub at: Millis,
    /// How long the question was looked at, in milliseconds.
    pub spent: u32,
    /// Whether it was right.
    pub right: bool,
    /// Whether it counts as exam-like: see [`Attempt::mixed`].
    pub mixed: bool,
    /// How well it was known: see [`Attempt::grade`].
    pub grade: Option<Grade>,
    /// Whether it was taken back.
    pub undone: bool,
}

/// A run that was gone through or handed in, in short.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Past {
    /// Its name.
    pub id: Uid,
    /// What it is called.
    pub title: String,
    /// How it was played.
    pub mode: Mode,
    /// The certification, by id.
    pub cert: Option<String>,
    /// When it ended.
    pub at: Millis,
    /// Right answers.
    pub right: usize,
    /// Of so many questions.
    pub of: usize,
    /// How much of the clock it took, in milliseconds.
    pub used: u64,
}

/// What the user has, as far as screens and reports need it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Profile {
    /// Every question ever answered.
    pub items: BTreeMap<ItemName, History>,
    /// Runs that can be gone on with, the one last noted first, each with the answers that stand, in
    /// the order of its questions.
    pub open: Vec<(Run, Vec<Attempt>)>,
    /// Runs gone through or handed in, the latest first; at most [`MOST_PAST`].
    pub past: Vec<Past>,
    /// Exam dates by certification.
    pub exams: BTreeMap<String, ExamDay>,
    /// Answers in all, without what was taken back.
    pub answers: u64,
    /// Every answer to each question, also those taken back, in the order they were given: what
    /// `items` is counted from.
    pub tries: BTreeMap<ItemName, Vec<Try>>,
    /// Every run that ended or was given up: none of them begins again.
    pub ended: BTreeSet<Uid>,
    /// Exam dates given up, by certification, and when: what was set before does not come back.
    pub dropped: BTreeMap<String, Millis>,
}

/// So many ended runs are kept at hand.
pub const MOST_PAST: usize = 60;
