//! Guarantee: pub/sub may lose what it likes; every client sees everything, also the last event.

use std::time::{Duration, Instant};

use e2e::{Cluster, Socket};

use crate::stage::Stage;

/// RELIABILITY.md §2.5: 250 ms between looks, repaired within a second, with room for this machine.
const REPAIRED: Duration = Duration::from_millis(2_000);

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_last_event_is_found_without_another_event_after_it() {
    let cluster = Cluster::start().redis_proxy().up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let socket = Socket::open(&bob, 0).await;
    let first = alice.says("first").within(&general).await;
    socket
        .sees("message.created", |m| m["id"] == first["id"])
        .await;
    let proxy = cluster
        .gateway_redis
        .as_ref()
        .expect("a proxy before Redis");

    for n in 0..5 {
        let before = proxy.dropped();
        proxy.drop_published(1);
        let sent = alice.says(&format!("last {n}")).within(&general).await;
        let accepted = Instant::now();
        socket
            .sees("message.created", |m| m["id"] == sent["id"])
            .await;
        assert!(
            proxy.dropped() > before,
            "nothing was dropped: the test is blind"
        );
        assert!(
            accepted.elapsed() < REPAIRED,
            "it took {:?}",
            accepted.elapsed()
        );
    }
    let following = socket.following();
    assert_eq!(
        (following.holes, following.dropped),
        (0, 0),
        "the gateway repairs, not the client"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_third_event_lost_under_load_is_repaired_in_order() {
    let cluster = Cluster::start().gateways(2).redis_proxy().up().await;
    let mut stage = Stage::set(&cluster).await;
    stage.begins(1);
    let proxy = cluster
        .gateway_redis
        .as_ref()
        .expect("a proxy before Redis");
    for _ in 0..20 {
        proxy.drop_published(2);
        stage.hears(6).await;
    }
    assert!(
        proxy.dropped() >= 30,
        "only {} were dropped",
        proxy.dropped()
    );
    stage.ends(&cluster).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_cut_off_from_redis_catches_up_when_the_line_is_back() {
    let cluster = Cluster::start().gateways(2).redis_proxy().up().await;
    let mut stage = Stage::set(&cluster).await;
    stage.begins(1);
    let proxy = cluster
        .gateway_redis
        .as_ref()
        .expect("a proxy before Redis");
    stage.hears(10).await;
    proxy.cut();
    stage.hears(10).await;
    proxy.refuse();
    stage.hears(30).await;
    proxy.resume();
    stage.hears(10).await;
    proxy.blackhole();
    stage.hears(30).await;
    proxy.resume();
    stage.ends(&cluster).await;
}
