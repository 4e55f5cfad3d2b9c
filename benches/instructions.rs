//! What start, keys and search take, in instructions: `cargo bench --bench instructions`.
//!
//! Counted by valgrind, so that a busy machine changes nothing; where it is not installed, that is
//! said and nothing fails. Beside each figure stands its ratio to the one in `instructions.txt`.
//! `-- --check` fails where one is above 1.10, `-- --write` keeps the new figures. Another compiler
//! or C library gives other figures: write them anew before a change, and look after it.

#![expect(clippy::disallowed_methods, reason = "a file of the repository, under version control")]

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, ExitCode};

/// So many times the kept figure is a loss.
const LOSS: f64 = 1.10;

/// How often keys are pressed; a key is their difference to none, divided.
const KEYS: usize = 20;

/// What is searched for, letter by letter.
const TYPED: &str = "/ scrum space master";

fn main() -> ExitCode {
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("valgrind is not installed: nothing was counted");
        return ExitCode::SUCCESS;
    }
    let screen = |keys: &str| count(&["tui", "--print", "--no-profile", "--size", "120x40", "--keys", keys]);
    let start = screen("");
    let each = |keys: &str| screen(&format!("{keys} ").repeat(KEYS / 2)).saturating_sub(start) / KEYS as u64;
    let letters = TYPED.split(' ').map(|word| if word == "space" { 1 } else { word.len() as u64 }).sum::<u64>();
    let figures = [
        ("start", start),
        ("key-down-roles", each("j k")),
        ("key-down-certs", screen(&format!("2 {}", "j k ".repeat(KEYS / 2))).saturating_sub(screen("2")) / KEYS as u64),
        ("key-of-a-search", screen(TYPED).saturating_sub(start) / letters),
        ("search-verb", count(&["search", "scrum master"])),
        ("search-100000-lines", {
            let lines: String = (0..100_000).fold(String::new(), |mut lines, n| {
                let _ = writeln!(lines, "Certified Scrum Product Owner number {n}");
                lines
            });
            count_with(&["search", "--stdin", "scrm ownr"], &lines)
        }),
    ];
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/instructions.txt");
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let (mut lost, mut fresh) = (false, String::new());
    println!("{:<22} {:>14} {:>14} {:>7}", "instructions", "kept", "now", "ratio");
    for (name, now) in figures {
        let _ = writeln!(fresh, "{name} {now}");
        let before = kept.lines().find_map(|line| line.strip_prefix(name)?.trim().parse::<u64>().ok());
        let Some(before) = before else {
            println!("{name:<22} {:>14} {now:>14}", "none");
            continue;
        };
        #[expect(clippy::cast_precision_loss, reason = "three digits are enough")]
        let ratio = now as f64 / before as f64;
        let word = if ratio > LOSS { "  a loss" } else { "" };
        lost |= ratio > LOSS;
        println!("{name:<22} {before:>14} {now:>14} {ratio:>7.3}{word}");
    }
    let asked = |flag: &str| std::env::args().any(|arg| arg == flag);
    if asked("--write") {
        std::fs::write(&path, fresh).expect("the figures can be kept");
    }
    if lost && asked("--check") { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The instructions of one run of certdex, with nothing of this machine's around it.
fn count(args: &[&str]) -> u64 {
    count_with(args, "")
}

fn count_with(args: &[&str], input: &str) -> u64 {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let file = folder.path().join("input");
    std::fs::write(&file, input).expect("room for the input");
    let mut command = Command::new("valgrind");
    command.args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]);
    command.arg(env!("CARGO_BIN_EXE_certdex")).args(args);
    let path = std::env::var_os("PATH").unwrap_or_default();
    command.env_clear().env("PATH", path).env("HOME", folder.path()).env("LANG", "C.UTF-8");
    command.stdin(std::fs::File::open(&file).expect("the input"));
    let output = command.output().expect("valgrind starts");
    let words = String::from_utf8_lossy(&output.stderr);
    let counted = words.lines().find(|line| line.contains("refs:"));
    let digits = counted.map(|line| line.rsplit(':').next().unwrap_or_default().replace(',', ""));
    digits.and_then(|digits| digits.trim().parse().ok()).unwrap_or_else(|| panic!("no count for {args:?}:\n{words}"))
}
