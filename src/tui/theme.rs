//! Styles named by what a thing is; the only file that names a colour.
//!
//! The default theme uses the terminal's own sixteen colours and its own background, so it follows
//! the user's palette, dark or light. Where colour is not wanted (`NO_COLOR`), [`Theme::mono`] says
//! everything by bold, underline and reverse. No meaning rests on colour alone.

use ratatui::style::{Color, Modifier, Style};

macro_rules! styles {
    ($($name:ident $doc:literal)+) => {
        /// The styles of the program.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub struct Theme { $( #[doc = $doc] pub $name: Style, )+ }

        impl Theme {
            /// Every style with its name, for readable snapshots.
            #[must_use]
            pub fn named(&self) -> Vec<(&'static str, Style)> {
                vec![$((stringify!($name), self.$name)),+]
            }
        }
    };
}

styles! {
    title "The name of the program and of the record shown."
    tab "A tab that is not in front."
    tab_front "The tab in front."
    rule "Lines that part one thing from another."
    heading "A heading inside a card."
    label "The name of a value."
    cite "Where a fact is from, and other small print."
    selected "The row that has the focus."
    resting "The selected row of a pane without the focus."
    lit "Letters that match the search."
    warn "A mark that asks for a second look."
    good "What speaks for something; a right answer."
    bad "What speaks against something; a wrong answer."
    key "A key in the hint line."
    notice "A message in the hint line."
}

impl Theme {
    /// The terminal's own colours.
    #[must_use]
    pub fn terminal() -> Self {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        Self {
            title: bold.fg(Color::Cyan),
            tab: plain,
            tab_front: bold.add_modifier(Modifier::REVERSED),
            rule: plain.add_modifier(Modifier::DIM),
            heading: bold.fg(Color::Cyan),
            label: plain.fg(Color::Cyan),
            cite: plain.add_modifier(Modifier::DIM),
            selected: plain.add_modifier(Modifier::REVERSED),
            resting: bold,
            lit: bold.fg(Color::Magenta).add_modifier(Modifier::UNDERLINED),
            warn: bold.fg(Color::Magenta),
            good: bold.fg(Color::Green),
            bad: bold.fg(Color::Red),
            key: bold,
            notice: bold.fg(Color::Magenta),
        }
    }

    /// No colour at all.
    #[must_use]
    pub fn mono() -> Self {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        Self {
            title: bold,
            tab: plain,
            tab_front: bold.add_modifier(Modifier::REVERSED),
            rule: plain,
            heading: bold.add_modifier(Modifier::UNDERLINED),
            label: plain,
            cite: plain,
            selected: plain.add_modifier(Modifier::REVERSED),
            resting: bold,
            lit: bold.add_modifier(Modifier::UNDERLINED),
            warn: bold,
            good: bold,
            bad: bold,
            key: bold,
            notice: bold,
        }
    }
}
