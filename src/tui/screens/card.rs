//! The card of a record: every fact as a row that can be selected, with its mark and its source.

use std::cell::OnceCell;

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

/// What a row is made from: cheap to list, where the row itself is not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Stub {
    heading: Option<&'static str>,
    goal: Goal,
    /// Which item of a list it is; `None` for a value as a whole.
    item: Option<usize>,
}

/// The card of a record: a card may have hundreds of rows, and each is made when it is first asked for.
#[derive(Clone, Debug)]
pub struct Card {
    key: Key,
    stubs: Vec<Stub>,
    rows: Vec<OnceCell<Row>>,
}

impl Card {
    /// The card of `key`.
    #[must_use]
    pub fn new(catalog: &Catalog, key: Key) -> Self {
        let stubs = stubs(catalog, key);
        Self { key, rows: vec![OnceCell::new(); stubs.len()], stubs }
    }

    /// How many rows it has.
    #[must_use]
    pub fn count(&self) -> usize {
        self.stubs.len()
    }

    /// What each row stands for, top to bottom.
    pub fn goals(&self) -> impl Iterator<Item = Goal> + '_ {
        self.stubs.iter().map(|stub| stub.goal)
    }

    /// Row number `number`.
    #[must_use]
    pub fn row(&self, catalog: &Catalog, number: usize) -> &Row {
        self.rows[number].get_or_init(|| row(catalog, self.key, self.stubs[number]))
    }

    /// All rows, top to bottom.
    pub fn rows<'a>(&'a self, catalog: &'a Catalog) -> impl Iterator<Item = &'a Row> {
        (0..self.count()).map(|number| self.row(catalog, number))
    }
}

fn stubs(catalog: &Catalog, key: Key) -> Vec<Stub> {
    let record = catalog.get(key);
    let mut stubs = Vec::new();
    let plain = |goal: Goal| Stub { heading: None, goal, item: None };
    match key.0 {
        Kind::Role => {
            stubs.extend(fact_stubs(catalog, record, Field::Definition));
            stubs.extend(fact_stubs(catalog, record, Field::Advised));
            headed("Certifications that fit", &mut stubs, |stubs| {
                stubs.extend(record.fits.iter().map(|fit| plain(Goal::Fit(key, fit.cert))));
            });
            headed("The role", &mut stubs, |stubs| {
                for field in Field::of(Kind::Role).filter(|f| !matches!(f, Field::Definition | Field::Advised)) {
                    stubs.extend(fact_stubs(catalog, record, field));
                }
            });
        }
        Kind::Cert | Kind::Provider => {
            let mut group = None;
            for field in Field::of(key.0) {
                let start = stubs.len();
                stubs.extend(fact_stubs(catalog, record, field));
                let here: Group = field.row().group;
                if let Some(first) = stubs.get_mut(start) {
                    first.heading = (group != Some(here)).then(|| here.label());
                    group = Some(here);
                }
            }
        }
    }
    if key.0 == Kind::Cert {
        headed("Roles it fits", &mut stubs, |stubs| {
            stubs.extend(catalog.roles_for(key).into_iter().map(|(role, _)| plain(Goal::Fit(role.key, key))));
        });
        headed("Goes with", &mut stubs, |stubs| {
            stubs.extend(catalog.relations.iter().enumerate().filter_map(|(number, relation)| {
                let other = match (relation.first == key, relation.second == key) {
                    (true, _) => relation.second,
                    (_, true) => relation.first,
                    _ => return None,
                };
                Some(plain(Goal::Relation(number, other)))
            }));
        });
        for (heading, verdict) in [("Choose it if", Verdict::Choose), ("Think twice if", Verdict::Beware)] {
            headed(heading, &mut stubs, |stubs| {
                let all = catalog.advice.iter().enumerate();
                let about = all.filter(|(_, advice)| advice.cert == key && advice.verdict == verdict);
                stubs.extend(about.map(|(number, _)| plain(Goal::Advice(number))));
            });
        }
    }
    stubs
}

/// Puts a heading above whatever `fill` adds.
fn headed(heading: &'static str, stubs: &mut Vec<Stub>, fill: impl FnOnce(&mut Vec<Stub>)) {
    let start = stubs.len();
    fill(stubs);
    if let Some(first) = stubs.get_mut(start) {
        first.heading = Some(heading);
    }
}

/// The rows of one fact: one, or one for each item of a list that adds up.
fn fact_stubs(catalog: &Catalog, record: &Record, field: Field) -> impl Iterator<Item = Stub> {
    let fact = record.fact(field);
    let items = match fact.and_then(Fact::value) {
        Some(Value::List(list)) => list.len(),
        Some(value @ Value::Training(_)) => catalog.phrases(value).len(),
        _ => 0,
    };
    let goal = Goal::Fact(record.key, field);
    let count = if fact.is_none() { 0 } else { items.max(1) };
    (0..count).map(move |i| Stub { heading: None, goal, item: (items > 1).then_some(i) })
}

/// The row that a stub stands for, on the card of `key`.
fn row(catalog: &Catalog, key: Key, stub: Stub) -> Row {
    let plain = |text: String, cite: String| Row {
        heading: stub.heading,
        label: "",
        mark: ' ',
        text,
        more: Vec::new(),
        cite,
        goal: stub.goal,
    };
    match stub.goal {
        // No card has one of these.
        Goal::Record(of) => plain(catalog.get(of).name.one_line(), String::new()),
        Goal::Fact(of, field) => {
            let fact = catalog.get(of).fact(field);
            let (label, mark, text, more, cite) =
                fact.map(|fact| fact_row(catalog, fact, field, stub.item)).unwrap_or_default();
            Row { label, mark, more, ..plain(text, cite) }
        }
        Goal::Fit(role, cert) => {
            let (role, cert) = (catalog.get(role), catalog.get(cert));
            let title = if key.0 == Kind::Role {
                format!("{}  {}", cert.short(), cert.summary.one_line())
            } else {
                role.name.one_line()
            };
            let fit = role.fits.iter().find(|fit| fit.cert == cert.key);
            let (label, more) = fit.map(|fit| (fit.fit.label(), reasons(catalog, fit))).unwrap_or_default();
            Row { label, more, ..plain(title, String::new()) }
        }
        Goal::Relation(number, other) => {
            let relation = &catalog.relations[number];
            let verb = if relation.first == key { relation.kind.forward() } else { relation.kind.backward() };
            let more = relation.note.iter().map(|note| (note.one_line(), String::new())).collect();
            let text = format!("{verb} {}", catalog.get(other).short());
            Row { more, ..plain(text, catalog.cite_all(&relation.sources)) }
        }
        Goal::Advice(number) => {
            let advice = &catalog.advice[number];
            plain(advice.when.one_line(), catalog.cite_all(&advice.sources))
        }
    }
}

/// How many reasons of a fit are shown before the rest is left to `i`.
const REASONS: usize = 2;

fn reasons(catalog: &Catalog, fit: &FitOf) -> Vec<(String, String)> {
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
    more
}

/// Label, mark, value, notes and citation of a fact as a whole, or of one of its items.
type Told = (&'static str, char, String, Vec<(String, String)>, String);

fn fact_row(catalog: &Catalog, fact: &Fact, field: Field, item: Option<usize>) -> Told {
    let Some(i) = item else {
        let cell = Cell::new(catalog, Some(fact));
        let cite = catalog.cite_all(&adopted_sources(fact));
        return (field.label(), cell.mark(), cell.line(), note_of(fact), cite);
    };
    let (label, mark) = if i == 0 { (field.label(), Cell::new(catalog, Some(fact)).mark()) } else { ("", ' ') };
    let text = match fact.value() {
        Some(Value::List(list)) => list[i].one_line(),
        Some(value) => catalog.phrases(value).swap_remove(i),
        None => String::new(),
    };
    let cite = match fact.value() {
        Some(Value::List(list)) if field.row().merge == Merge::Union => {
            catalog.cite_all(&sources_of_item(fact, &list[i]))
        }
        _ if i == 0 => catalog.cite_all(&adopted_sources(fact)),
        _ => String::new(),
    };
    (label, mark, text, Vec::new(), cite)
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
    catalog: &'a Catalog,
    card: &'a Card,
    width: u16,
    theme: &'a Theme,
    selected: Option<usize>,
    focused: bool,
    marked: &'a [Key],
) -> impl Iterator<Item = Block> + 'a {
    let width = usize::from(width);
    let labels = if width >= SIDE_BY_SIDE { LABELS } else { 0 };
    card.rows(catalog).enumerate().flat_map(move |(number, row)| {
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
