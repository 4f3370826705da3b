//! Pins, when many pin at once.

use e2e::{Cluster, Person};
use futures_util::future::join_all;
use serde_json::Value;

/// As configured when nobody says otherwise.
const LIMIT: usize = 10;

fn path(message: &Value) -> String {
    format!("/messages/{}/pin", message["id"].as_str().expect("an id"))
}

async fn pinned(who: &Person, channel: &e2e::Channel) -> usize {
    let pins = who.get(&format!("/channels/{}/pins", channel.id)).await;
    pins.ok()["data"].as_array().expect("pins").len()
}

#[tokio::test(flavor = "multi_thread")]
async fn however_many_pin_at_once_a_channel_has_no_more_pins_than_it_may() {
    let cluster = Cluster::start().apis(2).up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let mut messages = Vec::new();
    for number in 0..LIMIT + 8 {
        let body = format!("number {number}");
        messages.push(alice.says(&body).within(&general).await);
    }
    let (first, others) = messages.split_at(LIMIT - 2);
    for message in first {
        let _ = alice.put(&path(message), Value::Null).await.status(204);
    }
    for round in 0..4 {
        let pins = others.iter().enumerate().map(async |(place, message)| {
            let who = if place.is_multiple_of(2) {
                &alice
            } else {
                &bob
            };
            let who = who.at_api((place + round) % 2);
            (message, who.put(&path(message), Value::Null).await)
        });
        let mut taken = Vec::new();
        for (message, answer) in join_all(pins).await {
            if answer.is_ok() {
                taken.push(message);
            } else {
                answer.refused(409, "pin_limit");
            }
        }
        assert_eq!(taken.len(), 2, "round {round}");
        assert_eq!(pinned(&bob, &general).await, LIMIT);
        // The same again is no pin more, from whomever it comes.
        let _ = bob.put(&path(taken[0]), Value::Null).await.status(204);
        for message in taken {
            let _ = bob.delete(&path(message)).await.status(204);
        }
        assert_eq!(pinned(&alice, &general).await, LIMIT - 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_pin_the_same_message_at_once_pin_it_once() {
    let cluster = Cluster::start().apis(2).up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let message = alice.says("this").within(&general).await;
    let path = path(&message);
    let pins = (0..8).map(async |place: usize| {
        let who = if place.is_multiple_of(2) {
            &alice
        } else {
            &bob
        };
        who.at_api(place % 2).put(&path, Value::Null).await
    });
    for answer in join_all(pins).await {
        let _ = answer.status(204);
    }
    assert_eq!(pinned(&bob, &general).await, 1);
    let carol = cluster.signs_up("carol").await;
    carol
        .put(&path, Value::Null)
        .await
        .refused(404, "not_found");
}
