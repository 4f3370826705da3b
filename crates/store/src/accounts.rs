//! People: accounts, passwords, and who shares a workspace with whom.

mod expiry;
pub mod guests;
mod quiet;
mod visible;

use chrono::{DateTime, Utc};
use domain::{Presence, Theme, UserId};
use serde_json::Value;
use sqlx::PgConnection;

use crate::Error;

pub use expiry::{clear_status, with_status_over};
pub use quiet::{set_quiet_turn, take_quiet_turn, with_quiet_turn};
pub use visible::{guests_beside, visible, workspaces_of};

/// An account.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// Who.
    pub id: UserId,
    /// The address, as it was typed.
    pub email: String,
    /// The unique name.
    pub handle: String,
    /// The name as it is shown.
    pub display_name: String,
    /// Where the picture is.
    pub avatar_url: Option<String>,
    /// Whether it is a program.
    pub is_bot: bool,
    /// The language of the client.
    pub locale: String,
    /// The colours of the client.
    pub theme: Theme,
    /// An IANA time zone.
    pub timezone: String,
    /// What to be told about, as the client wrote it.
    pub notifications: Value,
    /// Whether others see how far this person has read.
    pub share_receipts: bool,
    /// Whether this person sees what links lead to.
    pub link_previews: bool,
    /// The presence set by hand.
    pub presence: Presence,
    /// The status in words.
    pub status_text: String,
    /// A picture to the words.
    pub status_emoji: Option<String>,
    /// When the status goes back to normal.
    pub status_expires_at: Option<DateTime<Utc>>,
    /// Raised by each change.
    pub version: i64,
    /// Since when the account is switched off.
    pub deactivated_at: Option<DateTime<Utc>>,
    /// How long who came by a guest link may stay; `None` for an account of one's own.
    pub guest_until: Option<DateTime<Utc>>,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

/// What a new account starts with.
#[derive(Debug, Clone)]
pub struct New<'a> {
    /// Who.
    pub id: UserId,
    /// The address, as typed.
    pub email: &'a str,
    /// The address, folded for comparison.
    pub email_key: &'a str,
    /// The unique name.
    pub handle: &'a str,
    /// The unique name, folded for comparison.
    pub handle_key: &'a str,
    /// The name as it is shown.
    pub display_name: &'a str,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

/// # Errors
/// `Conflict(Email)` or `Conflict(Handle)` when taken.
pub async fn insert(connection: &mut PgConnection, new: &New<'_>) -> Result<(), Error> {
    sqlx::query!(
        "insert into users (id, email, email_key, handle, handle_key, display_name, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        new.id as UserId,
        new.email,
        new.email_key,
        new.handle,
        new.handle_key,
        new.display_name,
        new.created_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// # Errors
/// `Unavailable`.
pub async fn find(connection: &mut PgConnection, id: UserId) -> Result<Option<Account>, Error> {
    Ok(find_all(connection, &[id]).await?.pop())
}

/// Those of these accounts that exist, in no order.
///
/// # Errors
/// `Unavailable`.
pub async fn find_all(
    connection: &mut PgConnection,
    ids: &[UserId],
) -> Result<Vec<Account>, Error> {
    let accounts = sqlx::query_as!(
        Account,
        "select id, email, handle, display_name, avatar_url, is_bot, locale, theme, timezone,
                notifications, share_receipts, link_previews, presence, status_text, status_emoji,
                status_expires_at, version, deactivated_at, guest_until, created_at
         from users where id = any($1)",
        ids as &[UserId],
    )
    .fetch_all(connection)
    .await?;
    Ok(accounts)
}

/// Whose account has this address, with the language that they read; nobody who is switched off.
///
/// # Errors
/// `Unavailable`.
pub async fn find_by_email(
    connection: &mut PgConnection,
    email_key: &str,
) -> Result<Option<Account>, Error> {
    let id = sqlx::query_scalar!(
        "select id from users where email_key = $1 and deactivated_at is null",
        email_key,
    )
    .fetch_optional(&mut *connection)
    .await?;
    match id {
        Some(id) => find(connection, id).await,
        None => Ok(None),
    }
}

/// Gives the account another address.
///
/// # Errors
/// `Conflict(Email)` when taken.
pub async fn set_email(
    connection: &mut PgConnection,
    id: UserId,
    (email, email_key): (&str, &str),
) -> Result<(), Error> {
    sqlx::query!(
        "update users set email = $2, email_key = $3, version = version + 1 where id = $1",
        id as UserId,
        email,
        email_key,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What signing in needs: who it is, and the hash to compare with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    /// Who.
    pub id: UserId,
    /// The stored hash.
    pub hash: String,
    /// Since when the account is switched off.
    pub deactivated_at: Option<DateTime<Utc>>,
}

/// The credentials of whoever has this address or this handle (a handle has no `@`).
///
/// # Errors
/// `Unavailable`.
pub async fn find_credentials(
    connection: &mut PgConnection,
    login_key: &str,
) -> Result<Option<Credentials>, Error> {
    let found = sqlx::query_as!(
        Credentials,
        "select u.id, p.hash, u.deactivated_at from users u join passwords p on p.user_id = u.id
         where u.email_key = $1 or u.handle_key = $1",
        login_key,
    )
    .fetch_optional(connection)
    .await?;
    Ok(found)
}

/// The stored hash of this account's password.
///
/// # Errors
/// `Unavailable`.
pub async fn find_hash(connection: &mut PgConnection, id: UserId) -> Result<Option<String>, Error> {
    let hash = sqlx::query_scalar!(
        "select hash from passwords where user_id = $1",
        id as UserId
    )
    .fetch_optional(connection)
    .await?;
    Ok(hash)
}

/// Stores the hash of a password.
///
/// # Errors
/// `Unavailable`.
pub async fn set_hash(
    connection: &mut PgConnection,
    id: UserId,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into passwords (user_id, hash, changed_at) values ($1, $2, $3)
         on conflict (user_id) do update set hash = $2, changed_at = $3",
        id as UserId,
        hash,
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What a person changes about themselves; `None` leaves.
#[derive(Debug, Clone, Default)]
pub struct Change<'a> {
    /// A new handle, and folded.
    pub handle: Option<(&'a str, &'a str)>,
    /// A new name.
    pub display_name: Option<&'a str>,
    /// Another language.
    pub locale: Option<&'a str>,
    /// Other colours.
    pub theme: Option<Theme>,
    /// Another time zone.
    pub timezone: Option<&'a str>,
    /// Whether to share how far they have read.
    pub share_receipts: Option<bool>,
    /// Whether to see what links lead to.
    pub link_previews: Option<bool>,
    /// What to be told about.
    pub notifications: Option<&'a Value>,
}

/// # Errors
/// `Conflict(Handle)` when taken.
pub async fn update(
    connection: &mut PgConnection,
    id: UserId,
    change: &Change<'_>,
) -> Result<(), Error> {
    let (handle, handle_key) = change.handle.unzip();
    sqlx::query!(
        "update users set handle = coalesce($2, handle), handle_key = coalesce($3, handle_key),
             display_name = coalesce($4, display_name), locale = coalesce($5, locale),
             theme = coalesce($6, theme), timezone = coalesce($7, timezone),
             share_receipts = coalesce($8, share_receipts),
             notifications = coalesce($9, notifications),
             link_previews = coalesce($10, link_previews), version = version + 1
         where id = $1",
        id as UserId,
        handle,
        handle_key,
        change.display_name,
        change.locale,
        change.theme as Option<Theme>,
        change.timezone,
        change.share_receipts,
        change.notifications,
        change.link_previews,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A status set by hand.
#[derive(Debug, Clone)]
pub struct Status<'a> {
    /// Whether they can be reached.
    pub presence: Presence,
    /// In words; may be empty.
    pub text: &'a str,
    /// A picture to the words.
    pub emoji: Option<&'a str>,
    /// When it goes back to normal.
    pub expires_at: Option<DateTime<Utc>>,
}

/// # Errors
/// `Unavailable`.
pub async fn set_status(
    connection: &mut PgConnection,
    id: UserId,
    status: &Status<'_>,
) -> Result<(), Error> {
    sqlx::query!(
        "update users set presence = $2, status_text = $3, status_emoji = $4,
             status_expires_at = $5, version = version + 1
         where id = $1",
        id as UserId,
        status.presence as Presence,
        status.text,
        status.emoji,
        status.expires_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Shows another picture of a person, or none; answers what was shown before.
///
/// # Errors
/// `Unavailable`.
pub async fn set_avatar(
    connection: &mut PgConnection,
    id: UserId,
    url: Option<&str>,
) -> Result<Option<String>, Error> {
    let before = sqlx::query_scalar!(
        r#"update users u set avatar_url = $2, version = u.version + 1
           from (select id, avatar_url from users where id = $1 for update) before
           where u.id = before.id
           returning before.avatar_url as "before?""#,
        id as UserId,
        url,
    )
    .fetch_optional(connection)
    .await?;
    Ok(before.flatten())
}
