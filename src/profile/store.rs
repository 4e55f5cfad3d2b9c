//! The SQLite file behind a profile.
//!
//! A change is stored whole or not at all: one transaction, with a rollback journal and full
//! synchronisation, so that a kill or a crash at any moment loses nothing that [`Store::apply`] has
//! returned from. Each change is found by its name, so storing it again is harmless. Two programs may
//! have the same file open.
//!
//! Answers are kept for ever in `attempt`. The table `history` sums them up for each question, in the
//! same transaction, so that [`Store::snapshot`] need not read them all.

mod examine;
mod fault;
mod open;
mod pack;

pub use examine::{Examined, examine};
pub use fault::{Failure, Fault, FaultKind};

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension as _, Params, Row, params};

use super::apply::sort_given;
use super::{Attempt, Change, End, ExamDay, History, MOST_PAST, Millis, Mode, Past, Profile, Run, Stand, Try, Uid};
use crate::catalog::quantity::Date;
use crate::quiz::schedule::{Card, Grade};

/// So often a transaction is tried before a file counts as locked; each time SQLite waits
/// [`open::PATIENCE`] for the others.
const TRIES: usize = 2;

/// Says before each call to SQLite whether it is to fail, and how: for tests.
type Gate = Box<dyn FnMut() -> Option<Failure> + Send>;

/// A profile's file, open.
pub struct Store {
    db: Connection,
    /// The file; `None` in memory.
    file: Option<PathBuf>,
    notices: Vec<String>,
    gate: RefCell<Option<Gate>>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("file", &self.file).field("notices", &self.notices).finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the file, made anew with its folders if there is none. An older one is brought up to date,
    /// and a copy of it stays beside it; a damaged one is set aside under another name and a new one is
    /// begun. Both are told by [`Store::notices`].
    ///
    /// # Errors
    /// [`Fault`]; one that is [`FaultKind::Newer`] or [`FaultKind::Foreign`] was not touched.
    pub fn open(path: &Path) -> Result<Self, Fault> {
        open::open(path, None)
    }

    /// Opens the file if there is one: for looking at what is there without leaving anything behind.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_existing(path: &Path) -> Result<Option<Self>, Fault> {
        if path.symlink_metadata().is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound) {
            return Ok(None);
        }
        Self::open(path).map(Some)
    }

    /// A store in memory that is gone when it is dropped.
    ///
    /// # Errors
    /// [`Fault`] if there is no memory for it.
    pub fn in_memory() -> Result<Self, Fault> {
        open::in_memory()
    }

    /// As [`Store::open`], with calls that fail on purpose: `gate` is asked before each call.
    ///
    /// # Errors
    /// As [`Store::open`].
    #[doc(hidden)]
    pub fn open_failing(path: &Path, gate: impl FnMut() -> Option<Failure> + Send + 'static) -> Result<Self, Fault> {
        open::open(path, Some(Box::new(gate)))
    }

    /// From now on `gate` is asked before each call whether it is to fail.
    #[doc(hidden)]
    pub fn fail(&mut self, gate: impl FnMut() -> Option<Failure> + Send + 'static) {
        self.gate = RefCell::new(Some(Box::new(gate)));
    }

    /// The file; `None` in memory.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// What the user is to be told of the opening, in sentences: a damaged file set aside, an older one
    /// brought up to date. Mostly empty.
    #[must_use]
    pub fn notices(&self) -> &[String] {
        &self.notices
    }

    /// Closes the file. Nothing is lost without it.
    ///
    /// # Errors
    /// [`Fault`] if SQLite has something left to say.
    pub fn close(self) -> Result<(), Fault> {
        let Self { db, file, .. } = self;
        db.close().map_err(|(_, error)| Fault::of(file.as_deref(), &error))
    }

    /// Stores changes, all or none. What was stored before changes nothing.
    ///
    /// # Errors
    /// [`Fault`]; then none of them is stored, unless only the word that they are was lost. In either
    /// case they can be tried again.
    pub fn apply(&mut self, changes: &[Change]) -> Result<(), Fault> {
        self.whole(|store| {
            let mut touched = BTreeSet::new();
            for change in changes {
                store.take(change, &mut touched)?;
            }
            touched.iter().try_for_each(|item| store.count(item))
        })
    }

    /// What [`Profile`] holds.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn snapshot(&self) -> Result<Profile, Fault> {
        self.at_once(Self::read_all)
    }

    /// A run and the answers in it that stand, in the order of its questions; `None` if there is none.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn run(&self, id: Uid) -> Result<Option<(Run, Vec<Attempt>)>, Fault> {
        self.at_once(|store| {
            let found = store.rows(&format!("SELECT {RUN} FROM run WHERE id = ?1"), [id], read_run)?;
            let Some(run) = found.into_iter().next() else { return Ok(None) };
            let given = store.given(&run)?;
            Ok(Some((run, given)))
        })
    }
}

/// Transactions and single calls.
impl Store {
    /// One transaction that writes, all or nothing.
    pub(super) fn whole<T>(&mut self, work: impl Fn(&Self) -> Result<T, Fault>) -> Result<T, Fault> {
        self.transaction("BEGIN IMMEDIATE", work)
    }

    /// One transaction that reads: all of it is of one moment.
    pub(super) fn at_once<T>(&self, work: impl Fn(&Self) -> Result<T, Fault>) -> Result<T, Fault> {
        self.transaction("BEGIN", work)
    }

    fn transaction<T>(&self, begin: &str, work: impl Fn(&Self) -> Result<T, Fault>) -> Result<T, Fault> {
        let mut tries = 1;
        loop {
            let done = self.once(begin, &work);
            match done {
                Err(fault) if fault.kind == FaultKind::Locked && tries < TRIES => tries += 1,
                done => return done,
            }
        }
    }

    fn once<T>(&self, begin: &str, work: &impl Fn(&Self) -> Result<T, Fault>) -> Result<T, Fault> {
        let all = || {
            self.call(begin)?;
            let done = work(self)?;
            self.call("COMMIT")?;
            // Here a crash would lose only the word that all is stored.
            self.pass()?;
            Ok(done)
        };
        let done = all();
        // SQLite has rolled back by itself after some errors.
        if done.is_err() && !self.db.is_autocommit() {
            let _ = self.db.execute_batch("ROLLBACK");
        }
        done
    }

    fn pass(&self) -> Result<(), Fault> {
        let failure = self.gate.borrow_mut().as_mut().and_then(|gate| gate());
        failure.map_or(Ok(()), |failure| Err(self.fault(&failure.error())))
    }

    /// Words for what SQLite met.
    fn fault(&self, error: &rusqlite::Error) -> Fault {
        Fault::of(self.file.as_deref(), error)
    }

    /// Runs statements without parameters.
    pub(super) fn call(&self, sql: &str) -> Result<(), Fault> {
        self.pass()?;
        self.db.execute_batch(sql).map_err(|error| self.fault(&error))
    }

    /// Runs a statement; how many rows it changed.
    pub(super) fn change(&self, sql: &str, params: impl Params) -> Result<usize, Fault> {
        self.pass()?;
        self.db
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute(params))
            .map_err(|error| self.fault(&error))
    }

    /// All rows of a query.
    pub(super) fn rows<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Fault> {
        self.pass()?;
        let all = || -> rusqlite::Result<Vec<T>> { self.db.prepare_cached(sql)?.query_map(params, read)?.collect() };
        all().map_err(|error| self.fault(&error))
    }

    /// The first row of a query.
    pub(super) fn row<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, Fault> {
        self.pass()?;
        let first = || self.db.prepare_cached(sql)?.query_row(params, read).optional();
        first().map_err(|error| self.fault(&error))
    }
}

/// Writing. What a change does is said once more by [`Profile::apply`].
impl Store {
    fn take(&self, change: &Change, touched: &mut BTreeSet<String>) -> Result<(), Fault> {
        match change {
            Change::Began(run) => self.began(run),
            Change::Answered(attempt) => self.answered(attempt, touched),
            Change::Undone(id) => {
                let item = self.row("SELECT item FROM attempt WHERE id = ?1 AND undone = 0", [id], |row| row.get(0))?;
                if let Some(item) = item {
                    self.change("UPDATE attempt SET undone = 1 WHERE id = ?1", [id])?;
                    touched.insert(item);
                }
                Ok(())
            }
            Change::Stands(id, stand) => self.stands(*id, stand),
            Change::Ended(id, end) => self.end(*id, *end),
            Change::ExamSet(day) => self.exam_set(day),
            Change::ExamDropped(cert, at) => self
                .change("UPDATE exam SET dropped = 1, noted = ?2 WHERE cert = ?1 AND noted <= ?2", params![cert, at])
                .map(drop),
        }
    }

    fn began(&self, run: &Run) -> Result<(), Fault> {
        if run.stand.fits(run.items.len()) && !self.knows(run.id)? {
            self.insert_run(run)?;
        }
        Ok(())
    }

    /// Whether a run of that name began.
    pub(super) fn knows(&self, run: Uid) -> Result<bool, Fault> {
        Ok(self.row("SELECT 1 FROM run WHERE id = ?1", [run], |_| Ok(()))?.is_some())
    }

    /// Puts in a run that is not there yet.
    pub(super) fn insert_run(&self, run: &Run) -> Result<(), Fault> {
        let Run { id, title, mode, cert, seed, rules, items, began, stand, end } = run;
        self.change(
            "INSERT INTO run (id, title, mode, cert, seed, rules, items, began, place, flagged, used, paused, noted)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            params![
                id,
                title,
                mode.id(),
                cert,
                seed.cast_signed(),
                rules,
                List(items),
                began,
                whole(stand.at),
                List(&stand.flagged),
                stand.used.cast_signed(),
                stand.paused,
                stand.noted
            ],
        )?;
        end.map_or(Ok(()), |end| self.end(*id, end))
    }

    fn answered(&self, attempt: &Attempt, touched: &mut BTreeSet<String>) -> Result<(), Fault> {
        match self.place(attempt.id)? {
            None if !self.knows(attempt.run)? => return Ok(()),
            None => {
                let next = "SELECT coalesce(max(nth) + 1, 0) FROM attempt WHERE item = ?1";
                let nth = self.row(next, [&attempt.item], |row| row.get(0))?.unwrap_or(0);
                self.insert_attempt(attempt, false, nth)?;
            }
            Some((run, item)) if run == attempt.run && item == attempt.item => {
                let Attempt { id, answer, right, at, spent, flagged, grade, mixed, .. } = attempt;
                self.change(
                    "UPDATE attempt SET answer = ?2, right = ?3, at = ?4, spent = ?5, flagged = ?6, grade = ?7, mixed = ?8
                     WHERE id = ?1",
                    params![id, List(answer), right, at, spent, flagged, grade.map(Grade::id), mixed],
                )?;
            }
            Some(_) => return Ok(()),
        }
        touched.insert(attempt.item.clone());
        Ok(())
    }

    /// The run and the question of an answer.
    pub(super) fn place(&self, attempt: Uid) -> Result<Option<(Uid, String)>, Fault> {
        self.row("SELECT run, item FROM attempt WHERE id = ?1", [attempt], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// Puts in an answer that is not there yet, as the `nth` to its question.
    pub(super) fn insert_attempt(&self, attempt: &Attempt, undone: bool, nth: i64) -> Result<(), Fault> {
        let Attempt { id, run, item, answer, right, at, spent, flagged, grade, mixed } = attempt;
        self.change(
            "INSERT INTO attempt (id, run, item, answer, right, at, spent, flagged, grade, mixed, undone, nth)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            params![id, run, item, List(answer), right, at, spent, flagged, grade.map(Grade::id), mixed, undone, nth],
        )
        .map(drop)
    }

    /// Changes the grade of an answer, and whether it was taken back.
    pub(super) fn amend(&self, id: Uid, grade: Option<Grade>, undone: bool) -> Result<(), Fault> {
        let sql = "UPDATE attempt SET grade = ?2, undone = ?3 WHERE id = ?1";
        self.change(sql, params![id, grade.map(Grade::id), undone]).map(drop)
    }

    /// Makes an answer the `nth` to its question.
    pub(super) fn place_at(&self, id: Uid, nth: i64) -> Result<(), Fault> {
        self.change("UPDATE attempt SET nth = ?2 WHERE id = ?1 AND nth <> ?2", params![id, nth]).map(drop)
    }

    /// Notes where a run stands, if it is open and the place is in it.
    pub(super) fn stands(&self, id: Uid, stand: &Stand) -> Result<(), Fault> {
        let items = "SELECT items FROM run WHERE id = ?1 AND ended IS NULL";
        let Some(items) = self.row(items, [id], |row| list::<String>(row, 0))? else { return Ok(()) };
        if stand.fits(items.len()) {
            let Stand { at, flagged, used, paused, noted } = stand;
            self.change(
                "UPDATE run SET place = ?2, flagged = ?3, used = ?4, paused = ?5, noted = ?6
                 WHERE id = ?1 AND noted <= ?6",
                params![id, whole(*at), List(flagged), used.cast_signed(), paused, noted],
            )?;
        }
        Ok(())
    }

    /// Ends a run, if it is open.
    pub(super) fn end(&self, id: Uid, end: End) -> Result<(), Fault> {
        let (at, right, of) = match end {
            End::Done { at, right, of } => (at, Some(whole(right)), Some(whole(of))),
            End::Dropped { at } => (at, None, None),
        };
        let sql = "UPDATE run SET ended = ?2, ended_right = ?3, ended_of = ?4 WHERE id = ?1 AND ended IS NULL";
        self.change(sql, params![id, at, right, of]).map(drop)
    }

    /// Sets a day, if it is later than what is known.
    pub(super) fn exam_set(&self, day: &ExamDay) -> Result<(), Fault> {
        if !day.is_sound() {
            return Ok(());
        }
        let ExamDay { cert, date, off_weekdays, off_days, per_day, most, set } = day;
        let off_days: Vec<String> = off_days.iter().map(ToString::to_string).collect();
        let date = date.to_string();
        self.change(
            "INSERT INTO exam (cert, date, off_weekdays, off_days, per_day, most, noted)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (cert) DO UPDATE SET date = excluded.date, off_weekdays = excluded.off_weekdays,
                 off_days = excluded.off_days, per_day = excluded.per_day, most = excluded.most,
                 noted = excluded.noted, dropped = 0
             WHERE excluded.noted > noted OR (excluded.noted = noted AND dropped = 0)",
            params![cert, date, List(off_weekdays), List(&off_days), whole(*per_day), most.map(whole), set],
        )
        .map(drop)
    }

    /// Notes that a day was given up, also one that was never here.
    pub(super) fn exam_gone(&self, cert: &str, at: Millis) -> Result<(), Fault> {
        self.change(
            "INSERT INTO exam (cert, date, off_weekdays, per_day, noted, dropped) VALUES (?1, '', '[]', 0, ?2, 1)
             ON CONFLICT (cert) DO UPDATE SET dropped = 1, noted = excluded.noted WHERE excluded.noted >= noted",
            params![cert, at],
        )
        .map(drop)
    }

    /// Counts the history of a question anew, from all answers to it.
    pub(super) fn count(&self, item: &str) -> Result<(), Fault> {
        let tries = self.tries(item)?;
        let Some(History { card, .. }) = History::of(&tries) else { return Ok(()) };
        let bits = |number: f32| i64::from(number.to_bits());
        self.change(
            "INSERT OR REPLACE INTO history (item, tries, stability, difficulty, last, due, reviews, lapses)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                item,
                pack::pack(&tries),
                card.map(|card| bits(card.stability)),
                card.map(|card| bits(card.difficulty)),
                card.map(|card| card.last),
                card.map(|card| card.due),
                card.map(|card| card.reviews),
                card.map(|card| card.lapses)
            ],
        )
        .map(drop)
    }

    /// All answers to a question, in order.
    pub(super) fn tries(&self, item: &str) -> Result<Vec<Try>, Fault> {
        let sql = "SELECT id, run, at, spent, right, mixed, grade, undone FROM attempt WHERE item = ?1 ORDER BY nth, n";
        self.rows(sql, [item], |row| {
            Ok(Try {
                id: row.get(0)?,
                run: row.get(1)?,
                at: row.get(2)?,
                spent: row.get(3)?,
                right: row.get(4)?,
                mixed: row.get(5)?,
                grade: read_grade(row, 6)?,
                undone: row.get(7)?,
            })
        })
    }
}

/// Reading.
impl Store {
    fn read_all(&self) -> Result<Profile, Fault> {
        let mut profile = Profile::default();
        let sql = "SELECT item, tries, stability, difficulty, last, due, reviews, lapses FROM history";
        for (item, tries, history) in self.rows(sql, [], read_history)? {
            profile.answers += u64::from(history.tries);
            profile.items.insert(item.clone(), history);
            profile.tries.insert(item, tries);
        }
        let sql = format!("SELECT {RUN} FROM run WHERE ended IS NULL");
        for run in self.rows(&sql, [], read_run)? {
            let given = self.given(&run)?;
            profile.open.push((run, given));
        }
        profile.open.sort_by_key(|(run, _)| std::cmp::Reverse(run.rank()));
        let sql = format!(
            "SELECT {RUN} FROM run WHERE ended_right IS NOT NULL ORDER BY ended DESC, id DESC LIMIT {MOST_PAST}"
        );
        let done = self.rows(&sql, [], read_run)?;
        profile.past = done.into_iter().filter_map(|run| run.end.and_then(|end| Past::of(run, end))).collect();
        let sql = "SELECT id FROM run WHERE ended IS NOT NULL";
        profile.ended = self.rows(sql, [], |row| row.get(0))?.into_iter().collect();
        profile.exams = self.exams()?.into_iter().map(|day| (day.cert.clone(), day)).collect();
        profile.dropped = self.exams_dropped()?.into_iter().collect();
        Ok(profile)
    }

    /// The answers of a run that stand.
    fn given(&self, run: &Run) -> Result<Vec<Attempt>, Fault> {
        let sql = format!("SELECT {ATTEMPT} FROM attempt WHERE run = ?1 AND undone = 0");
        let mut given = self.rows(&sql, [run.id], read_attempt)?;
        sort_given(run, &mut given);
        Ok(given)
    }

    /// All runs, the first begun first.
    pub(super) fn runs(&self) -> Result<Vec<Run>, Fault> {
        self.rows(&format!("SELECT {RUN} FROM run ORDER BY began, id"), [], read_run)
    }

    /// All answers and whether they were taken back: by question, in the order they were given.
    pub(super) fn attempts(&self) -> Result<Vec<(Attempt, bool)>, Fault> {
        let sql = format!("SELECT {ATTEMPT}, undone FROM attempt ORDER BY item, nth, n");
        self.rows(&sql, [], |row| Ok((read_attempt(row)?, row.get(10)?)))
    }

    /// Exam dates.
    pub(super) fn exams(&self) -> Result<Vec<ExamDay>, Fault> {
        let sql = "SELECT cert, date, off_weekdays, off_days, per_day, most, noted FROM exam
                   WHERE dropped = 0 ORDER BY cert";
        self.rows(sql, [], |row| {
            let date = |text: &str| Date::parse(text).ok_or(FromSqlError::InvalidType);
            Ok(ExamDay {
                cert: row.get(0)?,
                date: date(row.get_ref(1)?.as_str()?)?,
                off_weekdays: list(row, 2)?,
                off_days: list::<String>(row, 3)?.iter().map(|text| date(text)).collect::<Result<_, _>>()?,
                per_day: read_whole(row, 4)?,
                most: row.get::<_, Option<i64>>(5)?.map(unsigned).transpose()?,
                set: row.get(6)?,
            })
        })
    }

    /// Exam dates given up, and when.
    pub(super) fn exams_dropped(&self) -> Result<Vec<(String, Millis)>, Fault> {
        let sql = "SELECT cert, noted FROM exam WHERE dropped = 1 ORDER BY cert";
        self.rows(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
    }
}

/// The columns that [`read_run`] reads.
const RUN: &str = "id, title, mode, cert, seed, rules, items, began, place, flagged, used, paused, noted, \
                   ended, ended_right, ended_of";

fn read_run(row: &Row<'_>) -> rusqlite::Result<Run> {
    let end = match (row.get::<_, Option<i64>>(13)?, row.get::<_, Option<i64>>(14)?) {
        (None, _) => None,
        (Some(at), None) => Some(End::Dropped { at }),
        (Some(at), Some(right)) => Some(End::Done { at, right: unsigned(right)?, of: read_whole(row, 15)? }),
    };
    Ok(Run {
        id: row.get(0)?,
        title: row.get(1)?,
        mode: Mode::parse(row.get_ref(2)?.as_str()?).ok_or(FromSqlError::InvalidType)?,
        cert: row.get(3)?,
        seed: row.get::<_, i64>(4)?.cast_unsigned(),
        rules: row.get(5)?,
        items: list(row, 6)?,
        began: row.get(7)?,
        stand: Stand {
            at: read_whole(row, 8)?,
            flagged: list(row, 9)?,
            used: row.get::<_, i64>(10)?.cast_unsigned(),
            paused: row.get(11)?,
            noted: row.get(12)?,
        },
        end,
    })
}

/// The columns that [`read_attempt`] reads.
const ATTEMPT: &str = "id, run, item, answer, right, at, spent, flagged, grade, mixed";

fn read_attempt(row: &Row<'_>) -> rusqlite::Result<Attempt> {
    Ok(Attempt {
        id: row.get(0)?,
        run: row.get(1)?,
        item: row.get(2)?,
        answer: list(row, 3)?,
        right: row.get(4)?,
        at: row.get(5)?,
        spent: row.get(6)?,
        flagged: row.get(7)?,
        grade: read_grade(row, 8)?,
        mixed: row.get(9)?,
    })
}

fn read_history(row: &Row<'_>) -> rusqlite::Result<(String, Vec<Try>, History)> {
    let tries = pack::unpack(row.get_ref(1)?.as_blob()?).ok_or(FromSqlError::InvalidType)?;
    let bits = |at| row.get::<_, u32>(at).map(f32::from_bits);
    let card = match row.get_ref(2)? {
        ValueRef::Null => None,
        _ => Some(Card {
            stability: bits(2)?,
            difficulty: bits(3)?,
            last: row.get(4)?,
            due: row.get(5)?,
            reviews: row.get(6)?,
            lapses: row.get(7)?,
        }),
    };
    let counted = History::counted(&tries).ok_or(FromSqlError::InvalidType)?;
    Ok((row.get(0)?, tries, History { card, ..counted }))
}

fn read_grade(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Grade>> {
    let text = row.get_ref(at)?.as_str_or_null()?;
    Ok(text.map(|text| Grade::parse(text).ok_or(FromSqlError::InvalidType)).transpose()?)
}

/// A number as SQLite keeps it: bit by bit.
fn whole(number: usize) -> i64 {
    (number as u64).cast_signed()
}

fn unsigned(number: i64) -> rusqlite::Result<usize> {
    Ok(usize::try_from(number.cast_unsigned()).map_err(|_| FromSqlError::OutOfRange(number))?)
}

fn read_whole(row: &Row<'_>, at: usize) -> rusqlite::Result<usize> {
    unsigned(row.get(at)?)
}

/// A list as SQLite keeps it: JSON.
struct List<'a, T>(&'a [T]);

impl<T: serde::Serialize> ToSql for List<'_, T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let text =
            serde_json::to_string(self.0).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
        Ok(text.into())
    }
}

fn list<T: serde::de::DeserializeOwned>(row: &Row<'_>, at: usize) -> rusqlite::Result<Vec<T>> {
    let text = row.get_ref(at)?.as_str()?;
    Ok(serde_json::from_str(text).map_err(|error| FromSqlError::Other(error.into()))?)
}

impl ToSql for Uid {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.to_be_bytes().to_vec().into())
    }
}

impl FromSql for Uid {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        <[u8; 16]>::column_result(value).map(|bytes| Self(u128::from_be_bytes(bytes)))
    }
}
