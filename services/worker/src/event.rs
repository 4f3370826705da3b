//! What the worker reads in an event: only the fields that become columns.

use bus::Record;
use chrono::{DateTime, Utc};
use domain::{ChannelId, FileId, MessageId, MessageKind, MessageNo, Seq, UserId};
use protocol::Timestamp;
use protocol::event::{
    EventKind, EventView, MalformedEvent, MessageDeleted, MessageUpdated, PinChanged,
    ReactionChanged,
};
use protocol::file::File;
use protocol::message::content_hash::Content;
use serde::Deserialize;
use serde_json::value::RawValue;

/// One event of a channel's log, decoded.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) channel: ChannelId,
    pub(crate) seq: Seq,
    pub(crate) message_no: Option<MessageNo>,
    pub(crate) author: UserId,
    pub(crate) at: DateTime<Utc>,
    /// Whom `@here` found online.
    pub(crate) here: Vec<UserId>,
    pub(crate) change: Change,
}

/// What an event does to the rows.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    Created(Box<Created>),
    Updated(Box<Updated>),
    Deleted(Deletion),
    Reacted(React),
    Pinned(MessageId, Option<Pin>),
    /// Members and settings: written before they were logged (S3), or gone (void).
    Nothing,
}

/// A new message.
#[derive(Clone, Debug)]
pub(crate) struct Created {
    pub(crate) id: MessageId,
    pub(crate) parent_id: Option<MessageId>,
    pub(crate) also_in_channel: bool,
    pub(crate) author_id: UserId,
    pub(crate) kind: MessageKind,
    pub(crate) body: String,
    /// JSON, as it was sent.
    pub(crate) mentions: String,
    /// JSON, as it was sent.
    pub(crate) files: String,
    /// JSON, as it was sent.
    pub(crate) embeds: String,
    pub(crate) file_ids: Vec<FileId>,
    pub(crate) nonce: String,
    pub(crate) body_hash: [u8; 32],
    pub(crate) at: DateTime<Utc>,
}

/// The changed fields of a message.
#[derive(Clone, Debug)]
pub(crate) struct Updated {
    pub(crate) id: MessageId,
    pub(crate) parent_id: Option<MessageId>,
    pub(crate) body: Option<String>,
    /// JSON.
    pub(crate) mentions: Option<String>,
    /// JSON.
    pub(crate) embeds: Option<String>,
    /// Those that changed.
    pub(crate) files: Vec<File>,
    pub(crate) version: Option<i32>,
    pub(crate) edited_at: Option<DateTime<Utc>>,
}

/// A message that goes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deletion {
    pub(crate) id: MessageId,
    pub(crate) parent_id: Option<MessageId>,
    pub(crate) at: DateTime<Utc>,
}

/// A reaction that came or went.
#[derive(Clone, Debug)]
pub(crate) struct React {
    pub(crate) message_id: MessageId,
    pub(crate) emoji: String,
    pub(crate) user_id: UserId,
    pub(crate) active: bool,
}

/// Who pinned a message, and when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pin {
    pub(crate) by: UserId,
    pub(crate) at: DateTime<Utc>,
}

/// An event that cannot become rows.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unreadable {
    #[error("not an event of this version")]
    Malformed(#[from] MalformedEvent),
    #[error("the body does not fit its kind")]
    Body(#[from] serde_json::Error),
    #[error("the event names another channel than its log's")]
    OtherChannel,
    #[error("the version is out of range")]
    Version(#[from] std::num::TryFromIntError),
}

#[derive(Deserialize)]
struct CreatedBody<'a> {
    id: MessageId,
    channel_id: ChannelId,
    parent_id: Option<MessageId>,
    author: Author,
    kind: MessageKind,
    body: String,
    #[serde(borrow, default)]
    call: Option<&'a RawValue>,
    #[serde(borrow)]
    mentions: &'a RawValue,
    #[serde(borrow)]
    files: &'a RawValue,
    #[serde(borrow)]
    embeds: &'a RawValue,
    also_in_channel: bool,
    nonce: String,
    created_at: Timestamp,
}

#[derive(Deserialize)]
struct Author {
    id: UserId,
}

#[derive(Deserialize)]
struct FileRef {
    id: FileId,
}

impl Entry {
    /// Reads a record. An empty payload is a void: its content is gone (S9).
    pub(crate) fn read(record: &Record) -> Result<Self, Unreadable> {
        let mut entry = Self {
            channel: record.channel,
            seq: record.seq,
            message_no: record.message_no,
            author: UserId::from_uuid(uuid::Uuid::nil()),
            at: DateTime::UNIX_EPOCH,
            here: Vec::new(),
            change: Change::Nothing,
        };
        if record.payload.is_empty() {
            return Ok(entry);
        }
        let event = EventView::decode(&record.payload)?;
        entry.author = event.author;
        entry.at = event.created_at;
        entry.here = event.here().collect();
        entry.change = Change::read(&event, record.channel)?;
        Ok(entry)
    }

    /// The message that this event creates.
    pub(crate) fn creates(&self) -> Option<MessageId> {
        match &self.change {
            Change::Created(created) => Some(created.id),
            _ => None,
        }
    }

    /// The thread in which something is read differently after this event.
    pub(crate) fn thread(&self) -> Option<MessageId> {
        match &self.change {
            Change::Created(created) => created.parent_id,
            Change::Updated(updated) => updated.mentions.as_ref().and(updated.parent_id),
            Change::Deleted(deletion) => deletion.parent_id,
            Change::Reacted(_) | Change::Pinned(..) | Change::Nothing => None,
        }
    }

    /// The messages whose rows this event may change: its own and its root's.
    pub(crate) fn touches(&self) -> [Option<MessageId>; 2] {
        match &self.change {
            Change::Created(created) => [None, created.parent_id],
            Change::Updated(updated) => [Some(updated.id), None],
            Change::Deleted(deletion) => [Some(deletion.id), deletion.parent_id],
            Change::Reacted(react) => [Some(react.message_id), None],
            Change::Pinned(id, _) => [Some(*id), None],
            Change::Nothing => [None, None],
        }
    }
}

impl Change {
    fn read(event: &EventView<'_>, channel: ChannelId) -> Result<Self, Unreadable> {
        let body = event.body;
        Ok(match event.kind {
            EventKind::MessageCreated => Self::Created(Box::new(Created::read(body, channel)?)),
            EventKind::MessageUpdated => Self::Updated(Box::new(Updated::read(body)?)),
            EventKind::MessageDeleted => Self::Deleted(Deletion::read(body)?),
            EventKind::ReactionAdded => Self::Reacted(React::read(body, true)?),
            EventKind::ReactionRemoved => Self::Reacted(React::read(body, false)?),
            EventKind::PinAdded => {
                let pin: PinChanged = serde_json::from_slice(body)?;
                Self::Pinned(
                    pin.message_id,
                    Some(Pin {
                        by: pin.user_id,
                        at: pin.at.get(),
                    }),
                )
            }
            EventKind::PinRemoved => {
                let pin: PinChanged = serde_json::from_slice(body)?;
                Self::Pinned(pin.message_id, None)
            }
            EventKind::Void
            | EventKind::MemberJoined
            | EventKind::MemberLeft
            | EventKind::MemberUpdated
            | EventKind::ChannelUpdated
            | EventKind::ChannelArchived
            | EventKind::ChannelUnarchived
            | EventKind::ChannelDeleted
            | EventKind::ChannelRestored => Self::Nothing,
        })
    }
}

impl Created {
    fn read(body: &[u8], channel: ChannelId) -> Result<Self, Unreadable> {
        let body: CreatedBody<'_> = serde_json::from_slice(body)?;
        // A message id carries its channel's last bits (S2): anything else is in the wrong log.
        let is_home = body.id.last_16_bits() == channel.last_16_bits();
        if body.channel_id != channel || !is_home {
            return Err(Unreadable::OtherChannel);
        }
        let files: Vec<FileRef> = serde_json::from_str(body.files.get())?;
        let file_ids: Vec<FileId> = files.iter().map(|file| file.id).collect();
        let content = Content {
            body: &body.body,
            parent_id: body.parent_id,
            also_in_channel: body.also_in_channel,
            file_ids: &file_ids,
        };
        let body_hash = content.hash();
        Ok(Self {
            id: body.id,
            parent_id: body.parent_id,
            also_in_channel: body.also_in_channel,
            author_id: body.author.id,
            kind: body.kind,
            // What a system message says is stored as what it is.
            body: match body.call {
                Some(call) => call.get().to_owned(),
                None => body.body,
            },
            mentions: body.mentions.get().to_owned(),
            files: body.files.get().to_owned(),
            embeds: body.embeds.get().to_owned(),
            file_ids,
            nonce: body.nonce,
            body_hash,
            at: body.created_at.get(),
        })
    }
}

impl Updated {
    fn read(body: &[u8]) -> Result<Self, Unreadable> {
        let update: MessageUpdated = serde_json::from_slice(body)?;
        let mentions = update
            .mentions
            .as_ref()
            .map(serde_json::to_string)
            .transpose()?;
        let embeds = update
            .embeds
            .as_ref()
            .map(serde_json::to_string)
            .transpose()?;
        Ok(Self {
            id: update.id,
            parent_id: update.parent_id,
            body: update.body,
            mentions,
            embeds,
            files: update.files.unwrap_or_default(),
            version: update.version.map(i32::try_from).transpose()?,
            edited_at: update.edited_at.map(Timestamp::get),
        })
    }
}

impl Deletion {
    fn read(body: &[u8]) -> Result<Self, Unreadable> {
        let deletion: MessageDeleted = serde_json::from_slice(body)?;
        Ok(Self {
            id: deletion.id,
            parent_id: deletion.parent_id,
            at: deletion.deleted_at.get(),
        })
    }
}

impl React {
    fn read(body: &[u8], active: bool) -> Result<Self, Unreadable> {
        let change: ReactionChanged = serde_json::from_slice(body)?;
        Ok(Self {
            message_id: change.message_id,
            emoji: change.emoji,
            user_id: change.user_id,
            active,
        })
    }
}
