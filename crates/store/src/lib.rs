//! Postgres: all SQL and all migrations. Gives and takes domain types; knows no HTTP, no Redis and
//! no wire type. Functions take a connection, so that the caller owns the transaction.
#![expect(
    clippy::as_conversions,
    reason = "query! spells the type of a bound value with `as`; nothing is converted"
)]

pub mod access;
pub mod accounts;
pub mod apply;
pub mod audit;
pub mod blocks;
pub mod channels;
pub mod config;
pub mod dead_letters;
pub mod deleting;
pub mod emoji;
pub mod error;
mod facts;
pub mod files;
pub mod guest_links;
pub mod heads;
pub mod idempotency;
pub mod images;
pub mod invites;
pub mod mails;
pub mod measured;
pub mod memberships;
pub mod mentions;
pub mod messages;
pub mod notifications;
pub mod outbox;
pub mod password_resets;
pub mod previews;
pub mod purge;
pub mod push;
pub mod reactions;
pub mod reading;
pub mod recovery;
mod schema;
pub mod search;
pub mod sessions;
pub mod threads;
pub mod workspaces;

use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use domain::Partitions;
use secrecy::ExposeSecret;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, PgPool, Postgres, Transaction};

pub use config::Config;
pub use error::{Constraint, Error};
pub use facts::{Facts, Level};
pub use sqlx::PgConnection;

/// The schema, oldest first. Forward only.
pub static MIGRATOR: sqlx::migrate::Migrator = {
    let mut migrator = sqlx::migrate!();
    // `set_ignore_missing` cannot be called here.
    migrator.ignore_missing = true;
    migrator
};

/// How long a statement may run before Postgres ends it.
pub const STATEMENT_TIMEOUT: Duration = Duration::from_secs(2);
/// How long a transaction may stand still before Postgres ends it: a frozen process must not keep
/// its row locks from the one that takes over.
pub const IDLE_IN_TRANSACTION_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a caller waits for a free connection.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(2);

/// A transaction: pass `&mut *tx` to the functions of this crate, then commit. Dropped, it rolls
/// back.
pub type Tx = Transaction<'static, Postgres>;

/// The way to Postgres. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pool: PgPool,
    /// The schema was once as new as this program; migrations only add, so it still is.
    is_current: Arc<AtomicBool>,
}

impl Store {
    /// A store that connects when it is first used.
    ///
    /// # Errors
    /// When the URL does not parse.
    pub fn new(config: &Config) -> Result<Self, Error> {
        let options = PgConnectOptions::from_str(config.database_url.expose_secret())?
            .application_name("hubbub")
            .options([
                (
                    "statement_timeout",
                    STATEMENT_TIMEOUT.as_millis().to_string(),
                ),
                (
                    "idle_in_transaction_session_timeout",
                    IDLE_IN_TRANSACTION_TIMEOUT.as_millis().to_string(),
                ),
            ])
            .disable_statement_logging();
        let pool = PgPoolOptions::new()
            .max_connections(config.database_pool)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .connect_lazy_with(options);
        Ok(Self::from_pool(pool))
    }

    /// A store over a pool that exists already, for tests.
    #[must_use]
    pub fn from_pool(pool: PgPool) -> Self {
        Self {
            pool,
            is_current: Arc::default(),
        }
    }

    /// The pool, for single statements outside a transaction.
    #[must_use]
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// A connection outside any transaction.
    ///
    /// # Errors
    /// `Unavailable` when none comes free in 2 s.
    pub async fn acquire(&self) -> Result<sqlx::pool::PoolConnection<Postgres>, Error> {
        measured::taken(self.pool.acquire()).await
    }

    /// Begins a transaction.
    ///
    /// # Errors
    /// `Unavailable` when no connection comes free in 2 s.
    pub async fn begin(&self) -> Result<Tx, Error> {
        measured::taken(self.pool.begin()).await
    }

    /// Brings the schema up to date and records the number of partitions at the first run. A newer
    /// schema is left as it is: who goes back to the release before starts that on it.
    ///
    /// # Errors
    /// `Partitions` when the installation was made with another number.
    pub async fn migrate(&self, partitions: Partitions) -> Result<(), Error> {
        // A new index on a large table takes as long as it takes.
        let options = PgConnectOptions::clone(&self.pool.connect_options())
            .options([("statement_timeout", "0")]);
        let mut connection = PgConnection::connect_with(&options).await?;
        MIGRATOR.run(&mut connection).await?;
        connection.close().await?;
        self.check_partitions(partitions).await
    }

    /// Refuses a configuration that would place rows elsewhere than where they are (S21). The
    /// first caller settles the number.
    ///
    /// # Errors
    /// `Partitions` when the installation was made with another number.
    pub async fn check_partitions(&self, partitions: Partitions) -> Result<(), Error> {
        let configured = partitions.count();
        let installed = sqlx::query_scalar!(
            "insert into installation (partitions) values ($1)
             on conflict (one) do update set one = true
             returning partitions",
            i32::from(configured),
        )
        .fetch_one(&self.pool)
        .await?;
        if installed == i32::from(configured) {
            Ok(())
        } else {
            Err(Error::Partitions {
                installed,
                configured,
            })
        }
    }
}

/// Commits a transaction.
///
/// # Errors
/// `Unavailable`: whether it was committed is then unknown.
pub async fn commit(tx: Tx) -> Result<(), Error> {
    Ok(tx.commit().await?)
}
