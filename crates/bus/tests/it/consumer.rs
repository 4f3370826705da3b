//! What a worker reads, and what becomes of it.

use std::time::Duration;

use bus::{Committed, Consumer, Entry, Group, Range};
use domain::{ChannelId, MessageId, Partitions, Seq};

use crate::support::{PATIENCE, Space, event};

const AT_ONCE: Duration = Duration::from_millis(1);

fn consumer(space: &Space, channel: ChannelId) -> Consumer {
    space
        .bus
        .consumer(Group::Persist, Partitions::default().of(channel))
}

fn seqs(entries: &[Entry]) -> Vec<i64> {
    entries
        .iter()
        .map(|entry| entry.event.as_ref().unwrap().seq.get())
        .collect()
}

fn committed(channel: ChannelId, entries: &[Entry]) -> Committed {
    let last = entries
        .iter()
        .map(|entry| entry.event.as_ref().unwrap().seq)
        .max();
    Committed {
        entries: entries.iter().map(|entry| entry.id.clone()).collect(),
        persisted: vec![(channel, last.unwrap())],
        ..Committed::default()
    }
}

#[tokio::test]
async fn events_are_read_in_order_and_once() {
    let space = Space::open().await;
    let channel = space.channel().await;
    space.fill(channel, 5).await;
    let consumer = consumer(&space, channel);

    let first = consumer.next(3, AT_ONCE).await.unwrap();
    let second = consumer.next(3, AT_ONCE).await.unwrap();
    let none = consumer.next(3, AT_ONCE).await.unwrap();

    assert_eq!(seqs(&first), [1, 2, 3]);
    assert_eq!(seqs(&second), [4, 5]);
    assert!(none.is_empty());
    let record = first[0].event.as_ref().unwrap();
    assert_eq!(&record.payload[..], b"1");
    assert_eq!(record.psn, first[0].id.psn());
}

#[tokio::test]
async fn a_reader_wakes_when_something_comes() {
    let space = Space::open().await;
    let channel = space.channel().await;
    let consumer = consumer(&space, channel);
    consumer.next(1, AT_ONCE).await.unwrap();

    let (entries, _said) = tokio::join!(consumer.next(10, PATIENCE), async {
        space.say(channel, "wake up").await
    });

    assert_eq!(seqs(&entries.unwrap()), [1]);
}

#[tokio::test]
async fn whoever_takes_over_finds_what_a_crashed_worker_left() {
    let space = Space::open().await;
    let channel = space.channel().await;
    space.fill(channel, 4).await;
    let read = consumer(&space, channel).next(3, AT_ONCE).await.unwrap();
    assert_eq!(read.len(), 3);

    // Another process; the first never acknowledged.
    let successor = space
        .another()
        .consumer(Group::Persist, Partitions::default().of(channel));
    let pending = successor.pending(10).await.unwrap();
    let fresh = successor.next(10, AT_ONCE).await.unwrap();

    assert_eq!(pending, read);
    assert_eq!(seqs(&fresh), [4]);
    successor
        .committed(&committed(channel, &pending))
        .await
        .unwrap();
    assert_eq!(seqs(&successor.pending(10).await.unwrap()), [4]);
}

#[tokio::test]
async fn the_log_is_trimmed_to_what_is_still_needed_and_no_further() {
    let space = Space::open().await;
    let channel = space.channel().await;
    space.fill(channel, 6).await;
    let consumer = consumer(&space, channel);
    let first = consumer.next(2, AT_ONCE).await.unwrap();
    let second = consumer.next(2, AT_ONCE).await.unwrap();

    // The later batch is committed first: the earlier is still needed.
    consumer
        .committed(&committed(channel, &second))
        .await
        .unwrap();
    assert_eq!(consumer.backlog().await.unwrap(), 6);
    consumer
        .committed(&committed(channel, &first))
        .await
        .unwrap();
    assert_eq!(consumer.backlog().await.unwrap(), 2);

    let rest = consumer.next(10, AT_ONCE).await.unwrap();
    consumer
        .committed(&committed(channel, &rest))
        .await
        .unwrap();
    assert_eq!(consumer.backlog().await.unwrap(), 0);
    // An emptied log goes on counting.
    space.say(channel, "7").await;
    assert_eq!(seqs(&consumer.next(10, AT_ONCE).await.unwrap()), [7]);
}

#[tokio::test]
async fn the_slower_of_two_groups_decides_what_is_still_needed() {
    let space = Space::open().await;
    let channel = space.channel().await;
    space.fill(channel, 3).await;
    let persist = consumer(&space, channel);
    let search = space
        .bus
        .consumer(Group::Search, Partitions::default().of(channel));
    search.open().await.unwrap();
    let found = search.next(1, AT_ONCE).await.unwrap();
    let all = persist.next(10, AT_ONCE).await.unwrap();

    persist.committed(&committed(channel, &all)).await.unwrap();
    assert_eq!(persist.backlog().await.unwrap(), 3);

    search.acknowledge(vec![found[0].id.clone()]).await.unwrap();
    assert_eq!(persist.backlog().await.unwrap(), 2);
}

#[tokio::test]
async fn a_commit_raises_the_watermark_and_forgets_where_messages_were() {
    let space = Space::open().await;
    let channel = space.channel().await;
    let message = MessageId::generate_in(channel, chrono::DateTime::UNIX_EPOCH, &mut rand::rng());
    let mut send = event(channel, "hello");
    send.message = Some(message);
    space.bus.log().append(&send).await.unwrap();
    let consumer = consumer(&space, channel);
    let entries = consumer.next(10, AT_ONCE).await.unwrap();
    let mut batch = committed(channel, &entries);
    batch.messages = vec![message];

    consumer.committed(&batch).await.unwrap();
    consumer.committed(&batch).await.unwrap();

    let log = space.bus.log();
    assert_eq!(
        log.head(channel).await.unwrap().unwrap().persisted,
        Seq::new(1)
    );
    assert_eq!(log.locate(message).await.unwrap(), None);
    let tail = log
        .tail(channel, Range::Unpersisted, 10)
        .await
        .unwrap()
        .unwrap();
    assert!(tail.records.is_empty());
}

#[tokio::test]
async fn an_entry_that_is_not_ours_comes_raw_and_does_not_hold_up_the_rest() {
    let space = Space::open().await;
    let channel = space.channel().await;
    space.say(channel, "good").await;
    let partition = Partitions::default().of(channel);
    let _: String = redis::cmd("XADD")
        .arg(format!("{}:{{p{partition}}}:log", space.prefix))
        .arg("1-*")
        .arg(&["i", "nonsense", "m", "poison"])
        .query(&mut space.raw())
        .unwrap();
    space.say(channel, "good again").await;

    let entries = consumer(&space, channel).next(10, AT_ONCE).await.unwrap();

    assert_eq!(entries.len(), 3);
    let undecodable = entries[1].event.as_ref().unwrap_err();
    assert_eq!(&undecodable.place[..], b"nonsense");
    assert_eq!(&undecodable.raw[..], b"poison");
    assert!(entries[0].event.is_ok() && entries[2].event.is_ok());
}

#[tokio::test]
async fn a_lost_group_begins_again_at_the_first_entry() {
    let space = Space::open().await;
    let channel = space.channel().await;
    space.fill(channel, 2).await;
    let consumer = consumer(&space, channel);
    consumer.next(10, AT_ONCE).await.unwrap();
    let partition = Partitions::default().of(channel);
    let _: i64 = redis::cmd("XGROUP")
        .arg("DESTROY")
        .arg(format!("{}:{{p{partition}}}:log", space.prefix))
        .arg("persist")
        .query(&mut space.raw())
        .unwrap();

    assert!(consumer.pending(10).await.unwrap().is_empty());
    assert_eq!(seqs(&consumer.next(10, AT_ONCE).await.unwrap()), [1, 2]);
}
