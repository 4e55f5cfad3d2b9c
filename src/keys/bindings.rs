//! TABLE 2: which key does what, and where.
//!
//! A row is a context, a key and an action. [`Bindings::resolve`] asks the contexts of the moment from
//! the innermost outwards; the first row that fits wins. The help page, the hint line, `certdex keys`
//! and the README are read from this table; a user's own rows are laid over it ([`Bindings::with`]).

use std::sync::{Arc, OnceLock};

use super::Key;
use super::action::Action;

macro_rules! contexts {
    ($($variant:ident $label:literal)+) => {
        /// Where a key is pressed.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Context { $( #[doc = $label] $variant, )+ }

        impl Context {
            /// Every context, in the order of the help page.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its name in a config.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant)),+ }
            }

            /// The heading of its keys.
            #[must_use]
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }
        }
    };
}

impl Context {
    /// Whether it is a text box.
    #[must_use]
    pub fn is_box(self) -> bool {
        self != Self::Always && self.takes_letters()
    }

    /// Whether letters are typed there, so that no letter can be a key.
    #[must_use]
    pub fn takes_letters(self) -> bool {
        matches!(self, Self::Always | Self::SearchBox | Self::Palette | Self::Adding | Self::Save | Self::Help)
    }
}

contexts! {
    Always    "Always"
    Global    "Everywhere"
    Move      "Moving about"
    Browse    "Roles and certifications"
    Certs     "Certifications"
    Compare   "Compare"
    QuizHome  "Quiz: choosing"
    QuizSetup "Quiz: before it starts"
    Asking    "Quiz: a question"
    Answered  "Quiz: after an answer"
    Map       "Quiz: all questions"
    Result    "Quiz: the score"
    Ready     "Quiz: am I ready?"
    Interview "Which one is for me?"
    SearchBox "Typing a search"
    Palette   "Searching everything"
    Adding    "Adding to the comparison"
    Save      "Naming a file"
    Help      "What can be done"
    Filters   "Filters"
    Cost      "What it costs"
    Ledger    "Who disagrees"
    Popup     "Windows on top"
    Confirm   "A question before leaving"
}

/// The table. Two keys for one action stand side by side; the first is shown in hints.
pub const BINDINGS: &[(Context, &str, Action)] = {
    use Action as A;
    use Context as C;
    &[
        (C::Always, "ctrl-c", A::QuitNow),
        (C::Always, "ctrl-z", A::Suspend),
        //
        (C::Global, "1", A::ShowRoles),
        (C::Global, "2", A::ShowCerts),
        (C::Global, "3", A::ShowCompare),
        (C::Global, "4", A::ShowQuiz),
        (C::Global, "tab", A::NextTab),
        (C::Global, "backtab", A::PrevTab),
        (C::Global, ":", A::Palette),
        (C::Global, "ctrl-p", A::Palette),
        (C::Global, "?", A::Help),
        (C::Global, "T", A::NextTheme),
        (C::Global, "esc", A::Back),
        (C::Global, "q", A::Quit),
        //
        (C::Move, "up", A::Up),
        (C::Move, "k", A::Up),
        (C::Move, "down", A::Down),
        (C::Move, "j", A::Down),
        (C::Move, "left", A::Left),
        (C::Move, "h", A::Left),
        (C::Move, "right", A::Right),
        (C::Move, "l", A::Right),
        (C::Move, "pageup", A::PageUp),
        (C::Move, "pagedown", A::PageDown),
        (C::Move, "ctrl-u", A::HalfUp),
        (C::Move, "ctrl-d", A::HalfDown),
        (C::Move, "home", A::First),
        (C::Move, "g", A::First),
        (C::Move, "end", A::Last),
        (C::Move, "G", A::Last),
        //
        (C::Browse, "enter", A::Open),
        (C::Browse, "/", A::Search),
        (C::Browse, "+", A::Mark),
        (C::Browse, "space", A::Mark),
        (C::Browse, "c", A::CompareMarked),
        (C::Browse, "$", A::ShowCost),
        (C::Browse, "p", A::ShowPath),
        (C::Browse, "i", A::Sources),
        (C::Browse, "x", A::Ledger),
        (C::Browse, "]", A::NextDiffer),
        (C::Browse, "[", A::PrevDiffer),
        //
        (C::Certs, "s", A::Sort),
        (C::Certs, "S", A::SortOther),
        (C::Certs, "f", A::Filter),
        (C::Certs, "F", A::Unfilter),
        //
        (C::Compare, "enter", A::Open),
        (C::Compare, "d", A::Differences),
        (C::Compare, "]", A::NextDiffer),
        (C::Compare, "[", A::PrevDiffer),
        (C::Compare, "v", A::NextLens),
        (C::Compare, "m", A::Pin),
        (C::Compare, "a", A::AddColumn),
        (C::Compare, "$", A::ShowCost),
        (C::Compare, "i", A::Sources),
        (C::Compare, "x", A::Ledger),
        (C::Compare, "backspace", A::Unmark),
        (C::Compare, "<", A::MoveLeft),
        (C::Compare, ">", A::MoveRight),
        (C::Compare, "y", A::Copy),
        (C::Compare, "e", A::Save),
        //
        (C::QuizHome, "enter", A::Open),
        (C::QuizHome, "o", A::Options),
        (C::QuizHome, "D", A::Discard),
        (C::QuizHome, "i", A::Sources),
        //
        (C::QuizSetup, "enter", A::Open),
        (C::QuizSetup, "space", A::Toggle),
        (C::QuizSetup, "i", A::Sources),
        //
        (C::Asking, "enter", A::Open),
        (C::Asking, "space", A::Open),
        (C::Asking, "a", A::AnswerA),
        (C::Asking, "1", A::AnswerA),
        (C::Asking, "b", A::AnswerB),
        (C::Asking, "2", A::AnswerB),
        (C::Asking, "c", A::AnswerC),
        (C::Asking, "3", A::AnswerC),
        (C::Asking, "d", A::AnswerD),
        (C::Asking, "4", A::AnswerD),
        (C::Asking, "e", A::AnswerE),
        (C::Asking, "5", A::AnswerE),
        (C::Asking, "6", A::AnswerF),
        (C::Asking, "7", A::AnswerG),
        (C::Asking, "8", A::AnswerH),
        (C::Asking, "9", A::AnswerI),
        (C::Asking, "n", A::NextQuestion),
        (C::Asking, "p", A::PrevQuestion),
        (C::Asking, "f", A::Flag),
        (C::Asking, "u", A::Undo),
        (C::Asking, "backspace", A::Undo),
        (C::Asking, "m", A::ShowMap),
        (C::Asking, "s", A::HandIn),
        (C::Asking, "P", A::Pause),
        (C::Asking, "i", A::Sources),
        //
        (C::Answered, "enter", A::Open),
        (C::Answered, "space", A::Open),
        // The second of two quick keys must not lead out of the question.
        (C::Answered, "a", A::AnswerA),
        (C::Answered, "1", A::AnswerA),
        (C::Answered, "b", A::AnswerB),
        (C::Answered, "2", A::AnswerB),
        (C::Answered, "c", A::AnswerC),
        (C::Answered, "3", A::AnswerC),
        (C::Answered, "d", A::AnswerD),
        (C::Answered, "4", A::AnswerD),
        (C::Answered, "e", A::AnswerE),
        (C::Answered, "5", A::AnswerE),
        (C::Answered, "6", A::AnswerF),
        (C::Answered, "7", A::AnswerG),
        (C::Answered, "8", A::AnswerH),
        (C::Answered, "9", A::AnswerI),
        (C::Answered, "n", A::NextQuestion),
        (C::Answered, "p", A::PrevQuestion),
        (C::Answered, "f", A::Flag),
        (C::Answered, "u", A::Undo),
        (C::Answered, "m", A::ShowMap),
        (C::Answered, "+", A::Easier),
        (C::Answered, "-", A::Harder),
        (C::Answered, "i", A::Sources),
        //
        (C::Map, "enter", A::Open),
        // A number typed in haste must not lead to another tab.
        (C::Map, "1", A::AnswerA),
        (C::Map, "2", A::AnswerB),
        (C::Map, "3", A::AnswerC),
        (C::Map, "4", A::AnswerD),
        (C::Map, "m", A::Back),
        (C::Map, "s", A::HandIn),
        (C::Map, "P", A::Pause),
        //
        (C::Result, "enter", A::Open),
        (C::Result, "r", A::Again),
        (C::Result, "v", A::NextList),
        (C::Result, "i", A::Sources),
        //
        (C::Ready, "enter", A::Open),
        //
        (C::Interview, "enter", A::Open),
        (C::Interview, "i", A::Sources),
        //
        (C::SearchBox, "enter", A::Open),
        (C::SearchBox, "esc", A::Back),
        (C::SearchBox, "up", A::Up),
        (C::SearchBox, "down", A::Down),
        (C::SearchBox, "pageup", A::PageUp),
        (C::SearchBox, "pagedown", A::PageDown),
        (C::SearchBox, "backspace", A::EraseChar),
        (C::SearchBox, "ctrl-w", A::EraseWord),
        (C::SearchBox, "ctrl-u", A::EraseAll),
        (C::SearchBox, "tab", A::NextTab),
        (C::SearchBox, "backtab", A::PrevTab),
        //
        (C::SearchBox, "ctrl-p", A::Palette),
        //
        (C::Palette, "enter", A::Open),
        (C::Palette, "esc", A::Back),
        (C::Palette, "ctrl-p", A::Back),
        (C::Palette, "up", A::Up),
        (C::Palette, "down", A::Down),
        (C::Palette, "pageup", A::PageUp),
        (C::Palette, "pagedown", A::PageDown),
        (C::Palette, "home", A::First),
        (C::Palette, "end", A::Last),
        (C::Palette, "backspace", A::EraseChar),
        (C::Palette, "ctrl-w", A::EraseWord),
        (C::Palette, "ctrl-u", A::EraseAll),
        //
        (C::Adding, "tab", A::NextKind),
        //
        (C::Save, "enter", A::Open),
        (C::Save, "esc", A::Back),
        (C::Save, "up", A::Up),
        (C::Save, "down", A::Down),
        (C::Save, "backspace", A::EraseChar),
        (C::Save, "ctrl-w", A::EraseWord),
        (C::Save, "ctrl-u", A::EraseAll),
        //
        (C::Help, "enter", A::Open),
        (C::Help, "esc", A::Back),
        (C::Help, "?", A::Back),
        (C::Help, "up", A::Up),
        (C::Help, "down", A::Down),
        (C::Help, "pageup", A::PageUp),
        (C::Help, "pagedown", A::PageDown),
        (C::Help, "home", A::First),
        (C::Help, "end", A::Last),
        (C::Help, "backspace", A::EraseChar),
        (C::Help, "ctrl-w", A::EraseWord),
        (C::Help, "ctrl-u", A::EraseAll),
        //
        (C::Filters, "enter", A::Toggle),
        (C::Filters, "space", A::Toggle),
        (C::Filters, "F", A::Unfilter),
        (C::Filters, "f", A::Back),
        //
        (C::Cost, "right", A::MoreYears),
        (C::Cost, "+", A::MoreYears),
        (C::Cost, "l", A::MoreYears),
        (C::Cost, "left", A::FewerYears),
        (C::Cost, "-", A::FewerYears),
        (C::Cost, "h", A::FewerYears),
        //
        (C::Ledger, "]", A::NextDiffer),
        (C::Ledger, "right", A::NextDiffer),
        (C::Ledger, "[", A::PrevDiffer),
        (C::Ledger, "left", A::PrevDiffer),
        //
        (C::Popup, "esc", A::Back),
        (C::Popup, "q", A::Back),
        (C::Popup, "enter", A::Back),
        (C::Popup, "?", A::Help),
        (C::Popup, "up", A::Up),
        (C::Popup, "k", A::Up),
        (C::Popup, "down", A::Down),
        (C::Popup, "j", A::Down),
        (C::Popup, "pageup", A::PageUp),
        (C::Popup, "pagedown", A::PageDown),
        (C::Popup, "ctrl-u", A::HalfUp),
        (C::Popup, "ctrl-d", A::HalfDown),
        (C::Popup, "home", A::First),
        (C::Popup, "g", A::First),
        (C::Popup, "end", A::Last),
        (C::Popup, "G", A::Last),
        //
        (C::Confirm, "y", A::Yes),
        (C::Confirm, "n", A::No),
        (C::Confirm, "esc", A::No),
        (C::Confirm, "q", A::Quit),
    ]
};

/// A row with its key read.
pub type Row = (Context, Key, Action);

/// The bindings in use: the table, and the user's own rows before it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bindings(Arc<[Row]>);

impl Default for Bindings {
    /// The table as it is.
    fn default() -> Self {
        static TABLE: OnceLock<Bindings> = OnceLock::new();
        TABLE.get_or_init(|| Self::with(&[])).clone()
    }
}

impl Bindings {
    /// The table with `own` rows: they come first, so that hints show them, and each takes its key
    /// from what that key did in the same context.
    #[must_use]
    pub fn with(own: &[Row]) -> Self {
        let taken = |context, key| own.iter().any(|&(c, k, _)| c == context && k == key);
        let table = BINDINGS.iter().filter_map(|&(context, key, action)| Some((context, Key::parse(key)?, action)));
        Self(own.iter().copied().chain(table.filter(|&(context, key, _)| !taken(context, key))).collect())
    }

    /// All rows.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.0
    }

    /// What `key` does in the first of `contexts` that binds it.
    #[must_use]
    pub fn resolve(&self, contexts: &[Context], key: Key) -> Option<Action> {
        contexts
            .iter()
            .find_map(|&context| self.0.iter().find(|&&(c, k, _)| c == context && k == key).map(|&(.., action)| action))
    }

    /// The keys of `action` in `context`, first the one for hints.
    pub fn keys_of(&self, context: Context, action: Action) -> impl Iterator<Item = Key> {
        self.0.iter().filter(move |&&(c, _, a)| c == context && a == action).map(|&(_, key, _)| key)
    }

    /// The rows of a context as people read them: keys, joined, and what they do.
    #[must_use]
    pub fn rows_of(&self, context: Context) -> Vec<(String, Action)> {
        self.rows_where(context, |_, _| true)
    }

    /// The same, of the keys that are wanted.
    #[must_use]
    pub fn rows_where(&self, context: Context, wanted: impl Fn(Key, Action) -> bool) -> Vec<(String, Action)> {
        let mut rows: Vec<(String, Action)> = Vec::new();
        for &(_, key, action) in self.0.iter().filter(|&&(c, key, action)| c == context && wanted(key, action)) {
            match rows.iter_mut().find(|(_, known)| *known == action) {
                Some((keys, _)) => *keys = format!("{keys} {key}"),
                None => rows.push((key.to_string(), action)),
            }
        }
        rows
    }
}

/// What `key` does in the first of `contexts` that binds it, by the table alone.
#[must_use]
pub fn resolve(contexts: &[Context], key: Key) -> Option<Action> {
    Bindings::default().resolve(contexts, key)
}

/// The rows of a context as people read them, by the table alone.
#[must_use]
pub fn rows_of(context: Context) -> Vec<(String, Action)> {
    Bindings::default().rows_of(context)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::Code;
    use std::collections::HashSet;

    #[test]
    fn every_row_parses_and_no_key_is_bound_twice_in_a_context() {
        let mut seen = HashSet::new();
        for (context, key, action) in BINDINGS {
            let parsed = Key::parse(key).unwrap_or_else(|| panic!("{key} of {} is no key", action.id()));
            assert!(seen.insert((context, parsed)), "{key} is bound twice in {context:?}");
        }
    }

    #[test]
    fn every_action_is_bound_and_every_context_is_used() {
        for action in Action::ALL {
            assert!(BINDINGS.iter().any(|(.., bound)| bound == action), "{} has no key", action.id());
        }
        for context in Context::ALL {
            assert!(BINDINGS.iter().any(|(used, ..)| used == context), "{context:?} has no key");
        }
    }

    #[test]
    fn the_inner_context_wins() {
        let c = Key::parse("c").expect("a key");
        assert_eq!(resolve(&[Context::Asking, Context::Browse], c), Some(Action::AnswerC));
        assert_eq!(resolve(&[Context::Browse, Context::Asking], c), Some(Action::CompareMarked));
        assert_eq!(resolve(&[Context::Global], c), None);
    }

    #[test]
    fn own_rows_come_first_and_take_their_key_away() {
        let key = |text| Key::parse(text).expect("a key");
        let own = [(Context::Browse, key("x"), Action::Sources), (Context::Browse, key("ctrl-n"), Action::Down)];
        let bindings = Bindings::with(&own);
        assert_eq!(bindings.resolve(&[Context::Browse], key("x")), Some(Action::Sources));
        assert_eq!(bindings.resolve(&[Context::Compare], key("x")), Some(Action::Ledger), "only where it was said");
        assert_eq!(bindings.resolve(&[Context::Browse, Context::Move], key("ctrl-n")), Some(Action::Down));
        assert_eq!(bindings.keys_of(Context::Browse, Action::Sources).collect::<Vec<_>>(), [key("x"), key("i")]);
        assert_eq!(bindings.rows().len(), BINDINGS.len() + 1);
    }

    /// Windows tells of presses, repeats and releases: whatever key does something, letting it go does
    /// nothing.
    #[test]
    fn letting_go_of_a_bound_key_does_nothing() {
        use crossterm::event::{KeyCode as K, KeyEvent, KeyEventKind as Kind, KeyModifiers as M};
        for (context, written, _) in BINDINGS {
            let key = Key::parse(written).expect(written);
            let code = match key.code {
                Code::Char(c) => K::Char(c),
                Code::Enter => K::Enter,
                Code::Esc => K::Esc,
                Code::Tab => K::Tab,
                Code::BackTab => K::BackTab,
                Code::Backspace => K::Backspace,
                Code::Delete => K::Delete,
                Code::Up => K::Up,
                Code::Down => K::Down,
                Code::Left => K::Left,
                Code::Right => K::Right,
                Code::Home => K::Home,
                Code::End => K::End,
                Code::PageUp => K::PageUp,
                Code::PageDown => K::PageDown,
            };
            let with = |is: bool, modifier: M| if is { modifier } else { M::NONE };
            let modifiers = with(key.ctrl, M::CONTROL) | with(key.alt, M::ALT);
            let event = |kind| Key::from_event(&KeyEvent::new_with_kind(code, modifiers, kind));
            assert_eq!(event(Kind::Release), None, "{written}");
            for kind in [Kind::Press, Kind::Repeat] {
                let read = event(kind).expect("a key");
                assert!(resolve(&[*context], read).is_some(), "{written} in {context:?} does nothing");
            }
        }
    }
}
