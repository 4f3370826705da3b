//! Unread counts against the model.

use std::collections::BTreeMap;

use domain::{MessageId, MessageNo, ReadVersion, Seq, UserId};
use proptest::prelude::*;
use protocol::message::Message;
use store::reading::{Counts, Numbered};
use uuid::Uuid;

use super::tally::Tally;
use crate::messages::recent::Recent;
use crate::messages::tests::op::ops;
use crate::messages::tests::talk::{Talk, VIEWER};

fn is_unread(message: &Message, read: MessageNo) -> bool {
    message.message_no.is_some_and(|number| number > read)
        && message.author.id != VIEWER
        && message.deleted_at.is_none()
}

/// What Postgres counts when it has everything up to `stored`, leaving out what it is told to.
fn stored_counts(
    talk: &Talk,
    (stored, read): (Seq, MessageNo),
    tally: &Tally,
    blocked: &[UserId],
) -> Counts {
    let deleted: Vec<MessageId> = tally.deleted().collect();
    let readdressed: Vec<MessageId> = tally.readdressed().collect();
    let rows = talk.folded(stored);
    let unread = rows
        .iter()
        .filter(|row| is_unread(row, read) && !deleted.contains(&row.id));
    let mentions = rows
        .iter()
        .filter(|row| is_unread(row, read) && !readdressed.contains(&row.id))
        .filter(|row| talk.calls_viewer(row.id, stored) && !blocked.contains(&row.author.id));
    Counts {
        user_id: VIEWER,
        channel_id: talk.channel,
        read_message_no: read,
        read_seq: Seq::ZERO,
        read_version: ReadVersion::ZERO,
        persisted_seq: stored,
        unread: i64::try_from(unread.count()).unwrap(),
        mentions: i64::try_from(mentions.count()).unwrap(),
        blocked: blocked.to_vec(),
    }
}

fn numbered(talk: &Talk, stored: Seq, tally: &Tally) -> BTreeMap<MessageId, Numbered> {
    let older: Vec<MessageId> = tally.older().collect();
    talk.folded(stored)
        .into_iter()
        .filter(|row| older.contains(&row.id))
        .map(|row| {
            let one = Numbered {
                id: row.id,
                message_no: row.message_no,
                author_id: row.author.id,
            };
            (row.id, one)
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn counts_are_exact_wherever_the_watermark_stands(
        ops in ops(40), told in 0_u64..60, stored in 0_u64..60, read in 0_i64..20,
        blocked in proptest::collection::vec(2_u128..5, 0..3),
    ) {
        let blocked: Vec<UserId> =
            blocked.into_iter().map(|one| UserId::from_uuid(Uuid::from_u128(one))).collect();
        let talk = Talk::of(&ops);
        let told = talk.seq(told);
        let stored = told.max(talk.seq(stored));
        let read = MessageNo::new(read);
        let tally = Tally::new(&Recent::new(&talk.tail(told, told, 0)));
        let mut counts = stored_counts(&talk, (stored, read), &tally, &blocked);

        tally.complete(&mut counts, &numbered(&talk, stored, &tally));

        let all = talk.folded(talk.head());
        let unread = all.iter().filter(|one| is_unread(one, read)).count();
        let calls = |one: &&Message| {
            talk.calls_viewer(one.id, talk.head()) && !blocked.contains(&one.author.id)
        };
        let mentions = all.iter().filter(|one| is_unread(one, read)).filter(calls).count();
        prop_assert_eq!(
            (counts.unread, counts.mentions),
            (i64::try_from(unread).unwrap(), i64::try_from(mentions).unwrap())
        );
    }
}
