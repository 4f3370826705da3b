//! What the tail of a channel says of replies: who follows because of them, and what they add to,
//! and take from, what Postgres counts. Pure.

use std::collections::{BTreeMap, BTreeSet};

use domain::following::Cause;
use domain::{Follow, MessageId, Seq, UserId};
use protocol::event::LogEvent;
use protocol::message::Message;
use store::reading::MOST_UNREAD;
use store::threads::Counts;

use crate::messages::addressed::Addressed;
use crate::messages::recent::{Event, Recent};

/// What the tail says of one reply.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Reply {
    root: Option<MessageId>,
    author: Option<UserId>,
    /// Where it stands, if it was created in the tail.
    created: Option<Seq>,
    addressed: Option<Addressed>,
    readdressed: bool,
    deleted: bool,
}

/// A message that began a thread, as far as the rules need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Root {
    /// Which.
    pub id: MessageId,
    /// Whose.
    pub author: UserId,
    /// Its place in the log.
    pub seq: Seq,
}

impl From<&Message> for Root {
    fn from(message: &Message) -> Self {
        Self {
            id: message.id,
            author: message.author.id,
            seq: message.seq,
        }
    }
}

/// The replies that the tail speaks of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replies {
    replies: BTreeMap<MessageId, Reply>,
    /// What was said, in order: the reply, and whether it is a new one.
    said: Vec<(MessageId, bool, Addressed)>,
}

impl Replies {
    /// Folds a tail.
    #[must_use]
    pub fn new(recent: &Recent) -> Self {
        let mut replies = Self::default();
        for event in recent.events() {
            replies.take(event);
        }
        replies
    }

    fn take(&mut self, event: &Event) {
        let (id, root) = match &event.log {
            LogEvent::MessageCreated(message) => (message.id, message.parent_id),
            LogEvent::MessageUpdated(change) if change.mentions.is_some() => {
                (change.id, change.parent_id)
            }
            LogEvent::MessageDeleted(deletion) => (deletion.id, deletion.parent_id),
            _ => return,
        };
        if root.is_none() {
            return;
        }
        let reply = self.replies.entry(id).or_default();
        reply.root = root;
        match &event.log {
            LogEvent::MessageCreated(message) => {
                reply.created = Some(event.seq);
                reply.author = Some(message.author.id);
            }
            LogEvent::MessageUpdated(_) => {
                reply.readdressed = true;
                // Nobody edits another's message.
                reply.author = Some(event.author);
            }
            _ => reply.deleted = true,
        }
        if let Some((_, addressed)) = event.addresses() {
            let is_new = matches!(event.log, LogEvent::MessageCreated(_));
            self.said.push((id, is_new, addressed.clone()));
            reply.addressed = Some(addressed);
        }
    }

    /// The threads that it speaks of.
    #[must_use]
    pub fn roots(&self) -> BTreeSet<MessageId> {
        self.replies
            .values()
            .filter_map(|reply| reply.root)
            .collect()
    }

    /// Deleted in the tail: their rows do not count as unread.
    pub fn deleted(&self) -> impl Iterator<Item = MessageId> + '_ {
        let deleted = self.replies.iter().filter(|(_, reply)| reply.deleted);
        deleted.map(|(id, _)| *id)
    }

    /// Deleted or readdressed in the tail: their rows do not count as mentions.
    pub fn readdressed(&self) -> impl Iterator<Item = MessageId> + '_ {
        let touched = |reply: &Reply| reply.deleted || reply.readdressed;
        let readdressed = self.replies.iter().filter(move |(_, reply)| touched(reply));
        readdressed.map(|(id, _)| *id)
    }

    /// Readdressed in the tail but created before it: only Postgres knows where they stand.
    pub fn older(&self) -> impl Iterator<Item = MessageId> + '_ {
        let older = |reply: &Reply| reply.readdressed && reply.created.is_none();
        let older = self.replies.iter().filter(move |(_, reply)| older(reply));
        older.map(|(id, _)| *id)
    }

    /// The newest reply of the thread that was created in the tail and is not deleted.
    #[must_use]
    pub fn latest(&self, root: MessageId) -> Option<MessageId> {
        let living = |reply: &Reply| !reply.deleted && reply.root == Some(root);
        let created = self.replies.iter().filter(|(_, reply)| living(reply));
        let newest = created.max_by_key(|(_, reply)| reply.created)?;
        newest.1.created.map(|_| *newest.0)
    }

    /// A person's side of the thread after all of it. What the worker has stored of it meanwhile
    /// makes no difference.
    #[must_use]
    pub fn follow(
        &self,
        root: Root,
        user: UserId,
        stored: Option<Follow>,
        older: &BTreeMap<MessageId, Seq>,
    ) -> Option<Follow> {
        let mut side = stored;
        for (id, is_new, addressed) in &self.said {
            let Some(reply) = self.replies.get(id) else {
                continue;
            };
            let seq = reply.created.or_else(|| older.get(id).copied());
            let (Some(seq), true) = (seq, reply.root == Some(root.id)) else {
                continue;
            };
            let is_own = reply.author == Some(user);
            if is_own && *is_new {
                side = Some(Follow::after(side, Cause::Replied(seq)));
            }
            if is_own {
                continue;
            }
            if *is_new && root.author == user {
                side = Some(Follow::after(side, Cause::Answered(root.seq)));
            }
            if addressed.names(user) {
                side = Some(Follow::after(side, Cause::Named(seq)));
            }
        }
        side
    }

    /// Completes counts from Postgres, whose rows end at `counts.persisted_seq` and were counted
    /// above `read_seq`.
    pub fn complete(&self, counts: &mut Counts, read_seq: Seq, older: &BTreeMap<MessageId, Seq>) {
        for (id, reply) in &self.replies {
            let seq = reply.created.or_else(|| older.get(id).copied());
            let counted = reply.root == Some(counts.root_id)
                && reply.author.is_some_and(|author| author != counts.user_id)
                && !reply.deleted
                && seq.is_some_and(|seq| seq > read_seq);
            if !counted {
                continue;
            }
            let is_new = reply.created.is_some_and(|seq| seq > counts.persisted_seq);
            counts.unread += i64::from(is_new);
            let calls = reply
                .addressed
                .as_ref()
                .is_some_and(|addressed| addressed.calls(counts.user_id))
                && !reply
                    .author
                    .is_some_and(|author| counts.blocked.contains(&author));
            counts.mentions += i64::from(calls && (is_new || reply.readdressed));
        }
        counts.unread = counts.unread.min(MOST_UNREAD);
        counts.mentions = counts.mentions.min(MOST_UNREAD);
    }
}
