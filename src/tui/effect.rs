//! What the model wants done in the world: values, so that tests can look at them.

/// Something for the loop to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Give the terminal back and end.
    Quit,
    /// Give the terminal to the shell until it continues us.
    Suspend,
}
