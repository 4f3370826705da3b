//! What is news in a batch: messages, and edits that address somebody.

use chrono::{DateTime, Utc};
use domain::{ChannelId, MessageId, MessageKind, MessageNo, UserId};
use protocol::message::Mentions;

use crate::batch::{Fate, Item};
use crate::event::Change;

/// A message, as far as it matters to whom it concerns.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) id: MessageId,
    pub(super) channel: ChannelId,
    pub(super) message_no: Option<MessageNo>,
    pub(super) parent_id: Option<MessageId>,
    pub(super) author: UserId,
    pub(super) at: DateTime<Utc>,
    pub(super) mentions: Mentions,
    /// Whom its `@here` found: decided once, when it was said.
    pub(super) here: Vec<UserId>,
    /// It is news to those alone whom it names: an edit, or what the system says.
    pub(super) names_only: bool,
}

impl Said {
    /// What an event says, if it is news to anybody.
    pub(super) fn of(item: &Item) -> Option<Self> {
        let Fate::Fold(entry) = &item.fate else {
            return None;
        };
        match &entry.change {
            Change::Created(created) => Some(Self {
                id: created.id,
                channel: entry.channel,
                message_no: entry.message_no,
                parent_id: created.parent_id,
                author: created.author_id,
                at: created.at,
                mentions: read(&created.mentions),
                here: entry.here.clone(),
                names_only: created.kind == MessageKind::System,
            }),
            Change::Updated(updated) => {
                let mentions = read(updated.mentions.as_deref()?);
                (!mentions.users.is_empty()).then_some(Self {
                    id: updated.id,
                    channel: entry.channel,
                    // The rows know where it stands.
                    message_no: None,
                    parent_id: None,
                    author: entry.author,
                    at: entry.at,
                    mentions,
                    here: Vec::new(),
                    names_only: true,
                })
            }
            _ => None,
        }
    }

    /// Whether it stands in its thread alone.
    pub(super) fn is_reply(&self) -> bool {
        self.parent_id.is_some() && self.message_no.is_none()
    }
}

/// Written by api: an unreadable one addresses nobody.
fn read(mentions: &str) -> Mentions {
    serde_json::from_str(mentions).unwrap_or_default()
}
