//! Direct conversations: one for the same people, and there from the first message on.

use e2e::{Cluster, Socket};
use serde_json::{Value, json};

async fn ids_of_channels(who: &e2e::Person, workspace: &str) -> Vec<Value> {
    let list = who
        .get(&format!("/workspaces/{workspace}/channels?scope=mine"))
        .await
        .ok();
    list["data"]
        .as_array()
        .expect("channels")
        .iter()
        .map(|c| c["id"].clone())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dm_appears_with_its_first_message() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob], office, _) = cluster.company(["alice", "bob"]).await;
    let his = Socket::open(&bob, 1).await;

    let dm = alice.opens_dm(&office, &[&bob]).await;
    assert!(
        !ids_of_channels(&bob, &office.id)
            .await
            .contains(&json!(dm.id))
    );
    assert!(
        ids_of_channels(&alice, &office.id)
            .await
            .contains(&json!(dm.id))
    );

    let sent = alice.says("psst").within(&dm).await;
    his.sees("channel.added", |c| c["channel_id"] == dm.id.as_str())
        .await;
    assert!(
        ids_of_channels(&bob, &office.id)
            .await
            .contains(&json!(dm.id))
    );
    let page = bob.reads(&dm, "").await;
    assert_eq!(page["data"][0]["id"], sent["id"]);
    let second = alice.says("hello?").within(&dm).await;
    his.sees("message.created", |m| m["id"] == second["id"])
        .await;
    let answer = his.says(&dm, "here").await;
    assert_eq!(answer["channel_id"], dm.id.as_str());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_people_get_the_same_dm_also_when_both_ask_at_once() {
    let cluster = Cluster::start().apis(2).up().await;
    let ([alice, bob, carol], office, _) = cluster.company(["alice", "bob", "carol"]).await;
    let bob_elsewhere = bob.at_api(1);
    for _ in 0..5 {
        let (for_her, for_him) = ([&bob], [&alice]);
        let (hers, his) = tokio::join!(
            alice.opens_dm(&office, &for_her),
            bob_elsewhere.opens_dm(&office, &for_him)
        );
        assert_eq!(hers, his);
    }
    let three = alice.opens_dm(&office, &[&bob, &carol]).await;
    assert_eq!(carol.opens_dm(&office, &[&alice, &bob]).await, three);
    let channel = alice.get(&format!("/channels/{}", three.id)).await.ok();
    assert_eq!(channel["kind"], "group_dm");
    assert_eq!(channel["members"].as_array().map(Vec::len), Some(3));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_learns_of_a_dm_and_strangers_cannot_be_drawn_into_one() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob, carol], office, _) = cluster.company(["alice", "bob", "carol"]).await;
    let stranger = cluster.signs_up("stranger").await;
    let hers = Socket::open(&carol, 0).await;
    let dm = alice.opens_dm(&office, &[&bob]).await;
    alice.says("between us").within(&dm).await;

    carol
        .get(&format!("/channels/{}/messages", dm.id))
        .await
        .refused(404, "not_found");
    carol
        .says("hi")
        .within(&dm)
        .answer()
        .await
        .refused(404, "not_found");
    let path = format!("/workspaces/{}/dms", office.id);
    let with_stranger = alice
        .post(&path, json!({ "user_ids": [stranger.id] }))
        .await;
    assert!(
        (400..500).contains(&with_stranger.status),
        "{with_stranger}"
    );
    let many: Vec<String> = (0..10_000).map(|_| bob.id.clone()).collect();
    let with_many = alice.post(&path, json!({ "user_ids": many })).await;
    assert!(
        (400..500).contains(&with_many.status),
        "{}",
        with_many.status
    );
    let added = hers.look(|seen| seen.all("channel.added"));
    assert!(added.is_empty(), "{added:?}");
}
