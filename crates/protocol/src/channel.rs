//! Channels and their members.

use domain::{
    ChannelId, ChannelKind, ChannelRole, Epoch, MessageNo, Notify, Posting, ReadVersion, Seq,
    UserId, WorkspaceId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::patch;
use crate::timestamp::Timestamp;
use crate::user::User;

/// A channel, as the caller sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Channel {
    /// Which.
    pub id: ChannelId,
    /// Where.
    pub workspace_id: WorkspaceId,
    /// What sort of conversation.
    pub kind: ChannelKind,
    /// Its name; null for direct conversations.
    pub name: Option<String>,
    /// Its name in addresses; null for direct conversations.
    pub slug: Option<String>,
    /// What is talked about at the moment.
    pub topic: String,
    /// What it is for.
    pub description: String,
    /// Where its cover picture is.
    pub cover_url: Option<String>,
    /// Who created it.
    pub created_by: Option<UserId>,
    /// How many people are in it.
    pub member_count: i64,
    /// Since when it takes nothing new.
    pub archived_at: Option<Timestamp>,
    /// Who may post.
    pub posting: Posting,
    /// The least time between two messages of one person, in seconds; 0: none.
    pub slow_mode_s: i64,
    /// The life of its log.
    pub epoch: Epoch,
    /// The seq of its last event.
    pub head_seq: Seq,
    /// The number of its last top-level message.
    pub head_message_no: MessageNo,
    /// When the last message was sent.
    pub last_message_at: Option<Timestamp>,
    /// What the caller is in it; null when not a member.
    pub membership: Option<Membership>,
    /// Who is in it, for direct conversations; empty for others.
    pub members: Vec<User>,
}

/// The caller's own side of a channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Membership {
    /// As what.
    pub role: ChannelRole,
    /// Since when.
    pub joined_at: Timestamp,
    /// The last top-level message that was read.
    pub read_message_no: MessageNo,
    /// The head of the log when that was read.
    pub read_seq: Seq,
    /// Raised whenever the position was lowered by hand: a higher version wins.
    pub read_version: ReadVersion,
    /// How many top-level messages by others lie behind the position; counting stops at 10,000.
    pub unread: i64,
    /// How many of those mention the caller.
    pub mentions: i64,
    /// What to be told about.
    pub notify: Notify,
    /// Until when to be told nothing.
    pub muted_until: Option<Timestamp>,
    /// Whether it stands on top of the list.
    pub starred: bool,
}

/// A channel that was deleted and can be restored, as those see it who may do that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeletedChannel {
    /// Which.
    pub id: ChannelId,
    /// Where.
    pub workspace_id: WorkspaceId,
    /// What sort of conversation it was.
    pub kind: ChannelKind,
    /// Its name.
    pub name: String,
    /// How many people were in it.
    pub member_count: i64,
    /// When it was deleted.
    pub deleted_at: Timestamp,
    /// By whom.
    pub deleted_by: Option<UserId>,
    /// Until when it can be restored; then it is removed for good.
    pub restorable_until: Timestamp,
}

/// One member of a channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChannelMember {
    /// Who.
    pub user: User,
    /// As what.
    pub role: ChannelRole,
    /// Since when.
    pub joined_at: Timestamp,
}

/// POST `/workspaces/{id}/channels`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateChannel {
    /// Its name.
    pub name: String,
    /// `public` or `private`.
    pub kind: ChannelKind,
    /// What is talked about at the moment.
    #[serde(default)]
    pub topic: Option<String>,
    /// What it is for.
    #[serde(default)]
    pub description: Option<String>,
    /// Who is in it from the start, besides the caller.
    #[serde(default)]
    pub member_ids: Option<Vec<UserId>>,
}

/// POST `/workspaces/{id}/dms`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenDm {
    /// The others: one for a direct conversation, two to eight for a group, only oneself for
    /// notes.
    pub user_ids: Vec<UserId>,
}

/// PATCH `/channels/{id}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PatchChannel {
    /// A new name.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "patch::present"
    )]
    pub name: Option<String>,
    /// A new topic; null clears it.
    #[schema(value_type = Option<String>)]
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "patch::present"
    )]
    pub topic: Option<Option<String>>,
    /// A new description; null clears it.
    #[schema(value_type = Option<String>)]
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "patch::present"
    )]
    pub description: Option<Option<String>>,
    /// Who may post.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "patch::present"
    )]
    pub posting: Option<Posting>,
    /// The least time between two messages of one person, in seconds; 0: none.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "patch::present"
    )]
    pub slow_mode_s: Option<i64>,
}

/// POST `/channels/{id}/transfer`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferChannel {
    /// Who becomes the owner: a member of the channel.
    pub user_id: UserId,
}

/// PUT `/channels/{id}/members/{user}`: adds them, or changes their role.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PutChannelMember {
    /// As what; member by default, and unchanged for who is in it already.
    pub role: Option<ChannelRole>,
}

/// PATCH `/channels/{id}/membership`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PatchMembership {
    /// What to be told about.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "patch::present"
    )]
    pub notify: Option<Notify>,
    /// Until when to be told nothing; null: be told again.
    #[schema(value_type = Option<Timestamp>)]
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "patch::present"
    )]
    pub muted_until: Option<Option<Timestamp>>,
    /// Whether it stands on top of the list.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "patch::present"
    )]
    pub starred: Option<bool>,
}

/// GET `/channels/{id}/presence`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChannelPresence {
    /// How many members are there, as others see them; up to 10 seconds old.
    pub online: u64,
}
