//! Rows of messages, a batch at a time.

use std::collections::HashSet;

use domain::{MessageId, Partition, UserId};

use super::rows::Message;
use crate::{Error, PgConnection};

/// The columns of a batch, in the order of its rows.
#[derive(Default)]
struct Columns {
    channel: Vec<uuid::Uuid>,
    seq: Vec<i64>,
    id: Vec<uuid::Uuid>,
    message_no: Vec<Option<i64>>,
    parent: Vec<Option<uuid::Uuid>>,
    also_in_channel: Vec<bool>,
    author: Vec<uuid::Uuid>,
    kind: Vec<&'static str>,
    body: Vec<String>,
    mentions: Vec<String>,
    here_users: Vec<String>,
    files: Vec<String>,
    embeds: Vec<String>,
    reply_count: Vec<i32>,
    reply_users: Vec<String>,
    last_reply_at: Vec<Option<chrono::DateTime<chrono::Utc>>>,
    pinned_at: Vec<Option<chrono::DateTime<chrono::Utc>>>,
    pinned_by: Vec<Option<uuid::Uuid>>,
    edited_at: Vec<Option<chrono::DateTime<chrono::Utc>>>,
    deleted_at: Vec<Option<chrono::DateTime<chrono::Utc>>>,
    version: Vec<i32>,
    nonce: Vec<String>,
    body_hash: Vec<Vec<u8>>,
    rev_seq: Vec<i64>,
    created_at: Vec<chrono::DateTime<chrono::Utc>>,
}

impl Columns {
    fn of(rows: &[Message]) -> Self {
        let mut columns = Self::default();
        for row in rows {
            columns.push_identity(row);
            columns.push_state(row);
        }
        columns
    }

    fn push_identity(&mut self, row: &Message) {
        self.channel.push(row.channel_id.as_uuid());
        self.seq.push(row.seq.get());
        self.id.push(row.id.as_uuid());
        self.message_no.push(row.message_no.map(i64::from));
        self.parent.push(row.parent_id.map(MessageId::as_uuid));
        self.also_in_channel.push(row.also_in_channel);
        self.author.push(row.author_id.as_uuid());
        self.kind.push(row.kind.as_str());
        self.nonce.push(row.nonce.clone());
        self.body_hash.push(row.body_hash.clone());
        self.created_at.push(row.created_at);
    }

    fn push_state(&mut self, row: &Message) {
        self.body.push(row.body.clone());
        self.mentions.push(row.mentions.clone());
        self.here_users.push(array(&row.here_user_ids));
        self.files.push(row.files.clone());
        self.embeds.push(row.embeds.clone());
        self.reply_count.push(row.reply_count);
        self.reply_users.push(array(&row.reply_user_ids));
        self.last_reply_at.push(row.last_reply_at);
        self.pinned_at.push(row.pinned_at);
        self.pinned_by
            .push(row.pinned_by.map(domain::UserId::as_uuid));
        self.edited_at.push(row.edited_at);
        self.deleted_at.push(row.deleted_at);
        self.version.push(row.version);
        self.rev_seq.push(row.rev_seq.get());
    }
}

/// `{id,id}`: arrays of arrays do not unnest row by row, so these travel as text.
fn array(ids: &[UserId]) -> String {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    format!("{{{}}}", ids.join(","))
}

pub(super) async fn load(
    conn: &mut PgConnection,
    p: Partition,
    ids: &[MessageId],
) -> Result<Vec<Message>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = sqlx::query_as!(
        Message,
        r#"select channel_id, seq, id, message_no, parent_id, also_in_channel, author_id, kind,
                  body, mentions::text as "mentions!", here_user_ids, files::text as "files!",
                  embeds::text as "embeds!", reply_count, reply_user_ids, last_reply_at,
                  pinned_at, pinned_by, edited_at, deleted_at, version, nonce, body_hash,
                  rev_seq, created_at
           from messages where p = $1 and id = any($2)"#,
        i16::from(p),
        ids as _,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// Inserts the rows and returns those that another row keeps out. Rows that are there already,
/// as they are, are neither.
pub(super) async fn insert(
    conn: &mut PgConnection,
    p: Partition,
    rows: &[Message],
) -> Result<Vec<MessageId>, Error> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let inserted = insert_columns(conn, p, Columns::of(rows)).await?;
    if inserted.len() == rows.len() {
        return Ok(Vec::new());
    }
    let inserted: HashSet<MessageId> = inserted.into_iter().collect();
    let kept_out: Vec<MessageId> = rows
        .iter()
        .map(|row| row.id)
        .filter(|id| !inserted.contains(id))
        .collect();
    let stored = load(conn, p, &kept_out).await?;
    let same = |row: &Message| {
        stored.iter().any(|there| {
            (there.id, there.seq, &there.body_hash) == (row.id, row.seq, &row.body_hash)
        })
    };
    let conflicts = rows
        .iter()
        .filter(|row| !inserted.contains(&row.id) && !same(row))
        .map(|row| row.id);
    Ok(conflicts.collect())
}

async fn insert_columns(
    conn: &mut PgConnection,
    p: Partition,
    columns: Columns,
) -> Result<Vec<MessageId>, Error> {
    let inserted = sqlx::query_scalar!(
        r#"insert into messages (
             p, channel_id, seq, id, message_no, parent_id, also_in_channel, author_id, kind,
             body, mentions, files, embeds, reply_count, reply_user_ids, last_reply_at,
             pinned_at, pinned_by, edited_at, deleted_at, version, nonce, body_hash, rev_seq,
             created_at, here_user_ids)
           select $1, channel_id, seq, id, message_no, parent_id, also_in_channel, author_id,
             kind, body, mentions::jsonb, files::jsonb, embeds::jsonb, reply_count,
             reply_users::uuid[], last_reply_at, pinned_at, pinned_by, edited_at, deleted_at,
             version, nonce, body_hash, rev_seq, created_at, here_users::uuid[]
           from unnest(
             $2::uuid[], $3::bigint[], $4::uuid[], $5::bigint[], $6::uuid[], $7::boolean[],
             $8::uuid[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[],
             $14::integer[], $15::text[], $16::timestamptz[], $17::timestamptz[], $18::uuid[],
             $19::timestamptz[], $20::timestamptz[], $21::integer[], $22::text[], $23::bytea[],
             $24::bigint[], $25::timestamptz[], $26::text[])
           as t (channel_id, seq, id, message_no, parent_id, also_in_channel, author_id, kind,
             body, mentions, files, embeds, reply_count, reply_users, last_reply_at, pinned_at,
             pinned_by, edited_at, deleted_at, version, nonce, body_hash, rev_seq, created_at,
             here_users)
           on conflict do nothing
           returning id"#,
        i16::from(p),
        &columns.channel,
        &columns.seq,
        &columns.id,
        &columns.message_no as _,
        &columns.parent as _,
        &columns.also_in_channel,
        &columns.author,
        &columns.kind as _,
        &columns.body,
        &columns.mentions,
        &columns.files,
        &columns.embeds,
        &columns.reply_count,
        &columns.reply_users,
        &columns.last_reply_at as _,
        &columns.pinned_at as _,
        &columns.pinned_by as _,
        &columns.edited_at as _,
        &columns.deleted_at as _,
        &columns.version,
        &columns.nonce,
        &columns.body_hash,
        &columns.rev_seq,
        &columns.created_at,
        &columns.here_users,
    )
    .fetch_all(conn)
    .await?;
    Ok(inserted)
}

/// Brings the rows to their new state, unless they are there already.
pub(super) async fn update(
    conn: &mut PgConnection,
    p: Partition,
    rows: &[Message],
) -> Result<(), Error> {
    if rows.is_empty() {
        return Ok(());
    }
    let columns = Columns::of(rows);
    sqlx::query!(
        "update messages m set
            body = t.body, mentions = t.mentions::jsonb, files = t.files::jsonb,
            embeds = t.embeds::jsonb, reply_count = t.reply_count,
            reply_user_ids = t.reply_users::uuid[], last_reply_at = t.last_reply_at,
            pinned_at = t.pinned_at, pinned_by = t.pinned_by, edited_at = t.edited_at,
            deleted_at = t.deleted_at, version = t.version, rev_seq = t.rev_seq,
            here_user_ids = t.here_users::uuid[]
         from unnest(
            $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::integer[],
            $8::text[], $9::timestamptz[], $10::timestamptz[], $11::uuid[],
            $12::timestamptz[], $13::timestamptz[], $14::integer[], $15::bigint[], $16::text[])
         as t (id, body, mentions, files, embeds, reply_count, reply_users, last_reply_at,
            pinned_at, pinned_by, edited_at, deleted_at, version, rev_seq, here_users)
         where m.p = $1 and m.id = t.id and m.rev_seq < t.rev_seq",
        i16::from(p),
        &columns.id,
        &columns.body,
        &columns.mentions,
        &columns.files,
        &columns.embeds,
        &columns.reply_count,
        &columns.reply_users,
        &columns.last_reply_at as _,
        &columns.pinned_at as _,
        &columns.pinned_by as _,
        &columns.edited_at as _,
        &columns.deleted_at as _,
        &columns.version,
        &columns.rev_seq,
        &columns.here_users,
    )
    .execute(conn)
    .await?;
    Ok(())
}
