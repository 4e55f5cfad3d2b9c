//! `certdex export`: the whole data set as a document.

use std::path::PathBuf;

use serde_json::{Value as Json, json};

use super::output::Out;
use super::{ExportFormat, show};
use crate::catalog::Catalog;
use crate::catalog::load::merged;
use crate::catalog::phrase::source_line;
use crate::error::{Error, Exit};

/// The JSON Schema of the JSON form.
pub const SCHEMA: &str = include_str!("../../assets/export.schema.json");

/// Prints the data set.
///
/// # Errors
/// [`Error::Output`].
pub fn run(catalog: &Catalog, format: ExportFormat, files: &[PathBuf], out: &mut Out) -> Result<Exit, Error> {
    match format {
        ExportFormat::Json => out.json(&to_json(catalog))?,
        ExportFormat::Csv => csv(catalog, out)?,
        ExportFormat::Schema => out.raw(SCHEMA)?,
        ExportFormat::Ron => {
            let pretty = ron::ser::PrettyConfig::default()
                .struct_names(false)
                .extensions(ron::extensions::Extensions::IMPLICIT_SOME);
            let text = ron::ser::to_string_pretty(&merged(files), pretty)
                .map_err(|error| Error::Output(std::io::Error::other(error)))?;
            out.line(&text)?;
        }
    }
    Ok(Exit::Ok)
}

fn to_json(catalog: &Catalog) -> Json {
    let records: Vec<Json> = catalog.records().map(|record| show::record_json(catalog, record)).collect();
    let sources: Vec<Json> = catalog.sources.iter().map(|source| json!(source.row)).collect();
    let relations: Vec<Json> = catalog
        .relations
        .iter()
        .map(|relation| {
            json!({
                "from": catalog.get(relation.first).id.as_str(),
                "verb": relation.kind.forward(),
                "to": catalog.get(relation.second).id.as_str(),
                "note": relation.note,
                "sources": show::cites(catalog, &relation.sources),
            })
        })
        .collect();
    let advice: Vec<Json> = catalog
        .advice
        .iter()
        .map(|rule| {
            json!({
                "id": rule.id.as_str(),
                "cert": catalog.get(rule.cert).id.as_str(),
                "verdict": rule.verdict,
                "when": rule.when,
                "sources": show::cites(catalog, &rule.sources),
            })
        })
        .collect();
    let terms: Vec<Json> = catalog
        .terms
        .iter()
        .map(|term| json!({ "id": term.id.as_str(), "term": term.term, "meaning": term.meaning, "aliases": term.aliases }))
        .collect();
    let collisions: Vec<Json> = catalog
        .collisions
        .iter()
        .map(|c| {
            let record = c.record.map(|key| catalog.get(key).id.as_str());
            json!({ "abbreviation": c.abbreviation, "meaning": c.meaning, "record": record })
        })
        .collect();
    json!({
        "schema": 1,
        "records": records,
        "sources": sources,
        "relations": relations,
        "advice": advice,
        "terms": terms,
        "collisions": collisions,
    })
}

/// One row per claim.
fn csv(catalog: &Catalog, out: &mut Out) -> Result<(), Error> {
    let failed = |error: csv::Error| Error::Output(std::io::Error::other(error));
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record([
            "kind",
            "id",
            "field",
            "value",
            "adopted",
            "impossible",
            "source_kind",
            "date",
            "sources",
            "titles",
            "note",
            "origin",
        ])
        .map_err(failed)?;
    for record in catalog.records() {
        for fact in record.facts.iter() {
            for (index, claim) in fact.claims.iter().enumerate() {
                let yes = |flag: bool| if flag { "yes" } else { "no" };
                let titles: Vec<String> =
                    claim.sources.iter().map(|cited| source_line(&catalog.source(cited).row)).collect();
                writer
                    .write_record([
                        record.key.0.id(),
                        record.id.as_str(),
                        fact.field.id(),
                        &catalog.phrase(&claim.value),
                        yes(fact.adopted.contains(&index)),
                        yes(claim.impossible.is_some()),
                        claim.trust.kind.label(),
                        &claim.trust.date.map(|date| date.to_string()).unwrap_or_default(),
                        &show::cites(catalog, &claim.sources).join(" "),
                        &titles.join(" | "),
                        claim.note.as_deref().unwrap_or_default(),
                        &claim.origin.to_string(),
                    ])
                    .map_err(failed)?;
            }
        }
    }
    let bytes = writer.into_inner().map_err(|error| Error::Output(error.into_error()))?;
    out.raw(&String::from_utf8_lossy(&bytes))
}
