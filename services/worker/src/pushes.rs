//! Telling people's devices: what is still waiting when its time has come is sent to the push
//! services that their browsers named.
//!
//! Rows of the ledger are the queue. A worker claims some for a while, so that any number of
//! workers share it, and what a dead one had claimed is due again. A device may so be told twice,
//! never not at all; the second time replaces the first.

mod clear;
mod due;
mod group;
mod send;

use std::sync::Arc;
use std::time::Duration;

use bus::Bus;
use chrono::TimeDelta;
use domain::Clock;
use fetch::Fetcher;
use push::{Sender, Vapid, VapidError};
use store::{Store, notifications};
use tokio_util::sync::CancellationToken;

use crate::backoff::Backoff;
use crate::chain::chain;

/// How often it is looked for what is due.
const EVERY: Duration = Duration::from_millis(500);
/// How often, in such rounds, it is looked for what was read elsewhere.
const CLEAR_EVERY: u32 = 6;
/// How often, in such rounds, the ledger is shortened.
const FORGET_EVERY: u32 = 600;
/// How long the ledger tells what became of a notification.
const KEPT: TimeDelta = TimeDelta::days(30);

/// Sends what is due.
pub(crate) struct Pushes {
    pub(crate) bus: Bus,
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) config: push::Config,
    pub(crate) fetcher: Fetcher,
}

/// Why nothing can be sent now.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("the queue cannot be reached")]
    Store(#[from] store::Error),
    #[error("there is no key to sign with")]
    Vapid(#[from] VapidError),
}

/// Waits before the next round, unless there is more to do.
async fn rest(is_busy: bool, stop: &CancellationToken) {
    if !is_busy {
        stop.run_until_cancelled(tokio::time::sleep(EVERY)).await;
    }
}

impl Pushes {
    /// Until told to stop; what is under way is finished.
    pub(crate) async fn run(self, stop: CancellationToken) {
        let mut backoff = Backoff::default();
        let mut sender = None;
        let mut round = 0_u32;
        while !stop.is_cancelled() {
            match self.round(&mut sender, round).await {
                Ok(is_busy) => {
                    backoff = Backoff::default();
                    round = round.wrapping_add(1);
                    rest(is_busy, &stop).await;
                }
                Err(error) => {
                    tracing::warn!("notifications wait: {}", chain(&error));
                    backoff.wait(&stop).await;
                }
            }
        }
    }

    /// Sends some of what is due; whether there may be more.
    async fn round(&self, sender: &mut Option<Sender>, round: u32) -> Result<bool, Error> {
        let sender = match sender {
            Some(sender) => sender,
            None => sender.insert(Sender::new(self.key().await?, self.fetcher.clone())),
        };
        let is_busy = self.send_due(sender).await?;
        if round.is_multiple_of(CLEAR_EVERY) {
            self.clear(sender).await?;
        }
        if round.is_multiple_of(FORGET_EVERY) {
            let mut connection = self.store.acquire().await?;
            notifications::delete_before(&mut connection, self.clock.now() - KEPT).await?;
        }
        Ok(is_busy)
    }

    /// The configured key, or the one that is kept; made when there is none.
    async fn key(&self) -> Result<Vapid, Error> {
        if let Some(vapid) = Vapid::configured(&self.config)? {
            return Ok(vapid);
        }
        let mut connection = self.store.acquire().await?;
        let kept = store::push::find_key(&mut connection).await?;
        let kept = if let Some(kept) = kept {
            kept
        } else {
            let new = Vapid::generate()?;
            store::push::keep_key(&mut connection, &new, self.clock.now()).await?
        };
        Ok(Vapid::read(&kept, &self.config)?)
    }
}
