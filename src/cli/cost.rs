//! `certdex cost`

use clap::Args;
use serde_json::{Value as Json, json};

use super::find;
use super::output::{Out, columns};
use super::show::cites;
use crate::catalog::Catalog;
use crate::catalog::check::{CURRENCIES, nearest};
use crate::catalog::quantity::{Amount, Date};
use crate::catalog::record::{Key, Kind};
use crate::cost::{Band, Cost, Holding, MAX_CERTS, MAX_YEARS, Money, Part, Rate, Terms, hold, other_currencies, words};
use crate::error::{Error, Exit};
use crate::safe_text::{SafeText, safe};

/// How wide the longest bar is.
const BAR: usize = 40;

/// The most tries that are reckoned.
const MAX_RETAKES: u32 = 20;

/// What may be said after `certdex cost`.
#[derive(Debug, Args)]
pub struct CostArgs {
    /// Ids or abbreviations of one to six certifications.
    #[arg(required = true)]
    pub ids: Vec<String>,
    /// For how many years they are held, 1 to 50. A renewal on the last day is not counted.
    #[arg(long, value_name = "N", default_value = "5", allow_hyphen_values = true)]
    pub years: String,
    /// What a course costs by your own figure, in the currency asked for, or else USD.
    #[arg(long, value_name = "LOW..HIGH", allow_hyphen_values = true)]
    pub course: Option<String>,
    /// The currency to count in, as EUR.
    #[arg(long, value_name = "CODE")]
    pub currency: Option<String>,
    /// What one unit of another currency is worth in it, and on which day (repeatable).
    #[arg(long, value_name = "[FROM=]RATE@DATE", allow_hyphen_values = true)]
    pub rate: Vec<String>,
    /// How often an exam is failed and taken again.
    #[arg(long, value_name = "K", default_value = "0", allow_hyphen_values = true)]
    pub retakes: String,
    /// For scripts: JSON.
    #[arg(long)]
    pub json: bool,
}

/// Prints what it costs to earn and to hold certifications.
///
/// # Errors
/// [`Error::Usage`] for unknown or repeated ids, records that are no certifications, and numbers,
/// currencies or dates that are none.
pub fn run(catalog: &Catalog, args: &CostArgs, out: &mut Out) -> Result<Exit, Error> {
    let keys = certs(catalog, &args.ids)?;
    let terms = terms(catalog, &keys, args)?;
    let cost = hold(catalog, &keys, &terms);
    if args.json {
        out.json(&to_json(catalog, &cost, &terms))?;
    } else {
        text(catalog, &cost, &terms, out)?;
    }
    Ok(Exit::Ok)
}

/// The certifications of these names, each named once.
///
/// # Errors
/// [`Error::Usage`].
pub(super) fn certs(catalog: &Catalog, names: &[String]) -> Result<Vec<Key>, Error> {
    let mut keys: Vec<Key> = Vec::new();
    for name in names {
        let record = find(catalog, name)?;
        if record.key.0 != Kind::Cert {
            return Err(Error::Usage(format!(
                "`{}` is a {}, and only certifications are paid for; `certdex show {0}` names those that go with it",
                record.id,
                record.key.0.id()
            )));
        }
        if keys.contains(&record.key) {
            return Err(Error::Usage(format!("`{}` is named twice; name each once", record.id)));
        }
        keys.push(record.key);
    }
    if keys.len() > MAX_CERTS {
        return Err(Error::Usage(format!(
            "{} certifications are too many to reckon together; name at most {MAX_CERTS}",
            keys.len()
        )));
    }
    Ok(keys)
}

fn shown(text: &str) -> String {
    safe(text).chars().take(40).collect()
}

/// A whole number within limits.
pub(super) fn number(what: &str, text: &str, least: u32, most: u32) -> Result<u32, Error> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let number = text.parse::<u32>().ok().filter(|number| digits && (least..=most).contains(number));
    number.ok_or_else(|| {
        Error::Usage(format!("`{}` is no number of {what} for this; write {least} to {most}", shown(text)))
    })
}

/// An amount with at most two decimals, as `900` or `99.50`.
fn amount(text: &str) -> Option<Amount> {
    let (units, cents) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if units.is_empty() || units.len() > 8 || cents.len() > 2 || !digits(units) || !digits(cents) {
        return None;
    }
    let (units, hundredths): (u64, u64) = (units.parse().ok()?, format!("{cents:0<2}").parse().ok()?);
    let amount = units * 100 + hundredths;
    (amount <= 1_000_000_000).then_some(Amount(amount))
}

fn course(text: &str) -> Result<Band, Error> {
    let (low, high) = text.split_once("..").unwrap_or((text, text));
    let (Some(low), Some(high)) = (amount(low.trim()), amount(high.trim())) else {
        return Err(Error::Usage(format!(
            "`{}` is no price of a course; write an amount or a range, as 1200 or 900..1500",
            shown(text)
        )));
    };
    if low > high {
        return Err(Error::Usage(format!("`{}` runs backwards; write the lower price first", shown(text))));
    }
    Ok(Band { low, high })
}

fn currency(text: &str) -> Result<SafeText, Error> {
    let code = text.trim().to_uppercase();
    if CURRENCIES.contains(&code.as_str()) {
        return Ok(SafeText::new(&code));
    }
    let hint = nearest(&code, CURRENCIES.iter().copied())
        .map_or_else(|| "write a code such as USD or EUR".to_owned(), |near| format!("did you mean {near}?"));
    Err(Error::Usage(format!("`{}` is no currency known here; {hint}", shown(text))))
}

fn rate(text: &str) -> Result<Rate, Error> {
    let wrong = |why: &str| Error::Usage(format!("the rate `{}` {why}; write it as USD=0.92@2026-11-01", shown(text)));
    let (from, rest) = match text.split_once('=') {
        Some((from, rest)) => (Some(currency(from)?), rest),
        None => (None, text),
    };
    let Some((worth, day)) = rest.split_once('@') else {
        return Err(wrong("has no date"));
    };
    let worth = worth.trim();
    let (units, parts) = worth.split_once('.').unwrap_or((worth, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if worth.starts_with('-') {
        return Err(wrong("is less than nothing"));
    }
    if units.is_empty() || units.len() > 6 || parts.len() > 6 || !digits(units) || !digits(parts) {
        return Err(wrong("is no number with at most six decimals"));
    }
    let whole: u64 = units.parse().map_err(|_| wrong("is no number"))?;
    let millionths: u64 = format!("{parts:0<6}").parse().map_err(|_| wrong("is no number"))?;
    let millionths = whole * 1_000_000 + millionths;
    if millionths == 0 {
        return Err(wrong("is 0, and nothing is worth nothing"));
    }
    let date =
        Date::parse(day.trim()).filter(|date| date.day > 0).ok_or_else(|| wrong("bears no day of the calendar"))?;
    Ok(Rate { from, millionths, written: worth.to_owned(), date })
}

fn terms(catalog: &Catalog, keys: &[Key], args: &CostArgs) -> Result<Terms, Error> {
    let mut terms = Terms {
        years: number("years", &args.years, 1, MAX_YEARS)?,
        course: args.course.as_deref().map(course).transpose()?,
        currency: args.currency.as_deref().map(currency).transpose()?,
        rates: args.rate.iter().map(|text| rate(text)).collect::<Result<_, _>>()?,
        retakes: number("retakes", &args.retakes, 0, MAX_RETAKES)?,
        from: catalog.today,
    };
    if terms.rates.is_empty() {
        return Ok(terms);
    }
    let Some(asked) = terms.currency.clone() else {
        return Err(Error::Usage("a rate leads into a currency; say which with --currency CODE".to_owned()));
    };
    let others = other_currencies(catalog, keys, &terms);
    let single = terms.rates.len() == 1;
    for rate in &mut terms.rates {
        match (&rate.from, others.as_slice()) {
            (Some(from), _) if *from == asked => {
                return Err(Error::Usage(format!(
                    "a rate from {from} into itself says nothing; name another currency"
                )));
            }
            (Some(_), _) => {}
            (None, [one]) if single => rate.from = Some(one.clone()),
            (None, []) => {
                return Err(Error::Usage(format!(
                    "nothing here is priced in another currency than {asked}; leave the rate out"
                )));
            }
            (None, several) => {
                let names: Vec<&str> = several.iter().map(SafeText::as_str).collect();
                return Err(Error::Usage(format!(
                    "the rate names no currency, and prices are in {}; write it as {}={}@{}",
                    names.join(" and "),
                    names.first().unwrap_or(&"USD"),
                    rate.written,
                    rate.date
                )));
            }
        }
    }
    Ok(terms)
}

fn text(catalog: &Catalog, cost: &Cost, terms: &Terms, out: &mut Out) -> Result<(), Error> {
    let own = "give your own with --course LOW..HIGH";
    for held in &cost.held {
        out.line(&words::heading(catalog, held))?;
        let rows = words::rows(catalog, held, terms, own);
        let rows: Vec<Vec<String>> = rows.into_iter().map(|(label, line)| vec![format!("  {label}"), line]).collect();
        for line in columns(&rows) {
            out.line(&line)?;
        }
        out.line("")?;
    }
    out.line(&words::total(cost))?;
    out.line(&words::scope(terms))?;
    for (title, years) in words::years(cost, BAR) {
        out.line("")?;
        out.line(&title)?;
        let rows: Vec<Vec<String>> =
            years.into_iter().map(|[year, bar, money]| vec![format!("  {year}"), bar, money]).collect();
        for line in columns(&rows) {
            out.line(&line)?;
        }
    }
    Ok(())
}

fn money_json(money: Option<&Money>) -> Json {
    json!({
        "low": money.map(|money| money.band.low),
        "high": money.map(|money| money.band.high),
        "currency": money.map(|money| money.currency.as_str()),
    })
}

fn part_json(catalog: &Catalog, part: &Part) -> Json {
    let money = part.sum.as_ref();
    json!({
        "part": part.pays.label(),
        "status": part.standing.id(),
        "low": money.map(|money| money.band.low),
        "high": money.map(|money| money.band.high),
        "currency": money.map(|money| money.currency.as_str()),
        "words": part.words,
        "sources": cites(catalog, &part.sources),
        "named": part.named.as_ref().map(|named| {
            let mut json = money_json(Some(&named.money));
            json["words"] = json!(named.words);
            json["sources"] = json!(cites(catalog, &named.sources));
            json
        }),
        "against": cites(catalog, &part.against),
    })
}

/// What a cost is for scripts; `certdex path` tells its steps the same way.
pub(super) fn holding_json(catalog: &Catalog, held: &Holding) -> Json {
    let record = catalog.get(held.cert);
    let renewals: Vec<Json> = held
        .due
        .iter()
        .map(|due| {
            json!({
                "month": due.month,
                "date": due.date.map(|date| date.to_string()),
                "low": due.fee.as_ref().map(|fee| fee.band.low),
                "high": due.fee.as_ref().map(|fee| fee.band.high),
                "currency": due.fee.as_ref().map(|fee| fee.currency.as_str()),
            })
        })
        .collect();
    let parts: Vec<Json> = held.parts.iter().map(|part| part_json(catalog, part)).collect();
    json!({
        "id": record.id.as_str(),
        "name": record.name,
        "status": record.status.label(),
        "parts": parts,
        "renewals": renewals,
        "credits": held.credits.as_ref().map(|credits| json!({
            "unit": credits.unit,
            "each": credits.each,
            "total": credits.total,
            "words": credits.words,
        })),
        "renewed_with": held.renewed_with.map(|key| catalog.get(key).id.as_str()),
    })
}

/// The total: the sum in the first currency, further currencies beside it, and what is open. With
/// anything open there is no most.
pub(super) fn total_json(catalog: &Catalog, cost: &Cost) -> Json {
    let bounded = cost.open.is_empty();
    let sum = |money: &Money| {
        json!({
            "low": money.band.low,
            "high": bounded.then_some(money.band.high),
            "currency": money.currency.as_str(),
        })
    };
    let open: Vec<Json> = cost
        .open
        .iter()
        .map(|open| {
            let certs: Vec<&str> = open.certs.iter().map(|key| catalog.get(*key).id.as_str()).collect();
            json!({ "part": open.pays.label(), "certs": certs })
        })
        .collect();
    let mut total = cost.sums.first().map_or_else(|| json!({}), sum);
    total["open"] = json!(open);
    total["words"] = json!(cost.words);
    total["others"] = json!(cost.sums.iter().skip(1).map(sum).collect::<Vec<_>>());
    total
}

fn to_json(catalog: &Catalog, cost: &Cost, terms: &Terms) -> Json {
    let held: Vec<Json> = cost.held.iter().map(|held| holding_json(catalog, held)).collect();
    let by_year: Vec<Json> = cost
        .by_year
        .iter()
        .map(|year| {
            let mut json = money_json(year.sums.first());
            json["year"] = json!(year.year);
            json["others"] = json!(year.sums.iter().skip(1).map(|sum| money_json(Some(sum))).collect::<Vec<_>>());
            json
        })
        .collect();
    let rates: Vec<Json> = terms
        .rates
        .iter()
        .map(|rate| {
            json!({
                "from": rate.from.as_ref().map(SafeText::as_str),
                "to": terms.currency.as_ref().map(SafeText::as_str),
                "rate": rate.written,
                "date": rate.date.to_string(),
            })
        })
        .collect();
    json!({
        "years": cost.years,
        "from": cost.from.map(|from| from.to_string()),
        "retakes": terms.retakes,
        "rates": rates,
        "certifications": held,
        "total": total_json(catalog, cost),
        "by_year": by_year,
    })
}
