//! A program in a real pseudo-terminal, the screen it paints, and whether it gave the terminal back.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtyPair, PtySize, SlavePty, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// How long a condition may take on a busy machine before the test gives up on it.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// The size every session starts with: columns, rows.
pub const SIZE: (u16, u16) = (80, 24);

/// What turns a mode of the terminal on and what turns it off again, with its name.
const MODES: &[(&str, &str, &str)] = &[
    ("the alternate screen", "\x1b[?1049h", "\x1b[?1049l"),
    ("mouse reports", "\x1b[?1000h", "\x1b[?1000l"),
    ("the SGR mouse encoding", "\x1b[?1006h", "\x1b[?1006l"),
    ("bracketed paste", "\x1b[?2004h", "\x1b[?2004l"),
];

/// A command with a clean environment, ready for [`Session::start`].
pub fn command(program: &str, args: &[&str]) -> CommandBuilder {
    let mut command = CommandBuilder::new(program);
    command.args(args);
    command.env_clear();
    command.env("TERM", "xterm-256color");
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("CERTDEX", env!("CARGO_BIN_EXE_certdex"));
    command
}

/// The program under test, with a clean environment.
pub fn certdex(args: &[&str]) -> CommandBuilder {
    command(env!("CARGO_BIN_EXE_certdex"), args)
}

/// Opens a pseudo-terminal and starts `command` in it, at home in a folder where somebody was welcomed
/// before, and nothing else happened.
fn spawn(command: CommandBuilder) -> Spawned {
    let home = tempfile::tempdir().expect("a scratch folder");
    let state = home.path().join(".local/state/certdex");
    std::fs::create_dir_all(&state).expect("a folder");
    std::fs::write(state.join("welcomed"), "").expect("a file");
    spawn_at(Arc::new(home), command)
}

/// The same at home in that folder.
fn spawn_at(home: Arc<TempDir>, mut command: CommandBuilder) -> Spawned {
    command.env("HOME", home.path());
    command.cwd(home.path());
    let pair = native_pty_system().openpty(pty_size(SIZE)).expect("a pseudo-terminal");
    let modes_before = modes(pair.master.as_ref());
    let mut child = pair.slave.spawn_command(command).expect("the program starts");
    let pid = child.process_id().and_then(|pid| Pid::from_raw(pid.cast_signed())).expect("a process id");
    let (sender, exit) = channel();
    thread::spawn(move || child.wait().map(|status| sender.send(status)));
    Spawned { pair, home, modes_before, pid, exit }
}

/// A process that was just started in a pseudo-terminal.
struct Spawned {
    pair: PtyPair,
    home: Arc<TempDir>,
    modes_before: String,
    pid: Pid,
    exit: Receiver<ExitStatus>,
}

fn pty_size((cols, rows): (u16, u16)) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

/// A program in a pseudo-terminal, and a terminal emulator that reads what it writes.
pub struct Session {
    /// The emulator; its screen is what a user would see.
    pub emulator: vt100::Parser,
    /// Every byte the program wrote so far.
    pub stream: Vec<u8>,
    /// The process.
    pub pid: Pid,
    output: Receiver<Vec<u8>>,
    input: Sender<Vec<u8>>,
    exit: Receiver<ExitStatus>,
    ended: Option<ExitStatus>,
    master: Box<dyn MasterPty + Send>,
    slave: Option<Box<dyn SlavePty + Send>>,
    modes_before: String,
    modes_after: String,
    home: Arc<TempDir>,
}

impl Session {
    /// Starts `command` in a new pseudo-terminal of 80 × 24.
    pub fn start(command: CommandBuilder) -> Self {
        Self::of(spawn(command))
    }

    /// The same at home in that folder.
    pub fn start_at(home: Arc<TempDir>, command: CommandBuilder) -> Self {
        Self::of(spawn_at(home, command))
    }

    fn of(spawned: Spawned) -> Self {
        let Spawned { pair: PtyPair { master, slave }, home, modes_before, pid, exit } = spawned;
        let mut reader = master.try_clone_reader().expect("a reader");
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut chunk = vec![0; 1 << 16];
            while let Ok(read @ 1..) = reader.read(&mut chunk) {
                if sender.send(chunk[..read].to_vec()).is_err() {
                    return;
                }
            }
        });
        // Written from a thread of its own: a program that does not read must not stop the test.
        let mut writer = master.take_writer().expect("a writer");
        let (input, to_write) = channel::<Vec<u8>>();
        thread::spawn(move || to_write.iter().try_for_each(|bytes| writer.write_all(&bytes)));

        Self {
            emulator: vt100::Parser::new(SIZE.1, SIZE.0, 0),
            stream: Vec::new(),
            pid,
            output,
            input,
            exit,
            ended: None,
            master,
            slave: Some(slave),
            modes_before,
            modes_after: String::new(),
            home,
        }
    }

    /// The folder it runs in, its home as well.
    pub fn home(&self) -> &std::path::Path {
        self.home.path()
    }

    /// Types, pastes or clicks: sends bytes as the terminal would.
    pub fn send(&self, bytes: impl AsRef<[u8]>) {
        self.input.send(bytes.as_ref().to_vec()).expect("the writer lives as long as the session");
    }

    /// Sends a signal to the process; one that has already ended does not mind.
    pub fn signal(&self, signal: Signal) {
        let _ = kill_process(self.pid, signal);
    }

    /// Gives the terminal another size, and crops the emulator's screen as a terminal would.
    pub fn resize(&mut self, size: (u16, u16)) {
        self.master.resize(pty_size(size)).expect("a terminal can be resized");
        // The emulator itself counts below zero on a single row.
        self.emulator.screen_mut().set_size(size.1.max(2), size.0.max(2));
    }

    /// What the user sees.
    pub fn screen(&self) -> &vt100::Screen {
        self.emulator.screen()
    }

    /// The text of every row.
    pub fn rows(&self) -> Vec<String> {
        rows(self.screen())
    }

    /// The modes of the terminal line (raw, echo, …) as they are now.
    pub fn line_modes(&self) -> String {
        modes(self.master.as_ref())
    }

    /// The modes of the line before the program started.
    pub fn line_modes_before(&self) -> &str {
        &self.modes_before
    }

    /// The modes of the line after the program ended.
    pub fn line_modes_after(&self) -> &str {
        &self.modes_after
    }

    /// Takes in what was written since; false if nothing comes within `patience` or ever again.
    pub fn read_for(&mut self, patience: Duration) -> bool {
        let Ok(mut bytes) = self.output.recv_timeout(patience) else { return false };
        while let Ok(more) = self.output.try_recv() {
            bytes.extend(more);
        }
        self.emulator.process(&bytes);
        self.stream.extend(bytes);
        true
    }

    /// Waits until a whole frame stands on the screen that fulfils `condition`.
    ///
    /// # Panics
    /// With the screen, if that does not happen in time.
    pub fn wait_for(&mut self, what: &str, condition: impl Fn(&vt100::Screen) -> bool) {
        self.wait_until(what, |session| condition(session.screen()));
    }

    /// Waits until a whole frame stands on the screen and `condition` holds.
    ///
    /// # Panics
    /// With the screen, if that does not happen in time.
    pub fn wait_until(&mut self, what: &str, condition: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !self.has_whole_frame() || !condition(self) {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(self.read_for(left), "waited in vain for {what}; the screen is\n{}", self.picture());
        }
    }

    /// Waits for the explorer's first frame: the tab bar, and a list with a selected row.
    pub fn wait_for_roles(&mut self) {
        self.wait_for("the Roles tab", |screen| {
            screen.alternate_screen() && rows(screen)[0].contains("1 Roles") && pointer(screen).is_some()
        });
    }

    /// Whether the last frame that was begun has ended as well.
    fn has_whole_frame(&self) -> bool {
        find_last(&self.stream, "\x1b[?2026h") <= find_last(&self.stream, "\x1b[?2026l")
    }

    /// The screen as text, with what else a failing test wants to know.
    pub fn picture(&self) -> String {
        let mut out = String::new();
        for row in self.rows() {
            let _ = writeln!(out, "|{row}");
        }
        let _ = write!(out, "({} bytes written, ended: {:?})", self.stream.len(), self.ended);
        out
    }

    /// Stops the output of the terminal, as a connection does that hangs: whoever writes, waits.
    pub fn stall(&self) {
        let name = self.master.tty_name().expect("a terminal has a name");
        let line = std::fs::OpenOptions::new().read(true).write(true).open(name).expect("the terminal is there");
        rustix::termios::tcflow(line, rustix::termios::Action::OOff).expect("output can be stopped");
    }

    /// The process group in front of the terminal: with a shell, its job.
    pub fn foreground(&self) -> Option<Pid> {
        self.master.process_group_leader().and_then(Pid::from_raw)
    }

    /// Whether the process still runs.
    pub fn is_alive(&mut self) -> bool {
        self.ended = self.ended.take().or_else(|| self.exit.try_recv().ok());
        self.ended.is_none()
    }

    /// Waits for the end of the process, reads what it wrote to the last byte, and looks at the
    /// terminal it leaves behind.
    ///
    /// # Panics
    /// If the process does not end in time.
    pub fn wait_for_end(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.ended.take().or_else(|| self.exit.try_recv().ok()) {
                break status;
            }
            assert!(Instant::now() < deadline, "the program does not end; the screen is\n{}", self.picture());
            // Keep reading: the process may wait for us to take what it writes.
            self.read_for(Duration::from_millis(5));
        };
        self.ended = Some(status.clone());
        self.modes_after = self.line_modes();
        // With the last holder of the other side gone the reader meets the end.
        self.slave = None;
        while self.read_for(PATIENCE) {}
        status
    }

    /// Whether the program ever took the screen over.
    pub fn was_entered(&self) -> bool {
        count(&self.stream, "\x1b[?1049h") > 0
    }

    /// What is wrong with the terminal that the program left behind; call it after its end.
    pub fn flaws(&self) -> Vec<String> {
        assert!(self.ended.is_some(), "the program still runs");
        let mut flaws = Vec::new();
        if self.modes_after != self.modes_before {
            flaws.push(format!("the line has other modes: {} instead of {}", self.modes_after, self.modes_before));
        }
        for (name, on, off) in MODES {
            let (on, off) = (count(&self.stream, on), count(&self.stream, off));
            // Turning off what was never on does no harm, but leaving the screen twice moves the cursor.
            let never_on = on == 0 && *name != "the alternate screen";
            if on != off && !never_on {
                flaws.push(format!("{name} was turned on {on} times and off {off} times"));
            }
        }
        let last = |needle| find_last(&self.stream, needle);
        for (name, on, off) in MODES.iter().chain(&[
            ("the hidden cursor", "\x1b[?25l", "\x1b[?25h"),
            ("a synchronised frame", "\x1b[?2026h", "\x1b[?2026l"),
        ]) {
            if last(on) > last(off) {
                flaws.push(format!("{name} was left on"));
            }
        }
        let screen = self.screen();
        if screen.alternate_screen() || screen.hide_cursor() || screen.bracketed_paste() {
            flaws.push("the emulator is left in another mode".to_owned());
        }
        if screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None {
            flaws.push("the emulator still reports the mouse".to_owned());
        }
        let attributes = (screen.fgcolor(), screen.bgcolor(), screen.bold(), screen.inverse(), screen.underline());
        if attributes != (vt100::Color::Default, vt100::Color::Default, false, false, false) {
            flaws.push(format!("what follows would be styled: {attributes:?}"));
        }
        let behind = last("\x1b[?1049l").map_or(0, |at| at + "\x1b[?1049l".len());
        if let Some(at) = self.stream[behind..].iter().position(|byte| *byte == 0x1b) {
            let rest = String::from_utf8_lossy(&self.stream[behind + at..]);
            let start: String = rest.chars().take(60).collect();
            flaws.push(format!("an escape code follows after the end: {start:?}"));
        }
        flaws
    }
}

impl Drop for Session {
    /// Leaves no process behind, whatever a test did.
    fn drop(&mut self) {
        if self.is_alive() {
            let _ = kill_process(self.pid, Signal::KILL);
        }
    }
}

/// A program whose terminal is about to go away: nothing here holds the terminal open but itself.
pub struct Doomed {
    pid: Pid,
    exit: Receiver<ExitStatus>,
    reader: Option<Box<dyn Read + Send>>,
    writer: Box<dyn Write + Send>,
    master: Box<dyn MasterPty + Send>,
    emulator: Arc<Mutex<vt100::Parser>>,
    _home: Arc<TempDir>,
}

impl Doomed {
    /// Starts `command` in a new pseudo-terminal.
    pub fn start(command: CommandBuilder) -> Self {
        let Spawned { pair, home, pid, exit, .. } = spawn(command);
        drop(pair.slave);
        let reader = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let emulator = Arc::new(Mutex::new(vt100::Parser::new(SIZE.1, SIZE.0, 0)));
        Self { pid, exit, reader: Some(reader), writer, master: pair.master, emulator, _home: home }
    }

    /// Reads until a whole frame was written.
    ///
    /// # Panics
    /// If none comes in time.
    pub fn wait_for_frame(&mut self) {
        self.wait_for(|_| true);
    }

    /// Reads until a whole frame stands on the screen that fulfils `condition`.
    ///
    /// # Panics
    /// If none comes in time.
    pub fn wait_for(&mut self, condition: impl Fn(&vt100::Screen) -> bool + Send + 'static) {
        let mut reader = self.reader.take().expect("one reader");
        let emulator = self.emulator.clone();
        let (sender, read) = channel();
        // On a thread only for the deadline; it hands the reader back, as that holds the terminal open.
        thread::spawn(move || {
            let (mut stream, mut chunk) = (Vec::new(), vec![0; 1 << 16]);
            loop {
                match reader.read(&mut chunk) {
                    Ok(read @ 1..) => {
                        emulator.lock().expect("no panic").process(&chunk[..read]);
                        stream.extend_from_slice(&chunk[..read]);
                    }
                    _ => return, // the program ended; its terminal with it
                }
                let ended = find_last(&stream, "\x1b[?2026l");
                let whole = ended.is_some() && find_last(&stream, "\x1b[?2026h") <= ended;
                if whole && condition(emulator.lock().expect("no panic").screen()) {
                    break;
                }
            }
            let _ = sender.send(reader);
        });
        match read.recv_timeout(PATIENCE) {
            Ok(reader) => self.reader = Some(reader),
            Err(error) => {
                let _ = kill_process(self.pid, Signal::KILL);
                let screen = self.emulator.lock().expect("no panic").screen().contents();
                panic!("no such frame: {error}; the screen is\n{screen}");
            }
        }
    }

    /// Types keys.
    pub fn send(&mut self, keys: &str) {
        let _ = self.writer.write_all(keys.as_bytes());
    }

    /// Closes the terminal and returns how the process ended and after how long; `None` if it did
    /// not within `limit`.
    pub fn hang_up(self, limit: Duration) -> Option<(ExitStatus, Duration)> {
        let Self { pid, exit, reader, writer, master, _home, .. } = self;
        drop((reader, writer, master));
        let closed = Instant::now();
        match exit.recv_timeout(limit) {
            Ok(status) => Some((status, closed.elapsed())),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                let _ = kill_process(pid, Signal::KILL);
                None
            }
        }
    }
}

/// The modes of a terminal line, as text to compare.
fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().expect("a terminal has modes"))
}

/// The text of every row of a screen.
pub fn rows(screen: &vt100::Screen) -> Vec<String> {
    screen.rows(0, screen.size().1).collect()
}

/// Whether `text` stands on one row of the screen.
pub fn shows(screen: &vt100::Screen, text: &str) -> bool {
    rows(screen).iter().any(|row| row.contains(text))
}

/// The row with the pointer of the list.
pub fn pointer(screen: &vt100::Screen) -> Option<usize> {
    rows(screen).iter().position(|row| row.starts_with(" > "))
}

/// How often `needle` occurs.
pub fn count(stream: &[u8], needle: &str) -> usize {
    stream.windows(needle.len()).filter(|window| *window == needle.as_bytes()).count()
}

/// Where `needle` occurs last.
pub fn find_last(stream: &[u8], needle: &str) -> Option<usize> {
    stream.windows(needle.len()).rposition(|window| window == needle.as_bytes())
}

/// The parameters of every "select graphic rendition" in a stream, in order.
pub fn sgr_parameters(stream: &[u8]) -> Vec<u16> {
    let mut found = Vec::new();
    let mut rest = stream;
    while let Some(at) = rest.windows(2).position(|window| window == b"\x1b[") {
        rest = &rest[at + 2..];
        let end = rest.iter().position(|byte| !matches!(byte, b'0'..=b';')).unwrap_or(rest.len());
        if rest.get(end) == Some(&b'm') {
            let text = String::from_utf8_lossy(&rest[..end]);
            found.extend(text.split([';', ':']).map(|number| number.parse::<u16>().unwrap_or(0)));
        }
        rest = &rest[end..];
    }
    found
}

/// Small, fast and good enough random numbers (`SplitMix64`).
pub struct Random(pub u64);

impl Random {
    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// Waits for a random moment: the only sleep there is, and its length is the point.
    pub fn moment(&mut self, most: Duration) {
        let micros = u64::try_from(most.as_micros()).expect("a short while");
        thread::sleep(Duration::from_micros(self.below(micros + 1)));
    }
}
