//! Workspaces' own emoji.

use domain::UserId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::timestamp::Timestamp;

/// A custom emoji: written `:name:` in messages, reactions and statuses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CustomEmoji {
    /// Its name, without the colons.
    pub name: String,
    /// Where its picture is.
    pub url: String,
    /// Who added it.
    pub created_by: UserId,
    /// When.
    pub created_at: Timestamp,
}
