//! A reader that does not read harms itself alone.

use std::time::{Duration, Instant};

use e2e::{Cluster, DEADLINE, Opening, RawSocket, Socket, within};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_stops_reading_is_closed_with_4009_and_the_others_do_not_wait() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob, carol], general) = cluster.people(["alice", "bob", "carol"]).await;
    let mut stalled = RawSocket::ready(&bob, &cluster.doors.gateways[0]).await;
    let reading = Opening::of(&carol).light().open().await;
    let talking = Socket::open(&alice, 1).await;
    let before = cluster.gateways[0].resident_kib();

    // More than the kernel's buffers and the outbox hold together.
    let text = "x".repeat(15_000);
    let started = Instant::now();
    let mut last = 0;
    for _ in 0..700 {
        last = talking.says(&general, &text).await["seq"]
            .as_i64()
            .expect("a seq");
        if started.elapsed() > Duration::from_secs(25) {
            break;
        }
    }
    within(
        "the reader keeps up",
        Duration::from_secs(5),
        reading.reaches(&general, last),
    )
    .await;
    let grown = cluster.gateways[0].resident_kib().saturating_sub(before);
    assert!(grown < 60 * 1024, "the gateway grew by {grown} KiB");

    let closed = within("the close", DEADLINE, stalled.closed()).await;
    assert!([4009, 1006].contains(&closed.code), "{closed:?}");
    let metrics = alice
        .client()
        .get(cluster.gateways[0].admin("/metrics"))
        .send()
        .await;
    let metrics = metrics.expect("metrics").text().await.expect("text");
    assert!(
        metrics.contains("4009") || closed.code == 4009,
        "the close is counted:\n{metrics}"
    );
    let back = Opening::of(&bob).open().await;
    back.command("ping", json!({}))
        .await
        .expect("the slow client may come back");
}
