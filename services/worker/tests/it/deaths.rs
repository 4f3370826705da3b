//! Whoever dies, somebody carries on, and nothing is lost or stored twice.

use bus::Group;
use sqlx::PgPool;

use crate::support::{Space, eventually};

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn what_a_dead_worker_had_in_hand_is_taken_over(pool: PgPool) {
    let space = Space::open(pool).await;
    let channel = space.channel().await;
    for number in 1..=20 {
        space.say(channel, &number.to_string()).await;
    }
    // A worker read a part of it, under the lease, and was never heard of again.
    let partition = space.bus.partitions().of(channel);
    assert!(
        space
            .bus
            .lease(partition)
            .acquire("the dead one")
            .await
            .unwrap()
    );
    let consumer = space.bus.consumer(Group::Persist, partition);
    let in_hand = consumer
        .next(7, std::time::Duration::from_millis(100))
        .await
        .unwrap();
    assert_eq!(in_hand.len(), 7);

    let worker = space.worker().await;
    space.persisted(channel, 20).await;

    let expected: Vec<String> = (1..=20).map(|number| number.to_string()).collect();
    assert_eq!(space.bodies(channel).await, expected);
    worker.stops().await;
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn two_workers_share_the_partitions_and_one_that_is_killed_is_replaced(pool: PgPool) {
    let space = Space::open(pool).await;
    let mut channels = Vec::new();
    for _ in 0..8 {
        channels.push(space.channel().await);
    }
    let first = space.worker().await;
    let second = space.worker().await;
    for round in 1..=5 {
        for channel in &channels {
            space.say(*channel, &round.to_string()).await;
        }
    }
    first.dies().await;
    for round in 6..=10 {
        for channel in &channels {
            space.say(*channel, &round.to_string()).await;
        }
    }

    let expected: Vec<String> = (1..=10).map(|round| round.to_string()).collect();
    for channel in channels {
        space.persisted(channel, 10).await;
        assert_eq!(space.bodies(channel).await, expected);
    }
    second.stops().await;
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_worker_that_stops_hands_over_at_once(pool: PgPool) {
    let space = Space::open(pool).await;
    let channel = space.channel().await;
    let first = space.worker().await;
    space.say(channel, "to the first").await;
    space.persisted(channel, 1).await;

    first.stops().await;

    for partition in space.bus.partitions().all() {
        assert!(
            space
                .bus
                .lease(partition)
                .acquire("the next one")
                .await
                .unwrap()
        );
    }
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn what_an_earlier_epoch_gave_out_is_not_stored_over_the_one_that_counts(pool: PgPool) {
    let space = Space::open(pool).await;
    let channel = space.channel().await;
    space.say(channel, "of the old life").await;
    // Recovery came, before the worker had stored what it read.
    let raised = sqlx::query_scalar("update channels set epoch = 2 returning epoch");
    let epoch: i64 = raised.fetch_one(&space.pool).await.unwrap();
    assert_eq!(epoch, 2);

    let worker = space.worker().await;
    let partition = space.bus.partitions().of(channel);
    let consumer = space.bus.consumer(Group::Persist, partition);
    let passed_over = async || (consumer.backlog().await.ok()? == 0).then_some(());
    eventually("the event is acknowledged", passed_over).await;

    assert!(space.bodies(channel).await.is_empty());
    let persisted = space.count("select persisted_seq from channels").await;
    assert_eq!(persisted, 0);
    worker.stops().await;
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn events_that_another_worker_read_in_between_are_filled_in_from_the_tail(pool: PgPool) {
    let space = Space::open(pool).await;
    let channel = space.channel().await;
    let worker = space.worker().await;
    space.say(channel, "1").await;
    space.persisted(channel, 1).await;
    worker.stops().await;

    // A worker that was frozen past its lease wakes up, reads, and acknowledges without storing.
    for number in 2..=4 {
        space.say(channel, &number.to_string()).await;
    }
    let partition = space.bus.partitions().of(channel);
    let consumer = space.bus.consumer(Group::Persist, partition);
    let read = consumer
        .next(2, std::time::Duration::from_millis(100))
        .await
        .unwrap();
    let entries = read.into_iter().map(|entry| entry.id).collect();
    consumer.acknowledge(entries).await.unwrap();

    let worker = space.worker().await;
    space.persisted(channel, 4).await;

    assert_eq!(space.bodies(channel).await, ["1", "2", "3", "4"]);
    worker.stops().await;
}
