//! Threads, edits, deletions, reactions and pins: live for others, and in history.

use e2e::{Cluster, Person, Socket};
use serde_json::{Value, json};

fn path(message: &Value, rest: &str) -> String {
    format!("/messages/{}{rest}", message["id"].as_str().expect("an id"))
}

async fn fetch(who: &Person, message: &Value) -> Value {
    who.get(&path(message, "")).await.ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_is_counted_on_its_root_and_listed_in_the_thread_only() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let socket = Socket::open(&alice, 1).await;
    let root = alice.says("root").within(&general).await;

    let reply = bob.says("reply").within(&general).in_reply_to(&root).await;
    let also = bob
        .says("also")
        .within(&general)
        .in_reply_to(&root)
        .with("also_in_channel", json!(true));
    let also = also.await;

    let seen = socket
        .sees("message.created", |m| m["id"] == reply["id"])
        .await;
    assert_eq!(seen["parent_id"], root["id"]);
    assert_eq!(seen["message_no"], json!(null));
    assert_eq!(also["message_no"], 2);
    let root_now = fetch(&alice, &root).await;
    assert_eq!(root_now["reply_count"], 2);
    assert_eq!(root_now["reply_user_ids"], json!([bob.id]));
    assert_eq!(root_now["last_reply_at"], also["created_at"]);
    let history = alice.reads_all(&general).await;
    let ids: Vec<&Value> = history.iter().map(|m| &m["id"]).collect();
    assert_eq!(ids, [&root["id"], &also["id"]]);
    let thread = alice.get(&path(&root, "/replies")).await.ok();
    let ids: Vec<&Value> = thread["data"]
        .as_array()
        .expect("replies")
        .iter()
        .map(|m| &m["id"])
        .collect();
    assert_eq!(ids, [&reply["id"], &also["id"]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_needs_a_root_of_the_same_channel() {
    let cluster = Cluster::start().up().await;
    let ([alice], office, general) = cluster.company(["alice"]).await;
    let random = alice.creates_channel(&office, "side", "public").await;
    let root = alice.says("root").within(&general).await;
    let reply = alice
        .says("reply")
        .within(&general)
        .in_reply_to(&root)
        .await;
    let foreign = alice.says("elsewhere").within(&random).await;

    let to = |parent: &Value| alice.says("?").within(&general).in_reply_to(parent);
    to(&reply).answer().await.refused(422, "parent_is_reply");
    to(&foreign).answer().await.refused(404, "parent_not_found");
    to(&json!({ "id": "01977f00-0000-7000-8000-000000000000" }))
        .answer()
        .await
        .refused(404, "parent_not_found");
    alice.deletes(&root).await;
    let _ = to(&root).answer().await.status(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_is_seen_live_versioned_and_guarded_against_lost_updates() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let (hers, his) = (Socket::open(&alice, 0).await, Socket::open(&bob, 1).await);
    let sent = alice.says("frist").within(&general).await;
    let answer = alice.get(&path(&sent, "")).await;
    assert_eq!(answer.header("etag"), "\"v1\"");

    let edited = alice.edits(&sent, "first").await;
    assert_eq!(
        (&edited["body"], &edited["version"]),
        (&json!("first"), &json!(2))
    );
    let seen = his.sees("message.updated", |m| m["id"] == sent["id"]).await;
    assert_eq!(
        (&seen["body"], &seen["version"]),
        (&json!("first"), &json!(2))
    );

    let method = reqwest::Method::PATCH;
    let stale = alice
        .request(method.clone(), &path(&sent, ""))
        .header("If-Match", "\"v1\"");
    let stale = stale.json(&json!({ "body": "1st" }));
    alice
        .send(method, &path(&sent, ""), stale)
        .await
        .refused(412, "version_mismatch");
    let data = json!({ "message": sent["id"], "body": "1st", "version": 1 });
    hers.refused("message.edit", data, "version_mismatch").await;
    let data = json!({ "message": sent["id"], "body": "1st", "version": 2 });
    hers.command("message.edit", data)
        .await
        .expect("the right version");
    bob.patch(&path(&sent, ""), json!({ "body": "mine" }))
        .await
        .refused(403, "forbidden");
    let revisions = alice.get(&path(&sent, "/revisions")).await.ok();
    assert!(revisions.to_string().contains("frist"), "{revisions}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_message_leaves_a_tombstone_without_its_content() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let his = Socket::open(&bob, 1).await;
    let root = alice.says("a secret @bob").within(&general).await;
    bob.says("what?").within(&general).in_reply_to(&root).await;
    bob.reacts(&root, "👀").await;

    bob.delete(&path(&root, "")).await.refused(403, "forbidden");
    alice.deletes(&root).await;
    his.sees("message.deleted", |m| m["id"] == root["id"]).await;

    let tombstone = fetch(&bob, &root).await;
    assert_eq!(tombstone["body"], "");
    assert!(tombstone["deleted_at"].is_string());
    assert_eq!(tombstone["reply_count"], 1);
    assert_eq!(tombstone["reactions"], json!([]));
    assert_eq!(
        tombstone["mentions"],
        json!({ "users": [], "channel": false, "here": false })
    );
    assert_eq!(tombstone["seq"], root["seq"]);
    assert_eq!(
        alice.reads_all(&general).await,
        [fetch(&alice, &root).await]
    );
    let again = alice.delete(&path(&root, "")).await;
    assert!(
        again.is_ok() || again.status == 404,
        "deleting twice does no harm: {again}"
    );
    let edit = alice
        .patch(&path(&root, ""), json!({ "body": "back" }))
        .await;
    assert!((400..500).contains(&edit.status), "{edit}");
    alice.says("next").within(&general).await;
    assert_eq!(fetch(&bob, &root).await["body"], "");
}

#[tokio::test(flavor = "multi_thread")]
async fn reactions_are_counted_once_per_person_and_can_be_taken_back() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob, carol], general) = cluster.people(["alice", "bob", "carol"]).await;
    let (hers, his) = (Socket::open(&alice, 0).await, Socket::open(&bob, 1).await);
    let sent = alice.says("like?").within(&general).await;
    let thumb = json!({ "message": sent["id"], "emoji": "👍" });

    his.command("reaction.add", thumb.clone())
        .await
        .expect("a reaction");
    his.command("reaction.add", thumb.clone())
        .await
        .expect("the same again");
    carol.reacts(&sent, "👍").await;
    carol.reacts(&sent, "🎉").await;
    let party = hers.sees("reaction.added", |r| r["emoji"] == "🎉").await;
    assert_eq!(party["user_id"], carol.id.as_str());
    let reactions = fetch(&bob, &sent).await["reactions"].clone();
    assert_eq!(reactions[0]["count"], 2);
    assert_eq!(reactions[0]["user_ids"], json!([bob.id, carol.id]));
    assert_eq!(
        (&reactions[0]["me"], &reactions[1]["me"]),
        (&json!(true), &json!(false))
    );

    his.command("reaction.remove", thumb)
        .await
        .expect("taken back");
    hers.sees("reaction.removed", |r| r["user_id"] == bob.id.as_str())
        .await;
    assert_eq!(fetch(&bob, &sent).await["reactions"][0]["count"], 1);
    let added = hers.look(|seen| seen.all("reaction.added").len());
    assert_eq!(added, 3, "adding twice is one event");
    let many = alice.get(&path(&sent, "/reactions")).await.ok();
    assert_eq!(many["data"].as_array().map(Vec::len), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn racing_reactions_of_many_people_are_all_counted() {
    let cluster = Cluster::start().apis(2).up().await;
    let handles = ["ann", "ben", "cat", "dan", "eve", "fay", "gus", "hal"];
    let (people, general) = cluster.people(handles).await;
    let sent = people[0].says("vote").within(&general).await;
    let vote = |who: Person| {
        let sent = sent.clone();
        async move {
            for _ in 0..3 {
                who.reacts(&sent, "👍").await;
            }
        }
    };
    futures_util::future::join_all(
        people
            .iter()
            .enumerate()
            .map(|(i, person)| vote(person.at_api(i % 2))),
    )
    .await;
    assert_eq!(fetch(&people[0], &sent).await["reactions"][0]["count"], 8);
}

#[tokio::test(flavor = "multi_thread")]
async fn pins_are_listed_and_seen_live() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let his = Socket::open(&bob, 0).await;
    let sent = alice.says("remember").within(&general).await;

    let _ = alice.put(&path(&sent, "/pin"), json!({})).await.ok();
    his.sees("pin.added", |p| p["message_id"] == sent["id"])
        .await;
    let pins = bob
        .get(&format!("/channels/{}/pins", general.id))
        .await
        .ok();
    assert_eq!(pins["data"][0]["id"], sent["id"]);
    assert_eq!(fetch(&bob, &sent).await["pinned_by"], alice.id.as_str());

    let _ = alice.delete(&path(&sent, "/pin")).await.ok();
    his.sees("pin.removed", |p| p["message_id"] == sent["id"])
        .await;
    let pins = bob
        .get(&format!("/channels/{}/pins", general.id))
        .await
        .ok();
    assert_eq!(pins["data"], json!([]));
}
