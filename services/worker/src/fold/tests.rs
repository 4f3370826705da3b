//! However the log is cut into batches, the same rows come out, and they are what clients see.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use bus::Record;
use chrono::{DateTime, Utc};
use domain::{ChannelId, Epoch, FileId, MessageId, MessageKind, MessageNo, Seq, UserId};
use proptest::prelude::*;
use protocol::Timestamp;
use protocol::event::{
    CreatedMessage, Fresh, LogEvent, MessageDeleted, MessageUpdated, PinChanged, ReactionChanged,
};
use protocol::message::{Mentions, Message as Seen, UserMention};
use protocol::user::User;
use store::apply::{Changes, Mention, Message, Watermark};
use uuid::Uuid;

use super::{Fold, targets};
use crate::event::Entry;

const CHANNEL: ChannelId = ChannelId::from_uuid(Uuid::from_u128(0xc0de));

/// What somebody does; numbers choose among what there is.
#[derive(Clone, Debug)]
enum Act {
    Send { by: u8, mentions: Option<u8> },
    Reply { by: u8, to: u8, shown: bool },
    Edit { message: u8, mentions: Option<u8> },
    Embed { message: u8 },
    Delete { message: u8 },
    React { message: u8, by: u8, emoji: bool, on: bool },
    Pin { message: u8, by: u8, on: bool },
    Join,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let message = 0..6_u8;
    let by = 0..3_u8;
    let mentions = proptest::option::of(0..4_u8);
    let act = prop_oneof![
        4 => (by.clone(), mentions.clone()).prop_map(|(by, mentions)| Act::Send { by, mentions }),
        3 => (by.clone(), message.clone(), any::<bool>())
            .prop_map(|(by, to, shown)| Act::Reply { by, to, shown }),
        3 => (message.clone(), mentions)
            .prop_map(|(message, mentions)| Act::Edit { message, mentions }),
        1 => message.clone().prop_map(|message| Act::Embed { message }),
        2 => message.clone().prop_map(|message| Act::Delete { message }),
        3 => (message.clone(), by.clone(), any::<bool>(), any::<bool>())
            .prop_map(|(message, by, emoji, on)| Act::React { message, by, emoji, on }),
        2 => (message, by, any::<bool>())
            .prop_map(|(message, by, on)| Act::Pin { message, by, on }),
        1 => Just(Act::Join),
    ];
    proptest::collection::vec(act, 1..40)
}

fn user(number: u8) -> UserId {
    UserId::from_uuid(Uuid::from_u128(0x1_0000 + u128::from(number)))
}

fn time(seq: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_700_000_000_000 + seq).unwrap()
}

fn addressed(mentions: Option<u8>) -> Mentions {
    let channel = mentions == Some(3);
    let users = mentions.filter(|_| !channel).map(user).into_iter();
    let users = users.map(|user_id| UserMention { user_id, start: 0, end: 1 }).collect();
    Mentions { users, channel, here: false }
}

/// Turns acts into the events that api would have appended.
#[derive(Default)]
struct Script {
    events: Vec<LogEvent>,
    records: Vec<Record>,
    messages: Vec<MessageId>,
    roots: Vec<MessageId>,
    parents: HashMap<MessageId, MessageId>,
    numbers: HashMap<MessageId, MessageNo>,
    versions: HashMap<MessageId, i64>,
    reacted: BTreeSet<(MessageId, String, u8)>,
}

impl Script {
    fn of(acts: &[Act]) -> Self {
        let mut script = Self::default();
        for act in acts {
            script.play(act);
        }
        script
    }

    fn seq(&self) -> i64 {
        i64::try_from(self.records.len()).unwrap() + 1
    }

    fn pick(&self, number: u8) -> Option<MessageId> {
        let count = self.messages.len().max(1);
        self.messages.get(usize::from(number) % count).copied()
    }

    fn play(&mut self, act: &Act) {
        match act {
            Act::Send { by, mentions } => self.create(*by, None, false, *mentions),
            Act::Reply { by, to, shown } => {
                let count = self.roots.len().max(1);
                if let Some(root) = self.roots.get(usize::from(*to) % count).copied() {
                    self.create(*by, Some(root), *shown, None);
                }
            }
            Act::Edit { message, mentions } => {
                let Some(id) = self.pick(*message) else { return };
                let version = self.versions.entry(id).or_insert(1);
                *version += 1;
                let update = MessageUpdated {
                    id,
                    parent_id: self.parents.get(&id).copied(),
                    body: Some(format!("edit {version}")),
                    mentions: Some(addressed(*mentions)),
                    edited_at: Some(Timestamp::from(time(self.seq()))),
                    version: Some(self.versions[&id]),
                    embeds: None,
                };
                self.log(LogEvent::MessageUpdated(Box::new(update)));
            }
            Act::Embed { message } => {
                let Some(id) = self.pick(*message) else { return };
                let update = MessageUpdated {
                    id,
                    parent_id: self.parents.get(&id).copied(),
                    body: None,
                    mentions: None,
                    edited_at: None,
                    version: None,
                    embeds: Some(Vec::new()),
                };
                self.log(LogEvent::MessageUpdated(Box::new(update)));
            }
            Act::Delete { message } => self.delete(*message),
            Act::React { message, by, emoji, on } => {
                let Some(message_id) = self.pick(*message) else { return };
                let emoji = if *emoji { "👍" } else { "🎉" }.to_owned();
                // As api does it: only a change is logged.
                let key = (message_id, emoji.clone(), *by);
                let is_news =
                    if *on { self.reacted.insert(key) } else { self.reacted.remove(&key) };
                if !is_news {
                    return;
                }
                let change = ReactionChanged { message_id, emoji, user_id: user(*by) };
                let event =
                    if *on { LogEvent::ReactionAdded } else { LogEvent::ReactionRemoved };
                self.log(event(change));
            }
            Act::Pin { message, by, on } => {
                let Some(message_id) = self.pick(*message) else { return };
                let at = Timestamp::from(time(self.seq()));
                let pin = PinChanged { message_id, user_id: user(*by), at };
                self.log(if *on { LogEvent::PinAdded(pin) } else { LogEvent::PinRemoved(pin) });
            }
            Act::Join => self.log(LogEvent::Void(protocol::event::Nothing {})),
        }
    }

    fn create(&mut self, by: u8, parent: Option<MessageId>, shown: bool, mentions: Option<u8>) {
        let seq = self.seq();
        let id = u128::try_from(seq).unwrap() << 32 | u128::from(CHANNEL.last_16_bits());
        let id = MessageId::from_uuid(Uuid::from_u128(id));
        let message = CreatedMessage {
            id,
            channel_id: CHANNEL,
            parent_id: parent,
            author: author(by),
            kind: MessageKind::User,
            body: format!("body {seq}"),
            mentions: addressed(mentions),
            files: Vec::new(),
            also_in_channel: shown,
            nonce: format!("nonce {seq}"),
            created_at: Timestamp::from(time(seq)),
            rest: Fresh::default(),
        };
        self.messages.push(id);
        match parent {
            Some(root) => {
                self.parents.insert(id, root);
            }
            None => self.roots.push(id),
        }
        if message.is_numbered() {
            let number = i64::try_from(self.numbers.len()).unwrap() + 1;
            self.numbers.insert(id, MessageNo::new(number));
        }
        self.log(LogEvent::MessageCreated(Box::new(message)));
    }

    /// As api does it: a message is deleted once.
    fn delete(&mut self, message: u8) {
        let Some(id) = self.pick(message) else { return };
        let is_gone = self.events.iter().any(
            |event| matches!(event, LogEvent::MessageDeleted(deletion) if deletion.id == id),
        );
        if !is_gone {
            let deletion = MessageDeleted {
                id,
                parent_id: self.parents.get(&id).copied(),
                message_no: self.numbers.get(&id).copied(),
                deleted_by: user(0),
                deleted_at: Timestamp::from(time(self.seq())),
            };
            self.log(LogEvent::MessageDeleted(deletion));
        }
    }

    fn log(&mut self, event: LogEvent) {
        let seq = self.seq();
        let message_no = match &event {
            LogEvent::MessageCreated(message) => self.numbers.get(&message.id).copied(),
            _ => None,
        };
        self.records.push(Record {
            channel: CHANNEL,
            epoch: Epoch::new(1),
            seq: Seq::new(seq),
            message_no,
            psn: None,
            payload: event.encode(user(0), time(seq), None).unwrap(),
        });
        self.events.push(event);
    }

    /// The messages as a client sees them that applies every event.
    fn seen(&self) -> BTreeMap<MessageId, Seen> {
        let mut seen: BTreeMap<MessageId, Seen> = BTreeMap::new();
        for (event, record) in self.events.iter().zip(&self.records) {
            for message in seen.values_mut() {
                message.apply(record.seq, event, None);
            }
            if let LogEvent::MessageCreated(created) = event {
                let message = created.as_ref().clone();
                seen.insert(created.id, message.into_message(record.seq, record.message_no));
            }
        }
        seen
    }
}

fn author(number: u8) -> User {
    User {
        id: user(number),
        handle: format!("user{number}"),
        display_name: String::new(),
        avatar_url: None,
        is_bot: false,
        created_at: Timestamp::from(time(0)),
        deactivated: false,
    }
}

/// The tables, as far as one channel needs them.
#[derive(Clone, Debug, Default, PartialEq)]
struct Tables {
    messages: BTreeMap<MessageId, Message>,
    revisions: BTreeMap<(MessageId, i32), String>,
    reactions: BTreeMap<(MessageId, String, UserId), (bool, Seq)>,
    mentions: BTreeSet<Mention>,
    claims: BTreeSet<(FileId, MessageId)>,
    persisted: Seq,
    message_no: MessageNo,
    last_message_at: Option<DateTime<Utc>>,
}

impl Tables {
    fn take(&mut self, records: &[Record]) {
        let entries: Vec<Entry> =
            records.iter().map(|record| Entry::read(record).unwrap()).collect();
        let wanted = targets(&entries);
        let rows = wanted.iter().filter_map(|id| self.messages.get(id)).cloned().collect();
        let mark = Watermark {
            channel_id: CHANNEL,
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
            assert!(self.messages.insert(message.id, message).is_none(), "inserted twice");
        }
        for message in changes.updates {
            let stored = self.messages.insert(message.id, message.clone()).unwrap();
            assert!(stored.rev_seq < message.rev_seq, "an update that changes nothing");
        }
        for revision in changes.revisions {
            self.revisions.insert((revision.message_id, revision.version), revision.body);
        }
        for reaction in changes.reactions {
            let key = (reaction.message_id, reaction.emoji, reaction.user_id);
            self.reactions.insert(key, (reaction.active, reaction.seq));
        }
        self.mentions.retain(|mention| !changes.unmentions.contains(mention));
        self.mentions.extend(changes.mentions);
        self.claims.extend(changes.claims);
        self.revisions.retain(|(id, _), _| !changes.deleted.contains(id));
        self.reactions.retain(|(id, _, _), _| !changes.deleted.contains(id));
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
