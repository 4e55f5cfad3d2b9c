//! How old a claim is, and whether that is too old to rely on.
//!
//! Money goes stale in 180 days, the shape of an exam, a course or a salary in a year, and what a
//! role is about not at all. A source without a date is "undated", never "fresh".

use super::quantity::Date;
use crate::field::{Field, Group};

/// The age of a claim.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Age {
    /// Its sources bear no date.
    Undated,
    /// It does not go stale.
    Timeless,
    /// So many days old, and recent enough.
    Fresh(i64),
    /// So many days old, and older than its field bears.
    Stale(i64),
}

impl Age {
    /// The word for it in JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Undated => "undated",
            Self::Timeless => "timeless",
            Self::Fresh(_) => "fresh",
            Self::Stale(_) => "stale",
        }
    }

    /// In words.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Undated => "undated".to_owned(),
            Self::Timeless => "does not go stale".to_owned(),
            Self::Fresh(days) => format!("{days} days old"),
            Self::Stale(days) => format!("{days} days old: check before you rely on it"),
        }
    }
}

/// After how many days a value of this field asks for another look; `None` for those that keep.
#[must_use]
pub fn keeps_for(field: Field) -> Option<i64> {
    match (field, field.row().group) {
        (Field::Renewal | Field::Retakes, _) | (_, Group::Cost) => Some(180),
        (Field::Salary | Field::Holders | Field::Status | Field::Prerequisites, _)
        | (_, Group::Exam | Group::Training | Group::Keeping) => Some(365),
        _ => None,
    }
}

/// The age of a claim about `field` with that date, on that day.
#[must_use]
pub fn age(field: Field, date: Option<Date>, today: Date) -> Age {
    let Some(limit) = keeps_for(field) else { return Age::Timeless };
    let Some(date) = date else { return Age::Undated };
    let days = days(today) - days(date);
    if days > limit { Age::Stale(days) } else { Age::Fresh(days.max(0)) }
}

/// The number of a day; a date that names only a month or a year counts from its beginning, so
/// that nothing looks fresher than it is.
fn days(date: Date) -> i64 {
    let number = |part: u8| i8::try_from(part.max(1)).unwrap_or(1);
    let year = i16::try_from(date.year).unwrap_or(i16::MAX);
    let epoch = jiff::civil::date(1970, 1, 1);
    jiff::civil::Date::new(year, number(date.month), number(date.day))
        .and_then(|day| day.since((jiff::Unit::Day, epoch)))
        .map_or(0, |span| i64::from(span.get_days()))
}

/// The calendar date of a moment, as the system's clock gives it, in UTC.
#[must_use]
pub fn date_of(seconds_since_1970: i64) -> Option<Date> {
    let stamp = jiff::Timestamp::from_second(seconds_since_1970).ok()?;
    Date::parse(&stamp.strftime("%Y-%m-%d").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(date: &str) -> Date {
        Date::parse(date).expect("a date")
    }

    #[test]
    fn money_goes_stale_before_exams_and_duties_never_do() {
        let today = on("2026-11-21");
        let age = |field, date: &str| age(field, Some(on(date)), today);
        assert_eq!(age(Field::ExamFee, "2026-06-01"), Age::Fresh(173));
        assert_eq!(age(Field::ExamFee, "2026-05-01"), Age::Stale(204));
        assert_eq!(age(Field::Exam, "2026-05-01"), Age::Fresh(204));
        assert_eq!(age(Field::Exam, "2025"), Age::Stale(689), "a year counts from its beginning");
        assert_eq!(age(Field::Duties, "2001"), Age::Timeless);
        assert_eq!(super::age(Field::ExamFee, None, today), Age::Undated);
        assert_eq!(age(Field::ExamFee, "2027-01-01"), Age::Fresh(0), "a clock that runs behind");
    }

    #[test]
    fn a_moment_has_its_date() {
        assert_eq!(date_of(1_795_219_200), Date::parse("2026-11-21"));
        assert_eq!(date_of(i64::MAX), None);
    }
}
