//! `certdex audit`: a report on the data set itself.

use serde_json::{Value as Json, json};

use super::output::{Out, columns};
use crate::catalog::claim::{Claim, Fact, Standing};
use crate::catalog::fresh::Age;
use crate::catalog::gate::{self, Remark};
use crate::catalog::record::{Kind, Record};
use crate::catalog::schema::ItemKind;
use crate::catalog::{Bank, Catalog, Item};
use crate::error::{Error, Exit};
use crate::field::{FIELDS, Field};

/// What a certification is asked about first: the columns of the table of coverage.
const ASKED: [Field; 7] = [
    Field::Exam,
    Field::Training,
    Field::Validity,
    Field::Renewal,
    Field::Prerequisites,
    Field::ExamFee,
    Field::CourseFee,
];

/// Whether there is an answer: a value, "none", or "it depends".
fn answered(record: &Record, field: Field) -> bool {
    let standing = record.fact(field).map_or(Standing::Unknown, Fact::standing);
    matches!(standing, Standing::Known | Standing::None | Standing::Varies)
}

/// How many certifications there are, and how many answer each of [`ASKED`].
struct Coverage {
    provider: String,
    certs: usize,
    answered: [usize; ASKED.len()],
}

/// Coverage by provider, in the order of the catalogue, and of all together as the last.
fn coverage(catalog: &Catalog) -> Vec<Coverage> {
    let mut rows: Vec<Coverage> = Vec::new();
    let all = "all providers";
    for record in catalog.all(Kind::Cert) {
        let named = catalog.phrase_fact(record.fact(Field::Provider));
        for provider in [named.as_str(), all] {
            let at = rows.iter().position(|row| row.provider == provider).unwrap_or_else(|| {
                rows.push(Coverage { provider: provider.to_owned(), certs: 0, answered: [0; ASKED.len()] });
                rows.len() - 1
            });
            rows[at].certs += 1;
            for (count, field) in rows[at].answered.iter_mut().zip(ASKED) {
                *count += usize::from(answered(record, field));
            }
        }
    }
    rows.sort_by_key(|row| row.provider == all);
    rows
}

/// How many records of the kinds that have a field answer it.
fn by_field(catalog: &Catalog) -> Vec<(Field, usize, usize)> {
    FIELDS
        .iter()
        .map(|row| {
            let records = || row.kinds.iter().flat_map(|kind| catalog.all(*kind));
            (row.field, records().filter(|record| answered(record, row.field)).count(), records().count())
        })
        .collect()
}

/// A claim worth a second look.
struct Note<'a> {
    record: &'a Record,
    fact: &'a Fact,
    claim: &'a Claim,
}

/// The kinds of questions with a name of their own, in the order of the table.
const KINDS: [(ItemKind, &str); 5] = [
    (ItemKind::Single, "one of several"),
    (ItemKind::TrueFalse, "true or false"),
    (ItemKind::Multiple, "several of them"),
    (ItemKind::Order, "order"),
    (ItemKind::Match, "match"),
];

/// The questions of the catalogue and what the gate says of them.
struct Questions<'a> {
    catalog: &'a Catalog,
    remarks: Vec<Remark>,
}

impl<'a> Questions<'a> {
    fn all(&self) -> impl Iterator<Item = (&'a Bank, &'a Item)> {
        self.catalog.banks.iter().flat_map(|bank| bank.items.iter().map(move |item| (bank, item)))
    }

    fn count(&self, wanted: impl Fn(&Item) -> bool) -> usize {
        self.all().filter(|(_, item)| wanted(item)).count()
    }

    fn of_bank(bank: &Bank, wanted: impl Fn(&Item) -> bool) -> usize {
        bank.items.iter().filter(|item| wanted(item)).count()
    }

    fn of_rule(&self, rule: &str) -> usize {
        self.remarks.iter().filter(|remark| remark.rule == rule).count()
    }

    /// Whether every option says why it is right or wrong.
    fn is_reasoned(item: &Item) -> bool {
        item.options.iter().all(|option| !option.reason.trim().is_empty())
    }

    /// Figures for the list at the top.
    fn counts(&self) -> [(&'static str, usize); 5] {
        [
            ("questions", self.count(|_| true)),
            ("questions with a source", self.count(|item| !item.sources.is_empty())),
            ("questions with a reason for every option", self.count(Self::is_reasoned)),
            ("questions to check for a new edition", self.count(|item| self.catalog.is_to_check(item))),
            ("remarks on questions", self.remarks.len()),
        ]
    }

    fn print(&self, out: &mut Out) -> Result<(), Error> {
        let cell = |n: usize| if n == 0 { "·".to_owned() } else { n.to_string() };
        out.line("Questions by bank and kind")?;
        let mut table = vec![vec!["  bank".to_owned(), "all".to_owned()]];
        table[0].extend(KINDS.iter().map(|(_, name)| (*name).to_owned()));
        table[0].push("to check".to_owned());
        for bank in self.catalog.banks.iter() {
            let mut row = vec![format!("  {}", bank.id), bank.items.len().to_string()];
            row.extend(KINDS.iter().map(|(kind, _)| cell(Self::of_bank(bank, |item| item.kind == *kind))));
            row.push(cell(Self::of_bank(bank, |item| self.catalog.is_to_check(item))));
            table.push(row);
        }
        let mut all = vec!["  all banks".to_owned(), self.count(|_| true).to_string()];
        all.extend(KINDS.iter().map(|(kind, _)| cell(self.count(|item| item.kind == *kind))));
        all.push(cell(self.count(|item| self.catalog.is_to_check(item))));
        table.push(all);
        for line in columns(&table) {
            out.line(&line)?;
        }
        out.line("")?;
        out.line("Remarks on questions by rule")?;
        let mut table = vec![["  rule", "remarks", "what it asks for"].map(str::to_owned).to_vec()];
        table.extend(
            gate::RULES
                .iter()
                .map(|(rule, asks)| vec![format!("  {rule}"), cell(self.of_rule(rule)), (*asks).to_owned()]),
        );
        for line in columns(&table) {
            out.line(&line)?;
        }
        for remark in &self.remarks {
            out.line(&format!("    {remark}"))?;
        }
        out.line("")
    }

    fn json(&self) -> Json {
        let kinds = |count: &dyn Fn(ItemKind) -> usize| -> Json {
            KINDS
                .iter()
                .map(|(kind, name)| ((*name).to_owned(), json!(count(*kind))))
                .collect::<serde_json::Map<_, _>>()
                .into()
        };
        let to_check = self.all().filter(|(_, item)| self.catalog.is_to_check(item));
        json!({
            "by_kind": kinds(&|kind| self.count(|item| item.kind == kind)),
            "by_bank": self.catalog.banks.iter().map(|bank| json!({
                "bank": bank.id.as_str(),
                "questions": bank.items.len(),
                "by_kind": kinds(&|kind| Self::of_bank(bank, |item| item.kind == kind)),
                "to_check": Self::of_bank(bank, |item| self.catalog.is_to_check(item)),
            })).collect::<Vec<Json>>(),
            "to_check": to_check.map(|(bank, item)| json!([bank.id.as_str(), item.id.as_str()])).collect::<Vec<Json>>(),
            "rules": gate::RULES.iter().map(|(rule, asks)| json!({
                "rule": rule, "asks": asks, "remarks": self.of_rule(rule),
            })).collect::<Vec<Json>>(),
            "remarks": self.remarks.iter().map(|remark| json!({
                "rule": remark.rule, "bank": remark.bank.as_str(),
                "item": remark.item.as_ref().map(crate::catalog::record::Id::as_str), "message": remark.message,
            })).collect::<Vec<Json>>(),
        })
    }
}

/// Reports what is known, disputed, impossible and undated; with `strict`, exit code 1 if anything is.
///
/// # Errors
/// [`Error::Output`].
pub fn run(catalog: &Catalog, as_json: bool, strict: bool, out: &mut Out) -> Result<Exit, Error> {
    let facts: Vec<(&Record, &Fact)> = catalog.own_facts().collect();
    let notes: Vec<Note> = facts
        .iter()
        .flat_map(|&(record, fact)| fact.claims.iter().map(move |claim| Note { record, fact, claim }))
        .collect();
    let conflicts: Vec<&(&Record, &Fact)> = facts.iter().filter(|(_, fact)| fact.conflict).collect();
    let impossible: Vec<&Note> = notes.iter().filter(|note| note.claim.impossible.is_some()).collect();
    let undated = notes.iter().filter(|note| note.claim.trust.date.is_none()).count();
    let unsourced = notes.iter().filter(|note| note.claim.sources.is_empty()).count();
    let questions = Questions { catalog, remarks: gate::judge(catalog) };
    // What is shown and too old to rely on, or of no known age, where age matters.
    let shown = |wanted: fn(Age) -> bool| -> Vec<&(&Record, &Fact)> {
        let ages =
            |fact: &Fact| fact.adopted.iter().filter_map(|&i| catalog.age(fact.field, &fact.claims[i])).collect();
        let all = |ages: Vec<Age>| !ages.is_empty() && ages.into_iter().all(wanted);
        facts.iter().filter(|(_, fact)| all(ages(fact))).collect()
    };
    let stale = shown(|age| matches!(age, Age::Stale(_)));
    let ageless = shown(|age| age == Age::Undated);
    let counts = [
        ("roles", catalog.count(Kind::Role)),
        ("certifications", catalog.count(Kind::Cert)),
        ("providers", catalog.count(Kind::Provider)),
        ("sources", catalog.sources.len()),
        ("claims", notes.len()),
        ("claims without a source", unsourced),
        ("claims from undated sources", undated),
        ("fields in conflict", conflicts.len()),
        ("impossible claims", impossible.len()),
        ("values shown that are stale", stale.len()),
        ("values shown of unknown age", ageless.len()),
        ("rules of advice", catalog.advice.len()),
    ]
    .into_iter()
    .chain(questions.counts());
    let (coverage, by_field) = (coverage(catalog), by_field(catalog));
    if as_json {
        let named = |(record, fact): &&(&Record, &Fact)| json!([record.id.as_str(), fact.field.id()]);
        out.json(&json!({
            "counts": counts.map(|(name, n)| (name.to_owned(), json!(n))).collect::<serde_json::Map<_, _>>(),
            "conflicts": conflicts.iter().map(|(record, fact)| conflict(catalog, record, fact)).collect::<Vec<Json>>(),
            "impossible": impossible.iter().map(|note| odd(catalog, note)).collect::<Vec<Json>>(),
            "stale": stale.iter().map(named).collect::<Vec<Json>>(),
            "undated": ageless.iter().map(named).collect::<Vec<Json>>(),
            "coverage": coverage.iter().map(|row| {
                let answers = ASKED.iter().zip(row.answered).map(|(field, n)| (field.id().to_owned(), json!(n)));
                json!({
                    "provider": row.provider, "certifications": row.certs,
                    "answered": answers.collect::<serde_json::Map<_, _>>(),
                })
            }).collect::<Vec<Json>>(),
            "fields": by_field.iter().map(|(field, answered, of)| {
                json!({ "field": field.id(), "answered": answered, "of": of })
            }).collect::<Vec<Json>>(),
            "questions": questions.json(),
        }))?;
    } else {
        for (name, count) in counts {
            out.line(&format!("{count:>6}  {name}"))?;
        }
        out.line("")?;
        out.line("Coverage: certifications for which a source answers, by provider")?;
        let mut table = vec![vec!["  provider".to_owned(), "certs".to_owned()]];
        table[0].extend(ASKED.iter().map(|field| field.id().to_owned()));
        for row in &coverage {
            let mut cells = vec![format!("  {}", row.provider), row.certs.to_string()];
            cells.extend(row.answered.iter().map(|n| if *n == 0 { "·".to_owned() } else { n.to_string() }));
            table.push(cells);
        }
        for line in columns(&table) {
            out.line(&line)?;
        }
        out.line("")?;
        out.line("Coverage by field, and what of it has aged")?;
        let mut table: Vec<Vec<String>> =
            vec![["  field", "answered", "of", "stale", "of unknown age"].map(str::to_owned).into()];
        let count = |list: &[&(&Record, &Fact)], field: Field| {
            let n = list.iter().filter(|(_, fact)| fact.field == field).count();
            if n == 0 { "·".to_owned() } else { n.to_string() }
        };
        for (field, answered, of) in &by_field {
            table.push(vec![
                format!("  {}", field.id()),
                answered.to_string(),
                of.to_string(),
                count(&stale, *field),
                count(&ageless, *field),
            ]);
        }
        for line in columns(&table) {
            out.line(&line)?;
        }
        out.line("")?;
        questions.print(out)?;
        out.line("Impossible")?;
        for note in &impossible {
            let who = catalog.cite_all(&note.claim.sources);
            out.line(&format!(
                "  {} {}: {} {who}: {}",
                note.record.id,
                note.fact.field.id(),
                catalog.phrase(&note.claim.value),
                note.claim.impossible.as_deref().unwrap_or_default(),
            ))?;
        }
        out.line("")?;
        out.line("In conflict")?;
        for (record, fact) in &conflicts {
            let adopted = catalog.phrase_fact(Some(fact));
            out.line(&format!("  {} {}: {adopted} ({})", record.id, fact.field.id(), fact.rule))?;
            let shown = fact.value();
            for claim in fact.claims.iter().filter(|c| shown.is_some_and(|shown| !shown.agrees_with(&c.value))) {
                out.line(&format!(
                    "      against {} {}",
                    catalog.phrase(&claim.value),
                    catalog.cite_all(&claim.sources)
                ))?;
            }
        }
    }
    let found = !conflicts.is_empty() || !impossible.is_empty() || unsourced > 0 || !questions.remarks.is_empty();
    Ok(if strict && found { Exit::Finding } else { Exit::Ok })
}

fn conflict(catalog: &Catalog, record: &Record, fact: &Fact) -> Json {
    json!({
        "record": record.id.as_str(),
        "field": fact.field.id(),
        "adopted": catalog.phrase_fact(Some(fact)),
        "rule": fact.rule.to_string(),
        "claims": fact.claims.iter().map(|claim| json!({
            "display": catalog.phrase(&claim.value),
            "sources": claim.sources.iter().map(|cited| catalog.cite(cited)).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    })
}

fn odd(catalog: &Catalog, note: &Note) -> Json {
    json!({
        "record": note.record.id.as_str(),
        "field": note.fact.field.id(),
        "display": catalog.phrase(&note.claim.value),
        "why": note.claim.impossible,
        "sources": note.claim.sources.iter().map(|cited| catalog.cite(cited)).collect::<Vec<_>>(),
    })
}
