//! `files`: serves. `files check-config`: reads the environment and stops. `files healthcheck`:
//! asks a running files whether it is ready. `files doctor`: looks at the object store and says what
//! is wrong. `files confined …`: how it calls itself to look at what
//! strangers sent. `files export [FILE]` and `files import [--over] [FILE]`: all bytes of a backup.

use std::io::Write as _;

use anyhow::{Context as _, bail};
use files::{Config, Listeners, archive, confined};
use lifecycle::{Env, Shutdown, config, healthcheck, telemetry};

fn main() -> anyhow::Result<()> {
    // Before there are threads, and before there is a secret in memory.
    match confined::asked(std::env::args_os().skip(1)) {
        Some(done) => done,
        None => run(),
    }
}

#[tokio::main]
async fn run() -> anyhow::Result<()> {
    let env = Env::read()?;
    let config = Config::read(&env)?;
    let unknown = env.unknown();
    let name = std::env::args().nth(1);
    if let Some(name) = &name {
        let words = std::env::args().skip(2);
        if let Some(carried) = archive::command(&config, name, words).await {
            // The standard output may be the archive.
            writeln!(std::io::stderr(), "{}", carried?)?;
            return Ok(());
        }
    }
    match name.as_deref() {
        None => Box::pin(serve(config, &unknown)).await,
        Some("check-config") => Ok(config::checked(&unknown)?),
        Some("doctor") => Box::pin(files::doctor::run(&config)).await,
        Some("healthcheck") => healthcheck::run(config.files.admin_listen),
        Some(other) => bail!("unknown command {other:?}"),
    }
}

async fn serve(config: Config, unknown: &[String]) -> anyhow::Result<()> {
    let telemetry = telemetry::init(&config.telemetry, "files")?;
    config::warn_of(unknown);
    let shutdown = Shutdown::new();
    shutdown.on_signals().context("signals")?;
    let listeners = Listeners::bind(&config)?;
    let service = files::build(config, listeners).await?;
    let served = Box::pin(service.run(shutdown)).await;
    telemetry.flush().await;
    served
}
