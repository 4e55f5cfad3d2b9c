//! Files that the user asks for: written whole or not at all, and over one that is there only if
//! that was asked for as well.

use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use crate::safe_text::safe;

/// Why a file was not written. Nothing of it is there then.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// There is one of that name, and nobody said that it may go.
    Exists,
    /// A sentence for people, with the path.
    Failed(String),
}

/// Writes `text` to `path`: into a file beside it, synced, then put in its place. `over` lets it
/// replace a file that is there.
///
/// # Errors
/// [`Fault`]; what was there before is as it was.
pub fn write(path: &Path, text: &str, over: bool) -> Result<(), Fault> {
    let shown = safe(&path.to_string_lossy());
    if path.file_name().is_none() || path.to_string_lossy().ends_with(std::path::MAIN_SEPARATOR) {
        return Err(Fault::Failed(format!("`{shown}` is no file name")));
    }
    let there = std::fs::metadata(path);
    if let Ok(known) = &there
        && !known.is_file()
    {
        let what = if known.is_dir() { "a folder; add a file name" } else { "no ordinary file" };
        return Err(Fault::Failed(format!("{shown} is {what}")));
    }
    // Through a link to the file it stands for, so that the link stays one.
    let target: PathBuf = if over { path.canonicalize().unwrap_or_else(|_| path.to_owned()) } else { path.to_owned() };
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = |error: &io::Error| Fault::Failed(sentence(&shown, folder, error));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".certdex-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any program makes files; one that is replaced keeps who may read it.
        let mode = there.as_ref().map_or(0o666, |known| known.permissions().mode());
        builder.permissions(std::fs::Permissions::from_mode(mode & 0o777));
    }
    let mut file = builder.tempfile_in(folder).map_err(|error| failed(&error))?;
    file.write_all(text.as_bytes()).and_then(|()| file.as_file().sync_all()).map_err(|error| failed(&error))?;
    let placed = if over { file.persist(&target) } else { file.persist_noclobber(&target) };
    match placed {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == ErrorKind::AlreadyExists => Err(Fault::Exists),
        Err(error) => Err(failed(&error.error)),
    }
}

/// Reads a small text of the user's, at most `most` bytes long.
///
/// # Errors
/// What is wrong and what to do, without the path.
pub fn read(path: &Path, most: u64) -> Result<String, String> {
    use std::io::Read as _;
    let failed = |error: io::Error| format!("cannot be read: {}; check the path", safe(&error.to_string()));
    // Look before opening: opening a FIFO would wait for a writer that never comes.
    if !std::fs::metadata(path).map_err(failed)?.is_file() {
        return Err("is not a regular file".to_owned());
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path).and_then(|file| file.take(most + 1).read_to_end(&mut bytes)).map_err(failed)?;
    if bytes.len() as u64 > most {
        return Err(format!("is larger than {} KB; that is not such a file", most / 1024));
    }
    String::from_utf8(bytes).map_err(|_| "is not UTF-8 text; save it as UTF-8".to_owned())
}

/// What went wrong, where, and what to do.
fn sentence(shown: &str, folder: &Path, error: &io::Error) -> String {
    let at = safe(&folder.to_string_lossy());
    match error.kind() {
        ErrorKind::NotFound if !folder.exists() => {
            format!("{shown}: there is no folder {at}; make it, or choose another")
        }
        ErrorKind::NotADirectory => format!("{shown}: {at} is no folder; choose another"),
        ErrorKind::PermissionDenied => format!("{shown}: you may not write into {at}; choose another folder"),
        ErrorKind::ReadOnlyFilesystem => format!("{shown}: {at} can only be read; choose another folder"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => format!("{shown}: no room is left in {at}"),
        _ => format!("{shown}: {}", safe(&error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &Path) -> String {
        std::fs::read_to_string(path).expect("a file")
    }

    #[test]
    fn nothing_is_lost_unless_that_was_asked_for() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.md");
        assert_eq!(write(&path, "one", false), Ok(()));
        assert_eq!(write(&path, "two", false), Err(Fault::Exists));
        assert_eq!(read(&path), "one");
        assert_eq!(write(&path, "two", true), Ok(()));
        assert_eq!(read(&path), "two");
        let left = std::fs::read_dir(folder.path()).expect("a folder").count();
        assert_eq!(left, 1, "no half file is left behind");
    }

    #[test]
    fn what_cannot_be_written_is_told_with_its_path() {
        let folder = tempfile::tempdir().expect("a folder");
        let told = |path: &Path| match write(path, "x", true) {
            Err(Fault::Failed(words)) => words,
            other => panic!("{other:?}"),
        };
        let missing = folder.path().join("no/such/x.md");
        assert!(told(&missing).contains("there is no folder") && told(&missing).contains("no/such"));
        assert!(told(folder.path()).contains("is a folder"));
        assert!(told(&folder.path().join("x/")).contains("is no file name"));
        let file = folder.path().join("file");
        write(&file, "x", false).expect("a file");
        assert!(told(&file.join("x.md")).contains("file"));
    }

    #[cfg(unix)]
    #[test]
    fn devices_and_links_stay_what_they_are() {
        assert!(matches!(write(Path::new("/dev/null"), "x", true), Err(Fault::Failed(_))));
        let folder = tempfile::tempdir().expect("a folder");
        let (file, link) = (folder.path().join("a.md"), folder.path().join("b.md"));
        write(&file, "one", false).expect("a file");
        std::os::unix::fs::symlink(&file, &link).expect("a link");
        assert_eq!(write(&link, "two", false), Err(Fault::Exists));
        assert_eq!(write(&link, "two", true), Ok(()));
        assert_eq!(read(&file), "two");
        assert!(std::fs::symlink_metadata(&link).expect("a link").is_symlink());
    }
}
