//! `certdex overlay new`: a commented example to start from.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

use super::output::Out;
use crate::error::{Error, Exit};
use crate::safe_text::safe;

/// The example; a test loads it.
pub const EXAMPLE: &str = include_str!("../../assets/overlay-example.txt");

/// Writes the example to a file that does not exist yet.
///
/// # Errors
/// [`Error::Usage`] if the file exists, [`Error::Output`] if it cannot be written.
pub fn new(file: &Path, out: &mut Out) -> Result<Exit, Error> {
    let shown = safe(&file.to_string_lossy());
    let mut fresh = OpenOptions::new().write(true).create_new(true).open(file).map_err(|error| {
        if error.kind() == std::io::ErrorKind::AlreadyExists {
            Error::Usage(format!(
                "{shown} exists already, and certdex never writes over a file of yours; choose another name"
            ))
        } else {
            Error::Output(error)
        }
    })?;
    fresh.write_all(EXAMPLE.as_bytes())?;
    fresh.sync_all()?;
    out.line(&format!("written to {shown}; `certdex check {shown}` judges it, `certdex --data {shown}` uses it"))?;
    Ok(Exit::Ok)
}
