//! However the log is cut into batches, the same rows come out, and they are what clients see.

mod script;

use std::collections::{BTreeMap, BTreeSet};

use bus::Record;
use chrono::{DateTime, Utc};
use domain::following::Cause;
use domain::{Epoch, FileId, Follow, MessageId, MessageNo, Seq, UserId};
use proptest::prelude::*;
use protocol::Timestamp;
use protocol::message::Mentions;
use store::apply::{Changes, Mention, Message, Watermark};

use super::{Fold, targets};
use crate::event::Entry;
use script::{CHANNEL, Script, acts, time};

/// The tables, as far as one channel needs them.
#[derive(Clone, Debug, Default, PartialEq)]
struct Tables {
    messages: BTreeMap<MessageId, Message>,
    revisions: BTreeMap<(MessageId, i32), String>,
    reactions: BTreeMap<(MessageId, String, UserId), (bool, Seq)>,
    mentions: BTreeSet<Mention>,
    follows: BTreeMap<(MessageId, UserId), Follow>,
    claims: BTreeSet<(FileId, MessageId)>,
    persisted: Seq,
    message_no: MessageNo,
    last_message_at: Option<DateTime<Utc>>,
}

impl Tables {
    fn take(&mut self, records: &[Record]) {
        let entries: Vec<Entry> = records
            .iter()
            .map(|record| Entry::read(record).unwrap())
            .collect();
        let wanted = targets(&entries);
        let rows = wanted
            .iter()
            .filter_map(|id| self.messages.get(id))
            .cloned()
            .collect();
        let mark = Watermark {
            channel_id: CHANNEL,
            epoch: Epoch::new(1),
            persisted_seq: self.persisted,
            persisted_message_no: self.message_no,
            last_message_at: self.last_message_at,
        };
        let mut fold = Fold::over(rows, &[mark]);
        for entry in &entries {
            fold.apply(entry);
        }
        self.write(fold.finish(time(0)));
    }

    fn write(&mut self, changes: Changes) {
        for message in changes.inserts {
            assert!(
                self.messages.insert(message.id, message).is_none(),
                "inserted twice"
            );
        }
        for message in changes.updates {
            let stored = self.messages.insert(message.id, message.clone()).unwrap();
            assert!(
                stored.rev_seq < message.rev_seq,
                "an update that changes nothing"
            );
        }
        for revision in changes.revisions {
            self.revisions
                .insert((revision.message_id, revision.version), revision.body);
        }
        for reaction in changes.reactions {
            let key = (reaction.message_id, reaction.emoji, reaction.user_id);
            self.reactions.insert(key, (reaction.active, reaction.seq));
        }
        self.mentions
            .retain(|mention| !changes.unmentions.contains(mention));
        self.mentions.extend(changes.mentions);
        for follow in changes.follows {
            // As the two statements of the table do it.
            let drawn_in = follow.since.map(Cause::Answered);
            for cause in drawn_in
                .into_iter()
                .chain(follow.replied.map(Cause::Replied))
            {
                let known = self.follows.get(&(follow.root_id, follow.user_id)).copied();
                self.follows.insert(
                    (follow.root_id, follow.user_id),
                    Follow::after(known, cause),
                );
            }
        }
        self.claims.extend(changes.claims);
        self.revisions
            .retain(|(id, _), _| !changes.deleted.contains(id));
        self.reactions
            .retain(|(id, _, _), _| !changes.deleted.contains(id));
        for mark in changes.watermarks {
            self.persisted = mark.persisted_seq;
            self.message_no = mark.persisted_message_no;
            self.last_message_at = mark.last_message_at;
        }
    }
}

proptest! {
    #[test]
    fn any_split_into_batches_gives_the_same_rows(
        acts in acts(),
        cuts in proptest::collection::vec(1..8_usize, 0..20),
    ) {
        let script = Script::of(&acts);
        let mut one_by_one = Tables::default();
        for record in &script.records {
            one_by_one.take(std::slice::from_ref(record));
        }

        let mut in_batches = Tables::default();
        let mut rest = script.records.as_slice();
        for cut in cuts {
            let (batch, after) = rest.split_at(cut.min(rest.len()));
            in_batches.take(batch);
            rest = after;
        }
        in_batches.take(rest);

        prop_assert_eq!(in_batches, one_by_one);
    }

    #[test]
    fn a_replay_from_anywhere_changes_nothing(acts in acts(), from in 0..40_usize) {
        let script = Script::of(&acts);
        let mut tables = Tables::default();
        tables.take(&script.records);
        let before = tables.clone();

        tables.take(script.records.get(from..).unwrap_or_default());

        prop_assert_eq!(tables, before);
    }

    #[test]
    fn the_rows_are_what_a_client_sees_that_applies_every_event(acts in acts()) {
        let script = Script::of(&acts);
        let mut tables = Tables::default();
        tables.take(&script.records);

        for (id, seen) in script.seen() {
            let row = &tables.messages[&id];
            prop_assert_eq!(&row.body, &seen.body);
            prop_assert_eq!(i64::from(row.version), seen.version);
            prop_assert_eq!(i64::from(row.reply_count), seen.reply_count);
            prop_assert_eq!(&row.reply_user_ids, &seen.reply_user_ids);
            prop_assert_eq!(row.last_reply_at, seen.last_reply_at.map(Timestamp::get));
            prop_assert_eq!(row.pinned_at, seen.pinned_at.map(Timestamp::get));
            prop_assert_eq!(row.pinned_by, seen.pinned_by);
            prop_assert_eq!(row.edited_at, seen.edited_at.map(Timestamp::get));
            prop_assert_eq!(row.deleted_at, seen.deleted_at.map(Timestamp::get));
            prop_assert_eq!(row.message_no, seen.message_no);
            let mentions: Mentions = serde_json::from_str(&row.mentions).unwrap();
            prop_assert_eq!(mentions, seen.mentions);
            let reactors = tables.reactions.iter().filter(|((on, ..), (active, _))| {
                *on == id && *active
            });
            let counted: i64 = seen.reactions.iter().map(|reaction| reaction.count).sum();
            prop_assert_eq!(i64::try_from(reactors.count()).unwrap(), counted);
        }
    }
}
