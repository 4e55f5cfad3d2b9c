//! What a key costs in the search: `cargo bench --bench search`.
//!
//! Lists of names of several sizes are made up, always the same ones, and "scrum master" is typed
//! letter by letter, each beginning of it once and cold. `-- engine`: by the engine as a library
//! beside nucleo-matcher, and by `certdex search --stdin` beside `fzf --filter`, which start, read
//! all lines, search and print. `-- screen`: in a real terminal, certdex with a data set of that
//! many roles beside fzf and skim with the same names, where they are installed; all in the same
//! run. `CERTDEX_BENCH_SIZES="1000 100000"` chooses the sizes; 0 is the catalogue itself.

#![expect(clippy::disallowed_methods, reason = "a benchmark asks the clock")]

mod support;

use std::hint::black_box;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use certdex::catalog::record::Kind;
use certdex::search::{Index, Query, TOP, filter};
use support::{Cost, Session, has, median, millis};

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
    let bench: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let wanted = |part: &str| bench.is_empty() || bench.iter().any(|arg| arg == part);
    if wanted("engine") {
        embedded();
        engines();
    }
    if wanted("screen") {
        screens();
    }
}

/// The engine as a library beside another one, and whole programs that read lines and print matches.
fn engines() {
    println!("a key in a list of names, median and worst of {} keys, in ms:", TYPED.len());
    println!(
        "{:>9} {:>16} {:>16} {:>18} {:>16}",
        "names", "engine, 2 cores", "nucleo, 1 core", "search --stdin", "fzf --filter"
    );
    for count in [1_000, 10_000, 100_000, 1_000_000] {
        let text = names(count).join("\n");
        let lines: Vec<&str> = text.lines().collect();
        let engine = each_key(|typed| {
            black_box(filter(typed, &lines));
        });
        let mut matcher = nucleo_matcher::Matcher::new(nucleo_matcher::Config::DEFAULT);
        let nucleo = each_key(|typed| {
            let pattern = nucleo_matcher::pattern::Pattern::parse(
                typed,
                nucleo_matcher::pattern::CaseMatching::Ignore,
                nucleo_matcher::pattern::Normalization::Smart,
            );
            black_box(pattern.match_list(&lines, &mut matcher).len());
        });
        let ours = each_key(|typed| run(env!("CARGO_BIN_EXE_certdex"), &["search", "--stdin", typed], &text));
        let fzf = has("fzf").then(|| each_key(|typed| run("fzf", &["--filter", typed], &text)));
        println!(
            "{count:>9} {:>16} {:>16} {:>18} {:>16}",
            shown(engine),
            shown(nucleo),
            shown(ours),
            fzf.map_or_else(|| "not installed".to_owned(), shown)
        );
    }
}

/// Each key typed once, cold, in the screen of a program with so many names.
fn screens() {
    println!("each key of `{TYPED}` typed once in a real terminal of 120x40, cold, in ms:");
    println!(
        "{:>9} {:>8} {:>24} {:>24} {:>24} {:>14}",
        "names", "", "echo, median / worst", "settled, median / worst", "cpu, median / worst", "20 keys ahead"
    );
    let folder = tempfile::tempdir().expect("a scratch folder");
    let catalog = certdex::embedded::catalog();
    let list = |kind| catalog.all(kind).iter().map(|record| record.name.to_string());
    let own: Vec<String> = list(Kind::Role).collect();
    let sizes = std::env::var("CERTDEX_BENCH_SIZES").unwrap_or_else(|_| "0 1000 10000 100000 1000000".to_owned());
    for count in sizes.split_whitespace().filter_map(|size| size.parse::<usize>().ok()) {
        let lines = if count == 0 { own.clone() } else { names(count) };
        let file = folder.path().join(format!("{count}.txt"));
        std::fs::write(&file, lines.join("\n")).expect("room for the names");
        let data = folder.path().join(count.to_string());
        if count > 0 {
            write_catalog(&data, &lines);
        }
        let certdex = env!("CARGO_BIN_EXE_certdex");
        let ours = if count == 0 { certdex.to_owned() } else { format!("{certdex} --data {}", data.display()) };
        let piped = |program: &str| format!("{program} < {}", file.display());
        let rounds = if count > 200_000 { 1 } else { 3 };
        let quiet = Duration::from_millis(if count > 200_000 { 900 } else { 150 });
        for (name, line, before) in [("certdex", ours, "/"), ("fzf", piped("fzf"), ""), ("sk", piped("sk"), "")] {
            if name != "certdex" && !has(name) {
                println!("{:>9} {name:>8} not installed", lines.len());
                continue;
            }
            let mut keys: Vec<Vec<Cost>> = vec![Vec::new(); TYPED.len()];
            let mut ahead = Vec::new();
            for _ in 0..rounds {
                let mut session = Session::start(&line);
                if !before.is_empty() {
                    session.type_in(before, quiet);
                }
                for (key, costs) in TYPED.chars().zip(&mut keys) {
                    costs.push(session.type_in(&key.to_string(), quiet));
                }
                drop(session);
                let mut session = Session::start(&line);
                if !before.is_empty() {
                    session.type_in(before, quiet);
                }
                ahead.push(session.type_in("agile coach service ", quiet).settled);
            }
            let column = |part: fn(&Cost) -> Duration| {
                let middle = |costs: &Vec<Cost>| median(costs.iter().map(part));
                let mut times: Vec<Duration> = keys.iter().map(middle).collect();
                times.sort();
                (times[times.len() / 2], times[times.len() - 1])
            };
            println!(
                "{:>9} {name:>8} {:>24} {:>24} {:>24} {:>14.1}",
                lines.len(),
                shown(column(|cost| cost.echo)),
                shown(column(|cost| cost.settled)),
                shown(column(|cost| cost.work)),
                millis(median(ahead))
            );
        }
    }
}

/// A data set with a role of each name, in files of a size that is read.
fn write_catalog(folder: &Path, names: &[String]) {
    std::fs::create_dir_all(folder).expect("a folder");
    for (part, names) in names.chunks(100_000).enumerate() {
        let mut text = "(schema: 1, roles: [\n".to_owned();
        for (number, name) in (part * 100_000..).zip(names) {
            let fit = "(cert: \"csm\", fit: Adjacent, reason: \"made up\", from: [\"seed-000\"])";
            text.push_str(&format!("(id: \"made-{number}\", name: \"{name}\", fits: [{fit}]),\n"));
        }
        text.push_str("])\n");
        std::fs::write(folder.join(format!("{part:03}.ron")), text).expect("room for the data");
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
        black_box(index.matches(&catalog, &query, Some(Kind::Cert), TOP, &AtomicBool::new(false)));
    });
    println!("  a key: median {:.2} ms, worst {:.2} ms", millis(median), millis(worst));
}

/// The median and the worst time of `work` over the beginnings of what is typed.
fn each_key(mut work: impl FnMut(&str)) -> (Duration, Duration) {
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

/// So many names, the same in every run.
fn names(count: usize) -> Vec<String> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).expect("small")
    };
    let name = |number: usize| {
        let mut words: Vec<&str> = (0..2 + random(4)).map(|_| WORDS[random(WORDS.len())]).collect();
        let number = number.to_string();
        words.push(&number);
        words.join(" ")
    };
    (0..count).map(name).collect()
}

fn shown((median, worst): (Duration, Duration)) -> String {
    format!("{:.1} / {:.1}", millis(median), millis(worst))
}
