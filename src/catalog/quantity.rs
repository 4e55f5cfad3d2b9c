//! Typed values: what a claim can say, with its unit.
//!
//! `None` ("there is none"), `NotStated` ("the source leaves it open") and `Varies` are values in
//! their own right; "unknown" is a fact without any usable claim and therefore not a value. Values
//! of unlike kinds are never ranked against each other.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::record::Id;
use crate::safe_text::SafeText;

/// What one claim says of one field.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Value {
    /// The source says that there is none ("no exam").
    None,
    /// The source has a place for it and leaves it empty.
    NotStated,
    /// The source says that it depends on the things listed.
    Varies(Vec<SafeText>),
    /// A sentence or a phrase of our own.
    Text(SafeText),
    /// Several phrases, in the source's order.
    List(Vec<SafeText>),
    /// Records of the catalogue, by id.
    Refs(Vec<Id>),
    /// How far along a track.
    Level(Level),
    /// Whether it can still be had.
    Status(Status),
    /// Prices: one, a range, or several for several groups of buyers.
    Price(Vec<Price>),
    /// A length of time in months.
    Months(u32),
    /// It never runs out.
    Lifetime,
    /// A course: whether it must be taken, and the ways to take it.
    Training(Training),
    /// A test: its shape as far as the source tells.
    Exam(Exam),
    /// What has to be reached in the test.
    PassMark(Score),
    /// Tries and what they cost.
    Retakes(Retakes),
    /// What keeps the certification alive.
    Renewal(Renewal),
    /// The languages of the test.
    Languages(Languages),
    /// What people with it earn.
    Salary(Salary),
    /// A plain number with the thing counted.
    Count(u64, SafeText),
}

/// How far along a track a certification stands. The provider's own word may differ.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[allow(missing_docs)] // the names say it
pub enum Level {
    Foundation,
    Intermediate,
    Advanced,
    Expert,
}

/// Whether a certification can still be earned.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Status {
    /// It can be earned now.
    Active,
    /// The provider has said that it will end.
    Retiring,
    /// It can no longer be earned.
    Retired,
}

/// An amount of money in hundredths, so that sums are exact. Written in RON as `100` or `99.50`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Amount(
    /// Hundredths of the currency's unit.
    pub u64,
);

/// A price or a range of prices, in one currency.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// The price, or the lowest of the range.
    pub amount: Amount,
    /// The highest of the range.
    #[serde(default)]
    pub to: Option<Amount>,
    /// ISO 4217 code.
    pub currency: SafeText,
    /// Who pays it or what it buys, when the source tells prices apart ("members").
    #[serde(default)]
    pub what: Option<SafeText>,
}

/// A course.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Training {
    /// Whether nobody gets the certification without it.
    pub required: bool,
    /// The ways to take it; empty where the source names none.
    #[serde(default)]
    pub ways: Vec<Way>,
}

/// One way to take a course.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Way {
    /// Hours, or the least hours of a range.
    #[serde(default)]
    pub hours: Option<u32>,
    /// The most hours of a range.
    #[serde(default)]
    pub to_hours: Option<u32>,
    /// Days, where the source counts in days.
    #[serde(default)]
    pub days: Option<u32>,
    /// "in person", "live online", "mentoring in person".
    #[serde(default)]
    pub mode: Option<SafeText>,
    /// Who may teach it.
    #[serde(default)]
    pub teacher: Option<SafeText>,
}

/// A test, as far as the source tells.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exam {
    /// Number of questions.
    #[serde(default)]
    pub questions: Option<u32>,
    /// Time allowed, in minutes.
    #[serde(default)]
    pub minutes: Option<u32>,
    /// Kind of questions ("multiple choice").
    #[serde(default)]
    pub format: Option<SafeText>,
    /// Where it is sat ("online").
    #[serde(default)]
    pub place: Option<SafeText>,
    /// Whether notes and books are allowed.
    #[serde(default)]
    pub open_book: Option<bool>,
    /// Whether somebody watches.
    #[serde(default)]
    pub proctored: Option<bool>,
}

/// What has to be reached in a test. The three units are never mixed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Score {
    /// Right answers out of the questions asked.
    Count {
        /// Right answers needed.
        right: u32,
        /// Questions asked.
        of: u32,
    },
    /// Whole percent, 0–100.
    Percent(u32),
    /// Points on a scale that is not a count of questions.
    Scaled {
        /// Points needed.
        points: u32,
        /// Most points possible.
        of: u32,
    },
}

/// Tries at a test.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retakes {
    /// Tries that the first payment covers, the first one included.
    #[serde(default)]
    pub attempts_included: Option<u32>,
    /// Days in which those tries must be used.
    #[serde(default)]
    pub within_days: Option<u32>,
    /// Price of each further try.
    #[serde(default)]
    pub further: Option<Price>,
}

/// What keeps a certification alive.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Renewal {
    /// Months between renewals.
    #[serde(default)]
    pub every_months: Option<u32>,
    /// Credits to earn in that time; the source may name the unit without a number.
    #[serde(default)]
    pub credits: Option<Credits>,
    /// Fee each time.
    #[serde(default)]
    pub fee: Option<Price>,
}

/// Learning credits of a provider.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credits {
    /// How many, if the source says.
    #[serde(default)]
    pub amount: Option<u32>,
    /// Their name: "SEU", "PDU".
    pub unit: SafeText,
}

/// The languages of a test.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Languages {
    /// How many, where the source counts.
    #[serde(default)]
    pub count: Option<u32>,
    /// Which, where the source names them.
    #[serde(default)]
    pub names: Vec<SafeText>,
}

/// What people earn.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Salary {
    /// What kind of figure it is.
    pub kind: SalaryKind,
    /// The figure, or the lowest of a range.
    pub amount: Amount,
    /// The highest of a range.
    #[serde(default)]
    pub to: Option<Amount>,
    /// ISO 4217 code.
    pub currency: SafeText,
    /// ISO 3166 code or name of the country, if the source says.
    #[serde(default)]
    pub country: Option<SafeText>,
    /// The year the figure is of, if the source says.
    #[serde(default)]
    pub year: Option<u32>,
}

/// What kind of salary figure it is; figures of different kinds are not compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[allow(missing_docs)] // the names say it
pub enum SalaryKind {
    Mean,
    Median,
    Range,
    Premium,
}

/// A calendar date as exact as the source gives it: a year, a month, or a day. Ordered by time;
/// of two dates that agree as far as they go, the more exact one counts as later.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Date {
    /// Year, 1900–2199.
    pub year: u16,
    /// Month 1–12, 0 if not given.
    pub month: u8,
    /// Day 1–31, 0 if not given.
    pub day: u8,
}

impl Date {
    /// Reads `2023`, `2023-06` or `2023-06-01`; `None` for anything else or a date that is not in
    /// the calendar.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut number = |width: usize| -> Option<Option<u16>> {
            let Some(part) = parts.next() else { return Some(None) };
            (part.len() == width && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())
        };
        let year = number(4)??;
        let month = number(2)?;
        let day = number(2)?;
        if parts.next().is_some() || !(1900..2200).contains(&year) {
            return None;
        }
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let last = match month {
            None => 0,
            Some(4 | 6 | 9 | 11) => 30,
            Some(2) => 28 + u16::from(leap),
            Some(1..=12) => 31,
            Some(_) => return None,
        };
        if day.is_some_and(|d| d == 0 || d > last) {
            return None;
        }
        let small = |part: Option<u16>| part.map_or(Some(0), |n| u8::try_from(n).ok());
        Some(Self { year, month: small(month)?, day: small(day)? })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if self.month > 0 {
            write!(f, "-{:02}", self.month)?;
        }
        if self.day > 0 {
            write!(f, "-{:02}", self.day)?;
        }
        Ok(())
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            de::Error::custom(format!(
                "`{}` is not a date: write \"2023\", \"2023-06\" or \"2023-06-01\"",
                crate::safe_text::safe(&text)
            ))
        })
    }
}

impl fmt::Display for Amount {
    /// `97,319` or `99.50`: thousands separated, cents only where there are any.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (units, cents) = (self.0 / 100, self.0 % 100);
        let digits = units.to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
        for (i, c) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(c);
        }
        f.write_str(&grouped)?;
        if cents > 0 { write!(f, ".{cents:02}") } else { Ok(()) }
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() {
            serializer.serialize_u64(self.0)
        } else if self.0.is_multiple_of(100) {
            serializer.serialize_u64(self.0 / 100)
        } else {
            #[allow(clippy::cast_precision_loss)] // amounts are capped far below 2^52
            serializer.serialize_f64(self.0 as f64 / 100.0)
        }
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const MOST: f64 = 10_000_000.0;
        if !deserializer.is_human_readable() {
            return Ok(Self(u64::deserialize(deserializer)?));
        }
        let units = f64::deserialize(deserializer)?;
        let cents = (units * 100.0).round();
        if !(0.0..=MOST).contains(&units) || (cents - units * 100.0).abs() > 1e-6 {
            return Err(de::Error::custom(format!(
                "`{units}` is not an amount of money: write 0 to 10000000 with at most two decimals"
            )));
        }
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // checked just above
        Ok(Self(cents as u64))
    }
}
