//! Data is never a command: whatever a data file, a profile or a file name holds, no printer and no
//! screen lets a terminal do anything but show text.

#![expect(clippy::disallowed_methods, reason = "waiting with a deadline needs the clock; scratch files are written")]

#[path = "support/hostile.rs"]
mod hostile;
#[cfg(unix)]
#[allow(dead_code)] // a part of it is used here
#[path = "support/pty.rs"]
mod pty;
mod support;

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
#[cfg(unix)]
use std::time::Duration;

use assert_cmd::Command;
use certdex::catalog::load::load_alone;
use certdex::tui::model::Model;
use certdex::tui::theme::Theme;
use clap::CommandFactory;
use support::places_of;
use tempfile::TempDir;

/// Whether a character may stand in a printed text or on a screen. (A family is joined by U+200D,
/// Persian parts its letters by U+200C.)
fn is_text(c: char) -> bool {
    !c.is_control()
        && !matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e007f}')
}

/// The data set as an attack, and nothing else, breaks no rule: nothing of it is left out, so that
/// every text of it is there to be shown.
#[test]
fn every_text_is_an_attack_and_every_record_is_used() {
    let loaded = load_alone(&hostile::files(""));
    assert_eq!(loaded.problems, []);
    let whole = format!("{:?} {:?}", loaded.catalog.banks, loaded.catalog.records().collect::<Vec<_>>());
    assert!(whole.matches("owned").count() > 10_000);
}

/// Every screen and every window over such data.
#[test]
fn no_cell_of_any_screen_holds_anything_but_text() {
    let model = Model::new(load_alone(&hostile::files("")).catalog, Theme::terminal(), 1);
    let mut seen = 0;
    for mut stage in places_of(&model) {
        for size in [(100, 30), (60, 20), (200, 60)] {
            stage.resize(size.0, size.1);
            let screen = stage.screen();
            for cell in screen.buffer.content() {
                let symbol = cell.symbol();
                assert!(symbol.len() <= 32 && symbol.chars().all(is_text), "{symbol:?} in\n{}", screen.text());
            }
            seen += screen.text().matches("owned").count();
        }
    }
    assert!(seen > 1_000, "the attacks were on the screens {seen} times");
}

/// A file name that drives a terminal, with a place for what it is named by.
fn file_name(number: usize, name: &str) -> String {
    let name = name.replace('/', "-");
    if cfg!(unix) {
        format!("{number:02}\u{1b}]0;owned\u{7}\u{9b}2J\u{202e}\n{name}")
    } else {
        format!("{number:02}{name}")
    }
}

fn write(path: &Path, text: &str) {
    std::fs::write(path, text).expect("the scratch folder takes files");
}

/// A folder with the attack as data files in `data`, all ids with `x-` before them, and a settings file.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a scratch folder");
    std::fs::create_dir(folder.path().join("data")).expect("a folder");
    for (number, (name, text)) in hostile::files("x-").into_iter().enumerate() {
        write(&folder.path().join("data").join(file_name(number, &name)), &text);
    }
    write(
        &folder.path().join("config.ron"),
        "(theme: \"\\u{1b}[2Jowned\", columns: [\"\\u{9b}2J\"], keys: {\"\\u{202e}\": {\"\\u{1b}\": \"quit\"}})",
    );
    folder
}

/// The command lines whose output is read, each with what is typed. `E` stands for an attack.
const LINES: &[(&str, &str)] = &[
    ("search owned", ""),
    ("search owned --json", ""),
    ("search --stdin o", "\u{1b}[2Jfoo\u{7}\n\u{202e}foo\u{9b}2J\tx\n"),
    ("search E", ""),
    ("pick cert owned", ""),
    ("show x-csm", ""),
    ("show x-csm --json", ""),
    ("show x-cspo --field exam", ""),
    ("show x-scrum-master", ""),
    ("show x-scrum-master --json", ""),
    ("show x-scrum-alliance", ""),
    ("show x-scrum-alliance --json", ""),
    ("show E", ""),
    ("compare x-csm x-cspo x-psm-1 csm", ""),
    ("compare x-csm x-cspo --format markdown", ""),
    ("compare x-csm x-cspo --format csv", ""),
    ("compare x-csm x-cspo --format json", ""),
    ("compare x-csm x-cspo --format html", ""),
    ("compare x-scrum-master x-product-owner", ""),
    ("compare x-scrum-alliance x-scrum-org --lens money", ""),
    ("compare x-csm x-cspo --out c.html", ""),
    ("compare x-csm x-cspo --out c.md", ""),
    ("decide", ""),
    ("decide x-want=x-product-owner x-held=x-csm --why-not x-psm-1", ""),
    ("decide x-want=x-product-owner --json", ""),
    ("decide want=product-owner --why-not x-psm-1 --export d.md --export d.ron", ""),
    ("decide E=E", ""),
    ("replay d.ron", ""),
    ("replay d.ron --json", ""),
    ("cost x-csm x-psm-1", ""),
    ("cost x-csm x-psm-1 --json", ""),
    ("path --have x-csm --to x-csp-po", ""),
    ("path --have x-csm --to role:x-product-owner", ""),
    ("path --to x-csp-sm --json", ""),
    ("roles", ""),
    ("roles --json", ""),
    ("certs", ""),
    ("certs --json", ""),
    ("quiz list", ""),
    ("quiz list --json", ""),
    ("quiz run x-okr", "a\nb\nc\na\nb\nc\na\nb\nc\na\nb\nc\na\nb\nc\na\n"),
    ("quiz run x-csm --mode exam", "a\n\u{1b}[2J\nb\ns\ny\n"),
    ("quiz run x-okr --json --answers -", "a\nb\n"),
    ("quiz run x-okr --topic E", ""),
    ("quiz stats", ""),
    ("quiz stats --json", ""),
    ("quiz due", ""),
    ("quiz due --json", ""),
    ("exam set x-psm-1 2099-01-15", ""),
    ("exam set x-psm-1 E", ""),
    ("exam list", ""),
    ("exam list --json", ""),
    ("exam drop x-psm-1", ""),
    ("profile export -", ""),
    ("profile import -", "{\"certdex_profile\": 1, \"\u{9b}2J\": 1}"),
    ("profile import -", "{\"certdex_profile\": 1, \"runs\": [], \"answers\": [{\"id\": \"\\u001b[2J\\u009b\"}]}"),
    ("profile path", ""),
    ("check data", ""),
    ("check E", ""),
    ("audit", ""),
    ("audit --json", ""),
    ("verify x-csm renewal 100USD --on 2026-11-21 --note E", ""),
    ("verify x-csm renewal E", ""),
    ("overlay new E", ""),
    ("export", ""),
    ("export --format ron", ""),
    ("export --format csv", ""),
    ("export --format schema", ""),
    ("facts", ""),
    ("config init E", ""),
    ("config show --origin", ""),
    ("config show --origin --config config.ron", ""),
    ("doctor", ""),
    ("doctor --json", ""),
    ("doctor --config config.ron", ""),
    ("completions bash", ""),
    ("completions zsh", ""),
    ("completions fish", ""),
    ("completions elvish", ""),
    ("completions powershell", ""),
    ("man", ""),
    ("keys", ""),
    ("keys --json", ""),
    ("tui --print --size 120x40 --keys /owned<enter>", ""),
    ("tui --print=svg --size 120x40 --keys 2/owned<enter>i", ""),
    ("tui --print --config config.ron", ""),
    ("--plain", "/ owned\n1\ni\nback\n2\n/ owned\n1\nx\nback\nmore\n4\nmore\nmore\n\u{1b}[2J\nquit\ny\n"),
    ("--plain", ": x-csm\nmore\nmore\nmore\n: x-scrum-alliance\nmore\n: x-product-owner\nmore\nmore\nquit\n"),
    ("help E", ""),
    ("E", ""),
];

/// Those that read no data.
const WITHOUT_DATA: &[&str] =
    &["facts", "keys", "man", "help", "profile", "overlay", "config init", "export --format schema"];

/// What a command line may say where nobody sees a terminal: text and line breaks. Also what it wrote.
fn is_printed(c: char) -> bool {
    c == '\n' || is_text(c)
}

/// Every verb in every form, over such data, with such files and arguments.
#[test]
fn no_printer_prints_anything_but_text() {
    let folder = folder();
    let (next, found) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let failures = Mutex::new(Vec::new());
    let run = |line: &str, typed: &str| {
        let args =
            line.split_whitespace().map(|word| word.replace('E', "\u{1b}]0;owned\u{7}\u{9b}2J\u{202e}\u{feff}x"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_certdex"));
        command.env_clear().env("HOME", folder.path()).env("TERM", "xterm-256color").current_dir(folder.path());
        if !WITHOUT_DATA.iter().any(|verb| line.starts_with(verb)) {
            command.args(["--data", "data"]);
        }
        let output = command.args(args).write_stdin(typed).output().expect("it starts");
        for (bytes, stream) in [(&output.stdout, "output"), (&output.stderr, "errors")] {
            let text = String::from_utf8_lossy(bytes);
            found.fetch_add(text.matches("owned").count(), Ordering::Relaxed);
            if let Some((at, c)) = text.char_indices().find(|(_, c)| !is_printed(*c)) {
                let around: String = text[..at].chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
                failures.lock().expect("no panic").push(format!("{line}: {c:?} in its {stream} after {around:?}"));
            }
        }
        let code = output.status.code();
        if code.is_none_or(|code| code > 99) {
            failures.lock().expect("no panic").push(format!("{line}: ended with {code:?}"));
        }
    };
    // What others read is written first.
    for (line, typed) in LINES.iter().filter(|(line, _)| line.contains("--export") || line.starts_with("quiz run")) {
        run(line, typed);
    }
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some((line, typed)) = LINES.get(next.fetch_add(1, Ordering::Relaxed)) {
                    run(line, typed);
                }
            });
        }
    });
    // What was written for people to read is read as well.
    for name in ["c.html", "c.md", "d.md", "d.ron"] {
        let text = std::fs::read_to_string(folder.path().join(name)).expect(name);
        found.fetch_add(text.matches("owned").count(), Ordering::Relaxed);
        if let Some(c) = text.chars().find(|c| !is_printed(*c)) {
            failures.lock().expect("no panic").push(format!("{name}: {c:?}"));
        }
    }
    let failures = failures.into_inner().expect("no panic");
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
    let found = found.into_inner();
    assert!(found > 10_000, "the attacks were printed {found} times");
}

/// No verb is forgotten above.
#[test]
fn every_verb_is_tried() {
    fn leaves(command: &clap::Command, path: &str, all: &mut Vec<String>) {
        let name = format!("{path} {}", command.get_name());
        if command.get_subcommands().next().is_none() {
            all.push(name.trim().to_owned());
        }
        command.get_subcommands().for_each(|inner| leaves(inner, &name, all));
    }
    let mut all = Vec::new();
    certdex::cli::Args::command().get_subcommands().for_each(|verb| leaves(verb, "", &mut all));
    assert!(all.len() > 25, "{all:?}");
    for verb in all {
        assert!(LINES.iter().any(|(line, _)| line.starts_with(&verb)), "{verb} is not tried");
    }
}

/// The stream of bytes that a terminal gets, read by somebody who knows what certdex may say.
#[cfg(unix)]
mod terminal {
    use super::is_text;

    /// The sequences that certdex may send beside text, each with what for. `*` stands for digits parted
    /// by semicolons.
    const ALLOWED: &[(&str, &str)] = &[
        ("[?1049h", "takes the alternate screen"),
        ("[?1049l", "gives the screen back"),
        ("[?25h", "shows the cursor on what is selected"),
        ("[?25l", "hides it while there is nothing to stand on"),
        ("[?2004h", "asks for pastes in brackets, so that they are never keys"),
        ("[?2004l", "and no longer"),
        ("[?1000h", "asks for clicks"),
        ("[?1000l", "and no longer"),
        ("[?1006h", "asks for them in a form that has no limits"),
        ("[?1006l", "and no longer"),
        ("[?2026h", "a frame begins: the terminal shows it whole"),
        ("[?2026l", "a frame ends"),
        ("[2J", "wipes the screen before the first frame and after Ctrl-Z"),
        ("[H", "goes to the first cell for that"),
        ("[*H", "goes to a cell"),
        ("[C", "goes over a cell that stays as it is"),
        ("[*C", "goes over several"),
        ("[*G", "goes to a column, behind letters whose width terminals do not agree on"),
        ("[*m", "styles and colours"),
    ];

    /// All that is said in `stream` beside what is allowed, and how often something was put into the
    /// clipboard of the terminal.
    pub fn unlisted(stream: &[u8]) -> (Vec<String>, usize) {
        let Ok(text) = std::str::from_utf8(stream) else { return (vec!["it is not UTF-8".to_owned()], 0) };
        let (mut found, mut copied, mut on_screen) = (Vec::new(), 0, false);
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if let Some(after) = rest.strip_prefix("\u{1b}]52;c;") {
                let end =
                    after.find(|c: char| !(c.is_ascii_alphanumeric() || "+/=".contains(c))).unwrap_or(after.len());
                if let Some(after) = after[end..].strip_prefix('\u{7}') {
                    (rest, copied) = (after, copied + 1);
                    continue;
                }
            }
            if let Some(after) = rest.strip_prefix("\u{1b}[") {
                let private = usize::from(after.starts_with('?'));
                let digits = after[private..].find(|c: char| !(c.is_ascii_digit() || c == ';'));
                let end = private + digits.unwrap_or(after.len() - private);
                let last = after[end..].chars().next().unwrap_or_default();
                let exact = format!("[{}{last}", &after[..end]);
                let general = format!("[*{last}");
                if ALLOWED.iter().any(|(known, _)| *known == exact || (end > 0 && private == 0 && *known == general)) {
                    on_screen = if exact.starts_with("[?1049") { last == 'h' } else { on_screen };
                    rest = &after[end + last.len_utf8()..];
                    continue;
                }
            }
            // Lines end on the shell's own screen only.
            if !is_text(first) && (on_screen || !"\r\n".contains(first)) {
                found.push(rest.chars().take(30).collect());
            }
            rest = &rest[first.len_utf8()..];
        }
        (found, copied)
    }
}

/// Whoever reads the stream must be able to find fault.
#[cfg(unix)]
#[test]
fn a_stream_is_read_with_suspicion() {
    for bad in [
        "\u{1b}]0;title\u{7}",
        "\u{1b}]52;c;?\u{7}",
        "\u{1b}]8;;http://x\u{7}",
        "\u{1b}[6n",
        "\u{1b}[?1003h",
        "\u{1b}[3J",
        "\u{1b}[2K",
        "\u{1b}[1;2r",
        "\u{1b}c",
        "\u{1b}Pq",
        "\u{1b}_G",
        "\u{9b}2J",
        "\u{90}",
        "\u{7}",
        "\u{8}",
        "\u{7f}",
        "\u{202e}",
        "\u{200b}",
        "\u{1b}",
        "\u{1b}[",
        "\u{1b}[>4m",
        "\u{1b}[?5m",
        "\u{1b}[?1049hx\n",
        "\t",
    ] {
        assert_ne!(terminal::unlisted(format!("a{bad}b").as_bytes()).0, [""; 0], "{bad:?}");
    }
    assert_eq!(terminal::unlisted(b"\x9b2J").0.len(), 1);
    let good =
        "\u{1b}[?1049h\u{1b}[2J\u{1b}[H\u{1b}[12;3H\u{1b}[0;1;38;5;3mword\u{1b}]52;c;Zm9v\u{7}\u{1b}[?1049l\r\nword\n";
    assert_eq!(terminal::unlisted(good.as_bytes()), (Vec::new(), 1));
}

/// What a terminal sends for keys as the scripted door writes them.
#[cfg(unix)]
fn bytes_of(key: certdex::keys::Key) -> Vec<u8> {
    use certdex::keys::Code;
    let bytes: &[u8] = match key.code {
        Code::Char(c) if key.ctrl => return vec![u8::try_from(c).expect("a letter") & 0x1f],
        Code::Char(c) => return c.to_string().into_bytes(),
        Code::Enter => b"\r",
        Code::Esc => b"\x1b",
        Code::Tab => b"\t",
        Code::BackTab => b"\x1b[Z",
        Code::Backspace => b"\x7f",
        Code::Delete => b"\x1b[3~",
        Code::Up => b"\x1b[A",
        Code::Down => b"\x1b[B",
        Code::Right => b"\x1b[C",
        Code::Left => b"\x1b[D",
        Code::Home => b"\x1b[H",
        Code::End => b"\x1b[F",
        Code::PageUp => b"\x1b[5~",
        Code::PageDown => b"\x1b[6~",
    };
    bytes.to_vec()
}

/// The explorer over such data in a real terminal, through its tabs and windows: the terminal is told
/// nothing but text, where it stands, and how it looks.
#[cfg(unix)]
#[test]
fn no_screen_tells_the_terminal_anything_else() {
    const WALKS: &[(&str, usize)] = &[
        (
            "/ owned <enter> down down <enter> down i <esc> x <esc> <esc> p pagedown <esc> : owned down <enter> i <esc> ?",
            0,
        ),
        ("2 / owned <enter> <enter> down i <esc> x <esc> <esc> s s $ right <esc> p <esc> f end <space> <esc>", 0),
        ("2 / owned <enter> <left> + down + down + c v v m d right <enter> i <esc> y e <enter> e <enter> <enter>", 1),
        ("2 / owned <enter> + 3 a <tab> owned down <enter> a <tab> <tab> owned <enter> v ]", 0),
        (": owned up <enter> <esc> : owned up up up <enter> i <esc> : owned <tab> down <enter>", 0),
        ("4 end up <enter> a i <esc> <enter> b <enter> c <enter> a <enter> q n <esc>", 0),
        ("4 down <enter> end <enter> <enter> a f n b m <esc> s y v <enter>", 0),
        ("4 <enter> end <enter> end <enter> end <enter> end <enter> end <enter> end <enter> end <enter> i <esc>", 0),
    ];
    let folder = folder();
    let data = folder.path().join("data").to_string_lossy().into_owned();
    let seen = AtomicUsize::new(0);
    let walk = |keys: &str, copies: usize| {
        let mut session = pty::Session::start(pty::certdex(&["--data", &data]));
        session.wait_for_roles();
        for key in certdex::tui::script::parse(keys).expect("keys") {
            session.send(bytes_of(key));
            // Until the answer is there, or there is none.
            if session.read_for(Duration::from_millis(300)) {
                while session.read_for(Duration::from_millis(20)) {}
            }
        }
        session.send("\x03");
        session.wait_for_end();
        let (unlisted, copied) = terminal::unlisted(&session.stream);
        assert_eq!(unlisted, [""; 0], "{keys}");
        assert_eq!(copied, copies, "{keys}");
        assert_eq!(session.flaws(), [""; 0], "{keys}");
        seen.fetch_add(pty::count(&session.stream, "owned"), Ordering::Relaxed);
    };
    std::thread::scope(|scope| {
        for half in WALKS.chunks(WALKS.len().div_ceil(2)) {
            scope.spawn(|| half.iter().for_each(|(keys, copies)| walk(keys, *copies)));
        }
    });
    assert!(seen.into_inner() > 500);
}
