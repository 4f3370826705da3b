//! Sessions that are over before their tokens are.
//!
//! On the durable Redis, pushed and polled: whoever heard nothing for five seconds, neither a
//! push nor a poll, must refuse. An entry is kept for longer than any access token lives; what
//! is older is known from the table of sessions.

use std::sync::{Arc, LazyLock};

use chrono::{DateTime, Utc};
use domain::{SessionId, UserId};

use crate::decode::Text;
use crate::error::Error;
use crate::keys::Keys;
use crate::link::Link;
use crate::script::Lua;

/// How long a revocation is kept, in microseconds: one hour.
const KEPT_US: i64 = 3_600_000_000;

static REVOKE: LazyLock<Lua> = LazyLock::new(|| Lua::new(include_str!("scripts/revoke.lua")));

/// What is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Revoked {
    /// One session.
    Session(SessionId),
    /// All sessions that a user had at that time.
    User(UserId),
}

/// Something is over since a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revocation {
    /// What.
    pub what: Revoked,
    /// Since when, by Redis' clock. Tokens issued later are not meant.
    pub at: DateTime<Utc>,
}

/// How far one has read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor(i64);

/// Revocations. Clones are the same.
#[derive(Debug, Clone)]
pub struct Revocations {
    pub(crate) link: Link,
    pub(crate) keys: Arc<Keys>,
}

impl Revocations {
    /// Tells every process that these are over.
    ///
    /// # Errors
    /// When Redis is not available: the table of sessions still says so.
    pub async fn revoke(&self, revoked: &[Revoked]) -> Result<(), Error> {
        if revoked.is_empty() {
            return Ok(());
        }
        let keys = [self.keys.revoked(), self.keys.revoked_topic()];
        let keys = keys.each_ref().map(String::as_str);
        REVOKE
            .call(&self.link, &keys, |command| {
                command.arg(KEPT_US);
                for what in revoked {
                    match what {
                        Revoked::Session(session) => command.arg(format!("s:{session}")),
                        Revoked::User(user) => command.arg(format!("u:{user}")),
                    };
                }
            })
            .await?;
        Ok(())
    }

    /// What was revoked after the cursor, ascending, and how far that is. The default cursor
    /// begins with everything that is kept.
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn since(&self, cursor: Cursor) -> Result<(Cursor, Vec<Revocation>), Error> {
        let mut command = redis::cmd("ZRANGE");
        command
            .arg(self.keys.revoked())
            .arg(format!("({}", cursor.0))
            .arg("+inf")
            .arg("BYSCORE")
            .arg("WITHSCORES");
        let found: Vec<(String, i64)> = self.link.query(&command).await?;
        let last = found.last().map_or(cursor, |(_what, at)| Cursor(*at));
        let each = found.iter().map(|(what, at)| revocation(what, *at));
        Ok((last, each.collect::<Result<_, _>>()?))
    }
}

const WHAT: &str = "a revocation";

fn revocation(what: &str, at: i64) -> Result<Revocation, Error> {
    const UNREADABLE: Error = Error::Corrupt { what: WHAT };
    let (kind, id) = what.split_once(':').ok_or(UNREADABLE)?;
    let id = Text::new(id.as_bytes(), WHAT)?;
    let what = match kind {
        "s" => Revoked::Session(id.rest()?),
        "u" => Revoked::User(id.rest()?),
        _ => return Err(UNREADABLE),
    };
    let at = DateTime::from_timestamp_micros(at).ok_or(UNREADABLE)?;
    Ok(Revocation { what, at })
}

/// `AT WHAT`, as it is fanned out.
pub(crate) fn published(message: &[u8]) -> Result<Revocation, Error> {
    let mut text = Text::new(message, WHAT)?;
    let at = text.until(' ')?;
    let what: String = text.rest()?;
    revocation(&what, at)
}
