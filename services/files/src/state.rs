//! What every verb works with.

use std::sync::Arc;

use auth::Door;
use bus::Bus;
use chrono::{DateTime, Utc};
use domain::Clock;
use rpc::ChatClient;
use store::Store;
use tokio::sync::Semaphore;

use crate::config::Config;
use crate::image::decode::Turns;
use crate::image::recode::Recoder;
use crate::image::thumbnail::Thumbnailer;
use crate::s3::Bucket;

/// Uploads under way at once. Each holds one part in memory, or writes an image to the disk.
const UPLOADS_AT_ONCE: usize = 16;

/// Handles to everything outside. Clones share them.
#[derive(Clone, Debug)]
pub(crate) struct State {
    /// Rows.
    pub(crate) store: Store,
    /// Bytes.
    pub(crate) bucket: Bucket,
    /// api: who may read what.
    pub(crate) chat: ChatClient,
    /// Ended sessions.
    pub(crate) bus: Bus,
    /// Who is let in.
    pub(crate) door: Door,
    /// Small pictures.
    pub(crate) thumbnails: Thumbnailer,
    /// Pictures made anew.
    pub(crate) recoder: Recoder,
    /// Who may upload now.
    pub(crate) uploads: Arc<Semaphore>,
    /// What time it is.
    pub(crate) clock: Arc<dyn Clock>,
    /// As configured.
    pub(crate) config: Arc<Config>,
}

impl State {
    /// Wires the handles. Nothing is connected yet.
    ///
    /// # Errors
    /// When a variable of the configuration cannot be used.
    pub(crate) fn new(config: Config, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let turns = Turns::default();
        Ok(Self {
            store: Store::new(&config.store)?,
            bucket: Bucket::new(&config.s3),
            chat: ChatClient::connect(&config.rpc)?,
            bus: Bus::new(&config.bus, config.files.partitions)?,
            door: Door::new(&config.door, Arc::clone(&clock))?,
            thumbnails: Thumbnailer::new(turns.clone()),
            recoder: Recoder::new(turns),
            uploads: Arc::new(Semaphore::new(UPLOADS_AT_ONCE)),
            clock,
            config: Arc::new(config),
        })
    }

    /// The time, by this process's clock.
    #[must_use]
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }
}
