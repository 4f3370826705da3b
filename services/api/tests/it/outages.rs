//! What still works while one of the stores is down (RELIABILITY.md §2.6).

use std::time::{Duration, Instant};

use serde_json::json;
use sqlx::PgPool;

use crate::app::{config, spawn, spawn_with};
use crate::persist;
use crate::redis::Redis;
use crate::talk::{Team, bodies, said};

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn without_redis_history_is_read_and_sends_are_refused_fast(pool: PgPool) {
    let mut redis = Redis::start().await;
    let mut config = config(&pool);
    config.bus.redis_log_url = redis.url().into();
    let app = spawn_with(pool, config).await;
    let team = Team::of(&app, "private").await;
    team.alice.says(&team.channel, "stored").await;
    persist::all(&app, &team.channel).await;

    redis.kill();
    let begun = Instant::now();
    let refused = team.alice.sends(&team.channel, &said("lost?")).await;
    assert_eq!(refused.refusal(), (503, "unavailable"));
    assert!(
        begun.elapsed() < Duration::from_secs(3),
        "{:?}",
        begun.elapsed()
    );
    assert!(!refused.header("retry-after").is_empty());

    let page = team.bob.history(&team.channel, "").await;
    assert_eq!(
        (bodies(&page), &page["complete"]),
        (vec!["stored".into()], &json!(false))
    );
    let carol = team.alice.guest(&team.workspace, "carol", "member").await;
    let path = format!("/channels/{}/messages", team.channel);
    assert_eq!(
        carol.get(&path).await.status,
        404,
        "rights are as strict as ever"
    );
    let mark = format!("/channels/{}/read", team.channel);
    let at = team.bob.post(&mark, json!({ "message_no": 1 })).await.ok();
    assert_eq!(
        (&at["read_message_no"], &at["unread"]),
        (&json!(1), &json!(0))
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn without_postgres_members_that_are_known_go_on_talking(pool: PgPool) {
    let app = spawn(pool).await;
    let team = Team::of(&app, "private").await;
    let root = team.alice.says(&team.channel, "before").await;
    let message = said("also before");
    team.bob.sends(&team.channel, &message).await.ok();

    app.state.store.pool().close().await;

    team.bob.says(&team.channel, "during").await;
    team.alice.replies(&team.channel, &root, "a reply").await;
    assert_eq!(
        team.bob.sends(&team.channel, &message).await.status,
        200,
        "a retry"
    );
    team.alice.edits(&root, "before!").await.ok();
    team.bob.reacts(&root, "👍").await.ok();
    let page = team.alice.history(&team.channel, "").await;
    assert_eq!(bodies(&page), ["before!", "also before", "during"]);
    assert_eq!(
        (&page["complete"], &page["has_before"]),
        (&json!(true), &json!(false))
    );
    let older = team
        .alice
        .history(&team.channel, "before_seq=9999&limit=1")
        .await;
    assert_eq!(bodies(&older), ["during"]);
    let mark = format!("/channels/{}/read", team.channel);
    let refused = team.bob.post(&mark, json!({ "message_no": 1 })).await;
    assert_eq!(refused.refusal(), (503, "unavailable"));
}
