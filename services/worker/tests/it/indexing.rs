//! What is stored is indexed, once, whatever happens on the way.

use domain::{ChannelId, MessageId};
use sqlx::PgPool;

use crate::support::{Space, eventually};

/// Which of these messages have this word in the index.
async fn with_word(space: &Space, word: &str) -> Vec<MessageId> {
    let rows =
        sqlx::query_scalar("select id from search_rows where words @@ $1::tsquery order by id");
    let ids: Vec<uuid::Uuid> = rows.bind(word).fetch_all(&space.pool).await.unwrap();
    ids.into_iter().map(MessageId::from_uuid).collect()
}

async fn indexed(space: &Space, word: &str, expected: &[MessageId]) {
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    let look = async || (with_word(space, word).await == expected).then_some(());
    eventually(&format!("{word} is in {} rows", expected.len()), look).await;
}

async fn says(space: &Space, channel: ChannelId, bodies: &[&str]) -> Vec<MessageId> {
    let mut ids = Vec::new();
    for body in bodies {
        ids.push(space.say(channel, body).await);
    }
    ids
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn what_is_said_changed_and_deleted_is_indexed_so(pool: PgPool) {
    let space = Space::open(pool).await;
    let channel = space.channel().await;
    let worker = space.worker().await;
    let ids = says(&space, channel, &["apple pie", "apple cake", "pear"]).await;
    indexed(&space, "apple", &ids[..2]).await;

    space.edit(channel, ids[0], "cherry pie", 2).await;
    indexed(&space, "cherry", &ids[..1]).await;
    indexed(&space, "apple", &ids[1..2]).await;
    space.delete(channel, ids[1]).await;
    indexed(&space, "apple", &[]).await;
    let left = "select count(*) from search_rows where words = '' and tags = '{}'";
    assert_eq!(
        space.count(left).await,
        1,
        "nothing of a deleted message stays"
    );
    worker.stops().await;
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_killed_indexer_loses_nothing(pool: PgPool) {
    let space = Space::open(pool).await;
    let channel = space.channel().await;
    let mut ids = Vec::new();
    let mut worker = space.worker().await;
    for round in 0..4 {
        for number in 0..60 {
            ids.push(space.say(channel, &format!("apple {round} {number}")).await);
        }
        worker.dies().await;
        worker = space.worker().await;
    }
    indexed(&space, "apple", &ids).await;
    worker.stops().await;
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn what_was_there_before_the_index_is_looked_through(pool: PgPool) {
    let space = Space::open(pool).await;
    let channels = [space.channel().await, space.channel().await];
    let worker = space.worker().await;
    let mut ids = Vec::new();
    for channel in channels {
        ids.extend(says(&space, channel, &["apple one", "apple two"]).await);
        space.persisted(channel, 2).await;
    }
    let gone = says(&space, channels[0], &["apple gone"]).await;
    space.delete(channels[0], gone[0]).await;
    space.persisted(channels[0], 4).await;
    indexed(&space, "apple", &ids).await;
    worker.stops().await;
    sqlx::raw_sql("truncate search_rows, search_backfill")
        .execute(&space.pool)
        .await
        .unwrap();

    let worker = space.worker().await;
    indexed(&space, "apple", &ids).await;
    let done = async || {
        (space
            .count("select count(*) from search_backfill where done")
            .await
            == 16)
            .then_some(())
    };
    eventually("all partitions are looked through", done).await;
    worker.stops().await;
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_log_that_was_lost_is_made_good_from_the_tables(pool: PgPool) {
    let mut space = Space::open(pool).await;
    let channel = space.channel().await;
    let worker = space.worker().await;
    let ids = says(&space, channel, &["apple"]).await;
    indexed(&space, "apple", &ids).await;
    worker.stops().await;
    // It was stored, and then Redis lost the log before the indexer had read it.
    sqlx::raw_sql("delete from search_rows")
        .execute(&space.pool)
        .await
        .unwrap();
    let partition = space.bus.partitions().of(channel);
    let is_open = async |space: &Space| {
        let consumer = space.bus.consumer(bus::Group::Search, partition);
        consumer.is_open().await.unwrap()
    };
    assert!(is_open(&space).await);
    space.loses_redis().await;
    assert!(!is_open(&space).await);

    let worker = space.worker().await;
    indexed(&space, "apple", &ids).await;
    worker.stops().await;
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn an_unreadable_event_does_not_stop_the_indexer(pool: PgPool) {
    let space = Space::open(pool).await;
    let channel = space.channel().await;
    space.append(channel, b"no event of ours", None).await;
    let ids = says(&space, channel, &["apple"]).await;
    let worker = space.worker().await;
    indexed(&space, "apple", &ids).await;
    let partition = space.bus.partitions().of(channel);
    let consumer = space.bus.consumer(bus::Group::Search, partition);
    let emptied = async || (consumer.backlog().await.ok()? == 0).then_some(());
    eventually("both readers have acknowledged", emptied).await;
    worker.stops().await;
}
