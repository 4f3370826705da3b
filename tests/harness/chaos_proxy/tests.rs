//! A proxy that does not do what it says would make every fault test blind.

use std::time::{Duration, Instant};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    time::timeout,
};

use super::ChaosProxy;
use crate::redis::Redis;

/// A server that gives back what it gets.
async fn echo() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::task::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::task::spawn(async move {
                let (mut from, mut to) = stream.split();
                let _ = tokio::io::copy(&mut from, &mut to).await;
            });
        }
    });
    address
}

async fn says(stream: &mut TcpStream, text: &[u8]) -> std::io::Result<Vec<u8>> {
    stream.write_all(text).await?;
    let mut answer = vec![0; text.len()];
    stream.read_exact(&mut answer).await?;
    Ok(answer)
}

#[tokio::test]
async fn bytes_are_carried_delayed_cut_refused_and_carried_again() {
    let proxy = ChaosProxy::before(&echo().await).await;
    let mut stream = TcpStream::connect(proxy.address()).await.unwrap();
    assert_eq!(says(&mut stream, b"hello").await.unwrap(), b"hello");

    proxy.delay(Duration::from_millis(60));
    let asked = Instant::now();
    assert_eq!(says(&mut stream, b"slow").await.unwrap(), b"slow");
    assert!(
        asked.elapsed() >= Duration::from_millis(120),
        "both directions are delayed"
    );

    proxy.cut();
    assert!(says(&mut stream, b"gone").await.is_err());
    let mut stream = TcpStream::connect(proxy.address()).await.unwrap();
    assert_eq!(says(&mut stream, b"new").await.unwrap(), b"new");

    proxy.refuse();
    assert!(says(&mut stream, b"gone").await.is_err());
    let mut stream = TcpStream::connect(proxy.address()).await.unwrap();
    assert!(says(&mut stream, b"never").await.is_err());
    proxy.resume();
    let mut stream = TcpStream::connect(proxy.address()).await.unwrap();
    assert_eq!(says(&mut stream, b"again").await.unwrap(), b"again");
}

#[tokio::test]
async fn a_blackhole_says_nothing_closes_nothing_and_ends_with_a_cut() {
    let proxy = ChaosProxy::before(&echo().await).await;
    let mut stream = TcpStream::connect(proxy.address()).await.unwrap();
    assert_eq!(says(&mut stream, b"hello").await.unwrap(), b"hello");
    proxy.blackhole();
    let silence = timeout(Duration::from_millis(200), says(&mut stream, b"anybody?")).await;
    assert!(silence.is_err(), "{silence:?}");
    proxy.resume();
    assert!(says(&mut stream, b"gone").await.is_err());
}

#[tokio::test]
async fn exactly_the_wanted_number_of_published_messages_disappears() {
    let redis = Redis::start().await;
    let proxy = ChaosProxy::before_redis(&redis.address()).await;
    let mut subscriber = TcpStream::connect(proxy.address()).await.unwrap();
    subscriber
        .write_all(b"HELLO 3\r\nSSUBSCRIBE news\r\n")
        .await
        .unwrap();
    let mut seen = String::new();
    let mut buffer = [0; 4096];
    while !seen.contains("ssubscribe") {
        let count = subscriber.read(&mut buffer).await.unwrap();
        seen.push_str(&String::from_utf8_lossy(&buffer[..count]));
    }
    proxy.drop_published(2);
    for text in ["alpha", "beta", "gamma", "delta"] {
        redis.command(&["SPUBLISH", "news", text]);
    }
    while !seen.contains("delta") {
        let count = subscriber.read(&mut buffer).await.unwrap();
        seen.push_str(&String::from_utf8_lossy(&buffer[..count]));
    }
    assert!(
        !seen.contains("alpha") && !seen.contains("beta") && seen.contains("gamma"),
        "{seen}"
    );
    assert_eq!(proxy.dropped(), 2);
}
