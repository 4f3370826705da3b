//! A socket as the hub sees it.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use domain::{ChannelId, ConnectionId, Epoch, Seq, SessionId, UserId, WorkspaceId};
use protocol::CloseCode;
use tokio::time::Instant;

use crate::outbox::Outbox;

/// Letters that may wait for a session. Many more than a session gets in a lifetime; when they do
/// not fit, the socket is closed and comes back.
pub(crate) const MAILBOX: usize = 256;

/// One live socket.
#[derive(Debug)]
pub(crate) struct Socket {
    /// Its name.
    pub(crate) id: ConnectionId,
    /// Whose it is.
    pub(crate) user: UserId,
    /// The session that opened it.
    pub(crate) session: SessionId,
    /// When.
    pub(crate) opened: Instant,
    /// What waits to be written to it.
    pub(crate) outbox: Outbox,
    mailbox: Mutex<VecDeque<Letter>>,
    idle: AtomicBool,
}

/// What a session has to be told beside the frames that it sends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Letter {
    /// The user is in this channel from here on.
    Added {
        /// Which.
        channel: ChannelId,
        /// The life of its log.
        epoch: Epoch,
        /// The user's events start after this.
        head: Seq,
    },
    /// The user's own log says that they are no longer in this channel.
    Removed(ChannelId),
    /// The user left this channel in its log, and no longer listens.
    Left(ChannelId),
    /// Something changed that previews depend on.
    CheckPreviews,
    /// The user is in this workspace from now on, or is something else in it.
    InWorkspace {
        /// Which.
        workspace: WorkspaceId,
        /// Whether as a guest.
        is_guest: bool,
    },
    /// The user is no longer in this workspace.
    OutOfWorkspace(WorkspaceId),
    /// The process is being stopped: close within this many milliseconds.
    Drain {
        /// When to close.
        close_at: Instant,
        /// When the client should come back, in milliseconds.
        after_ms: u64,
    },
}

/// How a socket listens to a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// As a member.
    Member,
    /// Looking at a public channel from outside.
    Preview,
}

/// A socket that listens to a channel.
#[derive(Clone, Debug)]
pub(crate) struct Listener {
    /// Which socket.
    pub(crate) socket: Arc<Socket>,
    /// As what.
    pub(crate) role: Role,
    /// It has everything up to here.
    pub(crate) after: Seq,
}

impl Socket {
    /// A new socket that writes to this outbox.
    pub(crate) fn new(
        id: ConnectionId,
        user: UserId,
        session: SessionId,
        outbox: Outbox,
    ) -> Arc<Self> {
        Arc::new(Self {
            id,
            user,
            session,
            opened: Instant::now(),
            outbox,
            mailbox: Mutex::default(),
            idle: AtomicBool::new(false),
        })
    }

    /// Whether nobody touches the device.
    pub(crate) fn is_idle(&self) -> bool {
        self.idle.load(Ordering::Acquire)
    }

    /// Somebody touches the device, or nobody does.
    pub(crate) fn set_idle(&self, idle: bool) {
        self.idle.store(idle, Ordering::Release);
    }

    /// Leaves a letter. Never waits: a session that does not read its letters is closed.
    pub(crate) fn tell(&self, letter: Letter) {
        let fits = self.with_mailbox(|mailbox| {
            let fits = mailbox.len() < MAILBOX;
            if fits {
                mailbox.push_back(letter);
            }
            fits
        });
        if fits {
            self.outbox.nudge();
        } else {
            self.outbox.close(CloseCode::Internal, None);
        }
    }

    /// The next letter, without waiting.
    pub(crate) fn letter(&self) -> Option<Letter> {
        self.with_mailbox(|mailbox| {
            let letter = mailbox.pop_front();
            if mailbox.is_empty() {
                // An idle socket holds no buffer.
                *mailbox = VecDeque::new();
            }
            letter
        })
    }

    fn with_mailbox<T>(&self, act: impl FnOnce(&mut VecDeque<Letter>) -> T) -> T {
        act(&mut self.mailbox.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Listener {
    /// A listener as a member.
    pub(crate) fn member(socket: &Arc<Socket>) -> Self {
        Self {
            socket: Arc::clone(socket),
            role: Role::Member,
            after: Seq::ZERO,
        }
    }
}
