//! What the gateway sends without being asked.

use domain::{
    ChannelId, Epoch, MessageId, MessageNo, Seq, SessionId, UserId, UserVersion, WorkspaceId,
    WorkspaceRole,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::call::CallSignal;
use crate::channel::{Channel, Membership};
use crate::emoji::CustomEmoji;
use crate::event::{
    ChannelArchived, ChannelChanged, ChannelSettings, MemberChanged, MessageDeleted,
    MessageUpdated, Nothing, PinChanged, ReactionChanged,
};
use crate::message::Message;
use crate::reading::ReadPosition;
use crate::thread::ThreadState;
use crate::user::{Me, Status, Statuses, User};
use crate::workspace::{Workspace, WorkspaceMembership};

/// An event of a channel's log, as a frame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EventFrame {
    /// Which channel.
    pub channel: ChannelId,
    /// Its place in the log.
    pub seq: Seq,
    /// What it says.
    #[serde(flatten)]
    pub event: Event,
}

/// What an event of a channel's log says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// A message, top-level or a reply. A reply has a `parent_id`: count it on its root.
    #[serde(rename = "message.created")]
    MessageCreated(Box<Message>),
    /// An edit, or the embeds of its links.
    #[serde(rename = "message.updated")]
    MessageUpdated(MessageUpdated),
    /// A message is gone; its tombstone stays.
    #[serde(rename = "message.deleted")]
    MessageDeleted(MessageDeleted),
    /// Somebody reacted.
    #[serde(rename = "reaction.added")]
    ReactionAdded(ReactionChanged),
    /// Somebody took a reaction back.
    #[serde(rename = "reaction.removed")]
    ReactionRemoved(ReactionChanged),
    /// A message was pinned.
    #[serde(rename = "pin.added")]
    PinAdded(PinChanged),
    /// A message is no longer pinned.
    #[serde(rename = "pin.removed")]
    PinRemoved(PinChanged),
    /// Somebody is now a member.
    #[serde(rename = "member.joined")]
    MemberJoined(MemberChanged),
    /// Somebody is no longer a member.
    #[serde(rename = "member.left")]
    MemberLeft(MemberChanged),
    /// Somebody has another role.
    #[serde(rename = "member.updated")]
    MemberUpdated(MemberChanged),
    /// The channel's settings changed.
    #[serde(rename = "channel.updated")]
    ChannelUpdated(ChannelSettings),
    /// The channel takes nothing new.
    #[serde(rename = "channel.archived")]
    ChannelArchived(ChannelArchived),
    /// The channel takes messages again.
    #[serde(rename = "channel.unarchived")]
    ChannelUnarchived(ChannelChanged),
    /// The channel is gone. Its last event, unless it is restored.
    #[serde(rename = "channel.deleted")]
    ChannelDeleted(ChannelChanged),
    /// The channel is back, with all that was in it.
    #[serde(rename = "channel.restored")]
    ChannelRestored(ChannelChanged),
    /// A seq whose content is gone.
    #[serde(rename = "void")]
    Void(Nothing),
}

/// An event of the user's own log, or a hint, as a frame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UserFrame {
    /// Its place in the user's own log; absent for hints, which take none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_version: Option<UserVersion>,
    /// What it says.
    #[serde(flatten)]
    pub event: UserEvent,
}

/// What concerns one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", content = "data")]
pub enum UserEvent {
    /// The user is in a channel from now on: its events come by themselves.
    #[serde(rename = "channel.added")]
    ChannelAdded(Box<ChannelAdded>),
    /// The user is no longer in a channel.
    #[serde(rename = "channel.removed")]
    ChannelRemoved(ChannelRemoved),
    /// The user has read further, or marked something as unread.
    #[serde(rename = "read.updated")]
    ReadUpdated(ReadPosition),
    /// The user's own side of a channel changed.
    #[serde(rename = "membership.updated")]
    MembershipUpdated(MembershipUpdated),
    /// The user's side of a thread changed: followed or not, read further, a reply came or went.
    /// For a reply it comes as a hint, from whoever stored it.
    #[serde(rename = "thread.updated")]
    ThreadUpdated(ThreadState),
    /// A person changed: the user, or, as a hint, somebody in a shared workspace. A guest hears it
    /// of whom they share a channel with.
    #[serde(rename = "user.updated")]
    UserUpdated(Box<UserUpdated>),
    /// The user has blocked somebody, or does not any more. Nobody else is told.
    #[serde(rename = "blocks.updated")]
    BlocksUpdated(BlocksUpdated),
    /// The user is in a workspace from now on, or has another role in it.
    #[serde(rename = "workspace.added")]
    WorkspaceAdded(Workspace),
    /// The user is no longer in a workspace.
    #[serde(rename = "workspace.removed")]
    WorkspaceRemoved(WorkspaceRef),
    /// The user's own side of a workspace changed.
    #[serde(rename = "workspace.membership_updated")]
    WorkspaceMembershipUpdated(WorkspaceMembership),
    /// Hint: a workspace's name or picture changed.
    #[serde(rename = "workspace.updated")]
    WorkspaceUpdated(WorkspaceUpdated),
    /// Hint: a workspace has a new emoji, or one less.
    #[serde(rename = "workspace.emoji_updated")]
    WorkspaceEmojiUpdated(WorkspaceEmojiUpdated),
    /// Hint: somebody joined a workspace, or has another role in it.
    #[serde(rename = "workspace.member_updated")]
    WorkspaceMemberUpdated(WorkspaceMemberUpdated),
    /// Hint: somebody left a workspace.
    #[serde(rename = "workspace.member_removed")]
    WorkspaceMemberRemoved(WorkspaceMemberRemoved),
    /// Hint: all that this user sent to a channel up to `seq` is in Postgres.
    #[serde(rename = "durable")]
    Durable(Durable),
    /// A session was ended.
    #[serde(rename = "session.revoked")]
    SessionRevoked(SessionRevoked),
}

/// `channel.added`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChannelAdded {
    /// Which.
    pub channel_id: ChannelId,
    /// The life of its log.
    pub epoch: Epoch,
    /// Its head when the user was added: their events start after it.
    pub head_seq: Seq,
    /// The number of its last top-level message then.
    pub head_message_no: MessageNo,
    /// The channel; null: ask for it.
    pub channel: Option<Channel>,
}

/// `channel.removed`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChannelRemoved {
    /// Which.
    pub channel_id: ChannelId,
    /// The seq of the event that ended it, where one did.
    pub seq: Option<Seq>,
}

/// `membership.updated`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MembershipUpdated {
    /// In which channel.
    pub channel_id: ChannelId,
    /// As it is from now on.
    pub membership: Membership,
}

/// `user.updated`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UserUpdated {
    /// As others see them.
    pub user: User,
    /// As they see themselves; null when it is somebody else.
    pub me: Option<Me>,
}

/// `blocks.updated`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BlocksUpdated {
    /// About whom.
    pub user_id: UserId,
    /// Whether they are blocked from now on. Unread mentions are counted anew either way.
    pub blocked: bool,
}

/// A workspace that is gone for the user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WorkspaceRef {
    /// Which.
    pub workspace_id: WorkspaceId,
}

/// `workspace.updated`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WorkspaceUpdated {
    /// Which.
    pub workspace_id: WorkspaceId,
    /// Its name.
    pub name: String,
    /// Its name in addresses.
    pub slug: String,
    /// Where its picture is.
    pub icon_url: Option<String>,
}

/// `workspace.emoji_updated`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WorkspaceEmojiUpdated {
    /// Whose.
    pub workspace_id: WorkspaceId,
    /// Its name, without the colons.
    pub name: String,
    /// As it is from now on; null: it is gone.
    pub emoji: Option<CustomEmoji>,
}

/// `workspace.member_updated`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WorkspaceMemberUpdated {
    /// Which.
    pub workspace_id: WorkspaceId,
    /// Who.
    pub user: User,
    /// As what.
    pub role: WorkspaceRole,
}

/// `workspace.member_removed`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WorkspaceMemberRemoved {
    /// Which.
    pub workspace_id: WorkspaceId,
    /// Who.
    pub user_id: UserId,
}

/// `durable`: the client may forget its copies of what it sent up to here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Durable {
    /// In which channel.
    pub channel: ChannelId,
    /// Up to where.
    pub seq: Seq,
}

/// `session.revoked`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionRevoked {
    /// Which.
    pub session_id: SessionId,
}

/// What may be dropped without harm, as a frame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EphemeralFrame {
    /// Which channel, where it concerns one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<ChannelId>,
    /// What it says.
    #[serde(flatten)]
    pub event: EphemeralEvent,
}

/// What may be dropped without harm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", content = "data")]
pub enum EphemeralEvent {
    /// Somebody is typing.
    #[serde(rename = "typing.started")]
    TypingStarted(Typist),
    /// Somebody stopped typing.
    #[serde(rename = "typing.stopped")]
    TypingStopped(Typist),
    /// People came, went or changed their status.
    #[serde(rename = "presence.updated")]
    PresenceUpdated(PresenceUpdated),
    /// Somebody has read further.
    #[serde(rename = "receipt.updated")]
    ReceiptUpdated(ReceiptUpdated),
    /// Somebody did something in a call, or rings.
    #[serde(rename = "call.signal")]
    CallSignal(CallSignal),
}

/// `typing.started` and `typing.stopped`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Typist {
    /// Who.
    pub user_id: UserId,
    /// In which thread.
    pub parent_id: Option<MessageId>,
}

/// `presence.updated`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PresenceUpdated {
    /// What changed in the last quarter of a second.
    #[schema(value_type = BTreeMap<String, Status>)]
    pub users: Statuses,
}

/// `receipt.updated`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReceiptUpdated {
    /// Who.
    pub user_id: UserId,
    /// How far.
    pub message_no: MessageNo,
}
