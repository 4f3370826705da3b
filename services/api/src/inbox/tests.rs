//! Threads as one person follows them, against the model.

use std::collections::BTreeMap;

use domain::following::Cause;
use domain::{Follow, MessageId, Seq, UserId};
use proptest::prelude::*;
use protocol::event::LogEvent;
use protocol::message::Message;
use store::threads::Counts;
use uuid::Uuid;

use super::replies::{Replies, Root};
use crate::messages::recent::Recent;
use crate::messages::tests::op::ops;
use crate::messages::tests::talk::{Talk, VIEWER};

/// The viewer's side of a thread after the event at `upto`, event by event.
fn side(talk: &Talk, root: &Message, upto: Seq) -> Option<Follow> {
    let mut side = None;
    for (seq, event) in talk.log().filter(|(seq, _)| *seq <= upto) {
        let (reply, is_new, mentions) = match event {
            LogEvent::MessageCreated(new) => (new.id, true, Some(&new.mentions)),
            LogEvent::MessageUpdated(change) => (change.id, false, change.mentions.as_ref()),
            _ => continue,
        };
        let all = talk.folded(seq);
        let Some(reply) = all.iter().find(|one| one.id == reply) else {
            continue;
        };
        if reply.parent_id != Some(root.id) {
            continue;
        }
        let mine = reply.author.id == VIEWER;
        if mine && is_new {
            side = Some(Follow::after(side, Cause::Replied(reply.seq)));
        }
        if !mine && is_new && root.author.id == VIEWER {
            side = Some(Follow::after(side, Cause::Answered(root.seq)));
        }
        let named = mentions.is_some_and(|all| all.users.iter().any(|one| one.user_id == VIEWER));
        if !mine && named {
            side = Some(Follow::after(side, Cause::Named(reply.seq)));
        }
    }
    side
}

/// Replies of a thread that the viewer has not read.
fn unread(all: &[Message], root: MessageId, read: Seq) -> Vec<&Message> {
    let is_unread = |one: &&Message| {
        one.parent_id == Some(root)
            && one.seq > read
            && one.author.id != VIEWER
            && one.deleted_at.is_none()
    };
    all.iter().filter(is_unread).collect()
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn threads_are_exact_wherever_the_watermark_stands(
        ops in ops(40), told in 0_u64..60, stored in 0_u64..60,
        blocked in proptest::collection::vec(2_u128..5, 0..3),
    ) {
        let blocked: Vec<UserId> =
            blocked.into_iter().map(|one| UserId::from_uuid(Uuid::from_u128(one))).collect();
        let talk = Talk::of(&ops);
        let told = talk.seq(told);
        let stored = told.max(talk.seq(stored));
        let replies = Replies::new(&Recent::new(&talk.tail(told, told, 0)));
        let (rows, all) = (talk.folded(stored), talk.folded(talk.head()));
        let older: BTreeMap<MessageId, Seq> = rows
            .iter()
            .filter(|row| replies.older().any(|id| id == row.id))
            .map(|row| (row.id, row.seq))
            .collect();
        for root in talk.roots() {
            let root = all.iter().find(|one| one.id == root).unwrap();
            let truth = side(&talk, root, talk.head());

            let kept = side(&talk, root, stored);
            let followed = replies.follow(Root::from(root), VIEWER, kept, &older);
            prop_assert_eq!(followed, truth);

            let read = truth.map_or(Seq::ZERO, |side| side.read_seq);
            let deleted: Vec<MessageId> = replies.deleted().collect();
            let readdressed: Vec<MessageId> = replies.readdressed().collect();
            let known = unread(&rows, root.id, read);
            let known = known.iter().filter(|row| !deleted.contains(&row.id));
            let calling = known.clone().filter(|row| {
                !readdressed.contains(&row.id)
                    && talk.calls_viewer(row.id, stored)
                    && !blocked.contains(&row.author.id)
            });
            let mut counts = Counts {
                user_id: VIEWER,
                root_id: root.id,
                persisted_seq: stored,
                unread: count(known.count()),
                mentions: count(calling.count()),
                blocked: blocked.clone(),
            };
            replies.complete(&mut counts, read, &older);

            let left = unread(&all, root.id, read);
            let calling = left.iter().filter(|one| {
                talk.calls_viewer(one.id, talk.head()) && !blocked.contains(&one.author.id)
            });
            prop_assert_eq!(
                (counts.unread, counts.mentions),
                (count(left.len()), count(calling.count()))
            );
        }
    }
}
