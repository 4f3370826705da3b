//! What is uploaded comes back byte by byte.

use reqwest::Method;
use serde_json::json;
use sqlx::PgPool;

use crate::support::{Place, noise, path, refused};

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_small_and_a_large_file_come_back_as_they_were(pool: PgPool) {
    let place = Place::open(pool).await;
    let alice = place.person().await;
    // One request, exactly one part, one byte more, and three parts.
    for len in [11, 5 * 1024 * 1024, 5 * 1024 * 1024 + 1, 11 * 1024 * 1024] {
        let bytes = noise(len);
        let file = place.upload(&alice, "data.bin", &bytes).await;

        assert_eq!(file["size"], json!(len));
        assert_eq!(file["content_type"], "application/octet-stream");
        let content = place.get(&alice, &path(&file, "/content")).await;
        assert_eq!(content.status(), 200);
        assert!(
            content.bytes().await.unwrap() == bytes,
            "{len} bytes differ"
        );
    }
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_file_is_what_its_content_says(pool: PgPool) {
    let place = Place::open(pool).await;
    let alice = place.person().await;
    let page = b"<!DOCTYPE html><script>alert(1)</script>";

    let file = place.upload(&alice, "holiday.png", page).await;

    assert_eq!(
        (&file["kind"], &file["content_type"], &file["name"]),
        (
            &json!("file"),
            &json!("application/octet-stream"),
            &json!("holiday.png")
        )
    );
    let content = place.get(&alice, &path(&file, "/content")).await;
    let header = |name| content.headers()[name].to_str().unwrap();
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(
        header("content-security-policy"),
        "sandbox; default-src 'none'"
    );
    assert_eq!(header("cross-origin-resource-policy"), "same-origin");
    assert!(header("content-disposition").starts_with("attachment; "));
    assert!(header("cache-control").starts_with("private"));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_file_is_its_uploaders_until_a_message_carries_it(pool: PgPool) {
    let place = Place::open(pool).await;
    let (alice, bob, carol) = (
        place.person().await,
        place.person().await,
        place.person().await,
    );
    let file = place.upload(&alice, "notes.txt", b"the minutes").await;
    for rest in ["", "/content", "/thumbnail"] {
        assert_eq!(
            refused(place.get(&bob, &path(&file, rest)).await, 404).await,
            "not_found"
        );
        refused(place.stranger(&path(&file, rest)).await, 401).await;
    }
    assert_eq!(
        place
            .claim(&bob, &file, "n")
            .await
            .unwrap_err()
            .code()
            .as_str(),
        "not_found"
    );

    place.joins(&alice);
    place.joins(&bob);
    let claimed = place.claim(&alice, &file, "n").await.unwrap();
    assert_eq!(json!(claimed[0]), file);
    assert_eq!(
        json!(place.claim(&alice, &file, "n").await.unwrap()[0]),
        file
    );
    let other = place.claim(&alice, &file, "other").await.unwrap_err();
    assert_eq!(other.code().as_str(), "file_claimed");

    let content = place.get(&bob, &path(&file, "/content")).await;
    assert_eq!(content.text().await.unwrap(), "the minutes");
    refused(place.get(&carol, &path(&file, "/content")).await, 404).await;
    place.leaves(&bob);
    refused(place.get(&bob, &path(&file, "/content")).await, 404).await;
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn only_its_uploader_takes_a_file_back_and_only_before_it_is_sent(pool: PgPool) {
    let place = Place::open(pool).await;
    let (alice, bob) = (place.person().await, place.person().await);
    let file = place.upload(&alice, "notes.txt", b"the minutes").await;
    let delete = async |who| {
        place
            .request(who, Method::DELETE, &path(&file, ""))
            .send()
            .await
            .unwrap()
    };

    refused(delete(&bob).await, 404).await;
    assert_eq!(delete(&alice).await.status(), 204);
    refused(delete(&alice).await, 404).await;
    refused(place.get(&alice, &path(&file, "/content")).await, 404).await;

    let sent = place.upload(&alice, "notes.txt", b"the minutes").await;
    place.joins(&alice);
    place.claim(&alice, &sent, "n").await.unwrap();
    let answer = place
        .request(&alice, Method::DELETE, &path(&sent, ""))
        .send()
        .await
        .unwrap();
    assert_eq!(refused(answer, 409).await, "file_claimed");
}
