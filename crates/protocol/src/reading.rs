//! How far somebody has read.

use domain::{ChannelId, MessageNo, ReadVersion, Seq};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// POST `/channels/{id}/read`, where it only raises the position, and `/channels/{id}/unread`,
/// where it makes this message the first unread one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadInput {
    /// A top-level message.
    pub message_no: MessageNo,
}

/// The caller's read position in a channel; also the data of `read.updated`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReadPosition {
    /// Where.
    pub channel_id: ChannelId,
    /// The last top-level message that was read.
    pub read_message_no: MessageNo,
    /// The head of the log when that was read.
    pub read_seq: Seq,
    /// Raised whenever the position was lowered by hand: a higher version wins.
    pub read_version: ReadVersion,
    /// The counts are those of the log up to here: what later events change comes on top.
    pub head_seq: Seq,
    /// How many top-level messages by others lie behind the position; counting stops at 10,000.
    pub unread: i64,
    /// How many of those mention the caller.
    pub mentions: i64,
}

/// POST `/workspaces/{id}/read-all`: the positions that it raised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReadAll {
    /// One for each channel that had something unread.
    pub data: Vec<ReadPosition>,
}
