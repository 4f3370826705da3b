use reqwest::Method;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::app::{App, Person, send, spawn};

const ABSENT: &str = "01936f3e-8a00-7000-8000-0123456789ab";

/// Alice owns Acme, Bob is a member, Mallory is in no workspace of theirs.
pub(crate) async fn acme(app: &App) -> (Person<'_>, Person<'_>, Person<'_>, String) {
    let alice = app.person("alice").await;
    let acme = alice.workspace("Acme").await;
    let bob = alice.guest(&acme, "bob", "member").await;
    let mallory = app.person("mallory").await;
    (alice, bob, mallory, acme)
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_channel_is_shown_as_its_maker_sees_it(pool: PgPool) {
    let app = spawn(pool).await;
    let (alice, bob, _, acme) = acme(&app).await;
    let input = json!({ "name": "#Plan 2027", "kind": "private", "topic": "soon",
                        "member_ids": [bob.id] });

    let made = alice
        .post(&format!("/workspaces/{acme}/channels"), input)
        .await;

    assert_eq!(made.status, 201);
    insta::assert_json_snapshot!(made.body, {
        ".id" => "[id]", ".workspace_id" => "[id]", ".created_by" => "[id]",
        ".membership.joined_at" => "[time]",
    }, @r#"
    {
      "archived_at": null,
      "cover_url": null,
      "created_by": "[id]",
      "description": "",
      "epoch": 1,
      "head_message_no": 0,
      "head_seq": 2,
      "id": "[id]",
      "kind": "private",
      "last_message_at": null,
      "member_count": 2,
      "members": [],
      "membership": {
        "joined_at": "[time]",
        "mentions": 0,
        "muted_until": null,
        "notify": "default",
        "read_message_no": 0,
        "read_seq": 0,
        "read_version": 0,
        "role": "owner",
        "starred": false,
        "unread": 0
      },
      "name": "Plan 2027",
      "posting": "everyone",
      "slow_mode_s": 0,
      "slug": "plan-2027",
      "topic": "soon",
      "workspace_id": "[id]"
    }
    "#);
    let path = format!("/channels/{}", made.body["id"].as_str().unwrap());
    assert_eq!(alice.get(&path).await.ok(), made.body);
    assert_eq!(bob.get(&path).await.ok()["membership"]["role"], "member");
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn public_names_are_unique_and_private_ones_give_nothing_away(pool: PgPool) {
    let app = spawn(pool).await;
    let (alice, bob, _, acme) = acme(&app).await;
    let path = format!("/workspaces/{acme}/channels");
    alice.channel(&acme, "Secret Plan", "private").await;

    assert_eq!(
        bob.post(&path, json!({ "name": "secret plan", "kind": "public" }))
            .await
            .status,
        201
    );
    for same in [
        "SECRET  PLAN",
        "secret-plan",
        "#secret plan",
        "ｓｅｃｒｅｔ plan",
    ] {
        let taken = alice
            .post(&path, json!({ "name": same, "kind": "public" }))
            .await;
        assert_eq!(taken.refusal(), (409, "channel_name_taken"), "{same}");
    }
    for bad in ["", " ", ".", "../", "---", "\u{202e}", &"x".repeat(81)] {
        let refused = alice
            .post(&path, json!({ "name": bad, "kind": "public" }))
            .await;
        assert_eq!(refused.refusal(), (400, "invalid_input"), "{bad:?}");
    }
    let direct = alice
        .post(&path, json!({ "name": "x", "kind": "dm" }))
        .await;
    assert_eq!(direct.refusal(), (400, "invalid_input"));
    let mut input = json!({ "name": "x", "kind": "public" });
    input["created_by"] = json!(bob.id);
    assert_eq!(
        alice.post(&path, input).await.refusal(),
        (400, "unknown_field")
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_private_channel_does_not_exist_for_who_is_not_in_it(pool: PgPool) {
    let app = spawn(pool).await;
    let (alice, bob, mallory, acme) = acme(&app).await;
    let secret = alice.channel(&acme, "secret", "private").await;
    let all: [(Method, &str, Option<Value>); 12] = [
        (Method::GET, "", None),
        (Method::PATCH, "", Some(json!({ "topic": "x" }))),
        (Method::DELETE, "", None),
        (Method::POST, "/join", None),
        (Method::POST, "/leave", None),
        (Method::POST, "/archive", None),
        (Method::POST, "/unarchive", None),
        (
            Method::POST,
            "/transfer",
            Some(json!({ "user_id": bob.id })),
        ),
        (Method::GET, "/members", None),
        (Method::PUT, "/members/me", Some(json!({}))),
        (Method::DELETE, "/members/me", None),
        (
            Method::PATCH,
            "/membership",
            Some(json!({ "starred": true })),
        ),
    ];

    for who in [&bob, &mallory] {
        for (method, suffix, body) in &all {
            let ask = |channel: &str| {
                let request = who.request(method.clone(), &format!("/channels/{channel}{suffix}"));
                send(match body {
                    Some(body) => request.json(body),
                    None => request,
                })
            };
            let (hidden, absent) = (ask(&secret).await, ask(ABSENT).await);
            assert_eq!(hidden.refusal(), (404, "not_found"), "{method} {suffix}");
            assert_eq!(hidden.anonymous(), absent.anonymous(), "{method} {suffix}");
        }
    }
    let browse = bob
        .get(&format!(
            "/workspaces/{acme}/channels?scope=browse&q=secret"
        ))
        .await
        .ok();
    assert_eq!(browse["data"], json!([]));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_public_channel_is_browsed_joined_and_left(pool: PgPool) {
    let app = spawn(pool).await;
    let (alice, bob, mallory, acme) = acme(&app).await;
    let design = alice.channel(&acme, "design", "public").await;
    let path = format!("/channels/{design}");

    let browse = bob
        .get(&format!("/workspaces/{acme}/channels?scope=browse&q=DESI"))
        .await
        .ok();
    assert_eq!(browse["data"][0]["membership"], json!(null));
    assert_eq!(
        bob.act(&format!("{path}/leave")).await.refusal(),
        (403, "not_a_member")
    );
    assert_eq!(
        mallory.act(&format!("{path}/join")).await.refusal(),
        (404, "not_found")
    );

    let joined = bob.act(&format!("{path}/join")).await.ok();
    assert_eq!(
        (&joined["member_count"], &joined["head_seq"]),
        (&json!(2), &json!(2))
    );
    let again = bob.act(&format!("{path}/join")).await.ok();
    assert_eq!(
        (&again["member_count"], &again["head_seq"]),
        (&json!(2), &json!(2))
    );

    assert_eq!(bob.act(&format!("{path}/leave")).await.status, 204);
    let left = bob.get(&path).await.ok();
    assert_eq!(
        (&left["member_count"], &left["membership"]),
        (&json!(1), &json!(null))
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn channels_are_listed_in_pages(pool: PgPool) {
    let app = spawn(pool).await;
    let (alice, _, _, acme) = acme(&app).await;
    for number in 0..3 {
        alice
            .channel(&acme, &format!("channel {number}"), "private")
            .await;
    }
    let path = format!("/workspaces/{acme}/channels?limit=2");

    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = alice.get(&format!("{path}{cursor}")).await.ok();
        let data = page["data"].as_array().unwrap();
        seen.extend(
            data.iter()
                .map(|one| one["name"].as_str().unwrap().to_owned()),
        );
        let Some(next) = page["next_cursor"].as_str() else {
            break;
        };
        cursor = format!("&cursor={next}");
    }

    assert_eq!(
        seen,
        ["general", "random", "channel 0", "channel 1", "channel 2"]
    );
}
