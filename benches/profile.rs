//! What the storage of a profile costs: `cargo bench --bench profile`.
//!
//! A hundred thousand answers to seven hundred questions are stored in a file on a real disk; then it
//! is opened, read and added to, as the program does it.

#![expect(clippy::disallowed_methods, reason = "a benchmark asks the clock")]

use std::hint::black_box;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use certdex::profile::dump::{export, import};
use certdex::profile::store::Store;
use certdex::profile::{Attempt, Change, End, Mode, Profile, Run, Stand, Uid};
use certdex::quiz::question::ItemRef;
use certdex::quiz::schedule::Grade;
use certdex::tui::model::Model;
use certdex::tui::screens::quiz::home;
use certdex::tui::script::Stage;
use certdex::tui::theme::Theme;

/// Answers in the file.
const ANSWERS: u64 = 100_000;

/// Questions of a run.
const RUN: u64 = 40;

/// How often each thing is done.
const TIMES: usize = 25;

fn main() {
    // Not where scratch files go: that may be no disk.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a scratch folder");
    let path = folder.path().join("profile.db");
    let mut store = Store::open(&path).expect("a new store");
    let filled = once(|| store.apply(&history()).expect("stored"));
    let size = std::fs::metadata(&path).expect("a file").len();
    println!(
        "{ANSWERS} answers to {} questions, {} KB; stored at once in {} ms",
        names().len(),
        size / 1024,
        millis(filled)
    );
    let report = |what: &str, mut times: Vec<Duration>| {
        times.sort_unstable();
        println!(
            "  {what:<28} median {:>8} ms, worst {:>8} ms",
            millis(times[times.len() / 2]),
            millis(times[times.len() - 1])
        );
    };
    report("open", (0..TIMES).map(|_| once(|| drop(black_box(Store::open(&path))))).collect());
    report("snapshot", (0..TIMES).map(|_| once(|| drop(black_box(store.snapshot())))).collect());
    let mut profile = store.snapshot().expect("a profile");
    let changes: Vec<Change> = (0..TIMES as u64).map(|n| Change::Answered(answer(ANSWERS + n))).collect();
    report("one answer, in the file", changes.iter().map(|change| once(|| stored(&mut store, change))).collect());
    report("one answer, in memory", changes.iter().map(|change| once(|| profile.apply(change))).collect());
    assert_eq!(store.snapshot().expect("a profile"), profile, "both come to the same");
    screens(&profile, report);
    let mut text = String::new();
    let written = once(|| text = export(&store).expect("exported"));
    println!("  export {} ms, {} KB of JSON", millis(written), text.len() / 1024);
    let mut other = Store::open(&folder.path().join("other.db")).expect("a new store");
    for what in ["into a new file", "once more"] {
        let imported = once(|| {
            black_box(import(&mut other, &text).expect("imported"));
        });
        println!("  import {what} {} ms", millis(imported));
    }
}

fn stored(store: &mut Store, change: &Change) {
    store.apply(std::slice::from_ref(change)).expect("stored");
}

fn once(mut what: impl FnMut()) -> Duration {
    let start = Instant::now();
    what();
    start.elapsed()
}

fn millis(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1000.0)
}

/// Runs of forty questions, ended but for the last, with all their answers.
fn history() -> Vec<Change> {
    let mut changes = Vec::new();
    for number in 0..ANSWERS / RUN {
        let began = at(number * RUN);
        let id = Uid(u128::from(number));
        changes.push(Change::Began(Run {
            id,
            title: "Practice".into(),
            mode: Mode::Practice,
            cert: Some("psm-1".into()),
            seed: number,
            rules: String::new(),
            items: (0..RUN).map(|n| item(number * RUN + n)).collect(),
            began,
            stand: Stand { noted: began, ..Stand::default() },
            end: None,
        }));
        changes.extend((0..RUN).map(|n| Change::Answered(answer(number * RUN + n))));
        if number + 1 < ANSWERS / RUN {
            changes.push(Change::Ended(id, End::Done { at: began + 1, right: 30, of: 40 }));
        }
    }
    changes
}

fn at(number: u64) -> i64 {
    1_790_000_000_000 + i64::try_from(number).expect("a small number") * 30_000
}

fn item(number: u64) -> String {
    let names = names();
    names[usize::try_from(number * 7_919).expect("a small number") % names.len()].clone()
}

/// The questions they are given to: ours.
fn names() -> &'static [String] {
    static NAMES: OnceLock<Vec<String>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let catalog = certdex::embedded::catalog();
        ItemRef::all(&catalog).map(|item| item.name(&catalog)).collect()
    })
}

/// What the Quiz tab costs: opened for the first time without any answer, which reads the questions as
/// well, and with all answers its home and the page of readiness, which `quiz stats` prints too.
fn screens(profile: &Profile, report: impl Fn(&str, Vec<Duration>)) {
    let stage = || Stage::new(Model::new(certdex::embedded::catalog(), Theme::terminal(), 1), (120, 40));
    let press = |stage: &mut Stage, keys: &str| once(|| stage.keys(keys).expect("keys"));
    report("Quiz tab, the first time", (0..TIMES).map(|_| press(&mut stage(), "4")).collect());
    let full = || {
        let mut stage = stage();
        stage.model.profile = profile.clone().into();
        stage.model.now.0 = at(ANSWERS);
        stage.keys("4 1").expect("keys");
        stage
    };
    report("home with all answers", (0..TIMES).map(|_| press(&mut full(), "4")).collect());
    let ready = |mut stage: Stage| {
        let rows = home::rows(&stage.model);
        let at = rows.iter().position(|row| *row == home::Row::Ready).expect("a row");
        stage.keys(&format!("4{}", " down".repeat(at))).expect("keys");
        stage
    };
    report("readiness with all answers", (0..TIMES).map(|_| press(&mut ready(full()), "<enter>")).collect());
}

fn answer(number: u64) -> Attempt {
    Attempt {
        // The upper half is of the process, as in the program.
        id: Uid(u128::from(number / 500).wrapping_mul(0x9E37_79B9_7F4A_7C15) << 64 | u128::from(number)),
        run: Uid(u128::from((number / RUN).min(ANSWERS / RUN - 1))),
        item: item(number),
        answer: vec![usize::try_from(number % 4).expect("a small number")],
        right: !number.is_multiple_of(5),
        at: at(number),
        spent: 20_000,
        flagged: false,
        grade: Some(if number.is_multiple_of(5) { Grade::Again } else { Grade::Good }),
        mixed: number.is_multiple_of(2),
    }
}
