//! The worker's transaction: a batch counts once, however often it comes.

use domain::{Epoch, FileId, FileKind, MessageId, MessageKind, MessageNo, Seq};
use sqlx::PgPool;
use store::apply::{self, Changes, Mention, Message, Reaction, Revision, Watermark, Written};
use store::files;

use crate::support::{Place, now, place};

fn message(place: &Place, seq: i64) -> Message {
    Message {
        channel_id: place.channel,
        seq: Seq::new(seq),
        id: MessageId::generate_in(place.channel, now(), &mut rand::rng()),
        message_no: Some(MessageNo::new(seq)),
        parent_id: None,
        also_in_channel: false,
        author_id: place.owner,
        kind: MessageKind::User,
        body: format!("message {seq}"),
        mentions: r#"{"users":[],"channel":false,"here":false}"#.to_owned(),
        here_user_ids: vec![place.owner],
        files: "[]".to_owned(),
        embeds: "[]".to_owned(),
        reply_count: 0,
        reply_user_ids: vec![place.owner],
        last_reply_at: None,
        pinned_at: None,
        pinned_by: None,
        edited_at: None,
        deleted_at: None,
        version: 1,
        nonce: format!("nonce {seq}"),
        body_hash: vec![7; 32],
        rev_seq: Seq::new(seq),
        created_at: now(),
    }
}

fn mark(place: &Place, seq: i64) -> Watermark {
    Watermark {
        channel_id: place.channel,
        epoch: Epoch::new(1),
        persisted_seq: Seq::new(seq),
        persisted_message_no: MessageNo::new(seq),
        last_message_at: Some(now()),
    }
}

fn batch(place: &Place, count: i64) -> Changes {
    Changes {
        inserts: (1..=count).map(|seq| message(place, seq)).collect(),
        watermarks: vec![mark(place, count)],
        written_at: now(),
        ..Changes::default()
    }
}

async fn write(pool: &PgPool, place: &Place, changes: &Changes) -> Written {
    let mut tx = pool.begin().await.unwrap();
    let written = apply::write(&mut tx, place.partition, changes)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    written
}

async fn stored(pool: &PgPool, place: &Place, of: &Changes) -> Vec<Message> {
    let ids: Vec<MessageId> = of.inserts.iter().map(|message| message.id).collect();
    let mut conn = pool.acquire().await.unwrap();
    let mut rows = apply::load(&mut conn, place.partition, &ids).await.unwrap();
    rows.sort_by_key(|row| row.seq);
    // jsonb spells spaces and orders keys in its own way.
    for row in &mut rows {
        row.mentions = r#"{"users":[],"channel":false,"here":false}"#.to_owned();
    }
    rows
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_batch_inserted_twice_is_stored_once(pool: PgPool) {
    let place = place(&mut pool.acquire().await.unwrap()).await;
    let batch = batch(&place, 1_000);

    assert_eq!(write(&pool, &place, &batch).await, Written::default());
    assert_eq!(write(&pool, &place, &batch).await, Written::default());

    assert_eq!(stored(&pool, &place, &batch).await, batch.inserts);
    let marks = apply::lock(&mut pool.acquire().await.unwrap(), &[place.channel])
        .await
        .unwrap();
    assert_eq!(marks, [mark(&place, 1_000)]);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_watermark_never_falls(pool: PgPool) {
    let place = place(&mut pool.acquire().await.unwrap()).await;
    for seq in [5, 3] {
        let changes = Changes {
            watermarks: vec![mark(&place, seq)],
            ..Changes::default()
        };
        write(&pool, &place, &changes).await;
    }
    let marks = apply::lock(&mut pool.acquire().await.unwrap(), &[place.channel])
        .await
        .unwrap();
    assert_eq!(marks, [mark(&place, 5)]);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn another_content_at_the_same_place_is_a_conflict(pool: PgPool) {
    let place = place(&mut pool.acquire().await.unwrap()).await;
    write(&pool, &place, &batch(&place, 1)).await;

    let mut same_seq = message(&place, 1);
    same_seq.nonce = "another".to_owned();
    let mut same_nonce = message(&place, 2);
    same_nonce.nonce = "nonce 1".to_owned();
    let fine = message(&place, 3);
    let ids = vec![same_seq.id, same_nonce.id];
    let changes = Changes {
        inserts: vec![same_seq, same_nonce, fine],
        ..Changes::default()
    };

    let mut tx = pool.begin().await.unwrap();
    let written = apply::write(&mut tx, place.partition, &changes)
        .await
        .unwrap();
    assert_eq!(written.conflicts, ids);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn an_older_state_does_not_replace_a_newer_one(pool: PgPool) {
    let place = place(&mut pool.acquire().await.unwrap()).await;
    let batch = batch(&place, 1);
    write(&pool, &place, &batch).await;

    for (body, rev_seq) in [("newer", 9), ("older", 8)] {
        let mut row = batch.inserts[0].clone();
        row.body = body.to_owned();
        row.rev_seq = Seq::new(rev_seq);
        write(
            &pool,
            &place,
            &Changes {
                updates: vec![row],
                ..Changes::default()
            },
        )
        .await;
    }
    let reaction = |active, seq| Reaction {
        message_id: batch.inserts[0].id,
        channel_id: place.channel,
        emoji: "👍".to_owned(),
        user_id: place.owner,
        active,
        seq: Seq::new(seq),
        at: now(),
    };
    for reaction in [reaction(false, 11), reaction(true, 10)] {
        write(
            &pool,
            &place,
            &Changes {
                reactions: vec![reaction],
                ..Changes::default()
            },
        )
        .await;
    }

    let row = &stored(&pool, &place, &batch).await[0];
    assert_eq!((row.body.as_str(), row.rev_seq.get()), ("newer", 9));
    let active = sqlx::query_scalar("select active from reactions").fetch_one(&pool);
    let active: bool = active.await.unwrap();
    assert!(!active);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_deletion_takes_everything_that_hung_on_the_message(pool: PgPool) {
    let place = place(&mut pool.acquire().await.unwrap()).await;
    let file = uploaded(&pool, &place).await;
    let mut batch = batch(&place, 1);
    let id = batch.inserts[0].id;
    let mention = Mention {
        channel_id: place.channel,
        seq: Seq::new(1),
        user_id: place.owner,
        message_no: Some(MessageNo::new(1)),
        message_id: id,
    };
    batch.claims = vec![(file, id)];
    batch.mentions = vec![mention];
    batch.revisions = vec![Revision {
        message_id: id,
        channel_id: place.channel,
        version: 1,
        body: "secret".to_owned(),
        edited_by: place.owner,
        edited_at: now(),
    }];
    batch.reactions = vec![Reaction {
        message_id: id,
        channel_id: place.channel,
        emoji: "👍".to_owned(),
        user_id: place.owner,
        active: true,
        seq: Seq::new(2),
        at: now(),
    }];
    write(&pool, &place, &batch).await;

    let gone = Changes {
        deleted: vec![id],
        unmentions: vec![mention],
        written_at: now(),
        ..Changes::default()
    };
    write(&pool, &place, &gone).await;

    let left = sqlx::query_scalar(
        "select (select count(*) from revisions) + (select count(*) from reactions)
            + (select count(*) from mentions)",
    );
    let left: i64 = left.fetch_one(&pool).await.unwrap();
    assert_eq!(left, 0);
    let found = files::find(&mut pool.acquire().await.unwrap(), file)
        .await
        .unwrap();
    assert!(found.is_none());
}

/// A file that waits for the message with nonce 1.
async fn uploaded(pool: &PgPool, place: &Place) -> FileId {
    let new = files::New {
        id: FileId::generate(now(), &mut rand::rng()),
        workspace_id: place.workspace,
        uploader_id: place.owner,
        name: "notes.txt".to_owned(),
        content_type: "text/plain".to_owned(),
        kind: FileKind::File,
        object_key: "ws/1/2".to_owned(),
        size: 0,
        created_at: now(),
    };
    let claim = files::Claim {
        channel_id: place.channel,
        author_id: place.owner,
        nonce: "nonce 1".to_owned(),
        claimed_at: now(),
    };
    let mut conn = pool.acquire().await.unwrap();
    files::insert(&mut conn, &new).await.unwrap();
    files::finish(&mut conn, new.id, &files::Stored::default(), None)
        .await
        .unwrap();
    files::claim(&mut conn, &[new.id], &claim).await.unwrap();
    new.id
}
