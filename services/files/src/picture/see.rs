//! Who may see a picture. To everybody else it does not exist.

use auth::Principal;
use domain::ImageId;
use protocol::ErrorCode;
use store::images::{self, Audience, Image};

use crate::error::Error;
use crate::state::State;

/// The picture, if this code of an invitation opens it: asked anew each time.
///
/// # Errors
/// `not_found` when it does not.
pub(crate) async fn invited(state: &State, code: &str, id: ImageId) -> Result<Image, Error> {
    if state.chat.invited_icon(code).await? != Some(id) {
        return Err(ErrorCode::NotFound.into());
    }
    let found = images::find(&mut *state.store.acquire().await?, id).await?;
    found.ok_or_else(|| ErrorCode::NotFound.into())
}

/// The picture, if the caller may see it: asked anew each time.
///
/// # Errors
/// `not_found` when they may not, or there is none.
pub(crate) async fn visible(state: &State, who: &Principal, id: ImageId) -> Result<Image, Error> {
    let found = images::find(&mut *state.store.acquire().await?, id).await?;
    let image = found.ok_or(ErrorCode::NotFound)?;
    let may = match image.audience() {
        Audience::Everybody => true,
        Audience::Workspace(workspace) => state.chat.role(who.user, workspace).await?.is_some(),
        Audience::Channel(_, channel) => {
            !state.chat.readable(who.user, &[channel]).await?.is_empty()
        }
    };
    if may {
        Ok(image)
    } else {
        Err(ErrorCode::NotFound.into())
    }
}
