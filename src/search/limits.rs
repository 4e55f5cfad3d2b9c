//! Limits: what a certification must be like, in words ("no exam", "under 300") and as syntax
//! (`exam:none`, `cost<300`).
//!
//! A limit is judged against every claim of a certification, not only the adopted one: where sources
//! disagree the certification is kept and marked, and so it is where nobody says anything.

use std::cmp::Ordering;

use super::fold::Folded;
use crate::catalog::Catalog;
use crate::catalog::check::nearest;
use crate::catalog::claim::Claim;
use crate::catalog::quantity::{Amount, Level, Price, Status, Value};
use crate::catalog::record::{Key, Kind, Record};
use crate::field::Field;

/// How a value is compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Compare {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `:` or `=`
    Equal,
    /// `>=`
    AtLeast,
    /// `>`
    More,
}

impl Compare {
    const ALL: [(&'static str, Self); 6] = [
        ("<=", Self::AtMost),
        (">=", Self::AtLeast),
        ("<", Self::Less),
        (">", Self::More),
        ("=", Self::Equal),
        (":", Self::Equal),
    ];

    fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Less => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::Equal => order.is_eq(),
            Self::AtLeast => order.is_ge(),
            Self::More => order.is_gt(),
        }
    }

    fn sign(self) -> &'static str {
        match self {
            Self::Less => "under",
            Self::AtMost => "at most",
            Self::Equal => "",
            Self::AtLeast => "at least",
            Self::More => "over",
        }
    }
}

/// What is asked of a certification.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Limit {
    /// With an exam, or without.
    Exam(bool),
    /// To be renewed, or for life.
    Renewal(bool),
    /// With a course that must be taken, or without.
    Training(bool),
    /// Awarded by this body.
    Provider(Key),
    /// Of such a level.
    Level(Compare, Level),
    /// What it takes to get it, exam and a required course, in US dollars.
    Cost(Compare, Amount),
    /// The exam is given in this language.
    Language(String),
    /// It fits this role.
    Role(Key),
    /// Whether it can still be earned.
    Status(Status),
}

/// How a certification stands to a limit, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Standing {
    /// Within it, as far as anybody says.
    Within,
    /// Sources disagree.
    Disputed,
    /// Nobody says.
    Unknown,
}

impl Standing {
    /// The mark in lists.
    #[must_use]
    pub fn mark(self) -> char {
        match self {
            Self::Within => ' ',
            Self::Disputed => '!',
            Self::Unknown => '~',
        }
    }

    /// The word in JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Within => "within",
            Self::Disputed => "disputed",
            Self::Unknown => "unknown",
        }
    }
}

/// The names of limits and what they take, for messages and for help.
pub const ALLOWED: &[(&str, &str)] = &[
    ("exam", "none or yes"),
    ("renewal", "none or yes"),
    ("training", "required or optional"),
    ("provider", "the id or the name of a provider, as in provider:pmi"),
    ("level", "foundation, intermediate, advanced or expert, also with < or >"),
    ("cost", "an amount in US dollars, as in cost<300"),
    ("lang", "a language, as in lang:pt or lang:portuguese"),
    ("role", "the id of a role, as in role:product-owner"),
    ("status", "active, retiring or retired"),
];

/// Languages by the two letters of ISO 639-1.
const LANGUAGES: &[(&str, &str)] = &[
    ("ar", "arabic"),
    ("cs", "czech"),
    ("da", "danish"),
    ("de", "german"),
    ("el", "greek"),
    ("en", "english"),
    ("es", "spanish"),
    ("fi", "finnish"),
    ("fr", "french"),
    ("he", "hebrew"),
    ("hi", "hindi"),
    ("hu", "hungarian"),
    ("id", "indonesian"),
    ("it", "italian"),
    ("ja", "japanese"),
    ("ko", "korean"),
    ("nl", "dutch"),
    ("no", "norwegian"),
    ("pl", "polish"),
    ("pt", "portuguese"),
    ("ro", "romanian"),
    ("ru", "russian"),
    ("sv", "swedish"),
    ("th", "thai"),
    ("tr", "turkish"),
    ("uk", "ukrainian"),
    ("vi", "vietnamese"),
    ("zh", "chinese"),
];

/// Reads one word as a limit: `None` if it does not look like one, an error for people if it does
/// and cannot be read.
#[must_use]
pub fn read(catalog: &Catalog, word: &str) -> Option<Result<Limit, String>> {
    let (at, sign, compare) = Compare::ALL
        .iter()
        .filter_map(|(sign, compare)| Some((word.find(sign)?, *sign, *compare)))
        .min_by_key(|(at, sign, _)| (*at, std::cmp::Reverse(sign.len())))?;
    let (name, value) = (word[..at].to_lowercase(), &word[at + sign.len()..]);
    if name.is_empty() && matches!(compare, Compare::Less | Compare::AtMost | Compare::More | Compare::AtLeast) {
        return amount(value).map(|amount| Ok(Limit::Cost(compare, amount)));
    }
    // "level:<advanced" is "level<advanced".
    let inner = Compare::ALL.iter().find(|(inner, _)| *inner != ":" && value.starts_with(inner));
    let (compare, value) = match inner {
        Some((sign, compare)) if sign.len() <= value.len() => (*compare, &value[sign.len()..]),
        _ => (compare, value),
    };
    let Some((_, allowed)) = ALLOWED.iter().find(|(known, _)| *known == name) else {
        // A colon alone makes no limit: "okr: basics" is a search. A near miss does.
        let near = nearest(&name, ALLOWED.iter().map(|(known, _)| *known)).filter(|_| name.len() > 2)?;
        return Some(Err(format!("`{word}`: there is no limit `{name}`; did you mean `{near}:`?")));
    };
    let limit = one(catalog, &name, compare, value.trim());
    Some(limit.ok_or_else(|| format!("`{word}`: `{name}` takes {allowed}")))
}

fn one(catalog: &Catalog, name: &str, compare: Compare, value: &str) -> Option<Limit> {
    let lower = value.to_lowercase();
    let word = lower.as_str();
    let yes_or_none = || match word {
        "none" | "no" => Some(false),
        "yes" | "any" => Some(true),
        _ => None,
    };
    if compare != Compare::Equal && !matches!(name, "level" | "cost") {
        return None;
    }
    Some(match name {
        "exam" => Limit::Exam(yes_or_none()?),
        "renewal" if word == "lifetime" => Limit::Renewal(false),
        "renewal" => Limit::Renewal(yes_or_none()?),
        "training" => Limit::Training(match word {
            "required" | "yes" => true,
            "optional" | "none" | "no" => false,
            _ => return None,
        }),
        "provider" => Limit::Provider(named(catalog, Kind::Provider, word)?),
        "role" => Limit::Role(named(catalog, Kind::Role, word)?),
        "level" => {
            let all = [Level::Foundation, Level::Intermediate, Level::Advanced, Level::Expert];
            Limit::Level(compare, *all.iter().find(|level| !word.is_empty() && level.label().starts_with(word))?)
        }
        "cost" => Limit::Cost(compare, amount(word)?),
        "lang" => {
            let known =
                LANGUAGES.iter().find(|(code, name)| word == *code || (word.len() > 2 && name.starts_with(word)));
            Limit::Language(known?.1.to_owned())
        }
        "status" => Limit::Status(match word {
            "active" => Status::Active,
            "retiring" => Status::Retiring,
            "retired" => Status::Retired,
            _ => return None,
        }),
        _ => return None,
    })
}

/// An amount of US dollars: "300", "300usd", "$300".
#[must_use]
pub fn amount(text: &str) -> Option<Amount> {
    let digits = text.trim_start_matches('$').trim_end_matches("usd").trim_end_matches('$');
    let whole: u64 = digits.parse().ok()?;
    Some(Amount(whole.checked_mul(100)?))
}

/// The record of a kind that a word names: by id, abbreviation, or the beginning of its name.
fn named(catalog: &Catalog, kind: Kind, word: &str) -> Option<Key> {
    let wanted = Folded::new(word, super::MAX_QUERY).joined();
    if wanted.is_empty() {
        return None;
    }
    let fold = |text: &str| Folded::new(text, super::MAX_QUERY).joined();
    let all = catalog.all(kind);
    let whole = all.iter().find(|record| {
        let texts = record.abbreviation.iter().chain([&record.name]).chain(&record.aliases);
        fold(record.id.as_str()) == wanted || texts.map(|text| fold(text)).any(|text| text == wanted)
    });
    let begun = || all.iter().find(|record| wanted.len() > 2 && fold(&record.name).starts_with(&wanted));
    whole.or_else(begun).map(|record| record.key)
}

impl Limit {
    /// The words of its chip.
    #[must_use]
    pub fn label(&self, catalog: &Catalog) -> String {
        match self {
            Self::Exam(true) => "exam".to_owned(),
            Self::Exam(false) => "no exam".to_owned(),
            Self::Renewal(true) => "renewal".to_owned(),
            Self::Renewal(false) => "no renewal".to_owned(),
            Self::Training(true) => "class required".to_owned(),
            Self::Training(false) => "self-study possible".to_owned(),
            Self::Provider(key) => format!("by {}", catalog.get(*key).short()),
            Self::Role(key) => format!("for {}", catalog.get(*key).name),
            Self::Level(Compare::Equal, level) => level.label().to_owned(),
            Self::Level(compare, level) => {
                let sign = match compare {
                    Compare::Less => "below",
                    Compare::More => "above",
                    other => other.sign(),
                };
                format!("{sign} {}", level.label())
            }
            Self::Cost(compare, amount) => format!("{} {amount} USD", compare.sign()).trim_start().to_owned(),
            Self::Language(name) => format!("in {}{}", name[..1].to_uppercase(), &name[1..]),
            Self::Status(status) => status.label().to_owned(),
        }
    }

    /// The limit as it is written.
    #[must_use]
    pub fn written(&self, catalog: &Catalog) -> String {
        let sign = |compare: &Compare| {
            let known = Compare::ALL.iter().rev().find(|(_, known)| known == compare);
            known.map_or(":", |(sign, _)| sign)
        };
        match self {
            Self::Exam(yes) => format!("exam:{}", if *yes { "yes" } else { "none" }),
            Self::Renewal(yes) => format!("renewal:{}", if *yes { "yes" } else { "none" }),
            Self::Training(required) => format!("training:{}", if *required { "required" } else { "optional" }),
            Self::Provider(key) => format!("provider:{}", catalog.get(*key).id),
            Self::Role(key) => format!("role:{}", catalog.get(*key).id),
            Self::Level(compare, level) => format!("level{}{}", sign(compare), level.label()),
            Self::Cost(compare, amount) => format!("cost{}{amount}", sign(compare)),
            Self::Language(name) => format!("lang:{name}"),
            Self::Status(status) => format!("status:{}", status.label()),
        }
    }

    /// How a certification stands to it; `None` if it is outside, as far as anybody says.
    #[must_use]
    pub fn judge(&self, catalog: &Catalog, cert: &Record) -> Option<Standing> {
        match self {
            Self::Provider(provider) => {
                let id = &catalog.get(*provider).id;
                matches!(cert.value(Field::Provider), Some(Value::Refs(ids)) if ids.contains(id))
                    .then_some(Standing::Within)
            }
            Self::Role(role) => {
                catalog.get(*role).fits.iter().any(|fit| fit.cert == cert.key).then_some(Standing::Within)
            }
            Self::Status(status) => (cert.status == *status).then_some(Standing::Within),
            Self::Exam(wanted) => said(cert, &[Field::Exam], |value| match value {
                Value::Exam(_) => Some(*wanted),
                Value::None => Some(!*wanted),
                _ => None,
            }),
            Self::Renewal(wanted) => said(cert, &[Field::Validity, Field::Renewal], |value| match value {
                Value::Lifetime | Value::None => Some(!*wanted),
                Value::Months(_) | Value::Renewal(_) => Some(*wanted),
                _ => None,
            }),
            Self::Training(wanted) => said(cert, &[Field::Training], |value| match value {
                Value::Training(training) => Some(training.required == *wanted),
                Value::None => Some(!*wanted),
                _ => None,
            }),
            Self::Level(compare, level) => said(cert, &[Field::Level], |value| match value {
                Value::Level(its) => Some(compare.holds(its.cmp(level))),
                _ => None,
            }),
            Self::Language(name) => said(cert, &[Field::ExamLanguages], |value| match value {
                Value::Languages(languages) if !languages.names.is_empty() => {
                    Some(languages.names.iter().any(|its| its.to_lowercase().contains(name.as_str())))
                }
                _ => None,
            }),
            Self::Cost(compare, amount) => cost(cert, *compare, *amount),
        }
    }
}

/// What the possible claims about `fields` say together to a question.
fn said(cert: &Record, fields: &[Field], answer: impl Fn(&Value) -> Option<bool>) -> Option<Standing> {
    let possible = |claim: &&Claim| claim.impossible.is_none();
    let facts = fields.iter().filter_map(|field| cert.fact(*field));
    let answers: Vec<bool> =
        facts.flat_map(|fact| &fact.claims).filter(possible).filter_map(|claim| answer(&claim.value)).collect();
    match (answers.contains(&true), answers.contains(&false)) {
        (true, false) => Some(Standing::Within),
        (true, true) => Some(Standing::Disputed),
        (false, false) => Some(Standing::Unknown),
        (false, true) => None,
    }
}

/// The adopted price of the exam and, where one must be taken, of the course, in US dollars.
fn cost(cert: &Record, compare: Compare, limit: Amount) -> Option<Standing> {
    let price = |field: Field| -> Option<(Amount, Amount)> {
        match cert.value(field)? {
            Value::None => Some((Amount(0), Amount(0))),
            Value::Price(prices) => {
                let dollars = |price: &&Price| price.currency.as_str() == "USD";
                let low = prices.iter().filter(dollars).map(|price| price.amount).min()?;
                let high = prices.iter().filter(dollars).map(|price| price.to.unwrap_or(price.amount)).max()?;
                Some((low, high))
            }
            _ => None,
        }
    };
    // Where nobody says whether a course must be taken, nobody says what it takes.
    let course = match cert.value(Field::Training) {
        Some(Value::Training(training)) if training.required => price(Field::CourseFee),
        Some(Value::Training(_) | Value::None) => Some((Amount(0), Amount(0))),
        _ => None,
    };
    let exam = price(Field::ExamFee).or_else(|| match cert.value(Field::Exam) {
        Some(Value::None) => Some((Amount(0), Amount(0))),
        _ => None,
    });
    let disputed = [Field::ExamFee, Field::CourseFee].iter().any(|f| cert.fact(*f).is_some_and(|fact| fact.conflict));
    let within = |amount: Amount| compare.holds(amount.cmp(&limit));
    match (exam, course) {
        (Some(exam), Some(course)) => {
            let (low, high) = (Amount(exam.0.0 + course.0.0), Amount(exam.1.0 + course.1.0));
            match (within(low), within(high)) {
                (false, false) => None,
                (true, true) if !disputed => Some(Standing::Within),
                _ => Some(Standing::Disputed),
            }
        }
        // One part is known: it may already be too much.
        (Some(part), None) | (None, Some(part)) => {
            let cheap = matches!(compare, Compare::Less | Compare::AtMost);
            (!cheap || within(part.0)).then_some(Standing::Unknown)
        }
        (None, None) => Some(Standing::Unknown),
    }
}
