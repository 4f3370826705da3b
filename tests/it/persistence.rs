//! What is accepted reaches Postgres exactly once, whoever of the workers lives.

use e2e::{Cluster, DEADLINE, Socket, checker::Talk, eventually};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_worker_is_followed_by_another_and_nothing_is_lost_or_doubled() {
    let mut cluster = Cluster::start().workers(2).up().await;
    let ([alice, bob], office, general) = cluster.company(["alice", "bob"]).await;
    let mut channels = vec![general];
    for n in 0..5 {
        channels.push(
            alice
                .creates_channel(&office, &format!("c{n}"), "public")
                .await,
        );
    }
    let talk = Talk::default();
    let mut talking = tokio::task::JoinSet::new();
    for channel in channels.clone() {
        let (talk, alice) = (talk.clone(), alice.clone());
        talking.spawn(async move {
            for order in 1..=40 {
                talk.says(&alice, &channel, order).await;
            }
        });
    }
    eventually("something is stored", DEADLINE, async || {
        (cluster
            .database
            .number("select count(*) from messages")
            .await
            > 20)
            .then_some(())
    })
    .await;
    cluster.workers[0].kill();
    talking.join_all().await;

    for channel in &channels {
        if channel.id != channels[0].id {
            bob.joins(channel).await;
        }
        talk.settles(&cluster, channel, &[&alice, &bob]).await;
    }
    talk.journal().judge().assert_clean();
    assert_eq!(
        cluster
            .database
            .number("select count(*) from messages")
            .await,
        240
    );
    assert_eq!(
        cluster
            .database
            .number("select count(*) from dead_letters")
            .await,
        0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_only_worker_may_die_in_the_middle_again_and_again() {
    let mut cluster = Cluster::start().up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    let socket = Socket::open(&alice, 0).await;
    let talk = Talk::default();
    for round in 0..3u64 {
        for order in 1..=20 {
            talk.says(&alice, &general, round * 100 + order).await;
        }
        cluster.workers[0].kill();
        for order in 21..=30 {
            talk.says(&alice, &general, round * 100 + order).await;
        }
        cluster.workers[0].launch();
    }
    let head = talk.settles(&cluster, &general, &[&alice]).await;
    talk.saw("alice", &socket, &general);
    talk.journal().judge().assert_clean();
    socket
        .sees("durable", |d| d["seq"].as_i64() >= Some(head))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_about_a_message_is_folded_into_its_row() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let sent = alice.says("one").within(&general).await;
    alice.edits(&sent, "two").await;
    bob.reacts(&sent, "👍").await;
    bob.says("reply").within(&general).in_reply_to(&sent).await;
    let id = sent["id"].as_str().expect("an id");
    let _ = alice
        .put(&format!("/messages/{id}/pin"), json!({}))
        .await
        .ok();
    let gone = alice.says("gone").within(&general).await;
    alice.deletes(&gone).await;
    let head = bob.reads(&general, "").await["head_seq"]
        .as_i64()
        .expect("a head");
    eventually("all is stored", DEADLINE, async || {
        (cluster.database.persisted(&general.id).await >= head).then_some(())
    })
    .await;

    let number = |what: String| {
        let database = &cluster.database;
        async move { database.number(&what).await }
    };
    let row = |what: &str| format!("select count(*) from messages where id = '{id}' and {what}");
    assert_eq!(
        number(row(
            "body = 'two' and version = 2 and edited_at is not null"
        ))
        .await,
        1
    );
    assert_eq!(
        number(row("reply_count = 1 and pinned_at is not null")).await,
        1
    );
    let reactions = format!("select count(*) from reactions where message_id = '{id}' and active");
    assert_eq!(number(reactions).await, 1);
    let rows = cluster.database.messages(&general.id).await;
    assert_eq!(rows.len(), 3);
    let tombstone = rows
        .iter()
        .find(|row| Some(row.id.as_str()) == gone["id"].as_str());
    let tombstone = tombstone.expect("a tombstone");
    assert!(tombstone.deleted && tombstone.body.is_empty());
}
