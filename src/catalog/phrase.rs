//! Values in words: the one place where a typed value becomes text for a person.

use super::Catalog;
use super::claim::Fact;
use super::quantity::{
    Amount, Exam, Languages, Level, Price, Renewal, Retakes, Salary, SalaryKind, Score, Status, Training, Value, Way,
};
use super::schema::SourceRow;
use crate::field::Field;

/// What stands where nobody says anything.
pub const UNKNOWN: &str = "unknown";

impl Catalog {
    /// A value as phrases: one for most values, one per item for lists.
    #[must_use]
    pub fn phrases(&self, value: &Value) -> Vec<String> {
        match value {
            Value::List(items) => items.iter().map(|item| item.one_line()).collect(),
            Value::Refs(ids) => ids
                .iter()
                .map(|id| self.key(id).map_or_else(|| id.to_string(), |key| self.get(key).name.to_string()))
                .collect(),
            Value::Price(prices) => prices.iter().map(price).collect(),
            Value::Training(training) => course(training),
            other => vec![single(other)],
        }
    }

    /// A value on one line, items parted by " · ".
    #[must_use]
    pub fn phrase(&self, value: &Value) -> String {
        self.phrases(value).join(" · ")
    }

    /// The shown value of a fact on one line; [`UNKNOWN`] without one.
    #[must_use]
    pub fn phrase_fact(&self, fact: Option<&Fact>) -> String {
        fact.and_then(Fact::value).map_or_else(|| UNKNOWN.to_owned(), |value| self.phrase(value))
    }
}

fn single(value: &Value) -> String {
    match value {
        Value::None => "none".to_owned(),
        Value::NotStated => "not stated".to_owned(),
        Value::Varies(by) if by.is_empty() => "varies".to_owned(),
        Value::Varies(by) => {
            let by: Vec<String> = by.iter().map(|what| what.one_line()).collect();
            format!("varies ({})", by.join(", "))
        }
        Value::Text(text) => text.one_line(),
        Value::Level(level) => level.label().to_owned(),
        Value::Status(status) => status.label().to_owned(),
        Value::Months(months) => span(*months),
        Value::Lifetime => "for life".to_owned(),
        Value::Exam(exam) => test(exam),
        Value::PassMark(score) => mark(*score),
        Value::Retakes(retakes) => tries(retakes),
        Value::Renewal(renewal) => keep(renewal),
        Value::Languages(languages) => tongues(languages),
        Value::Salary(salary) => pay(salary),
        // A year is written without a thousands separator and needs no unit.
        Value::Count(number, unit) if unit.as_str() == "year" => number.to_string(),
        Value::Count(number, unit) => format!("{} {unit}", Amount(number.saturating_mul(100))),
        Value::List(_) | Value::Refs(_) | Value::Price(_) | Value::Training(_) => {
            unreachable!("`phrases` takes lists apart")
        }
    }
}

impl Level {
    /// The word for it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Foundation => "foundation",
            Self::Intermediate => "intermediate",
            Self::Advanced => "advanced",
            Self::Expert => "expert",
        }
    }
}

impl Status {
    /// The word for it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Retiring => "retiring",
            Self::Retired => "retired",
        }
    }
}

/// Months as people say them: "2 years", "18 months".
fn span(months: u32) -> String {
    match (months, months % 12) {
        (12, _) => "1 year".to_owned(),
        (_, 0) => format!("{} years", months / 12),
        (1, _) => "1 month".to_owned(),
        _ => format!("{months} months"),
    }
}

fn price(price: &Price) -> String {
    let mut text = match price.to {
        Some(to) => format!("{}–{to} {}", price.amount, price.currency),
        None => format!("{} {}", price.amount, price.currency),
    };
    if let Some(what) = &price.what {
        text = format!("{text} ({})", what.one_line());
    }
    text
}

fn course(training: &Training) -> Vec<String> {
    let duty = if training.required { "required" } else { "optional" };
    match training.ways.as_slice() {
        [] => vec![duty.to_owned()],
        [way] => vec![format!("{duty}: {}", one_way(way))],
        ways => ways
            .iter()
            .enumerate()
            .map(|(i, way)| if i == 0 { format!("{duty}: {}", one_way(way)) } else { format!("or {}", one_way(way)) })
            .collect(),
    }
}

fn one_way(way: &Way) -> String {
    let mut parts = Vec::new();
    match (way.hours, way.to_hours) {
        (Some(low), Some(high)) => parts.push(format!("{low}–{high} h")),
        (Some(hours), None) => parts.push(format!("{hours} h")),
        _ => {}
    }
    if let Some(days) = way.days {
        parts.push(if days == 1 { "1 day".to_owned() } else { format!("{days} days") });
    }
    if let Some(mode) = &way.mode {
        parts.push(mode.one_line());
    }
    let mut text = if parts.is_empty() { "a course".to_owned() } else { parts.join(" ") };
    if let Some(teacher) = &way.teacher {
        text = format!("{text}, {}", teacher.one_line());
    }
    text
}

fn test(exam: &Exam) -> String {
    let mut parts = Vec::new();
    if let Some(questions) = exam.questions {
        parts.push(format!("{questions} questions"));
    }
    if let Some(minutes) = exam.minutes {
        parts.push(format!("{minutes} min"));
    }
    parts.extend(exam.format.iter().chain(&exam.place).map(|text| text.one_line()));
    match exam.open_book {
        Some(true) => parts.push("open book".to_owned()),
        Some(false) => parts.push("closed book".to_owned()),
        None => {}
    }
    match exam.proctored {
        Some(true) => parts.push("proctored".to_owned()),
        Some(false) => parts.push("not proctored".to_owned()),
        None => {}
    }
    if parts.is_empty() { "yes".to_owned() } else { parts.join(", ") }
}

/// A pass mark with its unit; a count also says its percentage.
fn mark(score: Score) -> String {
    match score {
        Score::Count { right, of } if of > 0 && (right * 100).is_multiple_of(of) => {
            format!("{right} of {of} ({} %)", right * 100 / of)
        }
        Score::Count { right, of } => format!("{right} of {of}"),
        Score::Percent(percent) => format!("{percent} %"),
        Score::Scaled { points, of } => format!("{points} of {of} points"),
    }
}

fn tries(retakes: &Retakes) -> String {
    let mut parts = Vec::new();
    match (retakes.attempts_included, retakes.within_days) {
        (Some(1), None) => parts.push("1 attempt included".to_owned()),
        (Some(n), None) => parts.push(format!("{n} attempts included")),
        (Some(n), Some(days)) => parts.push(format!("{n} attempts within {days} days included")),
        (None, Some(days)) => parts.push(format!("within {days} days")),
        (None, None) => {}
    }
    if let Some(further) = &retakes.further {
        parts.push(format!("{} for each further one", price(further)));
    }
    if parts.is_empty() { "allowed".to_owned() } else { parts.join(", then ") }
}

fn keep(renewal: &Renewal) -> String {
    let mut parts = Vec::new();
    if let Some(credits) = &renewal.credits {
        parts.push(match credits.amount {
            Some(amount) => format!("{amount} {}", credits.unit),
            None => credits.unit.one_line(),
        });
    }
    parts.extend(renewal.fee.as_ref().map(price));
    let what = if parts.is_empty() { "needed".to_owned() } else { parts.join(" + ") };
    match renewal.every_months {
        Some(months) => format!("{what} every {}", span(months)),
        None => what,
    }
}

fn tongues(languages: &Languages) -> String {
    let names: Vec<String> = languages.names.iter().map(|name| name.one_line()).collect();
    match (languages.count, names.is_empty()) {
        (Some(count), true) => format!("{count} languages"),
        (Some(count), false) => format!("{count}: {}", names.join(", ")),
        (None, false) => names.join(", "),
        (None, true) => "not named".to_owned(),
    }
}

/// What kind of salary figure it is.
#[must_use]
pub fn salary_kind(kind: SalaryKind) -> &'static str {
    match kind {
        SalaryKind::Mean => "average",
        SalaryKind::Median => "median",
        SalaryKind::Range => "range",
        SalaryKind::Premium => "more than without",
    }
}

fn pay(salary: &Salary) -> String {
    let figure = price(&Price { amount: salary.amount, to: salary.to, currency: salary.currency.clone(), what: None });
    let kind = salary_kind(salary.kind);
    let country = salary.country.as_ref().map_or_else(|| "country not stated".to_owned(), |c| c.one_line());
    let year = salary.year.map_or_else(|| "year not stated".to_owned(), |year| year.to_string());
    format!("{figure} a year ({kind}, {country}, {year})")
}

/// A source on one line: title, publisher, date or "undated".
#[must_use]
pub fn source_line(row: &SourceRow) -> String {
    let mut parts = vec![row.title.one_line()];
    parts.extend(row.publisher.as_ref().map(|publisher| publisher.one_line()));
    parts.push(row.date.map_or_else(|| "undated".to_owned(), |date| date.to_string()));
    parts.join(", ")
}
/// A certification in a few words: class, exam, how long it lasts, with `!` where sources disagree.
#[must_use]
pub fn summary(facts: &[Fact]) -> String {
    let fact = |field| facts.iter().find(|fact| fact.field == field);
    let value = |field| fact(field).and_then(Fact::value);
    let mut parts: Vec<String> = Vec::new();
    let mark = |field: Field, text: String| {
        if fact(field).is_some_and(|fact| fact.conflict) { format!("{text}\u{a0}!") } else { text }
    };
    match value(Field::Training) {
        Some(Value::Training(training)) => {
            let hours = training.ways.first().and_then(|way| way.hours);
            parts.push(mark(
                Field::Training,
                match (training.required, hours) {
                    (true, Some(hours)) => format!("{hours} h class"),
                    (true, None) => "a class".to_owned(),
                    (false, _) => "no class needed".to_owned(),
                },
            ));
        }
        Some(Value::None) => parts.push("no class".to_owned()),
        _ => {}
    }
    match value(Field::Exam) {
        Some(Value::Exam(exam)) => parts.push(mark(
            Field::Exam,
            exam.questions.map_or_else(|| "exam".to_owned(), |questions| format!("{questions} questions")),
        )),
        Some(Value::None) => parts.push(mark(Field::Exam, "no exam".to_owned())),
        _ => {}
    }
    match value(Field::Validity) {
        Some(Value::Lifetime) => parts.push(mark(Field::Validity, "for life".to_owned())),
        Some(Value::Months(months)) if months % 12 == 0 => {
            let every = if *months == 12 { "year".to_owned() } else { format!("{} years", months / 12) };
            parts.push(mark(Field::Validity, format!("renew every {every}")));
        }
        Some(Value::Months(months)) => parts.push(mark(Field::Validity, format!("renew every {months} months"))),
        _ => {}
    }
    parts.join(" · ")
}
