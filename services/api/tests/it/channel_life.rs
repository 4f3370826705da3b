use reqwest::Method;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::app::{send, spawn};
use crate::channels::acme;

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn settings_change_by_version_and_right(pool: PgPool) {
    let app = spawn(pool).await;
    let (alice, bob, _, acme) = acme(&app).await;
    let design = alice.channel(&acme, "design", "public").await;
    bob.act(&format!("/channels/{design}/join")).await.ok();
    let path = format!("/channels/{design}");
    let tag = alice.get(&path).await.header("etag").to_owned();
    let change = |input: Value, tag: &str| {
        send(
            alice
                .request(Method::PATCH, &path)
                .header("if-match", tag)
                .json(&input),
        )
    };

    let changed = change(json!({ "name": "Design!", "slow_mode_s": 5 }), &tag)
        .await
        .ok();
    assert_eq!(
        (&changed["slug"], &changed["slow_mode_s"]),
        (&json!("design"), &json!(5))
    );
    for stale in [&tag, "\"v99\"", "rubbish"] {
        let refused = change(json!({ "topic": "x" }), stale).await;
        assert_eq!(refused.refusal(), (412, "version_mismatch"), "{stale}");
    }
    assert_eq!(
        bob.patch(&path, json!({ "topic": "everybody's" }))
            .await
            .status,
        200
    );
    let cleared = bob.patch(&path, json!({ "topic": null })).await.ok();
    assert_eq!(cleared["topic"], "");
    for input in [
        json!({ "name": "mine" }),
        json!({ "posting": "admins" }),
        json!({}),
    ] {
        assert_eq!(
            bob.patch(&path, input.clone()).await.refusal(),
            (403, "forbidden"),
            "{input}"
        );
    }
    for input in [
        json!({ "slow_mode_s": -1 }),
        json!({ "slow_mode_s": 86_401 }),
    ] {
        assert_eq!(
            alice.patch(&path, input).await.refusal(),
            (400, "invalid_input")
        );
    }
    for input in [
        json!({ "kind": "private" }),
        json!({ "workspace_id": acme }),
    ] {
        assert_eq!(
            alice.patch(&path, input).await.refusal(),
            (400, "unknown_field")
        );
    }
    let taken = alice.patch(&path, json!({ "name": "General" })).await;
    assert_eq!(taken.refusal(), (409, "channel_name_taken"));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn an_archived_channel_can_be_read_and_taken_out_again(pool: PgPool) {
    let app = spawn(pool).await;
    let (alice, bob, _, acme) = acme(&app).await;
    let design = alice.channel(&acme, "design", "public").await;
    let path = format!("/channels/{design}");
    bob.act(&format!("{path}/join")).await.ok();

    assert_eq!(
        bob.act(&format!("{path}/archive")).await.refusal(),
        (403, "forbidden")
    );
    let archived = alice.act(&format!("{path}/archive")).await.ok();
    assert!(archived["archived_at"].is_string());
    let again = alice.act(&format!("{path}/archive")).await.ok();
    assert_eq!(again, archived);

    bob.act(&format!("{path}/leave")).await;
    assert_eq!(bob.get(&path).await.status, 200);
    assert_eq!(
        bob.act(&format!("{path}/join")).await.refusal(),
        (409, "channel_archived")
    );
    let topic = alice.patch(&path, json!({ "topic": "x" })).await;
    assert_eq!(topic.refusal(), (409, "channel_archived"));
    let open = alice.act(&format!("{path}/unarchive")).await.ok();
    assert_eq!(open["archived_at"], json!(null));
    assert_eq!(bob.act(&format!("{path}/join")).await.status, 200);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_deleted_channel_is_gone_for_everybody(pool: PgPool) {
    let app = spawn(pool).await;
    let (alice, bob, _, acme) = acme(&app).await;
    let design = alice.channel(&acme, "design", "public").await;
    let path = format!("/channels/{design}");
    bob.act(&format!("{path}/join")).await.ok();

    assert_eq!(bob.delete(&path).await.refusal(), (403, "forbidden"));
    assert_eq!(alice.delete(&path).await.status, 204);

    for who in [&alice, &bob] {
        assert_eq!(who.get(&path).await.refusal(), (404, "not_found"));
        let list = who
            .get(&format!("/workspaces/{acme}/channels?q=design"))
            .await
            .ok();
        assert_eq!(list["data"], json!([]));
    }
    assert_eq!(alice.delete(&path).await.refusal(), (404, "not_found"));
    // The name is free again.
    alice.channel(&acme, "design", "public").await;
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn ones_own_side_is_ones_own(pool: PgPool) {
    let app = spawn(pool).await;
    let (alice, bob, _, acme) = acme(&app).await;
    let general = alice.named(&acme, "general").await;
    let path = format!("/channels/{general}/membership");

    let side = bob
        .patch(
            &path,
            json!({ "notify": "none", "starred": true, "muted_until": "2030-01-01T00:00:00.000Z" }),
        )
        .await
        .ok();
    assert_eq!(
        (&side["notify"], &side["starred"]),
        (&json!("none"), &json!(true))
    );
    let side = bob.patch(&path, json!({ "muted_until": null })).await.ok();
    assert_eq!(
        (&side["notify"], &side["muted_until"]),
        (&json!("none"), &json!(null))
    );
    let hers = alice.get(&format!("/channels/{general}")).await.ok();
    assert_eq!(hers["membership"]["notify"], "default");
    let role = bob.patch(&path, json!({ "role": "owner" })).await;
    assert_eq!(role.refusal(), (400, "unknown_field"));
}
