//! What the model wants done in the world: values, so that tests can look at them.

use crate::catalog::record::Key;

/// Something for the loop to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Give the terminal back and end.
    Quit,
    /// End with this record as the answer.
    Choose(Key),
    /// Give the terminal to the shell until it continues us.
    Suspend,
}
