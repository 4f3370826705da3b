//! Reading a channel's recent events.

use bus::{Committed, Group, Range};
use domain::{ChannelId, Seq};

use crate::support::{Space, new_channel};

async fn seqs(space: &Space, channel: ChannelId, range: Range, limit: usize) -> Vec<i64> {
    let tail = space
        .bus
        .log()
        .tail(channel, range, limit)
        .await
        .unwrap()
        .unwrap();
    tail.records.iter().map(|record| record.seq.get()).collect()
}

async fn persist(space: &Space, channel: ChannelId, seq: i64, voids: &[i64]) {
    let consumer = space
        .bus
        .consumer(Group::Persist, space.bus.partitions().of(channel));
    let batch = Committed {
        persisted: vec![(channel, Seq::new(seq))],
        voids: voids.iter().map(|seq| (channel, Seq::new(*seq))).collect(),
        ..Committed::default()
    };
    consumer.committed(&batch).await.unwrap();
}

#[tokio::test]
async fn every_stretch_is_ascending_and_bounded() {
    let space = Space::open().await;
    let channel = space.channel().await;
    space.fill(channel, 10).await;
    persist(&space, channel, 7, &[]).await;

    let after = |seq| Range::After(Seq::new(seq));
    let before = |seq| Range::Before(Seq::new(seq));
    assert_eq!(seqs(&space, channel, after(0), 3).await, [1, 2, 3]);
    assert_eq!(seqs(&space, channel, after(8), 100).await, [9, 10]);
    assert_eq!(seqs(&space, channel, after(10), 100).await, [0_i64; 0]);
    assert_eq!(seqs(&space, channel, before(5), 2).await, [3, 4]);
    assert_eq!(seqs(&space, channel, before(3), 100).await, [1, 2]);
    assert_eq!(seqs(&space, channel, before(1), 100).await, [0_i64; 0]);
    assert_eq!(seqs(&space, channel, Range::Newest, 2).await, [9, 10]);
    assert_eq!(
        seqs(&space, channel, Range::Unpersisted, 100).await,
        [8, 9, 10]
    );
    assert_eq!(seqs(&space, channel, Range::View, 1).await, [8, 9, 10]);
    assert_eq!(
        seqs(&space, channel, Range::View, 5).await,
        [6, 7, 8, 9, 10]
    );
    assert_eq!(seqs(&space, channel, Range::View, 50).await.len(), 10);
}

#[tokio::test]
async fn a_record_is_what_was_appended_and_the_head_is_of_the_same_instant() {
    let space = Space::open().await;
    let channel = space.channel().await;
    space.fill(channel, 2).await;

    let tail = space
        .bus
        .log()
        .tail(channel, Range::Newest, 1)
        .await
        .unwrap()
        .unwrap();

    assert_eq!(tail.head.seq, Seq::new(2));
    let [record] = &tail.records[..] else {
        panic!("{tail:?}");
    };
    assert_eq!(&record.payload[..], b"2");
    assert_eq!(record.message_no.unwrap().get(), 2);
    assert_eq!(record.channel, channel);
    assert_eq!(record.epoch, tail.head.epoch);
}

#[tokio::test]
async fn a_cold_channel_has_no_tail_and_many_tails_come_at_once() {
    let space = Space::open().await;
    let (warm, cold) = (space.channel().await, new_channel());
    space.fill(warm, 1).await;
    let log = space.bus.log();

    let tails = log
        .tails(&[(warm, Range::Newest, 5), (cold, Range::Newest, 5)])
        .await;
    let heads = log.heads(&[cold, warm]).await.unwrap();

    let tails = tails.unwrap();
    assert_eq!(tails[0].as_ref().unwrap().records.len(), 1);
    assert_eq!(tails[1], None);
    assert_eq!(heads[0], None);
    assert_eq!(heads[1].unwrap().seq, Seq::new(1));
}

#[tokio::test]
async fn a_removed_event_is_a_void_in_every_stretch() {
    let space = Space::open().await;
    let channel = space.channel().await;
    space.fill(channel, 5).await;
    persist(&space, channel, 5, &[1, 3, 5]).await;

    for (range, limit, expected) in [
        (Range::After(Seq::ZERO), 100, vec![1, 2, 3, 4, 5]),
        (Range::After(Seq::new(2)), 1, vec![3, 4]),
        (Range::Newest, 100, vec![1, 2, 3, 4, 5]),
        (Range::Before(Seq::new(4)), 100, vec![1, 2, 3]),
        (Range::View, 3, vec![3, 4, 5]),
    ] {
        let tail = space
            .bus
            .log()
            .tail(channel, range, limit)
            .await
            .unwrap()
            .unwrap();
        let seqs: Vec<i64> = tail.records.iter().map(|record| record.seq.get()).collect();
        assert_eq!(seqs, expected, "{range:?}");
        for record in tail.records {
            assert_eq!(record.is_void(), record.seq.get() % 2 == 1, "{range:?}");
        }
    }
}

#[tokio::test]
async fn an_event_that_is_not_persisted_cannot_be_removed() {
    let space = Space::open().await;
    let channel = space.channel().await;
    space.fill(channel, 3).await;

    persist(&space, channel, 1, &[2]).await;

    let tail = space
        .bus
        .log()
        .tail(channel, Range::Newest, 10)
        .await
        .unwrap()
        .unwrap();
    assert!(tail.records.iter().all(|record| !record.is_void()));
}

#[tokio::test]
async fn a_tail_is_trimmed_below_the_watermark_only_and_says_where_it_begins() {
    let space = Space::open_with(|config| config.tail_keep = 4).await;
    let channel = space.channel().await;
    space.fill(channel, 10).await;

    persist(&space, channel, 3, &[]).await;
    assert_eq!(
        seqs(&space, channel, Range::Newest, 100).await,
        [4, 5, 6, 7, 8, 9, 10]
    );
    // A watermark that falls behind, from a slower worker, changes nothing.
    persist(&space, channel, 2, &[]).await;
    persist(&space, channel, 10, &[]).await;
    assert_eq!(
        seqs(&space, channel, Range::Newest, 100).await,
        [7, 8, 9, 10]
    );

    let tail = space
        .bus
        .log()
        .tail(channel, Range::After(Seq::new(2)), 100)
        .await;
    let tail = tail.unwrap().unwrap();
    assert_eq!(tail.head.floor, Seq::new(7));
    assert_eq!(tail.head.persisted, Seq::new(10));
    assert!(tail.reaches(Seq::new(6)) && !tail.reaches(Seq::new(5)));
}

#[tokio::test]
async fn a_watermark_beyond_the_head_is_cut_to_it() {
    let space = Space::open().await;
    let channel = space.channel().await;
    space.fill(channel, 2).await;

    persist(&space, channel, 99, &[]).await;

    let head = space.bus.log().head(channel).await.unwrap().unwrap();
    assert_eq!(head.persisted, Seq::new(2));
}
