//! How often a partition's batches begin.

use std::time::{Duration, Instant};

/// The time of one batch, where they follow each other without end: what comes in between shares
/// the next transaction, whose cost is hardly that of its rows.
const EACH: Duration = Duration::from_millis(100);
/// So many may follow each other at once after a quiet moment: where little is said, it is stored
/// at once.
const AT_ONCE: u32 = 10;

/// A partition's pace: a bucket that holds [`AT_ONCE`] batches and gets one each [`EACH`] (GCRA).
#[derive(Debug)]
pub(crate) struct Pace {
    /// When the bucket will be full.
    full_at: Instant,
}

impl Pace {
    /// A full bucket.
    pub(crate) fn new(now: Instant) -> Self {
        Self { full_at: now }
    }

    /// Takes a batch out of the bucket; how long to wait before the next.
    pub(crate) fn rest(&mut self, now: Instant) -> Duration {
        self.full_at = self.full_at.max(now) + EACH;
        (self.full_at - now).saturating_sub(EACH * (AT_ONCE - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_batches_follow_at_once_and_then_ten_a_second() {
        let start = Instant::now();
        let (mut now, mut pace) = (start, Pace::new(start));
        for _ in 1..AT_ONCE {
            assert_eq!(pace.rest(now), Duration::ZERO);
        }
        for _ in 0..50 {
            now += pace.rest(now);
        }
        assert_eq!(now - start, EACH * 50);
    }

    #[test]
    fn a_quiet_second_fills_the_bucket_and_no_more_than_that() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        let later = start + Duration::from_hours(1);
        let rests: Vec<_> = (0..=AT_ONCE).map(|_| pace.rest(later)).collect();
        let at_once = rests.iter().filter(|rest| rest.is_zero()).count();
        assert_eq!(u32::try_from(at_once).unwrap(), AT_ONCE - 1);
    }
}
