//! The store is slow, failing, or breaks off: that is said soon and plainly, nothing is exhausted,
//! nothing is left behind.

use std::time::Duration;

use reqwest::StatusCode;
use sqlx::PgPool;
use tokio::time::Instant;

use crate::support::faults::{Fault, Faults};
use crate::support::{Place, eventually, noise, path, refused};

/// More than uploads at once, and than a pool of connections would hold.
const MANY: usize = 60;

async fn open(pool: PgPool) -> (Place, Faults) {
    let mut faults = None;
    let place = Place::open_with(pool, |config| {
        let (before, address) = Faults::before(&config.s3.s3_endpoint);
        config.s3.s3_endpoint = address;
        faults = Some(before);
    })
    .await;
    (place, faults.unwrap())
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn while_the_store_is_silent_or_fails_many_are_refused_soon_and_nothing_else_suffers(
    pool: PgPool,
) {
    let (place, faults) = open(pool).await;
    let alice = place.person().await;
    let file = place.upload(&alice, "notes.txt", b"the minutes").await;
    for fault in [Fault::Silence, Fault::Errors] {
        faults.are(fault);
        let started = Instant::now();
        let content = path(&file, "/content");
        let downloads = (0..MANY).map(|_| place.get(&alice, &content));
        let uploads = (0..MANY).map(|_| place.try_upload(&alice, "more.txt", b"more"));
        let all = futures_util::future::join(
            futures_util::future::join_all(downloads),
            futures_util::future::join_all(uploads),
        );
        let known = async {
            // Meanwhile, what needs no bytes is answered.
            tokio::time::sleep(Duration::from_millis(500)).await;
            place.get(&alice, &path(&file, "")).await.status()
        };
        let ((downloads, uploads), known) = futures_util::future::join(all, known).await;
        assert_eq!(known, StatusCode::OK, "{fault:?}");
        for answer in downloads.into_iter().chain(uploads) {
            let code = refused(answer, 503).await;
            assert!(
                matches!(code.as_str(), "unavailable" | "overloaded"),
                "{code}"
            );
        }
        assert!(
            started.elapsed() < Duration::from_secs(15),
            "{fault:?}: {:?}",
            started.elapsed()
        );
    }
    faults.are(Fault::None);
    eventually("files are taken and given again", async || {
        let taken = place.try_upload(&alice, "more.txt", b"more").await.status();
        let given = place.get(&alice, &path(&file, "/content")).await.status();
        (taken == 201 && given == 200).then_some(())
    })
    .await;
    // Of what was refused, nothing is left: two files, two objects.
    place.has_objects(2).await;
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_download_that_breaks_off_is_never_taken_for_the_whole(pool: PgPool) {
    let (place, faults) = open(pool).await;
    let alice = place.person().await;
    let file = place.upload(&alice, "data.bin", &noise(3_000_000)).await;
    faults.are(Fault::Cut(1_000_000));
    let answer = place.get(&alice, &path(&file, "/content")).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(
        answer.bytes().await.is_err(),
        "it ended as if that were all"
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn an_upload_whose_client_goes_away_leaves_nothing(pool: PgPool) {
    let (place, _faults) = open(pool).await;
    let alice = place.person().await;
    // Two parts are in the store when it breaks off.
    let bytes = noise(11 * 1024 * 1024);
    place.breaks_off(&alice, &bytes).await;
    eventually("nothing is left of it", async || {
        let left = place.s3.leftovers();
        (left.is_empty() && place.rows().await == 0).then_some(())
    })
    .await;
    place.has_objects(0).await;
}
