//! The window of filters: every value of every facet with its count, switched on and off.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::keys::action::Action;
use crate::tui::layout;
use crate::tui::model::Model;
use crate::tui::overlays::{Kind, Overlay, inside};
use crate::tui::screens::browse::moved;
use crate::tui::screens::pointer;
use crate::tui::widgets::text;

/// The title and the lines of the window.
#[must_use]
pub fn content(model: &Model, row: usize, width: u16) -> (String, Vec<Line<'static>>) {
    let theme = &model.theme;
    let mut lines = Vec::new();
    let mut facet = "";
    for (number, (filter, count)) in model.data.filters().iter().enumerate() {
        if filter.facet() != facet {
            facet = filter.facet();
            lines.push(Line::styled(facet, theme.heading));
        }
        let selected = number == row;
        let style = if selected { theme.selected } else { Style::new() };
        let sign = if model.certs.filters.contains(filter) { "[x]" } else { "[ ]" };
        let words = format!("{}{sign} {}", pointer(selected), filter.label(&model.data.catalog));
        let room = usize::from(width).saturating_sub(8);
        lines.push(Line::from(vec![
            Span::styled(text::pad(&words, room), style),
            Span::styled(format!("{count:>6}"), theme.cite),
        ]));
    }
    (format!("Filters · {} certifications pass", model.certs.hits.len()), lines)
}

/// The line of the window that row number `row` stands on, headings counted.
#[must_use]
pub fn line_of(model: &Model, row: usize) -> usize {
    let mut facets = model.data.filters().iter().take(row + 1).map(|(filter, _)| filter.facet()).collect::<Vec<_>>();
    facets.dedup();
    row + facets.len()
}

/// The first line shown of the window so that row number `row` is among `height` of them: `scroll`, or
/// just as far from it as must be.
#[must_use]
pub fn in_sight(model: &Model, row: usize, scroll: usize, height: usize) -> usize {
    let line = line_of(model, row);
    // Its heading comes into sight with it where there is room.
    scroll.min(line.saturating_sub(1)).max((line + 1).saturating_sub(height.max(1)))
}

/// What an action does; false if the window is to be closed.
pub fn act(model: &mut Model, row: usize, action: Action) -> bool {
    let data = model.data.clone();
    let all = data.filters();
    let area = inside(model.size);
    let page = layout::page(model.size.1);
    let mut at = row;
    match action {
        Action::Toggle => {
            if let Some((filter, _)) = all.get(row) {
                let filters = &mut model.certs.filters;
                match filters.iter().position(|known| known == filter) {
                    Some(known) => drop(filters.remove(known)),
                    None => filters.push(filter.clone()),
                }
            }
        }
        Action::Unfilter => model.certs.filters.clear(),
        other => match moved(row, all.len(), page, other) {
            Some(to) => at = to,
            None => return false,
        },
    }
    if matches!(action, Action::Toggle | Action::Unfilter) {
        let selected = model.certs.selected();
        model.certs.search(&data);
        if let Some(position) = selected.and_then(|key| model.certs.hits.place(key)) {
            model.certs.at = position;
        }
    }
    let scroll = model.overlays.last().map_or(0, |top| top.scroll);
    let scroll = in_sight(model, at, scroll, usize::from(area.height));
    if let Some(top) = model.overlays.last_mut() {
        *top = Overlay { kind: Kind::Filters(at), scroll };
    }
    true
}
