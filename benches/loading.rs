//! What loading costs: `cargo bench --bench loading`.
//!
//! It is timed with the data set as it is and with ten times as many certifications, both ways:
//! from the form stored in the program, and from RON as for a user's files.

#![expect(clippy::disallowed_methods, reason = "a benchmark asks the clock")]

mod support;

use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use certdex::catalog::Catalog;
use certdex::catalog::load::{load, merged};
use certdex::catalog::record::Id;
use certdex::catalog::schema::DataFile;
use certdex::safe_text::SafeText;
use support::{median, millis};

/// How often each loading is timed.
const LOADS: usize = 15;

fn main() {
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

/// The median time of a piece of work.
fn timed(work: impl Fn()) -> Duration {
    let once = || {
        let before = Instant::now();
        work();
        before.elapsed()
    };
    median((0..LOADS).map(|_| once()))
}
