//! Searching, and what helps to begin.

use domain::WorkspaceId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::channel::Channel;
use crate::message::Message;
use crate::user::User;

/// In which order messages are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum SearchSort {
    /// What fits best first, newer before older; of the newest 2,000 that fit.
    #[default]
    Relevance,
    /// The newest first; all of them.
    Newest,
}

/// A message that was found: GET `/search`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SearchHit {
    /// The message.
    pub message: Message,
    /// Where it was said.
    pub channel: Channel,
    /// What of its body was looked for: `[start, end]` in Unicode code points, ascending, none
    /// touching another. Empty where only filters or the names of files fit.
    pub highlights: Vec<[usize; 2]>,
}

/// What a search may go on with: GET `/search/suggest`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SearchSuggestions {
    /// Channels whose name has the text; those that the caller is in first.
    pub channels: Vec<Channel>,
    /// People whose handle or name has it.
    pub people: Vec<User>,
    /// The caller's last searches that have it, newest first.
    pub recent: Vec<String>,
}

/// PUT `/search/recents`: a search that the caller wants to find again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecentSearch {
    /// Where it was made.
    pub workspace_id: WorkspaceId,
    /// What was asked.
    pub q: String,
}
