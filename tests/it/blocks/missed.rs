//! Blocks that a gateway was not told of.

use e2e::{Cluster, DEADLINE, Person, Socket, eventually};

use super::{blocks, shown, unblocks, watches};

/// Waits until `who` may see again that the other is there.
async fn sees_again(socket: &Socket, other: &Person) {
    eventually("they see each other", DEADLINE, async || {
        let answer = watches(socket, &[other]).await;
        (answer["users"][&other.id]["presence"] == "online").then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_block_of_which_a_gateway_was_not_told_or_while_it_was_cut_off_is_found() {
    let cluster = Cluster::start().gateways(2).live_proxy().up().await;
    let ([alice, bob], _) = cluster.people(["alice", "bob"]).await;
    let (hers, his) = (Socket::open(&alice, 0).await, Socket::open(&bob, 1).await);
    let line = cluster.gateway_live.as_ref().expect("a proxy");
    for (socket, other) in [(&hers, &bob), (&his, &alice)] {
        sees_again(socket, other).await;
    }

    line.drop_published(u64::MAX);
    blocks(&alice, &bob).await;
    shown(&hers, &bob, "offline").await;
    shown(&his, &alice, "offline").await;
    assert!(line.dropped() > 0, "it was told");
    unblocks(&alice, &bob).await;
    for (socket, other) in [(&hers, &bob), (&his, &alice)] {
        sees_again(socket, other).await;
    }
    line.drop_published(0);

    // Its subscription and all else that it has there is gone for a while.
    line.refuse();
    blocks(&bob, &alice).await;
    line.resume();
    shown(&hers, &bob, "offline").await;
    shown(&his, &alice, "offline").await;
    let answer = watches(&hers, &[&bob]).await;
    assert!(answer["users"].get(&bob.id).is_none(), "{answer}");
}
