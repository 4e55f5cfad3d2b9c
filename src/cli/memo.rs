//! A decision on record: one page for people, a RON file for `certdex replay`, and what has changed
//! since.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::decide::{MOST, answers_line, read_answer, reason_line};
use super::output::Out;
use super::{read_text, write_out};
use crate::advise::{Answers, Outcome, caution, decide, flip_words, flips, remarks, said};
use crate::catalog::Catalog;
use crate::catalog::claim::Cited;
use crate::catalog::load::Problem;
use crate::catalog::place::Place;
use crate::catalog::record::{Id, Key};
use crate::cost::{Terms, hold};
use crate::error::{Error, Exit};
use crate::field::Field;
use crate::safe_text::{SafeText, safe};

/// The version of the record's format.
const MEMO: u32 = 1;

/// The fields that a decision rests on.
const FIELDS: [Field; 9] = [
    Field::Status,
    Field::Prerequisites,
    Field::Training,
    Field::Exam,
    Field::PassMark,
    Field::ExamFee,
    Field::CourseFee,
    Field::Validity,
    Field::Renewal,
];

/// A decision as `certdex replay` reads it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Memo {
    /// The version of this format.
    version: u32,
    /// The version of the data it was made with.
    data: String,
    /// Question and answer, in the order of the interview.
    answers: Vec<(String, String)>,
    /// The first place, if there was one.
    first: Option<Id>,
    /// What was shown, best first.
    shortlist: Vec<Id>,
    /// What was known of those.
    facts: Vec<Known>,
}

/// A fact as it was known.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    cert: Id,
    field: String,
    says: String,
    disputed: bool,
}

fn known(catalog: &Catalog, key: Key, field: Field) -> Known {
    let record = catalog.get(key);
    let fact = record.fact(field);
    Known {
        cert: record.id.clone(),
        field: field.id().to_owned(),
        says: catalog.phrase_fact(fact),
        disputed: fact.is_some_and(|fact| fact.conflict),
    }
}

/// What a certification costs, in one line with who says so.
#[must_use]
pub fn money_line(catalog: &Catalog, key: Key) -> String {
    let record = catalog.get(key);
    let part = |field: Field| {
        let fact = record.fact(field);
        let cited: Vec<Cited> = fact
            .and_then(|fact| fact.adopted.first().map(|at| fact.claims[*at].sources.clone()))
            .unwrap_or_default()
            .into_iter()
            .take(2)
            .collect();
        let mark = if fact.is_some_and(|fact| fact.conflict) { " !" } else { "" };
        let says = format!(
            "{} {}{mark} {}",
            field.label().to_lowercase(),
            catalog.phrase_fact(fact),
            catalog.cite_all(&cited)
        );
        says.trim_end().to_owned()
    };
    [Field::ExamFee, Field::CourseFee, Field::Renewal].map(part).join(" · ")
}

/// What it costs to earn a certification and to hold it for some years, in one line.
#[must_use]
pub fn cost_line(catalog: &Catalog, key: Key) -> String {
    let terms = Terms::default();
    let cost = hold(catalog, &[key], &terms);
    format!("to earn it and hold it for {} years: {}", terms.years, cost.words)
}

/// Writes the record of a decision: `.md` for people, `.ron` for `certdex replay`.
///
/// # Errors
/// [`Error::Usage`] for another ending or a file that exists, [`Error::Output`].
pub fn write(catalog: &Catalog, answers: &Answers, outcome: &Outcome, path: &Path, force: bool) -> Result<(), Error> {
    let text = match path.extension().and_then(|ending| ending.to_str()) {
        Some("md") => page(catalog, answers, outcome),
        Some("ron") => record(catalog, answers, outcome)?,
        _ => {
            let shown = safe(&path.to_string_lossy());
            return Err(Error::Usage(format!(
                "`{shown}`: the ending says what to write; name a .md file for people, or a .ron file for `certdex replay`"
            )));
        }
    };
    write_out(path, &text, force)
}

fn record(catalog: &Catalog, answers: &Answers, outcome: &Outcome) -> Result<String, Error> {
    let shown = outcome.shown();
    let memo = Memo {
        version: MEMO,
        data: catalog.version(),
        answers: catalog
            .interview
            .iter()
            .enumerate()
            .filter_map(|(number, question)| Some((question.id.to_string(), answers.written(catalog, number)?)))
            .collect(),
        first: outcome.first().map(|one| catalog.get(one.cert).id.clone()),
        shortlist: shown.iter().map(|one| catalog.get(one.cert).id.clone()).collect(),
        facts: shown.iter().flat_map(|one| FIELDS.map(|field| known(catalog, one.cert, field))).collect(),
    };
    let style = ron::ser::PrettyConfig::default();
    let text = ron::ser::to_string_pretty(&memo, style).map_err(|error| Error::Usage(safe(&error.to_string())))?;
    Ok(format!("// A decision made with certdex. `certdex replay` says what has changed since.\n{text}\n"))
}

/// Text for a cell or a line of Markdown.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('|', "\\|").replace('<', "&lt;").replace('\n', " ")
}

/// One page for people: answers, shortlist, reasons, costs, conflicts, sources, version of the data.
fn page(catalog: &Catalog, answers: &Answers, outcome: &Outcome) -> String {
    let mut page = "# Which one is for me?\n\n## Answers\n\n| question | answer |\n|---|---|\n".to_owned();
    for (number, question) in catalog.interview.iter().enumerate() {
        if let Some(choice) = answers.get(number) {
            let answer = escaped(&said(catalog, number, choice));
            page.push_str(&format!("| {} | {answer} |\n", escaped(&question.ask.one_line())));
        }
    }
    page.push_str("\n## Shortlist\n");
    for remark in remarks(catalog, outcome) {
        page.push_str(&format!("\n{}\n", escaped(&remark)));
    }
    let mut cited: Vec<Cited> = Vec::new();
    for (number, one) in outcome.shown().iter().enumerate() {
        let cert = catalog.get(one.cert);
        page.push_str(&format!("\n### {}. {} ({})\n\n", number + 1, escaped(&cert.name), escaped(cert.short())));
        for (head, reasons) in [("For it", &one.for_it), ("Against it", &one.against)] {
            if !reasons.is_empty() {
                page.push_str(&format!("{head}:\n\n"));
                for reason in reasons {
                    page.push_str(&format!("* {}\n", escaped(&reason_line(catalog, reason))));
                    cited.extend(reason.sources.iter().cloned());
                }
                page.push('\n');
            }
        }
        page.push_str("| | |\n|---|---|\n");
        page.push_str(&format!("| Cost | {} |\n", escaped(&cost_line(catalog, one.cert))));
        for field in FIELDS {
            let fact = cert.fact(field);
            let mark = if fact.is_some_and(|fact| fact.conflict) { "! " } else { "" };
            let sources: Vec<Cited> =
                fact.and_then(|fact| Some(fact.claims[*fact.adopted.first()?].sources.clone())).unwrap_or_default();
            let says = format!("{mark}{} {}", catalog.phrase_fact(fact), catalog.cite_all(&sources));
            page.push_str(&format!("| {} | {} |\n", field.label(), escaped(says.trim_end())));
            cited.extend(sources);
        }
    }
    let conflicts: Vec<String> = outcome
        .shown()
        .iter()
        .flat_map(|one| {
            let cert = catalog.get(one.cert);
            let disputed = cert.facts.iter().filter(|fact| fact.conflict && FIELDS.contains(&fact.field));
            disputed.map(move |fact| {
                let all: Vec<String> = fact
                    .claims
                    .iter()
                    .map(|claim| format!("{} {}", catalog.phrase(&claim.value), catalog.cite_all(&claim.sources)))
                    .collect();
                format!("* {}, {}: {}\n", cert.short(), fact.field.label(), escaped(&all.join("; ")))
            })
        })
        .collect();
    if !conflicts.is_empty() {
        page.push_str("\n## Where sources disagree\n\n");
        page.push_str(&conflicts.concat());
    }
    let flips = flips(catalog, answers);
    if !flips.is_empty() {
        page.push_str("\n## What would change the first place\n\n");
        for flip in flips.iter().take(3) {
            page.push_str(&format!("* {}\n", escaped(&flip_words(catalog, answers, flip))));
        }
    }
    page.push_str("\n## Sources\n\n");
    let mut numbers: Vec<usize> = cited.iter().map(|cited| cited.source).collect();
    numbers.sort_unstable();
    numbers.dedup();
    for number in numbers {
        let source = &catalog.sources[number];
        let row = &source.row;
        let parts = [row.publisher.as_ref().map(SafeText::one_line), row.address.as_ref().map(SafeText::one_line)];
        let date = row.date.map_or_else(|| "undated".to_owned(), |date| date.to_string());
        let about: Vec<String> = parts.into_iter().flatten().chain([date]).collect();
        page.push_str(&format!(
            "* {}: {}, {}\n",
            source.id,
            escaped(&row.title.one_line()),
            escaped(&about.join(", "))
        ));
    }
    page.push_str(&format!(
        "\n{}\n\nMade with certdex; data version {}.\n",
        escaped(&caution(catalog)),
        catalog.version()
    ));
    page
}

/// Says what has changed since a decision was put on record; exit code 3 if the first place did.
///
/// # Errors
/// [`Error::Data`] for a file that is no record, [`Error::Output`].
pub fn replay(catalog: &Catalog, path: &Path, json: bool, out: &mut Out) -> Result<Exit, Error> {
    let text = read_text(path, MOST)?;
    let shown = safe(&path.to_string_lossy());
    let fault = |place: Option<Place>, message: String| {
        let file = SafeText::new(&shown);
        Error::Data(vec![Problem { rule: "memo", file, place, record: None, message, excerpt: None }])
    };
    let memo: Memo = ron::from_str(&text).map_err(|error| {
        let place = Place { line: error.span.start.line, column: error.span.start.col };
        let code = safe(&error.code.to_string());
        fault(Some(place), format!("{code}; this is no whole record of `certdex decide --export memo.ron`"))
    })?;
    if memo.version != MEMO {
        let message = format!("is of version {} of the record; this certdex reads version {MEMO}", memo.version);
        return Err(fault(None, message));
    }
    let (mut answers, mut lost) = (Answers::default(), Vec::new());
    for (key, value) in &memo.answers {
        let values: Vec<&str> = value.split(',').filter(|value| !value.is_empty()).collect();
        match read_answer(catalog, key, &values) {
            Ok((question, choice)) => answers.set(question, choice),
            Err(message) => lost.push(message),
        }
    }
    let outcome = decide(catalog, &answers);
    let changed: Vec<(String, String)> = memo
        .facts
        .iter()
        .filter_map(|then| {
            let name = format!("{} {}", then.cert, then.field);
            let now = catalog.key(&then.cert).zip(Field::from_id(&then.field));
            let Some((key, field)) = now else { return Some((name, "is not in the data any more".to_owned())) };
            let now = known(catalog, key, field);
            let dispute = match (then.disputed, now.disputed) {
                (false, true) => "; sources disagree now",
                (true, false) => "; sources agree now",
                _ => "",
            };
            let was = safe(&then.says);
            (now != *then).then(|| (name, format!("was {was}, is {}{dispute}", now.says)))
        })
        .collect();
    let first = outcome.first().map(|one| catalog.get(one.cert).id.clone());
    let flipped = first != memo.first;
    let name = |id: &Option<Id>| id.as_ref().map_or("nothing", Id::as_str).to_owned();
    if json {
        out.json(&serde_json::json!({
            "data_then": safe(&memo.data),
            "data_now": catalog.version(),
            "answers_lost": lost,
            "changed": changed.iter().map(|(what, how)| serde_json::json!({ "fact": what, "change": how })).collect::<Vec<_>>(),
            "first_then": name(&memo.first),
            "first_now": name(&first),
            "first_changed": flipped,
        }))?;
    } else {
        out.line(&answers_line(catalog, &answers))?;
        for message in &lost {
            out.line(&format!("an answer of then cannot be used: {message}"))?;
        }
        let version = catalog.version();
        if version == memo.data {
            out.line(&format!("data version {version}, as then"))?;
        } else {
            out.line(&format!("data version {} then, {version} now", safe(&memo.data)))?;
        }
        for (what, how) in &changed {
            out.line(&format!("changed: {what} {how}"))?;
        }
        if changed.is_empty() {
            out.line("no fact of the shortlist has changed")?;
        }
        out.line(&if flipped {
            format!("the first place has changed: it was {}, it is {}", name(&memo.first), name(&first))
        } else {
            format!("the first place has not changed: {}", name(&first))
        })?;
    }
    Ok(if flipped { Exit::Changed } else { Exit::Ok })
}
