//! The records of the catalogue: providers, roles and certifications, and what ties them together.
//!
//! The three kinds share one shape, an id, names and a list of facts, so that search, the detail
//! card and the comparison treat them alike; [`Kind`] says which fields a record has.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de};

use super::claim::{Cited, Fact, Origin};
use super::later::Later;
use super::quantity::{Level, Status, Value};
use crate::field::Field;
use crate::safe_text::{SafeText, safe};

/// The id of a record or source: lower case ASCII letters, digits and hyphens, 1–64 of them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(transparent)]
pub struct Id(Box<str>);

impl Id {
    /// Reads an id; the error says what an id looks like.
    ///
    /// # Errors
    /// A sentence for people, without the place.
    pub fn parse(text: &str) -> Result<Self, String> {
        let fine = (1..=64).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !text.starts_with('-')
            && !text.ends_with('-');
        if fine {
            Ok(Self(text.into()))
        } else {
            Err(format!(
                "`{}` is not an id: write lower-case letters, digits and hyphens, as in \"psm-1\"",
                safe(text).chars().take(80).collect::<String>()
            ))
        }
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // What the build stored it has read before, letter by letter.
        if !deserializer.is_human_readable() {
            return Box::deserialize(deserializer).map(Self);
        }
        Self::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

/// What a record is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Kind {
    /// A job or an accountability.
    Role,
    /// A certification.
    Cert,
    /// A body that awards certifications.
    Provider,
}

impl Kind {
    /// The word for it in JSON and on the command line.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Cert => "cert",
            Self::Provider => "provider",
        }
    }
}

/// A record's place in the catalogue: cheap to copy, stable as long as the catalogue lives.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Key(
    /// What it is.
    pub Kind,
    /// Its index among the records of that kind.
    pub usize,
);

/// A provider, a role or a certification, joined and checked.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Record {
    /// Its own place.
    pub key: Key,
    /// Its id.
    pub id: Id,
    /// Full name.
    pub name: SafeText,
    /// Abbreviation in use.
    pub abbreviation: Option<SafeText>,
    /// "®" or "™".
    pub mark: Option<SafeText>,
    /// Other names and spellings.
    pub aliases: Vec<SafeText>,
    /// The adopted status, for certifications; active unless a source says otherwise.
    pub status: Status,
    /// For a certification: what it takes, in a few words.
    pub summary: SafeText,
    /// How sought after it is in the data: reasons why it fits roles, or roles lead to it.
    pub sought: u32,
    /// Where the name is from.
    pub named_in: Vec<Cited>,
    /// The file it was read from.
    pub origin: Origin,
    /// What is said of it, in field order; fields without claims are left out.
    pub facts: Later<Vec<Fact>>,
    /// For a role: the certifications that fit it, best first.
    pub fits: Later<Vec<FitOf>>,
}

impl Record {
    /// What is said of `field`; `None` if nobody says anything.
    #[must_use]
    pub fn fact(&self, field: Field) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.field == field)
    }

    /// The adopted value of `field`, if there is one.
    #[must_use]
    pub fn value(&self, field: Field) -> Option<&Value> {
        self.fact(field)?.value()
    }

    /// The name people say: the abbreviation, or else the name.
    #[must_use]
    pub fn short(&self) -> &str {
        self.abbreviation.as_deref().unwrap_or(&self.name)
    }

    /// The adopted level, for certifications.
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        match self.value(Field::Level)? {
            Value::Level(level) => Some(*level),
            _ => None,
        }
    }
}

/// How well a certification fits a role, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Fit {
    /// Made for the role.
    First,
    /// Useful in the role.
    Good,
    /// Helps to understand the neighbours.
    Adjacent,
}

impl Fit {
    /// The words for it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::First => "first choice",
            Self::Good => "good",
            Self::Adjacent => "adjacent",
        }
    }

    /// The word for it in JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Good => "good",
            Self::Adjacent => "adjacent",
        }
    }
}

/// A certification that fits a role.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct FitOf {
    /// The certification.
    pub cert: Key,
    /// How well.
    pub fit: Fit,
    /// Why, and who says so.
    pub reasons: Later<Vec<Reason>>,
}

/// What stands behind a fit, in numbers. The word for it is our own judgement by a plain rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Evidence {
    /// How many different sources say so.
    pub sources: usize,
    /// How many of them are the awarding body, the guide's authors or a government register.
    pub official: usize,
}

impl Evidence {
    /// `strong`: three sources, or two of which one is official; `fair`: two, or one official;
    /// `thin`: one.
    #[must_use]
    pub fn word(self) -> &'static str {
        match (self.sources, self.official) {
            (3.., _) | (2, 1..) => "strong",
            (2, 0) | (_, 1..) => "fair",
            _ => "thin",
        }
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sources, official } = *self;
        write!(f, "{} evidence: {sources} {}", self.word(), if sources == 1 { "source" } else { "sources" })?;
        match (official, sources) {
            (0, _) => Ok(()),
            (1, 1) => f.write_str(", official"),
            _ => write!(f, ", {official} official"),
        }
    }
}

/// A reason in our own words, with the sources it rests on.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reason {
    /// The reason.
    pub text: SafeText,
    /// Who says so.
    pub sources: Vec<Cited>,
    /// The file it was read from.
    pub origin: Origin,
}

/// The verb of a relation between two certifications.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum RelationKind {
    /// The second is the next step after the first.
    NextLevel,
    /// The first cannot be had without the second.
    Requires,
    /// The first is easier after the second.
    Recommends,
    /// The same thing from another body.
    Sibling,
    /// Each adds what the other lacks.
    Complements,
    /// The first took the place of the second.
    Replaces,
}

impl RelationKind {
    /// The verb, read from the first to the second.
    #[must_use]
    pub fn forward(self) -> &'static str {
        match self {
            Self::NextLevel => "leads to",
            Self::Requires => "requires",
            Self::Recommends => "is easier after",
            Self::Sibling => "has its like elsewhere in",
            Self::Complements => "complements",
            Self::Replaces => "replaces",
        }
    }

    /// The verb, read from the second to the first.
    #[must_use]
    pub fn backward(self) -> &'static str {
        match self {
            Self::NextLevel => "follows",
            Self::Requires => "is required for",
            Self::Recommends => "prepares for",
            Self::Sibling => "has its like elsewhere in",
            Self::Complements => "complements",
            Self::Replaces => "was replaced by",
        }
    }
}

/// A relation between two certifications.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Relation {
    /// The certification the sentence starts with.
    pub first: Key,
    /// The verb.
    pub kind: RelationKind,
    /// The certification the sentence ends with.
    pub second: Key,
    /// Who says so.
    pub sources: Vec<Cited>,
    /// Anything worth adding.
    pub note: Option<SafeText>,
}
