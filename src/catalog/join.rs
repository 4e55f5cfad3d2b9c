//! The second half of loading: everything parsed, now tied together by id and judged row by row.

mod questions;

use std::collections::{BTreeMap, HashMap, HashSet};

use super::claim::{Cited, Claim, Fact, Origin, SourceRef, Trust, mark_impossible};
use super::later::Later;
use super::load::{Parsed, Problem};
use super::place::Spot;
use super::quantity::{Date, Status, Value};
use super::record::{Fit, FitOf, Id, Key, Kind, Reason, Record, Relation, RelationKind};
use super::schema::{ClaimRow, RecordRow, SourceKind, SourceRow};
use super::{
    Advice, Answer, Catalog, Collision, Instead, Interview, RolePoints, SharedRenewal, Source, Term, check, phrase,
};
use crate::field::Field;
use crate::safe_text::SafeText;

/// Longest title of a source: pages are named at length.
const MAX_TITLE: usize = 300;

/// How many unknown ids get a "did you mean".
const MOST_HINTS: usize = 100;

/// A name with nothing but its letters and digits, in lower case.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether one step leads to another, over any number of steps in between.
fn leads_to(after: &HashMap<Key, Vec<Key>>, from: Key, to: Key) -> bool {
    let (mut seen, mut open) = (HashSet::from([from]), vec![from]);
    while let Some(here) = open.pop() {
        if here == to {
            return true;
        }
        open.extend(after.get(&here).into_iter().flatten().filter(|next| seen.insert(**next)));
    }
    false
}

/// Which row is being joined: the file by its number, the record, and the row's spot in the text.
#[derive(Clone, Copy)]
struct At<'a> {
    file: usize,
    record: &'a Id,
    spot: Spot<'a>,
}

impl<'a> At<'a> {
    /// The first row of `section` with that id.
    fn row(file: usize, section: &'static str, record: &'a Id) -> Self {
        Self::nth(file, section, record, 0)
    }

    /// The row of `section` that bears the id after `nth` others.
    fn nth(file: usize, section: &'static str, record: &'a Id, nth: usize) -> Self {
        Self { file, record, spot: Spot { row: Some((section, record.as_str(), nth)), claim: None } }
    }

    fn claim(self, field: &'a str, nth: usize) -> Self {
        Self { spot: Spot { claim: Some((field, nth)), ..self.spot }, ..self }
    }
}

/// The list of a data file that holds the records of a kind.
fn section(kind: Kind) -> &'static str {
    match kind {
        Kind::Role => "roles",
        Kind::Cert => "certifications",
        Kind::Provider => "providers",
    }
}

/// How often each id was met in a list so far.
#[derive(Default)]
struct Seen<'a>(HashMap<&'a Id, usize>);

impl<'a> Seen<'a> {
    fn next(&mut self, id: &'a Id) -> usize {
        let count = self.0.entry(id).or_default();
        *count += 1;
        *count - 1
    }
}

/// What the claims of one file have said so far, for the rule that rivals differ.
#[derive(Default)]
struct Told(HashSet<String>);

impl Told {
    /// Whether the same was said before of the same record, with the same note and day.
    fn again(&mut self, of: &Id, row: &ClaimRow) -> bool {
        !self.0.insert(format!("{of} {:?} {:?} {:?} {:?}", row.field, row.value, row.note, row.as_of))
    }
}

/// The second half: everything parsed, now tied together by id.
pub(super) struct Joining<'a> {
    files: &'a [Parsed],
    as_of: Option<Date>,
    problems: &'a mut Vec<Problem>,
    sources: Vec<Source>,
    source_ids: HashMap<Id, usize>,
    keys: BTreeMap<Id, Key>,
    /// Rows by kind, in the order of their keys, each with its file.
    rows: [Vec<(usize, &'a RecordRow)>; 3],
    taken: HashMap<Id, String>,
}

impl<'a> Joining<'a> {
    pub(super) fn new(files: &'a [Parsed], as_of: Option<Date>, problems: &'a mut Vec<Problem>) -> Self {
        Self {
            files,
            as_of,
            problems,
            sources: Vec::new(),
            source_ids: HashMap::new(),
            keys: BTreeMap::new(),
            rows: Default::default(),
            taken: HashMap::new(),
        }
    }

    pub(super) fn run(mut self) -> Catalog {
        self.sources();
        self.claim_ids();
        let mut claims = self.claims();
        let records = [Kind::Role, Kind::Cert, Kind::Provider].map(|kind| self.records(kind, &mut claims));
        let [roles, certs, providers] = records;
        let mut catalog = Catalog {
            sources: std::mem::take(&mut self.sources).into_iter().map(Later::from).collect::<Vec<_>>().into(),
            retired: (0..certs.len()).filter(|&at| certs[at].status == Status::Retired).collect(),
            counts: [roles.len(), certs.len(), providers.len()],
            roles: roles.into_iter().map(Later::from).collect::<Vec<_>>().into(),
            certs: certs.into_iter().map(Later::from).collect::<Vec<_>>().into(),
            providers: providers.into_iter().map(Later::from).collect::<Vec<_>>().into(),
            relations: Later::default(),
            shared_renewals: Later::default(),
            mocks: Later::default(),
            advice: Later::default(),
            interview: Later::default(),
            banks: Later::default(),
            collisions: Later::default(),
            terms: Later::default(),
            today: self.as_of,
            keys: std::mem::take(&mut self.keys).into(),
        };
        self.keys.clone_from(&catalog.keys);
        self.sources = catalog.sources.iter().map(|source| (**source).clone()).collect();
        self.roles_of_fits();
        self.relations(&mut catalog);
        self.shared_renewals(&mut catalog);
        self.advice(&mut catalog);
        self.words(&mut catalog);
        self.banks(&mut catalog);
        self.mocks(&mut catalog);
        self.whole(&catalog);
        catalog.count_demand();
        catalog.lend_role_facts();
        catalog
    }

    /// Reports `finding`; true if there was one.
    fn broken(&mut self, at: At, finding: Option<check::Finding>) -> bool {
        let Some(finding) = finding else { return false };
        let parsed = &self.files[at.file];
        self.problems.push(Problem {
            rule: finding.rule,
            file: parsed.name.clone(),
            place: Some(parsed.place(at.spot, &finding.token)),
            record: Some(at.record.clone()),
            message: finding.message,
            excerpt: None,
        });
        true
    }

    fn sources(&mut self) {
        let you = SourceRow {
            id: Id::parse("you").expect("a fixed id"),
            title: SafeText::new("your own check"),
            publisher: None,
            address: None,
            date: None,
            kind: SourceKind::You,
            sells_course: false,
            edition: None,
            supersedes: Vec::new(),
            note: None,
        };
        self.source_ids.insert(you.id.clone(), 0);
        self.sources.push(Source {
            id: you.id.clone(),
            kind: you.kind,
            row: you.into(),
            origin: Origin::Embedded,
            superseded_by: None,
        });
        for (file, parsed) in self.files.iter().enumerate() {
            let mut seen = Seen::default();
            for row in &parsed.data.sources {
                let at = At::nth(file, "sources", &row.id, seen.next(&row.id));
                let taken = self.source_ids.contains_key(&row.id).then_some("another source");
                let bad = self.broken(at, check::id_unique(&row.id, taken, false))
                    | self.broken(at, check::address_safe(row))
                    | self.broken(at, check::text_length("title", &row.title, MAX_TITLE));
                if !bad {
                    self.source_ids.insert(row.id.clone(), self.sources.len());
                    let origin = parsed.origin(at.spot, row.id.as_str());
                    self.sources.push(Source {
                        id: row.id.clone(),
                        kind: row.kind,
                        row: row.clone().into(),
                        origin,
                        superseded_by: None,
                    });
                }
            }
        }
        self.editions();
    }

    /// Marks the sources whose place another has taken.
    fn editions(&mut self) {
        for (file, parsed) in self.files.iter().enumerate() {
            let mut seen = Seen::default();
            for row in &parsed.data.sources {
                let at = At::nth(file, "sources", &row.id, seen.next(&row.id));
                for old in &row.supersedes {
                    let known = self.source_ids.get(old).copied();
                    let ids: Vec<&Id> = self.source_ids.keys().collect();
                    let finding = check::known_id(old, "source", known.is_some(), ids.iter().map(|id| id.as_str()));
                    self.broken(at, finding);
                    if let (Some(old), Some(new)) = (known, self.source_ids.get(&row.id)) {
                        self.sources[old].superseded_by = Some(*new);
                    }
                }
            }
        }
    }

    /// Gives every record its key, so that rows may refer forwards.
    fn claim_ids(&mut self) {
        for (file, parsed) in self.files.iter().enumerate() {
            let kinds = [
                (Kind::Role, &parsed.data.roles),
                (Kind::Cert, &parsed.data.certifications),
                (Kind::Provider, &parsed.data.providers),
            ];
            for (kind, rows) in kinds {
                let mut seen = Seen::default();
                for row in rows {
                    let at = At::nth(file, section(kind), &row.id, seen.next(&row.id));
                    let taken = self.taken.get(&row.id).map(String::as_str);
                    let finding = check::id_unique(&row.id, taken, true);
                    let bad = self.broken(at, finding)
                        | self.broken(at, check::text_length("name", &row.name, check::MAX_NAME));
                    if !bad {
                        self.taken.insert(row.id.clone(), format!("a {} of {}", kind.id(), parsed.name));
                        self.keys.insert(row.id.clone(), Key(kind, self.rows[kind as usize].len()));
                        self.rows[kind as usize].push((file, row));
                    }
                }
            }
        }
        // A certification without a provider, or a role without certifications, is left out by
        // `records`; here only the keys are given.
    }

    /// Every claim of every file, by record.
    fn claims(&mut self) -> HashMap<Key, Vec<(Field, Claim)>> {
        let mut all: HashMap<Key, Vec<(Field, Claim)>> = HashMap::new();
        for kind in [Kind::Role, Kind::Cert, Kind::Provider] {
            for (index, (file, row)) in self.rows[kind as usize].clone().into_iter().enumerate() {
                let at = At::row(file, section(kind), &row.id);
                let mut told = Told::default();
                for (number, claim) in row.claims.iter().enumerate() {
                    let before = &row.claims[..number];
                    let nth = before.iter().filter(|c| c.field == claim.field).count();
                    let here = at.claim(claim.field.id(), nth);
                    if self.broken(here, check::rival_differs(claim.field, told.again(&row.id, claim))) {
                        continue;
                    }
                    if let Some(joined) = self.claim(here, kind, claim) {
                        all.entry(Key(kind, index)).or_default().push((claim.field, joined));
                    }
                }
            }
        }
        for (file, parsed) in self.files.iter().enumerate() {
            let (mut seen, mut told) = (Seen::default(), Told::default());
            for loose in &parsed.data.claims {
                let at = At::nth(file, "claims", &loose.of, seen.next(&loose.of));
                let Some(key) = self.key(at, &loose.of, "record", None) else { continue };
                let mut from = loose.from.clone();
                if from.is_empty() && parsed.embedded.is_none() {
                    let source = Id::parse("you").expect("a fixed id");
                    from.push(SourceRef { source, locator: None });
                }
                let row = ClaimRow {
                    field: loose.field,
                    value: loose.value.clone(),
                    from,
                    note: loose.note.clone(),
                    as_of: loose.as_of,
                };
                let here = at.claim(loose.field.id(), 0);
                if self.broken(here, check::rival_differs(loose.field, told.again(&loose.of, &row))) {
                    continue;
                }
                if let Some(joined) = self.claim(here, key.0, &row) {
                    all.entry(key).or_default().push((loose.field, joined));
                }
            }
        }
        all
    }

    /// One claim, checked and with its sources looked up.
    fn claim(&mut self, at: At, kind: Kind, row: &ClaimRow) -> Option<Claim> {
        let mut bad = self.broken(at, check::field_of_kind(row.field, kind))
            | self.broken(at, check::value_shape(row.field, &row.value))
            | self.broken(at, check::value_range(row.field, &row.value))
            | self.broken(at, check::claim_sourced(row.field.id(), row.from.len()));
        let texts: &[SafeText] = match &row.value {
            Value::Text(text) => std::slice::from_ref(text),
            Value::List(list) | Value::Varies(list) => list,
            _ => &[],
        };
        for text in texts.iter().chain(&row.note) {
            bad |= self.broken(at, check::text_length(row.field.id(), text, check::MAX_TEXT));
        }
        if let Value::Refs(ids) = &row.value {
            for id in ids {
                bad |= self.key(at, id, "record", None).is_none();
            }
        }
        let sources = self.cited(at, &row.from);
        if bad || sources.is_empty() {
            return None;
        }
        let mut trust = self.trust(&sources);
        trust.date = row.as_of.or(trust.date);
        if self.as_of.zip(trust.date).is_some_and(|(limit, date)| date > limit) {
            return None; // not yet known on that day
        }
        let origin = self.files[at.file].origin(at.spot, row.field.id());
        let dates = sources.iter().filter_map(|cited| self.sources[cited.source].row.date);
        let said = row.as_of.or_else(|| dates.filter(|date| self.as_of.is_none_or(|limit| *date <= limit)).max());
        Some(Claim { value: row.value.clone(), sources, note: row.note.clone(), origin, trust, said, impossible: None })
    }

    /// The sources of a row; those that do not exist are reported and left out.
    fn cited(&mut self, at: At, from: &[SourceRef]) -> Vec<Cited> {
        let mut cited = Vec::with_capacity(from.len());
        for reference in from {
            if let Some(&source) = self.source_ids.get(&reference.source) {
                cited.push(Cited { source, locator: reference.locator.clone() });
                continue;
            }
            let all = self.source_ids.keys().map(Id::as_str).take(self.hints());
            let finding = check::known_id(&reference.source, "source", false, all)
                .map(|finding| check::Finding { token: reference.to_string(), ..finding });
            self.broken(at, finding);
        }
        cited
    }

    fn trust(&self, cited: &[Cited]) -> Trust {
        let rows = || cited.iter().map(|cited| &self.sources[cited.source].row);
        let kind = rows().map(|row| row.kind).min().unwrap_or(SourceKind::Ours);
        let date = rows().filter(|row| row.kind == kind).filter_map(|row| row.date).max();
        Trust { kind, date }
    }

    /// Among how many names the nearest is looked for. Comparing with all of them takes longer than
    /// all other rules, and after some hundred mistakes nobody reads on.
    fn hints(&self) -> usize {
        if self.problems.len() < MOST_HINTS { usize::MAX } else { 0 }
    }

    /// The key of `id`, of the given kind if one is asked for; an unknown id is reported.
    fn key(&mut self, at: At, id: &Id, what: &str, kind: Option<Kind>) -> Option<Key> {
        let found = self.keys.get(id).copied().filter(|key| kind.is_none_or(|kind| key.0 == kind));
        if found.is_none() {
            let all = self.keys.iter().filter(|(_, key)| kind.is_none_or(|kind| key.0 == kind));
            let finding = check::known_id(id, what, false, all.map(|(id, _)| id.as_str()).take(self.hints()));
            self.broken(at, finding);
        }
        found
    }

    fn records(&mut self, kind: Kind, claims: &mut HashMap<Key, Vec<(Field, Claim)>>) -> Vec<Record> {
        let mut records = Vec::new();
        for (index, (file, row)) in self.rows[kind as usize].clone().into_iter().enumerate() {
            let key = Key(kind, index);
            let at = At::row(file, section(kind), &row.id);
            let mut by_field: Vec<(Field, Vec<Claim>)> = Vec::new();
            for (field, claim) in claims.remove(&key).unwrap_or_default() {
                match by_field.iter_mut().find(|(known, _)| *known == field) {
                    Some((_, list)) => list.push(claim),
                    None => by_field.push((field, vec![claim])),
                }
            }
            by_field.sort_by_key(|(field, _)| *field);
            mark_impossible(&mut by_field);
            let facts: Vec<Fact> = by_field.into_iter().map(|(field, claims)| Fact::new(field, claims)).collect();
            let mut fits: Vec<FitOf> = Vec::new();
            let own = row.fits.iter().map(|fit| (at, fit.cert.clone(), fit.fit, &fit.reason, &fit.from));
            let loose = self.loose_fits(kind, &row.id);
            for (at, cert_id, how, reason, from) in own.chain(loose) {
                let cert = self.key(at, &cert_id, "certification", Some(Kind::Cert));
                let sources = self.cited(at, from);
                let bad = self.broken(at, check::claim_sourced("fits", from.len()))
                    | self.broken(at, check::text_length("reason", reason, check::MAX_TEXT));
                let (Some(cert), false) = (cert, bad || sources.is_empty()) else { continue };
                let origin = self.files[at.file].origin(at.spot, cert_id.as_str());
                let reason = Reason { text: reason.clone(), sources, origin };
                match fits.iter_mut().find(|known| known.cert == cert) {
                    Some(known) => {
                        known.fit = known.fit.min(how);
                        known.reasons.push(reason);
                    }
                    None => fits.push(FitOf { cert, fit: how, reasons: vec![reason].into() }),
                }
            }
            fits.sort_by_key(|fit| (fit.fit, std::cmp::Reverse(fit.reasons.len()), fit.cert));
            match kind {
                // What was not yet known on a day is no fault of the data.
                _ if self.as_of.is_some() => false,
                Kind::Role => self.broken(at, check::role_has_cert(&row.id, fits.len())),
                Kind::Cert => {
                    let provider = facts.iter().find(|fact| fact.field == Field::Provider);
                    let provider = provider.and_then(Fact::value);
                    let stated = |field| facts.iter().any(|fact| fact.field == field);
                    let missing = [Field::Level, Field::Status, Field::Address].into_iter().find(|f| !stated(*f));
                    self.broken(at, check::cert_has_provider(&row.id, provider))
                        | self.broken(at, check::cert_complete(&row.id, missing))
                }
                Kind::Provider => false,
            };
            let named_in = self.cited(at, &row.from);
            records.push(Record {
                key,
                id: row.id.clone(),
                name: row.name.clone(),
                abbreviation: row.abbreviation.clone(),
                mark: row.mark.clone(),
                aliases: row.aliases.clone(),
                status: match facts.iter().find(|fact| fact.field == Field::Status).and_then(Fact::value) {
                    Some(Value::Status(status)) => *status,
                    _ => Status::Active,
                },
                summary: SafeText::from(if kind == Kind::Cert { phrase::summary(&facts) } else { String::new() }),
                sought: 0,
                named_in,
                origin: self.files[file].origin(at.spot, row.id.as_str()),
                facts: facts.into(),
                fits: fits.into(),
            });
        }
        records
    }

    /// The fits of a role that stand outside its record, with their places.
    fn loose_fits(&self, kind: Kind, role: &Id) -> Vec<(At<'a>, Id, Fit, &'a SafeText, &'a Vec<SourceRef>)> {
        if kind != Kind::Role {
            return Vec::new();
        }
        let mut found = Vec::new();
        for (file, parsed) in self.files.iter().enumerate() {
            let mut seen = Seen::default();
            for row in &parsed.data.fits {
                let at = At::nth(file, "fits", &row.cert, seen.next(&row.cert));
                if row.role != *role {
                    continue;
                }
                found.push((at, row.cert.clone(), row.fit, &row.reason, &row.from));
            }
        }
        found
    }

    /// A fit of a role that is not there would vanish without a word.
    fn roles_of_fits(&mut self) {
        for (file, parsed) in self.files.iter().enumerate() {
            let mut seen = Seen::default();
            for row in &parsed.data.fits {
                let at = At::nth(file, "fits", &row.cert, seen.next(&row.cert));
                self.key(at, &row.role, "role", Some(Kind::Role));
            }
        }
    }

    fn relations(&mut self, catalog: &mut Catalog) {
        let mut after: HashMap<Key, Vec<Key>> = HashMap::new();
        for (file, parsed) in self.files.iter().enumerate() {
            let mut seen = Seen::default();
            for row in &parsed.data.relations {
                let at = At::nth(file, "relations", &row.from_cert, seen.next(&row.from_cert));
                let first = self.key(at, &row.from_cert, "certification", Some(Kind::Cert));
                let second = self.key(at, &row.to_cert, "certification", Some(Kind::Cert));
                let sources = self.cited(at, &row.from);
                let sourced = !self.broken(at, check::claim_sourced("from", row.from.len()));
                if let (Some(first), Some(second), true) = (first, second, sourced && !sources.is_empty()) {
                    // What comes before what: a next level after its step, a requirement before.
                    let (before, then) = match row.kind {
                        RelationKind::NextLevel => (first, second),
                        RelationKind::Requires => (second, first),
                        _ => (first, first),
                    };
                    if before != then {
                        let circle = leads_to(&after, then, before);
                        if self.broken(at, check::relation_acyclic(&row.from_cert, &row.to_cert, circle)) {
                            continue;
                        }
                        after.entry(before).or_default().push(then);
                    }
                    catalog.relations.push(Relation { first, kind: row.kind, second, sources, note: row.note.clone() });
                }
            }
        }
    }

    fn shared_renewals(&mut self, catalog: &mut Catalog) {
        for (file, parsed) in self.files.iter().enumerate() {
            let mut seen = Seen::default();
            for row in &parsed.data.shared_renewals {
                let at = At::nth(file, "shared_renewals", &row.provider, seen.next(&row.provider));
                let provider = self.key(at, &row.provider, "provider", Some(Kind::Provider));
                let mut bad = self.broken(at, check::claim_sourced("from", row.from.len()));
                let sources = self.cited(at, &row.from);
                let mut instead = Vec::new();
                for other in &row.instead {
                    let price = Value::Price(vec![other.fee.clone()]);
                    bad |= self.broken(at, check::value_range(Field::Renewal, &price))
                        | self.broken(at, check::claim_sourced("from", other.from.len()));
                    let mut certs = Vec::new();
                    for id in &other.certs {
                        certs.extend(self.key(at, id, "certification", Some(Kind::Cert)));
                    }
                    let sources = self.cited(at, &other.from);
                    if certs.len() == other.certs.len() && !sources.is_empty() {
                        let (fee, credits, note) = (other.fee.clone(), other.credits.clone(), other.note.clone());
                        instead.push(Instead { certs, fee, credits, sources, note });
                    }
                }
                if let (Some(provider), false) = (provider, bad || sources.is_empty()) {
                    let (fee, credits, note) = (row.fee, row.credits, row.note.clone());
                    catalog.shared_renewals.push(SharedRenewal { provider, fee, credits, sources, note, instead });
                }
            }
        }
    }

    fn advice(&mut self, catalog: &mut Catalog) {
        let mut rule_ids: HashMap<&Id, usize> = HashMap::new();
        for (file, parsed) in self.files.iter().enumerate() {
            let mut seen = Seen::default();
            for row in &parsed.data.advice {
                let at = At::nth(file, "advice", &row.id, seen.next(&row.id));
                let cert = self.key(at, &row.cert, "certification", Some(Kind::Cert));
                let sources = self.cited(at, &row.from);
                let taken = rule_ids.contains_key(&row.id).then_some("another rule");
                let bad = self.broken(at, check::id_unique(&row.id, taken, false))
                    | self.broken(at, check::claim_sourced("from", row.from.len()))
                    | self.broken(at, check::text_length("when", &row.when, check::MAX_TEXT));
                if let (Some(cert), false) = (cert, bad || sources.is_empty()) {
                    rule_ids.insert(&row.id, catalog.advice.len());
                    let (id, when) = (row.id.clone(), row.when.clone());
                    catalog.advice.push(Advice { id, cert, verdict: row.verdict, when, sources });
                }
            }
        }
        for (file, parsed) in self.files.iter().enumerate() {
            let mut seen = Seen::default();
            for row in &parsed.data.interview {
                let at = At::nth(file, "interview", &row.id, seen.next(&row.id));
                let taken = catalog.interview.iter().any(|known| known.id == row.id).then_some("another question");
                if self.broken(at, check::id_unique(&row.id, taken, false)) {
                    continue;
                }
                let mut answers: Vec<Answer> = Vec::new();
                for answer in &row.answers {
                    let taken = answers.iter().any(|known| known.id == answer.id).then_some("another answer");
                    if self.broken(at, check::id_unique(&answer.id, taken, false)) {
                        continue;
                    }
                    answers.push(Answer {
                        id: answer.id.clone(),
                        say: answer.say.clone(),
                        short: answer.short.clone().unwrap_or_else(|| answer.say.clone()),
                        rules: self.rules(at, &answer.rules, &rule_ids),
                        points: self.points(at, &answer.points),
                        limit: answer.limit,
                        without: self.keys_of(at, &answer.without, "certification", Kind::Cert),
                        sources: self.cited(at, &answer.from),
                    });
                }
                let roles = row.roles.iter().map(|row| RolePoints {
                    roles: self.keys_of(at, &row.roles, "role", Kind::Role),
                    points: self.points(at, &row.points),
                    rules: self.rules(at, &row.rules, &rule_ids),
                    sources: self.cited(at, &row.from),
                });
                let roles = roles.collect();
                let (id, ask) = (row.id.clone(), row.ask.clone());
                let short = if row.short.is_empty() { SafeText::new(id.as_str()) } else { row.short.clone() };
                let (pick, over, weight) = (row.pick, row.over, i64::from(row.weight));
                let sources = self.cited(at, &row.from);
                catalog.interview.push(Interview { id, ask, short, pick, over, weight, answers, roles, sources });
            }
        }
    }

    /// Rules of advice by their ids; those that are not known are told.
    fn rules(&mut self, at: At, ids: &[Id], known: &HashMap<&Id, usize>) -> Vec<usize> {
        let mut rules = Vec::new();
        for id in ids {
            match known.get(id) {
                Some(&rule) => rules.push(rule),
                None => {
                    let all = known.keys().map(|id| id.as_str()).take(self.hints());
                    let finding = check::known_id(id, "rule of advice", false, all);
                    self.broken(at, finding);
                }
            }
        }
        rules
    }

    /// What an answer counts for certifications; those that are not known are told.
    fn points(&mut self, at: At, points: &BTreeMap<Id, i8>) -> Vec<(Key, i64)> {
        let known =
            |(id, points): (&Id, &i8)| Some((self.key(at, id, "certification", Some(Kind::Cert))?, i64::from(*points)));
        points.iter().filter_map(known).collect()
    }

    /// Records of a kind by their ids; those that are not known are told.
    fn keys_of(&mut self, at: At, ids: &[Id], what: &'static str, kind: Kind) -> Vec<Key> {
        ids.iter().filter_map(|id| self.key(at, id, what, Some(kind))).collect()
    }

    fn words(&mut self, catalog: &mut Catalog) {
        for (file, parsed) in self.files.iter().enumerate() {
            for row in &parsed.data.collisions {
                let token = Id::parse("collision").expect("a fixed id");
                let at = At { file, record: row.record.as_ref().unwrap_or(&token), spot: Spot::default() };
                let record = row.record.as_ref().and_then(|id| self.key(at, id, "record", None));
                let sources = self.cited(at, &row.from);
                if row.record.is_some() == record.is_some() {
                    let (abbreviation, meaning) = (row.abbreviation.clone(), row.meaning.clone());
                    catalog.collisions.push(Collision { abbreviation, meaning, record, sources });
                }
            }
            let mut seen = Seen::default();
            for row in &parsed.data.terms {
                let at = At::nth(file, "terms", &row.id, seen.next(&row.id));
                let taken = catalog.terms.iter().any(|term| term.id == row.id).then_some("another word");
                let bad = self.broken(at, check::id_unique(&row.id, taken, false))
                    | self.broken(at, check::claim_sourced("from", row.from.len()))
                    | self.broken(at, check::text_length("meaning", &row.meaning, check::MAX_TEXT));
                let sources = self.cited(at, &row.from);
                if !bad && !sources.is_empty() {
                    let (id, term) = (row.id.clone(), row.term.clone());
                    let (meaning, aliases) = (row.meaning.clone(), row.aliases.clone());
                    catalog.terms.push(Term { id, term, meaning, aliases, sources });
                }
            }
        }
    }

    /// Rules that need the whole: every active certification leads from some role, and a name that
    /// two records share is declared to be shared.
    fn whole(&mut self, catalog: &Catalog) {
        let fitting: HashSet<Key> =
            catalog.all(Kind::Role).iter().flat_map(|role| role.fits.iter()).map(|fit| fit.cert).collect();
        for cert in catalog.all(Kind::Cert) {
            let (file, row) = self.rows[Kind::Cert as usize][cert.key.1];
            let needed = cert.status == Status::Active && self.as_of.is_none();
            let missing = needed && !fitting.contains(&cert.key);
            self.broken(At::row(file, "certifications", &row.id), check::cert_has_role(&row.id, !missing));
        }
        let declared: HashSet<String> = catalog.collisions.iter().map(|c| plain(&c.abbreviation)).collect();
        for kind in [Kind::Role, Kind::Cert, Kind::Provider] {
            let mut names: HashMap<String, Key> = HashMap::new();
            for record in catalog.all(kind) {
                for name in std::iter::once(&record.name).chain(&record.abbreviation).chain(&record.aliases) {
                    let other = *names.entry(plain(name)).or_insert(record.key);
                    if other == record.key || declared.contains(&plain(name)) {
                        continue;
                    }
                    let (file, row) = self.rows[kind as usize][record.key.1];
                    let finding = check::name_collision(name, &catalog.get(other).id);
                    self.broken(At::row(file, section(kind), &row.id), finding);
                }
            }
        }
    }
}
