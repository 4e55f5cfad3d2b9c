//! The catalogue: checked, indexed, immutable.
//!
//! [`load::load`] makes it; everything else only reads. Records are addressed by [`Key`], which
//! stays valid as long as the catalogue lives.

use std::collections::BTreeMap;

pub mod check;
pub mod claim;
pub mod fresh;
pub mod gate;
mod join;
pub mod later;
pub mod load;
pub mod phrase;
pub mod place;
pub mod quantity;
pub mod record;
pub mod schema;
pub mod spoken;

use claim::{Cited, Fact, Origin};
use later::Later;
use quantity::{Credits, Date, Price, Value};
use record::{Id, Key, Kind, Record, Relation, RelationKind};
use schema::{ItemKind, ItemLevel, ItemRow, LimitRow, SharedCredits, SharedFee, SourceRow, Verdict};
use serde::{Deserialize, Serialize};

use crate::field::{FIELDS, Field};
use crate::safe_text::SafeText;

/// A source with the file it was read from.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Source {
    /// Its id, which stands behind every fact on a screen.
    pub id: Id,
    /// What kind of publisher it is.
    pub kind: schema::SourceKind,
    /// What is known of it.
    pub row: Later<SourceRow>,
    /// The file it was read from.
    pub origin: Origin,
    /// Index of the source that took its place.
    pub superseded_by: Option<usize>,
}

/// A rule of advice: "choose X if …".
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Advice {
    /// Its id.
    pub id: Id,
    /// The certification it is about.
    pub cert: Key,
    /// For or against.
    pub verdict: Verdict,
    /// The condition, in the second person.
    pub when: SafeText,
    /// Who says so.
    pub sources: Vec<Cited>,
}

/// A question of the decision interview.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Interview {
    /// Its id.
    pub id: Id,
    /// The question.
    pub ask: SafeText,
    /// Two or three words for it.
    pub short: SafeText,
    /// Whether it is answered with records of a kind, beside its own answers.
    pub pick: Option<Kind>,
    /// Whether the certification it is answered with comes first.
    pub over: bool,
    /// How much its points count.
    pub weight: i64,
    /// The answers to choose from.
    pub answers: Vec<Answer>,
    /// What roles count, where it is answered with a role.
    pub roles: Vec<RolePoints>,
    /// Which guides ask it.
    pub sources: Vec<Cited>,
}

/// An answer of the decision interview.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Answer {
    /// Its id within the question.
    pub id: Id,
    /// The answer.
    pub say: SafeText,
    /// The answer in a few words.
    pub short: SafeText,
    /// The rules of advice it fulfils, by index.
    pub rules: Vec<usize>,
    /// What it counts for which certification.
    pub points: Vec<(Key, i64)>,
    /// What a certification must be like then.
    pub limit: Option<LimitRow>,
    /// Certifications that are out then.
    pub without: Vec<Key>,
    /// What the points and the limit rest on.
    pub sources: Vec<Cited>,
}

/// What roles count for which certification.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RolePoints {
    /// The roles.
    pub roles: Vec<Key>,
    /// What they count.
    pub points: Vec<(Key, i64)>,
    /// The rules of advice they fulfil, by index.
    pub rules: Vec<usize>,
    /// What the points rest on.
    pub sources: Vec<Cited>,
}

/// How a body lets whoever holds several of its certifications renew them together.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SharedRenewal {
    /// The body.
    pub provider: Key,
    /// What is paid each time.
    pub fee: SharedFee,
    /// What has to be learnt each time.
    pub credits: SharedCredits,
    /// Who says so.
    pub sources: Vec<Cited>,
    /// Anything worth adding.
    pub note: Option<SafeText>,
    /// What other sources say of certain certifications held together.
    pub instead: Vec<Instead>,
}

/// Another source's rule for certain certifications held together.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Instead {
    /// The highest certification held on each track.
    pub certs: Vec<Key>,
    /// The one fee for all of them.
    pub fee: Price,
    /// The credits for all of them.
    pub credits: Option<Credits>,
    /// Who says so.
    pub sources: Vec<Cited>,
    /// Anything worth adding.
    pub note: Option<SafeText>,
}

/// A bank of questions.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Bank {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: SafeText,
    /// The line under the name.
    pub intro: SafeText,
    /// The questions, in order.
    pub items: Vec<Item>,
    /// The file it was read from.
    pub origin: Origin,
}

/// A question.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Item {
    /// Its id, unique in its bank.
    pub id: Id,
    /// How it is answered.
    pub kind: ItemKind,
    /// Topic within the bank.
    pub topic: SafeText,
    /// What it asks of the mind.
    pub level: ItemLevel,
    /// The question itself.
    pub stem: SafeText,
    /// The options as written.
    pub options: Vec<Choice>,
    /// The right answer, as indices into `options`: the one, or the several in rising order; of
    /// options to be put in order, that order; to be matched, the option whose pair belongs to the
    /// first, to the second … (as written, so 0, 1, 2 …).
    pub solution: Vec<usize>,
    /// Why the right answer is right.
    pub why: SafeText,
    /// Where the rule behind it stands.
    pub sources: Vec<Cited>,
    /// The fact it was written from.
    pub fact: SafeText,
    /// The certifications it helps to prepare for.
    pub valid_for: Vec<Key>,
}

/// An option of a question.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Choice {
    /// The option.
    pub text: SafeText,
    /// Why it is right or wrong.
    pub reason: SafeText,
    /// What it belongs to, where options are to be matched.
    pub pair: Option<SafeText>,
}

impl Item {
    /// A row whose key has been checked, with its sources looked up.
    #[must_use]
    pub fn new(row: &ItemRow, sources: Vec<Cited>, valid_for: Vec<Key>) -> Self {
        let all = 0..row.options.len();
        let solution = match row.kind {
            ItemKind::Order | ItemKind::Match => all.collect(),
            _ => all.filter(|&option| row.options[option].right).collect(),
        };
        let choice =
            |o: &schema::OptionRow| Choice { text: o.text.clone(), reason: o.reason.clone(), pair: o.pair.clone() };
        Self {
            id: row.id.clone(),
            kind: row.kind,
            topic: row.topic.clone(),
            level: row.level,
            stem: row.stem.clone(),
            options: row.options.iter().map(choice).collect(),
            solution,
            why: row.why.clone(),
            sources,
            fact: row.fact.clone(),
            valid_for,
        }
    }
}

/// What a mock exam for a certification is made up of.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Mock {
    /// The certification.
    pub cert: Key,
    /// Its areas.
    pub parts: Vec<MockPart>,
    /// Whether the real exam can be paused, if anybody says.
    pub pause: Option<bool>,
    /// Whether the weights are our own judgement.
    pub ours: bool,
    /// What the weights and the pause rest on.
    pub sources: Vec<Cited>,
    /// Anything worth knowing before one starts.
    pub note: Option<SafeText>,
}

/// One area of an exam.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MockPart {
    /// Its name.
    pub name: SafeText,
    /// Its share of the questions, in proportion to the others'.
    pub weight: u32,
    /// Banks by index, each with its topics; without any, all of them.
    pub of: Vec<(usize, Vec<SafeText>)>,
}

/// One meaning of an abbreviation that has several.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Collision {
    /// The abbreviation.
    pub abbreviation: SafeText,
    /// What it means here, with the body.
    pub meaning: SafeText,
    /// The record, where it is in the catalogue.
    pub record: Option<Key>,
    /// Who says so.
    pub sources: Vec<Cited>,
}

/// A word of the field, explained.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Term {
    /// Its id.
    pub id: Id,
    /// The word.
    pub term: SafeText,
    /// What it means.
    pub meaning: SafeText,
    /// Other words for it.
    pub aliases: Vec<SafeText>,
    /// Who says so.
    pub sources: Vec<Cited>,
}

/// Everything certdex knows.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Catalog {
    /// Where facts come from; index 0 is the user.
    pub sources: Later<Vec<Later<Source>>>,
    /// How many records there are of each kind.
    counts: [usize; 3],
    // One by one: the first screen shows some dozens of them, however many there are.
    roles: Later<Vec<Later<Record>>>,
    certs: Later<Vec<Later<Record>>>,
    providers: Later<Vec<Later<Record>>>,
    /// The places of the certifications that can no longer be earned, in order.
    retired: Vec<usize>,
    /// How certifications hang together.
    pub relations: Later<Vec<Relation>>,
    /// Bodies whose certifications are renewed together.
    pub shared_renewals: Later<Vec<SharedRenewal>>,
    /// Rules of advice, in file order.
    pub advice: Later<Vec<Advice>>,
    /// The decision interview, in order.
    pub interview: Later<Vec<Interview>>,
    /// Question banks, in order.
    pub banks: Later<Vec<Bank>, true>,
    /// What mock exams are made up of.
    pub mocks: Later<Vec<Mock>>,
    /// Abbreviations with several meanings, each meaning on its own.
    pub collisions: Later<Vec<Collision>>,
    /// Words of the field.
    pub terms: Later<Vec<Term>>,
    /// The day that ages are counted to; without it nothing is stale.
    pub today: Option<Date>,
    // In order: the stored catalogue is the same bytes with every build.
    keys: Later<BTreeMap<Id, Key>>,
}

impl Catalog {
    /// The records of one kind, in file order.
    #[must_use]
    pub fn all(&self, kind: Kind) -> &[Later<Record>] {
        match kind {
            Kind::Role => &self.roles,
            Kind::Cert => &self.certs,
            Kind::Provider => &self.providers,
        }
    }

    /// How many records there are of a kind, without looking at any.
    #[must_use]
    pub fn count(&self, kind: Kind) -> usize {
        self.counts[kind as usize]
    }

    /// The records of one kind, each read.
    pub fn records_of(&self, kind: Kind) -> impl Iterator<Item = &Record> {
        self.all(kind).iter().map(|record| &**record)
    }

    /// Every record: roles, then certifications, then providers.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        [Kind::Role, Kind::Cert, Kind::Provider].into_iter().flat_map(|kind| self.records_of(kind))
    }

    /// Whether a certification can no longer be earned, without looking at anything else of it.
    #[must_use]
    pub fn is_retired(&self, key: Key) -> bool {
        key.0 == Kind::Cert && self.retired.binary_search(&key.1).is_ok()
    }

    /// Whether a question rests on a source whose place another has taken: it is to be checked, and no
    /// mock exam asks it.
    #[must_use]
    pub fn is_to_check(&self, item: &Item) -> bool {
        item.sources.iter().any(|cited| self.sources[cited.source].superseded_by.is_some())
    }

    /// The record at `key`.
    ///
    /// # Panics
    /// If `key` is of another catalogue.
    #[must_use]
    pub fn get(&self, key: Key) -> &Record {
        &self.all(key.0)[key.1]
    }

    /// The record with that id, or with that abbreviation in any case ("CSM").
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Record> {
        let lower = name.trim().to_lowercase();
        self.records()
            .find(|r| r.id.as_str() == lower)
            .or_else(|| self.records().find(|r| r.abbreviation.as_ref().is_some_and(|a| a.to_lowercase() == lower)))
    }

    /// The key of an id.
    #[must_use]
    pub fn key(&self, id: &Id) -> Option<Key> {
        self.keys.get(id).copied()
    }

    /// The source a citation names.
    #[must_use]
    pub fn source(&self, cited: &Cited) -> &Source {
        &self.sources[cited.source]
    }

    /// A citation in short: `seed-002:86`.
    #[must_use]
    pub fn cite(&self, cited: &Cited) -> String {
        let id = &self.source(cited).id;
        match &cited.locator {
            Some(locator) => format!("{id}:{}", locator.one_line()),
            None => id.to_string(),
        }
    }

    /// Several citations in short, in brackets, places of one source together:
    /// `[seed-001:9,20,32, sa-04]`. Empty without any.
    #[must_use]
    pub fn cite_all(&self, cited: &[Cited]) -> String {
        let mut sources: Vec<(usize, String)> = Vec::new();
        for one in cited {
            match (sources.iter_mut().find(|(known, _)| *known == one.source), &one.locator) {
                (Some((_, text)), Some(locator)) => {
                    text.push(',');
                    text.push_str(&locator.one_line());
                }
                (Some(_), None) => {}
                (None, _) => sources.push((one.source, self.cite(one))),
            }
        }
        let all: Vec<String> = sources.into_iter().map(|(_, text)| text).collect();
        if all.is_empty() { String::new() } else { format!("[{}]", all.join(", ")) }
    }

    /// The age of a claim, where there is a day to count to.
    #[must_use]
    pub fn age(&self, field: Field, claim: &claim::Claim) -> Option<fresh::Age> {
        Some(fresh::age(field, claim.said, self.today?))
    }

    /// Whether what is shown of a fact is older than its field bears.
    #[must_use]
    pub fn is_stale(&self, fact: &Fact) -> bool {
        let stale = |index: &usize| matches!(self.age(fact.field, &fact.claims[*index]), Some(fresh::Age::Stale(_)));
        !fact.adopted.is_empty() && fact.adopted.iter().all(stale)
    }

    /// The facts of all records; what a certification borrows from its role counts once, with the
    /// role.
    pub fn own_facts(&self) -> impl Iterator<Item = (&Record, &Fact)> {
        self.records()
            .flat_map(|record| record.facts.iter().map(move |fact| (record, fact)))
            .filter(|(record, fact)| !(record.key.0 == Kind::Cert && fact.field.row().via_role))
    }

    /// What stands behind a fit.
    #[must_use]
    pub fn evidence(&self, fit: &record::FitOf) -> record::Evidence {
        let mut sources: Vec<usize> = fit.reasons.iter().flat_map(|r| &r.sources).map(|cited| cited.source).collect();
        sources.sort_unstable();
        sources.dedup();
        let official = |index: &&usize| {
            matches!(self.sources[**index].kind, schema::SourceKind::Official | schema::SourceKind::Register)
        };
        record::Evidence { sources: sources.len(), official: sources.iter().filter(official).count() }
    }

    /// The rules of advice about `cert`.
    pub fn advice_for(&self, cert: Key) -> impl Iterator<Item = &Advice> {
        self.advice.iter().filter(move |advice| advice.cert == cert)
    }

    /// The relations of `cert`: the verb as read from it, the other one, and the relation.
    pub fn relations_of(&self, cert: Key) -> impl Iterator<Item = (&'static str, Key, &Relation)> {
        self.relations.iter().filter_map(move |relation| {
            if relation.first == cert {
                Some((relation.kind.forward(), relation.second, relation))
            } else if relation.second == cert {
                Some((relation.kind.backward(), relation.first, relation))
            } else {
                None
            }
        })
    }

    /// The relation of that kind between two certifications, in either direction.
    #[must_use]
    pub fn related(&self, kind: RelationKind, one: Key, other: Key) -> Option<&Relation> {
        self.relations
            .iter()
            .find(|r| r.kind == kind && ((r.first, r.second) == (one, other) || (r.first, r.second) == (other, one)))
    }

    /// The roles that `cert` fits, best first.
    #[must_use]
    pub fn roles_for(&self, cert: Key) -> Vec<(&Record, &record::FitOf)> {
        let mut roles: Vec<_> = self
            .records_of(Kind::Role)
            .filter_map(|role| Some((role, role.fits.iter().find(|fit| fit.cert == cert)?)))
            .collect();
        roles.sort_by_key(|(role, fit)| (fit.fit, role.key));
        roles
    }

    /// A version of the data: the same for the same facts, advice and questions, whatever the day.
    #[must_use]
    pub fn version(&self) -> String {
        // FNV-1a, 64 bits: a fingerprint to tell versions apart, not a seal.
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        let mut add = |bytes: Vec<u8>| {
            for byte in bytes {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
            }
        };
        let records = self.records().map(postcard::to_allocvec);
        let others = [
            postcard::to_allocvec(&self.relations),
            postcard::to_allocvec(&self.advice),
            postcard::to_allocvec(&self.interview),
        ];
        for bytes in records.chain(others).flatten() {
            add(bytes);
        }
        format!("{}-{hash:016x}", env!("CARGO_PKG_VERSION"))
    }

    /// Counts how sought after each record is: a reason why a certification fits a role counts for
    /// both, a first choice more than a neighbour; a body counts what its certifications count.
    fn count_demand(&mut self) {
        let mut certs = vec![0_u32; self.certs.len()];
        for role in self.roles.iter_mut().map(|role| &mut **role) {
            for fit in role.fits.iter() {
                let reasons = u32::try_from(fit.reasons.len()).unwrap_or(u32::MAX);
                role.sought += reasons;
                certs[fit.cert.1] += reasons + 2 - fit.fit as u32;
            }
        }
        let providers = &mut *self.providers;
        for (cert, sought) in self.certs.iter_mut().map(|cert| &mut **cert).zip(certs) {
            cert.sought = sought;
            if let Some(Value::Refs(ids)) = cert.value(Field::Provider) {
                for key in ids.iter().filter_map(|id| self.keys.get(id)).filter(|key| key.0 == Kind::Provider) {
                    providers[key.1].sought += sought;
                }
            }
        }
    }

    /// Lets every certification show the duties, skills and neighbours of its main role, so that
    /// they are written down once, with the role.
    fn lend_role_facts(&mut self) {
        let lent: Vec<Vec<Fact>> = self
            .certs
            .iter()
            .map(|cert| {
                let main = match cert.value(Field::Roles) {
                    Some(Value::Refs(ids)) => ids.first().and_then(|id| self.key(id)),
                    _ => None,
                };
                let Some(main) = main.filter(|key| key.0 == Kind::Role) else { return Vec::new() };
                FIELDS
                    .iter()
                    .filter(|row| row.via_role && cert.fact(row.field).is_none())
                    .filter_map(|row| self.get(main).fact(row.field).cloned())
                    .collect()
            })
            .collect();
        for (cert, facts) in self.certs.iter_mut().map(|cert| &mut **cert).zip(lent) {
            cert.facts.extend(facts);
            cert.facts.sort_by_key(|fact| fact.field);
        }
    }
}
