//! The worker's configuration.

use std::net::{Ipv4Addr, SocketAddr};

use domain::Partitions;
use lifecycle::{Env, telemetry};
use serde::Deserialize;

/// All sections that the worker reads.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The worker's own.
    pub worker: Section,
    /// Postgres.
    pub store: store::Config,
    /// Redis.
    pub bus: bus::Config,
    /// What is fetched from.
    pub fetch: fetch::Config,
    /// Logs and traces.
    pub telemetry: telemetry::Config,
}

/// What only concerns the worker.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub struct Section {
    /// `HUBBUB_PARTITIONS`: as the installation was made; a power of two.
    pub partitions: Partitions,
    /// `HUBBUB_ADMIN_LISTEN`: where `/health/*` and `/metrics` are served.
    pub admin_listen: SocketAddr,
}

impl Default for Section {
    fn default() -> Self {
        Self {
            partitions: Partitions::default(),
            admin_listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 9_082)),
        }
    }
}

impl Config {
    /// Reads the sections.
    ///
    /// # Errors
    /// When a variable is missing or wrong; the message names it.
    pub fn read(env: &Env) -> Result<Self, lifecycle::config::Error> {
        let config = Self {
            worker: env.section()?,
            store: env.section()?,
            bus: env.section()?,
            fetch: env.section()?,
            telemetry: env.section()?,
        };
        for variable in env.unknown() {
            tracing::debug!(variable, "{variable} is not a variable of the worker");
        }
        config.fetch.check()?;
        Ok(config)
    }
}
