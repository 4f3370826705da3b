//! One order for everybody, and one event for each key.

use bus::{Appended, End, Key, Log, Range};
use domain::{ChannelId, MessageId, MessageNo, OutboxId, Psn, Seq, UserId};
use tokio::task::JoinSet;

use crate::support::{Space, duplicate, event, new, new_user, nonce};

#[tokio::test]
async fn events_are_numbered_without_holes_and_messages_among_themselves() {
    let space = Space::open().await;
    let channel = space.channel().await;
    let log = space.bus.log();

    let mut first = event(channel, "a message");
    first.numbered = true;
    let reply = event(channel, "a reply");
    let mut third = event(channel, "another message");
    third.numbered = true;
    let first = new(log.append(&first).await.unwrap());
    let reply = new(log.append(&reply).await.unwrap());
    let third = new(log.append(&third).await.unwrap());

    assert_eq!([first.seq, reply.seq, third.seq].map(Seq::get), [1, 2, 3]);
    assert_eq!(first.message_no, Some(MessageNo::new(1)));
    assert_eq!(reply.message_no, None);
    assert_eq!(third.message_no, Some(MessageNo::new(2)));
    assert!(first.psn < reply.psn && reply.psn < third.psn);
    let head = log.head(channel).await.unwrap().unwrap();
    assert_eq!((head.seq.get(), head.message_no.get()), (3, 2));
}

const KEYS: usize = 200;

/// Appends one event for each key, and answers the seq that each has.
async fn append_all(log: Log, channel: ChannelId, author: UserId) -> Vec<Seq> {
    let mut seqs = Vec::new();
    for number in 0..KEYS {
        let what = format!("event {number}");
        let mut event = event(channel, &what);
        event.key = nonce(author, &number.to_string());
        event.numbered = true;
        seqs.push(match log.append(&event).await.unwrap() {
            Appended::New(position) => position.seq,
            Appended::Duplicate(earlier) => earlier.seq,
        });
    }
    seqs
}

#[tokio::test]
async fn sixteen_senders_with_the_same_keys_append_each_once_and_leave_no_hole() {
    const SENDERS: usize = 16;
    let space = Space::open().await;
    let channel = space.channel().await;
    let author = new_user();

    let mut senders = JoinSet::new();
    for _ in 0..SENDERS {
        senders.spawn(append_all(space.another().log(), channel, author));
    }
    let answers = senders.join_all().await;

    // Every sender heard the same seq for the same key.
    assert!(answers.iter().all(|seqs| *seqs == answers[0]));
    let tail = space
        .bus
        .log()
        .tail(channel, Range::After(Seq::ZERO), 10_000)
        .await;
    let tail = tail.unwrap().unwrap();
    assert_eq!(tail.records.len(), KEYS);
    for (expected, record) in (1..).zip(&tail.records) {
        assert_eq!(record.seq.get(), expected);
        assert_eq!(record.message_no.map(MessageNo::get), Some(expected));
        assert!(!record.is_void());
    }
}

/// Appends fifty events, and answers where in the partition each is.
async fn append_fifty(log: Log, channel: ChannelId) -> Vec<Psn> {
    let mut psns = Vec::new();
    for number in 0..50 {
        let what = number.to_string();
        psns.push(new(log.append(&event(channel, &what)).await.unwrap()).psn);
    }
    psns
}

#[tokio::test]
async fn many_channels_share_their_partitions_log_in_one_order() {
    let space = Space::open().await;
    let mut channels = Vec::new();
    for _ in 0..20 {
        channels.push(space.channel().await);
    }

    let mut senders = JoinSet::new();
    for channel in channels {
        senders.spawn(append_fifty(space.bus.log(), channel));
    }

    let mut all: Vec<Psn> = Vec::new();
    for psns in senders.join_all().await {
        assert!(psns.is_sorted());
        all.extend(psns);
    }
    assert_eq!(all.len(), 1_000);
}

#[tokio::test]
async fn a_repeated_key_answers_with_what_the_first_had() {
    let space = Space::open().await;
    let channel = space.channel().await;
    let log = space.bus.log();
    let message = MessageId::generate_in(channel, chrono::DateTime::UNIX_EPOCH, &mut rand::rng());
    let mut send = event(channel, "hello");
    send.key = nonce(new_user(), "once");
    send.message = Some(message);
    send.numbered = true;

    let first = new(log.append(&send).await.unwrap());
    let second = duplicate(log.append(&send).await.unwrap());

    assert_eq!(second.message, Some(message));
    assert_eq!(second.seq, first.seq);
    assert_eq!(second.epoch, first.epoch);
    assert_eq!(second.message_no, first.message_no);
    assert_eq!(log.knows(channel, &send.key).await.unwrap(), Some(second));
    assert_eq!(
        log.locate(message).await.unwrap(),
        Some((channel, first.seq))
    );
}

#[tokio::test]
async fn the_same_nonce_of_another_author_or_in_another_channel_is_another_key() {
    let space = Space::open().await;
    let channel = space.channel().await;
    let elsewhere = space.channel().await;
    let log = space.bus.log();
    let (alice, bob) = (new_user(), new_user());

    for (channel, author) in [(channel, alice), (channel, bob), (elsewhere, alice)] {
        let mut send = event(channel, "hello");
        send.key = nonce(author, "once");
        new(log.append(&send).await.unwrap());
    }
}

#[tokio::test]
async fn a_closed_channel_opens_again_and_a_retried_closing_is_still_a_duplicate() {
    let space = Space::open().await;
    let channel = space.channel().await;
    let log = space.bus.log();
    let row = |bytes| Key::Outbox(OutboxId::from_uuid(uuid::Uuid::from_bytes([bytes; 16])));
    let mut delete = event(channel, "deleted");
    delete.key = row(1);
    delete.ends = Some(End::Close);
    let mut restore = event(channel, "restored");
    restore.key = row(2);
    restore.ends = Some(End::Reopen);

    new(log.append(&delete).await.unwrap());
    duplicate(log.append(&delete).await.unwrap());
    assert!(log.head(channel).await.unwrap().unwrap().closed);
    new(log.append(&restore).await.unwrap());

    assert_eq!(space.say(channel, "back again").await.seq, Seq::new(3));
}

#[tokio::test]
async fn heads_tell_which_channels_have_moved() {
    let space = Space::open().await;
    let log = space.bus.log();
    let (quiet, busy) = (space.channel().await, space.channel().await);
    space.say(quiet, "before").await;
    let before = log.last_psns().await.unwrap();
    let moved = space.say(busy, "after").await;

    let found: Vec<_> = log
        .moved(&before)
        .await
        .unwrap()
        .into_iter()
        .flatten()
        .collect();

    assert_eq!(found, [(busy, moved.psn)]);
    let after = log.last_psns().await.unwrap();
    assert!(log.moved(&after).await.unwrap().iter().all(Vec::is_empty));
}
