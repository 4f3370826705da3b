//! Messages as the worker folded them: history, threads, revisions, pins, nonces. Written by
//! [`crate::apply`] alone; everything here reads.

mod pinning;
mod single;

pub use pinning::lock_pins;
pub use single::{Revision, find_nonce, place, revisions};

use chrono::{DateTime, Utc};
use domain::{ChannelId, FileKind, MessageId, MessageKind, MessageNo, Partition, Seq, UserId};
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::PgConnection;
use sqlx::types::Json;

use crate::Error;

/// One emoji on a message.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Reaction {
    /// The emoji, or `:name:` of a custom one.
    pub emoji: String,
    /// How many people reacted with it.
    pub count: i64,
    /// The first 20 of them.
    pub user_ids: Vec<UserId>,
    /// Whether the viewer is one of them.
    pub me: bool,
}

/// A message with its author's public face and its reactions, all from one snapshot: `rev_seq`
/// vouches for every field.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The message's id.
    pub id: MessageId,
    /// Where it was said.
    pub channel_id: ChannelId,
    /// The seq of its creation.
    pub seq: Seq,
    /// Its number among the channel's top-level messages; `None` for a plain reply.
    pub message_no: Option<MessageNo>,
    /// The root of its thread, when it is a reply.
    pub parent_id: Option<MessageId>,
    /// Whether a reply is shown in the channel as well.
    pub also_in_channel: bool,
    /// Who wrote it.
    pub author_id: UserId,
    /// The author's handle.
    pub handle: String,
    /// The author's name for people.
    pub display_name: String,
    /// The author's picture.
    pub avatar_url: Option<String>,
    /// Whether the author is a program.
    pub is_bot: bool,
    /// Whether the author came by a guest link.
    pub is_guest: bool,
    /// When the author's account was made.
    pub author_created_at: DateTime<Utc>,
    /// When the author's account was switched off.
    pub author_deactivated_at: Option<DateTime<Utc>>,
    /// Who speaks.
    pub kind: MessageKind,
    /// The Markdown text; empty once deleted.
    pub body: String,
    /// Whom the text addresses, as the wire has it.
    pub mentions: Value,
    /// The files, as the wire has them.
    pub files: Value,
    /// The link previews, as the wire has them.
    pub embeds: Value,
    /// What people reacted with, in the order in which each emoji came.
    pub reactions: Json<Vec<Reaction>>,
    /// Replies that are not deleted.
    pub reply_count: i32,
    /// The first few people who replied.
    pub reply_user_ids: Vec<UserId>,
    /// When the last reply was written.
    pub last_reply_at: Option<DateTime<Utc>>,
    /// When it was pinned.
    pub pinned_at: Option<DateTime<Utc>>,
    /// Who pinned it.
    pub pinned_by: Option<UserId>,
    /// When the text was last changed.
    pub edited_at: Option<DateTime<Utc>>,
    /// When it was deleted: the row is a tombstone.
    pub deleted_at: Option<DateTime<Utc>>,
    /// 1, and one more with each edit.
    pub version: i32,
    /// The sender's key for this message.
    pub nonce: String,
    /// Seq of the last event that changed the row.
    pub rev_seq: Seq,
    /// When it was said.
    pub created_at: DateTime<Utc>,
}

/// `select … from messages` with author and reactions, plus the rest of the statement. `$1` is the
/// partition, `$2` the viewer.
macro_rules! rows {
    ($rest:literal, $($argument:expr),+ $(,)?) => {
        sqlx::query_as!(
            Row,
            r#"select m.id, m.channel_id, m.seq, m.message_no, m.parent_id, m.also_in_channel,
                 m.author_id, u.handle, u.display_name, u.avatar_url, u.is_bot,
                 u.guest_until is not null as "is_guest!",
                 u.created_at as author_created_at, u.deactivated_at as author_deactivated_at,
                 m.kind as "kind: MessageKind", m.body, m.mentions, m.files, m.embeds,
                 m.reply_count, m.reply_user_ids, m.last_reply_at, m.pinned_at, m.pinned_by,
                 m.edited_at, m.deleted_at, m.version, m.nonce, m.rev_seq, m.created_at,
                 (select coalesce(jsonb_agg(jsonb_build_object('emoji', r.emoji, 'count', r.count,
                    'user_ids', r.user_ids, 'me', r.me) order by r.first), '[]')
                  from (select emoji, count(*) as count, min(seq) as first,
                          (array_agg(user_id order by seq))[1:20] as user_ids,
                          bool_or(user_id = $2) as me
                        from reactions
                        where p = m.p and message_id = m.id and active
                        group by emoji) r) as "reactions!: Json<Vec<Reaction>>"
               from messages m join users u on u.id = m.author_id "#
                + $rest,
            $($argument),+
        )
    };
}

/// Where to look, and for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct View {
    /// The partition of the channel.
    pub partition: Partition,
    /// Whose reactions are marked as their own.
    pub viewer: UserId,
}

/// Which list of messages, and where it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// What a channel shows: everything that has a `message_no`.
    Channel(ChannelId),
    /// The replies to a message.
    Thread(MessageId),
}

/// The last `limit` messages of `list` before `before`, ascending.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn page_before(
    connection: &mut PgConnection,
    view: View,
    list: List,
    before: Seq,
    limit: i64,
) -> Result<Vec<Row>, Error> {
    let p = i16::from(view.partition);
    let mut page = match list {
        List::Channel(channel) => {
            rows!(
                "where m.p = $1 and m.channel_id = $3 and m.seq < $4 and m.message_no is not null
                 order by m.seq desc limit $5",
                p,
                view.viewer as UserId,
                channel as ChannelId,
                before as Seq,
                limit,
            )
            .fetch_all(connection)
            .await?
        }
        List::Thread(root) => {
            rows!(
                "where m.p = $1 and m.parent_id = $3 and m.seq < $4
                 order by m.seq desc limit $5",
                p,
                view.viewer as UserId,
                root as MessageId,
                before as Seq,
                limit,
            )
            .fetch_all(connection)
            .await?
        }
    };
    page.reverse();
    Ok(page)
}

/// The first `limit` messages of `list` after `after`, ascending.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn page_after(
    connection: &mut PgConnection,
    view: View,
    list: List,
    after: Seq,
    limit: i64,
) -> Result<Vec<Row>, Error> {
    let p = i16::from(view.partition);
    let page = match list {
        List::Channel(channel) => {
            rows!(
                "where m.p = $1 and m.channel_id = $3 and m.seq > $4 and m.message_no is not null
                 order by m.seq limit $5",
                p,
                view.viewer as UserId,
                channel as ChannelId,
                after as Seq,
                limit,
            )
            .fetch_all(connection)
            .await?
        }
        List::Thread(root) => {
            rows!(
                "where m.p = $1 and m.parent_id = $3 and m.seq > $4
                 order by m.seq limit $5",
                p,
                view.viewer as UserId,
                root as MessageId,
                after as Seq,
                limit,
            )
            .fetch_all(connection)
            .await?
        }
    };
    Ok(page)
}

/// Those of `ids` (all of one partition) that are stored, by seq.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn find_all(
    connection: &mut PgConnection,
    view: View,
    ids: &[MessageId],
) -> Result<Vec<Row>, Error> {
    let rows = rows!(
        "where m.p = $1 and m.id = any($3) order by m.seq",
        i16::from(view.partition),
        view.viewer as UserId,
        ids as &[MessageId],
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// Those of `ids` that are stored in any of `partitions`.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn find_anywhere(
    connection: &mut PgConnection,
    viewer: UserId,
    partitions: &[i16],
    ids: &[MessageId],
) -> Result<Vec<Row>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = rows!(
        "where m.p = any($1) and m.id = any($3)",
        partitions,
        viewer as UserId,
        ids as &[MessageId],
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// One message.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn find(
    connection: &mut PgConnection,
    view: View,
    id: MessageId,
) -> Result<Option<Row>, Error> {
    Ok(find_all(connection, view, &[id]).await?.pop())
}

/// The pinned messages of a channel, latest pin first.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn pinned(
    connection: &mut PgConnection,
    view: View,
    channel: ChannelId,
) -> Result<Vec<Row>, Error> {
    let rows = rows!(
        "where m.p = $1 and m.channel_id = $3 and m.pinned_at is not null
         order by m.pinned_at desc",
        i16::from(view.partition),
        view.viewer as UserId,
        channel as ChannelId,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// Which messages that carry files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carrying {
    /// Only those with a file of this kind.
    pub kind: Option<FileKind>,
    /// From here down.
    pub newest: Seq,
    /// The most of them.
    pub limit: i64,
}

/// The messages of a channel that carry files, replies among them, newest first.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn with_files(
    connection: &mut PgConnection,
    view: View,
    channel: ChannelId,
    wanted: Carrying,
) -> Result<Vec<Row>, Error> {
    let of_kind = wanted.kind.map(|kind| json!([{ "kind": kind.as_str() }]));
    let rows = rows!(
        "where m.p = $1 and m.channel_id = $3 and m.seq <= $4 and m.files <> '[]'
           and ($5::jsonb is null or m.files @> $5)
         order by m.seq desc limit $6",
        i16::from(view.partition),
        view.viewer as UserId,
        channel as ChannelId,
        wanted.newest as Seq,
        of_kind,
        wanted.limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}
