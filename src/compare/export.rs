//! A comparison to take along: the same table as on the screen, as text, Markdown, CSV, JSON or a
//! web page. Pure: what is written where is the business of others.

use serde_json::{Value as Json, json};
use unicode_width::UnicodeWidthStr;

use super::{BEST, Cell, Choice, Row, Table, Verdict, heading, table, verdicts};
use crate::catalog::Catalog;
use crate::catalog::claim::{Cited, Fact};
use crate::catalog::record::{Key, Kind};
use crate::catalog::schema::SourceRow;

/// The forms a comparison can take.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Columns of plain text.
    Text,
    /// A table for wikis, issues and notes.
    Markdown,
    /// One row a field, for spreadsheets.
    Csv,
    /// Everything, for scripts.
    Json,
    /// One web page that stands by itself.
    Html,
}

impl Format {
    /// Every form with the ending of its files and what it is.
    pub const ALL: &[(Self, &str, &str)] = &[
        (Self::Markdown, ".md", "Markdown"),
        (Self::Csv, ".csv", "a spreadsheet"),
        (Self::Json, ".json", "for scripts"),
        (Self::Html, ".html", "a web page"),
        (Self::Text, ".txt", "plain text"),
    ];

    /// The form that the ending of a file name asks for.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        Self::ALL.iter().find(|(_, ending, _)| name.ends_with(ending)).map(|(format, ..)| *format)
    }

    /// The endings in a sentence: `.md, .csv, .json, .html or .txt`.
    #[must_use]
    pub fn endings() -> String {
        let all: Vec<&str> = Self::ALL.iter().map(|(_, ending, _)| *ending).collect();
        match all.split_last() {
            Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
            None => String::new(),
        }
    }
}

/// A file name for a comparison, without a folder: `csm-cspo.md`.
#[must_use]
pub fn file_name(catalog: &Catalog, keys: &[Key]) -> String {
    let ids: Vec<&str> = keys.iter().map(|key| catalog.get(*key).id.as_str()).collect();
    let name = ids.join("-");
    // A name that is longer than a line is no name.
    if name.is_empty() || name.len() > 60 { "comparison.md".to_owned() } else { format!("{name}.md") }
}

/// What is compared, in a sentence: `CSM, CSPO and PSPO I`.
#[must_use]
pub fn title(catalog: &Catalog, keys: &[Key]) -> String {
    let names: Vec<String> = keys.iter().map(|key| catalog.get(*key).short().replace('\n', " ")).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.join(""),
    }
}

/// What of it is shown: `all fields · only what differs · 24 of 32 rows`.
#[must_use]
pub fn subtitle(choice: &Choice, table: &Table) -> String {
    let only = if choice.differences { " · only what differs" } else { "" };
    let pinned = if table.pinned > 0 { format!(" · {} pinned", table.pinned) } else { String::new() };
    format!("{}{only} · {} of {} rows{pinned}", choice.lens.title(), table.rows.len(), table.total)
}

/// The signs of a comparison with what they mean.
pub const LEGEND: &[(&str, &str)] = &[
    ("≠", "differs"),
    ("=", "the same"),
    ("!", "sources disagree"),
    ("~", "not stated, or unknown"),
    ("*", "our own judgement"),
    ("?", "older than such a value keeps"),
    ("^", "the best of its row, where all are known, undisputed and in one unit"),
    ("†", "retired"),
];

/// A comparison in one of its forms, ending with a line break.
#[must_use]
pub fn render(catalog: &Catalog, keys: &[Key], choice: &Choice, format: Format) -> String {
    let table = table(catalog, keys, choice);
    let verdicts = verdicts(catalog, keys);
    let page = Page { catalog, keys, choice, table: &table, verdicts: &verdicts, sources: Vec::new() };
    match format {
        Format::Text => page.text(),
        Format::Markdown => page.markdown(),
        Format::Csv => page.csv(),
        Format::Json => page.json(),
        Format::Html => page.html(),
    }
}

/// Behind a value: the sign of the best of a row.
fn behind(cell: &Cell) -> String {
    if cell.best { format!(" {BEST}") } else { String::new() }
}

fn sign(row: &Row) -> &'static str {
    if row.differs { "≠" } else { "=" }
}

/// The widest a column of plain text gets.
const TEXT_COLUMN: usize = 44;

/// A comparison on its way to paper.
struct Page<'a> {
    catalog: &'a Catalog,
    keys: &'a [Key],
    choice: &'a Choice,
    table: &'a Table,
    verdicts: &'a [Verdict],
    /// The sources named so far, by their index in the catalogue; their place here is their number.
    sources: Vec<usize>,
}

impl Page<'_> {
    fn headings(&self) -> Vec<String> {
        self.keys.iter().map(|key| heading(self.catalog.get(*key))).collect()
    }

    /// Who stands behind what is shown, and who says otherwise.
    fn said_by(&self, key: Key, row: &Row) -> (Vec<Cited>, Vec<Cited>) {
        let mut both = (Vec::new(), Vec::new());
        let Some(fact) = self.catalog.get(key).fact(row.field) else { return both };
        for (index, claim) in fact.claims.iter().enumerate() {
            let side = if fact.adopted.contains(&index) {
                &mut both.0
            } else if claim.impossible.is_some() || (fact.conflict && !agrees(fact, index)) {
                &mut both.1
            } else {
                continue;
            };
            for cited in &claim.sources {
                if !side.contains(cited) {
                    side.push(cited.clone());
                }
            }
        }
        both
    }

    /// The number of a source, given when it is first named.
    fn number(&mut self, source: usize) -> usize {
        let at = self.sources.iter().position(|known| *known == source).unwrap_or_else(|| {
            self.sources.push(source);
            self.sources.len() - 1
        });
        at + 1
    }

    /// Citations by number with their places, the places of one source together: `(3, "3:86,129")`.
    fn numbered(&mut self, cited: &[Cited]) -> Vec<(usize, String)> {
        let mut all: Vec<(usize, String)> = Vec::new();
        for one in cited {
            let number = self.number(one.source);
            let place = one.locator.as_ref().map(|locator| locator.one_line());
            match (all.iter_mut().find(|(known, _)| *known == number), place) {
                (Some((_, text)), Some(place)) => text.push_str(&format!(",{place}")),
                (Some(_), None) => {}
                (None, Some(place)) => all.push((number, format!("{number}:{place}"))),
                (None, None) => all.push((number, number.to_string())),
            }
        }
        all
    }

    fn row_of(&self, source: usize) -> &SourceRow {
        &self.catalog.sources[source].row
    }

    // ── plain text ─────────────────────────────────────────────────────────────────────────────

    fn text(&self) -> String {
        let wrap = |text: &str| -> Vec<String> {
            let options = textwrap::Options::new(TEXT_COLUMN).word_splitter(textwrap::WordSplitter::NoHyphenation);
            textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
        };
        let head = std::iter::once(String::new()).chain(self.headings());
        let mut lines: Vec<Vec<String>> = vec![head.collect()];
        for row in &self.table.rows {
            let cells: Vec<Vec<String>> = row
                .cells
                .iter()
                .map(|cell| {
                    let last = cell.phrases.len().saturating_sub(1);
                    let phrases = cell.phrases.iter().enumerate().flat_map(|(i, phrase)| {
                        wrap(&format!("{phrase}{}", if i == last { behind(cell) } else { String::new() }))
                    });
                    let lead = |i: usize| if i == 0 { cell.mark() } else { ' ' };
                    phrases.enumerate().map(|(i, line)| format!("{} {line}", lead(i))).collect()
                })
                .collect();
            for i in 0..cells.iter().map(Vec::len).max().unwrap_or(1) {
                let label = if i == 0 { format!("{} {}", sign(row), row.field.label()) } else { String::new() };
                let cells = cells.iter().map(|cell| cell.get(i).cloned().unwrap_or_default());
                lines.push(std::iter::once(label).chain(cells).collect());
            }
        }
        let count = self.keys.len() + 1;
        let widest = |at: usize| lines.iter().filter_map(|line| line.get(at)).map(|cell| cell.width()).max();
        let widths: Vec<usize> = (0..count).map(|at| widest(at).unwrap_or(0) + 2).collect();
        let mut out = String::new();
        for line in &lines {
            let mut row = String::new();
            for (cell, width) in line.iter().zip(&widths) {
                row.push_str(cell);
                row.extend(std::iter::repeat_n(' ', width.saturating_sub(cell.width())));
            }
            out.push_str(row.trim_end());
            out.push('\n');
        }
        out.push('\n');
        for verdict in self.verdicts {
            out.push_str(&format!("{} {}\n", verdict.text, verdict.cite));
        }
        let legend: Vec<String> = LEGEND.iter().map(|(sign, means)| format!("{sign} {means}")).collect();
        out.push_str(&format!("{}\n{}\n", subtitle(self.choice, self.table), legend.join(", ")));
        out
    }

    // ── Markdown ───────────────────────────────────────────────────────────────────────────────

    fn markdown(mut self) -> String {
        let names: Vec<String> = self.headings().iter().map(|name| md(name)).collect();
        let mut out = format!("| | {} |\n|---|{}\n", names.join(" | "), "---|".repeat(names.len()));
        for row in &self.table.rows {
            let mut cells = Vec::new();
            for (&key, cell) in self.keys.iter().zip(&row.cells) {
                let mark =
                    if cell.mark() == ' ' { String::new() } else { format!(" {}", md(&cell.mark().to_string())) };
                let cite = self.md_cite(&self.said_by(key, row).0);
                cells.push(format!("{}{}{mark}{cite}", md(&cell.line()), behind(cell)));
            }
            out.push_str(&format!("| {} {} | {} |\n", sign(row), row.field.label(), cells.join(" | ")));
        }
        let legend: Vec<String> = LEGEND.iter().map(|(sign, means)| format!("{} {means}", md(sign))).collect();
        out.push_str(&format!("\n{}.\n{}.\n", md(&subtitle(self.choice, self.table)), legend.join(", ")));
        if !self.verdicts.is_empty() {
            out.push('\n');
        }
        for verdict in self.verdicts {
            let cite = self.md_cite(&verdict.sources);
            out.push_str(&format!("* {}{cite}\n", md(&verdict.text)));
        }
        if !self.sources.is_empty() {
            out.push_str("\nSources, as number:place\n\n");
        }
        for (at, source) in self.sources.iter().enumerate() {
            let row = self.row_of(*source);
            let address =
                row.address.as_ref().map(|address| format!(", <{}>", address.one_line().replace(['<', '>'], "")));
            out.push_str(&format!("{}. {}{}\n", at + 1, md(&described(row)), address.unwrap_or_default()));
        }
        out
    }

    fn md_cite(&mut self, cited: &[Cited]) -> String {
        let all: Vec<String> = self.numbered(cited).into_iter().map(|(_, text)| md(&text)).collect();
        if all.is_empty() { String::new() } else { format!(" [{}]", all.join(", ")) }
    }

    // ── CSV ────────────────────────────────────────────────────────────────────────────────────

    /// One row a field: its name, its label, whether the columns differ; then of each column the
    /// value, its signs and its sources.
    fn csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let mut head = vec!["field".to_owned(), "label".to_owned(), "differs".to_owned()];
        for key in self.keys {
            let id = &self.catalog.get(*key).id;
            head.extend([id.to_string(), format!("{id} marks"), format!("{id} sources")]);
        }
        // Rows of one length into memory: there is nothing that could fail.
        let _ = writer.write_record(&head);
        for row in &self.table.rows {
            let differs = if row.differs { "yes" } else { "no" };
            let mut line = vec![row.field.id().to_owned(), row.field.label().to_owned(), differs.to_owned()];
            for (key, cell) in self.keys.iter().zip(&row.cells) {
                let marks = format!("{}{}", cell.mark(), if cell.best { BEST } else { ' ' });
                let sources: Vec<String> =
                    self.said_by(*key, row).0.iter().map(|cited| self.catalog.cite(cited)).collect();
                line.extend([cell.line(), marks.trim().to_owned(), sources.join(" ")]);
            }
            let _ = writer.write_record(&line);
        }
        writer.into_inner().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
    }

    // ── JSON ───────────────────────────────────────────────────────────────────────────────────

    fn json(mut self) -> String {
        let columns: Vec<Json> = self
            .keys
            .iter()
            .map(|key| {
                let record = self.catalog.get(*key);
                let mut column = json!({
                    "id": record.id.as_str(), "name": record.name, "short": record.short(), "kind": key.0.id(),
                });
                if let (Kind::Cert, Some(map)) = (key.0, column.as_object_mut()) {
                    map.insert("status".to_owned(), json!(record.status.label()));
                }
                column
            })
            .collect();
        let mut rows = Vec::new();
        for (at, row) in self.table.rows.iter().enumerate() {
            let mut cells = Vec::new();
            for (&key, cell) in self.keys.iter().zip(&row.cells) {
                let (said, against) = self.said_by(key, row);
                cells.push(json!({
                    "status": cell.standing.id(), "conflict": cell.conflict, "ours": cell.ours, "stale": cell.stale,
                    "best": cell.best, "display": cell.line(), "sources": self.ids(&said),
                    "disputed_by": self.ids(&against),
                }));
            }
            rows.push(json!({
                "field": row.field.id(), "label": row.field.label(), "differs": row.differs,
                "pinned": at < self.table.pinned, "cells": cells,
            }));
        }
        let mut advice = Vec::new();
        for verdict in self.verdicts {
            self.ids(&verdict.sources);
            advice.push(json!({ "text": verdict.text, "sources": verdict.cite }));
        }
        let sources: Vec<Json> = self.sources.iter().map(|source| json!(self.row_of(*source))).collect();
        let whole = json!({
            "lens": self.choice.lens.row().id, "only_differences": self.choice.differences, "columns": columns,
            "rows": rows, "advice": advice, "sources": sources,
        });
        format!("{whole:#}\n")
    }

    /// Citations as `seed-002:88`, their sources noted.
    fn ids(&mut self, cited: &[Cited]) -> Vec<String> {
        cited
            .iter()
            .map(|one| {
                self.number(one.source);
                self.catalog.cite(one)
            })
            .collect()
    }

    // ── HTML ───────────────────────────────────────────────────────────────────────────────────

    fn html(mut self) -> String {
        let title = html(&format!("{} compared", title(self.catalog, self.keys)));
        let caption = html(&subtitle(self.choice, self.table));
        let mut head = String::from("<tr><th scope=\"col\">Field</th>");
        for (key, name) in self.keys.iter().zip(self.headings()) {
            let record = self.catalog.get(*key);
            let full = if record.short() == record.name.as_str() {
                String::new()
            } else {
                format!("<br><small>{}</small>", html(&record.name.one_line()))
            };
            head.push_str(&format!("<th scope=\"col\">{}{full}</th>", html(&name)));
        }
        head.push_str("</tr>\n");
        let (mut pinned, mut body) = (String::new(), String::new());
        for (at, row) in self.table.rows.iter().enumerate() {
            let words = if row.differs { "differs" } else { "the same" };
            let mut line = format!(
                "<tr><th scope=\"row\"><abbr title=\"{words}\">{}</abbr> {}</th>",
                sign(row),
                html(row.field.label())
            );
            for (&key, cell) in self.keys.iter().zip(&row.cells) {
                let (said, against) = self.said_by(key, row);
                line.push_str(&format!("<td>{}</td>", self.html_cell(cell, &said, &against)));
            }
            line.push_str("</tr>\n");
            if at < self.table.pinned { pinned.push_str(&line) } else { body.push_str(&line) }
        }
        let mut bodies = String::new();
        for (class, rows) in [("pinned", pinned), ("rows", body)] {
            if !rows.is_empty() {
                bodies.push_str(&format!("<tbody class=\"{class}\">\n{rows}</tbody>\n"));
            }
        }
        let mut legend = String::new();
        for (sign, means) in LEGEND {
            legend.push_str(&format!("<dt>{}</dt><dd>{}</dd>\n", html(sign), html(means)));
        }
        let mut choosing = String::new();
        for verdict in self.verdicts {
            let refs = self.html_refs("", &verdict.sources);
            choosing.push_str(&format!("<li>{}{refs}</li>\n", html(&verdict.text)));
        }
        if !choosing.is_empty() {
            choosing = format!("<h2>Which one</h2>\n<ul>\n{choosing}</ul>\n");
        }
        let mut sources = String::new();
        for (at, source) in self.sources.iter().enumerate() {
            let row = self.row_of(*source);
            let address = row.address.as_ref().map(|address| html_address(&address.one_line())).unwrap_or_default();
            sources.push_str(&format!("<li id=\"source-{}\">{}{address}</li>\n", at + 1, html(&described(row))));
        }
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n\
             <div class=\"wide\" role=\"region\" aria-label=\"Comparison\" tabindex=\"0\">\n\
             <table>\n<caption>{caption}</caption>\n<thead>\n{head}</thead>\n{bodies}</table>\n</div>\n\
             {choosing}<h2>What the signs mean</h2>\n<dl>\n{legend}</dl>\n\
             <h2>Sources</h2>\n<p>A number in the table is a source, what follows a colon the place in it.</p>\n\
             <ol>\n{sources}</ol>\n</main>\n</body>\n</html>\n"
        )
    }

    fn html_cell(&mut self, cell: &Cell, said: &[Cited], against: &[Cited]) -> String {
        let value = match cell.phrases.as_slice() {
            [only] => html(only),
            all => {
                let items: Vec<String> = all.iter().map(|item| html(item)).collect();
                format!("<ul><li>{}</li></ul>", items.join("</li><li>"))
            }
        };
        let means =
            |sign: char| LEGEND.iter().find(|(known, _)| known.starts_with(sign)).map_or("", |(_, means)| means);
        let tag = |sign: char| format!("<abbr class=\"mark\" title=\"{}\">{sign}</abbr>", html(means(sign)));
        let before = if cell.mark() == ' ' { String::new() } else { format!("{} ", tag(cell.mark())) };
        let best = if cell.best { format!(" {}", tag(BEST)) } else { String::new() };
        let said = self.html_refs("", said);
        let rivals = self.html_refs("disputed by ", against);
        format!("{before}{value}{best}{said}{rivals}")
    }

    /// References to the list of sources in small print, with words before them; nothing without any.
    fn html_refs(&mut self, words: &str, cited: &[Cited]) -> String {
        let all: Vec<String> = self
            .numbered(cited)
            .into_iter()
            .map(|(number, text)| format!("<a href=\"#source-{number}\">{}</a>", html(&text)))
            .collect();
        if all.is_empty() { String::new() } else { format!(" <small>{words}[{}]</small>", all.join(", ")) }
    }
}

/// Whether a claim says what is shown.
fn agrees(fact: &Fact, index: usize) -> bool {
    fact.value().is_none_or(|shown| shown.agrees_with(&fact.claims[index].value))
}

/// A source on one line, its id first.
fn described(row: &SourceRow) -> String {
    let seller = if row.sells_course { ", sells courses" } else { "" };
    format!("{}: {} · {}{seller}", row.id, crate::catalog::phrase::source_line(row), row.kind.label())
}

/// Text as Markdown shows it letter by letter.
fn md(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '~' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

/// Text as a web page shows it letter by letter, also inside quotes.
fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

/// An address behind a source: a link only where it leads to the web.
fn html_address(address: &str) -> String {
    let shown = html(address);
    let web = ["https://", "http://"].iter().any(|scheme| address.starts_with(scheme));
    if web { format!("<br><a href=\"{shown}\" rel=\"noreferrer\">{shown}</a>") } else { format!("<br>{shown}") }
}

/// The looks of the page: the reader's own light or dark, nothing that only a colour says.
const STYLE: &str = "\
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --line: #767676; --band: #f2f2f2; --link: #0b57d0; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e8e8; --paper: #141414; --line: #8c8c8c; --band: #222; --link: #a8c7fa; }
}
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 80rem; margin: 0 auto; padding: 1.5rem; }
a { color: var(--link); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding: 0.5rem 0; }
th, td { border-bottom: 1px solid var(--line); padding: 0.5rem 0.75rem; text-align: left; vertical-align: top; min-width: 10rem; overflow-wrap: anywhere; }
thead th { border-bottom-width: 2px; }
tbody.pinned th, tbody.pinned td { background: var(--band); }
tbody.pinned tr:last-child > * { border-bottom-width: 2px; }
th[scope=row] { white-space: nowrap; }
td ul { margin: 0; padding-left: 1.2rem; }
abbr { text-decoration: none; font-weight: bold; }
dl { display: grid; grid-template-columns: 2rem 1fr; }
dt { font-weight: bold; }
dd { margin: 0; }
ol li { overflow-wrap: anywhere; }
@media print { main { max-width: none; padding: 0; } .wide { overflow: visible; } }
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_chooses_the_form() {
        assert_eq!(Format::of_name("a.b.HTML"), Some(Format::Html));
        assert_eq!(Format::of_name("notes/x.md"), Some(Format::Markdown));
        assert_eq!((Format::of_name("x"), Format::of_name("x.doc")), (None, None));
        assert_eq!(Format::endings(), ".md, .csv, .json, .html or .txt");
    }

    #[test]
    fn letters_that_mean_something_are_shown_as_letters() {
        assert_eq!(html("<a href='x' class=\"y\">&"), "&lt;a href=&#39;x&#39; class=&quot;y&quot;&gt;&amp;");
        assert_eq!(md("a|b <i> *c* [d](e)"), "a\\|b &lt;i> \\*c\\* \\[d\\](e)");
        assert_eq!(html_address("javascript:alert(1)"), "<br>javascript:alert(1)");
        assert!(html_address("https://a.b/?c=\"").contains("href=\"https://a.b/?c=&quot;\""));
    }
}
