//! The steps that lead to a certification or a role from what one holds, as the interview was told, and
//! the ladder of its track.

use ratatui::text::Line;

use crate::advise::Choice;
use crate::catalog::quantity::Status;
use crate::catalog::record::{Key, Kind as RecordKind};
use crate::cost::Terms;
use crate::path::{self, words};
use crate::tui::model::Model;
use crate::tui::overlays::{Kind, Overlay};
use crate::tui::screens::decide::TITLE;
use crate::tui::update::record_in_front;
use crate::tui::widgets::text;

/// What the interview was told is held.
fn held(model: &Model) -> Vec<Key> {
    let catalog = &model.data.catalog;
    let answer = crate::advise::number_of(catalog, "held").and_then(|number| model.quiz.decide.answers.get(number));
    match answer {
        Some(Choice::Records(keys)) => keys.clone(),
        _ => Vec::new(),
    }
}

/// Opens the window on the role or the certification in front.
pub fn open(model: &mut Model) {
    match record_in_front(model) {
        Some(key) if key.0 == RecordKind::Cert && model.data.catalog.get(key).status == Status::Retired => {
            let name = model.data.catalog.get(key).short();
            model.notice = Some(format!("nothing leads to {name} any more: it can no longer be earned"));
        }
        Some(key) if key.0 != RecordKind::Provider => model.overlays.push(Overlay::new(Kind::Path(key))),
        _ => model.notice = Some("steps lead to roles and certifications: go to one".to_owned()),
    }
}

/// The title and the lines of the window.
#[must_use]
pub fn content(model: &Model, goal: Key, width: u16) -> (String, Vec<Line<'static>>) {
    let (theme, catalog) = (&model.theme, &model.data.catalog);
    let held = held(model);
    let terms = Terms { from: catalog.today, ..Terms::default() };
    let record = catalog.get(goal);
    let mut lines: Vec<Line<'static>> = Vec::new();
    let names: Vec<&str> = held.iter().map(|key| catalog.get(*key).short()).collect();
    let from = if names.is_empty() {
        format!("From nothing held. \u{201c}{TITLE}\u{201d} in the Quiz tab asks what you hold.")
    } else {
        format!("From {}, which you hold.", names.join(", "))
    };
    lines.extend(text::wrap(&from, usize::from(width)).into_iter().map(|line| Line::styled(line, theme.cite)));
    lines.push(Line::default());
    let all = match goal.0 {
        RecordKind::Role => words::role(catalog, record, &path::ways(catalog, &held, goal, &terms), &terms),
        _ => words::cert(catalog, &held, &path::way(catalog, &held, goal, &terms), &terms),
    };
    for (number, line) in all.iter().enumerate() {
        let style = if number == 0 { theme.title } else { ratatui::style::Style::new() };
        // A tree is not broken in two; other lines keep their indent.
        if line.contains('─') || line.contains("   ") && !line.starts_with(' ') {
            lines.push(Line::styled(text::fit(line, usize::from(width)), style));
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        let room = usize::from(width).saturating_sub(indent).max(8);
        let wrapped = text::wrap(line.trim_start(), room).into_iter();
        lines.extend(wrapped.map(|part| Line::styled(format!("{:indent$}{part}", ""), style)));
    }
    (format!("What leads to {}", record.short()), lines)
}
