//! Bad input over REST: every answer is a typed refusal, never a 500, never a stall.

use std::time::Duration;

use e2e::{Answer, Cluster, DEADLINE, Person, RawSocket, within};
use reqwest::Method;
use serde_json::{Value, json};

async fn raw(who: &Person, path: &str, content_type: &str, body: impl Into<Vec<u8>>) -> Answer {
    let request = who
        .request(Method::POST, path)
        .header("Content-Type", content_type);
    who.send(Method::POST, path, request.body(body.into()))
        .await
}

/// A refusal of the caller's fault: typed, and no 5xx.
#[track_caller]
fn assert_refused(answer: &Answer, what: &str) {
    assert!((400..500).contains(&answer.status), "{what}: {answer}");
    answer.problem();
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_types_and_unknown_fields_are_named() {
    let cluster = Cluster::start().up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    let path = format!("/channels/{}/messages", general.id);

    for wrong in [
        json!({ "$ne": null }),
        json!([]),
        json!(true),
        json!(1),
        json!(null),
    ] {
        let answer = alice
            .post(&path, json!({ "body": wrong, "nonce": "n" }))
            .await;
        assert_refused(&answer, "a body that is no string");
        let login = json!({ "login": wrong, "password": wrong });
        assert_refused(
            &cluster.stranger().post("/auth/login", login).await,
            "a login",
        );
    }
    for field in [
        "role",
        "workspace_id",
        "author_id",
        "author",
        "seq",
        "message_no",
        "created_at",
        "id",
    ] {
        let answer = alice
            .post(&path, json!({ "body": "hi", "nonce": "n", field: "x" }))
            .await;
        let problem = answer.refused(400, "unknown_field");
        assert!(problem.to_string().contains(field), "{problem}");
    }
    for whole in [json!([]), json!("text"), json!(7), json!(null)] {
        assert_refused(&alice.post(&path, whole).await, "a body that is no object");
    }
    assert_eq!(alice.reads_all(&general).await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_that_are_no_json_are_refused() {
    let cluster = Cluster::start().up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    let path = format!("/channels/{}/messages", general.id);
    let json = "application/json";
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let nested = format!(r#"{{"body":{deep},"nonce":"n"}}"#);
    let cases: [(&str, Vec<u8>); 9] = [
        ("nothing", vec![]),
        ("half", br#"{"body":"hi""#.to_vec()),
        (
            "a duplicate key",
            br#"{"body":"a","body":"b","nonce":"n"}"#.to_vec(),
        ),
        (
            "a lone surrogate",
            br#"{"body":"\ud800","nonce":"n"}"#.to_vec(),
        ),
        (
            "bytes that are not UTF-8",
            b"{\"body\":\"\xff\xfe\",\"nonce\":\"n\"}".to_vec(),
        ),
        (
            "UTF-16",
            "{\"body\":\"hi\"}"
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect(),
        ),
        ("depth", nested.into_bytes()),
        (
            "a byte order mark",
            b"\xef\xbb\xbf{\"body\":\"hi\",\"nonce\":\"n\"}".to_vec(),
        ),
        (
            "something after the end",
            br#"{"body":"hi","nonce":"n"} {}"#.to_vec(),
        ),
    ];
    for (what, bytes) in cases {
        assert_refused(&raw(&alice, &path, json, bytes).await, what);
    }
    let good = br#"{"body":"hi","nonce":"n"}"#;
    for content_type in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "image/png",
        "nonsense",
    ] {
        assert_refused(
            &raw(&alice, &path, content_type, &good[..]).await,
            content_type,
        );
    }
    let too_large = format!(r#"{{"body":"{}","nonce":"n"}}"#, "x".repeat(300 * 1024));
    raw(&alice, &path, json, too_large)
        .await
        .refused(413, "payload_too_large");
    assert_eq!(alice.reads_all(&general).await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_megabytes_are_refused_before_they_are_read() {
    let cluster = Cluster::start().up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    let before = cluster.apis[0].resident_kib();
    let address = cluster.apis[0].address();
    let head = |framing: &str| {
        format!(
            "POST /api/v1/channels/{}/messages HTTP/1.1\r\nHost: {address}\r\n\
             Authorization: Bearer {}\r\nContent-Type: application/json\r\n{framing}\r\n\r\n",
            general.id, alice.token
        )
    };
    let chunk = vec![b'x'; 64 * 1024];
    let mut chunked = format!("{:x}\r\n", chunk.len()).into_bytes();
    chunked.extend_from_slice(&chunk);
    chunked.extend_from_slice(b"\r\n");
    for (framing, bytes) in [
        ("Content-Length: 104857600", &chunk),
        ("Transfer-Encoding: chunked", &chunked),
    ] {
        let mut socket = RawSocket::connect(&address).await;
        assert!(socket.write(head(framing).as_bytes()).await);
        socket
            .pours(bytes, 4 * 1024 * 1024, Duration::from_millis(500))
            .await;
        let answer = within("an early answer", DEADLINE, socket.head()).await;
        assert!(answer.starts_with("HTTP/1.1 413"), "{framing}: {answer}");
    }
    let grown = cluster.apis[0].resident_kib().saturating_sub(before);
    assert!(grown < 16 * 1024, "api grew by {grown} KiB");
    alice.says("still there").within(&general).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn text_of_every_kind_is_stored_as_it_is_or_refused() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let refused = [
        String::new(),
        " ".to_owned(),
        "\u{200b}\u{fe0f} \n".to_owned(),
        "nul \u{0}".to_owned(),
        "x".repeat(40_001),
        "😀".repeat(40_000),
    ];
    for text in &refused {
        let answer = alice.says(text).within(&general).answer().await;
        assert_refused(&answer, &text.chars().take(20).collect::<String>());
    }
    let kept = [
        "<img src=x onerror=alert(1)>".to_owned(),
        "[x](javascript:alert(1)) {{7*7}} </script>".to_owned(),
        "\u{202e}exe.gpj \u{1b}[31mred\r\nInjected: yes".to_owned(),
        "a\n".repeat(2_000) + "b",
        "👩‍👩‍👧‍👦 ﷽ Z̷̢a̸l̶g̷o̶".to_owned(),
        "@bob ".repeat(3_000) + "@everyone",
        "'; drop table messages; --".to_owned(),
    ];
    for text in &kept {
        let sent = alice.says(text).within(&general).await;
        let one = bob
            .get(&format!(
                "/messages/{}",
                sent["id"].as_str().expect("an id")
            ))
            .await
            .ok();
        assert_eq!(one["body"], sent["body"]);
    }
    let head = bob.reads(&general, "").await["head_seq"]
        .as_i64()
        .expect("a head");
    e2e::eventually("all of it is stored", DEADLINE, async || {
        (cluster.database.persisted(&general.id).await >= head).then_some(())
    })
    .await;
    assert_eq!(
        cluster
            .database
            .number("select count(*) from dead_letters")
            .await,
        0
    );
    let id = alice.reads_all(&general).await[0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    for emoji in [
        "%00",
        "not-an-emoji",
        "%F0%9F%91%8D%F0%9F%91%8D",
        &"x".repeat(5_000),
    ] {
        let answer = alice
            .put(&format!("/messages/{id}/reactions/{emoji}"), json!({}))
            .await;
        assert!((400..500).contains(&answer.status), "{emoji:.20}: {answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn strange_paths_queries_and_methods_are_refused() {
    let cluster = Cluster::start().up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    let id = &general.id;
    for limit in [
        "-1",
        "0",
        "1000000000",
        "201",
        "1;drop",
        "",
        "1e3",
        "99999999999999999999",
    ] {
        let answer = alice
            .get(&format!("/channels/{id}/messages?limit={limit}"))
            .await;
        assert_refused(&answer, limit);
    }
    for query in [
        "before_seq=1&after_seq=1",
        "before_seq=x",
        "after_seq=-5",
        "nonsense=1&before_seq=%00",
    ] {
        assert_refused(
            &alice.get(&format!("/channels/{id}/messages?{query}")).await,
            query,
        );
    }
    for cursor in ["x", "%00", "AAAA", "bnVsbA"] {
        let path = format!("/workspaces/{}/members?cursor={cursor}", general.workspace);
        assert_refused(&alice.get(&path).await, cursor);
    }
    let too_long = format!("{id}0");
    for bad in [
        "{x}",
        "..%2f..%2fetc",
        "%00",
        "%ff",
        "1",
        "undefined",
        too_long.as_str(),
    ] {
        assert_refused(&alice.get(&format!("/channels/{bad}/messages")).await, bad);
    }
    assert_refused(
        &alice
            .get("/channels/00000000-0000-0000-0000-000000000000")
            .await,
        "nil",
    );
    assert_refused(&alice.get("/no/such/thing").await, "a path that is not");
    for method in ["TRACE", "PROPFIND", "PURGE"] {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let path = format!("/channels/{id}");
        let answer = alice
            .send(method.clone(), &path, alice.request(method, &path))
            .await;
        assert!((400..500).contains(&answer.status), "{answer}");
    }
    let path = format!("/channels/{id}");
    let overriding = alice
        .request(Method::GET, &path)
        .header("X-HTTP-Method-Override", "DELETE");
    let answer = alice.send(Method::GET, &path, overriding).await;
    assert_eq!(answer.ok()["id"], id.as_str());
}

#[tokio::test(flavor = "multi_thread")]
async fn names_of_channels_and_people_are_checked() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], office, general) = cluster.company(["alice", "bob"]).await;
    let path = format!("/workspaces/{}/channels", office.id);
    for name in [
        "",
        " ",
        ".",
        "../",
        "\u{0}",
        "\u{202e}evil",
        &"x".repeat(10_000),
    ] {
        let answer = alice
            .post(&path, json!({ "name": name, "kind": "public" }))
            .await;
        assert!(
            answer.status != 500 && answer.status != 503,
            "{name:.20}: {answer}"
        );
        if !answer.is_ok() {
            answer.problem();
        }
    }
    let again = json!({ "name": "GENERAL", "kind": "public" });
    alice
        .post(&path, again)
        .await
        .refused(409, "channel_name_taken");
    assert_refused(
        &alice
            .post(&path, json!({ "name": "dm", "kind": "dm" }))
            .await,
        "kind dm",
    );
    assert_refused(
        &alice
            .post(&path, json!({ "name": "x", "kind": "secret" }))
            .await,
        "no kind",
    );
    let members = format!("/channels/{}/members", general.id);
    assert_refused(
        &alice
            .post(&format!("/channels/{}/leave", general.id), json!({}))
            .await,
        "last owner",
    );
    assert_refused(
        &bob.delete(&format!("{members}/{}", alice.id)).await,
        "kick the owner",
    );
    assert_refused(
        &bob.put(&format!("{members}/{}", bob.id), json!({ "role": "owner" }))
            .await,
        "self",
    );
    for handle in [
        "",
        "a b",
        "a\u{0}",
        "ALICE",
        "me",
        &"x".repeat(500),
        "../x",
        "ａlice",
    ] {
        let signup: Value = json!({
            "email": format!("h{}@example.com", handle.len()), "handle": handle,
            "display_name": "X", "password": e2e::PASSWORD,
        });
        assert_refused(
            &cluster.stranger().post("/auth/signup", signup).await,
            handle,
        );
    }
    let status = json!({ "presence": "online", "emoji": "x".repeat(1_000_000), "text": "" });
    assert_refused(&alice.put("/users/me/status", status).await, "a huge emoji");
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_of_senders_and_requests_are_bounded() {
    let cluster = Cluster::start().up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    for nonce in [
        String::new(),
        "x".repeat(1_000_000 / 8),
        "nul\u{0}".to_owned(),
    ] {
        let answer = alice
            .says("hi")
            .within(&general)
            .keyed(&nonce)
            .answer()
            .await;
        assert_refused(&answer, &nonce.chars().take(10).collect::<String>());
    }
    for key in [String::new(), "x".repeat(50_000)] {
        let request = alice
            .request(Method::POST, "/workspaces")
            .header("Idempotency-Key", &key);
        let request = request.json(&json!({ "name": "Acme" }));
        let answer = alice.send(Method::POST, "/workspaces", request).await;
        assert!((400..500).contains(&answer.status), "{answer}");
    }
    let ids: Vec<String> = (0..201).map(|_| alice.id.clone()).collect();
    assert_refused(
        &alice.post("/users/lookup", json!({ "ids": ids })).await,
        "201 people",
    );
    let files: Vec<&str> = vec!["01977f00-0000-7000-8000-000000000000"; 11];
    let eleven = alice
        .says("hi")
        .within(&general)
        .with("file_ids", json!(files))
        .answer()
        .await;
    assert_refused(&eleven, "eleven files");
    let one = alice
        .says("hi")
        .within(&general)
        .with("file_ids", json!([files[0]]))
        .answer()
        .await;
    assert_refused(&one, "a file that is not there");
}
