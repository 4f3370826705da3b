//! Setting a picture of a person, a workspace or a channel, or an emoji: api says who may, and
//! shows it.

use auth::Principal;
use bytes::Bytes;
use domain::{ImagePurpose, WorkspaceId};
use protocol::ErrorCode;
use rpc::chat::{Asker, Picture};
use store::images::Audience;

use super::put::{drop_it, put};
use crate::error::Error;
use crate::state::State;

/// Something that brings the bytes of a picture, once it is known that they are wanted.
pub(crate) trait Source {
    /// The bytes.
    ///
    /// # Errors
    /// When there are too many, or they do not come.
    fn read(&mut self) -> impl Future<Output = Result<Bytes, Error>>;
}

/// Shows the picture in place of what was there; answers what it is of, as JSON.
///
/// # Errors
/// api's refusal, before anything is read; what is wrong with the picture.
pub(crate) async fn set(
    state: &State,
    who: &Principal,
    of: &Picture,
    source: &mut impl Source,
) -> Result<Bytes, Error> {
    let workspace = state.chat.check_picture(asker(who), of).await?;
    let bytes = source.read().await?;
    let (purpose, audience) = kept_as(of, workspace)?;
    let put = put(state, purpose, bytes, audience).await?;
    match state
        .chat
        .set_picture(asker(who), of, Some(put.id))
        .await
        .map_err(Error::from)
    {
        // Unanswered, it may be shown all the same: then it is kept, and else the reaper's.
        Err(error @ (Error::Refused(_) | Error::Problem(_))) => {
            drop_it(state, put.id).await;
            Err(error)
        }
        answer => answer,
    }
}

/// Shows nothing any more.
///
/// # Errors
/// api's refusal.
pub(crate) async fn clear(state: &State, who: &Principal, of: &Picture) -> Result<(), Error> {
    state.chat.set_picture(asker(who), of, None).await?;
    Ok(())
}

/// The custom emoji of a workspace, as JSON.
///
/// # Errors
/// api's refusal.
pub(crate) async fn list_emoji(
    state: &State,
    who: &Principal,
    workspace: WorkspaceId,
) -> Result<Bytes, Error> {
    Ok(state.chat.list_emoji(asker(who), workspace).await?)
}

const fn asker(who: &Principal) -> Asker {
    Asker {
        user: who.user,
        session: who.session,
    }
}

/// What a picture of this is kept as, and who sees it.
fn kept_as(
    of: &Picture,
    workspace: Option<WorkspaceId>,
) -> Result<(ImagePurpose, Audience), Error> {
    let workspace = || workspace.ok_or(Error::Refused(ErrorCode::NotFound));
    Ok(match of {
        Picture::Avatar(_) => (ImagePurpose::Avatar, Audience::Everybody),
        Picture::Icon(_) => (ImagePurpose::Icon, Audience::Workspace(workspace()?)),
        Picture::Cover(channel) => (
            ImagePurpose::Cover,
            Audience::Channel(workspace()?, *channel),
        ),
        Picture::Emoji(..) => (ImagePurpose::Emoji, Audience::Workspace(workspace()?)),
    })
}
