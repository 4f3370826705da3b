//! How far a group is behind.

use std::sync::LazyLock;

use redis::{FromRedisValue as _, Value};

use super::{Consumer, Entry, one};
use crate::error::Error;
use crate::script::Lua;

static WAITING: LazyLock<Lua> = LazyLock::new(|| Lua::new(include_str!("../scripts/waiting.lua")));

/// What a group has not acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// How many entries.
    pub entries: u64,
    /// The first of them.
    pub oldest: Option<Entry>,
}

impl Consumer {
    /// What the group has not acknowledged, whoever reads for it.
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn waiting(&self) -> Result<Waiting, Error> {
        const UNREADABLE: Error = Error::Corrupt {
            what: "how far a group is behind",
        };
        let name = self.group.name();
        let answer = WAITING
            .call(&self.link, &[&self.log()], |command| {
                command.arg(name);
            })
            .await?;
        let Value::Array(answer) = answer else {
            return Err(UNREADABLE);
        };
        let mut answer = answer.into_iter();
        let entries = answer.next().ok_or(UNREADABLE)?;
        let oldest = answer.next().filter(|oldest| *oldest != Value::Nil);
        Ok(Waiting {
            entries: u64::from_redis_value(entries).map_err(redis::RedisError::from)?,
            oldest: oldest.map(one).transpose()?,
        })
    }
}
