//! Who follows threads because of what was said in them; the rule is `domain::following`.

use domain::{Partition, Seq};

use super::rows::Following;
use crate::{Error, PgConnection};

#[derive(Default)]
struct Columns {
    users: Vec<uuid::Uuid>,
    roots: Vec<uuid::Uuid>,
    channels: Vec<uuid::Uuid>,
    seqs: Vec<i64>,
}

impl Columns {
    fn of(rows: &[Following], seq: impl Fn(&Following) -> Option<Seq>) -> Self {
        let mut columns = Self::default();
        for row in rows {
            let Some(seq) = seq(row) else { continue };
            columns.users.push(row.user_id.as_uuid());
            columns.roots.push(row.root_id.as_uuid());
            columns.channels.push(row.channel_id.as_uuid());
            columns.seqs.push(seq.get());
        }
        columns
    }
}

pub(super) async fn write(
    conn: &mut PgConnection,
    p: Partition,
    rows: &[Following],
) -> Result<(), Error> {
    let drawn_in = Columns::of(rows, |row| row.since);
    if !drawn_in.seqs.is_empty() {
        sqlx::query!(
            "insert into thread_follows (user_id, root_id, channel_id, read_seq, p, following)
             select t.*, $1, true from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[]) as t
             on conflict do nothing",
            i16::from(p),
            &drawn_in.users,
            &drawn_in.roots,
            &drawn_in.channels,
            &drawn_in.seqs,
        )
        .execute(&mut *conn)
        .await?;
    }
    let replied = Columns::of(rows, |row| row.replied);
    if !replied.seqs.is_empty() {
        sqlx::query!(
            "insert into thread_follows as f (user_id, root_id, channel_id, read_seq, p, following)
             select t.*, $1, true from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[]) as t
             on conflict (user_id, root_id) do update set
                following = f.following or excluded.read_seq > f.hand_seq,
                read_seq = greatest(f.read_seq, excluded.read_seq)",
            i16::from(p),
            &replied.users,
            &replied.roots,
            &replied.channels,
            &replied.seqs,
        )
        .execute(conn)
        .await?;
    }
    Ok(())
}
