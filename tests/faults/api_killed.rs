//! Guarantee: an api replica may die with answers under way; retries through another are safe.

use e2e::{Cluster, DEADLINE, Socket, eventually};
use serde_json::json;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn an_api_replica_killed_under_load_costs_nothing_but_retries() {
    let mut cluster = Cluster::start().apis(2).gateways(2).up().await;
    let mut stage = Stage::set(&cluster).await;
    stage.begins(2);
    for _ in 0..3 {
        stage.hears(20).await;
        cluster.apis[1].kill();
        stage.hears(10).await;
        cluster.apis[1].start().await;
    }
    stage.ends(&cluster).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_only_api_is_down_sockets_stay_and_commands_say_unavailable() {
    let mut cluster = Cluster::start().up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    let socket = Socket::open(&alice, 0).await;
    cluster.apis[0].kill();

    let data = json!({ "channel": general.id, "body": "hi", "nonce": "n" });
    let problem = socket
        .refused("message.send", data.clone(), "unavailable")
        .await;
    assert_eq!(problem["retryable"], true);
    socket
        .command("ping", json!({}))
        .await
        .expect("the socket stays");

    cluster.apis[0].start().await;
    eventually("the gateway finds api again", DEADLINE, async || {
        socket.command("message.send", data.clone()).await.ok()
    })
    .await;
    assert_eq!(alice.reads_all(&general).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_membership_change_whose_api_dies_still_reaches_the_log() {
    let mut cluster = Cluster::start().apis(2).up().await;
    let ([alice, bob], office, _) = cluster.company(["alice", "bob"]).await;
    let socket = Socket::open(&alice, 0).await;
    let mut made = Vec::new();
    for round in 0..3 {
        let channel = alice
            .creates_channel(&office, &format!("c{round}"), "public")
            .await;
        let path = format!("/channels/{}/join", channel.id);
        let elsewhere = bob.at_api(1);
        let request = elsewhere
            .request(reqwest::Method::POST, &path)
            .json(&json!({}));
        let joining = tokio::task::spawn(async move { request.send().await.is_ok() });
        if round > 0 {
            tokio::task::yield_now().await;
        }
        cluster.apis[1].kill();
        let _ = joining.await;
        made.push(channel);
        cluster.apis[1].start().await;
    }
    for channel in &made {
        let member = cluster
            .database
            .number(&format!(
                "select count(*) from memberships where channel_id = '{}' and user_id = '{}'",
                channel.id, bob.id
            ))
            .await;
        if member == 1 {
            socket
                .until("the join in the log", |seen| {
                    let joined = seen.frames.iter().any(|f| {
                        f.kind == "member.joined"
                            && f.channel.as_ref() == Some(&channel.id)
                            && f.data()["user"]["id"] == bob.id.as_str()
                    });
                    joined.then_some(())
                })
                .await;
        }
    }
    let left = cluster.database.number("select count(*) from outbox").await;
    assert_eq!(left, 0, "the sweeper leaves nothing behind");
}
