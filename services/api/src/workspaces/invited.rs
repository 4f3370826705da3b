//! The icon of a workspace, shown to who has an invitation or a guest link that holds.

use domain::ImageId;
use protocol::{ErrorCode, image};

use super::invites;
use crate::error::Error;
use crate::guests;
use crate::state::State;

/// The address of a workspace's icon, as it is opened by this code.
#[must_use]
pub fn icon_url(icon: Option<String>, code: &str) -> Option<String> {
    icon.map(|icon| image::with_code(&icon, code))
}

/// The icon that a code opens; `None` when the code does not hold, or there is no icon.
///
/// # Errors
/// 503 when Postgres is down.
pub async fn icon(state: &State, code: &str) -> Result<Option<ImageId>, Error> {
    let invited = invites::preview(state, code).await;
    let icon = match known(invited)? {
        Some(invite) => invite.workspace.icon_url,
        None => known(guests::preview(state, code).await)?.and_then(|link| link.workspace_icon_url),
    };
    Ok(icon.as_deref().and_then(image::id_of))
}

/// Nothing, where there is nothing to be seen.
fn known<T>(previewed: Result<T, Error>) -> Result<Option<T>, Error> {
    match previewed {
        Ok(preview) => Ok(Some(preview)),
        Err(error) => match error.code() {
            ErrorCode::NotFound | ErrorCode::InviteGone | ErrorCode::GuestLinkGone => Ok(None),
            _ => Err(error),
        },
    }
}
