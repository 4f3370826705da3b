//! Giving an upload up.

use auth::Principal;
use domain::FileId;
use protocol::ErrorCode;
use store::files;

use super::find;
use crate::delete;
use crate::error::Error;
use crate::state::State;

/// Forgets the upload; the reaper removes its parts. One that is complete goes as any file does.
///
/// # Errors
/// `not_found`; `file_claimed` when a message carries the file already.
pub(crate) async fn abort(state: &State, who: &Principal, id: FileId) -> Result<(), Error> {
    let upload = find::own(state, who, id).await?;
    if !upload.is_open {
        return delete::delete(state, who, id).await;
    }
    let now = state.now();
    let is_gone = files::delete_unclaimed(&mut *state.store.acquire().await?, id, now).await?;
    if is_gone {
        Ok(())
    } else {
        Err(ErrorCode::NotFound.into())
    }
}
