use std::sync::Arc;

use bus::UserRecord;
use bytes::Bytes;
use domain::{Psn, UserVersion};

use super::testing::{channel_id, socket, user, written};
use super::user::UserTopic;
use super::{Follow, Letter};

fn event(version: Option<i64>, kind: &str) -> UserRecord {
    let payload = match kind {
        "channel.added" => serde_json::json!({"type": kind, "data": {
            "channel_id": channel_id(7), "epoch": 1, "head_seq": 5, "head_message_no": 2, "channel": null,
        }}),
        _ => serde_json::json!({"type": "durable", "data": {"channel": channel_id(7), "seq": 3}}),
    };
    UserRecord {
        user: user(1),
        version: version.map(UserVersion::new),
        psn: Psn::new(version.unwrap_or(0)),
        payload: Bytes::from(payload.to_string()),
    }
}

#[test]
fn a_users_events_carry_their_version_and_hints_do_not() {
    let topic = UserTopic::new(user(1));
    let socket = socket(1, user(1));
    assert_eq!(topic.follow(&socket, UserVersion::new(4)), Follow::Live);

    assert!(!topic.receive(&event(None, "durable")));
    assert!(!topic.receive(&event(Some(5), "channel.added")));

    let frames = written(&socket);
    assert_eq!(
        (&frames[0]["type"], frames[0].get("user_version")),
        (&"durable".into(), None)
    );
    assert_eq!(
        (&frames[1]["type"], &frames[1]["user_version"]),
        (&"channel.added".into(), &5.into())
    );
    assert!(
        matches!(socket.letter(), Some(Letter::Added { channel, .. }) if channel == channel_id(7))
    );
}

#[test]
fn a_hole_in_a_users_log_is_read_before_anything_later_is_delivered() {
    let topic = UserTopic::new(user(1));
    let socket = socket(1, user(1));
    topic.follow(&socket, UserVersion::new(4));

    assert!(topic.receive(&event(Some(6), "x")), "the tail must be read");
    assert!(
        !topic.receive(&event(Some(7), "x")),
        "it is being read already"
    );
    topic.mend(&[
        event(Some(5), "x"),
        event(Some(6), "x"),
        event(Some(7), "x"),
    ]);

    let versions: Vec<_> = written(&socket)
        .iter()
        .map(|frame| frame["user_version"].as_i64().unwrap())
        .collect();
    assert_eq!(versions, [5, 6, 7]);
    assert!(!topic.lacks(Psn::new(7)));
}

#[test]
fn a_follower_that_is_behind_reads_first_and_one_that_is_ahead_gets_nothing_twice() {
    let topic = UserTopic::new(user(1));
    let first = socket(1, user(1));
    let second = socket(2, user(1));
    topic.follow(&first, UserVersion::new(4));
    topic.receive(&event(Some(5), "x"));

    assert_eq!(topic.follow(&second, UserVersion::new(4)), Follow::Tail);
    assert_eq!(topic.follow(&second, UserVersion::new(6)), Follow::Live);
    topic.receive(&event(Some(6), "x"));
    topic.receive(&event(Some(7), "x"));
    let versions: Vec<_> = written(&second)
        .iter()
        .map(|frame| frame["user_version"].as_i64().unwrap())
        .collect();
    assert_eq!(versions, [7]);
    assert_eq!(Arc::strong_count(&first), 2);
    topic.leave(first.id);
    assert_eq!(Arc::strong_count(&first), 1, "who left is forgotten");
}
