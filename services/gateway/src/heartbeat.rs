//! When to ping a client, and when to believe that it is gone.

use std::sync::LazyLock;
use std::time::Duration;

use rand::Rng;
use tokio::time::Instant;

/// How often the server pings, about.
pub(crate) const PING_EVERY: Duration = Duration::from_secs(25);
/// How much earlier a ping may come, so that those who came together do not stay together.
const JITTER: Duration = Duration::from_secs(5);
/// Pings are sent at the beats of one clock, so that a thread wakes once for many of them, and once
/// for their answers. A beat of 50,000 sockets has some 250.
const BEAT: Duration = Duration::from_millis(100);
/// The clock's first beat.
static START: LazyLock<Instant> = LazyLock::new(Instant::now);
/// How long an answer may take.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// The liveness of one socket.
#[derive(Debug)]
pub(crate) struct Heartbeat {
    ping_at: Instant,
    /// A ping was sent, and nothing was heard since.
    silent_at: Option<Instant>,
}

/// What is due.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Beat {
    /// Send a ping.
    Ping,
    /// Give the client up.
    Silent,
}

impl Heartbeat {
    /// Begins with a first ping somewhere within the first interval.
    pub(crate) fn new(now: Instant, rng: &mut impl Rng) -> Self {
        Self {
            ping_at: next(now, rng),
            silent_at: None,
        }
    }

    /// Something came from the client.
    pub(crate) fn heard(&mut self) {
        self.silent_at = None;
    }

    /// Whether we wait for an answer.
    pub(crate) fn is_waiting(&self) -> bool {
        self.silent_at.is_some()
    }

    /// When to ask again what is due.
    pub(crate) fn due_at(&self) -> Instant {
        self.silent_at
            .map_or(self.ping_at, |silent_at| silent_at.min(self.ping_at))
    }

    /// What is due now, if anything.
    pub(crate) fn beat(&mut self, now: Instant, rng: &mut impl Rng) -> Option<Beat> {
        if self.silent_at.is_some_and(|silent_at| silent_at <= now) {
            return Some(Beat::Silent);
        }
        if self.ping_at > now {
            return None;
        }
        self.ping_at = next(now, rng);
        self.silent_at = Some(now + ANSWER_WITHIN);
        Some(Beat::Ping)
    }
}

/// The beat of the next ping.
fn next(now: Instant, rng: &mut impl Rng) -> Instant {
    let at = now + PING_EVERY - JITTER.mul_f64(rng.random());
    let into_the_beat = at.saturating_duration_since(*START).as_nanos() % BEAT.as_nanos();
    at - Duration::from_nanos(u64::try_from(into_the_beat).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_that_answers_is_pinged_again_and_one_that_does_not_is_given_up() {
        let mut rng = rand::rng();
        let start = Instant::now();
        let mut heartbeat = Heartbeat::new(start, &mut rng);
        assert_eq!(
            heartbeat.beat(start + PING_EVERY - JITTER - BEAT, &mut rng),
            None
        );

        let first = start + PING_EVERY;
        assert_eq!(heartbeat.beat(first, &mut rng), Some(Beat::Ping));
        heartbeat.heard();
        assert_eq!(heartbeat.beat(first + ANSWER_WITHIN, &mut rng), None);

        let second = first + PING_EVERY;
        assert_eq!(heartbeat.beat(second, &mut rng), Some(Beat::Ping));
        assert_eq!(heartbeat.due_at(), second + ANSWER_WITHIN);
        let too_late = second + ANSWER_WITHIN;
        assert_eq!(heartbeat.beat(too_late, &mut rng), Some(Beat::Silent));
    }

    #[test]
    fn pings_are_spread_over_the_beats_of_one_clock() {
        let mut rng = rand::rng();
        let start = *START + Duration::from_millis(12_345);
        let due: std::collections::BTreeSet<_> = (0..1_000)
            .map(|_| Heartbeat::new(start, &mut rng).due_at())
            .collect();
        assert!(due.len() > 40 && due.len() <= 51, "{} beats", due.len());
        for at in due {
            assert!(at > start + PING_EVERY - JITTER - BEAT && at <= start + PING_EVERY);
            assert_eq!((at - *START).as_millis() % BEAT.as_millis(), 0);
        }
    }
}
