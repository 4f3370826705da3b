use chrono::DateTime;
use domain::{ChannelId, FileId, FileKind, FileState, MessageId, MessageKind};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::event::{Fresh, Nothing};
use crate::file::File;
use crate::message::{Embed, EmbedKind};
use crate::user::User;

fn person(id: u128) -> User {
    User {
        id: UserId::from_uuid(Uuid::from_u128(id)),
        handle: format!("user{id}"),
        display_name: format!("User {id}"),
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

fn message_id(id: u128) -> MessageId {
    MessageId::from_uuid(Uuid::from_u128(id))
}

fn created(id: u128, author: u128, parent: Option<u128>) -> CreatedMessage {
    CreatedMessage {
        id: message_id(id),
        channel_id: ChannelId::from_uuid(Uuid::from_u128(9)),
        parent_id: parent.map(message_id),
        author: person(author),
        kind: MessageKind::User,
        body: "hello".into(),
        call: None,
        mentions: Mentions::default(),
        files: Vec::new(),
        also_in_channel: false,
        nonce: format!("n{id}"),
        created_at: time(1_000),
        rest: Fresh::default(),
    }
}

fn root() -> Message {
    created(1, 1, None).into_message(Seq::new(1), None)
}

fn reply(id: u128, author: u128) -> LogEvent {
    LogEvent::MessageCreated(Box::new(created(id, author, Some(1))))
}

fn reaction(emoji: &str, user: u128) -> ReactionChanged {
    ReactionChanged {
        message_id: message_id(1),
        emoji: emoji.into(),
        user_id: person(user).id,
    }
}

fn file(id: u128, state: FileState) -> File {
    let id = FileId::from_uuid(Uuid::from_u128(id));
    File {
        id,
        name: "notes.txt".into(),
        content_type: "text/plain".into(),
        size: 11,
        kind: FileKind::File,
        width: None,
        height: None,
        thumbhash: None,
        duration_ms: None,
        pages: None,
        url: File::url_of(id),
        thumbnail_url: None,
        state,
    }
}

fn deletion(id: u128, parent: Option<u128>) -> LogEvent {
    LogEvent::MessageDeleted(MessageDeleted {
        id: message_id(id),
        parent_id: parent.map(message_id),
        message_no: None,
        deleted_by: person(1).id,
        deleted_at: time(2_000),
    })
}

fn edit(body: &str, version: i64) -> LogEvent {
    LogEvent::MessageUpdated(Box::new(MessageUpdated {
        id: message_id(1),
        parent_id: None,
        body: Some(body.into()),
        mentions: None,
        edited_at: Some(time(1_500)),
        version: Some(version),
        embeds: None,
        files: None,
    }))
}

fn pin() -> PinChanged {
    PinChanged {
        message_id: message_id(1),
        user_id: person(2).id,
        at: time(1_700),
    }
}

/// The events at seq 2, 3, 4 … after the root's creation at 1.
fn apply_all(message: &mut Message, events: &[LogEvent]) {
    for (seq, event) in (2..).zip(events) {
        message.apply(Seq::new(seq), event, Some(person(2).id));
    }
}

fn any_event() -> impl Strategy<Value = LogEvent> {
    prop_oneof![
        (10_u128..20, 1_u128..5).prop_map(|(id, author)| reply(id, author)),
        (10_u128..20).prop_map(|id| deletion(id, Some(1))),
        Just(deletion(1, None)),
        ("[a-z]{0,3}", 2_i64..5).prop_map(|(body, version)| edit(&body, version)),
        ("[👍🎉]", 1_u128..5)
            .prop_map(|(emoji, user)| { LogEvent::ReactionAdded(reaction(&emoji, user)) }),
        ("[👍🎉]", 1_u128..5)
            .prop_map(|(emoji, user)| { LogEvent::ReactionRemoved(reaction(&emoji, user)) }),
        Just(LogEvent::PinAdded(pin())),
        Just(LogEvent::PinRemoved(pin())),
        (100_u128..105).prop_map(|id| LogEvent::MessageCreated(Box::new(created(id, 1, None)))),
        Just(LogEvent::Void(Nothing {})),
    ]
}

proptest! {
    #[test]
    fn applying_the_same_events_again_changes_nothing(
        events in proptest::collection::vec(any_event(), 0..30),
        from in 0_usize..30,
    ) {
        let mut message = root();
        apply_all(&mut message, &events);
        let once = message.clone();

        // A page that was read late already has them: the tail's copies must do no harm.
        for (seq, event) in (2_i64..).zip(&events).skip(from) {
            let seq = Seq::new(seq);
            if seq <= message.rev_seq {
                prop_assert!(!message.apply(seq, event, Some(person(2).id)));
            }
        }
        prop_assert_eq!(message, once);
    }

    #[test]
    fn a_row_caught_up_from_the_tail_equals_one_that_saw_every_event(
        events in proptest::collection::vec(any_event(), 0..30),
        persisted in 0_usize..30,
    ) {
        let mut whole = root();
        apply_all(&mut whole, &events);

        let mut row = root();
        apply_all(&mut row, &events[..persisted.min(events.len())]);
        apply_all(&mut row, &events);

        prop_assert_eq!(row, whole);
    }

    #[test]
    fn nothing_comes_back_after_a_deletion(
        before in proptest::collection::vec(any_event(), 0..10),
        after in proptest::collection::vec(any_event(), 0..10),
    ) {
        let mut message = root();
        let events = [before, vec![deletion(1, None)], after].concat();
        apply_all(&mut message, &events);

        prop_assert!(message.deleted_at.is_some());
        prop_assert_eq!(message.body, "");
        prop_assert!(message.reactions.is_empty() && message.pinned_at.is_none());
        prop_assert!(message.reply_count >= 0);
    }
}

#[test]
fn replies_are_counted_on_their_root_also_after_its_deletion() {
    let mut message = root();
    let events = [
        reply(10, 2),
        reply(11, 3),
        reply(12, 2),
        deletion(10, Some(1)),
        deletion(1, None),
        reply(13, 4),
    ];

    apply_all(&mut message, &events);

    assert_eq!(message.reply_count, 3);
    let people: Vec<_> = [2, 3, 4].map(|id| person(id).id).to_vec();
    assert_eq!(message.reply_user_ids, people);
    assert_eq!(message.last_reply_at, Some(time(1_000)));
    assert_eq!(message.rev_seq, Seq::new(7));
}

#[test]
fn a_reaction_counts_everybody_and_names_the_first_20() {
    let mut message = root();
    let events: Vec<_> = (1..=25)
        .map(|user| LogEvent::ReactionAdded(reaction("👍", user)))
        .collect();
    apply_all(&mut message, &events);

    let [thumbs] = message.reactions.as_slice() else {
        panic!("one emoji")
    };
    assert_eq!(
        (thumbs.count, thumbs.user_ids.len(), thumbs.me),
        (25, MAX_NAMED_USERS, true)
    );

    message.apply(
        Seq::new(100),
        &LogEvent::ReactionRemoved(reaction("👍", 2)),
        Some(person(2).id),
    );
    let [thumbs] = message.reactions.as_slice() else {
        panic!("one emoji")
    };
    assert_eq!((thumbs.count, thumbs.me), (24, false));
}

#[test]
fn the_last_reaction_taken_back_takes_the_emoji_with_it() {
    let mut message = root();
    let events = [
        LogEvent::ReactionAdded(reaction("👍", 1)),
        LogEvent::ReactionRemoved(reaction("👍", 1)),
        LogEvent::ReactionRemoved(reaction("👍", 1)),
    ];
    apply_all(&mut message, &events);
    assert_eq!((message.reactions.len(), message.rev_seq), (0, Seq::new(3)));
}

#[test]
fn an_edit_changes_what_it_names_and_nothing_else() {
    let mut message = root();
    message.apply(Seq::new(2), &edit("new", 2), None);

    let expected = Message {
        body: "new".into(),
        version: 2,
        edited_at: Some(time(1_500)),
        rev_seq: Seq::new(2),
        ..root()
    };
    assert_eq!(message, expected);
}

#[test]
fn embeds_change_the_version_that_they_are_of_and_no_other() {
    let embeds = |version| {
        LogEvent::MessageUpdated(Box::new(MessageUpdated {
            id: message_id(1),
            parent_id: None,
            body: None,
            mentions: None,
            edited_at: None,
            version: Some(version),
            embeds: Some(vec![Embed {
                url: format!("https://example.com/{version}"),
                title: "Example".into(),
                description: String::new(),
                site_name: String::new(),
                image_url: None,
                image_width: None,
                image_height: None,
                kind: EmbedKind::Link,
            }]),
            files: None,
        }))
    };
    let mut message = root();
    apply_all(&mut message, &[embeds(1), edit("new", 2), embeds(1)]);
    assert_eq!(message.embeds[0].url, "https://example.com/1");
    assert_eq!((message.version, message.rev_seq), (2, Seq::new(3)));
    assert!(message.apply(Seq::new(5), &embeds(2), None));
    assert_eq!(message.embeds[0].url, "https://example.com/2");
    assert_eq!(message.body, "new");
}

#[test]
fn a_file_that_changed_takes_the_place_of_the_one_with_its_id() {
    let mut message = root();
    let [first, second] = [file(1, FileState::Scanning), file(2, FileState::Scanning)];
    message.files = vec![first.clone(), second.clone()];
    let change = |file| {
        LogEvent::MessageUpdated(Box::new(MessageUpdated {
            id: message_id(1),
            parent_id: None,
            body: None,
            mentions: None,
            edited_at: None,
            version: None,
            embeds: None,
            files: Some(vec![file]),
        }))
    };
    let (ready, blocked) = (file(2, FileState::Ready), file(1, FileState::Blocked));
    assert!(message.apply(Seq::new(11), &change(ready.clone()), None));
    assert_eq!(message.files, [first, ready.clone()]);
    assert!(message.apply(Seq::new(12), &change(blocked.clone()), None));
    assert!(message.apply(Seq::new(13), &change(file(3, FileState::Ready)), None));
    assert_eq!(message.files, [blocked, ready]);
}
