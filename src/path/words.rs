//! The ways in words: what the command line prints and the window shows.

use super::{Hours, Link, Step, Way, Ways, ladder, ladder_lines};
use crate::catalog::Catalog;
use crate::catalog::quantity::Status;
use crate::catalog::record::{Fit, Key, Record};
use crate::cost::{Terms, words::scope};

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

/// The way to a certification, its ladder below.
#[must_use]
pub fn cert(catalog: &Catalog, held: &[Key], way: &Way, terms: &Terms) -> Vec<String> {
    let mut lines = Vec::new();
    let goal = catalog.get(way.goal);
    if way.held {
        lines.push(format!("You hold {} already.", goal.short()));
    } else {
        let count = if way.steps.len() == 1 { "1 step".to_owned() } else { format!("{} steps", way.steps.len()) };
        lines.push(format!("{count} to {}", goal.name.one_line()));
    }
    for (index, step) in way.steps.iter().enumerate() {
        let record = catalog.get(step.cert);
        lines.push(String::new());
        lines.push(format!("{}. {} · {}{}", index + 1, record.short(), record.name.one_line(), status_of(record)));
        lines.extend(step_lines(catalog, held, way, step).into_iter().map(|line| format!("   {line}")));
    }
    lines.push(String::new());
    if !way.steps.is_empty() {
        lines.push(total_words(way));
        lines.push(scope(terms));
        lines.push(String::new());
    }
    let rungs = ladder(catalog, way.goal);
    lines.extend(ladder_lines(catalog, &rungs, held));
    let read = rungs.iter().filter_map(|rung| rung.link.as_ref());
    let links: Vec<&Link> = read.chain(way.steps.iter().flat_map(|step| &step.after)).collect();
    if links.iter().any(|link| link.because == super::Because::Track) {
        lines.push("* our reading of the track; no source says that the lower one must come first".to_owned());
    }
    lines
}

fn total_words(way: &Way) -> String {
    let years = if way.cost.years == 1 { "1 year".to_owned() } else { format!("{} years", way.cost.years) };
    format!("Together: {}; held for {years}: {}", hours_words(way.hours), way.cost.words)
}

fn route(catalog: &Catalog, way: &Way) -> String {
    let names: Vec<&str> = way.steps.iter().map(|step| catalog.get(step.cert).short()).collect();
    names.join(" → ")
}

/// The ways to a role, the cheapest and the fastest first.
#[must_use]
pub fn role(catalog: &Catalog, role: &Record, ways: &Ways, terms: &Terms) -> Vec<String> {
    let mut lines = Vec::new();
    lines.push(format!("Ways to {}", role.name.one_line()));
    let say = |label: &str, index: Option<usize>, none: &str| {
        index.and_then(|index| ways.all.get(index)).map_or_else(
            || format!("{label}: {none}"),
            |(_, way)| format!("{label}: {}; {}; {}", route(catalog, way), hours_words(way.hours), way.cost.words),
        )
    };
    lines.push(say("cheapest", ways.cheapest, "not known, nobody names an amount"));
    lines.push(say("fastest", ways.fastest, "not known, no source says how many hours they take"));
    if ways.hours_unknown > 0 {
        let to_go = ways.all.iter().filter(|(_, way)| !way.held).count();
        lines.push(format!(
            "No source says how many hours of training {} of the {to_go} ways take; they cannot be the fastest here.",
            ways.hours_unknown
        ));
    }
    lines.push(scope(terms));
    let mut last: Option<Fit> = None;
    for (fit, way) in &ways.all {
        if last != Some(*fit) {
            lines.push(String::new());
            lines.push(fit.label().to_owned());
            last = Some(*fit);
        }
        if way.held {
            lines.push(format!("  {} ✓ held", catalog.get(way.goal).short()));
            continue;
        }
        lines.push(format!("  {}", route(catalog, way)));
        lines.push(format!("    {}; {}", hours_words(way.hours), way.cost.words));
        for step in &way.steps {
            for link in &step.after {
                lines.push(format!("    {} {}", catalog.get(step.cert).short(), link_words(catalog, link)));
            }
        }
    }
    lines
}
