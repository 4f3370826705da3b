//! The only way into a channel's log.

use domain::{ChannelId, Epoch, MessageId, MessageNo, Mver, Psn, Seq};
use redis::Value;
use uuid::Uuid;

use super::key::{LIFETIME_S, sha256};
use super::{Key, Log, optional};
use crate::decode::{Text, psn};
use crate::error::Error;
use crate::fence::Fenced;

/// An event to be appended.
#[derive(Debug, Clone)]
pub struct Append<'a> {
    /// To which channel.
    pub channel: ChannelId,
    /// The event's bytes; never empty.
    pub payload: &'a [u8],
    /// What makes a second append the same as the first.
    pub key: Key,
    /// A hash of what the key stands for: the same key with another hash is [`AppendError::Reused`].
    pub body_hash: [u8; 32],
    /// The message that this event creates. It can then be found by [`Log::locate`].
    pub message: Option<MessageId>,
    /// Whether it takes a `message_no` (a top-level message).
    pub numbered: bool,
    /// The membership version under which the caller was allowed to do this.
    pub mver: Option<Mver>,
    /// The membership version that this event (somebody's loss of rights) raises the channel to.
    pub raises_mver: Option<Mver>,
    /// Whether the channel takes no more events after this one, or takes events again.
    pub ends: Option<End>,
}

/// What an event does to the log itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The channel was deleted: this is its last event.
    Close,
    /// The channel was restored.
    Reopen,
}

impl<'a> Append<'a> {
    /// An event with nothing but its key; the body hash is that of the payload.
    #[must_use]
    pub fn new(channel: ChannelId, payload: &'a [u8], key: Key) -> Self {
        Self {
            channel,
            payload,
            key,
            body_hash: sha256(payload),
            message: None,
            numbered: false,
            mver: None,
            raises_mver: None,
            ends: None,
        }
    }
}

/// Where an event stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The life of the log.
    pub epoch: Epoch,
    /// The place in the channel.
    pub seq: Seq,
    /// The place among top-level messages.
    pub message_no: Option<MessageNo>,
    /// The place in the partition's log.
    pub psn: Psn,
}

/// What an earlier append with the same key had as its result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Earlier {
    /// The message that it created.
    pub message: Option<MessageId>,
    /// The life of the log.
    pub epoch: Epoch,
    /// The place in the channel.
    pub seq: Seq,
    /// The place among top-level messages.
    pub message_no: Option<MessageNo>,
    /// The hash that came with the key.
    pub body_hash: [u8; 32],
}

impl Earlier {
    /// As an idempotency key holds it.
    pub(crate) fn to_bytes(self) -> Vec<u8> {
        let number = self
            .message_no
            .map_or_else(String::new, |no| no.to_string());
        let place = format!("{}-{} {number}", self.epoch, self.seq);
        let mut bytes = remember(self.body_hash, self.message);
        bytes.extend_from_slice(place.as_bytes());
        bytes
    }
}

/// The event is in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appended {
    /// By this call.
    New(Position),
    /// By an earlier one with the same key and body hash.
    Duplicate(Earlier),
}

/// The event is not in the log by this call, and nothing was written, except that after
/// [`Error::Unavailable`] it may have been: try again with the same key.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// Redis does not hold the channel's counters: [`Log::seed`] them and try again.
    #[error("the channel's counters are not in redis")]
    Cold,
    /// The channel was deleted.
    #[error("the channel is closed")]
    Closed,
    /// Somebody lost a right in the channel since the caller looked: look again.
    #[error("the membership has changed")]
    MembershipStale {
        /// The version now.
        current: Mver,
    },
    /// The key was used before, for something else.
    #[error("the key was used for another event")]
    Reused(Earlier),
    /// Redis refused, for any caller.
    #[error(transparent)]
    Bus(#[from] Error),
}

impl Log {
    /// Appends one event, exactly once by its key.
    ///
    /// # Errors
    /// See [`AppendError`].
    pub async fn append(&self, event: &Append<'_>) -> Result<Appended, AppendError> {
        let partition = self.keys.partitions().of(event.channel);
        let channel = event.channel.to_string();
        let keys = [
            self.keys.incarnation(partition),
            self.keys.channel(event.channel),
            self.keys
                .idempotency(partition, &event.key.name(event.channel)),
            self.keys.tail(event.channel),
            self.keys.log(partition),
            self.keys.heads(partition),
            self.keys.ids(partition),
            self.keys.channel_topic(event.channel),
        ];
        let keys = keys.each_ref().map(String::as_str);
        let remembered = remember(event.body_hash, event.message);
        let answer = self
            .fence
            .call(Fenced::Append, partition, &keys, |command| {
                command.arg(&channel).arg(event.payload).arg(&remembered);
                match event.message {
                    Some(message) => command.arg(message.as_uuid().as_bytes()),
                    None => command.arg(""),
                };
                command.arg(if event.numbered { "1" } else { "" });
                command.arg(optional(event.mver));
                command.arg(self.max_entries).arg(LIFETIME_S);
                command.arg(optional(event.raises_mver));
                command.arg(match event.ends {
                    Some(End::Close) => "C",
                    Some(End::Reopen) => "O",
                    None => "",
                });
            })
            .await?;
        read(&answer, &event.body_hash)
    }

    /// What an append with this key had as its result, if one was made in the last 24 hours.
    ///
    /// # Errors
    /// When Redis is not available, or too few replicas have it.
    pub async fn knows(&self, channel: ChannelId, key: &Key) -> Result<Option<Earlier>, Error> {
        let partition = self.keys.partitions().of(channel);
        let mut command = redis::cmd("GET");
        command.arg(self.keys.idempotency(partition, &key.name(channel)));
        let (answer, confirmer) = self.link.run_to_confirm(&command).await?;
        let Value::BulkString(remembered) = answer else {
            return Ok(None);
        };
        if let Some(confirmer) = confirmer {
            // The attempt before may have been refused for want of replicas.
            confirmer.confirm().await?;
        }
        recall(&remembered).map(Some)
    }
}

/// What an idempotency key holds before the place of its event.
fn remember(body_hash: [u8; 32], message: Option<MessageId>) -> Vec<u8> {
    let message = message.map_or(Uuid::nil(), MessageId::as_uuid);
    let mut bytes = Vec::with_capacity(48);
    bytes.extend_from_slice(&body_hash);
    bytes.extend_from_slice(message.as_bytes());
    bytes
}

fn recall(bytes: &[u8]) -> Result<Earlier, Error> {
    const UNREADABLE: Error = Error::Corrupt {
        what: "an idempotency key",
    };
    let (body_hash, rest) = bytes.split_first_chunk::<32>().ok_or(UNREADABLE)?;
    let (message, place) = rest.split_first_chunk::<16>().ok_or(UNREADABLE)?;
    let message = Uuid::from_bytes(*message);
    let mut text = Text::new(place, "an idempotency key")?;
    Ok(Earlier {
        message: (!message.is_nil()).then(|| MessageId::from_uuid(message)),
        epoch: text.until('-')?,
        seq: text.until(' ')?,
        message_no: text.rest_or_empty()?,
        body_hash: *body_hash,
    })
}

fn read(answer: &Value, body_hash: &[u8; 32]) -> Result<Appended, AppendError> {
    const UNREADABLE: Error = Error::Corrupt {
        what: "the answer of an append",
    };
    let Value::BulkString(answer) = answer else {
        return Err(UNREADABLE.into());
    };
    match answer.as_slice() {
        b"FULL" => Err(Error::Full.into()),
        b"COLD" => Err(AppendError::Cold),
        b"CLOSED" => Err(AppendError::Closed),
        [b'S', b'E', b'E', b'N', remembered @ ..] => {
            let earlier = recall(remembered)?;
            if earlier.body_hash == *body_hash {
                Ok(Appended::Duplicate(earlier))
            } else {
                Err(AppendError::Reused(earlier))
            }
        }
        [b'M', b'V', b'E', b'R', version @ ..] => {
            let current = Text::new(version, "a membership version")?.rest()?;
            Err(AppendError::MembershipStale { current })
        }
        place => {
            let mut text = Text::new(place, "the answer of an append")?;
            let psn = psn(text.word(' ')?)?;
            Ok(Appended::New(Position {
                psn,
                epoch: text.until('-')?,
                seq: text.until(' ')?,
                message_no: text.rest_or_empty()?,
            }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_key_remembers_is_recalled() {
        let earlier = Earlier {
            message: Some("01936f3e-8a00-7000-8000-000000000001".parse().unwrap()),
            epoch: Epoch::new(2),
            seq: Seq::new(77),
            message_no: Some(MessageNo::new(5)),
            body_hash: [7; 32],
        };
        let without = Earlier {
            message: None,
            message_no: None,
            ..earlier
        };

        assert_eq!(recall(&earlier.to_bytes()).unwrap(), earlier);
        assert_eq!(recall(&without.to_bytes()).unwrap(), without);
        assert!(recall(b"short").is_err());
    }
}
