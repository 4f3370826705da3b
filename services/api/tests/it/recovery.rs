//! The log opens again by itself after Redis was restarted or emptied, and nothing stored is lost.

use bus::Range;
use domain::{Psn, Seq};
use rpc::chat::Offered;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::app::{App, Person, config, eventually, spawn_with};
use crate::persist;
use crate::redis::Redis;
use crate::talk::{Team, bodies, channel_id, said};

async fn spawn_on(pool: PgPool, redis: &Redis) -> App {
    let mut config = config(&pool);
    config.bus.redis_log_url = redis.url().into();
    spawn_with(pool, config).await
}

/// Sends until it is accepted; the same nonce every time.
async fn insists(person: &Person<'_>, channel: &str, message: &Value) -> Value {
    let mut sent = None;
    eventually("a send is accepted", async || {
        let answer = person.sends(channel, message).await;
        if answer.status == 503 {
            assert!(!answer.header("retry-after").is_empty());
            return false;
        }
        sent = Some(answer.ok());
        true
    })
    .await;
    sent.unwrap()
}

fn seqs(page: &Value) -> Vec<i64> {
    let data = page["data"].as_array().unwrap();
    data.iter()
        .map(|message| message["seq"].as_i64().unwrap())
        .collect()
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_restarted_redis_goes_on_under_the_same_epoch(pool: PgPool) {
    let mut redis = Redis::start().await;
    let app = spawn_on(pool, &redis).await;
    let team = Team::of(&app, "public").await;
    let first = said("before");
    let before = team.alice.sends(&team.channel, &first).await.ok();

    for _crash in 0..2 {
        redis.restart().await;
        insists(&team.bob, &team.channel, &said("after")).await;
    }

    let page = team.alice.history(&team.channel, "").await;
    assert_eq!(bodies(&page), ["before", "after", "after"]);
    let start = before["seq"].as_i64().unwrap();
    assert_eq!(
        seqs(&page),
        [start, start + 1, start + 2],
        "no seq is lost or used twice"
    );
    assert_eq!(page["epoch"], json!(1));
    let again = team.alice.sends(&team.channel, &first).await;
    assert_eq!(
        (again.status.as_u16(), &again.body["id"]),
        (200, &before["id"])
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn an_emptied_redis_goes_on_from_what_is_stored(pool: PgPool) {
    let redis = Redis::start().await;
    let app = spawn_on(pool, &redis).await;
    let team = Team::of(&app, "public").await;
    let stored = said("stored");
    let first = team.alice.sends(&team.channel, &stored).await.ok();
    persist::all(&app, &team.channel).await;

    redis.flush().await;
    let second = insists(&team.bob, &team.channel, &said("after the flood")).await;

    assert_eq!(
        second["seq"].as_i64(),
        first["seq"].as_i64().map(|seq| seq + 1)
    );
    assert_eq!(second["message_no"], json!(2));
    let page = team.alice.history(&team.channel, "").await;
    assert_eq!(bodies(&page), ["stored", "after the flood"]);
    assert_eq!(
        page["epoch"],
        json!(2),
        "positions of before must be looked at again"
    );
    let again = team.alice.sends(&team.channel, &stored).await;
    assert_eq!(
        (again.status.as_u16(), &again.body["id"]),
        (200, &first["id"])
    );
    assert_eq!(
        team.bob.sends(&team.channel, &stored).await.status,
        201,
        "another author's nonce"
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn what_only_a_gateway_still_holds_is_put_back(pool: PgPool) {
    let redis = Redis::start().await;
    let app = spawn_on(pool, &redis).await;
    let team = Team::of(&app, "public").await;
    team.alice.says(&team.channel, "stored").await;
    persist::all(&app, &team.channel).await;
    let unstored = said("in a ring only");
    let sent = team.bob.sends(&team.channel, &unstored).await.ok();
    let channel = channel_id(&team.channel);
    let tail = app
        .state
        .bus
        .log()
        .tail(channel, Range::After(Seq::ZERO), 100)
        .await
        .unwrap();
    let ring: Vec<Offered> = tail
        .unwrap()
        .records
        .into_iter()
        .map(|record| Offered {
            channel,
            epoch: record.epoch,
            seq: record.seq,
            message_no: record.message_no,
            psn: Psn::ZERO,
            payload: record.payload,
        })
        .collect();

    redis.flush().await;
    // A gateway offers whenever it hears the call; here it does so until it is needed no more.
    let chat = app.chat();
    eventually("the log is open again", async || {
        chat.offer(ring.clone()).await.unwrap();
        matches!(app.state.bus.log().head(channel).await, Ok(Some(_)))
    })
    .await;
    let next = insists(&team.alice, &team.channel, &said("next")).await;

    let page = team.alice.history(&team.channel, "").await;
    assert_eq!(bodies(&page), ["stored", "in a ring only", "next"]);
    assert_eq!(
        next["seq"].as_i64(),
        sent["seq"].as_i64().map(|seq| seq + 1)
    );
    let again = team.bob.sends(&team.channel, &unstored).await;
    assert_eq!(
        (again.status.as_u16(), &again.body["id"]),
        (200, &sent["id"])
    );
    let head = app.state.bus.log().head(channel).await.unwrap().unwrap();
    assert_eq!(
        (head.epoch.get(), head.base),
        (2, Seq::new(sent["seq"].as_i64().unwrap()))
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn two_replicas_recover_once(pool: PgPool) {
    let redis = Redis::start().await;
    let mut config = config(&pool);
    config.bus.redis_log_url = redis.url().into();
    let app = spawn_with(pool.clone(), config.clone()).await;
    let replica = spawn_with(pool, config).await;
    let team = Team::of(&app, "public").await;
    team.alice.says(&team.channel, "stored").await;
    persist::all(&app, &team.channel).await;

    redis.flush().await;
    let bob = Person {
        app: &replica,
        id: team.bob.id.clone(),
        token: team.bob.token.clone(),
        refresh: String::new(),
    };
    let (one, other) = (said("one"), said("other"));
    let sends = (
        insists(&team.alice, &team.channel, &one),
        insists(&bob, &team.channel, &other),
    );
    tokio::join!(sends.0, sends.1);

    let page = bob.history(&team.channel, "").await;
    assert_eq!(page["data"].as_array().unwrap().len(), 3);
    assert_eq!(page["epoch"], json!(2), "one loss raises the epoch once");
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn lost_counters_are_found_out_and_restored(pool: PgPool) {
    let redis = Redis::start().await;
    let app = spawn_on(pool, &redis).await;
    let team = Team::of(&app, "public").await;
    let first = team.alice.says(&team.channel, "kept in the tail").await;
    let prefix = &app.state.config.bus.redis_prefix;
    let partition = app.state.bus.partitions().of(channel_id(&team.channel));
    let key = format!("{prefix}:{{p{partition}}}:c:{}", team.channel);
    let gone = redis.says(&format!("DEL {key}")).await;
    assert_eq!(
        gone.as_deref(),
        Some(":1\r\n"),
        "{key} is the channel's hash"
    );

    let second = insists(&team.bob, &team.channel, &said("after")).await;

    assert_eq!(
        second["seq"].as_i64(),
        first["seq"].as_i64().map(|seq| seq + 1)
    );
    assert_eq!(
        bodies(&team.alice.history(&team.channel, "").await),
        ["kept in the tail", "after"]
    );
}
