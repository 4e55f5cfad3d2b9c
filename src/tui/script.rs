//! The scripted door: keys in, one frame out. Tests, README pictures and bug reports use the same.
//!
//! Keys are written as one would tell a friend, parted by spaces: `tab / prod space own <enter>`.
//! A word that names a key is that key, `<…>` always is; any other word is typed letter by letter.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

use crate::error::Error;
use crate::keys::{Code, Key};
use crate::tui::effect::Effect;
use crate::tui::message::Message;
use crate::tui::model::Model;
use crate::tui::theme::ansi_number;
use crate::tui::update::update;
use crate::tui::view::{ViewState, view};

/// Reads keys as written.
///
/// # Errors
/// [`Error::Usage`] for `<…>` that is no key.
pub fn parse(keys: &str) -> Result<Vec<Key>, Error> {
    let mut all = Vec::new();
    for word in keys.split_whitespace() {
        if let Some(name) = word.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
            let key = Key::parse(name).ok_or_else(|| {
                Error::Usage(format!(
                    "`{}` is no key; write letters, or <enter>, <esc>, <tab>, <space>, <up>, <ctrl-u>",
                    crate::safe_text::safe(word)
                ))
            })?;
            all.push(key);
        } else if let Some(key) = Key::parse(word) {
            all.push(key);
        } else {
            all.extend(word.chars().map(|c| Key::plain(Code::Char(c))));
        }
    }
    Ok(all)
}

/// A frame and where the hardware cursor stands on it.
#[derive(Clone, Debug)]
pub struct Screen {
    /// The cells.
    pub buffer: Buffer,
    /// The cursor, if it is shown.
    pub cursor: Option<Position>,
}

/// A model with the screen it is drawn on.
pub struct Stage {
    /// The explorer.
    pub model: Model,
    state: ViewState,
    terminal: Terminal<TestBackend>,
    /// Every effect so far; none of them was performed.
    pub effects: Vec<Effect>,
    /// Looks at every frame right after it was drawn.
    pub witness: Option<fn(&Stage)>,
    cursor: Option<Position>,
}

impl Stage {
    /// The explorer on a screen of `size` columns and rows, drawn once.
    ///
    /// # Panics
    /// Never: drawing into memory cannot fail.
    #[must_use]
    pub fn new(mut model: Model, size: (u16, u16)) -> Self {
        model.size = size;
        let terminal = Terminal::new(TestBackend::new(size.0, size.1)).expect("memory is always there");
        let (state, effects) = (ViewState::default(), Vec::new());
        let mut stage = Self { model, state, terminal, effects, witness: None, cursor: None };
        stage.draw();
        stage
    }

    fn draw(&mut self) {
        let (model, state) = (&self.model, &mut self.state);
        let paint = |frame: &mut ratatui::Frame| self.cursor = view(model, state, frame);
        self.terminal.draw(paint).expect("memory is always there");
        if let Some(witness) = self.witness {
            witness(self);
        }
    }

    /// Presses a key and draws.
    pub fn press(&mut self, key: Key) {
        self.send(self.model.read_key(key));
    }

    /// Applies a message and draws if it changed anything, as the loop does.
    pub fn send(&mut self, message: Message) {
        let before = self.model.clone();
        self.apply(message);
        self.catch_up(&before);
    }

    /// Applies a message only, as the loop does with all that waits together; [`Stage::catch_up`] comes
    /// after the last.
    pub fn apply(&mut self, message: Message) {
        let effects = update(&mut self.model, message);
        // A search is no business of the world's.
        self.effects.extend(effects.into_iter().filter(|effect| *effect != Effect::Search));
    }

    /// Searches for what was typed and draws if anything is different from `before`.
    pub fn catch_up(&mut self, before: &Model) {
        self.model.settle();
        if self.model != *before {
            self.draw();
        }
    }

    /// Changes the size and draws.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.terminal.backend_mut().resize(columns, rows);
        self.send(Message::Resized(columns, rows));
    }

    /// Clicks at a place and draws.
    pub fn click(&mut self, x: u16, y: u16) {
        if let Some(message) = self.read_click(x, y) {
            self.send(message);
        }
    }

    /// What a click at a place means; `None` where nothing can be clicked.
    #[must_use]
    pub fn read_click(&self, x: u16, y: u16) -> Option<Message> {
        self.state.target_at(x, y).map(Message::Clicked)
    }

    /// Presses keys as written, until one of them quits.
    ///
    /// # Errors
    /// [`Error::Usage`] for a word that is no key.
    pub fn keys(&mut self, keys: &str) -> Result<(), Error> {
        for key in parse(keys)? {
            if self.effects.contains(&Effect::Quit) {
                break;
            }
            self.press(key);
        }
        Ok(())
    }

    /// Where the hardware cursor stands, if it is shown.
    #[must_use]
    pub fn cursor(&self) -> Option<Position> {
        self.cursor
    }

    /// The frame as it stands.
    #[must_use]
    pub fn screen(&self) -> Screen {
        Screen { buffer: self.terminal.backend().buffer().clone(), cursor: self.cursor }
    }
}

impl Screen {
    /// The frame as text, a line a row, without spaces at the ends.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        for y in 0..self.buffer.area.height {
            let row: String = cells(&self.buffer, y).map(|cell| cell.symbol()).collect();
            out.push_str(row.trim_end());
            out.push('\n');
        }
        out
    }

    /// The frame as text with ANSI styles.
    #[must_use]
    pub fn ansi(&self) -> String {
        let mut out = String::new();
        for y in 0..self.buffer.area.height {
            let mut last = String::new();
            for cell in cells(&self.buffer, y) {
                let sgr = sgr(cell);
                if sgr != last {
                    out.push_str(&format!("\x1b[0{sgr}m"));
                    last = sgr;
                }
                out.push_str(cell.symbol());
            }
            out.push_str("\x1b[0m\n");
        }
        out
    }
}

/// The cells of a row, without those that a wide letter before them covers.
pub fn cells(buffer: &Buffer, y: u16) -> impl Iterator<Item = &Cell> {
    let mut covered = 0;
    (0..buffer.area.width).filter_map(move |x| {
        let cell = buffer.cell((x, y))?;
        if covered > 0 {
            covered -= 1;
            return None;
        }
        covered = unicode_width::UnicodeWidthStr::width(cell.symbol()).saturating_sub(1);
        Some(cell)
    })
}

/// The parameters of "select graphic rendition" for a cell, each with a leading semicolon.
#[must_use]
pub fn sgr(cell: &Cell) -> String {
    let mut out = String::new();
    for (modifier, code) in [
        (Modifier::BOLD, 1),
        (Modifier::DIM, 2),
        (Modifier::ITALIC, 3),
        (Modifier::UNDERLINED, 4),
        (Modifier::REVERSED, 7),
    ] {
        if cell.modifier.contains(modifier) {
            out.push_str(&format!(";{code}"));
        }
    }
    for (color, base) in [(cell.fg, 30), (cell.bg, 40)] {
        match color {
            Color::Rgb(r, g, b) => out.push_str(&format!(";{};2;{r};{g};{b}", base + 8)),
            Color::Indexed(number) => out.push_str(&format!(";{};5;{number}", base + 8)),
            _ => {}
        }
        if let Some(number) = ansi_number(color) {
            let code = if number < 8 { base + number } else { base + 60 + number - 8 };
            out.push_str(&format!(";{code}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_keys_or_letters() {
        let names = |keys: &str| parse(keys).expect(keys).into_iter().map(Key::written).collect::<Vec<_>>();
        assert_eq!(names("tab / own <enter>"), ["tab", "/", "o", "w", "n", "enter"]);
        assert_eq!(names("up u p <ctrl-u>"), ["up", "u", "p", "ctrl-u"]);
        assert!(parse("<entre>").is_err());
    }
}
