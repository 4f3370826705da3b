//! Who is told of what. Pure.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use domain::notify::{Address, Case, Side, Verdict, decide};
use domain::{ChannelId, MessageId, NotifyOutcome, Presence, UserId};
use protocol::user::Notifications;
use store::notifications::{Listener, New};

use super::said::Said;

/// What else decides.
#[derive(Debug)]
pub(super) struct Facts {
    /// Root and who follows its thread.
    pub(super) followers: HashSet<(MessageId, UserId)>,
    /// Author and who blocked them.
    pub(super) blocks: HashSet<(UserId, UserId)>,
    /// How long people have to read something where they are.
    pub(super) delay: TimeDelta,
    pub(super) now: DateTime<Utc>,
}

/// A row for each person and message that concerns them.
pub(super) fn rows(said: &[Said], listeners: &[Listener], facts: &Facts) -> Vec<New> {
    let mut by_channel: HashMap<ChannelId, Vec<&Listener>> = HashMap::new();
    for listener in listeners {
        by_channel
            .entry(listener.channel_id)
            .or_default()
            .push(listener);
    }
    let mut rows = Vec::new();
    for one in said {
        let listeners = by_channel.get(&one.channel).into_iter().flatten();
        rows.extend(listeners.filter_map(|listener| row(one, listener, facts)));
    }
    rows
}

fn row(said: &Said, listener: &Listener, facts: &Facts) -> Option<New> {
    if listener.user_id == said.author {
        return None;
    }
    let address = address(said, listener.user_id, facts);
    if said.names_only && address != Address::Person {
        return None;
    }
    let settings = settings(listener);
    let case = Case {
        address,
        is_direct: listener.kind.is_direct(),
        is_reply: said.is_reply(),
        channel: side_of(listener, facts.now),
        workspace: workspace_side_of(listener, facts.now),
        account: settings.push.into(),
        dnd: is_quiet(listener, &settings, facts.now),
        blocked: facts.blocks.contains(&(said.author, listener.user_id)),
    };
    let (concern, outcome) = match decide(case) {
        Verdict::Tell(concern) if listener.has_device => (concern, NotifyOutcome::Waiting),
        Verdict::Tell(concern) => (concern, NotifyOutcome::NoSubscription),
        Verdict::Silence(concern, outcome) => (concern, outcome),
        Verdict::Nothing => return None,
    };
    Some(New {
        user_id: listener.user_id,
        message_id: said.id,
        channel_id: said.channel,
        workspace_id: listener.workspace_id,
        message_no: said.message_no,
        parent_id: said.parent_id,
        author_id: said.author,
        concern,
        outcome,
        created_at: said.at,
        due_at: said.at + facts.delay,
        now: facts.now,
    })
}

fn address(said: &Said, user: UserId, facts: &Facts) -> Address {
    let mentions = &said.mentions;
    if mentions.users.iter().any(|mention| mention.user_id == user) {
        Address::Person
    } else if mentions.channel || said.here.contains(&user) {
        Address::Everyone
    } else if follows(said, user, facts) {
        Address::Thread
    } else {
        Address::Nobody
    }
}

fn follows(said: &Said, user: UserId, facts: &Facts) -> bool {
    let root = said.parent_id;
    root.is_some_and(|root| facts.followers.contains(&(root, user)))
}

/// Their side of the channel.
pub(crate) fn side_of(listener: &Listener, now: DateTime<Utc>) -> Side {
    Side {
        notify: listener.notify,
        muted: listener.muted_until.is_some_and(|until| until > now),
    }
}

/// Their side of the workspace.
pub(crate) fn workspace_side_of(listener: &Listener, now: DateTime<Utc>) -> Side {
    let until = listener.workspace_muted_until;
    Side {
        notify: listener.workspace_notify,
        muted: until.is_some_and(|until| until > now),
    }
}

/// What their account says. What an older version wrote differently falls back to the defaults.
pub(crate) fn settings(listener: &Listener) -> Notifications {
    serde_json::from_value(listener.notifications.clone()).unwrap_or_default()
}

/// Whether they are not to be disturbed.
pub(crate) fn is_quiet(listener: &Listener, settings: &Notifications, now: DateTime<Utc>) -> bool {
    let status_holds = listener.status_expires_at.is_none_or(|until| until > now);
    let asked = listener.presence == Presence::Dnd && status_holds;
    asked || settings.quiet_until(&listener.timezone, now).is_some()
}
