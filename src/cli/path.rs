//! `certdex path`

use clap::Args;
use serde_json::{Value as Json, json};

use super::cost::{certs, holding_json, number, total_json};
use super::find;
use super::output::Out;
use super::show::cites;
use crate::catalog::Catalog;
use crate::catalog::quantity::Status;
use crate::catalog::record::{Key, Kind, Record};
use crate::cost::{MAX_YEARS, Terms};
use crate::error::{Error, Exit};
use crate::path::{Hours, Link, Way, Ways, ladder, successor, way, ways, words};

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
                for line in words::cert(catalog, &held, &way, &terms) {
                    out.line(&line)?;
                }
            }
        }
        _ => {
            let ways = ways(catalog, &held, goal.key, &terms);
            if args.json {
                out.json(&role_json(catalog, &held, goal, &ways))?;
            } else {
                for line in words::role(catalog, goal, &ways, &terms) {
                    out.line(&line)?;
                }
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
