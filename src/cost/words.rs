//! The cost in words: what the command line prints and the window shows.

use super::{Band, Cost, Holding, Part, Terms, bars};
use crate::catalog::Catalog;
use crate::catalog::quantity::{Amount, Status};

/// A certification by name and abbreviation.
#[must_use]
pub fn heading(catalog: &Catalog, held: &Holding) -> String {
    let record = catalog.get(held.cert);
    let abbreviation = record.abbreviation.as_ref().map_or_else(String::new, |short| format!(" ({short})"));
    format!("{}{abbreviation}", record.name.one_line())
}

/// The total in one line.
#[must_use]
pub fn total(cost: &Cost) -> String {
    let years = if cost.years == 1 { "1 year".to_owned() } else { format!("{} years", cost.years) };
    let from = cost.from.map_or_else(String::new, |from| format!(", earned on {from}"));
    format!("To earn and hold for {years}{from}: {}", cost.words)
}

/// What is counted, and what is not.
#[must_use]
pub fn scope(terms: &Terms) -> String {
    let years = if terms.years == 1 { "1 year".to_owned() } else { format!("{} years", terms.years) };
    let exam = match terms.retakes {
        0 => "the exam taken once".to_owned(),
        1 => "the exam taken twice".to_owned(),
        more => format!("the exam taken {} times", more + 1),
    };
    format!(
        "Counted are the course where one must be taken, {exam}, and the fees of renewals within {years}; not travel, \
         books or your time."
    )
}

/// For each currency in which anything is paid a title, and for each year its number, a bar of at most
/// `width` cells, and the sum beside it.
#[must_use]
pub fn years(cost: &Cost, width: usize) -> Vec<(String, Vec<[String; 3]>)> {
    let paid = cost.sums.iter().enumerate().filter(|(_, sum)| sum.band.high > Amount(0));
    paid.map(|(index, sum)| {
        let open = if cost.open.is_empty() { "" } else { ", as far as it is known" };
        let band = if sum.band.low == sum.band.high { "" } else { ", █ at least, ░ at most" };
        let bands: Vec<Band> = cost.by_year.iter().filter_map(|year| Some(year.sums.get(index)?.band)).collect();
        let rows = bars(&bands, width).into_iter().zip(&cost.by_year);
        let rows = rows.filter_map(|(bar, year)| Some([year.year.to_string(), bar, year.sums.get(index)?.to_string()]));
        (format!("Paid by the end of each year{open}{band}"), rows.collect())
    })
    .collect()
}

/// What stands behind the name of a part: the amount, words, and who says so.
fn part_lines(catalog: &Catalog, part: &Part, terms: &Terms, own: &str) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    match &part.sum {
        // "995 USD (course and exam)" needs no "995 USD" before it.
        Some(money) if part.words.first().is_some_and(|words| words.starts_with(&format!("{money} ("))) => {}
        Some(money) if money.band.high > Amount(0) => said.push(money.to_string()),
        Some(_) => said.push("0".to_owned()),
        None if part.words.is_empty() => said.push("unknown".to_owned()),
        None if part.standing == super::Standing::Unknown => said.push("unknown".to_owned()),
        None => {}
    }
    said.extend(part.words.iter().cloned());
    let mut lines = vec![format!("{} {}", said.join(", "), catalog.cite_all(&part.sources)).trim_end().to_owned()];
    if !part.against.is_empty() {
        lines.push(format!("otherwise {}", catalog.cite_all(&part.against)));
    }
    if let Some(named) = &part.named {
        let own =
            if part.pays == super::Pays::Course && terms.course.is_none() { format!("; {own}") } else { String::new() };
        // "800 USD (average)" needs no "800 USD" before it.
        let money = Some(named.money.to_string())
            .filter(|money| !named.words.iter().any(|words| words.starts_with(&format!("{money} ("))));
        let words = money.into_iter().chain(named.words.iter().cloned()).collect::<Vec<_>>().join(", ");
        lines.push(format!("sources name {words} {}{own}", catalog.cite_all(&named.sources)));
    } else if part.standing.is_open() && part.pays == super::Pays::Course {
        lines.push(own.to_owned());
    }
    lines
}

/// The lines about one certification, each with a label or none: parts, renewals, credits. `own` says
/// how one's own figure for a course is given.
#[must_use]
pub fn rows(catalog: &Catalog, held: &Holding, terms: &Terms, own: &str) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    if held.status != Status::Active {
        rows.push((String::new(), status_words(held.status).to_owned()));
    }
    for part in &held.parts {
        for (index, line) in part_lines(catalog, part, terms, own).into_iter().enumerate() {
            let label = if index == 0 { part.pays.label().to_owned() } else { String::new() };
            rows.push((label, line));
        }
    }
    for due in &held.due {
        let date = due.date.map_or_else(String::new, |date| format!(" ({date})"));
        let fee = due.fee.as_ref().map_or_else(|| "fee unknown".to_owned(), ToString::to_string);
        rows.push((String::new(), format!("month {}{date}: {fee}", due.month)));
    }
    if let Some(credits) = held.credits.as_ref().filter(|_| !held.due.is_empty()) {
        let unit = credits.unit.one_line();
        let mut line = match (credits.each, credits.total) {
            (Some(each), Some(total)) => format!("{each} {unit} for each renewal, {total} in all"),
            _ => format!("{unit} for each renewal, how many is unknown"),
        };
        for word in &credits.words {
            line = format!("{line}; {word}");
        }
        rows.push(("credits".to_owned(), line));
    }
    rows
}

fn status_words(status: Status) -> &'static str {
    match status {
        Status::Active => "",
        Status::Retiring => "retiring: soon it can no longer be earned",
        Status::Retired => "retired: can no longer be earned",
    }
}
