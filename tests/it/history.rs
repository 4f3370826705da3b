//! History is exact: in every direction, before the worker has stored anything, and after.

use e2e::{Channel, Cluster, DEADLINE, Person, eventually};
use serde_json::{Value, json};

fn bodies(page: &Value) -> Vec<String> {
    let messages = page["data"].as_array().expect("a page of messages");
    messages
        .iter()
        .map(|m| m["body"].as_str().expect("a body").to_owned())
        .collect()
}

fn numbered(numbers: impl IntoIterator<Item = i32>) -> Vec<String> {
    numbers.into_iter().map(|n| format!("m{n}")).collect()
}

async fn says_many(
    who: &Person,
    channel: &Channel,
    numbers: std::ops::RangeInclusive<i32>,
) -> Vec<i64> {
    let mut seqs = Vec::new();
    for n in numbers {
        let sent = who.says(&format!("m{n}")).within(channel).await;
        seqs.push(sent["seq"].as_i64().expect("a seq"));
    }
    seqs
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_go_in_every_direction_and_say_what_lies_beyond() {
    let cluster = Cluster::start().up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    let seqs = says_many(&alice, &general, 1..=30).await;

    let newest = alice.reads(&general, "limit=10").await;
    assert_eq!(bodies(&newest), numbered(21..=30));
    assert_eq!(
        (&newest["has_before"], &newest["has_after"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(newest["head_seq"], seqs[29]);

    let earlier = alice
        .reads(&general, &format!("before_seq={}&limit=10", seqs[20]))
        .await;
    assert_eq!(bodies(&earlier), numbered(11..=20));
    assert_eq!(
        (&earlier["has_before"], &earlier["has_after"]),
        (&json!(true), &json!(true))
    );

    let first = alice.reads(&general, "after_seq=0&limit=5").await;
    assert_eq!(bodies(&first), numbered(1..=5));
    assert_eq!(
        (&first["has_before"], &first["has_after"]),
        (&json!(false), &json!(true))
    );

    let around = alice
        .reads(&general, &format!("around_seq={}&limit=5", seqs[14]))
        .await;
    assert!(bodies(&around).contains(&"m15".to_owned()), "{around}");
    assert_eq!(bodies(&around).len(), 5);

    let beyond = alice
        .reads(&general, &format!("after_seq={}", seqs[29]))
        .await;
    assert_eq!(
        (bodies(&beyond), &beyond["has_after"]),
        (vec![], &json!(false))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn history_is_exact_while_the_worker_is_stopped_and_the_same_when_it_has_caught_up() {
    let mut cluster = Cluster::start().up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let before = says_many(&alice, &general, 1..=10).await;
    eventually("ten stored messages", DEADLINE, async || {
        (cluster.database.persisted(&general.id).await >= before[9]).then_some(())
    })
    .await;
    cluster.workers[0].kill();

    says_many(&bob, &general, 11..=20).await;
    let all = alice.reads_all(&general).await;
    let (third, twelfth, last) = (all[2].clone(), all[11].clone(), all[19].clone());
    let edited = alice.edits(&third, "m3, better").await;
    bob.deletes(&twelfth).await;
    alice.reacts(&third, "👍").await;
    bob.reacts(&third, "👍").await;
    alice.reacts(&last, "🎉").await;
    let reply = bob
        .says("a reply")
        .within(&general)
        .in_reply_to(&third)
        .await;

    let behind = alice.reads_all(&general).await;
    assert_eq!(behind.len(), 20);
    assert_eq!(behind[2]["body"], "m3, better");
    assert_eq!(behind[2]["version"], edited["version"]);
    assert_eq!(behind[2]["reply_count"], 1);
    assert_eq!(behind[2]["reactions"][0]["count"], 2);
    assert_eq!(behind[2]["reactions"][0]["me"], true);
    assert_eq!(behind[11]["body"], "");
    assert!(behind[11]["deleted_at"].is_string());
    assert_eq!(behind[19]["reactions"][0]["emoji"], "🎉");
    let path = format!("/messages/{}/replies", third["id"].as_str().expect("an id"));
    let replies_behind = alice.get(&path).await.ok();
    assert_eq!(replies_behind["data"][0]["id"], reply["id"]);

    cluster.workers[0].start().await;
    eventually("the worker has caught up", DEADLINE, async || {
        let stored = cluster.database.persisted(&general.id).await;
        (Some(stored) >= reply["seq"].as_i64()).then_some(())
    })
    .await;
    assert_eq!(
        alice.reads_all(&general).await,
        behind,
        "stored or not, history is the same"
    );
    assert_eq!(alice.get(&path).await.ok()["data"], replies_behind["data"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sender_reads_the_own_message_at_once_every_time() {
    let cluster = Cluster::start().apis(2).up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    for n in 0..60 {
        let sent = alice.says(&format!("m{n}")).within(&general).await;
        let page = alice.at_api(n % 2).reads(&general, "limit=3").await;
        let newest = page["data"]
            .as_array()
            .and_then(|m| m.last())
            .expect("a message");
        assert_eq!(newest["id"], sent["id"], "message {n}");
        let one = format!("/messages/{}", sent["id"].as_str().expect("an id"));
        assert_eq!(alice.at_api(n % 2).get(&one).await.ok()["id"], sent["id"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn events_give_every_seq_after_a_position() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let sent = alice.says("to be edited").within(&general).await;
    alice.edits(&sent, "edited").await;
    bob.reacts(&sent, "👍").await;
    alice.deletes(&sent).await;
    let last = alice.says("last").within(&general).await;

    let page = bob
        .get(&format!("/channels/{}/events?after_seq=0", general.id))
        .await
        .ok();
    let events = page["events"].as_array().expect("events");
    let seqs: Vec<i64> = events
        .iter()
        .map(|e| e["seq"].as_i64().expect("a seq"))
        .collect();
    assert_eq!(
        seqs,
        (1..=last["seq"].as_i64().expect("a seq")).collect::<Vec<_>>()
    );
    assert_eq!(page["head_seq"], last["seq"]);
    assert!(page.to_string().contains("message.deleted"));
    eventually("what was deleted is void", DEADLINE, async || {
        let page = bob
            .get(&format!("/channels/{}/events?after_seq=0", general.id))
            .await
            .ok();
        (!page.to_string().contains("to be edited")).then_some(())
    })
    .await;
    bob.get(&format!("/channels/{}/events?after_seq=-1", general.id))
        .await
        .problem();
}
