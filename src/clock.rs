//! The clocks: what the wall says, and how much time has passed. The domain asks neither; whoever runs
//! a quiz tells it.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Tells how much time has passed since it was last asked.
#[derive(Debug)]
pub struct Clock {
    last: Instant,
}

impl Clock {
    /// Starts now.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place where a quiz gets its time from")]
    pub fn start() -> Self {
        Self { last: Instant::now() }
    }

    /// The wall clock in milliseconds since 1970, and the milliseconds since the last call. The second
    /// one never runs backwards, whatever is done to the first.
    #[expect(clippy::disallowed_methods, reason = "the one place where a quiz gets its time from")]
    pub fn passed(&mut self) -> (i64, u64) {
        let now = Instant::now();
        let millis = u64::try_from(now.duration_since(self.last).as_millis()).unwrap_or(u64::MAX);
        // Parts of a millisecond are not lost between calls.
        self.last += std::time::Duration::from_millis(millis);
        let wall = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
        (i64::try_from(wall).unwrap_or(i64::MAX), millis)
    }
}
