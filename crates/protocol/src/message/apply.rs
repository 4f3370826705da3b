//! What an event does to a message: the one rule that history, clients and tests share.

use domain::{Seq, UserId};

use super::{Mentions, Message, Reaction};
use crate::event::{
    CreatedMessage, LogEvent, MessageDeleted, MessageUpdated, PinChanged, ReactionChanged,
};
use crate::timestamp::Timestamp;

/// How many people a reaction and a thread name.
pub const MAX_NAMED_USERS: usize = 20;

impl Message {
    /// Applies the event at `seq`, if it is about this message or is a reply to it and has not
    /// been applied yet (`seq` above `rev_seq`). `viewer` decides about [`Reaction::me`].
    ///
    /// Events on a deleted message change nothing, but for replies: they still count.
    ///
    /// Returns whether the message changed.
    pub fn apply(&mut self, seq: Seq, event: &LogEvent, viewer: Option<UserId>) -> bool {
        if seq <= self.rev_seq || !self.change(event, viewer) {
            return false;
        }
        self.rev_seq = seq;
        true
    }

    fn change(&mut self, event: &LogEvent, viewer: Option<UserId>) -> bool {
        match event {
            LogEvent::MessageCreated(reply) if reply.parent_id == Some(self.id) => {
                self.add_reply(reply);
                true
            }
            LogEvent::MessageDeleted(reply) if reply.parent_id == Some(self.id) => {
                self.reply_count = (self.reply_count - 1).max(0);
                true
            }
            _ if self.deleted_at.is_some() => false,
            LogEvent::MessageUpdated(change) if change.id == self.id => self.update(change),
            LogEvent::MessageDeleted(deletion) if deletion.id == self.id => self.delete(deletion),
            LogEvent::ReactionAdded(change) if change.message_id == self.id => {
                self.add_reaction(change, viewer)
            }
            LogEvent::ReactionRemoved(change) if change.message_id == self.id => {
                self.remove_reaction(change, viewer)
            }
            LogEvent::PinAdded(pin) if pin.message_id == self.id => self.pin(pin),
            LogEvent::PinRemoved(pin) if pin.message_id == self.id => self.unpin(),
            _ => false,
        }
    }

    fn add_reply(&mut self, reply: &CreatedMessage) {
        self.reply_count += 1;
        self.last_reply_at = self.last_reply_at.max(Some(reply.created_at));
        let author = reply.author.id;
        if self.reply_user_ids.len() < MAX_NAMED_USERS && !self.reply_user_ids.contains(&author) {
            self.reply_user_ids.push(author);
        }
    }

    fn update(&mut self, change: &MessageUpdated) -> bool {
        if !change.concerns(self.version) {
            return false;
        }
        if let Some(body) = &change.body {
            self.body.clone_from(body);
        }
        if let Some(mentions) = &change.mentions {
            self.mentions.clone_from(mentions);
        }
        if let Some(embeds) = &change.embeds {
            self.embeds.clone_from(embeds);
        }
        for changed in change.files.iter().flatten() {
            for file in self.files.iter_mut().filter(|file| file.id == changed.id) {
                file.clone_from(changed);
            }
        }
        self.edited_at = change.edited_at.or(self.edited_at);
        self.version = change.version.unwrap_or(self.version);
        true
    }

    fn delete(&mut self, deletion: &MessageDeleted) -> bool {
        self.clear(deletion.deleted_at);
        true
    }

    /// Makes it a tombstone: body, files, reactions, embeds, mentions and pin are gone.
    pub fn clear(&mut self, deleted_at: Timestamp) {
        self.body.clear();
        self.call = None;
        self.mentions = Mentions::default();
        self.files.clear();
        self.reactions.clear();
        self.embeds.clear();
        self.pinned_at = None;
        self.pinned_by = None;
        self.deleted_at = Some(deleted_at);
    }

    fn add_reaction(&mut self, change: &ReactionChanged, viewer: Option<UserId>) -> bool {
        let by_viewer = viewer == Some(change.user_id);
        let Some(reaction) = self
            .reactions
            .iter_mut()
            .find(|one| one.emoji == change.emoji)
        else {
            self.reactions.push(Reaction {
                emoji: change.emoji.clone(),
                count: 1,
                user_ids: vec![change.user_id],
                me: by_viewer,
            });
            return true;
        };
        if reaction.user_ids.contains(&change.user_id) {
            return false;
        }
        reaction.count += 1;
        reaction.me |= by_viewer;
        if reaction.user_ids.len() < MAX_NAMED_USERS {
            reaction.user_ids.push(change.user_id);
        }
        true
    }

    fn remove_reaction(&mut self, change: &ReactionChanged, viewer: Option<UserId>) -> bool {
        let Some(reaction) = self
            .reactions
            .iter_mut()
            .find(|one| one.emoji == change.emoji)
        else {
            return false;
        };
        reaction.count -= 1;
        reaction.me &= viewer != Some(change.user_id);
        reaction.user_ids.retain(|user| *user != change.user_id);
        if reaction.count <= 0 {
            self.reactions.retain(|one| one.emoji != change.emoji);
        }
        true
    }

    fn pin(&mut self, pin: &PinChanged) -> bool {
        self.pinned_at = Some(pin.at);
        self.pinned_by = Some(pin.user_id);
        true
    }

    fn unpin(&mut self) -> bool {
        let was_pinned = self.pinned_at.is_some();
        self.pinned_at = None;
        self.pinned_by = None;
        was_pinned
    }
}

#[cfg(test)]
mod tests;
