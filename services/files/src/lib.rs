//! Bytes in and out of S3, and who may see them.

mod access;
mod announce;
pub mod archive;
mod claim;
pub mod config;
pub mod confined;
mod delete;
mod denied;
pub mod doctor;
mod error;
mod grpc;
mod http;
mod image;
mod large;
mod metrics;
mod name;
mod picture;
mod preview;
mod quota;
mod range;
mod reaper;
mod s3;
mod scan;
mod sniff;
mod state;
mod thumbnail;
mod turns;
mod upkeep;
mod upload;
mod view;

use std::net::TcpListener;
use std::sync::Arc;

use anyhow::Context as _;
use domain::{Clock, SystemClock};
use lifecycle::{Admin, Readiness, Shutdown};

pub use config::Config;
pub use http::document;

use state::State;

/// The ports that files serves, bound by the caller.
#[derive(Debug)]
pub struct Listeners {
    /// REST.
    pub http: TcpListener,
    /// gRPC, for api.
    pub grpc: TcpListener,
    /// Health and metrics.
    pub admin: TcpListener,
}

impl Listeners {
    /// Binds the configured addresses.
    ///
    /// # Errors
    /// When one of them is taken.
    pub fn bind(config: &Config) -> anyhow::Result<Self> {
        let bind = |address| TcpListener::bind(address).with_context(|| format!("{address}"));
        Ok(Self {
            http: bind(config.files.listen).context("HUBBUB_LISTEN")?,
            grpc: bind(config.files.grpc_listen).context("HUBBUB_GRPC_LISTEN")?,
            admin: bind(config.files.admin_listen).context("HUBBUB_ADMIN_LISTEN")?,
        })
    }
}

/// A files service that is wired and not yet serving.
#[derive(Debug)]
pub struct Service {
    state: State,
    listeners: Listeners,
}

/// Wires the service on the system's clock. Nothing is connected yet.
///
/// # Errors
/// When a variable of the configuration cannot be used.
pub async fn build(config: Config, listeners: Listeners) -> anyhow::Result<Service> {
    build_at(config, listeners, Arc::new(SystemClock)).await
}

/// Wires the service on this clock.
///
/// # Errors
/// When a variable of the configuration cannot be used.
#[expect(clippy::unused_async, reason = "all services are built alike")]
pub async fn build_at(
    config: Config,
    listeners: Listeners,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<Service> {
    Ok(Service {
        state: State::new(config, clock)?,
        listeners,
    })
}

impl Service {
    /// Removes the bytes of all files that are to go now, besides what is done by itself every
    /// few seconds; answers how many files that were.
    ///
    /// # Errors
    /// When S3 or Postgres does not answer.
    pub async fn sweep(&self) -> anyhow::Result<usize> {
        Ok(reaper::sweep(&self.state).await?)
    }

    /// Serves until `shutdown` asks for the end, then drains.
    ///
    /// # Errors
    /// When a port cannot be served.
    pub async fn run(self, shutdown: Shutdown) -> anyhow::Result<()> {
        let Self { state, listeners } = self;
        state.bus.fits().await?;
        let readiness = readiness(&state);
        let admin = Admin::new(listeners.admin, readiness.clone()).run(shutdown.clone());
        metrics::describe(&state);
        let (tracker, soft) = (shutdown.tracker().clone(), shutdown.soft().clone());
        tracker.spawn(upkeep::keys(state.clone(), soft.clone()));
        tracker.spawn(upkeep::revocations(state.clone(), soft.clone()));
        tracker.spawn(upkeep::bucket(state.clone(), soft.clone()));
        tracker.spawn(reaper::run(state.clone(), soft.clone()));
        tracker.spawn(scan::run(state.clone(), soft.clone()));
        tracker.spawn(announce::run(state.clone(), soft.clone()));
        tracker.spawn(preview::run(state.clone(), soft.clone()));
        tracker.spawn(async move {
            soft.cancelled().await;
            readiness.drain();
        });
        let rest = http::serve(state.clone(), listeners.http, shutdown.clone());
        let grpc = grpc::serve(state, listeners.grpc, shutdown.clone());
        let served = tokio::try_join!(
            async { rest.await.context("REST") },
            async { grpc.await.context("gRPC") },
            async { admin.await.context("the admin port") },
        );
        if served.is_err() {
            shutdown.abort();
        }
        shutdown.finished().await;
        served.map(|_all| ())
    }
}

fn readiness(state: &State) -> Readiness {
    let (postgres, s3, door) = (state.clone(), state.clone(), state.door.clone());
    Readiness::builder()
        .check("postgres", move || {
            let store = postgres.store.clone();
            async move { Ok(store.ping().await?) }
        })
        .check("s3", move || {
            let bucket = s3.bucket.clone();
            async move { Ok(bucket.ping().await?) }
        })
        .check("keys", move || {
            let has_keys = door.verifier.has_keys();
            async move {
                anyhow::ensure!(has_keys, "no verification keys yet");
                Ok(())
            }
        })
        .build()
}
