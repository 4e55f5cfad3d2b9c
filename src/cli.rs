//! The command line: one verb each, the same catalogue, text for people and JSON for scripts.

pub mod audit;
pub mod check;
pub mod compare;
pub mod keys;
pub mod list;
pub mod output;
pub mod search;
pub mod show;
pub mod tui;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::catalog::Catalog;
use crate::catalog::load::{Loaded, load};
use crate::catalog::record::{Kind, Record};
use crate::error::{Error, Exit};
use crate::safe_text::safe;
use crate::search::Index;
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
pub struct Args {
    /// Lay a data file, or the .ron files of a folder, over the built-in data (repeatable).
    #[arg(long, value_name = "FILE|DIR", global = true)]
    pub data: Vec<PathBuf>,

    /// Leave the mouse to the terminal.
    #[arg(long)]
    pub no_mouse: bool,

    /// Fail on purpose, to test that the terminal comes back.
    #[cfg(debug_assertions)]
    #[arg(long, hide = true, value_name = "KIND:MS")]
    pub crash_test: Option<String>,

    /// What to do; without a command the explorer opens.
    #[command(subcommand)]
    pub command: Option<Command>,
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
    /// Put two to six certifications side by side.
    Compare {
        /// Their ids or abbreviations.
        #[arg(required = true, num_args = 2..=6)]
        ids: Vec<String>,
        /// Leave out what is the same.
        #[arg(long)]
        only_differences: bool,
        /// How to print it.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
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
    /// List what the keys of the explorer do.
    Keys {
        /// For scripts: JSON.
        #[arg(long)]
        json: bool,
    },
    /// Play keys into the explorer and print the screen: for scripts, tests and bug reports.
    Tui {
        /// Keys as you would tell a friend: "tab / own <enter>".
        #[arg(long, default_value = "")]
        keys: String,
        /// Columns and rows.
        #[arg(long, value_name = "WxH", default_value = "80x24")]
        size: String,
        /// Print the last screen, as text or with ANSI styles; without it the explorer opens.
        #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "text")]
        print: Option<Print>,
        /// The seed that mixes the options of a quiz.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
}

/// What to do with practice questions.
#[derive(Debug, Subcommand)]
pub enum QuizCommand {
    /// List the question banks.
    List {
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

/// How a comparison is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)] // the names say it
pub enum Format {
    Text,
    Markdown,
    Csv,
    Json,
}

/// How a screen is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)] // the names say it
pub enum Print {
    Text,
    Ansi,
}

/// Runs what the command line asks for.
///
/// # Errors
/// Whatever the verb meets; see [`Error`].
pub fn run(args: &Args, command: &Command, out: &mut Out) -> Result<Exit, Error> {
    if let Command::Check { files } = command {
        return check::run(&args.data, files, out);
    }
    let Loaded { catalog, problems } = load(&args.data);
    // The explorer starts with what could be used; a script must not mistake half for the whole.
    if !problems.is_empty() && !matches!(command, Command::Tui { .. }) {
        return Err(Error::Data(problems));
    }
    match command {
        Command::Search { query, kind, limit, json } => {
            search::run(&catalog, query, *kind, limit.unwrap_or(usize::MAX), *json, out)
        }
        Command::Show { id, field, json } => show::run(&catalog, id, field.as_deref(), *json, out),
        Command::Compare { ids, only_differences, format } => {
            compare::run(&catalog, ids, *only_differences, *format, out)
        }
        Command::Roles { json } => list::records(&catalog, Kind::Role, *json, out),
        Command::Certs { json } => list::records(&catalog, Kind::Cert, *json, out),
        Command::Quiz { command: QuizCommand::List { json } } => list::banks(&catalog, *json, out),
        Command::Audit { json, strict } => audit::run(&catalog, *json, *strict, out),
        Command::Keys { json } => keys::run(*json, out),
        Command::Tui { keys, size, print, seed } => {
            tui::print(catalog, &problems, keys, size, print.unwrap_or(Print::Text), *seed, out)
        }
        Command::Check { .. } => Ok(Exit::Ok),
    }
}

/// The record of that name, or an error that names the nearest.
fn find<'a>(catalog: &'a Catalog, name: &str) -> Result<&'a Record, Error> {
    catalog.find(name).ok_or_else(|| {
        let near: Vec<&str> =
            Index::new(catalog).suggestions(catalog, name).into_iter().map(|r| r.id.as_str()).collect();
        let shown: String = safe(name).chars().take(80).collect();
        let hint = if near.is_empty() {
            "`certdex roles` and `certdex certs` list what there is".to_owned()
        } else {
            format!("did you mean {}?", near.join(", "))
        };
        Error::Usage(format!("there is no role, certification or provider `{shown}`; {hint}"))
    })
}
