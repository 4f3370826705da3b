//! Which messages show which pictures.

use chrono::{DateTime, Utc};
use domain::{ImageId, MessageId};

use crate::{Error, PgConnection, images};

/// These messages show these pictures from now on.
///
/// # Errors
/// When Postgres refuses.
pub(crate) async fn show(
    conn: &mut PgConnection,
    shown: &[(ImageId, MessageId)],
) -> Result<(), Error> {
    if shown.is_empty() {
        return Ok(());
    }
    let (images, messages) = columns(shown);
    sqlx::query!(
        "insert into embed_images (image_id, message_id)
         select * from unnest($1::uuid[], $2::uuid[])
         on conflict do nothing",
        &images as _,
        &messages as _,
    )
    .execute(&mut *conn)
    .await?;
    images::keep(conn, &images).await?;
    Ok(())
}

/// These messages show these pictures no more. A picture that none shows goes, and what is
/// remembered with it.
///
/// # Errors
/// When Postgres refuses.
pub(crate) async fn hide(
    conn: &mut PgConnection,
    hidden: &[(ImageId, MessageId)],
    at: DateTime<Utc>,
) -> Result<(), Error> {
    if hidden.is_empty() {
        return Ok(());
    }
    let (images, messages) = columns(hidden);
    sqlx::query!(
        "delete from embed_images e using unnest($1::uuid[], $2::uuid[]) as t (image, message)
         where e.image_id = t.image and e.message_id = t.message",
        &images as _,
        &messages as _,
    )
    .execute(&mut *conn)
    .await?;
    let unused = sqlx::query_scalar!(
        r#"select id as "id!: ImageId" from unnest($1::uuid[]) as t (id)
           where not exists (select 1 from embed_images e where e.image_id = t.id)"#,
        &images as _,
    )
    .fetch_all(&mut *conn)
    .await?;
    sqlx::query!(
        "delete from previews where image_id = any($1)",
        &unused as _
    )
    .execute(&mut *conn)
    .await?;
    images::release(conn, &unused, at).await
}

/// Forgets all that belongs to these messages, which are gone for good: jobs, what was taken away,
/// and the pictures that nothing else shows, with what is remembered of their links.
///
/// # Errors
/// When Postgres refuses.
pub(crate) async fn forget(conn: &mut PgConnection, messages: &[MessageId]) -> Result<(), Error> {
    sqlx::query!(
        "with gone as (delete from embed_images where message_id = any($1) returning image_id),
         unused as (
            update images i set deleted_at = now() from gone
            where i.id = gone.image_id and i.deleted_at is null and not exists (
               select 1 from embed_images e
               where e.image_id = i.id and e.message_id <> all($1))
            returning i.id)
         delete from previews where image_id in (select id from unused)",
        messages as _,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "delete from preview_jobs where message_id = any($1)",
        messages as _
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "delete from removed_embeds where message_id = any($1)",
        messages as _
    )
    .execute(conn)
    .await?;
    Ok(())
}

fn columns(pairs: &[(ImageId, MessageId)]) -> (Vec<ImageId>, Vec<MessageId>) {
    pairs.iter().copied().unzip()
}
