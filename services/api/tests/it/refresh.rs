use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::TimeDelta;
use domain::TestClock;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::app::{Answer, App, ORIGIN, PASSWORD, Person, send, spawn, spawn_at};

async fn refresh(app: &App, token: &str) -> Answer {
    app.post("/auth/refresh", json!({ "refresh_token": token }))
        .await
}

fn token(answer: &Value) -> String {
    answer["refresh_token"].as_str().unwrap().to_owned()
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn each_refresh_gives_a_new_pair(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;

    let second = refresh(&app, &alice.refresh).await.ok();
    let third = refresh(&app, second["refresh_token"].as_str().unwrap())
        .await
        .ok();

    let all: BTreeSet<_> = [&alice.refresh, &token(&second), &token(&third)]
        .into_iter()
        .cloned()
        .collect();
    assert_eq!(all.len(), 3);
    assert_eq!(Person::of(&app, &third).get("/users/me").await.status, 200);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn twenty_refreshes_at_once_get_the_same_successor(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;

    let answers = join_all((0..20).map(|_| refresh(&app, &alice.refresh))).await;

    let tokens: BTreeSet<_> = answers
        .into_iter()
        .map(|answer| token(&answer.ok()))
        .collect();
    assert_eq!(tokens.len(), 1);
    let next = tokens.into_iter().next().unwrap();
    assert_eq!(refresh(&app, &next).await.status, 200);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn the_predecessor_is_honoured_for_ten_seconds_and_then_ends_the_session(pool: PgPool) {
    let clock = TestClock::default();
    let app = spawn_at(pool, Arc::new(clock.clone())).await;
    let alice = app.person("alice").await;
    let second = token(&refresh(&app, &alice.refresh).await.ok());

    clock.advance(TimeDelta::seconds(10));
    assert_eq!(token(&refresh(&app, &alice.refresh).await.ok()), second);

    clock.advance(TimeDelta::seconds(1));
    assert_eq!(
        refresh(&app, &alice.refresh).await.refusal(),
        (401, "invalid_refresh_token")
    );
    assert_eq!(
        refresh(&app, &second).await.refusal(),
        (401, "invalid_refresh_token")
    );
    assert_eq!(
        alice.get("/users/me").await.refusal(),
        (401, "session_revoked")
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn anything_older_than_the_predecessor_ends_the_session_for_thief_and_owner(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let elsewhere = Person::of(&app, &app.log_in("alice", PASSWORD).await.ok());
    let second = token(&refresh(&app, &alice.refresh).await.ok());
    let third = token(&refresh(&app, &second).await.ok());

    assert_eq!(
        refresh(&app, &alice.refresh).await.refusal(),
        (401, "invalid_refresh_token")
    );

    assert_eq!(
        refresh(&app, &third).await.refusal(),
        (401, "invalid_refresh_token")
    );
    assert_eq!(refresh(&app, &elsewhere.refresh).await.status, 200);
    let noted: i64 = sqlx::query_scalar(
        "select count(*) from audit_log where action = 'session.refresh_reused'",
    )
    .fetch_one(&app.pool)
    .await
    .unwrap();
    assert_eq!(noted, 1);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn what_is_no_refresh_token_ends_nothing(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;

    for noise in [
        "",
        "x",
        &alice.token,
        &alice.refresh[1..],
        &"A".repeat(100_000),
    ] {
        assert_eq!(
            refresh(&app, noise).await.refusal(),
            (401, "invalid_refresh_token")
        );
    }

    assert_eq!(refresh(&app, &alice.refresh).await.status, 200);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_refresh_token_is_no_access_token(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;

    let answer = send(
        app.request(Method::GET, "/users/me")
            .bearer_auth(&alice.refresh),
    )
    .await;

    assert_eq!(answer.refusal(), (401, "unauthenticated"));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_browser_refreshes_with_its_cookie_from_our_pages_only(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let ask = |origin: &'static str| {
        send(
            app.request(Method::POST, "/auth/refresh")
                .header("cookie", format!("hubbub_refresh={}", alice.refresh))
                .header("origin", origin),
        )
    };

    assert_eq!(
        ask("https://evil.example").await.refusal(),
        (403, "origin_refused")
    );
    let answer = ask(ORIGIN).await;

    assert_eq!(answer.status, 200);
    assert_eq!(answer.headers.get_all("set-cookie").iter().count(), 2);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_session_ends_by_itself_after_its_life(pool: PgPool) {
    let clock = TestClock::default();
    let app = spawn_at(pool, Arc::new(clock.clone())).await;
    let alice = app.person("alice").await;
    let input = json!({ "login": "alice", "password": PASSWORD, "remember": true });
    let remembered = token(&app.post("/auth/login", input).await.ok());

    clock.advance(TimeDelta::hours(7));

    assert_eq!(
        alice.get("/users/me").await.refusal(),
        (401, "token_expired")
    );
    assert_eq!(
        refresh(&app, &alice.refresh).await.refusal(),
        (401, "invalid_refresh_token")
    );
    let remembered = token(&refresh(&app, &remembered).await.ok());
    clock.advance(TimeDelta::days(30));
    assert_eq!(
        refresh(&app, &remembered).await.refusal(),
        (401, "invalid_refresh_token")
    );
}
