//! An event as this gateway keeps it: its header read once, its frame encoded once.

use bus::Record;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use domain::{ChannelId, Epoch, MessageId, MessageNo, Psn, Seq, UserId};
use protocol::event::{self, EventKind, EventView};

/// One event of a channel's log. Clones share the bytes.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    /// Its place in the log.
    pub(crate) seq: Seq,
    /// The life of the log that gave the seq.
    pub(crate) epoch: Epoch,
    /// Its number, when it is a top-level message.
    pub(crate) message_no: Option<MessageNo>,
    /// Its place in the partition's log, when it came by pub/sub.
    pub(crate) psn: Option<Psn>,
    /// What every socket gets.
    pub(crate) frame: Bytes,
    /// As the log carries it: recovery may want it back. Empty when the content is gone.
    pub(crate) payload: Bytes,
    /// The message that it is about.
    pub(crate) message: Option<MessageId>,
    /// Who caused it, and when; unknown for a void.
    pub(crate) origin: Option<(UserId, DateTime<Utc>)>,
    /// What it means for those who listen.
    pub(crate) effect: Effect,
}

/// What an event does beside being delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Nothing.
    None,
    /// Somebody said something: they are no longer typing.
    Said,
    /// Earlier events of its message are void from now on.
    Deleted,
    /// This user gets nothing after it.
    Left(UserId),
    /// Settings changed: who only previews may have lost the right to.
    Settings,
    /// The log ends here.
    Closed,
}

impl Event {
    /// Reads what the log carries. What this version cannot read is served as void: a seq is
    /// never skipped.
    pub(crate) fn read(record: &Record) -> Self {
        let mut event = Self::void(record.channel, record.epoch, record.seq);
        event.psn = record.psn;
        if record.payload.is_empty() {
            return event;
        }
        let view = EventView::decode(&record.payload);
        let frame = event::frame(
            record.channel,
            record.seq,
            record.message_no,
            &record.payload,
        );
        match (view, frame) {
            (Ok(view), Ok(frame)) => {
                event.message = view.message();
                event.origin = Some((view.author, view.created_at));
                event.effect = effect(&view);
                event.frame = frame;
                event.message_no = record.message_no;
                event.payload = record.payload.clone();
            }
            (Err(error), _) | (_, Err(error)) => {
                let (id, seq) = (record.channel, record.seq);
                tracing::warn!(channel.id = %id, %seq, "event {seq} of {id} is served as void: {error}");
            }
        }
        event
    }

    fn void(channel: ChannelId, epoch: Epoch, seq: Seq) -> Self {
        Self {
            seq,
            epoch,
            message_no: None,
            psn: None,
            frame: event::frame_void(channel, seq),
            payload: Bytes::new(),
            message: None,
            origin: None,
            effect: Effect::None,
        }
    }

    /// Takes the content away; the seq stays.
    pub(crate) fn make_void(&mut self, channel: ChannelId) {
        *self = Self {
            psn: self.psn,
            ..Self::void(channel, self.epoch, self.seq)
        };
    }

    /// What keeping it costs, in bytes.
    pub(crate) fn size(&self) -> usize {
        self.frame.len() + self.payload.len() + size_of::<Self>()
    }
}

fn effect(view: &EventView<'_>) -> Effect {
    match view.kind {
        EventKind::MessageCreated => Effect::Said,
        EventKind::MessageDeleted => Effect::Deleted,
        EventKind::MemberLeft => view.member().map_or(Effect::None, Effect::Left),
        EventKind::ChannelUpdated => Effect::Settings,
        EventKind::ChannelDeleted => Effect::Closed,
        _ => Effect::None,
    }
}
