//! The Compare tab: marked certifications side by side, or stacked where the screen is narrow.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::catalog::claim::Standing;
use crate::catalog::record::Key;
use crate::compare::{self, Cell, Row, Verdict};
use crate::keys::action::Action;
use crate::tui::layout::{self, COMPARE_LABEL};
use crate::tui::message::Target;
use crate::tui::model::Model;
use crate::tui::screens::browse::moved;
use crate::tui::screens::card::Goal;
use crate::tui::screens::{below, headline, paragraphs, pointer, rule, tint};
use crate::tui::view::ViewState;
use crate::tui::widgets::blocks::{self, Block};
use crate::tui::widgets::text;

/// The state of the tab; what is compared is `Model::marked`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct State {
    /// Only rows that differ are shown.
    pub differences: bool,
    /// The selected row, counted over what is shown.
    pub row: usize,
    /// The selected column.
    pub column: usize,
}

/// The rows shown.
#[must_use]
pub fn rows(model: &Model) -> Vec<Row> {
    let mut rows = compare::rows(&model.data.catalog, &model.marked);
    rows.retain(|row| row.differs || !model.compare.differences);
    rows
}

/// What the cursor is on.
#[must_use]
pub fn goal(model: &Model) -> Option<Goal> {
    let key = *model.marked.get(model.compare.column)?;
    match rows(model).get(model.compare.row) {
        Some(row) => Some(Goal::Fact(key, row.field)),
        None => Some(Goal::Record(key)),
    }
}

/// What an action does here; false if it does nothing.
pub fn act(model: &mut Model, action: Action) -> bool {
    let shown = rows(model);
    let verdicts = compare::verdicts(&model.data.catalog, &model.marked).len();
    let page = layout::page(model.size.1) / 2;
    let state = &mut model.compare;
    if let Some(to) = moved(state.row, shown.len() + verdicts, page.max(1), action) {
        state.row = to;
        return true;
    }
    match action {
        Action::Left => state.column = state.column.saturating_sub(1),
        Action::Right => state.column = (state.column + 1).min(model.marked.len().saturating_sub(1)),
        Action::Differences => {
            // Stay on the same field if it is still there.
            let field = shown.get(state.row).map(|row| row.field);
            state.differences = !state.differences;
            let at = rows(model).iter().position(|row| Some(row.field) == field);
            model.compare.row = at.unwrap_or(0);
        }
        Action::Unmark => {
            if state.column < model.marked.len() {
                model.marked.remove(state.column);
            }
            state.column = state.column.min(model.marked.len().saturating_sub(1));
            state.row = 0;
        }
        _ => return false,
    }
    true
}

/// A click: selects the row or the column; a click on the selected row opens it (true).
pub fn clicked(model: &mut Model, target: Target) -> bool {
    match target {
        Target::CardRow(row) => {
            let again = model.compare.row == row;
            model.compare.row = row;
            again
        }
        Target::Column(column) if column < model.marked.len() => {
            model.compare.column = column;
            false
        }
        _ => false,
    }
}

/// Paints the tab.
pub fn view(model: &Model, state: &mut ViewState, area: Rect, frame: &mut Frame) {
    let theme = &model.theme;
    if model.marked.len() < 2 {
        let lines = paragraphs(
            &[
                "Nothing to compare yet.",
                &format!("{} of at least 2 certifications are marked.", model.marked.len()),
                "Mark certifications with + in the Certifications tab, or on a role's card, then press c.",
            ],
            area.width,
            Style::new(),
        );
        blocks::render(&[Block::fixed(lines)], None, &mut 0, area, frame.buffer_mut());
        return;
    }
    let all = compare::rows(&model.data.catalog, &model.marked).len();
    let shown = rows(model);
    let only = if model.compare.differences { "only what differs" } else { "all fields" };
    let title = Line::from(vec![
        Span::styled(only, theme.heading),
        Span::styled(format!("   {} of {all} rows   ", shown.len()), theme.cite),
        Span::styled("≠ differs  = the same  ! sources disagree  ~ not stated", theme.cite),
    ]);
    let mut body = headline(title, area, frame.buffer_mut());
    let verdicts = compare::verdicts(&model.data.catalog, &model.marked);
    let blocks = if layout::has_columns(area.width) {
        body = columns_head(model, state, body, frame);
        let visible = visible_columns(model, area.width);
        let mut blocks: Vec<Block> =
            shown.iter().enumerate().map(|(i, row)| side_by_side(model, i, row, &visible, area.width)).collect();
        blocks.extend(verdict_blocks(model, shown.len(), &verdicts, area.width));
        blocks
    } else {
        if area.height > 8 {
            rule(body, theme.rule, frame.buffer_mut());
            body = below(body, 1);
        }
        let mut blocks: Vec<Block> =
            shown.iter().enumerate().map(|(i, row)| stacked(model, i, row, area.width)).collect();
        blocks.extend(verdict_blocks(model, shown.len(), &verdicts, area.width));
        blocks
    };
    let selected = Some(model.compare.row);
    let (placed, cursor) = blocks::render(&blocks, selected, &mut state.compare_offset, body, frame.buffer_mut());
    for (row, number) in placed {
        state.hit(row, Target::CardRow(number));
    }
    state.cursor = cursor.or(state.cursor);
}

/// The columns in sight: the selected one always is.
fn visible_columns(model: &Model, width: u16) -> Vec<usize> {
    let fit = layout::columns(width, COMPARE_LABEL).min(model.marked.len());
    let first = (model.compare.column + 1).saturating_sub(fit).min(model.marked.len() - fit);
    (first..first + fit).collect()
}

fn column_width(width: u16, columns: usize) -> usize {
    usize::from(width.saturating_sub(COMPARE_LABEL)) / columns.max(1)
}

/// The frozen headings of the columns.
fn columns_head(model: &Model, state: &mut ViewState, area: Rect, frame: &mut Frame) -> Rect {
    let theme = &model.theme;
    let visible = visible_columns(model, area.width);
    let width = column_width(area.width, visible.len());
    let hidden = model.marked.len() - visible.len();
    let more = if hidden > 0 { format!("  ← → {hidden} more") } else { String::new() };
    let mut spans = vec![Span::styled(text::pad(&more, usize::from(COMPARE_LABEL)), theme.cite)];
    for (place, &column) in (0_u16..).zip(&visible) {
        let record = model.data.catalog.get(model.marked[column]);
        let style = if column == model.compare.column { theme.selected } else { theme.title };
        spans.push(Span::raw("  "));
        spans.push(Span::styled(text::pad(record.short(), width.saturating_sub(3)), style));
        spans.push(Span::raw(" "));
        let cells = u16::try_from(width).unwrap_or(u16::MAX);
        let x = area.x + COMPARE_LABEL + place * cells;
        state.hit(Rect { x, y: area.y, width: cells, height: 1 }.intersection(area), Target::Column(column));
    }
    let rest = headline(Line::from(spans), area, frame.buffer_mut());
    if area.height > 6 {
        rule(rest, theme.rule, frame.buffer_mut());
        return below(rest, 1);
    }
    rest
}

/// The most lines of one cell before it is cut; Enter shows it whole.
const CELL_LINES: usize = 6;

/// The lines of a cell, the last one marked if something is cut.
fn cell_lines(cell: &Cell, width: usize, most: usize) -> Vec<String> {
    let bullets = cell.phrases.len() > 1;
    let mut lines: Vec<String> = Vec::new();
    for phrase in &cell.phrases {
        for (i, line) in text::wrap(phrase, width.saturating_sub(if bullets { 2 } else { 0 })).into_iter().enumerate() {
            let lead = match (bullets, i) {
                (false, _) => "",
                (true, 0) => "· ",
                (true, _) => "  ",
            };
            lines.push(format!("{lead}{line}"));
        }
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = text::fit(&format!("{last} …"), width);
            if !last.ends_with('…') {
                last.push('…');
            }
        }
    }
    lines
}

fn side_by_side(model: &Model, number: usize, row: &Row, visible: &[usize], width: u16) -> Block {
    let theme = &model.theme;
    let selected = model.compare.row == number;
    let style = if selected { theme.selected } else { Style::new() };
    let cells_wide = column_width(width, visible.len());
    let room = cells_wide.saturating_sub(3);
    let cells: Vec<Vec<String>> =
        visible.iter().map(|&column| cell_lines(&row.cells[column], room, CELL_LINES)).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let sign = if row.differs { "≠" } else { "=" };
    let mut lines = Vec::with_capacity(height);
    for i in 0..height {
        let label = if i == 0 { format!("{}{sign} {}", pointer(selected), row.field.label()) } else { String::new() };
        let label_style =
            if i == 0 { tint(style, if row.differs { theme.label } else { theme.cite }) } else { Style::new() };
        let mut spans = vec![Span::styled(text::pad(&label, usize::from(COMPARE_LABEL)), label_style)];
        for (&column, cell) in visible.iter().zip(&cells) {
            let here = selected && column == model.compare.column;
            let open = matches!(row.cells[column].standing, Standing::Unknown | Standing::NotStated);
            let plain = if open { theme.cite } else { Style::new() };
            let cell_style = if here { theme.selected } else { plain };
            let mark = if i == 0 { row.cells[column].mark() } else { ' ' };
            spans.push(Span::styled(format!("{mark} "), theme.warn));
            spans.push(Span::styled(text::pad(cell.get(i).map_or("", String::as_str), room), cell_style));
            spans.push(Span::raw(" "));
        }
        lines.push(Line::from(spans));
    }
    Block { lines, row: Some(number) }
}

fn stacked(model: &Model, number: usize, row: &Row, width: u16) -> Block {
    let theme = &model.theme;
    let selected = model.compare.row == number;
    let style = if selected { theme.selected } else { Style::new() };
    let sign = if row.differs { "≠" } else { "=" };
    let label = format!("{}{sign} {}", pointer(selected), row.field.label());
    let mut lines = vec![Line::styled(text::fit(&label, usize::from(width)), tint(style, theme.label))];
    let names = model
        .marked
        .iter()
        .map(|key| text::width(model.data.catalog.get(*key).short()))
        .max()
        .unwrap_or(0)
        .min(if width < 30 { 5 } else { 10 });
    for (column, (key, cell)) in model.marked.iter().zip(&row.cells).enumerate() {
        let here = selected && column == model.compare.column;
        let name = model.data.catalog.get(*key).short();
        let room = usize::from(width).saturating_sub(names + 7).max(4);
        for (i, line) in cell_lines(cell, room, CELL_LINES).into_iter().enumerate() {
            let shown = if i == 0 { name } else { "" };
            let name_style = if here && i == 0 { theme.selected } else { theme.title };
            let mark = if i == 0 { cell.mark() } else { ' ' };
            lines.push(Line::from(vec![
                Span::raw("    "),
                Span::styled(text::pad(shown, names), name_style),
                Span::styled(format!(" {mark} "), theme.warn),
                Span::raw(line),
            ]));
        }
    }
    Block { lines, row: Some(number) }
}

fn verdict_blocks(model: &Model, start: usize, verdicts: &[Verdict], width: u16) -> Vec<Block> {
    let theme = &model.theme;
    let mut blocks = Vec::new();
    if !verdicts.is_empty() {
        let rule = "─".repeat(usize::from(width));
        blocks.push(Block::fixed(vec![Line::styled(rule, theme.rule)]));
    }
    for (i, verdict) in verdicts.iter().enumerate() {
        let selected = model.compare.row == start + i;
        let style = if selected { theme.selected } else { Style::new() };
        let mut lines: Vec<Line<'static>> = text::wrap(&verdict.text, usize::from(width).saturating_sub(4))
            .into_iter()
            .enumerate()
            .map(|(n, line)| {
                let lead = if n == 0 { pointer(selected) } else { "  " };
                Line::from(vec![
                    Span::styled(lead, style),
                    Span::styled(line, if n == 0 { style } else { Style::new() }),
                ])
            })
            .collect();
        let used = lines.last().map_or(0, Line::width);
        let cite = Span::styled(format!("  {}", verdict.cite), theme.cite);
        match lines.last_mut() {
            Some(last) if used + cite.width() <= usize::from(width) => last.spans.push(cite),
            _ => lines.push(Line::from(Span::styled(
                text::fit(&format!("    {}", verdict.cite), usize::from(width)),
                theme.cite,
            ))),
        }
        blocks.push(Block { lines, row: Some(start + i) });
    }
    blocks
}

/// Opens the comparison of what is marked, or says what is missing.
pub fn open(model: &mut Model) {
    if model.marked.len() < 2 {
        model.notice = Some(format!("mark at least two certifications with + first ({} marked)", model.marked.len()));
        return;
    }
    model.compare.row = 0;
    model.compare.column = 0;
    model.tab = crate::tui::model::Tab::Compare;
}

/// Marks or unmarks a certification; says so when there is no room.
pub fn mark(model: &mut Model, cert: Key) {
    let name = model.data.catalog.get(cert).short().to_owned();
    if let Some(at) = model.marked.iter().position(|key| *key == cert) {
        model.marked.remove(at);
        model.compare.column = 0;
        model.notice = Some(format!("{name} unmarked, {} marked", model.marked.len()));
    } else if model.marked.len() < compare::MAX_COLUMNS {
        model.marked.push(cert);
        let next = if model.marked.len() > 1 { ": c compares" } else { ": mark another to compare" };
        model.notice = Some(format!("{name} marked, {} marked{next}", model.marked.len()));
    } else {
        model.notice = Some(format!("{} are marked, and no more fit side by side", compare::MAX_COLUMNS));
    }
}
