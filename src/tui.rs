//! The terminal explorer: read, resolve, update, perform, draw.
//!
//! One loop on the main thread. It blocks on one channel, drains all that waits, and draws once if
//! the model changed; it never wakes by itself. Input, signals and the hang-up watchdog have
//! threads of their own (see [`terminal`]).

pub mod aside;
pub mod clipboard;
pub mod effect;
pub mod layout;
pub mod message;
pub mod model;
pub mod overlays;
pub mod screens;
pub mod script;
pub mod terminal;
pub mod theme;
pub mod update;
pub mod view;
pub mod widgets;
pub mod world;

use std::sync::mpsc::Receiver;

use crate::catalog::record::Key as RecordKey;
use crate::error::Error;
use aside::Aside;
use effect::Effect;
use message::Message;
use model::Model;
use terminal::{Incoming, Terminal};
use view::ViewState;

/// Runs the explorer until the user quits, or chooses a record where it is a picker.
///
/// # Errors
/// [`Error::Terminal`] if the terminal cannot be set up or written to; [`Error::Signal`] if a
/// signal ended it. The terminal has been given back in every case.
pub fn run(mut model: Model, mouse: bool, crash: Option<terminal::CrashTest>) -> Result<Option<RecordKey>, Error> {
    let (mut terminal, sender, incoming) = Terminal::enter(mouse, crash)?;
    let outcome = event_loop(&mut model, &mut terminal, Aside::new(sender), &incoming);
    terminal.leave();
    outcome
}

fn event_loop(
    model: &mut Model,
    terminal: &mut Terminal,
    mut aside: Aside,
    incoming: &Receiver<Incoming>,
) -> Result<Option<RecordKey>, Error> {
    let mut state = ViewState::default();
    model.size = terminal.size();
    terminal.resize_to(model.size);
    terminal.draw(|frame| view::view(model, &mut state, frame))?;
    if !model.data.is_small() {
        aside.prepare(&model.data);
    }
    loop {
        let Ok(first) = incoming.recv() else { return Ok(None) };
        let before = model.clone();
        let mut redraw_all = false;
        // Drain everything that waits, so that keys typed ahead cost one frame.
        let waiting = std::iter::once(first).chain(incoming.try_iter());
        for next in waiting.flat_map(Incoming::each) {
            let message = match next {
                Incoming::Key(key) => model.read_key(key),
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
                Incoming::Crash => panic!("a panic asked for by --crash-test"),
                Incoming::Fail => return Err(Error::Terminal("an error asked for by --crash-test".into())),
                Incoming::Hangup => return Err(Error::Signal(1)),
                Incoming::Signal(number) => return Err(Error::Signal(number)),
            };
            let Some(message) = message else { continue };
            for effect in update::update(model, message) {
                match effect {
                    Effect::Quit => return Ok(None),
                    Effect::Choose(key) => return Ok(Some(key)),
                    // Once, when everything that waits has been read.
                    Effect::Search => {}
                    Effect::Suspend => {
                        terminal.suspend()?;
                        redraw_all = true;
                        (model.size.0, model.size.1) = terminal.size();
                    }
                    Effect::Copy(text) => {
                        let asked = terminal.ask(&clipboard::request(&text, world::inside_tmux()));
                        update::update(model, Message::Copied(asked.map_err(|error| error.to_string())));
                    }
                    Effect::Write { path, text, over } => {
                        update::update(model, Message::Saved(world::write(&path, &text, over)));
                    }
                }
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
        if redraw_all || *model != before {
            terminal.resize_to(model.size);
            terminal.draw(|frame| view::view(model, &mut state, frame))?;
        }
    }
}
