//! What people do in a channel, as the events that api would append.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use bus::Record;
use chrono::{DateTime, Utc};
use domain::{ChannelId, Epoch, MessageId, MessageKind, MessageNo, Seq, UserId};
use proptest::prelude::*;
use protocol::Timestamp;
use protocol::event::{
    CreatedMessage, Fresh, LogEvent, MessageDeleted, MessageUpdated, PinChanged, ReactionChanged,
};
use protocol::message::{Embed, EmbedKind, Mentions, Message as Seen, UserMention};
use protocol::user::User;
use uuid::Uuid;

pub(super) const CHANNEL: ChannelId = ChannelId::from_uuid(Uuid::from_u128(0xc0de));

/// What somebody does; numbers choose among what there is.
#[derive(Clone, Debug)]
pub(super) enum Act {
    Send {
        by: u8,
        mentions: Option<u8>,
    },
    Reply {
        by: u8,
        to: u8,
        shown: bool,
        mentions: Option<u8>,
    },
    Edit {
        message: u8,
        mentions: Option<u8>,
    },
    Embed {
        message: u8,
        embeds: bool,
        late: bool,
    },
    Delete {
        message: u8,
    },
    React {
        message: u8,
        by: u8,
        emoji: bool,
        on: bool,
    },
    Pin {
        message: u8,
        by: u8,
        on: bool,
    },
    Join,
}

pub(super) fn acts() -> impl Strategy<Value = Vec<Act>> {
    let message = 0..6_u8;
    let by = 0..3_u8;
    let mentions = proptest::option::of(0..5_u8);
    let act = prop_oneof![
        4 => (by.clone(), mentions.clone()).prop_map(|(by, mentions)| Act::Send { by, mentions }),
        3 => (by.clone(), message.clone(), any::<bool>(), mentions.clone())
            .prop_map(|(by, to, shown, mentions)| Act::Reply { by, to, shown, mentions }),
        3 => (message.clone(), mentions)
            .prop_map(|(message, mentions)| Act::Edit { message, mentions }),
        1 => (message.clone(), any::<bool>(), any::<bool>())
            .prop_map(|(message, embeds, late)| Act::Embed { message, embeds, late }),
        2 => message.clone().prop_map(|message| Act::Delete { message }),
        3 => (message.clone(), by.clone(), any::<bool>(), any::<bool>())
            .prop_map(|(message, by, emoji, on)| Act::React { message, by, emoji, on }),
        2 => (message, by, any::<bool>())
            .prop_map(|(message, by, on)| Act::Pin { message, by, on }),
        1 => Just(Act::Join),
    ];
    proptest::collection::vec(act, 1..40)
}

pub(super) fn user(number: u8) -> UserId {
    UserId::from_uuid(Uuid::from_u128(0x1_0000 + u128::from(number)))
}

pub(super) fn time(seq: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_700_000_000_000 + seq).unwrap()
}

pub(super) fn addressed(mentions: Option<u8>) -> Mentions {
    let (channel, here) = (mentions == Some(3), mentions == Some(4));
    let users = mentions.filter(|_| !channel && !here).map(user).into_iter();
    let users = users
        .map(|user_id| UserMention {
            user_id,
            start: 0,
            end: 1,
        })
        .collect();
    Mentions {
        users,
        channel,
        here,
    }
}

/// Turns acts into the events that api would have appended.
#[derive(Default)]
pub(super) struct Script {
    events: Vec<LogEvent>,
    pub(super) records: Vec<Record>,
    messages: Vec<MessageId>,
    roots: Vec<MessageId>,
    parents: HashMap<MessageId, MessageId>,
    numbers: HashMap<MessageId, MessageNo>,
    versions: HashMap<MessageId, i64>,
    reacted: BTreeSet<(MessageId, String, u8)>,
}

impl Script {
    pub(super) fn of(acts: &[Act]) -> Self {
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
            Act::Reply {
                by,
                to,
                shown,
                mentions,
            } => {
                let count = self.roots.len().max(1);
                if let Some(root) = self.roots.get(usize::from(*to) % count).copied() {
                    self.create(*by, Some(root), *shown, *mentions);
                }
            }
            Act::Join => self.log(LogEvent::Void(protocol::event::Nothing {})),
            Act::Edit { message, .. }
            | Act::Embed { message, .. }
            | Act::Delete { message }
            | Act::React { message, .. }
            | Act::Pin { message, .. } => {
                if let Some(id) = self.pick(*message) {
                    self.change(id, act);
                }
            }
        }
    }

    fn change(&mut self, id: MessageId, act: &Act) {
        match act {
            Act::Edit { mentions, .. } => self.edit(id, *mentions),
            Act::Embed { embeds, late, .. } => self.embed(id, *embeds, *late),
            Act::Delete { .. } => self.delete(id),
            Act::React { by, emoji, on, .. } => {
                let emoji = if *emoji { "👍" } else { "🎉" };
                self.react(id, *by, emoji, *on);
            }
            Act::Pin { by, on, .. } => self.pin(id, *by, *on),
            Act::Send { .. } | Act::Reply { .. } | Act::Join => {}
        }
    }

    fn untouched(&self, id: MessageId) -> MessageUpdated {
        MessageUpdated {
            id,
            parent_id: self.parents.get(&id).copied(),
            body: None,
            mentions: None,
            edited_at: None,
            version: None,
            embeds: None,
            files: None,
        }
    }

    /// What was looked up for an earlier text comes too late.
    fn embed(&mut self, id: MessageId, embeds: bool, late: bool) {
        let version = self.versions.get(&id).copied().unwrap_or(1) - i64::from(late);
        let embed = Embed {
            url: format!("https://example.com/{version}"),
            title: "Example".to_owned(),
            description: String::new(),
            site_name: String::new(),
            image_url: None,
            image_width: None,
            image_height: None,
            kind: EmbedKind::Link,
        };
        let update = MessageUpdated {
            version: Some(version),
            embeds: Some(if embeds { vec![embed] } else { Vec::new() }),
            ..self.untouched(id)
        };
        self.log(LogEvent::MessageUpdated(Box::new(update)));
    }

    fn edit(&mut self, id: MessageId, mentions: Option<u8>) {
        let version = self.versions.entry(id).or_insert(1);
        *version += 1;
        let version = *version;
        let update = MessageUpdated {
            body: Some(format!("edit {version}")),
            mentions: Some(addressed(mentions)),
            edited_at: Some(Timestamp::from(time(self.seq()))),
            version: Some(version),
            ..self.untouched(id)
        };
        self.log(LogEvent::MessageUpdated(Box::new(update)));
    }

    /// As api does it: only a change is logged.
    fn react(&mut self, message_id: MessageId, by: u8, emoji: &str, on: bool) {
        let key = (message_id, emoji.to_owned(), by);
        let is_news = if on {
            self.reacted.insert(key)
        } else {
            self.reacted.remove(&key)
        };
        if !is_news {
            return;
        }
        let change = ReactionChanged {
            message_id,
            emoji: emoji.to_owned(),
            user_id: user(by),
        };
        self.log(if on {
            LogEvent::ReactionAdded(change)
        } else {
            LogEvent::ReactionRemoved(change)
        });
    }

    fn pin(&mut self, message_id: MessageId, by: u8, on: bool) {
        let at = Timestamp::from(time(self.seq()));
        let pin = PinChanged {
            message_id,
            user_id: user(by),
            at,
        };
        self.log(if on {
            LogEvent::PinAdded(pin)
        } else {
            LogEvent::PinRemoved(pin)
        });
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
            call: None,
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
    fn delete(&mut self, id: MessageId) {
        let is_gone = self
            .events
            .iter()
            .any(|event| matches!(event, LogEvent::MessageDeleted(deletion) if deletion.id == id));
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
            payload: event
                .encode_for(&online(&event), user(0), time(seq), None)
                .unwrap(),
        });
        self.events.push(event);
    }

    /// The messages as a client sees them that applies every event.
    pub(super) fn seen(&self) -> BTreeMap<MessageId, Seen> {
        let mut seen: BTreeMap<MessageId, Seen> = BTreeMap::new();
        for (event, record) in self.events.iter().zip(&self.records) {
            for message in seen.values_mut() {
                message.apply(record.seq, event, None);
            }
            if let LogEvent::MessageCreated(created) = event {
                let message = created.as_ref().clone();
                seen.insert(
                    created.id,
                    message.into_message(record.seq, record.message_no),
                );
            }
        }
        seen
    }
}

/// Whom `@here` finds online.
fn online(event: &LogEvent) -> Vec<UserId> {
    let mentions = match event {
        LogEvent::MessageCreated(created) => Some(&created.mentions),
        LogEvent::MessageUpdated(update) => update.mentions.as_ref(),
        _ => None,
    };
    let here = mentions.is_some_and(|mentions| mentions.here);
    if here {
        vec![user(0), user(2)]
    } else {
        Vec::new()
    }
}

pub(super) fn author(number: u8) -> User {
    User {
        id: user(number),
        handle: format!("user{number}"),
        display_name: String::new(),
        avatar_url: None,
        is_bot: false,
        created_at: Timestamp::from(time(0)),
        deactivated: false,
        is_guest: false,
    }
}
