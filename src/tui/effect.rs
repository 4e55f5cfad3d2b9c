//! What the model wants done in the world: values, so that tests can look at them.

use crate::catalog::record::Key;
use crate::profile::Change;

/// Something for the loop to do.
#[derive(Clone, PartialEq, Debug)]
pub enum Effect {
    /// Give the terminal back and end.
    Quit,
    /// End with this record as the answer.
    Choose(Key),
    /// Remember that the welcome was seen.
    Welcomed,
    /// Search for what was typed: at once where that takes no time, on the side where it does.
    Search,
    /// Give the terminal to the shell until it continues us.
    Suspend,
    /// Put this text into the clipboard of whoever sits at the terminal.
    Copy(String),
    /// Read the profile.
    ReadProfile,
    /// Put these into the profile's file, in this order; the number comes back with the outcome.
    Keep(u64, Vec<Change>),
    /// Write a file.
    Write {
        /// Where, as typed.
        path: String,
        /// What.
        text: String,
        /// Whether it may take the place of a file that is there.
        over: bool,
    },
}
