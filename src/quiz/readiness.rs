//! How ready somebody is for an exam, by the answers so far: a band, never a promise.
//!
//! *The model.* Every question is a coin with the same hidden share of right answers (the binomial error
//! model). After `x` of `m` first tries that share is `Beta(1 + x, 1 + m - x)`, and the chance to reach
//! `c` of `n` is the sum of `BetaBinomial(k; n, 1 + x, 1 + m - x)` over `k = c..n`. Its two assumptions,
//! questions equally hard and practice as hard as the exam, are never met in full: so it is told as a
//! band, and [`Estimate`] has no words without the second of them.
//!
//! *What counts.* First tries only, in runs mixed like an exam, and none that was taken back: a question
//! answered a second time says how well it is remembered, not how one does on questions never seen.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer, ser::SerializeStruct as _};

use crate::catalog::Catalog;
use crate::catalog::fresh::date_of;
use crate::catalog::quantity::{Date, Exam, Score, Value};
use crate::catalog::record::Key;
use crate::field::Field;
use crate::profile::{First, ItemName, Profile};
use crate::safe_text::SafeText;

/// Below so many first tries nothing is said.
pub const LEAST_TRIES: usize = 30;

/// Below so many answers nothing is said of a topic.
pub const LEAST_OF_TOPIC: usize = 5;

/// An exam of more questions is reckoned as one of so many, in proportion.
pub const MOST_QUESTIONS: usize = 10_000;

/// What stands beside every word about a chance.
pub const CLAUSE: &str = "if our questions were as hard as the exam's";

/// The chance, from 0 to 1, to reach `pass` of `questions` after `right` of `of` first tries. More right
/// answers than tries count as all; a mark above the number of questions is out of reach.
#[must_use]
pub fn chance(right: usize, of: usize, questions: usize, pass: usize) -> f64 {
    chance_after(real(right.min(of)), real(of), questions, pass)
}

/// The same after shares of answers, as weighing makes them.
fn chance_after(right: f64, of: f64, questions: usize, pass: usize) -> f64 {
    let (n, pass) = if questions > MOST_QUESTIONS {
        let scaled = (pass as u128 * MOST_QUESTIONS as u128).div_ceil(questions as u128);
        (MOST_QUESTIONS, usize::try_from(scaled).unwrap_or(usize::MAX))
    } else {
        (questions, pass)
    };
    let (a, b) = (1.0 + right, 1.0 + (of - right).max(0.0));
    (pass..=n).map(|k| mass(k, n, a, b)).sum::<f64>().clamp(0.0, 1.0)
}

/// The beta-binomial probability of exactly `k` of `n`.
fn mass(k: usize, n: usize, a: f64, b: f64) -> f64 {
    let (k, n) = (real(k), real(n));
    let choose = libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0);
    (choose + ln_beta(k + a, n - k + b) - ln_beta(a, b)).exp()
}

fn ln_beta(a: f64, b: f64) -> f64 {
    libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b)
}

/// A count as a real number; counts of answers are far below 2^52.
#[expect(clippy::cast_precision_loss, reason = "counts of answers and questions")]
fn real(count: usize) -> f64 {
    count as f64
}

/// How likely passing is, in one of four bands. It has no words of its own: see [`Estimate`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Band {
    /// Below 0.35.
    Unlikely,
    /// Below 0.65.
    Open,
    /// Below 0.9.
    Likely,
    /// From 0.9.
    VeryLikely,
}

impl Band {
    /// The band of a chance.
    #[must_use]
    pub fn of(chance: f64) -> Self {
        match chance {
            p if p < 0.35 => Self::Unlikely,
            p if p < 0.65 => Self::Open,
            p if p < 0.9 => Self::Likely,
            _ => Self::VeryLikely,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Unlikely => "unlikely",
            Self::Open => "open",
            Self::Likely => "likely",
            Self::VeryLikely => "very likely",
        }
    }
}

/// A band with what it rests on. Whatever prints it, as words or as JSON, prints [`CLAUSE`] with it.
#[derive(Clone, PartialEq, Debug)]
pub struct Estimate {
    band: Band,
    right: usize,
    of: usize,
    mark: Mark,
    weighed: Weighed,
}

impl Estimate {
    /// The band, for what has no words: a colour, a place on a scale.
    #[must_use]
    pub fn band(&self) -> Band {
        self.band
    }

    /// In words: "passing is likely, if our questions were as hard as the exam's".
    #[must_use]
    pub fn words(&self) -> String {
        format!("passing is {}, {CLAUSE}", self.band.word())
    }

    /// What it rests on: "27 of 30 first tries right; 68 of 80 are needed".
    #[must_use]
    pub fn because(&self) -> String {
        let weighed = match self.weighed {
            Weighed::No => "",
            Weighed::ByExam => "; areas weighed as in the exam",
            Weighed::ByUs => "; areas weighed by our own judgement",
        };
        let Mark { pass, questions } = self.mark;
        format!("{} of {} first tries right; {pass} of {questions} are needed{weighed}", self.right, self.of)
    }
}

impl std::fmt::Display for Estimate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.words())
    }
}

impl Serialize for Estimate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Estimate", 4)?;
        fields.serialize_field("band", self.band.word())?;
        fields.serialize_field("if", CLAUSE)?;
        fields.serialize_field("words", &self.words())?;
        fields.serialize_field("because", &self.because())?;
        fields.end()
    }
}

/// What has to be reached: so many of so many questions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mark {
    /// Right answers needed.
    pub pass: usize,
    /// Questions of the exam.
    pub questions: usize,
}

/// Whether the areas of the exam were weighed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Weighed {
    /// Nobody says how: every answer counts the same.
    No,
    /// As the exam weighs them.
    ByExam,
    /// As we think it does.
    ByUs,
}

/// What can be said of the chance to pass.
#[derive(Clone, PartialEq, Debug)]
pub enum Verdict {
    /// A band.
    Band(Estimate),
    /// Too few first tries.
    TooFew {
        /// So many there are; [`LEAST_TRIES`] are needed.
        have: usize,
    },
    /// No pass mark is published.
    NoMark,
    /// The mark is so many points of a scale, which says nothing of right answers.
    Points {
        /// Points needed.
        points: u32,
        /// Most points possible.
        of: u32,
    },
    /// How many questions the exam asks is not published.
    NoLength,
    /// There are no questions for it here.
    NoQuestions,
}

impl Verdict {
    /// In words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Band(estimate) => estimate.words(),
            Self::TooFew { have } => format!(
                "nothing to say yet: {have} of {LEAST_TRIES} first tries in mixed runs, such as a mock exam; {} to go",
                LEAST_TRIES.saturating_sub(*have)
            ),
            Self::NoMark => "no pass mark is published, so no chance can be reckoned".to_owned(),
            Self::Points { points, of } => format!(
                "the mark is {points} of {of} points on a scale, not of right answers, so no chance can be reckoned"
            ),
            Self::NoLength => {
                "how many questions the exam asks is not published, so no chance can be reckoned".to_owned()
            }
            Self::NoQuestions => "there are no questions for it here".to_owned(),
        }
    }

    /// The word for it in JSON.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::Band(_) => "band",
            Self::TooFew { .. } => "too-few",
            Self::NoMark => "no-mark",
            Self::Points { .. } => "points",
            Self::NoLength => "no-length",
            Self::NoQuestions => "no-questions",
        }
    }
}

/// How long answers take.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Pace {
    /// The middle of the times, in seconds a question.
    pub median: f64,
    /// Their mean, in seconds a question.
    pub mean: f64,
    /// Answers it is made of.
    pub of: usize,
    /// What the exam allows, in seconds a question; `None` if it does not say.
    pub allowed: Option<f64>,
}

/// How a topic stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spot {
    /// The bank, by index.
    pub bank: usize,
    /// The topic.
    pub topic: SafeText,
    /// Questions answered.
    pub of: usize,
    /// Of them those whose last answer was right.
    pub right: usize,
}

impl Spot {
    /// The share of right answers, from 0 to 1; `None` with fewer than [`LEAST_OF_TOPIC`].
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        (self.of >= LEAST_OF_TOPIC).then(|| real(self.right) / real(self.of))
    }
}

/// A run in the course of time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Point {
    /// The day it ended.
    pub date: Date,
    /// Right answers.
    pub right: usize,
    /// Of so many questions, at least one.
    pub of: usize,
}

impl Point {
    /// The share of right answers, from 0 to 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        real(self.right) / real(self.of.max(1))
    }
}

/// How ready somebody is for the exam of one certification.
#[derive(Clone, PartialEq, Debug)]
pub struct Readiness {
    /// The certification.
    pub cert: Key,
    /// Questions there are for it.
    pub questions: usize,
    /// Of them those ever answered.
    pub answered: usize,
    /// First tries that count for the chance.
    pub tries: usize,
    /// Of them the right ones.
    pub right: usize,
    /// What can be said of the chance to pass.
    pub verdict: Verdict,
    /// Areas of the exam, by name, that no counted answer is in: the chance knows nothing of them.
    pub unseen: Vec<SafeText>,
    /// How long the counted answers took; `None` without any.
    pub pace: Option<Pace>,
    /// Topics with answers, the lowest share first; those with too few answers to say come last.
    pub spots: Vec<Spot>,
    /// Runs of this certification that ended, the earliest first.
    pub trend: Vec<Point>,
}

/// A question that helps to prepare for a certification.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Question {
    /// Its bank, by index.
    pub bank: usize,
    /// Its index in the bank.
    pub item: usize,
    /// Its name, `bank/item`.
    pub name: ItemName,
    /// The area of the exam it belongs to, by index; `None` if it belongs to none.
    pub part: Option<usize>,
    /// The weight of its area: 1 if no mock exam says areas, 0 outside of those it says.
    pub weight: u32,
}

/// The questions that help to prepare for a certification, in the order of the banks: those that say so
/// themselves, and those that its mock exam is made up of.
#[must_use]
pub fn questions_for(catalog: &Catalog, cert: Key) -> Vec<Question> {
    let mock = catalog.mocks.iter().find(|mock| mock.cert == cert);
    let parts = mock.map_or(&[][..], |mock| &mock.parts);
    let mut questions = Vec::new();
    for (bank, all) in catalog.banks.iter().enumerate() {
        for (item, question) in all.items.iter().enumerate() {
            let part = parts.iter().position(|part| {
                part.of
                    .iter()
                    .any(|(of, topics)| *of == bank && (topics.is_empty() || topics.contains(&question.topic)))
            });
            if part.is_none() && !question.valid_for.contains(&cert) {
                continue;
            }
            let weight = match part {
                Some(part) => parts[part].weight,
                None => u32::from(parts.is_empty()),
            };
            questions.push(Question { bank, item, name: format!("{}/{}", all.id, question.id), part, weight });
        }
    }
    questions
}

/// How ready somebody is for the exam of a certification.
///
/// # Panics
/// If `cert` is of another catalogue.
#[must_use]
pub fn readiness(catalog: &Catalog, cert: Key, profile: &Profile) -> Readiness {
    let record = catalog.get(cert);
    let exam = match record.value(Field::Exam) {
        Some(Value::Exam(exam)) => Some(exam),
        _ => None,
    };
    let mark = match record.value(Field::PassMark) {
        Some(Value::PassMark(score)) => Some(*score),
        _ => None,
    };
    let mock = catalog.mocks.iter().find(|mock| mock.cert == cert);
    let questions = questions_for(catalog, cert);
    let mut tally = Tally::new(mock.map_or(0, |mock| mock.parts.len()));
    let (mut times, mut topics, mut answered) = (Vec::new(), BTreeMap::new(), 0);
    for question in &questions {
        let Some(history) = profile.items.get(&question.name) else { continue };
        answered += 1;
        if counts(&history.first) {
            tally.add(question.part, history.first.right);
            times.push(history.first.spent);
        }
        if let Some((_, right)) = history.last {
            let topic = &catalog.banks[question.bank].items[question.item].topic;
            let (of, rightly) = topics.entry((question.bank, topic)).or_insert((0, 0));
            *of += 1;
            *rightly += usize::from(right);
        }
    }
    let verdict = match needed(exam, mark) {
        _ if questions.is_empty() => Verdict::NoQuestions,
        Err(verdict) => verdict,
        Ok(_) if tally.tries() < LEAST_TRIES => Verdict::TooFew { have: tally.tries() },
        Ok(mark) => {
            let weights: Vec<u32> = mock.map_or_else(Vec::new, |mock| mock.parts.iter().map(|p| p.weight).collect());
            let weighed = mock
                .filter(|mock| !mock.parts.is_empty())
                .map_or(Weighed::No, |mock| if mock.ours { Weighed::ByUs } else { Weighed::ByExam });
            let (right, of) = tally.weighed(&weights);
            let band = Band::of(chance_after(right, of, mark.questions, mark.pass));
            Verdict::Band(Estimate { band, right: tally.right(), of: tally.tries(), mark, weighed })
        }
    };
    let unseen = mock.map_or_else(Vec::new, |mock| {
        mock.parts.iter().zip(&tally.parts).filter(|(_, (of, _))| *of == 0).map(|(part, _)| part.name.clone()).collect()
    });
    let mut spots: Vec<Spot> =
        topics.into_iter().map(|((bank, topic), (of, right))| Spot { bank, topic: topic.clone(), of, right }).collect();
    spots.sort_by(|one, other| {
        let key = |spot: &Spot| spot.share().unwrap_or(2.0); // too few to say: after every share
        key(one).total_cmp(&key(other)).then(other.of.cmp(&one.of))
    });
    let id = record.id.as_str();
    let mut trend: Vec<Point> = profile
        .past
        .iter()
        .filter(|run| run.of > 0 && run.cert.as_deref() == Some(id))
        .filter_map(|run| {
            Some(Point { date: date_of(run.at.div_euclid(1000))?, right: run.right.min(run.of), of: run.of })
        })
        .collect();
    trend.reverse();
    Readiness {
        cert,
        questions: questions.len(),
        answered,
        tries: tally.tries(),
        right: tally.right(),
        verdict,
        unseen,
        pace: pace(times, exam),
        spots,
        trend,
    }
}

/// Whether a first try counts.
fn counts(first: &First) -> bool {
    first.mixed && !first.undone
}

/// What has to be reached, or why that cannot be said.
fn needed(exam: Option<&Exam>, mark: Option<Score>) -> Result<Mark, Verdict> {
    let asked = exam.and_then(|exam| exam.questions).map(|n| n as usize).filter(|&n| n > 0);
    match mark.ok_or(Verdict::NoMark)? {
        Score::Scaled { points, of } => Err(Verdict::Points { points, of }),
        Score::Count { of: 0, .. } => Err(Verdict::NoMark),
        Score::Count { right, of } => {
            let (right, of) = (right as usize, of as usize);
            let questions = asked.unwrap_or(of);
            Ok(Mark { pass: right.saturating_mul(questions).div_ceil(of), questions })
        }
        Score::Percent(percent) => {
            let questions = asked.ok_or(Verdict::NoLength)?;
            Ok(Mark { pass: questions.saturating_mul(percent as usize).div_ceil(100), questions })
        }
    }
}

/// Counted first tries by area.
struct Tally {
    /// For each area of the mock exam: tries, and right ones.
    parts: Vec<(usize, usize)>,
    /// Where no areas are said: the same in all.
    whole: (usize, usize),
}

impl Tally {
    fn new(parts: usize) -> Self {
        Self { parts: vec![(0, 0); parts], whole: (0, 0) }
    }

    /// Counts a try. Where there are areas, a question of none of them is no question of the exam.
    fn add(&mut self, part: Option<usize>, right: bool) {
        let place = match part {
            Some(part) => self.parts.get_mut(part),
            None => Some(&mut self.whole).filter(|_| self.parts.is_empty()),
        };
        if let Some((of, rightly)) = place {
            *of += 1;
            *rightly += usize::from(right);
        }
    }

    fn tries(&self) -> usize {
        self.parts.iter().map(|(of, _)| of).sum::<usize>() + self.whole.0
    }

    fn right(&self) -> usize {
        self.parts.iter().map(|(_, right)| right).sum::<usize>() + self.whole.1
    }

    /// Right answers and tries with areas weighed as in the exam. The share is the weighted mean of the
    /// areas' shares; the number of tries is the effective one of a weighted sample, `1 / Σ w²/m`
    /// (Kish 1965): tries that lie unlike the weights say less. Areas without a try are left out.
    fn weighed(&self, weights: &[u32]) -> (f64, f64) {
        let seen = || self.parts.iter().zip(weights).filter(|((of, _), weight)| *of > 0 && **weight > 0);
        let sum: f64 = seen().map(|(_, weight)| f64::from(*weight)).sum();
        if sum <= 0.0 {
            return (real(self.right()), real(self.tries()));
        }
        let (mut share, mut spread) = (0.0, 0.0);
        for ((of, right), weight) in seen() {
            let weight = f64::from(*weight) / sum;
            share += weight * real(*right) / real(*of);
            spread += weight * weight / real(*of);
        }
        let of = 1.0 / spread;
        (of * share.clamp(0.0, 1.0), of)
    }
}

/// The pace of answers that took so many milliseconds each.
fn pace(mut times: Vec<u32>, exam: Option<&Exam>) -> Option<Pace> {
    times.sort_unstable();
    let of = times.len();
    let upper = *times.get(of / 2)?;
    let lower = if of % 2 == 0 { times[of / 2 - 1] } else { upper };
    let sum: f64 = times.iter().map(|&ms| f64::from(ms)).sum();
    let allowed = exam.and_then(|exam| match (exam.minutes, exam.questions) {
        (Some(minutes), Some(questions)) if minutes > 0 && questions > 0 => {
            Some(f64::from(minutes) * 60.0 / f64::from(questions))
        }
        _ => None,
    });
    Some(Pace { median: (f64::from(lower) + f64::from(upper)) / 2000.0, mean: sum / real(of) / 1000.0, of, allowed })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::record::{Id, Kind};
    use crate::catalog::{Mock, MockPart};
    use crate::profile::{History, Mode, Past, Uid};
    use proptest::prelude::*;

    #[test]
    fn the_chances_are_those_of_the_table() {
        let after =
            [(24, 30), (26, 30), (27, 30), (28, 30), (30, 30), (40, 50), (45, 50), (68, 80), (72, 80), (76, 80)];
        let exams = [
            ((80, 68), [0.247, 0.545, 0.712, 0.853, 0.990, 0.232, 0.782, 0.514, 0.833, 0.982]),
            ((50, 37), [0.727, 0.908, 0.958, 0.985, 0.999, 0.775, 0.982, 0.945, 0.992, 1.000]),
            ((45, 33), [0.748, 0.916, 0.961, 0.986, 1.000, 0.795, 0.984, 0.950, 0.993, 1.000]),
            ((45, 36), [0.502, 0.765, 0.869, 0.941, 0.997, 0.526, 0.918, 0.791, 0.947, 0.995]),
        ];
        for ((questions, pass), row) in exams {
            for ((right, of), expected) in after.into_iter().zip(row) {
                let is = chance(right, of, questions, pass);
                assert!((is - expected).abs() < 0.001, "{right}/{of} for {pass} of {questions}: {is}, not {expected}");
            }
        }
    }

    proptest! {
        #[test]
        fn a_chance_is_a_chance_and_more_right_answers_never_lower_it(
            of in 0..2_000_usize, right in 0..2_100_usize, questions in 0..400_usize, pass in 0..420_usize,
        ) {
            let less = chance(right, of, questions, pass);
            let more = chance(right + 1, of, questions, pass);
            prop_assert!((0.0..=1.0).contains(&less), "{}", less);
            prop_assert!(more >= less - 1e-9, "{} after {}", more, less);
            prop_assert!(chance(right, of, questions, pass + 1) <= less + 1e-9, "a higher mark is no easier");
        }

        #[test]
        fn the_chances_of_every_score_come_to_one(of in 0..3_000_usize, right in 0..3_000_usize, questions in 0..1_500_usize) {
            let (a, b) = (1.0 + real(right.min(of)), 1.0 + real(of - right.min(of)));
            let sum: f64 = (0..=questions).map(|k| mass(k, questions, a, b)).sum();
            prop_assert!((sum - 1.0).abs() < 1e-8, "{}", sum);
        }
    }

    #[test]
    fn exams_of_ten_thousand_questions_and_of_none_have_a_chance_too() {
        for (right, of) in [(0, 0), (0, 10_000), (9_999, 10_000), (10_000, 10_000), (15, 30)] {
            let (a, b) = (1.0 + real(right), 1.0 + real(of - right));
            let sum: f64 = (0..=10_000).map(|k| mass(k, 10_000, a, b)).sum();
            assert!((sum - 1.0).abs() < 1e-6, "{sum}");
            for pass in [0, 1, 5_000, 8_500, 10_000, 10_001] {
                let p = chance(right, of, 10_000, pass);
                assert!((0.0..=1.0).contains(&p), "{p}");
            }
        }
        let (huge, large) =
            (chance(28, 30, u32::MAX as usize, u32::MAX as usize / 4 * 3), chance(28, 30, 10_000, 7_500));
        assert!((huge - large).abs() < 1e-3, "{huge} {large}");
        assert!((chance(3, 5, 0, 0) - 1.0).abs() < 1e-9);
        assert!(chance(3, 5, 0, 1) < 1e-9);
        assert!(chance(usize::MAX, 5, 10, usize::MAX) < 1e-9);
    }

    #[test]
    fn bands_are_cut_where_they_say() {
        for (p, band) in [
            (0.0, Band::Unlikely),
            (0.349_999, Band::Unlikely),
            (0.35, Band::Open),
            (0.649_999, Band::Open),
            (0.65, Band::Likely),
            (0.899_999, Band::Likely),
            (0.9, Band::VeryLikely),
            (1.0, Band::VeryLikely),
        ] {
            assert_eq!(Band::of(p), band, "{p}");
        }
    }

    fn key(catalog: &Catalog, id: &str) -> Key {
        catalog.key(&Id::parse(id).expect("an id")).expect("a certification of the data set")
    }

    fn history(right: bool, spent: u32) -> History {
        let first = First { at: 0, right, spent, mixed: true, undone: false };
        History { first, tries: 1, right: u32::from(right), last: Some((0, right)), card: None }
    }

    /// Somebody who answered so many questions of an exam, the first ones rightly.
    fn somebody(catalog: &Catalog, cert: Key, right: usize, of: usize) -> Profile {
        let questions = questions_for(catalog, cert);
        assert!(questions.len() >= of, "only {} questions", questions.len());
        let items = questions.into_iter().take(of).enumerate();
        let items = items.map(|(n, question)| (question.name, history(n < right, 30_000))).collect();
        Profile { items, ..Profile::default() }
    }

    fn band(verdict: &Verdict) -> Band {
        match verdict {
            Verdict::Band(estimate) => estimate.band(),
            other => panic!("no band: {}", other.words()),
        }
    }

    /// The data set without its mock exams: nobody weighs anything.
    fn unweighed() -> Catalog {
        let mut catalog = crate::embedded::catalog();
        catalog.mocks.retain(|_| false);
        catalog
    }

    #[test]
    fn a_band_never_comes_without_its_clause() {
        let catalog = unweighed();
        let psm = key(&catalog, "psm-1");
        for (right, band_is) in [(24, "unlikely"), (26, "open"), (27, "likely"), (29, "very likely")] {
            let ready = readiness(&catalog, psm, &somebody(&catalog, psm, right, 30));
            let Verdict::Band(estimate) = &ready.verdict else { panic!("{}", ready.verdict.words()) };
            let words = format!("passing is {band_is}, if our questions were as hard as the exam's");
            assert_eq!((&ready.verdict.words(), &estimate.to_string()), (&words, &words));
            let json = serde_json::to_value(estimate).expect("JSON");
            assert_eq!((&json["band"], &json["if"]), (&band_is.into(), &CLAUSE.into()));
            assert_eq!(estimate.because(), format!("{right} of 30 first tries right; 68 of 80 are needed"));
        }
    }

    #[test]
    fn only_first_tries_in_mixed_runs_count_and_only_from_thirty_on() {
        let catalog = unweighed();
        let psm = key(&catalog, "psm-1");
        let mut profile = somebody(&catalog, psm, 27, 30);
        assert_eq!(band(&readiness(&catalog, psm, &profile).verdict), Band::Likely);
        let names: Vec<ItemName> = profile.items.keys().cloned().collect();
        // A second, right answer to a question missed at first changes nothing.
        for history in profile.items.values_mut() {
            history.tries += 5;
            history.right += 5;
            history.last = Some((9, true));
        }
        let ready = readiness(&catalog, psm, &profile);
        assert_eq!((ready.tries, ready.right, band(&ready.verdict)), (30, 27, Band::Likely));
        profile.items.get_mut(&names[0]).expect("answered").first.mixed = false;
        assert_eq!(readiness(&catalog, psm, &profile).verdict, Verdict::TooFew { have: 29 });
        profile.items.get_mut(&names[1]).expect("answered").first.undone = true;
        let ready = readiness(&catalog, psm, &profile);
        assert_eq!((ready.verdict, ready.answered), (Verdict::TooFew { have: 28 }, 30));
        profile.items.insert("gone/since".into(), history(true, 1));
        assert_eq!(readiness(&catalog, psm, &profile).answered, 30, "questions of other exams say nothing");
    }

    #[test]
    fn without_a_published_mark_there_is_no_band() {
        let exam = Exam { questions: Some(80), ..Exam::default() };
        assert_eq!(needed(Some(&exam), None), Err(Verdict::NoMark));
        let points = Score::Scaled { points: 40, of: 80 };
        assert_eq!(needed(Some(&exam), Some(points)), Err(Verdict::Points { points: 40, of: 80 }));
        assert_eq!(needed(None, Some(Score::Percent(85))), Err(Verdict::NoLength));
        assert_eq!(needed(Some(&exam), Some(Score::Percent(85))), Ok(Mark { pass: 68, questions: 80 }));
        let count = Score::Count { right: 37, of: 50 };
        assert_eq!(needed(None, Some(count)), Ok(Mark { pass: 37, questions: 50 }));
        assert_eq!(needed(Some(&exam), Some(count)), Ok(Mark { pass: 60, questions: 80 }), "in proportion, rounded up");
        assert_eq!(needed(None, Some(Score::Count { right: 0, of: 0 })), Err(Verdict::NoMark));
        for verdict in [
            Verdict::NoMark,
            Verdict::Points { points: 1, of: 2 },
            Verdict::NoLength,
            Verdict::NoQuestions,
            Verdict::TooFew { have: 3 },
        ] {
            let words = verdict.words();
            assert!(Band::of(0.9).word() == "very likely" && !words.contains("likely"), "{words}");
        }
        let catalog = unweighed();
        let unmarked = catalog
            .all(Kind::Cert)
            .iter()
            .find(|record| record.value(Field::PassMark).is_none() && questions_for(&catalog, record.key).len() >= 30);
        let unmarked = unmarked.expect("a certification without a published mark").key;
        assert_eq!(readiness(&catalog, unmarked, &somebody(&catalog, unmarked, 30, 30)).verdict, Verdict::NoMark);
    }

    /// PSM I with two areas, one a bank and the other the topics of another.
    fn weighed(ours: bool, weights: [u32; 2]) -> (Catalog, Key, Vec<Question>) {
        let mut catalog = unweighed();
        let psm = key(&catalog, "psm-1");
        let mut banks: Vec<usize> = questions_for(&catalog, psm).into_iter().map(|question| question.bank).collect();
        banks.dedup();
        let part = |name: &str, weight, bank| MockPart { name: name.into(), weight, of: vec![(bank, Vec::new())] };
        let parts = vec![part("one", weights[0], banks[0]), part("two", weights[1], banks[1])];
        catalog.mocks.push(Mock { cert: psm, parts, pause: None, ours, sources: Vec::new(), note: None });
        let questions = questions_for(&catalog, psm);
        (catalog, psm, questions)
    }

    #[test]
    fn areas_count_as_much_as_the_exam_weighs_them() {
        // All of area one right, a half of area two: three quarters, or nearly all.
        let verdict = |ours, weights| {
            let (catalog, psm, questions) = weighed(ours, weights);
            let of_part = |part| questions.iter().filter(move |question| question.part == Some(part)).take(20);
            let one = of_part(0).map(|question| (question.name.clone(), history(true, 1)));
            let two = of_part(1).enumerate().map(|(n, question)| (question.name.clone(), history(n % 2 == 0, 1)));
            let profile = Profile { items: one.chain(two).collect(), ..Profile::default() };
            let ready = readiness(&catalog, psm, &profile);
            assert!(ready.unseen.is_empty());
            ready.verdict
        };
        assert_eq!(band(&verdict(false, [1, 1])), Band::Unlikely);
        assert_eq!(band(&verdict(false, [99, 1])), Band::VeryLikely);
        let Verdict::Band(ours) = verdict(true, [1, 1]) else { panic!("a band") };
        assert!(ours.because().ends_with("areas weighed by our own judgement"), "{}", ours.because());
    }

    #[test]
    fn an_area_without_answers_is_named() {
        let (catalog, psm, questions) = weighed(false, [1, 1]);
        let one = questions.iter().filter(|question| question.part == Some(0)).take(40);
        let items = one.map(|question| (question.name.clone(), history(true, 1))).collect();
        let ready = readiness(&catalog, psm, &Profile { items, ..Profile::default() });
        assert_eq!(ready.unseen, [SafeText::new("two")]);
        assert!(questions.iter().any(|question| question.part.is_none() && question.weight == 0));
    }

    #[test]
    fn equal_areas_answered_equally_weigh_like_one_heap() {
        let tally = Tally { parts: vec![(20, 18), (20, 12)], whole: (0, 0) };
        let (right, of) = tally.weighed(&[3, 3]);
        assert!((right - 30.0).abs() < 1e-9 && (of - 40.0).abs() < 1e-9);
        let (right, of) = tally.weighed(&[9, 1]);
        assert!(of < 40.0 && right < of && right / of > 0.86);
        let (right, of) = tally.weighed(&[0, 0]);
        assert!((right - 30.0).abs() < 1e-9 && (of - 40.0).abs() < 1e-9);
    }

    #[test]
    fn topics_are_told_lowest_first_and_those_with_too_few_answers_last() {
        let catalog = unweighed();
        let psm = key(&catalog, "psm-1");
        let mut topics: BTreeMap<(usize, SafeText), Vec<ItemName>> = BTreeMap::new();
        for question in questions_for(&catalog, psm) {
            let topic = catalog.banks[question.bank].items[question.item].topic.clone();
            topics.entry((question.bank, topic)).or_default().push(question.name);
        }
        let large: Vec<_> = topics.into_iter().filter(|(_, names)| names.len() >= 6).take(3).collect();
        let mut profile = Profile::default();
        for (n, (_, names)) in large.iter().enumerate() {
            let of = if n == 0 { 4 } else { 6 }; // nothing right, but of too few
            for (nth, name) in names.iter().take(of).enumerate() {
                profile.items.insert(name.clone(), history(n > 0 && nth < 7 - 2 * n, 1));
            }
        }
        let spots = readiness(&catalog, psm, &profile).spots;
        let told: Vec<_> = spots.iter().map(|spot| (spot.right, spot.of, spot.share().is_some())).collect();
        assert_eq!(told, [(3, 6, true), (5, 6, true), (0, 4, false)]);
        assert_eq!(spots[0].topic, large[2].0.1);
    }

    #[test]
    fn pace_is_the_middle_and_the_mean_beside_what_the_exam_allows() {
        let exam = Exam { questions: Some(80), minutes: Some(60), ..Exam::default() };
        let told = pace(vec![10_000, 90_000, 20_000], Some(&exam)).expect("a pace");
        assert_eq!(told, Pace { median: 20.0, mean: 40.0, of: 3, allowed: Some(45.0) });
        assert_eq!(pace(vec![10_000, 20_000], None), Some(Pace { median: 15.0, mean: 15.0, of: 2, allowed: None }));
        assert_eq!(pace(Vec::new(), Some(&exam)), None);
        let long = pace(vec![u32::MAX; 4], Some(&Exam::default())).expect("a pace");
        assert!(long.median.is_finite() && long.allowed.is_none());
    }

    #[test]
    fn the_trend_is_that_of_the_runs_for_this_exam_from_the_first() {
        let catalog = unweighed();
        let psm = key(&catalog, "psm-1");
        let run = |days: i64, cert: &str, right, of| Past {
            id: Uid(1),
            title: "a run".into(),
            mode: Mode::Exam,
            cert: Some(cert.into()),
            at: days * 86_400_000,
            right,
            of,
            used: 0,
        };
        let past = vec![
            run(20_003, "psm-1", 70, 80),
            run(20_002, "csm", 1, 2),
            run(20_001, "psm-1", 8, 16),
            run(1, "psm-1", 0, 0),
        ];
        let trend = readiness(&catalog, psm, &Profile { past, ..Profile::default() }).trend;
        let told: Vec<_> = trend.iter().map(|point| (point.date.to_string(), point.share(), point.of)).collect();
        assert_eq!(told, [("2024-10-05".into(), 0.5, 16), ("2024-10-07".into(), 0.875, 80)]);
    }
}
