//! `worker`: works. `worker check-config`: reads the environment and stops. `worker healthcheck`:
//! asks a running worker whether it is ready. `worker caught-up [SECONDS]`: waits until Postgres has all
//! that was accepted so far, 60 s at most unless told.

use std::time::Duration;

use anyhow::{Context as _, bail};
use lifecycle::{Env, Shutdown, config, healthcheck, telemetry};
use worker::{Config, Listeners, caught_up};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let env = Env::read()?;
    let config = Config::read(&env)?;
    let unknown = env.unknown();
    match std::env::args().nth(1).as_deref() {
        None => serve(config, &unknown).await,
        Some("check-config") => Ok(config::checked(&unknown)?),
        Some("healthcheck") => healthcheck::run(config.worker.admin_listen),
        Some("caught-up") => {
            let patience = std::env::args().nth(2).map_or(Ok(60), |text| text.parse());
            let patience = patience.context("how many seconds?")?;
            caught_up::run(&config, Duration::from_secs(patience)).await
        }
        Some(other) => bail!("unknown command {other:?}"),
    }
}

async fn serve(config: Config, unknown: &[String]) -> anyhow::Result<()> {
    let telemetry = telemetry::init(&config.telemetry, "worker")?;
    config::warn_of(unknown);
    let shutdown = Shutdown::new();
    shutdown.on_signals().context("signals")?;
    let listeners = Listeners::bind(&config)?;
    let worked = worker::build(config, listeners).await?.run(shutdown).await;
    telemetry.flush().await;
    worked
}
