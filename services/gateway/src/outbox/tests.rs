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
                    Some(Next::Close(_) | Next::Gone) | None => None,
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

/// Everything that [`Queue::write`] hands over to a client that takes `room` bytes at a time, as
/// often as it is asked.
fn drained(queue: &mut Queue, rooms: &[usize]) -> Vec<u8> {
    let taken = std::cell::RefCell::new(Vec::new());
    let mut rooms = rooms.iter().cycle();
    while queue.holds_bytes() {
        let room = std::cell::Cell::new(*rooms.next().unwrap());
        queue.write(|parts| {
            let mut left = room.replace(0);
            if left == 0 {
                return Err(std::io::ErrorKind::WouldBlock.into());
            }
            let before = taken.borrow().len();
            for part in parts {
                let here = &part[..left.min(part.len())];
                taken.borrow_mut().extend_from_slice(here);
                left -= here.len();
            }
            Ok(taken.borrow().len() - before)
        });
    }
    taken.into_inner()
}

proptest! {
    #[test]
    fn the_bytes_are_whole_frames_in_order_however_little_the_client_takes(
        lens in prop::collection::vec(prop_oneof![0_usize..300, 65_000_usize..70_000], 1..80),
        rooms in prop::collection::vec(1_usize..100_000, 1..20),
    ) {
        let mut queue = Queue::default();
        let accepted: Vec<_> = lens
            .into_iter()
            .map(frame)
            .take_while(|frame| {
                queue.offer(frame.clone(), Kind::Durable, Instant::now()) == Offered::Queued
            })
            .collect();
        if queue.is_closed() {
            return Ok(());
        }
        let mut bytes = bytes::BytesMut::from(&*drained(&mut queue, &rooms));
        let mut codec = actix_http::ws::Codec::new().client_mode().max_size(CAPACITY_BYTES);
        for frame in accepted {
            let read = actix_codec::Decoder::decode(&mut codec, &mut bytes).unwrap();
            prop_assert_eq!(read, Some(actix_http::ws::Frame::Text(frame)));
        }
        prop_assert!(bytes.is_empty());
        prop_assert_eq!(queue.size(), 0);
    }
}

#[test]
fn a_frame_that_was_begun_is_ended_before_the_close_frame_and_nothing_else_is_written() {
    let mut queue = Queue::default();
    let now = Instant::now();
    queue.offer(frame(1_000), Kind::Durable, now);
    queue.offer(frame(2_000), Kind::Durable, now);
    let room = std::cell::Cell::new(14);
    queue.write(|_parts| match room.replace(0) {
        0 => Err(std::io::ErrorKind::WouldBlock.into()),
        room => Ok(room),
    });
    queue.close(CloseCode::Slow, None, now);
    queue.give_up();
    assert_eq!(queue.next(), Some(Next::Close(CloseCode::Slow)));
    queue.end(Bytes::from_static(b"\x0f\xa9slow"), now);

    let rest = drained(&mut queue, &[7]);
    // Four bytes of header, of which all is written with ten bytes of the payload.
    let (payload, close) = rest.split_at(4 + 1_000 - 14);
    assert!(payload.iter().all(|byte| *byte == b'x'));
    assert_eq!(close, b"\x88\x06\x0f\xa9slow");
    assert_eq!(queue.next(), Some(Next::Gone));
}

#[test]
fn while_it_is_corked_nothing_is_written_and_the_close_frame_stands_alone() {
    let mut queue = Queue::default();
    queue.cork(true);
    queue.offer(frame(10), Kind::Durable, Instant::now());
    queue.write(|_parts| panic!("it is corked"));
    queue.end(Bytes::new(), Instant::now());
    assert_eq!(drained(&mut queue, &[100]), b"\x88\x00");
}

#[tokio::test]
async fn a_socket_that_reads_gets_frames_in_the_call_that_offers_them() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (client, accepted) = tokio::join!(TcpStream::connect(address), listener.accept());
    let (client, server) = (client.unwrap(), Arc::new(accepted.unwrap().0));
    server.writable().await.unwrap();
    let outbox = Outbox::on(Arc::clone(&server));

    assert_eq!(outbox.push(Bytes::from_static(b"{}")), Offered::Queued);
    assert_eq!(outbox.next(), None, "it is written already");
    let mut bytes = [0; 16];
    client.readable().await.unwrap();
    let read = client.try_read(&mut bytes).unwrap();
    assert_eq!(&bytes[..read], b"\x81\x02{}");

    while outbox.size() < CAPACITY_BYTES / 4 {
        assert_eq!(outbox.push(frame(10_000)), Offered::Queued);
    }
    drop(client);
    tokio::time::timeout(Duration::from_secs(10), async {
        while outbox.next() != Some(Next::Gone) {
            server.writable().await.unwrap();
            outbox.flush();
        }
    })
    .await
    .expect("a client that is gone is noticed");
}
