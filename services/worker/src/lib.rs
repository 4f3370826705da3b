//! The worker: carries the channel log into Postgres.
//!
//! It leases partitions, reads their logs in batches, folds each batch in memory and writes it in
//! one transaction guarded by each channel's watermark. Then it acknowledges, and only then is
//! anything trimmed. It holds no state: another worker carries on where this one stopped.
//!
//! Slow jobs that follow from what was stored are rows in Postgres, taken by whichever worker has
//! room: previews of links.

mod backoff;
mod batch;
pub mod caught_up;
mod chain;
mod config;
mod consumer;
mod durable;
mod event;
mod first_word;
mod fold;
mod hole;
mod indexer;
mod lag;
mod leases;
mod metrics;
mod notify;
mod pace;
mod persist;
mod previews;
mod pushes;
mod threads;
mod traced;
mod voids;

use std::net::TcpListener;
use std::sync::Arc;

use anyhow::Context as _;
use bus::Bus;
use chrono::TimeDelta;
use domain::{Clock, Partitions, SystemClock};
use fetch::Fetcher;
use lifecycle::{Admin, Readiness, Shutdown};
use store::Store;
use tokio_util::sync::CancellationToken;

pub use config::Config;

use backoff::Backoff;
use chain::chain;
use lag::Gauges;
use leases::Leases;
use persist::Persist;
use previews::Previews;
use pushes::Pushes;

/// The ports that the worker serves, bound by the caller.
#[derive(Debug)]
pub struct Listeners {
    /// Health and metrics.
    pub admin: TcpListener,
}

impl Listeners {
    /// Binds the configured addresses.
    ///
    /// # Errors
    /// When one of them is taken.
    pub fn bind(config: &Config) -> anyhow::Result<Self> {
        let address = config.worker.admin_listen;
        let admin = TcpListener::bind(address)
            .with_context(|| format!("HUBBUB_ADMIN_LISTEN: {address}"))?;
        Ok(Self { admin })
    }
}

/// A worker that is wired and not yet working.
#[derive(Debug)]
pub struct Service {
    bus: Bus,
    store: Store,
    partitions: Partitions,
    log_max_entries: u32,
    push_delay: TimeDelta,
    push: push::Config,
    fetcher: Fetcher,
    clock: Arc<dyn Clock>,
    previews: Previews,
    admin: TcpListener,
}

/// Wires the service. Nothing is connected yet.
///
/// # Errors
/// When a URL of the configuration is not usable.
#[expect(clippy::unused_async, reason = "all services are built alike")]
pub async fn build(config: Config, listeners: Listeners) -> anyhow::Result<Service> {
    let partitions = config.worker.partitions;
    let store = Store::new(&config.store)?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let fetcher = Fetcher::new(&config.fetch)?;
    let previews = Previews::new(previews::Parts {
        store: &store,
        clock: &clock,
        partitions,
        fetcher: fetcher.clone(),
        config: &config.previews,
        rpc: &config.rpc,
    })?;
    Ok(Service {
        bus: Bus::new(&config.bus, partitions)?,
        store,
        partitions,
        log_max_entries: config.bus.log_max_entries,
        push_delay: TimeDelta::seconds(i64::from(config.worker.push_delay_s)),
        push: config.push,
        fetcher,
        clock,
        previews,
        admin: listeners.admin,
    })
}

impl Service {
    /// Works until told to stop, finishes the batches in hand and hands the leases over.
    ///
    /// # Errors
    /// When the internal port cannot be served, or the installation has another number of
    /// partitions.
    pub async fn run(self, shutdown: Shutdown) -> anyhow::Result<()> {
        self.bus.fits().await?;
        let readiness = readiness(&self.bus, &self.store);
        let admin = Admin::new(self.admin, readiness.clone()).run(shutdown.clone());
        let tracker = shutdown.tracker().clone();
        let soft = shutdown.soft().clone();
        metrics::describe(self.log_max_entries);
        let gauges = Gauges {
            bus: self.bus.clone(),
            store: self.store.clone(),
            clock: Arc::clone(&self.clock),
        };
        tracker.spawn(gauges.run(soft.clone()));
        tracker.spawn(self.previews.clone().run(soft.clone()));
        let pushes = Pushes {
            bus: self.bus.clone(),
            store: self.store.clone(),
            clock: Arc::clone(&self.clock),
            config: self.push,
            fetcher: self.fetcher,
        };
        tracker.spawn(pushes.run(soft.clone()));
        let (store, clock, previews) = (self.store.clone(), self.clock, self.previews);
        let push_delay = self.push_delay;
        let leases = Leases::new(self.bus, token(), tracker.clone(), move |partition| {
            Persist {
                store: store.clone(),
                clock: Arc::clone(&clock),
                partition,
                previews: previews.clone(),
                push_delay,
            }
        });
        let work = async {
            let is_home = same_partitions(&self.store, self.partitions, &soft).await;
            if is_home.is_ok() {
                leases.run(soft.clone()).await;
            }
            shutdown.stop();
            readiness.drain();
            is_home
        };
        let served = tokio::try_join!(work, async { admin.await.context("the admin port") });
        if served.is_err() {
            shutdown.abort();
        }
        shutdown.finished().await;
        served.map(|_both| ())
    }
}

/// Names this worker among the others: anew in each life, so that a lease of the last one is not
/// taken for its own.
fn token() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// Waits for Postgres, and refuses to place rows where nobody would look for them (S21).
async fn same_partitions(
    store: &Store,
    partitions: Partitions,
    stop: &CancellationToken,
) -> anyhow::Result<()> {
    let mut backoff = Backoff::default();
    loop {
        match store.check_partitions(partitions).await {
            Ok(()) => return Ok(()),
            Err(error @ store::Error::Partitions { .. }) => return Err(error.into()),
            Err(error) => tracing::warn!("waiting for Postgres: {}", chain(&error)),
        }
        if !backoff.wait(stop).await {
            return Ok(());
        }
    }
}

fn readiness(bus: &Bus, store: &Store) -> Readiness {
    let (bus, store) = (bus.clone(), store.clone());
    Readiness::builder()
        .check("postgres", move || {
            let store = store.clone();
            async move { Ok(store.ping().await?) }
        })
        .check("redis", move || {
            let bus = bus.clone();
            async move { Ok(bus.ping_durable().await?) }
        })
        .build()
}
