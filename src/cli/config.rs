//! `certdex config`: every setting and where it is from, and an example to start from.

use std::path::Path;

use super::output::{Out, columns};
use super::{Args, told_of_config};
use crate::config::{Config, EXAMPLE};
use crate::error::{Error, Exit};
use crate::files::{self, Fault};
use crate::paths;
use crate::safe_text::safe;

/// Writes the example to a file that does not exist yet; its folder is made where certdex looks.
///
/// # Errors
/// [`Error::Usage`] if the file exists or there is no home folder, [`Error::Output`] if it cannot be
/// written.
pub fn init(args: &Args, file: Option<&Path>, out: &mut Out) -> Result<Exit, Error> {
    if let (Some(file), Some(named)) = (file, args.config.as_deref().filter(|named| Some(*named) != file)) {
        return Err(Error::Usage(format!(
            "two files are named, {} and {}: write one of them, `certdex config init FILE` or `certdex --config FILE \
             config init`",
            safe(&file.to_string_lossy()),
            safe(&named.to_string_lossy())
        )));
    }
    let (usual, _) = paths::config(args.config.as_deref());
    let Some(path) = file.map(Path::to_owned).or(usual) else {
        return Err(Error::Usage("there is no home folder; name the file, as in `certdex config init my.ron`".into()));
    };
    let shown = safe(&path.to_string_lossy());
    if file.is_none()
        && let Some(folder) = path.parent()
    {
        std::fs::create_dir_all(folder).map_err(|error| {
            let words = format!("{}: {}", safe(&folder.to_string_lossy()), safe(&error.to_string()));
            Error::Output(std::io::Error::new(error.kind(), words))
        })?;
    }
    files::write(&path, EXAMPLE, false).map_err(|fault| match fault {
        Fault::Exists => Error::Usage(format!(
            "{shown} exists already, and certdex never writes over a file of yours; choose another name"
        )),
        Fault::Failed(words) => Error::Output(std::io::Error::other(words)),
    })?;
    // A file elsewhere is read only where it is named.
    let (known, _) = paths::config(None);
    let named = if known.as_deref() == Some(path.as_path()) { String::new() } else { format!(" --config {shown}") };
    let told = format!("change what you like, then `certdex{named} config show --origin` tells what holds");
    out.line(&format!("written to {shown}; {told}"))?;
    if let (false, Some(known)) = (named.is_empty(), known) {
        let known = safe(&known.to_string_lossy());
        out.line(&format!(
            "certdex looks for its settings in {known}; yours are read with `certdex --config {shown}`"
        ))?;
    }
    Ok(Exit::Ok)
}

/// Prints every setting.
///
/// # Errors
/// [`Error::Config`] if the file was named with `--config` and something in it is wrong.
pub fn show(args: &Args, config: &Config, origin: bool, out: &mut Out) -> Result<Exit, Error> {
    let row = |name: &str, value: String, from: String| {
        let mut row = vec![name.to_owned(), value];
        if origin {
            row.push(from);
        }
        row
    };
    let mut rows: Vec<Vec<String>> =
        config.all().map(|(setting, value, from)| row(setting.name, value.to_string(), from.to_string())).collect();
    let file = config.file.as_deref().map(|path| safe(&path.to_string_lossy())).unwrap_or_default();
    for ((context, key, action), place) in &config.keys {
        let value = format!("{} in {}: {}", key.written(), context.id(), action.id());
        rows.push(row("keys", value, format!("{file}:{}", place.line)));
    }
    for line in columns(&rows) {
        out.line(&line)?;
    }
    out.flush()?;
    told_of_config(args, config)?;
    Ok(Exit::Ok)
}
