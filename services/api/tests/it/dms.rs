use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::json;
use sqlx::PgPool;

use crate::app::spawn;

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn the_same_people_have_the_same_conversation_also_when_all_ask_at_once(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let acme = alice.workspace("Acme").await;
    let bob = alice.guest(&acme, "bob", "member").await;
    let path = format!("/workspaces/{acme}/dms");

    let all = (0..20).map(|number| {
        let (who, other) = if number % 2 == 0 {
            (&alice, &bob)
        } else {
            (&bob, &alice)
        };
        who.post(&path, json!({ "user_ids": [other.id] }))
    });
    let answers = join_all(all).await;

    let created = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(created, 1);
    let ids: BTreeSet<_> = answers
        .into_iter()
        .map(|answer| answer.ok()["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids.len(), 1);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_conversation_shows_its_people_and_has_no_name(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let acme = alice.workspace("Acme").await;
    let bob = alice.guest(&acme, "bob", "member").await;
    let carol = alice.guest(&acme, "carol", "member").await;
    let path = format!("/workspaces/{acme}/dms");

    let pair = alice
        .post(&path, json!({ "user_ids": [bob.id, alice.id, bob.id] }))
        .await
        .ok();
    let group = bob
        .post(&path, json!({ "user_ids": [carol.id, alice.id] }))
        .await
        .ok();
    let notes = alice
        .post(&path, json!({ "user_ids": [alice.id] }))
        .await
        .ok();

    assert_eq!(
        (&pair["kind"], &pair["name"], &pair["member_count"]),
        (&json!("dm"), &json!(null), &json!(2))
    );
    assert_eq!(
        (&group["kind"], &group["member_count"]),
        (&json!("group_dm"), &json!(3))
    );
    assert_eq!(
        (&notes["kind"], &notes["member_count"]),
        (&json!("dm"), &json!(1))
    );
    let handles: Vec<_> = group["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["handle"].clone())
        .collect();
    assert_eq!(handles, ["alice", "bob", "carol"]);
    let channel = format!("/channels/{}", pair["id"].as_str().unwrap());
    assert_eq!(carol.get(&channel).await.refusal(), (404, "not_found"));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn nobody_changes_who_is_in_a_conversation(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let acme = alice.workspace("Acme").await;
    let bob = alice.guest(&acme, "bob", "member").await;
    let carol = alice.guest(&acme, "carol", "member").await;
    let path = format!("/workspaces/{acme}/dms");
    let dm = alice
        .post(&path, json!({ "user_ids": [bob.id] }))
        .await
        .ok();
    let channel = format!("/channels/{}", dm["id"].as_str().unwrap());

    assert_eq!(
        alice.act(&format!("{channel}/leave")).await.refusal(),
        (403, "forbidden")
    );
    let add = alice
        .put(&format!("{channel}/members/{}", carol.id), json!({}))
        .await;
    assert_eq!(add.refusal(), (403, "forbidden"));
    let remove = alice.delete(&format!("{channel}/members/{}", bob.id)).await;
    assert_eq!(remove.refusal(), (403, "forbidden"));
    assert_eq!(alice.delete(&channel).await.refusal(), (403, "forbidden"));
    assert_eq!(
        alice.act(&format!("{channel}/archive")).await.refusal(),
        (403, "forbidden")
    );
    let rename = alice.patch(&channel, json!({ "name": "x" })).await;
    assert_eq!(rename.refusal(), (403, "forbidden"));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_conversation_with_nobody_or_strangers_or_a_crowd_is_refused(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let acme = alice.workspace("Acme").await;
    let stranger = app.person("mallory").await;
    let other = stranger.workspace("Other").await;
    let path = format!("/workspaces/{acme}/dms");
    let absent = "01936f3e-8a00-7000-8000-0123456789ab";

    let to_stranger = alice
        .post(&path, json!({ "user_ids": [stranger.id] }))
        .await;
    let to_nobody = alice.post(&path, json!({ "user_ids": [absent] })).await;
    assert_eq!(to_stranger.refusal(), (400, "invalid_input"));
    assert_eq!(to_stranger.anonymous(), to_nobody.anonymous());
    assert_eq!(
        alice.post(&path, json!({ "user_ids": [] })).await.refusal(),
        (400, "invalid_input")
    );
    let crowd = vec![absent; 10_000 / 50];
    assert_eq!(
        alice
            .post(&path, json!({ "user_ids": crowd }))
            .await
            .refusal(),
        (400, "invalid_input")
    );
    let foreign = format!("/workspaces/{other}/dms");
    let elsewhere = alice
        .post(&foreign, json!({ "user_ids": [stranger.id] }))
        .await;
    assert_eq!(elsewhere.refusal(), (404, "not_found"));
}
