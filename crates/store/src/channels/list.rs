//! Several channels at once.

use std::collections::HashMap;

use domain::{ChannelId, UserId, WorkspaceId};
use sqlx::PgConnection;

use super::Channel;
use crate::Error;

/// Those of these channels that are not deleted, in the order of their ids.
///
/// # Errors
/// `Unavailable`.
pub async fn find_all(
    connection: &mut PgConnection,
    ids: &[ChannelId],
) -> Result<Vec<Channel>, Error> {
    let channels = sqlx::query_as!(
        Channel,
        "select c.id, c.workspace_id, c.kind, c.name, c.slug, c.topic, c.description, c.cover_url,
                c.created_by, c.posting, c.slow_mode_s, c.version, c.member_count, c.mver, c.epoch,
                c.persisted_seq, c.persisted_message_no, c.last_message_at, c.archived_at,
                c.created_at
         from channels c join workspaces w on w.id = c.workspace_id and w.deleted_at is null
         where c.id = any($1) and c.deleted_at is null
         order by c.id",
        ids as &[ChannelId],
    )
    .fetch_all(connection)
    .await?;
    Ok(channels)
}

/// The ids of a user's channels in a workspace, oldest first, after `after`.
///
/// # Errors
/// `Unavailable`.
pub async fn list_mine(
    connection: &mut PgConnection,
    user: UserId,
    workspace: WorkspaceId,
    browse: &Browse<'_>,
) -> Result<Vec<ChannelId>, Error> {
    let ids = sqlx::query_scalar!(
        "select c.id from memberships m join channels c on c.id = m.channel_id
         where m.user_id = $1 and m.workspace_id = $2 and c.deleted_at is null
           and ($3::uuid is null or c.id > $3) and c.name ilike $4
         order by c.id limit $5",
        user as UserId,
        workspace as WorkspaceId,
        browse.after as Option<ChannelId>,
        pattern(browse.text),
        browse.limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(ids)
}

/// Which part of a list is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Browse<'a> {
    /// Only names that contain this; empty: all.
    pub text: &'a str,
    /// Only what comes after this channel.
    pub after: Option<ChannelId>,
    /// How many.
    pub limit: i64,
}

/// The ids of a workspace's public channels, oldest first.
///
/// # Errors
/// `Unavailable`.
pub async fn browse(
    connection: &mut PgConnection,
    workspace: WorkspaceId,
    browse: &Browse<'_>,
) -> Result<Vec<ChannelId>, Error> {
    let ids = sqlx::query_scalar!(
        "select id from channels
         where workspace_id = $1 and kind = 'public' and deleted_at is null
           and ($2::uuid is null or id > $2) and name ilike $3
         order by id limit $4",
        workspace as WorkspaceId,
        browse.after as Option<ChannelId>,
        pattern(browse.text),
        browse.limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(ids)
}

/// Who is in these direct conversations.
///
/// # Errors
/// `Unavailable`.
pub async fn direct_people(
    connection: &mut PgConnection,
    ids: &[ChannelId],
) -> Result<HashMap<ChannelId, Vec<UserId>>, Error> {
    let rows = sqlx::query!(
        r#"select id, people as "people!: Vec<UserId>" from channels
           where id = any($1) and people is not null"#,
        ids as &[ChannelId],
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.people)).collect())
}

/// A pattern for names that contain this text as it is.
pub(crate) fn pattern(text: &str) -> String {
    let escaped = text
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    format!("%{escaped}%")
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn wildcards_in_a_search_stand_for_themselves() {
        assert_eq!(pattern(r"50%_off\"), r"%50\%\_off\\%");
        assert_eq!(pattern(""), "%%");
    }
}
