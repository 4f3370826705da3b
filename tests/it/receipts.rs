//! Who has read what: told live to those who look at the channel, and only as far as people share.

use e2e::{Channel, Cluster, Person, Socket};
use futures_util::future::join_all;
use serde_json::{Value, json};

async fn looks_at(who: &Person, gateway: usize, channel: &Channel) -> Socket {
    let socket = Socket::open(who, gateway).await;
    let focus = json!({ "channel": channel.id });
    let _ = socket.command("focus", focus).await.expect("a focus");
    socket
}

async fn reads(who: &Person, channel: &Channel, number: i64) {
    let path = format!("/channels/{}/read", channel.id);
    let _ = who.post(&path, json!({ "message_no": number })).await.ok();
}

async fn readers(who: &Person, message: &Value) -> Vec<String> {
    let id = message["id"].as_str().expect("an id");
    let page = who.get(&format!("/messages/{id}/readers")).await.ok();
    let readers = page["data"].as_array().expect("readers");
    let handle = |reader: &Value| {
        reader["user"]["handle"]
            .as_str()
            .expect("a handle")
            .to_owned()
    };
    readers.iter().map(handle).collect()
}

async fn shares(who: &Person, shares: bool) {
    let _ = who
        .patch("/users/me", json!({ "share_receipts": shares }))
        .await
        .ok();
}

/// Whatever was published before has come by the time that this typing is seen.
async fn seen_receipts(socket: &Socket, channel: &Channel, typist: &Socket) -> Vec<Value> {
    typist
        .tells("typing", json!({ "channel": channel.id }))
        .await;
    let id = typist.who.id.clone();
    socket
        .sees("typing.started", |typing| typing["user_id"] == id.as_str())
        .await;
    socket.look(|seen| seen.all("receipt.updated"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_reaches_at_once_who_looks_at_the_channel_and_nobody_else() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob, carol], office, talk) = cluster.company(["alice", "bob", "carol"]).await;
    let other = alice.creates_channel(&office, "other", "public").await;
    let message = alice.says("have you seen this?").within(&talk).await;
    let writer = looks_at(&alice, 0, &talk).await;
    let reader = looks_at(&bob, 1, &talk).await;
    let elsewhere = looks_at(&alice, 1, &other).await;

    reads(&bob, &talk, 1).await;

    let receipt = writer.sees("receipt.updated", |_| true).await;
    assert_eq!(receipt, json!({ "user_id": bob.id, "message_no": 1 }));
    assert_eq!(readers(&alice, &message).await, ["bob"]);
    // Again is nothing new, and marking as unread is nobody else's business.
    reads(&bob, &talk, 1).await;
    let path = format!("/channels/{}/unread", talk.id);
    let _ = bob.post(&path, json!({ "message_no": 1 })).await.ok();
    let typist = looks_at(&carol, 0, &talk).await;
    assert_eq!(seen_receipts(&writer, &talk, &typist).await.len(), 1);
    assert!(
        seen_receipts(&reader, &talk, &typist).await.is_empty(),
        "one's own"
    );
    assert!(
        elsewhere
            .look(|seen| seen.all("receipt.updated"))
            .is_empty()
    );
    // Marking the whole workspace as read tells as well.
    let all = format!("/workspaces/{}/read-all", office.id);
    let _ = bob.post(&all, json!({})).await.ok();
    writer
        .until("the second receipt", |seen| {
            (seen.all("receipt.updated").len() == 2).then_some(())
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_share_is_not_told_of_and_is_told_nothing() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob, carol, dan], office, talk) =
        cluster.company(["alice", "bob", "carol", "dan"]).await;
    // Sees the channel, and is not in it.
    dan.leaves(&talk).await;
    shares(&carol, false).await;
    let message = alice.says("have you seen this?").within(&talk).await;
    let writer = looks_at(&alice, 0, &talk).await;
    let private = looks_at(&carol, 0, &talk).await;
    let visitor = Socket::open(&dan, 0).await;
    let preview = json!({ "channels": [talk.id] });
    let _ = visitor
        .command("subscribe", preview)
        .await
        .expect("a preview");
    let focus = json!({ "channel": talk.id });
    let _ = visitor.command("focus", focus).await.expect("a focus");
    let typist = Socket::open(&bob, 0).await;

    reads(&carol, &talk, 1).await;
    reads(&bob, &talk, 1).await;

    let about_bob = json!({ "user_id": bob.id, "message_no": 1 });
    writer
        .sees("receipt.updated", |seen| *seen == about_bob)
        .await;
    assert_eq!(seen_receipts(&writer, &talk, &typist).await, [about_bob]);
    assert!(private.look(|seen| seen.all("receipt.updated")).is_empty());
    assert!(visitor.look(|seen| seen.all("receipt.updated")).is_empty());
    assert_eq!(readers(&alice, &message).await, ["bob"]);
    assert!(readers(&carol, &message).await.is_empty());
    assert!(
        readers(&dan, &message).await.is_empty(),
        "no member of {office:?}"
    );

    // Who shares again is part of it again, from the next mark on.
    shares(&carol, true).await;
    let next = alice.says("and this?").within(&talk).await;
    reads(&carol, &talk, 2).await;
    let about_carol = json!({ "user_id": carol.id, "message_no": 2 });
    writer
        .sees("receipt.updated", |seen| *seen == about_carol)
        .await;
    assert_eq!(readers(&carol, &next).await, ["carol"]);
    assert_eq!(readers(&alice, &message).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_channel_of_more_than_fifty_nobody_is_told_who_reads() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], office, talk) = cluster.company(["alice", "bob"]).await;
    let handles: Vec<String> = (0..49).map(|n| format!("person{n}")).collect();
    let mut crowd = Vec::new();
    // Passwords are hashed a few at a time.
    for some in handles.chunks(10) {
        crowd.extend(join_all(some.iter().map(|handle| cluster.signs_up(handle))).await);
    }
    alice.invites(&office, "member", &crowd).await;
    for person in &crowd[..48] {
        person.joins(&talk).await;
    }
    let first = alice.says("fifty of us").within(&talk).await;
    let writer = looks_at(&alice, 0, &talk).await;
    reads(&bob, &talk, 1).await;
    writer.sees("receipt.updated", |_| true).await;
    assert_eq!(readers(&alice, &first).await, ["bob"]);

    crowd[48].joins(&talk).await;
    alice.says("fifty-one").within(&talk).await;
    reads(&bob, &talk, 2).await;
    let typist = Socket::open(&bob, 0).await;
    assert_eq!(seen_receipts(&writer, &talk, &typist).await.len(), 1);
    assert!(readers(&alice, &first).await.is_empty());
}
