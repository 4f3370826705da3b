//! `hubbub-node api|gateway|worker|files`: any service as a process, exactly as its own program
//! would run it, and what else a backup asks of their programs. Built beside the tests, so that they always start what was just compiled.

use std::time::Duration;

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
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.as_slice() {
        [service, name] if service == "api" && name == "doctor" => {
            Box::pin(api::doctor::run(&api::Config::read(&Env::read()?)?)).await
        }
        [service, name, email] if service == "api" && name == "reset-link" => {
            api::accounts::reset_link::run(&api::Config::read(&Env::read()?)?, email).await
        }
        [service, name] if service == "files" && name == "doctor" => {
            Box::pin(files::doctor::run(&files::Config::read(&Env::read()?)?)).await
        }
        [service, name, rest @ ..] if service == "files" => {
            let config = files::Config::read(&Env::read()?)?;
            let carried = files::archive::command(&config, name, rest.iter().cloned()).await;
            carried.context("an unknown command")?.map(|_carried| ())
        }
        [service, name] if service == "worker" && name == "caught-up" => {
            let config = worker::Config::read(&Env::read()?)?;
            worker::caught_up::run(&config, Duration::from_secs(60)).await
        }
        [service] => serve(service).await,
        _ => bail!("which service?"),
    }
}

async fn serve(service: &str) -> anyhow::Result<()> {
    match service {
        "api" => serve!(api, api::Config::read(&Env::read()?)?),
        "gateway" => serve!(gateway, gateway::Config::read(&Env::read()?)?),
        "worker" => serve!(worker, worker::Config::read(&Env::read()?)?),
        "files" => serve!(files, files::Config::read(&Env::read()?)?),
        other => bail!("which service? {other:?}"),
    }
}
