//! `certdex profile`: where your answers are kept, out as JSON and in again.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::output::Out;
use super::{Args, ProfileCommand, write_out};
use crate::catalog::load::Problem;
use crate::catalog::place::Place;
use crate::error::{Error, Exit};
use crate::paths;
use crate::profile::dump::{self, Refusal};
use crate::profile::store::Store;
use crate::safe_text::{SafeText, safe};

/// Does what was asked for with the profile.
///
/// # Errors
/// [`Error::Usage`] without a place to keep it, [`Error::Profile`] if it cannot be read or written,
/// [`Error::Data`] for a file that is no exported profile, [`Error::Output`] if nothing can be written.
pub fn run(args: &Args, command: &ProfileCommand, out: &mut Out) -> Result<Exit, Error> {
    let path = path(args)?;
    match command {
        ProfileCommand::Path => out.line(&safe(&path.to_string_lossy()))?,
        ProfileCommand::Export { file, force } => {
            // Nothing is begun only to be looked at.
            let store = match Store::open_existing(&path)? {
                Some(store) => store,
                None => Store::in_memory()?,
            };
            tell(&store);
            let text = dump::export(&store)?;
            if file == Path::new("-") {
                out.raw(&text)?;
            } else {
                write_out(file, &text, *force)?;
                out.line(&format!("your profile was written to {}", safe(&file.to_string_lossy())))?;
            }
        }
        ProfileCommand::Import { file } => {
            let text = text_of(file)?;
            let mut store = Store::open(&path)?;
            tell(&store);
            let done = dump::import(&mut store, &text).map_err(|refusal| match refusal {
                Refusal::Text { words, at } => refused(file, words, at),
                Refusal::Store(fault) => Error::Profile(fault),
            })?;
            store.close()?;
            let counted = |number, one, many| if number == 1 { format!("1 {one}") } else { format!("{number} {many}") };
            out.line(&format!(
                "{} and {} were added to {}; {} were there already",
                counted(done.added, "answer", "answers"),
                counted(done.runs, "run", "runs"),
                safe(&path.to_string_lossy()),
                counted(done.known, "answer", "answers")
            ))?;
        }
    }
    Ok(Exit::Ok)
}

/// The file of the profile that the arguments ask for.
fn path(args: &Args) -> Result<PathBuf, Error> {
    if args.no_profile {
        return Err(Error::Usage("--no-profile leaves nothing to do here; leave it out".into()));
    }
    paths::profile(args.profile.as_deref()).ok_or_else(|| {
        let words =
            "there is no home folder to keep your profile in; name a file with --profile, or set XDG_STATE_HOME";
        Error::Usage(words.into())
    })
}

/// Says what happened when it was opened.
pub(super) fn tell(store: &Store) {
    for notice in store.notices() {
        let _ = writeln!(std::io::stderr(), "certdex: {notice}");
    }
}

/// What is wrong with a file to import.
fn refused(file: &Path, message: String, at: Option<(usize, usize)>) -> Error {
    let name = if file == Path::new("-") { "standard input".into() } else { file.to_string_lossy() };
    let place = at.map(|(line, column)| Place { line, column });
    let file = SafeText::new(&name);
    Error::Data(vec![Problem { rule: "profile", file, place, record: None, message, excerpt: None }])
}

/// The text of a file, or of standard input.
fn text_of(file: &Path) -> Result<String, Error> {
    if file != Path::new("-") {
        return super::read_text(file, dump::MOST);
    }
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(dump::MOST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| refused(file, format!("cannot be read: {}", safe(&error.to_string())), None))?;
    String::from_utf8(bytes).map_err(|_| refused(file, "it is not UTF-8 text".into(), None))
}
