//! Guarantee: a gateway may die at any moment; its clients carry on elsewhere, nothing is missed.

use e2e::Cluster;
use serde_json::json;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_killed_in_the_middle_of_talk_loses_nothing_and_its_clients_resume_elsewhere() {
    let mut cluster = Cluster::start().gateways(2).up().await;
    let mut stage = Stage::set(&cluster).await;
    stage.begins(1);
    for round in 0..3 {
        stage.hears(15).await;
        let dying = round % 2;
        cluster.gateways[dying].kill();
        let watcher = stage
            .watching
            .iter()
            .position(|w| w.look(|seen| seen.closed.is_some()))
            .unwrap_or(dying);
        stage.watching[watcher].closed().await;
        stage.comes_back(watcher, 1 - dying).await;
        stage.hears(10).await;
        cluster.gateways[dying].start().await;
        stage.comes_back(watcher, dying).await;
    }
    stage.ends(&cluster).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_under_way_in_a_killed_gateway_can_be_repeated_elsewhere() {
    let mut cluster = Cluster::start().gateways(2).up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    for round in 0..3 {
        let socket = e2e::Socket::open(&alice, 0).await;
        let keys: Vec<String> = (0..10).map(|n| format!("{round}-{n}")).collect();
        let data = |key: &String| json!({ "channel": general.id, "body": key, "nonce": key });
        for key in &keys {
            socket.sends("message.send", data(key)).await;
        }
        cluster.gateways[0].kill();
        let known = socket.cut().await;
        let back = e2e::Opening::of(&alice).at(1).resuming(known).open().await;
        for key in &keys {
            back.command("message.send", data(key))
                .await
                .expect("accepted now or before");
        }
        cluster.gateways[0].start().await;
    }
    let history = alice.reads_all(&general).await;
    let mut keys: Vec<&str> = history.iter().filter_map(|m| m["nonce"].as_str()).collect();
    assert_eq!(keys.len(), 30);
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), 30);
}
