//! Data rules: one function per rule, each with an id and a message that says what to do.
//!
//! A rule gets one row and says nothing, or what is wrong with it. [`super::load`] asks every rule
//! about every row, ours and the user's alike, and leaves out the rows that fail.

use super::quantity::{Amount, Price, Score, Value};
use super::record::{Id, Kind};
use super::schema::{BankRow, ItemKind, ItemRow, MockRow, SCHEMA, SourceRow};
use crate::field::Field;
use crate::safe_text::{SafeText, safe};

/// What a rule found: its id, the token to point at, and what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// Id of the rule.
    pub rule: &'static str,
    /// The word in the file that the message is about.
    pub token: String,
    /// What is wrong and what to do about it.
    pub message: String,
}

#[expect(clippy::unnecessary_wraps, reason = "every rule answers with an Option")]
fn finding(rule: &'static str, token: &str, message: impl Into<String>) -> Option<Finding> {
    Some(Finding { rule, token: token.to_owned(), message: message.into() })
}

/// ISO 4217 codes that may stand in the data.
pub const CURRENCIES: &[&str] = &[
    "AED", "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "IDR", "ILS", "INR", "JPY",
    "KRW", "MXN", "MYR", "NGN", "NOK", "NZD", "PHP", "PLN", "RON", "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "USD",
    "VND", "ZAR",
];

/// Longest name, in characters.
pub const MAX_NAME: usize = 200;
/// Longest phrase or explanation, in characters.
pub const MAX_TEXT: usize = 2_000;
/// Most items of one list.
pub const MAX_ITEMS: usize = 200;

/// `schema-version`: the file is written for this version of the format.
#[must_use]
pub fn schema_version(schema: u32) -> Option<Finding> {
    (schema != SCHEMA)
        .then(|| {
            finding("schema-version", "schema", format!("schema {schema} is not known here; write `schema: {SCHEMA}`"))
        })
        .flatten()
}

/// `id-unique`: no id is given twice, over all kinds of records.
#[must_use]
pub fn id_unique(id: &Id, taken_by: Option<&str>, addable: bool) -> Option<Finding> {
    let taken_by = taken_by?;
    let or_add =
        if addable { format!(", or add to that record with `claims: [(of: \"{id}\", …)]`") } else { String::new() };
    finding("id-unique", id.as_str(), format!("the id `{id}` is already taken by {taken_by}; choose another{or_add}"))
}

/// `known-id`: an id that is referred to exists.
#[must_use]
pub fn known_id<'a>(id: &Id, what: &str, found: bool, all: impl Iterator<Item = &'a str>) -> Option<Finding> {
    if found {
        return None;
    }
    let hint = nearest(id.as_str(), all).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    finding("known-id", id.as_str(), format!("there is no {what} `{id}`{hint}"))
}

/// `claim-sourced`: somebody says so.
#[must_use]
pub fn claim_sourced(field: &str, sources: usize) -> Option<Finding> {
    if sources > 0 {
        return None;
    }
    finding("claim-sourced", field, format!("`{field}` names no source; write `from: [\"source-id:line\"]`"))
}

/// `rival-differs`: two claims of one file say two things; who says the same shares a claim.
#[must_use]
pub fn rival_differs(field: Field, again: bool) -> Option<Finding> {
    if !again {
        return None;
    }
    finding(
        "rival-differs",
        field.id(),
        format!("this claim about `{}` is there already; add its sources to the `from` of that one", field.id()),
    )
}

/// `field-of-kind`: a role has no pass mark.
#[must_use]
pub fn field_of_kind(field: Field, kind: Kind) -> Option<Finding> {
    if field.row().kinds.contains(&kind) {
        return None;
    }
    finding(
        "field-of-kind",
        field.id(),
        format!("a {} has no field `{}`; `certdex facts` lists the fields", kind.id(), field.id()),
    )
}

/// `value-shape`: the value is of the field's kind.
#[must_use]
pub fn value_shape(field: Field, value: &Value) -> Option<Finding> {
    let shape = field.row().shape;
    if shape.takes(value) {
        return None;
    }
    finding(
        "value-shape",
        field.id(),
        format!(
            "`{}` does not take this kind of value; write {}, None, NotStated or Varies([…])",
            field.id(),
            shape.example()
        ),
    )
}

/// `value-range`: numbers are within their natural limits and currencies are known.
#[must_use]
pub fn value_range(field: Field, value: &Value) -> Option<Finding> {
    let wrong = |message: String| finding("value-range", field.id(), message);
    let positive = |name: &str, number: Option<u32>| {
        (number == Some(0)).then(|| format!("`{name}` is 0; leave it out if it is not known"))
    };
    let message = match value {
        Value::Months(0) => Some("`Months(0)` is no time; write `Lifetime` or `None`".to_owned()),
        Value::Exam(exam) => positive("questions", exam.questions).or_else(|| positive("minutes", exam.minutes)),
        Value::PassMark(Score::Percent(percent)) if *percent > 100 => {
            Some(format!("{percent} percent is more than 100"))
        }
        Value::PassMark(Score::Count { right, of } | Score::Scaled { points: right, of }) if right > of => {
            Some(format!("{right} of {of} cannot be reached"))
        }
        Value::Training(training) => training.ways.iter().find_map(|way| {
            positive("hours", way.hours).or_else(|| positive("days", way.days)).or_else(|| {
                way.hours
                    .zip(way.to_hours)
                    .filter(|(low, high)| low > high)
                    .map(|(low, high)| format!("{low} to {high} hours runs backwards"))
            })
        }),
        Value::Renewal(renewal) => {
            positive("every_months", renewal.every_months).or_else(|| renewal.fee.as_ref().and_then(price_range))
        }
        Value::Retakes(retakes) => positive("attempts_included", retakes.attempts_included)
            .or_else(|| retakes.further.as_ref().and_then(price_range)),
        Value::Languages(languages) => positive("count", languages.count),
        Value::Price(prices) if prices.is_empty() => {
            Some("an empty list of prices says nothing; write `None` or `NotStated`".to_owned())
        }
        Value::Price(prices) => prices.iter().find_map(price_range),
        Value::Salary(salary) => money(salary.amount, salary.to, &salary.currency),
        Value::List(items) if items.is_empty() || items.len() > MAX_ITEMS => {
            Some(format!("a list takes 1 to {MAX_ITEMS} items"))
        }
        Value::Refs(ids) if ids.is_empty() => Some("a list of ids takes at least one".to_owned()),
        _ => None,
    };
    message.and_then(wrong)
}

fn price_range(price: &Price) -> Option<String> {
    money(price.amount, price.to, &price.currency)
}

fn money(low: Amount, high: Option<Amount>, currency: &SafeText) -> Option<String> {
    if !CURRENCIES.contains(&currency.as_str()) {
        let hint = nearest(&currency.to_uppercase(), CURRENCIES.iter().copied())
            .map_or_else(String::new, |near| format!("; did you mean {near}?"));
        return Some(format!("`{}` is not a currency code of ISO 4217 known here{hint}", safe(currency)));
    }
    high.filter(|high| *high < low).map(|high| format!("{low} to {high} runs backwards"))
}

/// `text-length`: nobody pastes a page where a phrase belongs.
#[must_use]
pub fn text_length(what: &str, text: &SafeText, most: usize) -> Option<Finding> {
    let length = text.chars().count();
    if (1..=most).contains(&length) && !text.trim().is_empty() {
        return None;
    }
    let message = if text.trim().is_empty() {
        format!("`{what}` is empty; leave it out or write something")
    } else {
        format!("`{what}` has {length} characters; at most {most} fit")
    };
    finding("text-length", what, message)
}

/// `address-safe`: an address can be opened without harm: https, no spaces or quotes.
#[must_use]
pub fn address_safe(source: &SourceRow) -> Option<Finding> {
    let address = source.address.as_ref()?;
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    let fine = rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        !host.is_empty()
            && !host.starts_with('-')
            && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:".contains(&b))
            && rest.bytes().all(|b| b.is_ascii_graphic() && !b"\"'`<>\\^{|}".contains(&b))
    });
    if fine {
        return None;
    }
    finding("address-safe", address, format!("`{}` is not a plain web address; write https://host/path", safe(address)))
}

/// `role-has-cert`: a role without any certification leads nowhere.
#[must_use]
pub fn role_has_cert(id: &Id, fits: usize) -> Option<Finding> {
    if fits > 0 {
        return None;
    }
    finding("role-has-cert", id.as_str(), format!("`{id}` names no certification; add one under `fits`"))
}

/// `cert-has-provider`: every certification is awarded by somebody.
#[must_use]
pub fn cert_has_provider(id: &Id, provider: Option<&Value>) -> Option<Finding> {
    if matches!(provider, Some(Value::Refs(ids)) if !ids.is_empty()) {
        return None;
    }
    finding(
        "cert-has-provider",
        id.as_str(),
        format!("`{id}` has no provider; add `(field: provider, value: Refs([\"id\"]), from: […])`"),
    )
}

/// `cert-complete`: level, status and official page are given, or said to be not stated.
#[must_use]
pub fn cert_complete(id: &Id, missing: Option<Field>) -> Option<Finding> {
    let field = missing?;
    finding(
        "cert-complete",
        id.as_str(),
        format!(
            "`{id}` says nothing of `{0}`; add `(field: {0}, value: NotStated, from: […])` or its value",
            field.id()
        ),
    )
}

/// `cert-has-role`: a certification that can be earned fits some role, or nobody finds it.
#[must_use]
pub fn cert_has_role(id: &Id, found: bool) -> Option<Finding> {
    if found {
        return None;
    }
    finding(
        "cert-has-role",
        id.as_str(),
        format!(
            "`{id}` fits no role; add `(role: \"…\", cert: \"{id}\", fit: Good, reason: \"…\", from: […])` to `fits`"
        ),
    )
}

/// `relation-acyclic`: no certification comes before itself.
#[must_use]
pub fn relation_acyclic(from: &Id, to: &Id, circle: bool) -> Option<Finding> {
    if !circle {
        return None;
    }
    finding(
        "relation-acyclic",
        to.as_str(),
        format!("`{from}` and `{to}` would come before each other; turn one of the relations round"),
    )
}

/// `name-collision`: a name of two records is declared under `collisions`.
#[must_use]
pub fn name_collision(name: &SafeText, other: &Id) -> Option<Finding> {
    finding(
        "name-collision",
        name,
        format!("`{name}` also names `{other}`; take it away from one, or declare it under `collisions`"),
    )
}

/// `item-key`: a question has as many options and right answers as its kind asks for.
#[must_use]
pub fn item_key(bank: &BankRow, item: &ItemRow) -> Option<Finding> {
    let right = item.options.iter().filter(|option| option.right).count();
    let pairs = item.options.iter().filter_map(|option| option.pair.as_deref());
    let distinct: std::collections::BTreeSet<&str> = pairs.clone().collect();
    let name = format!("`{}` of `{}`", item.id, bank.id);
    let options = item.options.len();
    let message = match item.kind {
        _ if !(2..=9).contains(&options) => format!("{name} has {options} options; write 2 to 9"),
        ItemKind::TrueFalse if options != 2 => {
            format!("{name} is true or false and has {options} options; write two")
        }
        ItemKind::Single | ItemKind::TrueFalse if right != 1 => {
            format!("{name} has {right} right answers among {options}; mark one with `right: true`")
        }
        ItemKind::Multiple if right < 2 || right == options => {
            format!("{name} has {right} right answers among {options}; mark two or more with `right: true`, not all")
        }
        ItemKind::Order | ItemKind::Match if right > 0 => {
            format!("{name} is answered with all its options; take `right: true` away")
        }
        ItemKind::Order | ItemKind::Match if options < 3 => {
            format!("{name} has {options} options; write 3 or more")
        }
        ItemKind::Match if distinct.len() != options => {
            format!("{name} has {} different pairs for {options} options; give each its own `pair`", distinct.len())
        }
        ItemKind::Match => return None,
        _ if pairs.clone().next().is_some() => {
            format!("{name} has a `pair` and is not to be matched; take it away, or write `kind: Match`")
        }
        _ => return None,
    };
    finding("item-key", item.id.as_str(), message)
}

/// `mock-weights`: an exam has areas, each with questions and a weight.
#[must_use]
pub fn mock_weights(row: &MockRow) -> Option<Finding> {
    let message = if row.parts.is_empty() {
        format!("the mock exam of `{}` has no areas; write `parts: [(name: \"…\", weight: 1, of: […])]`", row.cert)
    } else if let Some(part) = row.parts.iter().find(|part| part.weight == 0 || part.of.is_empty()) {
        format!("`{}` has no weight or no questions; give it a weight above 0 and a bank under `of`", part.name)
    } else {
        return None;
    };
    finding("mock-weights", row.cert.as_str(), message)
}

/// `topic-known`: a bank has questions of that topic.
#[must_use]
pub fn topic_known(topic: &SafeText, bank: &str) -> Option<Finding> {
    finding(
        "topic-known",
        topic,
        format!("no question of `{bank}` has the topic `{topic}`; write it as it stands there"),
    )
}

/// Every text of a question with what it is, for [`text_length`].
pub fn item_texts(item: &ItemRow) -> impl Iterator<Item = (&'static str, &SafeText)> {
    let options = item.options.iter().flat_map(|o| {
        [("text", &o.text), ("reason", &o.reason)].into_iter().chain(o.pair.as_ref().map(|pair| ("pair", pair)))
    });
    [("stem", &item.stem), ("why", &item.why), ("topic", &item.topic)].into_iter().chain(options)
}

/// The name among `all` that is nearest to `typed`, if any is near enough to be meant.
#[must_use]
pub fn nearest<'a>(typed: &str, all: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let typed: String = typed.chars().take(64).collect();
    all.filter_map(|name| Some((nearness(&typed, name)?, name)))
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, name)| name)
}

/// How near two names are, from 0 to 1; `None` if nobody would mean the one by the other. Letters
/// swapped, missing or wrong count by number, and a common beginning counts for much.
#[must_use]
pub fn nearness(typed: &str, name: &str) -> Option<f64> {
    let letters = strsim::normalized_damerau_levenshtein(typed, name);
    let beginning = strsim::jaro_winkler(typed, name);
    match (letters >= 0.6, beginning >= 0.8) {
        (true, _) => Some(letters),
        (false, true) => Some(beginning * 0.6),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::quantity::Exam;
    use super::*;

    fn id(text: &str) -> Id {
        Id::parse(text).expect("an id")
    }

    #[test]
    fn every_rule_has_a_sample_that_fails_it() {
        let source = |address: &str| SourceRow {
            id: id("s"),
            title: "t".into(),
            publisher: None,
            address: Some(address.into()),
            date: None,
            kind: super::super::schema::SourceKind::Blog,
            sells_course: false,
            edition: None,
            supersedes: Vec::new(),
            note: None,
        };
        let item: ItemRow = ron::from_str(
            "(id: \"q\", kind: Single, topic: \"t\", level: Know, stem: \"s\", options: [], why: \"w\", from: [])",
        )
        .expect("an item");
        let bank: BankRow = ron::from_str("(id: \"b\", name: \"n\", intro: \"i\", items: [])").expect("a bank");
        let failing = [
            ("schema-version", schema_version(2)),
            ("id-unique", id_unique(&id("csm"), Some("certs.ron"), true)),
            ("known-id", known_id(&id("cms"), "certification", false, ["csm"].into_iter())),
            ("claim-sourced", claim_sourced("exam", 0)),
            ("rival-differs", rival_differs(Field::Exam, true)),
            ("field-of-kind", field_of_kind(Field::PassMark, Kind::Role)),
            ("value-shape", value_shape(Field::Exam, &Value::Months(3))),
            ("value-range", value_range(Field::PassMark, &Value::PassMark(Score::Percent(101)))),
            ("text-length", text_length("name", &SafeText::new("  "), 9)),
            ("address-safe", address_safe(&source("javascript:alert(1)"))),
            ("role-has-cert", role_has_cert(&id("r"), 0)),
            ("cert-has-provider", cert_has_provider(&id("c"), None)),
            ("cert-complete", cert_complete(&id("c"), Some(Field::Level))),
            ("cert-has-role", cert_has_role(&id("c"), false)),
            ("relation-acyclic", relation_acyclic(&id("a"), &id("b"), true)),
            ("name-collision", name_collision(&SafeText::new("PM"), &id("b"))),
            ("item-key", item_key(&bank, &item)),
        ];
        for (rule, found) in failing {
            assert_eq!(found.expect(rule).rule, rule);
        }
        assert_eq!(
            known_id(&id("cms"), "certification", false, ["csm"].into_iter()).expect("a finding").message,
            "there is no certification `cms`; did you mean `csm`?"
        );
    }

    #[test]
    fn ranges_and_units_are_minded() {
        let usd = |low: u64, high: Option<u64>, currency: &str| {
            Value::Price(vec![Price {
                amount: Amount(low),
                to: high.map(Amount),
                currency: currency.into(),
                what: None,
            }])
        };
        for (field, value) in [
            (Field::ExamFee, usd(5, Some(4), "USD")),
            (Field::ExamFee, usd(5, None, "usd")),
            (Field::Exam, Value::Exam(Exam { minutes: Some(0), ..Exam::default() })),
            (Field::Validity, Value::Months(0)),
        ] {
            assert!(value_range(field, &value).is_some(), "{value:?}");
        }
        assert!(value_range(Field::ExamFee, &usd(4, Some(5), "USD")).is_none());
        assert!(
            value_range(Field::PassMark, &Value::PassMark(Score::Count { right: 37, of: 60 })).is_none(),
            "37 of 60 is well formed; that it is impossible is for the claim rule to say"
        );
    }

    #[test]
    fn addresses_that_could_do_harm_are_refused() {
        for bad in ["ftp://x.y", "https://", "https://-x.y/", "https://a b/", "https://u@h/", "https://x/'"] {
            let row =
                ron::from_str::<SourceRow>(&format!("(id: \"s\", title: \"t\", address: Some({bad:?}), kind: Blog)"));
            assert!(address_safe(&row.expect("a source")).is_some(), "{bad}");
        }
    }
}
