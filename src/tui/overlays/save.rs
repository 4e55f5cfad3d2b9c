//! Naming the file that a comparison is written to. The ending chooses the form; a file that is
//! there already stays, unless the user moves to the line that says otherwise.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::compare::export::{self, Format};
use crate::keys::action::Action;
use crate::tui::effect::Effect;
use crate::tui::message::Saved;
use crate::tui::model::Model;
use crate::tui::overlays::{Kind as Window, Overlay};
use crate::tui::screens::{compare, pointer};
use crate::tui::widgets::input::Input;
use crate::tui::widgets::text;

/// What was typed, and what came of it so far.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct State {
    name: Input,
    trouble: Option<Trouble>,
}

/// Why nothing was written yet.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Trouble {
    /// There is a file of that name; whether the line "write over it" is selected.
    Exists(bool),
    /// A sentence.
    Told(String),
}

impl State {
    /// The question with a name proposed.
    #[must_use]
    pub fn new(model: &Model) -> Self {
        let mut name = Input::default();
        name.insert(&export::file_name(&model.data.catalog, &model.marked));
        Self { name, trouble: None }
    }

    /// Whether a file of that name is there, and what to do is to be chosen.
    #[must_use]
    pub fn is_choosing(&self) -> bool {
        matches!(self.trouble, Some(Trouble::Exists(_)))
    }

    /// Where the cursor stands in a window of that inner width: column and line.
    #[must_use]
    pub fn cursor(&self, model: &Model, width: u16) -> (u16, u16) {
        if let Some(Trouble::Exists(over)) = self.trouble {
            let line = head(model, width).len() + 2 + self.told(width).len() + usize::from(over);
            return (0, u16::try_from(line).unwrap_or(u16::MAX));
        }
        let typed = 2 + text::width(&shown(self.name.text(), width));
        let line = head(model, width).len();
        let across = u16::try_from(typed).unwrap_or(u16::MAX).min(width.saturating_sub(1));
        (across, u16::try_from(line).unwrap_or(u16::MAX))
    }

    /// What is wrong, in lines; nothing if nothing is.
    fn told(&self, width: u16) -> Vec<String> {
        match &self.trouble {
            None => Vec::new(),
            Some(Trouble::Exists(_)) => {
                text::wrap("There is a file of that name. It is as it was.", usize::from(width))
            }
            Some(Trouble::Told(words)) => text::wrap(words, usize::from(width)),
        }
    }
}

/// The end of what was typed, as far as it fits.
fn shown(typed: &str, width: u16) -> String {
    text::tail(typed, usize::from(width).saturating_sub(3))
}

/// What is written: the same as on the screen. It gives way where rows are few.
fn head(model: &Model, width: u16) -> Vec<String> {
    if model.size.1 < 16 {
        return Vec::new();
    }
    let table = compare::table(model);
    let what = export::subtitle(&model.compare.choice, &table);
    let words = format!("{} columns as on the screen: {what}", model.marked.len());
    text::wrap(&words, usize::from(width))
}

/// The title and the lines of the window.
#[must_use]
pub fn content(model: &Model, state: &State, width: u16) -> (String, Vec<Line<'static>>) {
    let theme = &model.theme;
    let cells = usize::from(width);
    let mut lines: Vec<Line<'static>> =
        head(model, width).into_iter().map(|line| Line::styled(line, theme.cite)).collect();
    let typed = state.name.text();
    let name = if typed.is_empty() {
        Span::styled(text::fit("a file name", cells.saturating_sub(3)), theme.cite)
    } else {
        Span::raw(shown(typed, width))
    };
    lines.push(Line::from(vec![Span::styled("> ", theme.key), name]));
    lines.push(Line::default());
    lines.extend(state.told(width).into_iter().map(|line| Line::styled(line, theme.bad)));
    if let Some(Trouble::Exists(over)) = state.trouble {
        for (words, selected) in [("choose another name", !over), ("write over it", over)] {
            let style = if selected { theme.selected } else { Style::new() };
            lines.push(Line::styled(text::fit(&format!("{}{words}", pointer(selected)), cells), style));
        }
        return ("Write to a file".to_owned(), lines);
    }
    if state.trouble.is_some() {
        lines.push(Line::default());
    }
    // The form that the ending asks for is marked, and not by colour alone.
    let chosen = Format::of_name(typed);
    for (format, ending, what) in Format::ALL {
        let sign = if chosen == Some(*format) { "→ " } else { "  " };
        let style = if chosen == Some(*format) { theme.resting } else { theme.cite };
        lines.push(Line::styled(text::fit(&format!("{sign}{} {what}", text::pad(ending, 6)), cells), style));
    }
    ("Write to a file".to_owned(), lines)
}

/// Typed or pasted text; false if this window is not on top.
pub fn typed(model: &mut Model, text: &str) -> bool {
    let Some(Overlay { kind: Window::Save(state), .. }) = model.overlays.last_mut() else { return false };
    state.name.insert(text);
    state.trouble = None;
    true
}

/// What an action does here.
pub fn act(model: &mut Model, mut state: State, action: Action) -> Vec<Effect> {
    match action {
        Action::Back => {
            model.overlays.pop();
            model.notice = Some("nothing was written".to_owned());
            return Vec::new();
        }
        Action::Open => match state.trouble {
            Some(Trouble::Exists(false)) => state.trouble = None,
            Some(Trouble::Exists(true)) => return write(model, &state, true),
            _ => {
                let name = state.name.text().trim();
                if name.is_empty() {
                    state.trouble = Some(Trouble::Told("Type a name first.".to_owned()));
                } else if Format::of_name(name).is_none() {
                    let words = format!("The ending chooses the form: end the name with {}.", Format::endings());
                    state.trouble = Some(Trouble::Told(words));
                } else {
                    return write(model, &state, false);
                }
            }
        },
        Action::Up | Action::Down => {
            if let Some(Trouble::Exists(over)) = &mut state.trouble {
                *over = action == Action::Down;
            }
        }
        Action::EraseChar => drop(state.name.erase_char()),
        Action::EraseWord => state.name.erase_word(),
        Action::EraseAll => state.name.clear(),
        _ => {}
    }
    if matches!(action, Action::EraseChar | Action::EraseWord | Action::EraseAll) {
        state.trouble = None;
    }
    put(model, state);
    Vec::new()
}

fn write(model: &Model, state: &State, over: bool) -> Vec<Effect> {
    let path = state.name.text().trim().to_owned();
    let Some(format) = Format::of_name(&path) else { return Vec::new() };
    let text = export::render(&model.data.catalog, &model.marked, &model.compare.choice, format);
    vec![Effect::Write { path, text, over }]
}

/// Shows what became of the file.
pub fn saved(model: &mut Model, saved: Saved) {
    let state = match model.overlays.last() {
        Some(Overlay { kind: Window::Save(state), .. }) => Some(state.clone()),
        _ => None,
    };
    match (saved, state) {
        (Saved::Done(name, folder), state) => {
            if state.is_some() {
                model.overlays.pop();
            }
            model.notice = Some(format!("{name} is written, in {folder}"));
        }
        (Saved::Exists, Some(state)) => put(model, State { trouble: Some(Trouble::Exists(false)), ..state }),
        (Saved::Exists, None) => model.notice = Some("there is a file of that name; nothing was written".to_owned()),
        (Saved::Failed(words), state) => {
            model.notice = Some(format!("nothing was written: {words}"));
            if let Some(state) = state {
                put(model, State { trouble: Some(Trouble::Told(format!("Nothing was written. {words}"))), ..state });
            }
        }
    }
}

/// Puts a changed state back on top.
fn put(model: &mut Model, state: State) {
    if let Some(top) = model.overlays.last_mut() {
        top.kind = Window::Save(state);
    }
}
