//! A program in a real pseudo-terminal of 120 columns and 40 rows, measured from outside.

#![allow(dead_code)] // each benchmark uses its part

use std::io::{Read, Write};
use std::process::Command;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use tempfile::TempDir;

/// Columns and rows.
const SIZE: (u16, u16) = (120, 40);

/// How long a program may take for anything.
const PATIENCE: Duration = Duration::from_mins(2);

/// Whether a program is installed.
pub fn has(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok()
}

/// A command as a shell would start it, without the shell's own time wherever it needs none.
pub fn command(line: &str) -> CommandBuilder {
    let words: Vec<&str> = line.split_whitespace().collect();
    if line.contains(['<', '\'', '"']) {
        let mut shell = CommandBuilder::new("sh");
        shell.args(["-c", &format!("exec {line}")]);
        return shell;
    }
    CommandBuilder::from_argv(words.into_iter().map(Into::into).collect())
}

/// A program in a pseudo-terminal, what it wrote and when.
pub struct Session {
    /// The terminal that reads what the program writes.
    emulator: vt100::Parser,
    started: Instant,
    writer: Box<dyn Write + Send>,
    output: Receiver<(Instant, Vec<u8>)>,
    child: Box<dyn portable_pty::Child + Send + Sync>,
    home: TempDir,
    _terminal: Box<dyn portable_pty::MasterPty + Send>,
}

/// What a key cost.
#[derive(Clone, Copy)]
pub struct Cost {
    /// Until the first byte of an answer.
    pub echo: Duration,
    /// Until the last one.
    pub settled: Duration,
    /// The program's own processor time.
    pub work: Duration,
    /// Bytes written.
    pub bytes: usize,
    /// System calls that write, where the system tells.
    pub writes: u64,
    /// Cells of the screen that are others than before.
    pub cells: usize,
}

/// What a program does while nobody does anything.
#[derive(Clone, Copy)]
pub struct Rest {
    /// How often a thread woke up, a second.
    pub wakes: f64,
    /// Bytes written, a second.
    pub bytes: f64,
}

impl Session {
    /// Starts a program in an empty home.
    pub fn spawn(mut command: CommandBuilder) -> Self {
        let home = tempfile::tempdir().expect("a scratch folder");
        command.env_clear();
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        // Somebody who was welcomed before: a key is to do its own work.
        let state = home.path().join(".local/state/certdex");
        std::fs::create_dir_all(&state).expect("a folder");
        std::fs::write(state.join("welcomed"), "").expect("a file");
        command.env("HOME", home.path());
        let size = PtySize { rows: SIZE.1, cols: SIZE.0, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut chunk = vec![0; 1 << 16];
            while let Ok(read @ 1..) = reader.read(&mut chunk) {
                if sender.send((Instant::now(), chunk[..read].to_vec())).is_err() {
                    return;
                }
            }
        });
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let emulator = vt100::Parser::new(SIZE.1, SIZE.0, 0);
        Self { emulator, started, writer, output, child, home, _terminal: pair.master }
    }

    /// Starts a program and waits until it has been silent for a second and a half.
    pub fn start(line: &str) -> Self {
        let mut session = Self::spawn(command(line));
        let _ = session.read(PATIENCE);
        session.silent(Duration::from_millis(1_500));
        session
    }

    /// What is on the screen.
    pub fn text(&self) -> String {
        self.emulator.screen().contents()
    }

    /// Takes in what comes next: when it came, and how many bytes.
    fn read(&mut self, patience: Duration) -> Result<(Instant, usize), RecvTimeoutError> {
        let (at, bytes) = self.output.recv_timeout(patience)?;
        self.emulator.process(&bytes);
        Ok((at, bytes.len()))
    }

    /// Waits for a screen with these words; the time since the start.
    ///
    /// # Panics
    /// With the screen, if it does not come.
    pub fn wait_for(&mut self, words: &str) -> Duration {
        let mut last = self.started;
        while !self.text().contains(words) {
            let Ok((at, _)) = self.read(Duration::from_secs(20)) else {
                panic!("waited in vain for {words}; the screen is\n{}", self.text());
            };
            last = at;
        }
        last - self.started
    }

    /// Waits until nothing is written for so long: the moment of the last byte, and how many.
    pub fn silent(&mut self, quiet: Duration) -> (Option<Instant>, usize) {
        let (mut last, mut bytes) = (None, 0);
        while let Ok((at, more)) = self.read(quiet) {
            last = Some(at);
            bytes += more;
        }
        (last, bytes)
    }

    /// Presses keys, and waits until nothing is written for so long.
    pub fn type_in(&mut self, keys: &str, quiet: Duration) -> Cost {
        let (shown, writes, work) = (self.emulator.screen().clone(), self.writes(), self.work());
        let before = Instant::now();
        self.writer.write_all(keys.as_bytes()).expect("the terminal takes keys");
        let (first, start) = self.read(quiet.max(Duration::from_millis(500))).unwrap_or((before, 0));
        let (last, rest) = if start > 0 { self.silent(quiet) } else { (None, 0) };
        Cost {
            echo: first - before,
            settled: last.unwrap_or(first) - before,
            work: self.work().saturating_sub(work),
            bytes: start + rest,
            writes: self.writes() - writes,
            cells: changed(&shown, self.emulator.screen()),
        }
    }

    /// Watches it do nothing for so long.
    pub fn rest(&mut self, time: Duration) -> Rest {
        let (before, wakes) = (Instant::now(), self.wakes());
        let mut bytes = 0;
        while let Some(left) = time.checked_sub(before.elapsed()) {
            bytes += self.read(left).map_or(0, |(_, read)| read);
        }
        let seconds = before.elapsed().as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let rate = |count: u64| count as f64 / seconds;
        Rest { wakes: rate(self.wakes() - wakes), bytes: rate(bytes as u64) }
    }

    /// The processor time of all threads so far, where the system tells.
    pub fn work(&self) -> Duration {
        let nanos = |text: String| text.split_whitespace().next()?.parse::<u64>().ok();
        Duration::from_nanos(self.threads("schedstat").filter_map(nanos).sum())
    }

    /// How often any thread slept and woke up so far.
    fn wakes(&self) -> u64 {
        let count = |text: String| entry(&text, "voluntary_ctxt_switches:");
        self.threads("status").filter_map(count).sum()
    }

    /// A file about each thread.
    fn threads(&self, file: &'static str) -> impl Iterator<Item = String> {
        let tasks = std::fs::read_dir(self.about("task")).into_iter().flatten().flatten();
        tasks.filter_map(move |task| std::fs::read_to_string(task.path().join(file)).ok())
    }

    /// Calls that write, so far.
    fn writes(&self) -> u64 {
        std::fs::read_to_string(self.about("io")).ok().and_then(|text| entry(&text, "syscw:")).unwrap_or(0)
    }

    /// Memory in KB: all that is mapped, and with what is shared divided among those that share it.
    pub fn memory(&self) -> [u64; 2] {
        let text = std::fs::read_to_string(self.about("smaps_rollup")).unwrap_or_default();
        ["Rss:", "Pss:"].map(|name| entry(&text, name).unwrap_or(0))
    }

    fn about(&self, what: &str) -> String {
        format!("/proc/{}/{what}", self.child.process_id().unwrap_or(0))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The number behind a name at the start of a line.
fn entry(text: &str, name: &str) -> Option<u64> {
    text.lines().find_map(|line| line.strip_prefix(name))?.split_whitespace().next()?.parse().ok()
}

/// How many cells differ.
fn changed(before: &vt100::Screen, after: &vt100::Screen) -> usize {
    let cells = (0..SIZE.1).flat_map(|row| (0..SIZE.0).map(move |column| (row, column)));
    cells.filter(|&(row, column)| before.cell(row, column) != after.cell(row, column)).count()
}

/// The one in the middle.
pub fn median<T: PartialOrd + Copy>(all: impl IntoIterator<Item = T>) -> T {
    let mut all: Vec<T> = all.into_iter().collect();
    all.sort_by(|a, b| a.partial_cmp(b).expect("numbers"));
    all[all.len() / 2]
}

/// Milliseconds.
pub fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
