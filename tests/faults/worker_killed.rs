//! Guarantee: a worker's crash loses nothing and repeats nothing; a frozen one does no harm.

use e2e::Cluster;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn workers_killed_in_turn_under_load_store_everything_once() {
    let mut cluster = Cluster::start().gateways(2).workers(2).up().await;
    let mut stage = Stage::set(&cluster).await;
    stage.begins(1);
    for round in 0..4 {
        stage.hears(15).await;
        cluster.workers[round % 2].kill();
        stage.hears(15).await;
        cluster.workers[round % 2].launch();
    }
    stage.ends(&cluster).await;
    assert_eq!(
        cluster
            .database
            .number("select count(*) from dead_letters")
            .await,
        0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_frozen_past_its_lease_that_thaws_again_changes_nothing() {
    let cluster = Cluster::start().gateways(1).workers(2).up().await;
    let mut stage = Stage::set(&cluster).await;
    stage.begins(1);
    // One of the two holds the channel's partition: each is frozen once.
    for worker in &cluster.workers {
        stage.hears(10).await;
        worker.signal("STOP");
        let page = stage.people[0].reads(&stage.general, "limit=1").await;
        let head = page["head_seq"].as_i64();
        e2e::eventually("the other worker stores", e2e::DEADLINE * 3, async || {
            (Some(cluster.database.persisted(&stage.general.id).await) > head).then_some(())
        })
        .await;
        worker.signal("CONT");
        stage.hears(20).await;
    }
    stage.ends(&cluster).await;
    assert_eq!(
        cluster
            .database
            .number("select count(*) from dead_letters")
            .await,
        0
    );
}
