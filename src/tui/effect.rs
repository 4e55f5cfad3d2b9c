//! What the model wants done in the world: values, so that tests can look at them.

use crate::catalog::record::Key;

/// Something for the loop to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Give the terminal back and end.
    Quit,
    /// End with this record as the answer.
    Choose(Key),
    /// Search for what was typed: at once where that takes no time, on the side where it does.
    Search,
    /// Give the terminal to the shell until it continues us.
    Suspend,
}
