//! Putting logs in order again after a loss.

use std::time::Duration;

use bus::{Delivery, Group, Head, Incarnation, Range, Restore, Restored, Topic};
use bytes::Bytes;
use domain::{ChannelId, Epoch, MessageNo, Mver, Partitions, Seq};

use crate::support::{EMPTY, FIRST, Space, duplicate, event, new, new_user, next, nonce};

const SECOND: Incarnation = Incarnation {
    number: 2,
    lost: 2,
    lost_at: 1_795_000_000,
};

fn head(epoch: i64, base: i64, seq: i64, persisted: i64) -> Head {
    Head {
        epoch: Epoch::new(epoch),
        base: Seq::new(base),
        seq: Seq::new(seq),
        message_no: MessageNo::new(seq),
        persisted: Seq::new(persisted),
        mver: Mver::new(4),
        floor: Seq::ZERO,
        closed: false,
    }
}

fn restored(seq: i64) -> Restored {
    Restored {
        seq: Seq::new(seq),
        message_no: Some(MessageNo::new(seq)),
        message: None,
        payload: Bytes::from(seq.to_string()),
    }
}

async fn payloads(space: &Space, channel: ChannelId) -> Vec<(i64, String)> {
    let tail = space
        .bus
        .log()
        .tail(channel, Range::Newest, 100)
        .await
        .unwrap()
        .unwrap();
    let each = tail.records.iter().map(|record| {
        assert_eq!(record.epoch, tail.head.epoch);
        let text = String::from_utf8(record.payload.to_vec()).unwrap();
        (record.seq.get(), text)
    });
    each.collect()
}

#[tokio::test]
async fn a_survey_finds_every_channel_that_had_events() {
    let space = Space::open().await;
    let channel = space.channel().await;
    space.fill(channel, 3).await;
    let recovery = space.bus.recovery();

    recovery.close(SECOND).await.unwrap();
    let survey = recovery
        .survey(Partitions::default().of(channel))
        .await
        .unwrap();

    let found = survey
        .channels
        .iter()
        .find(|survivor| survivor.channel == channel)
        .unwrap();
    assert_eq!(found.head.unwrap().seq, Seq::new(3));
    assert_eq!(found.tail_end, Some(Seq::new(3)));
    assert_eq!(survey.least_incarnation, SECOND.number + 1);
}

#[tokio::test]
async fn a_rolled_back_channel_takes_over_what_others_remember_under_a_new_epoch() {
    let space = Space::open().await;
    let channel = space.channel().await;
    // What survives: 1 to 3. Postgres has 2, a gateway's ring 4 and 5.
    space.fill(channel, 3).await;
    let recovery = space.bus.recovery();
    recovery.close(SECOND).await.unwrap();

    let wanted = Restore {
        channel,
        head: head(2, 3, 5, 2),
        events: vec![restored(4), restored(5)],
    };
    recovery.restore(SECOND, &wanted).await.unwrap();
    recovery.bless(SECOND).await.unwrap();

    let expected: Vec<_> = (1..=5).map(|seq: i64| (seq, seq.to_string())).collect();
    assert_eq!(payloads(&space, channel).await, expected);
    let now = space.bus.log().head(channel).await.unwrap().unwrap();
    assert_eq!(
        now,
        Head {
            floor: Seq::new(1),
            ..wanted.head
        }
    );
    let mut next = event(channel, "6");
    next.numbered = true;
    let next = new(space.bus.log().append(&next).await.unwrap());
    assert_eq!((next.epoch.get(), next.seq.get()), (2, 6));
    assert_eq!(next.message_no.unwrap().get(), 6);

    // The worker gets everything above the watermark, some of it twice.
    let consumer = space
        .bus
        .consumer(Group::Persist, Partitions::default().of(channel));
    let entries = consumer.next(100, Duration::from_millis(1)).await.unwrap();
    let seqs = entries
        .iter()
        .map(|entry| entry.event.as_ref().unwrap().seq.get());
    assert_eq!(seqs.collect::<Vec<_>>(), [1, 2, 3, 3, 4, 5, 6]);
}

#[tokio::test]
async fn a_flushed_channel_is_rebuilt_from_elsewhere() {
    let space = Space::open().await;
    let channel = space.channel().await;
    let recovery = space.bus.recovery();
    recovery.close(SECOND).await.unwrap();

    // Postgres has up to 7; a ring holds 8 and 10: 9 is gone for good.
    let wanted = Restore {
        channel,
        head: head(2, 7, 10, 7),
        events: vec![restored(8), restored(10)],
    };
    recovery.restore(SECOND, &wanted).await.unwrap();
    recovery.restore(SECOND, &wanted).await.unwrap();
    recovery.bless(SECOND).await.unwrap();

    let expected = [(8, "8"), (9, ""), (10, "10")].map(|(seq, text)| (seq, text.to_owned()));
    assert_eq!(payloads(&space, channel).await, expected);
    let now = space.bus.log().head(channel).await.unwrap().unwrap();
    assert_eq!(now.floor, Seq::new(8));
}

#[tokio::test]
async fn gateways_hear_that_recovery_is_done_and_that_channels_have_moved() {
    let space = Space::open().await;
    let channel = space.channel().await;
    let position = space.say(channel, "1").await;
    let (fanout, mut deliveries) = space.listen();
    fanout.subscribe(&[Topic::Control]).await.unwrap();
    let recovery = space.bus.recovery();
    recovery.close(SECOND).await.unwrap();

    let wanted = Restore {
        channel,
        head: head(2, 1, 1, 1),
        events: vec![],
    };
    recovery.restore(SECOND, &wanted).await.unwrap();
    recovery.bless(SECOND).await.unwrap();

    assert_eq!(next(&mut deliveries).await, Delivery::Recovered);
    let partition = Partitions::default().of(channel);
    let moved = space
        .bus
        .log()
        .moved(&[(partition, position.psn)])
        .await
        .unwrap();
    assert_eq!(moved[0].len(), 1);
    assert_eq!(moved[0][0].0, channel);
}

#[tokio::test]
async fn of_two_recoveries_the_later_one_wins() {
    let space = Space::open().await;
    let channel = space.channel().await;
    space.fill(channel, 1).await;
    let recovery = space.bus.recovery();
    recovery.close(SECOND).await.unwrap();
    let third = Incarnation {
        number: 3,
        ..SECOND
    };
    recovery.close(third).await.unwrap();
    let wanted = Restore {
        channel,
        head: head(2, 1, 1, 1),
        events: vec![],
    };

    let late = recovery.restore(SECOND, &wanted).await;

    assert!(matches!(late, Err(bus::Error::Stale)), "{late:?}");
    recovery.restore(third, &wanted).await.unwrap();
}

#[tokio::test]
async fn a_recovery_that_finds_a_loss_closes_again_to_note_it() {
    let space = Space::open().await;
    let channel = space.channel().await;
    space.fill(channel, 1).await;
    let recovery = space.bus.recovery();
    let kept = Incarnation { number: 2, ..FIRST };

    recovery.close(kept).await.unwrap();
    recovery.close(SECOND).await.unwrap();
    recovery.bless(SECOND).await.unwrap();

    assert_eq!(recovery.blessed().await.unwrap(), Some(SECOND));
    // What was blessed is not closed by a recovery of the same number.
    recovery.close(SECOND).await.unwrap_err();
}

#[tokio::test]
async fn reloaded_keys_answer_retries_and_known_ones_stay() {
    let space = Space::open().await;
    let channel = space.channel().await;
    let log = space.bus.log();
    let author = new_user();
    let mut send = event(channel, "hello");
    send.key = nonce(author, "known");
    new(log.append(&send).await.unwrap());
    let known = duplicate(log.append(&send).await.unwrap());
    let other = bus::Earlier {
        seq: Seq::new(77),
        ..known
    };
    let keys = [
        (channel, nonce(author, "known"), other),
        (channel, nonce(author, "lost"), other),
    ];

    space.bus.recovery().remember(&keys).await.unwrap();

    assert_eq!(duplicate(log.append(&send).await.unwrap()), known);
    send.key = nonce(author, "lost");
    assert_eq!(duplicate(log.append(&send).await.unwrap()), other);
}

#[tokio::test]
async fn a_channel_nobody_restored_is_seeded_when_it_is_needed() {
    let space = Space::open().await;
    let channel = space.channel().await;
    space.say(channel, "1").await;
    let _: i64 = {
        let names: Vec<String> = space.dump().into_iter().map(|(name, _)| name).collect();
        redis::cmd("DEL")
            .arg(names)
            .query(&mut space.raw())
            .unwrap()
    };
    space.bus.recovery().bless(SECOND).await.unwrap();

    let seed = bus::Seed {
        epoch: Epoch::new(2),
        base: Seq::new(1),
        seq: Seq::new(1),
        ..EMPTY
    };
    let head = space.bus.log().seed(channel, &seed).await.unwrap();

    assert_eq!((head.epoch.get(), head.floor.get()), (2, 2));
    assert_eq!(space.say(channel, "2").await.seq, Seq::new(2));
}
