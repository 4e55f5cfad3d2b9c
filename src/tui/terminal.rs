//! The terminal: taken over, given back on every way out, suspended; and the threads that listen.
//!
//! ```text
//! main thread    owns the terminal, waits on one channel, draws; is never inside crossterm's poll
//! input thread   crossterm::event::read → channel; may spin on a dead terminal, nobody waits for it
//! watchdog       poll(stdin) for a hang-up → channel; 300 ms later it ends the process itself
//! signal thread  TERM HUP INT QUIT → channel; 300 ms later it gives the terminal back and ends
//! ```
//!
//! crossterm 0.29 alone never notices that its terminal is gone, and `ratatui::restore` aborts on a
//! dead one: hence a watchdog, a deadline, and a [`restore`] that ignores every error.

use std::io::{self, Write};
use std::panic::PanicHookInfo;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread;
use std::time::Duration;

use crossterm::event::{Event, MouseButton, MouseEventKind};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use ratatui::Frame;
use ratatui::layout::Position;

use crate::error::{Error, Exit};
use crate::keys::Key;
use crate::profile::Profile;
use crate::safe_text::safe;
use crate::search::Answer;
use crate::tui::frames::{Frames, within};
use crate::tui::message::Question;

/// What reaches the main thread.
#[derive(Debug)]
pub enum Incoming {
    /// A key was pressed.
    Key(Key),
    /// The left button was pressed.
    Click {
        /// Column.
        x: u16,
        /// Row.
        y: u16,
    },
    /// The wheel was turned.
    Wheel {
        /// Column.
        x: u16,
        /// Row.
        y: u16,
        /// Towards the user.
        down: bool,
    },
    /// Text was pasted.
    Paste(String),
    /// Several that came at once, in their order.
    Together(Vec<Incoming>),
    /// From now on changes of size are noticed.
    Listening,
    /// The terminal has, or had for a moment, another size.
    Resize,
    /// The process was continued after a stop.
    Continued,
    /// The terminal is gone.
    Hangup,
    /// A signal asks us to end.
    Signal(i32),
    /// A search on the side has an answer.
    Found(Question, Answer),
    /// The profile was read, with what is to be said of its file.
    Profile(Box<Profile>, Option<String>),
    /// What was to be kept under this number is in the file, or a sentence that says why not.
    Kept(u64, Result<(), String>),
    /// `--crash-test panic`.
    Crash,
    /// `--crash-test error`.
    Fail,
}

impl Incoming {
    /// Each of those that came together, or itself.
    #[must_use]
    pub fn each(self) -> Vec<Self> {
        match self {
            Self::Together(all) => all,
            other => vec![other],
        }
    }
}

/// A failure on purpose, to test that the terminal comes back; debug builds only.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CrashTest {
    /// A panic on the main thread after so many milliseconds.
    Panic(u64),
    /// A panic on another thread.
    Worker(u64),
    /// An error out of the main loop.
    Error(u64),
}

impl CrashTest {
    /// Reads `panic:30`, `worker:30` or `error:30`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, ms) = text.split_once(':')?;
        let ms = ms.parse().ok()?;
        match kind {
            "panic" => Some(Self::Panic(ms)),
            "worker" => Some(Self::Worker(ms)),
            "error" => Some(Self::Error(ms)),
            _ => None,
        }
    }
}

/// Alternate screen, no cursor until a frame sets one, pastes as one event, a blank screen.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[2J\x1b[H";
/// Clicks and wheel, in the encoding without a limit of 223 columns.
const MOUSE: &[u8] = b"\x1b[?1000h\x1b[?1006h";
/// The inverse of everything above, whatever of it was turned on.
const LEAVE: &[u8] = b"\x1b[?2026l\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[0m\x1b[?25h\x1b[?1049l";
/// Around a frame: terminals that know it show the frame at once.
const FRAME: (&[u8], &[u8]) = (b"\x1b[?2026h", b"\x1b[?2026l");

/// How long the main thread has to end by itself after a signal or a hang-up.
const GRACE: Duration = Duration::from_millis(300);

/// Whether the terminal is ours at the moment.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Whether the screen is painted on standard error, because standard output takes the answer.
static ON_STDERR: AtomicBool = AtomicBool::new(false);

/// Paints on standard error from now on: standard output is for the answer of a picker.
pub fn paint_on_stderr() {
    ON_STDERR.store(true, Ordering::Relaxed);
}

/// Where the screen is painted.
#[cfg(unix)]
fn screen_fd() -> rustix::fd::BorrowedFd<'static> {
    if ON_STDERR.load(Ordering::Relaxed) { rustix::stdio::stderr() } else { rustix::stdio::stdout() }
}

/// Held while a frame is written, so that none follows after the terminal was given back.
static WRITING: Mutex<()> = Mutex::new(());

/// How long giving the terminal back waits for a frame in the middle; a stalled terminal may never
/// take the rest of it.
const FRAME_TIME: Duration = Duration::from_millis(100);

/// Waits until no frame is being written, but not for ever.
fn frame_written() -> Option<MutexGuard<'static, ()>> {
    const STEP: Duration = Duration::from_millis(1);
    for _ in 0..FRAME_TIME.as_millis() {
        match WRITING.try_lock() {
            Ok(guard) => return Some(guard),
            Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => thread::sleep(STEP),
        }
    }
    None
}

/// Gives the terminal back if it is ours. May be called from any thread, any number of times, and
/// on a terminal that is gone: every error is ignored.
pub fn restore() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        // The modes first: that never waits, while a write to a stalled terminal may.
        let _ = disable_raw_mode();
        let _written = frame_written();
        let _ = write_out(LEAVE);
    }
}

/// Gives the terminal back and ends the process, also where the terminal takes no more bytes.
fn restore_and_end(exit: Exit) -> ! {
    let (done, waiting) = channel();
    let _ = spawn("restore", move || {
        restore();
        let _ = done.send(());
    });
    let _ = waiting.recv_timeout(GRACE);
    end(exit)
}

/// Writes to the screen without a buffer in between.
fn write_out(bytes: &[u8]) -> io::Result<()> {
    #[cfg(unix)]
    {
        let mut rest = bytes;
        while !rest.is_empty() {
            match rustix::io::write(screen_fd(), rest) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(written) => rest = &rest[written..],
                Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
    #[cfg(not(unix))]
    {
        let mut out: Box<dyn Write> =
            if ON_STDERR.load(Ordering::Relaxed) { Box::new(io::stderr()) } else { Box::new(io::stdout()) };
        out.write_all(bytes)?;
        out.flush()
    }
}

/// The terminal while it is ours.
pub struct Terminal {
    frames: Frames,
    mouse: bool,
    /// We came back from a stop of our own: the SIGCONT that is about to be reported says nothing new.
    back: bool,
}

impl Terminal {
    /// Takes the terminal over and starts the threads that listen.
    ///
    /// # Errors
    /// [`Error::Terminal`] if raw mode or the screen cannot be had.
    pub fn enter(mouse: bool, crash: Option<CrashTest>) -> Result<(Self, Sender<Incoming>, Receiver<Incoming>), Error> {
        // First everything that gives the terminal back, then taking it.
        std::panic::set_hook(Box::new(on_panic));
        // Our theme alone decides on colour: crossterm would wipe bold and reverse under NO_COLOR.
        crossterm::style::force_color_output(true);
        let (sender, incoming) = channel();
        listen_for_signals(&sender)?;
        take(mouse)?;
        spawn("input", {
            let sender = sender.clone();
            move || read_input(&sender)
        })?;
        watch_for_hangup(&sender)?;
        crash_later(crash, &sender)?;
        Ok((Self { frames: Frames::new(size()), mouse, back: false }, sender, incoming))
    }

    /// Columns and rows.
    #[must_use]
    pub fn size(&self) -> (u16, u16) {
        size()
    }

    /// Paints a frame and writes what changed, in one piece: nothing if nothing did. `paint` tells where
    /// the cursor stands, if it is shown.
    ///
    /// # Errors
    /// [`Error::Terminal`] if it cannot be written: the usual way to learn of a hang-up.
    pub fn draw(&mut self, paint: impl FnOnce(&mut Frame) -> Option<Position>) -> Result<(), Error> {
        let failed = |error: io::Error| Error::Terminal(safe(&error.to_string()));
        let bytes = self.frames.next(paint);
        if bytes.is_empty() {
            return Ok(());
        }
        let framed = [FRAME.0, &bytes, FRAME.1].concat();
        let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
        if !TAKEN.load(Ordering::SeqCst) {
            // Another thread has given the terminal back and is about to end the program.
            return Ok(());
        }
        write_out(&framed).map_err(failed)
    }

    /// Asks the terminal for something that changes no cell, between two frames.
    ///
    /// # Errors
    /// [`Error::Terminal`] if it cannot be written.
    pub fn ask(&mut self, request: &str) -> Result<(), Error> {
        let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
        if !TAKEN.load(Ordering::SeqCst) {
            return Ok(());
        }
        write_out(request.as_bytes()).map_err(|error| Error::Terminal(safe(&error.to_string())))
    }

    /// Follows the terminal to another size.
    pub fn resize_to(&mut self, to: (u16, u16)) {
        if self.frames.size() != within(to) {
            self.forget_screen(to);
        }
    }

    /// Draws everything anew with the next frame.
    ///
    /// The size is the model's: asking the terminal once more might get another answer, and then
    /// nobody would notice that the two differ.
    pub fn forget_screen(&mut self, to: (u16, u16)) {
        self.frames = Frames::anew(to);
    }

    /// Gives the terminal to the shell and stops until the shell continues us. Does nothing where
    /// nobody could continue us.
    ///
    /// # Errors
    /// [`Error::Terminal`] if the terminal cannot be taken again.
    pub fn suspend(&mut self) -> Result<(), Error> {
        #[cfg(unix)]
        {
            use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};
            // In the group of the session's leader there is no job control: a terminal window or
            // `sh -c` started us, and no shell would ever bring us back.
            if getsid(None).is_ok_and(|leader| leader == getpgrp()) {
                return Ok(());
            }
            restore();
            // STOP, not TSTP: the kernel drops TSTP in an orphaned group. The whole group, so that
            // a parent such as `cargo run` stops with us.
            let _ = kill_current_process_group(Signal::STOP);
            self.back = true;
            // Continued in the background, by `bg` or to be ended: taking the terminal now would
            // stop us again, and nobody could end us.
            while !is_in_front() {
                thread::sleep(Duration::from_millis(50));
            }
            take(self.mouse)?;
        }
        Ok(())
    }

    /// Takes the terminal again after a stop behind our back; false if it was a stop of our own,
    /// after which everything is as it should be.
    ///
    /// # Errors
    /// [`Error::Terminal`] if it cannot be had.
    pub fn reenter(&mut self) -> Result<bool, Error> {
        if std::mem::take(&mut self.back) {
            return Ok(false);
        }
        // The shell may have changed its modes: give back what is ours and start anew.
        restore();
        take(self.mouse)?;
        Ok(true)
    }

    /// Gives the terminal back.
    pub fn leave(&self) {
        restore();
    }
}

/// Whether our process group is the one the terminal listens to.
#[cfg(unix)]
fn is_in_front() -> bool {
    rustix::termios::tcgetpgrp(rustix::stdio::stdin()).is_ok_and(|front| front == rustix::process::getpgrp())
}

/// Columns and rows of the terminal; 80 × 24 where it does not say.
fn size() -> (u16, u16) {
    #[cfg(unix)]
    let found = rustix::termios::tcgetwinsize(screen_fd()).ok().map(|size| (size.ws_col, size.ws_row));
    #[cfg(not(unix))]
    let found = crossterm::terminal::size().ok();
    match found {
        None | Some((0, 0)) => (80, 24),
        Some(size) => size,
    }
}

fn take(mouse: bool) -> Result<(), Error> {
    let failed = |error: io::Error| Error::Terminal(safe(&error.to_string()));
    TAKEN.store(true, Ordering::SeqCst);
    enable_raw_mode().map_err(failed)?;
    let mouse = if mouse { MOUSE } else { b"" };
    write_out(&[ENTER, mouse].concat()).map_err(failed)
}

/// A panic on any thread ends the program: the terminal first, then the message on it.
fn on_panic(info: &PanicHookInfo) {
    restore();
    let what = info.payload_as_str().unwrap_or("no message");
    let place = info.location().map_or_else(String::new, |at| format!(" ({}:{})", at.file(), at.line()));
    let mut err = io::stderr();
    let _ = writeln!(err, "certdex: a bug in certdex: {}{place}", safe(what));
    let _ = writeln!(err, "Please report it with what you did last. Nothing of yours was changed.");
    end(Exit::Bug);
}

/// Ends the process from a thread that is not the main one, or in the middle of a panic.
#[expect(clippy::disallowed_methods, reason = "the one place that ends the process at once")]
fn end(exit: Exit) -> ! {
    std::process::exit(i32::from(exit.code()))
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), Error> {
    let named = thread::Builder::new().name(name.to_owned());
    named.spawn(work).map(|_| ()).map_err(|error| Error::Terminal(safe(&error.to_string())))
}

/// At most so many events go together: who holds a key down sees it move.
const MOST_TOGETHER: usize = 64;

/// What an event of the terminal's means to us, if anything.
fn incoming(event: Event) -> Option<Incoming> {
    match event {
        Event::Key(key) => Key::from_event(&key).map(Incoming::Key),
        Event::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => Some(Incoming::Click { x: mouse.column, y: mouse.row }),
            MouseEventKind::ScrollDown => Some(Incoming::Wheel { x: mouse.column, y: mouse.row, down: true }),
            MouseEventKind::ScrollUp => Some(Incoming::Wheel { x: mouse.column, y: mouse.row, down: false }),
            _ => None,
        },
        Event::Paste(text) => Some(Incoming::Paste(text)),
        Event::Resize(..) => Some(Incoming::Resize),
        Event::FocusGained | Event::FocusLost => None,
    }
}

/// Feeds the terminal's events into the channel until nobody listens.
fn read_input(sender: &Sender<Incoming>) {
    // Asking once starts crossterm's own listening for sizes; a change before that was missed.
    let _ = crossterm::event::poll(Duration::ZERO);
    if sender.send(Incoming::Listening).is_err() {
        return;
    }
    while let Ok(event) = crossterm::event::read() {
        // What was typed ahead goes together, so that it costs one frame.
        let mut together: Vec<Incoming> = incoming(event).into_iter().collect();
        while crossterm::event::poll(Duration::ZERO).unwrap_or(false) && together.len() < MOST_TOGETHER {
            let Ok(event) = crossterm::event::read() else { break };
            together.extend(incoming(event));
        }
        if !together.is_empty() && sender.send(Incoming::Together(together)).is_err() {
            return;
        }
    }
    let _ = sender.send(Incoming::Hangup);
}

#[cfg(unix)]
fn listen_for_signals(sender: &Sender<Incoming>) -> Result<(), Error> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
    use signal_hook::iterator::Signals;
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGCONT, SIGTSTP])
        .map_err(|error| Error::Terminal(safe(&error.to_string())))?;
    let sender = sender.clone();
    spawn("signals", move || {
        for signal in signals.forever() {
            match signal {
                SIGCONT => {
                    let _ = sender.send(Incoming::Continued);
                }
                SIGTSTP => {
                    let _ =
                        sender.send(Incoming::Key(Key { code: crate::keys::Code::Char('z'), ctrl: true, alt: false }));
                }
                number => {
                    let _ = sender.send(Incoming::Signal(number));
                    // The main thread may be stuck in a write to a stalled terminal.
                    thread::sleep(GRACE);
                    restore_and_end(Exit::Signal(number));
                }
            }
        }
    })
}

#[cfg(unix)]
fn watch_for_hangup(sender: &Sender<Incoming>) -> Result<(), Error> {
    use rustix::event::{PollFd, PollFlags, poll};
    let sender = sender.clone();
    spawn("hang-up", move || {
        loop {
            let stdin = rustix::stdio::stdin();
            // No events asked for: only errors and hang-ups are reported.
            let mut fds = [PollFd::from_borrowed_fd(stdin, PollFlags::empty())];
            match poll(&mut fds, None) {
                Err(rustix::io::Errno::INTR) => {}
                Err(_) => return,
                Ok(_) if fds[0].revents().is_empty() => {}
                Ok(_) => break,
            }
        }
        let _ = sender.send(Incoming::Hangup);
        thread::sleep(GRACE);
        restore_and_end(Exit::Signal(1));
    })
}

#[cfg(not(unix))]
fn listen_for_signals(_sender: &Sender<Incoming>) -> Result<(), Error> {
    Ok(())
}

#[cfg(not(unix))]
fn watch_for_hangup(_sender: &Sender<Incoming>) -> Result<(), Error> {
    Ok(())
}

fn crash_later(crash: Option<CrashTest>, sender: &Sender<Incoming>) -> Result<(), Error> {
    let Some(crash) = crash else { return Ok(()) };
    let sender = sender.clone();
    spawn("crash-test", move || {
        let (ms, incoming) = match crash {
            CrashTest::Panic(ms) => (ms, Some(Incoming::Crash)),
            CrashTest::Error(ms) => (ms, Some(Incoming::Fail)),
            CrashTest::Worker(ms) => (ms, None),
        };
        thread::sleep(Duration::from_millis(ms));
        match incoming {
            Some(incoming) => drop(sender.send(incoming)),
            None => panic!("a panic on another thread asked for by --crash-test"),
        }
    })
}
