//! The card of a record: every fact as a row that can be selected, with its mark and its source.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::catalog::Catalog;
use crate::catalog::claim::{Cited, Fact};
use crate::catalog::quantity::Value;
use crate::catalog::record::{FitOf, Key, Kind, Record};
use crate::catalog::schema::Verdict;
use crate::compare::Cell;
use crate::field::{Field, Group, Merge};
use crate::safe_text::SafeText;
use crate::tui::screens::{pointer, row_style, tint};
use crate::tui::theme::Theme;
use crate::tui::widgets::blocks::Block;
use crate::tui::widgets::text;

/// What a row stands for: where Enter leads, and whose sources `i` shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Goal {
    /// A record as a whole.
    Record(Key),
    /// A field of a record.
    Fact(Key, Field),
    /// A certification that fits a role: role, certification.
    Fit(Key, Key),
    /// A relation of a certification: its number in the catalogue, and the other one.
    Relation(usize, Key),
    /// A rule of advice, by its number.
    Advice(usize),
}

/// One row of a card.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// A heading that stands above it.
    pub heading: Option<&'static str>,
    /// The name of the value; empty for the further items of a list.
    pub label: &'static str,
    /// `!`, `~`, `*` or a space.
    pub mark: char,
    /// The value.
    pub text: String,
    /// More lines under it, each with its own sources.
    pub more: Vec<(String, String)>,
    /// Who says so, in short.
    pub cite: String,
    /// What it stands for.
    pub goal: Goal,
}

/// The rows of the card of `key`, top to bottom.
#[must_use]
pub fn rows(catalog: &Catalog, key: Key) -> Vec<Row> {
    let record = catalog.get(key);
    let mut rows = Vec::new();
    match key.0 {
        Kind::Role => {
            rows.extend(fact_rows(catalog, record, Field::Definition));
            rows.extend(fact_rows(catalog, record, Field::Advised));
            rows.extend(fits(catalog, record));
            headed("The role", &mut rows, |rows| {
                for field in Field::of(Kind::Role).filter(|f| !matches!(f, Field::Definition | Field::Advised)) {
                    rows.extend(fact_rows(catalog, record, field));
                }
            });
        }
        Kind::Cert | Kind::Provider => {
            let mut group = None;
            for field in Field::of(key.0) {
                let found = fact_rows(catalog, record, field);
                if found.is_empty() {
                    continue;
                }
                let here: Group = field.row().group;
                let heading = (group != Some(here)).then(|| here.label());
                group = Some(here);
                let start = rows.len();
                rows.extend(found);
                rows[start].heading = heading;
            }
        }
    }
    if key.0 == Kind::Cert {
        headed("Roles it fits", &mut rows, |rows| {
            for (role, fit) in catalog.roles_for(key) {
                let mut row = reasons(catalog, fit, &role.name);
                row.goal = Goal::Fit(role.key, key);
                rows.push(row);
            }
        });
        headed("Goes with", &mut rows, |rows| {
            for (number, relation) in catalog.relations.iter().enumerate() {
                let (verb, other) = if relation.first == key {
                    (relation.kind.forward(), relation.second)
                } else if relation.second == key {
                    (relation.kind.backward(), relation.first)
                } else {
                    continue;
                };
                rows.push(Row {
                    heading: None,
                    label: "",
                    mark: ' ',
                    text: format!("{verb} {}", catalog.get(other).short()),
                    more: relation.note.iter().map(|note| (note.one_line(), String::new())).collect(),
                    cite: catalog.cite_all(&relation.sources),
                    goal: Goal::Relation(number, other),
                });
            }
        });
        headed("Choose it if", &mut rows, |rows| advice(catalog, key, Verdict::Choose, rows));
        headed("Think twice if", &mut rows, |rows| advice(catalog, key, Verdict::Beware, rows));
    }
    rows
}

/// Puts a heading above whatever `fill` adds.
fn headed(heading: &'static str, rows: &mut Vec<Row>, fill: impl FnOnce(&mut Vec<Row>)) {
    let start = rows.len();
    fill(rows);
    if let Some(first) = rows.get_mut(start) {
        first.heading = Some(heading);
    }
}

fn advice(catalog: &Catalog, key: Key, verdict: Verdict, rows: &mut Vec<Row>) {
    for (number, advice) in catalog.advice.iter().enumerate() {
        if advice.cert == key && advice.verdict == verdict {
            rows.push(Row {
                heading: None,
                label: "",
                mark: ' ',
                text: advice.when.one_line(),
                more: Vec::new(),
                cite: catalog.cite_all(&advice.sources),
                goal: Goal::Advice(number),
            });
        }
    }
}

fn fits(catalog: &Catalog, role: &Record) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    headed("Certifications that fit", &mut rows, |rows| {
        for fit in role.fits.iter() {
            let cert = catalog.get(fit.cert);
            let title = SafeText::from(format!("{}  {}", cert.short(), cert.summary));
            let mut row = reasons(catalog, fit, &title);
            row.goal = Goal::Fit(role.key, fit.cert);
            rows.push(row);
        }
    });
    rows
}

/// How many reasons of a fit are shown before the rest is left to `i`.
const REASONS: usize = 2;

fn reasons(catalog: &Catalog, fit: &FitOf, title: &SafeText) -> Row {
    let mut more: Vec<(String, String)> = fit
        .reasons
        .iter()
        .take(REASONS)
        .map(|reason| (reason.text.one_line(), catalog.cite_all(&reason.sources)))
        .collect();
    let rest = match fit.reasons.len().saturating_sub(REASONS) {
        0 => String::new(),
        1 => "and 1 more reason: i".to_owned(),
        rest => format!("and {rest} more reasons: i"),
    };
    more.push((rest, catalog.evidence(fit).to_string()));
    Row {
        heading: None,
        label: fit.fit.label(),
        mark: ' ',
        text: title.one_line(),
        more,
        cite: String::new(),
        goal: Goal::Advice(0), // the caller knows the two ends
    }
}

/// The rows of one fact: one, or one for each item of a list that adds up.
fn fact_rows(catalog: &Catalog, record: &Record, field: Field) -> Vec<Row> {
    let Some(fact) = record.fact(field) else { return Vec::new() };
    let cell = Cell::new(catalog, Some(fact));
    let goal = Goal::Fact(record.key, field);
    let items = matches!(fact.value(), Some(Value::List(_) | Value::Training(_)));
    if !items || cell.phrases.len() < 2 {
        return vec![Row {
            heading: None,
            label: field.label(),
            mark: cell.mark(),
            text: cell.line(),
            more: note_of(fact),
            cite: catalog.cite_all(&adopted_sources(fact)),
            goal,
        }];
    }
    cell.phrases
        .iter()
        .enumerate()
        .map(|(i, phrase)| Row {
            heading: None,
            label: if i == 0 { field.label() } else { "" },
            mark: if i == 0 { cell.mark() } else { ' ' },
            text: phrase.clone(),
            more: Vec::new(),
            cite: match fact.value() {
                Some(Value::List(list)) if field.row().merge == Merge::Union => {
                    catalog.cite_all(&sources_of_item(fact, &list[i]))
                }
                _ if i == 0 => catalog.cite_all(&adopted_sources(fact)),
                _ => String::new(),
            },
            goal,
        })
        .collect()
}

fn note_of(fact: &Fact) -> Vec<(String, String)> {
    match fact.adopted.as_slice() {
        [only] => fact.claims[*only].note.iter().map(|note| (note.one_line(), String::new())).collect(),
        _ => Vec::new(),
    }
}

/// The sources of the adopted claims, each once.
#[must_use]
pub fn adopted_sources(fact: &Fact) -> Vec<Cited> {
    let mut all: Vec<Cited> = Vec::new();
    for cited in fact.adopted.iter().flat_map(|&i| &fact.claims[i].sources) {
        if !all.contains(cited) {
            all.push(cited.clone());
        }
    }
    all
}

fn sources_of_item(fact: &Fact, item: &SafeText) -> Vec<Cited> {
    // Letter by letter: a card compares thousands of texts, and nearly all differ at the first one.
    fn lower(text: &str) -> impl Iterator<Item = char> {
        text.chars().flat_map(char::to_lowercase)
    }
    let same = |text: &SafeText| lower(text).eq(lower(item));
    let says = |value: &Value| match value {
        Value::Text(text) => same(text),
        Value::List(list) => list.iter().any(same),
        _ => false,
    };
    fact.claims.iter().filter(|claim| says(&claim.value)).flat_map(|claim| claim.sources.clone()).collect()
}

/// Below this width labels stand above their values.
const SIDE_BY_SIDE: usize = 58;

/// The widest the label column gets.
const LABELS: usize = 18;

/// The rows as blocks of `width` cells, each made when it is asked for: a long card is laid out only
/// as far as it is seen. `marked` tells which certifications carry a `+`.
pub fn blocks<'a>(
    rows: &'a [Row],
    width: u16,
    theme: &'a Theme,
    selected: Option<usize>,
    focused: bool,
    marked: &'a [Key],
) -> impl Iterator<Item = Block> + 'a {
    let width = usize::from(width);
    let labels = if width >= SIDE_BY_SIDE { LABELS } else { 0 };
    rows.iter().enumerate().flat_map(move |(number, row)| {
        let heading = row.heading.map(|heading| {
            let heading = Line::styled(text::fit(heading, width), theme.heading);
            Block::fixed(if number == 0 { vec![heading] } else { vec![Line::default(), heading] })
        });
        let is_selected = selected == Some(number);
        let style = row_style(theme, is_selected, focused);
        let is_marked = matches!(row.goal, Goal::Fit(role, cert) if role.0 == Kind::Role && marked.contains(&cert));
        let lines = lines(row, width, labels, theme, is_selected, style, is_marked);
        heading.into_iter().chain([Block { lines, row: Some(number) }])
    })
}

fn lines(
    row: &Row,
    width: usize,
    labels: usize,
    theme: &Theme,
    selected: bool,
    style: Style,
    marked: bool,
) -> Vec<Line<'static>> {
    let sign = if marked { '+' } else { row.mark };
    let indent = 2 + if labels > 0 { labels + 1 } else { 0 } + 2;
    let room = width.saturating_sub(indent).max(8);
    let mut lines = Vec::new();
    if labels == 0 && !row.label.is_empty() {
        lines.push(Line::from(vec![
            Span::styled(pointer(selected), style),
            Span::styled(text::fit(row.label, width.saturating_sub(2)), tint(style, theme.label)),
        ]));
    }
    for (i, line) in text::wrap(&row.text, room).into_iter().enumerate() {
        let first = lines.is_empty();
        let mut spans =
            vec![Span::styled(if first { pointer(selected) } else { "  " }, if first { style } else { Style::new() })];
        if labels > 0 {
            let label = if i == 0 { row.label } else { "" };
            let shown = if i == 0 { style } else { Style::new() };
            spans.push(Span::styled(text::pad(label, labels), tint(shown, theme.label)));
            spans.push(Span::styled(" ", shown));
        }
        let mark = if i == 0 { sign } else { ' ' };
        let base = if i == 0 { style } else { Style::new() };
        spans.push(Span::styled(format!("{mark} "), tint(base, theme.warn)));
        spans.push(Span::styled(line, base));
        lines.push(Line::from(spans));
    }
    append_cite(&mut lines, &row.cite, indent, width, theme, true);
    for (reason, cite) in &row.more {
        let before = lines.len();
        for line in text::wrap(reason, room).into_iter().filter(|line| !line.is_empty()) {
            lines.push(Line::from(format!("{:indent$}{line}", "")));
        }
        // A citation without words stands on a line of its own.
        let behind = lines.len() > before;
        append_cite(&mut lines, cite, indent, width, theme, behind);
    }
    lines
}

/// Puts a citation behind the last line if it fits there, else on a line of its own, to the right.
fn append_cite(lines: &mut Vec<Line<'static>>, cite: &str, indent: usize, width: usize, theme: &Theme, behind: bool) {
    if cite.is_empty() {
        return;
    }
    let room = width.saturating_sub(indent).max(8);
    let cite = text::fit(cite, room);
    let used = lines.last().map_or(width, Line::width);
    if behind && used + 2 + text::width(&cite) <= width {
        if let Some(line) = lines.last_mut() {
            line.spans.push(Span::raw("  "));
            line.spans.push(Span::styled(cite, theme.cite));
        }
    } else {
        let blank = " ".repeat(indent.min(width.saturating_sub(1)));
        lines.push(Line::from(vec![Span::raw(blank), Span::styled(cite, theme.cite)]));
    }
}
