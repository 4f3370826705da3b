//! Sessions: where somebody is signed in, and which refresh token is the newest.

use chrono::{DateTime, Utc};
use domain::{SessionId, UserId};
use sqlx::PgConnection;

use crate::Error;

/// A session, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Which.
    pub id: SessionId,
    /// Whose.
    pub user_id: UserId,
    /// Whether it outlives a working day.
    pub remember: bool,
    /// The program, as it named itself.
    pub user_agent: String,
    /// The address it was last used from.
    pub ip: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When it was last refreshed.
    pub last_used_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
}

/// Opens a session whose newest refresh token has this hash.
///
/// # Errors
/// `Unavailable`.
pub async fn insert(
    connection: &mut PgConnection,
    session: &Session,
    refresh_hash: &[u8],
) -> Result<(), Error> {
    sqlx::query!(
        "insert into sessions (id, user_id, refresh_hash, remember, user_agent, ip, created_at,
                               last_used_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        session.id as SessionId,
        session.user_id as UserId,
        refresh_hash,
        session.remember,
        session.user_agent,
        session.ip,
        session.created_at,
        session.last_used_at,
        session.expires_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What a refresh is decided by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotation {
    /// Whose session.
    pub user_id: UserId,
    /// Whether it outlives a working day.
    pub remember: bool,
    /// Hash of the newest token.
    pub refresh_hash: Vec<u8>,
    /// Hash of the one before.
    pub previous_hash: Option<Vec<u8>>,
    /// When the one before was exchanged.
    pub rotated_at: Option<DateTime<Utc>>,
    /// When the session ends by itself.
    pub expires_at: DateTime<Utc>,
    /// Since when it is over.
    pub revoked_at: Option<DateTime<Utc>>,
    /// Since when the account is switched off.
    pub deactivated_at: Option<DateTime<Utc>>,
}

/// The session, locked until the transaction ends: of two refreshes at once, the second sees what
/// the first did.
///
/// # Errors
/// `Unavailable`.
pub async fn lock(connection: &mut PgConnection, id: SessionId) -> Result<Option<Rotation>, Error> {
    let rotation = sqlx::query_as!(
        Rotation,
        "select s.user_id, s.remember, s.refresh_hash, s.previous_hash, s.rotated_at,
                s.expires_at, s.revoked_at, u.deactivated_at
         from sessions s join users u on u.id = s.user_id
         where s.id = $1 for update of s",
        id as SessionId,
    )
    .fetch_optional(connection)
    .await?;
    Ok(rotation)
}

/// The newest token becomes the one before.
///
/// # Errors
/// `Unavailable`.
pub async fn rotate(
    connection: &mut PgConnection,
    id: SessionId,
    refresh_hash: &[u8],
    ip: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "update sessions set previous_hash = refresh_hash, refresh_hash = $2, ip = $3,
             rotated_at = $4, last_used_at = $4
         where id = $1",
        id as SessionId,
        refresh_hash,
        ip,
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The sessions of this user that are not over, newest first.
///
/// # Errors
/// `Unavailable`.
pub async fn list(
    connection: &mut PgConnection,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<Vec<Session>, Error> {
    let sessions = sqlx::query_as!(
        Session,
        "select id, user_id, remember, user_agent, ip, created_at, last_used_at, expires_at
         from sessions where user_id = $1 and revoked_at is null and expires_at > $2
         order by id desc limit 200",
        user as UserId,
        now,
    )
    .fetch_all(connection)
    .await?;
    Ok(sessions)
}

/// Which of a user's sessions to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// This one.
    One(SessionId),
    /// All but this one.
    Others(SessionId),
    /// All.
    All,
}

/// Ends sessions, and pushes to their browsers; answers those that were not over yet.
///
/// # Errors
/// `Unavailable`.
pub async fn revoke(
    connection: &mut PgConnection,
    user: UserId,
    which: Which,
    why: &str,
    now: DateTime<Utc>,
) -> Result<Vec<SessionId>, Error> {
    let (only, but) = match which {
        Which::One(id) => (Some(id), None),
        Which::Others(id) => (None, Some(id)),
        Which::All => (None, None),
    };
    let ended: Vec<SessionId> = sqlx::query_scalar!(
        "update sessions set revoked_at = $4, revoked_why = $5
         where user_id = $1 and revoked_at is null and expires_at > $4
           and ($2::uuid is null or id = $2) and ($3::uuid is null or id <> $3)
         returning id",
        user as UserId,
        only as Option<SessionId>,
        but as Option<SessionId>,
        now,
        why,
    )
    .fetch_all(&mut *connection)
    .await?;
    crate::push::delete_of(connection, &ended).await?;
    Ok(ended)
}

/// Sessions that were ended after `since`: their access tokens may still be alive.
///
/// # Errors
/// `Unavailable`.
pub async fn revoked_since(
    connection: &mut PgConnection,
    since: DateTime<Utc>,
) -> Result<Vec<(SessionId, DateTime<Utc>)>, Error> {
    let rows = sqlx::query!(
        r#"select id, revoked_at as "revoked_at!" from sessions where revoked_at > $1"#,
        since,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, row.revoked_at))
        .collect())
}

/// Forgets sessions that ended before `before`, a bounded number at a time.
///
/// # Errors
/// `Unavailable`.
pub async fn delete_ended(
    connection: &mut PgConnection,
    before: DateTime<Utc>,
) -> Result<u64, Error> {
    let deleted = sqlx::query!(
        "delete from sessions where id in (
             select id from sessions where coalesce(revoked_at, expires_at) < $1 limit 1000
         )",
        before,
    )
    .execute(connection)
    .await?;
    Ok(deleted.rows_affected())
}
