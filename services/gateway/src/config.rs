//! What this service is told by its environment.

use std::net::SocketAddr;
use std::time::Duration;

use domain::Partitions;
use lifecycle::{Env, TrustedProxies};
use serde::Deserialize;

/// The gateway's own section.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub struct Own {
    /// `HUBBUB_LISTEN`: where clients connect.
    pub listen: SocketAddr,
    /// `HUBBUB_ADMIN_LISTEN`: health and metrics.
    pub admin_listen: SocketAddr,
    /// `HUBBUB_PARTITIONS`: fixed when the installation was made.
    pub partitions: Partitions,
    /// `HUBBUB_TRUSTED_PROXIES`: networks whose `X-Forwarded-For` is believed.
    pub trusted_proxies: TrustedProxies,
    /// `HUBBUB_RATE_LIMITS`: `off` lifts the limits of sockets and commands too.
    pub rate_limits: RateLimits,
    /// `HUBBUB_MAX_CONNECTIONS`: sockets on this process; beyond, 503.
    pub max_connections: usize,
    /// `HUBBUB_DRAIN_DELAY_S`: how long new sockets are still accepted after the signal to stop,
    /// in seconds: until everybody has noticed that this process is not ready.
    pub drain_delay_s: u64,
    /// `HUBBUB_DRAIN_WINDOW_S`: over how many seconds the sockets are closed then.
    pub drain_window_s: u64,
}

/// How strict limits are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RateLimits {
    /// For tests of the limits themselves.
    Strict,
    /// For people.
    #[default]
    Default,
    /// For load tests.
    Off,
}

impl Default for Own {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 7082)),
            admin_listen: SocketAddr::from(([127, 0, 0, 1], 7182)),
            partitions: Partitions::default(),
            trusted_proxies: TrustedProxies::default(),
            rate_limits: RateLimits::Default,
            max_connections: 50_000,
            drain_delay_s: 5,
            drain_window_s: 30,
        }
    }
}

impl Own {
    /// How long new sockets are still accepted while draining.
    pub(crate) const fn drain_delay(&self) -> Duration {
        Duration::from_secs(self.drain_delay_s)
    }

    /// Over how long the sockets are closed.
    pub(crate) const fn drain_window(&self) -> Duration {
        Duration::from_secs(self.drain_window_s)
    }
}

/// Everything that this service is told.
#[derive(Clone, Debug)]
pub struct Config {
    /// The gateway itself.
    pub own: Own,
    /// Who is let in.
    pub door: auth::DoorConfig,
    /// Where Redis is.
    pub bus: bus::Config,
    /// Where api is.
    pub rpc: rpc::Config,
    /// Logs and traces.
    pub telemetry: lifecycle::telemetry::Config,
}

impl Config {
    /// Reads all sections.
    ///
    /// # Errors
    /// When a variable is missing or not acceptable: it is named.
    pub fn read(env: &Env) -> anyhow::Result<Self> {
        Ok(Self {
            own: env.section()?,
            door: env.section()?,
            bus: env.section()?,
            rpc: env.section()?,
            telemetry: env.section()?,
        })
    }
}
