//! The planted bugs: a judge that cannot fail is worth nothing.

use super::*;
use crate::frame::Applied;

const CHANNEL: &str = "general";

fn message(seq: i64) -> Stored {
    Stored {
        seq,
        id: format!("m{seq}"),
        author: "alice".into(),
        key: format!("k{seq}"),
        body: format!("text {seq}"),
        deleted: false,
    }
}

fn created(seq: i64) -> Applied {
    Applied {
        epoch: 1,
        seq,
        kind: "message.created".into(),
        message: Some(format!("m{seq}")),
        nonce: Some(format!("k{seq}")),
        body: Some(format!("text {seq}")),
        message_no: Some(seq),
        author: None,
        addressed: None,
    }
}

fn attempt(seq: i64) -> Attempt {
    let place = Place { epoch: 1, seq };
    Attempt {
        channel: CHANNEL.into(),
        author: "alice".into(),
        key: format!("k{seq}"),
        body: format!("text {seq}"),
        order: seq.unsigned_abs(),
        outcome: Outcome::Accepted {
            id: format!("m{seq}"),
            place,
        },
    }
}

fn client(name: &str) -> Client {
    Client {
        name: name.into(),
        user: name.into(),
        channel: CHANNEL.into(),
        from: 0,
        applied: (1..=5).map(created).collect(),
        connected: true,
        reloaded: false,
    }
}

/// Alice says five things, bob and carol follow, everything is stored and shown.
fn a_good_day() -> Journal {
    let messages: Vec<Stored> = (1..=5).map(message).collect();
    Journal {
        attempts: (1..=5).map(attempt).collect(),
        clients: vec![client("bob"), client("carol")],
        stored: [(CHANNEL.to_owned(), messages.clone())].into(),
        histories: vec![("bob".into(), CHANNEL.into(), messages)],
        heads: [(CHANNEL.to_owned(), 5)].into(),
        ..Journal::default()
    }
}

/// Plants `bug` into a good day and demands that the judge counts it, and only what follows of it.
#[track_caller]
fn finds(count: Count, bug: impl FnOnce(&mut Journal)) {
    let mut journal = a_good_day();
    bug(&mut journal);
    let verdict = journal.judge();
    assert!(
        verdict.of(count) > 0,
        "{count:?} was not found, but:\n{verdict}"
    );
}

fn rows(journal: &mut Journal) -> &mut Vec<Stored> {
    journal.stored.get_mut(CHANNEL).unwrap()
}

#[test]
fn a_good_day_is_clean() {
    let verdict = a_good_day().judge();
    assert!(verdict.is_clean(), "{verdict}");
}

#[test]
fn an_accepted_message_that_is_not_stored_is_lost() {
    finds(Count::Lost, |journal| {
        rows(journal).remove(2);
    });
}

#[test]
fn an_accepted_message_stored_under_another_seq_is_lost() {
    finds(Count::Lost, |journal| rows(journal)[4].seq = 6);
}

#[test]
fn a_dead_letter_is_not_lost() {
    let mut journal = a_good_day();
    rows(&mut journal).remove(2);
    journal.dead.push("k3".into());
    assert_eq!(journal.judge().of(Count::Lost), 0);
}

#[test]
fn a_stored_message_that_history_leaves_out_is_hidden() {
    finds(Count::Hidden, |journal| {
        journal.histories[0].2.remove(0);
    });
}

#[test]
fn a_key_stored_twice_is_duplicated() {
    finds(Count::Duplicated, |journal| {
        let twice = Stored {
            key: "k1".into(),
            ..message(6)
        };
        rows(journal).push(twice);
    });
}

#[test]
fn a_key_accepted_as_two_messages_is_duplicated() {
    finds(Count::Duplicated, |journal| {
        journal.attempts.push(Attempt {
            key: "k1".into(),
            ..attempt(5)
        });
    });
}

#[test]
fn a_message_applied_twice_is_duplicated() {
    finds(Count::Duplicated, |journal| {
        journal.clients[0].applied.push(Applied {
            seq: 6,
            ..created(5)
        });
    });
}

#[test]
fn a_history_with_a_seq_twice_is_duplicated() {
    finds(Count::Duplicated, |journal| {
        journal.histories[0].2.push(message(5))
    });
}

#[test]
fn a_client_that_goes_backwards_is_reordered() {
    finds(Count::Reordered, |journal| {
        journal.clients[1].applied.swap(1, 2)
    });
}

#[test]
fn a_sender_who_overtakes_himself_is_reordered() {
    finds(Count::Reordered, |journal| {
        (journal.attempts[0].order, journal.attempts[1].order) = (2, 1);
    });
}

#[test]
fn a_history_out_of_order_is_reordered() {
    finds(Count::Reordered, |journal| {
        journal.histories[0].2.swap(0, 1)
    });
}

#[test]
fn a_place_with_two_contents_is_reused() {
    finds(Count::Reused, |journal| {
        journal.clients[0].applied[3].message = Some("m9".into())
    });
}

#[test]
fn a_seq_given_to_two_messages_is_reused() {
    finds(Count::Reused, |journal| {
        let outcome = Outcome::Accepted {
            id: "m9".into(),
            place: Place { epoch: 2, seq: 5 },
        };
        journal.attempts.push(Attempt {
            key: "k9".into(),
            outcome,
            ..attempt(6)
        });
    });
}

#[test]
fn a_stored_message_that_nobody_sent_is_a_phantom() {
    finds(Count::Phantom, |journal| rows(journal).push(message(6)));
}

#[test]
fn a_refused_message_that_was_seen_is_a_phantom() {
    finds(Count::Phantom, |journal| {
        journal.attempts[4].outcome = Outcome::Refused
    });
}

#[test]
fn a_message_seen_with_another_text_is_a_phantom() {
    finds(Count::Phantom, |journal| {
        journal.clients[0].applied[0].body = Some("forged".into());
    });
}

#[test]
fn a_message_shown_but_not_stored_is_a_phantom() {
    finds(Count::Phantom, |journal| {
        journal.histories[0].2.push(message(6))
    });
}

#[test]
fn a_message_without_an_answer_may_exist_or_not() {
    let mut journal = a_good_day();
    journal.attempts[4].outcome = Outcome::Unknown;
    journal.attempts.push(Attempt {
        outcome: Outcome::Unknown,
        ..attempt(9)
    });
    let verdict = journal.judge();
    assert!(verdict.is_clean(), "{verdict}");
}

#[test]
fn a_delivered_message_that_is_gone_at_the_end_is_retracted() {
    finds(Count::Retracted, |journal| {
        journal.attempts[4].outcome = Outcome::Unknown;
        rows(journal).pop();
        journal.histories.clear();
    });
}

#[test]
fn a_hole_in_the_middle_is_a_gap() {
    finds(Count::Gap, |journal| {
        journal.clients[0].applied.remove(2);
    });
}

#[test]
fn a_missing_last_event_is_a_gap() {
    finds(Count::Gap, |journal| {
        journal.clients[0].applied.pop();
    });
}

#[test]
fn a_client_that_has_gone_may_lack_the_end_but_not_the_middle() {
    let mut journal = a_good_day();
    journal.clients[0].connected = false;
    journal.clients[0].applied.pop();
    assert!(journal.judge().is_clean());
    journal.clients[0].applied.remove(1);
    assert_eq!(journal.judge().of(Count::Gap), 1);
}

#[test]
fn a_read_that_does_not_show_what_was_sent_is_stale() {
    finds(Count::StaleRead, |journal| {
        journal.readings.push(Reading {
            key: "k1".into(),
            seen: false,
        });
    });
}

#[test]
fn an_event_delivered_after_the_removal_is_a_leak() {
    let removed = |until| {
        move |journal: &mut Journal| {
            let window = Window {
                from: 0,
                until: Some(until),
            };
            journal
                .members
                .insert(("bob".into(), CHANNEL.into()), vec![window]);
        }
    };
    finds(Count::Leak, removed(4));
    let mut journal = a_good_day();
    removed(5)(&mut journal);
    assert!(journal.judge().is_clean());
}

#[test]
fn an_event_delivered_before_the_joining_is_a_leak() {
    finds(Count::Leak, |journal| {
        let window = Window {
            from: 3,
            until: None,
        };
        journal
            .members
            .insert(("bob".into(), CHANNEL.into()), vec![window]);
    });
}

#[test]
fn the_text_of_a_deleted_message_is_resurrected() {
    finds(Count::Resurrected, |journal| {
        journal.deletions.insert("m1".into(), 4);
    });
    finds(Count::Resurrected, |journal| {
        journal.histories.clear();
        journal.deletions.insert("m1".into(), 4);
        let edit = Applied {
            kind: "message.updated".into(),
            nonce: None,
            ..created(1)
        };
        journal.clients[0].applied[4] = Applied { seq: 5, ..edit };
    });
}
