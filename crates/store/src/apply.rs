//! What the worker writes: one batch of the log, in one transaction.
//!
//! The caller locks the channels, drops what their watermarks say is there already, folds the rest
//! over the rows it touches, and writes the outcome. Every statement takes a whole batch.
//!
//! Arrays stand behind a `select` where Postgres would else plan for their length anew in each
//! batch, which takes longer than the statement itself.

mod following;
mod messages;
mod rows;
mod sides;

use chrono::{DateTime, Utc};
use domain::{ChannelId, Epoch, FileId, ImageId, MessageId, MessageNo, Partition, Seq};

pub use rows::{Following, Linked, Mention, Message, Reaction, Revision};

use crate::{Error, PgConnection, previews};

/// How far a channel's events are in the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Watermark {
    /// The channel.
    pub channel_id: ChannelId,
    /// The life of its log. What an earlier life gave out above `persisted_seq` does not count
    /// any more: recovery logged it again, if it survived.
    pub epoch: Epoch,
    /// Events at or below this are stored.
    pub persisted_seq: Seq,
    /// The last numbered message at or below `persisted_seq`.
    pub persisted_message_no: MessageNo,
    /// When that message was created.
    pub last_message_at: Option<DateTime<Utc>>,
}

/// The outcome of a folded batch.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// Messages that no row exists for.
    pub inserts: Vec<Message>,
    /// Messages whose row changes.
    pub updates: Vec<Message>,
    /// Bodies that were replaced.
    pub revisions: Vec<Revision>,
    /// Last changes of reactions.
    pub reactions: Vec<Reaction>,
    /// Mentions that came.
    pub mentions: Vec<Mention>,
    /// Mentions that went.
    pub unmentions: Vec<Mention>,
    /// Who follows threads because of replies.
    pub follows: Vec<Following>,
    /// Files that messages carry, now that those have a row.
    pub claims: Vec<(FileId, MessageId)>,
    /// Messages that were deleted: revisions, reactions and files go.
    pub deleted: Vec<MessageId>,
    /// Messages with a new text that has links to be looked at.
    pub linked: Vec<Linked>,
    /// Where the channels stand afterwards.
    pub watermarks: Vec<Watermark>,
    /// Pictures that embeds of messages show now.
    pub shown: Vec<(ImageId, MessageId)>,
    /// Pictures that they show no more.
    pub hidden: Vec<(ImageId, MessageId)>,
    /// When the batch is written.
    pub written_at: DateTime<Utc>,
}

/// What became of the inserts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Messages that cannot be stored, because another one has their seq, id or nonce. The caller
    /// rolls back and sets them aside.
    pub conflicts: Vec<MessageId>,
}

/// Locks the channels, in order, and says how far each is stored. A channel without a row is left
/// out.
///
/// # Errors
/// When Postgres refuses.
pub async fn lock(
    conn: &mut PgConnection,
    channels: &[ChannelId],
) -> Result<Vec<Watermark>, Error> {
    let watermarks = sqlx::query_as!(
        Watermark,
        r#"select id as "channel_id", epoch, persisted_seq, persisted_message_no, last_message_at
           from channels where id = any((select $1::uuid[])::uuid[]) order by id
           for no key update"#,
        channels as _,
    )
    .fetch_all(conn)
    .await?;
    Ok(watermarks)
}

/// The rows that a batch changes but did not create.
///
/// # Errors
/// When Postgres refuses.
pub async fn load(
    conn: &mut PgConnection,
    p: Partition,
    ids: &[MessageId],
) -> Result<Vec<Message>, Error> {
    messages::load(conn, p, ids).await
}

/// Writes a folded batch. A second time it changes nothing.
///
/// # Errors
/// When Postgres refuses; the transaction is over then.
pub async fn write(
    conn: &mut PgConnection,
    p: Partition,
    changes: &Changes,
) -> Result<Written, Error> {
    let conflicts = messages::insert(conn, p, &changes.inserts).await?;
    if !conflicts.is_empty() {
        return Ok(Written { conflicts });
    }
    messages::update(conn, p, &changes.updates).await?;
    sides::revisions(conn, p, &changes.revisions).await?;
    sides::reactions(conn, p, &changes.reactions).await?;
    sides::unmention(conn, p, &changes.unmentions).await?;
    sides::mention(conn, p, &changes.mentions).await?;
    following::write(conn, p, &changes.follows).await?;
    sides::claims(conn, &changes.claims).await?;
    previews::enqueue(conn, &changes.linked, changes.written_at).await?;
    previews::show(conn, &changes.shown).await?;
    previews::hide(conn, &changes.hidden, changes.written_at).await?;
    sides::deleted(conn, p, &changes.deleted, changes.written_at).await?;
    advance(conn, &changes.watermarks).await?;
    Ok(Written::default())
}

/// Raises the watermarks; none ever falls.
async fn advance(conn: &mut PgConnection, watermarks: &[Watermark]) -> Result<(), Error> {
    let mut channels = Vec::with_capacity(watermarks.len());
    let mut seqs = Vec::with_capacity(watermarks.len());
    let mut numbers = Vec::with_capacity(watermarks.len());
    let mut times = Vec::with_capacity(watermarks.len());
    for watermark in watermarks {
        channels.push(watermark.channel_id.as_uuid());
        seqs.push(watermark.persisted_seq.get());
        numbers.push(watermark.persisted_message_no.get());
        times.push(watermark.last_message_at);
    }
    sqlx::query!(
        "update channels c set
            persisted_seq = u.seq,
            persisted_message_no = greatest(c.persisted_message_no, u.message_no),
            last_message_at = greatest(c.last_message_at, u.at)
         from unnest((select $1::uuid[]), (select $2::bigint[]), (select $3::bigint[]),
            (select $4::timestamptz[])) as u (id, seq, message_no, at)
         where c.id = u.id and c.persisted_seq < u.seq",
        &channels,
        &seqs,
        &numbers,
        &times as _,
    )
    .execute(conn)
    .await?;
    Ok(())
}
