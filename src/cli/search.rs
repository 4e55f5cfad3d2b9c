//! `certdex search`

use serde::Serialize;

use super::KindArg;
use super::output::{Out, columns};
use crate::catalog::Catalog;
use crate::catalog::record::{Kind, Record};
use crate::error::{Error, Exit};
use crate::safe_text::safe;
use crate::search::{Hit, Index};

#[derive(Serialize)]
struct Found<'a> {
    kind: &'static str,
    id: &'a str,
    name: &'a str,
    score: i64,
    matches: &'a [usize],
    matched: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    certs: Option<Vec<Fitting<'a>>>,
}

#[derive(Serialize)]
struct Fitting<'a> {
    id: &'a str,
    name: &'a str,
    fit: &'static str,
    reasons: Vec<Because<'a>>,
}

#[derive(Serialize)]
struct Because<'a> {
    text: &'a str,
    sources: Vec<String>,
}

/// Prints what `query` finds; exit code 1 if it finds nothing.
///
/// # Errors
/// [`Error::Usage`] for an empty query, [`Error::Output`].
pub fn run(
    catalog: &Catalog,
    query: &str,
    kind: Option<KindArg>,
    limit: usize,
    json: bool,
    out: &mut Out,
) -> Result<Exit, Error> {
    if query.trim().is_empty() {
        return Err(Error::Usage("the query is empty; write what you look for, as in `certdex search tester`".into()));
    }
    let kind = kind.map(|kind| match kind {
        KindArg::Role => Kind::Role,
        KindArg::Cert => Kind::Cert,
    });
    let index = Index::new(catalog);
    let mut hits = index.search(query, kind);
    // Providers have no place in this answer.
    hits.retain(|hit| hit.key.0 != Kind::Provider);
    let nothing = hits.is_empty();
    hits.truncate(limit);
    if json {
        let found: Vec<Found> = hits.iter().map(|hit| found(catalog, hit)).collect();
        out.json(&found)?;
    } else {
        for line in columns(&hits.iter().flat_map(|hit| rows(catalog, hit)).collect::<Vec<_>>()) {
            out.line(&line)?;
        }
    }
    if nothing {
        if !json {
            let near: Vec<&str> = index.suggestions(catalog, query, kind).iter().map(|r| r.id.as_str()).collect();
            let hint = if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(", ")) };
            let query: String = safe(query).chars().take(80).collect();
            out.line(&format!("nothing matches `{query}`{hint}"))?;
        }
        return Ok(Exit::Finding);
    }
    Ok(Exit::Ok)
}

fn fitting<'a>(catalog: &'a Catalog, role: &'a Record) -> Vec<Fitting<'a>> {
    role.fits
        .iter()
        .map(|fit| {
            let cert = catalog.get(fit.cert);
            let reasons = fit
                .reasons
                .iter()
                .map(|reason| Because {
                    text: &reason.text,
                    sources: reason.sources.iter().map(|cited| catalog.cite(cited)).collect(),
                })
                .collect();
            Fitting { id: cert.id.as_str(), name: &cert.name, fit: fit.fit.id(), reasons }
        })
        .collect()
}

fn found<'a>(catalog: &'a Catalog, hit: &'a Hit) -> Found<'a> {
    let record = catalog.get(hit.key);
    Found {
        kind: hit.key.0.id(),
        id: record.id.as_str(),
        name: &record.name,
        score: rank(hit),
        matches: &hit.in_name,
        matched: &hit.matched,
        certs: (hit.key.0 == Kind::Role).then(|| fitting(catalog, record)),
    }
}

/// One number that falls from the first hit to the last: the class weighs more than any score.
fn rank(hit: &Hit) -> i64 {
    const CLASS: i64 = 100_000;
    (4 - hit.class as i64) * CLASS + hit.score.clamp(0, CLASS - 1)
}

fn rows(catalog: &Catalog, hit: &Hit) -> Vec<Vec<String>> {
    let record = catalog.get(hit.key);
    let mut rows = vec![vec![hit.key.0.id().to_owned(), record.id.to_string(), record.name.one_line()]];
    for fit in record.fits.iter() {
        let why = fit.reasons.first().map_or_else(String::new, |reason| {
            format!("{} {}", reason.text.one_line(), catalog.cite_all(&reason.sources))
        });
        let cert = catalog.get(fit.cert);
        rows.push(vec![String::new(), format!("  {}", cert.id), format!("{}: {why}", fit.fit.label())]);
    }
    rows
}
