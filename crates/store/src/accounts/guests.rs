//! People who came by a guest link: accounts with a name, one channel, and an end.

use chrono::{DateTime, Utc};
use domain::{ChannelId, GuestLinkId, UserId, WorkspaceId};
use sqlx::PgConnection;

use crate::Error;

/// Somebody who comes in.
#[derive(Debug, Clone)]
pub struct New<'a> {
    /// Who.
    pub id: UserId,
    /// The unique name.
    pub handle: &'a str,
    /// The name as it is shown.
    pub display_name: &'a str,
    /// The language that they read.
    pub locale: &'a str,
    /// By which link.
    pub link: GuestLinkId,
    /// How long they may stay.
    pub until: DateTime<Utc>,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

/// Adds somebody without address and password.
///
/// # Errors
/// `Conflict(Handle)` when taken.
pub async fn insert(connection: &mut PgConnection, new: &New<'_>) -> Result<(), Error> {
    // An address that nobody can type: a real one has an @.
    sqlx::query!(
        "insert into users (id, email, email_key, handle, handle_key, display_name, locale,
                            guest_until, guest_link_id, created_at)
         values ($1, '', 'guest:' || $1::uuid, $2, $2, $3, $4, $5, $6, $7)",
        new.id as UserId,
        new.handle,
        new.display_name,
        new.locale,
        new.until,
        new.link as GuestLinkId,
        new.created_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether a member of the channel is called this, without regard to case. The caller holds the
/// channel's row, so that the answer stays true.
///
/// # Errors
/// `Unavailable`.
pub async fn is_named(
    connection: &mut PgConnection,
    channel: ChannelId,
    display_name: &str,
) -> Result<bool, Error> {
    let found = sqlx::query_scalar!(
        r#"select exists (
             select 1 from memberships m join users u on u.id = m.user_id
             where m.channel_id = $1 and lower(u.display_name) = lower($2)) as "found!""#,
        channel as ChannelId,
        display_name,
    )
    .fetch_one(connection)
    .await?;
    Ok(found)
}

/// Which of these people came by a guest link.
///
/// # Errors
/// `Unavailable`.
pub async fn among(connection: &mut PgConnection, users: &[UserId]) -> Result<Vec<UserId>, Error> {
    let guests = sqlx::query_scalar!(
        "select id from users where id = any($1) and guest_until is not null",
        users as &[UserId],
    )
    .fetch_all(connection)
    .await?;
    Ok(guests)
}

/// What makes somebody a full account.
#[derive(Debug, Clone)]
pub struct Claim<'a> {
    /// The address, as typed, and folded.
    pub email: (&'a str, &'a str),
    /// The unique name, as typed, and folded.
    pub handle: (&'a str, &'a str),
}

/// Makes a guest a full account; `false` when they are none, or their time is over.
///
/// # Errors
/// `Conflict(Email)` or `Conflict(Handle)` when taken.
pub async fn claim(
    connection: &mut PgConnection,
    id: UserId,
    claim: &Claim<'_>,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let claimed = sqlx::query!(
        "update users set email = $2, email_key = $3, handle = $4, handle_key = $5,
             guest_until = null, guest_link_id = null, version = version + 1
         where id = $1 and guest_until > $6 and deactivated_at is null",
        id as UserId,
        claim.email.0,
        claim.email.1,
        claim.handle.0,
        claim.handle.1,
        now,
    )
    .execute(connection)
    .await?;
    Ok(claimed.rows_affected() == 1)
}

/// Switches off a guest's account, if it is one and on; answers where they were.
///
/// # Errors
/// `Unavailable`.
pub async fn deactivate(
    connection: &mut PgConnection,
    id: UserId,
    now: DateTime<Utc>,
) -> Result<Option<Vec<WorkspaceId>>, Error> {
    let ended = sqlx::query!(
        "update users set deactivated_at = $2, version = version + 1
         where id = $1 and guest_until is not null and deactivated_at is null",
        id as UserId,
        now,
    )
    .execute(&mut *connection)
    .await?;
    if ended.rows_affected() == 0 {
        return Ok(None);
    }
    let workspaces = sqlx::query_scalar!(
        "select workspace_id from workspace_members where user_id = $1",
        id as UserId,
    )
    .fetch_all(connection)
    .await?;
    Ok(Some(workspaces))
}

/// Guests whose time is over, or who are in no channel any more; the longest overdue first.
///
/// # Errors
/// `Unavailable`.
pub async fn overdue(
    connection: &mut PgConnection,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<UserId>, Error> {
    let ids = sqlx::query_scalar!(
        "select id from users u
         where guest_until is not null and deactivated_at is null
           and (guest_until <= $1 or not exists (
                select 1 from memberships m
                join channels c on c.id = m.channel_id and c.deleted_at is null
                where m.user_id = u.id))
         order by guest_until limit $2",
        now,
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(ids)
}

/// The guests of a link who are still there.
///
/// # Errors
/// `Unavailable`.
pub async fn of_link(
    connection: &mut PgConnection,
    link: GuestLinkId,
) -> Result<Vec<UserId>, Error> {
    let ids = sqlx::query_scalar!(
        "select id from users where guest_link_id = $1 and deactivated_at is null order by id",
        link as GuestLinkId,
    )
    .fetch_all(connection)
    .await?;
    Ok(ids)
}
