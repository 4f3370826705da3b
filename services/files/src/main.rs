//! `files`: serves. `files check-config`: reads the environment and stops. `files healthcheck`:
//! asks a running files whether it is ready.

use anyhow::{Context as _, bail};
use files::{Config, Listeners};
use lifecycle::{Env, Shutdown, healthcheck, telemetry};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let config = Config::read(&Env::read()?)?;
    match std::env::args().nth(1).as_deref() {
        None => Box::pin(serve(config)).await,
        Some("check-config") => Ok(()),
        Some("healthcheck") => healthcheck::run(config.files.admin_listen),
        Some(other) => bail!("unknown command {other:?}"),
    }
}

async fn serve(config: Config) -> anyhow::Result<()> {
    let telemetry = telemetry::init(&config.telemetry, "files")?;
    let shutdown = Shutdown::new();
    shutdown.on_signals().context("signals")?;
    let listeners = Listeners::bind(&config)?;
    let served = files::build(config, listeners).await?.run(shutdown).await;
    telemetry.flush().await;
    served
}
