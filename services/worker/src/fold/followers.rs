//! Who follows threads because of the replies of a batch.

use std::collections::BTreeMap;

use domain::following::Cause;
use domain::{ChannelId, Follow, MessageId, Seq, UserId};
use store::apply::Following;

/// What the replies folded so far say, by thread and person.
#[derive(Default)]
pub(super) struct Followers {
    rows: BTreeMap<(MessageId, UserId), Following>,
}

/// One thread of them.
pub(super) struct Thread<'a> {
    rows: &'a mut BTreeMap<(MessageId, UserId), Following>,
    channel: ChannelId,
    root: MessageId,
}

impl Followers {
    pub(super) fn of(&mut self, channel: ChannelId, root: MessageId) -> Thread<'_> {
        Thread {
            rows: &mut self.rows,
            channel,
            root,
        }
    }

    /// The rows to be written, in one order for everybody.
    pub(super) fn finish(self) -> Vec<Following> {
        self.rows.into_values().collect()
    }
}

impl Thread<'_> {
    /// `by` replied at `seq` to what `author` wrote, if that is known.
    pub(super) fn replied(&mut self, by: UserId, seq: Seq, author: Option<(UserId, Seq)>) {
        let row = self.row(by);
        row.replied = row.replied.max(Some(seq));
        if let Some((author, began)) = author
            && author != by
        {
            self.draw_in(author, Cause::Answered(began));
        }
    }

    /// The reply at `seq` names these people.
    pub(super) fn named(&mut self, users: impl IntoIterator<Item = UserId>, seq: Seq) {
        for user in users {
            self.draw_in(user, Cause::Named(seq));
        }
    }

    fn draw_in(&mut self, user: UserId, cause: Cause) {
        let row = self.row(user);
        // Whoever has a side already keeps it.
        if row.since.is_none() && row.replied.is_none() {
            row.since = Some(Follow::after(None, cause).read_seq);
        }
    }

    fn row(&mut self, user_id: UserId) -> &mut Following {
        let (root_id, channel_id) = (self.root, self.channel);
        self.rows.entry((root_id, user_id)).or_insert(Following {
            root_id,
            channel_id,
            user_id,
            since: None,
            replied: None,
        })
    }
}
