//! Which one is for me: the decision interview.
//!
//! The questions, what each answer counts for which certification, and what it rules out are data
//! (`assets/catalog/advice.ron`); the size of the points is our own judgement, what they rest on is
//! cited. The steps of [`decide`]:
//!
//! 1. what an answer rules out is out: a limit ("no renewal") is judged against every claim of a
//!    certification, and one about which sources disagree or say nothing is kept and marked;
//! 2. if that leaves nothing, limits are taken back one after the other, time first, then renewal,
//!    class or self-study, budget; and that is said;
//! 3. every answer counts its points times the weight of its question;
//! 4. what somebody asks for by name comes first, whatever else was said;
//! 5. among equals the one known to keep the limits, then the one with fewer conditions, the cheaper one,
//!    the one that more sources speak for, and the one whose name comes
//!    first.
//!
//! The same answers and the same data give the same outcome. A certification shows what somebody knew
//! on one day, not what they can do; the outcome says so.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::claim::{Cited, Claim};
use crate::catalog::quantity::{Amount, Status, Value};
use crate::catalog::record::{Fit, FitOf, Key, Kind, Record, RelationKind};
use crate::catalog::schema::{LimitRow, Verdict};
use crate::catalog::{Answer, Catalog, Interview};
use crate::field::Field;
use crate::search::limits::{Limit, Standing};

/// At most so many certifications are shown.
pub const SHOWN: usize = 3;

/// The questions whose limits are taken back where nothing is left, in that order.
const RELAXED: [&str; 5] = ["time", "experience", "renewal", "learning", "budget"];

/// What one question was answered with.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Choice {
    /// One of its own answers, by index.
    Answer(usize),
    /// Records of the kind it asks for.
    Records(Vec<Key>),
}

/// The answers of one person: for each question of the catalogue its choice, or nothing where it does
/// not matter.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Answers(
    /// By the number of the question; what is missing at the end was not answered.
    pub Vec<Option<Choice>>,
);

impl Answers {
    /// The choice of a question.
    #[must_use]
    pub fn get(&self, question: usize) -> Option<&Choice> {
        self.0.get(question)?.as_ref()
    }

    /// Answers a question, or takes the answer back.
    pub fn set(&mut self, question: usize, choice: Option<Choice>) {
        if self.0.len() <= question {
            self.0.resize(question + 1, None);
        }
        self.0[question] = choice;
    }

    /// The same with another choice.
    fn with(&self, question: usize, choice: Choice) -> Self {
        let mut other = self.clone();
        other.set(question, Some(choice));
        other
    }

    /// The answer to a question as it is written: `learning=alone`.
    #[must_use]
    pub fn written(&self, catalog: &Catalog, question: usize) -> Option<String> {
        let row = &catalog.interview[question];
        Some(match self.get(question)? {
            Choice::Answer(number) => row.answers[*number].id.to_string(),
            Choice::Records(keys) => {
                let ids: Vec<&str> = keys.iter().map(|key| catalog.get(*key).id.as_str()).collect();
                ids.join(",")
            }
        })
    }

    /// Whether nothing was answered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }
}

/// A choice in words: "Scrum Master", "study alone".
#[must_use]
pub fn said(catalog: &Catalog, question: usize, choice: &Choice) -> String {
    match choice {
        Choice::Answer(number) => catalog.interview[question].answers[*number].short.one_line(),
        Choice::Records(keys) => {
            let names: Vec<&str> = keys.iter().map(|key| catalog.get(*key).short()).collect();
            names.join(", ")
        }
    }
}

/// Something that speaks for or against a certification.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reason {
    /// The question whose answer it comes from; none for what holds for everybody.
    pub question: Option<usize>,
    /// What it counts, weight included.
    pub points: i64,
    /// In words.
    pub words: String,
    /// Who says so.
    pub sources: Vec<Cited>,
}

/// A certification with what speaks for it and against it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Advised {
    /// The certification.
    pub cert: Key,
    /// The sum of its points.
    pub points: i64,
    /// Whether somebody asks for it by name.
    pub asked_for: bool,
    /// How it stands to what was ruled out.
    pub standing: Standing,
    /// What speaks for it, the weightiest first.
    pub for_it: Vec<Reason>,
    /// What speaks against it, the weightiest first.
    pub against: Vec<Reason>,
}

/// A certification that is out, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    /// The certification.
    pub cert: Key,
    /// The question whose answer rules it out; none if it cannot be earned, or is held already.
    pub question: Option<usize>,
    /// Why.
    pub why: String,
}

/// What answers come to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Outcome {
    /// All that are left, best first.
    pub ranked: Vec<Advised>,
    /// All that are out.
    pub refused: Vec<Refused>,
    /// Questions whose limits were taken back, because nothing was left.
    pub relaxed: Vec<usize>,
    /// Whether the best is under a third of what could be reached: nothing stands out.
    pub is_weak: bool,
    /// Whether the first two have the same points.
    pub is_tie: bool,
}

impl Outcome {
    /// The first, if anything speaks for it.
    #[must_use]
    pub fn first(&self) -> Option<&Advised> {
        self.shown().first()
    }

    /// Those that are shown: the best that something speaks for, and the like of the first at another
    /// body among them where it scores too, since sources do not agree on a winner.
    #[must_use]
    pub fn shown(&self) -> &[Advised] {
        let worth = self.ranked.iter().take(SHOWN).take_while(|one| one.points > 0 || one.asked_for).count();
        &self.ranked[..worth]
    }
}

/// What answers come to.
#[must_use]
pub fn decide(catalog: &Catalog, answers: &Answers) -> Outcome {
    let mut relaxed: Vec<usize> = Vec::new();
    loop {
        let (mut ranked, refused) = judge(catalog, answers, &relaxed);
        let next = RELAXED.iter().filter_map(|id| number_of(catalog, id));
        let next = next.filter(|question| !relaxed.contains(question)).find(|question| {
            refused.iter().any(|refused| refused.question == Some(*question) && !relaxed.contains(question))
        });
        if let (true, Some(question)) = (ranked.iter().all(|one| one.points <= 0 && !one.asked_for), next) {
            relaxed.push(question);
            continue;
        }
        ranked.sort_by_cached_key(|one| order(catalog, one));
        bring_like_near(catalog, &mut ranked);
        let best = ranked.first().map_or(0, |one| one.points);
        let asked = ranked.first().is_some_and(|one| one.asked_for);
        let is_tie = ranked.len() > 1 && ranked[0].points == ranked[1].points && best > 0 && !asked;
        return Outcome { is_weak: !asked && 3 * best < reach(catalog, answers), is_tie, ranked, refused, relaxed };
    }
}

/// The number of the question with that id.
#[must_use]
pub fn number_of(catalog: &Catalog, id: &str) -> Option<usize> {
    catalog.interview.iter().position(|question| question.id.as_str() == id)
}

/// What could be reached at most with these answers: three points for each that counts.
fn reach(catalog: &Catalog, answers: &Answers) -> i64 {
    let rows = catalog.interview.iter().enumerate();
    rows.filter(|(number, question)| {
        let counts = match answers.get(*number) {
            Some(Choice::Answer(answer)) => !question.answers[*answer].points.is_empty(),
            Some(Choice::Records(_)) => question.pick == Some(Kind::Role),
            None => false,
        };
        counts && !question.over
    })
    .map(|(_, question)| 3 * question.weight)
    .sum()
}

/// The order of the ranked, each key only where those before it are equal: asked for, points, known to
/// keep the limits, fewer conditions, cheaper, more sources that speak for it, name.
type Order = (bool, Reverse<i64>, bool, usize, u64, Reverse<usize>, String);

fn order(catalog: &Catalog, one: &Advised) -> Order {
    let cert = catalog.get(one.cert);
    let (conditions, price) = (conditions(cert), price(cert).map_or(u64::MAX, |(low, _)| low.0));
    let unsure = one.standing == Standing::Unknown;
    let cited = one.for_it.iter().flat_map(|reason| &reason.sources);
    let sources: BTreeSet<usize> = cited.map(|cited| cited.source).collect();
    (!one.asked_for, Reverse(one.points), unsure, conditions, price, Reverse(sources.len()), cert.name.to_string())
}

/// How many conditions a certification has: a course, things that must be there before, a renewal.
fn conditions(cert: &Record) -> usize {
    let course = matches!(cert.value(Field::Training), Some(Value::Training(training)) if training.required);
    let before = matches!(cert.value(Field::Prerequisites), Some(Value::List(_) | Value::Text(_)));
    let renewal = matches!(cert.value(Field::Validity), Some(Value::Months(_)));
    [course, before, renewal].into_iter().filter(|holds| *holds).count()
}

/// What exam and required course cost in US dollars by the adopted claims, lowest and highest, as far
/// as anybody says; `None` where nobody names any price.
fn price(cert: &Record) -> Option<(Amount, Amount)> {
    let dollars = |field: Field| -> Option<(u64, u64)> {
        match cert.value(field)? {
            Value::None => Some((0, 0)),
            Value::Price(prices) => {
                let mut all = prices.iter().filter(|price| price.currency.as_str() == "USD").peekable();
                all.peek()?;
                Some(all.fold((u64::MAX, 0), |(low, high), price| {
                    (low.min(price.amount.0), high.max(price.to.unwrap_or(price.amount).0))
                }))
            }
            _ => None,
        }
    };
    let course = matches!(cert.value(Field::Training), Some(Value::Training(training)) if training.required);
    let parts = [dollars(Field::ExamFee), if course { dollars(Field::CourseFee) } else { None }];
    let known: Vec<(u64, u64)> = parts.into_iter().flatten().collect();
    if known.is_empty() {
        return None;
    }
    let sum = known.into_iter().fold((0, 0), |(low, high), part| (low + part.0, high + part.1));
    Some((Amount(sum.0), Amount(sum.1)))
}

/// Puts the like of the first at another body among those shown, where it scores too.
fn bring_like_near(catalog: &Catalog, ranked: &mut Vec<Advised>) {
    let Some(first) = ranked.first().map(|one| one.cert) else { return };
    let like = |one: &Advised| one.points > 0 && catalog.related(RelationKind::Sibling, first, one.cert).is_some();
    if let Some(at) = ranked.iter().position(like).filter(|at| *at >= SHOWN) {
        let like = ranked.remove(at);
        ranked.insert(SHOWN - 1, like);
    }
}

/// One round: what is out, and what the others come to.
fn judge(catalog: &Catalog, answers: &Answers, relaxed: &[usize]) -> (Vec<Advised>, Vec<Refused>) {
    let held = picked(catalog, answers, "held");
    let wanted: Vec<Key> = asked_for(catalog, answers);
    let mut all: BTreeMap<Key, Advised> = BTreeMap::new();
    for (number, question) in catalog.interview.iter().enumerate() {
        let Some(choice) = answers.get(number) else { continue };
        for (cert, points, words, sources) in counted(catalog, question, choice) {
            let one = all.entry(cert).or_insert_with(|| start(cert));
            let reason =
                Reason { question: Some(number), points: question.weight * points, words, sources: sources.to_vec() };
            one.points += reason.points;
            let side = if reason.points > 0 { &mut one.for_it } else { &mut one.against };
            side.push(reason);
        }
    }
    go_on(catalog, &held, &mut all);
    for cert in &wanted {
        let one = all.entry(*cert).or_insert_with(|| start(*cert));
        one.asked_for = true;
        one.for_it.insert(0, asked_reason(catalog, *cert));
    }
    let (mut ranked, mut refused) = (Vec::new(), Vec::new());
    let behind = behind(catalog, &held);
    for (cert, mut one) in all {
        match refusal(catalog, answers, relaxed, &held, &behind, cert) {
            Ok(standing) => {
                one.standing = standing;
                add_rules(catalog, answers, &mut one);
                one.for_it.sort_by_key(|reason| Reverse(reason.points));
                one.against.sort_by_key(|reason| reason.points);
                ranked.push(one);
            }
            // What somebody asks for is shown all the same, with what speaks against it.
            Err(refused) if wanted.contains(&cert) && refused.question.is_some() => {
                one.against.insert(
                    0,
                    Reason { question: refused.question, points: 0, words: refused.why, sources: Vec::new() },
                );
                add_rules(catalog, answers, &mut one);
                ranked.push(one);
            }
            Err(why) => refused.push(why),
        }
    }
    (ranked, refused)
}

fn start(cert: Key) -> Advised {
    let (for_it, against) = (Vec::new(), Vec::new());
    Advised { cert, points: 0, asked_for: false, standing: Standing::Within, for_it, against }
}

/// The records that a question was answered with.
fn picked(catalog: &Catalog, answers: &Answers, id: &str) -> Vec<Key> {
    match number_of(catalog, id).and_then(|number| answers.get(number)) {
        Some(Choice::Records(keys)) => keys.clone(),
        _ => Vec::new(),
    }
}

/// What somebody asks for by name.
fn asked_for(catalog: &Catalog, answers: &Answers) -> Vec<Key> {
    let over = catalog.interview.iter().enumerate().filter(|(_, question)| question.over);
    let picked = over.filter_map(|(number, _)| match answers.get(number)? {
        Choice::Records(keys) => Some(keys.clone()),
        Choice::Answer(_) => None,
    });
    picked.flatten().collect()
}

fn asked_reason(catalog: &Catalog, cert: Key) -> Reason {
    let by_name = format!("employer-{}", catalog.get(cert).id);
    let rule = catalog.advice.iter().find(|rule| rule.cert == cert && by_name.starts_with(rule.id.as_str()));
    Reason {
        question: catalog.interview.iter().position(|question| question.over),
        points: 0,
        words: "asked for by name".to_owned(),
        sources: rule.map(|rule| rule.sources.clone()).unwrap_or_default(),
    }
}

/// What a choice counts for which certification, in which words, and what that rests on.
fn counted<'a>(catalog: &'a Catalog, question: &'a Interview, choice: &Choice) -> Vec<(Key, i64, String, &'a [Cited])> {
    match choice {
        Choice::Answer(number) => {
            let answer = &question.answers[*number];
            let words = answer.short.one_line();
            answer.points.iter().map(|(cert, points)| (*cert, *points, words.clone(), &answer.sources[..])).collect()
        }
        Choice::Records(keys) if question.pick == Some(Kind::Role) => {
            keys.iter().flat_map(|role| role_counts(catalog, question, *role)).collect()
        }
        Choice::Records(_) => Vec::new(),
    }
}

/// The row of a role: of its own question, or of the next question that has rows.
fn role_row<'a>(catalog: &'a Catalog, question: &Interview, role: Key) -> Option<&'a crate::catalog::RolePoints> {
    let from = catalog.interview.iter().position(|other| other.id == question.id)?;
    let with_rows = catalog.interview[from..].iter().find(|other| !other.roles.is_empty())?;
    with_rows.roles.iter().find(|row| row.roles.contains(&role))
}

/// What a role counts: by its row, and whatever is a first choice for it in full; where there is no row
/// by how well certifications fit it.
fn role_counts<'a>(catalog: &'a Catalog, question: &Interview, role: Key) -> Vec<(Key, i64, String, &'a [Cited])> {
    let words = format!("{}: {}", question.short.one_line(), catalog.get(role).name.one_line());
    let mut counts: Vec<(Key, i64, String, &'a [Cited])> = Vec::new();
    if let Some(row) = role_row(catalog, question, role) {
        counts.extend(row.points.iter().map(|(cert, points)| (*cert, *points, words.clone(), &row.sources[..])));
    }
    let worth = |fit: Fit| match fit {
        Fit::First => 3,
        Fit::Good => 2,
        Fit::Adjacent => 1,
    };
    let in_row = counts.len();
    let best = |key: Key| catalog.get(role).fits.iter().any(|fit| fit.cert == key && fit.fit == Fit::First);
    for (cert, points, ..) in &mut counts {
        // What speaks against it stays.
        if *points > 0 && best(*cert) {
            *points = worth(Fit::First).max(*points);
        }
    }
    let fits = catalog.get(role).fits.iter();
    // Beside a row only what fits best counts: the guides that made the row know the rest as well.
    let new = |fit: &&FitOf| counts[..in_row].iter().all(|(cert, ..)| *cert != fit.cert);
    let fits = fits.filter(|fit| in_row == 0 || fit.fit == Fit::First).filter(new).map(|fit| {
        let points = worth(fit.fit);
        let sources = fit.reasons.first().map_or(&[][..], |reason| &reason.sources);
        (fit.cert, points, words.clone(), sources)
    });
    let fits: Vec<_> = fits.collect();
    counts.extend(fits);
    counts
}

/// Lets the next step after what is held stand in for it, and counts one point for the same family.
fn go_on(catalog: &Catalog, held: &[Key], all: &mut BTreeMap<Key, Advised>) {
    let Some(question) = number_of(catalog, "held") else { return };
    let weight = catalog.interview[question].weight;
    let provider = |cert: Key| match catalog.get(cert).value(Field::Provider) {
        Some(Value::Refs(ids)) => ids.clone(),
        _ => Vec::new(),
    };
    for &cert in held {
        let stands_for = all.get(&cert).map(|one| one.for_it.clone()).unwrap_or_default();
        let steps = catalog.relations.iter().filter(|r| r.kind == RelationKind::NextLevel && r.first == cert);
        for step in steps {
            let one = all.entry(step.second).or_insert_with(|| start(step.second));
            // The roles that the first step is for, the next one is for too.
            let known: Vec<Option<usize>> = one.for_it.iter().map(|reason| reason.question).collect();
            let roles = stands_for.iter().filter(|reason| {
                let of_role = reason.question.is_some_and(|number| catalog.interview[number].pick == Some(Kind::Role));
                of_role && !known.contains(&reason.question)
            });
            for reason in roles {
                one.points += reason.points;
                one.for_it.push(reason.clone());
            }
            let words = format!("the next step after {}, which you hold", catalog.get(cert).short());
            one.points += 3 * weight;
            one.for_it.push(Reason {
                question: Some(question),
                points: 3 * weight,
                words,
                sources: step.sources.clone(),
            });
        }
        let family = provider(cert);
        for one in all.values_mut().filter(|one| one.cert != cert && provider(one.cert) == family) {
            let words = format!("of the same body as {}, which you hold", catalog.get(cert).short());
            one.points += weight;
            one.for_it.push(Reason { question: Some(question), points: weight, words, sources: Vec::new() });
        }
    }
}

/// The certifications that what is held has left behind.
fn behind(catalog: &Catalog, held: &[Key]) -> Vec<Key> {
    let mut all: Vec<Key> = held.to_vec();
    let mut next = 0;
    while let Some(&cert) = all.get(next) {
        let steps = catalog.relations.iter().filter(|r| r.kind == RelationKind::NextLevel && r.second == cert);
        let before: Vec<Key> = steps.map(|r| r.first).filter(|first| !all.contains(first)).collect();
        all.extend(before);
        next += 1;
    }
    all.split_off(held.len())
}

/// Whether a certification is out, or how it stands to the limits.
fn refusal(
    catalog: &Catalog,
    answers: &Answers,
    relaxed: &[usize],
    held: &[Key],
    behind: &[Key],
    key: Key,
) -> Result<Standing, Refused> {
    let cert = catalog.get(key);
    let out = |question: Option<usize>, why: String| Err(Refused { cert: key, question, why });
    if cert.status == Status::Retired {
        return out(None, "it can no longer be earned".to_owned());
    }
    if held.contains(&key) {
        return out(None, "you hold it already".to_owned());
    }
    if behind.contains(&key) {
        return out(None, "what you hold comes after it".to_owned());
    }
    let mut worst = Standing::Within;
    for (number, question) in catalog.interview.iter().enumerate().filter(|(number, _)| !relaxed.contains(number)) {
        let Some(Choice::Answer(answer)) = answers.get(number) else { continue };
        let answer: &Answer = &question.answers[*answer];
        if answer.without.contains(&key) {
            return out(Some(number), format!("it asks for experience, and you said: {}", answer.short.one_line()));
        }
        let standing = match answer.limit {
            None => Some(Standing::Within),
            Some(LimitRow::Training(wanted)) => Limit::Training(wanted).judge(catalog, cert),
            Some(LimitRow::Renewal(wanted)) => Limit::Renewal(wanted).judge(catalog, cert),
            Some(LimitRow::Budget(most)) => affordable(cert, Amount(u64::from(most) * 100)),
        };
        let Some(standing) = standing else {
            let what = match answer.limit {
                Some(LimitRow::Training(true)) => "it has no class",
                Some(LimitRow::Training(false)) => "it takes a class",
                Some(LimitRow::Renewal(_)) => "it has to be renewed",
                _ => "exam and class cost more",
            };
            return out(Some(number), format!("{what}, and you said: {}", answer.short.one_line()));
        };
        worst = worst.max(standing);
    }
    Ok(worst)
}

/// How exam and required course stand to a budget: out only if most sources that name a price name a
/// higher one; unknown where nobody names one.
fn affordable(cert: &Record, most: Amount) -> Option<Standing> {
    let course = matches!(cert.value(Field::Training), Some(Value::Training(training)) if training.required);
    let mut worst = Standing::Within;
    for field in [Field::ExamFee, Field::CourseFee].into_iter().filter(|field| *field == Field::ExamFee || course) {
        let possible = |claim: &&Claim| claim.impossible.is_none();
        let claims = cert.fact(field).map(|fact| &fact.claims[..]).unwrap_or_default();
        let lows: Vec<u64> = claims
            .iter()
            .filter(possible)
            .filter_map(|claim| match &claim.value {
                Value::None => Some(0),
                Value::Price(prices) => {
                    let dollars = prices.iter().filter(|price| price.currency.as_str() == "USD");
                    dollars.map(|price| price.amount.0).min()
                }
                _ => None,
            })
            .collect();
        let within = lows.iter().filter(|low| **low <= most.0).count();
        worst = worst.max(match (within, lows.len() - within) {
            (0, 0) if field == Field::ExamFee && matches!(cert.value(Field::Exam), Some(Value::None)) => {
                Standing::Within
            }
            (0, 0) => Standing::Unknown,
            (within, above) if above > within => return None,
            (_, 0) => Standing::Within,
            _ => Standing::Disputed,
        });
    }
    Some(worst)
}

/// Adds what sources advise: the rules that the answers fulfil, and what everybody should think of
/// before.
fn add_rules(catalog: &Catalog, answers: &Answers, one: &mut Advised) {
    let mut fulfilled: Vec<(usize, usize)> = Vec::new();
    for (number, question) in catalog.interview.iter().enumerate() {
        let rules: &[usize] = match answers.get(number) {
            Some(Choice::Answer(answer)) => &question.answers[*answer].rules,
            // The rules of a role are about the one that is wanted.
            Some(Choice::Records(keys)) if !question.roles.is_empty() => {
                keys.first().and_then(|role| role_row(catalog, question, *role)).map_or(&[], |row| &row.rules)
            }
            _ => &[],
        };
        fulfilled.extend(rules.iter().map(|rule| (*rule, number)));
    }
    let about = |rule: usize| catalog.advice[rule].cert == one.cert;
    for &(rule, question) in fulfilled.iter().filter(|(rule, _)| about(*rule)) {
        let advice = &catalog.advice[rule];
        let side = match advice.verdict {
            Verdict::Choose => &mut one.for_it,
            Verdict::Beware => &mut one.against,
        };
        let (sources, words) = (advice.sources.clone(), advice.when.one_line());
        // What a source makes of an answer stands with the answer.
        match side.iter_mut().find(|reason| reason.question == Some(question) && reason.points != 0) {
            Some(reason) => {
                let parted = if reason.words.contains(": ") { "; " } else { ": " };
                reason.words = format!("{}{parted}{words}", reason.words);
                reason
                    .sources
                    .extend(sources.into_iter().filter(|cited| !reason.sources.contains(cited)).collect::<Vec<_>>());
            }
            None => side.push(Reason { question: Some(question), points: 0, words, sources }),
        }
    }
    // A role is wanted, and nothing here says that it fits.
    for (number, _) in catalog.interview.iter().enumerate().filter(|(_, question)| !question.roles.is_empty()) {
        let fits = |reason: &Reason| reason.question == Some(number) && reason.points > 0;
        if let Some(choice @ Choice::Records(_)) = answers.get(number)
            && !one.for_it.iter().any(fits)
        {
            let words = format!("no source here says that it fits: {}", said(catalog, number, choice));
            one.against.insert(0, Reason { question: Some(number), points: 0, words, sources: Vec::new() });
        }
    }
    // What nobody asked about, and would speak against it.
    let others = catalog.advice.iter().enumerate().filter(|(rule, advice)| {
        advice.verdict == Verdict::Beware
            && advice.cert == one.cert
            && !fulfilled.iter().any(|(known, _)| known == rule)
    });
    for (rule, advice) in others {
        if !is_denied(catalog, answers, rule) {
            let (sources, words) = (advice.sources.clone(), format!("think twice if {}", advice.when.one_line()));
            one.against.push(Reason { question: None, points: 0, words, sources });
        }
    }
}

/// Whether a rule hangs on an answer to a question that was answered otherwise.
fn is_denied(catalog: &Catalog, answers: &Answers, rule: usize) -> bool {
    catalog.interview.iter().enumerate().any(|(number, question)| {
        let hangs = question.answers.iter().any(|answer| answer.rules.contains(&rule))
            || question.roles.iter().any(|row| row.rules.contains(&rule));
        hangs && answers.get(number).is_some()
    })
}

/// One change of one answer that changes the first place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flip {
    /// The question.
    pub question: usize,
    /// The other choice.
    pub choice: Choice,
    /// What comes first then.
    pub first: Key,
}

/// The changes of a single answer that change the first place, the smallest first, one for each
/// question; found by asking again.
///
/// A wish of the employer's is the smallest, since it takes back nothing that was said. Then the
/// weight of the question decides, then how many points move.
#[must_use]
pub fn flips(catalog: &Catalog, answers: &Answers) -> Vec<Flip> {
    let outcome = decide(catalog, answers);
    let Some(first) = outcome.first().map(|one| one.cert) else { return Vec::new() };
    let total =
        |outcome: &Outcome, cert: Key| outcome.ranked.iter().find(|one| one.cert == cert).map_or(0, |one| one.points);
    let mut found: Vec<((bool, i64, i64, usize), Flip)> = Vec::new();
    for (number, question) in catalog.interview.iter().enumerate() {
        let mut best: Option<((bool, i64, i64, usize), Flip)> = None;
        for choice in alternatives(catalog, &outcome, first, number) {
            if answers.get(number) == Some(&choice) {
                continue;
            }
            let other = decide(catalog, &answers.with(number, choice.clone()));
            let Some(then) = other.first().map(|one| one.cert).filter(|then| *then != first) else { continue };
            let moved = (total(&other, first) - total(&outcome, first)).abs()
                + (total(&other, then) - total(&outcome, then)).abs();
            let size = (!question.over, question.weight, moved, number);
            if best.as_ref().is_none_or(|(known, _)| size < *known) {
                best = Some((size, Flip { question: number, choice, first: then }));
            }
        }
        found.extend(best);
    }
    found.sort_by_key(|(size, _)| *size);
    found.into_iter().map(|(_, flip)| flip).collect()
}

/// The choices of a question that are tried: its own answers; of roles one for each row; of
/// certifications the like of the first elsewhere, else the second.
fn alternatives(catalog: &Catalog, outcome: &Outcome, first: Key, number: usize) -> Vec<Choice> {
    let question = &catalog.interview[number];
    let own = (0..question.answers.len()).map(Choice::Answer);
    let picks: Vec<Key> = match question.pick {
        Some(Kind::Role) => question.roles.iter().filter_map(|row| row.roles.first().copied()).collect(),
        Some(_) if question.over => {
            let all = catalog.all(Kind::Cert).iter().map(|cert| cert.key);
            let active = all.filter(|cert| catalog.get(*cert).status != Status::Retired);
            let like = active.filter(|cert| catalog.related(RelationKind::Sibling, first, *cert).is_some());
            let second = outcome.ranked.iter().map(|one| one.cert).filter(|cert| *cert != first);
            like.chain(second).take(1).collect()
        }
        _ => Vec::new(),
    };
    own.chain(picks.into_iter().map(|key| Choice::Records(vec![key]))).collect()
}

/// A flip in words: "if CSPO were asked for by name, CSPO would come first".
#[must_use]
pub fn flip_words(catalog: &Catalog, answers: &Answers, flip: &Flip) -> String {
    let question = &catalog.interview[flip.question];
    let then = catalog.get(flip.first).short();
    let other = said(catalog, flip.question, &flip.choice);
    if question.over && matches!(flip.choice, Choice::Answer(_)) {
        return format!("if none were asked for by name, {then} would come first");
    }
    if question.over {
        return format!("if {other} were asked for by name, {then} would come first");
    }
    match answers.get(flip.question) {
        Some(choice) => {
            let now = said(catalog, flip.question, choice);
            format!(
                "{}: with \u{201c}{other}\u{201d} instead of \u{201c}{now}\u{201d}, {then} would come first",
                question.short.one_line()
            )
        }
        None => format!("{}: with \u{201c}{other}\u{201d}, {then} would come first", question.short.one_line()),
    }
}

/// The sentences that go with an outcome: ties, weak results, limits taken back.
#[must_use]
pub fn remarks(catalog: &Catalog, outcome: &Outcome) -> Vec<String> {
    let mut remarks = Vec::new();
    if !outcome.relaxed.is_empty() {
        let names: Vec<String> =
            outcome.relaxed.iter().map(|number| catalog.interview[*number].short.one_line()).collect();
        remarks.push(format!("Nothing is left by all you ruled out, so this was taken back: {}.", names.join(", ")));
    }
    if outcome.first().is_none() {
        remarks.push(
            "Your answers speak for no certification in particular; the free practice quiz costs nothing.".to_owned(),
        );
    } else if outcome.is_weak {
        remarks.push("No certification stands out by these answers; the free practice quiz costs nothing.".to_owned());
    }
    if outcome.is_tie {
        let names: Vec<&str> = outcome.ranked.iter().take(2).map(|one| catalog.get(one.cert).short()).collect();
        remarks.push(format!("{} are level: your answers do not decide between them.", names.join(" and ")));
    }
    if let Some(first) = outcome.first() {
        let like =
            outcome.shown().iter().find(|one| catalog.related(RelationKind::Sibling, first.cert, one.cert).is_some());
        if let Some(like) = like {
            let (a, b) = (catalog.get(first.cert).short(), catalog.get(like.cert).short());
            remarks
                .push(format!("{a} and {b} stand for the same step at two bodies; sources do not agree on a winner."));
        }
    }
    remarks
}

/// What goes with every advice.
pub const CAUTION: &str = "A certificate shows what somebody knew on one day, not what they can do.";

/// The caution with its sources.
#[must_use]
pub fn caution(catalog: &Catalog) -> String {
    let sources = catalog.sources.iter().enumerate();
    let cited: Vec<_> = sources
        .filter(|(_, source)| matches!(source.id.as_str(), "dg-19" | "dg-23"))
        .map(|(source, _)| Cited { source, locator: None })
        .collect();
    format!("{CAUTION} {}", catalog.cite_all(&cited)).trim_end().to_owned()
}
