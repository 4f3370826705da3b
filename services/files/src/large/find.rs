//! One's own uploads.

use auth::Principal;
use domain::FileId;
use protocol::ErrorCode;
use store::files::{self, Upload};

use super::view;
use crate::error::Error;
use crate::state::State;
use crate::upload;

/// The caller's upload, as long as they are in the workspace that it is for. To everybody else it
/// does not exist.
///
/// # Errors
/// `not_found`; 503 when Postgres or api does not answer.
pub(super) async fn own(state: &State, who: &Principal, id: FileId) -> Result<Upload, Error> {
    let found = files::upload(&mut *state.store.acquire().await?, id).await?;
    let found = found.filter(|upload| upload.uploader_id == who.user);
    let found = found.ok_or(ErrorCode::NotFound)?;
    upload::admit(state, who, found.workspace_id).await?;
    Ok(found)
}

/// How far an upload has come, with fresh addresses for what is missing.
///
/// # Errors
/// `not_found`; 503 when S3, Postgres or api does not answer.
pub(crate) async fn look(
    state: &State,
    who: &Principal,
    id: FileId,
    host: Option<&str>,
) -> Result<protocol::upload::Upload, Error> {
    let upload = own(state, who, id).await?;
    view::upload(state, &upload, host).await
}
