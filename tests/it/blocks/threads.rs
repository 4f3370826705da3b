//! Threads with somebody in them whom one has blocked.

use e2e::{Cluster, Person, Socket};
use serde_json::Value;

use super::{blocks, unblocks};

/// Unread and mentions: of the thread itself, and the mentions of all threads.
async fn counts(who: &Person, root: &Value) -> (i64, i64, i64) {
    let id = root["id"].as_str().expect("an id");
    let state = who.get(&format!("/messages/{id}/follow")).await.ok();
    let page = who.get("/users/me/threads").await.ok();
    let number = |value: &Value| value.as_i64().expect("a number");
    let listed = &page["data"][0];
    assert_eq!(
        (&listed["unread"], &listed["mentions"]),
        (&state["unread"], &state["mentions"])
    );
    (
        number(&state["unread"]),
        number(&state["mentions"]),
        number(&page["mentions"]),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn mentions_by_who_is_blocked_do_not_count_in_threads_wherever_they_are_stored() {
    let mut cluster = Cluster::start().up().await;
    let ([alice, bob, carol], general) = cluster.people(["alice", "bob", "carol"]).await;
    let root = alice.says("root").within(&general).await;
    let reply =
        async |who: &Person, body: &str| who.says(body).within(&general).in_reply_to(&root).await;
    reply(&bob, "hey @alice").await;
    let first = reply(&bob, "hey @channel").await;
    reply(&carol, "@alice, really").await;
    assert_eq!(counts(&alice, &root).await, (3, 3, 3));

    blocks(&alice, &bob).await;
    assert_eq!(counts(&alice, &root).await, (3, 1, 1));
    cluster.stored(&alice, &general).await;
    assert_eq!(counts(&alice, &root).await, (3, 1, 1), "all is stored");

    cluster.workers[0].kill();
    bob.edits(&first, "@alice @alice").await;
    reply(&bob, "@alice?").await;
    assert_eq!(counts(&alice, &root).await, (4, 1, 1), "part is not stored");
    let hers = Socket::open(&alice, 0).await;
    cluster.workers[0].start().await;
    let told = hers
        .sees("thread.updated", |state| state["unread"] == 4)
        .await;
    assert_eq!(told["mentions"], 1, "what followers are told");
    assert_eq!(counts(&alice, &root).await, (4, 1, 1));

    unblocks(&alice, &bob).await;
    assert_eq!(counts(&alice, &root).await, (4, 4, 4));
}
