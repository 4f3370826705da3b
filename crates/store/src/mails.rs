//! Mail that is to be sent: rows that outlive the process that wrote them.

use chrono::{DateTime, Utc};
use domain::{MailKind, UserId};
use sqlx::PgConnection;

use crate::Error;

/// A mail to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Which.
    pub id: i64,
    /// What it is about.
    pub kind: MailKind,
    /// A reset: the folded address that was asked for. A notice: where it goes.
    pub address: String,
    /// Whom a notice is about.
    pub user_id: Option<UserId>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// How often it was tried, this time included.
    pub attempts: i32,
}

/// Puts a mail into the queue; a reset for an address that waits for one already is the same.
///
/// # Errors
/// `Unavailable`.
pub async fn insert(
    connection: &mut PgConnection,
    kind: MailKind,
    (address, user): (&str, Option<UserId>),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into mails (kind, address, user_id, created_at, due_at) values ($1, $2, $3, $4, $4)
         on conflict do nothing",
        kind as MailKind,
        address,
        user as Option<UserId>,
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes mails that are due, oldest first, and keeps them for one sender until `until`: if it dies
/// meanwhile, they are due again.
///
/// # Errors
/// `Unavailable`.
pub async fn take(
    connection: &mut PgConnection,
    (now, until): (DateTime<Utc>, DateTime<Utc>),
    limit: i64,
) -> Result<Vec<Mail>, Error> {
    let mut mails = sqlx::query_as!(
        Mail,
        "update mails set due_at = $2, attempts = attempts + 1
         where id in (select id from mails where due_at <= $1
                      order by due_at, id limit $3 for update skip locked)
         returning id, kind, address, user_id, created_at, attempts",
        now,
        until,
        limit,
    )
    .fetch_all(connection)
    .await?;
    mails.sort_unstable_by_key(|mail| mail.id);
    Ok(mails)
}

/// Tries a mail again at `due_at`.
///
/// # Errors
/// `Unavailable`.
pub async fn postpone(
    connection: &mut PgConnection,
    id: i64,
    due_at: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!("update mails set due_at = $2 where id = $1", id, due_at)
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets a mail: it was sent, or never will be.
///
/// # Errors
/// `Unavailable`.
pub async fn delete(connection: &mut PgConnection, id: i64) -> Result<(), Error> {
    sqlx::query!("delete from mails where id = $1", id)
        .execute(connection)
        .await?;
    Ok(())
}
