//! Counting a socket's commands.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// The most commands in [`WINDOW`].
pub(crate) const MAX_COMMANDS: usize = 60;
/// The time in which they are counted.
const WINDOW: Duration = Duration::from_secs(10);

/// When the last commands came. Holds no memory for a socket that is silent.
#[derive(Debug, Default)]
pub(crate) struct Flood {
    recent: VecDeque<Instant>,
    /// Limits are off: for load tests.
    off: bool,
}

impl Flood {
    /// Nothing has come yet.
    pub(crate) fn new(off: bool) -> Self {
        Self {
            recent: VecDeque::new(),
            off,
        }
    }

    /// Counts a command. Answers whether it is one too many.
    pub(crate) fn count(&mut self, now: Instant) -> bool {
        if self.off {
            return false;
        }
        while self
            .recent
            .front()
            .is_some_and(|first| *first + WINDOW <= now)
        {
            self.recent.pop_front();
        }
        if self.recent.is_empty() {
            self.recent = VecDeque::new();
        }
        self.recent.push_back(now);
        self.recent.len() > MAX_COMMANDS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixty_commands_in_any_ten_seconds_are_enough() {
        let start = Instant::now();
        let mut flood = Flood::new(false);
        for number in 0..60 {
            assert!(!flood.count(start + Duration::from_millis(number * 100)));
        }
        assert!(flood.count(start + Duration::from_millis(9_999)));
        assert!(!flood.count(start + Duration::from_secs(25)));
    }

    #[test]
    fn without_limits_nothing_is_too_many() {
        let mut flood = Flood::new(true);
        assert!((0..1_000).all(|_| !flood.count(Instant::now())));
    }
}
