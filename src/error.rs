//! What a user can meet when something does not work, and the table of exit codes.

use unicode_width::UnicodeWidthStr;

use crate::catalog::load::{MOST_SHOWN, Problem};
use crate::catalog::place::Excerpt;
use crate::profile::store::{Fault, FaultKind};

/// How a run of certdex ends, as the number that scripts see. The one table of exit codes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    /// All went well.
    Ok,
    /// It worked and found something: `audit --strict`, a search without a match.
    Finding,
    /// The command line is wrong, an id is unknown, or there is no terminal.
    Usage,
    /// The first place of a decision has changed: `replay`.
    Changed,
    /// Data breaks a rule or cannot be read, or a profile is damaged or not for this certdex.
    Data,
    /// Output or a profile could not be written.
    Output,
    /// The settings named by `--config` cannot be used.
    Config,
    /// A bug in certdex.
    Bug,
    /// Ended by this signal.
    Signal(i32),
}

impl Exit {
    /// Every code with its meaning, for the README and the manual.
    pub const TABLE: &[(Self, &str)] = &[
        (Self::Ok, "all went well"),
        (Self::Finding, "it worked and found something: `audit --strict`, a search without a match"),
        (Self::Usage, "the command line is wrong, an id is unknown, or there is no terminal"),
        (Self::Changed, "the first place of a decision has changed: `replay`"),
        (Self::Data, "data breaks a rule or cannot be read, or a profile is damaged or not for this certdex"),
        (Self::Output, "output or a profile could not be written"),
        (Self::Config, "the settings named by `--config` cannot be used"),
        (Self::Bug, "a bug in certdex"),
    ];

    /// The number.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Finding => 1,
            Self::Usage => 2,
            Self::Changed => 3,
            Self::Data => 65,
            Self::Output => 74,
            Self::Config => 78,
            Self::Bug => 101,
            Self::Signal(number) => u8::try_from(128 + number).unwrap_or(255),
        }
    }
}

/// What a user can meet.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The command line asks for something that cannot be.
    #[error("{0}")]
    Usage(String),
    /// Data could not be used; one line for each problem.
    #[error("{}", list(.0))]
    Data(Vec<Problem>),
    /// Settings that were asked for cannot be used.
    #[error("{}", list(.0))]
    Config(Vec<Problem>),
    /// The terminal cannot be used.
    #[error("the terminal cannot be used: {0}")]
    Terminal(String),
    /// A signal or a hang-up ended the program.
    #[error("ended by signal {0}")]
    Signal(i32),
    /// Output could not be written.
    #[error("output could not be written: {0}")]
    Output(std::io::Error),
    /// The last answers are in no file.
    #[error("{changes} of the last changes could not be saved: {why}")]
    Unsaved {
        /// How many.
        changes: usize,
        /// A sentence that says why.
        why: String,
    },
    /// The profile cannot be read or written.
    #[error("{0}")]
    Profile(#[from] Fault),
}

fn list(problems: &[Problem]) -> String {
    let mut lines: Vec<String> = problems.iter().take(MOST_SHOWN).map(told).collect();
    if problems.len() > MOST_SHOWN {
        lines.push(format!("and {} more", problems.len() - MOST_SHOWN));
    }
    lines.join("\n")
}

/// A problem and, below it, the line it is about with a mark under the bad token.
fn told(problem: &Problem) -> String {
    let (Some(place), Some(Excerpt { before, token, after })) = (problem.place, &problem.excerpt) else {
        return problem.to_string();
    };
    let number = place.line.to_string();
    let margin = " ".repeat(number.len());
    let blank = " ".repeat(before.width());
    let mark = "^".repeat(token.width().max(1));
    format!("{problem}\n  {number} | {before}{token}{after}\n  {margin} | {blank}{mark}")
}

impl Error {
    /// The exit code it ends with.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match self {
            Self::Usage(_) => Exit::Usage,
            Self::Data(_) => Exit::Data,
            Self::Config(_) => Exit::Config,
            Self::Terminal(_) | Self::Output(_) | Self::Unsaved { .. } => Exit::Output,
            Self::Signal(number) => Exit::Signal(*number),
            Self::Profile(fault) => match fault.kind {
                FaultKind::Damaged | FaultKind::Newer { .. } | FaultKind::Foreign => Exit::Data,
                _ => Exit::Output,
            },
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::Output(error)
    }
}
