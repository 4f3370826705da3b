//! Guarantee: while Postgres cannot be reached, sends and live events go on, history comes from the
//! tail, and what needs Postgres says 503 until it is back.

use e2e::{Cluster, DEADLINE, Socket, eventually};
use serde_json::json;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn sends_and_live_events_go_on_while_postgres_is_cut_off_and_all_is_stored_after() {
    let cluster = Cluster::start()
        .apis(2)
        .gateways(2)
        .postgres_proxy()
        .up()
        .await;
    let mut stage = Stage::set(&cluster).await;
    stage.begins(2);
    stage.hears(20).await;
    let postgres = cluster.postgres.as_ref().expect("a proxy before Postgres");
    postgres.refuse();
    stage.hears(60).await;

    let [alice, ..] = &stage.people;
    let page = alice.reads(&stage.general, "limit=5").await;
    assert_eq!(
        page["data"].as_array().map(Vec::len),
        Some(5),
        "the newest page needs no Postgres"
    );
    let refused = alice.post("/workspaces", json!({ "name": "Later" })).await;
    assert_eq!(refused.status, 503, "{refused}");
    refused.problem();
    assert!(!refused.header("retry-after").is_empty(), "{refused}");
    let login = json!({ "login": "alice", "password": e2e::PASSWORD });
    assert_eq!(
        cluster.stranger().post("/auth/login", login).await.status,
        503
    );

    postgres.resume();
    eventually("what needs Postgres works again", DEADLINE, async || {
        alice
            .post("/workspaces", json!({ "name": "Now" }))
            .await
            .is_ok()
            .then_some(())
    })
    .await;
    stage.ends(&cluster).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_is_up_to_date_comes_back_while_postgres_is_cut_off() {
    let cluster = Cluster::start().gateways(2).postgres_proxy().up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    alice.says("one").within(&general).await;
    let socket = Socket::open(&bob, 0).await;
    let postgres = cluster.postgres.as_ref().expect("a proxy before Postgres");
    postgres.refuse();

    let known = socket.cut().await;
    let back = e2e::Opening::of(&bob).at(1).resuming(known).open().await;
    let next = alice.says("two").within(&general).await;
    back.sees("message.created", |m| m["id"] == next["id"])
        .await;
    postgres.resume();
}
