//! Hints that concern everybody in a workspace.

use std::sync::Arc;

use bus::{Fanout, Topic};
use bytes::Bytes;
use domain::{ConnectionId, WorkspaceId};

use crate::crowd::Crowd;
use crate::hub::Socket;
use crate::outbox::Kind;

/// The sockets of each workspace. Clones share everything.
#[derive(Clone, Debug)]
pub(crate) struct Workspaces(Crowd<WorkspaceId>);

impl Workspaces {
    /// Nobody yet.
    pub(crate) fn new(fanout: Fanout) -> Self {
        Self(Crowd::new(fanout, Topic::Workspace))
    }

    /// Takes a socket in.
    pub(crate) async fn enter(&self, workspaces: &[WorkspaceId], socket: &Arc<Socket>) {
        for workspace in workspaces {
            self.0.enter(*workspace, socket).await;
        }
    }

    /// Lets a socket go.
    pub(crate) async fn leave(&self, workspaces: &[WorkspaceId], socket: ConnectionId) {
        for workspace in workspaces {
            self.0.leave(*workspace, socket).await;
        }
    }

    /// Passes a hint on, as it came.
    pub(crate) fn deliver(&self, workspace: WorkspaceId, payload: &Bytes) {
        self.0.offer(workspace, payload, Kind::Durable, None);
    }
}
