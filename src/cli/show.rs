//! `certdex show`

use serde_json::{Map, Value as Json, json};

use super::find;
use super::output::Out;
use crate::catalog::Catalog;
use crate::catalog::check::nearest;
use crate::catalog::claim::{Cited, Claim, Fact, Standing};
use crate::catalog::quantity::Value;
use crate::catalog::record::{Kind, Record};
use crate::catalog::schema::Verdict;
use crate::compare::Cell;
use crate::error::{Error, Exit};
use crate::field::Field;
use crate::safe_text::safe;

/// Prints everything known of a record, or of one of its fields.
///
/// # Errors
/// [`Error::Usage`] for an unknown id or field, [`Error::Output`].
pub fn run(catalog: &Catalog, id: &str, field: Option<&str>, as_json: bool, out: &mut Out) -> Result<Exit, Error> {
    let record = find(catalog, id)?;
    let kind = record.key.0;
    let only = field.map(|name| field_of(kind, name)).transpose()?;
    let fields: Vec<Field> = match only {
        Some(field) => vec![field],
        None => Field::of(kind).filter(|field| record.fact(*field).is_some()).collect(),
    };
    if as_json {
        let mut object = of_fields(catalog, record, &fields);
        if only.is_none() {
            around(catalog, record, &mut object);
        }
        out.json(&object)?;
        return Ok(Exit::Ok);
    }
    out.line(&title(record))?;
    for field in fields {
        match only {
            Some(_) => whole(catalog, record, field, out)?,
            None => brief(catalog, record, field, out)?,
        }
    }
    if only.is_none() && !record.fits.is_empty() {
        out.line("")?;
        out.line("Certifications that fit")?;
        for fit in record.fits.iter() {
            let name = &catalog.get(fit.cert).name;
            out.line(&format!("  {:<20}  {name}  ({})", fit.fit.label(), catalog.evidence(fit)))?;
            for reason in fit.reasons.iter() {
                out.line(&format!("{:24}{} {}", "", reason.text.one_line(), catalog.cite_all(&reason.sources)))?;
            }
        }
    }
    if only.is_none() && kind == Kind::Cert {
        related(catalog, record, out)?;
    }
    Ok(Exit::Ok)
}

/// What goes with a certification, and for whom sources say it is.
fn related(catalog: &Catalog, cert: &Record, out: &mut Out) -> Result<(), Error> {
    let mut parts: Vec<(&str, Vec<String>)> = vec![("Goes with", Vec::new())];
    for (verb, other, relation) in catalog.relations_of(cert.key) {
        let (name, who) = (&catalog.get(other).name, catalog.cite_all(&relation.sources));
        let note = relation.note.as_ref().map_or_else(String::new, |note| format!(" ({})", note.one_line()));
        parts[0].1.push(format!("{verb} {name}{note} {who}"));
    }
    for (heading, verdict) in [("Choose it if", Verdict::Choose), ("Think twice if", Verdict::Beware)] {
        let rules = catalog.advice_for(cert.key).filter(|rule| rule.verdict == verdict);
        let said = rules.map(|rule| format!("{} {}", rule.when.one_line(), catalog.cite_all(&rule.sources)));
        parts.push((heading, said.collect()));
    }
    for (heading, lines) in parts.iter().filter(|(_, lines)| !lines.is_empty()) {
        out.line("")?;
        out.line(heading)?;
        lines.iter().try_for_each(|line| out.line(&format!("  {line}")))?;
    }
    Ok(())
}

/// Adds to a record what is not a field of it: what fits it, what goes with it, advice.
fn around(catalog: &Catalog, record: &Record, object: &mut Json) {
    match record.key.0 {
        Kind::Role => object["certs"] = fits_json(catalog, record),
        Kind::Cert => {
            let relations = catalog.relations_of(record.key).map(|(verb, other, relation)| {
                let other = catalog.get(other);
                json!({
                    "verb": verb, "id": other.id.as_str(), "name": other.name, "note": relation.note,
                    "sources": cites(catalog, &relation.sources),
                })
            });
            let advice = catalog.advice_for(record.key).map(|rule| {
                json!({
                    "id": rule.id.as_str(), "verdict": rule.verdict, "when": rule.when,
                    "sources": cites(catalog, &rule.sources),
                })
            });
            object["relations"] = relations.collect();
            object["advice"] = advice.collect();
        }
        Kind::Provider => {}
    }
}

/// The field of that name that records of `kind` have, or an error that names the nearest.
///
/// # Errors
/// [`Error::Usage`].
pub fn field_of(kind: Kind, name: &str) -> Result<Field, Error> {
    let folded = name.trim().to_lowercase().replace(['-', ' '], "_");
    Field::from_id(&folded).filter(|field| field.row().kinds.contains(&kind)).ok_or_else(|| {
        let all: Vec<&str> = Field::of(kind).map(Field::id).collect();
        let hint =
            nearest(&folded, all.iter().copied()).map_or_else(String::new, |near| format!("did you mean `{near}`? "));
        let name: String = safe(name).chars().take(80).collect();
        Error::Usage(format!("a {} has no field `{name}`; {hint}fields: {}", kind.id(), all.join(", ")))
    })
}

fn title(record: &Record) -> String {
    let mark = record.mark.as_deref().unwrap_or_default();
    match &record.abbreviation {
        Some(abbreviation) => format!("{}{mark} ({abbreviation})", record.name),
        None => format!("{}{mark}", record.name),
    }
}

/// A field with its value and who says so.
fn brief(catalog: &Catalog, record: &Record, field: Field, out: &mut Out) -> Result<(), Error> {
    let Some(fact) = record.fact(field) else { return Ok(()) };
    let cell = Cell::new(catalog, Some(fact));
    for (i, phrase) in cell.phrases.iter().enumerate() {
        let label = if i == 0 { field.label() } else { "" };
        let mark = if i == 0 { cell.mark() } else { ' ' };
        let cite = if i + 1 == cell.phrases.len() { catalog.cite_all(&adopted(fact)) } else { String::new() };
        out.line(format!("{mark} {label:<20}  {phrase}  {cite}").trim_end())?;
    }
    Ok(())
}

fn adopted(fact: &Fact) -> Vec<Cited> {
    let mut all: Vec<Cited> = Vec::new();
    for cited in fact.adopted.iter().flat_map(|&i| &fact.claims[i].sources) {
        if !all.contains(cited) {
            all.push(cited.clone());
        }
    }
    all
}

/// A field with every claim.
fn whole(catalog: &Catalog, record: &Record, field: Field, out: &mut Out) -> Result<(), Error> {
    let fact = record.fact(field);
    out.line(&format!("{}: {}", field.label(), catalog.phrase_fact(fact)))?;
    let Some(fact) = fact else { return Ok(()) };
    out.line(&format!("rule: {}", fact.rule))?;
    if fact.conflict {
        out.line("sources disagree")?;
    }
    for index in fact.by_trust() {
        let claim = &fact.claims[index];
        let sign = if claim.impossible.is_some() {
            'x'
        } else if fact.adopted.contains(&index) {
            '='
        } else if fact.value().is_some_and(|shown| !shown.agrees_with(&claim.value)) {
            '!'
        } else {
            ' '
        };
        out.line(&format!("{sign} {}", catalog.phrase(&claim.value)))?;
        if let Some(why) = &claim.impossible {
            out.line(&format!("    cannot be true: {why}"))?;
        }
        if let Some(note) = &claim.note {
            out.line(&format!("    {}", note.one_line()))?;
        }
        for cited in &claim.sources {
            let source = &catalog.source(cited).row;
            let seller = if source.sells_course { ", sells courses" } else { "" };
            let line = crate::catalog::phrase::source_line(source);
            out.line(&format!("    {}  {line} ({}{seller})", catalog.cite(cited), source.kind.label()))?;
        }
        if let crate::catalog::claim::Origin::File { .. } = claim.origin {
            out.line(&format!("    from {}", claim.origin))?;
        }
    }
    Ok(())
}

/// A record with all its fields, as `show --json` and `export` print it.
#[must_use]
pub fn record_json(catalog: &Catalog, record: &Record) -> Json {
    let fields: Vec<Field> = record.facts.iter().map(|fact| fact.field).collect();
    let mut object = of_fields(catalog, record, &fields);
    around(catalog, record, &mut object);
    object
}

fn of_fields(catalog: &Catalog, record: &Record, fields: &[Field]) -> Json {
    let facts: Map<String, Json> =
        fields.iter().map(|field| (field.id().to_owned(), fact_json(catalog, record.fact(*field)))).collect();
    json!({
        "kind": record.key.0.id(),
        "id": record.id.as_str(),
        "name": record.name.as_str(),
        "abbreviation": record.abbreviation.as_deref(),
        "aliases": record.aliases,
        "origin": record.origin.to_string(),
        "fields": facts,
    })
}

/// Citations in short, one string each.
#[must_use]
pub fn cites(catalog: &Catalog, cited: &[Cited]) -> Vec<String> {
    cited.iter().map(|one| catalog.cite(one)).collect()
}

/// A fact in the shape that scripts rely on.
fn fact_json(catalog: &Catalog, fact: Option<&Fact>) -> Json {
    let Some(fact) = fact else {
        return json!({
            "status": Standing::Unknown.id(), "conflict": false, "value": null,
            "display": crate::catalog::phrase::UNKNOWN, "rule": "nobody says anything", "claims": [],
        });
    };
    let claims: Vec<Json> = fact
        .by_trust()
        .into_iter()
        .map(|i| claim_json(catalog, fact.field, &fact.claims[i], fact.adopted.contains(&i)))
        .collect();
    json!({
        "status": fact.standing().id(),
        "conflict": fact.conflict,
        "value": fact.value().map(value_json),
        "display": catalog.phrase_fact(Some(fact)),
        "rule": fact.rule.to_string(),
        "claims": claims,
    })
}

fn claim_json(catalog: &Catalog, field: Field, claim: &Claim, adopted: bool) -> Json {
    let sources: Vec<Json> = claim
        .sources
        .iter()
        .map(|cited| {
            let row = &catalog.source(cited).row;
            json!({
                "id": row.id.as_str(),
                "title": row.title,
                "publisher": row.publisher,
                "date": row.date,
                "kind": row.kind.label(),
                "sells_course": row.sells_course,
                "locator": cited.locator,
                "address": row.address,
            })
        })
        .collect();
    json!({
        "value": value_json(&claim.value),
        "display": catalog.phrase(&claim.value),
        "adopted": adopted,
        "impossible": claim.impossible.is_some(),
        "why_impossible": claim.impossible,
        "note": claim.note,
        "date": claim.trust.date,
        "freshness": catalog.age(field, claim).map(crate::catalog::fresh::Age::id),
        "sources": sources,
        "origin": claim.origin.to_string(),
    })
}

/// A value as JSON: `null` for none, plain text and lists as they are, everything else an object
/// with its `type`.
fn value_json(value: &Value) -> Json {
    match value {
        Value::None | Value::NotStated => Json::Null,
        Value::Text(text) => json!(text),
        Value::List(list) => json!(list),
        Value::Refs(ids) => json!(ids),
        Value::Varies(by) => json!({ "type": "varies", "by": by }),
        Value::Lifetime => json!({ "type": "lifetime" }),
        Value::Months(months) => json!({ "type": "months", "months": months }),
        Value::Level(level) => json!(level.label()),
        Value::Status(status) => json!(status.label()),
        Value::Count(number, unit) => json!({ "type": "count", "number": number, "unit": unit }),
        Value::Price(prices) => tagged("price", json!({ "prices": prices })),
        Value::Exam(exam) => tagged("exam", json!(exam)),
        Value::Training(training) => tagged("training", json!(training)),
        Value::Retakes(retakes) => tagged("retakes", json!(retakes)),
        Value::Renewal(renewal) => tagged("renewal", json!(renewal)),
        Value::Languages(languages) => tagged("languages", json!(languages)),
        Value::Salary(salary) => tagged("salary", json!(salary)),
        Value::PassMark(score) => {
            use crate::catalog::quantity::Score;
            match score {
                Score::Count { right, of } => json!({ "type": "pass-mark", "unit": "count", "right": right, "of": of }),
                Score::Percent(percent) => json!({ "type": "pass-mark", "unit": "percent", "percent": percent }),
                Score::Scaled { points, of } => {
                    json!({ "type": "pass-mark", "unit": "scaled", "points": points, "of": of })
                }
            }
        }
    }
}

/// Takes the parts away that a value does not state.
fn without_nulls(value: &mut Json) {
    match value {
        Json::Object(map) => {
            map.retain(|_, part| !part.is_null());
            map.values_mut().for_each(without_nulls);
        }
        Json::Array(list) => list.iter_mut().for_each(without_nulls),
        _ => {}
    }
}

fn tagged(kind: &str, mut object: Json) -> Json {
    without_nulls(&mut object);
    if let Some(map) = object.as_object_mut() {
        map.insert("type".to_owned(), json!(kind));
    }
    object
}

fn fits_json(catalog: &Catalog, role: &Record) -> Json {
    let fits: Vec<Json> = role
        .fits
        .iter()
        .map(|fit| {
            let cert = catalog.get(fit.cert);
            let reasons: Vec<Json> = fit
                .reasons
                .iter()
                .map(|reason| {
                    let sources: Vec<String> = reason.sources.iter().map(|cited| catalog.cite(cited)).collect();
                    json!({ "text": reason.text, "sources": sources })
                })
                .collect();
            let evidence = catalog.evidence(fit);
            json!({
                "id": cert.id.as_str(), "name": cert.name, "fit": fit.fit.id(),
                "evidence": {
                    "strength": evidence.word(), "sources": evidence.sources, "official": evidence.official,
                },
                "reasons": reasons,
            })
        })
        .collect();
    json!(fits)
}
