//! Who is there: over several sockets and gateways, and after a gateway has died.

use std::time::Duration;

use e2e::{Cluster, Socket};
use serde_json::{Value, json};

/// Lease, grace and sweep together, with room for a slow machine.
const GONE: Duration = Duration::from_secs(30);

/// The newest presence of `user` that this client was told.
async fn told(socket: &Socket, user: &str, presence: &str) {
    let what = format!("{user} is {presence}");
    socket
        .until_within(&what, GONE, |seen| {
            let updates = seen.all("presence.updated");
            let newest = updates
                .iter()
                .rev()
                .find_map(|update| update["users"].get(user));
            (newest?["presence"] == presence).then_some(())
        })
        .await;
}

fn changes(socket: &Socket, user: &str) -> Vec<Value> {
    let updates = socket.look(|seen| seen.all("presence.updated"));
    updates
        .iter()
        .filter_map(|u| u["users"].get(user))
        .map(|s| s["presence"].clone())
        .collect()
}

async fn watches(socket: &Socket, user: &str) -> Value {
    let watched = socket
        .command("presence.watch", json!({ "user_ids": [user] }))
        .await;
    watched.expect("a watch list is taken")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_online_until_the_last_of_three_sockets_on_two_gateways_goes() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob], _) = cluster.people(["alice", "bob"]).await;
    let watching = Socket::open(&alice, 0).await;
    watches(&watching, &bob.id).await;

    let first = Socket::open(&bob, 0).await;
    told(&watching, &bob.id, "online").await;
    let second = Socket::open(&bob, 1).await;
    let third = Socket::open(&bob, 1).await;
    drop((first, second));
    // The third socket still lives: a change that comes after the two went proves that nothing was said of them.
    let status = json!({ "presence": "dnd", "text": "busy" });
    third.command("status.set", status).await.expect("a status");
    told(&watching, &bob.id, "dnd").await;
    assert!(!changes(&watching, &bob.id).contains(&json!("offline")));

    let status = json!({ "presence": "online", "text": "" });
    third.command("status.set", status).await.expect("a status");
    told(&watching, &bob.id, "online").await;
    drop(third);
    told(&watching, &bob.id, "offline").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_gateways_people_go_offline_and_those_who_come_back_never_flicker() {
    let mut cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob, carol], _) = cluster.people(["alice", "bob", "carol"]).await;
    let watching = Socket::open(&alice, 1).await;
    let users = json!({ "user_ids": [bob.id, carol.id] });
    watching
        .command("presence.watch", users)
        .await
        .expect("a watch list is taken");
    let (his, hers) = (Socket::open(&bob, 0).await, Socket::open(&carol, 0).await);
    told(&watching, &bob.id, "online").await;
    told(&watching, &carol.id, "online").await;

    cluster.gateways[0].kill();
    his.closed().await;
    hers.closed().await;
    let back = Socket::open(&carol, 1).await;

    told(&watching, &bob.id, "offline").await;
    assert!(
        !changes(&watching, &carol.id).contains(&json!("offline")),
        "carol came back in time"
    );
    drop(back);
}

#[tokio::test(flavor = "multi_thread")]
async fn typing_is_seen_by_those_who_look_at_the_channel_and_by_nobody_else() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob, carol], general) = cluster.people(["alice", "bob", "carol"]).await;
    let (hers, his) = (Socket::open(&alice, 0).await, Socket::open(&bob, 1).await);
    let elsewhere = Socket::open(&carol, 1).await;
    let place = json!({ "channel": general.id });
    his.command("focus", place.clone()).await.expect("a focus");

    // The focus is subscribed on its way: typing is repeated, as fingers do.
    e2e::eventually("typing is seen", e2e::DEADLINE, async || {
        hers.tells("typing", place.clone()).await;
        his.look(|seen| seen.first("typing.started"))
    })
    .await;

    let typing = his
        .look(|seen| seen.first("typing.started"))
        .expect("typing");
    assert_eq!(typing["user_id"], alice.id.as_str());
    let last = alice.says("done").within(&general).await;
    elsewhere
        .sees("message.created", |m| m["id"] == last["id"])
        .await;
    assert!(
        elsewhere
            .look(|seen| seen.first("typing.started"))
            .is_none()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn presence_of_strangers_is_not_told() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], _) = cluster.people(["alice", "bob"]).await;
    let stranger = cluster.signs_up("stranger").await;
    let watching = Socket::open(&stranger, 0).await;
    let hers = Socket::open(&alice, 0).await;
    let answer = watches(&watching, &bob.id).await;
    watches(&hers, &bob.id).await;

    let _his = Socket::open(&bob, 0).await;
    told(&hers, &bob.id, "online").await;
    assert!(!answer.to_string().contains(&bob.id), "{answer}");
    assert!(changes(&watching, &bob.id).is_empty());
}
