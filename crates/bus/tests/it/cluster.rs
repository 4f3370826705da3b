//! A Cluster of one shard is a Redis; one of several is refused with a reason.

use bus::Error;
use domain::Seq;

use crate::support::server::Server;
use crate::support::{FIRST, Space, until};

const CLUSTER: [&str; 2] = ["--cluster-enabled", "yes"];

async fn is_whole(server: &Server) {
    until("the cluster is whole", async || {
        let info: String = server.command(&["CLUSTER", "INFO"]);
        info.contains("cluster_state:ok")
    })
    .await;
}

#[tokio::test]
async fn one_shard_serves() {
    let server = Server::start_with(&CLUSTER).await;
    let _ok: String = server.command(&["CLUSTER", "ADDSLOTSRANGE", "0", "16383"]);
    is_whole(&server).await;
    let space = Space::at(&server.url(), &server.url(), |_config| {});

    space.bus.fits().await.unwrap();
    space.bus.recovery().bless(FIRST).await.unwrap();
    let channel = space.channel().await;
    let (fanout, mut deliveries) = space.listen();
    let topics = [
        bus::Topic::Channel(channel),
        bus::Topic::Revocations,
        bus::Topic::Control,
        bus::Topic::Presence,
    ];
    fanout.subscribe(&topics).await.unwrap();
    assert_eq!(space.say(channel, "x").await.seq, Seq::new(1));
    let heard = crate::support::next(&mut deliveries).await;
    assert!(matches!(heard, bus::Delivery::Channel(_)), "{heard:?}");
}

#[tokio::test]
async fn several_shards_are_refused_with_what_to_do() {
    let (one, other) = (
        Server::start_with(&CLUSTER).await,
        Server::start_with(&CLUSTER).await,
    );
    let _ok: String = one.command(&["CLUSTER", "ADDSLOTSRANGE", "0", "8191"]);
    let _ok: String = other.command(&["CLUSTER", "ADDSLOTSRANGE", "8192", "16383"]);
    let port = other.port().to_string();
    let _ok: String = one.command(&["CLUSTER", "MEET", "127.0.0.1", &port]);
    is_whole(&one).await;
    let space = Space::at(&one.url(), &one.url(), |_config| {});

    let refused = space.bus.fits().await.unwrap_err();

    let Error::Config { source } = &refused else {
        panic!("{refused:?}");
    };
    assert!(source.to_string().contains("2 shards"), "{source}");
    assert!(space.bus.ping_durable().await.is_err());
}

#[tokio::test]
async fn a_server_that_is_down_may_still_fit() {
    let mut server = Server::start().await;
    let space = Space::at(&server.url(), &server.url(), |_config| {});
    server.kill().await;

    space.bus.fits().await.unwrap();
}
