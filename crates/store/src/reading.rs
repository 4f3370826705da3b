//! Read positions and what lies unread behind them (S15).

use domain::{ChannelId, MessageId, MessageNo, Partition, ReadVersion, Seq, UserId, WorkspaceId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Error;

/// Counting stops here: nobody reads the digits of a larger number.
pub const MOST_UNREAD: i64 = 10_000;

/// How far somebody has read, and what Postgres knows to lie behind that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Who.
    pub user_id: UserId,
    /// Where.
    pub channel_id: ChannelId,
    /// The last top-level message that was read.
    pub read_message_no: MessageNo,
    /// The head of the log when that was read.
    pub read_seq: Seq,
    /// Raised whenever the position was lowered by hand.
    pub read_version: ReadVersion,
    /// The watermark of this very snapshot: events above it are not counted here.
    pub persisted_seq: Seq,
    /// Messages by others behind the position, at most [`MOST_UNREAD`].
    pub unread: i64,
    /// Those of them that mention this person, at most [`MOST_UNREAD`]; not those by people whom
    /// this person has blocked.
    pub mentions: i64,
    /// Whom this person has blocked.
    pub blocked: Vec<UserId>,
}

/// Messages that the tail says something newer about; their rows are left out of the counts, and
/// the caller counts them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Except<'a> {
    /// Not counted as unread: deleted in the tail.
    pub deleted: &'a [MessageId],
    /// Not counted as mentions: deleted or readdressed in the tail.
    pub readdressed: &'a [MessageId],
}

/// Counts for each pair of a member and a channel, in no particular order; pairs that are not
/// memberships are left out. All from one snapshot.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn counts(
    connection: &mut PgConnection,
    pairs: &[(UserId, ChannelId)],
    except: Except<'_>,
) -> Result<Vec<Counts>, Error> {
    let users: Vec<UserId> = pairs.iter().map(|(user, _)| *user).collect();
    let channels: Vec<ChannelId> = pairs.iter().map(|(_, channel)| *channel).collect();
    let rows = sqlx::query_as!(
        Counts,
        r#"select ms.user_id, ms.channel_id, ms.read_message_no, ms.read_seq, ms.read_version,
             c.persisted_seq,
             (select count(*) from (
                select 1 from messages m
                where m.p = c.p and m.channel_id = c.id and m.message_no > ms.read_message_no
                  and m.author_id <> ms.user_id and m.deleted_at is null
                  and m.id <> all($3)
                limit $6) unread) as "unread!",
             (select count(*) from (
                select distinct a.message_id from mentions a
                join messages m on m.p = a.p and m.id = a.message_id
                where a.p = c.p and a.channel_id = c.id and a.user_id in (ms.user_id, $5)
                  and a.message_no > ms.read_message_no
                  and m.author_id <> ms.user_id and m.deleted_at is null
                  and a.message_id <> all($4)
                  and not exists (select 1 from blocks b
                    where b.user_id = ms.user_id and b.blocked_id = m.author_id)
                limit $6) mentioned) as "mentions!",
             array(select b.blocked_id from blocks b
                where b.user_id = ms.user_id) as "blocked!: Vec<UserId>"
           from unnest($1::uuid[], $2::uuid[]) as wanted (user_id, channel_id)
           join memberships ms
             on ms.user_id = wanted.user_id and ms.channel_id = wanted.channel_id
           join channels c on c.id = ms.channel_id"#,
        users as Vec<UserId>,
        channels as Vec<ChannelId>,
        except.deleted as &[MessageId],
        except.readdressed as &[MessageId],
        Uuid::nil(),
        MOST_UNREAD,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// What a count needs to know of a message whose row is older than the tail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered {
    /// The message.
    pub id: MessageId,
    /// Its number, if it is top-level.
    pub message_no: Option<MessageNo>,
    /// Who wrote it.
    pub author_id: UserId,
}

/// Number and author of those of `ids` that are stored.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn numbered(
    connection: &mut PgConnection,
    partitions: &[Partition],
    ids: &[MessageId],
) -> Result<Vec<Numbered>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let partitions: Vec<i16> = partitions.iter().copied().map(i16::from).collect();
    let rows = sqlx::query_as!(
        Numbered,
        "select id, message_no, author_id from messages where p = any($1) and id = any($2)",
        &partitions,
        ids as &[MessageId],
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// A position to be raised, clamped at the head by the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Raise {
    /// Who has read.
    pub user_id: UserId,
    /// Where.
    pub channel_id: ChannelId,
    /// How far.
    pub message_no: MessageNo,
    /// The head of the log at that moment.
    pub seq: Seq,
}

/// Raises positions in one statement, each pair named at most once. Answers with the pairs that
/// moved: one that was further already, or is no membership, stays as it is.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn raise(
    connection: &mut PgConnection,
    raises: &[Raise],
) -> Result<Vec<(UserId, ChannelId)>, Error> {
    let users: Vec<UserId> = raises.iter().map(|raise| raise.user_id).collect();
    let channels: Vec<ChannelId> = raises.iter().map(|raise| raise.channel_id).collect();
    let numbers: Vec<i64> = raises.iter().map(|raise| raise.message_no.get()).collect();
    let seqs: Vec<i64> = raises.iter().map(|raise| raise.seq.get()).collect();
    let rows = sqlx::query!(
        "update memberships ms
         set read_message_no = wanted.message_no, read_seq = greatest(ms.read_seq, wanted.seq)
         from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[])
           as wanted (user_id, channel_id, message_no, seq)
         where ms.channel_id = wanted.channel_id and ms.user_id = wanted.user_id
           and ms.read_message_no < wanted.message_no
         returning ms.user_id, ms.channel_id",
        users as Vec<UserId>,
        channels as Vec<ChannelId>,
        &numbers,
        &seqs,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.user_id, row.channel_id))
        .collect())
}

/// Puts a position back to `message_no` and raises its version, so that an older `raise` that a
/// client still has under way does not win over it. One that is as low already stays as it is.
/// False when nothing changed.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn put_back(
    connection: &mut PgConnection,
    user: UserId,
    channel: ChannelId,
    message_no: MessageNo,
) -> Result<bool, Error> {
    let changed = sqlx::query!(
        "update memberships set read_message_no = $3, read_version = read_version + 1
         where user_id = $1 and channel_id = $2 and read_message_no > $3",
        user as UserId,
        channel as ChannelId,
        message_no as MessageNo,
    )
    .execute(connection)
    .await?;
    Ok(changed.rows_affected() > 0)
}

/// One member of a channel and how far they have read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Who.
    pub user_id: UserId,
    /// How far.
    pub read_message_no: MessageNo,
}

/// In larger channels nobody's reading is anybody's business, and the list would say nothing.
pub const MOST_RECEIPTS: i32 = 50;

/// The members who share their receipts and have read at least up to `message_no`, furthest first.
/// Nobody, for a viewer who does not share theirs or is no member, and in channels of more than
/// [`MOST_RECEIPTS`].
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn readers(
    connection: &mut PgConnection,
    channel: ChannelId,
    message_no: MessageNo,
    viewer: UserId,
) -> Result<Vec<Position>, Error> {
    let rows = sqlx::query_as!(
        Position,
        "select ms.user_id, ms.read_message_no from channels c
         join memberships mine on mine.channel_id = c.id and mine.user_id = $3
         join users me on me.id = mine.user_id and me.share_receipts
         join memberships ms on ms.channel_id = c.id and ms.read_message_no >= $2
         join users u on u.id = ms.user_id and u.share_receipts
         where c.id = $1 and c.member_count <= $4
         order by ms.read_message_no desc, ms.user_id",
        channel as ChannelId,
        message_no as MessageNo,
        viewer as UserId,
        MOST_RECEIPTS,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// A position that others may know of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Who has read.
    pub user_id: UserId,
    /// Where.
    pub channel_id: ChannelId,
    /// How far.
    pub read_message_no: MessageNo,
    /// The members who share their own receipts.
    pub shown_to: Vec<UserId>,
}

/// Those of these positions that others may know of: of people who share their receipts, in
/// channels of at most [`MOST_RECEIPTS`].
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn receipts(
    connection: &mut PgConnection,
    pairs: &[(UserId, ChannelId)],
) -> Result<Vec<Receipt>, Error> {
    let users: Vec<UserId> = pairs.iter().map(|(user, _)| *user).collect();
    let channels: Vec<ChannelId> = pairs.iter().map(|(_, channel)| *channel).collect();
    let rows = sqlx::query_as!(
        Receipt,
        r#"select ms.user_id, ms.channel_id, ms.read_message_no,
             array(select other.user_id from memberships other
                   join users u on u.id = other.user_id and u.share_receipts
                   where other.channel_id = ms.channel_id and other.user_id <> ms.user_id)
               as "shown_to!: Vec<UserId>"
           from unnest($1::uuid[], $2::uuid[]) as read (user_id, channel_id)
           join memberships ms
             on ms.user_id = read.user_id and ms.channel_id = read.channel_id
           join users me on me.id = ms.user_id and me.share_receipts
           join channels c on c.id = ms.channel_id and c.member_count between 2 and $3"#,
        users as Vec<UserId>,
        channels as Vec<ChannelId>,
        MOST_RECEIPTS,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// A channel that somebody reads, and how far Postgres has its log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// Which.
    pub channel_id: ChannelId,
    /// The highest `message_no` stored.
    pub persisted_message_no: MessageNo,
    /// Every event up to here is stored.
    pub persisted_seq: Seq,
}

/// The channels of a workspace that this person is in; `None` when not even in the workspace.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn channels(
    connection: &mut PgConnection,
    user: UserId,
    workspace: WorkspaceId,
) -> Result<Option<Vec<Stored>>, Error> {
    let is_member = sqlx::query_scalar!(
        r#"select exists(select 1 from workspace_members w join workspaces ws on ws.id = w.workspace_id
           where w.workspace_id = $1 and w.user_id = $2 and ws.deleted_at is null) as "found!""#,
        workspace as WorkspaceId,
        user as UserId,
    )
    .fetch_one(&mut *connection)
    .await?;
    if !is_member {
        return Ok(None);
    }
    let rows = sqlx::query_as!(
        Stored,
        "select c.id as channel_id, c.persisted_message_no, c.persisted_seq
         from memberships ms join channels c on c.id = ms.channel_id
         where ms.user_id = $1 and ms.workspace_id = $2 and c.deleted_at is null",
        user as UserId,
        workspace as WorkspaceId,
    )
    .fetch_all(connection)
    .await?;
    Ok(Some(rows))
}
