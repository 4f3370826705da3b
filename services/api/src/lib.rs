//! Rules and truth: accounts, workspaces, channels, messages. The only service that appends to the
//! channel log.

pub mod accounts;
pub mod calls;
pub mod channels;
pub mod config;
pub mod doctor;
pub mod ending;
pub mod error;
pub mod events;
pub mod gifs;
pub mod grpc;
pub mod guests;
pub mod http;
pub mod inbox;
pub mod log;
pub mod mail;
pub mod messages;
pub mod metrics;
pub mod openapi;
pub mod pictures;
pub mod push;
pub mod reading;
pub mod recovery;
pub mod reports;
mod revocations;
pub mod search;
pub mod state;
mod sweeping;
pub mod sync;
pub mod users;
pub mod workspaces;

use std::net::TcpListener;
use std::sync::Arc;

use anyhow::Context as _;
use domain::{Clock, SystemClock};
use lifecycle::{Admin, Readiness, Shutdown};
use tokio_util::sync::CancellationToken;

pub use config::Config;
pub use error::Error;
pub use state::State;

/// The ports that api serves, bound by the caller.
#[derive(Debug)]
pub struct Listeners {
    /// REST.
    pub http: TcpListener,
    /// gRPC, for the other services.
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
            http: bind(config.api.listen).context("HUBBUB_LISTEN")?,
            grpc: bind(config.api.grpc_listen).context("HUBBUB_GRPC_LISTEN")?,
            admin: bind(config.api.admin_listen).context("HUBBUB_ADMIN_LISTEN")?,
        })
    }
}

/// An api that is wired and not yet serving.
#[derive(Debug)]
pub struct Service {
    state: State,
    listeners: Listeners,
}

/// Wires the service on the system's clock.
///
/// # Errors
/// When a variable of the configuration cannot be used.
#[expect(clippy::unused_async, reason = "every service is built the same way")]
pub async fn build(config: Config, listeners: Listeners) -> anyhow::Result<Service> {
    build_at(config, listeners, Arc::new(SystemClock))
}

/// Wires the service on this clock.
///
/// # Errors
/// When a variable of the configuration cannot be used.
pub fn build_at(
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
    /// What the service works with, for tests.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Serves until `shutdown` asks for the end, then drains.
    ///
    /// # Errors
    /// When a port cannot be served, the installation has another number of partitions,
    /// or its Redis cannot be used.
    pub async fn run(self, shutdown: Shutdown) -> anyhow::Result<()> {
        let Self {
            mut state,
            listeners,
        } = self;
        state.bus.fits().await.context("Redis")?;
        state.tracker = shutdown.tracker().clone();
        let readiness = readiness(&state);
        let admin = Admin::new(listeners.admin, readiness.clone()).run(shutdown.clone());
        metrics::describe(&state);
        let served = shutdown.hard().child_token();
        log::start(&state, &shutdown, served.clone());
        shutdown
            .tracker()
            .spawn(revocations::run(state.clone(), shutdown.soft().clone()));
        shutdown
            .tracker()
            .spawn(mail::run(state.clone(), shutdown.soft().clone()));
        shutdown
            .tracker()
            .spawn(guests::sweep(state.clone(), shutdown.soft().clone()));
        shutdown
            .tracker()
            .spawn(calls::sweep(state.clone(), shutdown.soft().clone()));
        shutdown
            .tracker()
            .spawn(users::expiry::run(state.clone(), shutdown.soft().clone()));
        shutdown
            .tracker()
            .spawn(users::quiet::run(state.clone(), shutdown.soft().clone()));
        shutdown
            .tracker()
            .spawn(drain(readiness, shutdown.soft().clone()));
        let rest = http::serve(state.clone(), listeners.http, shutdown.clone());
        let grpc = grpc::serve(state, listeners.grpc, shutdown.clone());
        let doors = async {
            let closed = tokio::try_join!(async { rest.await.context("REST") }, async {
                grpc.await.context("gRPC")
            },);
            served.cancel();
            closed
        };
        let ended = tokio::try_join!(doors, async { admin.await.context("the admin port") });
        if ended.is_err() {
            shutdown.abort();
        }
        shutdown.finished().await;
        ended.map(|_all| ())
    }
}

fn readiness(state: &State) -> Readiness {
    let (store, bus) = (state.store.clone(), state.bus.clone());
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

/// Says at once that this process is stopping.
async fn drain(readiness: Readiness, stop: CancellationToken) {
    stop.cancelled().await;
    readiness.drain();
}
