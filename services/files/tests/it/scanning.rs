//! Files are scanned before anybody gets them.

use std::time::Duration;

use serde_json::{Value, json};
use sqlx::PgPool;

use crate::support::clamd::{Clamd, HARMFUL};
use crate::support::{Person, Place, eventually, id, path, refused};

async fn is(place: &Place, who: &Person, file: &Value, state: &str) {
    eventually(state, async || {
        let answer = place.get(who, &path(file, "")).await;
        let file: Value = answer.json().await.unwrap();
        (file["state"] == state).then_some(())
    })
    .await;
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_file_is_had_once_it_was_found_clean_and_its_message_is_told(pool: PgPool) {
    let clamd = Clamd::default();
    let address = clamd.start().await;
    clamd.hold();
    let place = Place::open_with(pool, |config| config.uploads.clamd = address).await;
    let (alice, bob) = (place.person().await, place.person().await);
    place.joins(&alice);
    place.joins(&bob);
    let file = place.upload(&alice, "notes.txt", b"the minutes").await;
    assert_eq!(file["state"], "scanning");

    // A message may carry it already; nobody gets it, not even who uploaded it.
    let claimed = place.claim(&alice, &file, "n").await.unwrap();
    assert_eq!(json!(claimed[0].state), "scanning");
    for who in [&alice, &bob] {
        let answer = place.get(who, &path(&file, "/content")).await;
        assert_eq!(refused(answer, 409).await, "file_not_ready");
    }
    clamd.go_on();
    is(&place, &bob, &file, "ready").await;
    let content = place.get(&bob, &path(&file, "/content")).await;
    assert_eq!(content.text().await.unwrap(), "the minutes");
    assert_eq!(clamd.scanned(), [b"the minutes".to_vec()]);

    // The message is told once it has its row.
    assert!(place.updated.lock().unwrap().is_empty());
    place.has_its_message(&file).await;
    let told = eventually("the message is told", async || {
        place.updated.lock().unwrap().first().cloned()
    });
    let told = told.await;
    assert_eq!(
        (&told["id"], &told["state"]),
        (&file["id"], &json!("ready"))
    );
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    assert_eq!(place.updated.lock().unwrap().len(), 1, "told once");
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_harmful_file_is_nobodys(pool: PgPool) {
    let clamd = Clamd::default();
    let address = clamd.start().await;
    let place = Place::open_with(pool, |config| config.uploads.clamd = address).await;
    let alice = place.person().await;
    place.joins(&alice);
    let file = place.upload(&alice, "notes.txt", HARMFUL).await;
    is(&place, &alice, &file, "blocked").await;
    for rest in ["/content", "/thumbnail"] {
        let answer = place.get(&alice, &path(&file, rest)).await;
        assert_eq!(refused(answer, 403).await, "file_blocked");
    }
    let refusal = place.claim(&alice, &file, "n").await.unwrap_err();
    assert_eq!(refusal.code().as_str(), "file_blocked");
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn while_clamd_is_away_files_wait_and_are_scanned_when_it_is_back(pool: PgPool) {
    let clamd = Clamd::default();
    let (listener, address) = Clamd::reserve();
    let place = Place::open_with(pool, |config| config.uploads.clamd = address).await;
    let alice = place.person().await;
    let file = place.upload(&alice, "notes.txt", b"the minutes").await;
    // It listens, and hangs up on whoever comes.
    for _ in 0..2 {
        drop(listener.accept().await.unwrap());
    }
    assert_eq!(place.scan_attempts(id(&file)).await.min(2), 2);
    let answer = place.get(&alice, &path(&file, "/content")).await;
    assert_eq!(refused(answer, 409).await, "file_not_ready");
    clamd.serve(listener);
    is(&place, &alice, &file, "ready").await;
}
