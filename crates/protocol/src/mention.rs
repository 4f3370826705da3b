//! Mentions as the person who is mentioned reads them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::channel::Channel;
use crate::message::Message;

/// One message that mentions the caller: GET `/users/me/mentions`, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MentionEntry {
    /// The message.
    pub message: Message,
    /// Where it was said.
    pub channel: Channel,
    /// Whether it lies behind the caller's read position: the channel's, or for a reply that
    /// stays in its thread, the thread's.
    pub unread: bool,
}
