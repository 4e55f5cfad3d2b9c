//! What the README says is what the program prints. `UPDATE_DOCS=1 cargo test --test docs` writes
//! the blocks anew.

mod support;

use std::path::Path;

use certdex::cli::output::columns;
use certdex::error::Exit;
use certdex::field::FIELDS;
use certdex::keys::bindings::{Context, rows_of};

/// The text between `<!-- name -->` and `<!-- /name -->`, or an update of it.
fn block(file: &str, name: &str, wanted: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let text = std::fs::read_to_string(&path).expect("the file can be read");
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let start = text.find(&open).unwrap_or_else(|| panic!("{file} has no {open}")) + open.len();
    let end = text[start..].find(&close).unwrap_or_else(|| panic!("{file} has no {close}")) + start;
    if text[start..end] == *wanted {
        return;
    }
    assert!(
        std::env::var_os("UPDATE_DOCS").is_some(),
        "{file}: the block `{name}` is stale; run `UPDATE_DOCS=1 cargo test --test docs`"
    );
    let fresh = format!("{}{wanted}{}", &text[..start], &text[end..]);
    #[expect(clippy::disallowed_methods, reason = "a file of the repository, under version control")]
    std::fs::write(&path, fresh).expect("the file can be written");
}

fn fenced(text: &str) -> String {
    format!("```text\n{}\n```\n", text.trim_end())
}

/// The picture in the README is a frame of the program.
#[test]
fn the_picture_is_a_frame() {
    let mut stage = support::stage(100, 30);
    stage.keys("/ prod space own <enter> down down").expect("keys");
    block("README.md", "picture", &fenced(&stage.screen().text()));
    let mut stage = support::stage(100, 24);
    stage.keys("2 + down + c d").expect("keys");
    block("README.md", "picture-compare", &fenced(&stage.screen().text()));
}

/// The keys table is the binding table.
#[test]
fn the_keys_are_the_bindings() {
    let mut out = String::from("| where | key | what it does |\n|---|---|---|\n");
    for context in Context::ALL {
        for (keys, action) in rows_of(*context) {
            let keys: Vec<String> = keys.split(' ').map(|key| format!("`{key}`")).collect();
            out.push_str(&format!("| {} | {} | {} |\n", context.label(), keys.join(" "), action.text()));
        }
    }
    block("README.md", "keys", &out);
}

/// The verbs are those of `--help`.
#[test]
fn the_verbs_are_those_of_help() {
    use clap::CommandFactory;
    let command = certdex::cli::Args::command();
    let rows: Vec<Vec<String>> = command
        .get_subcommands()
        .map(|verb| {
            vec![format!("certdex {}", verb.get_name()), verb.get_about().map(ToString::to_string).unwrap_or_default()]
        })
        .collect();
    block("README.md", "verbs", &fenced(&columns(&rows).join("\n")));
}

/// The exit codes are those of the table.
#[test]
fn the_exit_codes_are_the_table() {
    let mut out = String::from("| code | meaning |\n|---|---|\n");
    for (exit, meaning) in Exit::TABLE {
        out.push_str(&format!("| {} | {meaning} |\n", exit.code()));
    }
    out.push_str("| 128 + n | ended by signal n |\n");
    block("README.md", "exit-codes", &out);
}

/// The fields are those of the table.
#[test]
fn the_fields_are_the_table() {
    let rows: Vec<Vec<String>> = FIELDS
        .iter()
        .map(|row| {
            let kinds: Vec<&str> = row.kinds.iter().map(|kind| kind.id()).collect();
            vec![row.id.to_owned(), row.label.to_owned(), kinds.join(", ")]
        })
        .collect();
    block("CONTRIBUTING.md", "fields", &fenced(&columns(&rows).join("\n")));
}

/// Every promise names tests, and they are there.
#[test]
fn every_promise_is_held_by_a_test() {
    fn read(folder: &Path, all: &mut String) {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                read(&path, all);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                all.push_str(&std::fs::read_to_string(path).expect("a source file"));
            }
        }
    }
    let base = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut code = String::new();
    for folder in ["src", "tests"] {
        read(&base.join(folder), &mut code);
    }
    let readme = std::fs::read_to_string(base.join("README.md")).expect("the README");
    let (_, promises) = readme.split_once("## What it promises\n").expect("the promises");
    let (promises, _) = promises.split_once("\n## ").expect("an end");
    let rows: Vec<&str> = promises.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    assert!(rows.len() > 8, "{rows:?}");
    for row in rows {
        let (promise, tests) = row.trim_matches(['|', ' ']).rsplit_once(" | ").expect("two columns");
        let tests: Vec<&str> = tests.split('`').map(str::trim).filter(|name| !name.is_empty()).collect();
        assert!(!tests.is_empty(), "nothing holds: {promise}");
        for test in tests {
            let held = code.contains(&format!("fn {test}() {{"));
            assert!(held, "`{test}`, which is to hold a promise, is no test: {promise}");
        }
    }
}
