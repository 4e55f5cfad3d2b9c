//! Filters of the certification list: facets read off the adopted values, with counts.

use crate::catalog::Catalog;
use crate::catalog::quantity::{Level, Status, Value};
use crate::catalog::record::{Kind, Record};
use crate::field::Field;

/// One value of one facet. Values of one facet add up, facets narrow each other.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Filter {
    /// Awarded by this body.
    Provider(String),
    /// On this track.
    Track(String),
    /// Of this level.
    Level(Level),
    /// With an exam, or without.
    Exam(bool),
    /// To be renewed, or for life.
    Renewal(bool),
    /// With a class that must be taken, or without.
    Training(bool),
    /// The price of the exam or the course is known.
    Price,
    /// Also those that can no longer be earned.
    Retired,
}

impl Filter {
    /// The facet it belongs to.
    #[must_use]
    pub fn facet(&self) -> &'static str {
        match self {
            Self::Provider(_) => "Provider",
            Self::Track(_) => "Track",
            Self::Level(_) => "Level",
            Self::Exam(_) => "Exam",
            Self::Renewal(_) => "Keeping it",
            Self::Training(_) => "Training",
            Self::Price => "Cost",
            Self::Retired => "Status",
        }
    }

    /// Its words.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Provider(name) | Self::Track(name) => name.clone(),
            Self::Level(level) => level.label().to_owned(),
            Self::Exam(true) => "exam".to_owned(),
            Self::Exam(false) => "no exam".to_owned(),
            Self::Renewal(true) => "renewal".to_owned(),
            Self::Renewal(false) => "for life".to_owned(),
            Self::Training(true) => "class required".to_owned(),
            Self::Training(false) => "self-study possible".to_owned(),
            Self::Price => "price known".to_owned(),
            Self::Retired => "retired too".to_owned(),
        }
    }

    /// Whether a certification has this value.
    #[must_use]
    pub fn holds(&self, catalog: &Catalog, cert: &Record) -> bool {
        let value = |field| cert.value(field);
        match self {
            Self::Provider(name) => catalog.phrase_fact(cert.fact(Field::Provider)) == *name,
            Self::Track(name) => matches!(value(Field::Track), Some(Value::Text(text)) if text.as_str() == name),
            Self::Level(level) => cert.level() == Some(*level),
            Self::Exam(wanted) => match value(Field::Exam) {
                Some(Value::Exam(_)) => *wanted,
                Some(Value::None) => !*wanted,
                _ => false,
            },
            Self::Renewal(wanted) => match (value(Field::Validity), value(Field::Renewal)) {
                (Some(Value::Lifetime), _) | (_, Some(Value::None)) => !*wanted,
                (Some(Value::Months(_)), _) | (_, Some(Value::Renewal(_))) => *wanted,
                _ => false,
            },
            Self::Training(wanted) => match value(Field::Training) {
                Some(Value::Training(training)) => training.required == *wanted,
                Some(Value::None) => !*wanted,
                _ => false,
            },
            Self::Price => {
                [Field::ExamFee, Field::CourseFee].iter().any(|f| matches!(value(*f), Some(Value::Price(_))))
            }
            Self::Retired => cert.status == Status::Retired,
        }
    }
}

/// Whether a certification passes all filters. Retired ones pass only if asked for.
#[must_use]
pub fn passes(catalog: &Catalog, filters: &[Filter], cert: &Record) -> bool {
    let wants_retired = filters.contains(&Filter::Retired);
    (wants_retired || cert.status != Status::Retired)
        && filters
            .iter()
            .filter(|filter| **filter != Filter::Retired)
            .all(|filter| filters.iter().any(|other| other.facet() == filter.facet() && other.holds(catalog, cert)))
}

/// Every filter there is, in the order of the window, each with the certifications it would leave
/// on its own.
#[must_use]
pub fn all(catalog: &Catalog) -> Vec<(Filter, usize)> {
    let certs = catalog.all(Kind::Cert);
    let mut filters: Vec<Filter> = vec![
        Filter::Exam(true),
        Filter::Exam(false),
        Filter::Training(false),
        Filter::Training(true),
        Filter::Renewal(false),
        Filter::Renewal(true),
        Filter::Price,
        Filter::Level(Level::Foundation),
        Filter::Level(Level::Intermediate),
        Filter::Level(Level::Advanced),
        Filter::Level(Level::Expert),
        Filter::Retired,
    ];
    let mut named = |make: fn(String) -> Filter, field: Field| {
        for cert in certs {
            let Some(value) = cert.value(field) else { continue };
            let filter = make(catalog.phrase(value));
            if !filters.contains(&filter) {
                filters.push(filter);
            }
        }
    };
    named(Filter::Provider, Field::Provider);
    named(Filter::Track, Field::Track);
    filters
        .into_iter()
        .map(|filter| {
            let alive = |cert: &&Record| filter == Filter::Retired || cert.status != Status::Retired;
            let count = certs.iter().filter(alive).filter(|cert| filter.holds(catalog, cert)).count();
            (filter, count)
        })
        .filter(|(_, count)| *count > 0)
        .collect()
}
