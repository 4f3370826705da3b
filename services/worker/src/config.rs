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
    /// Link previews.
    pub previews: Previews,
    /// Who sends pushes.
    pub push: push::Config,
    /// What is fetched from.
    pub fetch: fetch::Config,
    /// How to reach api and files, and the secret among services.
    pub rpc: rpc::Config,
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
    /// `HUBBUB_PUSH_DELAY_S`: how long people have to read a message where they are, before their
    /// devices are told, in seconds.
    pub push_delay_s: u16,
}

impl Default for Section {
    fn default() -> Self {
        Self {
            partitions: Partitions::default(),
            admin_listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 9_082)),
            push_delay_s: 8,
        }
    }
}

/// Link previews.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
#[expect(
    clippy::struct_field_names,
    reason = "fields are named as their variables are"
)]
pub struct Previews {
    /// `HUBBUB_LINK_PREVIEWS`: whether links are looked at, `on` or `off`.
    pub link_previews: Switch,
    /// `HUBBUB_PREVIEW_TIMEOUT_MS`: the longest that one page or picture may take, in
    /// milliseconds.
    pub preview_timeout_ms: u32,
    /// `HUBBUB_PUBLIC_URL`: where people reach the installation. Its own pages are not looked at.
    pub public_url: String,
}

impl Default for Previews {
    fn default() -> Self {
        Self {
            link_previews: Switch::On,
            preview_timeout_ms: 5_000,
            public_url: "http://localhost:8080".to_owned(),
        }
    }
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Switch {
    /// Done.
    On,
    /// Not done.
    Off,
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
            previews: env.section()?,
            push: env.section()?,
            fetch: env.section()?,
            rpc: env.section()?,
            telemetry: env.section()?,
        };
        config.fetch.check()?;
        Ok(config)
    }
}
