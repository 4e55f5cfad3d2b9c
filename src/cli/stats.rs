//! `certdex quiz stats` and `certdex quiz due`: how ready one is, and what is to be asked today.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use super::Args;
use super::exam::{cert_of, outcome, questions, read, today};
use super::output::{Out, columns};
use crate::catalog::Catalog;
use crate::catalog::fresh::date_of;
use crate::catalog::quantity::Date;
use crate::catalog::record::Key;
use crate::error::{Error, Exit};
use crate::profile::Profile;
use crate::quiz::plan::{self, Outcome};
use crate::quiz::readiness::{LEAST_OF_TOPIC, Readiness, Verdict, readiness};
use crate::quiz::schedule::Card;

/// So many days ahead are counted.
const AHEAD: usize = 7;

/// Cells of the longest bar.
const BAR: usize = 20;

/// What is said where nothing was ever answered.
const NOTHING: &str = "no answers yet: practise in `certdex` (tab Quiz), and what you answer is kept";

/// Prints how ready one is for an exam, or for those that dates or runs speak of.
///
/// # Errors
/// [`Error::Usage`] for an unknown id, [`Error::Profile`] if the profile cannot be read, [`Error::Output`].
pub fn stats(catalog: &Catalog, args: &Args, cert: Option<&str>, as_json: bool, out: &mut Out) -> Result<Exit, Error> {
    let cert = cert.map(|name| cert_of(catalog, name)).transpose()?;
    let today = today(catalog)?;
    let profile = read(args)?;
    let begun = profile.as_ref().is_some_and(|profile| !profile.items.is_empty());
    let profile = profile.unwrap_or_default();
    let certs: Vec<Key> = match cert {
        Some(record) => vec![record.key],
        None => certs_of(catalog, &profile),
    };
    let ready: Vec<Readiness> = certs.into_iter().map(|cert| readiness(catalog, cert, &profile)).collect();
    let (all, answered) = answered(catalog, &profile);
    let due = due_cards(catalog, &profile).filter(|(_, day)| is_by(*day, today)).count();
    if as_json {
        let certs: Vec<Json> = ready.iter().map(|ready| ready_json(catalog, ready)).collect();
        out.json(&json!({
            "note": (!begun).then_some(NOTHING),
            "answers": profile.answers,
            "answered": answered,
            "questions": all,
            "due_today": due,
            "certifications": certs,
        }))?;
        return Ok(Exit::Ok);
    }
    if !begun {
        out.line(NOTHING)?;
    }
    if begun {
        let counted = if profile.answers == 1 { "1 answer".to_owned() } else { format!("{} answers", profile.answers) };
        out.line(&format!("{counted}; {answered} of {all} questions answered; {} due today", questions(due)))?;
        if ready.is_empty() {
            out.line("no exam date and no run of an exam: name one with `certdex quiz stats --cert psm-1`")?;
        }
    }
    for ready in ready.iter().filter(|_| begun) {
        out.line("")?;
        tell(catalog, ready, out)?;
    }
    Ok(Exit::Ok)
}

/// The certifications that exam dates and runs speak of, in the order of the data set.
fn certs_of(catalog: &Catalog, profile: &Profile) -> Vec<Key> {
    let dates = profile.exams.keys().map(String::as_str);
    let past = profile.past.iter().filter_map(|run| run.cert.as_deref());
    let open = profile.open.iter().filter_map(|(run, _)| run.cert.as_deref());
    let keys: BTreeSet<Key> =
        dates.chain(past).chain(open).filter_map(|id| cert_of(catalog, id).ok()).map(|record| record.key).collect();
    keys.into_iter().collect()
}

/// How many questions there are, and how many of them were ever answered.
fn answered(catalog: &Catalog, profile: &Profile) -> (usize, usize) {
    let names = names(catalog);
    let answered = names.keys().filter(|name| profile.items.contains_key(*name)).count();
    (names.len(), answered)
}

/// The bank of every question there is, by the question's name.
fn names(catalog: &Catalog) -> BTreeMap<String, usize> {
    let banks = catalog.banks.iter().enumerate();
    banks.flat_map(|(nth, bank)| bank.items.iter().map(move |item| (format!("{}/{}", bank.id, item.id), nth))).collect()
}

/// "72 %".
fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// A bar of so much of [`BAR`] cells.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "0 to 20")]
fn bar(share: f64) -> String {
    "█".repeat((share.clamp(0.0, 1.0) * BAR as f64).round() as usize)
}

fn tell(catalog: &Catalog, ready: &Readiness, out: &mut Out) -> Result<(), Error> {
    let record = catalog.get(ready.cert);
    out.line(&format!("{} ({})", record.name.one_line(), record.id))?;
    let mut rows = vec![vec!["  chance".to_owned(), ready.verdict.words()]];
    if let Verdict::Band(estimate) = &ready.verdict {
        rows.push(vec![String::new(), estimate.because()]);
    }
    if matches!(ready.verdict, Verdict::Band(_)) && !ready.unseen.is_empty() {
        let areas: Vec<String> = ready.unseen.iter().map(|area| area.one_line()).collect();
        rows.push(vec![String::new(), format!("nothing answered yet in: {}", areas.join(", "))]);
    }
    if let Some(pace) = ready.pace {
        let allowed =
            pace.allowed.map_or_else(String::new, |allowed| format!("; the exam allows {} s", seconds(allowed)));
        let (median, mean) = (seconds(pace.median), seconds(pace.mean));
        let answers = if pace.of == 1 { "1 first try".to_owned() } else { format!("{} first tries", pace.of) };
        rows.push(vec![
            "  pace".into(),
            format!("median {median} s, mean {mean} s a question ({answers} in mixed runs){allowed}"),
        ]);
    }
    rows.push(vec!["  questions".into(), format!("{} of {} answered", ready.answered, ready.questions)]);
    for line in columns(&rows) {
        out.line(&line)?;
    }
    let topic = |spot: &crate::quiz::readiness::Spot| {
        format!("{}: {}", catalog.banks[spot.bank].name.one_line(), spot.topic.one_line())
    };
    let (said, few): (Vec<_>, Vec<_>) = ready.spots.iter().partition(|spot| spot.share().is_some());
    if !said.is_empty() {
        out.line("  topics, the lowest first (last answers)")?;
        let rows: Vec<Vec<String>> = said
            .iter()
            .map(|spot| {
                let share = spot.share().unwrap_or_default();
                vec![format!("    {:>5}", percent(share)), format!("{} of {}", spot.right, spot.of), topic(spot)]
            })
            .collect();
        for line in columns(&rows) {
            out.line(&line)?;
        }
    }
    if !few.is_empty() {
        out.line(&format!("  topics with fewer than {LEAST_OF_TOPIC} answers, too few to say"))?;
        let rows: Vec<Vec<String>> =
            few.iter().map(|spot| vec![format!("    {} of {}", spot.right, spot.of), topic(spot)]).collect();
        for line in columns(&rows) {
            out.line(&line)?;
        }
    }
    if !ready.trend.is_empty() {
        out.line("  runs")?;
        let rows: Vec<Vec<String>> = ready
            .trend
            .iter()
            .map(|point| {
                let share = point.share();
                let of = format!("{} of {}", point.right, point.of);
                vec![format!("    {}", point.date), format!("{:>5}", percent(share)), of, bar(share)]
            })
            .collect();
        for line in columns(&rows) {
            out.line(&line)?;
        }
    }
    Ok(())
}

/// Seconds without needless digits: "45", "28.5".
fn seconds(seconds: f64) -> String {
    let tenths = format!("{seconds:.1}");
    tenths.strip_suffix(".0").map_or_else(|| tenths.clone(), str::to_owned)
}

fn ready_json(catalog: &Catalog, ready: &Readiness) -> Json {
    let chance = match &ready.verdict {
        Verdict::Band(estimate) => json!(estimate),
        verdict => json!({ "band": null, "why": verdict.id(), "words": verdict.words() }),
    };
    let spots: Vec<Json> = ready
        .spots
        .iter()
        .map(|spot| {
            let bank = catalog.banks[spot.bank].id.as_str();
            json!({ "bank": bank, "topic": spot.topic, "of": spot.of, "right": spot.right, "share": spot.share() })
        })
        .collect();
    let trend: Vec<Json> = ready
        .trend
        .iter()
        .map(|point| {
            json!({ "date": point.date.to_string(), "right": point.right, "of": point.of, "share": point.share() })
        })
        .collect();
    json!({
        "id": catalog.get(ready.cert).id.as_str(),
        "chance": chance,
        "first_tries": ready.tries,
        "first_tries_right": ready.right,
        "areas_without_answers": ready.unseen,
        "questions": ready.questions,
        "answered": ready.answered,
        "pace": ready.pace.map(|pace| json!({
            "median_seconds": pace.median,
            "mean_seconds": pace.mean,
            "of": pace.of,
            "allowed_seconds": pace.allowed,
        })),
        "topics": spots,
        "runs": trend,
    })
}

/// The questions with cards that can still be asked, each with the day it is due.
fn due_cards<'a>(catalog: &Catalog, profile: &'a Profile) -> impl Iterator<Item = (&'a str, Option<Date>)> {
    let names = names(catalog);
    let card = |card: &Card| date_of(card.due.div_euclid(1000));
    profile
        .items
        .iter()
        .filter(move |(name, _)| names.contains_key(*name))
        .filter_map(move |(name, history)| Some((name.as_str(), card(history.card.as_ref()?))))
}

/// Whether something is due by the end of a day; what has no day in the calendar is due beyond all.
fn is_by(due: Option<Date>, day: Date) -> bool {
    due.is_some_and(|due| plan::days_until(due, day) >= 0)
}

/// Prints what is to be asked today, from cards and from the plans of exams, and in the days to come.
///
/// # Errors
/// [`Error::Profile`] if the profile cannot be read, [`Error::Output`].
pub fn due(catalog: &Catalog, args: &Args, as_json: bool, out: &mut Out) -> Result<Exit, Error> {
    let today = today(catalog)?;
    let profile = read(args)?.unwrap_or_default();
    let banks = names(catalog);
    let cards: Vec<(&str, Option<Date>)> = due_cards(catalog, &profile).collect();
    let from_cards: BTreeSet<&str> =
        cards.iter().filter(|(_, due)| is_by(*due, today)).map(|(name, _)| *name).collect();
    let outcomes: Vec<(&str, Outcome)> = profile
        .exams
        .values()
        .filter_map(|exam| Some((exam.cert.as_str(), outcome(catalog, &profile, exam, today)?)))
        .filter(|(_, outcome)| !matches!(outcome, Outcome::Over { .. }))
        .collect();
    let asks = |outcome: &'_ Outcome, nth: usize| -> BTreeSet<String> {
        let day = outcome.plan().and_then(|plan| plan.days.get(nth));
        day.map_or_else(BTreeSet::new, |day| day.ask.iter().cloned().collect())
    };
    let mut all: BTreeSet<String> = from_cards.iter().map(|name| (*name).to_owned()).collect();
    all.extend(outcomes.iter().flat_map(|(_, outcome)| asks(outcome, 0)));
    let asked = |name: &&String| profile.items.contains_key(*name);
    let known = all.iter().filter(asked).count();
    let planned: BTreeSet<String> = outcomes.iter().flat_map(|(_, outcome)| asks(outcome, 0)).collect();
    let both = planned.iter().filter(|name| from_cards.contains(name.as_str())).count();
    let off = |nth: usize| -> Vec<&str> {
        let is_off = |outcome: &Outcome| outcome.plan().and_then(|plan| plan.days.get(nth)).is_some_and(|day| day.off);
        outcomes.iter().filter(|(_, outcome)| is_off(outcome)).map(|(cert, _)| *cert).collect()
    };
    let next: Vec<(Date, usize, usize, Vec<&str>)> = plan::days_from(today)
        .enumerate()
        .skip(1)
        .take(AHEAD)
        .map(|(nth, day)| {
            let cards = cards.iter().filter(|(_, due)| *due == Some(day)).count();
            let exams: BTreeSet<String> = outcomes.iter().flat_map(|(_, outcome)| asks(outcome, nth)).collect();
            (day, cards, exams.len(), off(nth))
        })
        .collect();
    let nothing = profile.items.is_empty() && profile.exams.is_empty();
    if as_json {
        let by_bank = |names: &mut dyn Iterator<Item = &str>| -> Json {
            counts(&banks, names)
                .into_iter()
                .map(|(bank, n)| (catalog.banks[bank].id.to_string(), json!(n)))
                .collect::<serde_json::Map<_, _>>()
                .into()
        };
        let exams: Vec<Json> = outcomes
            .iter()
            .map(|(cert, outcome)| {
                let today = asks(outcome, 0);
                json!({
                    "cert": cert,
                    "words": outcome.words(),
                    "today": today.len(),
                    "by_bank": by_bank(&mut today.iter().map(String::as_str)),
                })
            })
            .collect();
        let next: Vec<Json> = next
            .iter()
            .map(|(day, cards, exams, off)| {
                json!({ "date": day.to_string(), "cards": cards, "exams": exams, "off": off })
            })
            .collect();
        out.json(&json!({
            "note": nothing.then_some(NOTHING),
            "date": today.to_string(),
            "today": all.len(),
            "asked_before": known,
            "new": all.len() - known,
            "off": off(0),
            "by_bank": by_bank(&mut all.iter().map(String::as_str)),
            "cards": { "today": from_cards.len(), "by_bank": by_bank(&mut from_cards.iter().copied()) },
            "exams": exams,
            "next": next,
        }))?;
        return Ok(Exit::Ok);
    }
    if nothing {
        out.line(NOTHING)?;
        out.line("a day to learn for: `certdex exam set psm-1 2027-01-15`")?;
        return Ok(Exit::Ok);
    }
    let new = if all.is_empty() { String::new() } else { format!(": {known} asked before, {} new", all.len() - known) };
    out.line(&format!("{today}: {} to ask{new}", questions(all.len())))?;
    if both > 0 {
        let words = if both == 1 { "1 question is" } else { &format!("{both} questions are") };
        out.line(&format!("  {words} due by the cards and for an exam, and asked once"))?;
    }
    for cert in off(0) {
        out.line(&format!("  a day off from learning for {cert}"))?;
    }
    let mut rows = Vec::new();
    let bank_rows = |rows: &mut Vec<Vec<String>>, names: &mut dyn Iterator<Item = &str>| {
        for (bank, n) in counts(&banks, names) {
            rows.push(vec![format!("    {}", catalog.banks[bank].name.one_line()), n.to_string()]);
        }
    };
    if !from_cards.is_empty() {
        rows.push(vec!["  again, by your cards".to_owned(), from_cards.len().to_string()]);
        bank_rows(&mut rows, &mut from_cards.iter().copied());
    }
    for (cert, outcome) in &outcomes {
        let today = asks(outcome, 0);
        rows.push(vec![format!("  for the exam {cert}"), today.len().to_string()]);
        bank_rows(&mut rows, &mut today.iter().map(String::as_str));
    }
    for line in columns(&rows) {
        out.line(&line)?;
    }
    for (cert, outcome) in &outcomes {
        if !matches!(outcome, Outcome::Planned(_)) {
            out.line(&format!("  {cert}: {}", outcome.words()))?;
        }
    }
    out.line("the days to come")?;
    let rows: Vec<Vec<String>> = next
        .iter()
        .map(|(day, cards, exams, off)| {
            let exams = format!("{exams} for exams");
            let off = if off.is_empty() { String::new() } else { format!("day off: {}", off.join(", ")) };
            vec![format!("  {day}"), format!("{cards} by cards"), exams, off]
        })
        .collect();
    for line in columns(&rows) {
        out.line(&line)?;
    }
    Ok(Exit::Ok)
}

/// How many of these questions are in which bank, in the order of the banks.
fn counts(banks: &BTreeMap<String, usize>, names: &mut dyn Iterator<Item = &str>) -> BTreeMap<usize, usize> {
    let mut counts = BTreeMap::new();
    for bank in names.filter_map(|name| banks.get(name)) {
        *counts.entry(*bank).or_insert(0) += 1;
    }
    counts
}
