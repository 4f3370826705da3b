//! Guarantee: a Redis that restarts or comes back empty never hands out a seq twice; the log is
//! recovered, sends go on, and nothing that was accepted is gone.

use std::time::{Duration, Instant};

use e2e::{Cluster, DEADLINE, checker::Count};

use crate::stage::Stage;

/// From the moment Redis answers again until a send is accepted.
const BACK: Duration = Duration::from_secs(10);

#[tokio::test(flavor = "multi_thread")]
async fn redis_killed_and_restarted_under_load_loses_nothing_and_keeps_the_epoch() {
    let mut cluster = Cluster::start().apis(2).gateways(2).own_redis().up().await;
    let mut stage = Stage::set(&cluster).await;
    let epoch = stage.people[0].reads(&stage.general, "").await["epoch"].clone();
    stage.begins(2);
    for _ in 0..2 {
        stage.hears(20).await;
        let redis = cluster.redis.as_mut().expect("a Redis of its own");
        redis.kill();
        redis.revive().await;
        let answers = Instant::now();
        stage.hears(5).await;
        assert!(answers.elapsed() < BACK, "it took {:?}", answers.elapsed());
    }
    stage.ends(&cluster).await;
    let now = stage.people[0].reads(&stage.general, "").await["epoch"].clone();
    assert_eq!(now, epoch, "the same data under the same epoch");
}

#[tokio::test(flavor = "multi_thread")]
async fn sends_are_refused_with_503_while_redis_is_down_and_history_is_served() {
    let mut cluster = Cluster::start().own_redis().up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    let sent = alice.says("before").within(&general).await;
    e2e::eventually("it is stored", DEADLINE, async || {
        let stored = cluster.database.persisted(&general.id).await;
        (Some(stored) >= sent["seq"].as_i64()).then_some(())
    })
    .await;
    cluster.redis.as_mut().expect("a Redis of its own").kill();

    let refused = alice
        .says("while it is down")
        .within(&general)
        .keyed("k")
        .answer()
        .await;
    assert_eq!(refused.status, 503, "{refused}");
    refused.problem();
    assert!(!refused.header("retry-after").is_empty(), "{refused}");
    let page = alice.reads(&general, "").await;
    assert_eq!(page["data"][0]["id"], sent["id"]);
    assert_eq!(page["complete"], false);

    cluster
        .redis
        .as_mut()
        .expect("a Redis of its own")
        .revive()
        .await;
    e2e::eventually("the send is accepted", DEADLINE, async || {
        let answer = alice
            .says("while it is down")
            .within(&general)
            .keyed("k")
            .answer()
            .await;
        answer.is_ok().then_some(())
    })
    .await;
    assert_eq!(alice.reads_all(&general).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn flushall_under_load_loses_nothing_that_a_gateway_or_postgres_had() {
    let cluster = Cluster::start().apis(2).gateways(2).own_redis().up().await;
    let mut stage = Stage::set(&cluster).await;
    stage.begins(2);
    stage.hears(20).await;
    cluster
        .redis
        .as_ref()
        .expect("a Redis of its own")
        .command(&["FLUSHALL"]);
    let flushed = Instant::now();
    stage.hears(5).await;
    assert!(flushed.elapsed() < BACK, "it took {:?}", flushed.elapsed());
    stage.hears(20).await;
    stage.resends_what_is_gone().await;
    stage.settles(&cluster).await;

    let verdict = stage.talk.journal().judge();
    verdict.assert_clean_but_for(Count::Retracted);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wiped_redis_starts_from_what_postgres_and_the_gateways_know() {
    let mut cluster = Cluster::start().gateways(2).own_redis().up().await;
    let mut stage = Stage::set(&cluster).await;
    stage.begins(1);
    stage.hears(20).await;
    let redis = cluster.redis.as_mut().expect("a Redis of its own");
    redis.kill();
    redis.wipe();
    redis.revive().await;
    let answers = Instant::now();
    stage.hears(5).await;
    assert!(answers.elapsed() < BACK, "it took {:?}", answers.elapsed());
    stage.resends_what_is_gone().await;
    stage.settles(&cluster).await;

    let verdict = stage.talk.journal().judge();
    assert_eq!(verdict.of(Count::Lost), 0, "{verdict}");
    assert_eq!(
        verdict.of(Count::Reused) + verdict.of(Count::Duplicated),
        0,
        "{verdict}"
    );
    assert_eq!(
        verdict.of(Count::Gap) + verdict.of(Count::Reordered),
        0,
        "{verdict}"
    );
}
