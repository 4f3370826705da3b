//! Who loses access is cut off at once: nothing after the removal's seq, no socket after the session.

use std::time::{Duration, Instant};

use e2e::{
    Channel, Cluster, DEADLINE, Opening, Person, Socket, checker::Talk, checker::Window, within,
};
use serde_json::json;

/// What ARCHITECTURE.md promises, with room for a machine that does other things besides.
const AT_ONCE: Duration = Duration::from_millis(1_500);

async fn left_at(socket: &Socket, user: &Person, channel: &Channel) -> i64 {
    socket
        .until("the removal", |seen| {
            let left = seen.frames.iter().find(|f| {
                f.kind == "member.left"
                    && f.channel.as_ref() == Some(&channel.id)
                    && f.data()["user"]["id"] == user.id.as_str()
            });
            left.and_then(|f| f.seq)
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_member_receives_the_removal_and_nothing_after_it() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob, carol], general) = cluster.people(["alice", "bob", "carol"]).await;
    let sockets = [Socket::open(&bob, 0).await, Socket::open(&bob, 1).await];
    let watching = Socket::open(&carol, 0).await;
    let talk = Talk::default();

    let talking = {
        let (talk, carol, general) = (talk.clone(), carol.clone(), general.clone());
        tokio::task::spawn(async move {
            for order in 1..=80 {
                talk.says(&carol, &general, order).await;
            }
        })
    };
    sockets[0]
        .until("some talk", |seen| {
            (seen.all("message.created").len() > 5).then_some(())
        })
        .await;
    alice.removes(&bob, &general).await;
    let removed = left_at(&watching, &bob, &general).await;
    talking.await.expect("carol says it all");

    let head = talk.settles(&cluster, &general, &[&alice, &carol]).await;
    watching.reaches(&general, head).await;
    for (index, socket) in sockets.iter().enumerate() {
        assert_eq!(left_at(socket, &bob, &general).await, removed);
        socket
            .sees("channel.removed", |c| {
                c["channel_id"] == general.id.as_str()
            })
            .await;
        // A message in another place proves that the socket is alive and has been told all.
        socket
            .command("ping", json!({}))
            .await
            .expect("the socket stays");
        assert_eq!(socket.following().last(&general.id), removed);
        talk.saw(&format!("bob {index}"), socket, &general);
    }
    {
        let mut journal = talk.journal();
        let window = Window {
            from: 0,
            until: Some(removed),
        };
        journal
            .members
            .insert((bob.id.clone(), general.id.clone()), vec![window]);
        journal
            .clients
            .iter_mut()
            .for_each(|client| client.connected = false);
    }
    talk.saw("carol", &watching, &general);
    talk.journal().judge().assert_clean();
    bob.says("still here?")
        .within(&general)
        .answer()
        .await
        .refused(403, "not_a_member");
    let fill = json!({ "channel": general.id, "after_seq": 0 });
    let refused = sockets[0].command("fill", fill).await;
    assert!(refused.is_err(), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kick_in_the_middle_of_sends_lets_nothing_through_after_it() {
    let cluster = Cluster::start().apis(2).gateways(2).up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let watching = Socket::open(&alice, 0).await;
    for round in 0..5 {
        let sends = (0..16).map(|i| {
            let (bob, general) = (bob.at_api(i % 2), general.clone());
            async move {
                bob.says(&format!("{round}.{i}"))
                    .within(&general)
                    .answer()
                    .await
            }
        });
        let (answers, ()) = tokio::join!(
            futures_util::future::join_all(sends),
            alice.removes(&bob, &general)
        );
        let last = alice.says("the end of the round").within(&general).await;
        watching
            .sees("message.created", |m| m["id"] == last["id"])
            .await;
        let removed = watching.look(|seen| {
            seen.frames
                .iter()
                .rev()
                .find(|f| f.kind == "member.left")
                .and_then(|f| f.seq)
        });
        let removed = removed.expect("the removal");
        for answer in answers {
            match answer.status {
                201 => assert!(answer.json()["seq"].as_i64() < Some(removed), "{answer}"),
                // Busy with the removal: to be tried again, and not let through either.
                503 => drop(answer.refused(503, "unavailable")),
                _ => drop(answer.refused(403, "not_a_member")),
            }
        }
        bob.joins(&general).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_member_of_a_private_channel_loses_it_by_every_route() {
    let cluster = Cluster::start().apis(2).up().await;
    let ([alice, bob], office, _) = cluster.company(["alice", "bob"]).await;
    let secret = alice.creates_channel(&office, "secret", "private").await;
    alice.adds(&bob, &secret).await;
    let sent = alice.says("psst").within(&secret).await;
    let message = format!("/messages/{}", sent["id"].as_str().expect("an id"));
    let elsewhere = bob.at_api(1);
    assert_eq!(
        elsewhere.reads(&secret, "").await["data"][0]["body"],
        "psst"
    );
    bob.says("hi").within(&secret).await;

    alice.removes(&bob, &secret).await;
    for who in [&bob, &elsewhere] {
        for path in ["", "/messages", "/events?after_seq=0", "/members", "/pins"] {
            let path = format!("/channels/{}{path}", secret.id);
            who.get(&path).await.refused(404, "not_found");
        }
        for rest in ["", "/replies", "/reactions", "/revisions", "/readers"] {
            who.get(&format!("{message}{rest}"))
                .await
                .refused(404, "not_found");
        }
        who.says("hi")
            .within(&secret)
            .answer()
            .await
            .refused(404, "not_found");
        who.put(&format!("{message}/reactions/👍"), json!({}))
            .await
            .refused(404, "not_found");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_logged_out_session_is_closed_on_every_gateway_and_the_others_stay() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let other = alice.logs_in_again().await;
    let ending = [Socket::open(&alice, 0).await, Socket::open(&alice, 1).await];
    let staying = Socket::open(&other, 1).await;

    let asked = Instant::now();
    let _ = alice.post("/auth/logout", json!({})).await.ok();
    for socket in &ending {
        let closed = within("the close", DEADLINE, socket.closed()).await;
        assert_eq!(closed.code, 4503, "{closed:?}");
    }
    assert!(asked.elapsed() < AT_ONCE, "it took {:?}", asked.elapsed());

    alice.get("/users/me").await.problem();
    assert_eq!(Opening::of(&alice).refusal().await, 401);
    let sent = bob.says("to the rest").within(&general).await;
    staying
        .sees("message.created", |m| m["id"] == sent["id"])
        .await;
    for socket in &ending {
        assert!(socket.look(|seen| !seen.frames.iter().any(|f| f.seq == sent["seq"].as_i64())));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ending_all_other_sessions_or_changing_the_password_closes_their_sockets() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice], _) = cluster.people(["alice"]).await;
    let lost = alice.logs_in_again().await;
    let lost_socket = Socket::open(&lost, 1).await;
    let mine = Socket::open(&alice, 0).await;

    let _ = alice.delete("/auth/sessions").await.ok();
    assert_eq!(lost_socket.closed().await.code, 4503);
    lost.get("/users/me").await.problem();
    mine.command("ping", json!({}))
        .await
        .expect("my own session stays");

    let second = alice.logs_in_again().await;
    let second_socket = Socket::open(&second, 1).await;
    let change =
        json!({ "current_password": e2e::PASSWORD, "new_password": "a quite different one" });
    let _ = alice.post("/auth/password", change).await.ok();
    assert_eq!(second_socket.closed().await.code, 4503);
}
