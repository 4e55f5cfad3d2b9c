//! `certdex audit`: a report on the data set itself.

use serde_json::{Value as Json, json};

use super::output::Out;
use crate::catalog::Catalog;
use crate::catalog::claim::{Claim, Fact};
use crate::catalog::record::{Kind, Record};
use crate::error::{Error, Exit};

/// A claim worth a second look.
struct Note<'a> {
    record: &'a Record,
    fact: &'a Fact,
    claim: &'a Claim,
}

/// Reports what is known, disputed, impossible and undated; with `strict`, exit code 1 if anything is.
///
/// # Errors
/// [`Error::Output`].
pub fn run(catalog: &Catalog, as_json: bool, strict: bool, out: &mut Out) -> Result<Exit, Error> {
    let facts: Vec<(&Record, &Fact)> = catalog.own_facts().collect();
    let notes: Vec<Note> = facts
        .iter()
        .flat_map(|&(record, fact)| fact.claims.iter().map(move |claim| Note { record, fact, claim }))
        .collect();
    let conflicts: Vec<&(&Record, &Fact)> = facts.iter().filter(|(_, fact)| fact.conflict).collect();
    let impossible: Vec<&Note> = notes.iter().filter(|note| note.claim.impossible.is_some()).collect();
    let undated = notes.iter().filter(|note| note.claim.trust.date.is_none()).count();
    let unsourced = notes.iter().filter(|note| note.claim.sources.is_empty()).count();
    let items: usize = catalog.banks.iter().map(|bank| bank.items.len()).sum();
    let counts = [
        ("roles", catalog.all(Kind::Role).len()),
        ("certifications", catalog.all(Kind::Cert).len()),
        ("providers", catalog.all(Kind::Provider).len()),
        ("sources", catalog.sources.len()),
        ("claims", notes.len()),
        ("claims without a source", unsourced),
        ("claims from undated sources", undated),
        ("fields in conflict", conflicts.len()),
        ("impossible claims", impossible.len()),
        ("rules of advice", catalog.advice.len()),
        ("questions", items),
    ];
    if as_json {
        out.json(&json!({
            "counts": counts.iter().map(|(name, n)| ((*name).to_owned(), json!(n))).collect::<serde_json::Map<_, _>>(),
            "conflicts": conflicts.iter().map(|(record, fact)| conflict(catalog, record, fact)).collect::<Vec<Json>>(),
            "impossible": impossible.iter().map(|note| odd(catalog, note)).collect::<Vec<Json>>(),
        }))?;
    } else {
        for (name, count) in counts {
            out.line(&format!("{count:>6}  {name}"))?;
        }
        out.line("")?;
        out.line("Impossible")?;
        for note in &impossible {
            let who = catalog.cite_all(&note.claim.sources);
            out.line(&format!(
                "  {} {}: {} {who}: {}",
                note.record.id,
                note.fact.field.id(),
                catalog.phrase(&note.claim.value),
                note.claim.impossible.as_deref().unwrap_or_default(),
            ))?;
        }
        out.line("")?;
        out.line("In conflict")?;
        for (record, fact) in &conflicts {
            let adopted = catalog.phrase_fact(Some(fact));
            out.line(&format!("  {} {}: {adopted} ({})", record.id, fact.field.id(), fact.rule))?;
            let shown = fact.value();
            for claim in fact.claims.iter().filter(|c| shown.is_some_and(|shown| !shown.agrees_with(&c.value))) {
                out.line(&format!(
                    "      against {} {}",
                    catalog.phrase(&claim.value),
                    catalog.cite_all(&claim.sources)
                ))?;
            }
        }
    }
    let found = !conflicts.is_empty() || !impossible.is_empty() || unsourced > 0;
    Ok(if strict && found { Exit::Finding } else { Exit::Ok })
}

fn conflict(catalog: &Catalog, record: &Record, fact: &Fact) -> Json {
    json!({
        "record": record.id.as_str(),
        "field": fact.field.id(),
        "adopted": catalog.phrase_fact(Some(fact)),
        "rule": fact.rule.to_string(),
        "claims": fact.claims.iter().map(|claim| json!({
            "display": catalog.phrase(&claim.value),
            "sources": claim.sources.iter().map(|cited| catalog.cite(cited)).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    })
}

fn odd(catalog: &Catalog, note: &Note) -> Json {
    json!({
        "record": note.record.id.as_str(),
        "field": note.fact.field.id(),
        "display": catalog.phrase(&note.claim.value),
        "why": note.claim.impossible,
        "sources": note.claim.sources.iter().map(|cited| catalog.cite(cited)).collect::<Vec<_>>(),
    })
}
