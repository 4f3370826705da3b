//! Files of every kind go up and come down as they were, on every store that we run on.

use e2e::{Answer, Cluster, PNG, Person, Workspace};
use reqwest::Method;
use serde_json::{Value, json};

use super::path;

const MIB: usize = 1024 * 1024;

#[tokio::test(flavor = "multi_thread")]
async fn files_of_every_kind_come_back_as_they_were_from_our_own_store() {
    every_kind_comes_back(Cluster::start().up().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_every_kind_come_back_as_they_were_from_seaweedfs() {
    every_kind_comes_back(Cluster::start().seaweedfs().up().await).await;
}

/// Bytes that repeat nowhere near.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let words = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    });
    // Not by chance the beginning of something.
    let bytes = [0; 4].into_iter().chain(words.flatten());
    bytes.take(length).collect()
}

async fn every_kind_comes_back(cluster: Cluster) {
    let ([alice, bob], office, general) = cluster.company(["alice", "bob"]).await;
    for (name, bytes, kind) in [
        ("notes.txt", b"the minutes".to_vec(), "file"),
        ("page.html", b"<!doctype html><p>hello".to_vec(), "file"),
        ("paper.pdf", b"%PDF-1.7\n%%EOF\n".to_vec(), "file"),
        (
            "archive.zip",
            b"PK\x03\x04\x14\0\0\0\x08\0".to_vec(),
            "file",
        ),
        (
            "song.ogg",
            [b"OggS\0\x02".as_slice(), &noise(5000)].concat(),
            "audio",
        ),
        ("pixel.png", PNG.to_vec(), "image"),
        ("11 MiB.bin", noise(11 * MIB), "file"),
    ] {
        let file = alice
            .uploads(&office, name, bytes.clone())
            .await
            .status(201);
        comes_back(&bob, &sent(&alice, &general, &file).await, &bytes, kind).await;
    }
    // In parts: a whole one and a rest, and one that is just one part.
    for length in [8 * MIB + 1, 1000] {
        let bytes = noise(length);
        let upload = begins(&alice, &office, length).await;
        let parts = sends(&upload, &bytes).await;
        let file = completes(&alice, &upload, &parts).await.status(200);
        let again = completes(&alice, &upload, &parts).await.status(200);
        assert_eq!(file, again);
        comes_back(&bob, &sent(&alice, &general, &file).await, &bytes, "file").await;
        let late = reqwest::Client::new().put(upload["urls"][0]["url"].as_str().expect("a url"));
        let late = late
            .body(bytes[..length.min(8 * MIB)].to_vec())
            .send()
            .await;
        assert!(
            late.expect("an answer").status().is_client_error(),
            "it is closed"
        );
    }
    // One that stops in the middle goes on, and one that is not wanted goes.
    let bytes = noise(8 * MIB + 5000);
    let upload = begins(&alice, &office, bytes.len()).await;
    let first = puts(&upload["urls"][0], &bytes[..8 * MIB]).await;
    assert_eq!(first.status(), 200);
    let known = alice.get(&upload_path(&upload, "")).await.status(200);
    assert_eq!(known["parts"][0]["number"], json!(1), "{known}");
    let parts = sends(&known, &bytes).await;
    let file = completes(&alice, &known, &parts).await.status(200);
    comes_back(&alice, &file, &bytes, "file").await;
    let upload = begins(&alice, &office, 10).await;
    let _ = alice.delete(&upload_path(&upload, "")).await.status(204);
    alice
        .get(&upload_path(&upload, ""))
        .await
        .refused(404, "not_found");
    let wrong = begins(&alice, &office, 10).await;
    let long = puts(&wrong["urls"][0], &[7; 11]).await;
    assert!(
        long.status().is_client_error(),
        "one byte more is not taken"
    );
}

async fn sent(who: &Person, channel: &e2e::Channel, file: &Value) -> Value {
    let message = who
        .says("")
        .within(channel)
        .with("file_ids", json!([file["id"]]))
        .await;
    message["files"][0].clone()
}

async fn comes_back(who: &Person, file: &Value, bytes: &[u8], kind: &str) {
    let what = &file["name"];
    assert_eq!(file["kind"], kind, "{what}");
    let content = path(file, "/content");
    let whole = who.get(&content).await;
    assert_eq!(whole.status, 200, "{what}");
    assert!(whole.bytes == bytes, "the bytes of {what} differ");
    let last = bytes.len() - 1;
    let range = format!("bytes={last}-");
    let request = who.request(Method::GET, &content).header("Range", range);
    let part = who.send(Method::GET, &content, request).await;
    assert_eq!(
        (part.status, &part.bytes[..]),
        (206, &bytes[last..]),
        "{what}"
    );
}

async fn begins(who: &Person, workspace: &Workspace, size: usize) -> Value {
    let body = json!({
        "workspace_id": workspace.id, "name": "large.bin", "size": size,
        "content_type": "application/octet-stream",
    });
    who.post("/files/uploads", body).await.status(201)
}

async fn puts(at: &Value, bytes: &[u8]) -> reqwest::Response {
    let request = reqwest::Client::new().put(at["url"].as_str().expect("a url"));
    request
        .body(bytes.to_vec())
        .send()
        .await
        .expect("an answer")
}

async fn sends(upload: &Value, bytes: &[u8]) -> Value {
    let mut parts = upload["parts"].as_array().expect("parts").clone();
    for at in upload["urls"].as_array().expect("urls") {
        let number = usize::try_from(at["number"].as_u64().expect("a number")).expect("small");
        let end = bytes.len().min(number * 8 * MIB);
        let answer = puts(at, &bytes[(number - 1) * 8 * MIB..end]).await;
        assert_eq!(answer.status(), 200, "part {number}");
        let etag = answer.headers()["etag"].to_str().expect("text");
        parts.push(json!({ "number": number, "etag": etag }));
    }
    json!(parts)
}

async fn completes(who: &Person, upload: &Value, parts: &Value) -> Answer {
    let path = upload_path(upload, "/complete");
    who.post(&path, json!({ "parts": parts })).await
}

fn upload_path(upload: &Value, rest: &str) -> String {
    format!(
        "/files/uploads/{}{rest}",
        upload["id"].as_str().expect("an id")
    )
}
