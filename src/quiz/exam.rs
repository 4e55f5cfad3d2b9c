//! The rules of a mock exam, as the catalogue has them, with every rival claim to choose from.

use serde::{Deserialize, Serialize};

use crate::catalog::claim::{Claim, Fact};
use crate::catalog::quantity::{Score, Value};
use crate::catalog::record::Key;
use crate::catalog::{Catalog, Mock};
use crate::field::Field;
use crate::profile::{Millis, Stand};
use crate::quiz::pick;

/// The rules a mock exam is sat by.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// How many questions.
    pub questions: usize,
    /// How many minutes.
    pub minutes: u32,
    /// What has to be reached; `None` where no mark is published.
    pub pass: Option<Score>,
    /// Whether the clock may be stopped, and stands still while the program is not running.
    pub pauses: bool,
}

impl Rules {
    /// So many right answers of `of` are needed; `None` where no mark is published, or where it is of
    /// another scale.
    #[must_use]
    pub fn needed(&self, of: usize) -> Option<usize> {
        let share = |right: u64, all: u64| {
            let exact = (right * of as u64).div_ceil(all.max(1));
            usize::try_from(exact).ok()
        };
        match self.pass? {
            Score::Count { right, of: all } => share(u64::from(right), u64::from(all)),
            Score::Percent(percent) => share(u64::from(percent), 100),
            Score::Scaled { .. } => None,
        }
    }

    /// How much time a run of these rules has left that was left like this: a clock that cannot be
    /// stopped has run on since, in milliseconds.
    #[must_use]
    pub fn left(&self, stand: &Stand, now: Millis) -> u64 {
        // A clock that was turned back takes nothing away, and none that was turned on takes more than
        // the whole time.
        let away = if self.pauses { 0 } else { u64::try_from(now.saturating_sub(stand.noted)).unwrap_or(0) };
        self.time().saturating_sub(stand.used.saturating_add(away))
    }

    /// The whole time, in milliseconds.
    #[must_use]
    pub fn time(&self) -> u64 {
        u64::from(self.minutes) * 60_000
    }
}

/// One value that a rule may have, and who says so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said<T> {
    /// The value.
    pub value: T,
    /// Who says so, as cited on screens.
    pub who: String,
    /// Whether it is the one that certdex adopts.
    pub adopted: bool,
}

/// What can be chosen before a mock exam: each list has the adopted value first, then its rivals.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offer {
    /// The certification.
    pub cert: Key,
    /// Index of its mock exam in the catalogue.
    pub mock: usize,
    /// How many questions the exam has.
    pub questions: Vec<Said<u32>>,
    /// How many minutes.
    pub minutes: Vec<Said<u32>>,
    /// What has to be reached; empty where no mark is published.
    pub pass: Vec<Said<Score>>,
    /// Further facts of the record in words: attempts, languages, books; each with who says so.
    pub more: Vec<(&'static str, String)>,
    /// Whether the real exam can be paused; `None` if nobody says.
    pub pause: Option<bool>,
}

impl Offer {
    /// The rules of the adopted values.
    #[must_use]
    pub fn rules(&self) -> Rules {
        self.choose(0, 0, 0)
    }

    /// The rules of these values by index; an index that is not there is the adopted one. A mark that
    /// is stated for another number of questions counts as its share.
    #[must_use]
    pub fn choose(&self, questions: usize, minutes: usize, pass: usize) -> Rules {
        let at = |list: &[Said<u32>], n: usize| list.get(n).or(list.first()).map_or(0, |said| said.value);
        Rules {
            questions: at(&self.questions, questions) as usize,
            minutes: at(&self.minutes, minutes),
            pass: self.pass.get(pass).or(self.pass.first()).map(|said| said.value),
            pauses: self.pause == Some(true),
        }
    }
}

/// Different values of the claims of a fact, the adopted one first, each with everybody who says so.
fn said<T: PartialEq>(catalog: &Catalog, fact: &Fact, read: impl Fn(&Value) -> Option<T>) -> Vec<Said<T>> {
    said_alike(catalog, fact, read, |one, other| one == other)
}

/// The same with values that mean the same (37 of 50, 74 %) counted as one.
fn said_alike<T: PartialEq>(
    catalog: &Catalog,
    fact: &Fact,
    read: impl Fn(&Value) -> Option<T>,
    alike: impl Fn(&T, &T) -> bool,
) -> Vec<Said<T>> {
    let mut all: Vec<(T, Vec<&Claim>)> = Vec::new();
    let adopted = fact.shown.as_ref().and_then(&read);
    for number in fact.by_trust() {
        let claim = &fact.claims[number];
        if claim.impossible.is_some() {
            continue;
        }
        let Some(value) = read(&claim.value) else { continue };
        match all.iter_mut().find(|(known, _)| alike(known, &value)) {
            Some((_, claims)) => claims.push(claim),
            None => all.push((value, vec![claim])),
        }
    }
    let is_adopted = |value: &T| adopted.as_ref().is_some_and(|adopted| alike(adopted, value));
    all.sort_by_key(|(value, _)| !is_adopted(value));
    let worded = |(value, claims): (T, Vec<&Claim>)| {
        let sources: Vec<_> = claims.iter().flat_map(|claim| claim.sources.iter().cloned()).collect();
        let adopted = is_adopted(&value);
        Said { value, who: catalog.cite_all(&sources), adopted }
    };
    all.into_iter().map(worded).collect()
}

/// Why there is no mock exam for a certification, in words.
pub type Refusal = String;

/// What a mock exam for a certification can be like.
///
/// # Errors
/// A sentence that says why there is none: no exam, its shape is not known, or our questions do not
/// cover it.
pub fn offer(catalog: &Catalog, cert: Key) -> Result<Offer, Refusal> {
    let record = catalog.get(cert);
    let short = record.short();
    let fact = record.fact(Field::Exam);
    let exam = match fact.and_then(|fact| fact.value()) {
        None => return Err(format!("nobody says what the exam of {short} is like, so there is nothing to mock")),
        Some(Value::None) => {
            let who = fact.map_or(String::new(), |fact| {
                let sources: Vec<_> =
                    fact.adopted.iter().flat_map(|&n| fact.claims[n].sources.iter().cloned()).collect();
                catalog.cite_all(&sources)
            });
            return Err(format!("{short} has no exam {who}; its topics can be practised all the same"));
        }
        Some(_) => fact,
    };
    let Some(fact) = exam else { return Err(format!("nobody says what the exam of {short} is like")) };
    let questions = said(catalog, fact, |value| match value {
        Value::Exam(exam) => exam.questions,
        _ => None,
    });
    let minutes = said(catalog, fact, |value| match value {
        Value::Exam(exam) => exam.minutes,
        _ => None,
    });
    if questions.is_empty() || minutes.is_empty() {
        let missing = if questions.is_empty() { "how many questions" } else { "how many minutes" };
        return Err(format!("no source says {missing} the exam of {short} has, so it cannot be mocked"));
    }
    let Some(mock) = catalog.mocks.iter().position(|mock| mock.cert == cert) else {
        return Err(format!("our questions do not cover the exam of {short} yet"));
    };
    let pass = record.fact(Field::PassMark).map_or_else(Vec::new, |fact| {
        let read = |value: &Value| match value {
            Value::PassMark(score @ (Score::Count { .. } | Score::Percent(_))) => Some(*score),
            _ => None,
        };
        let alike = |one: &Score, other: &Score| Value::PassMark(*one).agrees_with(&Value::PassMark(*other));
        said_alike(catalog, fact, read, alike)
    });
    let mut more = Vec::new();
    for (label, field) in
        [("Pass mark", Field::PassMark), ("Attempts", Field::Retakes), ("Languages", Field::ExamLanguages)]
    {
        if field == Field::PassMark && !pass.is_empty() {
            continue;
        }
        if let Some(fact) = record.fact(field) {
            let sources: Vec<_> = fact.adopted.iter().flat_map(|&n| fact.claims[n].sources.iter().cloned()).collect();
            more.push((label, format!("{} {}", catalog.phrase_fact(Some(fact)), catalog.cite_all(&sources))));
        }
    }
    let books = said(catalog, fact, |value| match value {
        Value::Exam(exam) => exam.open_book,
        _ => None,
    });
    if !books.is_empty() {
        let words =
            books.iter().map(|said| format!("{} {}", if said.value { "open book" } else { "closed book" }, said.who));
        more.push(("Books", words.collect::<Vec<_>>().join("; ")));
    }
    let pause = catalog.mocks[mock].pause;
    Ok(Offer { cert, mock, questions, minutes, pass, more, pause })
}

/// How a mark reads: `37 of 50 (74 %)`, `85 %`.
#[must_use]
pub fn mark(score: Score) -> String {
    match score {
        Score::Count { right, of } => format!("{right} of {of} ({} %)", right * 100 / of.max(1)),
        Score::Percent(percent) => format!("{percent} %"),
        Score::Scaled { points, of } => format!("{points} of {of} points"),
    }
}

/// So many questions of ours a mock exam can be drawn from.
#[must_use]
pub fn stock(catalog: &Catalog, mock: &Mock) -> usize {
    let all: std::collections::BTreeSet<_> =
        (0..mock.parts.len()).flat_map(|part| pick::of_part(catalog, mock, part)).collect();
    all.len()
}
