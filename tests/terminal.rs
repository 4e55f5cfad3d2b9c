//! The real program in a real pseudo-terminal: what a user sees, and what the terminal is like
//! after every way out.
//!
//! Random moments come from a seed that is printed with every failure; `CERTDEX_SEED` sets it, and
//! `CERTDEX_ROUNDS` multiplies the number of runs.

#![cfg(unix)]
#![expect(clippy::disallowed_methods, reason = "waiting with a deadline and a fresh seed need the clock")]

#[path = "support/pty.rs"]
mod pty;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use pty::{Doomed, PATIENCE, Random, Session, certdex, command, count, pointer, rows, sgr_parameters, shows};
use rustix::process::Signal;

/// The row on which the list begins at 80 × 24.
const FIRST: usize = 4;

/// A click as a terminal reports it; column and row count from 0.
fn click(column: usize, row: usize) -> String {
    let (column, row) = (column + 1, row + 1);
    format!("\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m")
}

/// A notch of the wheel as a terminal reports it.
fn wheel(down: bool, column: usize, row: usize) -> String {
    format!("\x1b[<{};{};{}M", 64 + u8::from(down), column + 1, row + 1)
}

/// Text as a terminal reports a paste.
fn pasted(text: &[u8]) -> Vec<u8> {
    [b"\x1b[200~", text, b"\x1b[201~"].concat()
}

/// All that is to be seen: letters, styles and the cursor. A space that was written and a cell that
/// was wiped look the same.
fn everything(screen: &vt100::Screen) -> String {
    let mut all = format!("{:?} {}", screen.cursor_position(), screen.hide_cursor());
    let (rows, columns) = screen.size();
    for cell in (0..rows).flat_map(|row| (0..columns).filter_map(move |column| screen.cell(row, column))) {
        let colours = (cell.fgcolor(), cell.bgcolor());
        let strokes = (cell.bold(), cell.dim(), cell.italic(), cell.underline(), cell.inverse());
        let letter = if cell.has_contents() { cell.contents() } else { " " };
        let _ = write!(all, "{letter}{colours:?}{strokes:?}");
    }
    all
}

/// The ticks of CPU that a process used, and how often its threads gave the CPU up.
#[cfg(target_os = "linux")]
fn work(pid: rustix::process::Pid) -> (u64, u64) {
    let read = |path: &str| std::fs::read_to_string(path).expect("Linux has /proc");
    let process = format!("/proc/{}", pid.as_raw_nonzero());
    let stat = read(&format!("{process}/stat"));
    let fields: Vec<&str> = stat.rsplit(") ").next().expect("after the name").split(' ').collect();
    let ticks: u64 = fields[11..13].iter().map(|ticks| ticks.parse::<u64>().expect("a number")).sum();
    let switches = std::fs::read_dir(format!("{process}/task"))
        .expect("Linux has /proc")
        .map(|task| read(task.expect("a thread").path().join("status").to_str().expect("digits")))
        .flat_map(|status| {
            status
                .lines()
                .filter_map(|line| line.split_once("ctxt_switches:"))
                .map(|(_, count)| count.trim().parse::<u64>().expect("a number"))
                .collect::<Vec<_>>()
        })
        .sum();
    (ticks, switches)
}

/// Waits until every thread of the program waits.
#[cfg(target_os = "linux")]
fn wait_for_rest(session: &mut Session) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let before = work(session.pid);
        if !session.read_for(Duration::from_millis(100)) && work(session.pid) == before {
            return;
        }
        assert!(Instant::now() < deadline, "it never comes to rest");
    }
}

/// A number from the environment, or `otherwise`.
fn from_environment(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// The seed of this run of the tests.
fn seed() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is later than 1970");
    from_environment("CERTDEX_SEED", now.as_secs() ^ u64::from(now.subsec_nanos()))
}

/// Only one test with many processes at a time: their deadlines are about certdex, not about load.
fn one_crowd_at_a_time() -> MutexGuard<'static, ()> {
    static CROWD: Mutex<()> = Mutex::new(());
    CROWD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs `run` for the numbers below `runs` on four threads, each with random numbers of its own.
/// A run returns what it was an example of, or what went wrong; returns how many there were of each.
fn many(runs: usize, run: impl Fn(usize, &mut Random) -> Result<String, String> + Sync) -> BTreeMap<String, usize> {
    let _alone = one_crowd_at_a_time();
    let runs = runs * usize::try_from(from_environment("CERTDEX_ROUNDS", 1)).expect("a few rounds");
    let seed = seed();
    let (next, outcomes, failures) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= runs {
                        return;
                    }
                    let mut random = Random(seed ^ (number as u64).wrapping_mul(0x2545_f491_4f6c_dd1d));
                    match run(number, &mut random) {
                        Ok(outcome) => *outcomes.lock().expect("no panic").entry(outcome).or_insert(0) += 1,
                        Err(failure) => failures.lock().expect("no panic").push(format!("run {number}: {failure}")),
                    }
                }
            });
        }
    });
    let (outcomes, failures) = (outcomes.into_inner().expect("no panic"), failures.into_inner().expect("no panic"));
    println!("{runs} runs, CERTDEX_SEED={seed}: {outcomes:#?}");
    assert!(failures.is_empty(), "CERTDEX_SEED={seed}: {} of {runs} failed:\n{}", failures.len(), failures.join("\n"));
    outcomes
}

/// Somebody who starts it for the first time is welcomed, once: a key ends it and does its own work,
/// Enter only ends it, and the next start goes straight to work.
#[test]
fn a_newcomer_is_welcomed_once() {
    for (key, then) in [("\r", "Business Analyst"), ("/", "Esc all again"), ("2", "CSPO")] {
        let home = Arc::new(tempfile::tempdir().expect("a scratch folder"));
        let mut session = Session::start_at(home.clone(), certdex(&[]));
        session
            .wait_for("the welcome", |screen| shows(screen, "Welcome to certdex") && shows(screen, "Any key begins"));
        assert!(std::fs::read_dir(home.path()).expect("a folder").next().is_none(), "looking at it writes nothing");
        session.send(key);
        session.wait_for("what is behind it", |screen| !shows(screen, "Welcome") && shows(screen, then));
        session.send("\x03");
        session.wait_for_end();
        assert_eq!(session.flaws(), [""; 0]);
        let mut again = Session::start_at(home, certdex(&[]));
        again.wait_for_roles();
        assert!(!shows(again.emulator.screen(), "Welcome"), "{}", again.picture());
    }
    // Settings, or answers: somebody has been here before.
    for file in [".config/certdex/config.ron", ".local/state/certdex/profile.db"] {
        let home = Arc::new(tempfile::tempdir().expect("a scratch folder"));
        let file = home.path().join(file);
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        std::fs::write(file, "").expect("a file");
        let mut session = Session::start_at(home, certdex(&[]));
        session.wait_for_roles();
        assert!(!shows(session.emulator.screen(), "Welcome"), "{}", session.picture());
    }
}

/// A comparison goes into the clipboard of the terminal, inside tmux in its envelope as well, and into
/// a file, which is written over only by who moves to the line that says so.
#[test]
fn a_comparison_is_taken_along() {
    for tmux in [false, true] {
        let mut command = certdex(&[]);
        if tmux {
            command.env("TMUX", "/tmp/tmux-1000/default,1,0");
        }
        let mut session = Session::start(command);
        session.wait_for_roles();
        session.send("2+j+c");
        session.wait_for("the comparison", |s| shows(s, "all fields") && shows(s, "CSPO"));
        session.send("y");
        session.wait_for("the notice", |s| shows(s, "copied as Markdown"));
        assert_eq!(count(&session.stream, "\x1b]52;c;"), 1 + usize::from(tmux));
        assert_eq!(count(&session.stream, "\x1bPtmux;\x1b\x1b]52;c;"), usize::from(tmux));
        // "| | CSM | CSPO |" in base64 begins like this.
        assert_eq!(count(&session.stream, "]52;c;fCB8IENTTSB8IENTUE8g"), 1 + usize::from(tmux));

        session.send("e");
        session.wait_for("the question", |s| shows(s, "> csm-cspo.md"));
        session.send("\r");
        session.wait_for("the notice", |s| shows(s, "csm-cspo.md is written, in "));
        let file = session.home().join("csm-cspo.md");
        let read = || std::fs::read_to_string(&file).expect("the file");
        let whole = read();
        assert!(whole.starts_with("| | CSM | CSPO |"), "{whole}");
        // The same name for less: two times Enter is not enough.
        session.send("de\r");
        session.wait_for("the warning", |s| shows(s, "There is a file of that name"));
        session.send("\r");
        session.wait_for("the box again", |s| !shows(s, "There is a file of that name"));
        assert_eq!(read(), whole);
        session.send("\r");
        session.wait_for("the warning", |s| shows(s, "There is a file of that name"));
        session.send("\x1b[B\r");
        session.wait_for("the notice", |s| shows(s, "csm-cspo.md is written, in "));
        assert!(read().len() < whole.len());
        session.send("q");
        assert!(session.wait_for_end().success());
        assert_eq!(session.flaws(), [""; 0]);
    }
}

/// A user looks for the Product Owner, reads its card, asks what the keys do, and quits.
#[test]
fn a_session_from_the_first_frame_to_the_last() {
    let mut session = Session::start(certdex(&[]));
    session.wait_for_roles();
    assert_eq!(session.screen().size(), (24, 80));

    session.send("/");
    session.send("prod own");
    session.wait_for("the query and one hit", |s| shows(s, "/ prod own") && shows(s, "1 of "));
    session.send("\r");
    session.wait_for("the card", |s| {
        let all = rows(s);
        all[2].contains("Product Owner")
            && all[FIRST].contains("> Product Owner")
            && all[FIRST].matches("> ").count() == 2
    });
    let card = everything(session.screen());

    session.send("?");
    session.wait_for("the help", |s| shows(s, "What can be done here") && shows(s, "open what is selected"));
    assert_ne!(everything(session.screen()), card);
    session.send("\x1b");
    session.wait_for("the card again", |s| everything(s) == card);

    session.send("q");
    let status = session.wait_for_end();
    assert_eq!((status.exit_code(), status.signal()), (0, None));
    assert_eq!(session.flaws(), [""; 0]);
    assert_eq!(session.screen().contents().trim(), "", "nothing is left on the shell's screen");
}

/// The ways out that a process can see, with the exit code of each.
const WAYS_OUT: [(&str, u32); 8] = [
    ("q", 0),
    ("error", 74),
    ("panic", 101),
    ("worker", 101),
    ("HUP", 129),
    ("INT", 130),
    ("TERM", 143),
    ("QUIT", 131),
];

/// Those of them that `--crash-test` brings about.
const CRASHES: [&str; 3] = ["error", "panic", "worker"];

/// Whatever ends the program, and whenever: quitting, an error, a panic on either kind of thread, a
/// signal. The terminal is as it was before, and the exit code tells what happened.
#[test]
fn every_way_out_at_any_moment_gives_the_terminal_back() {
    let most = Duration::from_millis(120);
    // `--crash-test` is not part of a release.
    let ways: Vec<(&str, u32)> =
        WAYS_OUT.into_iter().filter(|(way, _)| cfg!(debug_assertions) || !CRASHES.contains(way)).collect();
    let outcomes = many(ways.len() * 28, |number, random| {
        let (way, code) = ways[number % ways.len()];
        let crash = format!("--crash-test={way}:{}", random.below(121));
        let crashes = CRASHES.contains(&way);
        let mut session = Session::start(if crashes { certdex(&[&crash]) } else { certdex(&[]) });
        // Half of the moments are counted from the start of the process, half from taking the
        // screen over, with one size after the other, so that frames are under way: with a slow
        // build the first alone would all fall into reading the data.
        if (number / ways.len()).is_multiple_of(2) {
            random.moment(most);
        } else {
            session.wait_until("the first byte", Session::was_entered);
            for step in 0..random.below(60) {
                session.resize(if step % 2 == 0 { (120, 40) } else { pty::SIZE });
                random.moment(Duration::from_millis(4));
            }
        }
        match way {
            "q" => session.send("q"),
            "HUP" => session.signal(Signal::HUP),
            "INT" => session.signal(Signal::INT),
            "TERM" => session.signal(Signal::TERM),
            "QUIT" => session.signal(Signal::QUIT),
            _ => {}
        }
        let status = session.wait_for_end();
        let mut flaws = session.flaws();
        let entered = session.was_entered();
        // Before its handlers stand, a signal ends the process as it ends any other.
        let too_early = status.signal().is_some() && !entered && !crashes && way != "q";
        if !too_early && (status.exit_code() != code || status.signal().is_some()) {
            flaws.push(format!("ended with {status:?} instead of {code}"));
        }
        let message = match way {
            "error" => "certdex: the terminal cannot be used: an error asked for",
            "panic" | "worker" => "certdex: a bug in certdex: a panic",
            _ => "",
        };
        if !session.rows().iter().any(|row| row.starts_with(message)) {
            flaws.push("the message is not on the shell's screen".to_owned());
        }
        if flaws.is_empty() {
            let when = if entered { "on the screen" } else { "before the screen" };
            return Ok(format!("{way} {when}"));
        }
        Err(format!("{way} ({crash}): {}\n{}", flaws.join("; "), session.picture()))
    });
    // Moments that all fall before the screen is taken would prove nothing.
    for (way, _) in ways {
        let key = format!("{way} on the screen");
        assert!(outcomes.get(&key).is_some_and(|runs| *runs >= 10), "too few {key}: {outcomes:?}");
    }
}

/// The judge of all that must itself be able to find fault: a program that leaves a mess behind.
#[test]
fn a_terminal_left_behind_is_noticed() {
    for (mess, flaw) in [
        (r"printf '\033[?1049h\033[?25l'", "the alternate screen"),
        (r"printf '\033[?25l'", "the hidden cursor"),
        (r"printf '\033[?1000h\033[?1006h'", "mouse reports"),
        (r"printf '\033[?2004h'", "bracketed paste"),
        (r"printf '\033[7mx'", "styled"),
        (r"printf '\033[?1049h\033[?1049l\033[2J'", "an escape code follows"),
        (r"printf '\033[?1049h\033[?1049h\033[?1049l'", "2 times"),
        ("stty raw -echo", "other modes"),
    ] {
        let mut session = Session::start(command("sh", &["-c", mess]));
        assert_eq!(session.wait_for_end().exit_code(), 0);
        let flaws = session.flaws();
        assert!(flaws.iter().any(|found| found.contains(flaw)), "{mess}: {flaws:?}");
    }
    let mut session = Session::start(command("sh", &["-c", "echo tidy"]));
    session.wait_for_end();
    assert_eq!(session.flaws(), [""; 0]);
}

/// The window is closed, the connection drops: the process goes too, within a second, and never by
/// an abort. A third of the runs ignores SIGHUP from the start, a third has no controlling
/// terminal and so gets no SIGHUP at all; half of the runs are busy drawing at that moment.
#[test]
fn a_process_never_outlives_its_terminal() {
    const LIMIT: Duration = Duration::from_secs(1);
    let outcomes = many(120, |number, random| {
        let (kind, command) = match number % 4 {
            0 | 1 => ("SIGHUP ends", certdex(&[])),
            2 => ("SIGHUP ignored", command("sh", &["-c", "trap '' HUP; exec \"$CERTDEX\""])),
            _ => {
                let mut command = command("sh", &["-c", "trap '' HUP; exec \"$CERTDEX\""]);
                command.set_controlling_tty(false);
                ("no SIGHUP", command)
            }
        };
        let mut doomed = Doomed::start(command);
        doomed.wait_for_frame();
        if number % 8 < 4 {
            // Nobody reads the answers: the program may be stuck in the middle of a write.
            doomed.send(&"jjj2sss1/own\x1b?\x1b".repeat(4));
        }
        random.moment(Duration::from_millis(60));
        match doomed.hang_up(LIMIT) {
            Some((status, _)) if status.signal().is_none() && matches!(status.exit_code(), 129 | 74) => {
                Ok(format!("{kind}, {}", status.exit_code()))
            }
            Some((status, after)) => Err(format!("{kind}: ended with {status:?} after {after:?}")),
            None => Err(format!("{kind}: still there after {LIMIT:?}")),
        }
    });
    let ignoring: usize =
        outcomes.iter().filter(|(key, _)| !key.starts_with("SIGHUP ends")).map(|(_, runs)| runs).sum();
    assert!(ignoring * 2 >= outcomes.values().sum(), "{outcomes:?}");
}

/// The same while the program is still starting: before, during and after the take-over. It may
/// read its data to the end first.
#[test]
fn a_process_whose_terminal_goes_while_it_starts_goes_too() {
    many(60, |number, random| {
        let mut command = certdex(&[]);
        command.set_controlling_tty(number % 2 == 0);
        let doomed = Doomed::start(command);
        random.moment(Duration::from_millis(150));
        match doomed.hang_up(PATIENCE) {
            Some((status, after)) if status.signal().is_some_and(|name| name != "Hangup") => {
                Err(format!("ended by {status:?} after {after:?}"))
            }
            Some((status, _)) => Ok(status.to_string()),
            None => Err(format!("still there after {PATIENCE:?}")),
        }
    });
}

/// The connection hangs and nobody takes what the program writes, be it stuck in a frame or only about
/// to write: a signal ends it all the same, and the line at least is given back.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_that_hangs_does_not_hold_it() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)] {
        for in_a_frame in [true, false] {
            let mut session = Session::start(certdex(&[]));
            session.wait_for_roles();
            session.stall();
            if in_a_frame {
                session.send("j");
                wait_for_rest(&mut session);
            }
            session.signal(signal);
            let status = session.wait_for_end();
            assert_eq!((status.exit_code(), status.signal()), (code, None));
            assert_eq!(session.line_modes_after(), session.line_modes_before());
        }
    }
}

/// An interactive shell in a terminal, with a prompt to wait for.
fn shell() -> Session {
    let mut bash = command("bash", &["--norc", "--noprofile", "--noediting", "-i"]);
    bash.env("PS1", "ready> ");
    let mut shell = Session::start(bash);
    wait_for_prompt(&mut shell);
    shell
}

/// Waits until the shell waits: its prompt is the last that stands on its screen.
fn wait_for_prompt(shell: &mut Session) {
    let asks = |row: &String| row.trim_end() == "ready>";
    shell.wait_for("the prompt", |s| {
        !s.alternate_screen() && rows(s).iter().rfind(|row| !row.trim().is_empty()).is_some_and(asks)
    });
}

/// Quits the explorer, and waits for the shell.
fn quit_to(shell: &mut Session) {
    shell.send("q");
    wait_for_prompt(shell);
}

/// Types Ctrl-Z, and waits for the shell to tell that its job has stopped for the `times`th time.
fn suspend(shell: &mut Session, times: usize) {
    shell.send("\x1a");
    shell.wait_until("the shell's word", |s| count(&s.stream, "Stopped") == times);
    wait_for_prompt(shell);
}

/// Ends the shell, and looks at the terminal.
fn leave(mut shell: Session) {
    shell.send("exit 0\n");
    assert_eq!(shell.wait_for_end().exit_code(), 0);
    assert_eq!(shell.flaws(), [""; 0]);
    assert_eq!(count(&shell.stream, "\x1b[6n"), 0, "nobody asks the terminal where the cursor is");
}

/// Types a command that prints `word`, and waits for the word: the shell works.
fn say(shell: &mut Session, word: &str) {
    let (first, rest) = word.split_at(1);
    shell.send(format!("echo {first}''{rest}\n"));
    shell.wait_for(word, |s| !s.alternate_screen() && shows(s, word));
    wait_for_prompt(shell);
}

/// Gives the shell commands until it has said `word` so often: it tells of its jobs before a prompt.
fn ask_until(shell: &mut Session, word: &str, times: usize) {
    let deadline = Instant::now() + PATIENCE;
    for asked in 1.. {
        say(shell, &format!("word-{asked}"));
        if count(&shell.stream, word) >= times {
            return;
        }
        let said = String::from_utf8_lossy(&shell.stream);
        assert!(Instant::now() < deadline, "waited in vain for {word:?}:\n{said}");
    }
}

/// Ctrl-Z in the middle of a session: the shell is back and works; `fg` brings the same screen, and
/// the next key is not lost.
#[test]
fn ctrl_z_and_back() {
    let mut shell = shell();
    shell.send("\"$CERTDEX\"\n");
    shell.wait_for_roles();
    shell.send("jj");
    shell.wait_for("the third row", |s| pointer(s) == Some(FIRST + 2));
    let before = everything(shell.screen());

    for (times, word) in [(1, "once"), (2, "twice")] {
        suspend(&mut shell, times);
        say(&mut shell, word);
        assert_eq!(shell.line_modes(), shell.line_modes_before(), "the shell has the line it had");
        assert!(!shell.screen().hide_cursor() && !shell.screen().bracketed_paste());
        shell.send("fg\n");
        shell.wait_for("the same screen", |s| s.alternate_screen() && everything(s) == before);
    }

    shell.send("j");
    shell.wait_for("the next row", |s| pointer(s) == Some(FIRST + 3));
    quit_to(&mut shell);
    shell.send("echo code=$?\n");
    shell.wait_for("the exit code", |s| shows(s, "code=0"));
    leave(shell);
}

/// `kill -TSTP` from elsewhere is the same as Ctrl-Z.
#[test]
fn a_stop_asked_for_from_outside_is_ctrl_z() {
    let mut shell = shell();
    shell.send("\"$CERTDEX\"\n");
    shell.wait_for_roles();
    let before = everything(shell.screen());
    let job = shell.foreground().expect("a job in front");
    rustix::process::kill_process(job, Signal::TSTP).expect("it runs");
    shell.wait_until("the shell's word", |s| count(&s.stream, "Stopped") == 1);
    wait_for_prompt(&mut shell);
    say(&mut shell, "stopped-and-well");
    shell.send("fg\n");
    shell.wait_for("the same screen", |s| s.alternate_screen() && everything(s) == before);
    quit_to(&mut shell);
    leave(shell);
}

/// `bg` after Ctrl-Z: a program for the screen cannot go on in the background; it stops again and
/// leaves the shell's terminal alone until `fg`.
#[test]
fn in_the_background_it_waits_for_fg() {
    let mut shell = shell();
    shell.send("\"$CERTDEX\"\n");
    shell.wait_for_roles();
    let before = everything(shell.screen());
    suspend(&mut shell, 1);
    say(&mut shell, "before-bg");
    shell.send("bg\n");
    ask_until(&mut shell, "Stopped", 2);
    assert!(!shell.screen().alternate_screen(), "the shell keeps its screen");
    assert_eq!(shell.line_modes(), shell.line_modes_before());
    shell.send("fg\n");
    shell.wait_for("the same screen", |s| s.alternate_screen() && everything(s) == before);
    quit_to(&mut shell);
    leave(shell);
}

/// `kill %1` on a suspended program ends it there and then, without `fg`, and without touching the
/// shell's terminal.
#[test]
fn a_suspended_program_can_be_ended() {
    let mut shell = shell();
    shell.send("\"$CERTDEX\"\n");
    shell.wait_for_roles();
    let job = shell.foreground().expect("a job in front");
    suspend(&mut shell, 1);
    say(&mut shell, "before-kill");
    let entered = count(&shell.stream, "\x1b[?1049h");
    let asked = count(&shell.stream, "ready>");
    shell.send("kill %1\n");
    shell.wait_until("the next prompt", |s| count(&s.stream, "ready>") > asked);
    let deadline = Instant::now() + PATIENCE;
    while rustix::process::test_kill_process(job).is_ok() {
        assert!(Instant::now() < deadline, "it is still there:\n{}", shell.picture());
        shell.read_for(Duration::from_millis(5));
    }
    ask_until(&mut shell, "Exit 143", 1);
    assert_eq!(count(&shell.stream, "\x1b[?1049h"), entered, "it took the screen once more to end");
    leave(shell);
}

/// `sh -c 'certdex; …'`, as terminal windows and `ssh` start programs: the shell has no job control,
/// so nobody could ever continue us. Ctrl-Z does nothing there.
#[test]
fn ctrl_z_does_nothing_where_nobody_could_continue_us() {
    for start in [certdex(&[]), command("sh", &["-c", "\"$CERTDEX\"; exit $?"])] {
        let mut session = Session::start(start);
        session.wait_for_roles();
        session.send("\x1a");
        session.send("j");
        session.wait_for("an answer to the next key", |s| s.alternate_screen() && pointer(s) == Some(FIRST + 1));
        session.send("q");
        assert_eq!(session.wait_for_end().exit_code(), 0);
        assert_eq!(session.flaws(), [""; 0]);
    }
}

/// A debugger or a freezer stops and continues the process behind its back: it draws anew, and the
/// terminal is balanced in the end.
#[test]
fn a_stop_behind_its_back_is_survived() {
    let mut session = Session::start(certdex(&[]));
    session.wait_for_roles();
    let before = everything(session.screen());
    for _ in 0..3 {
        let drawn = count(&session.stream, "\x1b[2J");
        session.signal(Signal::STOP);
        session.signal(Signal::CONT);
        session.wait_until("a new frame", |s| count(&s.stream, "\x1b[2J") > drawn && everything(s.screen()) == before);
        session.send("j");
        session.wait_for("an answer", |s| pointer(s) == Some(FIRST + 1));
        session.send("k");
        session.wait_for("the screen of before", |s| everything(s) == before);
    }
    session.send("q");
    assert_eq!(session.wait_for_end().exit_code(), 0);
    assert_eq!(session.flaws(), [""; 0]);
}

/// A window dragged about wildly, to nothing, to one cell, to far more than any screen: in the end,
/// at the old size, the old screen is there.
#[test]
fn a_storm_of_sizes() {
    let seed = seed();
    let mut random = Random(seed);
    println!("CERTDEX_SEED={seed}");
    let mut session = Session::start(certdex(&[]));
    session.wait_for_roles();
    session.send("j");
    session.wait_for("the second row", |s| pointer(s) == Some(FIRST + 1));
    let before = everything(session.screen());
    for number in 0..60 {
        let size = match number % 6 {
            0 => (0, 0),
            1 => (1, 1),
            2 => (5, 2),
            3 => (500, 200),
            4 => (random.below(200).try_into().expect("small"), random.below(60).try_into().expect("small")),
            _ => (random.below(30).try_into().expect("small"), random.below(10).try_into().expect("small")),
        };
        session.resize(size);
        random.moment(Duration::from_millis(8));
        session.read_for(Duration::ZERO);
        assert!(session.is_alive(), "it did not survive {size:?}:\n{}", session.picture());
    }
    session.resize(pty::SIZE);
    session.wait_for("the old screen", |s| everything(s) == before);
    session.send("k");
    session.wait_for("an answer", |s| pointer(s) == Some(FIRST));
    session.send("q");
    assert_eq!(session.wait_for_end().exit_code(), 0);
    assert_eq!(session.flaws(), [""; 0]);
}

/// A window that shrinks and is back before the program looked: the terminal has cut the screen,
/// so it has to be drawn again although the size is the same.
#[test]
fn a_size_that_is_back_at_once_is_drawn_again() {
    let mut session = Session::start(certdex(&[]));
    session.wait_for_roles();
    let before = everything(session.screen());
    for _ in 0..20 {
        session.resize((20, 5));
        session.resize(pty::SIZE);
        session.wait_for("the old screen", |s| everything(s) == before);
    }
}

/// A key that is pressed just when the window changes its size is not left lying until the next one.
#[test]
fn a_key_in_the_moment_of_a_resize_is_not_lost() {
    let mut session = Session::start(certdex(&[]));
    session.wait_for_roles();
    for round in 0..300 {
        let (key, row) = if round % 2 == 0 { ("j", FIRST + 1) } else { ("k", FIRST) };
        session.send(key);
        session.resize((if round % 4 < 2 { 100 } else { 80 }, 24));
        session.wait_for(&format!("the answer to key {round}"), |s| pointer(s) == Some(row));
    }
}

/// Windows get their size while the program in them is still starting: it draws for the size that
/// they have in the end.
#[test]
fn a_size_that_changes_while_it_starts_is_noticed() {
    many(60, |_, random| {
        let mut session = Session::start(certdex(&[]));
        random.moment(Duration::from_millis(120));
        session.resize((100, 30));
        session.wait_for("hints on the last row", |s| rows(s)[29].contains("quit") && rows(s)[0].contains("Roles"));
        session.send("q");
        session.wait_for_end();
        Ok("at the new size".to_owned())
    });
}

/// A picker paints on the terminal while its answer goes into a variable of the shell.
#[test]
fn a_picker_answers_with_an_id() {
    let shell = "id=$(\"$CERTDEX\" pick cert psm); echo \"chosen $id, $?\"; cat";
    let mut session = Session::start(pty::command("/bin/sh", &["-c", shell]));
    session.wait_for("the picker", |s| s.contents().contains("Choose a certification"));
    session.send(" ii");
    session.wait_for("the second level on top", |s| s.contents().contains("> cert      Professional Scrum Master II"));
    session.send("\r");
    session.wait_for("the answer", |s| s.contents().contains("chosen psm-2, 0"));
    session.send("\x04");
    session.wait_for_end();
    let mut session = Session::start(pty::command("/bin/sh", &["-c", shell]));
    session.wait_for("the picker", |s| s.contents().contains("Choose a certification"));
    session.send("\x1b");
    session.wait_for("no answer", |s| s.contents().contains("chosen , 1"));
    session.send("\x04");
    session.wait_for_end();
}

/// In a script or a pipe there is nobody to explore: a hint, exit code 2, and not one escape code.
#[test]
fn without_a_terminal_there_is_a_hint() {
    let piped = assert_cmd::Command::new(env!("CARGO_BIN_EXE_certdex")).env("TERM", "xterm").output().expect("it runs");
    assert_eq!(piped.status.code(), Some(2));
    assert_eq!(String::from_utf8_lossy(&piped.stdout), "");
    let hint = String::from_utf8_lossy(&piped.stderr);
    assert!(hint.starts_with("certdex: the explorer needs a terminal") && !hint.contains('\x1b'), "{hint}");

    for redirected in [
        "\"$CERTDEX\" </dev/null >out 2>err",
        "\"$CERTDEX\" </dev/null 2>err",
        "\"$CERTDEX\" >out 2>err",
        "\"$CERTDEX\" 2>err >&-",
        "\"$CERTDEX\" 2>err <&-",
    ] {
        let script = format!("{redirected}; code=$?; cat err; test -s out && echo 'and output'; exit $code");
        let mut session = Session::start(command("sh", &["-c", &script]));
        let status = session.wait_for_end();
        assert_eq!(status.exit_code(), 2, "{redirected}:\n{}", session.picture());
        assert!(session.rows()[0].starts_with("certdex: the explorer needs a terminal"), "{}", session.picture());
        assert!(!session.screen().contents().contains("and output"), "{redirected}: {}", session.picture());
        assert!(!session.stream.contains(&0x1b), "{redirected}: {}", session.picture());
        assert_eq!(session.flaws(), [""; 0]);
    }
}

/// A terminal that cannot move its cursor gets the explorer in lines, with a prompt.
#[test]
fn a_dumb_terminal_gets_lines() {
    for term in [Some("dumb"), Some(""), None] {
        let mut dumb = certdex(&[]);
        match term {
            Some(term) => dumb.env("TERM", term),
            None => dumb.env_remove("TERM"),
        }
        let mut session = Session::start(dumb);
        session.wait_for("what can be said", |screen| shows(screen, "You can say"));
        session.send("2\rquit\r");
        let status = session.wait_for_end();
        assert_eq!((status.exit_code(), status.signal()), (0, None));
        // All of what was written, not the screen: a list may be longer than that.
        assert!(count(&session.stream, "2. Product Owner") > 0, "{}", session.picture());
        assert!(count(&session.stream, "Certifications that fit:") > 0, "{}", session.picture());
        assert!(count(&session.stream, "> ") > 1, "{}", session.picture());
        assert!(!session.stream.contains(&0x1b), "{term:?}: {}", session.picture());
        assert_eq!(session.flaws(), [""; 0]);
    }
}

/// Drives the explorer through its screens and returns all it wrote; checks on the way that the
/// selected row stands out without colour.
fn tour(environment: &[(&str, &str)]) -> Session {
    let mut start = certdex(&[]);
    for (name, value) in environment {
        start.env(name, value);
    }
    let mut session = Session::start(start);
    session.wait_for_roles();
    let row = u16::try_from(pointer(session.screen()).expect("a selected row")).expect("on the screen");
    let inverse = |row: u16, column: u16| session.screen().cell(row, column).is_some_and(vt100::Cell::inverse);
    assert!((1..24).all(|column| inverse(row, column)), "the selected row is inverse:\n{}", session.picture());
    assert!((1..24).all(|column| !inverse(row + 1, column)), "the next row is not:\n{}", session.picture());

    for (keys, what) in [
        ("/prod own\r", "1 of"),
        ("i", "Esc close"),
        ("\x1b", "? help"),
        ("2", "  certification "),
        (" j c", "only what differs"),
        ("4\r", "1 / 14"),
        ("\r", "2 / 14"),
    ] {
        session.send(keys);
        session.wait_for(what, |s| shows(s, what));
    }
    session.send("\x03");
    assert_eq!(session.wait_for_end().exit_code(), 0);
    assert_eq!(session.flaws(), [""; 0]);
    session
}

/// The parameters that choose a colour; 39 and 49 go back to the terminal's own.
fn colours(session: &Session) -> Vec<u16> {
    let colour = |number: &u16| matches!(number, 30..=38 | 40..=48 | 90..=97 | 100..=107);
    sgr_parameters(&session.stream).into_iter().filter(colour).collect()
}

/// `NO_COLOR` means no colour, on any screen, and the selected row is still to be seen. Without it,
/// or with an empty one, there is colour.
#[test]
fn no_color_is_obeyed_and_nothing_gets_lost() {
    let plain = tour(&[("NO_COLOR", "1")]);
    assert_eq!(colours(&plain), [0; 0]);
    assert!(sgr_parameters(&plain.stream).contains(&7), "the selected row is inverse");
    for environment in [&[][..], &[("NO_COLOR", "")]] {
        assert!(!colours(&tour(environment)).is_empty(), "{environment:?}");
    }
}

/// Bytes that would quit, stop, search or end the paste if they were keys.
const NASTY: &[u8] =
    b"q\x03\x1a\rqqq\x1bq[201~q\x1b[201q\x1b[201;1~q\x1b[200~q\x9b201~q\x1b[20 1~q\x1b[2014~2/q?\x7f\x00\xff\xfe";

/// Something pasted into the list by mistake is not typed: nothing quits, nothing moves.
#[test]
fn a_paste_into_the_list_does_nothing() {
    let mut session = Session::start(certdex(&[]));
    session.wait_for_roles();
    let before = everything(session.screen());
    let book = "q\n4 jj?\r".repeat(1 << 17);
    assert_eq!(book.len(), 1 << 20);
    for paste in [&b""[..], b"q", NASTY, &NASTY.repeat(100), book.as_bytes()] {
        session.send(pasted(paste));
        // The next key shows that all of the paste was read, and that none of it was a key.
        session.send("?");
        session.wait_for("the help", |s| shows(s, "Esc close"));
        session.send("\x1b");
        session.wait_for("the screen of before", |s| everything(s) == before);
    }
    session.send("q");
    assert_eq!(session.wait_for_end().exit_code(), 0);
    assert_eq!(session.flaws(), [""; 0]);
}

/// Pasted into the search line, text lands there: made harmless, on one line, and cut after a
/// thousand characters.
#[test]
fn a_paste_into_the_search_line_is_typed() {
    let mut session = Session::start(certdex(&[]));
    session.wait_for_roles();
    session.send("/");
    session.send(pasted(b"prod own"));
    session.wait_for("one hit", |s| shows(s, "/ prod own") && shows(s, "1 of "));

    session.send("\x15");
    session.send(pasted(b"a\x1b[3mb\nc\x07\r\td"));
    session.wait_for("pictures of the control characters", |s| shows(s, "/ a␛[3mb c␇␍ d "));
    session.send("\x15");
    session.send(pasted(NASTY));
    session.wait_for("the end of what was pasted", |s| shows(s, "2/q?␡␀"));

    // 999 letters, one more that fits, and a million that do not.
    session.send("\x15");
    session.send(pasted(format!("{}y{}", "x".repeat(999), "z".repeat(1 << 20)).as_bytes()));
    session.wait_for("the thousandth character at the end", |s| rows(s)[2].contains("xxxxy "));
    session.send("w");
    session.send("\x7f");
    session.wait_for("one letter less", |s| rows(s)[2].contains("xxxxx "));
    session.send("\x1b");
    session.wait_for("everything again", |s| shows(s, "/ to search") && pointer(s) == Some(FIRST));

    assert_eq!(count(&session.stream, "\x07"), 0, "what was pasted rings no bell");
    session.send("q");
    assert_eq!(session.wait_for_end().exit_code(), 0);
    assert_eq!(session.flaws(), [""; 0]);
}

/// With the mouse: a click on a tab shows it, the wheel moves the list, a click selects a row.
#[test]
fn the_mouse_clicks_and_wheels() {
    let mut session = Session::start(certdex(&[]));
    session.wait_for_roles();
    assert_eq!(session.screen().mouse_protocol_encoding(), vt100::MouseProtocolEncoding::Sgr);
    session.send(wheel(true, 5, FIRST));
    session.wait_for("three rows down", |s| pointer(s) == Some(FIRST + 3));
    session.send(wheel(false, 5, FIRST));
    session.wait_for("back up", |s| pointer(s) == Some(FIRST));
    session.send(click(5, FIRST + 5));
    session.wait_for("the row clicked", |s| pointer(s) == Some(FIRST + 5));

    let column = session.rows()[0].find("Certifications").expect("the second tab");
    session.send(click(column, 0));
    session.wait_for("the Certifications tab", |s| shows(s, "  certification "));
    // The tab in front is inverse.
    let cell = session.screen().cell(0, u16::try_from(column).expect("on the screen")).expect("a cell");
    assert!(cell.inverse(), "{}", session.picture());

    session.send("q");
    assert_eq!(session.wait_for_end().exit_code(), 0);
    assert_eq!(session.flaws(), [""; 0]);
    assert_eq!((count(&session.stream, "\x1b[?1000h"), count(&session.stream, "\x1b[?1006h")), (1, 1));
}

/// `--no-mouse` leaves the mouse to the terminal, so that text can be selected with it.
#[test]
fn without_the_mouse_none_is_asked_for() {
    let mut session = Session::start(certdex(&["--no-mouse"]));
    session.wait_for_roles();
    session.send("q");
    assert_eq!(session.wait_for_end().exit_code(), 0);
    for mode in ["1000", "1002", "1003", "1006", "1015"] {
        assert_eq!(count(&session.stream, &format!("\x1b[?{mode}h")), 0, "mode {mode}");
    }
    assert_eq!(session.flaws(), [""; 0]);
}

/// Nobody touches a key: for a second nothing is written, no CPU is used, no thread even wakes up.
#[cfg(target_os = "linux")]
#[test]
fn at_rest_it_does_nothing_at_all() {
    let mut session = Session::start(certdex(&[]));
    session.wait_for_roles();
    wait_for_rest(&mut session);
    let before = work(session.pid);
    assert!(!session.read_for(Duration::from_secs(1)), "it writes at rest:\n{}", session.picture());
    assert_eq!(work(session.pid), before, "ticks of CPU and wake-ups within a second");
    session.send("q");
    assert_eq!(session.wait_for_end().exit_code(), 0);
}
