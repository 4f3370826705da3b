//! Who is to be kept apart: of two people, one of whom has blocked the other, neither is to notice
//! the other.
//!
//! On the live Redis, pushed and polled: what a gateway did not hear it finds, for a day. How two
//! people stand before that it learns from api when one of them connects.

use std::sync::{Arc, LazyLock};

use domain::UserId;
use redis::Value;

use crate::decode::Text;
use crate::error::Error;
use crate::keys::Keys;
use crate::link::Link;
use crate::script::Lua;

/// How long a change is kept, in microseconds: a day.
const KEPT_US: i64 = 86_400_000_000;
const WHAT: &str = "who is kept apart";

static APART: LazyLock<Lua> = LazyLock::new(|| Lua::new(include_str!("scripts/apart.lua")));

/// Two people are to be kept apart from now on, or no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parting {
    /// Who, the lower id first.
    pub people: (UserId, UserId),
    /// Whether they are to be kept apart.
    pub apart: bool,
    /// When that was noted, in microseconds since 1970 by Redis' clock; each note has its own.
    pub at_us: i64,
}

/// Who is to be kept apart. Clones are the same.
#[derive(Debug, Clone)]
pub struct Apart {
    pub(crate) link: Link,
    pub(crate) keys: Arc<Keys>,
}

impl Apart {
    /// Notes that these two are to be kept apart, or no longer, and tells every gateway.
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn set(&self, (one, other): (UserId, UserId), apart: bool) -> Result<(), Error> {
        let (one, other) = (one.min(other), one.max(other));
        let key = self.keys.apart();
        let note = APART
            .call(&self.link, &[&key], |command| {
                command.arg(KEPT_US).arg(format!("{one} {other}"));
                command.arg(i8::from(apart));
            })
            .await?;
        let Value::BulkString(at) = note else {
            return Err(Error::Corrupt { what: WHAT });
        };
        let at: i64 = Text::new(&at, WHAT)?.rest()?;
        let mut command = redis::cmd("SPUBLISH");
        command.arg(self.keys.presence_topic(Keys::presence_shard(one)));
        command.arg(format!("A {at} {one} {other} {}\n", i8::from(apart)));
        let _receivers: i64 = self.link.query(&command).await?;
        Ok(())
    }

    /// What was noted after `after_us`, ascending: of two people the last note alone.
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn since(&self, after_us: i64) -> Result<Vec<Parting>, Error> {
        let mut command = redis::cmd("ZRANGE");
        command
            .arg(self.keys.apart())
            .arg(format!("({after_us}"))
            .arg("+inf")
            .arg("BYSCORE")
            .arg("WITHSCORES");
        let found: Vec<(String, i64)> = self.link.query(&command).await?;
        let each = found
            .iter()
            .map(|(note, at)| parting(*at, Text::new(note.as_bytes(), WHAT)?));
        each.collect()
    }
}

/// `AT USER USER apart`, as it is fanned out.
pub(crate) fn published(mut text: Text<'_>) -> Result<Parting, Error> {
    let at = text.until(' ')?;
    parting(at, text)
}

fn parting(at_us: i64, mut text: Text<'_>) -> Result<Parting, Error> {
    Ok(Parting {
        people: (text.until(' ')?, text.until(' ')?),
        apart: text.rest::<u8>()? == 1,
        at_us,
    })
}
