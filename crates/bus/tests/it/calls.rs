//! Who is in which call: seats that are kept by who sits in them.

use std::time::Duration;

use bus::{CallOutcome, CallState, Calls, Delivery, Joining, Sitter, Topic};
use bytes::Bytes;
use domain::{CallToken, ChannelId, UserId};

use crate::support::{Space, new_channel, new_user, next, until};

const SHORT: Duration = Duration::from_millis(300);

fn token(text: &str) -> CallToken {
    CallToken::parse(text).unwrap()
}

async fn join(
    calls: &Calls,
    channel: ChannelId,
    user: UserId,
    seat: &str,
    take: bool,
) -> CallState {
    let seat = &token(seat);
    let who = Sitter {
        channel,
        user,
        seat,
    };
    let how = Joining {
        bytes: b"{}",
        most: 2,
        take,
    };
    calls.join(who, how).await.unwrap()
}

fn seats(state: &CallState) -> Vec<(UserId, &str)> {
    let seats = state.seats.iter();
    seats.map(|seat| (seat.user, seat.seat.as_str())).collect()
}

#[tokio::test]
async fn the_first_seat_of_a_person_wins_unless_another_takes_its_place() {
    let space = Space::open().await;
    let (calls, channel) = (space.bus.calls(), new_channel());
    let (alice, bob, carol) = (new_user(), new_user(), new_user());

    let first = join(&calls, channel, alice, "a-1", false).await;
    assert_eq!(
        (first.outcome, seats(&first)),
        (CallOutcome::Ok, vec![(alice, "a-1")])
    );
    let second = join(&calls, channel, alice, "a-2", false).await;
    assert_eq!(second.outcome, CallOutcome::Elsewhere);
    let moved = join(&calls, channel, alice, "a-2", true).await;
    assert_eq!(seats(&moved), [(alice, "a-2")]);

    join(&calls, channel, bob, "b", false).await;
    let full = join(&calls, channel, carol, "c", false).await;
    assert_eq!((full.outcome, full.seats.len()), (CallOutcome::Full, 2));
    assert_eq!(full.began_ms, first.began_ms);
    // Who sits already may say so again.
    let again = join(&calls, channel, alice, "a-2", false).await;
    assert_eq!(again.outcome, CallOutcome::Ok);
    // Who comes in the same millisecond is in no order.
    let mut both = [(alice, "a-2"), (bob, "b")];
    both.sort_unstable();
    let mut found = seats(&again);
    found.sort_unstable();
    assert_eq!(found, both);
}

#[tokio::test]
async fn a_seat_without_a_word_runs_out_and_the_next_word_of_anybody_says_so() {
    let space = Space::open().await;
    let (calls, channel) = (space.bus.calls().lasting(SHORT), new_channel());
    let (alice, bob) = (new_user(), new_user());
    join(&calls, channel, alice, "a", false).await;
    join(&calls, channel, bob, "b", false).await;
    let (seat, other) = (token("a"), token("x"));
    let hers = Sitter {
        channel,
        user: alice,
        seat: &seat,
    };

    let mut gone = Vec::new();
    until("bob's seat has run out", async || {
        let state = calls.stay(hers, b"").await.unwrap();
        assert_eq!(state.outcome, CallOutcome::Ok);
        gone.extend(state.gone);
        !gone.is_empty()
    })
    .await;
    assert_eq!(gone, [bob]);

    let wrong = Sitter {
        seat: &other,
        ..hers
    };
    assert_eq!(
        calls.stay(wrong, b"").await.unwrap().outcome,
        CallOutcome::Out
    );
    assert_eq!(calls.leave(wrong).await.unwrap().outcome, CallOutcome::Out);
    let changed = calls.stay(hers, b"new\nbytes").await.unwrap();
    assert_eq!(changed.seats[0].bytes, &b"new\nbytes"[..]);
    let kept = calls.stay(hers, b"").await.unwrap();
    assert_eq!(kept.seats[0].bytes, &b"new\nbytes"[..]);

    let left = calls.remove(channel, alice).await.unwrap();
    assert_eq!((left.outcome, left.seats.len()), (CallOutcome::Ok, 0));
    assert_eq!(calls.look(channel).await.unwrap().began_ms, 0);
}

#[tokio::test]
async fn a_call_that_is_over_is_told_once_with_who_came_and_who_did_not() {
    let space = Space::open().await;
    let (calls, channel) = (space.bus.calls(), new_channel());
    let (alice, bob, carol) = (new_user(), new_user(), new_user());
    let begun = join(&calls, channel, alice, "a", false).await;
    calls.note_rung(channel, &[bob], true).await.unwrap();
    calls.note_rung(channel, &[carol, bob], true).await.unwrap();
    join(&calls, channel, bob, "b", false).await;
    let left = calls.remove(channel, alice).await.unwrap();
    assert_eq!(left.over, None);
    let over = calls.remove(channel, bob).await.unwrap().over.unwrap();
    let mut both = vec![alice, bob];
    both.sort_unstable();
    assert_eq!((over.by, over.began_ms), (alice, begun.began_ms));
    assert_eq!((over.people, over.missed), (both, vec![carol]));
    assert!(over.ended_ms >= over.began_ms && over.was_rung);
    assert_eq!(calls.look(channel).await.unwrap().over, None);

    // Without a word: whoever looks next is told.
    let short = space.bus.calls().lasting(SHORT);
    join(&short, channel, carol, "c", false).await;
    short.note_rung(channel, &[alice], true).await.unwrap();
    short.note_rung(channel, &[alice], false).await.unwrap();
    until("her seat has run out", async || {
        let next = short.look(channel).await.unwrap();
        next.over.is_some_and(|over| {
            assert_eq!(
                (over.by, over.missed.len(), over.was_rung),
                (carol, 0, true)
            );
            true
        })
    })
    .await;
    // Nobody is rung where no call is.
    let nobody = short
        .note_rung(new_channel(), &[alice], true)
        .await
        .unwrap();
    assert_eq!(nobody.over, None);
}

#[tokio::test]
async fn a_person_is_known_to_be_in_a_call_and_hears_of_it_on_every_gateway() {
    let space = Space::open().await;
    let (calls, channel, user) = (space.bus.calls(), new_channel(), new_user());
    assert_eq!(calls.of(&[user]).await.unwrap(), [None]);
    calls.note(user, channel).await.unwrap();
    assert_eq!(calls.of(&[user]).await.unwrap(), [Some(channel)]);
    calls.forget(user).await.unwrap();
    assert_eq!(calls.of(&[user]).await.unwrap(), [None]);

    let (fanout, mut deliveries) = space.listen();
    fanout.subscribe(&[Topic::Calls]).await.unwrap();
    calls.publish(&[user], b"{\"a\":\n1}").await.unwrap();
    let payload = Bytes::from_static(b"{\"a\":\n1}");
    assert_eq!(
        next(&mut deliveries).await,
        Delivery::Call { user, payload }
    );
}
