//! `certdex roles`, `certdex certs`, `certdex quiz list`

use serde_json::{Value as Json, json};

use super::output::{Out, columns};
use crate::catalog::Catalog;
use crate::catalog::record::Kind;
use crate::error::{Error, Exit};
use crate::field::{FIELDS, Field};

/// Prints the records of a kind.
///
/// # Errors
/// [`Error::Output`].
pub fn records(catalog: &Catalog, kind: Kind, as_json: bool, out: &mut Out) -> Result<Exit, Error> {
    let all = catalog.all(kind);
    if as_json {
        let rows: Vec<Json> = all
            .iter()
            .map(|record| {
                let mut row = json!({
                    "id": record.id.as_str(),
                    "name": record.name,
                    "abbreviation": record.abbreviation,
                    "aliases": record.aliases,
                });
                if kind == Kind::Cert {
                    row["provider"] = json!(catalog.phrase_fact(record.fact(Field::Provider)));
                    row["level"] = json!(record.level().map(|level| level.label()));
                    row["status"] = json!(record.status.label());
                } else {
                    let certs: Vec<&str> = record.fits.iter().map(|fit| catalog.get(fit.cert).id.as_str()).collect();
                    row["certs"] = json!(certs);
                }
                row
            })
            .collect();
        out.json(&rows)?;
        return Ok(Exit::Ok);
    }
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|record| {
            let last = if kind == Kind::Cert {
                catalog.phrase_fact(record.fact(Field::Provider))
            } else {
                let certs: Vec<&str> = record.fits.iter().map(|fit| catalog.get(fit.cert).short()).collect();
                certs.join(", ")
            };
            vec![record.id.to_string(), record.name.one_line(), last]
        })
        .collect();
    for line in columns(&rows) {
        out.line(&line)?;
    }
    Ok(Exit::Ok)
}

/// Prints the fields that records have.
///
/// # Errors
/// [`Error::Output`].
pub fn fields(out: &mut Out) -> Result<(), Error> {
    out.line("\nFields")?;
    let rows: Vec<Vec<String>> = FIELDS
        .iter()
        .map(|row| {
            let kinds: Vec<&str> = row.kinds.iter().map(|kind| kind.id()).collect();
            vec![format!("  {}", row.id), row.label.to_owned(), kinds.join(", "), row.shape.example().to_owned()]
        })
        .collect();
    for line in columns(&rows) {
        out.line(&line)?;
    }
    Ok(())
}

/// Prints the question banks.
///
/// # Errors
/// [`Error::Output`].
pub fn banks(catalog: &Catalog, as_json: bool, out: &mut Out) -> Result<Exit, Error> {
    if as_json {
        let rows: Vec<Json> = catalog
            .banks
            .iter()
            .map(|bank| {
                json!({ "id": bank.id.as_str(), "name": bank.name, "items": bank.items.len(),
                        "intro": bank.intro, "origin": bank.origin.to_string() })
            })
            .collect();
        out.json(&rows)?;
        return Ok(Exit::Ok);
    }
    let rows: Vec<Vec<String>> = catalog
        .banks
        .iter()
        .map(|bank| vec![bank.id.to_string(), bank.name.one_line(), format!("{} questions", bank.items.len())])
        .collect();
    for line in columns(&rows) {
        out.line(&line)?;
    }
    Ok(Exit::Ok)
}
