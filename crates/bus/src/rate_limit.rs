//! Rate limits: how often, counted over all processes, by Redis' clock.

use std::cmp::Reverse;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use redis::{Cmd, FromRedisValue};
use tokio::time::{Instant, timeout};

use crate::error::Error;
use crate::keys::Keys;
use crate::link::Link;
use crate::measured;
use crate::script::Lua;

mod local;

use local::Local;

/// How long the live Redis may take: a limit must not slow down what it guards.
const PATIENCE: Duration = Duration::from_millis(250);

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

impl Limit {
    /// The time between two that come evenly.
    fn between(&self) -> Duration {
        let between = self.per / self.count.max(1);
        between.max(Duration::from_micros(1))
    }
}

/// Rate limits. Clones are the same.
#[derive(Debug, Clone)]
pub struct RateLimits {
    link: Link,
    keys: Arc<Keys>,
    local: Arc<Local>,
}

impl RateLimits {
    pub(crate) fn new(link: Link, keys: Arc<Keys>) -> Self {
        Self {
            link,
            keys,
            local: Arc::default(),
        }
    }

    /// Counts one deed of a subject (a user, an address) against several limits: all let it
    /// pass, or none counts it. Without limits there is nothing to say.
    ///
    /// While the live Redis does not answer, each process counts for itself, with half the burst.
    ///
    /// # Errors
    /// When Redis answers nonsense.
    pub async fn check(&self, subject: &str, limits: &[Limit]) -> Result<Option<Verdict>, Error> {
        if limits.is_empty() {
            return Ok(None);
        }
        let names = limits.iter();
        let names = names.map(|limit| self.keys.rate_limit(subject, &limit.name));
        let keys: Vec<String> = names.collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let verdicts = if self.local.stands_in(Instant::now()) {
            self.local.check(&keys, limits, Instant::now())
        } else {
            match timeout(PATIENCE, self.ask(&keys, limits)).await {
                Ok(Err(error)) if !error.is_refusal() => return Err(error),
                Ok(Ok(verdicts)) => verdicts,
                Ok(Err(_)) | Err(_) => {
                    measured::limited_locally();
                    self.local.note_away(Instant::now());
                    self.local.check(&keys, limits, Instant::now())
                }
            }
        };
        Ok(verdicts.into_iter().min_by_key(|verdict| {
            let longest_wait_first = Reverse(verdict.retry_after);
            (longest_wait_first, verdict.remaining)
        }))
    }

    async fn ask(&self, keys: &[&str], limits: &[Limit]) -> Result<Vec<Verdict>, Error> {
        let arguments = |command: &mut Cmd| {
            for limit in limits {
                let between = limit.between().as_micros().to_string();
                command.arg(between).arg(limit.burst.max(1));
            }
        };
        let answer = GCRA.call(&self.link, keys, arguments).await?;
        let answers: Vec<(bool, u32, u64, u64)> =
            FromRedisValue::from_redis_value(answer).map_err(redis::RedisError::from)?;
        let each = limits.iter().zip(answers);
        let each = each.map(|(limit, (allowed, remaining, reset, wait))| Verdict {
            allowed,
            limit: limit.clone(),
            remaining,
            reset: Duration::from_micros(reset),
            retry_after: Duration::from_micros(wait),
        });
        Ok(each.collect())
    }
}
