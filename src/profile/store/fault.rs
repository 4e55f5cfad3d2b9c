//! What can go wrong with a profile's file, in words for people.

use std::fmt;
use std::io::ErrorKind;
use std::path::Path;

use rusqlite::ErrorCode;
use rusqlite::ffi;

use crate::safe_text::safe;

/// Why a profile could not be read or written: what happened, where, and what to do.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub struct Fault {
    /// What kind of trouble.
    pub kind: FaultKind,
    /// The file, harmless to print; of a profile in memory, words for it.
    pub file: String,
    /// What SQLite or the system says, where that helps; may be empty.
    pub detail: String,
}

/// The kinds of trouble with a profile's file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FaultKind {
    /// It can only be read.
    ReadOnly,
    /// No room is left.
    Full,
    /// Another program has it locked.
    Locked,
    /// It is damaged.
    Damaged,
    /// A newer certdex wrote it.
    Newer {
        /// The version of its tables.
        found: i64,
        /// The newest that this certdex knows.
        known: i64,
    },
    /// It is a database, but of another program.
    Foreign,
    /// The system does not let us.
    Denied,
    /// Anything else of the system.
    Io,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.file)?;
        match self.kind {
            FaultKind::ReadOnly => f.write_str(
                "it can only be read here; let certdex write to it and its folder, or choose another file with --profile",
            ),
            FaultKind::Full => f.write_str("no room is left on its disk; free some, then try again"),
            FaultKind::Locked => {
                f.write_str("another program has kept it locked for seconds; close that one, or try again")
            }
            FaultKind::Damaged => write!(
                f,
                "it is damaged ({}); open certdex again, which sets it aside and begins a new one",
                self.detail
            ),
            FaultKind::Newer { found, known } => write!(
                f,
                "a newer certdex wrote it (its tables are of version {found}, this one knows {known}); it was left as it \
                 is: update certdex, or choose another file with --profile"
            ),
            FaultKind::Foreign => f.write_str(
                "it belongs to another program and was left as it is; choose another file with --profile",
            ),
            FaultKind::Denied => f.write_str(
                "you may not read or write it; change its permissions or those of its folder, or choose another file \
                 with --profile",
            ),
            FaultKind::Io => write!(f, "{}; see to it, then try again", self.detail),
        }
    }
}

/// How a file is named to people.
pub(super) fn shown(file: Option<&Path>) -> String {
    file.map_or_else(|| "the profile in memory".to_owned(), |path| safe(&path.to_string_lossy()))
}

impl Fault {
    pub(super) fn new(file: Option<&Path>, kind: FaultKind, detail: &str) -> Self {
        Self { kind, file: shown(file), detail: safe(detail) }
    }

    /// From what the system says.
    pub(super) fn of_io(file: &Path, error: &std::io::Error) -> Self {
        let kind = match error.kind() {
            ErrorKind::PermissionDenied => FaultKind::Denied,
            ErrorKind::ReadOnlyFilesystem => FaultKind::ReadOnly,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => FaultKind::Full,
            _ => FaultKind::Io,
        };
        Self::new(Some(file), kind, &error.to_string())
    }

    /// From what SQLite says.
    pub(super) fn of(file: Option<&Path>, error: &rusqlite::Error) -> Self {
        let moved = |code: &ffi::Error| code.extended_code == ffi::SQLITE_READONLY_DBMOVED;
        let kind = match error {
            rusqlite::Error::SqliteFailure(code, _) if moved(code) => {
                return Self::new(file, FaultKind::Io, "it was moved or removed while certdex had it open");
            }
            rusqlite::Error::SqliteFailure(code, _) => match code.code {
                ErrorCode::ReadOnly => FaultKind::ReadOnly,
                ErrorCode::DiskFull => FaultKind::Full,
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => FaultKind::Locked,
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::ConstraintViolation => {
                    FaultKind::Damaged
                }
                ErrorCode::PermissionDenied | ErrorCode::AuthorizationForStatementDenied | ErrorCode::CannotOpen => {
                    FaultKind::Denied
                }
                _ => FaultKind::Io,
            },
            // What stands in a row is not what a certdex writes.
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::Utf8Error(..) => FaultKind::Damaged,
            _ => FaultKind::Io,
        };
        Self::new(file, kind, &error.to_string())
    }
}

/// The ways in which a test makes a call to SQLite fail.
#[doc(hidden)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // the names say it
pub enum Failure {
    Full,
    ReadOnly,
    Io,
    Locked,
    Corrupt,
    Interrupted,
}

impl Failure {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Full, Self::ReadOnly, Self::Io, Self::Locked, Self::Corrupt, Self::Interrupted];

    /// What SQLite would say.
    pub(super) fn error(self) -> rusqlite::Error {
        let code = match self {
            Self::Full => ffi::SQLITE_FULL,
            Self::ReadOnly => ffi::SQLITE_READONLY,
            Self::Io => ffi::SQLITE_IOERR,
            Self::Locked => ffi::SQLITE_BUSY,
            Self::Corrupt => ffi::SQLITE_CORRUPT,
            Self::Interrupted => ffi::SQLITE_INTERRUPT,
        };
        rusqlite::Error::SqliteFailure(ffi::Error::new(code), None)
    }
}
