//! The access token of a socket runs out.

use std::time::Duration;

use tokio::time::Instant;

/// How long before the end the client is told.
const AHEAD: Duration = Duration::from_mins(1);
/// When there is nothing to wait for.
const LONG: Duration = Duration::from_hours(24);

/// When the token runs out, and whether the client was told.
#[derive(Debug)]
pub(crate) struct Expiry {
    at: Instant,
    told: bool,
    over: bool,
}

/// What is due.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Due {
    /// Tell the client how long it still has.
    Tell {
        /// In seconds.
        in_s: u64,
    },
    /// It is over.
    Over,
}

impl Expiry {
    /// A token that runs out in a while.
    pub(crate) fn new(now: Instant, left: Duration) -> Self {
        Self {
            at: now + left.min(LONG),
            told: false,
            over: false,
        }
    }

    /// When to ask again.
    pub(crate) fn due_at(&self) -> Instant {
        match (self.told, self.over) {
            (_, true) => self.at + LONG,
            (true, false) => self.at,
            (false, false) => self.at.checked_sub(AHEAD).unwrap_or(self.at),
        }
    }

    /// What is due now, once.
    pub(crate) fn tick(&mut self, now: Instant) -> Option<Due> {
        if self.over || now < self.due_at() {
            return None;
        }
        if now >= self.at {
            self.over = true;
            return Some(Due::Over);
        }
        self.told = true;
        Some(Due::Tell {
            in_s: (self.at - now).as_secs(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_a_minute_ahead_and_then_it_is_over_once() {
        let start = Instant::now();
        let mut expiry = Expiry::new(start, Duration::from_mins(10));
        assert_eq!(expiry.tick(start + Duration::from_secs(539)), None);
        let told = expiry.tick(start + Duration::from_mins(9));
        assert_eq!(told, Some(Due::Tell { in_s: 60 }));
        assert_eq!(expiry.tick(start + Duration::from_secs(541)), None);
        assert_eq!(
            expiry.tick(start + Duration::from_mins(10)),
            Some(Due::Over)
        );
        assert_eq!(expiry.tick(start + Duration::from_secs(700)), None);
    }

    #[test]
    fn a_token_with_little_left_is_told_at_once() {
        let start = Instant::now();
        let mut expiry = Expiry::new(start, Duration::from_secs(10));
        assert_eq!(expiry.tick(start), Some(Due::Tell { in_s: 10 }));
    }
}
