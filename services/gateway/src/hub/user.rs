//! One user's own log on this gateway: their sockets, and where the log stands.

use std::sync::{Arc, Mutex, PoisonError};

use bus::UserRecord;
use bytes::Bytes;
use domain::{ConnectionId, Psn, UserId, UserVersion, WorkspaceRole};
use protocol::CloseCode;
use protocol::gateway::event::{UserEvent, UserFrame};
use protocol::gateway::frame;
use tokio::time::Instant;

use super::listener::{Letter, Socket};

/// One user's own log on this gateway.
#[derive(Debug)]
pub(crate) struct UserTopic {
    user: UserId,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// All events up to here were delivered; unknown before the first socket has joined.
    version: Option<UserVersion>,
    psn: Option<Psn>,
    sockets: Vec<Follower>,
    repairing: bool,
    touched: Instant,
    retired: bool,
}

#[derive(Debug)]
struct Follower {
    socket: Arc<Socket>,
    /// It has everything up to here.
    after: UserVersion,
}

/// What a socket has to do to follow from a version on.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Follow {
    /// Nothing: it follows.
    Live,
    /// Read the tail after this version, deliver it, then ask again.
    Tail,
    /// This handle is out of use: get the topic anew.
    Retired,
}

impl UserTopic {
    pub(super) fn new(user: UserId) -> Self {
        let state = State {
            version: None,
            psn: None,
            sockets: Vec::new(),
            repairing: false,
            touched: Instant::now(),
            retired: false,
        };
        Self {
            user,
            state: Mutex::new(state),
        }
    }

    /// Whose.
    pub(crate) const fn user(&self) -> UserId {
        self.user
    }

    /// Up to where everything was delivered.
    pub(crate) fn version(&self) -> Option<UserVersion> {
        self.with(|state| state.version)
    }

    /// Takes an event that came by pub/sub. Answers whether the tail must be read.
    pub(crate) fn receive(&self, record: &UserRecord) -> bool {
        self.with(|state| {
            let Some(version) = record.version else {
                state.deliver(record);
                return false;
            };
            state.psn = state.psn.max(Some(record.psn));
            match state.version {
                None => state.version = Some(version),
                Some(known) if version <= known => return false,
                Some(known) if version == known.next() && !state.repairing => {
                    state.version = Some(version);
                }
                Some(_) => return !std::mem::replace(&mut state.repairing, true),
            }
            state.deliver(record);
            false
        })
    }

    /// Whether pub/sub has not brought the event with this place.
    pub(crate) fn lacks(&self, psn: Psn) -> bool {
        self.with(|state| !state.repairing && state.psn.is_none_or(|seen| seen < psn))
    }

    /// Begins a repair, unless one is under way or nobody follows.
    pub(crate) fn begin_repair(&self) -> bool {
        self.with(|state| {
            let starts = !state.repairing && state.version.is_some();
            state.repairing |= starts;
            starts
        })
    }

    /// Applies what a repair has read, and ends it.
    pub(crate) fn mend(&self, records: &[UserRecord]) {
        self.with(|state| {
            for record in records {
                state.catch_up(record);
            }
            state.repairing = false;
        });
    }

    /// What was missed is out of reach, or the log has begun anew: goes to its version, and tells
    /// everybody by a frame whose version does not follow on theirs.
    pub(crate) fn jump(&self, version: UserVersion, frame: &Bytes) {
        self.with(|state| {
            state.version = Some(version);
            state.psn = None;
            state.repairing = false;
            for follower in &mut state.sockets {
                follower.after = UserVersion::ZERO;
                follower.socket.outbox.push(frame.clone());
            }
        });
    }

    /// There is no such active user any more.
    pub(crate) fn dismiss(&self) {
        self.with(|state| {
            state.repairing = false;
            for follower in state.sockets.drain(..) {
                follower.socket.outbox.close(CloseCode::AccessRevoked, None);
            }
        });
    }

    /// Makes a follower of a socket that has everything up to `from`.
    pub(crate) fn follow(&self, socket: &Arc<Socket>, from: UserVersion) -> Follow {
        self.with(|state| {
            state.touched = Instant::now();
            if state.retired {
                return Follow::Retired;
            }
            if state.version.is_some_and(|version| version > from) {
                return Follow::Tail;
            }
            state.version.get_or_insert(from);
            state.sockets.push(Follower {
                socket: Arc::clone(socket),
                after: from,
            });
            Follow::Live
        })
    }

    /// Ends a following.
    pub(crate) fn leave(&self, socket: ConnectionId) {
        self.with(|state| {
            state.touched = Instant::now();
            state
                .sockets
                .retain(|follower| follower.socket.id != socket);
        });
    }

    pub(super) fn retire(&self, before: Instant) -> bool {
        self.with(|state| {
            let idle = state.sockets.is_empty() && state.touched < before;
            state.retired |= idle;
            idle
        })
    }

    pub(super) fn touch(&self) {
        self.with(|state| state.touched = Instant::now());
    }

    pub(super) fn forget_psn(&self) {
        self.with(|state| state.psn = None);
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl State {
    fn deliver(&self, record: &UserRecord) {
        let Some(frame) = frame::user(record.version, &record.payload) else {
            tracing::error!(user.id = %record.user, "an event of {}'s log is no object", record.user);
            return;
        };
        let letter = letter(&record.payload);
        let news = |one: &&Follower| record.version.is_none_or(|version| version > one.after);
        for follower in self.sockets.iter().filter(news) {
            follower.socket.outbox.push(frame.clone());
            if let Some(letter) = &letter {
                follower.socket.tell(*letter);
            }
        }
    }

    fn catch_up(&mut self, record: &UserRecord) {
        if self.version.map(UserVersion::next) == record.version {
            self.version = record.version;
            self.psn = self.psn.max(Some(record.psn));
            self.deliver(record);
        }
    }
}

/// What a session has to do about an event of its user's log.
pub(crate) fn letter(payload: &Bytes) -> Option<Letter> {
    // Read whole only when it matters: most events are passed on as they are.
    if let Some(named) = payload.strip_prefix(br#"{"type":""#) {
        let matters = [
            &b"channel.added\""[..],
            b"channel.removed\"",
            b"workspace.added\"",
            b"workspace.removed\"",
        ];
        if !matters.iter().any(|name| named.starts_with(name)) {
            return None;
        }
    }
    match serde_json::from_slice::<UserFrame>(payload).ok()?.event {
        UserEvent::ChannelAdded(added) => Some(Letter::Added {
            channel: added.channel_id,
            epoch: added.epoch,
            head: added.head_seq,
        }),
        UserEvent::ChannelRemoved(removed) => Some(Letter::Removed(removed.channel_id)),
        UserEvent::WorkspaceAdded(workspace) => Some(Letter::InWorkspace {
            workspace: workspace.id,
            is_guest: workspace.role == WorkspaceRole::Guest,
        }),
        UserEvent::WorkspaceRemoved(gone) => Some(Letter::OutOfWorkspace(gone.workspace_id)),
        _ => None,
    }
}
