//! A run through questions: practice with a word after each answer or at the end, or a mock exam with
//! a clock. A closed state machine: asking, answered, finished.
//!
//! ```text
//!            choose, confirm                     next, after the last
//!  Asking ──────────────────► Answered ────────────────────────────────► Finished
//!    ▲  │  ◄── undo ─────────────┘ (only practice with feedback at once)    ▲
//!    └──┘ next, previous, flag; an exam and practice with words at the end  │
//!         stay here until they are handed in or time is up ─────────────────┘
//! ```
//!
//! It knows no clock: whoever runs it says how much time has passed ([`Session::pass`]). Everything
//! worth keeping comes out as [`Change`]s for the profile, and [`Session::resume`] makes the same run
//! of them again.

pub mod exam;
pub mod pick;
pub mod plan;
pub mod question;
pub mod readiness;
pub mod schedule;
pub mod score;

use crate::catalog::Catalog;
use crate::catalog::schema::ItemKind;
use crate::profile::{Attempt, Change, End, ItemName, Millis, Mode, Profile, Run, Stand, Uid};
use exam::Rules;
use question::{Asked, ItemRef};

/// Where a run stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    /// The question in front waits for an answer, or for another one.
    Asking,
    /// The question in front was answered; its reasons are shown.
    Answered,
    /// It is over.
    Finished,
}

/// How a run came to its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Over {
    /// The last question was answered, or the run was handed in.
    HandedIn,
    /// Time was up.
    TimeUp,
}

/// What a run is made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paper {
    /// What it is called.
    pub title: String,
    /// How it is played.
    pub mode: Mode,
    /// The certification it is about, by id.
    pub cert: Option<String>,
    /// The questions, in the order asked.
    pub items: Vec<ItemRef>,
    /// What mixes their options.
    pub seed: u64,
    /// The rules, of an exam.
    pub rules: Option<Rules>,
    /// Whether its first tries say how ready somebody is: mixed over the topics of an exam.
    pub mixed: bool,
}

/// A run through some questions.
#[derive(Clone, PartialEq, Debug)]
pub struct Session {
    /// Its name.
    pub id: Uid,
    /// What it is made of.
    pub paper: Paper,
    asked: Vec<Asked>,
    at: usize,
    /// Practice: the reasons of the question in front are shown.
    shown: bool,
    over: Option<Over>,
    /// Positions in the order in which they were answered, for undo.
    answered: Vec<usize>,
    used: u64,
    paused: bool,
    began: Millis,
    /// When its stand was last noted: a wall clock that is turned back must not make a later note an
    /// older one.
    noted: Millis,
    /// That it began, until there is an answer.
    unsaid: Option<Box<Change>>,
}

impl Session {
    /// A new run with what is to be kept of it so far. Practice without an answer is nothing worth
    /// keeping: it begins with its first answer. `None` without any question.
    #[must_use]
    pub fn begin(catalog: &Catalog, paper: Paper, id: Uid, now: Millis) -> Option<(Self, Vec<Change>)> {
        let asked = asked(catalog, &paper);
        if asked.is_empty() {
            return None;
        }
        let mut session = Self {
            id,
            paper,
            asked,
            at: 0,
            shown: false,
            over: None,
            answered: Vec::new(),
            used: 0,
            paused: false,
            began: now,
            noted: now,
            unsaid: None,
        };
        let began = Change::Began(session.run(catalog, now));
        if session.is_exam() {
            return Some((session, vec![began]));
        }
        session.unsaid = Some(Box::new(began));
        Some((session, Vec::new()))
    }

    /// The run of another time, as it was left; with it how many of its questions are gone from the
    /// data. A clock that cannot be stopped has run on since.
    ///
    /// # Errors
    /// A sentence, if none of its questions is there any more or its rules cannot be read.
    pub fn resume(catalog: &Catalog, run: &Run, attempts: &[Attempt], now: Millis) -> Result<(Self, usize), String> {
        let rules: Option<Rules> = match run.rules.as_str() {
            "" => None,
            text => Some(serde_json::from_str(text).map_err(|error| format!("its rules cannot be read: {error}"))?),
        };
        let found: Vec<(usize, ItemRef)> =
            run.items.iter().enumerate().filter_map(|(old, name)| Some((old, ItemRef::find(catalog, name)?))).collect();
        let gone = run.items.len() - found.len();
        if found.is_empty() {
            return Err("none of its questions is in the data any more".to_owned());
        }
        let mixed = run.mode == Mode::Exam || attempts.first().is_some_and(|attempt| attempt.mixed);
        let paper = Paper {
            title: run.title.clone(),
            mode: run.mode,
            cert: run.cert.clone(),
            items: found.iter().map(|&(_, item)| item).collect(),
            seed: run.seed,
            rules,
            mixed,
        };
        let mut asked = asked(catalog, &paper);
        let mut answered = Vec::new();
        let mut in_order: Vec<&Attempt> = attempts.iter().collect();
        in_order.sort_by_key(|attempt| (attempt.at, attempt.id));
        for attempt in in_order {
            let Some(at) = found.iter().position(|&(old, _)| run.items[old] == attempt.item) else { continue };
            let kind = asked[at].item.of(catalog).kind;
            asked[at].restore(kind, &attempt.answer);
            asked[at].spent = u64::from(attempt.spent);
            asked[at].undone = generation(run.id, attempt.id);
            asked[at].grade = attempt.grade;
            if asked[at].answer.is_some() {
                answered.push(at);
            }
        }
        for &flagged in &run.stand.flagged {
            if let Some(at) = found.iter().position(|&(old, _)| old == flagged) {
                asked[at].flagged = true;
            }
        }
        let at = found.iter().position(|&(old, _)| old >= run.stand.at).unwrap_or(found.len() - 1);
        let used = match &paper.rules {
            Some(rules) => rules.time() - rules.left(&run.stand, now),
            None => run.stand.used,
        };
        let shown = run.mode == Mode::Practice && asked[at].answer.is_some();
        let (id, paused, began) = (run.id, run.stand.paused, run.began);
        let noted = now.max(run.stand.noted);
        Ok((Self { id, paper, asked, at, shown, over: None, answered, used, paused, began, noted, unsaid: None }, gone))
    }

    /// Notes which questions were answered rightly and fast the last time: a second time in a row counts
    /// for more.
    pub fn remember(&mut self, catalog: &Catalog, profile: &Profile) {
        let pace = self.pace();
        for asked in &mut self.asked {
            let tries = profile.tries.get(&asked.item.name(catalog));
            let last = tries.and_then(|tries| tries.iter().rev().find(|known| !known.undone));
            asked.fast_before =
                last.is_some_and(|last| last.run != self.id && last.right && schedule::is_fast(last.spent, pace));
        }
    }

    /// Where it stands.
    #[must_use]
    pub fn phase(&self) -> Phase {
        match (self.over, self.shown) {
            (Some(_), _) => Phase::Finished,
            (None, true) => Phase::Answered,
            (None, false) => Phase::Asking,
        }
    }

    /// How it came to its end, if it did.
    #[must_use]
    pub fn over(&self) -> Option<Over> {
        self.over
    }

    /// The number of the question in front, from 0, and how many there are.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        (self.at, self.asked.len())
    }

    /// The question in front; the last one shown once it is over.
    #[must_use]
    pub fn current(&self) -> &Asked {
        &self.asked[self.at]
    }

    /// All questions.
    #[must_use]
    pub fn asked(&self) -> &[Asked] {
        &self.asked
    }

    /// Whether it is a mock exam.
    #[must_use]
    pub fn is_exam(&self) -> bool {
        self.paper.mode == Mode::Exam
    }

    /// Whether an answer was given and it is not over.
    #[must_use]
    pub fn is_unfinished(&self) -> bool {
        self.over.is_none() && self.asked.iter().any(|asked| asked.answer.is_some())
    }

    /// How much time it took, in milliseconds.
    #[must_use]
    pub fn used(&self) -> u64 {
        self.used
    }

    /// How much time is left, in milliseconds; `None` without a clock.
    #[must_use]
    pub fn left(&self) -> Option<u64> {
        Some(self.paper.rules.as_ref()?.time().saturating_sub(self.used))
    }

    /// Whether the clock is stopped.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.paused && self.over.is_none()
    }

    /// Whether time matters now: somebody looks at a question, or a clock runs.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.over.is_none() && !self.paused
    }

    /// Positions without an answer.
    #[must_use]
    pub fn blank(&self) -> Vec<usize> {
        self.positions(|asked| asked.answer.is_none())
    }

    /// Positions where something was chosen and more is needed: they count as blank.
    #[must_use]
    pub fn begun(&self) -> Vec<usize> {
        self.positions(|asked| asked.answer.is_none() && !asked.draft.is_empty())
    }

    /// Flagged positions.
    #[must_use]
    pub fn flagged(&self) -> Vec<usize> {
        self.positions(|asked| asked.flagged)
    }

    /// Positions that were not answered rightly; blanks are wrong.
    #[must_use]
    pub fn wrong(&self, catalog: &Catalog) -> Vec<usize> {
        self.positions(|asked| !asked.is_right(catalog))
    }

    fn positions(&self, which: impl Fn(&Asked) -> bool) -> Vec<usize> {
        (0..self.asked.len()).filter(|&at| which(&self.asked[at])).collect()
    }

    /// How many answers are right.
    #[must_use]
    pub fn score(&self, catalog: &Catalog) -> usize {
        self.asked.iter().filter(|asked| asked.is_right(catalog)).count()
    }

    /// Whether the mark is reached; `None` without a mark.
    #[must_use]
    pub fn passed(&self, catalog: &Catalog) -> Option<bool> {
        let needed = self.paper.rules.as_ref()?.needed(self.asked.len())?;
        Some(self.score(catalog) >= needed)
    }

    /// Lets `millis` pass. When the clock of an exam runs out the exam is handed in.
    pub fn pass(&mut self, catalog: &Catalog, millis: u64, now: Millis) -> Vec<Change> {
        if !self.is_running() {
            return Vec::new();
        }
        let millis = self.left().map_or(millis, |left| millis.min(left));
        self.used = self.used.saturating_add(millis);
        if !self.shown {
            let current = &mut self.asked[self.at];
            current.spent = current.spent.saturating_add(millis);
        }
        if self.left() == Some(0) { self.end(catalog, Over::TimeUp, now) } else { Vec::new() }
    }

    /// Chooses what is shown at `place` of the question in front. Where one choice is the answer it
    /// counts at once; where it takes several it counts when they are complete, and in an exam as far
    /// as they go. Out of turn or out of range it changes nothing.
    pub fn choose(&mut self, catalog: &Catalog, place: usize, now: Millis) -> Vec<Change> {
        if self.phase() != Phase::Asking || self.is_paused() {
            return Vec::new();
        }
        let kind = self.current().item.of(catalog).kind;
        self.asked[self.at].choose(kind, place);
        let at_once = matches!(kind, ItemKind::Single | ItemKind::TrueFalse);
        if at_once || self.paper.mode != Mode::Practice { self.settle(catalog, now) } else { Vec::new() }
    }

    /// Answers the question in front with a whole draft at once (see [`Asked::draft`]).
    pub fn answer(&mut self, catalog: &Catalog, draft: &[usize], now: Millis) -> Vec<Change> {
        if self.phase() != Phase::Asking || self.is_paused() {
            return Vec::new();
        }
        self.asked[self.at].draft = draft.to_vec();
        self.settle(catalog, now)
    }

    /// Makes what was chosen the answer. Practice then shows its reasons.
    pub fn confirm(&mut self, catalog: &Catalog, now: Millis) -> Vec<Change> {
        if self.phase() != Phase::Asking || self.is_paused() {
            return Vec::new();
        }
        self.settle(catalog, now)
    }

    /// Whether what was chosen is a whole answer.
    #[must_use]
    pub fn is_complete(&self, catalog: &Catalog) -> bool {
        let current = self.current();
        current.drafted(current.item.of(catalog).kind).is_some()
    }

    fn settle(&mut self, catalog: &Catalog, now: Millis) -> Vec<Change> {
        let at = self.at;
        let kind = self.asked[at].item.of(catalog).kind;
        let drafted = self.asked[at].drafted(kind);
        match drafted {
            // An answer that is taken apart again is no answer any more.
            None if self.asked[at].answer.is_some() => self.take_back(at, now),
            None => Vec::new(),
            Some(answer) if self.asked[at].answer.as_ref() == Some(&answer) => {
                self.shown = self.paper.mode == Mode::Practice;
                Vec::new()
            }
            Some(answer) => {
                self.asked[at].answer = Some(answer);
                self.answered.retain(|&known| known != at);
                self.answered.push(at);
                self.shown = self.paper.mode == Mode::Practice;
                let began = self.unsaid.take().map(|began| *began);
                let answered = Change::Answered(self.attempt(catalog, at, now));
                began.into_iter().chain([answered]).chain(self.stands(now)).collect()
            }
        }
    }

    fn take_back(&mut self, at: usize, now: Millis) -> Vec<Change> {
        let undone = Change::Undone(self.attempt_id(at));
        let asked = &mut self.asked[at];
        asked.answer = None;
        asked.grade = None;
        asked.undone += 1;
        self.answered.retain(|&known| known != at);
        std::iter::once(undone).chain(self.stands(now)).collect()
    }

    /// Takes the last answer back, and what was chosen with it, and goes to its question. Nothing if
    /// there is none, or if it is over.
    pub fn undo(&mut self, now: Millis) -> Vec<Change> {
        if self.over.is_some() || self.is_paused() {
            return Vec::new();
        }
        // What is half chosen goes first.
        let current = &mut self.asked[self.at];
        if current.answer.is_none() && !current.draft.is_empty() {
            current.draft.pop();
            return Vec::new();
        }
        let Some(&last) = self.answered.last() else { return Vec::new() };
        self.at = last;
        self.shown = false;
        self.asked[last].draft.clear();
        self.take_back(last, now)
    }

    /// Flags the question in front, or takes its flag away.
    pub fn flag(&mut self, now: Millis) -> Vec<Change> {
        if self.over.is_some() {
            return Vec::new();
        }
        self.asked[self.at].flagged ^= true;
        self.stands(now)
    }

    /// Goes to a question. Practice shows the reasons of one that was answered.
    pub fn go(&mut self, at: usize, now: Millis) -> Vec<Change> {
        if self.over.is_some() || self.is_paused() || at >= self.asked.len() || at == self.at {
            return Vec::new();
        }
        self.at = at;
        self.shown = self.paper.mode == Mode::Practice && self.asked[at].answer.is_some();
        self.stands(now)
    }

    /// The next question without an answer behind the one in front, then before it.
    #[must_use]
    pub fn next_blank(&self) -> Option<usize> {
        let blank = self.blank();
        blank.iter().copied().find(|&at| at > self.at).or(blank.first().copied())
    }

    /// Goes on: to the next question, of practice to the next one without an answer. Practice with a
    /// word after each answer ends after the last; everything else is handed in.
    pub fn next(&mut self, catalog: &Catalog, now: Millis) -> Vec<Change> {
        if self.over.is_some() || self.is_paused() {
            return Vec::new();
        }
        if self.paper.mode != Mode::Practice {
            return self.go(self.at + 1, now);
        }
        if self.phase() != Phase::Answered {
            return Vec::new();
        }
        match self.next_blank() {
            Some(at) => self.go(at, now),
            None => self.end(catalog, Over::HandedIn, now),
        }
    }

    /// Stops the clock, or lets it run on.
    pub fn pause(&mut self, now: Millis) -> Vec<Change> {
        if self.over.is_some() {
            return Vec::new();
        }
        self.paused ^= true;
        self.stands(now)
    }

    /// Hands it in as it is.
    pub fn hand_in(&mut self, catalog: &Catalog, now: Millis) -> Vec<Change> {
        if self.over.is_some() { Vec::new() } else { self.end(catalog, Over::HandedIn, now) }
    }

    fn end(&mut self, catalog: &Catalog, how: Over, now: Millis) -> Vec<Change> {
        self.over = Some(how);
        let end = End::Done { at: now, right: self.score(catalog), of: self.asked.len() };
        let mut changes = self.stands(now);
        if self.unsaid.is_none() {
            changes.push(Change::Ended(self.id, end));
        }
        changes
    }

    /// Leaves it: for later, or for good where nothing was answered.
    pub fn leave(&mut self, now: Millis) -> Vec<Change> {
        let nothing = self.asked.iter().all(|asked| asked.answer.is_none());
        match (self.over.is_some(), self.unsaid.is_some(), nothing) {
            (true, ..) | (_, true, _) => Vec::new(),
            (.., true) => vec![Change::Ended(self.id, End::Dropped { at: now })],
            (.., false) => self.stands(now),
        }
    }

    /// The answers of a run whose words come at the end, graded now that they were looked at: from here
    /// on they plan when a question is asked again.
    #[must_use]
    pub fn reviewed(&self, catalog: &Catalog, now: Millis) -> Vec<Change> {
        if self.over.is_none() || self.paper.mode == Mode::Practice {
            return Vec::new();
        }
        let graded = |at: usize| {
            let mut attempt = self.attempt(catalog, at, now);
            attempt.grade = Some(self.grade_at(catalog, at));
            Change::Answered(attempt)
        };
        self.positions(|asked| asked.answer.is_some()).into_iter().map(graded).collect()
    }

    /// The answer at a position with another grade than the one it came to by itself; `None` without
    /// an answer.
    pub fn regrade(&mut self, catalog: &Catalog, at: usize, grade: schedule::Grade, now: Millis) -> Option<Change> {
        self.asked.get(at)?.answer.as_ref()?;
        self.asked[at].grade = Some(grade);
        let mut attempt = self.attempt(catalog, at, now);
        attempt.grade = Some(grade);
        Some(Change::Answered(attempt))
    }

    /// How well the question at a position was known: as somebody said, or by its answer.
    ///
    /// # Panics
    /// If there is no such position.
    #[must_use]
    pub fn grade_at(&self, catalog: &Catalog, at: usize) -> schedule::Grade {
        let asked = &self.asked[at];
        asked.grade.unwrap_or_else(|| {
            let spent = u32::try_from(asked.spent).unwrap_or(u32::MAX);
            schedule::grade_of(asked.is_right(catalog), asked.flagged, spent, self.pace(), asked.fast_before)
        })
    }

    /// The milliseconds that a question may take by the rules of an exam.
    fn pace(&self) -> Option<u32> {
        let rules = self.paper.rules.as_ref()?;
        u32::try_from(rules.time() / rules.questions.max(1) as u64).ok()
    }

    fn attempt_id(&self, at: usize) -> Uid {
        attempt_id(self.id, at, self.asked[at].undone)
    }

    fn attempt(&self, catalog: &Catalog, at: usize, now: Millis) -> Attempt {
        let asked = &self.asked[at];
        Attempt {
            id: self.attempt_id(at),
            run: self.id,
            item: asked.item.name(catalog),
            answer: asked.answer.clone().unwrap_or_default(),
            right: asked.is_right(catalog),
            at: now,
            spent: u32::try_from(asked.spent).unwrap_or(u32::MAX),
            flagged: asked.flagged,
            grade: (self.paper.mode == Mode::Practice).then(|| self.grade_at(catalog, at)),
            mixed: self.paper.mixed,
        }
    }

    /// The note of where it stands; nothing while there is nothing worth keeping.
    pub fn stands(&mut self, now: Millis) -> Vec<Change> {
        if self.unsaid.is_some() {
            return Vec::new();
        }
        self.noted = self.noted.max(now);
        vec![Change::Stands(self.id, self.stand(now))]
    }

    /// Where it stands, for the profile.
    fn stand(&self, now: Millis) -> Stand {
        Stand { at: self.at, flagged: self.flagged(), used: self.used, paused: self.paused, noted: now.max(self.noted) }
    }

    /// The run for the profile.
    fn run(&self, catalog: &Catalog, now: Millis) -> Run {
        let rules = self.paper.rules.as_ref().and_then(|rules| serde_json::to_string(rules).ok());
        let items: Vec<ItemName> = self.asked.iter().map(|asked| asked.item.name(catalog)).collect();
        Run {
            id: self.id,
            title: self.paper.title.clone(),
            mode: self.paper.mode,
            cert: self.paper.cert.clone(),
            seed: self.paper.seed,
            rules: rules.unwrap_or_default(),
            items,
            began: self.began,
            stand: self.stand(now),
            end: None,
        }
    }

    /// The paper of a run through some of the same questions once more, by position: practice with a
    /// word after each answer.
    #[must_use]
    pub fn again(&self, positions: &[usize]) -> Option<Paper> {
        let items: Vec<ItemRef> = positions.iter().filter_map(|&at| Some(self.asked.get(at)?.item)).collect();
        (!items.is_empty()).then(|| Paper {
            title: format!("{}, once more", self.paper.title.trim_end_matches(", once more")),
            mode: Mode::Practice,
            cert: self.paper.cert.clone(),
            items,
            seed: self.paper.seed.wrapping_add(1),
            rules: None,
            mixed: false,
        })
    }
}

fn asked(catalog: &Catalog, paper: &Paper) -> Vec<Asked> {
    paper.items.iter().map(|&item| Asked::new(catalog, item, paper.seed)).collect()
}

/// The name of the answer at a position: of the run's own names, another one for each time that the
/// answer was taken back. The lower 40 bits of a run's name are free for it.
fn attempt_id(run: Uid, at: usize, undone: u32) -> Uid {
    let own = ((u128::from(undone) & 0xff_ffff) << 16) | ((at as u128 + 1) & 0xffff);
    Uid((run.0 & !0xff_ffff_ffff) | own)
}

/// How often an answer had been taken back when it got this name.
fn generation(run: Uid, id: Uid) -> u32 {
    let same_run = run.0 >> 40 == id.0 >> 40;
    if same_run { u32::try_from((id.0 >> 16) & 0xff_ffff).unwrap_or(0) } else { 0 }
}

/// Names that nobody else gives: 64 random bits of the process, and a counter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Names {
    own: u64,
    next: u32,
}

impl Names {
    /// From 64 bits that are random for each process.
    #[must_use]
    pub fn new(own: u64) -> Self {
        Self { own, next: 0 }
    }

    /// From the random numbers that the standard library takes from the system for its hash tables.
    #[must_use]
    pub fn random() -> Self {
        use std::hash::{BuildHasher as _, Hasher as _};
        Self::new(std::collections::hash_map::RandomState::new().build_hasher().finish())
    }

    /// A name for a run.
    pub fn next_run(&mut self) -> Uid {
        self.next = self.next.wrapping_add(1) & 0xff_ffff;
        Uid((u128::from(self.own) << 64) | (u128::from(self.next) << 40))
    }
}
