//! A batch of events, folded in memory to the final state of the rows that they touch. Pure: the
//! rows come in, the changes go out, and how the log was cut into batches makes no difference.

mod followers;
mod row;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use domain::{ChannelId, FileId, MessageId, Seq};
use store::apply::{Changes, Message, Reaction, Revision, Watermark};

use crate::event::{Change, Created, Deletion, Entry, Pin, React, Updated};
use followers::Followers;
use row::Row;

/// The messages that a batch changes but does not create: what to load before folding.
pub(crate) fn targets(entries: &[Entry]) -> Vec<MessageId> {
    let created: HashSet<MessageId> = entries.iter().filter_map(Entry::creates).collect();
    let touched = entries.iter().flat_map(Entry::touches).flatten();
    let missing: HashSet<MessageId> = touched.filter(|id| !created.contains(id)).collect();
    missing.into_iter().collect()
}

/// A fold under way.
#[derive(Default)]
pub(crate) struct Fold {
    rows: HashMap<MessageId, Row>,
    revisions: Vec<Revision>,
    reactions: HashMap<(MessageId, String, domain::UserId), Reaction>,
    followers: Followers,
    claims: Vec<(FileId, MessageId)>,
    deleted: Vec<MessageId>,
    marks: HashMap<ChannelId, Watermark>,
}

impl Fold {
    /// Starts from the rows that are stored and from how far each channel is.
    pub(crate) fn over(rows: Vec<Message>, marks: &[Watermark]) -> Self {
        Self {
            rows: rows
                .into_iter()
                .map(|row| (row.id, Row::stored(row)))
                .collect(),
            marks: marks.iter().map(|mark| (mark.channel_id, *mark)).collect(),
            ..Self::default()
        }
    }

    /// How far the channel is with what was folded so far. None: the channel is not known.
    pub(crate) fn persisted(&self, channel: ChannelId) -> Option<Seq> {
        Some(self.marks.get(&channel)?.persisted_seq)
    }

    /// Moves the watermark over a seq whose event is not applied: it was set aside.
    pub(crate) fn pass(&mut self, channel: ChannelId, seq: Seq) {
        if let Some(mark) = self.marks.get_mut(&channel) {
            mark.persisted_seq = mark.persisted_seq.max(seq);
        }
    }

    /// Applies the next event of its channel. One that is stored already changes nothing.
    pub(crate) fn apply(&mut self, entry: &Entry) {
        if self
            .persisted(entry.channel)
            .is_none_or(|persisted| entry.seq <= persisted)
        {
            return;
        }
        self.pass(entry.channel, entry.seq);
        match &entry.change {
            Change::Created(created) => self.create(entry, created),
            Change::Updated(updated) => self.update(entry, updated),
            Change::Deleted(deletion) => self.delete(entry, *deletion),
            Change::Reacted(react) => self.react(entry, react),
            Change::Pinned(id, pin) => self.pin(entry, *id, *pin),
            Change::Nothing => {}
        }
    }

    /// The changes that bring the stored rows to the folded state.
    pub(crate) fn finish(self, written_at: DateTime<Utc>) -> Changes {
        let mut changes = Changes {
            revisions: self.revisions,
            reactions: self.reactions.into_values().collect(),
            follows: self.followers.finish(),
            claims: self.claims,
            deleted: self.deleted,
            watermarks: self.marks.into_values().collect(),
            written_at,
            ..Changes::default()
        };
        // One order for everybody: rows that two transactions touch are locked in the same order.
        let mut rows: Vec<Row> = self.rows.into_values().filter(Row::is_changed).collect();
        rows.sort_unstable_by_key(Row::place);
        for row in rows {
            row.finish(&mut changes);
        }
        changes
            .watermarks
            .sort_unstable_by_key(|mark| mark.channel_id);
        changes
    }

    fn create(&mut self, entry: &Entry, created: &Created) {
        // An id that is taken is a bug upstream; the first one stands, as the table would have it.
        if self.rows.contains_key(&created.id) {
            return;
        }
        let row = Row::created(entry, created);
        if let Some(root) = created.parent_id {
            let author = self.rows.get(&root).map(Row::origin);
            let mut thread = self.followers.of(entry.channel, root);
            thread.replied(created.author_id, entry.seq, author);
            thread.named(row.named(), entry.seq);
        }
        self.rows.insert(created.id, row);
        self.claims
            .extend(created.file_ids.iter().map(|file| (*file, created.id)));
        if let Some(mark) = self.marks.get_mut(&entry.channel)
            && let Some(number) = entry.message_no
        {
            mark.persisted_message_no = mark.persisted_message_no.max(number);
            mark.last_message_at = mark.last_message_at.max(Some(created.at));
        }
        if let Some(root) = created.parent_id.and_then(|id| self.rows.get_mut(&id)) {
            root.replied(entry.seq, created.author_id, created.at);
        }
    }

    fn update(&mut self, entry: &Entry, updated: &Updated) {
        let Some(row) = alive(&mut self.rows, updated.id, entry.seq) else {
            return;
        };
        self.revisions.extend(row.update(entry, updated));
        if updated.mentions.is_some()
            && let Some(root) = row.root()
        {
            let (_author, seq) = row.origin();
            let mut thread = self.followers.of(entry.channel, root);
            thread.named(row.named(), seq);
        }
    }

    fn delete(&mut self, entry: &Entry, Deletion { id, at, .. }: Deletion) {
        let Some(row) = alive(&mut self.rows, id, entry.seq) else {
            return;
        };
        let parent = row.bury(entry.seq, at);
        self.revisions.retain(|revision| revision.message_id != id);
        self.reactions.retain(|(message, _, _), _| *message != id);
        self.deleted.push(id);
        if let Some(root) = parent.and_then(|id| self.rows.get_mut(&id)) {
            root.unreplied(entry.seq);
        }
    }

    fn react(&mut self, entry: &Entry, react: &React) {
        let Some(row) = alive(&mut self.rows, react.message_id, entry.seq) else {
            return;
        };
        row.touch(entry.seq);
        let reaction = Reaction {
            message_id: react.message_id,
            channel_id: entry.channel,
            emoji: react.emoji.clone(),
            user_id: react.user_id,
            active: react.active,
            seq: entry.seq,
            at: entry.at,
        };
        let key = (react.message_id, react.emoji.clone(), react.user_id);
        self.reactions.insert(key, reaction);
    }

    fn pin(&mut self, entry: &Entry, id: MessageId, pin: Option<Pin>) {
        if let Some(row) = alive(&mut self.rows, id, entry.seq) {
            row.pin(entry.seq, pin);
        }
    }
}

/// The row, if the event still has something to change there: events on a deleted message change
/// nothing (S6), nor does one that the row has seen (S7).
fn alive(rows: &mut HashMap<MessageId, Row>, id: MessageId, seq: Seq) -> Option<&mut Row> {
    rows.get_mut(&id).filter(|row| row.takes(seq))
}
