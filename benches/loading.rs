//! What loading costs: `cargo bench --bench loading`.
//!
//! It is timed with the data set as it is, and with ten and a hundred times as many certifications: from
//! the form stored in the program as far as the first frame needs it, with that frame drawn into memory,
//! and whole; and from RON as for a user's files.

#![expect(clippy::disallowed_methods, reason = "a benchmark asks the clock")]

mod support;

use std::hint::black_box;
use std::ops::Range;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use certdex::catalog::Catalog;
use certdex::catalog::load::{load, merged};
use certdex::catalog::record::Id;
use certdex::catalog::schema::DataFile;
use certdex::safe_text::SafeText;
use certdex::tui::model::Model;
use certdex::tui::script::Stage;
use certdex::tui::theme::Theme;
use support::{median, millis};

/// How often each loading is timed.
const LOADS: usize = 15;

fn main() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let files = [10, 100].map(|times| manifold(folder.path(), times));
    let large = files.each_ref().map(|files| load(files));
    for loaded in &large {
        assert!(loaded.problems.is_empty(), "the large data set is sound: {}", loaded.problems[0]);
    }
    // Kept for good, as the program keeps its own.
    let stored =
        |catalog| -> &'static [u8] { postcard::to_allocvec(catalog).expect("plain data can be stored").leak() };
    let bytes = [stored(&load(&[]).catalog), stored(&large[0].catalog), stored(&large[1].catalog)];
    let read = |bytes: &'static [u8]| -> Catalog { postcard::from_bytes(bytes).expect("what was stored") };
    let names = |bytes| timed(|| read(bytes));
    let frame = |bytes| timed(|| Stage::new(Model::new(read(bytes), Theme::terminal(), 1), (120, 40)));
    let whole = |bytes| {
        timed(|| {
            let catalog = read(bytes);
            black_box(catalog.records().map(|record| record.facts.len() + record.fits.len()).sum::<usize>());
            catalog
        })
    };
    let rows = [
        ("at the start", bytes.map(names)),
        ("the first frame", bytes.map(frame)),
        ("stored, whole", bytes.map(whole)),
        ("RON", [[].as_slice(), &files[0], &files[1]].map(|files| timed(|| load(files)))),
    ];
    println!("loading, median of {LOADS}:      as it is       ten times          ratio       100 times          ratio");
    for (name, [small, ten, hundred]) in rows {
        let ratio = |large: Duration| large.as_secs_f64() / small.as_secs_f64();
        println!(
            "  {name:<16} {:>15.2} ms {:>12.2} ms {:>14.2} {:>12.2} ms {:>14.2}",
            millis(small),
            millis(ten),
            ratio(ten),
            millis(hundred),
            ratio(hundred),
        );
    }
}

/// Data files with so many times each certification and its sources' words, under other names.
fn manifold(folder: &std::path::Path, times: usize) -> Vec<PathBuf> {
    // No file may be as large as a hundred copies.
    let some = |from: usize| more(folder, from.max(1)..(from + 10).min(times));
    (0..times).step_by(10).map(some).collect()
}

/// A data file with these copies.
fn more(folder: &std::path::Path, copies: Range<usize>) -> PathBuf {
    let path = folder.join(format!("copies-{}-{}.ron", copies.start, copies.end));
    let base = merged(&[]);
    let mut more = DataFile { schema: base.schema, ..DataFile::default() };
    for copy in copies {
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
    std::fs::write(&path, style.to_string(&more).expect("RON")).expect("the scratch folder takes a file");
    path
}

/// The median time of a piece of work, without that of clearing up behind it.
fn timed<T>(work: impl Fn() -> T) -> Duration {
    let once = || {
        let before = Instant::now();
        let made = black_box(work());
        let took = before.elapsed();
        drop(made);
        took
    };
    median((0..LOADS).map(|_| once()))
}
