//! How fast one person may send in one channel.

use std::time::Duration;

use bus::{Limit, Verdict};
use domain::permission;
use protocol::ErrorCode;

use crate::config::RateMode;
use crate::error::Error;
use crate::log::access::Access;
use crate::state::State;

fn limit(name: &str, count: u32, per: Duration) -> Limit {
    Limit {
        name: name.to_owned(),
        burst: count,
        count,
        per,
    }
}

fn limits(mode: RateMode) -> Vec<Limit> {
    match mode {
        RateMode::Off => Vec::new(),
        RateMode::Default => vec![
            limit("send-burst", 10, Duration::from_secs(10)),
            limit("send", 60, Duration::from_mins(1)),
        ],
        RateMode::Strict => vec![limit("send", 10, Duration::from_mins(1))],
    }
}

/// Counts one send against the installation's limits and the channel's slow mode. While the live
/// Redis is down nothing is counted: sends go on.
///
/// # Errors
/// `rate_limited` or `slow_mode`, with the time to wait.
pub(super) async fn sends(state: &State, access: &Access) -> Result<(), Error> {
    let subject = format!("send:{}:{}", access.channel, access.person.id);
    let limits = limits(state.config.api.rate_limits);
    let verdict = check(state, &subject, &limits).await;
    refuse(verdict, ErrorCode::RateLimited)?;
    if access.slow_mode.is_zero() || permission::is_free_of_slow_mode(access.standing()) {
        return Ok(());
    }
    let slow = limit("slow-mode", 1, access.slow_mode);
    let subject = format!("slow:{}:{}", access.channel, access.person.id);
    refuse(check(state, &subject, &[slow]).await, ErrorCode::SlowMode)
}

async fn check(state: &State, subject: &str, limits: &[Limit]) -> Option<Verdict> {
    if limits.is_empty() {
        return None;
    }
    match state.bus.limits().check(subject, limits).await {
        Ok(verdict) => verdict,
        Err(error) => {
            tracing::debug!(%error, "sends are not counted now");
            None
        }
    }
}

fn refuse(verdict: Option<Verdict>, code: ErrorCode) -> Result<(), Error> {
    match verdict {
        Some(verdict) if !verdict.allowed => Err(Error::retry_after(code, verdict.retry_after)),
        _ => Ok(()),
    }
}
