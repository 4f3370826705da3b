use chrono::DateTime;
use domain::{ChannelId, MessageId, MessageKind, MessageNo, Seq};
use proptest::prelude::*;

use super::*;
use crate::gateway::event::EventFrame;
use crate::message::{Mentions, Message};
use crate::timestamp::Timestamp;
use crate::user::User;

fn user(id: u128) -> User {
    User {
        id: UserId::from_uuid(Uuid::from_u128(id)),
        handle: "alice".into(),
        display_name: "Alice".into(),
        avatar_url: None,
        is_bot: false,
        created_at: time(0),
        deactivated: false,
        is_guest: false,
    }
}

fn time(millis: i64) -> Timestamp {
    DateTime::from_timestamp_millis(millis).unwrap().into()
}

fn created(body: &str) -> CreatedMessage {
    CreatedMessage {
        id: MessageId::from_uuid(Uuid::from_u128(7)),
        channel_id: ChannelId::from_uuid(Uuid::from_u128(9)),
        parent_id: None,
        author: user(1),
        kind: MessageKind::User,
        body: body.into(),
        call: None,
        mentions: Mentions::default(),
        files: Vec::new(),
        also_in_channel: false,
        nonce: "n-1".into(),
        created_at: time(1_000),
        rest: Fresh::default(),
    }
}

fn encoded(event: &LogEvent) -> Bytes {
    event.encode(user(1).id, time(1_000).get(), None).unwrap()
}

proptest! {
    #[test]
    fn an_event_survives_its_bytes(body in any::<String>(), at in 0_i64..4_000_000_000_000, trace: [u8; 26]) {
        let event = LogEvent::MessageCreated(Box::new(created(&body)));
        let trace = Traceparent::from_bytes(trace);

        let bytes = event.encode(user(1).id, time(at).get(), trace).unwrap();
        let view = EventView::decode(&bytes).unwrap();

        prop_assert_eq!(view.kind, EventKind::MessageCreated);
        prop_assert_eq!(view.author, user(1).id);
        prop_assert_eq!(view.created_at, time(at).get());
        prop_assert_eq!(view.traceparent, trace);
        prop_assert_eq!(view.message(), Some(MessageId::from_uuid(Uuid::from_u128(7))));
        prop_assert_eq!(view.event().unwrap(), event);
    }

    #[test]
    fn the_frame_of_a_created_message_carries_a_whole_message(
        body in any::<String>(),
        seq in 1_i64..1_000_000_000,
        number in proptest::option::of(1_i64..1_000_000_000),
    ) {
        let message = created(&body);
        let (seq, number) = (Seq::new(seq), number.map(MessageNo::new));
        let bytes = encoded(&LogEvent::MessageCreated(Box::new(message.clone())));

        let frame = frame(message.channel_id, seq, number, &bytes).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&frame).unwrap();

        let expected = message.into_message(seq, number);
        prop_assert_eq!(&json["data"], &serde_json::to_value(&expected).unwrap());
        prop_assert_eq!(&json["seq"], seq.get());
        let typed: EventFrame = serde_json::from_slice(&frame).unwrap();
        prop_assert_eq!(serde_json::to_value(&typed).unwrap(), json);
    }

    #[test]
    fn no_bytes_break_the_decoder(bytes: Vec<u8>, kind in 0_u8..20) {
        let _any = frame(created("").channel_id, Seq::new(1), None, &bytes);
        let mut valid = encoded(&LogEvent::Void(Nothing {})).to_vec();
        valid[1] = kind;
        valid.splice(HEADER_LEN.., bytes);
        if let Ok(view) = EventView::decode(&valid) {
            let _any = view.event();
        }
    }
}

#[test]
fn every_kind_has_its_own_byte_and_word() {
    for kind in EventKind::ALL {
        assert_eq!(EventKind::from_number(kind.number()), Some(*kind));
    }
    let mut words: Vec<_> = EventKind::ALL.iter().map(|kind| kind.as_str()).collect();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), EventKind::ALL.len());
}

#[test]
fn an_event_cut_short_or_of_another_version_is_refused() {
    let whole = encoded(&LogEvent::MessageCreated(Box::new(created("hello"))));
    for len in 0..whole.len() {
        let cut = EventView::decode(&whole[..len]);
        assert!(
            cut.is_err() || cut.unwrap().event().is_err(),
            "cut at {len}"
        );
    }
    let mut other = whole.to_vec();
    other[0] = 3;
    assert!(matches!(
        EventView::decode(&other),
        Err(MalformedEvent::UnknownVersion(3))
    ));
    other[0] = 1;
    other[1] = 99;
    assert!(matches!(
        EventView::decode(&other),
        Err(MalformedEvent::UnknownKind(99))
    ));
}

#[test]
fn whom_here_found_is_told_to_us_and_not_to_clients() {
    let event = LogEvent::MessageCreated(Box::new(created("@here")));
    let people: Vec<UserId> = (2..60).map(|id| user(id).id).collect();
    let (plain, at) = (encoded(&event), time(1_000).get());
    let bytes = event.encode_for(&people, user(1).id, at, None).unwrap();

    let view = EventView::decode(&bytes).unwrap();
    assert_eq!(view.here().collect::<Vec<_>>(), people);
    assert_eq!(view.event().unwrap(), event);
    assert_eq!(EventView::decode(&plain).unwrap().here().count(), 0);
    let (channel, number) = (created("").channel_id, Some(MessageNo::new(1)));
    assert_eq!(
        frame(channel, Seq::new(1), number, &bytes).unwrap(),
        frame(channel, Seq::new(1), number, &plain).unwrap(),
    );
    for len in 0..bytes.len() {
        let cut = EventView::decode(&bytes[..len]);
        assert!(
            cut.is_err() || cut.unwrap().event().is_err(),
            "cut at {len}"
        );
    }
}

#[test]
fn a_void_frame_has_channel_and_seq_and_nothing_else() {
    let frame = frame_void(created("").channel_id, Seq::new(5));
    assert_eq!(
        std::str::from_utf8(&frame).unwrap(),
        r#"{"type":"void","channel":"00000000-0000-0000-0000-000000000009","seq":5,"data":{}}"#,
    );
}

#[test]
fn a_deleted_event_says_what_it_was_about_without_being_parsed() {
    let deletion = LogEvent::MessageDeleted(MessageDeleted {
        id: created("").id,
        parent_id: None,
        message_no: Some(MessageNo::new(3)),
        deleted_by: user(1).id,
        deleted_at: time(5),
    });
    let bytes = encoded(&deletion);
    assert_eq!(
        EventView::decode(&bytes).unwrap().message(),
        Some(created("").id)
    );
    assert_eq!(EventView::decode(&bytes).unwrap().member(), None);
}

#[test]
fn a_created_message_becomes_a_message_equal_to_what_clients_read() {
    let message = created("hi").into_message(Seq::new(4), Some(MessageNo::new(2)));
    let json = serde_json::to_string(&message).unwrap();
    assert_eq!(serde_json::from_str::<Message>(&json).unwrap(), message);
}
