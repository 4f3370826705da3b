//! What a client asks for to draw its first screen, or to fill a gap.

use domain::{Epoch, Seq, UserId, UserVersion};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::channel::Channel;
use crate::gateway::event::EventFrame;
use crate::gif::GifProvider;
use crate::timestamp::Timestamp;
use crate::user::{Me, Statuses, User};
use crate::workspace::Workspace;

/// GET `/sync`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Sync {
    /// The caller.
    pub me: Me,
    /// The head of the caller's own log when this was read.
    pub user_version: UserVersion,
    /// The caller's workspaces.
    pub workspaces: Vec<Workspace>,
    /// The channels that the caller is in, with heads and unread counts.
    pub channels: Vec<Channel>,
    /// The people that occur above, and those of direct conversations.
    pub users: Vec<User>,
    /// What those people are doing.
    #[schema(value_type = std::collections::BTreeMap<String, crate::user::Status>)]
    pub presence: Statuses,
    /// For how long one's own messages can be edited, in seconds; null: for ever.
    pub edit_window_s: Option<u32>,
    /// What this installation offers besides.
    pub features: Features,
    /// Whom the caller has blocked.
    pub blocked_user_ids: Vec<UserId>,
    /// The server's clock.
    pub server_time: Timestamp,
}

/// What an installation offers or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Features {
    /// Whom GET `/gifs/search` asks; null: nobody.
    pub gifs: Option<GifProvider>,
}

/// GET `/channels/{id}/events`, and the answer to the command `fill`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct EventsPage {
    /// The events after the position asked for, as the gateway's frames.
    #[schema(value_type = Vec<EventFrame>)]
    pub events: Vec<Box<RawValue>>,
    /// The log's head: more is to be asked for while the last event is below it.
    pub head_seq: Seq,
    /// The life of the log.
    pub epoch: Epoch,
}
