//! The parts of what one certification costs, read from what sources say of it.

use super::{Band, Due, Holding, Money, Named, Part, Pays, Rate, Standing, Terms, ToEarn, USUAL, Way, times_due};
use crate::catalog::claim::{Cited, Claim, Fact, best};
use crate::catalog::quantity::{Amount, Credits, Date, Price, Value};
use crate::catalog::record::Record;
use crate::catalog::schema::SourceKind;
use crate::field::Field;
use crate::safe_text::SafeText;

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

pub(super) fn cite(into: &mut Vec<Cited>, more: &[Cited]) {
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
    let asked = terms
        .currency
        .as_ref()
        .filter(|asked| named(asked) || terms.rates.iter().filter_map(|rate| rate.from.as_ref()).any(&named));
    let first = || prices.first().and_then(|list| list.first()).map(|price| price.currency.clone());
    asked.cloned().or_else(|| named(&usual).then_some(usual)).or_else(first)
}

/// The band of one claim's prices in a currency, and the rate that was needed. What is said to be
/// paid "beside it" comes on top of the others.
pub(super) fn in_currency<'t>(
    prices: &[Price],
    currency: &SafeText,
    terms: &'t Terms,
) -> Option<(Band, Option<&'t Rate>)> {
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
    // A price in several currencies is one price: of those that can be converted, US dollars first.
    let usual = |rate: &&Rate| rate.from.as_ref().is_some_and(|from| from.as_str() == USUAL);
    let rates = terms.rates.iter().filter(usual).chain(terms.rates.iter().filter(|rate| !usual(rate)));
    rates.into_iter().find_map(|rate| Some((rate.convert(plain(rate.from.as_ref()?)?), Some(rate))))
}

fn rate_words(rate: &Rate) -> String {
    let from = rate.from.as_ref().map_or_else(String::new, |from| format!("from {} ", from.one_line()));
    format!("converted {from}at {} of {}, your rate", rate.written, rate.date)
}

pub(super) fn push_once(words: &mut Vec<String>, more: String) {
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
                for price in prices.iter().filter(|price| price.what.is_some()) {
                    push_once(&mut fee.words, priced(price));
                }
                if let Some(rate) = rate {
                    push_once(&mut fee.words, rate_words(rate));
                }
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

pub(super) fn priced(price: &Price) -> String {
    let band = Band { low: price.amount, high: price.to.unwrap_or(price.amount) };
    let what = price.what.as_ref().map_or_else(String::new, |what| format!(" ({})", what.one_line()));
    format!("{band} {}{what}", price.currency)
}

impl Part {
    fn new(pays: Pays, standing: Standing) -> Self {
        Self { pays, standing, sum: None, named: None, words: Vec::new(), sources: Vec::new(), against: Vec::new() }
    }

    /// A part that costs nothing.
    pub(super) fn nothing(pays: Pays, terms: &Terms, words: Vec<String>, sources: Vec<Cited>) -> Self {
        let currency = terms.currency.clone().unwrap_or_else(|| USUAL.into());
        let sum = Some(Money { currency, band: Band::default() });
        Self { sum, words, sources, ..Self::new(pays, Standing::None) }
    }

    /// A part that costs this much.
    pub(super) fn of(pays: Pays, money: Money, words: Vec<String>, sources: Vec<Cited>) -> Self {
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
                let (mut words, mut named) = (vec![words], None);
                if let Some(band) = band {
                    let money = Money { currency, band };
                    named = Some(Named { money, words: fee.words, sources: fee.sources });
                } else {
                    words.extend(fee.words);
                }
                Self { named, words, sources, ..Self::new(pays, Standing::Open) }
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

pub(super) fn one(cert: &Record, terms: &Terms) -> Holding {
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
    /// Who says that there is none.
    sources: Vec<Cited>,
    /// Who speaks of one.
    against: Vec<Cited>,
}

fn test_of(cert: &Record) -> Test {
    let claims = heard(cert.fact(Field::Exam));
    let says_none = |claim: &&&Claim| claim.value == Value::None;
    let none = claims.iter().filter(says_none).count();
    let first_none = claims.first().is_some_and(|claim| claim.value == Value::None);
    let some: Vec<&Claim> = claims.iter().filter(|claim| matches!(claim.value, Value::Exam(_))).copied().collect();
    let sources = cited(&claims.iter().filter(says_none).copied().collect::<Vec<_>>());
    Test { none: first_none, disputed: none > 0 && !some.is_empty(), sources, against: cited(&some) }
}

fn exam(cert: &Record, terms: &Terms) -> Part {
    let test = test_of(cert);
    let mut fee = fee(cert.fact(Field::ExamFee), terms);
    let says_none = test.none || test.disputed;
    if test.none && (is_yours(&heard(cert.fact(Field::Exam))) || (fee.band.is_none() && fee.varies.is_none())) {
        let mut words = vec!["no exam".to_owned()];
        if test.disputed {
            words.push("though some speak of one, without a fee".to_owned());
        }
        return Part { against: test.against, ..Part::nothing(Pays::Exam, terms, words, test.sources) };
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
                Named { money, words: Vec::new(), sources: cited(&pool) }
            });
            let named = named.filter(|named| !named.sources.is_empty());
            push_once(&mut words, "how many tries are free is not known".to_owned());
            Part { named, words, sources, ..Part::new(Pays::Retakes, Standing::Unknown) }
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
        if let Some(rate) = rate {
            push_once(&mut words, rate_words(rate));
        }
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
    if let (true, Some(claim)) = (claims.is_empty(), validity.first()) {
        cite(&mut sources, &claim.sources);
        adopted_way = match claim.value {
            Value::Lifetime => Some(Way::Never),
            Value::Months(months) => Some(Way::Every { months, fee: None }),
            _ => None,
        };
        ways.extend(adopted_way);
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
        let named = hull.map(|band| Named {
            money: Money { currency: currency_shown, band },
            words: Vec::new(),
            sources: sources.clone(),
        });
        Part { named, words, sources, ..Part::new(Pays::Renewals, Standing::Open) }
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
        let named = named.map(|band| Named {
            money: Money { currency: currency_shown, band },
            words: Vec::new(),
            sources: sources.clone(),
        });
        Part { named, words, sources, ..Part::new(Pays::Renewals, Standing::Unknown) }
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
