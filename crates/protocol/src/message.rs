//! Messages, and what is asked and answered about them.

pub mod apply;
pub mod content_hash;

use domain::{ChannelId, Epoch, FileId, MessageId, MessageKind, MessageNo, Seq, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::call::CallLine;
use crate::file::File;
use crate::timestamp::Timestamp;
use crate::user::User;

/// A message. A deleted one keeps `id`, `seq`, `author` and the reply counts; its content is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Message {
    /// Which.
    pub id: MessageId,
    /// Where.
    pub channel_id: ChannelId,
    /// The place of its creation in the channel's log.
    pub seq: Seq,
    /// Its place among the channel's top-level messages; null for a reply that stays in its
    /// thread.
    pub message_no: Option<MessageNo>,
    /// The message that this one answers.
    pub parent_id: Option<MessageId>,
    /// Who wrote it.
    pub author: User,
    /// Who speaks.
    pub kind: MessageKind,
    /// Markdown.
    pub body: String,
    /// What a message of kind `system` tells: a call that is over. Its body says the same in words.
    #[serde(default)]
    pub call: Option<CallLine>,
    /// Who is addressed in it.
    pub mentions: Mentions,
    /// What is attached.
    pub files: Vec<File>,
    /// Reactions, oldest first.
    pub reactions: Vec<Reaction>,
    /// How many replies it has.
    pub reply_count: i64,
    /// Who replied, in the order of their first reply; at most 20.
    pub reply_user_ids: Vec<UserId>,
    /// When it was last replied to.
    pub last_reply_at: Option<Timestamp>,
    /// Whether a reply also stands in the channel.
    pub also_in_channel: bool,
    /// Since when it is pinned.
    pub pinned_at: Option<Timestamp>,
    /// Who pinned it.
    pub pinned_by: Option<UserId>,
    /// When it was last edited.
    pub edited_at: Option<Timestamp>,
    /// 1, and one more with each edit.
    pub version: i64,
    /// When it was deleted.
    pub deleted_at: Option<Timestamp>,
    /// What its links lead to.
    pub embeds: Vec<Embed>,
    /// The sender's key for this message.
    pub nonce: String,
    /// The seq of the last event that changed it. Apply an event only if its seq is greater.
    pub rev_seq: Seq,
    /// When it was sent.
    pub created_at: Timestamp,
}

/// Who is addressed in a body. Offsets count Unicode code points of the body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Mentions {
    /// People.
    pub users: Vec<UserMention>,
    /// Whether `@channel` stands in it.
    pub channel: bool,
    /// Whether `@here` stands in it.
    pub here: bool,
}

/// One person addressed in a body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UserMention {
    /// Who.
    pub user_id: UserId,
    /// The code point where the `@` stands.
    pub start: u32,
    /// The code point after the handle.
    pub end: u32,
}

/// One emoji on a message, and who put it there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reaction {
    /// One emoji, or `:name:` of a custom one.
    pub emoji: String,
    /// How many people.
    pub count: i64,
    /// The first 20 of them.
    pub user_ids: Vec<UserId>,
    /// Whether the caller is one of them.
    pub me: bool,
}

/// What a link in a body leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Embed {
    /// The link.
    pub url: String,
    /// The title of the page.
    pub title: String,
    /// Its summary.
    pub description: String,
    /// The name of the site.
    pub site_name: String,
    /// A picture, kept by us: a path at the edge.
    pub image_url: Option<String>,
    /// Its width, in pixels.
    #[serde(default)]
    pub image_width: Option<i32>,
    /// Its height, in pixels.
    #[serde(default)]
    pub image_height: Option<i32>,
    /// What sort of page.
    pub kind: EmbedKind,
}

/// What sort of page a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EmbedKind {
    /// A page.
    Link,
    /// A picture.
    Image,
    /// A video.
    Video,
}

/// POST `/channels/{id}/messages`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendMessage {
    /// Markdown, up to 16 KiB; may be empty when files are attached.
    pub body: String,
    /// The sender's key: the same one sends at most once, per channel and author.
    pub nonce: String,
    /// The message to reply to.
    #[serde(default)]
    pub parent_id: Option<MessageId>,
    /// Show a reply in the channel too.
    #[serde(default)]
    pub also_in_channel: bool,
    /// Up to 10 files of the sender that no message carries yet.
    #[serde(default)]
    pub file_ids: Vec<FileId>,
    /// The sender knows that `@channel` or `@here` calls more than 50 people.
    #[serde(default)]
    pub confirm_mass_mention: bool,
}

/// PATCH `/messages/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EditMessage {
    /// The new body.
    pub body: String,
    /// The author knows that a new `@channel` or `@here` calls more than 50 people.
    #[serde(default)]
    pub confirm_mass_mention: bool,
}

/// A stretch of a channel's top-level messages, ascending.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MessagePage {
    /// The messages.
    pub data: Vec<Message>,
    /// Whether there are older ones.
    pub has_before: bool,
    /// Whether there are newer ones.
    pub has_after: bool,
    /// The life of the channel's log.
    pub epoch: Epoch,
    /// The log's head when the page was read: events above it come on top.
    pub head_seq: Seq,
    /// False when a store was down and something may be missing.
    pub complete: bool,
}

/// What a message said before an edit: GET `/messages/{id}/revisions`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Revision {
    /// The version that this was.
    pub version: i64,
    /// What it said.
    pub body: String,
    /// When it was written.
    pub created_at: Timestamp,
}

/// Who reacted with what: GET `/messages/{id}/reactions`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reactor {
    /// The emoji.
    pub emoji: String,
    /// Who.
    pub user: User,
    /// When.
    pub created_at: Timestamp,
}

/// Who has read a message: GET `/messages/{id}/readers`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reader {
    /// Who.
    pub user: User,
    /// How far.
    pub read_message_no: MessageNo,
}
