//! `gateway`: serves. `gateway check-config`: reads the environment and stops. `gateway
//! healthcheck`: asks a running gateway whether it is ready.

use anyhow::{Context as _, bail};
use gateway::{Config, Listeners};
use lifecycle::{Env, Shutdown, config, healthcheck, telemetry};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let env = Env::read()?;
    let config = Config::read(&env)?;
    let unknown = env.unknown();
    match std::env::args().nth(1).as_deref() {
        None => serve(config, &unknown).await,
        Some("check-config") => Ok(config::checked(&unknown)?),
        Some("healthcheck") => healthcheck::run(config.own.admin_listen),
        Some(other) => bail!("unknown command {other:?}"),
    }
}

async fn serve(config: Config, unknown: &[String]) -> anyhow::Result<()> {
    let telemetry = telemetry::init(&config.telemetry, "gateway")?;
    config::warn_of(unknown);
    let shutdown = Shutdown::new();
    shutdown.on_signals().context("signals")?;
    let listeners = Listeners::bind(&config)?;
    let served = gateway::build(config, listeners).await?.run(shutdown).await;
    telemetry.flush().await;
    served
}
