//! Nobody can take so much that nothing is left for others.

use e2e::{Cluster, Opening, Socket};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn sends_beyond_the_limit_are_told_when_to_come_again() {
    let cluster = Cluster::start()
        .apis(2)
        .set("RATE_LIMITS", "default")
        .up()
        .await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let mut refused = None;
    for n in 0..40 {
        let answer = alice
            .at_api(n % 2)
            .says("again")
            .within(&general)
            .answer()
            .await;
        if answer.status == 429 {
            refused = Some((n, answer));
            break;
        }
        let _ = answer.status(201);
    }
    let (sent, answer) = refused.expect("a limit");
    assert!((10..=13).contains(&sent), "{sent} were let through");
    answer.refused(429, "rate_limited");
    let after: u64 = answer
        .header("retry-after")
        .parse()
        .expect("a number of seconds");
    assert!((1..=60).contains(&after), "{after}");
    let socket = Socket::open(&alice, 0).await;
    let data = json!({ "channel": general.id, "body": "over the socket", "nonce": "n" });
    socket.refused("message.send", data, "rate_limited").await;
    bob.says("others are not touched").within(&general).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn strict_limits_are_ten_sends_a_minute() {
    let cluster = Cluster::start().set("RATE_LIMITS", "strict").up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    for n in 0..10 {
        let _ = alice
            .says(&format!("{n}"))
            .within(&general)
            .answer()
            .await
            .status(201);
    }
    alice
        .says("11")
        .within(&general)
        .answer()
        .await
        .refused(429, "rate_limited");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_commands_ends_the_socket_and_the_eleventh_socket_the_oldest() {
    let cluster = Cluster::start()
        .gateways(2)
        .set("RATE_LIMITS", "default")
        .up()
        .await;
    let alice = cluster.signs_up("alice").await;
    let flooding = Socket::open(&alice, 0).await;
    for _ in 0..200 {
        flooding.sends("ping", json!({})).await;
    }
    assert_eq!(flooding.closed().await.code, 4029);

    let oldest = Socket::open(&alice, 0).await;
    let mut others = Vec::new();
    for n in 0..10 {
        others.push(Opening::of(&alice).at(n % 2).open().await);
    }
    assert_eq!(oldest.closed().await.code, 4510);
    for socket in &others {
        socket
            .command("ping", json!({}))
            .await
            .expect("the ten newest stay");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn logins_are_limited_per_account_and_address() {
    let cluster = Cluster::start().set("RATE_LIMITS", "default").up().await;
    cluster.signs_up("alice").await;
    let stranger = cluster.stranger();
    let mut limited = false;
    for _ in 0..40 {
        let login = json!({ "login": "alice", "password": "a wrong guess" });
        let answer = stranger.post("/auth/login", login).await;
        limited |= answer.status == 429;
        if limited {
            assert!(!answer.header("retry-after").is_empty(), "{answer}");
            break;
        }
        answer.refused(401, "invalid_credentials");
    }
    assert!(limited, "forty guesses were let through");
}
