use serde_json::json;
use sqlx::PgPool;

use crate::app::spawn;

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn only_who_shares_a_workspace_is_seen(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let acme = alice.workspace("Acme").await;
    let bob = alice.guest(&acme, "bob", "member").await;
    let stranger = app.person("carol").await;
    let path = format!("/users/{}", alice.id);

    assert_eq!(bob.get(&path).await.ok()["handle"], "alice");
    let hidden = stranger.get(&path).await;
    assert_eq!(hidden.refusal(), (404, "not_found"));
    let absent = stranger
        .get("/users/01936f3e-8a00-7000-8000-0123456789ab")
        .await;
    assert_eq!(hidden.anonymous(), absent.anonymous());
    assert_eq!(
        stranger.get("/users/not-an-id").await.refusal(),
        (404, "not_found")
    );
    assert_eq!(stranger.get("/users/me").await.status, 200);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_lookup_leaves_out_whom_one_may_not_see_and_keeps_the_order(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let acme = alice.workspace("Acme").await;
    let bob = alice.guest(&acme, "bob", "member").await;
    let stranger = app.person("carol").await;

    let found = alice
        .post(
            "/users/lookup",
            json!({ "ids": [bob.id, stranger.id, alice.id] }),
        )
        .await
        .ok();

    let handles: Vec<_> = found["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|user| user["handle"].clone())
        .collect();
    assert_eq!(handles, ["bob", "alice"]);
    let many = vec![alice.id.clone(); 201];
    let refused = alice.post("/users/lookup", json!({ "ids": many })).await;
    assert_eq!(refused.refusal(), (400, "invalid_input"));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn one_changes_oneself_and_nothing_else(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    app.person("bob").await;

    let changed = alice
        .patch(
            "/users/me",
            json!({ "display_name": "Alice Ä.", "theme": "dark", "timezone": "Europe/Berlin",
                    "locale": "de", "share_receipts": false, "link_previews": false }),
        )
        .await
        .ok();

    assert_eq!(changed["display_name"], "Alice Ä.");
    assert_eq!(changed["theme"], "dark");
    assert_eq!(changed["share_receipts"], false);
    assert_eq!(changed["link_previews"], false);
    assert_eq!(changed["handle"], "alice");
    for (input, code) in [
        (json!({ "handle": "BOB" }), (409, "handle_taken")),
        (json!({ "handle": null }), (400, "malformed_json")),
        (json!({ "link_previews": null }), (400, "malformed_json")),
        (json!({ "link_previews": "no" }), (400, "malformed_json")),
        (json!({ "email": "x@y.zz" }), (400, "unknown_field")),
        (json!({ "id": alice.id }), (400, "unknown_field")),
        (json!({ "display_name": "a\u{0}b" }), (400, "invalid_input")),
        (
            json!({ "display_name": { "$ne": null } }),
            (400, "malformed_json"),
        ),
        (json!({ "timezone": "../../etc" }), (400, "invalid_input")),
    ] {
        assert_eq!(
            alice.patch("/users/me", input.clone()).await.refusal(),
            code,
            "{input}"
        );
    }
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn an_account_that_is_known_already_is_not_sent_again(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let tag = alice.get("/users/me").await.header("etag").to_owned();
    let ask = || {
        crate::app::send(
            alice
                .request(reqwest::Method::GET, "/users/me")
                .header("if-none-match", &tag),
        )
    };

    assert_eq!(ask().await.status, 304);
    alice
        .patch("/users/me", json!({ "theme": "dark" }))
        .await
        .ok();
    assert_eq!(ask().await.status, 200);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_status_is_set_whole_and_spread(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;

    let status = alice
        .put(
            "/users/me/status",
            json!({ "presence": "dnd", "text": "In a meeting", "emoji": "📅" }),
        )
        .await
        .ok();

    assert_eq!(status["presence"], "dnd");
    assert_eq!(alice.get("/users/me").await.ok()["status"], status);
    let id = alice.id.parse().unwrap();
    let spread = app.state.bus.presence().of(&[id]).await.unwrap();
    let spread: serde_json::Value = serde_json::from_slice(&spread[0].status).unwrap();
    assert_eq!(spread, status);
    let past = json!({ "text": "x", "expires_at": "2020-01-01T00:00:00Z" });
    assert_eq!(
        alice.put("/users/me/status", past).await.refusal(),
        (400, "invalid_input")
    );
    let normal = alice.put("/users/me/status", json!({})).await.ok();
    assert_eq!(
        (&normal["presence"], &normal["text"]),
        (&json!("online"), &json!(null))
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn notifications_are_kept(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;

    let set = json!({ "desktop": "all", "push": "none", "email": false, "sound": false, "preview": true,
        "schedule": null, "snoozed_until": null });
    alice.put("/users/me/notifications", set.clone()).await.ok();

    assert_eq!(alice.get("/users/me/notifications").await.ok(), set);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_guest_sees_only_the_people_of_their_channels(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let acme = alice.workspace("Acme").await;
    let bob = alice.guest(&acme, "bob", "member").await;
    let shared = alice.channel(&acme, "shared", "private").await;
    let code = alice
        .invite(&acme, json!({ "role": "guest", "channel_ids": [shared] }))
        .await;
    let guest = app.person("gina").await;
    guest.act(&format!("/invites/{code}/accept")).await.ok();

    assert_eq!(guest.get(&format!("/users/{}", alice.id)).await.status, 200);
    assert_eq!(
        guest.get(&format!("/users/{}", bob.id)).await.refusal(),
        (404, "not_found")
    );
    let members = guest.get(&format!("/workspaces/{acme}/members")).await.ok();
    assert_eq!(members["data"].as_array().unwrap().len(), 2);
    let browse = guest
        .get(&format!("/workspaces/{acme}/channels?scope=browse"))
        .await;
    assert_eq!(browse.refusal(), (403, "forbidden"));
    let dm = guest
        .post(
            &format!("/workspaces/{acme}/dms"),
            json!({ "user_ids": [bob.id] }),
        )
        .await;
    assert_eq!(dm.refusal(), (400, "invalid_input"));
}
