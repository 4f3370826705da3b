//! Unread counts are exact, and the same on every device.

use e2e::{Channel, Cluster, DEADLINE, Person, Socket, eventually};
use serde_json::{Value, json};

async fn membership(who: &Person, channel: &Channel) -> Value {
    who.get(&format!("/channels/{}", channel.id)).await.ok()["membership"].clone()
}

async fn counts(who: &Person, channel: &Channel) -> (Value, Value) {
    let membership = membership(who, channel).await;
    (membership["unread"].clone(), membership["mentions"].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn unread_counts_what_others_said_and_falls_when_it_is_read() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let (phone, laptop) = (Socket::open(&bob, 0).await, Socket::open(&bob, 1).await);

    let mut sent = Vec::new();
    for n in 1..=5 {
        sent.push(alice.says(&format!("m{n}")).within(&general).await);
    }
    let mention = alice.says("look, @bob").within(&general).await;
    bob.says("mine does not count").within(&general).await;
    assert_eq!(counts(&bob, &general).await, (json!(6), json!(1)));
    assert_eq!(counts(&alice, &general).await, (json!(1), json!(0)));
    alice.deletes(&sent[4]).await;
    assert_eq!(counts(&bob, &general).await.0, 5);

    let mark = json!({ "channel": general.id, "message_no": 3 });
    phone.command("read.mark", mark).await.expect("a read mark");
    let update = laptop
        .sees("read.updated", |r| r["read_message_no"] == 3)
        .await;
    assert_eq!(
        (&update["unread"], &update["mentions"]),
        (&json!(2), &json!(1))
    );
    assert_eq!(counts(&bob, &general).await, (json!(2), json!(1)));

    let path = format!("/channels/{}/read", general.id);
    let _ = bob.post(&path, json!({ "message_no": 1 })).await.ok();
    assert_eq!(
        membership(&bob, &general).await["read_message_no"],
        3,
        "reading only raises"
    );
    let _ = bob.post(&path, json!({ "message_no": 999 })).await.ok();
    assert_eq!(
        membership(&bob, &general).await["read_message_no"],
        7,
        "and stops at the head"
    );
    assert_eq!(counts(&bob, &general).await, (json!(0), json!(0)));

    let unread = format!("/channels/{}/unread", general.id);
    let _ = bob
        .post(&unread, json!({ "message_no": mention["message_no"] }))
        .await
        .ok();
    assert_eq!(counts(&bob, &general).await, (json!(1), json!(1)));
    laptop
        .sees("read.updated", |r| r["read_message_no"] == 5)
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unread_is_the_same_before_and_after_the_worker_has_stored_the_messages() {
    let mut cluster = Cluster::start().up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    cluster.workers[0].kill();
    for n in 1..=4 {
        alice.says(&format!("m{n} @bob")).within(&general).await;
    }
    let gone = alice.says("gone").within(&general).await;
    alice.deletes(&gone).await;
    let behind = counts(&bob, &general).await;
    assert_eq!(behind, (json!(4), json!(4)));

    cluster.workers[0].start().await;
    let head = bob.reads(&general, "limit=1").await["head_seq"]
        .as_i64()
        .expect("a head");
    eventually("everything is stored", DEADLINE, async || {
        (cluster.database.persisted(&general.id).await >= head).then_some(())
    })
    .await;
    assert_eq!(counts(&bob, &general).await, behind);
    let ready = Socket::open(&bob, 0).await.ready();
    let channels = ready["channels"].as_array().expect("channels");
    let channel = channels
        .iter()
        .find(|c| c[0] == general.id.as_str())
        .expect("the channel");
    assert_eq!(channel[5], 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn sync_draws_the_first_screen() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], office, general) = cluster.company(["alice", "bob"]).await;
    let dm = alice.opens_dm(&office, &[&bob]).await;
    alice.says("in the channel").within(&general).await;
    alice.says("between us").within(&dm).await;

    let sync = bob.get("/sync").await.ok();
    assert_eq!(sync["me"]["id"], bob.id.as_str());
    assert_eq!(sync["workspaces"][0]["id"], office.id.as_str());
    let channels = sync["channels"].as_array().expect("channels");
    for expected in [&general, &dm] {
        let channel = channels.iter().find(|c| c["id"] == expected.id.as_str());
        let channel = channel.unwrap_or_else(|| panic!("{expected:?} is missing: {sync}"));
        assert_eq!(channel["membership"]["unread"], 1, "{channel}");
        assert!(channel["head_seq"].as_i64() >= Some(1), "{channel}");
    }
    let users = sync["users"].to_string();
    assert!(users.contains(&alice.id), "{users}");
}
