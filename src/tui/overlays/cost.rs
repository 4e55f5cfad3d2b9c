//! What certifications cost to earn and to hold: the total, a chart of what has been paid by the end of
//! each year with the numbers beside it, and where each part comes from.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::catalog::record::{Key, Kind as RecordKind};
use crate::cost::{MAX_CERTS, MAX_YEARS, Terms, hold, words};
use crate::tui::model::{Model, Tab};
use crate::tui::overlays::{Kind, Overlay};
use crate::tui::update::record_in_front;
use crate::tui::widgets::{chart, text};

/// The widest a bar gets.
const BAR: usize = 40;

/// Opens the window: on what is compared, or on the certification in front.
pub fn open(model: &mut Model) {
    let in_front = record_in_front(model).filter(|key| key.0 == RecordKind::Cert);
    let certs: Vec<Key> = if model.tab == Tab::Compare {
        model.marked.iter().copied().filter(|key| key.0 == RecordKind::Cert).take(MAX_CERTS).collect()
    } else {
        in_front.into_iter().collect()
    };
    if certs.is_empty() {
        model.notice =
            Some("certifications cost something: go to one, or to one that fits on a role's card".to_owned());
        return;
    }
    model.overlays.push(Overlay::new(Kind::Cost(certs, Terms::default().years)));
}

/// A year more or less.
pub fn turn(model: &mut Model, certs: Vec<Key>, years: u32, more: bool) {
    let years = if more { (years + 1).min(MAX_YEARS) } else { (years - 1).max(1) };
    if let Some(top) = model.overlays.last_mut() {
        top.kind = Kind::Cost(certs, years);
    }
}

/// The title and the lines of the window.
#[must_use]
pub fn content(model: &Model, certs: &[Key], years: u32, width: u16) -> (String, Vec<Line<'static>>) {
    let (theme, catalog) = (&model.theme, &model.data.catalog);
    let terms = Terms { years, from: catalog.today, ..Terms::default() };
    let cost = hold(catalog, certs, &terms);
    let cells = usize::from(width);
    let wrapped = |words: &str, style: Style| -> Vec<Line<'static>> {
        text::wrap(words, cells).into_iter().map(|line| Line::styled(line, style)).collect()
    };
    let mut lines = Vec::new();
    if certs.len() > 1 {
        // First each alone: that is what one compares.
        for key in certs {
            let alone = hold(catalog, &[*key], &terms);
            lines.extend(wrapped(&format!("{}: {}", catalog.get(*key).short(), alone.words), theme.title));
        }
        lines.extend(wrapped("all of them:", theme.cite));
    }
    lines.extend(wrapped(&words::total(&cost), theme.title));
    lines.extend(wrapped(&words::scope(&terms), theme.cite));
    for (title, years) in words::years(&cost, BAR.min(cells.saturating_sub(24).max(4))) {
        lines.push(Line::default());
        lines.extend(wrapped(&title, theme.heading));
        let digits = years.iter().map(|row| row[0].len()).max().unwrap_or(0);
        let years: Vec<chart::Row> =
            years.into_iter().map(|[year, bar, sum]| [format!("{year:>digits$}"), bar, sum]).collect();
        lines.extend(chart::lines(&years, cells, theme.label));
    }
    for held in &cost.held {
        lines.push(Line::default());
        lines.extend(wrapped(&words::heading(catalog, held), theme.heading));
        for (label, words) in words::rows(catalog, held, &terms, "`certdex cost --course` takes your own figure") {
            // Labels stand in a column of their own where there is room for one.
            let indent = if cells > 40 { 12 } else { 2 };
            if indent == 2 && !label.is_empty() {
                lines.push(Line::styled(label.clone(), theme.label));
            }
            for (i, line) in text::wrap(&words, cells.saturating_sub(indent).max(8)).into_iter().enumerate() {
                let lead = if i == 0 && indent > 2 { text::pad(&label, indent) } else { " ".repeat(indent) };
                lines.push(Line::from(vec![Span::styled(lead, theme.label), Span::raw(line)]));
            }
        }
    }
    let names: Vec<&str> = certs.iter().map(|key| catalog.get(*key).short()).collect();
    let many = if years == 1 { "1 year".to_owned() } else { format!("{years} years") };
    (format!("What it costs · {} · {many}", names.join(", ")), lines)
}
