use proptest::prelude::*;
use tokio::time;

use super::*;

fn frame(len: usize) -> Bytes {
    Bytes::from(vec![b'x'; len])
}

#[test]
fn frames_come_out_in_the_order_they_went_in() {
    let outbox = Outbox::default();
    for text in ["one", "two", "three"] {
        assert_eq!(
            outbox.push(Bytes::from_static(text.as_bytes())),
            Offered::Queued
        );
    }
    let written: Vec<_> = std::iter::from_fn(|| match outbox.take() {
        Some(Next::Write(frame, _)) => Some(frame),
        _ => None,
    })
    .collect();
    assert_eq!(written, ["one", "two", "three"]);
    assert_eq!(outbox.size(), 0);
}

#[test]
fn ephemeral_frames_are_dropped_at_half_and_durable_ones_close_when_full() {
    let outbox = Outbox::default();
    while outbox.has_room() {
        assert_eq!(outbox.push(frame(1_000)), Offered::Queued);
    }
    assert_eq!(outbox.offer(frame(10), Kind::Ephemeral), Offered::Dropped);
    assert_eq!(outbox.push(frame(10)), Offered::Queued);

    while outbox.push(frame(1_000)) == Offered::Queued {
        assert!(outbox.size() <= CAPACITY_BYTES);
    }
    assert_eq!(outbox.take(), Some(Next::Close(CloseCode::Slow)));
    assert_eq!(outbox.push(frame(1)), Offered::Closed);
    assert_eq!(
        outbox.size(),
        0,
        "a socket that is given up holds no memory"
    );
}

#[tokio::test(start_paused = true)]
async fn a_frame_that_waited_for_ten_seconds_closes_the_socket_at_the_next_offer() {
    let outbox = Outbox::default();
    outbox.push(frame(10));
    time::advance(Duration::from_millis(9_999)).await;
    assert_eq!(outbox.push(frame(10)), Offered::Queued);
    time::advance(Duration::from_millis(1)).await;
    assert_eq!(outbox.push(frame(10)), Offered::Full);
    assert_eq!(outbox.take(), Some(Next::Close(CloseCode::Slow)));
}

#[test]
fn closing_throws_away_what_waits_but_not_the_last_word() {
    let outbox = Outbox::default();
    outbox.push(frame(10));
    outbox.close(
        CloseCode::AccessRevoked,
        Some(Bytes::from_static(b"revoked")),
    );
    outbox.close(CloseCode::Slow, None);

    assert!(matches!(outbox.take(), Some(Next::Write(frame, _)) if frame == "revoked"));
    assert_eq!(outbox.take(), Some(Next::Close(CloseCode::AccessRevoked)));
}

#[test]
fn finishing_writes_what_waits_first_and_can_still_be_interrupted() {
    let outbox = Outbox::default();
    outbox.push(frame(10));
    outbox.finish(CloseCode::Draining);
    assert!(matches!(outbox.take(), Some(Next::Write(..))));
    assert_eq!(outbox.take(), Some(Next::Close(CloseCode::Draining)));
    outbox.close(CloseCode::AccessRevoked, None);
    assert_eq!(outbox.take(), Some(Next::Close(CloseCode::AccessRevoked)));
}

#[tokio::test]
async fn a_closed_outbox_wakes_whoever_writes() {
    let outbox = Outbox::default();
    tokio::join!(outbox.interrupted(), async {
        outbox.close(CloseCode::Slow, None);
    });
}

proptest! {
    #[test]
    fn the_size_is_the_sum_of_what_waits_and_never_above_the_capacity(
        steps in prop::collection::vec((any::<bool>(), any::<bool>(), 0_usize..40_000), 1..200),
    ) {
        let now = Instant::now();
        let mut queue = Queue::default();
        let mut model = std::collections::VecDeque::new();
        for (take, ephemeral, len) in steps {
            if take {
                let expected = model.pop_front();
                let taken = match queue.take() {
                    Some(Next::Write(frame, _)) => Some(frame.len()),
                    Some(Next::Close(_)) | None => None,
                };
                prop_assert_eq!(taken, expected);
            } else {
                let kind = if ephemeral { Kind::Ephemeral } else { Kind::Durable };
                match queue.offer(frame(len), kind, now) {
                    Offered::Queued => model.push_back(len),
                    Offered::Dropped => prop_assert!(ephemeral && queue.size() >= HALF_BYTES),
                    Offered::Full => {
                        prop_assert_eq!(queue.size(), 0);
                        break;
                    }
                    Offered::Closed => prop_assert!(false, "closed without a reason"),
                }
            }
            let sum: usize = model.iter().map(|len| len + FRAME_OVERHEAD_BYTES).sum();
            prop_assert_eq!(queue.size(), sum);
            prop_assert!(queue.size() <= CAPACITY_BYTES);
        }
    }
}
