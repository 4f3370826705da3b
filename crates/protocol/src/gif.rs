//! Moving pictures of a provider.

use domain::WorkspaceId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who finds moving pictures; clients name it where they show what it found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum GifProvider {
    /// Giphy, or what answers as its API in version 1.
    Giphy,
    /// Tenor, or what answers as its API in version 2.
    Tenor,
}

/// POST `/gifs/{gif}/file`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeGif {
    /// The workspace that the file is for.
    pub workspace_id: WorkspaceId,
    /// What to call it, without an ending; `gif` when empty.
    #[serde(default)]
    pub name: String,
}

/// One moving picture that a search found. Its addresses are ours: no client asks the provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Gif {
    /// Names it for a day.
    pub id: String,
    /// What it shows, in the provider's words; may be empty.
    pub title: String,
    /// The width of the preview, in pixels.
    pub width: i32,
    /// The height of the preview, in pixels.
    pub height: i32,
    /// A small one, to choose by.
    pub preview_url: String,
    /// The one to send.
    pub content_url: String,
}
