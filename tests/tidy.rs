//! House rules that a machine can read: who may import whom, and where colours and printing live.

use std::path::{Path, PathBuf};

fn sources(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).expect("src can be read").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            found.push(path);
        }
    }
}

/// Every source file: its path below `src`, and its code without tests and comments.
fn code() -> Vec<(String, String)> {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&base, &mut files);
    files
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("a source file");
            let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned();
            let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            (path.strip_prefix(&base).expect("inside").to_string_lossy().replace('\\', "/"), code.join("\n"))
        })
        .collect()
}

/// The table of the house: files that start with one of the first must not name any of the second.
const RULES: &[(&[&str], &[&str])] = &[
    // The domain knows nothing of terminals, arguments, or files; the loader alone reads.
    (
        &[
            "catalog",
            "field.rs",
            "search",
            "compare",
            "cost",
            "path.rs",
            "advise.rs",
            "quiz.rs",
            "safe_text.rs",
            "profile.rs",
            "profile/apply.rs",
            "profile/dump.rs",
            "profile/migrations.rs",
        ],
        &["ratatui", "crossterm", "clap", "crate::tui", "crate::cli", "std::net", "SystemTime", "Instant"],
    ),
    (
        &[
            "catalog.rs",
            "catalog/c",
            "catalog/p",
            "catalog/q",
            "catalog/r",
            "catalog/s",
            "field.rs",
            "search",
            "compare",
            "cost",
            "path.rs",
            "advise.rs",
            "quiz.rs",
            "safe_text.rs",
            "profile.rs",
            "profile/apply.rs",
            "profile/dump.rs",
            "profile/migrations.rs",
        ],
        &["std::fs", "std::env"],
    ),
    (&["keys"], &["ratatui", "clap", "crate::catalog", "crate::tui", "crate::cli", "std::fs"]),
    // The scripted door is the one verb that may see the explorer.
    (&["cli/a", "cli/c", "cli/k", "cli/l", "cli/o", "cli/s"], &["ratatui", "crossterm", "crate::tui", "std::net"]),
    (
        &["tui/model.rs", "tui/message.rs", "tui/update.rs", "tui/effect.rs"],
        &["ratatui::", "std::fs", "std::time", "std::env", "crossterm"],
    ),
    (&["tui/screens", "tui/overlays"], &["std::fs", "std::time", "std::env", "crossterm"]),
    (&["tui/widgets"], &["crate::tui::model", "crate::catalog", "std::fs", "std::time", "crossterm"]),
];

#[test]
fn nobody_imports_what_is_not_theirs() {
    for (file, code) in code() {
        for (starts, banned) in RULES {
            if !starts.iter().any(|start| file.starts_with(start)) {
                continue;
            }
            for word in *banned {
                assert!(!code.contains(word), "src/{file} names {word}, which is not its business");
            }
        }
    }
}

#[test]
fn fuzzy_matcher_stands_behind_its_adapter() {
    for (file, code) in code() {
        assert!(!code.contains("fuzzy_matcher") || file == "search/adapter.rs", "src/{file} names fuzzy_matcher");
    }
}

#[test]
fn sqlite_stands_behind_the_store() {
    for (file, code) in code() {
        assert!(!code.contains("rusqlite") || file.starts_with("profile/store"), "src/{file} names rusqlite");
    }
}

#[test]
fn a_colour_is_named_in_the_theme_and_nowhere_else() {
    // The scripted door turns styles into ANSI numbers and so has to know them all.
    for (file, code) in code() {
        let may = ["tui/theme.rs", "tui/script.rs"].contains(&file.as_str());
        assert!(may || !code.contains("Color::"), "src/{file} names a colour");
    }
}

#[test]
fn printing_goes_through_one_writer() {
    for (file, code) in code() {
        if file == "build.rs" {
            continue; // a build script speaks to cargo by printing
        }
        for word in ["println!", "print!", "eprintln!", "eprint!", "dbg!", "todo!", "unimplemented!"] {
            let named = code.match_indices(word).any(|(at, _)| {
                // `println!` must not be found inside `eprintln!` twice over.
                !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
            });
            assert!(!named, "src/{file} uses {word}; write through cli::output::Out");
        }
    }
}

#[test]
fn every_module_says_what_it_is_for() {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&base, &mut files);
    for path in files {
        let text = std::fs::read_to_string(&path).expect("a source file");
        assert!(text.starts_with("//! "), "{} does not start with what it is for", path.display());
    }
}
