//! Web Push: the devices that asked for it, and what became of every notification.

use domain::{
    ChannelId, Concern, MessageId, MessageNo, NotifyOutcome, SessionId, UserId, WorkspaceId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::timestamp::Timestamp;

/// GET `/push/key`: what a browser subscribes with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PushKey {
    /// The installation's VAPID public key: an uncompressed point of P-256, base64url.
    pub public_key: String,
}

/// PUT `/users/me/push-subscriptions`: as the browser's `PushSubscription.toJSON()` gives it,
/// without its expiration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PutPushSubscription {
    /// Where to send to: https, and a public host.
    pub endpoint: String,
    /// What to encrypt with.
    pub keys: PushKeys,
}

/// The keys of a subscription, base64url.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PushKeys {
    /// The browser's public key: an uncompressed point of P-256.
    pub p256dh: String,
    /// The shared secret: 16 bytes.
    pub auth: String,
}

/// A device that is told by push. It ends with its session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PushSubscription {
    /// The session that asked for it.
    pub session_id: SessionId,
    /// Whether that is the one that asks.
    pub current: bool,
    /// The browser, as it named itself at sign-in.
    pub user_agent: Option<String>,
    /// Since when.
    pub created_at: Timestamp,
    /// When its push service last took something.
    pub last_sent_at: Option<Timestamp>,
}

/// What became of telling the caller of one message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NotificationEntry {
    /// Which message.
    pub message_id: MessageId,
    /// Where.
    pub channel_id: ChannelId,
    /// In which workspace.
    pub workspace_id: WorkspaceId,
    /// Its number in the channel; null for a plain reply.
    pub message_no: Option<MessageNo>,
    /// The message that it replies to.
    pub parent_id: Option<MessageId>,
    /// Who wrote it.
    pub author_id: UserId,
    /// Why it concerns the caller.
    pub concern: Concern,
    /// What became of it.
    pub outcome: NotifyOutcome,
    /// When the message was sent.
    pub created_at: Timestamp,
    /// When that was settled; null while it is not.
    pub decided_at: Option<Timestamp>,
}

/// What is encrypted in a push: everything that the notification shows, in JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum PushPayload {
    /// Something was said.
    Message(Box<PushedMessage>),
    /// The channel was read elsewhere: take back what is shown of it.
    Read {
        /// Which.
        channel_id: ChannelId,
    },
}

/// A message as a notification shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PushedMessage {
    /// Where.
    pub channel_id: ChannelId,
    /// In which workspace.
    pub workspace_id: WorkspaceId,
    /// Which message.
    pub message_id: MessageId,
    /// Its number in the channel; null for a plain reply.
    pub message_no: Option<MessageNo>,
    /// The message that it replies to.
    pub parent_id: Option<MessageId>,
    /// Why it concerns the person.
    pub concern: Concern,
    /// Who wrote it.
    pub author: String,
    /// The channel's name; null in direct conversations.
    pub place: Option<String>,
    /// The beginning of its text; null when the person wants no text, or there is none.
    pub text: Option<String>,
    /// How many messages it stands for.
    pub count: u32,
    /// The language of the person.
    pub locale: String,
}
