//! `hubbub-node api|gateway|worker|files`: any service as a process, exactly as its own program
//! would run it. Built beside the tests, so that they always start what was just compiled.

use anyhow::{Context as _, bail};
use lifecycle::{Env, Shutdown, telemetry};

macro_rules! serve {
    ($service:ident, $config:expr) => {{
        let config = $config;
        let telemetry = telemetry::init(&config.telemetry, stringify!($service))?;
        let shutdown = Shutdown::new();
        shutdown.on_signals().context("signals")?;
        let listeners = $service::Listeners::bind(&config)?;
        let served = $service::build(config, listeners)
            .await?
            .run(shutdown)
            .await;
        telemetry.flush().await;
        served
    }};
}

fn main() -> anyhow::Result<()> {
    match files::confined::asked(std::env::args_os().skip(1)) {
        Some(done) => done,
        None => run(),
    }
}

#[tokio::main]
async fn run() -> anyhow::Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("api") => serve!(api, api::Config::read(&Env::read()?)?),
        Some("gateway") => serve!(gateway, gateway::Config::read()?.0),
        Some("worker") => serve!(worker, worker::Config::read(&Env::read()?)?),
        Some("files") => serve!(files, files::Config::read(&Env::read()?)?),
        other => bail!("which service? {other:?}"),
    }
}
