//! What a newcomer is told, once: what this is, and the few keys to begin with.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::catalog::record::Kind as RecordKind;
use crate::keys::action::Action;
use crate::keys::bindings::Context;
use crate::tui::ascii;
use crate::tui::message::Message;
use crate::tui::model::Model;
use crate::tui::overlays::{Kind, Overlay, inside};
use crate::tui::screens::paragraphs;
use crate::tui::widgets::text;

/// The keys to begin with, in the order in which one needs them.
const FIRST: &[(Context, Action, &str)] = &[
    (Context::Browse, Action::Search, "search: type what you do, or a certification"),
    (Context::Browse, Action::Open, "open what is selected"),
    (Context::Global, Action::Back, "go back"),
    (Context::Browse, Action::Sources, "who says so: the sources of a fact"),
    (Context::Browse, Action::Mark, "mark two or more, to compare them"),
    (Context::Global, Action::NextTab, "the next page: certifications, comparison, quiz"),
    (Context::Global, Action::Palette, "find or do anything by its name"),
    (Context::Global, Action::Help, "all that can be done where you are"),
    (Context::Global, Action::Quit, "quit"),
];

/// Puts the window on top.
pub fn show(model: &mut Model) {
    model.overlays.push(Overlay::new(Kind::Welcome));
}

/// Whether it is on top.
#[must_use]
pub fn is_shown(model: &Model) -> bool {
    matches!(model.overlays.last(), Some(Overlay { kind: Kind::Welcome, .. }))
}

/// Whether a message does no more than end it: who presses Enter, Esc or any key without a meaning has
/// read it, and does not want to open, leave or hear anything yet. Other keys do their work as well.
#[must_use]
pub fn only_ends(message: &Message) -> bool {
    use Action as A;
    matches!(
        message,
        Message::Unbound(_)
            | Message::Clicked(_)
            | Message::Wheel { .. }
            | Message::Do(A::Open | A::Toggle | A::Mark | A::Back | A::Quit)
    )
}

/// The title and the lines of the window.
#[must_use]
pub fn content(model: &Model, width: u16) -> (String, Vec<Line<'static>>) {
    let theme = &model.theme;
    let catalog = &model.data.catalog;
    let what = format!(
        "Which certification fits your role, what does it really take, and who says so? {} roles, {} certifications, \
         practice questions and mock exams, all offline. Every fact names its sources; where they disagree, both \
         sides are shown, marked !.",
        catalog.count(RecordKind::Role),
        catalog.count(RecordKind::Cert)
    );
    let rows: Vec<(String, &str)> = FIRST
        .iter()
        .filter_map(|(context, action, words)| {
            let key = model.keys.keys_of(*context, *action).next()?;
            Some((ascii::keys(model.ascii, &key.to_string()), *words))
        })
        .collect();
    let column = rows.iter().map(|(key, _)| text::width(key)).max().unwrap_or(0) + 3;
    let room = usize::from(width).saturating_sub(column);
    let keys = rows.into_iter().flat_map(|(key, words)| {
        text::wrap(words, room.max(1))
            .into_iter()
            .enumerate()
            .map(move |(number, part)| {
                let key = if number == 0 { key.as_str() } else { "" };
                Line::from(vec![Span::styled(text::pad(key, column), theme.key), Span::raw(part)])
            })
            .collect::<Vec<_>>()
    });
    let keys: Vec<Line> = keys.collect();
    let what = paragraphs(&[&what], width, Style::new());
    let end = paragraphs(&["Any key begins."], width, theme.cite);
    let gap = || vec![Line::default()];
    let mut lines = [what, gap(), keys.clone(), gap(), end.clone()].concat();
    // On a low terminal the keys come first; those needed last give way.
    let height = usize::from(inside(model.size).height);
    if lines.len() > height {
        lines = keys;
        lines.truncate(height.saturating_sub(1).max(1));
        lines.extend(end);
    }
    ("Welcome to certdex".to_owned(), lines)
}
