//! Threads as one person follows them.

use domain::{ChannelId, MessageId, Seq};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::message::Message;
use crate::timestamp::Timestamp;

/// The caller's side of a thread; also the data of `thread.updated`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ThreadState {
    /// The message that began it.
    pub root_id: MessageId,
    /// Where.
    pub channel_id: ChannelId,
    /// Whether its replies are news to the caller.
    pub following: bool,
    /// Replies up to here were read.
    pub read_seq: Seq,
    /// How many replies by others lie behind that; 0 when it is not followed. Counting stops at
    /// 10,000.
    pub unread: i64,
    /// How many of those mention the caller.
    pub mentions: i64,
}

/// POST `/messages/{id}/read`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ThreadRead {
    /// The last reply that was read. Only raises, and stops at the head of the channel.
    pub seq: Seq,
}

/// One thread that the caller follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Thread {
    /// The message that began it; a tombstone if it was deleted.
    pub root: Message,
    /// The caller's side.
    #[serde(flatten)]
    pub state: ThreadState,
    /// When it was last replied to; when it began, if never.
    pub active_at: Timestamp,
    /// Its newest reply that is not deleted.
    pub latest: Option<Message>,
}

/// GET `/users/me/threads`: newest activity first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ThreadPage {
    /// The threads.
    pub data: Vec<Thread>,
    /// Give this as `cursor` for the next page; null on the last one.
    pub next_cursor: Option<String>,
    /// In how many followed threads something is unread, whatever the page shows.
    pub unread: i64,
    /// How many replies mention the caller in those.
    pub mentions: i64,
}
