//! What one person is to be told of one channel, at once. Pure.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use domain::notify::{Address, Case, Verdict, decide};
use domain::{ChannelId, Concern, MessageId, NotifyOutcome, SessionId, UserId};
use store::notifications::{Claimed, Listener, Settled, Told};
use store::threads::Side;

use crate::notify::{is_quiet, settings, side_of, workspace_side_of};

/// How long somebody who is there has to read something, before nothing more is expected.
const THERE: TimeDelta = TimeDelta::seconds(60);
/// How soon it is looked again whether they are there.
const LOOK_AGAIN: TimeDelta = TimeDelta::seconds(10);

/// What is known about all that is due.
#[derive(Debug)]
pub(super) struct Known {
    /// By channel and person; who is not in it is not a member any more.
    pub(super) listeners: HashMap<(ChannelId, UserId), Listener>,
    /// By person and root; who is not in it has nothing to do with the thread.
    pub(super) sides: HashMap<(UserId, MessageId), Side>,
    /// What is not in it is deleted.
    pub(super) told: HashMap<MessageId, Told>,
    /// Who is before one of their screens.
    pub(super) there: HashSet<UserId>,
    pub(super) now: DateTime<Utc>,
}

/// Rows of one person and channel, oldest first.
#[derive(Debug, Default)]
pub(super) struct Group(Vec<Claimed>);

/// Rows by person and message, and when they are looked at again.
pub(super) type Waiting = (Vec<(UserId, MessageId)>, DateTime<Utc>);

/// What becomes of a group.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// What is settled without being sent.
    pub(super) settled: Vec<Settled>,
    /// What is looked at again later, and when.
    pub(super) waiting: Option<Waiting>,
    /// What is to be sent.
    pub(super) send: Option<Group>,
}

/// The rows by person and channel.
pub(super) fn groups(rows: Vec<Claimed>) -> Vec<Group> {
    let mut groups: BTreeMap<(UserId, ChannelId), Vec<Claimed>> = BTreeMap::new();
    for row in rows {
        groups
            .entry((row.user_id, row.channel_id))
            .or_default()
            .push(row);
    }
    let sorted = groups.into_values().map(|mut rows| {
        rows.sort_unstable_by_key(|row| row.message_id);
        Group(rows)
    });
    sorted.collect()
}

impl Group {
    /// The newest of them: what is shown.
    pub(super) fn newest(&self) -> Option<&Claimed> {
        self.0.last()
    }

    pub(super) fn rows(&self) -> &[Claimed] {
        &self.0
    }

    pub(super) fn messages(&self) -> Vec<MessageId> {
        self.0.iter().map(|row| row.message_id).collect()
    }

    /// The devices that were not told yet of something; `None`: all of them.
    pub(super) fn left(&self) -> Option<HashSet<SessionId>> {
        let mut left = HashSet::new();
        for row in &self.0 {
            left.extend(row.left_sessions.as_ref()?.iter().copied());
        }
        Some(left)
    }

    /// All of them with one outcome.
    pub(super) fn settled(&self, outcome: NotifyOutcome, sent_to: i16) -> Vec<Settled> {
        let settled = |row: &Claimed| Settled {
            user_id: row.user_id,
            message_id: row.message_id,
            outcome,
            sent_to,
        };
        self.0.iter().map(settled).collect()
    }

    /// Decides, with what is known now: much can have happened since it was noted.
    pub(super) fn plan(self, known: &Known) -> Plan {
        let mut plan = Plan::default();
        let mut left = Vec::new();
        for row in self.0 {
            let listener = known.listeners.get(&(row.channel_id, row.user_id));
            match outcome(&row, listener, known) {
                // Devices that were told already stay told, whatever happened since.
                Some(_) if row.sent_to > 0 => plan.settled.push(settle(&row, NotifyOutcome::Sent)),
                Some(outcome) => plan.settled.push(settle(&row, outcome)),
                None => left.push(row),
            }
        }
        let Some(oldest) = left.first() else {
            return plan;
        };
        if !known.there.contains(&oldest.user_id) {
            plan.send = Some(Self(left));
        } else if oldest.created_at + THERE > known.now {
            let rows = left.iter().map(|row| (row.user_id, row.message_id));
            plan.waiting = Some((rows.collect(), known.now + LOOK_AGAIN));
        } else {
            plan.settled
                .extend(left.iter().map(|row| settle(row, NotifyOutcome::Online)));
        }
        plan
    }
}

impl Known {
    /// The person's side of the thread in which it stands.
    fn side(&self, row: &Claimed) -> Option<&Side> {
        self.sides.get(&(row.user_id, row.parent_id?))
    }
}

/// In the channel, or in its thread.
fn is_read(row: &Claimed, listener: &Listener, side: Option<&Side>, known: &Known) -> bool {
    let number = row.message_no;
    let seq = known.told.get(&row.message_id).map(|told| told.seq);
    number.is_some_and(|number| number <= listener.read_message_no)
        || side
            .zip(seq)
            .is_some_and(|(side, seq)| seq <= side.read_seq)
}

fn settle(row: &Claimed, outcome: NotifyOutcome) -> Settled {
    Settled {
        user_id: row.user_id,
        message_id: row.message_id,
        outcome,
        sent_to: row.sent_to,
    }
}

/// Why it is not sent. `None`: it is.
fn outcome(row: &Claimed, listener: Option<&Listener>, known: &Known) -> Option<NotifyOutcome> {
    let Some(listener) = listener.filter(|_| known.told.contains_key(&row.message_id)) else {
        return Some(NotifyOutcome::Gone);
    };
    let side = known.side(row);
    if is_read(row, listener, side, known) {
        return Some(NotifyOutcome::Read);
    }
    if row.concern == Concern::Thread && !side.is_some_and(|side| side.following) {
        return Some(NotifyOutcome::Level);
    }
    let settings = settings(listener);
    let case = Case {
        address: match row.concern {
            Concern::Mention => Address::Person,
            Concern::Everyone => Address::Everyone,
            Concern::Thread => Address::Thread,
            Concern::Direct | Concern::Message => Address::Nobody,
        },
        is_direct: listener.kind.is_direct(),
        is_reply: row.parent_id.is_some() && row.message_no.is_none(),
        channel: side_of(listener, known.now),
        workspace: workspace_side_of(listener, known.now),
        account: settings.push.into(),
        dnd: is_quiet(listener, &settings, known.now),
        blocked: false,
    };
    match decide(case) {
        Verdict::Tell(_) => None,
        Verdict::Silence(_, outcome) => Some(outcome),
        Verdict::Nothing => Some(NotifyOutcome::Level),
    }
}
