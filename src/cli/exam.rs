//! `certdex exam`: the day of an exam, and what to learn on which day until then.

use clap::Subcommand;
use serde_json::{Value as Json, json};

use super::cost::number;
use super::output::{Out, columns};
use super::{Args, find, now, profile};
use crate::catalog::Catalog;
use crate::catalog::quantity::{Date, Value};
use crate::catalog::record::{Kind, Record};
use crate::error::{Error, Exit};
use crate::field::Field;
use crate::profile::store::Store;
use crate::profile::{Change, ExamDay, Profile};
use crate::quiz::plan::{self, Off, Outcome, WEEKDAYS};
use crate::safe_text::safe;

/// So many days of a plan are printed.
const DAYS: usize = 7;

/// The most questions a day that can be asked for.
const MOST_A_DAY: u32 = 1000;

/// What to do with exam dates.
#[derive(Debug, Subcommand)]
pub enum ExamCommand {
    /// Set or move the day of an exam; its questions are spread over the days until then.
    #[command(
        after_help = "Examples:\n  certdex exam set psm-1 2027-01-15\n  certdex exam set psm-1 2027-01-15 --off sat,sun,2026-12-24 --per-day 15\n\nEvery question is asked twice before the day. What was done counts, also after a change."
    )]
    Set {
        /// The certification, as `psm-1`.
        cert: String,
        /// The day, as 2027-01-15.
        date: String,
        /// Days without work: weekdays and dates, as `sat,sun,2026-12-08`.
        #[arg(long, value_name = "DAY,…")]
        off: Option<String>,
        /// At most so many questions a day.
        #[arg(long, value_name = "N", default_value = "20", allow_hyphen_values = true)]
        per_day: String,
        /// Learn so many of its questions only, those of the heavier areas first.
        #[arg(long, value_name = "N", allow_hyphen_values = true)]
        most: Option<String>,
    },
    /// List the exam dates with their plans.
    List {
        /// For scripts: JSON.
        #[arg(long)]
        json: bool,
    },
    /// Give up the day of an exam.
    Drop {
        /// The certification, as `psm-1`.
        cert: String,
    },
}

/// Sets, lists or drops exam dates.
///
/// # Errors
/// [`Error::Usage`] for unknown ids and for dates that cannot be, [`Error::Profile`] if the profile cannot
/// be read or written, [`Error::Output`].
pub fn run(catalog: &Catalog, args: &Args, command: &ExamCommand, out: &mut Out) -> Result<Exit, Error> {
    let today = today(catalog)?;
    match command {
        ExamCommand::Set { cert, date, off, per_day, most } => {
            let record = cert_of(catalog, cert)?;
            let day = wanted_day(date, today)?;
            let off = off.as_deref().map(Off::parse).transpose().map_err(Error::Usage)?.unwrap_or_default();
            let per_day = number("questions a day", per_day, 1, MOST_A_DAY)? as usize;
            let most = most.as_deref().map(|most| number("questions", most, 1, 100_000)).transpose()?;
            let mut store = Store::open(&profile::path(args)?)?;
            profile::tell(&store);
            let known = store.snapshot()?;
            let id = record.id.as_str();
            let set = plan::set_at(known.exams.get(id), known.dropped.get(id).copied(), today, now(args, today));
            let exam = ExamDay {
                cert: id.to_owned(),
                date: day,
                off_weekdays: off.weekdays,
                off_days: off.days,
                per_day,
                most: most.map(|most| most as usize),
                set,
            };
            store.apply(&[Change::ExamSet(exam)])?;
            let profile = store.snapshot()?;
            store.close()?;
            let profile = profile.settled().unwrap_or(profile);
            if let Some(exam) = profile.exams.get(id) {
                tell(catalog, &profile, exam, today, out)?;
            }
            if let Some(Value::None) = record.value(Field::Exam) {
                let short = record.short();
                out.line(&format!(
                    "  note: {short} has no exam, as its sources have it; the plan is kept all the same"
                ))?;
            }
        }
        ExamCommand::List { json } => list(catalog, &read(args)?.unwrap_or_default(), today, *json, out)?,
        ExamCommand::Drop { cert } => {
            let path = profile::path(args)?;
            let store = Store::open_existing(&path)?;
            let known = store.as_ref().map(Store::snapshot).transpose()?.unwrap_or_default();
            // A date outlives the edition of the data that knew its certification.
            let id = match known.exams.get(cert) {
                Some(exam) => exam.cert.clone(),
                None => cert_of(catalog, cert)?.id.to_string(),
            };
            let (Some(mut store), Some(exam)) = (store, known.exams.get(&id)) else {
                return Err(Error::Usage(format!(
                    "no exam date is set for `{}`; `certdex exam list` shows those there are",
                    safe(&id)
                )));
            };
            profile::tell(&store);
            store.apply(&[Change::ExamDropped(id.clone(), now(args, today).max(exam.set))])?;
            store.close()?;
            out.line(&format!("{} is given up as an exam date for {}; your answers stay", exam.date, safe(&id)))?;
        }
    }
    Ok(Exit::Ok)
}

/// The day that plans begin with, a whole one.
pub(super) fn today(catalog: &Catalog) -> Result<Date, Error> {
    catalog.today.and_then(|today| plan::days_from(today).next()).ok_or_else(|| {
        Error::Usage("the clock says no day to plan from; set it, or name one with --as-of 2026-11-21".into())
    })
}

/// The profile, if there is one: nothing is begun only to be looked at.
pub(super) fn read(args: &Args) -> Result<Option<Profile>, Error> {
    if args.no_profile {
        return Ok(None);
    }
    let Some(store) = Store::open_existing(&profile::path(args)?)? else { return Ok(None) };
    profile::tell(&store);
    let profile = store.snapshot()?;
    // An exam that is not handed in gives nothing away.
    Ok(Some(profile.settled().unwrap_or(profile)))
}

/// The certification of that name.
pub(super) fn cert_of<'a>(catalog: &'a Catalog, name: &str) -> Result<&'a Record, Error> {
    let record = find(catalog, name)?;
    if record.key.0 == Kind::Cert {
        return Ok(record);
    }
    Err(Error::Usage(format!(
        "`{}` is a {}, and only certifications have exams; `certdex show {0}` names those that go with it",
        record.id,
        record.key.0.id()
    )))
}

/// A day to come.
fn wanted_day(text: &str, today: Date) -> Result<Date, Error> {
    let form = "write it in full, as 2027-01-15: year, month, day";
    let Some(day) = Date::parse(text.trim()) else {
        let shown: String = safe(text).chars().take(40).collect();
        return Err(Error::Usage(format!("`{shown}` is no day of an exam; {form}")));
    };
    if day.day == 0 {
        return Err(Error::Usage(format!("`{day}` is no day of an exam; {form}")));
    }
    if plan::days_until(today, day) <= 0 {
        return Err(Error::Usage(format!("{day} is not ahead (today is {today}); name a day to come")));
    }
    Ok(day)
}

/// What comes of the plan for an exam; `None` if the data set does not know its certification.
pub(super) fn outcome(catalog: &Catalog, profile: &Profile, exam: &ExamDay, today: Date) -> Option<Outcome> {
    let record = catalog.find(&exam.cert).filter(|record| record.key.0 == Kind::Cert)?;
    Some(plan::plan(&plan::wanted(catalog, record.key, profile, exam.set), today, exam))
}

/// "in 12 days", "today", "3 days ago".
fn distance(days: i64) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        2.. => format!("in {days} days"),
        _ => format!("{} days ago", -days),
    }
}

fn off_words(exam: &ExamDay) -> Vec<String> {
    let weekdays = exam.off_weekdays.iter().filter_map(|day| WEEKDAYS.get(usize::from(*day)));
    weekdays.map(|day| (*day).to_owned()).chain(exam.off_days.iter().map(ToString::to_string)).collect()
}

fn tell(catalog: &Catalog, profile: &Profile, exam: &ExamDay, today: Date, out: &mut Out) -> Result<(), Error> {
    let name = catalog.find(&exam.cert).map_or_else(|| safe(&exam.cert), |record| record.name.one_line());
    let when = distance(plan::days_until(today, exam.date));
    out.line(&format!("{name} ({}): exam on {}, {when}", safe(&exam.cert), exam.date))?;
    let off = off_words(exam);
    let most = exam.most.map_or_else(String::new, |most| format!(", of at most {most} in all"));
    let off = if off.is_empty() { String::new() } else { format!("; off: {}", off.join(", ")) };
    out.line(&format!("  at most {} questions a day{most}{off}", exam.per_day))?;
    let Some(outcome) = outcome(catalog, profile, exam, today) else {
        return out.line("  the data set does not know this certification, so there is nothing to ask");
    };
    out.line(&format!("  {}", outcome.words()))?;
    let Some(plan) = outcome.plan().filter(|plan| plan.left() > 0) else { return Ok(()) };
    if plan.done > 0 || plan.done_today > 0 {
        out.line(&format!("  {} of {} asked twice; {} asked today", plan.done, plan.items, plan.done_today))?;
    }
    let rows: Vec<Vec<String>> = plan
        .days
        .iter()
        .take(DAYS)
        .map(|day| {
            let ask = if day.off { "off".to_owned() } else { questions(day.ask.len()) };
            vec![format!("    {}", day.date), ask]
        })
        .collect();
    for line in columns(&rows) {
        out.line(&line)?;
    }
    if plan.days.len() > DAYS {
        out.line(&format!("    and {} more days until {}", plan.days.len() - DAYS, exam.date))?;
    }
    Ok(())
}

/// "1 question", "7 questions", "nothing".
pub(super) fn questions(count: usize) -> String {
    match count {
        0 => "nothing".to_owned(),
        1 => "1 question".to_owned(),
        _ => format!("{count} questions"),
    }
}

fn list(catalog: &Catalog, profile: &Profile, today: Date, as_json: bool, out: &mut Out) -> Result<(), Error> {
    let mut exams: Vec<&ExamDay> = profile.exams.values().collect();
    exams.sort_by_key(|exam| (exam.date, &exam.cert));
    if as_json {
        let rows: Vec<Json> = exams.iter().map(|exam| exam_json(catalog, profile, exam, today)).collect();
        return out.json(&rows);
    }
    if exams.is_empty() {
        return out
            .line("no exam date is set; `certdex exam set psm-1 2027-01-15` sets one and plans the days until then");
    }
    for (nth, exam) in exams.into_iter().enumerate() {
        if nth > 0 {
            out.line("")?;
        }
        tell(catalog, profile, exam, today, out)?;
    }
    Ok(())
}

fn exam_json(catalog: &Catalog, profile: &Profile, exam: &ExamDay, today: Date) -> Json {
    let outcome = outcome(catalog, profile, exam, today);
    let (id, needed, fewer) = match &outcome {
        None => ("unknown-certification", None, None),
        Some(Outcome::Planned(_)) => ("planned", None, None),
        Some(Outcome::TooMuch(much)) => ("too-much", Some(much.needed), Some(much.fewer.items)),
        Some(Outcome::NoDay { .. }) => ("no-day", None, None),
        Some(Outcome::Over { .. }) => ("over", None, None),
    };
    let plan = outcome.as_ref().and_then(Outcome::plan);
    let days: Vec<Json> = plan
        .map_or(&[][..], |plan| &plan.days)
        .iter()
        .map(|day| json!({ "date": day.date.to_string(), "off": day.off, "ask": day.ask }))
        .collect();
    json!({
        "cert": exam.cert,
        "date": exam.date.to_string(),
        "in_days": plan::days_until(today, exam.date),
        "off": off_words(exam),
        "per_day": exam.per_day,
        "most": exam.most,
        "outcome": id,
        "words": outcome.as_ref().map(Outcome::words),
        "needed_per_day": needed,
        "possible": fewer,
        "questions": plan.map(|plan| plan.items),
        "done": plan.map(|plan| plan.done),
        "done_today": plan.map(|plan| plan.done_today),
        "left": plan.map(plan::Plan::left),
        "working_days": plan.map(|plan| plan.working_days),
        "days": days,
    })
}
