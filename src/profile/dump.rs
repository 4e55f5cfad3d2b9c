//! A profile as one JSON file: to keep, to read with other programs, to take to another machine.
//!
//! What is exported is what was stored, nothing that is counted from it. Importing merges: what is
//! there already, by its name, is not there twice. An answer taken back here or there is taken back, a
//! run that ended here or there has ended, and of two notes or two exam dates the later wins. Answers
//! of both sides to one question are put in order of time, without changing the order of either side.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::store::{Fault, Store};
use super::{Attempt, End, ExamDay, ItemName, Millis, Mode, Run, Stand, Uid};
use crate::catalog::quantity::Date;
use crate::quiz::schedule::Grade;
use crate::safe_text::safe;

/// The version of the format that is written and read.
pub const FORMAT: u64 = 1;

/// The largest text that is read, in bytes.
pub const MOST: u64 = 256 << 20;

/// What an import did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Imported {
    /// Answers that were not here before.
    pub added: usize,
    /// Answers that were here already.
    pub known: usize,
    /// Runs that were not here before.
    pub runs: usize,
}

/// Why a text was not imported. Nothing was changed then.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refusal {
    /// It is not an exported profile, or one that makes no sense.
    #[error("{words}")]
    Text {
        /// What is wrong, and what to do.
        words: String,
        /// Line and column from 1 on, where they are known.
        at: Option<(usize, usize)>,
    },
    /// The profile could not be read or written.
    #[error(transparent)]
    Store(#[from] Fault),
}

/// The whole file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "what `certdex profile export` writes")]
struct Dump {
    #[serde(rename = "certdex_profile")]
    _format: u64,
    runs: Vec<RunRow>,
    answers: Vec<AnswerRow>,
    exams: Vec<ExamRow>,
    dropped: Vec<DroppedRow>,
}

/// What is looked at first, so that another version is told from a broken file.
#[derive(Deserialize)]
#[serde(expecting = "what `certdex profile export` writes")]
struct Head {
    certdex_profile: Option<u64>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a run")]
struct RunRow {
    id: Spelt<Uid>,
    title: String,
    mode: Spelt<Mode>,
    cert: Option<String>,
    seed: Spelt<u64>,
    rules: String,
    items: Vec<ItemName>,
    began: Millis,
    stand: StandRow,
    end: Option<EndRow>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "where a run stands")]
struct StandRow {
    at: usize,
    flagged: Vec<usize>,
    used: u64,
    paused: bool,
    noted: Millis,
}

/// Of a run that was given up, both numbers are missing.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the end of a run")]
struct EndRow {
    at: Millis,
    right: Option<usize>,
    of: Option<usize>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an answer")]
#[expect(clippy::struct_excessive_bools, reason = "an answer has four things that are so or not")]
struct AnswerRow {
    id: Spelt<Uid>,
    run: Spelt<Uid>,
    item: ItemName,
    answer: Vec<usize>,
    right: bool,
    at: Millis,
    spent: u32,
    flagged: bool,
    grade: Option<Spelt<Grade>>,
    mixed: bool,
    undone: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an exam date")]
struct ExamRow {
    cert: String,
    date: Spelt<Date>,
    off_weekdays: Vec<u8>,
    off_days: Vec<Spelt<Date>>,
    per_day: usize,
    most: Option<usize>,
    set: Millis,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an exam date given up")]
struct DroppedRow {
    cert: String,
    at: Millis,
}

/// A value that is a word in the file.
#[derive(Clone, Copy)]
struct Spelt<T>(T);

/// How such a value is spelt.
trait Word: Sized {
    /// What is expected where something else stands.
    const WHAT: &str;

    fn write(&self) -> String;
    fn read(text: &str) -> Option<Self>;
}

impl Word for Uid {
    const WHAT: &str = "a name of 32 hexadecimal digits";

    fn write(&self) -> String {
        self.to_string()
    }

    fn read(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

/// A seed. Many programs read large numbers as nearby ones, so it is none in the file.
impl Word for u64 {
    const WHAT: &str = "a seed of 16 hexadecimal digits";

    fn write(&self) -> String {
        format!("{self:016x}")
    }

    fn read(text: &str) -> Option<Self> {
        let plain = text.len() == 16 && text.bytes().all(|b| b.is_ascii_hexdigit());
        Self::from_str_radix(text, 16).ok().filter(|_| plain)
    }
}

impl Word for Mode {
    const WHAT: &str = "practice, practice-at-end or exam";

    fn write(&self) -> String {
        self.id().to_owned()
    }

    fn read(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

impl Word for Grade {
    const WHAT: &str = "again, hard, good or easy";

    fn write(&self) -> String {
        self.id().to_owned()
    }

    fn read(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

impl Word for Date {
    const WHAT: &str = "a date that is in the calendar, as 2026-11-21";

    fn write(&self) -> String {
        self.to_string()
    }

    fn read(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

impl<T: Word> Serialize for Spelt<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0.write())
    }
}

impl<'de, T: Word> Deserialize<'de> for Spelt<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader<T>(PhantomData<T>);

        impl<T: Word> de::Visitor<'_> for Reader<T> {
            type Value = Spelt<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(T::WHAT)
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Spelt<T>, E> {
                T::read(text).map(Spelt).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
            }
        }

        from.deserialize_str(Reader(PhantomData))
    }
}

impl From<Run> for RunRow {
    fn from(run: Run) -> Self {
        let Run { id, title, mode, cert, seed, rules, items, began, stand, end } = run;
        let Stand { at, flagged, used, paused, noted } = stand;
        let end = end.map(|end| match end {
            End::Done { at, right, of } => EndRow { at, right: Some(right), of: Some(of) },
            End::Dropped { at } => EndRow { at, right: None, of: None },
        });
        let stand = StandRow { at, flagged, used, paused, noted };
        Self { id: Spelt(id), title, mode: Spelt(mode), cert, seed: Spelt(seed), rules, items, began, stand, end }
    }
}

impl RunRow {
    /// The run; in words why it is none.
    fn run(self) -> Result<Run, &'static str> {
        let Self { id, title, mode, cert, seed, rules, items, began, stand, end } = self;
        let StandRow { at, flagged, used, paused, noted } = stand;
        let stand = Stand { at, flagged, used, paused, noted };
        if !stand.fits(items.len()) {
            return Err("stands at a question, or flags one, that it does not have");
        }
        let end = match end {
            None => None,
            Some(EndRow { at, right: Some(right), of: Some(of) }) => Some(End::Done { at, right, of }),
            Some(EndRow { at, right: None, of: None }) => Some(End::Dropped { at }),
            Some(_) => return Err("ends with only one of `right` and `of`"),
        };
        Ok(Run { id: id.0, title, mode: mode.0, cert, seed: seed.0, rules, items, began, stand, end })
    }
}

impl AnswerRow {
    fn of(attempt: Attempt, undone: bool) -> Self {
        let Attempt { id, run, item, answer, right, at, spent, flagged, grade, mixed } = attempt;
        let (id, run, grade) = (Spelt(id), Spelt(run), grade.map(Spelt));
        Self { id, run, item, answer, right, at, spent, flagged, grade, mixed, undone }
    }

    fn attempt(self) -> (Attempt, bool) {
        let Self { id, run, item, answer, right, at, spent, flagged, grade, mixed, undone } = self;
        let (id, run, grade) = (id.0, run.0, grade.map(|grade| grade.0));
        (Attempt { id, run, item, answer, right, at, spent, flagged, grade, mixed }, undone)
    }
}

/// Everything stored, as JSON: one line for each run, answer and exam date, in an order that stays.
///
/// # Errors
/// [`Fault`] if the profile cannot be read.
pub fn export(store: &Store) -> Result<String, Fault> {
    let (runs, attempts, exams, dropped) =
        store.at_once(|store| Ok((store.runs()?, store.attempts()?, store.exams()?, store.exams_dropped()?)))?;
    let exams = exams.into_iter().map(|day| {
        let ExamDay { cert, date, off_weekdays, off_days, per_day, most, set } = day;
        let off_days = off_days.into_iter().map(Spelt).collect();
        ExamRow { cert, date: Spelt(date), off_weekdays, off_days, per_day, most, set }
    });
    let mut out = format!("{{\n\"certdex_profile\": {FORMAT},\n");
    rows(&mut out, "runs", runs.into_iter().map(RunRow::from));
    out.push_str(",\n");
    rows(&mut out, "answers", attempts.into_iter().map(|(attempt, undone)| AnswerRow::of(attempt, undone)));
    out.push_str(",\n");
    rows(&mut out, "exams", exams);
    out.push_str(",\n");
    rows(&mut out, "dropped", dropped.into_iter().map(|(cert, at)| DroppedRow { cert, at }));
    out.push_str("\n}\n");
    Ok(out)
}

/// A list, one line for each of its rows.
fn rows(out: &mut String, name: &str, rows: impl Iterator<Item = impl Serialize>) {
    out.push_str(&format!("\"{name}\": ["));
    for (at, row) in rows.enumerate() {
        out.push_str(if at == 0 { "\n" } else { ",\n" });
        // Numbers, words and lists of them: there is nothing that JSON could not say.
        out.push_str(&serde_json::to_string(&row).unwrap_or_default());
    }
    out.push(']');
}

/// Brings in what was exported: whole or not at all, and twice is the same as once.
///
/// # Errors
/// [`Refusal`]; nothing was changed then.
pub fn import(store: &mut Store, text: &str) -> Result<Imported, Refusal> {
    let read = parse(text)?;
    store.whole(|store| {
        // Looked for before anything is written.
        for (at, (attempt, _)) in read.answers.iter().enumerate() {
            if !read.names.contains(&attempt.run) && !store.knows(attempt.run)? {
                return Ok(Err(refused(format!("answers[{at}] was given in a run that is neither in it nor here"))));
            }
            let here = store.place(attempt.id)?;
            if here.is_some_and(|(run, item)| run != attempt.run || item != attempt.item) {
                return Ok(Err(refused(format!("answers[{at}] has the name of another answer that is here"))));
            }
        }
        let mut done = Imported::default();
        for run in &read.runs {
            if store.knows(run.id)? {
                store.stands(run.id, &run.stand)?;
                run.end.map_or(Ok(()), |end| store.end(run.id, end))?;
            } else {
                store.insert_run(run)?;
                done.runs += 1;
            }
        }
        let mut by_item: BTreeMap<&str, Vec<&(Attempt, bool)>> = BTreeMap::new();
        for row in &read.answers {
            by_item.entry(&row.0.item).or_default().push(row);
        }
        for (item, theirs) in by_item {
            let added = merge(store, item, &theirs)?;
            done.added += added;
            done.known += theirs.len() - added;
        }
        read.exams.iter().try_for_each(|day| store.exam_set(day))?;
        read.dropped.iter().try_for_each(|row| store.exam_gone(&row.cert, row.at))?;
        Ok(Ok(done))
    })?
}

/// Merges answers to one question; how many were not here.
fn merge(store: &Store, item: &str, theirs: &[&(Attempt, bool)]) -> Result<usize, Fault> {
    let ours = store.tries(item)?;
    let here: BTreeMap<Uid, usize> = ours.iter().enumerate().map(|(at, known)| (known.id, at)).collect();
    let (mut passed, mut nth, mut added) = (0, 0, 0);
    for (attempt, undone) in theirs {
        if let Some(known) = here.get(&attempt.id).and_then(|at| ours.get(*at)) {
            if *undone && !known.undone || known.grade.is_none() && attempt.grade.is_some() {
                let grade = known.grade.or(attempt.grade);
                store.amend(attempt.id, grade, *undone || known.undone)?;
            }
            continue;
        }
        // Before it come those of ours that are not later.
        while let Some(known) = ours.get(passed).filter(|known| known.at <= attempt.at) {
            store.place_at(known.id, nth)?;
            passed += 1;
            nth += 1;
        }
        store.insert_attempt(attempt, *undone, nth)?;
        nth += 1;
        added += 1;
    }
    if added > 0 {
        for known in ours.iter().skip(passed) {
            store.place_at(known.id, nth)?;
            nth += 1;
        }
    }
    store.count(item)?;
    Ok(added)
}

/// What a text says, as far as it can be judged by itself.
struct Read {
    runs: Vec<Run>,
    names: BTreeSet<Uid>,
    answers: Vec<(Attempt, bool)>,
    exams: Vec<ExamDay>,
    dropped: Vec<DroppedRow>,
}

fn parse(text: &str) -> Result<Read, Refusal> {
    if text.len() as u64 > MOST {
        return Err(refused(format!("it is larger than {} MB; no profile is", MOST >> 20)));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let Head { certdex_profile: format } = serde_json::from_str(text).map_err(|error| unread(&error))?;
    match format {
        Some(FORMAT) => {}
        Some(other) if other > FORMAT => {
            return Err(refused(format!(
                "it is of version {other}, and this certdex reads version {FORMAT}; update certdex"
            )));
        }
        _ => return Err(refused("it is no profile that `certdex profile export` wrote".to_owned())),
    }
    let dump: Dump = serde_json::from_str(text).map_err(|error| unread(&error))?;
    let mut read =
        Read { runs: Vec::new(), names: BTreeSet::new(), answers: Vec::new(), exams: Vec::new(), dropped: Vec::new() };
    for (at, row) in dump.runs.into_iter().enumerate() {
        let run = row.run().map_err(|words| refused(format!("runs[{at}] {words}")))?;
        if !read.names.insert(run.id) {
            return Err(refused(format!("runs[{at}] has the name of an earlier run")));
        }
        read.runs.push(run);
    }
    let mut seen = BTreeSet::new();
    for (at, row) in dump.answers.into_iter().enumerate() {
        if !seen.insert(row.id.0) {
            return Err(refused(format!("answers[{at}] has the name of an earlier answer")));
        }
        read.answers.push(row.attempt());
    }
    let mut seen = BTreeSet::new();
    for (at, row) in dump.exams.into_iter().enumerate() {
        let ExamRow { cert, date, off_weekdays, off_days, per_day, most, set } = row;
        let off_days = off_days.into_iter().map(|day| day.0).collect();
        let day = ExamDay { cert, date: date.0, off_weekdays, off_days, per_day, most, set };
        if !day.is_sound() {
            return Err(refused(format!("exams[{at}] leaves out a weekday that is none; they are 0 to 6")));
        }
        if !seen.insert(day.cert.clone()) {
            return Err(refused(format!("exams[{at}] is for the certification of an earlier one")));
        }
        read.exams.push(day);
    }
    for (at, row) in dump.dropped.into_iter().enumerate() {
        if !seen.insert(row.cert.clone()) {
            return Err(refused(format!("dropped[{at}] is for the certification of an earlier row")));
        }
        read.dropped.push(row);
    }
    Ok(read)
}

fn refused(words: String) -> Refusal {
    Refusal::Text { words, at: None }
}

/// What the reader of JSON says, with its place apart.
fn unread(error: &serde_json::Error) -> Refusal {
    let (line, column) = (error.line(), error.column());
    let words = error.to_string();
    let words = words.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&words);
    let words: String = safe(words).chars().take(200).collect();
    let hint = if error.is_eof() { "; the file is cut short" } else { "" };
    // Before the first line there is nothing to point at.
    let at = (line > 0).then_some((line, column.max(1)));
    Refusal::Text { words: format!("it cannot be read: {words}{hint}"), at }
}
