//! Who says so, and who disagrees.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::catalog::Catalog;
use crate::catalog::claim::{Cited, Claim, Fact, Origin};
use crate::catalog::fresh::Age;
use crate::catalog::record::{Key, Kind};
use crate::field::Field;
use crate::tui::model::Model;
use crate::tui::overlays::{Subject, pay};
use crate::tui::screens::card::Goal;
use crate::tui::theme::Theme;
use crate::tui::widgets::{chart, text};

/// A word of the field, explained.
#[must_use]
pub fn term(model: &Model, number: usize, width: u16) -> (String, Vec<Line<'static>>) {
    let catalog = &model.data.catalog;
    let mut page = Page { catalog, theme: &model.theme, width: usize::from(width), lines: Vec::new() };
    let Some(term) = catalog.terms.get(number) else { return (String::new(), page.lines) };
    page.strong(&term.meaning.one_line());
    if !term.aliases.is_empty() {
        let also: Vec<&str> = term.aliases.iter().map(|alias| alias.as_str()).collect();
        page.plain(&format!("also: {}", also.join(", ")));
    }
    page.gap();
    page.cited(&term.sources);
    (term.term.one_line(), page.lines)
}

/// A meaning of an abbreviation that is not in the catalogue.
#[must_use]
pub fn meaning(model: &Model, number: usize, width: u16) -> (String, Vec<Line<'static>>) {
    let catalog = &model.data.catalog;
    let mut page = Page { catalog, theme: &model.theme, width: usize::from(width), lines: Vec::new() };
    let Some(meaning) = catalog.collisions.get(number) else { return (String::new(), page.lines) };
    page.strong(&meaning.meaning.one_line());
    page.plain("Not in this catalogue: the same letters, another thing.");
    page.gap();
    page.cited(&meaning.sources);
    (meaning.abbreviation.one_line(), page.lines)
}

/// The window of everybody who says something about the subject.
#[must_use]
pub fn sources(model: &Model, subject: Subject, width: u16) -> (String, Vec<Line<'static>>) {
    let catalog = &model.data.catalog;
    let theme = &model.theme;
    let mut page = Page { catalog, theme, width: usize::from(width), lines: Vec::new() };
    let title = match subject {
        Subject::Goal(Goal::Fact(key, field)) => {
            if let Some(fact) = catalog.get(key).fact(field) {
                page.fact(fact);
            } else {
                page.plain("Nobody says anything about this.");
            }
            format!("{} · {}", catalog.get(key).short(), field.label())
        }
        Subject::Goal(Goal::Fit(role, cert)) => {
            let fit = catalog.get(role).fits.iter().find(|fit| fit.cert == cert);
            for reason in fit.iter().flat_map(|fit| fit.reasons.iter()) {
                page.strong(&reason.text.one_line());
                page.cited(&reason.sources);
                page.origin(&reason.origin);
                page.gap();
            }
            page.plain("How well it fits (first choice, good, adjacent) is our reading of these sources.");
            format!("{} for {}", catalog.get(cert).short(), catalog.get(role).name)
        }
        Subject::Goal(Goal::Relation(number, _)) => {
            if let Some(relation) = catalog.relations.get(number) {
                let (first, second) = (catalog.get(relation.first).short(), catalog.get(relation.second).short());
                page.strong(&format!("{first} {} {second}", relation.kind.forward()));
                page.cited(&relation.sources);
            }
            "How they hang together".to_owned()
        }
        Subject::Goal(Goal::Advice(number)) => {
            if let Some(advice) = catalog.advice.get(number) {
                page.strong(&advice.when.one_line());
                page.cited(&advice.sources);
            }
            "Advice".to_owned()
        }
        Subject::Goal(Goal::Record(key)) => page.record(key),
        Subject::Item(bank, item) => {
            let item = &catalog.banks[bank].items[item];
            page.strong(&item.why.one_line());
            page.cited(&item.sources);
            page.gap();
            page.plain("The question, its options and its reasons are our own words.");
            "Where this stands".to_owned()
        }
        Subject::Interview(number) => {
            page.strong(&catalog.interview[number].ask.one_line());
            page.plain("Guides that ask this:");
            page.cited(&catalog.interview[number].sources);
            "Who asks this".to_owned()
        }
    };
    (title, page.lines)
}

/// The fields of a record that sources disagree about, in the order of its card.
#[must_use]
pub fn disputed(catalog: &Catalog, key: Key) -> Vec<Field> {
    catalog.get(key).facts.iter().filter(|fact| fact.conflict).map(|fact| fact.field).collect()
}

/// The window of rival claims: the adopted one first, then by trust, with the rule that decided.
#[must_use]
pub fn ledger(model: &Model, key: Key, field: Field, width: u16) -> (String, Vec<Line<'static>>) {
    let catalog = &model.data.catalog;
    let record = catalog.get(key);
    let mut page = Page { catalog, theme: &model.theme, width: usize::from(width), lines: Vec::new() };
    let all = disputed(catalog, key);
    let title = match all.iter().position(|known| *known == field) {
        Some(at) if all.len() > 1 => {
            format!("{} · {} · {} of {} disputed", record.short(), field.label(), at + 1, all.len())
        }
        _ => format!("{} · {}", record.short(), field.label()),
    };
    let Some(fact) = record.fact(field) else {
        page.plain("Nobody says anything about this.");
        return (title, page.lines);
    };
    page.verdict(fact);
    page.gap();
    page.table(fact);
    page.gap();
    let rivals = fact.conflict || fact.claims.iter().any(|claim| claim.impossible.is_some());
    page.plain(match (rivals, fact.claims.len()) {
        (true, _) => "Official before register, independent, training company, exam prep, forum; then the newer; undated last; the impossible never.",
        (false, 1) => "There is one claim, and nobody disagrees.",
        (false, _) => "Nobody disagrees.",
    });
    (title, page.lines)
}

/// Lines in the making.
struct Page<'a> {
    catalog: &'a Catalog,
    theme: &'a Theme,
    width: usize,
    lines: Vec<Line<'static>>,
}

impl Page<'_> {
    fn gap(&mut self) {
        self.lines.push(Line::default());
    }

    fn words(&mut self, words: &str, indent: usize, style: Style) {
        for line in text::wrap(words, self.width.saturating_sub(indent).max(8)) {
            self.lines.push(Line::from(vec![Span::raw(" ".repeat(indent)), Span::styled(line, style)]));
        }
    }

    fn plain(&mut self, words: &str) {
        self.words(words, 0, self.theme.cite);
    }

    fn strong(&mut self, words: &str) {
        self.words(words, 0, Style::new().patch(self.theme.key));
    }

    /// What is adopted, and by which step of the rule.
    fn verdict(&mut self, fact: &Fact) {
        let value = self.catalog.phrase_fact(Some(fact));
        self.strong(&format!("adopted: {value}"));
        self.plain(&format!("rule: {}", fact.rule));
    }

    /// Every claim with its sources in full.
    fn fact(&mut self, fact: &Fact) {
        self.verdict(fact);
        for (title, rows) in pay::charts(fact, self.width) {
            self.gap();
            self.words(&title, 0, self.theme.heading);
            self.lines.extend(chart::lines(&rows, self.width, self.theme.label));
        }
        for index in fact.by_trust() {
            let claim = &fact.claims[index];
            self.gap();
            let sign = sign(fact, index);
            self.words(&format!("{sign} {}", self.catalog.phrase(&claim.value)), 0, self.style(fact, index));
            if let Some(why) = &claim.impossible {
                self.words(&format!("cannot be true: {why}"), 2, self.theme.warn);
            }
            if let Some(note) = &claim.note {
                self.words(&note.one_line(), 2, Style::new());
            }
            if let Some(age) = self.catalog.age(fact.field, claim).filter(|age| *age != Age::Timeless) {
                let style = if matches!(age, Age::Stale(_)) { self.theme.warn } else { self.theme.cite };
                self.words(&age.words(), 2, style);
            }
            self.cited(&claim.sources);
            self.origin(&claim.origin);
        }
    }

    fn style(&self, fact: &Fact, index: usize) -> Style {
        if fact.adopted.contains(&index) { Style::new().patch(self.theme.key) } else { Style::new() }
    }

    /// Sources in full: title, publisher, date, kind, place, address.
    fn cited(&mut self, cited: &[Cited]) {
        for one in cited {
            let source = &self.catalog.source(one).row;
            let mut parts = vec![source.kind.label().to_owned()];
            if source.sells_course {
                parts.push("sells courses".to_owned());
            }
            parts.push(source.date.map_or_else(|| "undated".to_owned(), |date| date.to_string()));
            if let Some(locator) = &one.locator {
                let locator = locator.one_line();
                let lines = locator.bytes().all(|b| b.is_ascii_digit() || b == b'-');
                parts.push(if lines { format!("line {locator}") } else { locator });
            }
            let publisher =
                source.publisher.as_ref().map_or_else(|| "publisher not named".to_owned(), |p| p.one_line());
            self.words(&format!("{}: {}, {publisher}", source.id, source.title.one_line()), 2, Style::new());
            self.words(&parts.join(" · "), 4, self.theme.cite);
            if let Some(address) = &source.address {
                self.words(&address.one_line(), 4, self.theme.cite);
            }
        }
    }

    fn origin(&mut self, origin: &Origin) {
        if let Origin::File { .. } = origin {
            self.words(&format!("from your file {origin}"), 2, self.theme.warn);
        }
    }

    /// Every claim on one line: value, who, kind, date.
    fn table(&mut self, fact: &Fact) {
        for index in fact.by_trust() {
            let claim = &fact.claims[index];
            let value = self.catalog.phrase(&claim.value);
            self.words(&format!("{} {value}", sign(fact, index)), 0, self.style(fact, index));
            if let Some(why) = &claim.impossible {
                self.words(&format!("cannot be true: {why}"), 4, self.theme.warn);
            }
            for cited in &claim.sources {
                let line = self.row(claim, cited);
                self.words(&line, 4, self.theme.cite);
            }
        }
    }

    fn row(&self, claim: &Claim, cited: &Cited) -> String {
        let source = &self.catalog.source(cited).row;
        let date = source.date.map_or_else(|| "undated".to_owned(), |date| date.to_string());
        let seller = if source.sells_course { ", sells courses" } else { "" };
        let who = source.publisher.as_ref().unwrap_or(&source.title).one_line();
        let origin = match &claim.origin {
            Origin::Embedded => String::new(),
            origin @ Origin::File { .. } => format!(" · {origin}"),
        };
        format!("{who} · {}{seller} · {date} · {}{origin}", source.kind.label(), self.catalog.cite(cited))
    }

    /// Everything a record rests on: each source with the fields it speaks of.
    fn record(&mut self, key: Key) -> String {
        let record = self.catalog.get(key);
        let mut fields: Vec<(usize, Vec<&'static str>)> = Vec::new();
        let mut note = |source: usize, what: &'static str| match fields.iter_mut().find(|(known, _)| *known == source) {
            Some((_, list)) if !list.contains(&what) => list.push(what),
            Some(_) => {}
            None => fields.push((source, vec![what])),
        };
        for cited in &record.named_in {
            note(cited.source, "Name");
        }
        for fact in record.facts.iter() {
            for cited in fact.claims.iter().flat_map(|claim| &claim.sources) {
                note(cited.source, fact.field.label());
            }
        }
        for cited in record.fits.iter().flat_map(|fit| fit.reasons.iter()).flat_map(|reason| &reason.sources) {
            note(cited.source, "certifications that fit");
        }
        self.origin(&record.origin);
        for (source, fields) in fields {
            self.cited(&[Cited { source, locator: None }]);
            self.words(&fields.join(" · "), 4, Style::new());
            self.gap();
        }
        let what = if key.0 == Kind::Role { "role" } else { "certification" };
        format!("{} · all sources of this {what}", record.short())
    }
}

/// `=` adopted, `!` a rival, `x` impossible, a space for what merely says less.
fn sign(fact: &Fact, index: usize) -> char {
    let claim = &fact.claims[index];
    let shown = fact.value();
    if claim.impossible.is_some() {
        'x'
    } else if fact.adopted.contains(&index) {
        '='
    } else if fact.conflict && shown.is_some_and(|shown| !shown.agrees_with(&claim.value)) {
        '!'
    } else {
        ' '
    }
}
