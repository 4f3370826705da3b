//! The same key gives the same message, through whichever door and however often.

use e2e::{Cluster, Opening, Person, Socket, nonce};
use futures_util::future::join_all;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_nonce_gives_the_earlier_message_over_both_doors() {
    let cluster = Cluster::start().apis(2).gateways(2).up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    let socket = Socket::open(&alice, 1).await;

    let first = alice.says("once").within(&general).keyed("k").await;
    let again = alice
        .says("once")
        .within(&general)
        .keyed("k")
        .answer()
        .await
        .status(200);
    let elsewhere = alice.at_api(1);
    let other_api = elsewhere
        .says("once")
        .within(&general)
        .keyed("k")
        .answer()
        .await
        .status(200);
    let data = json!({ "channel": general.id, "body": "once", "nonce": "k" });
    let over_socket = socket
        .command("message.send", data)
        .await
        .expect("the earlier message");

    assert_eq!(over_socket["duplicate"], true);
    for message in [&again, &other_api, &over_socket["message"]] {
        assert_eq!(message["id"], first["id"]);
        assert_eq!(message["seq"], first["seq"]);
        assert_eq!(message["message_no"], first["message_no"]);
        assert_eq!(message["body"], "once");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn thirty_copies_through_every_door_at_once_become_one_message() {
    let cluster = Cluster::start().apis(2).gateways(2).up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let sockets = [Socket::open(&alice, 0).await, Socket::open(&alice, 1).await];
    let watching = Socket::open(&bob, 0).await;

    for round in 0..5 {
        let key = nonce();
        let body = format!("round {round}");
        let over_rest = |who: Person| {
            let (key, body, general) = (key.clone(), body.clone(), general.clone());
            async move {
                who.says(&body)
                    .within(&general)
                    .keyed(&key)
                    .answer()
                    .await
                    .ok()
            }
        };
        let rest = join_all((0..20).map(|i| over_rest(alice.at_api(i % 2))));
        let data = json!({ "channel": general.id, "body": body, "nonce": key });
        let frames = join_all((0..10).map(|i| {
            let data = data.clone();
            let socket = &sockets[i % 2];
            async move { socket.command("message.send", data).await }
        }));
        let (rest, frames) = tokio::join!(rest, frames);
        let answers = rest.into_iter().chain(
            frames
                .into_iter()
                .map(|sent| sent.expect("one message for all copies")["message"].take()),
        );
        let mut ids: Vec<Value> = answers.map(|message| message["id"].clone()).collect();
        ids.dedup();
        assert_eq!(ids.len(), 1, "round {round}: {ids:?}");
    }
    let last = alice.says("done").within(&general).await;
    watching
        .sees("message.created", |m| m["id"] == last["id"])
        .await;
    assert_eq!(watching.look(|seen| seen.all("message.created").len()), 6);
    assert_eq!(alice.reads_all(&general).await.len(), 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_nonce_for_another_text_is_refused_and_others_may_use_it() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], office, general) = cluster.company(["alice", "bob"]).await;
    let random = alice.creates_channel(&office, "side", "public").await;

    let first = alice.says("one").within(&general).keyed("k").await;
    alice
        .says("two")
        .within(&general)
        .keyed("k")
        .answer()
        .await
        .refused(409, "nonce_reused");

    let in_other_channel = alice.says("two").within(&random).keyed("k").await;
    let of_other_author = bob.says("two").within(&general).keyed("k").await;
    assert_ne!(in_other_channel["id"], first["id"]);
    assert_ne!(of_other_author["id"], first["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idempotency_key_replays_the_stored_answer() {
    let cluster = Cluster::start().apis(2).up().await;
    let alice = cluster.signs_up("alice").await;
    let post = |who: Person, key: &'static str, name: &'static str| async move {
        let request = who.request(reqwest::Method::POST, "/workspaces");
        let request = request
            .header("Idempotency-Key", key)
            .json(&json!({ "name": name }));
        who.send(reqwest::Method::POST, "/workspaces", request)
            .await
    };

    let first = post(alice.clone(), "key-1", "Acme").await;
    let again = post(alice.at_api(1), "key-1", "Acme").await;
    let other = post(alice.clone(), "key-1", "Other").await;

    assert_eq!(first.status(201)["id"], again.status(201)["id"]);
    assert_eq!(first.header("idempotent-replayed"), "");
    assert_eq!(again.header("idempotent-replayed"), "true");
    other.refused(422, "idempotency_key_reused");
    let all = alice.get("/workspaces").await.ok();
    assert_eq!(all["data"].as_array().map(Vec::len), Some(1));
    let bob = cluster.signs_up("bob").await;
    let _ = post(bob, "key-1", "Bobs").await.status(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_lost_the_answer_sends_again_after_coming_back_and_sees_it_once() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    let socket = Socket::open(&alice, 0).await;
    let data = json!({ "channel": general.id, "body": "hi", "nonce": "k" });

    socket.sends("message.send", data.clone()).await;
    socket.sees("message.created", |m| m["nonce"] == "k").await;
    let known = socket.cut().await;
    let back = Opening::of(&alice).at(1).resuming(known).open().await;
    let again = back
        .command("message.send", data)
        .await
        .expect("the earlier message");
    assert_eq!(again["duplicate"], true);

    let last = back.says(&general, "next").await;
    back.sees("message.created", |m| m["id"] == last["id"])
        .await;
    let following = back.following();
    let applied = &following.channels[&general.id].applied;
    assert_eq!(
        applied
            .iter()
            .filter(|event| event.nonce.as_deref() == Some("k"))
            .count(),
        1
    );
}
