//! `certdex compare`

use serde_json::{Value as Json, json};

use super::output::{Out, columns};
use super::{Format, find};
use crate::catalog::Catalog;
use crate::catalog::record::Record;
use crate::compare::{Cell, Row, rows, verdicts};
use crate::error::{Error, Exit};

/// Prints records of one kind side by side; exit code 1 if there is nothing to compare.
///
/// # Errors
/// [`Error::Usage`] for an unknown id, the same id twice, or records of unlike kinds.
pub fn run(
    catalog: &Catalog,
    ids: &[String],
    only_differences: bool,
    format: Format,
    out: &mut Out,
) -> Result<Exit, Error> {
    let mut records: Vec<&Record> = Vec::new();
    for id in ids {
        let record = find(catalog, id)?;
        if records.iter().any(|known| known.key == record.key) {
            return Err(Error::Usage(format!("`{}` is named twice; name each once", record.id)));
        }
        if let Some(first) = records.first().filter(|first| first.key.0 != record.key.0) {
            let (one, other) = (first.key.0.id(), record.key.0.id());
            return Err(Error::Usage(format!(
                "a {one} and a {other} have no fields in common; compare like with like"
            )));
        }
        records.push(record);
    }
    let keys: Vec<_> = records.iter().map(|record| record.key).collect();
    let mut rows = rows(catalog, &keys);
    rows.retain(|row| row.differs || !only_differences);
    match format {
        Format::Text => text(catalog, &records, &rows, out)?,
        Format::Markdown => markdown(catalog, &records, &rows, out)?,
        Format::Csv => csv(&records, &rows, out)?,
        Format::Json => out.json(&to_json(catalog, &records, &rows))?,
    }
    Ok(if rows.is_empty() { Exit::Finding } else { Exit::Ok })
}

/// A cell on one line with its mark behind it.
fn line(cell: &Cell) -> String {
    format!("{} {}", cell.line(), cell.mark()).trim_end().to_owned()
}

fn text(catalog: &Catalog, records: &[&Record], rows: &[Row], out: &mut Out) -> Result<(), Error> {
    let mut table =
        vec![std::iter::once(String::new()).chain(records.iter().map(|r| r.short().to_owned())).collect::<Vec<_>>()];
    for row in rows {
        let sign = if row.differs { "≠" } else { "=" };
        let lines = row.cells.iter().map(|cell| cell.phrases.len()).max().unwrap_or(1);
        for i in 0..lines {
            let label = if i == 0 { format!("{sign} {}", row.field.label()) } else { String::new() };
            let cells = row.cells.iter().map(|cell| {
                let phrase = cell.phrases.get(i).cloned().unwrap_or_default();
                if i == 0 { format!("{} {phrase}", cell.mark()) } else { format!("  {phrase}") }
            });
            table.push(std::iter::once(label).chain(cells).collect());
        }
    }
    for line in columns(&table) {
        out.line(&line)?;
    }
    let keys: Vec<_> = records.iter().map(|record| record.key).collect();
    out.line("")?;
    for verdict in verdicts(catalog, &keys) {
        out.line(&format!("{} {}", verdict.text, verdict.cite))?;
    }
    out.line("≠ differs, = the same, ! sources disagree, ~ not stated, * our own judgement")
}

fn markdown(catalog: &Catalog, records: &[&Record], rows: &[Row], out: &mut Out) -> Result<(), Error> {
    let escape = |text: &str| text.replace('\\', "\\\\").replace('|', "\\|").replace('<', "&lt;");
    let names: Vec<String> = records.iter().map(|record| escape(record.short())).collect();
    out.line(&format!("| | {} |", names.join(" | ")))?;
    out.line(&format!("|---|{}", "---|".repeat(records.len())))?;
    for row in rows {
        let cells: Vec<String> = row.cells.iter().map(|cell| escape(&line(cell))).collect();
        out.line(&format!("| {} | {} |", row.field.label(), cells.join(" | ")))?;
    }
    let keys: Vec<_> = records.iter().map(|record| record.key).collect();
    out.line("")?;
    for verdict in verdicts(catalog, &keys) {
        out.line(&format!("* {} {}", escape(&verdict.text), escape(&verdict.cite)))?;
    }
    Ok(())
}

fn csv(records: &[&Record], rows: &[Row], out: &mut Out) -> Result<(), Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |error: csv::Error| Error::Output(std::io::Error::other(error));
    let head = ["field", "differs"].into_iter().chain(records.iter().map(|record| record.id.as_str()));
    writer.write_record(head).map_err(failed)?;
    for row in rows {
        let differs = if row.differs { "yes" } else { "no" };
        let cells = row.cells.iter().map(Cell::line);
        let start = [row.field.id().to_owned(), differs.to_owned()];
        writer.write_record(start.into_iter().chain(cells)).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|error| Error::Output(error.into_error()))?;
    out.raw(&String::from_utf8_lossy(&bytes))
}

fn to_json(catalog: &Catalog, records: &[&Record], rows: &[Row]) -> Json {
    let columns: Vec<Json> = records.iter().map(|r| json!({ "id": r.id.as_str(), "name": r.name })).collect();
    let rows: Vec<Json> = rows
        .iter()
        .map(|row| {
            let cells: Vec<Json> = row
                .cells
                .iter()
                .map(|cell| json!({ "status": cell.standing.id(), "conflict": cell.conflict, "ours": cell.ours, "display": cell.line() }))
                .collect();
            json!({ "field": row.field.id(), "label": row.field.label(), "differs": row.differs, "cells": cells })
        })
        .collect();
    let keys: Vec<_> = records.iter().map(|record| record.key).collect();
    let advice: Vec<Json> =
        verdicts(catalog, &keys).iter().map(|v| json!({ "text": v.text, "sources": v.cite })).collect();
    json!({ "columns": columns, "rows": rows, "advice": advice })
}
