//! The rows of a folded batch.

use chrono::{DateTime, Utc};
use domain::{ChannelId, MessageId, MessageKind, MessageNo, Seq, UserId};

/// A message's row, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its channel.
    pub channel_id: ChannelId,
    /// Its place in the channel's log.
    pub seq: Seq,
    /// Its id.
    pub id: MessageId,
    /// Its place among the top-level messages.
    pub message_no: Option<MessageNo>,
    /// The root that it replies to.
    pub parent_id: Option<MessageId>,
    /// A reply that is shown in the channel too.
    pub also_in_channel: bool,
    /// Who wrote it.
    pub author_id: UserId,
    /// Who speaks in it.
    pub kind: MessageKind,
    /// Markdown; empty once deleted.
    pub body: String,
    /// JSON: whom it addresses.
    pub mentions: String,
    /// Whom `@here` found online.
    pub here_user_ids: Vec<UserId>,
    /// JSON: the files it carries.
    pub files: String,
    /// JSON: previews of its links.
    pub embeds: String,
    /// Replies that are not deleted.
    pub reply_count: i32,
    /// Who replied first.
    pub reply_user_ids: Vec<UserId>,
    /// When the last reply was created.
    pub last_reply_at: Option<DateTime<Utc>>,
    /// When it was pinned.
    pub pinned_at: Option<DateTime<Utc>>,
    /// Who pinned it.
    pub pinned_by: Option<UserId>,
    /// When its body last changed.
    pub edited_at: Option<DateTime<Utc>>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
    /// 1, and one more for each edit.
    pub version: i32,
    /// The sender's key.
    pub nonce: String,
    /// SHA-256 of what the nonce stands for.
    pub body_hash: Vec<u8>,
    /// Seq of the last event that changed the row.
    pub rev_seq: Seq,
    /// When it was sent.
    pub created_at: DateTime<Utc>,
}

/// A text whose links are shown with a preview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Linked {
    /// The message.
    pub message_id: MessageId,
    /// Its channel.
    pub channel_id: ChannelId,
    /// The version that has this text.
    pub version: i32,
}

/// A body that an edit replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The message.
    pub message_id: MessageId,
    /// Its channel.
    pub channel_id: ChannelId,
    /// The version that had this body.
    pub version: i32,
    /// The body.
    pub body: String,
    /// Who replaced it.
    pub edited_by: UserId,
    /// When it was replaced.
    pub edited_at: DateTime<Utc>,
}

/// The last change of one person's reaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reaction {
    /// The message.
    pub message_id: MessageId,
    /// Its channel.
    pub channel_id: ChannelId,
    /// The emoji.
    pub emoji: String,
    /// Who reacted.
    pub user_id: UserId,
    /// Whether the reaction stands.
    pub active: bool,
    /// Seq of the change.
    pub seq: Seq,
    /// When it changed.
    pub at: DateTime<Utc>,
}

/// Somebody whom a message addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// The message's channel.
    pub channel_id: ChannelId,
    /// The message's seq.
    pub seq: Seq,
    /// Who is addressed; the nil user stands for everybody in the channel.
    pub user_id: UserId,
    /// The message's number; none for a plain reply.
    pub message_no: Option<MessageNo>,
    /// The message.
    pub message_id: MessageId,
}

/// What replies made of one person's side of a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Following {
    /// The thread.
    pub root_id: MessageId,
    /// Its channel.
    pub channel_id: ChannelId,
    /// Who.
    pub user_id: UserId,
    /// They were answered or named: if they had no side, they follow, and have read up to here.
    pub since: Option<Seq>,
    /// Their own last reply: they follow, unless they stopped by hand after it.
    pub replied: Option<Seq>,
}
