//! Without WebSockets: the same frames over server-sent events.

use std::time::Duration;

use bytes::BytesMut;
use e2e::{Cluster, DEADLINE, Frame, Person, eventually, within};
use futures_util::StreamExt as _;
use serde_json::json;

/// Reads the stream until a frame satisfies `is`; gives all frames so far with their event ids.
async fn reads(
    who: &Person,
    url: String,
    last_event_id: Option<&str>,
    is: impl Fn(&Frame) -> bool,
) -> Vec<(String, Frame)> {
    let request = who.client().get(url).bearer_auth(&who.token);
    let request = if let Some(id) = last_event_id {
        request.header("Last-Event-ID", id)
    } else {
        request
    };
    let response = request.send().await.expect("an answer");
    assert_eq!(response.status().as_u16(), 200);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut stream = response.bytes_stream();
    let mut buffer = BytesMut::new();
    let mut frames = Vec::new();
    let reading = async {
        while let Some(chunk) = stream.next().await {
            buffer.extend_from_slice(&chunk.expect("a chunk"));
            while let Some(end) = buffer.windows(2).position(|pair| pair == b"\n\n") {
                let event = String::from_utf8(buffer.split_to(end + 2).to_vec()).expect("UTF-8");
                let field = |name: &str| {
                    event
                        .lines()
                        .find_map(|l| l.strip_prefix(name))
                        .map(|v| v.trim_start().to_owned())
                };
                let Some(data) = field("data:") else { continue };
                frames.push((field("id:").unwrap_or_default(), Frame::parse(&data)));
                if is(&frames.last().expect("a frame").1) {
                    return;
                }
            }
        }
        panic!("the stream ended: {frames:?}");
    };
    within("the frame", DEADLINE + Duration::from_secs(5), reading).await;
    frames
}

#[tokio::test(flavor = "multi_thread")]
async fn events_arrive_over_sse_and_resume_from_positions_and_from_the_last_id() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let first = alice.says("one").within(&general).await;
    let seq = first["seq"].as_i64().expect("a seq");
    let epoch = alice.reads(&general, "").await["epoch"].clone();
    for n in 2..=4 {
        alice.says(&format!("{n}")).within(&general).await;
    }

    let positions = json!([[general.id, epoch, seq]]).to_string();
    let url = reqwest::Url::parse_with_params(
        &cluster.gateways[0].url("/sse"),
        [("positions", positions.as_str())],
    )
    .expect("a URL");
    let frames = reads(&bob, url.to_string(), None, |f| f.seq == Some(seq + 3)).await;
    assert!(frames.iter().any(|(_, f)| f.kind == "ready"));
    let seqs: Vec<i64> = frames.iter().filter_map(|(_, f)| f.seq).collect();
    assert_eq!(seqs, [seq + 1, seq + 2, seq + 3]);

    let (id, _) = frames
        .iter()
        .find(|(_, f)| f.seq == Some(seq + 1))
        .expect("an event");
    assert!(!id.is_empty(), "a sequenced event carries an id");
    let frames = reads(&bob, cluster.gateways[1].url("/sse"), Some(id), |f| {
        f.seq == Some(seq + 3)
    })
    .await;
    let seqs: Vec<i64> = frames.iter().filter_map(|(_, f)| f.seq).collect();
    assert_eq!(seqs, [seq + 2, seq + 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn sse_needs_a_token_and_good_positions() {
    let cluster = Cluster::start().up().await;
    let alice = cluster.signs_up("alice").await;
    let url = cluster.gateways[0].url("/sse");
    let without = alice.client().get(&url).send().await.expect("an answer");
    assert_eq!(without.status().as_u16(), 401);
    for positions in ["nonsense", "[[1,2]]", "{}", "[[\"x\",1,1]]"] {
        let bad = reqwest::Url::parse_with_params(&url, [("positions", positions)]).expect("a URL");
        let answer = alice
            .client()
            .get(bad)
            .bearer_auth(&alice.token)
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status().as_u16(), 400, "{positions}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_our_own_streams_by_its_cookie_and_another_page_does_not() {
    let cluster = Cluster::start().up().await;
    let alice = cluster.signs_up("alice").await;
    let asks = |origin: Option<&str>| {
        let request = alice
            .client()
            .get(cluster.gateways[0].url("/sse"))
            .header("Cookie", format!("hubbub_access={}", alice.token));
        let request = match origin {
            Some(origin) => request.header("Origin", origin),
            // A browser sends none with a GET to its own origin.
            None => request,
        };
        async { request.send().await.expect("an answer").status().as_u16() }
    };
    assert_eq!(asks(None).await, 200);
    assert_eq!(asks(Some("https://elsewhere.example")).await, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_whose_client_hangs_up_is_over_long_before_the_next_ping() {
    let cluster = Cluster::start().up().await;
    let alice = cluster.signs_up("alice").await;
    let gateway = &cluster.gateways[0];
    let holds = |wanted: &'static str| {
        let metrics = gateway.admin("/metrics");
        async move {
            let text = reqwest::get(metrics).await.ok()?.text().await.ok()?;
            let line = text
                .lines()
                .find(|line| line.starts_with("hubbub_gateway_connections "))?;
            line.ends_with(wanted).then_some(())
        }
    };
    let request = alice
        .client()
        .get(gateway.url("/sse"))
        .bearer_auth(&alice.token);
    let stream = request.send().await.expect("an answer");
    assert_eq!(stream.status().as_u16(), 200);
    eventually("the stream counts", DEADLINE, || holds(" 1")).await;

    drop(stream);

    // The first ping comes after 20 s at the earliest.
    eventually("nobody is left", Duration::from_secs(15), || holds(" 0")).await;
}
