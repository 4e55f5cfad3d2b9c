//! `certdex decide`: the decision interview without the screen.

use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use super::memo;
use super::output::Out;
use super::{find, read_text};
use crate::advise::{
    self, Advised, Answers, Choice, Outcome, Reason, caution, decide, flip_words, flips, remarks, said,
};
use crate::catalog::Catalog;
use crate::catalog::check::nearest;
use crate::catalog::load::Problem;
use crate::catalog::place::Place;
use crate::catalog::record::{Key, Kind};
use crate::error::{Error, Exit};
use crate::safe_text::{SafeText, safe};
use crate::search::limits::Standing;

/// What is asked of the verb.
#[derive(Clone, Debug, Default)]
pub struct Asked<'a> {
    /// Answers as `key=value`.
    pub pairs: &'a [String],
    /// A file of answers.
    pub file: Option<&'a Path>,
    /// Say why this certification is not the first.
    pub why_not: Option<&'a str>,
    /// Files to write the record to.
    pub export: &'a [PathBuf],
    /// Whether files that exist may be written over.
    pub force: bool,
    /// For scripts: JSON.
    pub json: bool,
}

/// At most so many bytes of an answers file or a record are read: nobody writes more by hand.
pub const MOST: u64 = 256 * 1024;

/// Prints what the answers come to, or the questions where nothing was answered.
///
/// # Errors
/// [`Error::Usage`] for answers that cannot be read, [`Error::Data`] for a file of them,
/// [`Error::Output`].
pub fn run(catalog: &Catalog, asked: &Asked, out: &mut Out) -> Result<Exit, Error> {
    let mut answers = match asked.file {
        Some(path) => from_file(catalog, path)?,
        None => Answers::default(),
    };
    let mut seen: Vec<usize> = Vec::new();
    for pair in asked.pairs {
        let (question, choice) = from_pair(catalog, pair)?;
        if seen.contains(&question) {
            let id = &catalog.interview[question].id;
            return Err(Error::Usage(format!("`{id}` is answered twice; give one answer to a question")));
        }
        seen.push(question);
        answers.set(question, choice);
    }
    if answers.is_empty() && asked.file.is_none() && seen.is_empty() {
        if asked.why_not.is_some() || !asked.export.is_empty() {
            return Err(Error::Usage(
                "nothing is answered yet; write for example `certdex decide want=product-owner learning=alone`".into(),
            ));
        }
        return if asked.json { questions_json(catalog, out) } else { questions(catalog, out) };
    }
    let outcome = decide(catalog, &answers);
    for path in asked.export {
        memo::write(catalog, &answers, &outcome, path, asked.force)?;
    }
    if asked.json {
        out.json(&to_json(
            catalog,
            &answers,
            &outcome,
            asked.why_not.map(|id| find(catalog, id)).transpose()?.map(|r| r.key),
        ))?;
    } else {
        for line in lines(catalog, &answers, &outcome) {
            out.line(&line)?;
        }
        if let Some(id) = asked.why_not {
            out.line("")?;
            for line in why_not(catalog, &answers, &outcome, id)? {
                out.line(&line)?;
            }
        }
        for path in asked.export {
            out.line(&format!("written to {}", safe(&path.to_string_lossy())))?;
        }
    }
    Ok(if outcome.first().is_some() { Exit::Ok } else { Exit::Finding })
}

/// The questions with their answers, for who does not know what to write.
fn questions(catalog: &Catalog, out: &mut Out) -> Result<Exit, Error> {
    out.line("Answer what matters to you, as in: certdex decide want=product-owner learning=alone renewal=no\n")?;
    for question in catalog.interview.iter() {
        out.line(&format!("{:<12}{}", question.id, question.ask.one_line()))?;
        for answer in &question.answers {
            out.line(&format!("            {:<12}{}", answer.id, answer.say.one_line()))?;
        }
        if let Some(kind) = question.pick {
            out.line(&format!("            {}", pick_words(kind)))?;
        }
    }
    Ok(Exit::Ok)
}

fn pick_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Role => "or a role, as scrum-master (`certdex roles` lists them)",
        Kind::Cert => "or certifications, as csm (`certdex certs` lists them)",
        Kind::Provider => "or a provider, as pmi",
    }
}

fn questions_json(catalog: &Catalog, out: &mut Out) -> Result<Exit, Error> {
    let all: Vec<Json> = catalog
        .interview
        .iter()
        .map(|question| {
            let answers: Vec<Json> =
                question.answers.iter().map(|answer| json!({ "id": answer.id.as_str(), "say": answer.say })).collect();
            json!({
                "id": question.id.as_str(),
                "ask": question.ask,
                "weight": question.weight,
                "pick": question.pick.map(Kind::id),
                "answers": answers,
                "sources": question.sources.iter().map(|cited| catalog.cite(cited)).collect::<Vec<_>>(),
            })
        })
        .collect();
    out.json(&all)?;
    Ok(Exit::Ok)
}

/// Reads `key=value`.
fn from_pair(catalog: &Catalog, pair: &str) -> Result<(usize, Option<Choice>), Error> {
    let Some((key, value)) = pair.split_once('=') else {
        let shown: String = safe(pair).chars().take(60).collect();
        return Err(Error::Usage(format!(
            "`{shown}` is no answer; write a question and its answer, as in `learning=alone`"
        )));
    };
    let values: Vec<&str> = value.split(',').map(str::trim).filter(|value| !value.is_empty()).collect();
    read_answer(catalog, key.trim(), &values).map_err(Error::Usage)
}

/// Reads the answer to the question of that id; the error is a sentence for people.
///
/// # Errors
/// What is wrong, and what is allowed.
pub fn read_answer(catalog: &Catalog, key: &str, values: &[&str]) -> Result<(usize, Option<Choice>), String> {
    let shown = |text: &str| -> String { safe(text).chars().take(60).collect() };
    let Some(number) = advise::number_of(catalog, key) else {
        let ids: Vec<&str> = catalog.interview.iter().map(|question| question.id.as_str()).collect();
        let near = nearest(key, ids.iter().copied()).map_or(String::new(), |near| format!("did you mean `{near}`? "));
        return Err(format!("there is no question `{}`; {near}the questions are {}", shown(key), ids.join(", ")));
    };
    let question = &catalog.interview[number];
    match values {
        [] | ["any" | "skip"] => return Ok((number, None)),
        [one] => {
            if let Some(answer) = question.answers.iter().position(|answer| answer.id.as_str() == *one) {
                return Ok((number, Some(Choice::Answer(answer))));
            }
        }
        _ => {}
    }
    let allowed: Vec<&str> = question.answers.iter().map(|answer| answer.id.as_str()).collect();
    let Some(kind) = question.pick else {
        let one = values.iter().map(|value| shown(value)).collect::<Vec<_>>().join(",");
        return Err(format!("`{key}` cannot be answered with `{one}`; write {}", allowed.join(", ")));
    };
    let mut keys: Vec<Key> = Vec::new();
    for value in values {
        let found = catalog.find(value).filter(|record| record.key.0 == kind).ok_or_else(|| {
            let near = nearest(value, catalog.all(kind).iter().map(|record| record.id.as_str()));
            let near = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
            let (own, other) = (allowed.join(", "), pick_words(kind));
            format!("`{key}` cannot be answered with `{}`; {near}write {own}, {other}", shown(value))
        })?;
        if !keys.contains(&found.key) {
            keys.push(found.key);
        }
    }
    if kind == Kind::Role && keys.len() > 1 {
        return Err(format!("`{key}` takes one role"));
    }
    Ok((number, Some(Choice::Records(keys))))
}

/// A value of an answers file: one word, or several.
#[derive(serde::Deserialize)]
#[serde(untagged)]
enum Given {
    One(String),
    Number(u32),
    Several(Vec<String>),
}

/// Question and value in the order of the file; a question may not stand there twice.
struct Pairs(Vec<(String, Given)>);

impl<'de> serde::Deserialize<'de> for Pairs {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Map;
        impl<'de> serde::de::Visitor<'de> for Map {
            type Value = Pairs;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("answers, as in {\"want\": \"product-owner\", \"held\": [\"csm\"]}")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs: Vec<(String, Given)> = Vec::new();
                while let Some(key) = map.next_key::<String>()? {
                    if pairs.iter().any(|(known, _)| *known == key) {
                        let shown = safe(&key);
                        return Err(serde::de::Error::custom(format!("`{shown}` is answered twice; keep one answer")));
                    }
                    pairs.push((key, map.next_value()?));
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Map)
    }
}

/// Reads a file of answers: RON, `{"want": "product-owner", "learning": "alone"}`.
fn from_file(catalog: &Catalog, path: &Path) -> Result<Answers, Error> {
    let text = read_text(path, MOST)?;
    let shown = safe(&path.to_string_lossy());
    let fault = |place: Option<Place>, message: String| {
        let file = SafeText::new(&shown);
        Error::Data(vec![Problem { rule: "answers", file, place, record: None, message, excerpt: None }])
    };
    let Pairs(pairs) = ron::from_str(&text).map_err(|error| {
        let place = Place { line: error.span.start.line, column: error.span.start.col };
        let message = format!(
            "{}; write {{\"want\": \"product-owner\", \"learning\": \"alone\"}}",
            safe(&error.code.to_string())
        );
        fault(Some(place), message)
    })?;
    if pairs.is_empty() {
        return Err(fault(None, "answers nothing; `certdex decide` lists the questions".to_owned()));
    }
    let mut answers = Answers::default();
    for (key, given) in &pairs {
        let number;
        let values: Vec<&str> = match given {
            Given::One(one) => vec![one],
            Given::Number(amount) => {
                number = amount.to_string();
                vec![&number]
            }
            Given::Several(all) => all.iter().map(String::as_str).collect(),
        };
        let (question, choice) = read_answer(catalog, key, &values).map_err(|message| {
            // The key as it stands in the file.
            let at = text.find(&format!("\"{key}\""));
            let place = at.map(|at| {
                let before = &text[..at];
                let line = before.matches('\n').count() + 1;
                Place { line, column: before.rsplit('\n').next().unwrap_or_default().chars().count() + 1 }
            });
            fault(place, message)
        })?;
        answers.set(question, choice);
    }
    Ok(answers)
}

/// The answers in one line.
#[must_use]
pub fn answers_line(catalog: &Catalog, answers: &Answers) -> String {
    let given = catalog.interview.iter().enumerate().filter_map(|(number, question)| {
        Some(format!("{}: {}", question.short.one_line(), said(catalog, number, answers.get(number)?)))
    });
    given.collect::<Vec<_>>().join(" · ")
}

/// A reason with who says so; `*` where it is our own judgement.
#[must_use]
pub fn reason_line(catalog: &Catalog, reason: &Reason) -> String {
    let cite = catalog.cite_all(&reason.sources);
    if cite.is_empty() { reason.words.clone() } else { format!("{} {cite}", reason.words) }
}

/// At most so many reasons are shown on each side; the rest is counted.
const REASONS: usize = 5;

fn side(catalog: &Catalog, head: &str, sign: char, reasons: &[Reason], lines: &mut Vec<String>) {
    if reasons.is_empty() {
        return;
    }
    lines.push(format!("   {head}"));
    for reason in reasons.iter().take(REASONS) {
        let words = reason_line(catalog, reason);
        for (i, line) in textwrap::wrap(&words, 84).into_iter().enumerate() {
            let lead = if i == 0 { sign } else { ' ' };
            lines.push(format!("   {lead} {line}"));
        }
    }
    if reasons.len() > REASONS {
        lines.push(format!("     and {} more", reasons.len() - REASONS));
    }
}

/// The mark of how a certification stands to what was ruled out.
fn standing_words(standing: Standing) -> &'static str {
    match standing {
        Standing::Within => "",
        Standing::Disputed => "   ! sources disagree about what you ruled out",
        Standing::Unknown => "   ~ nobody says whether it is what you ruled out",
    }
}

fn block(catalog: &Catalog, number: usize, one: &Advised) -> Vec<String> {
    let cert = catalog.get(one.cert);
    let asked = if one.asked_for { "   asked for" } else { "" };
    let mut lines =
        vec![format!("{number}. {}  {}{asked}{}", cert.short(), cert.name.one_line(), standing_words(one.standing))];
    side(catalog, "fits because you said", '+', &one.for_it, &mut lines);
    side(catalog, "against it", '-', &one.against, &mut lines);
    lines.push(format!("   {}", memo::money_line(catalog, one.cert)));
    lines.push(format!("   {}", memo::cost_line(catalog, one.cert)));
    lines
}

/// The whole answer as lines.
fn lines(catalog: &Catalog, answers: &Answers, outcome: &Outcome) -> Vec<String> {
    let mut lines: Vec<String> =
        textwrap::wrap(&answers_line(catalog, answers), 88).into_iter().map(|line| line.into_owned()).collect();
    lines.push(String::new());
    let remarks = remarks(catalog, outcome);
    lines.extend(remarks.iter().cloned());
    if !remarks.is_empty() {
        lines.push(String::new());
    }
    for (number, one) in outcome.shown().iter().enumerate() {
        lines.extend(block(catalog, number + 1, one));
        lines.push(String::new());
    }
    let flips = flips(catalog, answers);
    if !flips.is_empty() {
        lines.push("What would change the first place".to_owned());
        for flip in flips.iter().take(3) {
            lines.push(format!("   {}", flip_words(catalog, answers, flip)));
        }
        lines.push(String::new());
    }
    lines.push(caution(catalog));
    lines
}

/// Why a certification is not the first.
fn why_not(catalog: &Catalog, answers: &Answers, outcome: &Outcome, id: &str) -> Result<Vec<String>, Error> {
    let record = find(catalog, id)?;
    if record.key.0 != Kind::Cert {
        return Err(Error::Usage(format!("`{}` is no certification; `--why-not` takes the id of one", record.id)));
    }
    let name = record.short();
    if let Some(refused) = outcome.refused.iter().find(|refused| refused.cert == record.key) {
        return Ok(vec![format!("Why not {name}: {}.", refused.why)]);
    }
    let Some(place) = outcome.ranked.iter().position(|one| one.cert == record.key) else {
        return Ok(vec![format!("Why not {name}: none of your answers speaks for it.")]);
    };
    let one = &outcome.ranked[place];
    let mut lines = if place == 0 {
        vec![format!("{name} comes first.")]
    } else {
        let first = &outcome.ranked[0];
        let ahead: Vec<String> = catalog
            .interview
            .iter()
            .enumerate()
            .filter_map(|(number, question)| {
                let of = |one: &Advised| -> i64 {
                    let both = one.for_it.iter().chain(&one.against);
                    both.filter(|reason| reason.question == Some(number)).map(|reason| reason.points).sum()
                };
                let choice = answers.get(number)?;
                (of(first) > of(one))
                    .then(|| format!("{} ({})", question.short.one_line(), said(catalog, number, choice)))
            })
            .collect();
        let what =
            if first.asked_for && ahead.is_empty() { "it is asked for by name".to_owned() } else { ahead.join(", ") };
        vec![
            format!("Why not {name}: it comes {} of {}.", place + 1, outcome.ranked.len()),
            format!("   {} is ahead by: {what}", catalog.get(first.cert).short()),
        ]
    };
    side(catalog, "for it", '+', &one.for_it, &mut lines);
    side(catalog, "against it", '-', &one.against, &mut lines);
    Ok(lines)
}

fn to_json(catalog: &Catalog, answers: &Answers, outcome: &Outcome, why_not: Option<Key>) -> Json {
    let id = |key: Key| catalog.get(key).id.as_str().to_owned();
    let question = |number: Option<usize>| number.map(|number| catalog.interview[number].id.to_string());
    let reason = |reason: &Reason| {
        json!({
            "question": question(reason.question),
            "points": reason.points,
            "text": reason.words,
            "sources": reason.sources.iter().map(|cited| catalog.cite(cited)).collect::<Vec<_>>(),
        })
    };
    let advised = |one: &Advised| {
        json!({
            "id": id(one.cert),
            "name": catalog.get(one.cert).name,
            "points": one.points,
            "asked_for": one.asked_for,
            "standing": one.standing.id(),
            "for": one.for_it.iter().map(reason).collect::<Vec<_>>(),
            "against": one.against.iter().map(reason).collect::<Vec<_>>(),
        })
    };
    let given: serde_json::Map<String, Json> = catalog
        .interview
        .iter()
        .enumerate()
        .filter_map(|(number, question)| Some((question.id.to_string(), Json::from(answers.written(catalog, number)?))))
        .collect();
    let refused = |refused: &advise::Refused| json!({ "id": id(refused.cert), "question": question(refused.question), "why": refused.why });
    let flips: Vec<Json> = flips(catalog, answers)
        .iter()
        .map(|flip| {
            let other = answers_with(answers, flip).written(catalog, flip.question);
            json!({
                "question": catalog.interview[flip.question].id.as_str(),
                "answer": other,
                "first": id(flip.first),
                "text": flip_words(catalog, answers, flip),
            })
        })
        .collect();
    let mut whole = json!({
        "answers": given,
        "results": outcome.shown().iter().map(advised).collect::<Vec<_>>(),
        "others": outcome.ranked.iter().skip(outcome.shown().len()).map(advised).collect::<Vec<_>>(),
        "refused": outcome.refused.iter().map(refused).collect::<Vec<_>>(),
        "relaxed": outcome.relaxed.iter().map(|number| question(Some(*number))).collect::<Vec<_>>(),
        "tie": outcome.is_tie,
        "weak": outcome.is_weak,
        "flips": flips,
        "remarks": remarks(catalog, outcome),
        "data": catalog.version(),
    });
    if let Some(key) = why_not {
        let place = outcome.ranked.iter().position(|one| one.cert == key).map(|place| place + 1);
        let why = outcome.refused.iter().find(|refused| refused.cert == key).map(|refused| refused.why.clone());
        whole["why_not"] = json!({ "id": id(key), "place": place, "refused": why });
    }
    whole
}

fn answers_with(answers: &Answers, flip: &advise::Flip) -> Answers {
    let mut other = answers.clone();
    other.set(flip.question, Some(flip.choice.clone()));
    other
}
