//! The data set inside the program, joined and checked when the program was built.
//!
//! RON is what people write; parsing some 700 KB of it would be most of the time to the first frame.
//! So `build.rs` does all of the loading with the same types and the same rules, and stores the
//! finished catalogue; a wrong exam mark is a build error. Where a user's files are laid over it,
//! the RON is parsed as ever.

use crate::catalog::Catalog;

/// The finished catalogue as bytes.
const BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/catalog.bin"));

/// The embedded catalogue.
///
/// # Panics
/// Never: the build stores what the same types read back, and a test does so.
#[must_use]
pub fn catalog() -> Catalog {
    postcard::from_bytes(BYTES).expect("the build stored this very type")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_built_is_what_the_files_say() {
        let loaded = crate::catalog::load::load(&[]);
        assert_eq!(loaded.problems, []);
        let text = |catalog: &Catalog| {
            let records: Vec<String> = catalog.records().map(|record| format!("{record:?}")).collect();
            let tied = (&catalog.relations, &catalog.shared_renewals);
            format!("{records:?} {tied:?} {:?} {:?}", catalog.advice, catalog.banks)
        };
        assert!(text(&catalog()) == text(&loaded.catalog), "the stored catalogue is not the one in assets");
    }
}
