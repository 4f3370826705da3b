//! What api reads from its environment.

use std::net::SocketAddr;

use domain::Partitions;
use lifecycle::{Env, Environment, TrustedProxies};
use protocol::gif::GifProvider;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use crate::calls::credentials::TurnUrls;
use crate::mail;

/// Everything that api reads, section by section.
#[derive(Debug, Clone)]
pub struct Config {
    /// What is api's alone.
    pub api: Api,
    /// How requests are let in.
    pub door: auth::DoorConfig,
    /// The keys that sign access tokens.
    pub keys: auth::KeysConfig,
    /// How passwords are hashed.
    pub passwords: auth::PasswordConfig,
    /// How mail is sent.
    pub mail: mail::Config,
    /// How to reach Postgres.
    pub store: store::Config,
    /// How to reach Redis.
    pub bus: bus::Config,
    /// How to reach the other services, and the secret among them.
    pub rpc: rpc::Config,
    /// Whom to ask for moving pictures.
    pub gifs: Gifs,
    /// Who sends pushes.
    pub push: push::Config,
    /// What is fetched from.
    pub fetch: fetch::Config,
    /// What is logged and traced.
    pub telemetry: lifecycle::telemetry::Config,
}

/// What is api's alone.
#[derive(Debug, Clone, Deserialize)]
#[serde(default)]
pub struct Api {
    /// `HUBBUB_ENV`: `local` or `production`, which refuses what is fit for a laptop only.
    pub env: Environment,
    /// `HUBBUB_LISTEN`: where REST is served.
    pub listen: SocketAddr,
    /// `HUBBUB_ADMIN_LISTEN`: where health and metrics are served.
    pub admin_listen: SocketAddr,
    /// `HUBBUB_GRPC_LISTEN`: where the other services ask.
    pub grpc_listen: SocketAddr,
    /// `HUBBUB_HTTP_WORKERS`: threads that serve REST; 0 is one a core.
    pub http_workers: usize,
    /// `HUBBUB_PARTITIONS`: fixed when the installation is made.
    pub partitions: Partitions,
    /// `HUBBUB_TRUSTED_PROXIES`: networks whose `X-Forwarded-For` is believed.
    pub trusted_proxies: TrustedProxies,
    /// `HUBBUB_SIGNUP`: who may make an account: `open`, `invite` or `closed`.
    pub signup: Signup,
    /// `HUBBUB_RATE_LIMITS`: `strict`, `default`, or `off` for load tests.
    pub rate_limits: RateMode,
    /// `HUBBUB_SESSION_TTL_S`: life of a session that is not to be remembered, in seconds.
    pub session_ttl_s: u32,
    /// `HUBBUB_SESSION_REMEMBER_TTL_S`: life of a session that is to be remembered, in seconds.
    pub session_remember_ttl_s: u32,
    /// `HUBBUB_DRAIN_DELAY_S`: how long a stopping process goes on serving, until no balancer
    /// sends it anything, in seconds.
    pub drain_delay_s: u32,
    /// `HUBBUB_DRAIN_WINDOW_S`: how long requests under way may then take, in seconds.
    pub drain_window_s: u32,
    /// `HUBBUB_PIN_LIMIT`: pinned messages that a channel may have.
    pub pin_limit: u32,
    /// `HUBBUB_EDIT_WINDOW_S`: for how long people can edit what they sent, in seconds; 0 is for
    /// ever.
    pub edit_window_s: u32,
    /// `HUBBUB_EMOJI_LIMIT`: emoji of its own that a workspace may have.
    pub emoji_limit: u32,
    /// `HUBBUB_TURN_URLS`: servers that help the people in a call find each other, such as
    /// `stun:turn.example.org:3478,turn:turn.example.org:3478`; without them, calls work where
    /// people reach each other directly.
    pub turn_urls: TurnUrls,
    /// `HUBBUB_TURN_SECRET`: the secret that the `turn:` servers among them share with this
    /// installation (coturn: `static-auth-secret`).
    pub turn_secret: SecretString,
    /// `HUBBUB_TURN_TTL_S`: how long a caller's credentials for them hold, in seconds.
    pub turn_ttl_s: u32,
}

impl Default for Api {
    fn default() -> Self {
        Self {
            env: Environment::Local,
            listen: SocketAddr::from(([127, 0, 0, 1], 8081)),
            admin_listen: SocketAddr::from(([127, 0, 0, 1], 9081)),
            grpc_listen: SocketAddr::from(([127, 0, 0, 1], 8091)),
            http_workers: 0,
            partitions: Partitions::default(),
            trusted_proxies: TrustedProxies::default(),
            signup: Signup::Open,
            rate_limits: RateMode::Default,
            session_ttl_s: 25_200,
            session_remember_ttl_s: 2_592_000,
            drain_delay_s: 0,
            drain_window_s: 20,
            pin_limit: 10,
            edit_window_s: 0,
            emoji_limit: 500,
            turn_urls: TurnUrls::default(),
            turn_secret: SecretString::default(),
            turn_ttl_s: 43_200,
        }
    }
}

/// Who may make an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Signup {
    /// Everybody.
    Open,
    /// Who has an invitation.
    Invite,
    /// Nobody.
    Closed,
}

/// How strict the rate limits are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RateMode {
    /// As PROTOCOL.md says.
    Default,
    /// Ten sends a minute.
    Strict,
    /// None, for load tests.
    Off,
}

/// Whom to ask for moving pictures.
#[derive(Debug, Clone, Deserialize)]
#[serde(default)]
pub struct Gifs {
    /// `HUBBUB_GIF_PROVIDER`: who finds moving pictures: `giphy` or `tenor`, or whatever answers
    /// like one of them at `HUBBUB_GIF_URL`.
    pub gif_provider: GifProvider,
    /// `HUBBUB_GIF_URL`: where the provider answers, without the last part of the path; its own
    /// address when empty.
    pub gif_url: String,
    /// `HUBBUB_GIF_KEY`: the key that the provider gave. Without one nobody searches.
    pub gif_key: SecretString,
}

impl Default for Gifs {
    fn default() -> Self {
        Self {
            gif_provider: GifProvider::Giphy,
            gif_url: String::new(),
            gif_key: SecretString::default(),
        }
    }
}

impl Gifs {
    /// Whom to ask, if there is a key to show.
    #[must_use]
    pub fn provider(&self) -> Option<GifProvider> {
        let is_on = !self.gif_key.expose_secret().is_empty();
        is_on.then_some(self.gif_provider)
    }
}

/// The least length of the secret among services in production, in bytes.
const MIN_SECRET_BYTES: usize = 32;

impl Config {
    /// Reads the environment.
    ///
    /// # Errors
    /// When a variable is missing or wrong; the message names it.
    pub fn read(env: &Env) -> anyhow::Result<Self> {
        let config = Self {
            api: env.section()?,
            door: env.section()?,
            keys: env.section()?,
            passwords: env.section()?,
            mail: env.section()?,
            store: env.section()?,
            bus: env.section()?,
            rpc: env.section()?,
            gifs: env.section()?,
            push: env.section()?,
            fetch: env.section()?,
            telemetry: env.section()?,
        };
        config.check()?;
        Ok(config)
    }

    /// What contradicts itself keeps a process from starting, and what is fit for a laptop only
    /// keeps one in production from it.
    fn check(&self) -> anyhow::Result<()> {
        self.fetch.check()?;
        anyhow::ensure!(
            !self.api.turn_urls.want_a_secret() || !self.api.turn_secret.expose_secret().is_empty(),
            "HUBBUB_TURN_SECRET is needed for the turn: servers in HUBBUB_TURN_URLS"
        );
        if self.api.env != Environment::Production {
            return Ok(());
        }
        anyhow::ensure!(
            self.door.public_url.starts_with("https://"),
            "HUBBUB_PUBLIC_URL must begin with https:// in production"
        );
        long_enough("HUBBUB_RPC_SECRET", &self.rpc.rpc_secret)?;
        long_enough("HUBBUB_PASSWORD_PEPPER", &self.passwords.password_pepper)?;
        anyhow::ensure!(
            self.passwords.bcrypt_cost >= 10,
            "HUBBUB_BCRYPT_COST must be at least 10 in production"
        );
        Ok(())
    }
}

fn long_enough(variable: &str, secret: &SecretString) -> anyhow::Result<()> {
    anyhow::ensure!(
        secret.expose_secret().len() >= MIN_SECRET_BYTES,
        "{variable} must have at least {MIN_SECRET_BYTES} bytes in production"
    );
    Ok(())
}
