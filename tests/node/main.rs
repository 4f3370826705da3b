//! `hubbub-node api|gateway|worker|files`: any service as a process, exactly as its own program
//! would run it. Built beside the tests, so that they always start what was just compiled.

use anyhow::{Context as _, bail};
use lifecycle::{Env, Shutdown, telemetry};

macro_rules! serve {
    ($service:ident) => {{
        let config = $service::Config::read(&Env::read()?)?;
        let telemetry = telemetry::init(&config.telemetry, stringify!($service))?;
        let shutdown = Shutdown::new();
        shutdown.on_signals().context("signals")?;
        let listeners = $service::Listeners::bind(&config)?;
        let served = $service::build(config, listeners).await?.run(shutdown).await;
        telemetry.flush().await;
        served
    }};
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("api") => serve!(api),
        Some("gateway") => serve!(gateway),
        Some("worker") => serve!(worker),
        Some("files") => serve!(files),
        other => bail!("which service? {other:?}"),
    }
}
