//! What certdex costs in a real terminal, beside others: `cargo bench --bench terminal`.
//!
//! certdex, a bare ratatui program with a list, and fzf, csvlens, gitui and bottom where they are
//! installed are started in turn, round by round, in a pseudo-terminal of 120x40, so that all meet
//! the same machine in the same mood; what counts is the ratio of a round. Then certdex is left
//! alone on every screen. `-- programs` and `-- screens` do one of both; `-- --write` puts the tables
//! into the README.
//!
//! The start counts from before the process exists until its last line of the first frame has come;
//! a key from its sending to the last byte of the answer. fzf and csvlens show the names of the
//! roles; fzf also with a preview, as a role in certdex has one.

#![expect(clippy::disallowed_methods, reason = "a benchmark asks the clock")]

mod support;

use std::fmt::Write as _;
use std::io::stdout;
use std::path::Path;
use std::time::Duration;

use certdex::catalog::record::Kind;
use crossterm::event::{self, Event, KeyCode};
use crossterm::execute;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Constraint, Layout};
use ratatui::style::Stylize;
use ratatui::text::Line;
use ratatui::widgets::{List, ListState};
use support::{Cost, Rest, Session, command, has, median, millis};

/// How often each program is started.
const STARTS: usize = 25;

/// In how many sessions keys are pressed, and how many in each.
const SESSIONS: usize = 3;
const KEYS: usize = 20;

/// So long nothing is written when a key is done with.
const QUIET: Duration = Duration::from_millis(60);

/// So long a program is left alone.
const REST: Duration = Duration::from_secs(2);

/// The argument that makes this program the bare one.
const BARE: &str = "--bare-program";

/// A program that is measured.
struct Program {
    name: &'static str,
    line: String,
    /// Words on the screen when the first frame is there.
    ready: String,
    /// One key down a list and one up.
    keys: [&'static str; 2],
}

/// What was measured of it.
#[derive(Default)]
struct Figures {
    starts: Vec<(Duration, Duration)>,
    keys: Vec<Vec<Cost>>,
    memory: [u64; 2],
    rest: Option<Rest>,
}

fn main() {
    if std::env::args().any(|arg| arg == BARE) {
        bare().expect("the bare program draws");
        return;
    }
    let mut text = String::new();
    let asked: Vec<String> = std::env::args().skip(1).collect();
    for (name, part) in [("programs", beside as fn() -> String), ("screens", screens)] {
        if asked.iter().all(|arg| arg.starts_with('-')) || asked.iter().any(|arg| arg == name) {
            let table = part();
            print!("{table}\n\n");
            text.push_str(&format!("{table}\n"));
        }
    }
    if asked.iter().any(|arg| arg == "--write") {
        write(text.trim_end());
    }
}

/// certdex beside the others: starts, keys, memory.
fn beside() -> String {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let (programs, missing) = programs(folder.path());
    let mut all: Vec<Figures> = programs.iter().map(|_| Figures::default()).collect();
    for _ in 0..STARTS {
        for (program, figures) in programs.iter().zip(&mut all) {
            let mut session = Session::spawn(command(&program.line));
            figures.starts.push((session.wait_for(&program.ready), session.work()));
        }
    }
    for _ in 0..SESSIONS {
        for (program, figures) in programs.iter().zip(&mut all) {
            let mut session = Session::start(&program.line);
            figures.memory = session.memory();
            figures.rest = Some(session.rest(REST));
            // The first ones warm up.
            let pressed = (0..KEYS + 2).map(|n| session.type_in(program.keys[n % 2], QUIET));
            figures.keys.push(pressed.skip(2).collect());
        }
    }
    let mut text = table(&programs, &all);
    if !missing.is_empty() {
        let _ = writeln!(text, "\nNot installed, so left out: {}.", missing.join(", "));
    }
    text
}

/// What there is to measure, and what is not installed.
fn programs(folder: &Path) -> (Vec<Program>, Vec<&'static str>) {
    let this = std::env::current_exe().expect("this program");
    let catalog = certdex::embedded::catalog();
    let names: Vec<String> = catalog.all(Kind::Role).iter().map(|record| record.name.to_string()).collect();
    let list = folder.join("names.csv");
    std::fs::write(&list, format!("name\n{}\n", names.join("\n"))).expect("room for the names");
    let (list, count) = (list.display(), names.len() + 1);
    let arrows = ["\x1b[B", "\x1b[A"];
    let here = env!("CARGO_MANIFEST_DIR");
    let program = |name, line, ready: &str, keys| Program { name, line, ready: ready.to_owned(), keys };
    let fzf = |name, more: &str, ready: &str| program(name, format!("fzf {more}< {list}"), ready, ["\x1b[A", "\x1b[B"]);
    let all = [
        ("", program("bare ratatui", format!("{} {BARE}", this.display()), "q quit", ["j", "k"])),
        ("", program("certdex", env!("CARGO_BIN_EXE_certdex").to_owned(), "q quit", ["j", "k"])),
        ("fzf", fzf("fzf", "", &format!("{count}/{count}"))),
        ("fzf", fzf("fzf with a preview", &format!("--preview 'head -40 {here}/CHANGELOG.md' "), "Changelog")),
        ("csvlens", program("csvlens", format!("csvlens {list}"), &names[0], ["j", "k"])),
        ("gitui", program("gitui", format!("gitui -d {here}"), "Status", arrows)),
        ("btm", program("bottom", "btm".to_owned(), "Processes", arrows)),
    ];
    let (there, missing): (Vec<_>, Vec<_>) = all.into_iter().partition(|(tool, _)| tool.is_empty() || has(tool));
    let mut missing: Vec<&str> = missing.into_iter().map(|(tool, _)| tool).collect();
    missing.dedup();
    (there.into_iter().map(|(_, program)| program).collect(), missing)
}

/// The programs, a line each. A ratio is formed within each round; the one in the middle is shown.
fn table(programs: &[Program], all: &[Figures]) -> String {
    let mut out = "| 120x40 | first frame ms | × bare | its CPU ms | key ms | CPU a key ms | bytes a key | cells | \
                   writes | RSS MB | PSS MB | wakes/s | bytes/s |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n"
        .to_owned();
    for (program, figures) in programs.iter().zip(all) {
        let rounds = figures.starts.iter().zip(&all[0].starts);
        let ratio = median(rounds.map(|(own, bare)| own.0.as_secs_f64() / bare.0.as_secs_f64()));
        let keys: Vec<&Cost> = figures.keys.iter().flatten().collect();
        let key = |part: fn(&Cost) -> Duration| millis(median(keys.iter().map(|cost| part(cost))));
        let rest = figures.rest.expect("it was left alone");
        let [rss, pss] = figures.memory.map(megabytes);
        let _ = writeln!(
            out,
            "| {} | {:.2} | {ratio:.2} | {:.2} | {:.2} | {:.2} | {} | {} | {} | {rss:.1} | {pss:.1} | {:.1} | {:.0} |",
            program.name,
            millis(median(figures.starts.iter().map(|start| start.0))),
            millis(median(figures.starts.iter().map(|start| start.1))),
            key(|cost| cost.settled),
            key(|cost| cost.work),
            median(keys.iter().map(|cost| cost.bytes)),
            median(keys.iter().map(|cost| cost.cells)),
            median(keys.iter().map(|cost| cost.writes)),
            rest.wakes,
            rest.bytes,
        );
    }
    out
}

#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn megabytes(kilobytes: u64) -> f64 {
    kilobytes as f64 / 1024.0
}

/// The screens of certdex: how to get there from the one before, and words on it.
const SCREENS: &[(&str, &str, &str)] = &[
    ("roles", "", "/ to search"),
    ("a role", "\r", "> In short"),
    ("sources", "i", "Esc close"),
    ("typing a search", "\x1b\x1b/sc", "16 of 51"),
    ("certifications", "\x1b\x1b2", "valid for"),
    ("a certification", "\r", "> Accrediting body"),
    ("what it costs", "$", "a year less"),
    ("steps", "\x1bp", "Esc close"),
    ("who disagrees", "\x1bx", "that is disputed"),
    ("comparison", "\x1b\x1b+j+jc", "all fields"),
    ("searching everything", ":scrum", "Everything"),
    ("what can be done", "\x1b?", "What can be done here"),
    ("quiz", "\x1b4", "Sit a mock exam"),
    ("interview", "\r", "1 / 14"),
    ("am I ready", "\x1bgjj\r", "first tries"),
    ("a question", "\r", "1 / 30"),
    ("its answer", "a", "1 / 30"),
    ("a mock exam", "\x1bk\r\r\r", "left"),
];

/// Leaves certdex alone on every screen, and holds each key on the way against what changed.
fn screens() -> String {
    let mut session = Session::start(env!("CARGO_BIN_EXE_certdex"));
    let mut out = "| certdex at rest | wakes/s | bytes/s |\n|---|--:|--:|\n".to_owned();
    let (mut idle, mut frames, mut over, mut dead) = (Vec::new(), 0_usize, 0_usize, 0_usize);
    for &(name, keys, words) in SCREENS {
        for key in keys.chars() {
            let cost = session.type_in(&key.to_string(), QUIET);
            frames += usize::from(cost.bytes > 0);
            over += usize::from(cost.bytes * 2 > cost.cells * 5 + 80);
        }
        session.wait_for(words);
        let rest = session.rest(REST);
        if rest.wakes > 0.0 || rest.bytes > 0.0 {
            let _ = writeln!(out, "| {name} | {:.1} | {:.0} |", rest.wakes, rest.bytes);
        } else {
            idle.push(name);
        }
        // F12 is no key of ours: the first may be told so, the second changes nothing.
        session.type_in("\x1b[24~", QUIET);
        dead += usize::from(name != "a mock exam" && session.type_in("\x1b[24~", QUIET).bytes > 0);
    }
    let _ = writeln!(out, "| {} | 0 | 0 |", idle.join(", "));
    let _ = writeln!(
        out,
        "\nOf {frames} frames on the way there {over} took more than 2.5 bytes a changed cell and 40 more; a key without \
         effect wrote something on {dead} of {} screens.",
        SCREENS.len() - 1
    );
    out
}

/// Puts the tables into the README.
fn write(text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).expect("the README");
    let (open, close) = ("<!-- figures -->\n", "<!-- /figures -->");
    let (before, rest) = readme.split_once(open).expect("a place for the figures");
    let (_, after) = rest.split_once(close).expect("its end");
    std::fs::write(&path, format!("{before}{open}{text}\n{close}{after}")).expect("the README can be written");
}

/// The smallest ratatui program with a list that can be walked through: a full screen of text.
fn bare() -> std::io::Result<()> {
    enable_raw_mode()?;
    execute!(stdout(), EnterAlternateScreen)?;
    let mut terminal = Terminal::new(CrosstermBackend::new(stdout()))?;
    let lines =
        (0..50).map(|row| format!("line {row} of plain text, as wide as most lines of a screen are in daily use"));
    let list = List::new(lines).highlight_symbol("> ").highlight_style(ratatui::style::Style::new().bold());
    let mut state = ListState::default().with_selected(Some(0));
    loop {
        terminal.draw(|frame| {
            let [top, bottom] = Layout::vertical([Constraint::Fill(1), Constraint::Length(1)]).areas(frame.area());
            frame.render_stateful_widget(&list, top, &mut state);
            frame.render_widget(Line::from(" j down  k up  q quit").dim(), bottom);
        })?;
        let Event::Key(key) = event::read()? else { continue };
        match key.code {
            KeyCode::Char('j') => state.select_next(),
            KeyCode::Char('k') => state.select_previous(),
            _ => break,
        }
    }
    execute!(stdout(), LeaveAlternateScreen)?;
    disable_raw_mode()
}
