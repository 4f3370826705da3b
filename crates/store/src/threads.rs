//! Threads as people follow them: who does, how far they have read, what is unread.

mod followers;
mod inbox;

pub use followers::{followers, sides_of};
pub use inbox::{Followed, Totals, Wanted, page, totals};

use domain::{ChannelId, Follow, MessageId, Partition, Seq, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Error;
use crate::messages::Row;
use crate::reading::MOST_UNREAD;

/// A person's stored side of a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Side {
    /// Whose.
    pub user_id: UserId,
    /// The message that began the thread.
    pub root_id: MessageId,
    /// Its channel.
    pub channel_id: ChannelId,
    /// Whether its replies are news to them.
    pub following: bool,
    /// Replies up to here were read.
    pub read_seq: Seq,
    /// The head of the log at their last choice by hand.
    pub hand_seq: Seq,
}

impl Side {
    /// What the rules work with.
    #[must_use]
    pub const fn follow(&self) -> Follow {
        Follow {
            following: self.following,
            read_seq: self.read_seq,
            hand_seq: self.hand_seq,
        }
    }
}

/// A person's sides of these threads; those that they have nothing to do with are left out.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn sides(
    connection: &mut PgConnection,
    user: UserId,
    roots: &[MessageId],
) -> Result<Vec<Side>, Error> {
    if roots.is_empty() {
        return Ok(Vec::new());
    }
    let rows = sqlx::query_as!(
        Side,
        "select user_id, root_id, channel_id, following, read_seq, hand_seq
         from thread_follows where user_id = $1 and root_id = any($2)",
        user as UserId,
        roots as &[MessageId],
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// What is to be counted: the replies of a thread that somebody has not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unread {
    /// Who reads.
    pub user_id: UserId,
    /// The thread.
    pub root_id: MessageId,
    /// Its channel.
    pub channel_id: ChannelId,
    /// Its partition.
    pub partition: Partition,
    /// How far they have read.
    pub read_seq: Seq,
}

/// What Postgres counts in one thread for one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Who reads.
    pub user_id: UserId,
    /// The thread.
    pub root_id: MessageId,
    /// The watermark of this very snapshot: replies above it are not counted here.
    pub persisted_seq: Seq,
    /// Replies by others that are not read, at most [`MOST_UNREAD`].
    pub unread: i64,
    /// Those of them that mention this person; not those by people whom this person has blocked.
    pub mentions: i64,
    /// Whom this person has blocked.
    pub blocked: Vec<UserId>,
}

/// Counts what is unread, all from one snapshot. Replies that the tail says something newer about
/// are left out as for channels: the caller counts them.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn counts(
    connection: &mut PgConnection,
    wanted: &[Unread],
    except: crate::reading::Except<'_>,
) -> Result<Vec<Counts>, Error> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let users: Vec<UserId> = wanted.iter().map(|one| one.user_id).collect();
    let roots: Vec<MessageId> = wanted.iter().map(|one| one.root_id).collect();
    let channels: Vec<ChannelId> = wanted.iter().map(|one| one.channel_id).collect();
    let partitions: Vec<i16> = wanted.iter().map(|one| one.partition.into()).collect();
    let seqs: Vec<i64> = wanted.iter().map(|one| one.read_seq.get()).collect();
    let rows = sqlx::query_as!(
        Counts,
        r#"select wanted.user_id as "user_id!: UserId", wanted.root_id as "root_id!: MessageId",
             c.persisted_seq, counted.unread as "unread!", counted.mentions as "mentions!",
             array(select b.blocked_id from blocks b
                where b.user_id = wanted.user_id) as "blocked!: Vec<UserId>"
           from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::smallint[], $5::bigint[])
             as wanted (user_id, root_id, channel_id, p, read_seq)
           join channels c on c.id = wanted.channel_id
           cross join lateral (
             select count(*) as unread,
               count(*) filter (where r.id <> all($7) and exists (
                 select 1 from mentions a
                 where a.p = wanted.p and a.channel_id = wanted.channel_id
                   and a.user_id in (wanted.user_id, $8) and a.seq = r.seq)
                 and not exists (select 1 from blocks b
                   where b.user_id = wanted.user_id and b.blocked_id = r.author_id)) as mentions
             from (select m.id, m.seq, m.author_id from messages m
                   where m.p = wanted.p and m.parent_id = wanted.root_id
                     and m.seq > wanted.read_seq and m.author_id <> wanted.user_id
                     and m.deleted_at is null and m.id <> all($6)
                   limit $9) r
           ) counted"#,
        users as Vec<UserId>,
        roots as Vec<MessageId>,
        channels as Vec<ChannelId>,
        &partitions,
        &seqs,
        except.deleted as &[MessageId],
        except.readdressed as &[MessageId],
        Uuid::nil(),
        MOST_UNREAD,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// Puts down a choice by hand.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn choose(
    connection: &mut PgConnection,
    side: &Side,
    partition: Partition,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into thread_follows as f
           (user_id, root_id, p, channel_id, following, read_seq, hand_seq)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (user_id, root_id) do update set following = excluded.following,
           read_seq = greatest(f.read_seq, excluded.read_seq),
           hand_seq = greatest(f.hand_seq, excluded.hand_seq)",
        side.user_id as UserId,
        side.root_id as MessageId,
        i16::from(partition),
        side.channel_id as ChannelId,
        side.following,
        side.read_seq as Seq,
        side.hand_seq as Seq,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Raises how far somebody has read; puts the side down if it is not stored yet. False when they
/// were further already.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn raise(
    connection: &mut PgConnection,
    side: &Side,
    partition: Partition,
) -> Result<bool, Error> {
    let changed = sqlx::query!(
        "insert into thread_follows as f
           (user_id, root_id, p, channel_id, following, read_seq, hand_seq)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (user_id, root_id) do update set read_seq = excluded.read_seq
         where f.read_seq < excluded.read_seq",
        side.user_id as UserId,
        side.root_id as MessageId,
        i16::from(partition),
        side.channel_id as ChannelId,
        side.following,
        side.read_seq as Seq,
        side.hand_seq as Seq,
    )
    .execute(connection)
    .await?;
    Ok(changed.rows_affected() > 0)
}

/// The newest reply of each of these threads that is neither deleted nor one of `except`.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn latest(
    connection: &mut PgConnection,
    viewer: UserId,
    roots: &[(Partition, MessageId)],
    except: &[MessageId],
) -> Result<Vec<Row>, Error> {
    let partitions: Vec<i16> = roots
        .iter()
        .map(|(partition, _)| (*partition).into())
        .collect();
    let ids: Vec<MessageId> = roots.iter().map(|(_, id)| *id).collect();
    let latest = sqlx::query_scalar!(
        r#"select newest.id as "id!: MessageId"
           from unnest($1::smallint[], $2::uuid[]) as root (p, id)
           cross join lateral (
             select m.id from messages m
             where m.p = root.p and m.parent_id = root.id and m.deleted_at is null
               and m.id <> all($3)
             order by m.seq desc limit 1) newest"#,
        &partitions,
        ids as Vec<MessageId>,
        except as &[MessageId],
    )
    .fetch_all(&mut *connection)
    .await?;
    crate::messages::find_anywhere(connection, viewer, &partitions, &latest).await
}

/// Where these replies stand in their logs.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn seqs(
    connection: &mut PgConnection,
    partitions: &[Partition],
    ids: &[MessageId],
) -> Result<Vec<(MessageId, Seq)>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let partitions: Vec<i16> = partitions.iter().copied().map(i16::from).collect();
    let rows = sqlx::query!(
        "select id, seq from messages where p = any($1) and id = any($2)",
        &partitions,
        ids as &[MessageId],
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.seq)).collect())
}
