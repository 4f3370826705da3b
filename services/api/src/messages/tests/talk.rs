//! Random talk in one channel, and its fold: the model that everything is compared with.

use bus::{Head, Record, Tail};
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{ChannelId, Epoch, MessageId, MessageKind, MessageNo, Mver, Seq, UserId};
use protocol::event::{
    CreatedMessage, Fresh, LogEvent, MessageDeleted, MessageUpdated, PinChanged, ReactionChanged,
};
use protocol::message::{Mentions, Message, UserMention};
use protocol::user::User;
use rand::SeedableRng;
use rand::rngs::StdRng;
use uuid::Uuid;

use super::op::Op;

/// Who looks at the pages.
pub(crate) const VIEWER: UserId = UserId::from_uuid(Uuid::from_u128(1));

/// A channel's log.
#[derive(Debug, Clone)]
pub(crate) struct Talk {
    pub(crate) channel: ChannelId,
    log: Vec<(LogEvent, Option<MessageNo>)>,
    messages: Vec<Message>,
    numbers: i64,
    rng: StdRng,
}

impl Talk {
    /// The log of these deeds.
    pub(crate) fn of(ops: &[Op]) -> Self {
        let mut rng = StdRng::seed_from_u64(7);
        let channel = ChannelId::generate(time(0), &mut rng);
        let mut talk = Self {
            channel,
            log: Vec::new(),
            messages: Vec::new(),
            numbers: 0,
            rng,
        };
        for op in ops {
            talk.take(op);
        }
        talk
    }

    /// The seq of the last event.
    pub(crate) fn head(&self) -> Seq {
        Seq::new(i64::try_from(self.log.len()).unwrap())
    }

    /// A seq of the log, or zero.
    pub(crate) fn seq(&self, any: u64) -> Seq {
        Seq::new(i64::try_from(any).unwrap() % (self.head().get() + 1))
    }

    /// All events with their seqs.
    pub(crate) fn log(&self) -> impl Iterator<Item = (Seq, &LogEvent)> {
        self.events().map(|(seq, (event, _))| (seq, event))
    }

    /// The messages that have replies.
    pub(crate) fn roots(&self) -> impl Iterator<Item = MessageId> + '_ {
        self.messages
            .iter()
            .filter(|one| one.last_reply_at.is_some())
            .map(|one| one.id)
    }

    /// All messages as they stand after the event at `upto`, by seq.
    pub(crate) fn folded(&self, upto: Seq) -> Vec<Message> {
        let mut messages: Vec<Message> = Vec::new();
        for (seq, (event, number)) in self.events().filter(|(seq, _)| *seq <= upto) {
            for message in &mut messages {
                message.apply(seq, event, Some(VIEWER));
            }
            if let LogEvent::MessageCreated(created) = event {
                messages.push((**created).clone().into_message(seq, *number));
            }
        }
        messages
    }

    /// Whether a message calls the viewer, after the event at `upto`.
    pub(crate) fn calls_viewer(&self, id: MessageId, upto: Seq) -> bool {
        let events = self.events().filter(|(seq, _)| *seq <= upto);
        let said = events.filter_map(|(seq, (event, _))| Some((seq, mentions_of(event)?)));
        let last = said.filter(|(_, (one, _))| *one == id).last();
        last.is_some_and(|(seq, (_, mentions))| {
            let named = mentions.users.iter().any(|one| one.user_id == VIEWER);
            mentions.channel || named || (mentions.here && online(seq).contains(&VIEWER))
        })
    }

    /// The tail when everything up to `persisted` is stored, and what lies in messages deleted up
    /// to `voided` is void; at least its newest `newest` events.
    pub(crate) fn tail(&self, persisted: Seq, voided: Seq, newest: usize) -> Tail {
        let head = self.head();
        let newest = Seq::new(head.get() - i64::try_from(newest).unwrap());
        let after = persisted.min(newest);
        let gone: Vec<MessageId> = self
            .folded(voided)
            .into_iter()
            .filter(|message| message.deleted_at.is_some())
            .map(|message| message.id)
            .collect();
        let records =
            self.events()
                .filter(|(seq, _)| *seq > after)
                .map(|(seq, (event, number))| {
                    let void = seq <= voided && about(event).is_some_and(|id| gone.contains(&id));
                    Record {
                        channel: self.channel,
                        epoch: Epoch::new(1),
                        seq,
                        message_no: *number,
                        psn: None,
                        payload: if void {
                            Bytes::new()
                        } else {
                            encoded(event, seq, self.author(event))
                        },
                    }
                });
        Tail {
            head: self.counters(persisted),
            records: records.collect(),
        }
    }

    /// Who caused an event, as far as somebody asks.
    fn author(&self, event: &LogEvent) -> UserId {
        let edited = match event {
            LogEvent::MessageUpdated(change) => Some(change.id),
            _ => None,
        };
        let message = self.messages.iter().find(|one| Some(one.id) == edited);
        message.map_or(VIEWER, |message| message.author.id)
    }

    fn counters(&self, persisted: Seq) -> Head {
        Head {
            epoch: Epoch::new(1),
            base: Seq::ZERO,
            seq: self.head(),
            message_no: MessageNo::new(self.numbers),
            persisted,
            mver: Mver::new(1),
            floor: Seq::new(1),
            closed: false,
        }
    }

    fn events(&self) -> impl Iterator<Item = (Seq, &(LogEvent, Option<MessageNo>))> {
        (1..).map(Seq::new).zip(&self.log)
    }

    fn take(&mut self, op: &Op) {
        let now = time(i64::try_from(self.log.len()).unwrap());
        let event = match op {
            Op::Say {
                author,
                parent,
                also,
                addresses,
            } => Some(self.said(now, *author, (*parent, *also), *addresses)),
            Op::Edit { message, addresses } => self.living(*message).map(|one| {
                LogEvent::MessageUpdated(Box::new(MessageUpdated {
                    id: one.id,
                    parent_id: one.parent_id,
                    body: Some(format!("{} again", one.body)),
                    mentions: Some(mentions(*addresses)),
                    edited_at: Some(now.into()),
                    version: Some(one.version + 1),
                    embeds: None,
                    files: None,
                }))
            }),
            Op::Delete { message } => self.living(*message).map(|one| {
                LogEvent::MessageDeleted(MessageDeleted {
                    id: one.id,
                    parent_id: one.parent_id,
                    message_no: one.message_no,
                    deleted_by: one.author.id,
                    deleted_at: now.into(),
                })
            }),
            Op::React {
                message,
                user: by,
                emoji,
            } => self
                .living(*message)
                .map(|one| reaction(one, user(*by).id, *emoji)),
            Op::Pin { message } => self.living(*message).map(|one| {
                let change = PinChanged {
                    message_id: one.id,
                    user_id: VIEWER,
                    at: now.into(),
                };
                match one.pinned_at {
                    None => LogEvent::PinAdded(change),
                    Some(_) => LogEvent::PinRemoved(change),
                }
            }),
        };
        if let Some(event) = event {
            self.push(event);
        }
    }

    fn push(&mut self, event: LogEvent) {
        let numbered = matches!(&event, LogEvent::MessageCreated(message) if message.is_numbered());
        self.numbers += i64::from(numbered);
        let number = numbered.then(|| MessageNo::new(self.numbers));
        self.log.push((event, number));
        self.messages = self.folded(self.head());
    }

    fn living(&self, any: u8) -> Option<&Message> {
        let index = usize::from(any) % self.messages.len().max(1);
        self.messages
            .get(index)
            .filter(|message| message.deleted_at.is_none())
    }

    fn said(
        &mut self,
        now: DateTime<Utc>,
        author: u8,
        (parent, also): (Option<u8>, bool),
        addresses: u8,
    ) -> LogEvent {
        let roots: Vec<MessageId> = self
            .messages
            .iter()
            .filter(|one| one.parent_id.is_none())
            .map(|one| one.id)
            .collect();
        let parent_id =
            parent.and_then(|any| roots.get(usize::from(any) % roots.len().max(1)).copied());
        let id = MessageId::generate_in(self.channel, now, &mut self.rng);
        LogEvent::MessageCreated(Box::new(CreatedMessage {
            id,
            channel_id: self.channel,
            parent_id,
            author: user(author),
            kind: MessageKind::User,
            body: format!("said {}", self.log.len()),
            call: None,
            mentions: mentions(addresses),
            files: Vec::new(),
            also_in_channel: also && parent_id.is_some(),
            nonce: format!("n{}", self.log.len()),
            created_at: now.into(),
            rest: Fresh::default(),
        }))
    }
}

fn reaction(message: &Message, user_id: UserId, emoji: u8) -> LogEvent {
    let emoji = ["👍", "🎉", "👀"][usize::from(emoji) % 3].to_owned();
    let stands = message
        .reactions
        .iter()
        .any(|one| one.emoji == emoji && one.user_ids.contains(&user_id));
    let change = ReactionChanged {
        message_id: message.id,
        emoji,
        user_id,
    };
    if stands {
        LogEvent::ReactionRemoved(change)
    } else {
        LogEvent::ReactionAdded(change)
    }
}

fn about(event: &LogEvent) -> Option<MessageId> {
    match event {
        LogEvent::MessageCreated(message) => Some(message.id),
        LogEvent::MessageUpdated(change) => Some(change.id),
        LogEvent::ReactionAdded(change) | LogEvent::ReactionRemoved(change) => {
            Some(change.message_id)
        }
        LogEvent::PinAdded(change) | LogEvent::PinRemoved(change) => Some(change.message_id),
        _ => None,
    }
}

fn encoded(event: &LogEvent, seq: Seq, author: UserId) -> Bytes {
    let here = mentions_of(event).is_some_and(|(_, mentions)| mentions.here);
    let here = if here { online(seq) } else { Vec::new() };
    event
        .encode_for(&here, author, time(seq.get()), None)
        .unwrap()
}

/// Whom `@here` finds online at this event: the viewer comes and goes.
fn online(seq: Seq) -> Vec<UserId> {
    let viewer = (seq.get() % 2 == 0).then_some(VIEWER);
    viewer.into_iter().chain([user(2).id]).collect()
}

fn mentions_of(event: &LogEvent) -> Option<(MessageId, &Mentions)> {
    match event {
        LogEvent::MessageCreated(message) => Some((message.id, &message.mentions)),
        LogEvent::MessageUpdated(change) => Some((change.id, change.mentions.as_ref()?)),
        _ => None,
    }
}

/// 0: nobody, 1: the viewer, 2: the channel, 3: somebody else, 4: those online.
fn mentions(addresses: u8) -> Mentions {
    let somebody = match addresses {
        1 => vec![VIEWER],
        3 => vec![user(2).id],
        _ => Vec::new(),
    };
    let users = somebody
        .into_iter()
        .map(|user_id| UserMention {
            user_id,
            start: 0,
            end: 4,
        })
        .collect();
    Mentions {
        users,
        channel: addresses == 2,
        here: addresses == 4,
    }
}

/// Number 0 is the viewer.
fn user(number: u8) -> User {
    User {
        id: UserId::from_uuid(Uuid::from_u128(u128::from(number) + 1)),
        handle: format!("user{number}"),
        display_name: format!("User {number}"),
        avatar_url: None,
        is_bot: false,
        created_at: time(0).into(),
        deactivated: false,
        is_guest: false,
    }
}

fn time(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000, 0).unwrap() + TimeDelta::seconds(seconds)
}
