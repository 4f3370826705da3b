use reqwest::Method;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::app::{ORIGIN, PASSWORD, Person, config, send, spawn, spawn_with};

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_browser_gets_cookies_and_acts_with_them_from_our_pages_only(pool: PgPool) {
    let app = spawn(pool).await;
    let answer = app.sign_up_answer("alice").await;
    let set: Vec<_> = answer
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|cookie| cookie.to_str().unwrap().to_owned())
        .collect();
    assert!(set[0].starts_with("hubbub_access="), "{set:?}");
    assert!(
        set[0].ends_with("; Path=/; Max-Age=600; HttpOnly; SameSite=Strict"),
        "{set:?}"
    );
    assert!(
        set[1].contains("; Path=/api/v1/auth; Max-Age=25200; HttpOnly"),
        "{set:?}"
    );
    let cookies: Vec<_> = set
        .iter()
        .map(|cookie| cookie.split(';').next().unwrap())
        .collect();
    let cookies = cookies.join("; ");

    let create = |origin: Option<&str>| {
        let mut request = app
            .request(Method::POST, "/workspaces")
            .header("cookie", &cookies)
            .json(&json!({ "name": "Acme" }));
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        send(request)
    };
    assert_eq!(create(Some(ORIGIN)).await.status, 201);
    for origin in [
        None,
        Some("null"),
        Some("http://evil.example"),
        Some("http://localhost:80801"),
    ] {
        assert_eq!(
            create(origin).await.refusal(),
            (403, "origin_refused"),
            "{origin:?}"
        );
    }
    let read = send(
        app.request(Method::GET, "/users/me")
            .header("cookie", &cookies),
    )
    .await;
    assert_eq!(read.status, 200);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_foreign_page_cannot_sign_anybody_in(pool: PgPool) {
    let app = spawn(pool).await;
    app.person("alice").await;
    let input = json!({ "login": "alice", "password": PASSWORD });

    let request = app.request(Method::POST, "/auth/login").json(&input);
    let answer = send(request.header("origin", "https://evil.example")).await;

    assert_eq!(answer.refusal(), (403, "origin_refused"));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_session_that_was_left_is_over_at_once(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;

    assert_eq!(alice.act("/auth/logout").await.status, 204);

    assert_eq!(
        alice.get("/users/me").await.refusal(),
        (401, "session_revoked")
    );
    let again = app
        .post("/auth/refresh", json!({ "refresh_token": alice.refresh }))
        .await;
    assert_eq!(again.refusal(), (401, "invalid_refresh_token"));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn sessions_are_listed_and_ended_one_by_one(pool: PgPool) {
    let app = spawn(pool).await;
    let here = app.person("alice").await;
    let there = Person::of(&app, &app.log_in("alice", PASSWORD).await.ok());
    let stranger = app.person("bob").await;

    let list = here.get("/auth/sessions").await.ok();
    let sessions = list["data"].as_array().unwrap();
    assert_eq!(sessions.len(), 2);
    let other: &Value = sessions.iter().find(|one| one["current"] == false).unwrap();
    let path = format!("/auth/sessions/{}", other["id"].as_str().unwrap());

    assert_eq!(stranger.delete(&path).await.refusal(), (404, "not_found"));
    assert_eq!(here.delete(&path).await.status, 204);
    assert_eq!(here.delete(&path).await.refusal(), (404, "not_found"));
    assert_eq!(
        there.get("/users/me").await.refusal(),
        (401, "session_revoked")
    );
    assert_eq!(here.get("/users/me").await.status, 200);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_new_password_ends_all_other_sessions(pool: PgPool) {
    let app = spawn(pool).await;
    let here = app.person("alice").await;
    let there = Person::of(&app, &app.log_in("alice", PASSWORD).await.ok());
    let change = |current: &str, new: &str| {
        here.post(
            "/auth/password",
            json!({ "current_password": current, "new_password": new }),
        )
    };

    let wrong = change("not the password", "another fine one").await;
    assert_eq!(wrong.refusal(), (401, "invalid_credentials"));
    let weak = change(PASSWORD, "12345678").await;
    assert_eq!(weak.refusal(), (400, "invalid_input"));
    assert_eq!(change(PASSWORD, "another fine one").await.status, 204);

    assert_eq!(
        there.get("/users/me").await.refusal(),
        (401, "session_revoked")
    );
    assert_eq!(here.get("/users/me").await.status, 200);
    assert_eq!(app.log_in("alice", PASSWORD).await.status, 401);
    assert_eq!(app.log_in("alice", "another fine one").await.status, 200);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_session_that_is_ended_at_one_api_is_over_at_the_other_within_a_second(pool: PgPool) {
    let config = config(&pool);
    let one = spawn_with(pool.clone(), config.clone()).await;
    let other = spawn_with(pool, config).await;
    let alice = one.person("alice").await;
    let there = Person {
        app: &other,
        id: alice.id.clone(),
        token: alice.token.clone(),
        refresh: String::new(),
    };
    assert_eq!(there.get("/users/me").await.status, 200);

    alice.act("/auth/logout").await;

    let start = std::time::Instant::now();
    crate::app::eventually("the other api knows", async || {
        there.get("/users/me").await.status == 401
    })
    .await;
    assert!(
        start.elapsed() < std::time::Duration::from_secs(2),
        "{:?}",
        start.elapsed()
    );
}
