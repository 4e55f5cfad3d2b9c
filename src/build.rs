//! The build script: loads the data set with the program's own code and stores the finished
//! catalogue for [`embedded`](../certdex/embedded/index.html). Data that breaks a rule stops the
//! build.

#![allow(dead_code, missing_docs, unreachable_pub, clippy::struct_field_names)] // only the loading half of the modules is used

mod catalog;
mod field;
mod safe_text;

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
    let bytes = postcard::to_allocvec(&loaded.catalog).expect("plain data can be stored");
    let folder = std::env::var_os("OUT_DIR").expect("cargo names the folder");
    #[expect(clippy::disallowed_methods, reason = "a file of the build, made anew each time")]
    std::fs::write(Path::new(&folder).join("catalog.bin"), bytes).expect("cargo's folder can be written to");
}
