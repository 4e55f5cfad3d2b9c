//! What a change does to a profile in memory. The file behind it does the same ([`super::store`]).
//!
//! A change that names a run, an answer or a day that is not there, or a place outside a run, changes
//! nothing; so does one that was applied before.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::{
    Attempt, Change, End, ExamDay, First, History, ItemName, MOST_PAST, Millis, Mode, Past, Profile, Run, Stand, Try,
    Uid,
};
use crate::catalog::quantity::Date;
use crate::quiz::schedule::replay;

impl Profile {
    /// What can be said of the answers so far without giving away an exam that is not handed in: the
    /// profile without the answers of unfinished runs that say nothing before their end. `None` if
    /// there are none of these: then it is the profile as it is.
    #[must_use]
    pub fn settled(&self) -> Option<Self> {
        let open: BTreeSet<Uid> = self
            .open
            .iter()
            .filter(|(run, attempts)| run.mode != Mode::Practice && !attempts.is_empty())
            .map(|(run, _)| run.id)
            .collect();
        if open.is_empty() {
            return None;
        }
        let mut settled = self.clone();
        for (item, tries) in &mut settled.tries {
            let before = tries.len();
            let hidden = tries.iter().filter(|one| open.contains(&one.run) && !one.undone).count();
            tries.retain(|one| !open.contains(&one.run));
            if tries.len() == before {
                continue;
            }
            settled.answers = settled.answers.saturating_sub(hidden as u64);
            match History::of(tries) {
                Some(history) => drop(settled.items.insert(item.clone(), history)),
                None => drop(settled.items.remove(item)),
            }
        }
        settled.tries.retain(|_, tries| !tries.is_empty());
        Some(settled)
    }

    /// Takes a change.
    pub fn apply(&mut self, change: &Change) {
        match change {
            Change::Began(run) => self.began(run),
            Change::Answered(attempt) => self.answered(attempt),
            Change::Undone(id) => self.undone(*id),
            Change::Stands(id, stand) => self.stands(*id, stand),
            Change::Ended(id, end) => self.end(*id, *end),
            Change::ExamSet(day) => self.exam_set(day),
            Change::ExamDropped(cert, at) => self.exam_dropped(cert, *at),
        }
    }

    fn began(&mut self, run: &Run) {
        if self.knows(run.id) || !run.stand.fits(run.items.len()) {
            return;
        }
        self.open.push((Run { end: None, ..run.clone() }, Vec::new()));
        self.sort_open();
        if let Some(end) = run.end {
            self.end(run.id, end);
        }
    }

    fn answered(&mut self, attempt: &Attempt) {
        if !self.knows(attempt.run) {
            return;
        }
        let mut fresh = Try::of(attempt);
        match self.place(attempt.id) {
            Some((item, at)) => {
                let Some(known) = self.tries.get_mut(&item).and_then(|tries| tries.get_mut(at)) else { return };
                if known.run != attempt.run || item != attempt.item {
                    return;
                }
                fresh.undone = known.undone;
                *known = fresh;
            }
            None => {
                self.tries.entry(attempt.item.clone()).or_default().push(fresh);
                self.answers += 1;
            }
        }
        self.count(&attempt.item);
        if let Some((run, given)) = self.open.iter_mut().find(|(run, _)| run.id == attempt.run)
            && !fresh.undone
        {
            given.retain(|known| known.id != attempt.id);
            given.push(attempt.clone());
            sort_given(run, given);
        }
    }

    fn undone(&mut self, id: Uid) {
        let Some((item, at)) = self.place(id) else { return };
        let Some(known) = self.tries.get_mut(&item).and_then(|tries| tries.get_mut(at)) else { return };
        if known.undone {
            return;
        }
        known.undone = true;
        self.answers = self.answers.saturating_sub(1);
        for (_, given) in &mut self.open {
            given.retain(|attempt| attempt.id != id);
        }
        self.count(&item);
    }

    fn stands(&mut self, id: Uid, stand: &Stand) {
        let Some((run, _)) = self.open.iter_mut().find(|(run, _)| run.id == id) else { return };
        if stand.fits(run.items.len()) && stand.noted >= run.stand.noted {
            run.stand.clone_from(stand);
            self.sort_open();
        }
    }

    fn end(&mut self, id: Uid, end: End) {
        let Some(at) = self.open.iter().position(|(run, _)| run.id == id) else { return };
        let (run, _) = self.open.remove(at);
        self.ended.insert(id);
        if let Some(past) = Past::of(run, end) {
            self.past.push(past);
            self.past.sort_by_key(|past| Reverse((past.at, past.id)));
            self.past.truncate(MOST_PAST);
        }
    }

    fn exam_set(&mut self, day: &ExamDay) {
        let later = self.exams.get(&day.cert).is_none_or(|known| day.set >= known.set)
            && self.dropped.get(&day.cert).is_none_or(|dropped| day.set > *dropped);
        if day.is_sound() && later {
            self.dropped.remove(&day.cert);
            self.exams.insert(day.cert.clone(), day.clone());
        }
    }

    fn exam_dropped(&mut self, cert: &str, at: Millis) {
        if let Some(known) = self.exams.get(cert) {
            if at >= known.set {
                self.exams.remove(cert);
                self.dropped.insert(cert.to_owned(), at);
            }
        } else if let Some(known) = self.dropped.get_mut(cert) {
            *known = at.max(*known);
        }
    }

    /// Whether a run of that name began.
    fn knows(&self, run: Uid) -> bool {
        self.ended.contains(&run) || self.open.iter().any(|(open, _)| open.id == run)
    }

    /// Where an answer stands: its question, and its place among the answers to it.
    fn place(&self, id: Uid) -> Option<(ItemName, usize)> {
        self.tries.iter().find_map(|(item, tries)| {
            let at = tries.iter().rposition(|known| known.id == id)?;
            Some((item.clone(), at))
        })
    }

    /// Counts the history of a question anew.
    fn count(&mut self, item: &str) {
        if let Some(history) = self.tries.get(item).and_then(|tries| History::of(tries)) {
            self.items.insert(item.to_owned(), history);
        }
    }

    fn sort_open(&mut self) {
        self.open.sort_by_key(|(run, _)| Reverse(run.rank()));
    }
}

/// Puts answers in the order of the run's questions.
pub(super) fn sort_given(run: &Run, given: &mut [Attempt]) {
    given.sort_by_cached_key(|attempt| {
        let place = run.items.iter().position(|item| *item == attempt.item).unwrap_or(usize::MAX);
        (place, attempt.item.clone(), attempt.at, attempt.id)
    });
}

impl Run {
    /// What open runs are sorted by: the last note or, before any, the beginning.
    pub(super) fn rank(&self) -> (Millis, Uid) {
        (self.stand.noted.max(self.began), self.id)
    }
}

impl Stand {
    /// Whether it is a place in a run of so many questions.
    #[must_use]
    pub fn fits(&self, questions: usize) -> bool {
        self.at < questions.max(1) && self.flagged.iter().all(|flagged| *flagged < questions)
    }
}

impl ExamDay {
    /// Whether its days are in the calendar and in the week.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let real = |date: &Date| Date::parse(&date.to_string()) == Some(*date);
        real(&self.date) && self.off_days.iter().all(real) && self.off_weekdays.iter().all(|day| *day < 7)
    }
}

impl Past {
    /// The end of a run in short; `None` if it was given up.
    pub(super) fn of(run: Run, end: End) -> Option<Self> {
        let End::Done { at, right, of } = end else { return None };
        let Run { id, title, mode, cert, stand, .. } = run;
        Some(Self { id, title, mode, cert, at, right, of, used: stand.used })
    }
}

impl Try {
    /// What of an answer its history needs.
    #[must_use]
    pub fn of(attempt: &Attempt) -> Self {
        let Attempt { id, run, at, spent, right, mixed, grade, .. } = *attempt;
        Self { id, run, at, spent, right, mixed, grade, undone: false }
    }
}

impl History {
    /// What answers come to, in the order they were given; `None` without any.
    #[must_use]
    pub fn of(tries: &[Try]) -> Option<Self> {
        let graded = tries.iter().filter(|known| !known.undone).filter_map(|known| Some((known.at, known.grade?)));
        Some(Self { card: replay(graded), ..Self::counted(tries)? })
    }

    /// The same without its card.
    pub(super) fn counted(tries: &[Try]) -> Option<Self> {
        let first = tries.first()?;
        let (mut count, mut right, mut last) = (0, 0, None);
        for known in tries.iter().filter(|known| !known.undone) {
            count += 1;
            right += u32::from(known.right);
            last = Some((known.at, known.right));
        }
        Some(Self {
            first: First {
                at: first.at,
                right: first.right,
                spent: first.spent,
                mixed: first.mixed,
                undone: first.undone,
            },
            tries: count,
            right,
            last,
            card: None,
        })
    }
}
