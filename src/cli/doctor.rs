//! `certdex doctor`: where everything is, what was decided and why, and what is wrong. It looks and
//! never makes, moves or mends anything.

use std::io::IsTerminal as _;
use std::path::Path;

use serde_json::{Value as Json, json};

use super::output::{Out, columns};
use super::{Args, is_own, load_for};
use crate::catalog::load::Problem;
use crate::catalog::record::Kind;
use crate::config::{Config, theme_files};
use crate::error::{Error, Exit};
use crate::paths;
use crate::profile::store::examine;
use crate::safe_text::safe;
use crate::surroundings::{Decision, all_colours, all_letters, colour, variable};
use crate::tui::layout::SMALLEST;
use crate::tui::start;

/// Something looked at.
#[derive(Debug)]
struct Check {
    section: &'static str,
    name: String,
    value: String,
    wrong: bool,
}

/// What was found, in order.
#[derive(Debug, Default)]
struct Findings(Vec<Check>);

impl Findings {
    fn add(&mut self, section: &'static str, name: &str, value: impl Into<String>, wrong: bool) {
        self.0.push(Check { section, name: name.to_owned(), value: value.into(), wrong });
    }
}

/// Looks at everything; [`Exit::Finding`] if something is wrong.
///
/// # Errors
/// [`Error::Usage`] for `--as-of` that is no date, [`Error::Output`].
pub fn run(args: &Args, config: &Config, as_json: bool, out: &mut Out) -> Result<Exit, Error> {
    let mut found = Findings::default();
    found.add("certdex", "version", env!("CARGO_PKG_VERSION"), false);
    places(args, config, &mut found);
    terminal(args, config, &mut found);
    settings(config, &mut found);
    data(args, &mut found)?;
    profile(args, &mut found);
    let wrong = found.0.iter().filter(|check| check.wrong).count();
    if as_json {
        let rows: Vec<Json> = found
            .0
            .iter()
            .map(|c| json!({ "section": c.section, "name": c.name, "value": c.value, "wrong": c.wrong }))
            .collect();
        out.json(&json!({ "schema": 1, "ok": wrong == 0, "checks": rows }))?;
    } else {
        text(&found, wrong, out)?;
    }
    Ok(if wrong == 0 { Exit::Ok } else { Exit::Finding })
}

fn text(found: &Findings, wrong: usize, out: &mut Out) -> Result<(), Error> {
    let rows: Vec<Vec<String>> = found
        .0
        .iter()
        .map(|check| {
            let mark = if check.wrong { "x " } else { "  " };
            vec![format!("{mark}{}", check.name), check.value.clone()]
        })
        .collect();
    let mut last = "";
    for (check, line) in found.0.iter().zip(columns(&rows)) {
        if check.section != last {
            if !last.is_empty() {
                out.line("")?;
            }
            out.line(check.section)?;
            last = check.section;
        }
        out.line(&line)?;
    }
    out.line("")?;
    match wrong {
        0 => out.line("nothing is wrong"),
        1 => out.line("1 thing is wrong, marked with x"),
        many => out.line(&format!("{many} things are wrong, marked with x")),
    }
}

/// Whether a path can be read and written, without trying to.
#[cfg(unix)]
fn access(path: &Path) -> (bool, bool) {
    use rustix::fs::{Access, access};
    (access(path, Access::READ_OK).is_ok(), access(path, Access::WRITE_OK).is_ok())
}

#[cfg(not(unix))]
fn access(path: &Path) -> (bool, bool) {
    let writable = path.metadata().is_ok_and(|known| !known.permissions().readonly());
    (std::fs::File::open(path).is_ok() || path.is_dir(), writable)
}

/// What a place is like, and whether it cannot serve. `written` says whether certdex writes there.
fn state(path: Option<&Path>, written: bool) -> (String, bool) {
    let Some(path) = path else {
        return ("nowhere: there is no home folder; set HOME".to_owned(), true);
    };
    let shown = safe(&path.to_string_lossy());
    match path.metadata() {
        Ok(_) => {
            let (read, write) = access(path);
            let words = match (read, write) {
                (true, true) => "can be read and written",
                (true, false) => "can be read but not written",
                (false, true) => "can be written but not read",
                (false, false) => "can be neither read nor written",
            };
            (format!("{shown}: {words}"), !read || (written && !write))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && path.symlink_metadata().is_err() => {
            if !written {
                return (format!("{shown}: not there, and need not be"), false);
            }
            let above =
                path.ancestors().skip(1).map(|above| if above == Path::new("") { Path::new(".") } else { above });
            match above.into_iter().find(|above| above.exists()) {
                Some(above) if above.is_dir() && access(above).1 => {
                    (format!("{shown}: not there yet, can be made"), false)
                }
                Some(above) => (
                    format!(
                        "{shown}: not there, and cannot be made: {} cannot be written",
                        safe(&above.to_string_lossy())
                    ),
                    true,
                ),
                None => (format!("{shown}: not there"), true),
            }
        }
        Err(error) => (format!("{shown}: {}", safe(&error.to_string())), true),
    }
}

fn places(args: &Args, config: &Config, found: &mut Findings) {
    const SECTION: &str = "places";
    let themes = paths::own_config().map(|folder| folder.join("themes"));
    let profile = paths::profile(args.profile.as_deref());
    for (name, path, written) in [
        ("config", config.file.as_deref(), false),
        ("themes", themes.as_deref(), false),
        ("data", paths::own_data().as_deref(), false),
        ("profile", profile.as_deref(), true),
    ] {
        if name == "profile" && args.no_profile {
            found.add(SECTION, name, "none is kept: --no-profile", false);
            continue;
        }
        let (words, wrong) = state(path, written);
        // Without a home there is no config, which is no harm; but answers are lost.
        found.add(SECTION, name, words, wrong && (written || path.is_some()));
    }
}

fn terminal(args: &Args, config: &Config, found: &mut Findings) {
    const SECTION: &str = "terminal";
    let var = |name: &str| {
        variable(name).map_or_else(|| "not set".to_owned(), |value| format!("`{}`", safe(&value.to_string_lossy())))
    };
    found.add(SECTION, "TERM", var("TERM"), false);
    let (input, output) = (std::io::stdin().is_terminal(), std::io::stdout().is_terminal());
    let both = |yes: bool| if yes { "a terminal" } else { "no terminal" };
    found.add(SECTION, "input, output", format!("{}, {}", both(input), both(output)), false);
    #[cfg(unix)]
    if let Ok(size) = rustix::termios::tcgetwinsize(rustix::stdio::stdout()) {
        let (wide, high) = SMALLEST;
        let small = size.ws_col < wide || size.ws_row < high;
        let words = if small { format!("; the explorer needs {wide}x{high}") } else { String::new() };
        found.add(SECTION, "size", format!("{}x{}{words}", size.ws_col, size.ws_row), small);
    }
    let told =
        |decided: &Decision, yes: &str, no: &str| format!("{}: {}", if decided.yes { yes } else { no }, decided.why);
    // The explorer runs on a terminal only; what is printed here goes where it goes.
    let explorer = colour(args.color.into(), true, &variable);
    let here = colour(args.color.into(), output, &variable);
    let words = if explorer.yes && !here.yes {
        let term = variable("TERM").map(|term| safe(&term.to_string_lossy())).unwrap_or_default();
        format!("none here: {}; in the explorer yes: TERM is {term}", here.why)
    } else {
        told(&explorer, "yes", "none")
    };
    found.add(SECTION, "colours", words, false);
    found.add(SECTION, "how many", told(&all_colours(&variable), "all", "256 at most"), false);
    let letters = all_letters(&variable);
    found.add(SECTION, "letters", told(&letters, "all", "ASCII only"), false);
    let ascii = config.ascii().unwrap_or(!letters.yes);
    found.add(SECTION, "drawn in", if ascii { "ASCII" } else { "Unicode" }, false);
    found.add(SECTION, "mouse", if config.mouse() { "on" } else { "off" }, false);
    let inside: Vec<&str> = [("TMUX", "tmux"), ("STY", "GNU screen"), ("SSH_CONNECTION", "SSH")]
        .into_iter()
        .filter(|(name, _)| variable(name).is_some_and(|value| !value.is_empty()))
        .map(|(_, inside)| inside)
        .collect();
    let inside = if inside.is_empty() { "nothing that we know".to_owned() } else { inside.join(", ") };
    found.add(SECTION, "inside", inside, false);
}

fn settings(config: &Config, found: &mut Findings) {
    const SECTION: &str = "settings";
    let (wanted, origin) = config.theme();
    let (themes, problems) = start::themes(theme_files());
    let names: Vec<&str> = themes.iter().map(|known| known.name.as_str()).collect();
    let known = names.contains(&wanted);
    let words = if known { String::new() } else { format!(": there is none; there are {}", names.join(", ")) };
    found.add(SECTION, "theme", format!("{} ({origin}){words}", safe(wanted)), !known);
    found.add(SECTION, "own keys", config.keys.len().to_string(), false);
    for problem in config.problems.iter().chain(&problems) {
        found.add(SECTION, "problem", problem.to_string(), true);
    }
}

fn data(args: &Args, found: &mut Findings) -> Result<(), Error> {
    const SECTION: &str = "data";
    let loaded = load_for(args)?;
    let catalog = &loaded.catalog;
    found.add(SECTION, "version", catalog.version(), false);
    let questions: usize = catalog.banks.iter().map(|bank| bank.items.len()).sum();
    let counts = format!(
        "{} roles, {} certifications, {} sources, {} banks with {questions} questions",
        catalog.count(Kind::Role),
        catalog.count(Kind::Cert),
        catalog.sources.len(),
        catalog.banks.len(),
    );
    found.add(SECTION, "holds", counts, false);
    let files = super::all_files(args);
    found.add(SECTION, "own files", files.len().to_string(), false);
    for file in &files {
        found.add(SECTION, "file", safe(&file.to_string_lossy()), false);
    }
    let (own, named): (Vec<&Problem>, Vec<&Problem>) = loaded.problems.iter().partition(|problem| is_own(problem));
    for problem in named.into_iter().chain(own) {
        found.add(SECTION, "problem", problem.to_string(), true);
    }
    Ok(())
}

fn profile(args: &Args, found: &mut Findings) {
    const SECTION: &str = "profile";
    let Some(path) = paths::profile(args.profile.as_deref()).filter(|_| !args.no_profile) else {
        found.add(SECTION, "file", "none", false);
        return;
    };
    match path.metadata() {
        Ok(known) if known.is_file() => found.add(SECTION, "size", format!("{} KB", known.len().div_ceil(1024)), false),
        // Told as a place already.
        Err(_) => return found.add(SECTION, "file", "not there yet", false),
        Ok(_) => return found.add(SECTION, "file", "is no ordinary file", true),
    }
    match examine(&path) {
        Ok(seen) => {
            let older = if seen.version < seen.known { ", brought up to date when it is next used" } else { "" };
            found.add(SECTION, "version", format!("{} of {}{older}", seen.version, seen.known), false);
            let sound = seen.flaw.as_deref().unwrap_or("sound");
            found.add(SECTION, "file", sound, seen.flaw.is_some());
            let [answers, runs, exams] = seen.counts;
            let count = |number: u64, one: &str| match number {
                1 => format!("1 {one}"),
                _ => format!("{number} {one}s"),
            };
            let held = [count(answers, "answer"), count(runs, "run"), count(exams, "exam date")].join(", ");
            found.add(SECTION, "holds", held, false);
        }
        Err(fault) => found.add(SECTION, "file", fault.to_string(), true),
    }
}
