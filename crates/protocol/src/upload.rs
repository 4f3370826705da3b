//! Files that come in parts, straight to the store.

use domain::{FileId, WorkspaceId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::file::File;
use crate::timestamp::Timestamp;

/// POST `/files/uploads`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUpload {
    /// The workspace that the file is for.
    pub workspace_id: WorkspaceId,
    /// Its name.
    pub name: String,
    /// Its length in bytes.
    pub size: u64,
    /// What the client takes it for. What it is, is found from its content.
    pub content_type: String,
    /// SHA-256 of all the bytes, in hexadecimal: checked when they are there.
    pub sha256: Option<String>,
}

/// How far an upload has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UploadState {
    /// Parts may come.
    Open,
    /// The parts are made a file at this moment.
    Completing,
    /// It is a file.
    Complete,
}

/// An upload in parts. Its id becomes the file's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Upload {
    /// Which.
    pub id: FileId,
    /// How far it has come.
    pub state: UploadState,
    /// Bytes of every part but the last, which has the rest.
    pub part_size: u64,
    /// The parts that are there.
    pub parts: Vec<UploadedPart>,
    /// Where each missing part is PUT, with exactly its bytes and no other header than the browser's own.
    pub urls: Vec<PartUrl>,
    /// How long the addresses hold; ask for new ones then.
    pub urls_expire_at: Timestamp,
    /// The file, once it is complete.
    pub file: Option<File>,
}

/// A part that the store has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UploadedPart {
    /// Which: from 1.
    pub number: u16,
    /// What the store answered in `ETag`.
    pub etag: String,
}

/// Where a part goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PartUrl {
    /// Which: from 1.
    pub number: u16,
    /// An address of the store, signed for this part and its length.
    pub url: String,
}

/// POST `/files/uploads/{id}/complete`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompleteUpload {
    /// All parts, in any order.
    pub parts: Vec<UploadedPart>,
}

/// What the files of a workspace come to: GET `/workspaces/{id}/storage`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Storage {
    /// Bytes in use, with what open uploads have announced.
    pub used: u64,
    /// Bytes that there is room for; none: as many as the store holds.
    pub limit: Option<u64>,
    /// The largest file.
    pub file_limit: u64,
}
