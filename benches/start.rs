//! How long the start takes, and what it costs: `cargo bench --bench start`.
//!
//! certdex and a bare ratatui program that draws one full frame are started in turn in a real
//! pseudo-terminal, so that both meet the same machine in the same mood; what counts is the ratio.
//! Then loading is timed with the data set as it is and with ten times as many certifications,
//! both ways: from the form stored in the program, and from RON as for a user's files.

#![expect(clippy::disallowed_methods, reason = "a benchmark asks the clock")]

use std::hint::black_box;
use std::io::{Read, Write, stdout};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use certdex::catalog::Catalog;
use certdex::catalog::load::{load, merged};
use certdex::catalog::record::Id;
use certdex::catalog::schema::DataFile;
use certdex::safe_text::SafeText;
use crossterm::event::{self, Event};
use crossterm::execute;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

/// How often each program is started.
const STARTS: usize = 40;

/// How often each loading is timed.
const LOADS: usize = 15;

/// The last word of a full frame, in both programs.
const LAST_WORD: &[u8] = b"quit";

/// The argument that makes this program the bare one.
const BARE: &str = "--bare-program";

fn main() {
    if std::env::args().any(|arg| arg == BARE) {
        bare().expect("the bare program draws");
        return;
    }
    let this = std::env::current_exe().expect("this program");
    let bare = CommandBuilder::from_argv(vec![this.into(), BARE.into()]);
    let certdex = CommandBuilder::new(env!("CARGO_BIN_EXE_certdex"));
    let (mut bares, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        bares.push(start(&bare));
        ours.push(start(&certdex));
    }
    let [bare, ours] = [bares, ours].map(|runs| {
        let time = median(runs.iter().map(|run| run.time).collect());
        let memory = runs.iter().map(|run| run.memory).max().unwrap_or(0);
        (time, memory)
    });
    println!("start to the first full frame, 80x24, median of {STARTS}:");
    println!("  bare ratatui {:>8.2} ms   {:>6} KB at rest", millis(bare.0), bare.1);
    println!("  certdex      {:>8.2} ms   {:>6} KB at rest", millis(ours.0), ours.1);
    println!("  ratio        {:>8.2}", ours.0.as_secs_f64() / bare.0.as_secs_f64());
    loading();
}

/// Times the loading of the data set, and of one ten times as large.
fn loading() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let file = tenfold(folder.path());
    let files = [file];
    let large = load(&files);
    assert!(large.problems.is_empty(), "the large data set is sound: {}", large.problems[0]);
    // Kept for good, as the program keeps its own.
    let stored =
        |catalog| -> &'static [u8] { postcard::to_allocvec(catalog).expect("plain data can be stored").leak() };
    let (small_bytes, large_bytes) = (stored(&load(&[]).catalog), stored(&large.catalog));
    let read = |bytes: &'static [u8]| -> Catalog { postcard::from_bytes(bytes).expect("what was stored") };
    let names = |bytes| timed(|| drop(black_box(read(bytes))));
    let whole = |bytes| {
        timed(|| {
            let catalog = read(bytes);
            black_box(catalog.records().map(|record| record.facts.len() + record.fits.len()).sum::<usize>());
        })
    };
    let rows = [
        ("at the start", names(small_bytes), names(large_bytes)),
        ("stored, whole", whole(small_bytes), whole(large_bytes)),
        ("RON", timed(|| drop(black_box(load(&[])))), timed(|| drop(black_box(load(&files))))),
    ];
    println!("loading, median of {LOADS}:    as it is    ten times    ratio");
    for (name, small, large) in rows {
        let ratio = large.as_secs_f64() / small.as_secs_f64();
        println!("  {name:<16} {:>13.2} ms {:>9.2} ms {ratio:>8.2}", millis(small), millis(large));
    }
}

/// A data file with nine more of each certification and its sources' words, under other names.
fn tenfold(folder: &std::path::Path) -> PathBuf {
    let base = merged(&[]);
    let mut more = DataFile { schema: base.schema, ..DataFile::default() };
    for copy in 1..10 {
        for row in &base.certifications {
            let mut row = row.clone();
            row.id = Id::parse(&format!("{}-copy{copy}", row.id)).expect("an id");
            row.name = SafeText::from(format!("{} copy {copy}", row.name));
            row.abbreviation = row.abbreviation.map(|text| SafeText::from(format!("{text} copy {copy}")));
            // An alias that two of them share would have to be declared once for each copy.
            row.aliases.clear();
            more.certifications.push(row);
        }
        for fit in &base.fits {
            let mut fit = fit.clone();
            fit.cert = Id::parse(&format!("{}-copy{copy}", fit.cert)).expect("an id");
            more.fits.push(fit);
        }
        for role in &base.roles {
            more.fits.extend(role.fits.iter().map(|fit| certdex::catalog::schema::LooseFitRow {
                role: role.id.clone(),
                cert: Id::parse(&format!("{}-copy{copy}", fit.cert)).expect("an id"),
                fit: fit.fit,
                reason: fit.reason.clone(),
                from: fit.from.clone(),
            }));
        }
    }
    let style = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    let path = folder.join("tenfold.ron");
    std::fs::write(&path, style.to_string(&more).expect("RON")).expect("the scratch folder takes a file");
    path
}

/// One start: how long to the first full frame, and the memory at rest in KB.
struct Run {
    time: Duration,
    memory: u64,
}

fn start(command: &CommandBuilder) -> Run {
    let home = tempfile::tempdir().expect("a scratch folder");
    let mut command = command.clone();
    command.env_clear();
    command.env("TERM", "xterm-256color");
    command.env("HOME", home.path());
    let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
    let mut reader = pair.master.try_clone_reader().expect("a reader");
    let mut writer = pair.master.take_writer().expect("a writer");
    let before = Instant::now();
    let mut child = pair.slave.spawn_command(command).expect("the program starts");
    let (mut stream, mut chunk) = (Vec::new(), vec![0; 1 << 16]);
    while !stream.windows(LAST_WORD.len()).any(|window| window == LAST_WORD) {
        let read = reader.read(&mut chunk).expect("the program writes");
        assert!(read > 0, "the program ended before its first frame: {}", String::from_utf8_lossy(&stream));
        stream.extend_from_slice(&chunk[..read]);
    }
    let time = before.elapsed();
    std::thread::sleep(Duration::from_millis(20));
    let memory = child.process_id().map_or(0, resident);
    // Read on, so that what it says in parting does not block it.
    std::thread::spawn(move || while matches!(reader.read(&mut chunk), Ok(1..)) {});
    writer.write_all(b"q").expect("the terminal takes a key");
    child.wait().expect("the program ends");
    Run { time, memory }
}

/// Resident memory of a process in KB, where the system tells.
fn resident(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// The median time of a piece of work.
fn timed(work: impl Fn()) -> Duration {
    let once = || {
        let before = Instant::now();
        work();
        before.elapsed()
    };
    median((0..LOADS).map(|_| once()).collect())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// The smallest ratatui program that shows a full screen of text and ends with a key.
fn bare() -> std::io::Result<()> {
    enable_raw_mode()?;
    execute!(stdout(), EnterAlternateScreen)?;
    let mut terminal = Terminal::new(CrosstermBackend::new(stdout()))?;
    terminal.draw(|frame| {
        let last = usize::from(frame.area().height).saturating_sub(1);
        let lines = (0..=last).map(|row| {
            let plain = "a line of plain text, as wide as most lines of a screen are in daily use";
            Line::from(if row == last { "any key ends it: quit" } else { plain })
        });
        frame.render_widget(Paragraph::new(lines.collect::<Vec<_>>()), frame.area());
    })?;
    while !matches!(event::read()?, Event::Key(_)) {}
    execute!(stdout(), LeaveAlternateScreen)?;
    disable_raw_mode()
}
