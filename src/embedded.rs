//! The data set inside the program, joined and checked when the program was built.
//!
//! RON is what people write; parsing 2.3 MB of it would be most of the time to the first frame.
//! So `build.rs` does all of the loading with the same types and the same rules, and stores the
//! finished catalogue; a wrong exam mark is a build error. Where a user's files are laid over it,
//! the RON is parsed as ever: it is in the program as well, packed to a sixth.

use std::sync::OnceLock;

use crate::catalog::Catalog;
use crate::catalog::load::EMBEDDED;

/// The finished catalogue as bytes.
const BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/catalog.bin"));

/// The texts of the data set, packed; each is followed by a zero byte.
const TEXTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/texts.bin"));

/// Every file of the data set: path below `assets`, and text. Unpacked when first asked for.
///
/// # Panics
/// Never: the build packed them, and a test unpacks them.
pub fn texts() -> impl Iterator<Item = (&'static str, &'static str)> {
    static ALL: OnceLock<String> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let bytes = miniz_oxide::inflate::decompress_to_vec(TEXTS).expect("the build packed it");
        String::from_utf8(bytes).expect("the build packed text")
    });
    EMBEDDED.iter().copied().zip(all.split('\0'))
}

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
    fn what_was_packed_is_what_the_files_say() {
        let assets = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
        assert_eq!(texts().count(), EMBEDDED.len());
        for (name, text) in texts() {
            assert!(std::fs::read_to_string(assets.join(name)).expect(name) == text, "{name}");
        }
    }

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
