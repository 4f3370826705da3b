//! What every verb works with.

use std::sync::Arc;

use auth::Door;
use bus::Bus;
use chrono::{DateTime, Utc};
use domain::Clock;
use rpc::ChatClient;
use store::Store;
use tokio::sync::{Notify, Semaphore};

use crate::config::Config;
use crate::confined::Limits;
use crate::denied::Denied;
use crate::image::recode::{self, Recoder};
use crate::preview::Previews;
use crate::preview::children::Children;
use crate::s3::Bucket;
use crate::scan::Clamd;
use crate::turns::Turns;

/// Uploads under way at once. Each holds one part in memory, or writes an image to the disk.
pub(crate) const UPLOADS_AT_ONCE: usize = 16;

/// Wakes those who would look for work only after a while.
#[derive(Debug, Default)]
pub(crate) struct Bells {
    /// A file may be waiting for its scan.
    pub(crate) scan: Notify,
    /// A file may have changed under its message.
    pub(crate) announce: Notify,
}

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
    /// What files look like.
    pub(crate) previews: Previews,
    /// Pictures made anew.
    pub(crate) recoder: Recoder,
    /// Who may upload now.
    pub(crate) uploads: Arc<Semaphore>,
    /// Who may download now.
    pub(crate) downloads: Turns,
    /// What is taken no files of.
    pub(crate) denied: Denied,
    /// Who scans files, if anybody does.
    pub(crate) clamd: Option<Clamd>,
    /// Rung when there is work.
    pub(crate) bells: Arc<Bells>,
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
        Ok(Self {
            store: Store::new(&config.store)?,
            bucket: Bucket::new(&config.s3),
            chat: ChatClient::connect(&config.rpc)?,
            bus: Bus::new(&config.bus, config.files.partitions)?,
            door: Door::new(&config.door, Arc::clone(&clock))?,
            previews: Previews::new(&config),
            recoder: Recoder::new(Children::new(
                config.program.clone(),
                Limits {
                    memory: config.files.file_preview_memory_bytes,
                    time: recode::TIME_LIMIT,
                },
            )),
            uploads: Arc::new(Semaphore::new(UPLOADS_AT_ONCE)),
            downloads: Turns::default(),
            denied: Denied::parse(&config.uploads.upload_denied)?,
            clamd: Clamd::new(&config.uploads.clamd),
            bells: Arc::default(),
            clock,
            config: Arc::new(config),
        })
    }

    /// Where a client that asked at `host` reaches the store: the address that it already uses, so
    /// that no browser has to leave its origin.
    #[must_use]
    pub(crate) fn s3_origin(&self, host: Option<&str>) -> &str {
        if !self.config.s3.s3_public_url.is_empty() {
            return &self.config.s3.s3_public_url;
        }
        let known = host.and_then(|host| self.door.origins.at(host));
        known.unwrap_or(self.config.store_origin())
    }

    /// The time, by this process's clock.
    #[must_use]
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }
}
