//! One message, one trace: from the frame that brought it to the row and to the other gateway.

use e2e::{
    Cluster, Collector, DEADLINE, Kind, Node, Socket, Span, dead_collector, eventually, tree,
};
use serde_json::json;

/// The only span of the trace with this name, if it is there.
fn the<'a>(spans: &'a [Span], service: &str, name: &str) -> Option<&'a Span> {
    let mut found = spans
        .iter()
        .filter(|span| span.service == service && span.name == name);
    let first = found.next();
    assert_eq!(found.next(), None, "{name} stands there twice");
    first
}

fn nodes(cluster: &mut Cluster) -> impl Iterator<Item = &mut Node> {
    [&mut cluster.files]
        .into_iter()
        .chain(&mut cluster.apis)
        .chain(&mut cluster.gateways)
        .chain(&mut cluster.workers)
}

/// The trace of a sent message, once all who have to do with it have told their part.
async fn trace_of_a_send(collector: &Collector) -> Vec<Span> {
    eventually("the whole trace", DEADLINE, async || {
        let all = collector.spans();
        let begun = the(&all, "gateway", "message.send")?.trace.clone();
        let trace: Vec<Span> = all.into_iter().filter(|s| s.trace == begun).collect();
        let delivered = trace.iter().filter(|s| s.name == "deliver").count();
        let stored = the(&trace, "worker", "store.messages.apply").is_some();
        let asked = the(&trace, "api", "Chat/Execute").is_some();
        (delivered == 2 && stored && asked).then_some(trace)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_one_trace_from_its_frame_to_its_row_and_to_the_other_gateway() {
    let collector = Collector::start().await;
    let cluster = Cluster::start()
        .gateways(2)
        .set("OTLP_ENDPOINT", &collector.endpoint())
        .set("TRACE_SAMPLE", "1")
        // A quiet log does not make traces shorter.
        .set("LOG", "warn")
        .up()
        .await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let (mine, theirs) = (Socket::open(&alice, 0).await, Socket::open(&bob, 1).await);
    let data = json!({ "channel": general.id, "body": "hi", "nonce": "n1" });
    let sent = mine.command("message.send", data).await.expect("accepted");
    let id = &sent["message"]["id"];
    theirs.sees("message.created", |m| m["id"] == *id).await;

    let trace = trace_of_a_send(&collector).await;
    println!("{}", tree(&trace));
    let root = the(&trace, "gateway", "message.send").expect("the frame");
    let asked = the(&trace, "api", "Chat/Execute").expect("the call");
    let logged = the(&trace, "api", "log.append").expect("the append");
    let folded = the(&trace, "worker", "fold").expect("the fold");
    let stored = the(&trace, "worker", "store.messages.apply").expect("the row");
    assert_eq!(root.parent, "", "the trace begins with the frame");
    assert_eq!(asked.parent, root.id);
    assert_eq!(asked.attributes["command"], "message.send");
    assert_eq!(
        asked.attributes["request_id"],
        root.attributes["request_id"]
    );
    assert_eq!(logged.parent, asked.id);
    assert_eq!(logged.attributes["channel.id"], general.id);
    assert_eq!(folded.parent, asked.id);
    assert_eq!(stored.parent, folded.id);
    let delivered: Vec<&Span> = trace.iter().filter(|s| s.name == "deliver").collect();
    assert!(delivered.iter().all(|span| span.parent == asked.id));
    assert!(delivered.iter().all(|s| s.attributes["sockets"] == "1"));
    let elsewhere = delivered.iter().filter(|s| s.instance != root.instance);
    assert_eq!(elsewhere.count(), 1, "each gateway delivers once");
    for (name, value) in trace.iter().flat_map(|span| &span.attributes) {
        assert_ne!(value, "hi", "{name} has the text of the message");
    }
}

/// Two callers' traces: one that they want kept, and one that they do not.
const WANTED: (&str, &str) = ("4bf92f3577b34da6a3ce929d0e0e4736", "01");
const UNWANTED: (&str, &str) = ("0af7651916cd43dd8448eb211c80319c", "00");
const CALLERS_SPAN: &str = "b7ad6b7169203331";

/// A cluster that keeps this share of traces, in which a message was posted within each of the two.
async fn posted_within_traces(collector: &Collector, share: &str) -> Cluster {
    let cluster = Cluster::start()
        .set("OTLP_ENDPOINT", &collector.endpoint())
        .set("TRACE_SAMPLE", share)
        .up()
        .await;
    let ([alice], general) = cluster.people(["alice"]).await;
    let path = format!("/channels/{}/messages", general.id);
    for (trace, flags) in [WANTED, UNWANTED] {
        let request = alice
            .request(reqwest::Method::POST, &path)
            .header("traceparent", format!("00-{trace}-{CALLERS_SPAN}-{flags}"))
            .header("tracestate", "theirs=1")
            .json(&json!({ "body": "hi", "nonce": trace }));
        let answer = alice.send(reqwest::Method::POST, &path, request).await;
        let _sent = answer.status(201);
    }
    cluster
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_names_the_trace() {
    let collector = Collector::start().await;
    let _cluster = posted_within_traces(&collector, "1").await;
    for (trace, _flags) in [WANTED, UNWANTED] {
        let spans = eventually("the trace of the caller", DEADLINE, async || {
            let all = collector.spans().into_iter();
            let spans: Vec<Span> = all.filter(|span| span.trace == trace).collect();
            the(&spans, "worker", "fold")?;
            the(&spans, "api", "POST /api/v1/channels/{channel}/messages")?;
            Some(spans)
        })
        .await;
        let request = the(&spans, "api", "POST /api/v1/channels/{channel}/messages");
        assert_eq!(request.expect("the request").parent, CALLERS_SPAN);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_does_not_decide_that_a_trace_is_kept() {
    let collector = Collector::start().await;
    let mut cluster = posted_within_traces(&collector, "0").await;
    // What a process still has of traces it sends at its end.
    for node in nodes(&mut cluster) {
        node.signal("TERM");
        let status = node.ended(DEADLINE).await;
        assert!(status.success(), "{:?}: {status}", node.kind);
    }
    assert_eq!(collector.spans(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_that_never_answers_keeps_nobody_from_ending() {
    let (_listener, endpoint) = dead_collector();
    let mut cluster = Cluster::start()
        .set("OTLP_ENDPOINT", &endpoint)
        .set("TRACE_SAMPLE", "1")
        .up()
        .await;
    let ([alice], general) = cluster.people(["alice"]).await;
    alice.says("hi").within(&general).await;
    for node in nodes(&mut cluster) {
        node.signal("TERM");
        let status = node.ended(DEADLINE).await;
        assert!(
            status.success(),
            "{:?}: {status}\n{}",
            node.kind,
            node.log()
        );
        // The others may have had nothing to send.
        let late = "the last traces did not reach the collector in time";
        let is_late = node.log().contains(late);
        assert!(is_late || node.kind != Kind::Api, "{}", node.log());
    }
}
