use serde_json::json;
use sqlx::PgPool;

use crate::app::spawn;

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn members_are_added_promoted_and_removed_by_who_may(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let acme = alice.workspace("Acme").await;
    let bob = alice.guest(&acme, "bob", "member").await;
    let carol = alice.guest(&acme, "carol", "member").await;
    let secret = bob.channel(&acme, "secret", "private").await;
    let of = |user: &str| format!("/channels/{secret}/members/{user}");

    let added = bob.put(&of(&carol.id), json!({})).await.ok();
    assert_eq!(
        (&added["user"]["handle"], &added["role"]),
        (&json!("carol"), &json!("member"))
    );
    let refused = carol.put(&of(&carol.id), json!({ "role": "admin" })).await;
    assert_eq!(refused.refusal(), (403, "forbidden"));
    let by_member = carol.put(&of(&alice.id), json!({})).await.ok();
    assert_eq!(by_member["role"], "member");
    assert_eq!(
        carol.delete(&of(&bob.id)).await.refusal(),
        (403, "forbidden")
    );

    bob.put(&of(&carol.id), json!({ "role": "admin" }))
        .await
        .ok();
    assert_eq!(
        carol.delete(&of(&bob.id)).await.refusal(),
        (403, "forbidden")
    );
    assert_eq!(bob.delete(&of(&carol.id)).await.status, 204);
    assert_eq!(bob.delete(&of(&carol.id)).await.status, 204);
    assert_eq!(
        carol.get(&format!("/channels/{secret}")).await.refusal(),
        (404, "not_found")
    );
    let list = bob.get(&format!("/channels/{secret}/members")).await.ok();
    let handles: Vec<_> = list["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["user"]["handle"].clone())
        .collect();
    assert_eq!(handles, ["alice", "bob"]);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn who_is_not_in_the_workspace_cannot_be_added(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let acme = alice.workspace("Acme").await;
    let general = alice.named(&acme, "general").await;
    let stranger = app.person("mallory").await;

    let foreign = alice
        .put(
            &format!("/channels/{general}/members/{}", stranger.id),
            json!({}),
        )
        .await;
    let absent = alice
        .put(
            &format!("/channels/{general}/members/01936f3e-8a00-7000-8000-0123456789ab"),
            json!({}),
        )
        .await;

    assert_eq!(foreign.refusal(), (404, "not_found"));
    assert_eq!(foreign.anonymous(), absent.anonymous());
    let path = format!("/workspaces/{acme}/channels");
    let input = json!({ "name": "x", "kind": "private", "member_ids": [stranger.id] });
    assert_eq!(
        alice.post(&path, input).await.refusal(),
        (400, "invalid_input")
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn the_last_owner_of_a_channel_hands_it_on_before_leaving(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let acme = alice.workspace("Acme").await;
    let bob = alice.guest(&acme, "bob", "member").await;
    let carol = alice.guest(&acme, "carol", "member").await;
    let secret = bob.channel(&acme, "secret", "private").await;
    let path = format!("/channels/{secret}");
    bob.put(&format!("{path}/members/{}", carol.id), json!({}))
        .await
        .ok();

    assert_eq!(
        bob.act(&format!("{path}/leave")).await.refusal(),
        (409, "last_owner")
    );
    let step_down = bob
        .put(&format!("{path}/members/me"), json!({ "role": "member" }))
        .await;
    assert_eq!(step_down.refusal(), (409, "last_owner"));
    let by_member = carol
        .post(&format!("{path}/transfer"), json!({ "user_id": carol.id }))
        .await;
    assert_eq!(by_member.refusal(), (403, "forbidden"));
    let to_stranger = bob
        .post(&format!("{path}/transfer"), json!({ "user_id": alice.id }))
        .await;
    assert_eq!(to_stranger.refusal(), (400, "invalid_input"));

    let handed = bob
        .post(&format!("{path}/transfer"), json!({ "user_id": carol.id }))
        .await
        .ok();
    assert_eq!(handed["membership"]["role"], "admin");
    assert_eq!(bob.act(&format!("{path}/leave")).await.status, 204);
    assert_eq!(carol.get(&path).await.ok()["membership"]["role"], "owner");
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn who_is_alone_in_a_channel_may_leave_it(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let acme = alice.workspace("Acme").await;
    let empty = alice.channel(&acme, "empty", "public").await;

    assert_eq!(
        alice.act(&format!("/channels/{empty}/leave")).await.status,
        204
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_workspace_admin_who_is_made_a_member_manages_its_channels_no_more(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let acme = alice.workspace("Acme").await;
    let adam = alice.guest(&acme, "adam", "admin").await;
    let general = adam.named(&acme, "general").await;
    let path = format!("/channels/{general}");
    let rename = |name: &str| adam.patch(&path, json!({ "name": name }));
    assert_eq!(rename("lobby").await.status, 200);

    let member = format!("/workspaces/{acme}/members/{}", adam.id);
    alice.patch(&member, json!({ "role": "member" })).await.ok();

    assert_eq!(rename("mine").await.refusal(), (403, "forbidden"));
}
