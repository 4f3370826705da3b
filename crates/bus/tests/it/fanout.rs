//! Hearing what was appended, and hearing that one did not.

use bus::{Delivery, Server as Role, Topic, UserAppend};
use bytes::Bytes;
use domain::{Partitions, WorkspaceId};
use redis::Value;

use crate::support::server::Server;
use crate::support::{FIRST, Space, new_channel, new_user, next, until};

#[tokio::test]
async fn an_event_reaches_every_subscriber_as_it_stands_in_the_log() {
    let space = Space::open().await;
    let channel = space.channel().await;
    let (fanout, mut here) = space.listen();
    let (elsewhere, mut there) = space.listen();
    fanout.subscribe(&[Topic::Channel(channel)]).await.unwrap();
    elsewhere
        .subscribe(&[Topic::Channel(channel)])
        .await
        .unwrap();

    let position = space.say(channel, "line one\nline two").await;

    let Delivery::Channel(record) = next(&mut here).await else {
        panic!("not an event");
    };
    assert_eq!(record.seq, position.seq);
    assert_eq!(record.psn, Some(position.psn));
    assert_eq!(&record.payload[..], b"line one\nline two");
    assert_eq!(next(&mut there).await, Delivery::Channel(record));
}

#[tokio::test]
async fn thousands_of_topics_are_subscribed_at_once_and_left_again() {
    let space = Space::open().await;
    let (fanout, mut deliveries) = space.listen();
    let mut topics: Vec<Topic> = (0..3_000).map(|_| Topic::Channel(new_channel())).collect();
    let (last, gone) = (space.channel().await, space.channel().await);
    topics.push(Topic::Channel(last));
    topics.push(Topic::Channel(gone));

    fanout.subscribe(&topics).await.unwrap();
    fanout.unsubscribe(&[Topic::Channel(gone)]).await.unwrap();
    space.say(gone, "unheard").await;
    let heard = space.say(last, "heard").await;

    let Delivery::Channel(record) = next(&mut deliveries).await else {
        panic!("not an event");
    };
    assert_eq!((record.channel, record.seq), (last, heard.seq));
}

#[tokio::test]
async fn every_kind_of_topic_brings_its_kind_of_delivery() {
    let space = Space::open().await;
    let (fanout, mut deliveries) = space.listen();
    let (user, channel) = (new_user(), new_channel());
    let workspace = WorkspaceId::from_uuid(new_user().as_uuid());
    fanout
        .subscribe(&[
            Topic::User(user),
            Topic::Live(channel),
            Topic::Workspace(workspace),
            Topic::Control,
        ])
        .await
        .unwrap();

    let event = UserAppend {
        user,
        key: None,
        payload: b"added",
    };
    let version = space.bus.users().append(event).await.unwrap();
    let Delivery::User(record) = next(&mut deliveries).await else {
        panic!("not a user's event");
    };
    assert_eq!((record.user, record.version), (user, Some(version)));
    assert_eq!(&record.payload[..], b"added");

    space
        .bus
        .users()
        .hint(&[(user, Bytes::from_static(b"durable"))])
        .await
        .unwrap();
    let Delivery::User(hint) = next(&mut deliveries).await else {
        panic!("not a hint");
    };
    assert_eq!((hint.version, &hint.payload[..]), (None, &b"durable"[..]));

    space
        .bus
        .live()
        .publish_in(channel, b"typing")
        .await
        .unwrap();
    let payload = Bytes::from_static(b"typing");
    assert_eq!(
        next(&mut deliveries).await,
        Delivery::Live { channel, payload }
    );

    space
        .bus
        .live()
        .publish_to(workspace, b"renamed")
        .await
        .unwrap();
    let payload = Bytes::from_static(b"renamed");
    assert_eq!(
        next(&mut deliveries).await,
        Delivery::Workspace { workspace, payload }
    );

    space.bus.recovery().call_for_offers().await.unwrap();
    assert_eq!(next(&mut deliveries).await, Delivery::Recover);
}

#[tokio::test]
async fn a_cut_connection_is_told_and_subscribed_anew() {
    let server = Server::start().await;
    let space = Space::at(&server.url(), &server.url(), |_config| {});
    space.bus.recovery().bless(FIRST).await.unwrap();
    let channel = space.channel().await;
    let (fanout, mut deliveries) = space.listen();
    fanout.subscribe(&[Topic::Channel(channel)]).await.unwrap();

    let mut kill = redis::cmd("CLIENT");
    kill.arg("KILL").arg("TYPE").arg("pubsub");
    let killed: i64 = kill.query(&mut space.raw()).unwrap();
    assert_eq!(killed, 1);

    assert_eq!(next(&mut deliveries).await, Delivery::Lost(Role::Durable));
    assert_eq!(
        next(&mut deliveries).await,
        Delivery::Restored(Role::Durable)
    );
    let position = space.say(channel, "after").await;
    let Delivery::Channel(record) = next(&mut deliveries).await else {
        panic!("not an event");
    };
    assert_eq!(record.seq, position.seq);
}

#[tokio::test]
async fn a_restarted_server_is_found_again_with_all_that_was_wished_meanwhile() {
    let mut server = Server::start().await;
    let space = Space::at(&server.url(), &server.url(), |_config| {});
    let (fanout, mut deliveries) = space.listen();
    let (early, late) = (new_channel(), new_channel());
    fanout.subscribe(&[Topic::Channel(early)]).await.unwrap();
    server.kill().await;
    // Both roles are this server: the other's loss may be told as well.
    until("the loss is told", async || {
        next(&mut deliveries).await == Delivery::Lost(Role::Durable)
    })
    .await;

    fanout.subscribe(&[Topic::Channel(late)]).await.unwrap_err();
    server.start_again().await;
    until("the subscription is restored", async || {
        next(&mut deliveries).await == Delivery::Restored(Role::Durable)
    })
    .await;

    let topics: Vec<String> = redis::cmd("PUBSUB")
        .arg("SHARDCHANNELS")
        .query(&mut space.raw())
        .unwrap();
    let topic = |channel| {
        let partition = Partitions::default().of(channel);
        format!("{}:{{p{partition}}}:C:{channel}", space.prefix)
    };
    assert!(
        topics.contains(&topic(early)) && topics.contains(&topic(late)),
        "{topics:?}"
    );
}

#[tokio::test]
async fn a_receiver_that_falls_too_far_behind_is_told_that_it_lost_something() {
    let space = Space::open().await;
    let (fanout, mut deliveries) = space.listen();
    let channel = new_channel();
    fanout.subscribe(&[Topic::Live(channel)]).await.unwrap();

    // More than wait for a receiver, and nobody receives.
    let topic = {
        let partition = Partitions::default().of(channel);
        format!("{}:{{p{partition}}}:L:{channel}", space.prefix)
    };
    let mut pipeline = redis::pipe();
    for _ in 0..20_000 {
        pipeline.cmd("SPUBLISH").arg(&topic).arg("x").ignore();
    }
    let _: Value = pipeline.query(&mut space.raw()).unwrap();

    let mut received = 0;
    let lost = loop {
        match next(&mut deliveries).await {
            Delivery::Live { .. } => received += 1,
            other => break other,
        }
    };
    assert_eq!(lost, Delivery::Lost(Role::Live));
    assert!(received < 20_000, "{received}");
    assert_eq!(next(&mut deliveries).await, Delivery::Restored(Role::Live));
    space
        .bus
        .live()
        .publish_in(channel, b"after")
        .await
        .unwrap();
    assert!(matches!(next(&mut deliveries).await, Delivery::Live { .. }));
}

#[tokio::test]
async fn a_frozen_server_is_noticed_by_its_silence() {
    let server = Server::start().await;
    let space = Space::at(&server.url(), &server.url(), |_config| {});
    let (fanout, mut deliveries) = space.listen();
    fanout.subscribe(&[Topic::Control]).await.unwrap();

    server.signal("STOP").await;
    let lost = next(&mut deliveries).await;
    server.signal("CONT").await;

    assert!(matches!(lost, Delivery::Lost(_)), "{lost:?}");
    until("the subscription is restored", async || {
        next(&mut deliveries).await == Delivery::Restored(Role::Durable)
    })
    .await;
}
