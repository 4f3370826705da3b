use api::config::RateMode;
use serde_json::json;
use sqlx::PgPool;

use crate::app::{App, config, spawn_with};

async fn limited(pool: PgPool) -> App {
    let mut config = config(&pool);
    config.api.rate_limits = RateMode::Default;
    spawn_with(pool, config).await
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn guessing_a_password_is_slow(pool: PgPool) {
    let app = limited(pool).await;
    app.person("alice").await;

    for _ in 0..20 {
        assert_eq!(app.log_in("alice", "not the password").await.status, 401);
    }
    let refused = app.log_in("alice", "not the password").await;

    assert_eq!(refused.refusal(), (429, "rate_limited"));
    assert!(refused.header("retry-after").parse::<u64>().unwrap() <= 15);
    assert_eq!(refused.body["retryable"], json!(true));
    assert_eq!(app.log_in("bob", "not the password").await.status, 401);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn every_answer_says_how_much_is_left(pool: PgPool) {
    let app = limited(pool).await;
    let alice = app.person("alice").await;

    let answer = alice.get("/users/me").await;

    assert_eq!(answer.header("ratelimit-policy"), r#""read";q=600;w=60"#);
    assert_eq!(answer.header("ratelimit"), r#""read";r=599;t=1"#);
    let write = alice.patch("/users/me", json!({})).await;
    assert_eq!(write.header("ratelimit-policy"), r#""write";q=300;w=60"#);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_limit_is_nobodys_but_the_callers(pool: PgPool) {
    let app = limited(pool).await;
    let alice = app.person("alice").await;
    let bob = app.person("bob").await;

    let mut refused = 0;
    for _ in 0..12 {
        let all = (0..50).map(|_| alice.patch("/users/me", json!({})));
        let answers = futures_util::future::join_all(all).await;
        refused += answers.iter().filter(|answer| answer.status == 429).count();
    }

    assert!(refused > 0, "six hundred writes at once passed");
    assert_eq!(bob.patch("/users/me", json!({})).await.status, 200);
    assert_eq!(alice.get("/users/me").await.status, 200);
}
