//! Guarantee: a primary of the durable Redis that dies is replaced by a replica. Where replicas must
//! have a message before it is acknowledged, nothing that was acknowledged is gone; where they need
//! not, nothing is gone that a gateway, Postgres or its sender still has.

use std::time::{Duration, Instant};

use e2e::{Cluster, checker::Count};

use crate::stage::Stage;

/// From the death of the primary until sends are accepted again: 2 s until the sentinels agree,
/// their election, a recovery.
const BACK: Duration = Duration::from_secs(30);

/// Talk goes on, the primary dies, the sentinels promote a replica, talk goes on again.
async fn the_primary_dies(stage: &Stage, cluster: &mut Cluster) {
    stage.hears(20).await;
    let watched = cluster.watched.as_mut().expect("a Redis that is watched");
    let old = watched.kill_primary();
    let died = Instant::now();
    e2e::eventually("the sentinels name another", BACK, async || {
        (watched.primary() != old).then_some(())
    })
    .await;
    stage.hears(10).await;
    let took = died.elapsed();
    assert!(took < BACK, "it took {took:?}");
    eprintln!("from the death of the primary to ten more messages: {took:?}");
    stage.hears(20).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_replica_had_before_it_was_acknowledged_survives_the_primary() {
    let start = Cluster::start().apis(2).gateways(2).watched_redis();
    let mut cluster = start.set("REDIS_REPLICAS", "1").up().await;
    let mut stage = Stage::set(&cluster).await;
    stage.begins(2);
    the_primary_dies(&stage, &mut cluster).await;
    stage.settles(&cluster).await;

    let verdict = stage.talk.journal().judge();
    // What was seen but never acknowledged may go: its sender was told to try again.
    verdict.assert_clean_but_for(Count::Retracted);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_waiting_for_replicas_whatever_somebody_still_has_survives_the_primary() {
    let start = Cluster::start().apis(2).gateways(2).watched_redis();
    let mut cluster = start.up().await;
    let mut stage = Stage::set(&cluster).await;
    stage.begins(2);
    the_primary_dies(&stage, &mut cluster).await;
    stage.resends_what_is_gone().await;
    stage.settles(&cluster).await;

    let verdict = stage.talk.journal().judge();
    verdict.assert_clean_but_for(Count::Retracted);
}
