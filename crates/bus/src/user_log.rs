//! A user's own log: read positions, channels added and removed, preferences, revocations.
//!
//! Short: a version, the last [`KEPT`] events, fan-out. No worker; whoever missed more asks
//! for everything (`/sync`).

use std::sync::Arc;

use bytes::Bytes;
use domain::{Partition, Psn, UserId, UserVersion};
use futures_util::future::try_join_all;
use redis::{FromRedisValue, Value};

use crate::decode::{Text, entry, field, split_line};
use crate::error::Error;
use crate::fence::{Fence, Fenced};
use crate::keys::Keys;
use crate::link::Link;
use crate::log::key::{LIFETIME_S, user_key};
use crate::moved;

/// Events that a user's log keeps.
pub const KEPT: usize = 100;

/// One event of a user's own log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserRecord {
    /// Whose log.
    pub user: UserId,
    /// The version that it makes; none for an unsequenced hint.
    pub version: Option<UserVersion>,
    /// Its place among the events of all users of the partition; zero for a hint.
    pub psn: Psn,
    /// The event, as it was appended.
    pub payload: Bytes,
}

/// What a user's log holds after a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Since {
    /// Everything after it, ascending; empty when the version is current.
    Records(Vec<UserRecord>),
    /// Something is missing: ask for everything. The version now.
    Gap(UserVersion),
}

/// An event for a user's log.
#[derive(Debug, Clone, Copy)]
pub struct UserAppend<'a> {
    /// Whose log.
    pub user: UserId,
    /// What makes a second append the same as the first, for 24 hours.
    pub key: Option<&'a str>,
    /// The event's bytes.
    pub payload: &'a [u8],
}

/// The users' own logs. Clones are the same.
#[derive(Debug, Clone)]
pub struct UserLog {
    pub(crate) link: Link,
    pub(crate) keys: Arc<Keys>,
    pub(crate) fence: Fence,
}

impl UserLog {
    /// Appends one event and answers the version that it made (or had made, by its key).
    ///
    /// # Errors
    /// When Redis is not available or waits for recovery.
    pub async fn append(&self, event: UserAppend<'_>) -> Result<UserVersion, Error> {
        let partition = self.keys.partitions().of_user(event.user);
        let user = event.user.to_string();
        let name = event
            .key
            .map_or_else(String::new, |key| user_key(event.user, key));
        let keys = [
            self.keys.incarnation(partition),
            self.keys.user_version(event.user),
            self.keys.user_tail(event.user),
            self.keys.user_heads(partition),
            self.keys.user_psn(partition),
            self.keys.idempotency(partition, &name),
            self.keys.user_topic(event.user),
        ];
        let keys = keys.each_ref().map(String::as_str);
        let answer = self
            .fence
            .call(Fenced::UserAppend, partition, &keys, |command| {
                command.arg(&user).arg(event.payload);
                command.arg(if event.key.is_some() { "1" } else { "" });
                command.arg(LIFETIME_S).arg(KEPT);
            })
            .await?;
        version(answer)
    }

    /// Appends many, in one round trip; those of one user in the order given.
    ///
    /// # Errors
    /// When Redis is not available or waits for recovery; some may have been appended.
    pub async fn append_all(&self, events: &[UserAppend<'_>]) -> Result<Vec<UserVersion>, Error> {
        try_join_all(events.iter().map(|event| self.append(*event))).await
    }

    /// Sends unsequenced events to users' live sockets: whoever is not there misses them.
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn hint(&self, hints: &[(UserId, Bytes)]) -> Result<(), Error> {
        let each = hints.iter().map(async |(user, payload)| {
            let mut message = format!("0 0 {user}\n").into_bytes();
            message.extend_from_slice(payload);
            let mut command = redis::cmd("SPUBLISH");
            command.arg(self.keys.user_topic(*user)).arg(message);
            self.link.query::<Value>(&command).await
        });
        try_join_all(each).await?;
        Ok(())
    }

    /// The versions of the users' logs; zero for one that never had an event.
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn versions(&self, users: &[UserId]) -> Result<Vec<UserVersion>, Error> {
        let each = users.iter().map(async |user| {
            let mut command = redis::cmd("GET");
            command.arg(self.keys.user_version(*user));
            let version: Option<i64> = self.link.query(&command).await?;
            Ok(UserVersion::new(version.unwrap_or(0)))
        });
        try_join_all(each).await
    }

    /// What the user's log holds after a version.
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn since(&self, user: UserId, after: UserVersion) -> Result<Since, Error> {
        let mut pipeline = redis::pipe();
        pipeline.cmd("GET").arg(self.keys.user_version(user));
        pipeline
            .cmd("XRANGE")
            .arg(self.keys.user_tail(user))
            .arg(format!("0-{}", after.next()))
            .arg("+");
        // In one transaction, so that the version and the events are of the same instant.
        pipeline.atomic();
        let (now, entries): (Option<i64>, Vec<Value>) = self.link.atomically(&pipeline).await?;
        let now = UserVersion::new(now.unwrap_or(0));
        let mut records = Vec::with_capacity(entries.len());
        for entry in entries {
            records.push(event(entry, user)?);
        }
        let whole = match records.first() {
            None => now == after,
            Some(first) => first.version == Some(after.next()),
        };
        if whole {
            Ok(Since::Records(records))
        } else {
            Ok(Since::Gap(now))
        }
    }

    /// For each partition, the users whose last event is after the given psn, with the psn of
    /// that event, ascending. One round trip.
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn moved(
        &self,
        since: &[(Partition, Psn)],
    ) -> Result<Vec<Vec<(UserId, Psn)>>, Error> {
        let each = since.iter().map(|(partition, psn)| {
            moved::since(&self.link, self.keys.user_heads(*partition), *psn)
        });
        try_join_all(each).await
    }

    /// The psn of each partition's last event: where [`Self::moved`] begins.
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn last_psns(&self) -> Result<Vec<(Partition, Psn)>, Error> {
        let each = self.keys.partitions().all().map(async |partition| {
            let psn = moved::last(&self.link, self.keys.user_heads(partition)).await?;
            Ok((partition, psn))
        });
        try_join_all(each).await
    }
}

fn version(answer: Value) -> Result<UserVersion, Error> {
    let version: Option<i64> = FromRedisValue::from_redis_value(answer).ok();
    version.map(UserVersion::new).ok_or(Error::Corrupt {
        what: "a user's version",
    })
}

/// An entry of a user's tail, `0-version` with its psn and payload.
fn event(value: Value, user: UserId) -> Result<UserRecord, Error> {
    let (id, mut fields) = entry(value)?;
    let mut text = Text::new(id.as_bytes(), "a user's event")?;
    text.word('-')?;
    let psn = field(&mut fields, b"p").unwrap_or_default();
    Ok(UserRecord {
        user,
        version: Some(text.rest()?),
        psn: Text::new(&psn, "a user's event")?.rest()?,
        payload: Bytes::from(field(&mut fields, b"m").unwrap_or_default()),
    })
}

/// `version psn USER\nPAYLOAD`, as it is fanned out; version 0 for a hint.
pub(crate) fn published(message: Vec<u8>) -> Result<UserRecord, Error> {
    let (head, payload) = split_line(message, "a published user event")?;
    let mut text = Text::new(&head, "a published user event")?;
    let version: UserVersion = text.until(' ')?;
    Ok(UserRecord {
        version: (version > UserVersion::ZERO).then_some(version),
        psn: text.until(' ')?,
        user: text.rest()?,
        payload,
    })
}
