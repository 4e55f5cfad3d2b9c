//! The program: arguments in, an exit code out.

use std::io::{BufReader, IsTerminal, Write};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use certdex::catalog::load::Problem;
use certdex::catalog::record::Kind;
use certdex::cli::output::Out;
use certdex::cli::{self, Args, Command};
use certdex::config::{Config, theme_files};
use certdex::error::{Error, Exit};
use certdex::paths;
use certdex::quiz::Names;
use certdex::safe_text::SafeText;
use certdex::surroundings;
use certdex::tui;
use certdex::tui::model::Model;
use certdex::tui::theme::Theme;
use clap::Parser;

fn main() -> ExitCode {
    let bare = std::env::args_os().nth(1).is_none();
    let args = match if bare { Ok(Args::none()) } else { Args::try_parse() } {
        Ok(args) => args,
        Err(error) => {
            // clap knows whether it is help (0, standard output) or a mistake (2, standard error). Its
            // words quote the arguments, so they are made harmless like everything else.
            let words = SafeText::new(&error.render().to_string());
            if error.use_stderr() {
                let _ = write!(std::io::stderr(), "{words}");
                return ExitCode::from(Exit::Usage.code());
            }
            let mut out = Out::stdout();
            return match out.raw(&words).and_then(|()| out.flush()) {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => ended(&error),
            };
        }
    };
    let outcome = match &args.command {
        None | Some(Command::Tui { print: None, .. }) => explore(&args),
        Some(Command::Pick { kind, query }) => pick(&args, (*kind).into(), query),
        Some(command) => {
            let mut out = Out::stdout();
            cli::run(&args, command, &mut out).and_then(|exit| out.flush().map(|()| exit))
        }
    };
    match outcome {
        Ok(exit) => ExitCode::from(exit.code()),
        Err(error) => ended(&error),
    }
}

/// Tells the error and gives its exit code. A broken pipe is success: `certdex roles | head -1`.
fn ended(error: &Error) -> ExitCode {
    if matches!(error, Error::Output(io) if io.kind() == std::io::ErrorKind::BrokenPipe) {
        return ExitCode::SUCCESS;
    }
    if !matches!(error, Error::Signal(_)) {
        // Standard error may be gone as well; there is nobody left to tell then.
        let _ = writeln!(std::io::stderr(), "certdex: {error}");
    }
    ExitCode::from(error.exit().code())
}

/// Opens the explorer, or what can stand for it here.
fn explore(args: &Args) -> Result<Exit, Error> {
    let term = std::env::var_os("TERM").unwrap_or_default();
    let tty = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let mode = mode(wants_plain(args), tty, term.to_str());
    if mode == Mode::Refuse {
        return Err(Error::Usage(
            "the explorer needs a terminal; `certdex --plain` is the same in lines; in scripts try `certdex \
             roles`, `certdex search …` or `certdex tui --keys \"…\" --print`"
                .into(),
        ));
    }
    let loaded = cli::load_for(args)?;
    let config = cli::config_for(args);
    let mut model = Model::new(loaded.catalog, Theme::terminal(), seed());
    model.notice = dress(&mut model, args, &config)?.or_else(|| cli::tui::notice(&loaded.problems));
    model.names = Names::random();
    let profile = if args.no_profile { None } else { paths::profile(args.profile.as_deref()) };
    if mode == Mode::Plain {
        return tui::plain::run(model, profile, BufReader::new(std::io::stdin()), tty, &mut Out::stdout());
    }
    let welcome = profile.as_deref().and_then(paths::not_welcomed_yet);
    let outcome = tui::run(model, profile, welcome.as_deref(), config.mouse(), crash_test(args)?);
    outcome.map(|_| Exit::Ok)
}

/// Lets the user choose a role or a certification on the terminal, and prints its id.
fn pick(args: &Args, kind: Kind, query: &[String]) -> Result<Exit, Error> {
    // There is no line for a notice on the picker: what is wrong is told before it opens.
    let config = cli::config_for(args);
    cli::told_of_config(args, &config)?;
    let term = std::env::var_os("TERM").unwrap_or_default();
    // Standard output takes the answer, so the picker is painted on standard error.
    let tty = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    if mode(false, tty, term.to_str()) != Mode::Explorer {
        return Err(Error::Usage(
            "the picker needs a terminal on standard input and standard error; in scripts try `certdex search … --json`"
                .into(),
        ));
    }
    let loaded = cli::load_for(args)?;
    tui::terminal::paint_on_stderr();
    let mut model = Model::picker(loaded.catalog, Theme::terminal(), kind, &query.join(" "));
    dress(&mut model, args, &config)?;
    let data = model.data.clone();
    let Some(key) = tui::run(model, None, None, config.mouse(), None)? else { return Ok(Exit::Finding) };
    let mut out = Out::stdout();
    out.line(data.catalog.get(key).id.as_str())?;
    out.flush()?;
    Ok(Exit::Ok)
}

/// What `certdex` without a verb does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Mode {
    /// The explorer.
    Explorer,
    /// The explorer in lines: asked for, or the terminal cannot move its cursor.
    Plain,
    /// Nothing: nobody is looking.
    Refuse,
}

/// Decides by whether lines are asked for, whether both ends are a terminal, and what `TERM` says of it.
fn mode(plain: bool, tty: bool, term: Option<&str>) -> Mode {
    match (plain, tty, term) {
        (true, ..) | (_, true, Some("" | "dumb") | None) => Mode::Plain,
        (_, false, _) => Mode::Refuse,
        (_, true, Some(_)) => Mode::Explorer,
    }
}

/// Whether lines are asked for, by `--plain` or by `CERTDEX_PLAIN`, set and neither empty nor 0.
fn wants_plain(args: &Args) -> bool {
    args.plain || std::env::var_os("CERTDEX_PLAIN").is_some_and(|value| !value.is_empty() && value != "0")
}

/// Gives the explorer its theme, letters and keys; what it has to say of settings that cannot be used.
fn dress(model: &mut Model, args: &Args, config: &Config) -> Result<Option<String>, Error> {
    let files = theme_files();
    let wrong = tui::start::prepare(model, config, files, args.color.into(), true, &surroundings::variable)?;
    let all: Vec<Problem> = config.problems.iter().cloned().chain(wrong).collect();
    Ok(tui::start::notice(&all))
}

/// A seed that is another one each time: it only mixes the options of a quiz.
#[expect(clippy::disallowed_methods, reason = "the one place that asks the clock")]
fn seed() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |since| since.as_secs() ^ u64::from(since.subsec_nanos()))
}

#[cfg(debug_assertions)]
fn crash_test(args: &Args) -> Result<Option<tui::terminal::CrashTest>, Error> {
    let Some(text) = &args.crash_test else { return Ok(None) };
    tui::terminal::CrashTest::parse(text)
        .map(Some)
        .ok_or_else(|| Error::Usage("write --crash-test panic:MS, worker:MS or error:MS".into()))
}

#[cfg(not(debug_assertions))]
fn crash_test(_args: &Args) -> Result<Option<tui::terminal::CrashTest>, Error> {
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_explorer_needs_a_terminal_that_can_move_its_cursor() {
        for (plain, tty, term, expected) in [
            (false, true, Some("xterm-256color"), Mode::Explorer),
            (false, true, Some("tmux-256color"), Mode::Explorer),
            (false, true, Some("dumb"), Mode::Plain),
            (false, true, Some(""), Mode::Plain),
            (false, true, None, Mode::Plain),
            (false, false, Some("xterm"), Mode::Refuse),
            (false, false, Some("dumb"), Mode::Refuse),
            (false, false, None, Mode::Refuse),
            (true, true, Some("xterm"), Mode::Plain),
            (true, false, Some("xterm"), Mode::Plain),
            (true, false, None, Mode::Plain),
        ] {
            assert_eq!(mode(plain, tty, term), expected, "{plain} {tty} {term:?}");
        }
    }
}
