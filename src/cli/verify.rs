//! `certdex verify`: the user's own dated claim.

use std::fmt::Write as _;
use std::io::Write as _;

use super::output::Out;
use super::{date, find, show, today};
use crate::catalog::load::load_text;
use crate::catalog::quantity::Value;
use crate::catalog::{Catalog, check, spoken};
use crate::error::{Error, Exit};
use crate::paths;
use crate::safe_text::safe;

/// What stands at the top of the file that certdex keeps.
const HEAD: &str = "// What you checked yourself with `certdex verify`. certdex keeps this file; your other files
// in this folder are never written to.
";

/// Stores a claim and says what it wins against.
///
/// # Errors
/// [`Error::Usage`] for a record, field, value or date that cannot be read, [`Error::Output`] if the
/// file cannot be written.
pub fn run(
    catalog: &Catalog,
    id: &str,
    field: &str,
    value: &str,
    on: Option<&str>,
    note: Option<&str>,
    out: &mut Out,
) -> Result<Exit, Error> {
    let record = find(catalog, id)?;
    let field = show::field_of(record.key.0, field)?;
    let value = spoken::parse(field, value).map_err(Error::Usage)?;
    if let Some(finding) = check::value_range(field, &value) {
        return Err(Error::Usage(finding.message));
    }
    let day = on.map(date).transpose()?.or_else(today);
    let Some(path) = paths::own_claims() else {
        return Err(Error::Usage("there is no home folder to keep your claims in; set XDG_DATA_HOME".into()));
    };
    let old = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(Error::Output(error)),
    };
    let mut row = String::new();
    let written = ron::to_string(&value).map_err(|error| Error::Usage(safe(&error.to_string())))?;
    let _ = write!(row, "        (of: \"{}\", field: {}, value: {written}", record.id, field.id());
    if let Some(day) = day {
        let _ = write!(row, ", as_of: \"{day}\"");
    }
    if let Some(note) = note {
        let note = ron::to_string(&safe(note)).map_err(|error| Error::Usage(safe(&error.to_string())))?;
        let _ = write!(row, ", note: {note}");
    }
    row.push_str("),\n");
    let fresh = with_row(&old, &row).ok_or_else(|| {
        Error::Usage(format!(
            "{} was changed by hand and cannot be added to; move it aside",
            safe(&path.to_string_lossy())
        ))
    })?;
    // What we write must load, or it would be lost at the next start.
    let shown = safe(&path.to_string_lossy());
    let loaded = load_text(&shown, &fresh);
    if !loaded.problems.is_empty() {
        return Err(Error::Data(loaded.problems));
    }
    store(&path, &fresh)?;
    let day = day.map_or_else(String::new, |day| format!(" on {day}"));
    out.line(&format!("{} {}: {}, checked by you{day}", record.id, field.id(), say(catalog, &value)))?;
    out.line(&format!("kept in {shown}"))?;
    Ok(Exit::Ok)
}

fn say(catalog: &Catalog, value: &Value) -> String {
    catalog.phrase(value)
}

/// The file with one more row; `None` if it does not have the shape that certdex writes.
fn with_row(old: &str, row: &str) -> Option<String> {
    const END: &str = "    ],\n)\n";
    if old.trim().is_empty() {
        return Some(format!("{HEAD}(\n    schema: 1,\n    claims: [\n{row}{END}"));
    }
    Some(format!("{}{row}{END}", old.strip_suffix(END)?))
}

/// Writes the file whole or not at all: beside it, synced, then renamed over it.
fn store(path: &std::path::Path, text: &str) -> Result<(), Error> {
    let folder = path.parent().unwrap_or(std::path::Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new().prefix(".own-claims").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| Error::Output(error.error))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_added_at_the_end_and_foreign_files_are_left_alone() {
        let one = with_row("", "        (a),\n").expect("a new file");
        let two = with_row(&one, "        (b),\n").expect("one more");
        assert!(two.starts_with(HEAD) && two.ends_with("        (a),\n        (b),\n    ],\n)\n"), "{two}");
        assert_eq!(with_row("(schema: 1)", "x"), None);
    }
}
