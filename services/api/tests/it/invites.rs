use std::sync::Arc;

use chrono::TimeDelta;
use domain::TestClock;
use futures_util::future::join_all;
use serde_json::json;
use sqlx::PgPool;

use crate::app::{PASSWORD, Person, config, send, spawn, spawn_at, spawn_with};

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn who_accepts_an_invitation_is_in_the_workspace_and_its_first_channels(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let acme = alice.workspace("Acme").await;
    let secret = alice.channel(&acme, "secret", "private").await;
    let code = alice
        .invite(&acme, json!({ "channel_ids": [secret], "max_uses": 5 }))
        .await;
    let bob = app.person("bob").await;

    let preview = send(app.request(reqwest::Method::GET, &format!("/invites/{code}")))
        .await
        .ok();
    assert_eq!(preview["workspace"]["name"], "Acme");
    assert_eq!(preview["invited_by"], "alice");
    let joined = bob.act(&format!("/invites/{code}/accept")).await.ok();

    assert_eq!(
        (&joined["role"], &joined["member_count"]),
        (&json!("member"), &json!(2))
    );
    let channels = bob.get(&format!("/workspaces/{acme}/channels")).await.ok();
    assert_eq!(channels["data"].as_array().unwrap().len(), 3);
    let again = bob.act(&format!("/invites/{code}/accept")).await;
    assert_eq!(again.status, 200);
    let list = alice.get(&format!("/workspaces/{acme}/invites")).await.ok();
    assert_eq!(list["data"][0]["uses"], 1);
    assert!(
        list["data"][0]["url"]
            .as_str()
            .unwrap()
            .ends_with(&format!("/invite/{code}"))
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn the_last_use_of_an_invitation_is_used_once(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let acme = alice.workspace("Acme").await;
    let code = alice.invite(&acme, json!({ "max_uses": 1 })).await;
    let mut people = Vec::new();
    for number in 0..5 {
        people.push(app.person(&format!("racer{number}")).await);
    }

    let path = format!("/invites/{code}/accept");
    let answers = join_all(people.iter().map(|person| person.act(&path))).await;

    let (won, lost): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 200);
    assert_eq!(won.len(), 1);
    assert!(
        lost.iter()
            .all(|answer| answer.refusal() == (410, "invite_gone"))
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn an_invitation_that_expired_or_was_withdrawn_no_longer_holds(pool: PgPool) {
    let clock = TestClock::default();
    let app = spawn_at(pool, Arc::new(clock.clone())).await;
    let alice = app.person("alice").await;
    let acme = alice.workspace("Acme").await;
    let bob = app.person("bob").await;
    let short = alice.invite(&acme, json!({ "expires_in_s": 60 })).await;
    let withdrawn = alice.invite(&acme, json!({})).await;
    let other = alice.workspace("Other").await;

    let wrong = alice
        .delete(&format!("/workspaces/{other}/invites/{withdrawn}"))
        .await;
    assert_eq!(wrong.refusal(), (404, "not_found"));
    let path = format!("/workspaces/{acme}/invites/{withdrawn}");
    assert_eq!(alice.delete(&path).await.status, 204);
    assert_eq!(alice.delete(&path).await.refusal(), (404, "not_found"));
    clock.advance(TimeDelta::seconds(60));

    for code in [short, withdrawn] {
        let path = format!("/invites/{code}");
        assert_eq!(bob.get(&path).await.refusal(), (410, "invite_gone"));
        assert_eq!(
            bob.act(&format!("{path}/accept")).await.refusal(),
            (410, "invite_gone")
        );
    }
    for guess in ["nobody-gave-this-out", "%00", "..%2f..%2f", &"x".repeat(65)] {
        let path = format!("/invites/{guess}/accept");
        assert_eq!(
            bob.act(&path).await.refusal(),
            (404, "not_found"),
            "{guess}"
        );
    }
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn nobody_invites_to_more_than_they_have(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let acme = alice.workspace("Acme").await;
    let secret = alice.channel(&acme, "secret", "private").await;
    let member = alice.guest(&acme, "bob", "member").await;
    let guest = alice.guest(&acme, "gina", "guest").await;
    let stranger = app.person("carol").await;
    let elsewhere = stranger.workspace("Else").await;
    let foreign = stranger.channel(&elsewhere, "foreign", "public").await;
    let path = format!("/workspaces/{acme}/invites");

    assert_eq!(
        guest.post(&path, json!({})).await.refusal(),
        (403, "forbidden")
    );
    for (input, code) in [
        (json!({ "role": "admin" }), (403, "forbidden")),
        (json!({ "role": "owner" }), (400, "invalid_input")),
        (json!({ "channel_ids": [secret] }), (400, "invalid_input")),
        (json!({ "channel_ids": [foreign] }), (400, "invalid_input")),
        (json!({ "max_uses": 0 }), (400, "invalid_input")),
        (json!({ "expires_in_s": -1 }), (400, "invalid_input")),
        (json!({ "uses": 0 }), (400, "unknown_field")),
    ] {
        assert_eq!(
            member.post(&path, input.clone()).await.refusal(),
            code,
            "{input}"
        );
    }
    let own = member.invite(&acme, json!({})).await;
    alice.invite(&acme, json!({})).await;
    assert_eq!(
        member.get(&path).await.ok()["data"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    // Two for bob and gina, and the two above.
    assert_eq!(
        alice.get(&path).await.ok()["data"]
            .as_array()
            .unwrap()
            .len(),
        4
    );
    assert_eq!(alice.delete(&format!("{path}/{own}")).await.status, 204);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn where_an_invitation_is_needed_one_signs_up_with_it(pool: PgPool) {
    let mut config = config(&pool);
    let open = spawn(pool.clone()).await;
    let alice = open.person("alice").await;
    let acme = alice.workspace("Acme").await;
    let code = alice.invite(&acme, json!({ "max_uses": 1 })).await;
    config.api.signup = api::config::Signup::Invite;
    let app = spawn_with(pool, config).await;
    let sign_up = |handle: &str, invite: Option<&str>| {
        app.post(
            "/auth/signup",
            json!({ "email": format!("{handle}@example.com"), "handle": handle,
                    "display_name": handle, "password": PASSWORD, "invite": invite }),
        )
    };

    assert_eq!(
        sign_up("bob", None).await.refusal(),
        (403, "invite_required")
    );
    assert_eq!(
        sign_up("bob", Some("guess")).await.refusal(),
        (404, "not_found")
    );
    let bob = sign_up("bob", Some(&code)).await;
    assert_eq!(bob.status, 201);
    let bob = Person::of(&app, &bob.body);
    assert_eq!(
        bob.get("/workspaces").await.ok()["data"][0]["id"],
        acme.as_str()
    );
    assert_eq!(
        sign_up("carol", Some(&code)).await.refusal(),
        (410, "invite_gone")
    );
    assert_eq!(app.log_in("carol", PASSWORD).await.status, 401);
}
