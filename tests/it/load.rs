//! Many messages, many senders, many sockets: everybody sees all of it, once, in one order.

use std::time::Instant;

use e2e::{Cluster, Opening, Socket, nonce};
use serde_json::json;
use tokio::task::JoinSet;

const SENDERS: usize = 8;
const SOCKETS: usize = 20;
/// Each sender keeps this many sends under way, so that a slow machine is kept busy.
const UNDER_WAY: usize = 8;

/// All messages of the run. The full figure is measured by the bench; this one fits a test.
fn messages() -> usize {
    if cfg!(debug_assertions) {
        10_000
    } else {
        100_000
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_socket_on_two_gateways_sees_every_message_of_eight_senders_in_order() {
    let cluster = Cluster::start().gateways(2).workers(2).up().await;
    let handles = ["ann", "ben", "cat", "dan", "eve", "fay", "gus", "hal"];
    let (people, general) = cluster.people(handles).await;
    let mut sockets = Vec::new();
    for n in 0..SOCKETS {
        sockets.push(
            Opening::of(&people[n % SENDERS])
                .at(n % 2)
                .light()
                .open()
                .await,
        );
    }
    let start = sockets[0].following().last(&general.id);

    let started = Instant::now();
    let mut senders = JoinSet::new();
    for (n, person) in people.iter().enumerate() {
        let (person, general) = (person.clone(), general.clone());
        senders.spawn(async move {
            let socket = Opening::of(&person).at(n % 2).light().open().await;
            sends(&socket, &general.id).await
        });
    }
    let mut keys: Vec<String> = senders.join_all().await.concat();
    let sent_in = started.elapsed();
    let head = start + i64::try_from(messages()).expect("a small number");
    for socket in &sockets {
        socket.reaches(&general, head).await;
    }
    let seen_in = started.elapsed();

    let first = sockets[0].following().channels[&general.id].applied.clone();
    let seqs: Vec<i64> = first.iter().map(|event| event.seq).collect();
    assert_eq!(seqs, (start + 1..=head).collect::<Vec<_>>());
    let numbers: Vec<Option<i64>> = first.iter().map(|event| event.message_no).collect();
    assert_eq!(numbers, (1..=head - start).map(Some).collect::<Vec<_>>());
    for socket in &sockets {
        let following = socket.following();
        assert!(
            following.channels[&general.id].applied == first,
            "one order for all"
        );
        assert_eq!(following.dropped, 0, "nothing comes twice");
        assert!(following.reloads.is_empty());
    }
    e2e::eventually("everything is stored", e2e::DEADLINE * 3, async || {
        (cluster.database.persisted(&general.id).await >= head).then_some(())
    })
    .await;
    let stored_in = started.elapsed();
    let rows = cluster.database.messages(&general.id).await;
    let stored: Vec<(i64, &str)> = rows
        .iter()
        .map(|row| (row.seq, row.nonce.as_str()))
        .collect();
    let seen: Vec<(i64, &str)> = first
        .iter()
        .map(|event| (event.seq, event.nonce.as_deref().expect("a key")))
        .collect();
    assert!(stored == seen, "Postgres holds what was seen");
    let mut stored: Vec<&str> = stored.iter().map(|(_, key)| *key).collect();
    stored.sort_unstable();
    keys.sort_unstable();
    assert!(stored == keys, "and what was sent");
    println!(
        "{} messages: sent {sent_in:?}, seen {seen_in:?}, stored {stored_in:?}",
        messages()
    );
}

/// Sends this sender's share over one socket and gives the keys.
async fn sends(socket: &Socket, channel: &str) -> Vec<String> {
    let keys: Vec<String> = (0..messages() / SENDERS).map(|_| nonce()).collect();
    for some in keys.chunks(UNDER_WAY) {
        let all = some.iter().map(|key| {
            let data =
                json!({ "channel": channel, "body": format!("text of {key}"), "nonce": key });
            socket.command("message.send", data)
        });
        for sent in futures_util::future::join_all(all).await {
            let sent = sent.unwrap_or_else(|problem| panic!("a send was refused: {problem}"));
            assert_eq!(sent["duplicate"], false);
        }
    }
    keys
}
