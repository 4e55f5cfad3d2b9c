//! A corpus of hostile and broken data files: `certdex check` names the file, the line and the rule.
//!
//! Every file of `tests/corpus` holds one mistake, which its name tells, and starts with what is
//! expected of the program: `// expect: LINE:COLUMN-COLUMN rule` with the first and the last column
//! of the bad token, `// expect: * rule` where no single place is to blame, or `// expect: ok`. For
//! what is missing, the token is the bracket that was never closed, the row that lacks a field, or
//! the end of what stands before the gap. Files that no editor likes, and large ones, are made here.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use assert_cmd::Command;
use tempfile::TempDir;

/// The program under test.
const CERTDEX: &str = env!("CARGO_BIN_EXE_certdex");

/// Far longer than any file takes on the slowest machine: what takes longer hangs. (How long files take
/// is measured, not asserted.)
const NO_HANG: Duration = Duration::from_mins(2);

/// How many programs run at once.
const THREADS: usize = 4;

/// How much memory a program may ask for, in KiB.
const MEMORY: usize = 256 * 1024;

/// What a file is for.
#[derive(Clone, PartialEq, Debug)]
enum Expect {
    /// It looks odd and is fine.
    Ok,
    /// It breaks this rule, at no single place.
    Anywhere(String),
    /// It breaks this rule in this line, between these columns.
    At { line: usize, first: usize, last: usize, rule: String },
}

impl Expect {
    /// Reads the first line of a file.
    fn read(file: &[u8]) -> Option<Self> {
        let file = file.strip_prefix("\u{feff}".as_bytes()).unwrap_or(file);
        let head = std::str::from_utf8(file.split(|byte| *byte == b'\n').next()?).ok()?;
        let mut words = head.strip_prefix("// expect: ")?.split_whitespace();
        match (words.next()?, words.next(), words.next()) {
            ("ok", None, None) => Some(Self::Ok),
            ("*", Some(rule), None) => Some(Self::Anywhere(rule.to_owned())),
            (place, Some(rule), None) => {
                let (line, columns) = place.split_once(':')?;
                let (first, last) = columns.split_once('-')?;
                Some(Self::at(line.parse().ok()?, first.parse().ok()?..=last.parse().ok()?, rule))
            }
            _ => None,
        }
    }

    fn at(line: usize, columns: std::ops::RangeInclusive<usize>, rule: &str) -> Self {
        Self::At { line, first: *columns.start(), last: *columns.end(), rule: rule.to_owned() }
    }
}

/// A file and what is expected of it.
struct Case {
    folder: PathBuf,
    name: String,
    expect: Expect,
}

/// What the program said: `certdex: ./FILE:LINE:COLUMN: [record: ]message [rule]`.
#[derive(Debug, Default)]
struct Told {
    line: usize,
    column: usize,
    rule: String,
}

impl Told {
    /// Reads the first line; a place that is not given counts as line 0.
    fn read(said: &str, name: &str) -> Option<Self> {
        let rest = said.lines().next()?.strip_prefix("certdex: ./")?.strip_prefix(name)?.strip_prefix(':')?;
        let rule = rest.rsplit_once(" [")?.1.strip_suffix(']')?.to_owned();
        let mut numbers = rest.splitn(3, ':').map(str::parse);
        match (numbers.next(), numbers.next()) {
            (Some(Ok(line)), Some(Ok(column))) => Some(Self { line, column, rule }),
            _ => Some(Self { rule, ..Self::default() }),
        }
    }
}

/// How many files were told right, and which were not.
#[derive(Default)]
struct Tally {
    files: usize,
    placed: usize,
    lines: usize,
    columns: usize,
    /// Worse than a wrong place: a wrong exit code, an escape code, a panic, a hang.
    wrong: Vec<String>,
    misses: Vec<String>,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { files, placed, lines, columns, .. } = self;
        writeln!(f, "{files} files; of {placed} with a place {lines} lines and {columns} columns are right")?;
        for miss in self.wrong.iter().chain(&self.misses) {
            writeln!(f, "  {miss}")?;
        }
        Ok(())
    }
}

/// A home without anything in it.
fn home() -> TempDir {
    tempfile::tempdir().expect("a scratch folder")
}

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

/// The committed files, sorted by name.
fn committed() -> Vec<Case> {
    let folder = corpus();
    let entries = std::fs::read_dir(&folder).expect("the corpus can be read").flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| Path::new(name).extension().is_some_and(|extension| extension == "ron"));
    names.sort();
    let read = |name: String| {
        let bytes = std::fs::read(folder.join(&name)).expect("a file of the corpus");
        let expect = Expect::read(&bytes).unwrap_or_else(|| panic!("{name} does not start with what is expected"));
        Case { folder: folder.clone(), name, expect }
    };
    names.into_iter().map(read).collect()
}

/// Runs `work` on every case, several at a time.
fn each(cases: &[Case], work: impl Fn(&Case) + Sync) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    work(case);
                }
            });
        }
    });
}

/// The program in the folder of the case, with a home of its own, and with bounded memory where
/// that can be asked for.
fn certdex(case: &Case, home: &Path, args: &[&str], bounded: bool) -> Command {
    let mut command = if bounded && cfg!(target_os = "linux") {
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", &format!("ulimit -v {MEMORY} && exec \"$0\" \"$@\""), CERTDEX]);
        shell
    } else {
        Command::new(CERTDEX)
    };
    command.env_clear().env("HOME", home).env("TERM", "xterm-256color").current_dir(&case.folder).args(args);
    command
}

/// Runs the program: its exit code and all it said, or why that cannot be told.
fn outcome(case: &Case, home: &Path, args: &[&str], bounded: bool) -> Result<(i32, String), String> {
    let run = certdex(case, home, args, bounded).timeout(NO_HANG).output();
    let run = run.map_err(|error| format!("it did not start: {error}"))?;
    let said = String::from_utf8([run.stderr, run.stdout].concat()).map_err(|_| "it did not speak UTF-8")?;
    match run.status.code() {
        None => Err(format!("it took longer than {NO_HANG:?} or was killed: {said}")),
        Some(_) if said.contains("panicked") => Err(format!("it panicked: {said}")),
        Some(_) if said.contains('\u{1b}') => Err(format!("an escape code: {said:?}")),
        Some(code) => Ok((code, said)),
    }
}

/// Checks every case and counts.
fn tally(cases: &[Case], bounded: bool) -> Tally {
    let home = home();
    let tally = Mutex::new(Tally::default());
    each(cases, |case| {
        let file = format!("./{}", case.name);
        let outcome = outcome(case, home.path(), &["check", &file], bounded);
        let mut tally = tally.lock().expect("nobody panics with the tally");
        tally.files += 1;
        let name = &case.name;
        let (code, said) = match outcome {
            Ok(outcome) => outcome,
            Err(why) => return tally.wrong.push(format!("{name}: {why}")),
        };
        let expected = if case.expect == Expect::Ok { 0 } else { 65 };
        if code != expected {
            return tally.wrong.push(format!("{name}: exit code {code}: {said}"));
        }
        if code == 0 {
            return;
        }
        let Some(told) = Told::read(&said, name) else {
            return tally.wrong.push(format!("{name}: the first problem is not of this file: {said}"));
        };
        match &case.expect {
            Expect::Ok => {}
            Expect::Anywhere(rule) if told.rule == *rule => {}
            Expect::At { line, first, last, rule } if told.rule == *rule => {
                tally.placed += 1;
                tally.lines += usize::from(told.line == *line);
                let right = told.line == *line && (first.saturating_sub(1)..=last + 1).contains(&told.column);
                tally.columns += usize::from(right);
                if !right {
                    tally.misses.push(format!("{name}: expected {line}:{first}-{last}: {said}"));
                }
            }
            expect => tally.wrong.push(format!("{name}: expected {expect:?}: {said}")),
        }
    });
    let mut tally = tally.into_inner().expect("nobody panics with the tally");
    tally.wrong.sort();
    tally.misses.sort();
    tally
}

/// Prints the figures, and fails unless every line and nearly every column is right.
#[track_caller]
fn judge(what: &str, tally: &Tally) {
    println!("{what}: {tally}");
    assert!(tally.wrong.is_empty(), "{what}: {tally}");
    assert_eq!(tally.lines, tally.placed, "{what}: {tally}");
    assert!(tally.columns * 100 >= tally.placed * 95, "{what}: {tally}");
}

/// A file that is fine, around these sections.
fn file(sections: &str) -> String {
    format!("(\n    schema: 1,\n{sections})\n")
}

/// A file with one provider of that name; the name stands in line 4.
fn provider(name: &str) -> String {
    file(&format!("    providers: [(id: \"zz-body\",\n        name: \"{name}\")],\n"))
}

/// Many rows of one section, each in a line of its own, the first in line 4.
fn rows(section: &str, count: usize, row: impl Fn(usize) -> String) -> String {
    let rows: Vec<String> = (0..count).map(row).collect();
    file(&format!("    {section}: [\n{}\n    ],\n", rows.join("\n")))
}

/// Bytes without a pattern, the same in every run.
fn noise(count: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_u32;
    let next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[0]
    };
    std::iter::repeat_with(next).take(count).collect()
}

/// Writes a case into `folder`.
#[expect(clippy::disallowed_methods, reason = "a scratch file may be left half written")]
fn made(folder: &Path, name: &str, bytes: impl AsRef<[u8]>, expect: Expect) -> Case {
    std::fs::write(folder.join(name), bytes).expect("the scratch folder takes files");
    Case { folder: folder.to_owned(), name: name.to_owned(), expect }
}

/// Files that hold no text, or text that no editor shows as it is.
fn binaries(folder: &Path) -> Vec<Case> {
    let anywhere = |rule: &str| Expect::Anywhere(rule.to_owned());
    let at = |line, column, rule| Expect::at(line, column..=column, rule);
    let utf_16 = |order: fn(u16) -> [u8; 2]| file("").encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let small = |name: &str, bytes: &[u8], expect| made(folder, name, bytes, expect);
    vec![
        small("empty.ron", b"", anywhere("file-empty")),
        small("only-blanks.ron", b" \n\t\r\n \n", anywhere("file-empty")),
        small("only-a-byte-order-mark.ron", b"\xef\xbb\xbf", anywhere("file-empty")),
        small("only-nul-bytes.ron", &[0; 4096], at(1, 1, "ron-syntax")),
        small("utf-16-little-endian.ron", &[&[0xff, 0xfe], &utf_16(u16::to_le_bytes)[..]].concat(), at(1, 1, "utf-8")),
        small("utf-16-big-endian.ron", &[&[0xfe, 0xff], &utf_16(u16::to_be_bytes)[..]].concat(), at(1, 1, "utf-8")),
        small("utf-16-without-mark.ron", &utf_16(u16::to_le_bytes), at(1, 2, "ron-syntax")),
        small("picture.ron", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", at(1, 1, "utf-8")),
        small("archive.ron", b"\x1f\x8b\x08\0\0\0\0\0\0\x03", at(1, 2, "utf-8")),
        small("program.ron", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0", at(1, 1, "ron-syntax")),
        small("noise.ron", &noise(4096), anywhere("utf-8")),
        small("lines-end-with-returns.ron", b"(\r    schema: 1,\r)\r", Expect::Ok),
        small("lines-end-with-returns-schema-two.ron", b"(\r    schema: 2,\r)\r", at(1, 15, "schema-version")),
        small("escape-codes-as-they-are.ron", provider("Zz \x1b[31m\x1b]0;Body\x07").as_bytes(), Expect::Ok),
        small("eight-bit-escape-codes-as-they-are.ron", provider("Zz \u{9b}31m\u{90}Body").as_bytes(), Expect::Ok),
        small("nul-in-text.ron", provider("Zz \0 Body").as_bytes(), Expect::Ok),
        small("nul-between-fields.ron", file("\0").as_bytes(), at(3, 1, "ron-syntax")),
        small("bidi-in-text.ron", provider("Zz \u{202e}ydoB\u{2066}").as_bytes(), Expect::Ok),
        small("bidi-between-fields.ron", file("  \u{202e}\n").as_bytes(), at(3, 3, "ron-syntax")),
        small("bidi-in-id.ron", provider("Zz").replace("zz-body", "zz\u{202e}").as_bytes(), {
            Expect::at(3, 21..=25, "ron-syntax")
        }),
        small("escape-code-in-field-name.ron", file("    sour\x1b[2Jces: [],\n").as_bytes(), {
            Expect::at(3, 5..=9, "ron-syntax")
        }),
        small("escape-code-as-variant.ron", file("    claims: [(field: \x1b)],\n").as_bytes(), at(3, 22, "ron-syntax")),
    ]
}

/// Files that are large, deep or long-winded.
fn giants(folder: &Path) -> Vec<Case> {
    const MILLION: usize = 1_000_000;
    let anywhere = |rule: &str| Expect::Anywhere(rule.to_owned());
    let large = |name: &str, text: String, expect| made(folder, name, text, expect);
    let source = |n: usize| format!("(id: \"zz-{n}\", title: \"Page {n}\", kind: Blog),");
    vec![
        large("20-megabytes.ron", "(schema: 1) ".repeat(20 * MILLION / 12), anywhere("file-size")),
        large("100000-parens.ron", "(".repeat(100_000), Expect::at(1, 1..=3, "ron-syntax")),
        large("16-million-parens.ron", "(".repeat(16 * MILLION), Expect::at(1, 1..=3, "ron-syntax")),
        large("100000-brackets.ron", file(&format!("    sources: {}", "[".repeat(100_000))), {
            Expect::at(3, 14..=16, "ron-syntax")
        }),
        large("100000-somes.ron", rows("sources", 1, |_| format!("(id: {}", "Some(".repeat(100_000))), {
            Expect::at(4, 6..=10, "ron-syntax")
        }),
        large("100000-comments-not-closed.ron", "/*".repeat(100_000), Expect::at(1, 1..=2, "ron-syntax")),
        large("100000-comments-closed.ron", format!("{}{}{}", "/*".repeat(100_000), "*/".repeat(100_000), file("")), {
            Expect::Ok
        }),
        large("a-comment-of-15-megabytes.ron", format!("/*{}*/{}", "*".repeat(15 * MILLION), file("")), Expect::Ok),
        large("15-megabytes-of-blanks.ron", format!("{}5", " ".repeat(15 * MILLION)), {
            Expect::at(1, 15 * MILLION + 1..=15 * MILLION + 1, "ron-syntax")
        }),
        large("15-million-lines.ron", format!("{}5", "\n".repeat(15 * MILLION)), {
            Expect::at(15 * MILLION + 1, 1..=1, "ron-syntax")
        }),
        large("a-name-of-15-megabytes.ron", provider(&"Z".repeat(15 * MILLION)), {
            Expect::at(4, 15..=15 * MILLION, "text-length")
        }),
        large("a-text-never-closed.ron", file(&format!("    sources: \"{}", "x, ".repeat(5 * MILLION))), {
            Expect::at(3, 14..=14, "ron-syntax")
        }),
        large("a-word-of-a-megabyte.ron", file(&format!("    {}: [],\n", "z".repeat(MILLION))), {
            Expect::at(3, 5..=MILLION, "ron-syntax")
        }),
        large("a-number-of-a-million-digits.ron", format!("(\n    schema: {}\n)", "1".repeat(MILLION)), {
            Expect::at(2, 13..=MILLION, "ron-syntax")
        }),
        large("a-million-combining-marks.ron", provider(&format!("Zz{}", "\u{301}".repeat(MILLION))), Expect::Ok),
        large("a-million-joiners.ron", provider(&format!("Zz{}", "\u{200d}".repeat(MILLION))), Expect::Ok),
        large("a-million-escapes.ron", provider(&"\\u{1b}".repeat(MILLION)), {
            Expect::at(4, 15..=7 * MILLION, "text-length")
        }),
        large("a-million-commas.ron", file(&format!("    sources: [{}],\n", ",".repeat(MILLION))), {
            Expect::at(3, 15..=15, "ron-syntax")
        }),
        large("50000-sources.ron", rows("sources", 50_000, source), Expect::Ok),
        large(
            "50000-sources-and-a-mistake.ron",
            rows("sources", 50_000, |n| source(n).replace("Blog", if n == 49_999 { "Blok" } else { "Blog" })),
            Expect::at(50_003, 45..=48, "ron-syntax"),
        ),
        large(
            "100000-aliases.ron",
            file(&format!(
                "    providers: [(id: \"zz-body\", name: \"Zz Body\", aliases: [{}])],\n",
                "\"Zz\", ".repeat(100_000)
            )),
            Expect::Ok,
        ),
        large(
            "10000-claims-of-one-record.ron",
            rows("claims", 10_000, |n| format!("(of: \"csm\", field: benefits, value: List([\"benefit {n}\"])),")),
            Expect::Ok,
        ),
        large(
            "2000-unknown-sources.ron",
            rows("claims", 2_000, |n| {
                format!("(of: \"csm\", field: recognition, value: Text(\"It is {n}.\"), from: [\"nobody-{n}\"]),")
            }),
            Expect::at(4, 65..=74, "known-id"),
        ),
        large("1000-same-ids.ron", rows("sources", 1_000, |_| source(0)), Expect::at(5, 6..=11, "id-unique")),
    ]
}

/// Every file says what is expected, has a name that can be read, and there are enough of them.
#[test]
fn the_corpus_is_in_order() {
    let cases = committed();
    assert!(cases.len() >= 320, "{} files", cases.len());
    for case in &cases {
        let name = case.name.strip_suffix(".ron").expect("a data file");
        let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        assert!(plain, "{name}: lower-case letters, digits and hyphens");
    }
    let places = cases.iter().filter(|case| matches!(case.expect, Expect::At { .. })).count();
    assert!(places * 10 > cases.len() * 9, "nearly every mistake has a place");
}

/// Every mistake is told with its file, line and rule, and every odd but good file is taken.
#[test]
fn every_mistake_is_told_with_its_place() {
    judge("committed", &tally(&committed(), false));
}

/// What is not text, or text that no editor shows, is refused or made harmless.
#[test]
fn bytes_of_any_kind_do_no_harm() {
    let folder = home();
    judge("binary", &tally(&binaries(folder.path()), false));
}

/// Files that are large, deep or long-winded are judged in time and within a bounded memory.
#[test]
fn giants_neither_hang_nor_eat_the_memory() {
    let folder = home();
    judge("large", &tally(&giants(folder.path()), true));
}

/// The explorer opens with what can be used, whatever is wrong with a file.
#[test]
fn the_explorer_opens_whatever_the_file() {
    let cases = committed();
    let step = cases.len() / 40;
    let sample: Vec<Case> = cases.into_iter().step_by(step).take(40).collect();
    assert_eq!(sample.len(), 40);
    let home = home();
    each(&sample, |case| {
        let file = format!("./{}", case.name);
        let (code, screen) = outcome(case, home.path(), &["--data", &file, "tui", "--print"], false)
            .unwrap_or_else(|why| panic!("{}: {why}", case.name));
        assert_eq!(code, 0, "{}: {screen}", case.name);
        let top = screen.lines().next().unwrap_or_default();
        assert!(top.contains("Roles") && screen.contains("Scrum Master"), "{}: {screen}", case.name);
        let left_out = screen.contains("left out");
        let told = case.expect != Expect::Ok;
        assert_eq!(left_out, told, "{}: {screen}", case.name);
    });
}
