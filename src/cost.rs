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

use std::fmt;

use crate::catalog::claim::{Cited, Claim, Fact, best};
use crate::catalog::quantity::{Amount, Credits, Date, Price, Status, Value};
use crate::catalog::record::{Key, Kind, Record};
use crate::catalog::schema::{SharedCredits, SharedFee, SourceKind};
use crate::catalog::{Catalog, SharedRenewal};
use crate::field::Field;
use crate::safe_text::SafeText;

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
}

/// What some sources name where others say that it varies.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named {
    /// From the least to the most that is named.
    pub money: Money,
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
    if months == 0 { 0 } else { (years.saturating_mul(12).max(1) - 1) / months }
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
/// shared with them.
#[must_use]
pub fn hold_beside(catalog: &Catalog, beside: &[Key], keys: &[Key], terms: &Terms) -> Cost {
    let certs = keys.iter().chain(beside.iter().filter(|key| !keys.contains(key)));
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
    let known: Vec<String> = sums
        .iter()
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

/// The claims of a fact that can be true, the most believed first; the user's own alone where
/// there is one.
fn heard(fact: Option<&Fact>) -> Vec<&Claim> {
    let Some(fact) = fact else { return Vec::new() };
    match best(&fact.claims).map(|index| &fact.claims[index]) {
        Some(own) if own.trust.kind == SourceKind::You => vec![own],
        _ => possible(fact),
    }
}

/// All claims of a fact that can be true and say something, the most believed first.
fn possible(fact: &Fact) -> Vec<&Claim> {
    let order = fact.by_trust();
    let claims = order.iter().map(|index| &fact.claims[*index]);
    claims.filter(|claim| claim.impossible.is_none() && claim.value != Value::NotStated).collect()
}

fn is_yours(claims: &[&Claim]) -> bool {
    matches!(claims, [own] if own.trust.kind == SourceKind::You)
}

fn cite(into: &mut Vec<Cited>, more: &[Cited]) {
    for cited in more {
        if !into.contains(cited) {
            into.push(cited.clone());
        }
    }
}

fn cited(claims: &[&Claim]) -> Vec<Cited> {
    let mut sources = Vec::new();
    for claim in claims {
        cite(&mut sources, &claim.sources);
    }
    sources
}

/// The currency in which a list of prices, the most believed first, is counted: the one asked for
/// where it is named or can be reckoned, else US dollars, else the first.
fn currency_of(prices: &[&[Price]], terms: &Terms) -> Option<SafeText> {
    let named = |currency: &SafeText| prices.iter().any(|list| list.iter().any(|p| p.currency == *currency));
    let usual: SafeText = USUAL.into();
    let asked = terms.currency.as_ref().filter(|asked| {
        named(asked) || terms.rates.iter().filter_map(|rate| rate.from.as_ref()).any(|from| named(from))
    });
    let first = || prices.first().and_then(|list| list.first()).map(|price| price.currency.clone());
    asked.cloned().or_else(|| named(&usual).then_some(usual)).or_else(first)
}

/// The band of one claim's prices in a currency, and the rate that was needed. What is said to be
/// paid "beside it" comes on top of the others.
fn in_currency<'t>(prices: &[Price], currency: &SafeText, terms: &'t Terms) -> Option<(Band, Option<&'t Rate>)> {
    let plain = |currency: &SafeText| -> Option<Band> {
        let band = |price: &Price| Band { low: price.amount, high: price.to.unwrap_or(price.amount) };
        let beside = |price: &Price| price.what.as_ref().is_some_and(|what| what.ends_with("beside it"));
        let all = || prices.iter().filter(|price| price.currency == *currency);
        let main = all().filter(|price| !beside(price)).map(band).reduce(Band::hull);
        let extra = all().filter(|price| beside(price)).map(band).reduce(Band::plus);
        match (main, extra) {
            (Some(main), extra) => Some(main.plus(extra.unwrap_or_default())),
            (None, extra) => extra,
        }
    };
    if let Some(band) = plain(currency) {
        return Some((band, None));
    }
    if terms.currency.as_ref() != Some(currency) {
        return None;
    }
    terms.rates.iter().find_map(|rate| Some((rate.convert(plain(rate.from.as_ref()?)?), Some(rate))))
}

fn rate_words(rate: &Rate) -> String {
    let from = rate.from.as_ref().map_or_else(String::new, |from| format!("from {} ", from.one_line()));
    format!("converted {from}at {} of {}, your rate", rate.written, rate.date)
}

fn push_once(words: &mut Vec<String>, more: String) {
    if !more.is_empty() && !words.contains(&more) {
        words.push(more);
    }
}

/// What the claims about a fee come to.
#[derive(Default)]
struct Fee {
    /// The hull of everything named; 0 where a source says that there is none.
    band: Option<Band>,
    currency: Option<SafeText>,
    /// "varies (trainer, location)", with who says so.
    varies: Option<(String, Vec<Cited>)>,
    /// Whether the most believed claim says that there is none.
    none: bool,
    words: Vec<String>,
    sources: Vec<Cited>,
}

fn fee(fact: Option<&Fact>, terms: &Terms) -> Fee {
    let claims = heard(fact);
    let lists: Vec<&[Price]> = claims
        .iter()
        .filter_map(|claim| match &claim.value {
            Value::Price(prices) => Some(prices.as_slice()),
            _ => None,
        })
        .collect();
    let mut fee = Fee { currency: currency_of(&lists, terms), ..Fee::default() };
    fee.none = claims.first().is_some_and(|claim| claim.value == Value::None);
    for claim in &claims {
        let band = match &claim.value {
            Value::None => {
                let with_course = claim.note.as_ref().is_some_and(|note| note.to_lowercase().contains("course"));
                if fee.none && with_course {
                    push_once(&mut fee.words, "comes with the course".to_owned());
                }
                Band::default()
            }
            Value::Price(prices) => {
                let found = fee.currency.as_ref().and_then(|currency| in_currency(prices, currency, terms));
                let Some((band, rate)) = found else {
                    let shown: Vec<String> = prices.iter().map(priced).collect();
                    push_once(&mut fee.words, format!("another source names {}", shown.join(", ")));
                    continue;
                };
                if prices.iter().any(|price| price.what.is_some()) {
                    push_once(&mut fee.words, prices.iter().map(priced).collect::<Vec<_>>().join(", "));
                }
                rate.into_iter().for_each(|rate| push_once(&mut fee.words, rate_words(rate)));
                band
            }
            Value::Varies(by) => {
                let by: Vec<String> = by.iter().map(|what| what.one_line()).collect();
                let words = if by.is_empty() { "varies".to_owned() } else { format!("varies ({})", by.join(", ")) };
                fee.varies.get_or_insert_with(|| (words, Vec::new())).1.extend(claim.sources.iter().cloned());
                continue;
            }
            _ => continue,
        };
        fee.band = Some(fee.band.map_or(band, |known| known.hull(band)));
        cite(&mut fee.sources, &claim.sources);
    }
    fee
}

fn priced(price: &Price) -> String {
    let band = Band { low: price.amount, high: price.to.unwrap_or(price.amount) };
    let what = price.what.as_ref().map_or_else(String::new, |what| format!(" ({})", what.one_line()));
    format!("{band} {}{what}", price.currency)
}

impl Part {
    fn new(pays: Pays, standing: Standing) -> Self {
        Self { pays, standing, sum: None, named: None, words: Vec::new(), sources: Vec::new() }
    }

    /// A part that costs nothing.
    fn nothing(pays: Pays, terms: &Terms, words: Vec<String>, sources: Vec<Cited>) -> Self {
        let currency = terms.currency.clone().unwrap_or_else(|| USUAL.into());
        let sum = Some(Money { currency, band: Band::default() });
        Self { sum, words, sources, ..Self::new(pays, Standing::None) }
    }

    /// A part that costs this much.
    fn of(pays: Pays, money: Money, words: Vec<String>, sources: Vec<Cited>) -> Self {
        let standing = match money.band {
            Band { high: Amount(0), .. } => Standing::None,
            Band { low, high } if low == high => Standing::Known,
            _ => Standing::Band,
        };
        Self { sum: Some(money), words, sources, ..Self::new(pays, standing) }
    }

    /// A part that follows from the claims about its fee.
    fn from_fee(pays: Pays, fee: Fee, terms: &Terms) -> Self {
        let currency = fee.currency.or_else(|| terms.currency.clone()).unwrap_or_else(|| USUAL.into());
        match (fee.varies, fee.band) {
            (Some((words, sources)), band) => {
                let named = band.map(|band| Named { money: Money { currency, band }, sources: fee.sources });
                let words = std::iter::once(words).chain(fee.words).collect();
                Self { words, sources, named, ..Self::new(pays, Standing::Open) }
            }
            (None, Some(band)) => Self::of(pays, Money { currency, band }, fee.words, fee.sources),
            (None, None) => Self { words: fee.words, sources: fee.sources, ..Self::new(pays, Standing::Unknown) },
        }
    }

    /// What the part names for the sums, or else what sources name.
    #[must_use]
    pub fn money(&self) -> Option<&Money> {
        self.sum.as_ref().or_else(|| self.named.as_ref().map(|named| &named.money))
    }
}

fn one(cert: &Record, terms: &Terms) -> Holding {
    let course = course(cert, terms);
    let exam = exam(cert, terms);
    let retakes = retakes(cert, &exam, terms);
    renewals(cert, vec![course, exam, retakes], terms)
}

fn course(cert: &Record, terms: &Terms) -> Part {
    let training = heard(cert.fact(Field::Training));
    let requires = |claim: &Claim| match &claim.value {
        Value::Training(training) => Some(training.required),
        Value::None => Some(false),
        _ => None,
    };
    let needed = training.iter().any(|claim| requires(claim) == Some(true));
    let optional = training.iter().any(|claim| requires(claim) == Some(false));
    let who = cited(&training);
    if optional && !needed {
        let words = if training.iter().all(|claim| claim.value == Value::None) { "no course" } else { "optional" };
        return Part::nothing(Pays::Course, terms, vec![words.to_owned()], who);
    }
    let doubt = match (needed, optional) {
        (true, true) => Some("sources disagree whether a course is needed"),
        (true, false) => None,
        _ => Some("whether a course is needed is not known"),
    };
    let mut words: Vec<String> = doubt.map(str::to_owned).into_iter().collect();
    if let Some(own) = terms.course {
        let currency = terms.currency.clone().unwrap_or_else(|| USUAL.into());
        let band = if doubt.is_some() { own.hull(Band::default()) } else { own };
        words.insert(0, "your figure".to_owned());
        return Part::of(Pays::Course, Money { currency, band }, words, Vec::new());
    }
    let mut fee = fee(cert.fact(Field::CourseFee), terms);
    if doubt.is_some() {
        fee.band = fee.band.map(|band| band.hull(Band::default()));
        if fee.varies.is_some() && fee.band.is_none() && optional {
            fee.band = Some(Band::default());
        }
        cite(&mut fee.sources, &who);
        fee.words.append(&mut words);
    }
    Part::from_fee(Pays::Course, fee, terms)
}

/// Whether there is an exam by the most believed claim, and whether anybody says otherwise.
struct Test {
    none: bool,
    disputed: bool,
    sources: Vec<Cited>,
}

fn test_of(cert: &Record) -> Test {
    let claims = heard(cert.fact(Field::Exam));
    let says_none = |claim: &&&Claim| claim.value == Value::None;
    let none = claims.iter().filter(says_none).count();
    let first_none = claims.first().is_some_and(|claim| claim.value == Value::None);
    let some = claims.iter().any(|claim| matches!(claim.value, Value::Exam(_)));
    let sources = cited(&claims.iter().filter(says_none).copied().collect::<Vec<_>>());
    Test { none: first_none, disputed: none > 0 && some, sources }
}

fn exam(cert: &Record, terms: &Terms) -> Part {
    let test = test_of(cert);
    let mut fee = fee(cert.fact(Field::ExamFee), terms);
    let says_none = test.none || test.disputed;
    if test.none && (is_yours(&heard(cert.fact(Field::Exam))) || (fee.band.is_none() && fee.varies.is_none())) {
        let mut words = vec!["no exam".to_owned()];
        if test.disputed {
            words.push("some sources speak of one; nobody names its fee".to_owned());
        }
        return Part::nothing(Pays::Exam, terms, words, test.sources);
    }
    if says_none {
        let doubt = if test.disputed { "sources disagree whether there is an exam" } else { "no exam" };
        push_once(&mut fee.words, doubt.to_owned());
        fee.band = fee.band.map(|band| band.hull(Band::default()));
        cite(&mut fee.sources, &test.sources);
    }
    Part::from_fee(Pays::Exam, fee, terms)
}

fn retakes(cert: &Record, exam: &Part, terms: &Terms) -> Part {
    if terms.retakes == 0 {
        return Part::nothing(Pays::Retakes, terms, vec!["none reckoned".to_owned()], Vec::new());
    }
    let test = test_of(cert);
    if test.none && exam.standing == Standing::None {
        return Part::nothing(Pays::Retakes, terms, vec!["no exam".to_owned()], test.sources);
    }
    let claims = heard(cert.fact(Field::Retakes));
    let pool = cert.fact(Field::Retakes).map(possible).unwrap_or_default();
    let stated = |claim: &Claim| match &claim.value {
        Value::Retakes(retakes) => Some((retakes.attempts_included, retakes.further.clone())),
        _ => None,
    };
    let further: Vec<Price> = pool.iter().filter_map(|claim| stated(claim)?.1).collect();
    let lists: Vec<&[Price]> = further.iter().map(std::slice::from_ref).collect();
    let mut words: Vec<String> = Vec::new();
    for claim in &claims {
        if let Value::Text(text) = &claim.value {
            push_once(&mut words, text.one_line());
        }
    }
    // What each further try costs by those who name no price themselves.
    let (currency, usual): (Option<SafeText>, Option<Band>) = if let Some(currency) = currency_of(&lists, terms) {
        let bands = lists.iter().filter_map(|list| Some(in_currency(list, &currency, terms)?.0));
        let usual = bands.reduce(Band::hull);
        (Some(currency), usual)
    } else {
        match &exam.sum {
            Some(money) if money.band.high > Amount(0) => {
                push_once(&mut words, "at the exam fee".to_owned());
                (Some(money.currency.clone()), Some(money.band))
            }
            _ => (None, None),
        }
    };
    let known: Vec<u32> = pool.iter().filter_map(|claim| stated(claim)?.0).collect();
    let (mut band, mut sources): (Option<Band>, Vec<Cited>) = (None, Vec::new());
    for claim in &claims {
        let Some((attempts, own)) = stated(claim) else { continue };
        let price = match (&own, &currency) {
            (Some(price), Some(currency)) => {
                let found = in_currency(std::slice::from_ref(price), currency, terms);
                found.and_then(|(_, rate)| rate).into_iter().for_each(|rate| push_once(&mut words, rate_words(rate)));
                found.map(|(band, _)| band)
            }
            _ => usual,
        };
        let counts: Vec<u32> = attempts.map_or_else(|| known.clone(), |one| vec![one]);
        for included in counts {
            let paid = terms.retakes.saturating_sub(included.saturating_sub(1));
            let cost = if paid == 0 { Some(Band::default()) } else { price.map(|price| price.times(paid)) };
            if let Some(cost) = cost {
                band = Some(band.map_or(cost, |known: Band| known.hull(cost)));
                cite(&mut sources, &claim.sources);
            }
        }
    }
    let adopted_open = claims
        .first()
        .is_none_or(|claim| stated(claim).is_none_or(|(attempts, _)| attempts.is_none() && known.is_empty()));
    match (band, currency.or_else(|| terms.currency.clone())) {
        (Some(band), currency) if !adopted_open => {
            let currency = currency.unwrap_or_else(|| USUAL.into());
            Part::of(Pays::Retakes, Money { currency, band }, words, sources)
        }
        (_, currency) => {
            if sources.is_empty() {
                sources = cited(&claims);
            }
            // A price for each try is told even where nobody says how many are free.
            let named = usual.zip(currency).map(|(band, currency)| {
                let money = Money { currency, band: band.times(terms.retakes) };
                Named { money, sources: cited(&pool) }
            });
            let named = named.filter(|named| !named.sources.is_empty());
            push_once(&mut words, "how many tries are free is not known".to_owned());
            Part { words, sources, named, ..Part::new(Pays::Retakes, Standing::Unknown) }
        }
    }
}

fn renewals(cert: &Record, mut parts: Vec<Part>, terms: &Terms) -> Holding {
    let claims = heard(cert.fact(Field::Renewal));
    let pool = cert.fact(Field::Renewal).map(possible).unwrap_or_default();
    let validity = heard(cert.fact(Field::Validity));
    let mut holding = Holding {
        cert: cert.key,
        status: cert.status,
        parts: Vec::new(),
        every: None,
        due: Vec::new(),
        credits: None,
        renewed_with: None,
        ways: Vec::new(),
    };
    let lifetime: Vec<&Claim> = validity.iter().copied().filter(|claim| claim.value == Value::Lifetime).collect();
    let months_valid = |claim: &&Claim| match claim.value {
        Value::Months(months) => Some(months),
        _ => None,
    };
    // What the claims that leave a part out are filled in with: everything the others say of it.
    let stated = |claim: &&Claim| match &claim.value {
        Value::Renewal(renewal) => Some(renewal.clone()),
        _ => None,
    };
    let mut every: Vec<u32> = pool.iter().filter_map(|claim| stated(claim)?.every_months).collect();
    every.extend(validity.iter().filter_map(months_valid));
    let mut seen: Vec<u32> = Vec::new();
    every.retain(|months| !seen.contains(months) && (seen.push(*months), true).1);
    let prices: Vec<Price> = pool.iter().filter_map(|claim| stated(claim)?.fee).collect();
    let lists: Vec<&[Price]> = prices.iter().map(std::slice::from_ref).collect();
    let currency = currency_of(&lists, terms);
    let mut words: Vec<String> = Vec::new();
    let mut in_band = |price: &Price| {
        let (band, rate) = in_currency(std::slice::from_ref(price), currency.as_ref()?, terms)?;
        rate.into_iter().for_each(|rate| push_once(&mut words, rate_words(rate)));
        Some(band)
    };
    let fees: Vec<Band> = prices.iter().filter_map(&mut in_band).collect();
    let (mut ways, mut sources, mut varies): (Vec<Way>, Vec<Cited>, Option<String>) = Default::default();
    let (mut adopted_way, mut texts): (Option<Way>, Vec<String>) = (None, Vec::new());
    for (index, claim) in claims.iter().enumerate() {
        let mut told: Vec<Way> = Vec::new();
        match &claim.value {
            Value::None => told.push(Way::Never),
            Value::Renewal(renewal) => {
                let own_fee = renewal.fee.as_ref().and_then(&mut in_band);
                let fees: Vec<Option<Band>> = match (own_fee, renewal.fee.is_some()) {
                    (Some(fee), _) => vec![Some(fee)],
                    (None, true) => vec![None], // in a currency that cannot be reckoned
                    (None, false) if fees.is_empty() => vec![None],
                    (None, false) => fees.iter().copied().map(Some).collect(),
                };
                let months = renewal.every_months.map_or_else(|| every.clone(), |one| vec![one]);
                for months in months {
                    told.extend(fees.iter().map(|fee| Way::Every { months, fee: *fee }));
                }
            }
            Value::Text(text) => push_once(&mut texts, text.one_line()),
            Value::Varies(_) => varies = Some("varies".to_owned()),
            _ => {}
        }
        if index == 0 {
            adopted_way = told.first().copied();
        }
        // Claims that agree with what is there add nothing, also no citation.
        let new: Vec<Way> = told.iter().copied().filter(|way| !ways.contains(way)).collect();
        if index == 0 || !new.is_empty() {
            cite(&mut sources, &claim.sources);
        }
        ways.extend(new);
    }
    if claims.is_empty() {
        if let Some(claim) = validity.first() {
            sources = claim.sources.clone();
            adopted_way = match claim.value {
                Value::Lifetime => Some(Way::Never),
                Value::Months(months) => Some(Way::Every { months, fee: None }),
                _ => None,
            };
            ways.extend(adopted_way);
        }
    }
    if !lifetime.is_empty() && !is_yours(&claims) && !ways.contains(&Way::Never) {
        ways.push(Way::Never);
        push_once(&mut words, "some sources say that it never runs out".to_owned());
        cite(&mut sources, &cited(&lifetime));
    }
    for text in texts {
        push_once(&mut words, format!("in words: {text}"));
    }

    let hull = ways.iter().filter_map(|way| way.cost(terms.years)).reduce(Band::hull);
    let settled = adopted_way.is_some_and(|way| way.cost(terms.years).is_some());
    let currency_shown = currency.clone().or_else(|| terms.currency.clone()).unwrap_or_else(|| USUAL.into());
    let part = if let Some(varies) = varies {
        words.insert(0, varies);
        let named =
            hull.map(|band| Named { money: Money { currency: currency_shown, band }, sources: sources.clone() });
        Part { words, sources, named, ..Part::new(Pays::Renewals, Standing::Open) }
    } else if let (Some(band), true) = (hull, settled) {
        match adopted_way {
            Some(Way::Never) if band.high == Amount(0) => words.insert(0, "nothing to renew".to_owned()),
            Some(way) if way.times(terms.years) == 0 && band.high == Amount(0) => {
                words.insert(0, "not yet due".to_owned());
            }
            _ => {}
        }
        Part::of(Pays::Renewals, Money { currency: currency_shown, band }, words, sources)
    } else {
        match adopted_way {
            Some(Way::Every { months, .. }) => words.insert(0, format!("every {months} months, at a fee not known")),
            _ => words.insert(0, "not known".to_owned()),
        }
        let named = hull.filter(|band| band.high > Amount(0));
        let named =
            named.map(|band| Named { money: Money { currency: currency_shown, band }, sources: sources.clone() });
        Part { words, sources, named, ..Part::new(Pays::Renewals, Standing::Unknown) }
    };
    if let Some(Way::Every { months, .. }) = adopted_way {
        holding.every = Some(months);
        let same = ways.iter().filter_map(|way| match way {
            Way::Every { months: other, fee } if *other == months => *fee,
            _ => None,
        });
        let fee = same.reduce(Band::hull).zip(currency).map(|(band, currency)| Money { currency, band });
        holding.due = due(months, fee.as_ref(), terms);
        holding.credits = credits(&claims, &pool, holding.due.len());
    }
    parts.push(part);
    holding.parts = parts;
    holding.ways = ways;
    holding
}

fn due(months: u32, fee: Option<&Money>, terms: &Terms) -> Vec<Due> {
    (1..=times_due(months, terms.years))
        .map(|count| {
            let month = months * count;
            Due { month, date: terms.from.and_then(|from| months_after(from, month)), fee: fee.cloned() }
        })
        .collect()
}

/// The day so many months after another, as exact as that one; the last day of a shorter month.
#[must_use]
pub fn months_after(from: Date, months: u32) -> Option<Date> {
    let count = u32::from(from.year) * 12 + u32::from(from.month.max(1)) - 1 + months;
    let (year, month) = (count / 12, count % 12 + 1);
    let day = |day: u8| Date::parse(&format!("{year:04}-{month:02}-{day:02}"));
    match (from.month, from.day) {
        (0, _) | (_, 0) => Date::parse(&format!("{year:04}-{month:02}")),
        (_, last) => (28..=last).rev().find_map(day).or_else(|| day(last)),
    }
}

fn credits(claims: &[&Claim], pool: &[&Claim], times: usize) -> Option<ToEarn> {
    let stated = |claim: &&Claim| match &claim.value {
        Value::Renewal(renewal) => renewal.credits.clone(),
        _ => None,
    };
    let mut all: Vec<Credits> = claims.iter().filter_map(stated).collect();
    if all.iter().all(|credits| credits.amount.is_none()) {
        all.extend(pool.iter().filter_map(stated));
    }
    let first = all.iter().find(|credits| credits.amount.is_some()).or_else(|| all.first())?;
    let others = all.iter().filter(|other| other.unit == first.unit && other.amount != first.amount);
    let mut words: Vec<String> = Vec::new();
    for amount in others.filter_map(|other| other.amount) {
        push_once(&mut words, format!("another source asks for {amount}"));
    }
    let times = u32::try_from(times).unwrap_or(u32::MAX);
    let total = first.amount.map(|each| each.saturating_mul(times));
    Some(ToEarn { unit: first.unit.clone(), each: first.amount, total, words })
}

/// Lets certifications of one body share their renewals by its rule.
fn share(catalog: &Catalog, rule: &SharedRenewal, held: &mut [Holding], terms: &Terms) {
    let body = &catalog.get(rule.provider).id;
    let of_body = |holding: &Holding| matches!(catalog.get(holding.cert).value(Field::Provider), Some(Value::Refs(ids)) if ids.contains(body));
    let members: Vec<usize> = (0..held.len()).filter(|&i| of_body(&held[i]) && held[i].every.is_some()).collect();
    if members.len() < 2 {
        return;
    }
    let note = rule.note.as_ref().map(|note| note.one_line()).unwrap_or_default();
    if rule.credits == SharedCredits::CountForSeveral {
        for &index in &members {
            if let Some(credits) = &mut held[index].credits {
                let cite = catalog.cite_all(&rule.sources);
                push_once(&mut credits.words, format!("may count for several of its certifications {cite} {note}"));
            }
        }
    }
    if rule.fee == SharedFee::Each {
        return;
    }
    let mut cycles: Vec<u32> = members.iter().filter_map(|&i| held[i].every).collect();
    cycles.sort_unstable();
    cycles.dedup();
    for months in cycles {
        // Only what is known can be shared; an unknown fee stays an unknown of its own.
        let known = |i: &&usize| held[**i].every == Some(months) && !held[**i].part(Pays::Renewals).standing.is_open();
        let group: Vec<usize> = members.iter().filter(known).copied().collect();
        if group.len() > 1 {
            share_cycle(catalog, rule, held, &group, months, terms);
        }
    }
}

/// How far along a certification is, then what it costs to keep: the order of "the highest held".
fn height(catalog: &Catalog, holding: &Holding) -> (Option<crate::catalog::quantity::Level>, Amount) {
    let fee = holding.ways.iter().filter_map(|way| match way {
        Way::Every { fee, .. } => *fee,
        Way::Never => None,
    });
    (catalog.get(holding.cert).level(), fee.map(|fee| fee.high).max().unwrap_or_default())
}

fn track(catalog: &Catalog, cert: Key) -> String {
    match catalog.get(cert).value(Field::Track) {
        Some(Value::Text(track)) => track.to_lowercase(),
        _ => catalog.get(cert).id.to_string(),
    }
}

fn share_cycle(
    catalog: &Catalog,
    rule: &SharedRenewal,
    held: &mut [Holding],
    group: &[usize],
    months: u32,
    terms: &Terms,
) {
    // The highest of each track, the very highest first; of equals the one named first.
    let mut highest: Vec<usize> = group.to_vec();
    highest.sort_by_key(|&i| (std::cmp::Reverse(height(catalog, &held[i])), i));
    let mut tracks: Vec<String> = Vec::new();
    highest.retain(|&i| {
        let track = track(catalog, held[i].cert);
        let new = !tracks.contains(&track);
        tracks.extend(new.then_some(track));
        new
    });
    let Some((&payer, further)) = highest.split_first() else { return };
    let payer_key = held[payer].cert;
    let times = u32::try_from(held[payer].due.len()).unwrap_or(u32::MAX);

    if let SharedCredits::FurtherTracks(percent) = rule.credits {
        let share = |i: &usize| {
            let each = held[*i].credits.as_ref()?.each?;
            Some(each.saturating_mul(percent).div_ceil(100))
        };
        let extra: Option<u32> = further.iter().map(share).sum();
        let names: Vec<&str> = group.iter().map(|&i| catalog.get(held[i].cert).short()).collect();
        let together = format!("for {} together {}", names.join(" and "), catalog.cite_all(&rule.sources));
        if let Some(credits) = &mut held[payer].credits {
            credits.each = credits.each.zip(extra).map(|(own, extra)| own.saturating_add(extra));
            credits.total = credits.each.map(|each| each.saturating_mul(times));
            credits.words.push(together);
        }
    }
    for &index in group.iter().filter(|&&index| index != payer) {
        let words = vec![format!("renewed together with {}, at one fee", catalog.get(payer_key).short())];
        let holding = &mut held[index];
        holding.parts[Pays::Renewals as usize] = Part::nothing(Pays::Renewals, terms, words, rule.sources.clone());
        holding.ways = vec![Way::Never];
        holding.due = Vec::new();
        holding.credits = None;
        holding.renewed_with = Some(payer_key);
    }
    let together: Vec<Key> = highest.iter().map(|&i| held[i].cert).collect();
    let same = |certs: &[Key]| certs.len() == together.len() && certs.iter().all(|cert| together.contains(cert));
    for other in rule.instead.iter().filter(|other| same(&other.certs)) {
        let part = &mut held[payer].parts[Pays::Renewals as usize];
        let Some(sum) = &mut part.sum else { continue };
        let Some((fee, _)) = in_currency(std::slice::from_ref(&other.fee), &sum.currency, terms) else { continue };
        let note = other.note.as_ref().map(|note| format!(": {}", note.one_line())).unwrap_or_default();
        let words = format!("{} by {}{note}", priced(&other.fee), catalog.cite_all(&other.sources));
        sum.band = sum.band.hull(fee.times(times));
        let (sum, mut words_of, mut sources) = (sum.clone(), part.words.clone(), part.sources.clone());
        push_once(&mut words_of, words);
        cite(&mut sources, &other.sources);
        *part = Part::of(Pays::Renewals, sum, words_of, sources);
        held[payer].ways.push(Way::Every { months, fee: Some(fee) });
        for due in &mut held[payer].due {
            if let Some(money) = &mut due.fee {
                money.band = money.band.hull(fee);
            }
        }
    }
    cite(&mut held[payer].parts[Pays::Renewals as usize].sources, &rule.sources);
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
    use super::*;
    use crate::catalog::claim::{Origin, Trust};
    use crate::catalog::quantity::{Exam, Renewal, Retakes, Training};
    use crate::catalog::record::Id;
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
        let found = in_currency(&prices, &USUAL.into(), &Terms::default()).expect("a band");
        assert_eq!(found.0, band(450, 575));
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
                prop::collection::vec(one, 1..4).prop_map(move |claims| (field, claims))
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
