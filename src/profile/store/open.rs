//! How a profile's file is opened: made anew, brought up to date, or set aside if it is damaged.
//!
//! Whatever moves or copies files happens under a lock of its own beside them (`profile.db.lock`), so
//! that of two programs that find the same damage only one sets the file aside.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use std::cell::RefCell;

use rusqlite::{Connection, OpenFlags};

use super::fault::shown;
use super::{Fault, FaultKind, Gate, Store};
use crate::profile::migrations::{APPLICATION_ID, STEPS, TABLES, VERSION};

/// How long SQLite waits for a lock of another program.
pub(super) const PATIENCE: Duration = Duration::from_secs(2);

/// A file of up to so many bytes is looked at whole when it is opened: some ten thousand answers.
const SMALL: i64 = 4 << 20;

/// How often the lock beside the file is asked for within [`PATIENCE`].
const ASKED: u32 = 40;

pub(super) fn in_memory() -> Result<Store, Fault> {
    let db = Connection::open_in_memory().map_err(|error| Fault::of(None, &error))?;
    let mut store = Store { db, file: None, notices: Vec::new(), gate: RefCell::new(None) };
    store.set_up()?;
    store.bring_up_to_date(0)?;
    Ok(store)
}

pub(super) fn open(path: &Path, gate: Option<Gate>) -> Result<Store, Fault> {
    // Through a link to the file it stands for: that is the one that is set aside and copied.
    make(path)?;
    let path = path.canonicalize().map_err(|error| Fault::of_io(path, &error))?;
    let mut gate = gate;
    let fault = match connect(&path, &mut gate) {
        Err(fault) if fault.kind == FaultKind::Damaged => fault,
        done => return done,
    };
    if !looks_like_one(&path) {
        return Err(Fault::new(Some(&path), FaultKind::Foreign, ""));
    }
    let _lock = lock(&path)?;
    // Another program may have set it aside in between.
    match connect(&path, &mut gate) {
        Err(fault) if fault.kind == FaultKind::Damaged => {}
        done => return done,
    }
    let aside = set_aside(&path).map_err(|error| Fault::of_io(&path, &error))?;
    make(&path)?;
    let mut store = connect(&path, &mut gate)?;
    store.notices.insert(
        0,
        format!(
            "your profile {} is damaged ({}) and was set aside as {}; a new one was begun",
            fault.file,
            fault.detail,
            shown(Some(&aside))
        ),
    );
    Ok(store)
}

/// Whether a file that cannot be read as a profile may once have been one: by its first bytes, or by
/// the ending of its name. A book named by mistake is left where it is.
fn looks_like_one(path: &Path) -> bool {
    let mut first = [0; 16];
    let read = File::open(path).and_then(|mut file| std::io::Read::read_exact(&mut file, &mut first));
    (read.is_ok() && first.starts_with(b"SQLite format 3")) || path.extension().is_some_and(|ending| ending == "db")
}

/// Makes the folders and an empty file that only the user can read, if they are not there.
fn make(path: &Path) -> Result<(), Fault> {
    let failed = |error: &std::io::Error| Fault::of_io(path, error);
    match path.metadata() {
        Ok(known) if known.is_file() => return Ok(()),
        Ok(known) => {
            let what = if known.is_dir() { "it is a folder" } else { "it is no ordinary file" };
            return Err(Fault::new(Some(path), FaultKind::Io, what));
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(failed(&error)),
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder).map_err(|error| failed(&error))?;
    }
    match private(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists && path.is_file() => Ok(()),
        Err(error) => Err(failed(&error)),
    }
}

/// A new file that only the user can read.
fn private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// A connection to a file that is sound and up to date.
fn connect(path: &Path, gate: &mut Option<Gate>) -> Result<Store, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags).map_err(|error| Fault::of(Some(path), &error))?;
    let mut store = Store { db, file: Some(path.to_owned()), notices: Vec::new(), gate: RefCell::new(gate.take()) };
    let done = store.set_up().and_then(|()| store.judge());
    match done {
        Ok(()) => Ok(store),
        Err(fault) => {
            *gate = store.gate.take();
            Err(fault)
        }
    }
}

/// The lock beside the file. It is let go of when it is dropped.
fn lock(path: &Path) -> Result<File, Fault> {
    let failed = |error: &std::io::Error| Fault::of_io(path, error);
    let name = beside(path, "lock");
    let file = match private(&name) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => OpenOptions::new().write(true).open(&name),
        other => other,
    }
    .map_err(|error| failed(&error))?;
    for _ in 0..ASKED {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => std::thread::sleep(PATIENCE / ASKED),
            // A file system without locks: nobody else can be told anyway.
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(failed(&error)),
        }
    }
    Err(Fault::new(Some(path), FaultKind::Locked, ""))
}

/// `profile.db` with `ending`: `profile.db.ending`.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

/// A name beside the file that nothing has: `profile.db.ending`, or `profile.db.ending-2` and so on.
fn free(path: &Path, ending: &str) -> PathBuf {
    let taken = |name: &PathBuf| name.symlink_metadata().is_ok();
    let numbered = (2..).map(|number| beside(path, &format!("{ending}-{number}")));
    std::iter::once(beside(path, ending)).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
}

/// Renames a damaged file, and what SQLite left of an unfinished transaction with it.
fn set_aside(path: &Path) -> std::io::Result<PathBuf> {
    let aside = free(path, &format!("damaged-{}", now()));
    let journal = |name: &Path| {
        let mut name = name.as_os_str().to_owned();
        name.push("-journal");
        PathBuf::from(name)
    };
    // The journal first: left behind alone it would be rolled back into the new file.
    match std::fs::rename(journal(path), journal(&aside)) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    std::fs::rename(path, &aside)?;
    Ok(aside)
}

/// The moment for a file name: `20261126-013000`, UTC.
#[expect(clippy::disallowed_methods, reason = "a name for a damaged file that differs from the last")]
fn now() -> String {
    let now = jiff::Timestamp::try_from(std::time::SystemTime::now()).unwrap_or_default();
    now.strftime("%Y%m%d-%H%M%S").to_string()
}

impl Store {
    /// What holds for every connection.
    fn set_up(&mut self) -> Result<(), Fault> {
        self.db.busy_timeout(PATIENCE).map_err(|error| self.fault(&error))?;
        self.db.set_prepared_statement_cache_capacity(64);
        self.call("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF")
    }

    /// Looks at what file it is, makes a new one or an old one into one of today, and checks it.
    fn judge(&mut self) -> Result<(), Fault> {
        let number = |store: &Self, name: &str| -> Result<i64, Fault> {
            Ok(store.row(&format!("PRAGMA {name}"), [], |row| row.get(0))?.unwrap_or(0))
        };
        let application = number(self, "application_id")?;
        let found = number(self, "user_version")?;
        let tables = self.tables()?;
        if application == 0 && found == 0 && tables.is_empty() {
            return self.bring_up_to_date(0);
        }
        if application != i64::from(APPLICATION_ID) {
            return Err(Fault::new(self.file.as_deref(), FaultKind::Foreign, ""));
        }
        let version = usize::try_from(found).unwrap_or(0);
        if version == 0 {
            let words = format!("its tables are of version {found}");
            return Err(Fault::new(self.file.as_deref(), FaultKind::Damaged, &words));
        }
        if version > VERSION {
            let known = i64::try_from(VERSION).unwrap_or(i64::MAX);
            return Err(Fault::new(self.file.as_deref(), FaultKind::Newer { found, known }, ""));
        }
        self.call("PRAGMA journal_mode = DELETE")?;
        // Of a large file only what is read is looked at: a look at all of it takes 6 ms a megabyte.
        let pages = number(self, "page_count")?.saturating_mul(number(self, "page_size")?);
        if pages <= SMALL || version < VERSION {
            let sound: String = self.row("PRAGMA quick_check(1)", [], |row| row.get(0))?.unwrap_or_default();
            if sound != "ok" {
                return Err(Fault::new(self.file.as_deref(), FaultKind::Damaged, &sound));
            }
        }
        if version < VERSION {
            self.keep_copy(version)?;
            self.bring_up_to_date(version)?;
        }
        let tables = self.tables()?;
        match TABLES.iter().find(|table| !tables.iter().any(|known| known == *table)) {
            Some(table) => {
                let lack = format!("it has no table `{table}`");
                Err(Fault::new(self.file.as_deref(), FaultKind::Damaged, &lack))
            }
            None => Ok(()),
        }
    }

    fn tables(&self) -> Result<Vec<String>, Fault> {
        self.rows("SELECT name FROM sqlite_schema WHERE type = 'table'", [], |row| row.get(0))
    }

    /// Takes the steps from `version` on that another program has not taken by then.
    fn bring_up_to_date(&mut self, version: usize) -> Result<(), Fault> {
        self.whole(|store| {
            let found: i64 = store.row("PRAGMA user_version", [], |row| row.get(0))?.unwrap_or(0);
            let found = usize::try_from(found).unwrap_or(0).max(version);
            let steps = STEPS.get(found..).unwrap_or_default();
            if steps.is_empty() {
                return Ok(());
            }
            for step in steps {
                store.call(step)?;
            }
            for item in store.rows("SELECT DISTINCT item FROM attempt", [], |row| row.get::<_, String>(0))? {
                store.count(&item)?;
            }
            store.call(&format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION}"))
        })
    }

    /// Keeps a copy of the file beside it before its tables change: `profile.db.v1-backup`.
    fn keep_copy(&mut self, version: usize) -> Result<(), Fault> {
        let Some(path) = self.file.clone() else { return Ok(()) };
        let failed = |error: &std::io::Error| Fault::of_io(&path, error);
        let _lock = lock(&path)?;
        let copy = free(&path, &format!("v{version}-backup"));
        // Written by SQLite: opening the file a second time would let go of SQLite's own locks.
        let file = private(&copy).map_err(|error| failed(&error))?;
        let copied = match copy.to_str() {
            Some(name) => self.change("VACUUM INTO ?1", [name]).map(drop),
            None => Err(Fault::new(Some(&path), FaultKind::Io, "its name is not UTF-8, so no copy of it can be kept")),
        };
        let copied = copied.and_then(|()| file.sync_all().map_err(|error| failed(&error)));
        if let Err(fault) = copied {
            // Half a copy is of no use to anyone; the file itself was not touched.
            let _ = std::fs::remove_file(&copy);
            return Err(fault);
        }
        self.notices.push(format!(
            "your profile {} was brought up to date; as it was before, it is kept as {}",
            shown(Some(&path)),
            shown(Some(&copy))
        ));
        Ok(())
    }
}
