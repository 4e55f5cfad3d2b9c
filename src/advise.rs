//! The decision interview in its plain form: answers fulfil rules of advice, rules speak for or
//! against certifications, and the result says why.
//!
//! A certification gets one point for each fulfilled "choose it if …" rule and loses one for each
//! fulfilled "think twice if …" rule. Points order the result; the reasons are the result.

use crate::catalog::Catalog;
use crate::catalog::record::Key;
use crate::catalog::schema::Verdict;

/// A certification with what speaks for it and against it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Advised {
    /// The certification.
    pub cert: Key,
    /// Reasons for minus reasons against.
    pub points: i64,
    /// Fulfilled rules that speak for it, by index.
    pub for_it: Vec<usize>,
    /// Fulfilled rules that speak against it, by index.
    pub against: Vec<usize>,
}

/// The certifications that the answers speak for, best first; ties in catalogue order.
///
/// `answers[q]` is the chosen answer of question `q`, or `None` where the question was skipped.
/// Certifications without any reason for them are left out.
#[must_use]
pub fn advise(catalog: &Catalog, answers: &[Option<usize>]) -> Vec<Advised> {
    let mut fulfilled: Vec<usize> = Vec::new();
    for (question, answer) in catalog.interview.iter().zip(answers) {
        let Some(answer) = answer.and_then(|a| question.answers.get(a)) else { continue };
        for &rule in &answer.rules {
            if !fulfilled.contains(&rule) {
                fulfilled.push(rule);
            }
        }
    }
    let mut advised: Vec<Advised> = Vec::new();
    for &rule in &fulfilled {
        let advice = &catalog.advice[rule];
        let position = advised.iter().position(|a| a.cert == advice.cert).unwrap_or_else(|| {
            let (for_it, against) = (Vec::new(), Vec::new());
            advised.push(Advised { cert: advice.cert, points: 0, for_it, against });
            advised.len() - 1
        });
        let entry = &mut advised[position];
        match advice.verdict {
            Verdict::Choose => {
                entry.points += 1;
                entry.for_it.push(rule);
            }
            Verdict::Beware => {
                entry.points -= 1;
                entry.against.push(rule);
            }
        }
    }
    advised.retain(|entry| !entry.for_it.is_empty());
    advised.sort_by_key(|entry| (-entry.points, entry.cert));
    advised
}
