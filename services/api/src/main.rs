//! `api`: serves. `api migrate`: brings the schema up to date. `api check-config`: reads the
//! environment and stops. `api healthcheck`: asks a running api whether it is ready. `api doctor`: looks at
//! everything around it and says what is wrong. `api reset-link EMAIL`: prints a link that sets a new password.

use anyhow::{Context as _, bail};
use api::{Config, Listeners};
use lifecycle::{Env, Shutdown, config, healthcheck, telemetry};
use store::Store;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let env = Env::read()?;
    let config = Config::read(&env)?;
    let unknown = env.unknown();
    match std::env::args().nth(1).as_deref() {
        None => Box::pin(serve(config, &unknown)).await,
        Some("migrate") => Ok(Store::new(&config.store)?
            .migrate(config.api.partitions)
            .await?),
        Some("check-config") => Ok(config::checked(&unknown)?),
        Some("doctor") => Box::pin(api::doctor::run(&config)).await,
        Some("reset-link") => {
            let email = std::env::args()
                .nth(2)
                .context("whose? api reset-link EMAIL")?;
            api::accounts::reset_link::run(&config, &email).await
        }
        Some("healthcheck") => healthcheck::run(config.api.admin_listen),
        Some(other) => bail!("unknown command {other:?}"),
    }
}

async fn serve(config: Config, unknown: &[String]) -> anyhow::Result<()> {
    let telemetry = telemetry::init(&config.telemetry, "api")?;
    config::warn_of(unknown);
    let shutdown = Shutdown::new();
    shutdown.on_signals().context("signals")?;
    let listeners = Listeners::bind(&config)?;
    let service = api::build(config, listeners).await?;
    let served = Box::pin(service.run(shutdown)).await;
    telemetry.flush().await;
    served
}
