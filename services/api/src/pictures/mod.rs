//! Pictures of people, workspaces and channels, and custom emoji. The bytes are files'; here is who
//! may change what is shown, and the change itself.

mod avatar;
mod cover;
mod emoji;
mod icon;

use auth::Principal;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use domain::permission::{ChannelAction, WorkspaceAction};
use domain::{ImageId, WorkspaceId};
use protocol::ErrorCode;
use rpc::chat::Picture;
use serde::Serialize;
use store::{PgConnection, images};

pub use emoji::list as list_emoji;

use crate::channels::locked;
use crate::error::Error;
use crate::state::State;
use crate::workspaces::view;

/// Whether the caller may set or take away this picture, asked before its bytes are looked at;
/// answers the workspace whose people will see it, where not everybody will.
///
/// # Errors
/// `not_found`, `forbidden`, `invalid_input`, as [`set`] would answer.
pub async fn check(
    state: &State,
    who: &Principal,
    of: &Picture,
) -> Result<Option<WorkspaceId>, Error> {
    let mut connection = state.store.acquire().await?;
    Ok(match of {
        Picture::Avatar(user) => {
            avatar::may_set(who, *user)?;
            None
        }
        Picture::Icon(workspace) => {
            let action = WorkspaceAction::SetSettings;
            view::find(&mut connection, *workspace, who.user, action).await?;
            Some(*workspace)
        }
        Picture::Cover(channel) => {
            let action = ChannelAction::SetSettings;
            let access = locked::find(&mut connection, who.user, *channel, action).await?;
            Some(access.workspace)
        }
        Picture::Emoji(workspace, name) => {
            emoji::may_set(&mut connection, who, *workspace, name).await?;
            Some(*workspace)
        }
    })
}

/// Shows a stored picture in place of what was there, or none; tells everybody who sees it. Answers
/// what it is of, as JSON.
///
/// # Errors
/// `not_found`, `forbidden`, `invalid_input`, `emoji_limit`.
pub async fn set(
    state: &State,
    who: &Principal,
    of: &Picture,
    image: Option<ImageId>,
) -> Result<Bytes, Error> {
    match of {
        Picture::Avatar(user) => json(&avatar::set(state, who, *user, image).await?),
        Picture::Icon(workspace) => json(&icon::set(state, who, *workspace, image).await?),
        Picture::Cover(channel) => json(&cover::set(state, who, *channel, image).await?),
        Picture::Emoji(workspace, name) => {
            json(&emoji::set(state, who, (*workspace, name), image).await?)
        }
    }
}

fn json(answer: &impl Serialize) -> Result<Bytes, Error> {
    Ok(Bytes::from(serde_json::to_vec(answer)?))
}

/// Keeps the picture that is shown from now on, and gives up the one that was, in the transaction
/// that changes which it is. The same picture set twice, by a repeated call, stays.
async fn swap(
    connection: &mut PgConnection,
    shown: Option<ImageId>,
    before: Option<ImageId>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if shown == before {
        return Ok(());
    }
    if let Some(shown) = shown
        && images::keep(connection, &[shown]).await? == 0
    {
        return Err(ErrorCode::NotFound.into());
    }
    if let Some(before) = before {
        images::release(connection, &[before], now).await?;
    }
    Ok(())
}
