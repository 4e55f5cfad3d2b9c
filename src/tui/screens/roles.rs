//! The Roles tab: a list of jobs, and the card that says which certifications fit the selected one.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::catalog::Catalog;
use crate::catalog::record::{Kind, Record};
use crate::safe_text::SafeText;
use crate::search::{Describer, Hit, Match, Query};
use crate::tui::layout;
use crate::tui::message::Target;
use crate::tui::model::Model;
use crate::tui::screens::browse::Focus;
use crate::tui::screens::{below, browse, card, certs, filled, gutter, headline, paragraphs, row_style, rule, tint};
use crate::tui::view::ViewState;
use crate::tui::widgets::{blocks, text};

/// The widest the list of roles gets.
const LIST: u16 = 36;

/// How wide the card of a tab is on a terminal of that width.
#[must_use]
pub fn card_width(kind: Kind, columns: u16) -> u16 {
    let area = Rect { x: 0, y: 0, width: columns.saturating_sub(2), height: 1 };
    let list = if kind == Kind::Role { LIST } else { certs::LIST };
    if layout::is_wide(area.width) {
        layout::panes(area, layout::list_width(area.width, list))[1].width
    } else {
        area.width
    }
}

/// Paints the tab.
pub fn view(model: &Model, state: &mut ViewState, area: Rect, frame: &mut Frame) {
    let browse = &model.roles;
    if !layout::is_wide(area.width) {
        match browse.focus {
            Focus::List => list(model, browse, state, area, frame, role_line),
            Focus::Card => record_card(model, browse, state, area, frame),
        }
        return;
    }
    let [left, right] = layout::panes(area, layout::list_width(area.width, LIST));
    list(model, browse, state, left, frame, role_line);
    record_card(model, browse, state, right, frame);
}

fn role_line(model: &Model, hit: &Hit, record: &Record, width: u16, style: Style) -> Vec<Span<'static>> {
    let name = text::fit(&record.name.one_line(), usize::from(width));
    let mut spans = text::light_up(&name, &hit.in_name, style, model.theme.lit);
    let room = usize::from(width).saturating_sub(text::width(&name) + 2);
    let aside = match (&record.abbreviation, hit.in_name.is_empty() && hit.matched != record.name) {
        // An alias matched: say which, or nobody understands why this is listed.
        (_, true) if !model.roles.query.is_empty() => Some(hit.matched.one_line()),
        (Some(abbreviation), _) => Some(abbreviation.one_line()),
        _ => None,
    };
    if let Some(aside) = aside.filter(|aside| text::width(aside) + 2 <= room) {
        spans.push(Span::styled("  ", style));
        spans.push(Span::styled(aside, tint(style, model.theme.cite)));
    }
    spans
}

/// The signature of what paints one row of a list behind its pointer.
pub type LineOf = fn(&Model, &Hit, &Record, u16, Style) -> Vec<Span<'static>>;

/// What to try where nothing matches.
#[must_use]
pub fn what_else(model: &Model, browse: &browse::State) -> String {
    if let Some((kind, count)) = browse.elsewhere {
        let tab = if kind == Kind::Role { "Roles" } else { "Certifications" };
        return format!("{tab} has {count} of that: Enter goes there.");
    }
    let near: Vec<&str> = browse.near.iter().map(|key| model.data.catalog.get(*key).name.as_str()).collect();
    if near.is_empty() {
        if browse.filters.is_empty() {
            "Try fewer letters, or Esc to see everything.".to_owned()
        } else {
            "Nothing passes all filters: F takes them off.".to_owned()
        }
    } else {
        format!("Did you mean {}? Enter takes {}.", near.join(", "), if near.len() == 1 { "it" } else { "the first" })
    }
}

/// Paints a list with its search line.
pub fn list(
    model: &Model,
    browse: &browse::State,
    state: &mut ViewState,
    area: Rect,
    frame: &mut Frame,
    line_of: LineOf,
) {
    let theme = &model.theme;
    let total = model.data.catalog.count(browse.kind);
    let more = if browse.stale { "…" } else { "" };
    let listed = browse.hits.len();
    let count = match total - listed {
        0 => total.to_string(),
        // Nobody asked for those that can no longer be earned.
        retired if browse.query.is_empty() && browse.filters.is_empty() => {
            let words = format!("{listed} + {retired} retired");
            let fits = text::width(&words) + text::width("/ to search") + 3 < usize::from(area.width);
            if fits { words } else { listed.to_string() }
        }
        _ => format!("{listed}{more} of {total}"),
    };
    let room = usize::from(area.width).saturating_sub(text::width(&count) + 5);
    // The end of a long query is what is being typed: keep that in sight.
    let typed = text::tail(browse.query.text(), room);
    let query = match (browse.searching, typed.is_empty()) {
        (false, true) => Span::styled(text::fit("to search", room), theme.cite),
        // The first letter takes its place.
        (true, false) if browse.whole => Span::styled(typed.clone(), theme.resting),
        _ => Span::raw(typed.clone()),
    };
    let used = 2 + query.width();
    let mut spans = vec![Span::styled("/ ", theme.key), query];
    spans.push(Span::raw(" ".repeat(usize::from(area.width).saturating_sub(used + text::width(&count)))));
    spans.push(Span::styled(count, theme.cite));
    state.hit(Rect { height: area.height.min(1), ..area }, Target::SearchBox);
    let rest = headline(&Line::from(spans), area, frame.buffer_mut());
    if browse.searching {
        let x = area.x + u16::try_from(2 + text::width(&typed)).unwrap_or(u16::MAX).min(area.width.saturating_sub(1));
        state.cursor = Some((x, area.y).into());
    }
    let mut body = rest;
    if area.height > 8 {
        rule(rest, theme.rule, frame.buffer_mut());
        body = below(rest, 1);
    }
    let body = chips(model, browse, body, frame);
    // Of a limit that could not be read enough has been said.
    let unread = browse.fault.is_some() && Query::parse(&model.data.catalog, browse.query.text()).words.is_empty();
    if browse.hits.is_empty() && (browse.stale || unread) {
        return;
    }
    if browse.hits.is_empty() {
        let hint = what_else(model, browse);
        let lines = paragraphs(&["Nothing matches.", &hint], body.width, Style::new());
        blocks::render(&[blocks::Block::fixed(lines)], None, &mut 0, body, frame.buffer_mut());
        return;
    }
    let focused = browse.focus == Focus::List;
    // Only the rows in sight are built. A sorted list stands in groups under headings.
    let catalog = &model.data.catalog;
    let height = usize::from(body.height);
    let offset = state.list_offset.entry(browse.kind).or_default();
    let in_sight = |offset: &mut usize, top: usize, line: usize, lines: usize| {
        *offset = (*offset).min(top).max((line + 1).saturating_sub(height));
        *offset = (*offset).min(lines.saturating_sub(height));
        *offset..(*offset + height).min(lines)
    };
    let rows: Vec<Row> = if browse::has_groups(browse) {
        let (rows, at) = grouped(catalog, browse);
        // The heading above the first row of a group comes into sight with it.
        let headed = matches!(rows.get(at.wrapping_sub(1)), Some(Row::Group(_)));
        let sight = in_sight(offset, at - usize::from(headed), at, rows.len());
        rows.into_iter().skip(sight.start).take(sight.len()).collect()
    } else {
        in_sight(offset, browse.at, browse.at, browse.hits.len()).map(Row::Hit).collect()
    };
    let describe = describer(model, browse);
    for (down, line) in (0_u16..).zip(rows) {
        let row = Rect { y: body.y + down, height: 1, ..body };
        let number = match line {
            Row::Group(name) => {
                let name = text::fit(&name, usize::from(body.width));
                text::paint(&Line::styled(name, theme.heading), row, frame.buffer_mut());
                continue;
            }
            Row::Hit(number) => number,
        };
        let Some(hit) = browse.hits.get(number).and_then(&describe) else { continue };
        let selected = number == browse.at;
        let style = row_style(theme, selected, focused);
        let record = catalog.get(hit.thing);
        // Certifications have a column of their own for it.
        let marked = browse.kind == Kind::Role && model.marked.contains(&record.key);
        let mut spans = vec![Span::styled(gutter(selected, marked), style)];
        spans.extend(line_of(model, &hit, record, body.width.saturating_sub(2), style));
        text::paint(&filled(spans, body.width, style), row, frame.buffer_mut());
        state.hit(row, Target::ListRow(number));
        if selected && focused && !browse.searching {
            state.cursor = Some(row.as_position());
        }
    }
}

/// What says of a match what there is to show.
pub fn describer<'a>(model: &'a Model, browse: &'a browse::State) -> impl Fn(&Match) -> Option<Hit> + 'a {
    let catalog = &model.data.catalog;
    // Without a search the index need not be there.
    let searched = !browse.query.text().trim().is_empty();
    let index = model.data.made_index().filter(|_| searched);
    let describer = index.map(|index| Describer::new(index, catalog, &Query::parse(catalog, browse.query.text())));
    move |found| match &describer {
        Some(describer) => describer.describe(found).of_record(),
        None => Some(Hit::unsearched(catalog.get(found.key()?))),
    }
}

/// The lines of a list in groups, and which of them is the selected one.
fn grouped(catalog: &Catalog, browse: &browse::State) -> (Vec<Row>, usize) {
    let mut rows: Vec<Row> = Vec::with_capacity(browse.hits.len());
    let (mut last, mut selected) = (None, 0);
    for (number, hit) in browse.hits.iter().enumerate() {
        let group = hit.key().and_then(|key| browse::group(catalog, browse, key));
        if group.is_some() && group != last {
            rows.push(Row::Group(group.clone().unwrap_or_default()));
            last = group;
        }
        if number == browse.at {
            selected = rows.len();
        }
        rows.push(Row::Hit(number));
    }
    (rows, selected)
}

/// A line of a list: a group's heading, or a record by its position.
enum Row {
    Group(String),
    Hit(usize),
}

/// The filters in force and the limits that were typed as chips, on one line, and below them what
/// could not be read; nothing without any.
fn chips(model: &Model, browse: &browse::State, area: Rect, frame: &mut Frame) -> Rect {
    let mut area = area;
    let filters = browse.filters.iter().map(|filter| filter.label(&model.data.catalog));
    let words: Vec<String> = filters.chain(browse.chips.iter().cloned()).map(|chip| format!("[{chip}]")).collect();
    // A chip is not broken in two.
    let words: Vec<String> = words.iter().map(|chip| chip.replace(' ', "\u{a0}")).collect();
    for line in text::wrap(&words.join(" "), usize::from(area.width)).into_iter().filter(|line| !line.is_empty()) {
        let line = Line::styled(line.replace('\u{a0}', " "), model.theme.warn);
        area = headline(&line, area, frame.buffer_mut());
    }
    if let Some(fault) = &browse.fault {
        for line in text::wrap(fault, usize::from(area.width)).into_iter().take(3) {
            area = headline(&Line::styled(line, model.theme.bad), area, frame.buffer_mut());
        }
    }
    area
}

/// Paints the card of the selected record.
pub fn record_card(model: &Model, browse: &browse::State, state: &mut ViewState, area: Rect, frame: &mut Frame) {
    let Some(key) = browse.selected() else { return };
    let theme = &model.theme;
    let record = model.data.catalog.get(key);
    let mark = record.mark.as_deref().unwrap_or_default();
    let mut title = format!("{}{mark}", record.name);
    if let Some(abbreviation) = &record.abbreviation {
        title = format!("{title}  {abbreviation}");
    }
    let title = text::fit(&title, usize::from(area.width));
    let also: Vec<&str> = record.aliases.iter().map(SafeText::as_str).collect();
    let room = usize::from(area.width).saturating_sub(text::width(&title) + 3);
    let mut spans = vec![Span::styled(title.clone(), theme.title)];
    if !also.is_empty() && room > 16 {
        let also = text::fit(&format!("also: {}", also.join(", ")), room);
        let gap = usize::from(area.width).saturating_sub(text::width(&title) + text::width(&also));
        spans.push(Span::raw(" ".repeat(gap)));
        spans.push(Span::styled(also, theme.cite));
    }
    let mut body = headline(&Line::from(spans), area, frame.buffer_mut());
    if area.height > 8 {
        rule(body, theme.rule, frame.buffer_mut());
        body = below(body, 1);
    }
    let focused = browse.focus == Focus::Card;
    let card = state.card(&model.data.catalog, key);
    let selected = focused.then_some(browse.row);
    let offset = state.card_offset.entry(browse.kind).or_default();
    if offset.0 != key {
        *offset = (key, 0);
    }
    let shown = selected.or(Some(browse.row));
    // Laid out as far as the selected row and the bottom of the area, and one block more to know
    // whether anything is below.
    let (mut blocks, mut total, mut reached) = (Vec::new(), 0, false);
    for block in card::blocks(&model.data.catalog, &card, body.width, theme, selected, focused, &model.marked) {
        let enough = reached && total > offset.1 + usize::from(body.height);
        total += block.lines.len();
        reached |= block.row == shown;
        blocks.push(block);
        if enough {
            break;
        }
    }
    // Where not all fits, the last line says how many rows are above and below.
    let note = u16::from(total > usize::from(body.height) && body.height > 6);
    let body = Rect { height: body.height - note, ..body };
    let (placed, cursor) = blocks::render(&blocks, shown, &mut offset.1, body, frame.buffer_mut());
    let below = placed.last().map_or(0, |(_, number)| card.count() - 1 - number);
    let above = placed.first().map_or(0, |(_, number)| *number);
    let cut = total > offset.1 + usize::from(body.height);
    for (row, number) in placed {
        state.hit(row, Target::CardRow(number));
    }
    if note > 0 {
        // The last row may itself go on below.
        let words = if cut && below == 0 { "more ↓".to_owned() } else { text::beyond(above, below, "row") };
        let words = text::fit(&words, usize::from(body.width));
        let line = Line::styled(words, theme.cite).right_aligned();
        frame.render_widget(line, Rect { y: body.bottom(), height: 1, ..body });
    }
    if focused && !browse.searching && cursor.is_some() {
        state.cursor = cursor;
    }
}
