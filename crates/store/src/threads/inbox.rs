//! The threads that somebody follows, newest activity first, and how much is unread in all.

use chrono::{DateTime, Utc};
use domain::{ChannelId, MessageId, Seq, UserId, WorkspaceId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Error;
use crate::reading::MOST_UNREAD;

/// A followed thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Followed {
    /// The message that began it.
    pub root_id: MessageId,
    /// Its channel.
    pub channel_id: ChannelId,
    /// Replies up to here were read.
    pub read_seq: Seq,
    /// When it was last replied to; when it began, if never.
    pub active_at: DateTime<Utc>,
}

/// Which followed threads. Only those in channels that the person is still in.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Whose.
    pub user: UserId,
    /// Only in this workspace.
    pub workspace: Option<WorkspaceId>,
    /// Only those with something unread.
    pub unread: bool,
    /// Only those that were active before this, then by id.
    pub before: Option<(DateTime<Utc>, MessageId)>,
    /// Not these: the tail says something newer about them.
    pub except: &'a [MessageId],
    /// The most of them.
    pub limit: i64,
}

/// The followed threads, newest activity first.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn page(
    connection: &mut PgConnection,
    wanted: Wanted<'_>,
) -> Result<Vec<Followed>, Error> {
    let (before_at, before_id) = wanted.before.unzip();
    let rows = sqlx::query_as!(
        Followed,
        r#"select f.root_id, f.channel_id, f.read_seq,
             coalesce(m.last_reply_at, m.created_at) as "active_at!"
           from thread_follows f
           join memberships ms on ms.channel_id = f.channel_id and ms.user_id = f.user_id
           join channels c on c.id = f.channel_id and c.deleted_at is null
           join workspaces ws on ws.id = c.workspace_id and ws.deleted_at is null
           join workspace_members w
             on w.workspace_id = c.workspace_id and w.user_id = f.user_id
           join messages m on m.p = f.p and m.id = f.root_id
           where f.user_id = $1 and f.following and f.root_id <> all($3)
             and ($2::uuid is null or c.workspace_id = $2)
             and ($5::timestamptz is null
                  or (coalesce(m.last_reply_at, m.created_at), f.root_id) < ($5, $6::uuid))
             -- Each reply raises the root's rev_seq: most threads are known to be read by that.
             and (not $4 or (m.rev_seq > f.read_seq and exists (
                select 1 from messages r
                where r.p = f.p and r.parent_id = f.root_id and r.seq > f.read_seq
                  and r.author_id <> f.user_id and r.deleted_at is null)))
           order by coalesce(m.last_reply_at, m.created_at) desc, f.root_id desc
           limit $7"#,
        wanted.user as UserId,
        wanted.workspace as Option<WorkspaceId>,
        wanted.except as &[MessageId],
        wanted.unread,
        before_at,
        before_id as Option<MessageId>,
        wanted.limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// How much is unread in all followed threads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Threads with something unread.
    pub threads: i64,
    /// Unread replies in them that mention the person; not those by people whom they have blocked.
    pub mentions: i64,
}

/// Counts over all followed threads of `wanted.workspace` but `wanted.except`.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn totals(connection: &mut PgConnection, wanted: Wanted<'_>) -> Result<Totals, Error> {
    let totals = sqlx::query_as!(
        Totals,
        r#"select count(*) filter (where counted.unread > 0) as "threads!",
             coalesce(sum(counted.mentions), 0)::bigint as "mentions!"
           from thread_follows f
           join memberships ms on ms.channel_id = f.channel_id and ms.user_id = f.user_id
           join channels c on c.id = f.channel_id and c.deleted_at is null
           join workspaces ws on ws.id = c.workspace_id and ws.deleted_at is null
           join workspace_members w
             on w.workspace_id = c.workspace_id and w.user_id = f.user_id
           join messages m on m.p = f.p and m.id = f.root_id and m.rev_seq > f.read_seq
           cross join lateral (
             select count(*) as unread, count(*) filter (where exists (
                 select 1 from mentions a
                 where a.p = f.p and a.channel_id = f.channel_id
                   and a.user_id in (f.user_id, $4) and a.seq = r.seq)
                 and not exists (select 1 from blocks b
                   where b.user_id = f.user_id and b.blocked_id = r.author_id)) as mentions
             from (select x.seq, x.author_id from messages x
                   where x.p = f.p and x.parent_id = f.root_id and x.seq > f.read_seq
                     and x.author_id <> f.user_id and x.deleted_at is null
                   limit $5) r
           ) counted
           where f.user_id = $1 and f.following and f.root_id <> all($3)
             and ($2::uuid is null or c.workspace_id = $2)"#,
        wanted.user as UserId,
        wanted.workspace as Option<WorkspaceId>,
        wanted.except as &[MessageId],
        Uuid::nil(),
        MOST_UNREAD,
    )
    .fetch_one(connection)
    .await?;
    Ok(totals)
}
