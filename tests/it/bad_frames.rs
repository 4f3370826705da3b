//! Hostile frames: the gateway answers with a close code, and its memory does not move.

use std::time::Duration;

use e2e::{Cluster, DEADLINE, Opening, RawSocket, Socket, head, masked, within};
use serde_json::json;

/// What a hostile socket may cost the gateway, with room for the allocator.
const MAX_GROWTH_KIB: u64 = 8 * 1024;

#[tokio::test(flavor = "multi_thread")]
async fn an_announced_giant_is_refused_before_it_is_buffered() {
    let cluster = Cluster::start().up().await;
    let alice = cluster.signs_up("alice").await;
    let address = &cluster.doors.gateways[0];
    RawSocket::ready(&alice, address).await;
    let before = cluster.gateways[0].resident_kib();
    let filler = vec![0; 64 * 1024];

    for length in [65_537, 1 << 30, usize::MAX >> 1, usize::MAX] {
        let mut socket = RawSocket::ready(&alice, address).await;
        let mut frame = head(0x81, length);
        frame.extend_from_slice(&[0; 4]);
        assert!(socket.write(&frame).await);
        socket
            .pours(&filler, 8 * 1024 * 1024, Duration::from_millis(300))
            .await;
        let closed = within("the close", DEADLINE, socket.closed()).await;
        assert!(
            [4513, 1002, 1006].contains(&closed.code),
            "{length}: {closed:?}"
        );
    }
    let mut socket = RawSocket::ready(&alice, address).await;
    let mut frame = head(0x81, 65_537);
    frame.extend_from_slice(&[0; 4]);
    assert!(socket.write(&frame).await);
    assert_eq!(
        socket.closed().await.code,
        4513,
        "a polite close where nothing was poured in"
    );
    assert_memory_held(&cluster, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn fragments_and_pings_cost_nothing() {
    let cluster = Cluster::start().up().await;
    let alice = cluster.signs_up("alice").await;
    let address = &cluster.doors.gateways[0];
    RawSocket::ready(&alice, address).await;
    let before = cluster.gateways[0].resident_kib();

    // A hundred thousand empty fragments of one message, and a hundred thousand pings.
    for first in [0x00, 0x89] {
        let mut socket = RawSocket::ready(&alice, address).await;
        if first == 0x00 {
            assert!(socket.frame(0x01, b"{").await);
        }
        let many = masked(first, b"").repeat(10_000);
        socket
            .pours(&many, many.len() * 10, Duration::from_secs(2))
            .await;
    }
    // A message that grows over the limit in pieces.
    let mut socket = RawSocket::ready(&alice, address).await;
    socket.frame(0x01, &[b' '; 60_000]).await;
    socket.frame(0x00, &[b' '; 60_000]).await;
    assert_eq!(
        within("the close", DEADLINE, socket.closed()).await.code,
        4513
    );
    // Fifty messages that never end, held open.
    let mut held = Vec::new();
    for _ in 0..50 {
        let mut socket = RawSocket::ready(&alice, address).await;
        assert!(socket.frame(0x01, &[b' '; 30_000]).await);
        held.push(socket);
    }
    let other = Socket::open(&alice, 0).await;
    other
        .command("ping", json!({}))
        .await
        .expect("others are served");
    assert_memory_held(&cluster, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn frames_that_break_the_websocket_protocol_end_the_socket() {
    let cluster = Cluster::start().up().await;
    let alice = cluster.signs_up("alice").await;
    let address = &cluster.doors.gateways[0];
    let cases: [(&str, Vec<u8>); 9] = [
        ("unmasked", vec![0x81, 2, b'{', b'}']),
        ("RSV1", masked(0xc1, b"{}")),
        ("opcode 3", masked(0x83, b"{}")),
        ("opcode 11", masked(0x8b, b"{}")),
        ("a ping of 126 bytes", masked(0x89, &[0; 126])),
        ("a fragmented ping", masked(0x09, b"x")),
        ("a continuation of nothing", masked(0x80, b"{}")),
        ("text that is not UTF-8", masked(0x81, b"\xff\xfe")),
        ("a close of one byte", masked(0x88, b"x")),
    ];
    for (what, bytes) in cases {
        let mut socket = RawSocket::ready(&alice, address).await;
        assert!(socket.write(&bytes).await);
        let closed = within(what, DEADLINE, socket.closed()).await;
        assert_ne!(closed.code, 4000, "{what}: {closed:?}");
    }
    Socket::open(&alice, 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn frames_that_are_not_ours_close_with_4500_and_bad_commands_are_answered() {
    let cluster = Cluster::start().up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    let deep = format!(r#"{{"type":"ping","id":1,"data":{}}}"#, "[".repeat(10_000));
    for text in [
        "",
        "no json",
        "[]",
        "{}",
        r#"{"type":7}"#,
        r#"{"type":"ping","id":"x"}"#,
        deep.as_str(),
    ] {
        let socket = Socket::open(&alice, 0).await;
        socket.sends_text(text).await;
        assert_eq!(socket.closed().await.code, 4500, "{text:.30}");
    }
    let mut binary = RawSocket::ready(&alice, &cluster.doors.gateways[0]).await;
    binary.frame(0x82, b"{}").await;
    assert_eq!(
        binary.closed().await.code,
        4500,
        "binary where text belongs"
    );

    let socket = Socket::open(&alice, 0).await;
    socket
        .refused("no.such.command", json!({}), "unknown_command")
        .await;
    socket
        .refused(
            "message.send",
            json!({ "channel": general.id, "x": 1 }),
            "unknown_field",
        )
        .await;
    let absent = "01977f00-0000-7000-8000-000000000000";
    for (kind, data) in [
        (
            "message.send",
            json!({ "channel": absent, "body": "hi", "nonce": "n" }),
        ),
        ("message.edit", json!({ "message": absent, "body": "hi" })),
        ("message.delete", json!({ "message": absent })),
        ("reaction.add", json!({ "message": absent, "emoji": "👍" })),
        ("pin.add", json!({ "message": absent })),
        ("read.mark", json!({ "channel": absent, "message_no": 1 })),
        ("fill", json!({ "channel": absent, "after_seq": 0 })),
    ] {
        socket.refused(kind, data, "not_found").await;
    }
    for data in [
        json!({ "user_ids": vec![alice.id.as_str(); 501] }),
        json!({ "user_ids": ["*"] }),
        json!({ "user_ids": { "$ne": null } }),
    ] {
        assert!(socket.command("presence.watch", data).await.is_err());
    }
    let beyond = json!({ "channel": general.id, "message_no": 1_000_000 });
    let marked = socket
        .command("read.mark", beyond)
        .await
        .expect("clamped at the head");
    assert_eq!(marked["read_message_no"], 0, "{marked}");
    socket
        .refused(
            "message.send",
            json!({ "channel": general.id, "body": "", "nonce": "n" }),
            "invalid_input",
        )
        .await;
    socket
        .command("ping", json!({}))
        .await
        .expect("the socket stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_does_not_identify_properly_is_sent_away() {
    let cluster = Cluster::start().up().await;
    let ([alice], _) = cluster.people(["alice"]).await;
    let silent = Opening::of(&alice).connect().await.expect("an upgrade");
    let impatient = Opening::of(&alice).connect().await.expect("an upgrade");
    impatient.sends("ping", json!({})).await;
    let twice = Socket::open(&alice, 0).await;
    twice.tells("identify", json!({ "client": "e2e/1" })).await;
    let crowded = Opening::of(&alice).connect().await.expect("an upgrade");
    let positions = vec![json!(["01977f00-0000-7000-8000-000000000000", 1, 1]); 501];
    crowded
        .tells(
            "identify",
            json!({ "client": "e2e/1", "positions": positions }),
        )
        .await;
    assert!(crowded.closed().await.code >= 4500);
    let before = impatient.until("a refusal or the end", |seen| {
        seen.closed
            .clone()
            .map(|c| c.code)
            .or(seen.first("error").map(|_| 0))
    });
    before.await;
    twice
        .until("a refusal or the end", |seen| {
            let refused = seen.frames.iter().any(|f| f.kind == "error");
            (refused || seen.closed.is_some()).then_some(())
        })
        .await;
    assert_eq!(silent.closed().await.code, 4008);
}

#[tokio::test(flavor = "multi_thread")]
async fn half_closed_reset_and_dribbling_connections_leave_others_alone() {
    let cluster = Cluster::start().up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    let address = &cluster.doors.gateways[0];
    let socket = Socket::open(&alice, 0).await;
    for _ in 0..20 {
        let mut raw = RawSocket::ready(&alice, address).await;
        assert!(raw.write(&head(0x81, 100)).await);
        drop(raw);
    }
    let mut dribbling = RawSocket::connect(address).await;
    assert!(dribbling.write(b"GET /ws HTTP/1.1\r\nHo").await);
    let mut old = RawSocket::connect(address).await;
    let request = format!("GET /ws HTTP/1.0\r\nHost: {address}\r\nUpgrade: websocket\r\n\r\n");
    assert!(old.write(request.as_bytes()).await);
    assert!(
        !old.head().await.starts_with("HTTP/1.1 101"),
        "HTTP/1.0 is not upgraded"
    );
    socket.says(&general, "all is well").await;
}

fn assert_memory_held(cluster: &Cluster, before_kib: u64) {
    let grown = cluster.gateways[0]
        .resident_kib()
        .saturating_sub(before_kib);
    assert!(grown < MAX_GROWTH_KIB, "the gateway grew by {grown} KiB");
}
