//! Taking a file back that no message carries.

use auth::Principal;
use domain::FileId;
use protocol::ErrorCode;
use store::files;

use crate::access;
use crate::error::Error;
use crate::state::State;

/// Removes the caller's own file; the reaper removes its bytes.
///
/// # Errors
/// `not_found` when it is not theirs to see, `file_claimed` when a message carries it.
pub(crate) async fn delete(state: &State, who: &Principal, id: FileId) -> Result<(), Error> {
    let file = access::visible(state, who, id).await?;
    if file.channel_id.is_some() {
        return Err(ErrorCode::FileClaimed.into());
    }
    let now = state.now();
    let is_gone = files::delete_unclaimed(&mut *state.store.acquire().await?, id, now).await?;
    // A message may have claimed it since it was looked at.
    if is_gone {
        Ok(())
    } else {
        Err(ErrorCode::FileClaimed.into())
    }
}
