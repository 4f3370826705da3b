//! What clients measured becomes a histogram: within bounds, and not too often.

use e2e::{Cluster, Person};
use serde_json::{Value, json};

const PATH: &str = "/reports/delivery";

async fn metrics(cluster: &Cluster, who: &Person) -> String {
    let page = who.client().get(cluster.apis[0].admin("/metrics"));
    let answer = page.send().await.expect("the metrics");
    answer.text().await.expect("text")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_client_measured_is_in_the_histogram_and_what_it_made_up_is_not() {
    let cluster = Cluster::start().set("RATE_LIMITS", "default").up().await;
    let alice = cluster.signs_up("alice").await;
    let report = json!({ "latencies_ms": [20, 60_000] });
    let _taken = alice.post(PATH, report.clone()).await.status(204);
    for made_up in [
        json!({ "latencies_ms": [] }),
        json!({ "latencies_ms": [60_001] }),
        json!({ "latencies_ms": vec![1; 101] }),
        json!({ "latencies_ms": [-1] }),
        json!({ "latencies_ms": [0.5] }),
        json!({ "latencies_ms": [1], "who": "me" }),
    ] {
        let answer = alice.post(PATH, made_up.clone()).await;
        assert_eq!(answer.status, 400, "{made_up}");
    }
    let stranger = cluster.stranger().post(PATH, report.clone()).await;
    let _refused: Value = stranger.refused(401, "unauthenticated");

    let page = metrics(&cluster, &alice).await;
    for line in [
        "hubbub_client_delivery_seconds_bucket{le=\"0.01\"} 0",
        "hubbub_client_delivery_seconds_bucket{le=\"0.025\"} 1",
        "hubbub_client_delivery_seconds_count 2",
    ] {
        assert!(page.lines().any(|found| found == line), "{line}:\n{page}");
    }

    for _ in 0..5 {
        let _taken = alice.post(PATH, report.clone()).await.status(204);
    }
    let _refused: Value = alice.post(PATH, report).await.refused(429, "rate_limited");
}
