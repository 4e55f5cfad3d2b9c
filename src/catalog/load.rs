//! From RON to a [`Catalog`]: parse, join, check.
//!
//! The embedded data set comes first, then the user's files in the order given. A file that cannot
//! be read is left out whole; a row that breaks a rule is left out alone. What was left out is
//! told as a list of [`Problem`]s with file, line and column; the rest is used.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use ron::Options;
use ron::extensions::Extensions;

use super::claim::{Cited, Claim, Fact, Origin, SourceRef, Trust, mark_impossible};
use super::place::{Place, Places, Spot};
use super::record::{FitOf, Id, Key, Kind, Reason, Record, Relation};
use super::schema::{ClaimRow, DataFile, RecordRow, SourceKind, SourceRow};
use super::{Advice, Answer, Bank, Catalog, Interview, Item, Source, check};
use crate::field::Field;
use crate::safe_text::{SafeText, safe};

/// The largest data file we read, in bytes.
pub const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// How deep brackets may nest; our own files need 9.
const MAX_DEPTH: usize = 32;

macro_rules! embedded {
    ($($name:literal)+) => {
        /// The data set inside the program: path below `assets`, and text.
        pub const EMBEDDED: &[(&str, &str)] =
            &[$(($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/", $name)))),+];
    };
}

embedded! {
    "catalog/sources.ron"
    "catalog/providers.ron"
    "catalog/roles.ron"
    "catalog/certs/scrum-alliance.ron"
    "catalog/certs/scrum-org.ron"
    "catalog/relations.ron"
    "catalog/advice.ron"
    "questions/okr.ron"
}

/// Something wrong with the data: where, what, and what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// Id of the rule that was broken.
    pub rule: &'static str,
    /// The file as given.
    pub file: SafeText,
    /// Line and column, if the file could be opened at all.
    pub place: Option<Place>,
    /// Id of the record it is in.
    pub record: Option<Id>,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(Place { line, column }) = self.place {
            write!(f, ":{line}:{column}")?;
        }
        f.write_str(": ")?;
        if let Some(record) = &self.record {
            write!(f, "{record}: ")?;
        }
        write!(f, "{} [{}]", self.message, self.rule)
    }
}

/// A catalogue and what was left out of it.
#[derive(Debug)]
pub struct Loaded {
    /// What could be used.
    pub catalog: Catalog,
    /// What could not.
    pub problems: Vec<Problem>,
}

/// The embedded data set with the user's `files` laid over it.
///
/// A folder stands for the `*.ron` files in it, sorted by name.
#[must_use]
pub fn load(files: &[PathBuf]) -> Loaded {
    let mut join = Join::default();
    for &(name, text) in EMBEDDED {
        join.parse(name, Cow::Borrowed(text), Some(name));
    }
    for path in files {
        for (shown, text) in read(path, &mut join.problems) {
            join.parse(&shown, Cow::Owned(text), None);
        }
    }
    join.finish()
}

/// Only the files given, over the embedded data set's ids: what `certdex check FILE` judges.
#[must_use]
pub fn load_text(name: &str, text: &str) -> Loaded {
    let mut join = Join::default();
    for &(name, text) in EMBEDDED {
        join.parse(name, Cow::Borrowed(text), Some(name));
    }
    join.parse(name, Cow::Owned(text.to_owned()), None);
    join.finish()
}

/// Reads one file, or every `*.ron` of a folder. Whatever cannot be read becomes a problem.
fn read(path: &Path, problems: &mut Vec<Problem>) -> Vec<(String, String)> {
    let shown = safe(&path.to_string_lossy());
    let mut refuse = |rule: &'static str, place: Option<Place>, message: String| {
        problems.push(Problem { rule, file: SafeText::new(&shown), place, record: None, message });
    };
    if path.is_dir() {
        let mut inside: Vec<PathBuf> = std::fs::read_dir(path)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .filter(|file| file.extension().is_some_and(|ext| ext == "ron"))
            .collect();
        inside.sort();
        if inside.is_empty() {
            refuse("file-readable", None, "this folder holds no .ron file; name a folder that does, or a file".into());
        }
        return inside.iter().flat_map(|file| read(file, problems)).collect();
    }
    // Look before opening: opening a FIFO would wait for a writer that never comes.
    match std::fs::metadata(path) {
        Err(error) => {
            refuse("file-readable", None, format!("cannot be read: {}; check the path", reason(&error)));
            return Vec::new();
        }
        Ok(meta) if !meta.is_file() => {
            refuse("file-readable", None, "is not a regular file; data is read from plain files only".into());
            return Vec::new();
        }
        Ok(_) => {}
    }
    let mut bytes = Vec::new();
    let outcome = File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes));
    if let Err(error) = outcome {
        refuse("file-readable", None, format!("cannot be read: {}", reason(&error)));
        return Vec::new();
    }
    if bytes.len() as u64 > MAX_BYTES {
        let most = MAX_BYTES / 1024 / 1024;
        refuse("file-size", None, format!("is larger than {most} MB; split it into several files"));
        return Vec::new();
    }
    match String::from_utf8(bytes) {
        Ok(text) => vec![(shown, text)],
        Err(error) => {
            let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let good = String::from_utf8_lossy(good);
            let line = good.matches('\n').count() + 1;
            let column = good.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            refuse("utf-8", Some(Place { line, column }), "is not UTF-8 text from here on; save it as UTF-8".into());
            Vec::new()
        }
    }
}

/// The reason of an I/O error in the system's words, without its number.
fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    safe(text.split(" (os error").next().unwrap_or(&text)).to_lowercase()
}

/// One parsed file with what is needed to point into it.
struct Parsed {
    name: SafeText,
    embedded: Option<&'static str>,
    data: DataFile,
    text: Cow<'static, str>,
    places: std::cell::OnceCell<Places>,
}

impl Parsed {
    /// Looked up only for the user's files and for messages: ours are never scanned at start.
    fn place(&self, spot: Spot, token: &str) -> Place {
        self.places.get_or_init(|| Places::scan(&self.text)).find(spot, token)
    }

    fn origin(&self, spot: Spot, token: &str) -> Origin {
        match self.embedded {
            Some(name) => Origin::Embedded(name),
            None => Origin::File { file: self.name.clone(), line: self.place(spot, token).line },
        }
    }
}

/// The work in progress: files as read, then records as joined.
#[derive(Default)]
struct Join {
    files: Vec<Parsed>,
    problems: Vec<Problem>,
}

/// Reads one text as a data file.
fn parse(text: &str) -> Result<DataFile, (&'static str, Place, String)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(("file-empty", Place::default(), "is empty; a data file starts with `(schema: 1, …)`".into()));
    }
    let options = Options::default().with_default_extension(Extensions::IMPLICIT_SOME).with_recursion_limit(MAX_DEPTH);
    options.from_str::<DataFile>(text).map_err(|error| {
        let (line, column) = (error.span.start.line, error.span.start.col);
        ("ron-syntax", Place { line: line.max(1), column: column.max(1) }, explain(&error.code))
    })
}

/// ron's error in a sentence for people, with the nearest name where a name is wrong.
fn explain(error: &ron::Error) -> String {
    use ron::Error as E;
    let did_you_mean = |found: &str, expected: &[&str]| {
        check::nearest(found, expected.iter().copied()).map_or_else(
            || format!("; known here: {}", expected.join(", ")),
            |near| format!("; did you mean `{near}`?"),
        )
    };
    let text = match error {
        E::NoSuchStructField { expected, found, .. } => {
            format!("there is no field `{}`{}", safe(found), did_you_mean(found, expected))
        }
        E::NoSuchEnumVariant { expected, found, .. } => {
            format!("`{}` is not known{}", safe(found), did_you_mean(found, expected))
        }
        E::MissingStructField { field, .. } => format!("`{field}` is missing; add it"),
        E::DuplicateStructField { field, .. } => format!("`{field}` is given twice; keep one"),
        E::ExceededRecursionLimit => {
            format!("brackets nest deeper than {MAX_DEPTH}; a data file needs fewer than ten")
        }
        E::Eof => "the file ends in the middle; a closing bracket is missing".to_owned(),
        E::TrailingCharacters => "something follows the closing bracket; remove it".to_owned(),
        other => {
            let mut text = safe(&other.to_string());
            if let Some(first) = text.get_mut(0..1) {
                first.make_ascii_lowercase();
            }
            text
        }
    };
    text.chars().take(400).collect()
}

impl Join {
    fn parse(&mut self, name: &str, text: Cow<'static, str>, embedded: Option<&'static str>) {
        match parse(&text) {
            Ok(data) => {
                if let Some(finding) = check::schema_version(data.schema) {
                    let place = Places::scan(&text).find(Spot::default(), &finding.token);
                    self.refuse(SafeText::new(name), Some(place), None, finding.rule, finding.message);
                    return;
                }
                self.files.push(Parsed {
                    name: SafeText::new(name),
                    embedded,
                    data,
                    text,
                    places: std::cell::OnceCell::new(),
                });
            }
            Err((rule, place, message)) => {
                self.refuse(SafeText::new(name), Some(place), None, rule, message);
            }
        }
    }

    fn refuse(
        &mut self,
        file: SafeText,
        place: Option<Place>,
        record: Option<Id>,
        rule: &'static str,
        message: String,
    ) {
        self.problems.push(Problem { rule, file, place, record, message });
    }

    fn finish(self) -> Loaded {
        let Self { files, mut problems } = self;
        let catalog = Joining::new(&files, &mut problems).run();
        problems.sort_by_key(|problem| (problem.file.clone(), problem.place));
        Loaded { catalog, problems }
    }
}

/// Which row is being joined: the file by its number, the record, and the row's spot in the text.
#[derive(Clone, Copy)]
struct At<'a> {
    file: usize,
    record: &'a Id,
    spot: Spot<'a>,
}

impl<'a> At<'a> {
    fn record(file: usize, record: &'a Id) -> Self {
        Self { file, record, spot: Spot::record(record.as_str()) }
    }

    fn claim(self, field: &'a str, nth: usize) -> Self {
        Self { spot: Spot { claim: Some((field, nth)), ..self.spot }, ..self }
    }
}

/// The second half: everything parsed, now tied together by id.
struct Joining<'a> {
    files: &'a [Parsed],
    problems: &'a mut Vec<Problem>,
    sources: Vec<Source>,
    source_ids: HashMap<Id, usize>,
    keys: HashMap<Id, Key>,
    /// Rows by kind, in the order of their keys, each with its file.
    rows: [Vec<(usize, &'a RecordRow)>; 3],
    taken: HashMap<Id, String>,
}

impl<'a> Joining<'a> {
    fn new(files: &'a [Parsed], problems: &'a mut Vec<Problem>) -> Self {
        Self {
            files,
            problems,
            sources: Vec::new(),
            source_ids: HashMap::new(),
            keys: HashMap::new(),
            rows: Default::default(),
            taken: HashMap::new(),
        }
    }

    fn run(mut self) -> Catalog {
        self.sources();
        self.claim_ids();
        let mut claims = self.claims();
        let records = [Kind::Role, Kind::Cert, Kind::Provider].map(|kind| self.records(kind, &mut claims));
        let [roles, certs, providers] = records;
        let mut catalog = Catalog {
            sources: std::mem::take(&mut self.sources),
            roles,
            certs,
            providers,
            relations: Vec::new(),
            advice: Vec::new(),
            interview: Vec::new(),
            banks: Vec::new(),
            keys: std::mem::take(&mut self.keys),
        };
        self.keys.clone_from(&catalog.keys);
        self.relations(&mut catalog);
        self.advice(&mut catalog);
        self.banks(&mut catalog);
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
            note: None,
        };
        self.source_ids.insert(you.id.clone(), 0);
        self.sources.push(Source { row: you, origin: Origin::Embedded("program") });
        for (file, parsed) in self.files.iter().enumerate() {
            for row in &parsed.data.sources {
                let at = At::record(file, &row.id);
                let taken = self.source_ids.contains_key(&row.id).then_some("another source");
                let bad = self.broken(at, check::id_unique(&row.id, taken))
                    | self.broken(at, check::address_safe(row))
                    | self.broken(at, check::text_length("title", &row.title, MAX_NAME_OF_SOURCE));
                if !bad {
                    self.source_ids.insert(row.id.clone(), self.sources.len());
                    let origin = parsed.origin(at.spot, row.id.as_str());
                    self.sources.push(Source { row: row.clone(), origin });
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
                for row in rows {
                    let at = At::record(file, &row.id);
                    let taken = self.taken.get(&row.id).map(String::as_str);
                    let finding = check::id_unique(&row.id, taken);
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
                let at = At::record(file, &row.id);
                for (number, claim) in row.claims.iter().enumerate() {
                    let before = &row.claims[..number];
                    let nth = before.iter().filter(|c| c.field == claim.field).count();
                    if let Some(joined) = self.claim(at.claim(claim.field.id(), nth), kind, claim) {
                        all.entry(Key(kind, index)).or_default().push((claim.field, joined));
                    }
                }
            }
        }
        for (file, parsed) in self.files.iter().enumerate() {
            // How often each id was named so far: records of this file first, then loose claims.
            let data = &parsed.data;
            let rows = [&data.roles, &data.certifications, &data.providers];
            let mut named: HashMap<&Id, usize> = rows.into_iter().flatten().map(|row| (&row.id, 1)).collect();
            for loose in &data.claims {
                let nth = named.entry(&loose.of).or_default();
                let spot = Spot { record: Some((loose.of.as_str(), *nth)), claim: None };
                *nth += 1;
                let at = At { file, record: &loose.of, spot };
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
                if let Some(joined) = self.claim(at.claim(loose.field.id(), 0), key.0, &row) {
                    all.entry(key).or_default().push((loose.field, joined));
                }
            }
        }
        all
    }

    /// One claim, checked and with its sources looked up.
    fn claim(&mut self, at: At, kind: Kind, row: &ClaimRow) -> Option<Claim> {
        use super::quantity::Value;
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
        let origin = self.files[at.file].origin(at.spot, row.field.id());
        Some(Claim { value: row.value.clone(), sources, note: row.note.clone(), origin, trust, impossible: None })
    }

    /// The sources of a row; those that do not exist are reported and left out.
    fn cited(&mut self, at: At, from: &[SourceRef]) -> Vec<Cited> {
        let mut cited = Vec::with_capacity(from.len());
        for reference in from {
            if let Some(&source) = self.source_ids.get(&reference.source) {
                cited.push(Cited { source, locator: reference.locator.clone() });
                continue;
            }
            let finding = check::known_id(&reference.source, "source", false, self.source_ids.keys().map(Id::as_str))
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

    /// The key of `id`, of the given kind if one is asked for; an unknown id is reported.
    fn key(&mut self, at: At, id: &Id, what: &str, kind: Option<Kind>) -> Option<Key> {
        let found = self.keys.get(id).copied().filter(|key| kind.is_none_or(|kind| key.0 == kind));
        if found.is_none() {
            let all = self.keys.iter().filter(|(_, key)| kind.is_none_or(|kind| key.0 == kind));
            let finding = check::known_id(id, what, false, all.map(|(id, _)| id.as_str()));
            self.broken(at, finding);
        }
        found
    }

    fn records(&mut self, kind: Kind, claims: &mut HashMap<Key, Vec<(Field, Claim)>>) -> Vec<Record> {
        let mut records = Vec::new();
        for (index, (file, row)) in self.rows[kind as usize].clone().into_iter().enumerate() {
            let key = Key(kind, index);
            let at = At::record(file, &row.id);
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
            for fit in &row.fits {
                let cert = self.key(at, &fit.cert, "certification", Some(Kind::Cert));
                let sources = self.cited(at, &fit.from);
                let bad = self.broken(at, check::claim_sourced("fits", fit.from.len()))
                    | self.broken(at, check::text_length("reason", &fit.reason, check::MAX_TEXT));
                let (Some(cert), false) = (cert, bad || sources.is_empty()) else { continue };
                let origin = self.files[file].origin(at.spot, fit.cert.as_str());
                let reason = Reason { text: fit.reason.clone(), sources, origin };
                match fits.iter_mut().find(|known| known.cert == cert) {
                    Some(known) => {
                        known.fit = known.fit.min(fit.fit);
                        known.reasons.push(reason);
                    }
                    None => fits.push(FitOf { cert, fit: fit.fit, reasons: vec![reason] }),
                }
            }
            fits.sort_by_key(|fit| (fit.fit, std::cmp::Reverse(fit.reasons.len()), fit.cert));
            match kind {
                Kind::Role => self.broken(at, check::role_has_cert(&row.id, fits.len())),
                Kind::Cert => {
                    let provider = facts.iter().find(|fact| fact.field == Field::Provider);
                    let provider = provider.and_then(Fact::value);
                    self.broken(at, check::cert_has_provider(&row.id, provider))
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
                named_in,
                origin: self.files[file].origin(at.spot, row.id.as_str()),
                facts,
                fits,
            });
        }
        records
    }

    fn relations(&mut self, catalog: &mut Catalog) {
        self.sources.clone_from(&catalog.sources);
        for (file, parsed) in self.files.iter().enumerate() {
            for row in &parsed.data.relations {
                let at = At::record(file, &row.from_cert);
                let first = self.key(at, &row.from_cert, "certification", Some(Kind::Cert));
                let second = self.key(at, &row.to_cert, "certification", Some(Kind::Cert));
                let sources = self.cited(at, &row.from);
                let sourced = !self.broken(at, check::claim_sourced("from", row.from.len()));
                if let (Some(first), Some(second), true) = (first, second, sourced && !sources.is_empty()) {
                    catalog.relations.push(Relation { first, kind: row.kind, second, sources, note: row.note.clone() });
                }
            }
        }
    }

    fn advice(&mut self, catalog: &mut Catalog) {
        let mut rule_ids: HashMap<&Id, usize> = HashMap::new();
        for (file, parsed) in self.files.iter().enumerate() {
            for row in &parsed.data.advice {
                let at = At::record(file, &row.id);
                let cert = self.key(at, &row.cert, "certification", Some(Kind::Cert));
                let sources = self.cited(at, &row.from);
                let taken = rule_ids.contains_key(&row.id).then_some("another rule");
                let bad = self.broken(at, check::id_unique(&row.id, taken))
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
            for row in &parsed.data.interview {
                let at = At::record(file, &row.id);
                let mut answers = Vec::new();
                for answer in &row.answers {
                    let mut rules = Vec::new();
                    for id in &answer.rules {
                        match rule_ids.get(id) {
                            Some(&rule) => rules.push(rule),
                            None => {
                                let all = rule_ids.keys().map(|id| id.as_str());
                                let finding = check::known_id(id, "rule of advice", false, all);
                                self.broken(at, finding);
                            }
                        }
                    }
                    answers.push(Answer { id: answer.id.clone(), say: answer.say.clone(), rules });
                }
                let sources = self.cited(at, &row.from);
                let (id, ask) = (row.id.clone(), row.ask.clone());
                catalog.interview.push(Interview { id, ask, answers, sources });
            }
        }
    }

    fn banks(&mut self, catalog: &mut Catalog) {
        for (file, parsed) in self.files.iter().enumerate() {
            for bank in &parsed.data.banks {
                let taken = catalog.banks.iter().any(|known| known.id == bank.id).then_some("another bank");
                if self.broken(At::record(file, &bank.id), check::id_unique(&bank.id, taken)) {
                    continue;
                }
                let mut items: Vec<Item> = Vec::new();
                for row in &bank.items {
                    let at = At::record(file, &row.id);
                    let taken = items.iter().any(|item| item.id == row.id).then_some("another question");
                    let mut bad = self.broken(at, check::id_unique(&row.id, taken))
                        | self.broken(at, check::item_key(bank, row))
                        | self.broken(at, check::claim_sourced("from", row.from.len()));
                    for (what, text) in check::item_texts(row) {
                        bad |= self.broken(at, check::text_length(what, text, check::MAX_TEXT));
                    }
                    let sources = self.cited(at, &row.from);
                    if !bad && !sources.is_empty() {
                        items.push(Item::new(row, sources));
                    }
                }
                let (id, name, intro) = (bank.id.clone(), bank.name.clone(), bank.intro.clone());
                let origin = parsed.origin(Spot::record(bank.id.as_str()), bank.id.as_str());
                catalog.banks.push(Bank { id, name, intro, items, origin });
            }
        }
    }
}

/// Longest title of a source: pages are named at length.
const MAX_NAME_OF_SOURCE: usize = 300;
