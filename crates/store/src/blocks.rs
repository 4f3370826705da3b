//! Who has blocked whom.

use chrono::{DateTime, Utc};
use domain::{ChannelId, UserId};
use sqlx::PgConnection;

use crate::Error;

/// Somebody on a person's block list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Who is blocked.
    pub blocked_id: UserId,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

/// Holds the block list of `user` until the transaction ends: changes of one list come one after
/// the other.
///
/// # Errors
/// `Unavailable`.
pub async fn lock(connection: &mut PgConnection, user: UserId) -> Result<(), Error> {
    // Not `for update`: two who block each other at once refer to each other's row.
    sqlx::query_scalar!(
        r#"select 1 as "one!" from users where id = $1 for no key update"#,
        user as UserId,
    )
    .fetch_optional(connection)
    .await?;
    Ok(())
}

/// How many people `user` has blocked.
///
/// # Errors
/// `Unavailable`.
pub async fn count(connection: &mut PgConnection, user: UserId) -> Result<i64, Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from blocks where user_id = $1"#,
        user as UserId,
    )
    .fetch_one(connection)
    .await?;
    Ok(count)
}

/// The entry for `blocked` in the list of `user`.
///
/// # Errors
/// `Unavailable`.
pub async fn find(
    connection: &mut PgConnection,
    user: UserId,
    blocked: UserId,
) -> Result<Option<Block>, Error> {
    let block = sqlx::query_as!(
        Block,
        "select blocked_id, created_at from blocks where user_id = $1 and blocked_id = $2",
        user as UserId,
        blocked as UserId,
    )
    .fetch_optional(connection)
    .await?;
    Ok(block)
}

/// Adds an entry that is not there yet.
///
/// # Errors
/// `Conflict` when it is.
pub async fn insert(
    connection: &mut PgConnection,
    user: UserId,
    block: Block,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into blocks (user_id, blocked_id, created_at) values ($1, $2, $3)",
        user as UserId,
        block.blocked_id as UserId,
        block.created_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Removes an entry; `false` when there was none.
///
/// # Errors
/// `Unavailable`.
pub async fn delete(
    connection: &mut PgConnection,
    user: UserId,
    blocked: UserId,
) -> Result<bool, Error> {
    let deleted = sqlx::query!(
        "delete from blocks where user_id = $1 and blocked_id = $2",
        user as UserId,
        blocked as UserId,
    )
    .execute(connection)
    .await?;
    Ok(deleted.rows_affected() == 1)
}

/// Part of the list of `user`, in the order of the blocked people's ids.
///
/// # Errors
/// `Unavailable`.
pub async fn list(
    connection: &mut PgConnection,
    user: UserId,
    after: Option<UserId>,
    limit: i64,
) -> Result<Vec<Block>, Error> {
    let blocks = sqlx::query_as!(
        Block,
        "select blocked_id, created_at from blocks
         where user_id = $1 and ($2::uuid is null or blocked_id > $2)
         order by blocked_id limit $3",
        user as UserId,
        after as Option<UserId>,
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(blocks)
}

/// Everybody whom `user` has blocked.
///
/// # Errors
/// `Unavailable`.
pub async fn blocked_by(connection: &mut PgConnection, user: UserId) -> Result<Vec<UserId>, Error> {
    let ids = sqlx::query_scalar!(
        "select blocked_id from blocks where user_id = $1 order by blocked_id",
        user as UserId,
    )
    .fetch_all(connection)
    .await?;
    Ok(ids)
}

/// Those of `others` who have blocked `user`: whom nothing that `user` does notifies.
///
/// # Errors
/// `Unavailable`.
pub async fn blockers_among(
    connection: &mut PgConnection,
    user: UserId,
    others: &[UserId],
) -> Result<Vec<UserId>, Error> {
    let ids = sqlx::query_scalar!(
        "select user_id from blocks where blocked_id = $1 and user_id = any($2)",
        user as UserId,
        others as &[UserId],
    )
    .fetch_all(connection)
    .await?;
    Ok(ids)
}

/// For each of `users`, everybody whom they have blocked or who has blocked them: the two do not
/// see whether the other is there, types or has read.
///
/// # Errors
/// `Unavailable`.
pub async fn apart(
    connection: &mut PgConnection,
    users: &[UserId],
) -> Result<Vec<(UserId, UserId)>, Error> {
    let rows = sqlx::query!(
        r#"select user_id as "one!: UserId", blocked_id as "other!: UserId" from blocks
           where user_id = any($1)
           union
           select blocked_id, user_id from blocks where blocked_id = any($1)"#,
        users as &[UserId],
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.one, row.other)).collect())
}

/// Those of `others` whom `user` has blocked or who have blocked `user`.
///
/// # Errors
/// `Unavailable`.
pub async fn apart_among(
    connection: &mut PgConnection,
    user: UserId,
    others: &[UserId],
) -> Result<Vec<UserId>, Error> {
    let ids = sqlx::query_scalar!(
        r#"select blocked_id as "other!: UserId" from blocks
           where user_id = $1 and blocked_id = any($2)
           union
           select user_id from blocks where blocked_id = $1 and user_id = any($2)"#,
        user as UserId,
        others as &[UserId],
    )
    .fetch_all(connection)
    .await?;
    Ok(ids)
}

/// The direct conversations of exactly these two, in every workspace, by id.
///
/// # Errors
/// `Unavailable`.
pub async fn direct_between(
    connection: &mut PgConnection,
    one: UserId,
    other: UserId,
) -> Result<Vec<ChannelId>, Error> {
    let ids = sqlx::query_scalar!(
        "select c.id from memberships ms
         join channels c on c.id = ms.channel_id and c.kind = 'dm' and c.deleted_at is null
         where ms.user_id = $1 and $2 = any(c.people) order by c.id",
        one as UserId,
        other as UserId,
    )
    .fetch_all(connection)
    .await?;
    Ok(ids)
}

/// The members of a channel whom `user` has blocked or who have blocked `user`.
///
/// # Errors
/// `Unavailable`.
pub async fn apart_in(
    connection: &mut PgConnection,
    user: UserId,
    channel: ChannelId,
) -> Result<Vec<UserId>, Error> {
    let ids = sqlx::query_scalar!(
        r#"select ms.user_id from memberships ms
           where ms.channel_id = $2 and ms.user_id in (
             select blocked_id from blocks where user_id = $1
             union
             select user_id from blocks where blocked_id = $1)"#,
        user as UserId,
        channel as ChannelId,
    )
    .fetch_all(connection)
    .await?;
    Ok(ids)
}
