//! An event that cannot be stored is set aside, and the rest go on.

use domain::ChannelId;
use protocol::event::LogEvent;
use sqlx::PgPool;

use crate::support::{Space, now};

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn poison_never_blocks(pool: PgPool) {
    let space = Space::open(pool).await;
    let channel = space.channel().await;
    space.say(channel, "before").await;
    // Postgres takes no NUL, our own version none that it does not know, and nobody half an event.
    space.say(channel, "a \0 within").await;
    space
        .append(channel, b"\xff\x01 from the future", None)
        .await;
    space.append(channel, b"{", None).await;
    for number in 1..=50 {
        space.say(channel, &number.to_string()).await;
    }
    space.say(channel, "after").await;

    let worker = space.worker().await;
    space.persisted(channel, 55).await;

    let bodies = space.bodies(channel).await;
    assert_eq!(bodies.len(), 52);
    assert_eq!(
        (bodies[0].as_str(), bodies[51].as_str()),
        ("before", "after")
    );
    assert_eq!(space.count("select count(*) from dead_letters").await, 3);
    assert_eq!(space.voids(channel).await, [2, 3, 4]);
    worker.stops().await;
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_nonce_that_is_stored_already_does_not_come_twice(pool: PgPool) {
    let space = Space::open(pool).await;
    let channel = space.channel().await;
    let first = space.message(channel, "once");
    let mut second = space.message(channel, "once");
    second.nonce.clone_from(&first.nonce);
    space
        .log(channel, LogEvent::MessageCreated(Box::new(first)))
        .await;
    space
        .log(channel, LogEvent::MessageCreated(Box::new(second)))
        .await;
    space.say(channel, "next").await;

    let worker = space.worker().await;
    space.persisted(channel, 3).await;

    assert_eq!(space.bodies(channel).await, ["once", "next"]);
    assert_eq!(space.count("select count(*) from dead_letters").await, 1);
    worker.stops().await;
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn an_event_of_a_channel_that_nobody_knows_holds_up_nobody(pool: PgPool) {
    let space = Space::open(pool).await;
    let known = space.channel().await;
    let partition = space.bus.partitions().of(known);
    // Another channel in the same partition: its last bits decide.
    let mut bytes = *ChannelId::generate(now(), &mut rand::rng())
        .as_uuid()
        .as_bytes();
    bytes[14..].copy_from_slice(&known.last_16_bits().to_be_bytes());
    let unknown = ChannelId::from_uuid(uuid::Uuid::from_bytes(bytes));
    assert_eq!(space.bus.partitions().of(unknown), partition);
    space.seed(unknown).await;
    space.say(unknown, "lost").await;
    space.say(known, "found").await;

    let worker = space.worker().await;
    space.persisted(known, 1).await;

    assert_eq!(space.bodies(known).await, ["found"]);
    assert_eq!(space.count("select count(*) from dead_letters").await, 1);
    worker.stops().await;
}
