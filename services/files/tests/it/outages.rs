//! S3 is down: that is said soon, and what needs no bytes works.

use std::time::Duration;

use sqlx::PgPool;
use tokio::time::Instant;

use crate::support::{Place, path, refused};

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn without_s3_an_upload_and_a_download_are_refused_within_3_s(pool: PgPool) {
    let mut place = Place::open(pool).await;
    let alice = place.person().await;
    let file = place.upload(&alice, "notes.txt", b"the minutes").await;

    place.s3.goes_down().await;

    let started = Instant::now();
    let upload = place.try_upload(&alice, "notes.txt", b"more").await;
    assert!(upload.headers().contains_key("retry-after"));
    assert_eq!(refused(upload, 503).await, "unavailable");
    assert!(started.elapsed() < Duration::from_secs(3));
    let started = Instant::now();
    let download = place.get(&alice, &path(&file, "/content")).await;
    assert_eq!(refused(download, 503).await, "unavailable");
    assert!(started.elapsed() < Duration::from_secs(3));
    assert_eq!(place.get(&alice, &path(&file, "")).await.status(), 200);
}
