use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::app::{Answer, Person, send, spawn};

async fn post(who: &Person<'_>, path: &str, key: &str, body: Value) -> Answer {
    send(
        who.request(Method::POST, path)
            .header("idempotency-key", key)
            .json(&body),
    )
    .await
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_request_that_is_sent_twice_is_carried_out_once(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;

    let first = post(&alice, "/workspaces", "k1", json!({ "name": "Acme" })).await;
    let second = post(&alice, "/workspaces", "k1", json!({ "name": "Acme" })).await;

    assert_eq!(
        (first.status, first.header("idempotent-replayed")),
        (201.try_into().unwrap(), "")
    );
    assert_eq!(second.status, 201);
    assert_eq!(second.header("idempotent-replayed"), "true");
    assert_eq!(first.body, second.body);
    assert_eq!(
        alice.get("/workspaces").await.ok()["data"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn of_many_at_once_one_is_carried_out_and_none_twice(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;

    let all = (0..10).map(|_| post(&alice, "/workspaces", "k1", json!({ "name": "Acme" })));
    let answers = join_all(all).await;

    for answer in &answers {
        let replayed = answer.status == 201;
        assert!(
            replayed || answer.refusal() == (409, "request_in_progress"),
            "{answer:?}"
        );
    }
    assert_eq!(
        alice.get("/workspaces").await.ok()["data"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_key_stands_for_one_request_of_one_person(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let bob = app.person("bob").await;
    let acme = post(&alice, "/workspaces", "k1", json!({ "name": "Acme" }))
        .await
        .ok();

    let other_body = post(&alice, "/workspaces", "k1", json!({ "name": "Other" })).await;
    assert_eq!(other_body.refusal(), (422, "idempotency_key_reused"));
    let path = format!("/workspaces/{}/invites", acme["id"].as_str().unwrap());
    let other_path = post(&alice, &path, "k1", json!({})).await;
    assert_eq!(other_path.refusal(), (422, "idempotency_key_reused"));
    let other_person = post(&bob, "/workspaces", "k1", json!({ "name": "Acme" })).await;
    assert_eq!(other_person.status, 201);
    assert_ne!(other_person.body["id"], acme["id"]);
    for key in ["", &"k".repeat(256)] {
        let refused = post(&alice, "/workspaces", key, json!({ "name": "Acme" })).await;
        assert_eq!(refused.refusal(), (400, "invalid_input"), "{key:.10}");
    }
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_refused_request_may_be_repeated_under_its_key(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let acme = alice.workspace("Acme").await;
    let path = format!("/workspaces/{acme}/channels");
    let design = alice.channel(&acme, "design", "public").await;
    let input = json!({ "name": "design", "kind": "public" });

    assert_eq!(
        post(&alice, &path, "k", input.clone()).await.refusal(),
        (409, "channel_name_taken")
    );
    alice.delete(&format!("/channels/{design}")).await;

    assert_eq!(post(&alice, &path, "k", input).await.status, 201);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn verbs_without_a_body_take_a_key_too(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let acme = alice.workspace("Acme").await;
    let bob = alice.guest(&acme, "bob", "member").await;
    let general = bob.named(&acme, "general").await;
    let act = |verb: &str, key: &str| {
        let path = format!("/channels/{general}/{verb}");
        send(
            bob.request(Method::POST, &path)
                .header("idempotency-key", key),
        )
    };

    assert_eq!(act("leave", "l1").await.status, 204);
    assert_eq!(act("leave", "l1").await.status, 204);
    assert_eq!(act("leave", "l2").await.refusal(), (403, "not_a_member"));
    assert_eq!(act("join", "j1").await.status, 200);
    assert_eq!(
        act("join", "j1").await.header("idempotent-replayed"),
        "true"
    );
}
