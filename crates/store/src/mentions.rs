//! One person's mentions, across all channels.

use chrono::{DateTime, Utc};
use domain::{ChannelId, MessageId, Partition, UserId, WorkspaceId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Error;

/// A message that mentions somebody, and where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mentioned {
    /// Which.
    pub message_id: MessageId,
    /// In which channel.
    pub channel_id: ChannelId,
    /// It calls the whole channel, in which the person is since then: what was said before did not
    /// call them. `None` when it calls them in person.
    pub there_since: Option<DateTime<Utc>>,
}

/// Which mentions.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Whose.
    pub user: UserId,
    /// Only in this workspace.
    pub workspace: Option<WorkspaceId>,
    /// Only messages with a lower id: older ones.
    pub before: Option<MessageId>,
    /// The most of them.
    pub limit: i64,
}

/// The newest messages that mention this person, in person or with everybody in a channel that they
/// are in; a message that does both comes twice. Only where they are a member, or the channel is
/// public and they are no guest; the caller asks the table of permissions about the channels that
/// come out, and leaves out what the person wrote.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn page(connection: &mut PgConnection, wanted: Wanted) -> Result<Vec<Mentioned>, Error> {
    let before = wanted.before.map_or(Uuid::max(), MessageId::as_uuid);
    let rows = sqlx::query_as!(
        Mentioned,
        r#"select message_id as "message_id!: MessageId", channel_id as "channel_id!: ChannelId",
             there_since
           from (
             (select a.message_id, a.channel_id, null::timestamptz as there_since from mentions a
              join channels c on c.id = a.channel_id and c.deleted_at is null
              join workspaces ws on ws.id = c.workspace_id and ws.deleted_at is null
              join workspace_members w
                on w.workspace_id = c.workspace_id and w.user_id = a.user_id
              left join memberships ms on ms.channel_id = c.id and ms.user_id = a.user_id
              where a.user_id = $1 and a.message_id < $2
                and ($3::uuid is null or c.workspace_id = $3)
                and (ms.user_id is not null or (c.kind = 'public' and w.role <> 'guest'))
              order by a.message_id desc limit $4)
             union all
             (select called.message_id, c.id, ms.joined_at from memberships ms
              join channels c on c.id = ms.channel_id and c.deleted_at is null
              join workspaces ws on ws.id = c.workspace_id and ws.deleted_at is null
              join workspace_members w
                on w.workspace_id = c.workspace_id and w.user_id = ms.user_id
              cross join lateral (
                select a.message_id from mentions a
                where a.p = c.p and a.channel_id = c.id and a.user_id = $5 and a.message_id < $2
                order by a.seq desc limit $4) called
              where ms.user_id = $1 and ($3::uuid is null or c.workspace_id = $3)
              order by called.message_id desc limit $4)
           ) both_sorts
           order by message_id desc limit $4"#,
        wanted.user as UserId,
        before,
        wanted.workspace as Option<WorkspaceId>,
        wanted.limit,
        Uuid::nil(),
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// Whom `@here` found online for a stored message.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn here(
    connection: &mut PgConnection,
    partition: Partition,
    id: MessageId,
) -> Result<Vec<UserId>, Error> {
    let here = sqlx::query_scalar!(
        "select here_user_ids from messages where p = $1 and id = $2",
        i16::from(partition),
        id as MessageId,
    )
    .fetch_optional(connection)
    .await?;
    Ok(here.unwrap_or_default())
}
