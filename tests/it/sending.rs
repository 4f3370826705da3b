//! A message travels from one person to everybody in the channel, and into Postgres.

use e2e::{Cluster, DEADLINE, Socket, checker::Talk, eventually};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_message_sent_over_rest_reaches_the_sockets_of_both_gateways_and_postgres() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob, carol], general) = cluster.people(["alice", "bob", "carol"]).await;
    let (at_first, at_second) = (Socket::open(&bob, 0).await, Socket::open(&carol, 1).await);

    let sent = alice.says("**hi** there 你好").within(&general).await;

    for socket in [&at_first, &at_second] {
        let seen = socket
            .sees("message.created", |m| m["id"] == sent["id"])
            .await;
        assert_eq!(seen["body"], "**hi** there 你好");
        assert_eq!(seen["seq"], sent["seq"]);
        assert_eq!(seen["message_no"], 1);
        assert_eq!(seen["author"]["handle"], "alice");
    }
    let row = eventually("the row", DEADLINE, async || {
        cluster
            .database
            .messages(&general.id)
            .await
            .into_iter()
            .next()
    })
    .await;
    assert_eq!(row.id, sent["id"]);
    assert_eq!(row.body, "**hi** there 你好");
    assert_eq!(Some(row.seq), sent["seq"].as_i64());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_sent_over_the_socket_is_answered_once_and_becomes_durable() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let (mine, theirs) = (Socket::open(&alice, 0).await, Socket::open(&bob, 1).await);

    let data = json!({ "channel": general.id, "body": "hi", "nonce": "n1" });
    let sent = mine
        .command("message.send", data)
        .await
        .expect("an accepted message");

    assert_eq!(sent["duplicate"], false);
    let message = &sent["message"];
    theirs
        .sees("message.created", |m| m["id"] == message["id"])
        .await;
    mine.sees("message.created", |m| m["id"] == message["id"])
        .await;
    let durable = mine
        .sees("durable", |d| {
            d["channel"] == general.id.as_str() && d["seq"].as_i64() >= message["seq"].as_i64()
        })
        .await;
    assert!(durable["seq"].is_i64());
    assert!(
        theirs.look(|seen| seen.all("durable").is_empty()),
        "only the author is told"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_bytes_reach_every_socket_and_rest_agrees_with_the_socket() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let sockets = [Socket::open(&alice, 0).await, Socket::open(&bob, 1).await];

    let sent = alice.says("the same for all").within(&general).await;

    let mut texts = Vec::new();
    for socket in &sockets {
        let seq = sent["seq"].as_i64();
        let text = socket
            .until("the event", |seen| {
                seen.frames
                    .iter()
                    .find(|f| f.seq == seq)
                    .map(|f| f.text.clone())
            })
            .await;
        texts.push(text);
    }
    assert_eq!(texts[0], texts[1]);
    let frame: serde_json::Value = serde_json::from_str(&texts[0]).expect("a frame");
    assert_eq!(
        frame["data"], sent,
        "the event carries what the sender was answered"
    );
    let one = bob
        .get(&format!(
            "/messages/{}",
            sent["id"].as_str().expect("an id")
        ))
        .await
        .ok();
    assert_eq!(one, sent);
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_senders_at_once_make_one_order_for_everybody_on_both_gateways() {
    let cluster = Cluster::start().gateways(2).workers(2).up().await;
    let handles = ["ann", "ben", "cat", "dan", "eve", "fay", "gus", "hal"];
    let (people, general) = cluster.people(handles).await;
    let mut sockets = Vec::new();
    for (index, person) in people.iter().enumerate() {
        sockets.push(Socket::open(person, index % 2).await);
    }

    let talk = Talk::default();
    let mut senders = tokio::task::JoinSet::new();
    for person in people.clone() {
        let (talk, general) = (talk.clone(), general.clone());
        senders.spawn(async move {
            for order in 1..=25 {
                talk.says(&person, &general, order).await;
            }
        });
    }
    senders.join_all().await;

    let everybody: Vec<_> = people.iter().collect();
    let head = talk.settles(&cluster, &general, &everybody).await;
    for (index, socket) in sockets.iter().enumerate() {
        socket.reaches(&general, head).await;
        talk.saw(&format!("socket {index}"), socket, &general);
    }
    assert_eq!(talk.journal().stored[&general.id].len(), 200);
    talk.journal().judge().assert_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn sending_needs_membership_and_says_so_only_where_the_channel_is_visible() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], office, general) = cluster.company(["alice", "bob"]).await;
    let secret = alice.creates_channel(&office, "secret", "private").await;
    bob.leaves(&general).await;

    bob.says("let me in")
        .within(&general)
        .answer()
        .await
        .refused(403, "not_a_member");
    bob.says("let me in")
        .within(&secret)
        .answer()
        .await
        .refused(404, "not_found");
    let socket = Socket::open(&bob, 0).await;
    let to = |channel: &str| json!({ "channel": channel, "body": "hi", "nonce": "n" });
    socket
        .refused("message.send", to(&general.id), "not_a_member")
        .await;
    socket
        .refused("message.send", to(&secret.id), "not_found")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archived_channel_takes_nothing_new_until_it_is_opened_again() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let socket = Socket::open(&bob, 0).await;

    let path = format!("/channels/{}", general.id);
    let _ = alice.post(&format!("{path}/archive"), json!({})).await.ok();
    socket.sees("channel.archived", |_| true).await;
    bob.says("hello?")
        .within(&general)
        .answer()
        .await
        .refused(409, "channel_archived");

    let _ = alice
        .post(&format!("{path}/unarchive"), json!({}))
        .await
        .ok();
    socket.sees("channel.unarchived", |_| true).await;
    bob.says("hello!").within(&general).await;
}
