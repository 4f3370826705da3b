//! Files.

use domain::{FileId, FileKind, FileState, MessageId, Seq};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::timestamp::Timestamp;
use crate::user::User;

/// A stored file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct File {
    /// Which.
    pub id: FileId,
    /// Its name, as it was uploaded.
    pub name: String,
    /// Its type, found from its content.
    pub content_type: String,
    /// Its length in bytes.
    pub size: i64,
    /// How to show it.
    pub kind: FileKind,
    /// In pixels, for images and videos.
    pub width: Option<i64>,
    /// In pixels, for images and videos.
    pub height: Option<i64>,
    /// A few bytes that stand in for the image while it loads, base64.
    pub thumbhash: Option<String>,
    /// For sound and videos.
    pub duration_ms: Option<i64>,
    /// For documents of which that was found.
    #[serde(default)]
    pub pages: Option<i64>,
    /// Where the content is.
    pub url: String,
    /// Where a smaller picture of it is.
    pub thumbnail_url: Option<String>,
    /// Whether it may be downloaded.
    pub state: FileState,
}

impl File {
    /// Where the content of a file is.
    #[must_use]
    pub fn url_of(id: FileId) -> String {
        format!("/api/v1/files/{id}/content")
    }

    /// Where the smaller picture of a file is.
    #[must_use]
    pub fn thumbnail_url_of(id: FileId) -> String {
        format!("/api/v1/files/{id}/thumbnail")
    }
}

/// A file with the message that carries it: GET `/channels/{channel}/files`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChannelFile {
    /// The file.
    pub file: File,
    /// The message that carries it.
    pub message_id: MessageId,
    /// Where that message stands in the channel's log.
    pub seq: Seq,
    /// The root of the thread that it stands in, if it is a reply.
    pub parent_id: Option<MessageId>,
    /// Who wrote that message.
    pub author: User,
    /// When.
    pub created_at: Timestamp,
}
