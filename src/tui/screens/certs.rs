//! The Certifications tab: a list with sortable columns, and the card with every field.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::catalog::quantity::Status;
use crate::catalog::record::Record;
use crate::search::Hit;
use crate::search::limits::Standing;
use crate::tui::layout;
use crate::tui::model::Model;
use crate::tui::screens::browse::{Focus, SortKey};
use crate::tui::screens::{below, browse, roles, tint};
use crate::tui::view::ViewState;
use crate::tui::widgets::text;

/// The widest the list gets.
pub const LIST: u16 = 68;

/// The columns behind mark and abbreviation, as a config names them, with their widths.
const COLUMNS: &[(&str, SortKey, u16)] = &[
    ("exam", SortKey::Exam, 8),
    ("valid", SortKey::Validity, 9),
    ("level", SortKey::Level, 12),
    ("fee", SortKey::Cost, 9),
    ("provider", SortKey::Provider, 15),
    ("track", SortKey::Track, 14),
];

/// The columns of these names, in this order.
#[must_use]
pub fn named<'n>(names: impl Iterator<Item = &'n str>) -> std::sync::Arc<[SortKey]> {
    names.filter_map(|name| COLUMNS.iter().find(|(known, ..)| *known == name).map(|column| column.1)).collect()
}

/// The width of mark and abbreviation, at least and at most.
const NAME: (u16, u16) = (14, 24);

/// Paints the tab.
pub fn view(model: &Model, state: &mut ViewState, area: Rect, frame: &mut Frame) {
    let browse = &model.certs;
    let wide = layout::is_wide(area.width);
    if wide || browse.focus == Focus::List {
        let left = if wide { layout::panes(area, layout::list_width(area.width, LIST))[0] } else { area };
        roles::list(model, browse, state, left, frame, cert_line);
        header(model, left, frame);
    }
    if wide {
        let [_, right] = layout::panes(area, layout::list_width(area.width, LIST));
        roles::record_card(model, browse, state, right, frame);
    } else if browse.focus == Focus::Card {
        roles::record_card(model, browse, state, area, frame);
    }
}

/// The columns that fit into `width`, with their widths; what does not fit is left out.
fn columns(model: &Model, width: u16) -> Vec<(SortKey, u16)> {
    let wide = |key: &SortKey| COLUMNS.iter().find(|column| column.1 == *key).map(|column| (*key, column.2));
    let fitting = move |keys: Vec<(SortKey, u16)>| {
        let mut used = NAME.0 + 2;
        keys.into_iter().take_while(move |(_, wide)| {
            used += wide + 1;
            used <= width
        })
    };
    let all: Vec<(SortKey, u16)> = model.columns.iter().filter_map(wide).collect();
    // Who sorts by something wants to see it: it takes the first place where it had none.
    let sort = wide(&model.certs.sort).filter(|sort| !fitting(all.clone()).any(|column| column.0 == sort.0));
    let rest = all.into_iter().filter(move |column| sort.is_none_or(|sort| sort.0 != column.0));
    fitting(sort.into_iter().chain(rest).collect()).collect()
}

/// The width of mark and abbreviation beside these columns: what is left over is theirs.
fn name_cells(columns: &[(SortKey, u16)], width: u16) -> usize {
    let used: u16 = columns.iter().map(|(_, wide)| wide + 1).sum();
    usize::from(width.saturating_sub(used + 2).clamp(NAME.0, NAME.1))
}

/// Writes the names of the columns into the rule above the list, the sorted one with an arrow.
fn header(model: &Model, area: Rect, frame: &mut Frame) {
    if area.height <= 8 {
        return;
    }
    let (sort, reversed) = (model.certs.sort, model.certs.reversed);
    let arrow = |key: SortKey| match (key == sort, reversed) {
        (false, _) => "",
        (true, false) => " ↓",
        (true, true) => " ↑",
    };
    // The first column says what the list is sorted by where no column of its own does.
    let columns = columns(model, area.width);
    let shown = sort == SortKey::Name || columns.iter().any(|(key, _)| *key == sort);
    let first = if shown { SortKey::Name } else { sort };
    let listed = first == SortKey::Given && !reversed && model.certs.query.is_empty();
    let first = if listed { "certification".to_owned() } else { format!("{}{}", first.label(), arrow(first)) };
    let mut line = text::pad(&first, name_cells(&columns, area.width));
    for (key, width) in columns {
        line.push(' ');
        // The arrow stays whatever the words come to.
        let (arrow, width) = (arrow(key), usize::from(width));
        let label = text::fit(key.label(), width.saturating_sub(text::width(arrow)));
        line.push_str(&text::pad(&format!("{label}{arrow}"), width));
    }
    let row = Rect { height: 1, ..below(area, 1) };
    let line = text::pad(&format!("  {line}"), usize::from(area.width));
    text::paint(&Line::styled(line, model.theme.rule), row, frame.buffer_mut());
}

fn cert_line(model: &Model, hit: &Hit, record: &Record, width: u16, style: Style) -> Vec<Span<'static>> {
    let mark = if model.marked.contains(&record.key) {
        "+ "
    } else if record.status == Status::Retired {
        "† "
    } else {
        // How it stands to the limits and the filters.
        match model.certs.standing(&model.data.catalog, hit.standing, record) {
            Standing::Within => "  ",
            Standing::Disputed => "! ",
            Standing::Unknown => "~ ",
        }
    };
    let short = record.short();
    let lit: &[usize] = if hit.matched.as_str() == short { &hit.in_name } else { &[] };
    let mut spans = vec![Span::styled(mark, tint(style, model.theme.warn))];
    let columns = columns(model, width + 2);
    let name = text::pad(short, name_cells(&columns, width + 2) - 2);
    spans.extend(text::light_up(&name, lit, style, model.theme.lit));
    for (key, cells) in columns {
        let cell = browse::cell(&model.data.catalog, record, key);
        spans.push(Span::styled(format!(" {}", text::pad(&cell, usize::from(cells))), style));
    }
    spans
}
