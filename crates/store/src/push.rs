//! Web Push: the installation's key, and the browsers that asked for it.

use chrono::{DateTime, Utc};
use domain::{SessionId, UserId};
use sqlx::PgConnection;

use crate::Error;

/// The key that is kept: `new`, unless there was one already. Of two who make one at once, both get
/// the same.
///
/// # Errors
/// `Unavailable`.
pub async fn keep_key(
    connection: &mut PgConnection,
    new: &[u8],
    now: DateTime<Utc>,
) -> Result<Vec<u8>, Error> {
    let kept = sqlx::query_scalar!(
        "insert into vapid_key (private_key, created_at) values ($1, $2)
         on conflict (one) do update set one = true
         returning private_key",
        new,
        now,
    )
    .fetch_one(connection)
    .await?;
    Ok(kept)
}

/// The key that is kept, if one is.
///
/// # Errors
/// `Unavailable`.
pub async fn find_key(connection: &mut PgConnection) -> Result<Option<Vec<u8>>, Error> {
    let kept = sqlx::query_scalar!("select private_key from vapid_key")
        .fetch_optional(connection)
        .await?;
    Ok(kept)
}

/// A browser that asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// The session in which it asked.
    pub session_id: SessionId,
    /// Whose.
    pub user_id: UserId,
    /// Where its push service takes things for it.
    pub endpoint: String,
    /// Its public key.
    pub p256dh: Vec<u8>,
    /// The secret that it shares with us.
    pub auth: Vec<u8>,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When its push service last took something.
    pub last_sent_at: Option<DateTime<Utc>>,
    /// The program, as it named itself at sign-in.
    pub user_agent: String,
}

/// What a browser gives.
#[derive(Debug, Clone, Copy)]
pub struct New<'a> {
    /// Where its push service takes things for it.
    pub endpoint: &'a str,
    /// Its public key.
    pub p256dh: &'a [u8],
    /// The secret that it shares with us.
    pub auth: &'a [u8],
}

/// Notes a session's browser, in the place of what was noted for the session or for the browser
/// before; `false` when the session is over.
///
/// # Errors
/// `Unavailable`.
pub async fn put(
    connection: &mut PgConnection,
    (session, user): (SessionId, UserId),
    new: New<'_>,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    // Held, so that a logout at the same time comes before or after, and then ends it.
    let alive = sqlx::query_scalar!(
        "select id from sessions
         where id = $1 and user_id = $2 and revoked_at is null and expires_at > $3
         for no key update",
        session as SessionId,
        user as UserId,
        now,
    )
    .fetch_optional(&mut *connection)
    .await?;
    if alive.is_none() {
        return Ok(false);
    }
    sqlx::query!(
        "delete from push_subscriptions where endpoint = $2 and session_id <> $1",
        session as SessionId,
        new.endpoint,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "insert into push_subscriptions (session_id, user_id, endpoint, p256dh, auth, created_at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (session_id) do update set endpoint = $3, p256dh = $4, auth = $5",
        session as SessionId,
        user as UserId,
        new.endpoint,
        new.p256dh,
        new.auth,
        now,
    )
    .execute(connection)
    .await?;
    Ok(true)
}

/// Forgets the browser of one of a person's sessions; answers how many there were.
///
/// # Errors
/// `Unavailable`.
pub async fn delete(
    connection: &mut PgConnection,
    user: UserId,
    session: SessionId,
) -> Result<u64, Error> {
    let deleted = sqlx::query!(
        "delete from push_subscriptions where user_id = $1 and session_id = $2",
        user as UserId,
        session as SessionId,
    )
    .execute(connection)
    .await?;
    Ok(deleted.rows_affected())
}

/// Forgets the browsers of sessions that are over.
///
/// # Errors
/// `Unavailable`.
pub async fn delete_of(connection: &mut PgConnection, sessions: &[SessionId]) -> Result<(), Error> {
    sqlx::query!(
        "delete from push_subscriptions where session_id = any($1)",
        sessions as &[SessionId],
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets a browser that its push service does not know any more, unless it has asked anew.
///
/// # Errors
/// `Unavailable`.
pub async fn delete_gone(
    connection: &mut PgConnection,
    session: SessionId,
    endpoint: &str,
) -> Result<(), Error> {
    sqlx::query!(
        "delete from push_subscriptions where session_id = $1 and endpoint = $2",
        session as SessionId,
        endpoint,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes that push services took something for these.
///
/// # Errors
/// `Unavailable`.
pub async fn touch(
    connection: &mut PgConnection,
    sessions: &[SessionId],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "update push_subscriptions set last_sent_at = $2 where session_id = any($1)",
        sessions as &[SessionId],
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The browsers of these people whose sessions live, in no order.
///
/// # Errors
/// `Unavailable`.
pub async fn list(
    connection: &mut PgConnection,
    users: &[UserId],
    now: DateTime<Utc>,
) -> Result<Vec<Device>, Error> {
    let devices = sqlx::query_as!(
        Device,
        "select p.session_id, p.user_id, p.endpoint, p.p256dh, p.auth, p.created_at,
                p.last_sent_at, s.user_agent
         from push_subscriptions p
         join sessions s on s.id = p.session_id and s.revoked_at is null and s.expires_at > $2
         where p.user_id = any($1)",
        users as &[UserId],
        now,
    )
    .fetch_all(connection)
    .await?;
    Ok(devices)
}
