//! SIGTERM: tell everybody, finish what is under way, leave nothing, exit 0.

use e2e::{Cluster, DEADLINE, Opening, Socket, checker::Talk, eventually};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_drains_sends_its_clients_away_and_exits_cleanly() {
    let mut cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let talk = Talk::default();
    let first = Socket::open(&bob, 0).await;
    talk.says(&alice, &general, 1).await;

    cluster.gateways[0].signal("TERM");
    let told = first
        .sees("reconnect", |data| data["after_ms"].is_u64())
        .await;
    assert!(told["after_ms"].as_u64() <= Some(2_000), "{told}");
    assert_eq!(first.closed().await.code, 4001);
    let known = first.cut().await;
    let back = Opening::of(&bob).at(1).resuming(known).open().await;
    talk.says(&alice, &general, 2).await;
    let status = cluster.gateways[0].ended(DEADLINE).await;
    assert!(status.success(), "{status}: {}", cluster.gateways[0].log());

    let head = talk.settles(&cluster, &general, &[&bob]).await;
    back.reaches(&general, head).await;
    talk.saw("bob", &back, &general);
    talk.journal().judge().assert_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_drains_is_not_ready_and_takes_nobody_new() {
    let mut cluster = Cluster::start().set("DRAIN_DELAY_S", "3").up().await;
    let alice = cluster.signs_up("alice").await;
    let socket = Socket::open(&alice, 0).await;
    cluster.gateways[0].signal("TERM");
    let ready = cluster.gateways[0].admin("/health/ready");
    eventually(
        "the gateway says that it is not ready",
        DEADLINE,
        async || {
            let answer = alice.client().get(&ready).send().await.ok()?;
            (answer.status().as_u16() == 503).then_some(())
        },
    )
    .await;
    socket.closed().await;
    let status = cluster.gateways[0].ended(DEADLINE).await;
    assert!(status.success(), "{status}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_service_exits_cleanly_on_sigterm_under_load() {
    let mut cluster = Cluster::start().apis(2).workers(2).up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    let talk = Talk::default();
    let talking = {
        let (talk, alice, general) = (talk.clone(), alice.at_api(1), general.clone());
        tokio::task::spawn(async move {
            for order in 1..=60 {
                talk.says(&alice, &general, order).await;
            }
        })
    };
    let leaving = [
        &mut cluster.apis[0],
        &mut cluster.workers[0],
        &mut cluster.files,
    ];
    for node in leaving {
        node.signal("TERM");
        let status = node.ended(DEADLINE).await;
        assert!(
            status.success(),
            "{:?}: {status}\n{}",
            node.kind,
            node.log()
        );
    }
    talking.await.expect("the talk goes on");
    let hers = alice.at_api(1);
    talk.settles(&cluster, &general, &[&hers]).await;
    talk.journal().judge().assert_clean();
    let answer = hers
        .post("/workspaces", json!({ "name": "Still here" }))
        .await;
    let _ = answer.status(201);
}
