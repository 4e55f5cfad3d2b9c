//! What it costs to earn certifications and to hold them for some years, as an honest band.
//!
//! * A part of the cost is a band over everything that sources say and that can be true; the
//!   user's own claim alone decides where there is one.
//! * Unknown stays unknown and is never 0; what "varies" is left out of the sums and named as
//!   open, together with what sources name. "None" is 0.
//! * A claim that states only a part, a renewal without its fee, is filled in from the claims that
//!   state the rest.
//! * Renewals fall due at `m`, `2m`, … months, strictly before the end: who wants to hold a
//!   certification for four years pays after two years, and nothing on the last day.
//! * Certifications of one body share renewals by that body's rule, which is data
//!   ([`SharedRenewal`](crate::catalog::SharedRenewal)).
//! * Currencies are never mixed. A rate of the user's converts, and says so with its date.

mod parts;
mod together;
pub mod words;

use std::fmt;

use crate::catalog::Catalog;
use crate::catalog::claim::Cited;
use crate::catalog::quantity::{Amount, Date, Status};
use crate::catalog::record::{Key, Kind};
use crate::safe_text::SafeText;
pub use parts::months_after;
use parts::one;
use together::share;

/// The most years that are reckoned.
pub const MAX_YEARS: u32 = 50;

/// The most certifications that are reckoned together.
pub const MAX_CERTS: usize = 6;

/// The currency of amounts that come without one.
const USUAL: &str = "USD";

/// What is asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Terms {
    /// For how many years the certifications are held, 1 to [`MAX_YEARS`].
    pub years: u32,
    /// What a course costs, by the user's own figure: in [`Terms::currency`], or else US dollars.
    pub course: Option<Band>,
    /// The currency to count in.
    pub currency: Option<SafeText>,
    /// Rates into that currency.
    pub rates: Vec<Rate>,
    /// How often the exam is failed and taken again.
    pub retakes: u32,
    /// The day they are earned on; without it renewals have a month and no date.
    pub from: Option<Date>,
}

impl Default for Terms {
    fn default() -> Self {
        Self { years: 5, course: None, currency: None, rates: Vec::new(), retakes: 0, from: None }
    }
}

/// A range of money in hundredths of a currency's unit; both ends are equal for an exact amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Band {
    /// The least.
    pub low: Amount,
    /// The most.
    pub high: Amount,
}

impl Band {
    /// One amount.
    #[must_use]
    pub fn exactly(amount: Amount) -> Self {
        Self { low: amount, high: amount }
    }

    /// The band that holds both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self { low: self.low.min(other.low), high: self.high.max(other.high) }
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let add = |a: Amount, b: Amount| Amount(a.0.saturating_add(b.0));
        Self { low: add(self.low, other.low), high: add(self.high, other.high) }
    }

    /// It, so many times.
    #[must_use]
    pub fn times(self, count: u32) -> Self {
        let times = |a: Amount| Amount(a.0.saturating_mul(u64::from(count)));
        Self { low: times(self.low), high: times(self.high) }
    }
}

impl fmt::Display for Band {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.low == self.high { write!(f, "{}", self.low) } else { write!(f, "{}–{}", self.low, self.high) }
    }
}

/// A band with its currency.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Money {
    /// ISO 4217 code.
    pub currency: SafeText,
    /// How much.
    pub band: Band,
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.band, self.currency)
    }
}

/// What one unit of another currency is worth, by the user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rate {
    /// The currency that is converted; `None` where the one other currency is meant.
    pub from: Option<SafeText>,
    /// Its worth in millionths.
    pub millionths: u64,
    /// As the user wrote it.
    pub written: String,
    /// The day of the rate.
    pub date: Date,
}

impl Rate {
    fn convert(&self, band: Band) -> Band {
        let one = |amount: Amount| {
            let exact = u128::from(amount.0) * u128::from(self.millionths);
            Amount(u64::try_from((exact + 500_000) / 1_000_000).unwrap_or(u64::MAX))
        };
        Band { low: one(band.low), high: one(band.high) }
    }
}

/// What a part of the cost pays for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[allow(missing_docs)] // the names say it
pub enum Pays {
    Course,
    Exam,
    Retakes,
    Renewals,
}

impl Pays {
    /// The word for it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Course => "course",
            Self::Exam => "exam",
            Self::Retakes => "retakes",
            Self::Renewals => "renewals",
        }
    }
}

/// How much is known of a part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// One amount.
    Known,
    /// Between two amounts.
    Band,
    /// It varies, so it is not summed.
    Open,
    /// Nobody says, so it is not summed.
    Unknown,
    /// Nothing is to be paid.
    None,
}

impl Standing {
    /// The word for it in JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::Band => "band",
            Self::Open => "open",
            Self::Unknown => "unknown",
            Self::None => "none",
        }
    }

    /// Whether it is left out of the sums.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Unknown)
    }
}

/// One part of what a certification costs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// What it pays for.
    pub pays: Pays,
    /// How much is known of it.
    pub standing: Standing,
    /// What it adds to the sums; nothing where it is open or unknown.
    pub sum: Option<Money>,
    /// Where it is open: what some sources name all the same.
    pub named: Option<Named>,
    /// In words, without the amount: "varies (trainer, location)", "comes with the course".
    pub words: Vec<String>,
    /// Who says so.
    pub sources: Vec<Cited>,
    /// Who says otherwise, where that is no amount.
    pub against: Vec<Cited>,
}

/// What some sources name where others say that it varies.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named {
    /// From the least to the most that is named.
    pub money: Money,
    /// What the sources add to it: who pays which price.
    pub words: Vec<String>,
    /// Who names it.
    pub sources: Vec<Cited>,
}

/// A renewal that falls due.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Due {
    /// How many months after the day it was earned.
    pub month: u32,
    /// The day, as exact as the day it was earned.
    pub date: Option<Date>,
    /// Its fee, if anybody names it.
    pub fee: Option<Money>,
}

/// Credits that have to be earned.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ToEarn {
    /// Their name.
    pub unit: SafeText,
    /// How many for each renewal, if anybody says.
    pub each: Option<u32>,
    /// How many until the last renewal that is reckoned.
    pub total: Option<u32>,
    /// Whoever else says otherwise, in words.
    pub words: Vec<String>,
}

/// One possible course of renewals.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Way {
    Never,
    Every { months: u32, fee: Option<Band> },
}

impl Way {
    /// How often it falls due before so many years are over.
    fn times(self, years: u32) -> u32 {
        match self {
            Self::Never => 0,
            Self::Every { months, .. } => times_due(months, years),
        }
    }

    /// What it costs in that time; `None` where the fee is not known and one is due.
    fn cost(self, years: u32) -> Option<Band> {
        match (self, self.times(years)) {
            (Self::Never, _) | (_, 0) => Some(Band::default()),
            (Self::Every { fee, .. }, count) => Some(fee?.times(count)),
        }
    }
}

/// How often something that is due every `months` months is due before `years` years are over.
fn times_due(months: u32, years: u32) -> u32 {
    (years.saturating_mul(12).max(1) - 1).checked_div(months).unwrap_or(0)
}

/// What one certification costs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Holding {
    /// The certification.
    pub cert: Key,
    /// Whether it can still be earned.
    pub status: Status,
    /// Course, exam, retakes and renewals, in this order.
    pub parts: Vec<Part>,
    /// Months between renewals, if it is renewed and anybody says.
    pub every: Option<u32>,
    /// The renewals one by one.
    pub due: Vec<Due>,
    /// Credits to be earned for them.
    pub credits: Option<ToEarn>,
    /// The certification whose renewal renews this one.
    pub renewed_with: Option<Key>,
    /// The courses of renewals that sources tell of, for the sums by year.
    ways: Vec<Way>,
}

impl Holding {
    /// The part that pays for this.
    #[must_use]
    pub fn part(&self, pays: Pays) -> &Part {
        // Every holding has the four parts in the order of `Pays`.
        &self.parts[pays as usize]
    }

    /// What renewals cost in so many years, over all that sources say.
    fn renewals(&self, years: u32) -> Band {
        self.ways.iter().filter_map(|way| way.cost(years)).reduce(Band::hull).unwrap_or_default()
    }
}

/// What is open at the end of a sum.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Open {
    /// What it pays for.
    pub pays: Pays,
    /// Of which certifications.
    pub certs: Vec<Key>,
}

/// What everything costs until the end of a year.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Year {
    /// The year, counted from 1.
    pub year: u32,
    /// One sum for each currency, in the order of [`Cost::sums`].
    pub sums: Vec<Money>,
}

/// What it costs to hold certifications.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cost {
    /// For how many years.
    pub years: u32,
    /// From which day.
    pub from: Option<Date>,
    /// Each certification.
    pub held: Vec<Holding>,
    /// One sum for each currency, the one asked for first; never empty.
    pub sums: Vec<Money>,
    /// What has to be added and is not known.
    pub open: Vec<Open>,
    /// The total in words: "≥ 200 USD + course".
    pub words: String,
    /// What has been paid by the end of each year.
    pub by_year: Vec<Year>,
}

/// What it costs to earn the certifications `keys` and to hold them on these terms.
///
/// Keys of other kinds have no cost and are left out.
#[must_use]
pub fn hold(catalog: &Catalog, keys: &[Key], terms: &Terms) -> Cost {
    hold_beside(catalog, &[], keys, terms)
}

/// The same beside certifications that are held already: those cost nothing here, but renewals are
/// shared with them. Where a new one takes over their fee, what they cost so far is not taken off.
#[must_use]
pub fn hold_beside(catalog: &Catalog, beside: &[Key], keys: &[Key], terms: &Terms) -> Cost {
    // Of two equals the first pays for both, and what is held is paid for anyway.
    let certs = beside.iter().filter(|key| !keys.contains(key)).chain(keys);
    let certs = certs.filter(|key| key.0 == Kind::Cert);
    let mut held: Vec<Holding> = certs.map(|key| one(catalog.get(*key), terms)).collect();
    for rule in catalog.shared_renewals.iter() {
        share(catalog, rule, &mut held, terms);
    }
    held.retain(|holding| keys.contains(&holding.cert));
    let currency = terms.currency.clone().unwrap_or_else(|| USUAL.into());
    let mut sums = sums_after(&held, terms.years);
    sums.sort_by_key(|money| (money.currency != currency, money.currency.clone()));
    if sums.is_empty() {
        sums.push(Money { currency, band: Band::default() });
    }
    let by_year = (1..=terms.years)
        .map(|year| {
            let now = sums_after(&held, year);
            let of = |currency: &SafeText| now.iter().find(|money| money.currency == *currency).map(|m| m.band);
            let sums = sums.iter().map(|sum| Money { band: of(&sum.currency).unwrap_or_default(), ..sum.clone() });
            Year { year, sums: sums.collect() }
        })
        .collect();
    let mut open: Vec<Open> = Vec::new();
    for pays in [Pays::Course, Pays::Exam, Pays::Retakes, Pays::Renewals] {
        let certs: Vec<Key> =
            held.iter().filter(|held| held.part(pays).standing.is_open()).map(|held| held.cert).collect();
        if !certs.is_empty() {
            open.push(Open { pays, certs });
        }
    }
    let words = in_words(catalog, &sums, &open, held.len());
    Cost { years: terms.years, from: terms.from, held, sums, open, words, by_year }
}

/// The currencies other than the one asked for in which something would have to be paid.
#[must_use]
pub fn other_currencies(catalog: &Catalog, keys: &[Key], terms: &Terms) -> Vec<SafeText> {
    let bare = Terms { rates: Vec::new(), ..terms.clone() };
    let cost = hold(catalog, keys, &bare);
    let named = cost.held.iter().flat_map(|held| &held.parts).filter_map(|part| part.named.as_ref()).map(|n| &n.money);
    let fees = cost.held.iter().flat_map(|held| &held.due).filter_map(|due| due.fee.as_ref());
    let mut found: Vec<SafeText> = cost.sums.iter().chain(named).chain(fees).map(|m| m.currency.clone()).collect();
    found.retain(|currency| Some(currency) != terms.currency.as_ref());
    found.sort();
    found.dedup();
    // A sum of nothing stands in the usual currency and needs no rate.
    let is_paid = |currency: &SafeText| {
        let paid = |money: &Money| money.currency == *currency && money.band.high > Amount(0);
        cost.sums.iter().any(paid)
            || cost.held.iter().flat_map(|held| &held.parts).filter_map(|p| p.named.as_ref()).any(|n| paid(&n.money))
            || cost.held.iter().flat_map(|held| &held.due).filter_map(|due| due.fee.as_ref()).any(paid)
    };
    found.retain(is_paid);
    found
}

/// The sums of what is known after so many years, one for each currency in which anything is paid.
fn sums_after(held: &[Holding], years: u32) -> Vec<Money> {
    let mut sums: Vec<Money> = Vec::new();
    for holding in held {
        for part in &holding.parts {
            let Some(sum) = &part.sum else { continue };
            let band = if part.pays == Pays::Renewals { holding.renewals(years) } else { sum.band };
            if band.high == Amount(0) {
                continue; // nothing is nothing in every currency
            }
            match sums.iter_mut().find(|known| known.currency == sum.currency) {
                Some(known) => known.band = known.band.plus(band),
                None => sums.push(Money { currency: sum.currency.clone(), band }),
            }
        }
    }
    sums
}

fn in_words(catalog: &Catalog, sums: &[Money], open: &[Open], held: usize) -> String {
    let names: Vec<String> = open
        .iter()
        .map(|open| {
            let certs: Vec<&str> = open.certs.iter().map(|key| catalog.get(*key).short()).collect();
            if held > 1 {
                format!("{} ({})", open.pays.label(), certs.join(", "))
            } else {
                open.pays.label().to_owned()
            }
        })
        .collect();
    let nothing_sure = sums.iter().all(|money| money.band.low == Amount(0));
    let known: Vec<String> = sums
        .iter()
        .filter(|money| open.is_empty() || nothing_sure || money.band.low > Amount(0))
        .map(|money| if open.is_empty() { money.to_string() } else { format!("{} {}", money.band.low, money.currency) })
        .collect();
    if open.is_empty() {
        known.join(" + ")
    } else if sums.iter().all(|money| money.band.high == Amount(0)) {
        format!("not known: {}", names.join(" + "))
    } else {
        format!("≥ {} + {}", known.join(" + "), names.join(" + "))
    }
}

/// Bars of text, one for each band, no wider than `width` cells: `█` up to the low end, `░` from
/// there to the high end. The longest band fills the width.
#[must_use]
pub fn bars(bands: &[Band], width: usize) -> Vec<String> {
    let most = bands.iter().map(|band| band.high.0).max().unwrap_or(0);
    let cells = |amount: Amount| -> usize {
        if most == 0 {
            return 0;
        }
        let exact = u128::from(amount.0) * width as u128;
        let cells = usize::try_from((exact + u128::from(most) / 2) / u128::from(most)).unwrap_or(width);
        // What is paid at all can be seen.
        cells.max(usize::from(amount.0 > 0 && width > 0))
    };
    bands
        .iter()
        .map(|band| {
            let low = cells(band.low);
            format!("{}{}", "█".repeat(low), "░".repeat(cells(band.high) - low))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::parts::in_currency;
    use super::*;
    use crate::catalog::claim::{Claim, Fact, Origin, Trust};
    use crate::catalog::quantity::{Exam, Price, Renewal, Retakes, Training, Value};
    use crate::catalog::record::{Id, Record};
    use crate::catalog::schema::SourceKind;
    use crate::field::Field;
    use proptest::prelude::*;

    fn claim(value: Value, kind: SourceKind) -> Claim {
        Claim {
            value,
            sources: vec![Cited { source: 0, locator: None }],
            note: None,
            origin: Origin::Embedded,
            trust: Trust { kind, date: None },
            said: None,
            impossible: None,
        }
    }

    fn cert(fields: &[(Field, Vec<Claim>)]) -> Record {
        let id = Id::parse("c").expect("an id");
        let mut facts: Vec<Fact> = fields.iter().map(|(field, claims)| Fact::new(*field, claims.clone())).collect();
        facts.sort_by_key(|fact| fact.field);
        Record {
            key: Key(Kind::Cert, 0),
            id,
            name: "C".into(),
            abbreviation: None,
            mark: None,
            aliases: Vec::new(),
            status: Status::Active,
            summary: "".into(),
            sought: 0,
            named_in: Vec::new(),
            origin: Origin::Embedded,
            facts: facts.into(),
            fits: Vec::new().into(),
        }
    }

    fn price(low: u64, high: u64) -> Price {
        Price { amount: Amount(low * 100), to: Some(Amount(high * 100)), currency: USUAL.into(), what: None }
    }

    fn band(low: u64, high: u64) -> Band {
        Band { low: Amount(low * 100), high: Amount(high * 100) }
    }

    #[test]
    fn a_month_later_is_a_day_of_the_calendar() {
        let after = |from: &str, months| months_after(Date::parse(from)?, months).map(|date| date.to_string());
        assert_eq!(after("2025-01-31", 1).as_deref(), Some("2025-02-28"));
        assert_eq!(after("2024-02-29", 24).as_deref(), Some("2026-02-28"));
        assert_eq!(after("2024-12-15", 48).as_deref(), Some("2028-12-15"));
        assert_eq!(after("2025-03", 24).as_deref(), Some("2027-03"), "as exact as it was asked");
        assert_eq!(after("2025", 24).as_deref(), Some("2027-01"));
    }

    #[test]
    fn rivals_make_a_band_and_partial_claims_none() {
        let renewal = |months, fee: Option<u64>| {
            Value::Renewal(Renewal { every_months: months, credits: None, fee: fee.map(|fee| price(fee, fee)) })
        };
        let of = |values: &[Value]| {
            let claims = values.iter().map(|value| claim(value.clone(), SourceKind::Official)).collect();
            one(&cert(&[(Field::Renewal, claims)]), &Terms::default()).part(Pays::Renewals).clone()
        };
        let alone = of(&[renewal(Some(24), Some(100))]);
        assert_eq!(alone.sum.as_ref().map(|sum| sum.band), Some(band(200, 200)));
        let agreeing = of(&[renewal(Some(24), Some(100)), renewal(Some(24), None), renewal(None, None)]);
        assert_eq!(agreeing.sum, alone.sum);
        let rival = of(&[renewal(Some(24), Some(100)), renewal(Some(12), None)]);
        assert_eq!(rival.sum.map(|sum| sum.band), Some(band(200, 400)), "the fee is filled in");
        assert_eq!(of(&[renewal(Some(24), None)]).standing, Standing::Unknown, "unknown is not 0");
        assert_eq!(of(&[renewal(Some(60), None)]).standing, Standing::None, "not due in five years");
        assert_eq!(of(&[]).standing, Standing::Unknown);
        assert_eq!(of(&[Value::None]).standing, Standing::None);
    }

    #[test]
    fn what_is_paid_beside_the_fee_comes_on_top() {
        let what = |low, what: &str| Price { what: Some(what.into()), ..price(low, low) };
        let prices = [what(325, "members"), what(450, "others"), what(125, "application, beside it")];
        let found = in_currency(&prices, &USUAL.into(), &Terms::default()).map(|(band, _)| band);
        assert_eq!(found, Some(band(450, 575)));
    }

    #[test]
    fn a_course_that_may_not_be_needed_starts_at_nothing() {
        let training = |required| claim(Value::Training(Training { required, ways: Vec::new() }), SourceKind::Official);
        let fee = claim(Value::Price(vec![price(400, 500)]), SourceKind::Training);
        let of = |training: Vec<Claim>| {
            let cert = cert(&[(Field::Training, training), (Field::CourseFee, vec![fee.clone()])]);
            let own = Terms { course: Some(band(90, 100)), ..Terms::default() };
            let sum = |terms: &Terms| one(&cert, terms).part(Pays::Course).sum.as_ref().map(|sum| sum.band);
            (sum(&Terms::default()), sum(&own))
        };
        assert_eq!(of(vec![training(true)]), (Some(band(400, 500)), Some(band(90, 100))));
        assert_eq!(of(vec![training(false)]), (Some(band(0, 0)), Some(band(0, 0))));
        assert_eq!(of(vec![training(false), training(true)]), (Some(band(0, 500)), Some(band(0, 100))));
    }

    #[test]
    fn bars_fill_the_width_and_show_the_band() {
        assert_eq!(bars(&[band(50, 100), band(0, 0), band(100, 100)], 10), ["█████░░░░░", "", "██████████"]);
        assert_eq!(bars(&[band(0, 0)], 10), [""]);
        assert_eq!(bars(&[band(1, 100_000), band(1, 1)], 10), ["█░░░░░░░░░", "█"], "what is paid can be seen");
    }

    #[test]
    fn a_rate_rounds_to_the_cent() {
        let rate = Rate {
            from: Some(USUAL.into()),
            millionths: 925_555,
            written: "0.925555".to_owned(),
            date: Date::parse("2026-11-01").expect("a date"),
        };
        assert_eq!(rate.convert(band(1, 200)), Band { low: Amount(93), high: Amount(18_511) });
    }

    #[test]
    fn every_certification_can_be_reckoned() {
        let catalog = crate::embedded::catalog();
        let keys: Vec<Key> = catalog.all(Kind::Cert).iter().map(|cert| cert.key).collect();
        let mut priced = 0;
        for group in keys.iter().map(std::slice::from_ref).chain(keys.chunks(MAX_CERTS)) {
            let mut before = 0;
            for years in [1, 5, MAX_YEARS] {
                let cost = hold(&catalog, group, &Terms { years, retakes: 2, ..Terms::default() });
                let parts = || cost.held.iter().flat_map(|held| &held.parts);
                assert_eq!(cost.held.len(), group.len());
                assert!(parts().all(|part| part.sum.is_some() != part.standing.is_open()));
                assert!(parts().filter_map(Part::money).all(|money| money.band.low <= money.band.high));
                assert_eq!(cost.by_year.last().map(|year| &year.sums), Some(&cost.sums), "{group:?}");
                let open = parts().filter(|part| part.standing.is_open()).count();
                assert_eq!(open, cost.open.iter().map(|open| open.certs.len()).sum::<usize>());
                let low: u64 = cost.sums.iter().map(|sum| sum.band.low.0).sum();
                assert!(low >= before, "{group:?}: more years cost less");
                before = low;
                priced += usize::from(low > 0);
            }
        }
        assert!(priced > 50, "of {priced} something is known");
    }

    const FIELDS: [Field; 7] = [
        Field::Training,
        Field::CourseFee,
        Field::Exam,
        Field::ExamFee,
        Field::Retakes,
        Field::Renewal,
        Field::Validity,
    ];

    fn pays(field: Field) -> Pays {
        match field {
            Field::Training | Field::CourseFee => Pays::Course,
            Field::Exam | Field::ExamFee => Pays::Exam,
            Field::Retakes => Pays::Retakes,
            _ => Pays::Renewals,
        }
    }

    fn any_price() -> impl Strategy<Value = Price> {
        (0_u64..9, 0_u64..9).prop_map(|(low, more)| price(low * 50, (low + more) * 50))
    }

    fn any_value(field: Field) -> BoxedStrategy<Value> {
        let fee = || {
            prop_oneof![
                3 => any_price().prop_map(|price| Value::Price(vec![price])),
                1 => Just(Value::None),
                1 => Just(Value::Varies(vec!["trainer".into()])),
            ]
        };
        let months = || prop::sample::select(vec![12_u32, 18, 24, 36]);
        match field {
            Field::Training => {
                any::<bool>().prop_map(|required| Value::Training(Training { required, ways: Vec::new() })).boxed()
            }
            Field::Exam => prop_oneof![Just(Value::None), Just(Value::Exam(Exam::default()))].boxed(),
            // Who names no price is taken to mean the exam fee, until somebody names one.
            Field::Retakes => (prop::option::of(1_u32..4), any_price())
                .prop_map(|(attempts_included, price)| {
                    Value::Retakes(Retakes { attempts_included, within_days: None, further: Some(price) })
                })
                .boxed(),
            Field::Renewal => prop_oneof![
                4 => (prop::option::of(months()), prop::option::of(any_price())).prop_map(|(every_months, fee)| {
                    Value::Renewal(Renewal { every_months, credits: None, fee })
                }),
                1 => Just(Value::None),
                1 => Just(Value::Text("a rule in words".into())),
            ]
            .boxed(),
            Field::Validity => prop_oneof![months().prop_map(Value::Months), Just(Value::Lifetime)].boxed(),
            _ => fee().boxed(),
        }
    }

    fn any_kind(own: bool) -> impl Strategy<Value = SourceKind> {
        let mut kinds = vec![SourceKind::Official, SourceKind::Training, SourceKind::Blog];
        kinds.extend(own.then_some(SourceKind::You));
        prop::sample::select(kinds)
    }

    fn any_claims() -> impl Strategy<Value = Vec<(Field, Vec<Claim>)>> {
        FIELDS
            .map(|field| {
                let one = (any_value(field), any_kind(true)).prop_map(|(value, kind)| claim(value, kind));
                prop::collection::vec(one, 1..4).prop_map(move |claims| (field, claims)).boxed()
            })
            .to_vec()
    }

    fn any_addition() -> impl Strategy<Value = (Field, Claim)> {
        prop::sample::select(FIELDS.to_vec()).prop_flat_map(|field| {
            (any_value(field), any_kind(false)).prop_map(move |(value, kind)| (field, claim(value, kind)))
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn a_further_claim_never_narrows_a_band(
            fields in any_claims(), (field, more) in any_addition(), years in 1_u32..9, retakes in 0_u32..4,
        ) {
            let terms = Terms { years, retakes, ..Terms::default() };
            let before = one(&cert(&fields), &terms);
            let mut wider = fields.clone();
            wider.iter_mut().filter(|(known, _)| *known == field).for_each(|(_, claims)| claims.push(more.clone()));
            let after = one(&cert(&wider), &terms);
            let (before, after) = (before.part(pays(field)), after.part(pays(field)));
            if before.standing == Standing::Unknown {
                return Ok(()); // nothing is as wide as that
            }
            match (before.money(), after.money()) {
                (Some(before), Some(after)) => {
                    prop_assert!(after.band.low <= before.band.low && before.band.high <= after.band.high,
                        "{before} became {after}");
                }
                // To say that it is not known is as wide as can be.
                (_, None) => prop_assert!(after.standing.is_open()),
                (None, Some(_)) => {}
            }
        }

        #[test]
        fn bands_do_not_run_backwards_and_sums_are_those_of_the_parts(
            fields in any_claims(), years in 1_u32..9, retakes in 0_u32..4,
        ) {
            let terms = Terms { years, retakes, ..Terms::default() };
            let held = vec![one(&cert(&fields), &terms)];
            let parts = held[0].parts.iter();
            for money in parts.clone().filter_map(Part::money) {
                prop_assert!(money.band.low <= money.band.high);
            }
            let sum = parts.filter_map(|part| Some(part.sum.as_ref()?.band)).fold(Band::default(), Band::plus);
            let sums = sums_after(&held, years);
            prop_assert_eq!(sums.first().map(|money| money.band).unwrap_or_default(), sum);
        }

        #[test]
        fn more_years_never_cost_less(fields in any_claims(), years in 1_u32..9) {
            let of = |years| {
                let held = vec![one(&cert(&fields), &Terms { years, ..Terms::default() })];
                let open = held[0].parts.iter().any(|part| part.standing.is_open());
                (sums_after(&held, years).first().map(|money| money.band).unwrap_or_default(), open)
            };
            let ((few, _), (many, open)) = (of(years), of(years + 1));
            prop_assert!(few.low <= many.low);
            prop_assert!(open || few.high <= many.high);
        }
    }
}
