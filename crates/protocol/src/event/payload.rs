//! What each event says. No per-viewer field ever stands here: the same bytes serve everybody.

use domain::{
    ChannelKind, ChannelRole, FileId, MessageId, MessageKind, MessageNo, Posting, Seq, UserId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::call::CallLine;
use crate::file::File;
use crate::message::{Embed, Mentions, Message, Reaction};
use crate::timestamp::Timestamp;
use crate::user::User;

/// A [`Message`] as its author's request made it: without what the log gives (`seq`,
/// `message_no`, `rev_seq`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreatedMessage {
    /// Which.
    pub id: MessageId,
    /// Where.
    pub channel_id: domain::ChannelId,
    /// The message that this one answers.
    pub parent_id: Option<MessageId>,
    /// Who wrote it.
    pub author: User,
    /// Who speaks.
    pub kind: MessageKind,
    /// Markdown.
    pub body: String,
    /// What a message of kind `system` tells.
    #[serde(default)]
    pub call: Option<CallLine>,
    /// Who is addressed in it.
    pub mentions: Mentions,
    /// What is attached.
    pub files: Vec<File>,
    /// Whether a reply also stands in the channel.
    pub also_in_channel: bool,
    /// The sender's key for this message.
    pub nonce: String,
    /// When it was sent.
    pub created_at: Timestamp,
    /// What a new message always has.
    #[serde(flatten, skip_deserializing)]
    pub rest: Fresh,
}

/// The fields of a message that start out empty. They are written, so that the body is a whole
/// message to clients, and never read back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fresh {
    reactions: Vec<Reaction>,
    reply_count: i64,
    reply_user_ids: Vec<UserId>,
    last_reply_at: Option<Timestamp>,
    pinned_at: Option<Timestamp>,
    pinned_by: Option<UserId>,
    edited_at: Option<Timestamp>,
    version: i64,
    deleted_at: Option<Timestamp>,
    embeds: Vec<Embed>,
}

impl Default for Fresh {
    fn default() -> Self {
        Self {
            reactions: Vec::new(),
            reply_count: 0,
            reply_user_ids: Vec::new(),
            last_reply_at: None,
            pinned_at: None,
            pinned_by: None,
            edited_at: None,
            version: 1,
            deleted_at: None,
            embeds: Vec::new(),
        }
    }
}

impl CreatedMessage {
    /// The message, with the place that the log gave it.
    #[must_use]
    pub fn into_message(self, seq: Seq, message_no: Option<MessageNo>) -> Message {
        Message {
            id: self.id,
            channel_id: self.channel_id,
            seq,
            message_no,
            parent_id: self.parent_id,
            author: self.author,
            kind: self.kind,
            body: self.body,
            call: self.call,
            mentions: self.mentions,
            files: self.files,
            reactions: Vec::new(),
            reply_count: 0,
            reply_user_ids: Vec::new(),
            last_reply_at: None,
            also_in_channel: self.also_in_channel,
            pinned_at: None,
            pinned_by: None,
            edited_at: None,
            version: 1,
            deleted_at: None,
            embeds: Vec::new(),
            nonce: self.nonce,
            rev_seq: seq,
            created_at: self.created_at,
        }
    }

    /// Whether it takes a `message_no`: it stands in the channel, not only in a thread.
    #[must_use]
    pub const fn is_numbered(&self) -> bool {
        self.parent_id.is_none() || self.also_in_channel
    }

    /// The files that it carries.
    pub fn file_ids(&self) -> impl Iterator<Item = FileId> {
        self.files.iter().map(|file| file.id)
    }
}

/// `message.updated`: the id and the changed fields; what is absent has not changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MessageUpdated {
    /// Which.
    pub id: MessageId,
    /// The message that it answers.
    pub parent_id: Option<MessageId>,
    /// The new body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Who is addressed in the new body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mentions: Option<Mentions>,
    /// When it was edited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
    /// The new version; without a new body, the version that this is about: another one's is
    /// changed by nothing here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    /// What the links lead to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub embeds: Option<Vec<Embed>>,
    /// Those of its files that changed: each takes the place of the one with its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub files: Option<Vec<File>>,
}

impl MessageUpdated {
    /// Whether it changes a message that is at `version`: embeds that were looked up for a text
    /// that has been edited since do not.
    #[must_use]
    pub fn concerns(&self, version: i64) -> bool {
        self.body.is_some() || self.version.is_none_or(|of| of == version)
    }
}

/// `message.deleted`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MessageDeleted {
    /// Which.
    pub id: MessageId,
    /// The message that it answered: its root loses a reply.
    pub parent_id: Option<MessageId>,
    /// Its place among the channel's top-level messages.
    pub message_no: Option<MessageNo>,
    /// Who deleted it.
    pub deleted_by: UserId,
    /// When.
    pub deleted_at: Timestamp,
}

/// `reaction.added` and `reaction.removed`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReactionChanged {
    /// On which message.
    pub message_id: MessageId,
    /// One emoji, or `:name:` of a custom one.
    pub emoji: String,
    /// Whose.
    pub user_id: UserId,
}

/// `pin.added` and `pin.removed`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PinChanged {
    /// Which message.
    pub message_id: MessageId,
    /// Who pinned or unpinned it.
    pub user_id: UserId,
    /// When.
    pub at: Timestamp,
}

/// `member.joined`, `member.left` and `member.updated`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MemberChanged {
    /// Who.
    pub user: User,
    /// As what; for `member.left`, as what they were there.
    pub role: ChannelRole,
    /// Who did it: the member, or who added, changed or removed them.
    pub by: UserId,
    /// How it came.
    pub reason: MemberReason,
}

/// How a membership changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MemberReason {
    /// They joined by themselves.
    Joined,
    /// Somebody added them.
    Added,
    /// They came through an invitation.
    Invited,
    /// They left by themselves.
    Left,
    /// Somebody removed them.
    Removed,
    /// They are no longer in the workspace, or their account is switched off.
    Deactivated,
    /// They have another role.
    Role,
}

/// `channel.updated`: all settings, as they are from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChannelSettings {
    /// What sort of conversation.
    pub kind: ChannelKind,
    /// Its name.
    pub name: Option<String>,
    /// Its name in addresses.
    pub slug: Option<String>,
    /// What is talked about at the moment.
    pub topic: String,
    /// What it is for.
    pub description: String,
    /// Where its cover picture is.
    pub cover_url: Option<String>,
    /// Who may post.
    pub posting: Posting,
    /// The least time between two messages of one person, in seconds; 0: none.
    pub slow_mode_s: i64,
    /// Who changed them.
    pub by: UserId,
}

/// `channel.archived`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChannelArchived {
    /// Since when.
    pub archived_at: Timestamp,
    /// By whom.
    pub by: UserId,
}

/// `channel.unarchived`, `channel.deleted` and `channel.restored`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChannelChanged {
    /// By whom.
    pub by: UserId,
}

/// No content: an empty object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Nothing {}
