//! `api doctor`: whether this installation is fit to be used, as far as api's configuration reaches.
//! What only files reaches, `files doctor` looks at.

mod clocks;
mod edge;
mod mail;
mod postgres;
mod redis;
mod secrets;

use domain::{Clock as _, SystemClock};
use lifecycle::Environment;
use lifecycle::doctor::{Grade, Report};

use crate::config::Config;

/// Looks at everything and says what it finds.
///
/// # Errors
/// When something is wrong, after all has been said.
pub async fn run(config: &Config) -> anyhow::Result<()> {
    let mut report = Report::default();
    secrets::look(config, &mut report);
    postgres::look(config, &mut report).await;
    redis::look(config, &mut report).await;
    edge::look(config, &mut report).await;
    mail::look(config, &mut report).await;
    report.finish()
}

/// What is fit for a laptop only: wrong where people rely on it.
fn in_production(config: &Config) -> Grade {
    match config.api.env {
        Environment::Production => Grade::Wrong,
        Environment::Local => Grade::Warning,
    }
}

fn now() -> chrono::DateTime<chrono::Utc> {
    SystemClock.now()
}

/// The whole chain of what went wrong, in one line.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}
