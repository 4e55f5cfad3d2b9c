//! `certdex path`

use clap::Args;
use serde_json::{Value as Json, json};

use super::cost::{certs, holding_json, number, total_json};
use super::find;
use super::output::Out;
use super::show::cites;
use crate::catalog::Catalog;
use crate::catalog::quantity::Status;
use crate::catalog::record::{Fit, Key, Kind, Record};
use crate::cost::{MAX_YEARS, Terms};
use crate::error::{Error, Exit};
use crate::path::{Hours, Link, Step, Way, Ways, ladder, ladder_lines, successor, way, ways};

/// What may be said after `certdex path`.
#[derive(Debug, Args)]
pub struct PathArgs {
    /// What you hold: ids or abbreviations of up to six certifications, parted by commas.
    #[arg(long, value_name = "ID,…", value_delimiter = ',')]
    pub have: Vec<String>,
    /// Where you want to go: a certification or a role, as `csp-po` or `role:product-owner`.
    #[arg(long, value_name = "GOAL")]
    pub to: String,
    /// For how many years what you earn is held, for its cost.
    #[arg(long, value_name = "N", default_value = "5", allow_hyphen_values = true)]
    pub years: String,
    /// For scripts: JSON.
    #[arg(long)]
    pub json: bool,
}

/// Prints the steps from what one holds to a certification, or to those of a role.
///
/// # Errors
/// [`Error::Usage`] for unknown ids, and for a goal that can no longer be earned.
pub fn run(catalog: &Catalog, args: &PathArgs, out: &mut Out) -> Result<Exit, Error> {
    let held = certs(catalog, &args.have)?;
    let goal = goal(catalog, &args.to)?;
    let years = number("years", &args.years, 1, MAX_YEARS)?;
    let terms = Terms { years, from: catalog.today, ..Terms::default() };
    match goal.key.0 {
        Kind::Cert => {
            let way = way(catalog, &held, goal.key, &terms);
            if args.json {
                out.json(&cert_json(catalog, &held, &way))?;
            } else {
                cert_text(catalog, &held, &way, out)?;
            }
        }
        _ => {
            let ways = ways(catalog, &held, goal.key, &terms);
            if args.json {
                out.json(&role_json(catalog, &held, goal, &ways))?;
            } else {
                role_text(catalog, goal, &ways, out)?;
            }
        }
    }
    Ok(Exit::Ok)
}

/// The record that a goal names, with or without its kind in front.
fn goal<'a>(catalog: &'a Catalog, text: &str) -> Result<&'a Record, Error> {
    let (kind, name) = match text.split_once(':') {
        Some(("role", name)) => (Some(Kind::Role), name),
        Some(("cert", name)) => (Some(Kind::Cert), name),
        _ => (None, text),
    };
    let record = find(catalog, name)?;
    let (found, id) = (record.key.0, &record.id);
    if found == Kind::Provider || kind.is_some_and(|kind| kind != found) {
        let wanted = kind.map_or("a certification or a role", |kind| match kind {
            Kind::Role => "a role",
            _ => "a certification",
        });
        return Err(Error::Usage(format!("`{id}` is a {}, and a path leads to {wanted}", found.id())));
    }
    if record.status == Status::Retired {
        let instead = successor(catalog, record.key)
            .map_or_else(String::new, |key| format!("; `{}` took its place", catalog.get(key).id));
        return Err(Error::Usage(format!("`{id}` is retired and can no longer be earned{instead}")));
    }
    Ok(record)
}

fn hours_words(hours: Option<Hours>) -> String {
    match hours {
        None => "hours of training unknown".to_owned(),
        Some(Hours { high: 0, .. }) => "no training needed".to_owned(),
        Some(Hours { low, high }) if low == high => format!("{low} hours of training"),
        Some(Hours { low, high }) => format!("{low}–{high} hours of training"),
    }
}

fn link_words(catalog: &Catalog, link: &Link) -> String {
    let name = catalog.get(link.before).short();
    format!("after {name}: {} {}", link.because.words(), catalog.cite_all(&link.sources))
}

fn step_lines(catalog: &Catalog, held: &[Key], way: &Way, step: &Step) -> Vec<String> {
    let mut lines: Vec<String> = step.after.iter().map(|link| link_words(catalog, link)).collect();
    for link in &step.usual {
        let name = catalog.get(link.before).short();
        lines.push(format!("usually after {name}, which is not asked for {}", catalog.cite_all(&link.sources)));
    }
    lines.push(format!("{} {}", hours_words(step.hours), catalog.cite_all(&step.hours_from)));
    if let Some(holding) = way.cost.held.iter().find(|holding| holding.cert == step.cert) {
        for part in &holding.parts {
            let amount = match &part.sum {
                Some(money) if money.band.high.0 > 0 => money.to_string(),
                Some(_) => continue,
                None => part
                    .named
                    .as_ref()
                    .map_or_else(|| "unknown".to_owned(), |named| format!("not fixed, sources name {}", named.money)),
            };
            lines.push(format!("{}: {amount} {}", part.pays.label(), catalog.cite_all(&part.sources)));
        }
        if let Some(with) = holding.renewed_with {
            let theirs = if held.contains(&with) { ", which you hold" } else { "" };
            lines.push(format!("renewed together with {}{theirs}, at one fee", catalog.get(with).short()));
        }
    }
    if !step.demands.is_empty() {
        lines.push(format!("asked first: {} {}", step.demands.join("; "), catalog.cite_all(&step.demands_from)));
    }
    lines.into_iter().map(|line| line.trim_end().to_owned()).collect()
}

fn status_of(record: &Record) -> &'static str {
    if record.status == Status::Retiring { " (retiring)" } else { "" }
}

fn cert_text(catalog: &Catalog, held: &[Key], way: &Way, out: &mut Out) -> Result<(), Error> {
    let goal = catalog.get(way.goal);
    if way.held {
        out.line(&format!("You hold {} already.", goal.short()))?;
    } else {
        let count = if way.steps.len() == 1 { "1 step".to_owned() } else { format!("{} steps", way.steps.len()) };
        out.line(&format!("{count} to {}", goal.name.one_line()))?;
    }
    for (index, step) in way.steps.iter().enumerate() {
        let record = catalog.get(step.cert);
        out.line("")?;
        out.line(&format!("{}. {} · {}{}", index + 1, record.short(), record.name.one_line(), status_of(record)))?;
        for line in step_lines(catalog, held, way, step) {
            out.line(&format!("   {line}"))?;
        }
    }
    out.line("")?;
    if !way.steps.is_empty() {
        out.line(&total_words(way))?;
        out.line("")?;
    }
    let rungs = ladder(catalog, way.goal);
    for line in ladder_lines(catalog, &rungs, held) {
        out.line(&line)?;
    }
    let read = rungs.iter().filter_map(|rung| rung.link.as_ref());
    let links: Vec<&Link> = read.chain(way.steps.iter().flat_map(|step| &step.after)).collect();
    if links.iter().any(|link| link.because == crate::path::Because::Track) {
        out.line("* our reading of the track; no source says that the lower one must come first")?;
    }
    Ok(())
}

fn total_words(way: &Way) -> String {
    let years = if way.cost.years == 1 { "1 year".to_owned() } else { format!("{} years", way.cost.years) };
    format!("Together: {}; held for {years}: {}", hours_words(way.hours), way.cost.words)
}

fn route(catalog: &Catalog, way: &Way) -> String {
    let names: Vec<&str> = way.steps.iter().map(|step| catalog.get(step.cert).short()).collect();
    names.join(" → ")
}

fn role_text(catalog: &Catalog, role: &Record, ways: &Ways, out: &mut Out) -> Result<(), Error> {
    out.line(&format!("Ways to {}", role.name.one_line()))?;
    let say = |label: &str, index: Option<usize>, none: &str| {
        index.and_then(|index| ways.all.get(index)).map_or_else(
            || format!("{label}: {none}"),
            |(_, way)| format!("{label}: {}; {}; {}", route(catalog, way), hours_words(way.hours), way.cost.words),
        )
    };
    out.line(&say("cheapest", ways.cheapest, "not known, nobody names an amount"))?;
    out.line(&say("fastest", ways.fastest, "not known, nobody counts the hours"))?;
    if ways.hours_unknown > 0 {
        out.line(&format!("Of {} nobody counts the hours of training.", ways.hours_unknown))?;
    }
    let mut last: Option<Fit> = None;
    for (fit, way) in &ways.all {
        if last != Some(*fit) {
            out.line("")?;
            out.line(fit.label())?;
            last = Some(*fit);
        }
        if way.held {
            out.line(&format!("  {} ✓ held", catalog.get(way.goal).short()))?;
            continue;
        }
        out.line(&format!("  {}", route(catalog, way)))?;
        out.line(&format!("    {}; {}", hours_words(way.hours), way.cost.words))?;
        for step in &way.steps {
            for link in &step.after {
                out.line(&format!("    {} {}", catalog.get(step.cert).short(), link_words(catalog, link)))?;
            }
        }
    }
    Ok(())
}

fn hours_json(hours: Option<Hours>) -> Json {
    json!(hours.map(|hours| json!({ "low": hours.low, "high": hours.high })))
}

fn link_json(catalog: &Catalog, link: &Link) -> Json {
    json!({
        "cert": catalog.get(link.before).id.as_str(),
        "because": link.because.id(),
        "sources": cites(catalog, &link.sources),
    })
}

fn way_json(catalog: &Catalog, way: &Way) -> Json {
    let steps: Vec<Json> = way
        .steps
        .iter()
        .map(|step| {
            let record = catalog.get(step.cert);
            let holding = way.cost.held.iter().find(|holding| holding.cert == step.cert);
            let links = |all: &[Link]| all.iter().map(|link| link_json(catalog, link)).collect::<Vec<Json>>();
            json!({
                "id": record.id.as_str(),
                "name": record.name,
                "status": record.status.label(),
                "after": links(&step.after),
                "usual": links(&step.usual),
                "hours": hours_json(step.hours),
                "hours_sources": cites(catalog, &step.hours_from),
                "demands": step.demands,
                "demands_sources": cites(catalog, &step.demands_from),
                "renewed_with": step.renewed_with.map(|key| catalog.get(key).id.as_str()),
                "cost": holding.map(|holding| holding_json(catalog, holding)),
            })
        })
        .collect();
    json!({
        "goal": catalog.get(way.goal).id.as_str(),
        "held": way.held,
        "steps": steps,
        "hours": hours_json(way.hours),
        "years": way.cost.years,
        "total": total_json(catalog, &way.cost),
    })
}

fn ids(catalog: &Catalog, keys: &[Key]) -> Vec<String> {
    keys.iter().map(|key| catalog.get(*key).id.to_string()).collect()
}

fn cert_json(catalog: &Catalog, held: &[Key], way: &Way) -> Json {
    let rungs: Vec<Json> = ladder(catalog, way.goal)
        .iter()
        .map(|rung| {
            json!({
                "id": catalog.get(rung.cert).id.as_str(),
                "depth": rung.depth,
                "held": held.contains(&rung.cert),
                "after": rung.link.as_ref().map(|link| link_json(catalog, link)),
            })
        })
        .collect();
    let mut json = way_json(catalog, way);
    json["have"] = json!(ids(catalog, held));
    json["ladder"] = json!(rungs);
    json
}

fn role_json(catalog: &Catalog, held: &[Key], role: &Record, ways: &Ways) -> Json {
    let goal = |index: Option<usize>| {
        index.and_then(|index| ways.all.get(index)).map(|(_, way)| catalog.get(way.goal).id.to_string())
    };
    let all: Vec<Json> = ways
        .all
        .iter()
        .map(|(fit, way)| {
            let mut json = way_json(catalog, way);
            json["fit"] = json!(fit.id());
            json
        })
        .collect();
    json!({
        "role": role.id.as_str(),
        "have": ids(catalog, held),
        "cheapest": goal(ways.cheapest),
        "fastest": goal(ways.fastest),
        "hours_unknown": ways.hours_unknown,
        "ways": all,
    })
}
