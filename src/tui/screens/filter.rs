//! Filters of the certification list, with counts. What can be typed as a limit too is judged as that limit
//! is, so that both leave the same certifications.

use crate::catalog::Catalog;
use crate::catalog::quantity::{Level, Status, Value};
use crate::catalog::record::{Kind, Record};
use crate::field::Field;
use crate::search::limits::{Compare, Limit, Standing};

/// One value of one facet. Values of one facet add up, facets narrow each other.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Filter {
    /// Awarded by this body.
    Provider(String),
    /// On this track.
    Track(String),
    /// What a limit asks: exam, renewal, training, level.
    Within(Limit),
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
            Self::Within(Limit::Level(..)) => "Level",
            Self::Within(Limit::Exam(_)) => "Exam",
            Self::Within(Limit::Renewal(_)) => "Keeping it",
            Self::Within(Limit::Training(_)) => "Training",
            Self::Price | Self::Within(_) => "Cost",
            Self::Retired => "Status",
        }
    }

    /// Its words.
    #[must_use]
    pub fn label(&self, catalog: &Catalog) -> String {
        match self {
            Self::Provider(name) | Self::Track(name) => name.clone(),
            Self::Within(limit) => limit.label(catalog),
            Self::Price => "price known".to_owned(),
            Self::Retired => "retired too".to_owned(),
        }
    }

    /// How a certification stands to it; `None` if it does not have this value, as far as anybody says.
    #[must_use]
    pub fn judge(&self, catalog: &Catalog, cert: &Record) -> Option<Standing> {
        let holds = match self {
            Self::Within(limit) => return limit.judge(catalog, cert),
            Self::Provider(name) => catalog.phrase_fact(cert.fact(Field::Provider)) == *name,
            Self::Track(name) => {
                matches!(cert.value(Field::Track), Some(Value::Text(text)) if text.as_str() == name)
            }
            Self::Price => {
                [Field::ExamFee, Field::CourseFee].iter().any(|f| matches!(cert.value(*f), Some(Value::Price(_))))
            }
            Self::Retired => cert.status == Status::Retired,
        };
        holds.then_some(Standing::Within)
    }
}

/// How a certification stands to all filters together; `None` if it does not pass. Retired ones pass only
/// if asked for.
#[must_use]
pub fn judge(catalog: &Catalog, filters: &[Filter], cert: &Record) -> Option<Standing> {
    if cert.status == Status::Retired && !filters.contains(&Filter::Retired) {
        return None;
    }
    let mut worst = Standing::Within;
    for filter in filters.iter().filter(|filter| **filter != Filter::Retired) {
        let same = filters.iter().filter(|other| other.facet() == filter.facet());
        worst = worst.max(same.filter_map(|other| other.judge(catalog, cert)).min()?);
    }
    Some(worst)
}

/// Every filter there is, in the order of the window, each with the certifications it would leave
/// on its own.
#[must_use]
pub fn all(catalog: &Catalog) -> Vec<(Filter, usize)> {
    let certs = catalog.all(Kind::Cert);
    let mut filters: Vec<Filter> = vec![
        Filter::Within(Limit::Exam(true)),
        Filter::Within(Limit::Exam(false)),
        Filter::Within(Limit::Training(false)),
        Filter::Within(Limit::Training(true)),
        Filter::Within(Limit::Renewal(false)),
        Filter::Within(Limit::Renewal(true)),
        Filter::Price,
        Filter::Within(Limit::Level(Compare::Equal, Level::Foundation)),
        Filter::Within(Limit::Level(Compare::Equal, Level::Intermediate)),
        Filter::Within(Limit::Level(Compare::Equal, Level::Advanced)),
        Filter::Within(Limit::Level(Compare::Equal, Level::Expert)),
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
            let count = catalog
                .records_of(Kind::Cert)
                .filter(alive)
                .filter(|cert| filter.judge(catalog, cert).is_some())
                .count();
            (filter, count)
        })
        .filter(|(_, count)| *count > 0)
        .collect()
}
