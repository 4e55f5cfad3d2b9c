//! From RON to a [`Catalog`]: parse, join, check.
//!
//! The embedded data set comes first, then the user's files in the order given. A file that cannot
//! be read is left out whole; a row that breaks a rule is left out alone. What was left out is
//! told as a list of [`Problem`]s with file, line and column; the rest is used.

use std::borrow::Cow;
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use ron::Options;
use ron::extensions::Extensions;

use super::claim::Origin;
use super::join::Joining;
use super::place::{Excerpt, Place, Places, Spot, locate};
use super::quantity::Date;
use super::record::Id;
use super::schema::DataFile;
use super::{Catalog, check};
use crate::safe_text::{SafeText, safe};

/// The largest data file we read, in bytes.
pub const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// How deep brackets may nest; our own files need 9.
const MAX_DEPTH: usize = 32;

/// The files of the data set inside the program, below `assets`; [`crate::embedded`] has their texts.
pub const EMBEDDED: &[&str] = &[
    "catalog/sources.ron",
    "catalog/providers.ron",
    "catalog/roles.ron",
    "catalog/roles-more.ron",
    // The bodies people ask for most come first: this is the order of the lists.
    "catalog/certs/scrum-alliance.ron",
    "catalog/certs/scrum-org.ron",
    "catalog/certs/pmi.ron",
    "catalog/certs/scaled-agile.ron",
    "catalog/certs/peoplecert.ron",
    "catalog/certs/iiba.ron",
    "catalog/certs/istqb.ron",
    "catalog/certs/kanban-university.ron",
    "catalog/certs/icagile.ron",
    "catalog/certs/agile-business-consortium.ron",
    "catalog/certs/ireb.ron",
    "catalog/certs/less.ron",
    "catalog/certs/scrum-inc.ron",
    "catalog/certs/scrumstudy.ron",
    "catalog/certs/exin.ron",
    "catalog/certs/aipmm.ron",
    "catalog/certs/pragmatic-institute.ron",
    "catalog/certs/product-school.ron",
    "catalog/certs/google.ron",
    "catalog/certs/dtwi.ron",
    "catalog/certs/okr-russia.ron",
    "catalog/certs/certiprof.ron",
    "catalog/fits-agile.ron",
    "catalog/fits-project.ron",
    "catalog/relations.ron",
    "catalog/renewals.ron",
    "catalog/advice.ron",
    "questions/scrum-team.ron",
    "questions/scrum-flow.ron",
    "questions/product-owner.ron",
    "questions/scrum-master.ron",
    "questions/agile.ron",
    "questions/kanban.ron",
    "questions/safe.ron",
    "questions/project.ron",
    "questions/okr.ron",
    "questions/okr-more.ron",
    // After the banks, whose topics it names.
    "catalog/mocks.ron",
];

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
    /// The line it is about, for the first [`MOST_SHOWN`] problems.
    pub excerpt: Option<Excerpt>,
}

/// At most this many problems are told at once.
pub const MOST_SHOWN: usize = 20;

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
    load_as_of(files, None)
}

/// The same without what was not yet known on a day: claims dated later are left out, undated ones
/// stay.
#[must_use]
pub fn load_as_of(files: &[PathBuf], as_of: Option<Date>) -> Loaded {
    let mut join = Join::default();
    for (name, text) in crate::embedded::texts() {
        join.parse(name, Cow::Borrowed(text), Some(name));
    }
    for path in files {
        for (shown, text) in read(path, &mut join.problems) {
            join.parse(&shown, Cow::Owned(text), None);
        }
    }
    join.finish(as_of)
}

/// Everything that would be loaded, as one data file: what `certdex export --format ron` prints.
/// Files that cannot be read are left out.
#[must_use]
pub fn merged(files: &[PathBuf]) -> DataFile {
    let mut join = Join::default();
    for (name, text) in crate::embedded::texts() {
        join.parse(name, Cow::Borrowed(text), Some(name));
    }
    for path in files {
        for (shown, text) in read(path, &mut join.problems) {
            join.parse(&shown, Cow::Owned(text), None);
        }
    }
    let mut whole = DataFile { schema: super::schema::SCHEMA, ..DataFile::default() };
    for file in join.files {
        let data = file.data;
        whole.sources.extend(data.sources);
        whole.providers.extend(data.providers);
        whole.roles.extend(data.roles);
        whole.certifications.extend(data.certifications);
        whole.claims.extend(data.claims);
        whole.fits.extend(data.fits);
        whole.collisions.extend(data.collisions);
        whole.terms.extend(data.terms);
        whole.relations.extend(data.relations);
        whole.shared_renewals.extend(data.shared_renewals);
        whole.mocks.extend(data.mocks);
        whole.advice.extend(data.advice);
        whole.interview.extend(data.interview);
        whole.banks.extend(data.banks);
    }
    whole
}

/// Only the files given, over the embedded data set's ids: what `certdex check FILE` judges.
#[must_use]
pub fn load_text(name: &str, text: &str) -> Loaded {
    let mut join = Join::default();
    for (name, text) in crate::embedded::texts() {
        join.parse(name, Cow::Borrowed(text), Some(name));
    }
    join.parse(name, Cow::Owned(text.to_owned()), None);
    join.finish(None)
}

/// Only these texts, each with its name, and nothing of the embedded data set.
#[must_use]
pub fn load_alone(files: &[(String, String)]) -> Loaded {
    let mut join = Join::default();
    for (name, text) in files {
        join.parse(name, Cow::Owned(text.clone()), None);
    }
    join.finish(None)
}

/// Reads one file, or every `*.ron` of a folder. Whatever cannot be read becomes a problem.
fn read(path: &Path, problems: &mut Vec<Problem>) -> Vec<(String, String)> {
    let shown = safe(&path.to_string_lossy());
    let mut refuse = |rule: &'static str, place: Option<Place>, message: String| {
        problems.push(Problem { rule, file: SafeText::new(&shown), place, record: None, message, excerpt: None });
    };
    if path.is_dir() {
        let mut inside: Vec<PathBuf> = std::fs::read_dir(path)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .filter(|file| file.extension().is_some_and(|ext| ext == "ron") && !file.is_dir())
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
pub(super) struct Parsed {
    pub(super) name: SafeText,
    pub(super) embedded: Option<&'static str>,
    pub(super) data: DataFile,
    text: Cow<'static, str>,
    places: std::cell::OnceCell<Places>,
}

impl Parsed {
    /// Looked up only for the user's files and for messages: ours are never scanned at start.
    pub(super) fn place(&self, spot: Spot, token: &str) -> Place {
        self.places().find(&self.text, spot, token)
    }

    fn places(&self) -> &Places {
        self.places.get_or_init(|| Places::scan(&self.text))
    }

    pub(super) fn origin(&self, spot: Spot, token: &str) -> Origin {
        match self.embedded {
            Some(_) => Origin::Embedded,
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
        let (place, why) = locate(text, &error);
        ("ron-syntax", place, why.unwrap_or_else(|| explain(&error.code)))
    })
}

/// ron's error in a sentence for people, with the nearest name where a name is wrong.
pub(super) fn explain(error: &ron::Error) -> String {
    use ron::Error as E;
    let did_you_mean = |found: &str, expected: &[&str]| {
        check::nearest(found, expected.iter().copied()).map_or_else(
            || format!("; known here: {}", expected.join(", ")),
            |near| format!("; did you mean `{near}`?"),
        )
    };
    let short = |found: &str| -> String { safe(found).chars().take(60).collect() };
    let text = match error {
        E::NoSuchStructField { expected, found, .. } => {
            format!("there is no field `{}`{}", short(found), did_you_mean(found, expected))
        }
        E::NoSuchEnumVariant { expected, found, .. } => {
            format!("`{}` is not known{}", short(found), did_you_mean(found, expected))
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

/// Rules that miss something, where it may have been left out for breaking another rule.
const FOLLOWS: &[&str] = &["role-has-cert", "cert-has-provider", "cert-complete", "cert-has-role"];

/// How many problems get the exact column; nobody reads more.
const MOST_EXACT: usize = 500;

/// Lets every problem point at the very token that its message is about.
fn pinpoint(files: &[Parsed], problems: &mut [Problem]) {
    problems.sort_by_key(|problem| (problem.file.clone(), problem.place));
    for problem in problems.iter_mut().take(MOST_EXACT) {
        let Some(parsed) = files.iter().find(|parsed| parsed.name == problem.file) else { continue };
        let exact = |found| parsed.places().pinpoint(&parsed.text, found, problem.rule, &problem.message);
        problem.place = problem.place.and_then(exact).or(problem.place);
    }
}

impl Join {
    fn parse(&mut self, name: &str, text: Cow<'static, str>, embedded: Option<&'static str>) {
        match parse(&text) {
            Ok(data) => {
                if let Some(finding) = check::schema_version(data.schema) {
                    let place = Places::scan(&text).version(&text);
                    self.refuse(name, &text, place, finding.rule, finding.message);
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
                self.refuse(name, &text, place, rule, message);
            }
        }
    }

    /// Leaves a file out whole.
    fn refuse(&mut self, name: &str, text: &str, place: Place, rule: &'static str, message: String) {
        let (file, excerpt) = (SafeText::new(name), Excerpt::of(text, place));
        self.problems.push(Problem { rule, file, place: Some(place), record: None, message, excerpt });
    }

    fn finish(self, as_of: Option<Date>) -> Loaded {
        let Self { files, mut problems } = self;
        let catalog = Joining::new(&files, as_of, &mut problems).run();
        pinpoint(&files, &mut problems);
        // What is missing often only follows from a row that was left out: causes come first.
        let follows = |problem: &Problem| FOLLOWS.contains(&problem.rule);
        problems.sort_by_key(|problem| (problem.file.clone(), follows(problem), problem.place));
        for problem in problems.iter_mut().take(MOST_SHOWN).filter(|problem| problem.excerpt.is_none()) {
            let parsed = files.iter().find(|parsed| parsed.name == problem.file);
            problem.excerpt = parsed.zip(problem.place).and_then(|(parsed, place)| Excerpt::of(&parsed.text, place));
        }
        Loaded { catalog, problems }
    }
}
