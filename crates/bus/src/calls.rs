//! Who is in which call, and what they tell each other.
//!
//! A seat is kept by who sits in it: whoever does not prolong it is gone after its lifetime, and
//! the next call of anybody else says so. All of it is on the live Redis, by its own clock, and
//! may be lost: then the people in a call take their seats again.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use bytes::Bytes;
use domain::{CallToken, ChannelId, UserId};
use futures_util::future::try_join_all;
use redis::Cmd;

use crate::error::Error;
use crate::keys::Keys;
use crate::link::Link;
use crate::script::Lua;

mod read;

pub(crate) use read::published;

/// How long a seat is kept without a word: with one every 3 s from anybody else in the call, all
/// of them know within 13 s.
pub const SEAT_LIFETIME: Duration = Duration::from_secs(10);

static CALL: LazyLock<Lua> = LazyLock::new(|| Lua::new(include_str!("scripts/call.lua")));

/// Calls. Clones are the same.
#[derive(Debug, Clone)]
pub struct Calls {
    pub(crate) link: Link,
    pub(crate) keys: Arc<Keys>,
    pub(crate) lifetime: Duration,
}

/// Who takes a seat, and which.
#[derive(Debug, Clone, Copy)]
pub struct Sitter<'a> {
    /// In which channel's call.
    pub channel: ChannelId,
    /// Who.
    pub user: UserId,
    /// At which seat.
    pub seat: &'a CallToken,
}

/// How somebody joins.
#[derive(Debug, Clone, Copy)]
pub struct Joining<'a> {
    /// Kept with the seat: bytes of the caller's choice, not empty.
    pub bytes: &'a [u8],
    /// The most people in the call.
    pub most: usize,
    /// Whether another seat of the same person gives way.
    pub take: bool,
}

/// A seat that is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallSeat {
    /// Who sits there.
    pub user: UserId,
    /// Which it is.
    pub seat: String,
    /// Since when, in milliseconds since 1970.
    pub since_ms: i64,
    /// What [`Joining::bytes`] or [`Calls::stay`] said.
    pub bytes: Bytes,
}

/// What became of a wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallOutcome {
    /// It was done.
    Ok,
    /// The person sits at another seat.
    Elsewhere,
    /// There is no seat left.
    Full,
    /// The person does not sit there, or no longer.
    Out,
}

/// A channel's call as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallState {
    /// What became of the wish.
    pub outcome: CallOutcome,
    /// When the call began, in milliseconds since 1970; zero when nobody is in it.
    pub began_ms: i64,
    /// Who is in it.
    pub seats: Vec<CallSeat>,
    /// Whose seats have run out, found just now: tell the others.
    pub gone: Vec<UserId>,
    /// The call that is over since this was last asked: told once, to whoever finds it.
    pub over: Option<CallStory>,
}

/// What is told of a call that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallStory {
    /// Who began it.
    pub by: UserId,
    /// When, in milliseconds since 1970.
    pub began_ms: i64,
    /// When the last of them was heard of.
    pub ended_ms: i64,
    /// Who took part.
    pub people: Vec<UserId>,
    /// Who was rung, and neither came nor declined.
    pub missed: Vec<UserId>,
    /// Whether anybody was rung at all.
    pub was_rung: bool,
}

impl CallState {
    /// Whether this person sits at this seat.
    #[must_use]
    pub fn has(&self, user: UserId, seat: &CallToken) -> bool {
        let mut seats = self.seats.iter();
        seats.any(|one| one.user == user && one.seat == seat.as_str())
    }
}

impl Calls {
    /// The same with another lifetime of seats.
    #[must_use]
    pub fn lasting(self, lifetime: Duration) -> Self {
        Self { lifetime, ..self }
    }

    /// Who is in a channel's call.
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn look(&self, channel: ChannelId) -> Result<CallState, Error> {
        self.call(channel, "look", |_command| {}).await
    }

    /// Takes a seat, or is refused as [`CallOutcome::Elsewhere`] or [`CallOutcome::Full`].
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn join(&self, who: Sitter<'_>, how: Joining<'_>) -> Result<CallState, Error> {
        self.sit(who, "join", |command| {
            command.arg(how.bytes).arg(how.most);
            command.arg(if how.take { "1" } else { "" });
        })
        .await
    }

    /// Prolongs a seat, with other bytes if there are some; [`CallOutcome::Out`] when it is lost.
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn stay(&self, who: Sitter<'_>, bytes: &[u8]) -> Result<CallState, Error> {
        self.sit(who, "stay", |command| {
            command.arg(bytes);
        })
        .await
    }

    /// Notes who is rung in the call, and may miss it; once they have declined, no more.
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn note_rung(
        &self,
        channel: ChannelId,
        users: &[UserId],
        rung: bool,
    ) -> Result<CallState, Error> {
        let what = if rung { "rung" } else { "unrung" };
        self.call(channel, what, |command| {
            for user in users {
                command.arg(user.to_string());
            }
        })
        .await
    }

    /// Gives up a seat; [`CallOutcome::Out`] when there was none.
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn leave(&self, who: Sitter<'_>) -> Result<CallState, Error> {
        self.sit(who, "leave", |_command| {}).await
    }

    /// Takes a person's seat away, whichever it is.
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn remove(&self, channel: ChannelId, user: UserId) -> Result<CallState, Error> {
        self.call(channel, "leave", |command| {
            command.arg(user.to_string()).arg("");
        })
        .await
    }

    /// Notes that a person is in this channel's call, for as long as a seat lasts, and that there
    /// is one, until [`Self::close`].
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn note(&self, user: UserId, channel: ChannelId) -> Result<(), Error> {
        let mut command = redis::cmd("SET");
        command
            .arg(self.keys.in_call(user))
            .arg(channel.to_string());
        command.arg("PX").arg(self.lifetime_ms());
        self.link.query::<()>(&command).await?;
        let mut command = redis::cmd("SADD");
        command.arg(self.keys.open_calls()).arg(channel.to_string());
        let _added: i64 = self.link.query(&command).await?;
        Ok(())
    }

    /// Channels that have a call, or had one and nobody has found yet that it is over: at most so
    /// many, by chance, so that all of them come in turn.
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn open(&self, most: usize) -> Result<Vec<ChannelId>, Error> {
        let mut command = redis::cmd("SRANDMEMBER");
        command.arg(self.keys.open_calls()).arg(most);
        let channels: Vec<String> = self.link.query(&command).await?;
        let channels = channels.iter().filter_map(|channel| channel.parse().ok());
        Ok(channels.collect())
    }

    /// Notes that there is no call in this channel. Whoever begins one meanwhile is noted again as
    /// soon as they prolong their seat.
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn close(&self, channel: ChannelId) -> Result<(), Error> {
        let mut command = redis::cmd("SREM");
        command.arg(self.keys.open_calls()).arg(channel.to_string());
        let _removed: i64 = self.link.query(&command).await?;
        Ok(())
    }

    /// Forgets what [`Self::note`] noted.
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn forget(&self, user: UserId) -> Result<(), Error> {
        let mut command = redis::cmd("DEL");
        command.arg(self.keys.in_call(user));
        let _removed: i64 = self.link.query(&command).await?;
        Ok(())
    }

    /// In which channel's call each of these people is.
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn of(&self, users: &[UserId]) -> Result<Vec<Option<ChannelId>>, Error> {
        let each = users.iter().map(async |user| {
            let mut command = redis::cmd("GET");
            command.arg(self.keys.in_call(*user));
            let channel: Option<String> = self.link.query(&command).await?;
            Ok(channel.and_then(|channel| channel.parse().ok()))
        });
        try_join_all(each).await
    }

    /// Sends a frame to all live sockets of these people.
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn publish(&self, users: &[UserId], frame: &[u8]) -> Result<(), Error> {
        let each = users.iter().map(async |user| {
            let mut message = format!("{user}\n").into_bytes();
            message.extend_from_slice(frame);
            let mut command = redis::cmd("SPUBLISH");
            command.arg(self.keys.call_topic(Keys::presence_shard(*user)));
            command.arg(message);
            self.link.query::<i64>(&command).await
        });
        try_join_all(each).await?;
        Ok(())
    }

    fn lifetime_ms(&self) -> String {
        self.lifetime.as_millis().max(1).to_string()
    }

    async fn sit(
        &self,
        who: Sitter<'_>,
        what: &str,
        more: impl Fn(&mut Cmd),
    ) -> Result<CallState, Error> {
        self.call(who.channel, what, |command| {
            command.arg(who.user.to_string()).arg(who.seat.as_str());
            more(command);
        })
        .await
    }

    async fn call(
        &self,
        channel: ChannelId,
        what: &str,
        arguments: impl Fn(&mut Cmd),
    ) -> Result<CallState, Error> {
        let keys = [
            self.keys.call(channel),
            self.keys.call_leases(channel),
            self.keys.call_story(channel),
        ];
        let keys = keys.each_ref().map(String::as_str);
        let lifetime = self.lifetime_ms();
        let answer = CALL
            .call(&self.link, &keys, |command| {
                command.arg(what).arg(&lifetime);
                arguments(command);
            })
            .await?;
        read::state(answer)
    }
}
