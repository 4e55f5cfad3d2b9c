//! The terminal explorer: read, resolve, update, perform, draw.
//!
//! One loop on the main thread. It blocks on one channel, drains all that waits, and draws once if
//! the model changed; it wakes by itself only while the clock of an exam runs. Input, signals and the
//! hang-up watchdog have threads of their own (see [`terminal`]), and so have the file behind the
//! profile ([`keeper`]) and long searches ([`aside`]).

pub mod ascii;
pub mod aside;
pub mod clipboard;
pub mod effect;
pub mod frames;
pub mod keeper;
pub mod layout;
pub mod message;
pub mod model;
pub mod overlays;
pub mod picture;
pub mod plain;
pub mod screens;
pub mod script;
pub mod start;
pub mod terminal;
pub mod theme;
pub mod update;
pub mod view;
pub mod why_not;
pub mod widgets;
mod world;

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use crate::catalog::record::Key as RecordKey;
use crate::clock::Clock;
use crate::error::Error;
use aside::Aside;
use effect::Effect;
use keeper::Keeper;
use message::Message;
use model::{Model, Saving};
use overlays::welcome;
use terminal::{Incoming, Terminal};
use view::ViewState;

/// Runs the explorer until the user quits, or chooses a record where it is a picker. A newcomer is
/// welcomed; that it was seen is kept in the file `welcome`.
///
/// # Errors
/// [`Error::Terminal`] if the terminal cannot be set up or written to; [`Error::Signal`] if a
/// signal ended it. The terminal has been given back in every case.
pub fn run(
    mut model: Model,
    profile: Option<PathBuf>,
    welcome: Option<&Path>,
    mouse: bool,
    crash: Option<terminal::CrashTest>,
) -> Result<Option<RecordKey>, Error> {
    if profile.is_some() {
        model.saving = Saving::Saved;
    }
    if welcome.is_some() {
        welcome::show(&mut model);
    }
    let (mut terminal, sender, incoming) = Terminal::enter(mouse, crash)?;
    let mut keeper = Keeper::new(profile, sender.clone());
    let outcome = event_loop(&mut model, &mut terminal, Aside::new(sender), &mut keeper, welcome, &incoming);
    terminal.leave();
    // A signal leaves 300 ms; a user who quits can wait for a slow disk.
    let patience = if matches!(outcome, Err(Error::Signal(_))) { 150 } else { 5_000 };
    match (keeper.finish(Duration::from_millis(patience)), &outcome) {
        (Some((changes, why)), Ok(_)) => Err(Error::Unsaved { changes, why }),
        _ => outcome,
    }
}

/// Waits for something to happen: a key, a report, or the next second of a running clock.
fn wait(model: &Model, incoming: &Receiver<Incoming>) -> Result<Option<Incoming>, RecvTimeoutError> {
    let Some(millis) = model.quiz.next_tick() else {
        return incoming.recv().map(Some).map_err(|_| RecvTimeoutError::Disconnected);
    };
    match incoming.recv_timeout(Duration::from_millis(millis)) {
        Err(RecvTimeoutError::Timeout) => Ok(None),
        other => other.map(Some),
    }
}

fn event_loop(
    model: &mut Model,
    terminal: &mut Terminal,
    mut aside: Aside,
    keeper: &mut Keeper,
    welcome: Option<&Path>,
    incoming: &Receiver<Incoming>,
) -> Result<Option<RecordKey>, Error> {
    let mut state = ViewState::default();
    model.size = terminal.size();
    terminal.resize_to(model.size);
    terminal.draw(|frame| view::view(model, &mut state, frame))?;
    if !model.data.is_small() {
        aside.prepare(&model.data);
    }
    let mut clock = Clock::start();
    loop {
        let Ok(first) = wait(model, incoming) else { return Ok(None) };
        // Time passes before anything else happens. Only what it changes on the screen is drawn: the
        // clock of an exam, and its end.
        let seen = |model: &Model| (model.quiz.clock(), model.quiz.context(), model.notice.clone());
        let seen_before = seen(model);
        let (now, millis) = clock.passed();
        let mut effects = update::update(model, Message::Passed { now, millis });
        let ticked = seen(model) != seen_before;
        let before = model.clone();
        let mut redraw_all = false;
        // Drain everything that waits, so that keys typed ahead cost one frame.
        let waiting = first.into_iter().chain(incoming.try_iter());
        for next in waiting.flat_map(Incoming::each) {
            let message = match next {
                Incoming::Key(key) => Some(model.read_key(key)),
                Incoming::Click { x, y } => state.target_at(x, y).map(Message::Clicked),
                Incoming::Wheel { x, y, down } => Some(Message::Wheel { target: state.target_at(x, y), down }),
                Incoming::Paste(text) => Some(Message::Pasted(text)),
                Incoming::Listening => Some(Message::Resized(terminal.size().0, terminal.size().1)),
                Incoming::Resize => {
                    // Also where the size is the old one again: the terminal may have cut its screen.
                    redraw_all = true;
                    Some(Message::Resized(terminal.size().0, terminal.size().1))
                }
                Incoming::Continued => {
                    redraw_all |= terminal.reenter()?;
                    Some(Message::Resized(terminal.size().0, terminal.size().1))
                }
                // Taken apart above.
                Incoming::Together(_) => None,
                Incoming::Found(question, answer) => Some(Message::Found(question, answer)),
                Incoming::Profile(profile, notice) => Some(Message::Profile(profile, notice)),
                Incoming::Kept(number, outcome) => Some(Message::Kept(number, outcome)),
                Incoming::Crash => panic!("a panic asked for by --crash-test"),
                Incoming::Fail => return Err(Error::Terminal("an error asked for by --crash-test".into())),
                Incoming::Hangup => return Err(Error::Signal(1)),
                Incoming::Signal(number) => return Err(Error::Signal(number)),
            };
            let Some(message) = message else { continue };
            effects.extend(update::update(model, message));
            for effect in std::mem::take(&mut effects) {
                match effect {
                    Effect::ReadProfile => keeper.read(),
                    Effect::Keep(number, changes) => keeper.keep(number, changes),
                    Effect::Quit => return Ok(None),
                    Effect::Choose(key) => return Ok(Some(key)),
                    // Once, when everything that waits has been read.
                    Effect::Search => {}
                    Effect::Welcomed => world::remember(welcome),
                    Effect::Suspend => {
                        terminal.suspend()?;
                        redraw_all = true;
                        (model.size.0, model.size.1) = terminal.size();
                    }
                    Effect::Copy(text) => {
                        let asked = terminal.ask(&clipboard::request(&text, world::inside()));
                        update::update(model, Message::Copied(asked.map_err(|error| error.to_string())));
                    }
                    Effect::Write { path, text, over } => {
                        update::update(model, Message::Saved(world::write(&path, &text, over)));
                    }
                }
            }
        }
        // Those of the clock alone: nothing but changes to keep.
        for effect in effects {
            if let Effect::Keep(number, changes) = effect {
                keeper.keep(number, changes);
            }
        }
        if model.may_search() {
            aside.prepare(&model.data);
        }
        match model.question() {
            Some(question) if !model.data.is_small() => aside.ask(model.data.clone(), question),
            _ => {
                model.settle();
                aside.forget();
            }
        }
        if redraw_all {
            terminal.forget_screen(model.size);
        }
        if redraw_all || ticked || *model != before {
            terminal.resize_to(model.size);
            terminal.draw(|frame| view::view(model, &mut state, frame))?;
        }
    }
}
