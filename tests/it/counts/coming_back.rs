//! Who comes back into a channel may read what was said meanwhile, and was not called by it.

use e2e::Cluster;
use serde_json::json;

use super::device::Device;
use super::model::Counts;

#[tokio::test(flavor = "multi_thread")]
async fn a_call_to_who_is_here_that_becomes_one_to_all_counts_for_who_was_out_when_it_was_said() {
    let cluster = Cluster::start().up().await;
    let ([ann, eve], _office, talk) = cluster.company(["ann", "eve"]).await;
    let mut device = Device::of(&eve, 0).await;
    let path = format!("/channels/{}", talk.id);
    let _ = eve.post(&format!("{path}/leave"), json!({})).await.ok();
    let call = ann.says("anybody @here?").within(&talk).await;
    eve.joins(&talk).await;
    let unread = json!({ "message_no": call["message_no"] });
    let _ = eve.post(&format!("{path}/unread"), unread).await.ok();
    device.catches_up(&eve.get("/sync").await.ok()).await;
    let mut expected = Counts {
        read: call["message_no"].as_i64().expect("a number") - 1,
        unread: 1,
        mentions: 0,
    };
    assert_eq!(device.counts(&talk.id).await, expected, "it found others");

    let edited = format!("/messages/{}", call["id"].as_str().expect("an id"));
    let body = json!({ "body": "anybody @channel?" });
    let _ = ann.patch(&edited, body).await.ok();
    let sync = eve.get("/sync").await.ok();
    device.catches_up(&sync).await;
    expected.mentions = 1;
    assert_eq!(super::rest(&sync, &talk.id), Some(expected), "it calls all");
    assert_eq!(device.counts(&talk.id).await, expected, "on the device");
}
