//! Who is in which channel, and their own side of it.

use chrono::{DateTime, Utc};
use domain::{ChannelId, ChannelRole, MessageNo, Notify, ReadVersion, Seq, UserId, WorkspaceId};
use sqlx::PgConnection;

use crate::Error;
use crate::channels::pattern;

/// One person's side of a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Where.
    pub channel_id: ChannelId,
    /// Who.
    pub user_id: UserId,
    /// As what.
    pub role: ChannelRole,
    /// Since when.
    pub joined_at: DateTime<Utc>,
    /// The last top-level message that was read.
    pub read_message_no: MessageNo,
    /// The head of the log when that was read.
    pub read_seq: Seq,
    /// Raised whenever the position was lowered by hand.
    pub read_version: ReadVersion,
    /// What to be told about.
    pub notify: Notify,
    /// Until when to be told nothing.
    pub muted_until: Option<DateTime<Utc>>,
    /// Whether it stands on top of the list.
    pub starred: bool,
}

/// Somebody who joins.
#[derive(Debug, Clone, Copy)]
pub struct New {
    /// Where.
    pub channel_id: ChannelId,
    /// In which workspace that is.
    pub workspace_id: WorkspaceId,
    /// Who.
    pub user_id: UserId,
    /// As what.
    pub role: ChannelRole,
    /// When.
    pub joined_at: DateTime<Utc>,
    /// What was there before counts as read.
    pub read_message_no: MessageNo,
    /// The head of the log at that moment.
    pub read_seq: Seq,
}

/// Adds a member and counts them; `false` when they were one already.
///
/// # Errors
/// `Conflict(Gone)` when the channel or the person is.
pub async fn insert(connection: &mut PgConnection, new: &New) -> Result<bool, Error> {
    let inserted = sqlx::query!(
        "insert into memberships (channel_id, user_id, workspace_id, role, joined_at,
                                  read_message_no, read_seq)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
        new.channel_id as ChannelId,
        new.user_id as UserId,
        new.workspace_id as WorkspaceId,
        new.role as ChannelRole,
        new.joined_at,
        new.read_message_no as MessageNo,
        new.read_seq as Seq,
    )
    .execute(&mut *connection)
    .await?;
    if inserted.rows_affected() == 0 {
        return Ok(false);
    }
    count(connection, new.channel_id, 1).await?;
    Ok(true)
}

/// Removes a member and counts them off; answers what they were.
///
/// # Errors
/// `Unavailable`.
pub async fn delete(
    connection: &mut PgConnection,
    channel: ChannelId,
    user: UserId,
) -> Result<Option<ChannelRole>, Error> {
    let role = sqlx::query_scalar!(
        "delete from memberships where channel_id = $1 and user_id = $2 returning role",
        channel as ChannelId,
        user as UserId,
    )
    .fetch_optional(&mut *connection)
    .await?;
    if role.is_some() {
        count(connection, channel, -1).await?;
    }
    Ok(role)
}

async fn count(connection: &mut PgConnection, channel: ChannelId, by: i32) -> Result<(), Error> {
    sqlx::query!(
        "update channels set member_count = member_count + $2 where id = $1",
        channel as ChannelId,
        by,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Gives a member another role.
///
/// # Errors
/// `Unavailable`.
pub async fn set_role(
    connection: &mut PgConnection,
    channel: ChannelId,
    user: UserId,
    role: ChannelRole,
) -> Result<(), Error> {
    sqlx::query!(
        "update memberships set role = $3 where channel_id = $1 and user_id = $2",
        channel as ChannelId,
        user as UserId,
        role as ChannelRole,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What a person is in a channel.
///
/// # Errors
/// `Unavailable`.
pub async fn find_role(
    connection: &mut PgConnection,
    channel: ChannelId,
    user: UserId,
) -> Result<Option<ChannelRole>, Error> {
    let role = sqlx::query_scalar!(
        "select role from memberships where channel_id = $1 and user_id = $2",
        channel as ChannelId,
        user as UserId,
    )
    .fetch_optional(connection)
    .await?;
    Ok(role)
}

/// A user's side of these channels.
///
/// # Errors
/// `Unavailable`.
pub async fn of_user(
    connection: &mut PgConnection,
    user: UserId,
    channels: &[ChannelId],
) -> Result<Vec<Membership>, Error> {
    let memberships = sqlx::query_as!(
        Membership,
        "select channel_id, user_id, role, joined_at, read_message_no, read_seq, read_version,
                notify, muted_until, starred
         from memberships where user_id = $1 and channel_id = any($2)",
        user as UserId,
        channels as &[ChannelId],
    )
    .fetch_all(connection)
    .await?;
    Ok(memberships)
}

/// A member in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub user_id: UserId,
    /// As what.
    pub role: ChannelRole,
    /// Since when.
    pub joined_at: DateTime<Utc>,
}

/// Which part of a channel's members is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Only whose handle or name contains this; empty: all.
    pub text: &'a str,
    /// Only who comes after this person.
    pub after: Option<UserId>,
    /// How many.
    pub limit: i64,
}

/// A channel's members in the order of their ids, after `after`.
///
/// # Errors
/// `Unavailable`.
pub async fn list(
    connection: &mut PgConnection,
    channel: ChannelId,
    after: Option<UserId>,
    limit: i64,
) -> Result<Vec<Member>, Error> {
    let members = sqlx::query_as!(
        Member,
        "select user_id, role, joined_at from memberships
         where channel_id = $1 and ($2::uuid is null or user_id > $2)
         order by user_id limit $3",
        channel as ChannelId,
        after as Option<UserId>,
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(members)
}

/// The same for those who are looked for.
///
/// # Errors
/// `Unavailable`.
pub async fn search(
    connection: &mut PgConnection,
    channel: ChannelId,
    wanted: &Wanted<'_>,
) -> Result<Vec<Member>, Error> {
    let members = sqlx::query_as!(
        Member,
        "select ms.user_id, ms.role, ms.joined_at from memberships ms
         join users u on u.id = ms.user_id
         where ms.channel_id = $1 and ($2::uuid is null or ms.user_id > $2)
           and (u.handle ilike $3 or u.display_name ilike $3)
         order by ms.user_id limit $4",
        channel as ChannelId,
        wanted.after as Option<UserId>,
        pattern(wanted.text),
        wanted.limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(members)
}

/// Everybody in a channel.
///
/// # Errors
/// `Unavailable`.
pub async fn people(
    connection: &mut PgConnection,
    channel: ChannelId,
) -> Result<Vec<UserId>, Error> {
    let ids = sqlx::query_scalar!(
        "select user_id from memberships where channel_id = $1",
        channel as ChannelId,
    )
    .fetch_all(connection)
    .await?;
    Ok(ids)
}

/// How many owners a channel has.
///
/// # Errors
/// `Unavailable`.
pub async fn count_owners(connection: &mut PgConnection, channel: ChannelId) -> Result<i64, Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from memberships where channel_id = $1 and role = 'owner'"#,
        channel as ChannelId,
    )
    .fetch_one(connection)
    .await?;
    Ok(count)
}

/// A user's channels in a workspace, all of them.
///
/// # Errors
/// `Unavailable`.
pub async fn channels_of(
    connection: &mut PgConnection,
    user: UserId,
    workspace: WorkspaceId,
) -> Result<Vec<ChannelId>, Error> {
    let ids = sqlx::query_scalar!(
        "select channel_id from memberships where user_id = $1 and workspace_id = $2
         order by channel_id",
        user as UserId,
        workspace as WorkspaceId,
    )
    .fetch_all(connection)
    .await?;
    Ok(ids)
}

/// What somebody changes about their own side; `None` leaves.
#[derive(Debug, Clone, Copy, Default)]
pub struct Change {
    /// What to be told about.
    pub notify: Option<Notify>,
    /// Until when to be told nothing; `Some(None)`: be told again.
    pub muted_until: Option<Option<DateTime<Utc>>>,
    /// Whether it stands on top of the list.
    pub starred: Option<bool>,
}

/// # Errors
/// `Unavailable`.
pub async fn update(
    connection: &mut PgConnection,
    channel: ChannelId,
    user: UserId,
    change: &Change,
) -> Result<(), Error> {
    sqlx::query!(
        "update memberships set notify = coalesce($3, notify), starred = coalesce($4, starred),
             muted_until = case when $5 then $6 else muted_until end
         where channel_id = $1 and user_id = $2",
        channel as ChannelId,
        user as UserId,
        change.notify as Option<Notify>,
        change.starred,
        change.muted_until.is_some(),
        change.muted_until.flatten(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The members of a channel whom others may see online: active, and not invisible by hand.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn visible(
    connection: &mut PgConnection,
    channel: ChannelId,
    now: DateTime<Utc>,
) -> Result<Vec<UserId>, Error> {
    let ids = sqlx::query_scalar!(
        "select ms.user_id from memberships ms join users u on u.id = ms.user_id
         where ms.channel_id = $1 and u.deactivated_at is null
           and (u.presence <> 'offline' or u.status_expires_at <= $2)",
        channel as ChannelId,
        now,
    )
    .fetch_all(connection)
    .await?;
    Ok(ids)
}
