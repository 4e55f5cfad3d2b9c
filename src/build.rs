//! The build script: loads the data set with the program's own code and stores the finished
//! catalogue for [`embedded`](../certdex/embedded/index.html). Data that breaks a rule stops the
//! build.

#![allow(dead_code, missing_docs, unreachable_pub, clippy::struct_field_names)] // only the loading half of the modules is used

mod catalog;
mod field;
mod safe_text;

/// What [`embedded`](../certdex/embedded/index.html) unpacks is still files here.
mod embedded {
    use std::path::Path;

    /// Every file of the data set: path below `assets`, and text.
    pub fn texts() -> impl Iterator<Item = (&'static str, &'static str)> {
        let assets = Path::new("assets");
        super::catalog::load::EMBEDDED.iter().map(move |name| {
            let text = std::fs::read_to_string(assets.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
            // One short process: kept until its end.
            (*name, &*text.leak())
        })
    }
}

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=assets");
    println!("cargo::rerun-if-changed=src/catalog");
    println!("cargo::rerun-if-changed=src/catalog.rs");
    println!("cargo::rerun-if-changed=src/field.rs");
    println!("cargo::rerun-if-changed=src/safe_text.rs");
    println!("cargo::rerun-if-changed=src/build.rs");
    let loaded = catalog::load::load(&[]);
    for problem in &loaded.problems {
        println!("cargo::error={problem}");
    }
    if !loaded.problems.is_empty() {
        return;
    }
    let catalog = postcard::to_allocvec(&loaded.catalog).expect("plain data can be stored");
    keep("catalog.bin", &catalog);
    // Each file is followed by a zero byte, which no text holds.
    let texts: String = embedded::texts().flat_map(|(_, text)| [text, "\0"]).collect();
    keep("texts.bin", &miniz_oxide::deflate::compress_to_vec(texts.as_bytes(), 10));
}

fn keep(name: &str, bytes: &[u8]) {
    let folder = std::env::var_os("OUT_DIR").expect("cargo names the folder");
    #[expect(clippy::disallowed_methods, reason = "a file of the build, made anew each time")]
    std::fs::write(Path::new(&folder).join(name), bytes).expect("cargo's folder can be written to");
}
