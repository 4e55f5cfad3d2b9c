//! Windows on top of a screen: a stack, the last one in front. Each is some lines that scroll.

pub mod cost;
pub mod filters;
pub mod help;
pub mod palette;
pub mod path;
pub mod pay;
pub mod places;
pub mod save;
pub mod sources;
pub mod welcome;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block as Border, Clear};

use crate::catalog::record::Key;
use crate::keys::action::Action;
use crate::keys::bindings::Context;
use crate::tui::effect::Effect;
use crate::tui::layout;
use crate::tui::message::Target;
use crate::tui::model::{Model, Saving};
use crate::tui::screens::browse::moved;
use crate::tui::screens::card::Goal;
use crate::tui::screens::{paragraphs, quiz};
use crate::tui::theme::Theme;
use crate::tui::view::ViewState;
use crate::tui::widgets::text;

/// What a sources window is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Subject {
    /// Something on a card.
    Goal(Goal),
    /// A question: bank, item.
    Item(usize, usize),
    /// A question of the interview.
    Interview(usize),
}

/// What a window shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Kind {
    /// What the keys do.
    Help(help::State),
    /// Who says so.
    Sources(Subject),
    /// Who disagrees.
    Ledger(Key, crate::field::Field),
    /// What the list of certifications is narrowed to; the selected row.
    Filters(usize),
    /// Everything that can be found or done.
    Palette(palette::State),
    /// Where to write the comparison.
    Save(save::State),
    /// What certifications cost to earn and to hold, and for how many years.
    Cost(Vec<Key>, u32),
    /// The steps that lead to a certification or a role.
    Path(Key),
    /// A word of the field, by index.
    Term(usize),
    /// A meaning of an abbreviation that is not in the catalogue, by index.
    Meaning(usize),
    /// Whether to quit although answers are not saved.
    Confirm,
    /// Whether to hand an exam in.
    HandIn,
    /// What a newcomer is told.
    Welcome,
}

/// A window.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Overlay {
    /// What it shows.
    pub kind: Kind,
    /// The first line shown.
    pub scroll: usize,
}

impl Overlay {
    /// A window at its top.
    #[must_use]
    pub fn new(kind: Kind) -> Self {
        Self { kind, scroll: 0 }
    }

    /// The question before quitting.
    #[must_use]
    pub fn confirm_quit() -> Self {
        Self::new(Kind::Confirm)
    }

    /// The context of the keys.
    #[must_use]
    pub fn context(&self) -> Context {
        match self.kind {
            Kind::Confirm | Kind::HandIn => Context::Confirm,
            Kind::Filters(_) => Context::Filters,
            Kind::Palette(ref palette) if palette.is_adding() => Context::Adding,
            Kind::Palette(_) => Context::Palette,
            Kind::Save(_) => Context::Save,
            Kind::Help(_) => Context::Help,
            Kind::Cost(..) => Context::Cost,
            Kind::Ledger(..) => Context::Ledger,
            _ => Context::Popup,
        }
    }
}

/// The title and the lines of a window of that inner width.
#[must_use]
pub fn content(model: &Model, kind: &Kind, width: u16) -> (String, Vec<Line<'static>>) {
    match kind {
        Kind::Help(state) => help::content(model, state, width),
        Kind::Sources(subject) => sources::sources(model, *subject, width),
        Kind::Ledger(key, field) => sources::ledger(model, *key, *field, width),
        Kind::Filters(row) => filters::content(model, *row, width),
        Kind::Palette(palette) => palette::content(model, palette, width),
        Kind::Save(state) => save::content(model, state, width),
        Kind::Cost(certs, years) => cost::content(model, certs, *years, width),
        Kind::Path(goal) => path::content(model, *goal, width),
        Kind::Term(number) => sources::term(model, *number, width),
        Kind::Meaning(number) => sources::meaning(model, *number, width),
        Kind::Welcome => welcome::content(model, width),
        Kind::Confirm => {
            let why = match &model.saving {
                Saving::Nowhere => "Nothing is kept here: quitting throws away the answers of this quiz.",
                Saving::Failed(_) => "Some answers could not be saved: quitting tries once more, then they are lost.",
                Saving::Waiting | Saving::Saved => "The last answers are being saved.",
            };
            ("An unfinished quiz".to_owned(), asked(&[why.to_owned()], ["quit all the same", "stay here"], width))
        }
        Kind::HandIn => {
            let words = model.quiz.run.as_ref().map(quiz::run::before_handing_in).unwrap_or_default();
            ("Hand it in?".to_owned(), asked(&words, ["hand it in", "go on"], width))
        }
    }
}

/// A question that `y` and `n` answer, under what is to be known before.
fn asked(before: &[String], [yes, no]: [&str; 2], width: u16) -> Vec<Line<'static>> {
    let before: Vec<&str> = before.iter().map(String::as_str).collect();
    let mut lines = paragraphs(&before, width, Style::new());
    lines.push(Line::default());
    // No key stands on another line than what it does.
    let (yes, no) = (format!("y  {yes}"), format!("n  {no}"));
    let both = format!("{yes}     {no}");
    if text::width(&both) <= usize::from(width) {
        lines.push(Line::raw(both));
    } else {
        lines.extend([Line::raw(yes), Line::raw(no)]);
    }
    lines
}

/// A text box as the first line of a window: what is typed, or what could be.
fn prompt(theme: &Theme, typed: &str, hint: &str, width: u16) -> Line<'static> {
    let cells = usize::from(width).saturating_sub(3);
    let words = if typed.is_empty() {
        Span::styled(text::fit(hint, cells), theme.cite)
    } else {
        Span::raw(text::tail(typed, cells))
    };
    Line::from(vec![Span::styled("> ", theme.key), words])
}

/// How far from the left edge of such a line the cursor stands.
fn typed_cells(typed: &str, width: u16) -> u16 {
    let cells = 2 + text::width(&text::tail(typed, usize::from(width).saturating_sub(3)));
    u16::try_from(cells).unwrap_or(u16::MAX).min(width.saturating_sub(1))
}

/// The inside of a window on a terminal of that size.
pub(crate) fn inside(size: (u16, u16)) -> Rect {
    let area = layout::popup(Rect::new(0, 0, size.0, size.1));
    area.inner(ratatui::layout::Margin::new(2, 1))
}

/// What an action does to the window on top.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(top) = model.overlays.last() else { return Vec::new() };
    if let Kind::Filters(row) = top.kind {
        if !filters::act(model, row, action) {
            model.overlays.pop();
        }
        return Vec::new();
    }
    if let Kind::Palette(state) = &top.kind {
        let state = state.clone();
        return palette::act(model, state, action);
    }
    if let Kind::Save(state) = &top.kind {
        let state = state.clone();
        return save::act(model, state, action);
    }
    if let Kind::Help(state) = &top.kind {
        let state = state.clone();
        return help::act(model, state, action);
    }
    if action == Action::Help {
        let contexts = model.contexts();
        model.overlays.push(Overlay::new(Kind::Help(help::State::new(contexts))));
        return Vec::new();
    }
    let area = inside(model.size);
    let lines = content(model, &top.kind, area.width).1.len();
    let last = lines.saturating_sub(usize::from(area.height));
    let page = usize::from(area.height.max(1));
    if let Some(to) = moved(top.scroll, last + 1, page, action) {
        if let Some(top) = model.overlays.last_mut() {
            top.scroll = to;
        }
        return Vec::new();
    }
    match (action, &top.kind) {
        // Who presses the key to quit twice means it; nobody hands an exam in with it.
        (Action::Yes | Action::Quit, Kind::Confirm) => return vec![Effect::Quit],
        (Action::Yes, Kind::HandIn) => {
            model.overlays.pop();
            quiz::hand_in_now(model);
        }
        (Action::Back | Action::No, _) | (Action::Quit, Kind::HandIn) => {
            model.overlays.pop();
        }
        (Action::MoreYears | Action::FewerYears, Kind::Cost(certs, years)) => {
            let (certs, years) = (certs.clone(), *years);
            cost::turn(model, certs, years, action == Action::MoreYears);
        }
        (Action::NextDiffer | Action::PrevDiffer, Kind::Ledger(key, field)) => {
            let (key, field) = (*key, *field);
            let all = sources::disputed(&model.data.catalog, key);
            let here = all.iter().position(|known| *known == field);
            let step = if action == Action::NextDiffer { 1 } else { all.len().saturating_sub(1) };
            let to = here.map_or(0, |here| (here + step) % all.len());
            if let (Some(&field), Some(top)) = (all.get(to), model.overlays.last_mut()) {
                *top = Overlay::new(Kind::Ledger(key, field));
            }
        }
        _ => {}
    }
    Vec::new()
}

/// Under a window nothing is selected: what was lit rests.
fn at_rest(theme: &Theme, page: Rect, buffer: &mut Buffer) {
    let lit = theme.selected;
    for position in page.intersection(buffer.area).positions() {
        let cell = &mut buffer[position];
        if lit.bg.is_none_or(|bg| cell.bg == bg) && cell.modifier.contains(lit.add_modifier) {
            cell.set_style(Style::reset()).set_style(theme.resting);
        }
    }
}

/// Paints all windows, the one on top last.
pub fn view(model: &Model, state: &mut ViewState, area: Rect, frame: &mut Frame) {
    if !model.overlays.is_empty() {
        at_rest(&model.theme, layout::bands(area).body, frame.buffer_mut());
    }
    for overlay in &model.overlays {
        let mut full = layout::popup(area);
        let (title, lines) = content(model, &overlay.kind, full.width.saturating_sub(4));
        if matches!(overlay.kind, Kind::Confirm | Kind::HandIn) && layout::is_wide(area.width) {
            // A question is no wider than its words.
            let widest = lines.iter().map(Line::width).max().unwrap_or(0).max(text::width(&title) + 4);
            let width = u16::try_from(widest + 4).unwrap_or(u16::MAX).min(full.width);
            full = Rect { x: area.x + (area.width - width) / 2, width, ..full };
        }
        // No taller than what it shows.
        let wanted = match overlay.kind {
            // It must not jump about while somebody types.
            Kind::Palette(_) | Kind::Help(_) => full.height,
            _ => u16::try_from(lines.len() + 2).unwrap_or(u16::MAX).clamp(3, full.height.max(3)),
        };
        let height = wanted.min(full.height);
        let popup = Rect { y: area.y + (area.height - height) / 2, height, ..full }.intersection(area);
        frame.render_widget(Clear, popup);
        let theme = &model.theme;
        let title = text::fit(&format!(" {title} "), usize::from(popup.width.saturating_sub(4)));
        let mut border = Border::bordered()
            .border_style(theme.rule)
            .title(Line::styled(title, theme.title.remove_modifier(Modifier::DIM)));
        let inner = popup.inner(ratatui::layout::Margin::new(2, 1));
        let height = usize::from(inner.height);
        // Another size of the terminal must not put what is selected out of sight.
        let scroll = match &overlay.kind {
            Kind::Filters(row) => filters::in_sight(model, *row, overlay.scroll, height),
            _ => overlay.scroll,
        };
        let (above, below) = match &overlay.kind {
            Kind::Palette(palette) => palette.beyond(model),
            Kind::Help(state) => help::beyond(model, state),
            _ => (scroll, lines.len().saturating_sub(scroll + height)),
        };
        if above + below > 0 {
            let words = text::fit(&format!(" {} ", text::beyond(above, below, "line")), usize::from(inner.width));
            border = border.title_bottom(Line::styled(words, theme.cite).right_aligned());
        }
        frame.render_widget(border, popup);
        for (down, line) in (0..inner.height).zip(lines.into_iter().skip(scroll)) {
            text::paint(&line, Rect { y: inner.y + down, height: 1, ..inner }, frame.buffer_mut());
        }
        state.hits.clear();
        state.hit(popup, Target::Popup);
        let (across, down) = match &overlay.kind {
            Kind::Filters(row) => (0, u16::try_from(filters::line_of(model, *row).saturating_sub(scroll)).unwrap_or(0)),
            // Behind what is typed.
            Kind::Palette(palette) => (palette.cursor(inner.width), 0),
            Kind::Help(state) => (typed_cells(state.typed(), inner.width), 0),
            Kind::Save(state) => state.cursor(model, inner.width),
            _ => (0, 0),
        };
        let cursor = Position { x: inner.x + across, y: inner.y + down.min(inner.height.saturating_sub(1)) };
        state.cursor = (inner.width > 0 && inner.height > 0).then_some(cursor);
    }
}
