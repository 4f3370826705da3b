//! What hangs on messages: revisions, reactions, mentions, files.

use chrono::{DateTime, Utc};
use domain::{FileId, MessageId, MessageNo, Partition};

use super::rows::{Mention, Reaction, Revision};
use crate::{Error, PgConnection};

pub(super) async fn revisions(
    conn: &mut PgConnection,
    p: Partition,
    rows: &[Revision],
) -> Result<(), Error> {
    if rows.is_empty() {
        return Ok(());
    }
    let messages: Vec<_> = rows.iter().map(|row| row.message_id.as_uuid()).collect();
    let channels: Vec<_> = rows.iter().map(|row| row.channel_id.as_uuid()).collect();
    let versions: Vec<_> = rows.iter().map(|row| row.version).collect();
    let bodies: Vec<_> = rows.iter().map(|row| row.body.clone()).collect();
    let editors: Vec<_> = rows.iter().map(|row| row.edited_by.as_uuid()).collect();
    let times: Vec<_> = rows.iter().map(|row| row.edited_at).collect();
    sqlx::query!(
        "insert into revisions (p, message_id, channel_id, version, body, edited_by, edited_at)
         select $1, t.* from unnest($2::uuid[], $3::uuid[], $4::integer[], $5::text[],
            $6::uuid[], $7::timestamptz[]) as t
         on conflict do nothing",
        i16::from(p),
        &messages,
        &channels,
        &versions,
        &bodies,
        &editors,
        &times,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn reactions(
    conn: &mut PgConnection,
    p: Partition,
    rows: &[Reaction],
) -> Result<(), Error> {
    if rows.is_empty() {
        return Ok(());
    }
    let messages: Vec<_> = rows.iter().map(|row| row.message_id.as_uuid()).collect();
    let channels: Vec<_> = rows.iter().map(|row| row.channel_id.as_uuid()).collect();
    let emoji: Vec<_> = rows.iter().map(|row| row.emoji.clone()).collect();
    let users: Vec<_> = rows.iter().map(|row| row.user_id.as_uuid()).collect();
    let active: Vec<_> = rows.iter().map(|row| row.active).collect();
    let seqs: Vec<_> = rows.iter().map(|row| row.seq.get()).collect();
    let times: Vec<_> = rows.iter().map(|row| row.at).collect();
    sqlx::query!(
        "insert into reactions (p, message_id, channel_id, emoji, user_id, active, seq, created_at)
         select $1, t.* from unnest($2::uuid[], $3::uuid[], $4::text[], $5::uuid[],
            $6::boolean[], $7::bigint[], $8::timestamptz[]) as t
         on conflict (p, message_id, emoji, user_id) do update set
            active = excluded.active, seq = excluded.seq, created_at = excluded.created_at
         where reactions.seq < excluded.seq",
        i16::from(p),
        &messages,
        &channels,
        &emoji,
        &users,
        &active,
        &seqs,
        &times,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn mention(
    conn: &mut PgConnection,
    p: Partition,
    rows: &[Mention],
) -> Result<(), Error> {
    if rows.is_empty() {
        return Ok(());
    }
    let channels: Vec<_> = rows.iter().map(|row| row.channel_id.as_uuid()).collect();
    let users: Vec<_> = rows.iter().map(|row| row.user_id.as_uuid()).collect();
    let seqs: Vec<_> = rows.iter().map(|row| row.seq.get()).collect();
    let numbers: Vec<_> = rows
        .iter()
        .map(|row| row.message_no.map(MessageNo::get))
        .collect();
    let messages: Vec<_> = rows.iter().map(|row| row.message_id.as_uuid()).collect();
    sqlx::query!(
        "insert into mentions (p, channel_id, user_id, seq, message_no, message_id)
         select $1, t.* from unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[],
            $6::uuid[]) as t
         on conflict do nothing",
        i16::from(p),
        &channels,
        &users,
        &seqs,
        &numbers as _,
        &messages,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn unmention(
    conn: &mut PgConnection,
    p: Partition,
    rows: &[Mention],
) -> Result<(), Error> {
    if rows.is_empty() {
        return Ok(());
    }
    let channels: Vec<_> = rows.iter().map(|row| row.channel_id.as_uuid()).collect();
    let users: Vec<_> = rows.iter().map(|row| row.user_id.as_uuid()).collect();
    let seqs: Vec<_> = rows.iter().map(|row| row.seq.get()).collect();
    sqlx::query!(
        "delete from mentions m
         using unnest($2::uuid[], $3::uuid[], $4::bigint[]) as t (channel_id, user_id, seq)
         where m.p = $1 and m.channel_id = t.channel_id and m.user_id = t.user_id
            and m.seq = t.seq",
        i16::from(p),
        &channels,
        &users,
        &seqs,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// From here on the reaper leaves the files alone: their message has a row.
pub(super) async fn claims(
    conn: &mut PgConnection,
    claims: &[(FileId, MessageId)],
) -> Result<(), Error> {
    if claims.is_empty() {
        return Ok(());
    }
    let files: Vec<_> = claims.iter().map(|(file, _)| file.as_uuid()).collect();
    let messages: Vec<_> = claims
        .iter()
        .map(|(_, message)| message.as_uuid())
        .collect();
    sqlx::query!(
        "update file_claims c set message_id = t.message_id
         from unnest($1::uuid[], $2::uuid[]) as t (file_id, message_id)
         where c.file_id = t.file_id and c.message_id is null",
        &files,
        &messages,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What a tombstone does not keep.
pub(super) async fn deleted(
    conn: &mut PgConnection,
    p: Partition,
    messages: &[MessageId],
    at: DateTime<Utc>,
) -> Result<(), Error> {
    if messages.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "delete from revisions where p = $1 and message_id = any($2)",
        i16::from(p),
        messages as _,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "delete from reactions where p = $1 and message_id = any($2)",
        i16::from(p),
        messages as _,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "delete from preview_jobs where message_id = any($1)",
        messages as _,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "delete from removed_embeds where message_id = any($1)",
        messages as _,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update files f set deleted_at = $2 from file_claims c
         where c.message_id = any($1) and f.id = c.file_id and f.deleted_at is null",
        messages as _,
        at,
    )
    .execute(conn)
    .await?;
    Ok(())
}
