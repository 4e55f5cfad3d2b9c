//! What people earn, as bars: all that sources say of one currency on one scale, so that one sees at once
//! how far apart they are.

use crate::catalog::claim::Fact;
use crate::catalog::phrase::salary_kind;
use crate::catalog::quantity::{Salary, SalaryKind, Value};
use crate::cost::{Band, bars};
use crate::safe_text::SafeText;
use crate::tui::widgets::chart::Row;
use crate::tui::widgets::text;

/// For each currency a title, and for each figure what it is, a bar and the number, in the order of the
/// window's list below. Figures that cannot be true and those that only name a difference are left out;
/// a single figure makes no chart.
#[must_use]
pub fn charts(fact: &Fact, width: usize) -> Vec<(String, Vec<Row>)> {
    let order = fact.by_trust();
    let figures: Vec<(bool, &Salary)> = order
        .into_iter()
        .filter_map(|index| {
            let claim = &fact.claims[index];
            match &claim.value {
                Value::Salary(salary) if claim.impossible.is_none() && salary.kind != SalaryKind::Premium => {
                    Some((fact.adopted.contains(&index), salary))
                }
                _ => None,
            }
        })
        .collect();
    let mut currencies: Vec<&SafeText> = Vec::new();
    for (_, salary) in &figures {
        if !currencies.contains(&&salary.currency) {
            currencies.push(&salary.currency);
        }
    }
    let chart = |currency: &SafeText| {
        let own: Vec<&(bool, &Salary)> = figures.iter().filter(|(_, salary)| salary.currency == *currency).collect();
        if own.len() < 2 && own.iter().all(|(_, salary)| salary.to.is_none()) {
            return None;
        }
        let bands: Vec<Band> = own
            .iter()
            .map(|(_, salary)| Band { low: salary.amount, high: salary.to.unwrap_or(salary.amount) })
            .collect();
        let words: Vec<(String, String)> = own
            .iter()
            .map(|(adopted, salary)| {
                let sign = if *adopted { "=" } else { " " };
                let number =
                    salary.to.map_or_else(|| salary.amount.to_string(), |to| format!("{}–{to}", salary.amount));
                (format!("{sign} {}", what(salary)), number)
            })
            .collect();
        // The numbers stay whole; then come the words, and the bars take what is left.
        let widest =
            |of: fn(&(String, String)) -> &str| words.iter().map(|row| text::width(of(row))).max().unwrap_or(0);
        let (label, number) = (widest(|row| &row.0), widest(|row| &row.1));
        let left = width.saturating_sub(number + 4);
        let bar = left.saturating_sub(label).clamp(4, 32);
        let label = label.min(left.saturating_sub(bar));
        let rows = words
            .into_iter()
            .zip(bars(&bands, bar))
            .map(|((words, number), bar)| [text::fit(&words, label), bar, number]);
        let ranges = if own.iter().any(|(_, salary)| salary.to.is_some()) { ", ░ up to the high end" } else { "" };
        Some((format!("{} a year, side by side{ranges}", currency.one_line()), rows.collect()))
    };
    currencies.into_iter().filter_map(chart).collect()
}

/// What kind of figure it is, of where and when, as far as the source says.
fn what(salary: &Salary) -> String {
    let country = salary.country.as_ref().map(|country| country.one_line());
    let year = salary.year.map(|year| year.to_string());
    [Some(salary_kind(salary.kind).to_owned()), country, year].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
