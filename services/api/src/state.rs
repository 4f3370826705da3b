//! What every verb works with.

use std::sync::Arc;

use anyhow::Context as _;
use auth::refresh::RefreshTokens;
use auth::{Door, Keys, Passwords};
use bus::Bus;
use chrono::{DateTime, Utc};
use domain::Clock;
use fetch::Fetcher;
use lifecycle::Environment;
use rand::rngs::ThreadRng;
use rpc::{FilesClient, ImagesClient};
use store::Store;
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;

use crate::config::Config;
use crate::gifs;
use crate::log::Log;
use crate::mail::Mail;
use crate::search;

/// The handles of one api process. Clones are the same.
#[derive(Clone)]
pub struct State {
    /// What was read from the environment.
    pub config: Arc<Config>,
    /// Postgres.
    pub store: Store,
    /// Redis.
    pub bus: Bus,
    /// The files service.
    pub files: FilesClient,
    /// The files service, for what is large.
    pub images: ImagesClient,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Who is let in.
    pub door: Door,
    /// What signs access tokens.
    pub keys: Arc<Keys>,
    /// What hashes passwords.
    pub passwords: Passwords,
    /// What makes refresh tokens.
    pub refresh: Arc<RefreshTokens>,
    /// What is told by mail.
    pub mail: Mail,
    /// Where background work is spawned.
    pub tracker: TaskTracker,
    /// The channel log, as this process remembers it.
    pub log: Log,
    /// What fetches what strangers' addresses name.
    pub fetcher: Fetcher,
    /// What names pictures of the provider.
    pub gifs: Arc<gifs::Tokens>,
    /// How many may search at once.
    pub searches: Arc<Semaphore>,
}

impl std::fmt::Debug for State {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("State")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}

impl State {
    /// Wires everything; connects to nothing yet.
    ///
    /// # Errors
    /// When a variable of the configuration cannot be used.
    pub fn new(config: Config, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let keys = Keys::load(&config.keys)?;
        let door = Door::new(&config.door, Arc::clone(&clock))?;
        door.verifier.set(keys.jwks());
        if !door.cookies.secure() {
            tracing::warn!("HUBBUB_PUBLIC_URL is not https: cookies go without Secure");
        }
        let mail = Mail::new(&config.mail, config.api.env)?;
        if !mail.has_server() && config.api.env == Environment::Production {
            tracing::warn!("HUBBUB_SMTP_URL is empty: nobody gets mail");
        }
        Ok(Self {
            store: Store::new(&config.store).context("HUBBUB_DATABASE_URL")?,
            bus: Bus::new(&config.bus, config.api.partitions).context("Redis")?,
            files: FilesClient::connect(&config.rpc)?,
            images: ImagesClient::connect(&config.rpc)?,
            clock,
            door,
            keys: Arc::new(keys),
            passwords: Passwords::new(&config.passwords)?,
            refresh: Arc::new(RefreshTokens::new(&config.passwords.password_pepper)),
            mail,
            tracker: TaskTracker::new(),
            log: Log::new(),
            fetcher: Fetcher::new(&config.fetch)?,
            gifs: Arc::new(gifs::Tokens::new(&config.rpc.rpc_secret)),
            searches: Arc::new(Semaphore::new(search::at_once(config.store.database_pool))),
            config: Arc::new(config),
        })
    }

    /// The time, in whole milliseconds.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Chance, for ids. Not to be held across an await.
    #[must_use]
    pub fn rng(&self) -> ThreadRng {
        rand::rng()
    }
}
