//! `certdex compare`

use std::path::Path;

use super::output::Out;
use super::{find, write_out};
use crate::catalog::Catalog;
use crate::catalog::record::{Kind, Record};
use crate::compare::export::{Format, render};
use crate::compare::lens::Lens;
use crate::compare::{Choice, MAX_COLUMNS, table};
use crate::error::{Error, Exit};
use crate::safe_text::safe;

/// Where a comparison goes.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// The form that was asked for; else the ending of the file decides, and text without a file.
    pub format: Option<Format>,
    /// The file; standard output without one.
    pub file: Option<&'a Path>,
    /// Whether it may take the place of a file that is there.
    pub force: bool,
}

/// Prints records of one kind side by side, or writes them to a file; exit code 1 if there is
/// nothing to compare.
///
/// # Errors
/// [`Error::Usage`] for too few or too many ids, an unknown one, the same one twice, records of
/// unlike kinds, a lens that does not suit them, or a file that is there already;
/// [`Error::Output`] if it cannot be written.
pub fn run(
    catalog: &Catalog,
    ids: &[String],
    lens: &str,
    only_differences: bool,
    to: Target,
    out: &mut Out,
) -> Result<Exit, Error> {
    let records = chosen(catalog, ids)?;
    let keys: Vec<_> = records.iter().map(|record| record.key).collect();
    let lens = Lens::from_id(lens).unwrap_or_default();
    let kind = keys.first().map_or(Kind::Cert, |key| key.0);
    if !lens.suits(kind) {
        let others: Vec<&str> = Lens::of(kind).map(|lens| lens.row().id).collect();
        return Err(Error::Usage(format!(
            "the lens `{}` looks at nothing that a {} has; take {}",
            lens.row().id,
            kind.id(),
            others.join(", ")
        )));
    }
    let choice = Choice { lens, differences: only_differences, pinned: Vec::new() };
    let format = format(to)?;
    let text = render(catalog, &keys, &choice, format);
    match to.file {
        None => out.raw(&text)?,
        Some(file) => {
            let shown = safe(&file.to_string_lossy());
            write_out(file, &text, to.force)?;
            out.line(&format!("written to {shown}"))?;
        }
    }
    Ok(if table(catalog, &keys, &choice).rows.is_empty() { Exit::Finding } else { Exit::Ok })
}

/// The records of that names, if they can be compared.
fn chosen<'a>(catalog: &'a Catalog, ids: &[String]) -> Result<Vec<&'a Record>, Error> {
    let mut records: Vec<&Record> = Vec::new();
    for id in ids {
        let record = find(catalog, id)?;
        if records.iter().any(|known| known.key == record.key) {
            return Err(Error::Usage(format!("`{}` is named twice; name each once", record.id)));
        }
        if let Some(first) = records.first().filter(|first| first.key.0 != record.key.0) {
            let (one, other) = (first.key.0.id(), record.key.0.id());
            return Err(Error::Usage(format!(
                "a {one} (`{}`) and a {other} (`{}`) have no fields in common; compare like with like",
                first.id, record.id
            )));
        }
        records.push(record);
    }
    match records.len() {
        0 | 1 => Err(Error::Usage(format!("a comparison takes 2 to {MAX_COLUMNS} ids; name at least one more"))),
        count if count > MAX_COLUMNS => {
            let more = count - MAX_COLUMNS;
            Err(Error::Usage(format!(
                "a comparison takes 2 to {MAX_COLUMNS} ids, and these are {count}; leave {more} out"
            )))
        }
        _ => Ok(records),
    }
}

/// The form that was asked for, by name or by the ending of the file.
fn format(to: Target) -> Result<Format, Error> {
    match (to.format, to.file) {
        (Some(format), _) => Ok(format),
        (None, None) => Ok(Format::Text),
        (None, Some(file)) => {
            let name = file.to_string_lossy();
            Format::of_name(&name).ok_or_else(|| {
                Error::Usage(format!(
                    "the ending of `{}` does not say which form to write; end it with {}, or say --format",
                    safe(&name),
                    Format::endings()
                ))
            })
        }
    }
}
