//! Side by side: rows are fields, columns are records, and what differs is known.
//!
//! A [`Lens`] says which fields matter, a [`Choice`] what of them is shown; the screen and
//! every export are made from the same [`Table`].

pub mod best;
pub mod export;
pub mod lens;

use crate::catalog::Catalog;
use crate::catalog::claim::{Cited, Fact, Standing};
use crate::catalog::quantity::{Status, Value};
use crate::catalog::record::{Key, Kind, Record, RelationKind};
use crate::field::Field;
use lens::Lens;

/// The most columns that stand side by side.
pub const MAX_COLUMNS: usize = 6;

/// One row of the comparison.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// The field.
    pub field: Field,
    /// One cell per record.
    pub cells: Vec<Cell>,
    /// Whether the records do not all say the same.
    pub differs: bool,
}

/// What one record says of one field.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each has a sign of its own, and several may hold at once")]
pub struct Cell {
    /// The value as phrases; a dash's worth of nothing is one phrase too.
    pub phrases: Vec<String>,
    /// Whether anything is known.
    pub standing: Standing,
    /// Whether sources disagree.
    pub conflict: bool,
    /// Whether it is our own judgement.
    pub ours: bool,
    /// Whether it is older than its field bears.
    pub stale: bool,
    /// Whether it is the best of its row, where that can be said; see [`best`].
    pub best: bool,
}

impl Cell {
    /// What a record says of a field.
    #[must_use]
    pub fn new(catalog: &Catalog, fact: Option<&Fact>) -> Self {
        let standing = fact.map_or(Standing::Unknown, Fact::standing);
        let phrases = fact
            .and_then(Fact::value)
            .map_or_else(|| vec![crate::catalog::phrase::UNKNOWN.to_owned()], |value| catalog.phrases(value));
        Self {
            phrases,
            standing,
            conflict: fact.is_some_and(|fact| fact.conflict || broken(fact)),
            ours: fact.is_some_and(Fact::is_ours),
            stale: fact.is_some_and(|fact| catalog.is_stale(fact)),
            best: false,
        }
    }

    /// The sign that says without colour what kind of value this is: `!` sources disagree, `~` not
    /// stated or unknown, `*` our own judgement, `?` older than such a value keeps.
    #[must_use]
    pub fn mark(&self) -> char {
        match self.standing {
            _ if self.conflict => '!',
            Standing::NotStated | Standing::Unknown => '~',
            _ if self.ours => '*',
            _ if self.stale => '?',
            _ => ' ',
        }
    }

    /// The phrases on one line.
    #[must_use]
    pub fn line(&self) -> String {
        self.phrases.join(" · ")
    }
}

/// The sign of the best of a row.
pub const BEST: char = '^';

/// Whether a claim of the fact cannot be true, which a reader should know.
fn broken(fact: &Fact) -> bool {
    fact.claims.iter().any(|claim| claim.impossible.is_some())
}

/// What of a comparison is shown.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Choice {
    /// The fields it looks at.
    pub lens: Lens,
    /// Only rows that differ are shown, and what is pinned.
    pub differences: bool,
    /// The fields that stay on top, whatever the lens and whether they differ or not.
    pub pinned: Vec<Field>,
}

/// What is shown of a comparison, on the screen and on paper.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Table {
    /// The rows in the order shown, pinned ones first.
    pub rows: Vec<Row>,
    /// How many of them are pinned.
    pub pinned: usize,
    /// How many rows there would be with what is the same.
    pub total: usize,
}

/// What is shown of a comparison of records of one kind.
#[must_use]
pub fn table(catalog: &Catalog, keys: &[Key], choice: &Choice) -> Table {
    let all = rows(catalog, keys);
    let row = |field: &Field| all.iter().find(|row| row.field == *field);
    let pinned: Vec<Row> = choice.pinned.iter().filter_map(row).cloned().collect();
    // In the order of the lens: that of the page it is from.
    let seen: Vec<&Row> = match choice.lens.fields() {
        None => all.iter().collect(),
        Some(fields) => fields.iter().filter_map(row).collect(),
    };
    let rest = seen.iter().filter(|row| !choice.pinned.contains(&row.field));
    let total = pinned.len() + rest.clone().count();
    let rest = rest.filter(|row| row.differs || !choice.differences).map(|row| (*row).clone());
    let count = pinned.len();
    Table { rows: pinned.into_iter().chain(rest).collect(), pinned: count, total }
}

/// The heading of a column: the short name, with `†` behind it where it is retired.
#[must_use]
pub fn heading(record: &Record) -> String {
    let retired = record.key.0 == Kind::Cert && record.status == Status::Retired;
    format!("{}{}", record.short().replace('\n', " "), if retired { " †" } else { "" })
}

/// The rows of a comparison of records of one kind, in field order; fields that nobody says
/// anything about are left out.
#[must_use]
pub fn rows(catalog: &Catalog, keys: &[Key]) -> Vec<Row> {
    let Some(kind) = keys.first().map(|key| key.0) else { return Vec::new() };
    let records: Vec<&Record> = keys.iter().map(|key| catalog.get(*key)).collect();
    Field::of(kind)
        .filter(|field| records.iter().any(|record| record.fact(*field).is_some()))
        .map(|field| {
            let facts: Vec<Option<&Fact>> = records.iter().map(|record| record.fact(field)).collect();
            let differs = facts.windows(2).any(|pair| !same(value(pair[0]), value(pair[1])));
            let mut cells: Vec<Cell> = facts.iter().map(|fact| Cell::new(catalog, *fact)).collect();
            if let Some(winner) = best::of(field, &facts, &cells) {
                cells[winner].best = true;
            }
            Row { field, cells, differs }
        })
        .collect()
}

fn value(fact: Option<&Fact>) -> Option<&Value> {
    fact.and_then(Fact::value)
}

/// Whether two cells say the same; lists do in any order, and what nobody knows equals nothing but
/// what nobody knows.
fn same(a: Option<&Value>, b: Option<&Value>) -> bool {
    match (a, b) {
        (Some(Value::List(a)), Some(Value::List(b))) => a.len() == b.len() && a.iter().all(|x| b.contains(x)),
        (a, b) => a == b,
    }
}

/// A sentence under the table, with its sources.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verdict {
    /// The sentence.
    pub text: String,
    /// Who says so, in short: `[seed-003:55]`.
    pub cite: String,
    /// Who says so.
    pub sources: Vec<Cited>,
    /// What it is read from.
    pub from: Origin,
}

/// What a verdict is read from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// A rule of advice, by its number in the catalogue.
    Advice(usize),
    /// A relation, by its number in the catalogue.
    Relation(usize),
}

/// What sources advise about the records on the screen: "choose X if …", and which of them
/// complement each other.
#[must_use]
pub fn verdicts(catalog: &Catalog, keys: &[Key]) -> Vec<Verdict> {
    use crate::catalog::schema;
    let mut verdicts = Vec::new();
    for &key in keys.iter().filter(|key| key.0 == Kind::Cert) {
        for (number, advice) in catalog.advice.iter().enumerate().filter(|(_, advice)| advice.cert == key) {
            let verb = match advice.verdict {
                schema::Verdict::Choose => "Choose",
                schema::Verdict::Beware => "Think twice about",
            };
            verdicts.push(Verdict {
                text: format!("{verb} {} if {}", catalog.get(key).short(), advice.when.one_line()),
                cite: catalog.cite_all(&advice.sources),
                sources: advice.sources.clone(),
                from: Origin::Advice(number),
            });
        }
    }
    for (i, &one) in keys.iter().enumerate() {
        for &other in &keys[i + 1..] {
            let (a, b) = (catalog.get(one).short(), catalog.get(other).short());
            for (kind, sentence) in [
                (RelationKind::Complements, format!("{a} and {b} complement each other")),
                (RelationKind::Sibling, format!("{a} and {b} stand for the same step at two bodies")),
            ] {
                let between = |pair: (Key, Key)| pair == (one, other) || pair == (other, one);
                let found =
                    catalog.relations.iter().enumerate().find(|(_, r)| r.kind == kind && between((r.first, r.second)));
                if let Some((number, relation)) = found {
                    verdicts.push(Verdict {
                        text: sentence,
                        cite: catalog.cite_all(&relation.sources),
                        sources: relation.sources.clone(),
                        from: Origin::Relation(number),
                    });
                }
            }
        }
    }
    verdicts
}
