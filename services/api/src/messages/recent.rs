//! What the tail of a channel says, decoded once for a request: the part of history that Postgres
//! may not have yet (S10).

use bus::{Head, Record, Tail};
use chrono::{DateTime, Utc};
use domain::{MessageId, MessageNo, Seq, UserId};
use protocol::event::{EventView, LogEvent};
use protocol::message::Message;
use store::messages::List;

use super::addressed::Addressed;

/// One event of the tail.
#[derive(Debug, Clone)]
pub struct Event {
    /// Its place in the log.
    pub seq: Seq,
    /// The number that the log gave, for a message that stands in the channel.
    pub message_no: Option<MessageNo>,
    /// When it was accepted.
    pub at: DateTime<Utc>,
    /// Who caused it.
    pub author: UserId,
    /// Whom `@here` found online.
    pub here: Vec<UserId>,
    /// What it says.
    pub log: LogEvent,
}

impl Event {
    /// The message that this event addresses anew, and to whom.
    #[must_use]
    pub fn addresses(&self) -> Option<(MessageId, Addressed)> {
        let (id, mentions) = match &self.log {
            LogEvent::MessageCreated(message) => (message.id, &message.mentions),
            LogEvent::MessageUpdated(change) => (change.id, change.mentions.as_ref()?),
            _ => return None,
        };
        let addressed = Addressed {
            mentions: mentions.clone(),
            here: self.here.clone(),
        };
        Some((id, addressed))
    }
}

/// The events of a tail, ascending.
#[derive(Debug, Clone, Default)]
pub struct Recent {
    head: Option<Head>,
    events: Vec<Event>,
    /// From here to the head nothing is missing, void or unreadable.
    whole_from: Seq,
}

impl Recent {
    /// Decodes a tail. Void and unreadable events are passed over: their content is gone.
    #[must_use]
    pub fn new(tail: &Tail) -> Self {
        let mut events = Vec::with_capacity(tail.records.len());
        let mut whole_from = tail
            .records
            .first()
            .map_or(tail.head.seq.next(), |first| first.seq);
        for record in &tail.records {
            match decode(record) {
                Some(event) => events.push(event),
                None => whole_from = record.seq.next(),
            }
        }
        if tail
            .records
            .last()
            .is_some_and(|last| last.seq < tail.head.seq)
        {
            whole_from = tail.head.seq.next();
        }
        Self {
            head: Some(tail.head),
            events,
            whole_from,
        }
    }

    /// The head of the log, where Redis knew it.
    #[must_use]
    pub fn head(&self) -> Option<&Head> {
        self.head.as_ref()
    }

    /// The events, ascending.
    #[must_use]
    pub fn events(&self) -> impl DoubleEndedIterator<Item = &Event> {
        self.events.iter()
    }

    /// The messages of `list` that were created in the tail, ascending, as they were created.
    pub fn created(&self, list: List) -> impl Iterator<Item = Message> + '_ {
        self.events.iter().filter_map(move |event| {
            let LogEvent::MessageCreated(message) = &event.log else {
                return None;
            };
            let belongs = match list {
                List::Channel(_) => event.message_no.is_some(),
                List::Thread(root) => message.parent_id == Some(root),
            };
            belongs.then(|| {
                (**message)
                    .clone()
                    .into_message(event.seq, event.message_no)
            })
        })
    }

    /// The message, if it was created in the tail, with all that happened to it since.
    #[must_use]
    pub fn find(&self, id: MessageId, viewer: Option<UserId>) -> Option<Message> {
        let mut found = self.events.iter().find_map(|event| match &event.log {
            LogEvent::MessageCreated(message) if message.id == id => Some(
                (**message)
                    .clone()
                    .into_message(event.seq, event.message_no),
            ),
            _ => None,
        })?;
        self.apply(&mut found, viewer);
        Some(found)
    }

    /// Applies to `message` what the tail says above its `rev_seq`.
    pub fn apply(&self, message: &mut Message, viewer: Option<UserId>) {
        let start = self
            .events
            .partition_point(|event| event.seq <= message.rev_seq);
        for event in self.events.iter().skip(start) {
            message.apply(event.seq, &event.log, viewer);
        }
    }

    /// The newest `limit` messages of the channel and whether there are older ones, if the tail
    /// alone can tell.
    #[must_use]
    pub fn newest(&self, list: List, limit: usize) -> Option<(Vec<Message>, bool)> {
        // Without a head nothing was read: that the tail is empty then says nothing.
        self.head.as_ref()?;
        let whole: Vec<Message> = self
            .created(list)
            .filter(|message| message.seq >= self.whole_from)
            .collect();
        let is_all = self.whole_from <= Seq::new(1);
        if whole.len() <= limit && !is_all {
            return None;
        }
        let skip = whole.len().saturating_sub(limit);
        Some((whole.into_iter().skip(skip).collect(), skip > 0))
    }

    /// The last change to this person's reaction: whether it stands since, and at which seq.
    #[must_use]
    pub fn reaction(&self, id: MessageId, user: UserId, emoji: &str) -> Option<(bool, Seq)> {
        self.events.iter().rev().find_map(|event| {
            let (change, active) = match &event.log {
                LogEvent::ReactionAdded(change) => (change, true),
                LogEvent::ReactionRemoved(change) => (change, false),
                _ => return None,
            };
            let same = change.message_id == id && change.user_id == user && change.emoji == emoji;
            same.then_some((active, event.seq))
        })
    }

    /// Whom the message addresses, if the tail says so.
    #[must_use]
    pub fn addressed(&self, id: MessageId) -> Option<Addressed> {
        let mut latest = self.events.iter().rev().filter_map(Event::addresses);
        latest.find_map(|(one, addressed)| (one == id).then_some(addressed))
    }

    /// The messages that were pinned in the tail, whatever happened to them since.
    pub fn pinned(&self) -> impl Iterator<Item = MessageId> + '_ {
        self.events.iter().filter_map(|event| match &event.log {
            LogEvent::PinAdded(change) => Some(change.message_id),
            _ => None,
        })
    }
}

fn decode(record: &Record) -> Option<Event> {
    if record.payload.is_empty() {
        return None;
    }
    let event = EventView::decode(&record.payload).and_then(|view| {
        let (seq, message_no) = (record.seq, record.message_no);
        Ok(Event {
            seq,
            message_no,
            at: view.created_at,
            author: view.author,
            here: view.here().collect(),
            log: view.event()?,
        })
    });
    match event {
        Ok(event) => Some(event),
        Err(error) => {
            let (channel, seq) = (record.channel, record.seq);
            tracing::warn!(channel.id = %channel, %seq, %error, "event {seq} of {channel} cannot be read");
            None
        }
    }
}
