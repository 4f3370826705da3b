//! Who may see a file: its uploader until a message carries it, then whoever may read the
//! message's channel, asked anew each time. To everybody else it does not exist.

use auth::Principal;
use domain::FileId;
use protocol::ErrorCode;
use store::files::{self, File};

use crate::error::Error;
use crate::state::State;

/// The file, if the caller may see it.
///
/// # Errors
/// `not_found` when they may not, or there is none.
pub(crate) async fn visible(state: &State, who: &Principal, id: FileId) -> Result<File, Error> {
    let found = files::find(&mut *state.store.acquire().await?, id).await?;
    let file = found.ok_or(ErrorCode::NotFound)?;
    let may = match file.channel_id {
        None => file.uploader_id == who.user,
        Some(channel) => {
            let readable = state.chat.readable(who.user, &[channel]).await?;
            readable.iter().any(|readable| readable.channel == channel)
        }
    };
    if may {
        Ok(file)
    } else {
        Err(ErrorCode::NotFound.into())
    }
}
