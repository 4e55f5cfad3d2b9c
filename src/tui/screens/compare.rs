//! The Compare tab: what is marked side by side, or stacked where the screen is narrow.
//!
//! ```text
//!  fourteen rows [seed-002] · 14 of 14 rows     [seed-002:86]   lens, how much; who says this cell
//!                    > CSM              CSPO                    heads: stay, and scroll sideways
//!  ─────────────────────────────────────────────────────────
//!    = Valid for       2 years          2 years                 pinned rows: stay
//!  ─ pinned ────────────────────────────────────────────────
//!  > ≠ Exam          ! 50 questions   ! none                    rows, then what sources advise
//!  ≠ differs  = the same  ! sources disagree         12 more ↓  what the signs mean
//! ```

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::catalog::claim::Standing;
use crate::catalog::record::{Key, Kind, Record};
use crate::compare::{self, BEST, Cell, Choice, Origin, Row, Table, Verdict, export, heading};
use crate::field::Field;
use crate::keys::action::Action;
use crate::tui::effect::Effect;
use crate::tui::layout;
use crate::tui::message::Target;
use crate::tui::model::{Model, Tab};
use crate::tui::overlays::{Kind as Window, Overlay, palette, save};
use crate::tui::screens::browse::{moved, pages};
use crate::tui::screens::card::{self, Goal};
use crate::tui::screens::{below, headline, paragraphs, pointer, rule, tint};
use crate::tui::update;
use crate::tui::view::ViewState;
use crate::tui::widgets::blocks::{self, Block, page_from};
use crate::tui::widgets::text;

/// The state of the tab; what is compared is `Model::marked`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct State {
    /// What of the comparison is shown.
    pub choice: Choice,
    /// The selected row, counted over what is shown, the advice below included.
    pub row: usize,
    /// The selected column.
    pub column: usize,
}

/// What is shown.
#[must_use]
pub fn table(model: &Model) -> Table {
    compare::table(&model.data.catalog, &model.marked, &model.compare.choice)
}

/// The rows shown.
#[must_use]
pub fn rows(model: &Model) -> Vec<Row> {
    table(model).rows
}

/// The lines around the rows: tabs, title, heads of the columns, foot, hints and rules.
const AROUND: u16 = 8;

/// The row that is a page, or half of one, further on; no row on the way is skipped.
fn page(model: &Model, action: Action) -> Option<usize> {
    let (half, back) = pages(action)?;
    let width = model.size.0.saturating_sub(2);
    let table = table(model);
    let verdicts = compare::verdicts(&model.data.catalog, &model.marked);
    let visible = visible_columns(model, width, &mut 0);
    let mut all = row_blocks(model, &table, &visible, width);
    let pinned: usize = all.iter().take(table.pinned).map(|block| block.lines.len()).sum();
    all.extend(verdict_blocks(model, table.rows.len(), &verdicts, width));
    let page = usize::from(model.size.1.saturating_sub(AROUND)).saturating_sub(pinned).max(1);
    Some(page_from(&all, model.compare.row, if half { page.div_ceil(2) } else { page }, back))
}

/// The rows of the table as blocks: in columns where there is room for them, else stacked.
fn row_blocks(model: &Model, table: &Table, visible: &[usize], width: u16) -> Vec<Block> {
    let wide = layout::has_columns(width);
    let block = |(number, row): (usize, &Row)| {
        if wide { side_by_side(model, number, row, visible, width) } else { stacked(model, number, row, width) }
    };
    table.rows.iter().enumerate().map(block).collect()
}

/// What the cursor is on.
#[must_use]
pub fn goal(model: &Model) -> Option<Goal> {
    let key = *model.marked.get(model.compare.column).filter(|_| model.marked.len() > 1)?;
    let rows = rows(model);
    if let Some(row) = rows.get(model.compare.row) {
        return Some(Goal::Fact(key, row.field));
    }
    let verdicts = compare::verdicts(&model.data.catalog, &model.marked);
    Some(match verdicts.get(model.compare.row - rows.len()).map(|verdict| verdict.from) {
        Some(Origin::Advice(number)) => Goal::Advice(number),
        Some(Origin::Relation(number)) => Goal::Relation(number, key),
        None => Goal::Record(key),
    })
}

/// What is said where fewer than two are marked.
const NOTHING: &str = "nothing is compared yet: a searches for one to compare, + marks in the lists";

/// What an action does here; false if it does nothing.
pub fn act(model: &mut Model, action: Action) -> bool {
    use Action as A;
    let count = model.marked.len();
    if count < 2 && !matches!(action, A::AddColumn | A::Unmark) {
        let own =
            [A::Differences, A::NextDiffer, A::PrevDiffer, A::NextLens, A::Pin, A::MoveLeft, A::MoveRight, A::Save];
        if own.contains(&action) {
            model.notice = Some(NOTHING.to_owned());
        }
        return action != A::Back;
    }
    let shown = rows(model);
    let verdicts = compare::verdicts(&model.data.catalog, &model.marked).len();
    let to = page(model, action).or_else(|| moved(model.compare.row, shown.len() + verdicts, 1, action));
    if let Some(to) = to {
        model.compare.row = to;
        return true;
    }
    let column = model.compare.column;
    match action {
        A::Left => model.compare.column = column.saturating_sub(1),
        A::Right => model.compare.column = (column + 1).min(count.saturating_sub(1)),
        A::Differences => keeping_row(model, |model| model.compare.choice.differences ^= true),
        A::NextDiffer | A::PrevDiffer => next_difference(model, &shown, action == A::NextDiffer),
        A::NextLens => {
            let (lens, kind) = (model.compare.choice.lens, model.marked[0].0);
            let next = lens.next(kind);
            if next == lens {
                model.notice = Some(format!("{} have one lens: {}", many(kind), lens.title()));
            } else {
                let field = shown.get(model.compare.row).map(|row| row.field);
                model.compare.choice.lens = next;
                // Another lens has another order: the same field, or the top.
                let place = rows(model).iter().position(|row| Some(row.field) == field);
                model.compare.row = place.unwrap_or(0);
            }
        }
        A::Pin => match shown.get(model.compare.row).map(|row| row.field) {
            Some(field) => pin(model, field),
            None => model.notice = Some("rows of the table can be pinned, advice cannot".to_owned()),
        },
        A::AddColumn if count == compare::MAX_COLUMNS => model.notice = Some(full("Backspace drops one")),
        A::AddColumn => {
            let kind = model.marked.first().map_or(Kind::Cert, |key| key.0);
            let picker = palette::State::adding(model, kind);
            model.overlays.push(Overlay::new(Window::Palette(picker)));
        }
        A::Unmark if column < count => {
            let name = name_of(model, model.marked[column]);
            keeping_row(model, |model| {
                model.marked.remove(column);
            });
            model.compare.column = column.min(model.marked.len().saturating_sub(1));
            model.notice = Some(format!("{name} is taken out, {} left: a adds one", model.marked.len()));
        }
        A::Unmark => model.notice = Some(NOTHING.to_owned()),
        A::MoveLeft | A::MoveRight => {
            let to =
                if action == A::MoveLeft { column.checked_sub(1) } else { Some(column + 1).filter(|to| *to < count) };
            match to {
                Some(to) => {
                    model.marked.swap(column, to);
                    model.compare.column = to;
                }
                None => {
                    let place = if action == A::MoveLeft { "first" } else { "last" };
                    let name = name_of(model, model.marked[column]);
                    model.notice = Some(format!("{name} is the {place} column already"));
                }
            }
        }
        A::Save => {
            let window = save::State::new(model);
            model.overlays.push(Overlay::new(Window::Save(window)));
        }
        _ => return false,
    }
    true
}

/// Changes what is shown and stays on the same row, or on the next that is left.
fn keeping_row(model: &mut Model, change: impl FnOnce(&mut Model)) {
    let (before, at) = (rows(model), model.compare.row);
    change(model);
    let after = rows(model);
    let place = |row: &Row| after.iter().position(|left| left.field == row.field);
    model.compare.row = match at.checked_sub(before.len()) {
        Some(advice) => {
            let verdicts = compare::verdicts(&model.data.catalog, &model.marked).len();
            (after.len() + advice).min((after.len() + verdicts).saturating_sub(1))
        }
        None => {
            let left = before[at..].iter().find_map(place).or_else(|| before[..at].iter().rev().find_map(place));
            left.unwrap_or(0)
        }
    };
}

fn next_difference(model: &mut Model, shown: &[Row], down: bool) {
    let at = model.compare.row;
    let mut differ = shown.iter().enumerate().filter(|(_, row)| row.differs).map(|(number, _)| number);
    let next = if down { differ.find(|number| *number > at) } else { differ.rfind(|number| *number < at) };
    match next {
        Some(next) => model.compare.row = next,
        None if !shown.iter().any(|row| row.differs) => {
            model.notice = Some("no row differs: the columns say the same".to_owned());
        }
        None if down => model.notice = Some("no row below differs: [ goes back up".to_owned()),
        None => model.notice = Some("no row above differs: ] goes down".to_owned()),
    }
}

fn pin(model: &mut Model, field: Field) {
    let known = model.compare.choice.pinned.iter().position(|pinned| *pinned == field);
    keeping_row(model, |model| {
        let pinned = &mut model.compare.choice.pinned;
        match known {
            Some(at) => drop(pinned.remove(at)),
            None => pinned.push(field),
        }
    });
    model.notice = Some(match known {
        Some(_) => format!("{} is let go", field.label()),
        None => format!("{} stays on top: m lets it go", field.label()),
    });
}

/// Hands the comparison to the clipboard.
pub fn copy(model: &mut Model) -> Vec<Effect> {
    if model.marked.len() < 2 {
        model.notice = Some(NOTHING.to_owned());
        return Vec::new();
    }
    let choice = &model.compare.choice;
    vec![Effect::Copy(export::render(&model.data.catalog, &model.marked, choice, export::Format::Markdown))]
}

/// Says what became of it.
pub fn copied(model: &mut Model, outcome: Result<(), String>) {
    model.notice = Some(match outcome {
        Ok(()) => "copied as Markdown, if the terminal lets programs copy; e writes a file".to_owned(),
        Err(words) => format!("nothing was copied: {words}"),
    });
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

/// Why there is no row below the pinned ones.
#[must_use]
pub fn no_rows(model: &Model, table: &Table) -> &'static str {
    if model.compare.choice.differences && table.total > table.rows.len() {
        "Nothing else differs here: d shows what is the same."
    } else if table.pinned > 0 {
        "All rows are pinned."
    } else {
        "Nobody says anything about what this lens looks at: v takes the next."
    }
}

/// What is said while there is nothing to compare.
#[must_use]
pub fn nothing_yet(model: &Model) -> [String; 3] {
    let there = match model.marked.first() {
        Some(key) => format!("{} is marked; one more is needed.", name_of(model, *key)),
        None => "Certifications, roles or providers stand side by side here, two to six of a kind.".to_owned(),
    };
    let how = "Press a to search for one, or mark with + in the Roles and Certifications tabs and press c.";
    ["Nothing to compare yet.".to_owned(), there, how.to_owned()]
}

/// Paints the tab.
pub fn view(model: &Model, state: &mut ViewState, area: Rect, frame: &mut Frame) {
    let theme = &model.theme;
    if model.marked.len() < 2 {
        let words = nothing_yet(model);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let mut lines = paragraphs(&words, area.width, Style::new());
        if lines.len() > usize::from(area.height) {
            // What to do comes before what it is good for.
            lines = paragraphs(&words[2..], area.width, Style::new());
        }
        blocks::render(&[Block::fixed(lines)], None, &mut 0, area, frame.buffer_mut());
        return;
    }
    let table = table(model);
    let verdicts = compare::verdicts(&model.data.catalog, &model.marked);
    let mut body = headline(&title(model, &table, area.width), area, frame.buffer_mut());
    let wide = layout::has_columns(area.width);
    let visible = visible_columns(model, area.width, &mut state.first_column);
    if wide {
        body = columns_head(model, state, &visible, body, frame);
    } else if area.height > 8 {
        rule(body, theme.rule, frame.buffer_mut());
        body = below(body, 1);
    }
    // The last line says what the signs mean, and how much is below.
    let foot = Rect { y: body.bottom().saturating_sub(1), height: u16::from(body.height > 6), ..body };
    body.height -= foot.height;

    let mut pinned = row_blocks(model, &table, &visible, area.width);
    let mut rest = pinned.split_off(table.pinned.min(pinned.len()));
    if table.rows.len() == table.pinned {
        rest.push(Block::fixed(paragraphs(&[no_rows(model, &table)], area.width, theme.cite)));
    }
    rest.extend(verdict_blocks(model, table.rows.len(), &verdicts, area.width));

    let selected = Some(model.compare.row);
    let (body, mut placed, mut cursor) = pinned_rows(model, &pinned, state, body, frame);
    let (below_them, here) = blocks::render(&rest, selected, &mut state.compare_offset, body, frame.buffer_mut());
    cursor = cursor.or(here);
    let last = table.rows.len() + verdicts.len();
    let seen = below_them.last().map_or(last, |(_, number)| number + 1);
    let lines: usize = rest.iter().map(|block| block.lines.len()).sum();
    let cut = lines > state.compare_offset + usize::from(body.height);
    let above = below_them.first().map_or(0, |(_, number)| number - table.pinned.min(*number));
    let more = match last.saturating_sub(seen) {
        0 if cut => "more ↓".to_owned(),
        below => text::beyond(above, below, "row"),
    };
    placed.extend(below_them);
    for (row, number) in placed {
        state.hit(row, Target::CardRow(number));
    }
    state.cursor = cursor.or(state.cursor);
    if foot.height > 0 {
        let line = Line::styled(foot_line(model, &table, &more, foot.width), theme.cite);
        text::paint(&line, foot, frame.buffer_mut());
    }
}

/// The lens, how much is shown, and to the right who stands behind the selected cell.
fn title(model: &Model, table: &Table, width: u16) -> Line<'static> {
    let (theme, choice, width) = (&model.theme, &model.compare.choice, usize::from(width));
    let long = export::subtitle(choice, table);
    let short = || {
        let only = if choice.differences { " · ≠ only" } else { "" };
        format!("{}{only} · {} of {}", choice.lens.row().label, table.rows.len(), table.total)
    };
    let words = text::fit(&if text::width(&long) <= width { long } else { short() }, width);
    let name = choice.lens.row().label;
    let room = width.saturating_sub(text::width(&words) + 3);
    let mut spans = match words.strip_prefix(name) {
        Some(rest) => vec![Span::styled(name, theme.heading), Span::styled(rest.to_owned(), theme.cite)],
        None => vec![Span::styled(words.clone(), theme.heading)],
    };
    let cite = cite(model, table);
    if !cite.is_empty() && room >= text::width(&cite).min(16) {
        let cite = text::fit(&cite, room);
        spans.push(Span::raw(" ".repeat(width.saturating_sub(text::width(&words) + text::width(&cite)))));
        spans.push(Span::styled(cite, theme.cite));
    }
    Line::from(spans)
}

/// Who stands behind the selected cell, in short; nothing below the table.
fn cite(model: &Model, table: &Table) -> String {
    let catalog = &model.data.catalog;
    let (row, key) = (table.rows.get(model.compare.row), model.marked.get(model.compare.column));
    let fact = row.zip(key).and_then(|(row, key)| catalog.get(*key).fact(row.field));
    fact.map_or_else(String::new, |fact| catalog.cite_all(&card::adopted_sources(fact)))
}

/// The signs there are, in long words and in short ones.
pub const SIGNS: &[(char, &str, &str)] = &[
    ('≠', "differs", "differs"),
    ('=', "the same", "same"),
    ('!', "sources disagree", "disputed"),
    ('~', "not stated, or unknown", "unknown"),
    (BEST, "best of the row", "best"),
    ('*', "our judgement", "ours"),
    ('?', "checked long ago", "old"),
    ('†', "retired", "retired"),
];

/// What the signs on the screen mean, in as many words as there is room for, and what is below.
fn foot_line(model: &Model, table: &Table, more: &str, width: u16) -> String {
    let cells = || table.rows.iter().flat_map(|row| &row.cells);
    let there = |sign: char| match sign {
        '≠' => table.rows.iter().any(|row| row.differs),
        '=' => table.rows.iter().any(|row| !row.differs),
        BEST => cells().any(|cell| cell.best),
        '†' => model.marked.iter().any(|key| heading(model.data.catalog.get(*key)).ends_with(sign)),
        _ => cells().any(|cell| cell.mark() == sign),
    };
    let signs: Vec<&(char, &str, &str)> = SIGNS.iter().filter(|(sign, ..)| there(*sign)).collect();
    let room = usize::from(width).saturating_sub(if more.is_empty() { 0 } else { text::width(more) + 2 });
    let long: Vec<String> = signs.iter().map(|(sign, words, _)| format!("{sign} {words}")).collect();
    let mut short: Vec<String> = signs.iter().map(|(sign, _, words)| format!("{sign} {words}")).collect();
    let mut legend = long.join("  ");
    if text::width(&legend) > room {
        legend = short.join("  ");
        while text::width(&legend) > room && short.pop().is_some() {
            legend = format!("{}  …", short.join("  "));
        }
    }
    let gap = usize::from(width).saturating_sub(text::width(&legend) + text::width(more));
    text::fit(&format!("{legend}{}{more}", " ".repeat(gap)), usize::from(width))
}

/// The pinned rows, at most half of the area, and a rule below them. Returns what is left, where the
/// rows are, and the place of the selected one.
fn pinned_rows(
    model: &Model,
    pinned: &[Block],
    state: &mut ViewState,
    area: Rect,
    frame: &mut Frame,
) -> (Rect, Vec<blocks::Placed>, Option<Position>) {
    let lines: usize = pinned.iter().map(|block| block.lines.len()).sum();
    if lines == 0 {
        return (area, Vec::new(), None);
    }
    let height = u16::try_from(lines).unwrap_or(u16::MAX).min(area.height / 2).max(area.height.min(1));
    let top = Rect { height, ..area };
    let selected = Some(model.compare.row);
    let (placed, cursor) = blocks::render(pinned, selected, &mut state.pinned_offset, top, frame.buffer_mut());
    let mut rest = below(area, height);
    if rest.height > 3 {
        let hidden = if lines > usize::from(height) { ", more of it ↓" } else { "" };
        let words = format!("─ pinned{hidden} ");
        let line = format!("{words}{}", "─".repeat(usize::from(rest.width).saturating_sub(text::width(&words))));
        let line = Line::styled(text::fit(&line, usize::from(rest.width)), model.theme.rule);
        rest = headline(&line, rest, frame.buffer_mut());
    }
    (rest, placed, cursor)
}

/// The columns in sight: it moves just as far as it must to show the selected one.
fn visible_columns(model: &Model, width: u16, first: &mut usize) -> Vec<usize> {
    let count = model.marked.len();
    let fit = layout::columns(width, layout::compare_label(width)).min(count);
    let column = model.compare.column;
    *first = (*first).min(column).max((column + 1).saturating_sub(fit)).min(count - fit);
    (*first..*first + fit).collect()
}

fn column_width(width: u16, columns: usize) -> usize {
    usize::from(width.saturating_sub(layout::compare_label(width))) / columns.max(1)
}

/// The frozen headings of the columns.
fn columns_head(model: &Model, state: &mut ViewState, visible: &[usize], area: Rect, frame: &mut Frame) -> Rect {
    let theme = &model.theme;
    let label = layout::compare_label(area.width);
    let width = column_width(area.width, visible.len());
    let left = visible.first().copied().unwrap_or(0);
    let right = model.marked.len() - left - visible.len();
    let more = match (left, right) {
        (0, 0) => String::new(),
        (0, right) => format!("  {right} more →"),
        (left, 0) => format!("  ← {left} more"),
        (left, right) => format!("  ← {left} · {right} more →"),
    };
    let mut spans = vec![Span::styled(text::pad(&more, usize::from(label)), theme.cite)];
    for (place, &column) in (0_u16..).zip(visible) {
        let selected = column == model.compare.column;
        let style = if selected { theme.selected } else { theme.title };
        let name = heading(model.data.catalog.get(model.marked[column]));
        spans.push(Span::styled(pointer(selected), style));
        spans.push(Span::styled(text::pad(&name, width.saturating_sub(3)), style));
        spans.push(Span::raw(" "));
        let cells = u16::try_from(width).unwrap_or(u16::MAX);
        let x = area.x + label + place * cells;
        state.hit(Rect { x, y: area.y, width: cells, height: 1 }.intersection(area), Target::Column(column));
    }
    let rest = headline(&Line::from(spans), area, frame.buffer_mut());
    if area.height > 6 {
        rule(rest, theme.rule, frame.buffer_mut());
        return below(rest, 1);
    }
    rest
}

/// The most lines of one cell before it is cut; Enter shows it whole.
const CELL_LINES: usize = 6;

/// The lines of a cell, at most `most`. Where it is cut the last line says so: how many items are
/// missing, or `…` behind the last whole word.
fn cell_lines(cell: &Cell, width: usize, most: usize) -> Vec<String> {
    let bullets = cell.phrases.len() > 1;
    let mut lines: Vec<String> = Vec::new();
    // The line that each phrase ends on.
    let mut ends = Vec::new();
    for phrase in &cell.phrases {
        // The sign of the best does not part from the last word.
        let best = if cell.best { format!("{phrase}\u{a0}{BEST}") } else { phrase.clone() };
        for (i, line) in text::wrap(&best, width.saturating_sub(if bullets { 2 } else { 0 })).into_iter().enumerate() {
            let lead = match (bullets, i) {
                (false, _) => "",
                (true, 0) => "· ",
                (true, _) => "  ",
            };
            lines.push(format!("{lead}{}", line.replace('\u{a0}', " ")));
        }
        ends.push(lines.len());
    }
    if lines.len() <= most {
        return lines;
    }
    // As many whole items as leave a line to say what is missing.
    let whole = ends.iter().take_while(|end| **end < most).count();
    let words = format!("  … {} more", ends.len() - whole);
    if bullets && whole > 0 && text::width(&words) <= width {
        lines.truncate(ends[whole - 1]);
        lines.push(words);
        return lines;
    }
    lines.truncate(most);
    if let Some(last) = lines.last_mut() {
        while text::width(last) + 2 > width {
            let Some(word) = last.trim_end().rfind(' ') else { break };
            last.truncate(word);
        }
        *last = text::fit(&format!("{} …", last.trim_end()), width);
    }
    lines
}

fn side_by_side(model: &Model, number: usize, row: &Row, visible: &[usize], width: u16) -> Block {
    let theme = &model.theme;
    let selected = model.compare.row == number;
    let style = if selected { theme.selected } else { Style::new() };
    let label_cells = usize::from(layout::compare_label(width));
    // Two cells part it from the mark of the next.
    let room = column_width(width, visible.len()).saturating_sub(4);
    let cells: Vec<Vec<String>> =
        visible.iter().map(|&column| cell_lines(&row.cells[column], room, CELL_LINES)).collect();
    let labels = text::wrap(row.field.label(), label_cells.saturating_sub(5));
    let height = cells.iter().map(Vec::len).max().unwrap_or(1).max(labels.len()).max(1);
    let sign = if row.differs { "≠" } else { "=" };
    let mut lines = Vec::with_capacity(height);
    for i in 0..height {
        let label = match (i, labels.get(i)) {
            (0, Some(words)) => format!("{}{sign} {words}", pointer(selected)),
            (_, Some(words)) => format!("    {words}"),
            (_, None) => String::new(),
        };
        let label_style = tint(
            if i < labels.len() { style } else { Style::new() },
            if row.differs { theme.label } else { theme.cite },
        );
        let mut spans = vec![Span::styled(text::pad(&label, label_cells), label_style)];
        for (&column, cell) in visible.iter().zip(&cells) {
            let here = selected && column == model.compare.column;
            let open = matches!(row.cells[column].standing, Standing::Unknown | Standing::NotStated);
            let plain = if open { theme.cite } else { Style::new() };
            let cell_style = if here { theme.selected } else { plain };
            let mark = if i == 0 { row.cells[column].mark() } else { ' ' };
            spans.push(Span::styled(format!("{mark} "), theme.warn));
            spans.push(Span::styled(text::pad(cell.get(i).map_or("", String::as_str), room), cell_style));
            spans.push(Span::raw("  "));
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
    let heads: Vec<String> = model.marked.iter().map(|key| heading(model.data.catalog.get(*key))).collect();
    let widest = heads.iter().map(|name| text::width(name)).max().unwrap_or(0);
    let names = widest.min(if width < 30 { 5 } else { usize::from(width) / 3 });
    for (column, (name, cell)) in heads.iter().zip(&row.cells).enumerate() {
        let here = selected && column == model.compare.column;
        let room = usize::from(width).saturating_sub(names + 7).max(4);
        for (i, line) in cell_lines(cell, room, CELL_LINES).into_iter().enumerate() {
            let shown = if i == 0 { name } else { "" };
            let name_style = if here && i == 0 { theme.selected } else { theme.title };
            let mark = if i == 0 { cell.mark() } else { ' ' };
            let lead = if i == 0 { pointer(here) } else { "  " };
            lines.push(Line::from(vec![
                Span::raw("  "),
                Span::styled(lead, name_style),
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
        model.notice = Some(format!("mark at least two with + first ({} marked)", model.marked.len()));
        return;
    }
    model.compare.row = 0;
    model.compare.column = 0;
    update::show(model, Tab::Compare);
}

/// Marks or unmarks a record for comparing; says so when there is no room.
pub fn mark(model: &mut Model, key: Key) {
    if let Some(at) = model.marked.iter().position(|known| *known == key) {
        let name = name_of(model, key);
        model.marked.remove(at);
        (model.compare.column, model.compare.row) = (0, 0);
        model.notice = Some(format!("{name} unmarked, {} marked", model.marked.len()));
        return;
    }
    let name = name_of(model, key);
    model.notice = Some(match join(model, key) {
        Joined::Anew(words) => words,
        Joined::Full => full("unmark one first"),
        Joined::Added => {
            let next = if model.marked.len() > 1 { ": c compares" } else { ": mark another to compare" };
            format!("{name} marked, {} marked{next}", model.marked.len())
        }
    });
}

/// Adds a column from the picker and selects it.
pub fn add(model: &mut Model, key: Key) {
    let name = name_of(model, key);
    if let Some(at) = model.marked.iter().position(|known| *known == key) {
        model.compare.column = at;
        model.notice = Some(format!("{name} stands there already"));
        return;
    }
    let joined = join(model, key);
    if joined != Joined::Full {
        model.compare.column = model.marked.len() - 1;
    }
    model.notice = Some(match joined {
        Joined::Anew(words) => words,
        Joined::Full => full("Backspace drops one"),
        Joined::Added if model.marked.len() < 2 => format!("{name} is the first: a adds another to compare"),
        Joined::Added => format!("{name} is added, {} stand side by side", model.marked.len()),
    });
}

/// How a record came to be marked.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Joined {
    /// Beside the others.
    Added,
    /// Alone, because the others are of another kind: the sentence that says so.
    Anew(String),
    /// Not at all.
    Full,
}

/// Puts a record at the end of what is marked. Another kind begins anew: unlike things have no rows
/// in common.
fn join(model: &mut Model, key: Key) -> Joined {
    let name = name_of(model, key);
    let others = model.marked.first().filter(|first| first.0 != key.0).map(|first| (first.0, model.marked.len()));
    if let Some((kind, count)) = others {
        model.marked = vec![key];
        (model.compare.column, model.compare.row) = (0, 0);
        if !model.compare.choice.lens.suits(key.0) {
            model.compare.choice.lens = compare::lens::Lens::default();
        }
        let what = if count == 1 { format!("{} is", one(kind)) } else { format!("{count} {} are", many(kind)) };
        return Joined::Anew(format!("{name} begins a new selection: {what} unmarked"));
    }
    if model.marked.len() >= compare::MAX_COLUMNS {
        return Joined::Full;
    }
    model.marked.push(key);
    Joined::Added
}

/// Why no more can be added.
fn full(what_to_do: &str) -> String {
    format!("{} stand side by side, and no more fit: {what_to_do}", compare::MAX_COLUMNS)
}

fn name_of(model: &Model, key: Key) -> String {
    let record: &Record = model.data.catalog.get(key);
    record.short().replace('\n', " ")
}

fn one(kind: Kind) -> &'static str {
    match kind {
        Kind::Role => "one role",
        Kind::Cert => "one certification",
        Kind::Provider => "one provider",
    }
}

fn many(kind: Kind) -> &'static str {
    match kind {
        Kind::Role => "roles",
        Kind::Cert => "certifications",
        Kind::Provider => "providers",
    }
}
