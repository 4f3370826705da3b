//! Who may see and do what to messages: what is hidden looks as if it were not there.

use std::sync::Arc;

use protocol::gateway::command::CommandName;
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::app::{Person, config, send, spawn, spawn_with};
use crate::talk::{Team, id, said, unknown};

type Try = (Method, String, Option<Value>);

/// Every way to a channel and one of its messages.
#[expect(clippy::too_many_lines, reason = "a table of routes")]
fn tries(channel: &str, message: &str) -> Vec<Try> {
    let body = json!({ "body": "x", "nonce": "n1" });
    let read = json!({ "message_no": 1 });
    let edit = json!({ "body": "x" });
    vec![
        (
            Method::POST,
            format!("/channels/{channel}/messages"),
            Some(body),
        ),
        (Method::GET, format!("/channels/{channel}/messages"), None),
        (
            Method::GET,
            format!("/channels/{channel}/events?after_seq=0"),
            None,
        ),
        (Method::GET, format!("/channels/{channel}/pins"), None),
        (
            Method::POST,
            format!("/channels/{channel}/read"),
            Some(read.clone()),
        ),
        (
            Method::POST,
            format!("/channels/{channel}/unread"),
            Some(read),
        ),
        (Method::GET, format!("/calls/{channel}"), None),
        (
            Method::POST,
            format!("/calls/{channel}/credentials"),
            Some(json!({})),
        ),
        (Method::GET, format!("/messages/{message}"), None),
        (Method::GET, format!("/messages/{message}/replies"), None),
        (Method::GET, format!("/messages/{message}/revisions"), None),
        (Method::GET, format!("/messages/{message}/follow"), None),
        (Method::PUT, format!("/messages/{message}/follow"), None),
        (Method::DELETE, format!("/messages/{message}/follow"), None),
        (
            Method::POST,
            format!("/messages/{message}/read"),
            Some(json!({ "seq": 1 })),
        ),
        (Method::GET, format!("/messages/{message}/reactions"), None),
        (Method::GET, format!("/messages/{message}/readers"), None),
        (Method::PATCH, format!("/messages/{message}"), Some(edit)),
        (Method::DELETE, format!("/messages/{message}"), None),
        (
            Method::PUT,
            format!("/messages/{message}/reactions/👍"),
            None,
        ),
        (
            Method::DELETE,
            format!("/messages/{message}/reactions/👍"),
            None,
        ),
        (Method::PUT, format!("/messages/{message}/pin"), None),
        (Method::DELETE, format!("/messages/{message}/pin"), None),
        (
            Method::DELETE,
            format!("/messages/{message}/embeds?url=https://a.example"),
            None,
        ),
    ]
}

/// What each of them answers.
async fn refusals(person: &Person<'_>, channel: &str, message: &str) -> Vec<(String, u16)> {
    let mut refusals = Vec::new();
    for (method, path, body) in tries(channel, message) {
        let name = format!(
            "{method} {}",
            path.replace(channel, "C").replace(message, "M")
        );
        let request = person.request(method, &path);
        let request = match body {
            Some(body) => request.json(&body),
            None => request,
        };
        refusals.push((name, send(request).await.status.as_u16()));
    }
    refusals
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_private_channel_looks_like_one_that_does_not_exist(pool: PgPool) {
    let app = spawn(pool).await;
    let team = Team::of(&app, "private").await;
    let message = id(&team.alice.says(&team.channel, "secret").await);
    let colleague = team.alice.guest(&team.workspace, "carol", "member").await;
    let stranger = app.person("mallory").await;

    for person in [&colleague, &stranger] {
        for (what, status) in refusals(person, &team.channel, &message).await {
            assert_eq!(status, 404, "{what}");
        }
        let (nowhere, nothing) = (unknown(), unknown());
        for (what, status) in refusals(person, &nowhere, &nothing).await {
            assert_eq!(status, 404, "{what} of nothing");
        }
    }
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_public_channel_is_read_without_joining_and_written_after(pool: PgPool) {
    let app = spawn(pool).await;
    let team = Team::of(&app, "public").await;
    let message = id(&team.alice.says(&team.channel, "hello").await);
    let carol = team.alice.guest(&team.workspace, "carol", "member").await;

    for (what, status) in refusals(&carol, &team.channel, &message).await {
        let reads = what.starts_with("GET");
        let expected = if reads { 200 } else { 403 };
        assert_eq!(status, expected, "{what}");
    }
    let refused = carol.sends(&team.channel, &said("hi")).await;
    assert_eq!(refused.refusal(), (403, "not_a_member"));
    carol
        .act(&format!("/channels/{}/join", team.channel))
        .await
        .ok();
    assert_eq!(carol.sends(&team.channel, &said("hi")).await.status, 201);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn whoever_is_removed_sends_nothing_more_on_any_replica(pool: PgPool) {
    let config = config(&pool);
    let app = spawn_with(pool.clone(), config.clone()).await;
    let replica = spawn_with(pool, config).await;
    let team = Team::of(&app, "private").await;
    let bob = Person {
        app: &replica,
        token: team.bob.token.clone(),
        id: team.bob.id.clone(),
        refresh: String::new(),
    };
    let message = bob.says(&team.channel, "both replicas know me").await;
    team.bob.says(&team.channel, "indeed").await;

    let path = format!("/channels/{}/members/{}", team.channel, bob.id);
    team.alice.delete(&path).await.ok();

    for bob in [&bob, &team.bob] {
        assert_eq!(
            bob.sends(&team.channel, &said("still here")).await.status,
            404
        );
        for (what, status) in refusals(bob, &team.channel, &id(&message)).await {
            assert_eq!(status, 404, "{what}");
        }
    }
    team.alice.adds(&team.channel, &team.bob).await;
    assert_eq!(bob.sends(&team.channel, &said("back")).await.status, 201);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn posting_may_be_for_admins_and_slow_mode_for_the_others(pool: PgPool) {
    let app = spawn(pool).await;
    let team = Team::of(&app, "public").await;
    let path = format!("/channels/{}", team.channel);
    team.alice
        .patch(&path, json!({ "posting": "admins" }))
        .await
        .ok();
    let refused = team.bob.sends(&team.channel, &said("may I?")).await;
    assert_eq!(refused.refusal(), (403, "posting_restricted"));
    let announced = team.alice.says(&team.channel, "I may").await;
    // Threads are for everybody, as long as the answer stays in them.
    team.bob.replies(&team.channel, &announced, "thanks").await;
    let mut loud = said("thanks, all of you");
    loud["parent_id"] = announced["id"].clone();
    loud["also_in_channel"] = json!(true);
    let refused = team.bob.sends(&team.channel, &loud).await;
    assert_eq!(refused.refusal(), (403, "posting_restricted"));
    loud["channel"] = json!(team.channel);
    let refused = team.bob.commands(CommandName::MessageSend, loud).await;
    assert_eq!(refused.unwrap_err()["code"], "posting_restricted");

    team.alice
        .patch(&path, json!({ "posting": "everyone", "slow_mode_s": 60 }))
        .await
        .ok();
    let first = said("one");
    team.bob.sends(&team.channel, &first).await.ok();
    let refused = team.bob.sends(&team.channel, &said("two")).await;
    assert_eq!(refused.refusal(), (429, "slow_mode"));
    let wait: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert_eq!(
        team.bob.sends(&team.channel, &first).await.status,
        200,
        "a retry is no message"
    );
    team.alice.says(&team.channel, "admins").await;
    team.alice.says(&team.channel, "are free of it").await;
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn too_many_sends_wait_and_retries_do_not_count(pool: PgPool) {
    let mut config = config(&pool);
    config.api.rate_limits = api::config::RateMode::Strict;
    let app = Arc::new(spawn_with(pool, config).await);
    let team = Team::of(&app, "public").await;
    let first = said("0");
    team.alice.sends(&team.channel, &first).await.ok();
    for number in 1..10 {
        team.alice.says(&team.channel, &number.to_string()).await;
    }

    let refused = team.alice.sends(&team.channel, &said("10")).await;

    assert_eq!(refused.refusal(), (429, "rate_limited"));
    assert!(!refused.header("retry-after").is_empty());
    assert_eq!(team.alice.sends(&team.channel, &first).await.status, 200);
    assert_eq!(
        team.bob.sends(&team.channel, &said("mine")).await.status,
        201
    );
}
