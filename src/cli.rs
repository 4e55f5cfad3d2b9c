//! The command line: one verb each, the same catalogue, text for people and JSON for scripts.

pub mod audit;
pub mod check;
pub mod compare;
pub mod completions;
pub mod config;
pub mod cost;
pub mod decide;
pub mod doctor;
pub mod exam;
pub mod export;
pub mod keys;
pub mod list;
pub mod man;
pub mod memo;
pub mod output;
pub mod overlay;
pub mod path;
pub mod profile;
pub mod quiz;
pub mod search;
pub mod show;
pub mod stats;
pub mod tui;
pub mod verify;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::{Parser, Subcommand, ValueEnum};

use crate::catalog::Catalog;
use crate::catalog::fresh::date_of;
use crate::catalog::load::{Loaded, Problem, load_as_of};
use crate::catalog::quantity::Date;
use crate::catalog::record::{Kind, Record};
use crate::compare::export as export_of;
use crate::compare::lens::LENSES;
use crate::config::{Config, Flagged};
use crate::error::{Error, Exit};
use crate::files::{self, Fault};
use crate::paths;
use crate::profile::Millis;
use crate::safe_text::{SafeText, safe};
use crate::search::Index;
use crate::surroundings::{self, Colour};
use output::Out;

/// Which certification fits my role, what does it really take, and who says so?
#[derive(Debug, Parser)]
#[command(
    name = "certdex",
    version,
    about = "Which certification fits my role, what does it really take, and who says so?",
    long_about = "certdex answers in your terminal, offline: which certification fits a role, what it \
                  really takes, how two differ. Every fact names its sources, and every conflict \
                  between sources is shown.\n\nWithout a command it opens the explorer.",
    after_help = "Examples:\n  certdex                                   open the explorer\n  certdex search \"business analyst\"         \
                  roles and certifications in your own words\n  certdex show cspo --field exam            what \
                  the sources say, and who disagrees\n  certdex compare csm cspo --only-differences\n  certdex \
                  audit                             what is known, disputed and undated\n\nIt never uses the network."
)]
#[expect(clippy::struct_excessive_bools, reason = "flags of the command line are what they are")]
pub struct Args {
    /// Lay a data file, or the .ron files of a folder, over the built-in data (repeatable).
    #[arg(long, value_name = "FILE|DIR", global = true)]
    pub data: Vec<PathBuf>,

    /// Leave out what was not yet known on this day, and count ages to it.
    #[arg(long, value_name = "DATE", global = true)]
    pub as_of: Option<String>,

    /// Keep your answers in this file, instead of where `certdex profile path` says.
    #[arg(long, value_name = "FILE", global = true)]
    pub profile: Option<PathBuf>,

    /// Neither read nor keep anything of you.
    #[arg(long, global = true, conflicts_with = "profile")]
    pub no_profile: bool,

    /// Read the settings from this file.
    #[arg(long, value_name = "FILE", global = true)]
    pub config: Option<PathBuf>,

    /// Colours: terminal, light, dark, high-contrast, mono, or a theme of your own.
    #[arg(long, value_name = "NAME", global = true)]
    pub theme: Option<String>,

    /// When to use colours; auto asks `NO_COLOR` and the terminal.
    #[arg(long, value_enum, value_name = "WHEN", global = true, default_value = "auto", hide_default_value = true)]
    pub color: ColourArg,

    /// Draw with ASCII only.
    #[arg(long, global = true)]
    pub ascii: bool,

    /// Leave the mouse to the terminal.
    #[arg(long)]
    pub no_mouse: bool,

    /// The explorer in lines, for screen readers, braille and pipes; also by `CERTDEX_PLAIN=1`.
    #[arg(long, global = true)]
    pub plain: bool,

    /// Fail on purpose, to test that the terminal comes back.
    #[cfg(debug_assertions)]
    #[arg(long, hide = true, value_name = "KIND:MS")]
    pub crash_test: Option<String>,

    /// What to do; without a command the explorer opens.
    #[command(subcommand)]
    pub command: Option<Command>,
}

impl Args {
    /// What nobody who gives no argument has asked for: the explorer, without building the whole command
    /// line to find that out.
    #[must_use]
    pub fn none() -> Self {
        Self {
            data: Vec::new(),
            as_of: None,
            profile: None,
            no_profile: false,
            config: None,
            theme: None,
            color: ColourArg::Auto,
            ascii: false,
            no_mouse: false,
            plain: false,
            #[cfg(debug_assertions)]
            crash_test: None,
            command: None,
        }
    }
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)] // the names say it
pub enum ColourArg {
    Auto,
    Always,
    Never,
}

impl From<ColourArg> for Colour {
    fn from(arg: ColourArg) -> Self {
        match arg {
            ColourArg::Auto => Self::Auto,
            ColourArg::Always => Self::Always,
            ColourArg::Never => Self::Never,
        }
    }
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find roles and certifications by name, alias or abbreviation.
    Search {
        /// What to look for, in your own words.
        query: String,
        /// Only roles, or only certifications.
        #[arg(long, value_enum)]
        kind: Option<KindArg>,
        /// At most this many.
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
        /// For scripts: JSON.
        #[arg(long)]
        json: bool,
        /// Search the lines of standard input instead, and print those that match, best first.
        #[arg(long, conflicts_with_all = ["kind", "json"])]
        stdin: bool,
    },
    /// Choose a role or a certification on the terminal, and print its id.
    Pick {
        /// What to choose.
        #[arg(value_enum)]
        kind: KindArg,
        /// What to begin the search with.
        query: Vec<String>,
    },
    /// Show everything known of a role, certification or provider.
    Show {
        /// Its id or abbreviation, as `csm` or `product-owner`.
        id: String,
        /// Only this field, with every claim.
        #[arg(long, value_name = "NAME")]
        field: Option<String>,
        /// For scripts: JSON.
        #[arg(long)]
        json: bool,
    },
    /// Put two to six certifications, roles or providers side by side.
    #[command(
        after_help = "Examples:\n  certdex compare csm cspo --only-differences\n  certdex compare cspo pspo-1 --lens five-differences\n  certdex compare psm-1 csm --lens money --out psm-1-csm.html"
    )]
    Compare {
        /// Their ids or abbreviations.
        #[arg(required = true)]
        ids: Vec<String>,
        /// Leave out what is the same.
        #[arg(long)]
        only_differences: bool,
        /// Which fields to look at, in the order of the page that compares in this way.
        #[arg(long, value_name = "NAME", default_value = "all", value_parser = lenses())]
        lens: String,
        /// How to print it; without it the ending of the file decides, or text.
        #[arg(long, value_enum)]
        format: Option<Format>,
        /// Write it to this file instead, whole or not at all.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Write over a file that is there already.
        #[arg(long, requires = "out")]
        force: bool,
    },
    /// Which one is for me: answer what matters, get at most three with reasons for and against.
    #[command(
        after_help = "Examples:\n  certdex decide                                     the questions and their answers\n  certdex decide want=product-owner learning=alone renewal=no\n  certdex decide want=scrum-master held=csm --why-not psm-1\n  certdex decide --answers mine.ron --export memo.md --export memo.ron"
    )]
    Decide {
        /// Answers, as `want=product-owner` or `held=csm,psm-1`; what does not matter is left out.
        #[arg(value_name = "KEY=VALUE")]
        pairs: Vec<String>,
        /// A file of answers: {"want": "product-owner", "learning": "alone"}.
        #[arg(long, value_name = "FILE")]
        answers: Option<PathBuf>,
        /// Say why this certification does not come first.
        #[arg(long, value_name = "ID")]
        why_not: Option<String>,
        /// Write a record: a .md page for people, a .ron file for `replay` (repeatable).
        #[arg(long, value_name = "FILE")]
        export: Vec<PathBuf>,
        /// Write over files that exist.
        #[arg(long)]
        force: bool,
        /// For scripts: JSON.
        #[arg(long)]
        json: bool,
    },
    /// Say what has changed since a decision was put on record; exit code 3 if its first place did.
    Replay {
        /// The .ron file that `decide --export` wrote.
        file: PathBuf,
        /// For scripts: JSON.
        #[arg(long)]
        json: bool,
    },
    /// What it costs to earn certifications and to hold them for some years.
    Cost(cost::CostArgs),
    /// The steps from what you hold to a certification or a role.
    Path(path::PathArgs),
    /// List the roles.
    Roles {
        /// For scripts: JSON.
        #[arg(long)]
        json: bool,
    },
    /// List the certifications.
    Certs {
        /// For scripts: JSON.
        #[arg(long)]
        json: bool,
    },
    /// Practice questions.
    Quiz {
        /// What to do with them.
        #[command(subcommand)]
        command: QuizCommand,
    },
    /// The day you sit an exam, and what to learn on which day until then.
    Exam {
        /// What to do.
        #[command(subcommand)]
        command: exam::ExamCommand,
    },
    /// Your answers, runs and exam dates: take them along, bring them back.
    Profile {
        /// What to do.
        #[command(subcommand)]
        command: ProfileCommand,
    },
    /// Judge the built-in data, or your own data files, by the data rules.
    Check {
        /// Files or folders; without any, the built-in data.
        files: Vec<PathBuf>,
    },
    /// Report what is known, disputed, impossible and undated.
    Audit {
        /// For scripts: JSON.
        #[arg(long)]
        json: bool,
        /// Exit with 1 if there is anything to report.
        #[arg(long)]
        strict: bool,
    },
    /// Note what you checked yourself: your own dated claim, which wins from then on.
    #[command(
        after_help = "Examples:\n  certdex verify csm renewal 100USD --on 2026-11-21\n  certdex verify pspo-1 exam \"80q 60min\" --note \"seen on the provider's page\""
    )]
    Verify {
        /// Id or abbreviation of the record.
        id: String,
        /// The field, as `renewal` or `exam_fee`.
        field: String,
        /// The value: 100USD, 37/50, 85%, 2 years, lifetime, 50q 60min, none …
        value: String,
        /// The day you checked it; today if left out.
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
        /// Anything worth remembering.
        #[arg(long)]
        note: Option<String>,
    },
    /// Your own data files.
    Overlay {
        /// What to do.
        #[command(subcommand)]
        command: OverlayCommand,
    },
    /// Print the whole data set.
    Export {
        /// How to print it; `schema` prints the JSON Schema of the JSON form.
        #[arg(long, value_enum, default_value = "json")]
        format: ExportFormat,
    },
    /// How certdex chooses between sources that disagree, and the fields there are.
    #[command(long_about = FACTS)]
    Facts,
    /// Your settings: what they are, where they are from, and an example to start from.
    Config {
        /// What to do.
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Where everything is, what was decided and why, and what is wrong: exit code 1 if anything is.
    Doctor {
        /// For scripts: JSON.
        #[arg(long)]
        json: bool,
    },
    /// Print what a shell needs to fill in verbs, flags and ids.
    #[command(
        after_help = "Examples:\n  certdex completions bash > ~/.local/share/bash-completion/completions/certdex\n  certdex completions zsh > ~/.zfunc/_certdex\n  certdex completions fish > ~/.config/fish/completions/certdex.fish"
    )]
    Completions {
        /// The shell.
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual, for `man`: `certdex man > certdex.1`.
    Man,
    /// List what the keys of the explorer do.
    Keys {
        /// For scripts: JSON.
        #[arg(long)]
        json: bool,
    },
    /// Play keys into the explorer and print the screen: for scripts, tests and bug reports.
    Tui {
        /// Keys as you would tell a friend.
        // Rustdoc would take `<enter>` for HTML, and backticks would show in the help.
        #[arg(long, default_value = "", help = "Keys as you would tell a friend: \"tab / own <enter>\"")]
        keys: String,
        /// Columns and rows.
        #[arg(long, value_name = "WxH", default_value = "80x24")]
        size: String,
        /// Print the last screen: as text, with ANSI styles, or as an SVG picture; without it the explorer opens.
        #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "text")]
        print: Option<Print>,
        /// The seed that mixes the options of a quiz.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
}

/// What to do with your own data files.
#[derive(Debug, Subcommand)]
pub enum OverlayCommand {
    /// Write a commented example that passes `check`; never over a file that exists.
    New {
        /// The file to write.
        file: PathBuf,
    },
}

/// What to do with your settings.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Write a commented example; never over a file that exists.
    Init {
        /// The file; without one where certdex looks for it. One elsewhere is read with `--config FILE`.
        file: Option<PathBuf>,
    },
    /// Print every setting and what it is now.
    Show {
        /// And who said so: a flag, a variable, a line of the file, or nobody.
        #[arg(long)]
        origin: bool,
    },
}

/// What to do with your profile.
#[derive(Debug, Subcommand)]
pub enum ProfileCommand {
    /// Write all of it as JSON: to a file, whole or not at all, or to standard output.
    Export {
        /// The file; `-` is standard output.
        #[arg(default_value = "-")]
        file: PathBuf,
        /// Write over a file that is there already.
        #[arg(long)]
        force: bool,
    },
    /// Bring in what was exported. What is there already is not there twice, and nothing is lost.
    Import {
        /// The file; `-` is standard input.
        file: PathBuf,
    },
    /// Print where it is kept.
    Path,
}

/// How the data set is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)] // the names say it
pub enum ExportFormat {
    Json,
    Ron,
    Csv,
    Schema,
}

/// The text of `certdex facts` and `certdex help facts`: the adoption rule in words.
pub const FACTS: &str = "\
A field is not a value but a set of claims, each with its sources. One is adopted:

  1. A claim that cannot be true never wins.
  2. A source that leaves the matter open gives way to one that says something.
  3. The better kind of source wins: you, official, government register, independent,
     training company, exam preparation, forum, private page, our own judgement.
  4. Among those the newer; one without a date loses to one with a date.
  5. Among those the claim with more sources, then the first in the file.
  6. A claim that agrees with the adopted one in everything and says more fills it in.

The step that decided is printed with the value. Lists of several sources add up.
`none`, `not stated`, `varies` and `unknown` are four different answers.

Marks: ! sources disagree, ~ not stated or unknown, * our own judgement,
? older than such a value keeps (fees 180 days; exams, courses, salaries a year),
\u{2020} retired.";

/// What to do with practice questions.
#[derive(Debug, Subcommand)]
pub enum QuizCommand {
    /// List the question banks.
    List {
        /// For scripts: JSON.
        #[arg(long)]
        json: bool,
    },
    /// Run a quiz or a mock exam over plain lines.
    #[command(
        after_help = "Examples:\n  certdex quiz run okr\n  certdex quiz run psm-1 --count 10 --seed 7\n  certdex quiz run scrum-flow --topic events\n  certdex quiz run csm --mode exam\n  certdex quiz run okr --answers mine.txt --json --no-profile\n\nA line is an answer (b, a c, c a b) or a word: next, back, flag, undo, blank, time, hand in, stop."
    )]
    Run(quiz::RunArgs),
    /// How ready you are: a word on the chance, your pace, your blind spots, your runs.
    Stats {
        /// Only for this certification, as `psm-1`.
        #[arg(long, value_name = "ID")]
        cert: Option<String>,
        /// For scripts: JSON.
        #[arg(long)]
        json: bool,
    },
    /// What is to be asked today, and in the days to come.
    Due {
        /// For scripts: JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Roles or certifications.
#[derive(Clone, Copy, Debug, ValueEnum)]
#[allow(missing_docs)] // the names say it
pub enum KindArg {
    Role,
    Cert,
}

impl From<KindArg> for Kind {
    fn from(kind: KindArg) -> Self {
        match kind {
            KindArg::Role => Self::Role,
            KindArg::Cert => Self::Cert,
        }
    }
}

/// How a comparison is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)] // the names say it
pub enum Format {
    Text,
    Markdown,
    Csv,
    Json,
    Html,
}

impl From<Format> for export_of::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Text => Self::Text,
            Format::Markdown => Self::Markdown,
            Format::Csv => Self::Csv,
            Format::Json => Self::Json,
            Format::Html => Self::Html,
        }
    }
}

/// The names of the lenses, for help and for "did you mean".
fn lenses() -> PossibleValuesParser {
    PossibleValuesParser::new(LENSES.iter().map(|row| row.id))
}

/// How a screen is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)] // the names say it
pub enum Print {
    Text,
    Ansi,
    Svg,
}

/// Runs what the command line asks for.
///
/// # Errors
/// Whatever the verb meets; see [`Error`].
pub fn run(args: &Args, command: &Command, out: &mut Out) -> Result<Exit, Error> {
    match command {
        Command::Search { query, limit, stdin: true, .. } => {
            return search::lines_of_stdin(query, limit.unwrap_or(usize::MAX), out);
        }
        Command::Check { files } => return check::run(&args.data, files, out),
        Command::Profile { command } => return profile::run(args, command, out),
        Command::Overlay { command: OverlayCommand::New { file } } => return overlay::new(file, out),
        Command::Facts => {
            out.line(FACTS)?;
            return list::fields(out).map(|()| Exit::Ok);
        }
        Command::Man => return man::run(out),
        Command::Config { command: ConfigCommand::Init { file } } => {
            return config::init(args, file.as_deref(), out);
        }
        _ => {}
    }
    let config = config_for(args);
    if let Command::Config { command: ConfigCommand::Show { origin } } = command {
        return config::show(args, &config, *origin, out);
    }
    if let Command::Doctor { json } = command {
        return doctor::run(args, &config, *json, out);
    }
    if !matches!(command, Command::Tui { .. } | Command::Completions { .. }) {
        told_of_config(args, &config)?;
    }
    let Loaded { catalog, problems } = load_for(args)?;
    // The explorer starts with what could be used; a script must not mistake half for the whole.
    // Files that certdex finds by itself are told about and left out.
    let (own, named): (Vec<Problem>, Vec<Problem>) = problems.into_iter().partition(is_own);
    if !named.is_empty() && !matches!(command, Command::Tui { .. }) {
        return Err(Error::Data(named));
    }
    let problems: Vec<Problem> = named.into_iter().chain(own).collect();
    if !matches!(command, Command::Tui { .. }) {
        for problem in &problems {
            let _ = writeln!(std::io::stderr(), "certdex: left out: {problem}");
        }
    }
    match command {
        Command::Search { query, kind, limit, json, .. } => {
            search::run(&catalog, query, *kind, limit.unwrap_or(usize::MAX), *json, out)
        }
        Command::Show { id, field, json } => show::run(&catalog, id, field.as_deref(), *json, out),
        Command::Compare { ids, only_differences, lens, format, out: file, force } => {
            let to = compare::Target { format: format.map(Into::into), file: file.as_deref(), force: *force };
            compare::run(&catalog, ids, lens, *only_differences, to, out)
        }
        Command::Decide { pairs, answers, why_not, export, force, json } => {
            let (file, why_not) = (answers.as_deref(), why_not.as_deref());
            let asked = decide::Asked { pairs, file, why_not, export, force: *force, json: *json };
            decide::run(&catalog, &asked, out)
        }
        Command::Replay { file, json } => memo::replay(&catalog, file, *json, out),
        Command::Cost(args) => cost::run(&catalog, args, out),
        Command::Path(args) => path::run(&catalog, args, out),
        Command::Roles { json } => list::records(&catalog, Kind::Role, *json, out),
        Command::Certs { json } => list::records(&catalog, Kind::Cert, *json, out),
        Command::Quiz { command: QuizCommand::List { json } } => list::banks(&catalog, *json, out),
        Command::Quiz { command: QuizCommand::Run(asked) } => quiz::run(&catalog, args, &config, asked, out),
        Command::Quiz { command: QuizCommand::Stats { cert, json } } => {
            stats::stats(&catalog, args, cert.as_deref(), *json, out)
        }
        Command::Quiz { command: QuizCommand::Due { json } } => stats::due(&catalog, args, *json, out),
        Command::Exam { command } => exam::run(&catalog, args, command, out),
        Command::Audit { json, strict } => audit::run(&catalog, *json, *strict, out),
        Command::Completions { shell } => completions::run(&catalog, *shell, out),
        Command::Keys { json } => keys::run(&config.bindings(), *json, out),
        Command::Tui { keys, size, print, seed } => {
            let asked = tui::Asked { keys, size, how: print.unwrap_or(Print::Text), seed: *seed };
            tui::print(catalog, &problems, &config, args.color.into(), &asked, out)
        }
        Command::Verify { id, field, value, on, note } => {
            verify::run(&catalog, id, field, value, on.as_deref(), note.as_deref(), out)
        }
        Command::Export { format } => export::run(&catalog, *format, &all_files(args), out),
        Command::Check { .. }
        | Command::Overlay { .. }
        | Command::Profile { .. }
        | Command::Config { .. }
        | Command::Doctor { .. }
        | Command::Man
        | Command::Facts
        | Command::Pick { .. } => Ok(Exit::Ok),
    }
}

/// The settings: what the arguments say, then the environment, then the file.
#[must_use]
pub fn config_for(args: &Args) -> Config {
    let mut flags: Vec<Flagged> = Vec::new();
    if let Some(theme) = &args.theme {
        flags.push(("theme", "--theme", theme.clone()));
    }
    if args.ascii {
        flags.push(("ascii", "--ascii", "true".to_owned()));
    }
    if args.no_mouse {
        flags.push(("mouse", "--no-mouse", "false".to_owned()));
    }
    Config::load(args.config.as_deref(), &flags, &surroundings::variable)
}

/// Tells on standard error what could not be used of the settings.
///
/// # Errors
/// [`Error::Config`] where the file was named with `--config`: who asks for it means it.
pub fn told_of_config(args: &Args, config: &Config) -> Result<(), Error> {
    if args.config.is_some() && !config.problems.is_empty() {
        return Err(Error::Config(config.problems.clone()));
    }
    for problem in &config.problems {
        let _ = writeln!(std::io::stderr(), "certdex: left out: {problem}");
    }
    Ok(())
}

/// The user's own files, then those named on the command line.
#[must_use]
pub fn all_files(args: &Args) -> Vec<PathBuf> {
    paths::own_files().into_iter().chain(args.data.iter().cloned()).collect()
}

/// The catalogue that the arguments ask for, with the day that ages are counted to.
///
/// # Errors
/// [`Error::Usage`] for `--as-of` that is no date.
pub fn load_for(args: &Args) -> Result<Loaded, Error> {
    let as_of = args.as_of.as_deref().map(date).transpose()?;
    let files = all_files(args);
    let mut loaded = if files.is_empty() && as_of.is_none() {
        Loaded { catalog: crate::embedded::catalog(), problems: Vec::new() }
    } else {
        load_as_of(&files, as_of)
    };
    loaded.catalog.today = as_of.or_else(today);
    Ok(loaded)
}

/// Whether a problem is in a file that nobody named.
fn is_own(problem: &Problem) -> bool {
    paths::own_data().is_some_and(|folder| {
        let folder = safe(&folder.to_string_lossy());
        problem.file.starts_with(&folder)
    })
}

/// Reads a date given on the command line.
fn date(text: &str) -> Result<Date, Error> {
    Date::parse(text.trim()).ok_or_else(|| {
        let shown: String = safe(text).chars().take(40).collect();
        Error::Usage(format!("`{shown}` is no date; write 2026-11-21, 2026-11 or 2026"))
    })
}

/// Today, as the clock has it.
#[expect(clippy::disallowed_methods, reason = "ages are counted to today; pure code gets it from here")]
fn today() -> Option<Date> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok()?;
    date_of(i64::try_from(now.as_secs()).ok()?)
}

/// The moment that what is stored now bears, in milliseconds since 1970: the clock's, or the beginning of
/// the day that `--as-of` names.
#[expect(clippy::disallowed_methods, reason = "pure code gets its time from here")]
fn now(args: &Args, today: Date) -> Millis {
    const DAY: Millis = 24 * 60 * 60 * 1000;
    if args.as_of.is_some() {
        let epoch = Date { year: 1970, month: 1, day: 1 };
        return crate::quiz::plan::days_until(epoch, today).saturating_mul(DAY);
    }
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Millis::try_from(now.as_millis()).unwrap_or(Millis::MAX)
}

/// The text of a small file of the user's.
fn read_text(path: &Path, most: u64) -> Result<String, Error> {
    files::read(path, most).map_err(|message| {
        let file = SafeText::new(&path.to_string_lossy());
        Error::Data(vec![Problem { rule: "file-readable", file, place: None, record: None, message, excerpt: None }])
    })
}

/// Writes a file that the user named; one that is there only with `--force`.
fn write_out(path: &Path, text: &str, force: bool) -> Result<(), Error> {
    let shown = safe(&path.to_string_lossy());
    files::write(path, text, force).map_err(|fault| match fault {
        Fault::Exists => {
            Error::Usage(format!("{shown} is there already; choose another name, or say --force to write over it"))
        }
        Fault::Failed(words) => Error::Output(std::io::Error::other(words)),
    })
}

/// The record of that name, or an error that names the nearest.
fn find<'a>(catalog: &'a Catalog, name: &str) -> Result<&'a Record, Error> {
    catalog.find(name).ok_or_else(|| {
        let near: Vec<&str> =
            Index::new(catalog).suggestions(catalog, name, None).into_iter().map(|r| r.id.as_str()).collect();
        let shown: String = safe(name).chars().take(80).collect();
        let hint = if near.is_empty() {
            "`certdex roles` and `certdex certs` list what there is".to_owned()
        } else {
            format!("did you mean {}?", near.join(", "))
        };
        Error::Usage(format!("there is no role, certification or provider `{shown}`; {hint}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The short way for who gives no argument comes to what the long way comes to.
    #[test]
    fn no_argument_is_read_as_none() {
        let read = Args::try_parse_from(["certdex"]).expect("nothing is a command line");
        assert_eq!(format!("{read:?}"), format!("{:?}", Args::none()));
    }
}
