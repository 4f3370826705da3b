//! A scanned file changes under its message, live and in history.

use e2e::{Cluster, DEADLINE, Socket, eventually};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use super::path;

const HARMFUL: &str = r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

/// Speaks clamd's protocol; verdicts wait until `go` says so.
async fn clamd(listener: TcpListener, go: watch::Receiver<bool>) {
    while let Ok((socket, _peer)) = listener.accept().await {
        tokio::spawn(answer(socket, go.clone()));
    }
}

async fn answer(mut socket: TcpStream, mut go: watch::Receiver<bool>) -> std::io::Result<()> {
    let mut command = [0; 10];
    socket.read_exact(&mut command).await?;
    let mut bytes = Vec::new();
    loop {
        let length = usize::try_from(socket.read_u32().await?).expect("small");
        if length == 0 {
            break;
        }
        let start = bytes.len();
        bytes.resize(start + length, 0);
        socket.read_exact(&mut bytes[start..]).await?;
    }
    go.wait_for(|go| *go).await.expect("the test goes on");
    let verdict: &[u8] = match String::from_utf8_lossy(&bytes).contains(HARMFUL) {
        true => b"stream: Eicar FOUND\0",
        false => b"stream: OK\0",
    };
    socket.write_all(verdict).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_shows_what_the_scan_of_its_files_found_live_and_in_history() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address").to_string();
    let (go, wait) = watch::channel(false);
    tokio::spawn(clamd(listener, wait));
    let cluster = Cluster::start().set("CLAMD", &address).up().await;
    let ([alice, bob], office, general) = cluster.company(["alice", "bob"]).await;
    let hears = Socket::open(&bob, 0).await;
    let clean = alice
        .uploads(&office, "clean.txt", b"the minutes")
        .await
        .status(201);
    let harmful = alice
        .uploads(&office, "harmful.txt", HARMFUL.as_bytes())
        .await
        .status(201);
    let ids = json!([clean["id"], harmful["id"]]);
    let message = alice
        .says("two")
        .within(&general)
        .with("file_ids", ids)
        .await;
    let states = |message: &Value| -> Vec<Value> {
        let files = message["files"].as_array().expect("files");
        files.iter().map(|file| file["state"].clone()).collect()
    };
    assert_eq!(states(&message), ["scanning", "scanning"]);
    bob.get(&path(&clean, "/content"))
        .await
        .refused(409, "file_not_ready");

    go.send(true).expect("somebody waits");
    for (file, state) in [(&clean, "ready"), (&harmful, "blocked")] {
        hears
            .sees("message.updated", |change| {
                let told = &change["files"][0];
                change["id"] == message["id"] && told["id"] == file["id"] && told["state"] == state
            })
            .await;
    }
    eventually("history says so", DEADLINE, async || {
        let rows = bob.reads_all(&general).await;
        (states(&rows[0]) == ["ready", "blocked"]).then_some(())
    })
    .await;
    assert_eq!(
        bob.get(&path(&clean, "/content")).await.bytes,
        "the minutes"
    );
    bob.get(&path(&harmful, "/content"))
        .await
        .refused(403, "file_blocked");
    alice
        .get(&path(&harmful, "/content"))
        .await
        .refused(403, "file_blocked");
}
