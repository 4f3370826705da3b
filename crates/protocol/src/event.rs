//! Events of a channel's log: what they say, and the bytes they travel as.

mod bytes;
mod kind;
mod payload;
#[cfg(test)]
mod tests;

pub use bytes::{EventView, HEADER_LEN, MalformedEvent, frame, frame_void, kept_trace};
pub use kind::EventKind;
pub use payload::{
    ChannelArchived, ChannelChanged, ChannelSettings, CreatedMessage, Fresh, MemberChanged,
    MemberReason, MessageDeleted, MessageUpdated, Nothing, PinChanged, ReactionChanged,
};

use ::bytes::Bytes;
use chrono::{DateTime, Utc};
use domain::UserId;
use serde::Serialize;
use uuid::Uuid;

use crate::trace::Traceparent;

/// One event of a channel's log. Its seq, epoch and message number are given by the log and
/// travel beside it. Serialises as its body alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum LogEvent {
    /// A message, top-level or a reply.
    MessageCreated(Box<CreatedMessage>),
    /// An edit, or the embeds of its links.
    MessageUpdated(Box<MessageUpdated>),
    /// A message is gone; its tombstone stays.
    MessageDeleted(MessageDeleted),
    /// Somebody reacted.
    ReactionAdded(ReactionChanged),
    /// Somebody took a reaction back.
    ReactionRemoved(ReactionChanged),
    /// A message was pinned.
    PinAdded(PinChanged),
    /// A message is no longer pinned.
    PinRemoved(PinChanged),
    /// Somebody is now a member.
    MemberJoined(Box<MemberChanged>),
    /// Somebody is no longer a member.
    MemberLeft(Box<MemberChanged>),
    /// Somebody has another role.
    MemberUpdated(Box<MemberChanged>),
    /// The channel's settings changed.
    ChannelUpdated(Box<ChannelSettings>),
    /// The channel takes nothing new.
    ChannelArchived(ChannelArchived),
    /// The channel takes messages again.
    ChannelUnarchived(ChannelChanged),
    /// The channel is gone. Its last event, unless it is restored.
    ChannelDeleted(ChannelChanged),
    /// The channel is back, with all that was in it.
    ChannelRestored(ChannelChanged),
    /// A seq whose content is gone.
    Void(Nothing),
}

impl LogEvent {
    /// What sort of event this is.
    #[must_use]
    pub const fn kind(&self) -> EventKind {
        match self {
            Self::MessageCreated(_) => EventKind::MessageCreated,
            Self::MessageUpdated(_) => EventKind::MessageUpdated,
            Self::MessageDeleted(_) => EventKind::MessageDeleted,
            Self::ReactionAdded(_) => EventKind::ReactionAdded,
            Self::ReactionRemoved(_) => EventKind::ReactionRemoved,
            Self::PinAdded(_) => EventKind::PinAdded,
            Self::PinRemoved(_) => EventKind::PinRemoved,
            Self::MemberJoined(_) => EventKind::MemberJoined,
            Self::MemberLeft(_) => EventKind::MemberLeft,
            Self::MemberUpdated(_) => EventKind::MemberUpdated,
            Self::ChannelUpdated(_) => EventKind::ChannelUpdated,
            Self::ChannelArchived(_) => EventKind::ChannelArchived,
            Self::ChannelUnarchived(_) => EventKind::ChannelUnarchived,
            Self::ChannelDeleted(_) => EventKind::ChannelDeleted,
            Self::ChannelRestored(_) => EventKind::ChannelRestored,
            Self::Void(_) => EventKind::Void,
        }
    }

    /// What the event is about: a message's id, a member's id, or nil for the channel itself.
    fn subject(&self) -> Uuid {
        match self {
            Self::MessageCreated(message) => message.id.as_uuid(),
            Self::MessageUpdated(change) => change.id.as_uuid(),
            Self::MessageDeleted(deletion) => deletion.id.as_uuid(),
            Self::ReactionAdded(change) | Self::ReactionRemoved(change) => {
                change.message_id.as_uuid()
            }
            Self::PinAdded(change) | Self::PinRemoved(change) => change.message_id.as_uuid(),
            Self::MemberJoined(change) | Self::MemberLeft(change) | Self::MemberUpdated(change) => {
                change.user.id.as_uuid()
            }
            Self::ChannelUpdated(_)
            | Self::ChannelArchived(_)
            | Self::ChannelUnarchived(_)
            | Self::ChannelDeleted(_)
            | Self::ChannelRestored(_)
            | Self::Void(_) => Uuid::nil(),
        }
    }

    /// The bytes that the log carries: a fixed header, then the JSON body. Done once per event;
    /// everybody after works with these same bytes.
    ///
    /// # Errors
    /// When the body cannot be written as JSON; none of our types can cause that.
    pub fn encode(
        &self,
        author: UserId,
        created_at: DateTime<Utc>,
        traceparent: Option<Traceparent>,
    ) -> Result<Bytes, serde_json::Error> {
        self.encode_for(&[], author, created_at, traceparent)
    }

    /// The same, with the people whom `@here` found online.
    ///
    /// # Errors
    /// As [`Self::encode`].
    pub fn encode_for(
        &self,
        here: &[UserId],
        author: UserId,
        created_at: DateTime<Utc>,
        traceparent: Option<Traceparent>,
    ) -> Result<Bytes, serde_json::Error> {
        let header = bytes::Header {
            kind: self.kind(),
            here,
            author,
            subject: self.subject(),
            created_at,
            traceparent,
        };
        bytes::encode(&header, self)
    }
}
