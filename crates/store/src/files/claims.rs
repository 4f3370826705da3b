//! Which message has which files.

use chrono::{DateTime, Utc};
use domain::{ChannelId, FileId, UserId};

use crate::{Error, PgConnection};

/// A message's right to its files (S17).
#[derive(Debug, Clone)]
pub struct Claim {
    /// The message's channel.
    pub channel_id: ChannelId,
    /// The message's author.
    pub author_id: UserId,
    /// The message's nonce: with channel and author it names the message before it has an id.
    pub nonce: String,
    /// When the claim is made.
    pub claimed_at: DateTime<Utc>,
}

/// Takes the rows' locks, in order, so that two claims of one file decide one after the other.
///
/// # Errors
/// When Postgres refuses.
pub async fn lock(conn: &mut PgConnection, ids: &[FileId]) -> Result<(), Error> {
    sqlx::query!(
        "select id from files where id = any($1) order by id for update",
        ids as _
    )
    .fetch_all(conn)
    .await?;
    Ok(())
}

/// Gives the files to a message. Those that have a claim keep the one they have.
///
/// # Errors
/// When Postgres refuses.
pub async fn claim(conn: &mut PgConnection, ids: &[FileId], claim: &Claim) -> Result<(), Error> {
    sqlx::query!(
        "with claimed as (
            insert into file_claims (file_id, channel_id, author_id, nonce, claimed_at)
            select id, $2, $3, $4, $5 from unnest($1::uuid[]) as t (id)
            on conflict (file_id) do nothing
            returning file_id)
         update files set claimed = true where id in (select file_id from claimed)",
        ids as _,
        claim.channel_id as _,
        claim.author_id as _,
        claim.nonce,
        claim.claimed_at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives the files back that this claim took and no message carries.
///
/// # Errors
/// When Postgres refuses.
pub async fn release(conn: &mut PgConnection, claim: &Claim) -> Result<(), Error> {
    sqlx::query!(
        "with released as (
            delete from file_claims
            where channel_id = $1 and author_id = $2 and nonce = $3 and message_id is null
            returning file_id)
         update files set claimed = false where id in (select file_id from released)",
        claim.channel_id as _,
        claim.author_id as _,
        claim.nonce,
    )
    .execute(conn)
    .await?;
    Ok(())
}
