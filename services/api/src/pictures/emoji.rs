//! Custom emoji: who may add and remove them, and which there are.

use auth::Principal;
use domain::permission::{self, WorkspaceAction};
use domain::{EmojiName, ImageId, WorkspaceId};
use protocol::emoji::CustomEmoji;
use protocol::gateway::event::{UserEvent, WorkspaceEmojiUpdated};
use protocol::image::url_of;
use protocol::{ErrorCode, OrInvalid, Page};
use store::PgConnection;
use store::emoji::{self, Emoji};

use super::swap;
use crate::channels::announce::Announcements;
use crate::error::Error;
use crate::state::State;
use crate::workspaces::view;

/// The emoji of a workspace, by name.
///
/// # Errors
/// `not_found`.
pub async fn list(
    state: &State,
    who: &Principal,
    workspace: WorkspaceId,
) -> Result<Page<CustomEmoji>, Error> {
    let mut connection = state.store.acquire().await?;
    view::find(&mut connection, workspace, who.user, WorkspaceAction::Read).await?;
    let emoji = emoji::list(&mut connection, workspace).await?;
    Ok(Page::whole(emoji.into_iter().map(shown).collect()))
}

fn shown(emoji: Emoji) -> CustomEmoji {
    CustomEmoji {
        name: emoji.name,
        url: url_of(emoji.image_id),
        created_by: emoji.created_by,
        created_at: emoji.created_at.into(),
    }
}

/// Whether the caller may set this emoji; answers its name, and what there is of this name.
pub(super) async fn may_set(
    connection: &mut PgConnection,
    who: &Principal,
    workspace: WorkspaceId,
    name: &str,
) -> Result<(EmojiName, Option<Emoji>), Error> {
    let add = WorkspaceAction::AddEmoji;
    let role = view::find(connection, workspace, who.user, add).await?.role;
    let name = EmojiName::parse(name).or_invalid("/name")?;
    let before = emoji::find(connection, workspace, name.as_str()).await?;
    if before.as_ref().is_some_and(|it| it.created_by != who.user) {
        permission::workspace(Some(role), WorkspaceAction::ManageEmoji).map_err(ErrorCode::from)?;
    }
    Ok((name, before))
}

/// Adds or replaces an emoji, or with `None` removes it; one that is not there is not found.
pub(super) async fn set(
    state: &State,
    who: &Principal,
    (workspace, name): (WorkspaceId, &str),
    image: Option<ImageId>,
) -> Result<Option<CustomEmoji>, Error> {
    let now = state.now();
    let mut tx = state.store.begin().await?;
    // One after the other, for the limit and for two of one name.
    store::workspaces::lock(&mut tx, workspace).await?;
    let (name, before) = may_set(&mut tx, who, workspace, name).await?;
    swap(&mut tx, image, before.as_ref().map(|it| it.image_id), now).await?;
    let emoji = match image {
        None => {
            before.ok_or(Error::Refused(ErrorCode::NotFound))?;
            emoji::remove(&mut tx, workspace, name.as_str()).await?;
            None
        }
        Some(image_id) => {
            let limit = i64::from(state.config.api.emoji_limit);
            if before.is_none() && emoji::count(&mut tx, workspace).await? >= limit {
                return Err(ErrorCode::EmojiLimit.into());
            }
            let (created_by, created_at) = before.map_or((who.user, now), |before| {
                (before.created_by, before.created_at)
            });
            let emoji = Emoji {
                name: name.as_str().to_owned(),
                image_id,
                created_by,
                created_at,
            };
            emoji::put(&mut tx, workspace, &emoji).await?;
            Some(shown(emoji))
        }
    };
    store::commit(tx).await?;
    let mut announcements = Announcements::new(now);
    announcements.hint(
        workspace,
        UserEvent::WorkspaceEmojiUpdated(WorkspaceEmojiUpdated {
            workspace_id: workspace,
            name: name.into_string(),
            emoji: emoji.clone(),
        }),
    )?;
    announcements.publish(state).await;
    Ok(emoji)
}
