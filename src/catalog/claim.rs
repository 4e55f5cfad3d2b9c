//! Claims, facts, and the rule that chooses between rivals.
//!
//! A field of a record is not a value but a [`Fact`]: every claim that any source makes, and one
//! that is adopted by a stated rule:
//!
//! 1. a claim that cannot be true never wins;
//! 2. a claim that leaves the matter open gives way to one that says something;
//! 3. the better kind of source wins (the order of [`SourceKind`]): your own word, then official,
//!    government register, independent, training company, exam preparation, forum, private page,
//!    and last our own judgement;
//! 4. among those, the newer source wins, and one without a date loses to one with a date;
//! 5. among those, the claim with more sources wins, then the one that stands first in the file;
//! 6. if another claim agrees with the winner in everything and says more, the fuller one is
//!    shown: an exam "of 50 questions in 60 minutes" fills in "an online exam".
//!
//! [`adopt`] is a pure function of the claims; it decides nothing else.

use std::collections::HashSet;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::quantity::{Date, Score, Value};
use super::record::Id;
use super::schema::SourceKind;
use crate::field::{Field, Merge};
use crate::safe_text::SafeText;

/// A source and the place in it, as written in data: `"seed-002:86"` or `"sa-01"`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SourceRef {
    /// Id of the source.
    pub source: Id,
    /// Line, page or section, if given.
    pub locator: Option<SafeText>,
}

impl fmt::Display for SourceRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.locator {
            Some(locator) => write!(f, "{}:{locator}", self.source),
            None => write!(f, "{}", self.source),
        }
    }
}

impl Serialize for SourceRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SourceRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let (source, locator) = match text.split_once(':') {
            Some((source, locator)) => (source, Some(SafeText::new(locator))),
            None => (text.as_str(), None),
        };
        let source = Id::parse(source).map_err(de::Error::custom)?;
        Ok(Self { source, locator })
    }
}

/// Who says so: a source of the catalogue and the place in it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Cited {
    /// Index of the source in the catalogue.
    pub source: usize,
    /// Line, page or section.
    pub locator: Option<SafeText>,
}

/// Where a record or claim was read from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Origin {
    /// The data set inside the program.
    Embedded,
    /// A file of the user's, and the line.
    File {
        /// The path as given.
        file: SafeText,
        /// The line, counted from 1.
        line: usize,
    },
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Embedded => f.write_str("embedded"),
            Self::File { file, line } => write!(f, "{file}:{line}"),
        }
    }
}

/// What one or more sources say of one field, in the same words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Claim {
    /// What they say.
    pub value: Value,
    /// Who says so; never empty.
    pub sources: Vec<Cited>,
    /// Anything the value cannot carry, in our own words.
    pub note: Option<SafeText>,
    /// The file it was read from.
    pub origin: Origin,
    /// How far its best source is to be believed.
    pub trust: Trust,
    /// The newest day on which any of its sources said so; what its age is counted from.
    pub said: Option<Date>,
    /// Why it cannot be true, if it cannot.
    pub impossible: Option<String>,
}

/// How far a claim is to be believed: the kind of its best source, and the newest date among its
/// sources of that kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Trust {
    /// The best kind among its sources.
    pub kind: SourceKind,
    /// The newest date among those; `None` if all are undated.
    pub date: Option<Date>,
}

/// Everything that is said of one field of one record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Fact {
    /// The field.
    pub field: Field,
    /// Every claim, as read.
    pub claims: Vec<Claim>,
    /// The indices of the adopted claims: one for most fields, all for lists that add up, none if
    /// no claim can be true.
    pub adopted: Vec<usize>,
    /// The value shown: the adopted one, or the lists brought together.
    pub shown: Option<Value>,
    /// The step of the rule that decided.
    pub rule: Rule,
    /// Whether some source disagrees with what is shown.
    pub conflict: bool,
}

/// Whether anything is known, and in which way.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Standing {
    /// There is a value.
    Known,
    /// There is none, and a source says so.
    None,
    /// A source has a place for it and leaves it empty.
    NotStated,
    /// It depends.
    Varies,
    /// Nobody says anything that can be true.
    Unknown,
}

impl Standing {
    /// The word for it in JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::None => "none",
            Self::NotStated => "not-stated",
            Self::Varies => "varies",
            Self::Unknown => "unknown",
        }
    }
}

impl Fact {
    /// Gathers `claims` into a fact by the rule of this module.
    #[must_use]
    pub fn new(field: Field, claims: Vec<Claim>) -> Self {
        match field.row().merge {
            Merge::Union => Self::union(field, claims),
            Merge::Pick | Merge::Prose => {
                let (adopted, mut rule) = adopt(&claims);
                if field.row().merge == Merge::Prose && claims.len() > 1 {
                    rule = Rule::BestAccount;
                }
                let shown = adopted.map(|index| claims[index].value.clone());
                let conflict = field.row().merge == Merge::Pick
                    && shown.as_ref().is_some_and(|shown| claims.iter().any(|claim| !shown.agrees_with(&claim.value)));
                Self { field, claims, adopted: adopted.into_iter().collect(), shown, rule, conflict }
            }
        }
    }

    fn union(field: Field, claims: Vec<Claim>) -> Self {
        let adopted: Vec<usize> = (0..claims.len())
            .filter(|&i| claims[i].impossible.is_none() && claims[i].value != Value::NotStated)
            .collect();
        let (mut texts, mut known): (Vec<SafeText>, HashSet<String>) = Default::default();
        let mut push_new = |text: &SafeText| {
            if known.insert(text.to_lowercase()) {
                texts.push(text.clone());
            }
        };
        let mut refs: Vec<Id> = Vec::new();
        for &index in &adopted {
            match &claims[index].value {
                Value::Text(text) => push_new(text),
                Value::List(list) => list.iter().for_each(&mut push_new),
                Value::Refs(list) => {
                    for id in list {
                        if !refs.contains(id) {
                            refs.push(id.clone());
                        }
                    }
                }
                _ => {}
            }
        }
        let shown = if !texts.is_empty() {
            Some(Value::List(texts))
        } else if !refs.is_empty() {
            Some(Value::Refs(refs))
        } else {
            claims.first().map(|claim| claim.value.clone())
        };
        let rule = if claims.len() == 1 { Rule::OnlyClaim } else { Rule::AddsUp };
        Self { field, claims, adopted, shown, rule, conflict: false }
    }

    /// The value shown.
    #[must_use]
    pub fn value(&self) -> Option<&Value> {
        self.shown.as_ref()
    }

    /// Whether anything is known.
    #[must_use]
    pub fn standing(&self) -> Standing {
        match &self.shown {
            None => Standing::Unknown,
            Some(Value::None) => Standing::None,
            Some(Value::NotStated) => Standing::NotStated,
            Some(Value::Varies(_)) => Standing::Varies,
            Some(_) => Standing::Known,
        }
    }

    /// Whether the shown value is our own judgement alone.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        !self.adopted.is_empty() && self.adopted.iter().all(|&i| self.claims[i].trust.kind == SourceKind::Ours)
    }

    /// The claims in the order in which they are believed, the adopted ones first.
    #[must_use]
    pub fn by_trust(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.claims.len()).collect();
        order.sort_by(|&a, &b| {
            let adopted = |i: usize| !self.adopted.contains(&i);
            adopted(a)
                .cmp(&adopted(b))
                .then_with(|| beats(&self.claims[a], &self.claims[b]).0.reverse())
                .then(a.cmp(&b))
        });
        order
    }
}

/// The step of the rule that decided for the adopted claim.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Rule {
    /// Nobody says anything that can be true.
    Nothing,
    /// There is one claim.
    OnlyClaim,
    /// Every source says the same.
    AllAgree,
    /// Lists of several sources are brought together.
    AddsUp,
    /// Prose: the best source's account is shown first.
    BestAccount,
    /// Rivals cannot be true.
    Possible,
    /// Rivals leave the matter open.
    SaysSomething,
    /// The better kind of source: the adopted one's, then the rival's.
    Kind(SourceKind, SourceKind),
    /// The newer source.
    Newer,
    /// A dated source before an undated one.
    Dated,
    /// More sources say so.
    MoreSources,
    /// Nothing else could decide: the first in the file.
    FirstInFile,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("no claim that can be true"),
            Self::OnlyClaim => f.write_str("the only claim"),
            Self::AllAgree => f.write_str("all sources agree"),
            Self::AddsUp => f.write_str("the sources' lists add up"),
            Self::BestAccount => f.write_str("the best source's account; wording alone is no conflict"),
            Self::Possible => f.write_str("an impossible value never wins"),
            Self::SaysSomething => f.write_str("a stated value before an open one"),
            Self::Kind(ours, theirs) => write!(f, "{} before {}", ours.label(), theirs.label()),
            Self::Newer => f.write_str("the newer source"),
            Self::Dated => f.write_str("a dated source before an undated one"),
            Self::MoreSources => f.write_str("more sources say so"),
            Self::FirstInFile => f.write_str("equal sources: the first in the file"),
        }
    }
}

impl SourceKind {
    /// The words for it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::You => "you",
            Self::Official => "official",
            Self::Register => "register",
            Self::Independent => "independent",
            Self::Training => "training company",
            Self::ExamPrep => "exam prep",
            Self::Forum => "forum",
            Self::Blog => "blog",
            Self::Ours => "our judgement",
        }
    }
}

/// Which claim is adopted, and the step of the rule that decided. `None` if no claim can be true.
///
/// The steps are those of the module documentation. Pure: the same claims give the same answer.
#[must_use]
pub fn adopt(claims: &[Claim]) -> (Option<usize>, Rule) {
    use std::cmp::Ordering::Greater;
    let possible = || (0..claims.len()).filter(|&i| claims[i].impossible.is_none());
    let Some(best) = best(claims) else { return (None, Rule::Nothing) };
    let winner = &claims[best];
    let shown = possible()
        .filter(|&i| i == best || claims[i].value.refines(&winner.value))
        .max_by(|&a, &b| {
            claims[a].value.parts().cmp(&claims[b].value.parts()).then_with(|| {
                beats(&claims[a], &claims[b]).0.then(b.cmp(&a)) // on a tie the first in the file
            })
        })
        .unwrap_or(best);
    // The best claim that disagrees tells which step decided.
    let rival = (0..claims.len())
        .filter(|&i| !claims[shown].value.agrees_with(&claims[i].value))
        .reduce(|a, b| if beats(&claims[b], &claims[a]).0 == Greater { b } else { a });
    let open = claims.iter().any(|claim| claim.value == Value::NotStated);
    let rule = match rival {
        Some(rival) => beats(winner, &claims[rival]).1,
        None if claims.len() == 1 => Rule::OnlyClaim,
        None if open && winner.value != Value::NotStated => Rule::SaysSomething,
        None => Rule::AllAgree,
    };
    (Some(shown), rule)
}

/// The claim that steps 1 to 5 choose, before a fuller one may fill it in.
#[must_use]
pub fn best(claims: &[Claim]) -> Option<usize> {
    use std::cmp::Ordering::Greater;
    (0..claims.len())
        .filter(|&i| claims[i].impossible.is_none())
        .reduce(|a, b| if beats(&claims[b], &claims[a]).0 == Greater { b } else { a })
}

/// Whether `a` is believed before `b`, and by which step; equal claims are `Equal`.
fn beats(a: &Claim, b: &Claim) -> (std::cmp::Ordering, Rule) {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let open = |claim: &Claim| claim.value == Value::NotStated;
    let date = match (a.trust.date, b.trust.date) {
        (Some(x), Some(y)) => (x.cmp(&y), Rule::Newer),
        (Some(_), None) => (Greater, Rule::Dated),
        (None, Some(_)) => (Less, Rule::Dated),
        (None, None) => (Equal, Rule::FirstInFile),
    };
    [
        (b.impossible.is_some().cmp(&a.impossible.is_some()), Rule::Possible),
        (open(b).cmp(&open(a)), Rule::SaysSomething),
        (b.trust.kind.cmp(&a.trust.kind), Rule::Kind(a.trust.kind, b.trust.kind)),
        date,
        (a.sources.len().cmp(&b.sources.len()), Rule::MoreSources),
    ]
    .into_iter()
    .find(|(order, _)| *order != Equal)
    .unwrap_or((Equal, Rule::FirstInFile))
}

impl Value {
    /// Whether two sources that say `self` and `other` can both be right.
    ///
    /// A part that only one of them states is no disagreement, nor is the wording of a format; "it
    /// varies" goes with any price, and an open answer goes with everything.
    #[must_use]
    pub fn agrees_with(&self, other: &Self) -> bool {
        fn part<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
            a.is_none() || b.is_none() || a == b
        }
        match (self, other) {
            (Self::NotStated, _)
            | (_, Self::NotStated)
            | (Self::Varies(_), Self::Varies(_) | Self::Price(_))
            | (Self::Price(_), Self::Varies(_)) => true,
            (Self::Exam(a), Self::Exam(b)) => {
                part(a.questions.as_ref(), b.questions.as_ref())
                    && part(a.minutes.as_ref(), b.minutes.as_ref())
                    && part(a.open_book.as_ref(), b.open_book.as_ref())
                    && part(a.proctored.as_ref(), b.proctored.as_ref())
            }
            (Self::Training(a), Self::Training(b)) => {
                let lengths = |t: &super::quantity::Training| {
                    let mut all: Vec<_> = t.ways.iter().map(|w| (w.hours, w.to_hours, w.days)).collect();
                    all.sort_unstable();
                    all
                };
                a.required == b.required && (a.ways.is_empty() || b.ways.is_empty() || lengths(a) == lengths(b))
            }
            (Self::PassMark(a), Self::PassMark(b)) => a.same_as(*b),
            (Self::Retakes(a), Self::Retakes(b)) => {
                part(a.attempts_included.as_ref(), b.attempts_included.as_ref())
                    && part(a.within_days.as_ref(), b.within_days.as_ref())
                    && part(a.further.as_ref(), b.further.as_ref())
            }
            (Self::Renewal(a), Self::Renewal(b)) => {
                let credits = |r: &super::quantity::Renewal| r.credits.as_ref().and_then(|c| c.amount);
                part(a.every_months.as_ref(), b.every_months.as_ref())
                    && part(credits(a).as_ref(), credits(b).as_ref())
                    && part(a.fee.as_ref(), b.fee.as_ref())
            }
            (Self::Languages(a), Self::Languages(b)) => part(a.number().as_ref(), b.number().as_ref()),
            // Figures of another kind, country or year speak of something else.
            (Self::Salary(a), Self::Salary(b)) => {
                (a.kind, &a.country, a.year) != (b.kind, &b.country, b.year) || a == b
            }
            (Self::Text(a), Self::Text(b)) => a.to_lowercase() == b.to_lowercase(),
            (Self::List(a), Self::List(b)) => a.len() == b.len() && a.iter().all(|x| b.contains(x)),
            (a, b) => a == b,
        }
    }

    /// Whether `self` agrees with `other` in everything that `other` says, and says more.
    #[must_use]
    pub fn refines(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
            && self.parts() > other.parts()
            && self.agrees_with(other)
    }

    /// How many parts of a value with optional parts are stated; 0 for all other values.
    fn parts(&self) -> usize {
        let count = |parts: &[bool]| parts.iter().filter(|part| **part).count();
        match self {
            Self::Exam(e) => count(&[
                e.questions.is_some(),
                e.minutes.is_some(),
                e.format.is_some(),
                e.place.is_some(),
                e.open_book.is_some(),
                e.proctored.is_some(),
            ]),
            Self::Training(t) => t.ways.len().min(1),
            Self::Retakes(r) => count(&[r.attempts_included.is_some(), r.within_days.is_some(), r.further.is_some()]),
            Self::Renewal(r) => count(&[
                r.every_months.is_some(),
                r.credits.is_some(),
                r.credits.as_ref().is_some_and(|c| c.amount.is_some()),
                r.fee.is_some(),
            ]),
            Self::PassMark(Score::Count { .. }) => 1, // a count says the percentage too
            _ => 0,
        }
    }
}

impl Score {
    /// Whether two marks are the same: 37 of 50 is 74 %, also where the count had to be rounded up.
    #[must_use]
    pub fn same_as(self, other: Self) -> bool {
        match (self, other) {
            (Self::Count { right, of }, Self::Percent(percent))
            | (Self::Percent(percent), Self::Count { right, of }) => {
                (u64::from(of) * u64::from(percent)).div_ceil(100) == u64::from(right)
            }
            (a, b) => a == b,
        }
    }
}

impl super::quantity::Languages {
    fn number(&self) -> Option<u32> {
        self.count.or_else(|| (!self.names.is_empty()).then(|| u32::try_from(self.names.len()).unwrap_or(u32::MAX)))
    }
}

/// Marks every pass mark that the exam of the same record makes impossible.
///
/// A count of questions that no source gives for the exam cannot be the base of its pass mark:
/// "37 of 60" where everybody says that the exam has 50 questions mixes up questions and minutes.
pub fn mark_impossible(facts: &mut [(Field, Vec<Claim>)]) {
    let counts: Vec<u32> = facts
        .iter()
        .filter(|(field, _)| *field == Field::Exam)
        .flat_map(|(_, claims)| claims)
        .filter_map(|claim| match &claim.value {
            Value::Exam(exam) => exam.questions,
            _ => None,
        })
        .collect();
    for (_, claims) in facts.iter_mut().filter(|(field, _)| *field == Field::PassMark) {
        for claim in claims {
            let Value::PassMark(Score::Count { right, of }) = claim.value else { continue };
            claim.impossible = if right > of {
                Some(format!("{right} right answers are more than {of} questions"))
            } else if !counts.is_empty() && !counts.contains(&of) {
                Some(format!("the exam has {} questions, not {of}", counts[0]))
            } else {
                None
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::quantity::{Exam, Renewal, Training, Way};
    use super::*;
    use proptest::prelude::*;

    fn claim(value: Value, kind: SourceKind, date: Option<&str>) -> Claim {
        Claim {
            said: None,
            value,
            sources: vec![Cited { source: 0, locator: None }],
            note: None,
            origin: Origin::Embedded,
            trust: Trust { kind, date: date.map(|d| Date::parse(d).expect("a date")) },
            impossible: None,
        }
    }

    fn exam(questions: Option<u32>) -> Value {
        Value::Exam(Exam { questions, ..Exam::default() })
    }

    #[test]
    fn official_beats_the_newest_seller() {
        let claims = [
            claim(exam(Some(80)), SourceKind::Training, Some("2026-01-01")),
            claim(Value::None, SourceKind::Official, None),
        ];
        assert_eq!(adopt(&claims), (Some(1), Rule::Kind(SourceKind::Official, SourceKind::Training)));
    }

    #[test]
    fn among_equals_the_newer_wins_and_undated_loses() {
        let undated = claim(exam(Some(1)), SourceKind::Training, None);
        let old = claim(exam(Some(2)), SourceKind::Training, Some("2020"));
        let new = claim(exam(Some(3)), SourceKind::Training, Some("2023-06"));
        assert_eq!(adopt(&[undated.clone(), old.clone()]), (Some(1), Rule::Dated));
        assert_eq!(adopt(&[undated, old, new]), (Some(2), Rule::Newer));
    }

    #[test]
    fn the_impossible_and_the_open_never_win() {
        let mut facts = vec![
            (Field::Exam, vec![claim(exam(Some(50)), SourceKind::Training, None)]),
            (
                Field::PassMark,
                vec![claim(Value::PassMark(Score::Count { right: 37, of: 60 }), SourceKind::Official, Some("2026"))],
            ),
        ];
        mark_impossible(&mut facts);
        let claims = &facts[1].1;
        assert_eq!(claims[0].impossible.as_deref(), Some("the exam has 50 questions, not 60"));
        assert_eq!(adopt(claims), (None, Rule::Nothing));
        let open = claim(Value::NotStated, SourceKind::Official, Some("2026"));
        let blog = claim(exam(None), SourceKind::Blog, None);
        assert_eq!(adopt(&[open, blog]).0, Some(1));
    }

    #[test]
    fn a_fuller_claim_that_agrees_fills_in_the_winner() {
        let winner = claim(exam(None), SourceKind::Official, None);
        let fuller = claim(exam(Some(50)), SourceKind::Training, None);
        assert_eq!(adopt(&[winner.clone(), fuller]), (Some(1), Rule::AllAgree));
        let other = claim(Value::None, SourceKind::Training, None);
        assert_eq!(adopt(&[winner, other]).0, Some(0));
    }

    #[test]
    fn thirty_seven_of_fifty_is_seventy_four_percent() {
        let count = Value::PassMark(Score::Count { right: 37, of: 50 });
        assert!(count.agrees_with(&Value::PassMark(Score::Percent(74))));
        assert!(!count.agrees_with(&Value::PassMark(Score::Percent(85))));
        let two_days = Way { hours: None, to_hours: None, days: Some(2), mode: None, teacher: None };
        let hours = Way { hours: Some(16), days: None, ..two_days.clone() };
        let course = |ways| Value::Training(Training { required: true, ways });
        assert!(!course(vec![two_days.clone()]).agrees_with(&course(vec![hours])));
        assert!(course(vec![two_days]).agrees_with(&course(vec![])));
        let seus = |amount| {
            Value::Renewal(Renewal {
                credits: Some(super::super::quantity::Credits { amount, unit: "SEU".into() }),
                ..Renewal::default()
            })
        };
        assert!(seus(None).agrees_with(&seus(Some(20))), "less exact is no conflict");
    }

    fn any_claim() -> impl Strategy<Value = Claim> {
        let kind =
            prop::sample::select(vec![SourceKind::You, SourceKind::Official, SourceKind::Training, SourceKind::Forum]);
        let value = prop_oneof![
            Just(Value::None),
            Just(Value::NotStated),
            (1u32..4).prop_map(|n| exam(Some(n))),
            Just(exam(None)),
        ];
        let date = prop::option::of(prop::sample::select(vec!["2019", "2023-06-01"]));
        (value, kind, date, any::<bool>()).prop_map(|(value, kind, date, broken)| {
            let mut claim = claim(value, kind, date);
            claim.impossible = broken.then(|| "broken".to_owned());
            claim
        })
    }

    proptest! {
        #[test]
        fn the_order_of_claims_changes_no_kind_or_date(claims in prop::collection::vec(any_claim(), 0..6)) {
            let mut turned = claims.clone();
            turned.reverse();
            let trust = |list: &[Claim]| adopt(list).0.map(|i| {
                let winner = &list[i];
                (winner.impossible.clone(), winner.value == Value::NotStated)
            });
            prop_assert_eq!(trust(&claims), trust(&turned));
            if let (Some(index), _) = adopt(&claims) {
                prop_assert!(claims[index].impossible.is_none());
            }
        }

        #[test]
        fn taking_a_losing_claim_away_changes_nothing(claims in prop::collection::vec(any_claim(), 2..6)) {
            let (Some(winner), _) = adopt(&claims) else { return Ok(()) };
            for loser in (0..claims.len()).filter(|&i| i != winner) {
                let mut rest = claims.clone();
                let kept = rest[winner].clone();
                let lost = rest.remove(loser);
                // Only the claim that the winner fills in may take its place when it goes.
                if kept.value.refines(&lost.value) { continue }
                prop_assert_eq!(adopt(&rest).0.map(|i| rest[i].clone()), Some(kept));
            }
        }
    }
}
