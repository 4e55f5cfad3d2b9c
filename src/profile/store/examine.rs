//! A profile's file looked at without touching it: nothing is made, moved or brought up to date.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::open::PATIENCE;
use super::{Fault, FaultKind};
use crate::profile::migrations::{APPLICATION_ID, VERSION};

/// What a file is like.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Examined {
    /// The version of its tables; 0 for a file with nothing in it.
    pub version: i64,
    /// The version that this certdex writes.
    pub known: i64,
    /// What SQLite says of it after a full check, if it is not sound.
    pub flaw: Option<String>,
    /// How many answers, runs and exam dates are in it.
    pub counts: [u64; 3],
}

/// Looks at the file.
///
/// # Errors
/// [`Fault`] if it cannot be read, or is no profile.
pub fn examine(path: &Path) -> Result<Examined, Fault> {
    let failed = |error: &rusqlite::Error| Fault::of(Some(path), error);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags).map_err(|error| failed(&error))?;
    db.busy_timeout(PATIENCE).map_err(|error| failed(&error))?;
    let number = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(|error| failed(&error));
    let known = i64::try_from(VERSION).unwrap_or(i64::MAX);
    let (application, version) = (number("PRAGMA application_id")?, number("PRAGMA user_version")?);
    let tables = number("SELECT count(*) FROM sqlite_schema")?;
    if application == 0 && version == 0 && tables == 0 {
        return Ok(Examined { version, known, flaw: None, counts: [0; 3] });
    }
    if application != i64::from(APPLICATION_ID) {
        return Err(Fault::new(Some(path), FaultKind::Foreign, ""));
    }
    if version > known {
        return Err(Fault::new(Some(path), FaultKind::Newer { found: version, known }, ""));
    }
    let said: String =
        db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).map_err(|error| failed(&error))?;
    // An older file may lack a table of today.
    let count = |table: &str| number(&format!("SELECT count(*) FROM {table}")).map_or(0, i64::unsigned_abs);
    let counts = [count("attempt"), count("run"), count("exam")];
    let flaw = (said != "ok").then(|| crate::safe_text::safe(&said));
    Ok(Examined { version, known, flaw, counts })
}
