//! What somebody may find.

use domain::{ChannelId, ChannelKind, UserId, WorkspaceId};
use sqlx::PgConnection;

use crate::Error;

/// A channel that somebody may search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Which.
    pub channel_id: ChannelId,
    /// In which workspace.
    pub workspace_id: WorkspaceId,
    /// What sort of conversation it is.
    pub kind: ChannelKind,
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Who is in it, if it is a direct conversation.
    pub people: Vec<UserId>,
    /// Whether the person is in it.
    pub is_member: bool,
}

/// The channels that `user` may read: those that they are in, archived ones too, and the public
/// ones of their workspaces unless they are a guest there.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn visible(
    connection: &mut PgConnection,
    user: UserId,
    workspace: Option<WorkspaceId>,
) -> Result<Vec<Place>, Error> {
    let places = sqlx::query_as!(
        Place,
        r#"select c.id as channel_id, c.workspace_id, c.kind as "kind: ChannelKind", c.slug,
             c.name, coalesce(c.people, '{}') as "people!: Vec<UserId>",
             ms.user_id is not null as "is_member!"
           from workspace_members w
           join workspaces ws on ws.id = w.workspace_id and ws.deleted_at is null
           join channels c on c.workspace_id = w.workspace_id and c.deleted_at is null
           left join memberships ms on ms.channel_id = c.id and ms.user_id = w.user_id
           where w.user_id = $1 and ($2::uuid is null or w.workspace_id = $2)
             and (ms.user_id is not null or (c.kind = 'public' and w.role <> 'guest'))
           order by c.id"#,
        user as UserId,
        workspace as Option<WorkspaceId>,
    )
    .fetch_all(connection)
    .await?;
    Ok(places)
}

/// Whose handles these are (folded), whether the accounts are active or not.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn authors(
    connection: &mut PgConnection,
    handles: &[String],
) -> Result<Vec<UserId>, Error> {
    let ids = sqlx::query_scalar!("select id from users where handle_key = any($1)", handles)
        .fetch_all(connection)
        .await?;
    Ok(ids)
}
