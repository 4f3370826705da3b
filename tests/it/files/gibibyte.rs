//! What is large passes through: it is never held.

use e2e::{Cluster, Person, Start};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::path;

const GIB: usize = 1024 * 1024 * 1024;
const CHUNK: usize = 1024 * 1024;
const MOST_KIB: u64 = 64 * 1024;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a gibibyte of disk and a minute: run by hand"]
async fn a_gibibyte_goes_up_and_comes_down_and_files_never_holds_64_mib() {
    passes_through("our own store", Cluster::start()).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a gibibyte of disk and a minute: run by hand"]
async fn a_gibibyte_passes_through_to_seaweedfs_as_well() {
    passes_through("SeaweedFS", Cluster::start().seaweedfs()).await;
}

async fn passes_through(store: &str, cluster: Start) {
    let limit = GIB.to_string();
    let cluster = cluster.set("UPLOAD_MAX_BYTES", &limit).up().await;
    let ([alice], office, _) = cluster.company(["alice"]).await;
    let mut most = cluster.files.resident_kib();
    let file = uploads(&cluster, &alice, &office.id, &mut most).await;
    assert_eq!(file["size"], json!(GIB));
    let up = most;
    let content = path(&file, "/content");
    let request = alice.request(Method::GET, &content);
    let mut answer = request.send().await.expect("an answer");
    let (mut read, sent) = (0, vec![7; CHUNK]);
    while let Some(chunk) = answer.chunk().await.expect("all of it") {
        assert!(
            sent.starts_with(&chunk[..chunk.len().min(CHUNK)]),
            "at {read}"
        );
        read += chunk.len();
        most = most.max(cluster.files.resident_kib());
    }
    assert_eq!(read, GIB);
    println!("RSS of files with {store}: at most {up} KiB up, {most} KiB in all");
    assert!(most < MOST_KIB, "{most} KiB");
}

async fn uploads(cluster: &Cluster, who: &Person, workspace: &str, most: &mut u64) -> Value {
    let form = format!(
        "--x\r\ncontent-disposition: form-data; name=\"workspace_id\"\r\n\r\n{workspace}\r\n\
         --x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\r\n"
    );
    let end = "\r\n--x--\r\n";
    let address = cluster.files.address();
    let head = format!(
        "POST /api/v1/files HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {}\r\n\
         connection: close\r\ncontent-type: multipart/form-data; boundary=x\r\n\
         content-length: {}\r\n\r\n{form}",
        who.token,
        form.len() + GIB + end.len(),
    );
    let mut socket = TcpStream::connect(&address).await.expect("a connection");
    socket
        .write_all(head.as_bytes())
        .await
        .expect("the head is taken");
    let chunk = vec![7; CHUNK];
    for _ in 0..GIB / CHUNK {
        socket.write_all(&chunk).await.expect("a chunk is taken");
        *most = (*most).max(cluster.files.resident_kib());
    }
    socket
        .write_all(end.as_bytes())
        .await
        .expect("the end is taken");
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.expect("an answer");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
    assert!(head.starts_with("HTTP/1.1 201"), "{answer}");
    serde_json::from_str(body).expect("a file")
}
