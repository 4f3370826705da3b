//! Files.

use domain::{FileId, FileKind, FileState, UploadId, WorkspaceId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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

/// POST `/files/uploads`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateUpload {
    /// The workspace whose people may see it one day.
    pub workspace_id: WorkspaceId,
    /// Its name.
    pub name: String,
    /// Its length in bytes.
    pub size: i64,
    /// Its type, as the client believes.
    pub content_type: String,
    /// The SHA-256 of the content, in hex.
    #[serde(default)]
    pub sha256: Option<String>,
}

/// An upload in parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Upload {
    /// Which.
    pub id: UploadId,
    /// The length of every part but the last, in bytes.
    pub part_size: i64,
    /// Where to PUT the parts that are missing.
    pub urls: Vec<PartUrl>,
    /// The parts that arrived.
    pub parts: Vec<Part>,
}

/// Where to PUT one part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PartUrl {
    /// 1, 2, 3 …
    pub number: i64,
    /// A presigned URL, good for a few minutes.
    pub url: String,
}

/// One part that arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// 1, 2, 3 …
    pub number: i64,
    /// As the PUT answered.
    pub etag: String,
}

/// POST `/files/uploads/{id}/complete`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompleteUpload {
    /// All parts.
    pub parts: Vec<Part>,
}
