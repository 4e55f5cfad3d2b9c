//! What a key costs in the search: `cargo bench --bench search`.
//!
//! Lists of names of several sizes are made up, always the same ones. Then "scrum master" is typed
//! letter by letter, each beginning of it once and cold: by the engine as a library, by
//! `certdex search --stdin`, and, where it is installed, by `fzf --filter` on the same lines in the
//! same run. The two programs start, read all lines, search and print; the library only searches.

#![expect(clippy::disallowed_methods, reason = "a benchmark asks the clock")]

use std::hint::black_box;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use certdex::catalog::record::Kind;
use certdex::search::{Index, Query, filter};

/// What is typed.
const TYPED: &str = "scrum master";

/// Words that names are made of.
const WORDS: &[&str] = &[
    "Scrum",
    "Master",
    "Product",
    "Owner",
    "Certified",
    "Professional",
    "Agile",
    "Coach",
    "Project",
    "Manager",
    "Business",
    "Analyst",
    "Tester",
    "Kanban",
    "Release",
    "Train",
    "Engineer",
    "Foundation",
    "Advanced",
    "Practitioner",
    "Scaled",
    "Portfolio",
    "Program",
    "Lead",
    "Team",
    "Quality",
    "Service",
    "Delivery",
    "Operations",
    "Change",
    "Risk",
    "Value",
    "Stream",
    "Architect",
    "Design",
    "User",
    "Experience",
    "Data",
];

fn main() {
    embedded();
    println!("a key in a list of names, median and worst of {} keys, in ms:", TYPED.len());
    println!("{:>9} {:>18} {:>24} {:>18}", "names", "engine", "certdex search --stdin", "fzf --filter");
    for count in [1_000, 10_000, 100_000, 1_000_000] {
        let text = names(count);
        let lines: Vec<&str> = text.lines().collect();
        let engine = each_key(|typed| {
            black_box(filter(typed, &lines));
        });
        let ours = each_key(|typed| run(env!("CARGO_BIN_EXE_certdex"), &["search", "--stdin", typed], &text));
        let fzf = Command::new("fzf").arg("--version").output().is_ok();
        let fzf = fzf.then(|| each_key(|typed| run("fzf", &["--filter", typed], &text)));
        let fzf = fzf.map_or_else(|| "not installed".to_owned(), shown);
        println!("{count:>9} {:>18} {:>24} {fzf:>18}", shown(engine), shown(ours));
    }
}

/// The catalogue inside the program: making the index, then each key.
fn embedded() {
    let catalog = certdex::embedded::catalog();
    let before = Instant::now();
    let index = Index::new(&catalog);
    println!("embedded catalogue: the index takes {:.2} ms", millis(before.elapsed()));
    let (median, worst) = each_key(|typed| {
        let query = Query::parse(&catalog, typed);
        black_box(index.search(&catalog, &query, Some(Kind::Cert)));
    });
    println!("  a key: median {:.2} ms, worst {:.2} ms", millis(median), millis(worst));
}

/// The median and the worst time of `work` over the beginnings of what is typed.
fn each_key(work: impl Fn(&str)) -> (Duration, Duration) {
    let mut times: Vec<Duration> = (1..=TYPED.len())
        .map(|end| {
            let before = Instant::now();
            work(&TYPED[..end]);
            before.elapsed()
        })
        .collect();
    times.sort();
    (times[times.len() / 2], times[times.len() - 1])
}

/// Runs a program over the lines and throws its answer away.
fn run(program: &str, args: &[&str], text: &str) {
    let mut command = Command::new(program);
    let mut child = command.args(args).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("the program starts");
    let mut input = child.stdin.take().expect("a pipe");
    // A program that has seen enough may stop reading.
    let _ = input.write_all(text.as_bytes());
    drop(input);
    child.wait().expect("the program ends");
}

/// So many names, one a line, the same in every run.
fn names(count: usize) -> String {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).expect("small")
    };
    let mut text = String::new();
    for number in 0..count {
        for _ in 0..2 + random(4) {
            text.push_str(WORDS[random(WORDS.len())]);
            text.push(' ');
        }
        text.push_str(&format!("{number}\n"));
    }
    text
}

fn shown((median, worst): (Duration, Duration)) -> String {
    format!("{:.1} / {:.1}", millis(median), millis(worst))
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
