//! What is said ends up in the tables, once, and Redis may forget it.

use domain::Seq;
use protocol::gateway::event::{UserEvent, UserFrame};
use sqlx::PgPool;

use crate::support::{Space, eventually};

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn what_is_said_is_stored_in_the_order_of_the_log(pool: PgPool) {
    let space = Space::open(pool).await;
    let channel = space.channel().await;
    let expected: Vec<String> = (1..=250)
        .map(|number| format!("message {number}"))
        .collect();
    for body in &expected {
        space.say(channel, body).await;
    }

    let worker = space.worker().await;
    space.persisted(channel, 250).await;

    assert_eq!(space.bodies(channel).await, expected);
    let number = space
        .count("select persisted_message_no from channels")
        .await;
    assert_eq!(number, 250);
    worker.stops().await;
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn an_acknowledged_event_is_in_the_log_no_more(pool: PgPool) {
    let space = Space::open(pool).await;
    let channel = space.channel().await;
    let message = space.say(channel, "hello").await;
    assert!(space.bus.log().locate(message).await.unwrap().is_some());

    let worker = space.worker().await;
    space.persisted(channel, 1).await;

    let partition = space.bus.partitions().of(channel);
    let consumer = space.bus.consumer(bus::Group::Persist, partition);
    let emptied = async || (consumer.pending(10).await.ok()?.is_empty()).then_some(());
    eventually("nothing is pending", emptied).await;
    assert!(space.bus.log().locate(message).await.unwrap().is_none());
    worker.stops().await;
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn an_edited_and_then_deleted_message_leaves_a_tombstone_and_voids(pool: PgPool) {
    let space = Space::open(pool).await;
    let channel = space.channel().await;
    let kept = space.say(channel, "kept").await;
    let message = space.say(channel, "secret").await;
    space.edit(channel, message, "another secret", 2).await;
    let worker = space.worker().await;
    space.persisted(channel, 3).await;
    assert_eq!(space.bodies(channel).await, ["kept", "another secret"]);
    assert_eq!(space.count("select count(*) from revisions").await, 1);

    space.delete(channel, message).await;
    space.persisted(channel, 4).await;

    assert_eq!(space.bodies(channel).await, ["kept", ""]);
    assert_eq!(space.count("select count(*) from revisions").await, 0);
    assert_eq!(space.voids(channel).await, [2, 3]);
    space.edit(channel, message, "too late", 3).await;
    space.edit(channel, kept, "changed", 2).await;
    space.persisted(channel, 6).await;
    assert_eq!(space.bodies(channel).await, ["changed", ""]);
    worker.stops().await;
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn the_author_hears_that_the_message_is_durable(pool: PgPool) {
    let space = Space::open(pool).await;
    let channel = space.channel().await;
    let (fanout, mut deliveries, driver) = space.bus.fanout();
    let stop = tokio_util::sync::CancellationToken::new();
    let tracker = tokio_util::task::TaskTracker::new();
    tracker.spawn(driver.run(stop.clone()));
    fanout
        .subscribe(&[bus::Topic::User(space.alice.id)])
        .await
        .unwrap();
    let worker = space.worker().await;

    space.say(channel, "hello").await;

    let heard = async {
        while let Some(delivery) = deliveries.next().await {
            let bus::Delivery::User(record) = delivery else {
                continue;
            };
            let frame: UserFrame = serde_json::from_slice(&record.payload).unwrap();
            if let UserEvent::Durable(durable) = frame.event {
                return (record.version, durable);
            }
        }
        panic!("nothing more is heard");
    };
    let (version, durable) = tokio::time::timeout(crate::support::PATIENCE, heard)
        .await
        .unwrap();
    assert_eq!(version, None);
    assert_eq!((durable.channel, durable.seq), (channel, Seq::new(1)));
    worker.stops().await;
    stop.cancel();
    tracker.close();
    tracker.wait().await;
}
