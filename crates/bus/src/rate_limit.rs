//! Rate limits: how often, counted over all processes, by Redis' clock.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use redis::{Cmd, FromRedisValue};

use crate::error::Error;
use crate::keys::Keys;
use crate::link::Link;
use crate::script::Lua;

static GCRA: LazyLock<Lua> = LazyLock::new(|| Lua::new(include_str!("scripts/gcra.lua")));

/// At most `count` every `per`, evenly; up to `burst` at once after a pause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// Under what name it is counted, unique among the subject's limits.
    pub name: String,
    /// How many may come at once; at least 1.
    pub burst: u32,
    /// How many may come in `per`; at least 1.
    pub count: u32,
    /// The period.
    pub per: Duration,
}

/// Whether it may be done, and what is left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it may be done. If not, nothing was counted.
    pub allowed: bool,
    /// The limit that is nearest: the one that refused, or the one with the least left.
    pub limit: Limit,
    /// How many more that limit would let pass now.
    pub remaining: u32,
    /// How long until that limit is as if nothing had been done.
    pub reset: Duration,
    /// How long to wait; zero when allowed.
    pub retry_after: Duration,
}

/// Rate limits. Clones are the same.
#[derive(Debug, Clone)]
pub struct RateLimits {
    pub(crate) link: Link,
    pub(crate) keys: Arc<Keys>,
}

impl RateLimits {
    /// Counts one deed of a subject (a user, an address) against several limits: all let it
    /// pass, or none counts it. Without limits there is nothing to say.
    ///
    /// # Errors
    /// When the live Redis is not available: the caller decides whether to let pass.
    pub async fn check(&self, subject: &str, limits: &[Limit]) -> Result<Option<Verdict>, Error> {
        if limits.is_empty() {
            return Ok(None);
        }
        let names = limits
            .iter()
            .map(|limit| self.keys.rate_limit(subject, &limit.name));
        let keys: Vec<String> = names.collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let arguments = |command: &mut Cmd| {
            for limit in limits {
                let between = limit.per.as_micros() / u128::from(limit.count.max(1));
                command
                    .arg(between.max(1).to_string())
                    .arg(limit.burst.max(1));
            }
        };
        let answer = GCRA.call(&self.link, &keys, arguments).await?;
        let answers: Vec<(bool, u32, u64, u64)> =
            FromRedisValue::from_redis_value(answer).map_err(redis::RedisError::from)?;
        let verdicts = limits.iter().zip(answers).map(|(limit, answer)| {
            let (allowed, remaining, reset, wait) = answer;
            Verdict {
                allowed,
                limit: limit.clone(),
                remaining,
                reset: Duration::from_micros(reset),
                retry_after: Duration::from_micros(wait),
            }
        });
        Ok(verdicts.min_by_key(|verdict| {
            let longest_wait_first = std::cmp::Reverse(verdict.retry_after);
            (longest_wait_first, verdict.remaining)
        }))
    }
}
