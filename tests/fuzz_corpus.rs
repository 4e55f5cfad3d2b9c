//! The corpus of the fuzz targets, replayed: what once was found, and one of each kind, on a toolchain
//! that cannot fuzz.

#[path = "../fuzz/bodies.rs"]
mod bodies;

use std::path::Path;

/// The files of a target, each given to its body.
fn replay(target: &str, body: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("a file").path())
        .collect();
    files.sort();
    assert!(files.len() >= 5, "{} holds one of each kind", folder.display());
    for file in files {
        let bytes = std::fs::read(&file).expect("a file of the corpus");
        // Shown only if the body panics.
        println!("{}", file.display());
        body(&bytes);
    }
}

#[test]
fn data_files() {
    replay("load", bodies::load);
}

#[test]
fn configs_and_themes() {
    replay("config", bodies::config);
}

#[test]
fn queries() {
    replay("search", bodies::search);
}

#[test]
fn keys_sizes_and_clicks() {
    replay("events", bodies::events);
}

#[test]
fn exported_profiles() {
    replay("profile_import", bodies::profile_import);
}

#[test]
fn every_target_has_a_body_a_corpus_and_a_line_in_the_manifest() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let names = |folder: &str| {
        let mut names: Vec<String> = std::fs::read_dir(fuzz.join(folder))
            .expect("a folder")
            .map(|entry| entry.expect("an entry").path().file_stem().expect("a name").to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    let targets = names("targets");
    assert_eq!(targets, names("corpus"));
    let manifest = std::fs::read_to_string(fuzz.join("Cargo.toml")).expect("the manifest");
    let (bodies, replayed) = (include_str!("../fuzz/bodies.rs"), include_str!("fuzz_corpus.rs"));
    for target in targets {
        assert!(manifest.contains(&format!("name = \"{target}\"")), "fuzz/Cargo.toml names {target}");
        assert!(bodies.contains(&format!("pub fn {target}(bytes")), "fuzz/bodies.rs has {target}");
        assert!(replayed.contains(&format!("bodies::{target});")), "{target} is replayed");
    }
}
