//! Opening the log again after the durable Redis was restarted, rolled back or emptied
//! (RELIABILITY.md §2.3). One process at a time, under an advisory lock; all others wait for it.

mod nonces;
pub mod offers;
mod plan;
mod rebuild;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::error::Error;
use crate::state::State;

/// How often the log is looked at when nobody complains.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// How long after a failed recovery the next one begins.
const AGAIN_AFTER: Duration = Duration::from_millis(250);
/// How long the log remembers nonces, so how long after a loss it lacks some.
const NONCES_KEPT: TimeDelta = TimeDelta::hours(24);

/// The way to the loop. Clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Handle(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    wake: Notify,
    /// Somebody found counters missing although the log is open.
    forced: AtomicBool,
    /// Seconds since 1970 of the last loss of data; 0: none that is known.
    lost_at: AtomicI64,
}

impl Handle {
    /// Says that the log refused as stale.
    pub fn wake(&self) {
        self.0.wake.notify_one();
    }

    /// Says that a channel's counters are gone while its tail is not.
    pub fn force(&self) {
        self.0.forced.store(true, Ordering::Relaxed);
        self.0.wake.notify_one();
    }

    fn note(&self, incarnation: bus::Incarnation) {
        self.0.lost_at.store(incarnation.lost_at, Ordering::Relaxed);
    }

    /// Whether the log may lack nonces that it should remember, because data was lost lately.
    #[must_use]
    pub fn nonces_are_incomplete(&self, now: DateTime<Utc>) -> bool {
        let lost_at = self.0.lost_at.load(Ordering::Relaxed);
        let lost_at = DateTime::from_timestamp(lost_at, 0).filter(|_| lost_at > 0);
        lost_at.is_some_and(|lost_at| now < lost_at + NONCES_KEPT)
    }
}

/// Sees to it that the log is open, until told to stop.
pub async fn run(state: State, stop: CancellationToken) {
    let handle = state.log.recovery.clone();
    loop {
        let wait = match ensure(&state).await {
            Ok(()) => LOOK_EVERY,
            Err(error) => {
                tracing::debug!(
                    "the log cannot be opened now: {:#}",
                    anyhow::Error::new(error)
                );
                AGAIN_AFTER
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(wait) => {}
            () = handle.0.wake.notified() => {}
        }
    }
}

/// Recovers if the log is closed, or if somebody found it broken.
///
/// # Errors
/// 503 when Redis or Postgres is down; then the log stays closed.
pub async fn ensure(state: &State) -> Result<(), Error> {
    let handle = &state.log.recovery;
    let forced = handle.0.forced.swap(false, Ordering::Relaxed);
    let blessed = state.bus.recovery().blessed().await?;
    if let Some(incarnation) = blessed {
        handle.note(incarnation);
        if !forced {
            return Ok(());
        }
    }
    if let Some(incarnation) = rebuild::recover(state).await? {
        handle.note(incarnation);
    }
    Ok(())
}
