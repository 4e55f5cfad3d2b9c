//! The Quiz tab: what is due, practice, mock exams, and the decision interview.
//!
//! ```text
//!  Home ──► Setup ──► Run ⇄ Map            Run: a question, or the score when it is over
//!    │ └──► Exams ─► Rules ─► Run          Review: a question of a finished run with its reasons
//!    ├────► Ready                          Ready: how ready somebody is, and for what
//!    └────► Decide
//! ```

pub mod exams;
pub mod home;
pub mod parts;
pub mod ready;
pub mod result;
pub mod run;
pub mod setup;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Span;

use crate::catalog::Catalog;
use crate::catalog::record::Key;
use crate::catalog::schema::ItemKind;
use crate::keys::action::Action;
use crate::keys::bindings::Context;
use crate::profile::{Change, Mode};
use crate::quiz::question::{ItemRef, letter};
use crate::quiz::{Paper, Phase, Session};
use crate::tui::layout;
use crate::tui::message::Target;
use crate::tui::model::Model;
use crate::tui::overlays::{Kind as Window, Overlay, Subject};
use crate::tui::screens::browse::moved;
use crate::tui::screens::{below, decide, headline, rule};
use crate::tui::view::ViewState;
use crate::tui::widgets::blocks;
use crate::tui::widgets::text;

/// What the tab shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Page {
    /// What is due, unfinished runs, banks, and the ways to everything else.
    #[default]
    Home,
    /// What to practise.
    Setup,
    /// The certifications whose exam can be mocked, and why others cannot.
    Exams,
    /// The rules of a mock exam, before it starts.
    Rules(Key),
    /// The run.
    Run,
    /// The map of its questions.
    Map,
    /// A question of the finished run, by position, with its reasons.
    Review(usize),
    /// How ready somebody is for an exam.
    Ready,
    /// The decision interview.
    Decide,
}

/// Which questions of a finished run are listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Listed {
    /// Those that were not answered rightly.
    #[default]
    Wrong,
    /// Those with a flag.
    Flagged,
    /// All.
    All,
}

impl Listed {
    /// The next one, round and round.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Wrong => Self::Flagged,
            Self::Flagged => Self::All,
            Self::All => Self::Wrong,
        }
    }

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::Flagged => "flagged",
            Self::All => "all",
        }
    }
}

/// The state of the tab.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct State {
    /// What is shown.
    pub page: Page,
    /// The selected row of what is shown.
    pub row: usize,
    /// The run, kept while other tabs are in front.
    pub run: Option<Session>,
    /// What is chosen for practice.
    pub setup: setup::State,
    /// What is chosen for practice if nothing is, as the settings want it.
    pub usual: setup::State,
    /// What is chosen for a mock exam.
    pub rules: exams::State,
    /// Which questions of a finished run are listed.
    pub listed: Listed,
    /// Whether the answers of the finished run were looked at: then they plan repetition.
    pub reviewed: bool,
    /// For which of the certifications that can be asked about readiness is shown.
    pub ready: usize,
    /// The row of the home page that was opened last: there one comes back to.
    pub home: Option<home::Row>,
    /// Whether something was chosen or moved since the question came in front: before, Enter does not
    /// answer, so that two quick ones do not answer a question that nobody read.
    pub touched: bool,
    /// The decision interview.
    pub decide: decide::State,
}

impl State {
    /// The context of the keys.
    #[must_use]
    pub fn context(&self) -> Context {
        match self.page {
            Page::Home | Page::Exams => Context::QuizHome,
            Page::Setup | Page::Rules(_) => Context::QuizSetup,
            Page::Ready => Context::Ready,
            Page::Map => Context::Map,
            Page::Review(_) => Context::Answered,
            Page::Decide => Context::Interview,
            Page::Run => match self.run.as_ref().map(Session::phase) {
                Some(Phase::Asking) => Context::Asking,
                Some(Phase::Answered) => Context::Answered,
                Some(Phase::Finished) => Context::Result,
                None => Context::QuizHome,
            },
        }
    }

    /// Whether a run is going on that has answers.
    #[must_use]
    pub fn is_unfinished(&self) -> bool {
        self.run.as_ref().is_some_and(Session::is_unfinished)
    }

    /// Whether the question in front takes more than one choice.
    #[must_use]
    pub fn takes_several(&self, catalog: &Catalog) -> bool {
        let kind = self.run.as_ref().map(|run| run.current().item.of(catalog).kind);
        matches!(kind, Some(ItemKind::Multiple | ItemKind::Order | ItemKind::Match))
    }

    /// The exam whose clock runs.
    fn ticking(&self) -> Option<&Session> {
        self.run.as_ref().filter(|run| run.is_exam() && run.is_running())
    }

    /// The seconds that an exam's clock shows; `None` while nothing moves.
    #[must_use]
    pub fn clock(&self) -> Option<u64> {
        Some(self.ticking()?.left()?.div_ceil(1000))
    }

    /// In how many milliseconds the clock shows another second; `None` while nothing moves.
    #[must_use]
    pub fn next_tick(&self) -> Option<u64> {
        // A wait that ends a little early would have to be followed by another one.
        let rest = self.ticking()?.left()? % 1000;
        Some(if rest == 0 { 1000 } else { rest } + 1)
    }
}

/// How many rows the page has that can be selected.
fn row_count(model: &Model) -> usize {
    match (model.quiz.page, &model.quiz.run) {
        (Page::Home, _) => home::rows(model).len(),
        (Page::Setup, _) => setup::rows(model).len(),
        (Page::Exams, _) => setup::certs(&model.data.catalog).len(),
        (Page::Rules(cert), _) => exams::rows(model, cert).len(),
        (Page::Ready, _) => ready::rows(model).len(),
        (Page::Run, Some(run)) => match run.phase() {
            Phase::Asking | Phase::Answered => run.current().places(),
            Phase::Finished => result::listed(model, run).len(),
        },
        (Page::Map, Some(run)) => run.asked().len(),
        (Page::Review(at), Some(run)) => run.asked()[at].places(),
        // The interview counts its own.
        (Page::Decide, _) | (_, None) => 0,
    }
}

/// What the cursor is on, for `i`.
#[must_use]
pub fn subject(model: &Model) -> Option<Subject> {
    let of = |item: ItemRef| Some(Subject::Item(item.bank, item.item));
    match (model.quiz.page, &model.quiz.run) {
        (Page::Decide, _) => decide::subject(model),
        (Page::Rules(cert), _) => exams::subject(model, cert),
        (Page::Exams, _) => {
            let certs = exams::certs(&model.data.catalog);
            certs.get(model.quiz.row).map(|&(cert, _)| exams::exam_fact(cert))
        }
        (Page::Run, Some(run)) => match run.phase() {
            // The source would give the answer away.
            Phase::Asking => None,
            Phase::Answered => of(run.current().item),
            Phase::Finished => of(run.asked()[*result::listed(model, run).get(model.quiz.row)?].item),
        },
        (Page::Review(at), Some(run)) => of(run.asked()[at].item),
        _ => None,
    }
}

/// Why there is no source to show.
#[must_use]
pub fn no_source(model: &Model) -> &'static str {
    match (model.quiz.page, &model.quiz.run) {
        (Page::Run, Some(run)) if run.paper.mode != Mode::Practice => "sources come after it is handed in",
        (Page::Run, Some(_)) => "answer first: the source would give it away",
        _ => "nothing is selected that could have a source",
    }
}

/// Goes to a page and its first row.
pub fn go(model: &mut Model, page: Page) {
    (model.quiz.page, model.quiz.row, model.quiz.touched) = (page, 0, false);
    if page == Page::Home
        && let Some(home) = &model.quiz.home
    {
        model.quiz.row = home::rows(model).iter().position(|row| row == home).unwrap_or(0);
    }
}

/// Puts changes into the profile, in memory at once and in the file as soon as it can be.
pub fn keep(model: &mut Model, changes: Vec<Change>) {
    if changes.is_empty() {
        return;
    }
    for change in &changes {
        model.profile.edit().apply(change);
    }
    model.unsaved.extend(changes);
}

/// Starts a run; whatever is unfinished waits on the home page.
pub fn start(model: &mut Model, paper: Paper) {
    leave_run(model);
    let id = model.names.next_run();
    match Session::begin(&model.data.catalog, paper, id, model.now.0) {
        Some((run, changes)) => {
            keep(model, changes);
            take_run(model, run);
        }
        None => model.notice = Some("there are no questions like that".to_owned()),
    }
}

/// Puts a run in front.
fn take_run(model: &mut Model, mut run: Session) {
    run.remember(&model.data.catalog, &model.profile);
    model.quiz.run = Some(run);
    (model.quiz.listed, model.quiz.reviewed) = (Listed::Wrong, false);
    go(model, Page::Run);
}

/// Leaves the run, before another takes its place.
fn leave_run(model: &mut Model) {
    let now = model.now.0;
    if let Some(mut run) = model.quiz.run.take() {
        keep(model, run.leave(now));
    }
}

/// Starts a bank with the usual choice.
pub fn start_bank(model: &mut Model, bank: usize) {
    let seed = model.next_seed();
    let setup = setup::State { bank: Some(bank), ..model.quiz.usual.clone() };
    if let Some(paper) = setup.paper(&model.data.catalog, seed) {
        start(model, paper);
    } else {
        model.notice = Some("this bank has no questions".to_owned());
    }
}

/// Goes on with a run of the profile.
fn resume(model: &mut Model, number: usize) {
    let Some((run, attempts)) = model.profile.open.get(number).cloned() else { return };
    if model.quiz.run.as_ref().is_some_and(|known| known.id == run.id) {
        return go(model, Page::Run);
    }
    leave_run(model);
    match Session::resume(&model.data.catalog, &run, &attempts, model.now.0) {
        Ok((session, gone)) => {
            if gone > 0 {
                model.notice = Some(format!("{gone} of its questions are not in the data any more"));
            }
            take_run(model, session);
            // Time may have run out in the meantime.
            pass(model, 0);
        }
        Err(words) => {
            model.notice = Some(format!("this run cannot be gone on with: {words}"));
        }
    }
}

/// Lets time pass for the run.
pub fn pass(model: &mut Model, millis: u64) {
    let Some(before) = model.quiz.run.as_ref().map(Session::used) else { return };
    let (data, now) = (model.data.clone(), model.now.0);
    let mut changes = model.quiz.run.as_mut().map(|run| run.pass(&data.catalog, millis, now)).unwrap_or_default();
    if !changes.is_empty() {
        if model.quiz.page == Page::Map {
            model.quiz.page = Page::Run;
        }
        model.overlays.retain(|overlay| overlay.kind != Window::HandIn);
        model.quiz.row = 0;
        model.notice = Some("Time is up: the exam was handed in as it was.".to_owned());
    }
    // A clock that nobody touches is noted now and then, so that a crash costs seconds.
    let noted = |used: u64| used / 10_000;
    if model.quiz.ticking().is_some_and(|run| noted(before) != noted(run.used()))
        && let Some(run) = &mut model.quiz.run
    {
        changes.extend(run.stands(now));
    }
    keep(model, changes);
}

/// Something done to the run with what it changes.
fn with_run(model: &mut Model, what: impl FnOnce(&mut Session, &Catalog, i64) -> Vec<Change>) {
    let (data, now) = (model.data.clone(), model.now.0);
    let changes = model.quiz.run.as_mut().map(|run| what(run, &data.catalog, now)).unwrap_or_default();
    keep(model, changes);
}

fn answer(model: &mut Model, place: usize) {
    let Some(run) = &model.quiz.run else { return };
    if run.is_paused() {
        model.notice = Some("the clock stands still: P goes on".to_owned());
    } else if run.phase() != Phase::Asking || model.quiz.page != Page::Run {
        let over = run.phase() == Phase::Finished;
        let words = if over { "it is over: answers stand" } else { "answered already: u takes the answer back" };
        model.notice = Some(words.to_owned());
    } else if place >= run.current().places() {
        let last = letter(run.current().places().saturating_sub(1));
        model.notice = Some(format!("there are only A to {last}"));
    } else {
        (model.quiz.row, model.quiz.touched) = (place, true);
        with_run(model, |run, catalog, now| run.choose(catalog, place, now));
    }
}

/// Goes to a question and its first row.
fn turn_to(model: &mut Model, at: usize) {
    with_run(model, |run, _, now| run.go(at, now));
    (model.quiz.row, model.quiz.touched) = (0, false);
}

fn step(model: &mut Model, back: bool) {
    let Some(run) = &model.quiz.run else { return };
    if let Page::Review(at) = model.quiz.page {
        let listed = result::listed(model, run);
        let here = listed.iter().position(|&known| known == at);
        let to = here.and_then(|here| if back { here.checked_sub(1) } else { Some(here + 1) });
        match to.and_then(|to| listed.get(to)) {
            Some(&to) => go(model, Page::Review(to)),
            None => model.notice = Some(format!("no more here: this is the end of \"{}\"", model.quiz.listed.word())),
        }
        return;
    }
    let (at, total) = run.progress();
    let to = if back { at.checked_sub(1) } else { Some(at + 1).filter(|&to| to < total) };
    match to {
        Some(to) => turn_to(model, to),
        None if back => model.notice = Some("this is the first question".to_owned()),
        None => model.notice = Some("this is the last question".to_owned()),
    }
}

/// Enter on a question that waits for an answer.
fn confirm(model: &mut Model) {
    let Some(run) = &model.quiz.run else { return };
    if !model.quiz.touched && run.current().answer.is_none() && run.current().draft.is_empty() {
        model.notice = Some("press a letter, or choose with the arrows first".to_owned());
        return;
    }
    let kind = run.current().item.of(&model.data.catalog).kind;
    if run.paper.mode == Mode::Practice {
        if !matches!(kind, ItemKind::Single | ItemKind::TrueFalse) && run.is_complete(&model.data.catalog) {
            return with_run(model, |run, catalog, now| run.confirm(catalog, now));
        }
        return answer(model, model.quiz.row);
    }
    // Without words in between: Enter chooses what is selected, and goes on once that is the answer.
    let (at, total) = run.progress();
    if run.current().answer.is_none() {
        answer(model, model.quiz.row);
        let is_whole = model.quiz.run.as_ref().is_some_and(|run| run.current().answer.is_some());
        if !is_whole || kind == ItemKind::Multiple {
            return;
        }
    }
    if at + 1 < total {
        turn_to(model, at + 1);
    } else {
        hand_in(model);
    }
}

/// Asks before handing in.
fn hand_in(model: &mut Model) {
    match &model.quiz.run {
        Some(run) if run.phase() == Phase::Finished => {}
        Some(run) if run.paper.mode == Mode::Practice => {
            model.notice = Some("practice ends after the last answer; Esc leaves it for later".to_owned());
        }
        Some(_) => model.overlays.push(Overlay::new(Window::HandIn)),
        None => {}
    }
}

/// Hands the run in, whatever is blank.
pub fn hand_in_now(model: &mut Model) {
    with_run(model, |run, catalog, now| run.hand_in(catalog, now));
    go(model, Page::Run);
}

fn open(model: &mut Model) {
    let row = model.quiz.row;
    match model.quiz.page {
        Page::Home => home::open(model, row),
        Page::Setup => setup::open(model, row),
        Page::Exams => exams::open(model, row),
        Page::Rules(cert) => exams::begin(model, cert, row),
        Page::Ready => ready::open(model, row),
        Page::Decide => {}
        Page::Map => {
            turn_to(model, row);
            go(model, Page::Run);
        }
        Page::Review(_) => step(model, false),
        Page::Run => match model.quiz.run.as_ref().map(Session::phase) {
            Some(Phase::Asking) => confirm(model),
            Some(Phase::Answered) => {
                let before = model.quiz.run.as_ref().map_or(0, |run| run.progress().0);
                with_run(model, |run, catalog, now| run.next(catalog, now));
                (model.quiz.row, model.quiz.touched) = (0, false);
                if model.quiz.run.as_ref().is_some_and(|run| run.over().is_none() && run.progress().0 < before) {
                    model.notice = Some("back to what was skipped".to_owned());
                }
            }
            Some(Phase::Finished) => result::open(model, row),
            None => {}
        },
    }
}

fn back(model: &mut Model) -> bool {
    match model.quiz.page {
        Page::Home => return false,
        Page::Review(at) => {
            let listed = model.quiz.run.as_ref().map(|run| result::listed(model, run)).unwrap_or_default();
            let row = listed.iter().position(|&known| known == at);
            (model.quiz.page, model.quiz.row) = (Page::Run, row.unwrap_or(0));
        }
        Page::Map => go(model, Page::Run),
        Page::Rules(cert) => {
            let row = exams::certs(&model.data.catalog).iter().position(|&(known, _)| known == cert);
            (model.quiz.page, model.quiz.row) = (Page::Exams, row.unwrap_or(0));
        }
        Page::Run => {
            // What is left is noted, so that it can be gone on with even after a crash.
            with_run(model, |run, _, now| match run.phase() {
                Phase::Finished => Vec::new(),
                _ => run.stands(now),
            });
            let left = model.quiz.ticking().filter(|run| run.paper.rules.as_ref().is_some_and(|rules| !rules.pauses));
            if let Some(left) = left.and_then(Session::left) {
                let left = parts::time(left);
                model.notice = Some(format!("the clock runs on: {left} left; \"Unfinished\" goes on with it"));
            }
            go(model, Page::Home);
        }
        Page::Setup | Page::Exams | Page::Ready | Page::Decide => go(model, Page::Home),
    }
    true
}

/// The place that an action answers with.
fn place_of(action: Action) -> Option<usize> {
    use Action as A;
    let all =
        [A::AnswerA, A::AnswerB, A::AnswerC, A::AnswerD, A::AnswerE, A::AnswerF, A::AnswerG, A::AnswerH, A::AnswerI];
    all.iter().position(|&known| known == action)
}

/// Left and right change the value of the row on pages that are a list of values.
fn turned(model: &mut Model, action: Action) -> bool {
    let back = action == Action::Left;
    if !back && action != Action::Right {
        return false;
    }
    match model.quiz.page {
        Page::Setup => setup::turn(model, back),
        Page::Rules(cert) => exams::turn(model, cert, back),
        Page::Ready => ready::turn(model, back),
        _ => return false,
    }
    true
}

/// What an action does here; false if it does nothing.
pub fn act(model: &mut Model, action: Action) -> bool {
    if model.quiz.page == Page::Decide {
        if action == Action::Back && decide::step_back(model).is_none() {
            go(model, Page::Home);
            return true;
        }
        return action == Action::Back || decide::act(model, action);
    }
    if model.quiz.page == Page::Map
        && let Some(to) = run::moved_on_map(model, action)
    {
        model.quiz.row = to;
        return true;
    }
    if turned(model, action) {
        return true;
    }
    if let Some(to) = moved(model.quiz.row, row_count(model), layout::page(model.size.1), action) {
        (model.quiz.row, model.quiz.touched) = (to, true);
        return true;
    }
    if let Some(place) = place_of(action) {
        if model.quiz.page == Page::Map {
            model.notice = Some("the arrows lead to a question, Enter opens it".to_owned());
        } else {
            answer(model, place);
        }
        return true;
    }
    match action {
        Action::Open => open(model),
        Action::Toggle => match model.quiz.page {
            Page::Setup => setup::open(model, model.quiz.row),
            Page::Rules(cert) => exams::begin(model, cert, model.quiz.row),
            _ => open(model),
        },
        Action::Options => home::options(model),
        Action::Discard if model.quiz.page == Page::Home => home::discard(model),
        Action::NextQuestion => step(model, false),
        Action::PrevQuestion => step(model, true),
        Action::Flag => with_run(model, |run, _, now| run.flag(now)),
        Action::Undo => undo(model),
        Action::ShowMap => {
            let at = model.quiz.run.as_ref().filter(|run| run.over().is_none()).map(|run| run.progress().0);
            if let Some(at) = at {
                (model.quiz.page, model.quiz.row) = (Page::Map, at);
            }
        }
        Action::Pause => pause(model),
        Action::HandIn => hand_in(model),
        Action::Easier => regrade(model, true),
        Action::Harder => regrade(model, false),
        Action::NextList => {
            model.quiz.listed = model.quiz.listed.next();
            model.quiz.row = 0;
        }
        Action::Again => {
            let again = model.quiz.run.as_ref().and_then(|run| run.again(&result::listed(model, run)));
            match again {
                Some(paper) => start(model, paper),
                None => {
                    model.notice = Some(format!("nothing is {}: there is nothing to repeat", model.quiz.listed.word()));
                }
            }
        }
        Action::Back => return back(model),
        _ => return false,
    }
    true
}

fn undo(model: &mut Model) {
    let Some(run) = &model.quiz.run else { return };
    if run.phase() == Phase::Finished {
        model.notice = Some("it is over: answers stand".to_owned());
        return;
    }
    let before = run.clone();
    with_run(model, |run, _, now| run.undo(now));
    let Some(run) = &model.quiz.run else { return };
    if *run == before {
        model.notice = Some("nothing was answered yet".to_owned());
        return;
    }
    let answers = |run: &Session| run.blank().len();
    if answers(run) != answers(&before) {
        let seen = run.paper.mode == Mode::Practice;
        let words = if seen { "taken back; it was seen, so the next answer is no first try" } else { "taken back" };
        model.notice = Some(words.to_owned());
    }
    (model.quiz.page, model.quiz.row) = (Page::Run, 0);
}

fn pause(model: &mut Model) {
    let rules = model.quiz.run.as_ref().and_then(|run| run.paper.rules.as_ref());
    match rules.map(|rules| rules.pauses) {
        None => model.notice = Some("practice has no clock".to_owned()),
        Some(false) => {
            let words = "this clock cannot be stopped: one that can is chosen before the exam starts";
            model.notice = Some(words.to_owned());
        }
        Some(true) => with_run(model, |run, _, now| run.pause(now)),
    }
}

/// The question in front that was answered, or the one looked at again.
fn in_front(model: &Model) -> Option<usize> {
    let run = model.quiz.run.as_ref()?;
    match model.quiz.page {
        Page::Review(at) => Some(at),
        Page::Run if run.phase() == Phase::Answered => Some(run.progress().0),
        _ => None,
    }
}

fn regrade(model: &mut Model, easier: bool) {
    let Some(at) = in_front(model) else { return };
    with_run(model, |run, catalog, now| {
        let grade = run.grade_at(catalog, at);
        let to = if easier { grade.easier() } else { grade.harder() };
        run.regrade(catalog, at, to, now).into_iter().collect()
    });
}

/// A click on a row: selects it; true if it was selected already and is to be opened.
pub fn clicked(model: &mut Model, target: Target) -> bool {
    let Target::CardRow(row) = target else { return false };
    if model.quiz.page == Page::Decide {
        let again = model.quiz.decide.row == row;
        return decide::select(model, row) && again;
    }
    if row >= row_count(model) {
        return false;
    }
    let again = model.quiz.row == row;
    model.quiz.row = row;
    again
}

/// What the page in front says: its headline, what stands beside it, and its blocks. The interview and
/// the map have none: they are painted by themselves.
#[must_use]
pub fn shown(model: &Model, width: u16) -> run::Shown {
    match (model.quiz.page, &model.quiz.run) {
        (Page::Decide, _) => {
            let (title, aside) = decide::title(model);
            (title, vec![Span::styled(aside, model.theme.cite)], Vec::new())
        }
        (Page::Setup, _) => setup::view(model, width),
        (Page::Exams, _) => exams::list(model, width),
        (Page::Rules(cert), _) => exams::view(model, cert, width),
        (Page::Ready, _) => ready::view(model, width),
        (Page::Home, _) | (_, None) => home::view(model, width),
        (Page::Map, Some(run)) => run::map(model, run),
        (Page::Review(at), Some(run)) => run::answered(model, run, at, width),
        (Page::Run, Some(run)) => match run.phase() {
            Phase::Asking => run::question(model, run, width),
            Phase::Answered => run::answered(model, run, run.progress().0, width),
            Phase::Finished => result::view(model, run, width),
        },
    }
}

/// Paints the tab.
pub fn view(model: &Model, state: &mut ViewState, area: Rect, frame: &mut Frame) {
    let width = area.width;
    let (title, aside, mut blocks) = shown(model, width);
    let over = model.quiz.run.as_ref().is_some_and(|run| run.over().is_some());
    if model.size.1 < run::LOW && (model.quiz.page == Page::Ready || (model.quiz.page == Page::Run && over)) {
        run::as_one(&mut blocks);
    }
    // The clock and the count stay; a long name gives way.
    let aside_width: usize = aside.iter().map(Span::width).sum();
    let room = usize::from(width).saturating_sub(aside_width + 3).max(usize::from(width) / 3);
    let mut spans = vec![Span::styled(text::fit(&title, room), model.theme.title), Span::raw("   ")];
    spans.extend(aside);
    let mut body = headline(&parts::cut(spans, width), area, frame.buffer_mut());
    if area.height > 8 {
        rule(body, model.theme.rule, frame.buffer_mut());
        body = below(body, 1);
    }
    let number = match (model.quiz.page, &model.quiz.run) {
        (Page::Decide, _) => model.quiz.decide.page_number(),
        (_, Some(run)) => run.progress().0 * 2 + usize::from(run.phase() == Phase::Answered),
        (_, None) => 0,
    };
    let here = (model.quiz.page, Some((number, over)));
    if state.quiz_page != Some(here) {
        (state.quiz_page, state.quiz_offset) = (Some(here), 0);
    }
    match model.quiz.page {
        Page::Decide => return decide::view(model, state, body, frame),
        Page::Map => return run::paint_map(model, state, body, frame),
        _ => {}
    }
    let (placed, cursor) = blocks::render_noted(
        &blocks,
        Some(model.quiz.row),
        &mut state.quiz_offset,
        body,
        model.theme.cite,
        frame.buffer_mut(),
    );
    for (row, number) in placed {
        state.hit(row, Target::CardRow(number));
    }
    state.cursor = cursor.or(state.cursor);
}
