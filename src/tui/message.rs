//! Everything that can change the model.

use crate::catalog::record::Kind;
use crate::keys::Key;
use crate::keys::action::Action;
use crate::profile::Profile;
use crate::search::Answer;
use crate::tui::model::Tab;

/// Something that happened.
#[derive(Clone, PartialEq, Debug)]
pub enum Message {
    /// A key was pressed that is bound to an action.
    Do(Action),
    /// A key was pressed that is bound to nothing here.
    Unbound(Key),
    /// A letter was typed into the text box that has the focus.
    Typed(char),
    /// Text was pasted.
    Pasted(String),
    /// Something on the screen was clicked.
    Clicked(Target),
    /// The wheel was turned, over something or over nothing.
    Wheel {
        /// What the pointer was over.
        target: Option<Target>,
        /// Towards the user.
        down: bool,
    },
    /// A search on the side has an answer to this query.
    Found(Question, Answer),
    /// The terminal has this size now: columns, rows.
    Resized(u16, u16),
    /// Text was handed to the terminal for its clipboard, or why not.
    Copied(Result<(), String>),
    /// A file was written, or why not.
    Saved(Saved),
    /// Time passed.
    Passed {
        /// What the wall clock says now, in milliseconds since 1970.
        now: i64,
        /// So many milliseconds since the last time; what was slept through counts, what the wall clock
        /// was turned does not.
        millis: u64,
    },
    /// The profile was read, with what is to be said of its file.
    Profile(Box<Profile>, Option<String>),
    /// What was to be kept under this number is in the file, or a sentence that says why not.
    Kept(u64, Result<(), String>),
}

/// What became of a file that was to be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Saved {
    /// It is there: its name, and the folder.
    Done(String, String),
    /// There was one of that name, and it is as it was.
    Exists,
    /// A sentence that says why not.
    Failed(String),
}

/// What is searched for, and where the answer is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Question {
    /// What was typed.
    pub typed: String,
    /// What is searched: records of a kind, or everything.
    pub kind: Option<Kind>,
    /// Whether the palette asks, or the list of the tab in front.
    pub palette: bool,
}

/// Something on the screen that can be clicked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Target {
    /// A tab of the bar.
    Tab(Tab),
    /// The search line.
    SearchBox,
    /// A row of the list, by position.
    ListRow(usize),
    /// A row of the card, or of a screen that is one column of rows, by position.
    CardRow(usize),
    /// The heading of a column of the comparison.
    Column(usize),
    /// The window on top.
    Popup,
}
