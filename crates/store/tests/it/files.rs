//! A file belongs to one message at most, and whatever nobody can see is reaped.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{FileId, FileKind};
use sqlx::PgPool;
use store::files::{self, Claim, New, Stored};

use crate::support::{Place, now, place};

fn new(place: &Place, created_at: DateTime<Utc>) -> New {
    New {
        id: FileId::generate(created_at, &mut rand::rng()),
        workspace_id: place.workspace,
        uploader_id: place.owner,
        name: "notes.txt".to_owned(),
        content_type: "text/plain".to_owned(),
        kind: FileKind::File,
        object_key: "ws/1/2".to_owned(),
        size: 0,
        created_at,
    }
}

fn claim(place: &Place, nonce: &str) -> Claim {
    Claim {
        channel_id: place.channel,
        author_id: place.owner,
        nonce: nonce.to_owned(),
        claimed_at: now(),
    }
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_file_is_there_once_its_bytes_are(pool: PgPool) {
    let mut conn = pool.acquire().await.unwrap();
    let place = place(&mut conn).await;
    let new = new(&place, now());
    files::insert(&mut conn, &new).await.unwrap();
    assert!(files::find(&mut conn, new.id).await.unwrap().is_none());

    let stored = Stored {
        size: 11,
        width: Some(3),
        ..Stored::default()
    };
    assert!(
        files::finish(&mut conn, new.id, &stored, None)
            .await
            .unwrap()
    );

    let file = files::find(&mut conn, new.id).await.unwrap().unwrap();
    assert_eq!(
        (file.size, file.width, file.kind),
        (11, Some(3), FileKind::File)
    );
    assert!(
        !files::finish(&mut conn, new.id, &stored, None)
            .await
            .unwrap()
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn the_first_claim_stands_until_it_is_released(pool: PgPool) {
    let mut conn = pool.acquire().await.unwrap();
    let place = place(&mut conn).await;
    let new = new(&place, now());
    files::insert(&mut conn, &new).await.unwrap();
    files::finish(&mut conn, new.id, &Stored::default(), None)
        .await
        .unwrap();
    let nonce = async |conn: &mut store::PgConnection| {
        files::find(conn, new.id)
            .await
            .unwrap()
            .unwrap()
            .claim_nonce
    };

    for other in ["first", "second"] {
        files::claim(&mut conn, &[new.id], &claim(&place, other))
            .await
            .unwrap();
    }
    assert_eq!(nonce(&mut conn).await.as_deref(), Some("first"));
    assert!(
        !files::delete_unclaimed(&mut conn, new.id, now())
            .await
            .unwrap()
    );

    files::release(&mut conn, &claim(&place, "second"))
        .await
        .unwrap();
    assert_eq!(nonce(&mut conn).await.as_deref(), Some("first"));
    files::release(&mut conn, &claim(&place, "first"))
        .await
        .unwrap();
    assert_eq!(nonce(&mut conn).await, None);
    assert!(
        files::delete_unclaimed(&mut conn, new.id, now())
            .await
            .unwrap()
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn what_nobody_can_see_is_reaped_and_nothing_else(pool: PgPool) {
    let mut conn = pool.acquire().await.unwrap();
    let place = place(&mut conn).await;
    let old = now() - TimeDelta::hours(25);
    let add = async |conn: &mut store::PgConnection, at| {
        let new = new(&place, at);
        files::insert(conn, &new).await.unwrap();
        new.id
    };
    let broken_off = add(&mut conn, old).await;
    let waiting = add(&mut conn, now()).await;
    let deleted = add(&mut conn, now()).await;
    files::delete_unclaimed(&mut conn, deleted, now())
        .await
        .unwrap();
    let claimed = add(&mut conn, old).await;
    files::claim(&mut conn, &[claimed], &claim(&place, "sent"))
        .await
        .unwrap();
    let stuck = add(&mut conn, old).await;
    let old_claim = Claim {
        claimed_at: old,
        ..claim(&place, "never sent")
    };
    files::claim(&mut conn, &[stuck], &old_claim).await.unwrap();

    let before = now() - TimeDelta::hours(24);
    let reapable = files::reapable(&mut conn, now(), before, 10).await.unwrap();
    let mut ids: Vec<FileId> = reapable.iter().map(|file| file.id).collect();
    let mut expected = vec![broken_off, deleted, stuck];
    ids.sort();
    expected.sort();
    assert_eq!(ids, expected);

    files::remove(&mut conn, &ids).await.unwrap();
    let left = sqlx::query_scalar("select id from files order by id").fetch_all(&pool);
    let left: Vec<FileId> = left.await.unwrap();
    let mut expected = vec![waiting, claimed];
    expected.sort();
    assert_eq!(left, expected);
}
