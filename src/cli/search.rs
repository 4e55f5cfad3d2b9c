//! `certdex search`

use std::sync::atomic::AtomicBool;

use serde::Serialize;

use super::KindArg;
use super::output::{Out, columns};
use crate::catalog::Catalog;
use crate::catalog::record::{Kind, Record};
use crate::error::{Error, Exit};
use crate::safe_text::{SafeText, safe};
use crate::search::limits::Standing;
use crate::search::{Class, Describer, Found, Index, Query, Thing, Why};

#[derive(Serialize)]
struct Row<'a> {
    kind: &'static str,
    id: &'a str,
    name: &'a str,
    score: i64,
    matches: &'a [usize],
    matched: &'a str,
    why: String,
    limits: Vec<Held>,
    #[serde(skip_serializing_if = "Option::is_none")]
    certs: Option<Vec<Fitting<'a>>>,
}

/// A limit of the query, and how the certification stands to it.
#[derive(Serialize)]
struct Held {
    limit: String,
    standing: &'static str,
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
    let kind = kind.map(Kind::from);
    let index = Index::new(catalog);
    let query = Query::parse(catalog, query);
    if let Some(fault) = query.faults.first() {
        return Err(Error::Usage(fault.clone()));
    }
    let matches = index.matches(catalog, &query, kind, limit, &AtomicBool::new(false));
    let nothing = matches.is_empty();
    let describer = Describer::new(&index, catalog, &query);
    let found: Vec<Found> = matches.iter().map(|found| describer.describe(found)).collect();
    if json {
        let rows: Vec<Row> = found.iter().map(|found| row(catalog, &query, found)).collect();
        out.json(&rows)?;
    } else {
        if !query.limits.is_empty() {
            let chips: Vec<String> =
                query.limits.iter().map(|(limit, _)| format!("[{}]", limit.label(catalog))).collect();
            let certs =
                || found.iter().filter(|found| matches!(found.thing, Thing::Record(key) if key.0 == Kind::Cert));
            let count = |standing: Standing| certs().filter(|found| found.standing == standing).count();
            out.line(&format!(
                "{}  {} fit, {} ! sources disagree, {} ~ nobody says",
                chips.join(" "),
                count(Standing::Within),
                count(Standing::Disputed),
                count(Standing::Unknown)
            ))?;
        }
        for line in columns(&found.iter().flat_map(|found| lines(catalog, found)).collect::<Vec<_>>()) {
            out.line(&line)?;
        }
    }
    if nothing {
        if !json {
            let near = index.suggestions(catalog, &query.words, kind);
            let near: Vec<&str> = near.iter().map(|r| r.id.as_str()).collect();
            let hint = if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(", ")) };
            let query: String = safe(&query.text).chars().take(80).collect();
            out.line(&format!("nothing matches `{query}`{hint}"))?;
        }
        return Ok(Exit::Finding);
    }
    Ok(Exit::Ok)
}

/// Prints the lines of standard input that `query` finds; exit code 1 if it finds none.
///
/// # Errors
/// [`Error::Usage`] for an empty query or a terminal as input, [`Error::Output`].
pub fn lines_of_stdin(query: &str, limit: usize, out: &mut Out) -> Result<Exit, Error> {
    use std::io::{IsTerminal, Read};
    let mut stdin = std::io::stdin();
    if stdin.is_terminal() {
        return Err(Error::Usage("`--stdin` reads lines from a pipe, as in `ls | certdex search --stdin plan`".into()));
    }
    let mut bytes = Vec::new();
    let read = stdin.read_to_end(&mut bytes);
    read.map_err(|error| Error::Usage(format!("standard input cannot be read: {}", safe(&error.to_string()))))?;
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let found = crate::search::filter(query, &lines);
    for line in found.iter().take(limit) {
        if line.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
            out.raw(line)?;
            out.raw("\n")?;
        } else {
            out.line(&safe(line))?;
        }
    }
    Ok(if found.is_empty() { Exit::Finding } else { Exit::Ok })
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

/// The kind of a thing, its id and its name.
fn named(catalog: &Catalog, thing: Thing) -> (&'static str, &str, &str) {
    match thing {
        Thing::Record(key) => {
            let record = catalog.get(key);
            (key.0.id(), record.id.as_str(), &record.name)
        }
        Thing::Term(number) => {
            let term = &catalog.terms[number];
            ("term", term.id.as_str(), &term.term)
        }
        Thing::Meaning(number) => {
            let meaning = &catalog.collisions[number];
            ("meaning", &meaning.abbreviation, &meaning.meaning)
        }
    }
}

fn row<'a>(catalog: &'a Catalog, query: &Query, found: &'a Found) -> Row<'a> {
    let (kind, id, name) = named(catalog, found.thing);
    let record = match found.thing {
        Thing::Record(key) => Some(catalog.get(key)),
        _ => None,
    };
    let held = |cert: &Record| -> Vec<Held> {
        let limits = query.limits.iter().map(|(limit, _)| limit);
        limits
            .filter_map(|limit| {
                let standing = limit.judge(catalog, cert)?.id();
                Some(Held { limit: limit.written(catalog), standing })
            })
            .collect()
    };
    Row {
        kind,
        id,
        name,
        score: rank(found),
        matches: &found.in_name,
        matched: &found.matched,
        why: found.why.words(catalog),
        limits: record.filter(|record| record.key.0 == Kind::Cert).map(held).unwrap_or_default(),
        certs: record.filter(|record| record.key.0 == Kind::Role).map(|role| fitting(catalog, role)),
    }
}

/// One number that falls from the first to the last: the class weighs more than how it stands to
/// the limits, and that more than any score.
fn rank(found: &Found) -> i64 {
    const STEP: i64 = 100_000;
    let class = Class::Related as i64 - found.class as i64;
    let standing = Standing::Unknown as i64 - found.standing as i64;
    (3 * class + standing) * STEP + found.score.clamp(0, STEP - 1)
}

fn lines(catalog: &Catalog, found: &Found) -> Vec<Vec<String>> {
    let (kind, id, name) = named(catalog, found.thing);
    let mark = match found.standing {
        Standing::Within => "",
        Standing::Disputed => " !",
        Standing::Unknown => " ~",
    };
    let why = match found.why {
        Why::Fits(_) | Why::Said(_) | Why::Advice(_) => format!("  ({})", found.why.words(catalog)),
        Why::Alias => format!("  (also: {})", found.matched.one_line()),
        _ => String::new(),
    };
    let name = SafeText::new(name).one_line();
    let mut lines = vec![vec![kind.to_owned(), id.to_owned(), format!("{name}{mark}{why}")]];
    let Thing::Record(key) = found.thing else { return lines };
    for fit in catalog.get(key).fits.iter() {
        let why = fit.reasons.first().map_or_else(String::new, |reason| {
            format!("{} {}", reason.text.one_line(), catalog.cite_all(&reason.sources))
        });
        let cert = catalog.get(fit.cert);
        lines.push(vec![String::new(), format!("  {}", cert.id), format!("{}: {why}", fit.fit.label())]);
    }
    lines
}
