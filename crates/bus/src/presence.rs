//! Who is online.
//!
//! A gateway holds a lease and registers its sockets under it; a user is online until the last
//! socket on any gateway is gone and a grace has passed. When a gateway dies, its lease ends and
//! a sweep, by any other gateway, ends its sockets as one batch. All times are Redis' own. All
//! of it is on the live Redis: when that is lost, every gateway notices that its lease is gone
//! and registers anew.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use bytes::Bytes;
use domain::{ConnectionId, UserId};
use futures_util::future::try_join_all;
use redis::{Cmd, Value};

use crate::apart;
use crate::decode::{Text, split_line};
use crate::error::Error;
use crate::fanout::Delivery;
use crate::keys::{Keys, PRESENCE_SHARDS};
use crate::link::Link;
use crate::script::Lua;

mod sweep;

static PRESENCE: LazyLock<Lua> = LazyLock::new(|| Lua::new(include_str!("scripts/presence.lua")));
static LEASE: LazyLock<Lua> = LazyLock::new(|| Lua::new(include_str!("scripts/gateway_lease.lua")));

/// How long things last in presence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lasting {
    /// A gateway's lease without renewal.
    pub lease: Duration,
    /// From the last socket's end until others see the user offline.
    pub grace: Duration,
}

impl Default for Lasting {
    /// 5 s (renew every 1.5 s) and 8 s: with a sweep each second, offline within 14 s of a crash,
    /// and no flicker when somebody reconnects.
    fn default() -> Self {
        Self {
            lease: Duration::from_secs(5),
            grace: Duration::from_secs(8),
        }
    }
}

/// What others see of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserPresence {
    /// Who.
    pub user: UserId,
    /// Whether the user has a live socket, or had one a moment ago.
    pub online: bool,
    /// Whether all of the user's sockets are idle.
    pub idle: bool,
    /// When the last socket came or went, in milliseconds since 1970, if it is known.
    pub last_seen_ms: Option<i64>,
    /// The status set by hand, as [`Presence::set_status`] was given it; empty when there is none.
    pub status: Bytes,
    /// Whether that was ever told since this Redis was empty: if not, [`Presence::restore_status`]
    /// is due.
    pub is_status_known: bool,
}

/// How a socket opens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Arrival {
    /// Nobody touches the device.
    pub idle: bool,
    /// The most sockets that its user may have; 0: any number.
    pub most: usize,
}

/// The fields of a user's presence as Redis keeps them.
type Kept = (Option<i64>, Option<i64>, Option<i64>, Option<Vec<u8>>);

/// Presence. Clones are the same.
#[derive(Debug, Clone)]
pub struct Presence {
    pub(crate) link: Link,
    pub(crate) keys: Arc<Keys>,
    pub(crate) lasting: Lasting,
}

impl Presence {
    /// The same with other durations.
    #[must_use]
    pub fn lasting(self, lasting: Lasting) -> Self {
        Self { lasting, ..self }
    }

    /// Opens a gateway's lease. The name is new each time, also when a lease was lost: what was
    /// registered under the old one is swept.
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn open(&self, gateway: &str) -> Result<(), Error> {
        self.lease("open", gateway).await?;
        Ok(())
    }

    /// Prolongs a gateway's lease. `false` when it was lost: open one under a new name and
    /// connect every socket again.
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn renew(&self, gateway: &str) -> Result<bool, Error> {
        self.lease("renew", gateway).await
    }

    /// Ends a gateway's lease at once: the next sweep ends its sockets, whose users still have
    /// the grace to come back elsewhere.
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn close(&self, gateway: &str) -> Result<(), Error> {
        self.lease("end", gateway).await?;
        Ok(())
    }

    async fn lease(&self, what: &str, gateway: &str) -> Result<bool, Error> {
        let lifetime = self.lasting.lease.as_millis().to_string();
        let each = (0..PRESENCE_SHARDS).map(async |shard| {
            let key = self.keys.gateway_leases(shard);
            let arguments = |command: &mut Cmd| {
                command.arg(what).arg(gateway).arg(&lifetime);
            };
            LEASE.call(&self.link, &[&key], arguments).await
        });
        let answers = try_join_all(each).await?;
        Ok(answers.iter().all(|answer| *answer == Value::Int(1)))
    }

    /// A socket has opened. When its user now has more than `arrival.most` (0: any number), the
    /// oldest have to go, which whoever listens to presence is told as [`Delivery::Replaced`].
    /// `false` when the gateway's lease was lost.
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn connect(
        &self,
        gateway: &str,
        user: UserId,
        connection: ConnectionId,
        arrival: Arrival,
    ) -> Result<bool, Error> {
        let connection = connection.to_string();
        self.call(gateway, user, |command| {
            command.arg("connect").arg(user.to_string());
            command.arg(gateway).arg(&connection).arg(arrival.most);
            command.arg(i8::from(arrival.idle));
        })
        .await
    }

    /// Whether somebody touches the device of a socket. `false` when it is not registered.
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn set_idle(
        &self,
        gateway: &str,
        user: UserId,
        connection: ConnectionId,
        idle: bool,
    ) -> Result<bool, Error> {
        let connection = connection.to_string();
        self.call(gateway, user, |command| {
            command.arg("idle").arg(user.to_string());
            command.arg(gateway).arg(&connection).arg(i8::from(idle));
        })
        .await
    }

    /// A socket has closed. `false` when it was not registered.
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn disconnect(
        &self,
        gateway: &str,
        user: UserId,
        connection: ConnectionId,
    ) -> Result<bool, Error> {
        self.leave(gateway, user, &connection.to_string()).await
    }

    async fn leave(&self, gateway: &str, user: UserId, connection: &str) -> Result<bool, Error> {
        let grace = self.lasting.grace.as_millis().to_string();
        self.call(gateway, user, |command| {
            command.arg("disconnect").arg(user.to_string());
            command.arg(gateway).arg(connection).arg(&grace);
        })
        .await
    }

    /// Keeps the status that a user set by hand, and tells it. Bytes of the caller's choice. One
    /// of an older version than is kept already changes nothing.
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn set_status(&self, user: UserId, version: i64, status: &[u8]) -> Result<(), Error> {
        self.call("", user, |command| {
            command.arg("status").arg(user.to_string());
            command.arg(version).arg(status);
        })
        .await?;
        Ok(())
    }

    /// Keeps the status that is set by hand (empty: none) where none is known, as after the loss of
    /// this Redis. Told only to those who were told that the user is there without one.
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn restore_status(
        &self,
        user: UserId,
        version: i64,
        status: &[u8],
    ) -> Result<(), Error> {
        self.call("", user, |command| {
            command.arg("restore").arg(user.to_string());
            command.arg(version).arg(status);
        })
        .await?;
        Ok(())
    }

    /// What others see of each user now.
    ///
    /// # Errors
    /// When the live Redis is not available: then nobody's presence is known.
    pub async fn of(&self, users: &[UserId]) -> Result<Vec<UserPresence>, Error> {
        let each = users.iter().map(async |user| {
            let mut command = redis::cmd("HMGET");
            command.arg(self.keys.presence(*user));
            command.arg("on").arg("idle").arg("seen").arg("st");
            let (online, idle, last_seen_ms, status): Kept = self.link.query(&command).await?;
            Ok(UserPresence {
                user: *user,
                online: online == Some(1),
                idle: idle == Some(1),
                last_seen_ms,
                is_status_known: status.is_some(),
                status: Bytes::from(status.unwrap_or_default()),
            })
        });
        try_join_all(each).await
    }

    async fn call(
        &self,
        gateway: &str,
        user: UserId,
        arguments: impl Fn(&mut Cmd),
    ) -> Result<bool, Error> {
        let shard = Keys::presence_shard(user);
        let keys = [
            self.keys.gateway_leases(shard),
            self.keys.gateway_sockets(shard, gateway),
            self.keys.user_sockets(user),
            self.keys.leaving(shard),
            self.keys.presence(user),
            self.keys.presence_topic(shard),
            self.keys.idle_sockets(user),
        ];
        let keys = keys.each_ref().map(String::as_str);
        let answer = PRESENCE.call(&self.link, &keys, arguments).await?;
        Ok(answer == Value::Int(1))
    }
}

/// `P USER on idle seen\nSTATUS`, `R USER CONNECTION\n` or `A AT USER USER apart\n`.
pub(crate) fn published(message: Vec<u8>) -> Result<Delivery, Error> {
    const WHAT: &str = "a change of presence";
    let (head, status) = split_line(message, WHAT)?;
    let mut text = Text::new(&head, WHAT)?;
    match text.word(' ')? {
        "P" => Ok(Delivery::Presence(UserPresence {
            user: text.until(' ')?,
            online: text.word(' ')? == "1",
            idle: text.word(' ')? == "1",
            last_seen_ms: text.rest_or_empty()?,
            is_status_known: true,
            status,
        })),
        "R" => Ok(Delivery::Replaced {
            user: text.until(' ')?,
            connection: text.rest()?,
        }),
        "A" => apart::published(text).map(Delivery::Apart),
        _ => Err(Error::Corrupt { what: WHAT }),
    }
}
