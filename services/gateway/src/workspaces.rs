//! Hints that concern everybody in a workspace.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bus::{Fanout, Topic};
use bytes::Bytes;
use domain::{ConnectionId, UserId, WorkspaceId};

use crate::crowd::Crowd;
use crate::hub::Socket;
use crate::outbox::Kind;

/// The sockets of each workspace. Clones share everything.
#[derive(Clone, Debug)]
pub(crate) struct Workspaces {
    crowd: Crowd<WorkspaceId>,
    guests: Arc<Mutex<HashMap<WorkspaceId, HashMap<ConnectionId, UserId>>>>,
}

impl Workspaces {
    /// Nobody yet.
    pub(crate) fn new(fanout: Fanout) -> Self {
        Self {
            crowd: Crowd::new(fanout, Topic::Workspace),
            guests: Arc::default(),
        }
    }

    /// Takes a socket into its user's workspaces; in those of `guest_in` they are a guest.
    pub(crate) async fn enter(
        &self,
        workspaces: &[WorkspaceId],
        guest_in: &[WorkspaceId],
        socket: &Arc<Socket>,
    ) {
        // Before the crowd: no hint may come in between.
        for workspace in guest_in {
            self.set_guest(*workspace, socket, true);
        }
        for workspace in workspaces {
            self.crowd.enter(*workspace, socket).await;
        }
    }

    /// Whether the socket's user is a guest in the workspace, from now on.
    pub(crate) fn set_guest(&self, workspace: WorkspaceId, socket: &Socket, is_guest: bool) {
        if is_guest {
            let mut guests = self.guests();
            let sockets = guests.entry(workspace).or_default();
            sockets.insert(socket.id, socket.user);
        } else {
            self.forget(workspace, socket.id);
        }
    }

    /// Takes a socket into one more workspace.
    pub(crate) async fn join(&self, workspace: WorkspaceId, socket: &Arc<Socket>) {
        self.crowd.enter(workspace, socket).await;
    }

    /// Lets a socket go.
    pub(crate) async fn leave(&self, workspaces: &[WorkspaceId], socket: ConnectionId) {
        for workspace in workspaces {
            self.crowd.leave(*workspace, socket).await;
            self.forget(*workspace, socket);
        }
    }

    fn forget(&self, workspace: WorkspaceId, socket: ConnectionId) {
        let mut guests = self.guests();
        let Some(sockets) = guests.get_mut(&workspace) else {
            return;
        };
        sockets.remove(&socket);
        if sockets.is_empty() {
            guests.remove(&workspace);
        }
    }

    /// Passes a hint on. Guests hear nothing of people here: only api knows whom they may see, and
    /// tells them of those itself.
    pub(crate) fn deliver(&self, workspace: WorkspaceId, payload: &Bytes) {
        let guests: HashSet<UserId> = if is_about_people(payload) {
            let guests = self.guests();
            guests
                .get(&workspace)
                .into_iter()
                .flat_map(HashMap::values)
                .copied()
                .collect()
        } else {
            HashSet::new()
        };
        self.crowd
            .offer_to(workspace, payload, Kind::Durable, |user| {
                !guests.contains(&user)
            });
    }

    fn guests(&self) -> MutexGuard<'_, HashMap<WorkspaceId, HashMap<ConnectionId, UserId>>> {
        self.guests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a hint names a person. A frame begins with its type.
fn is_about_people(payload: &Bytes) -> bool {
    [&br#"{"type":"user."#[..], br#"{"type":"workspace.member_"#]
        .iter()
        .any(|start| payload.starts_with(start))
}

#[cfg(test)]
mod tests {
    use protocol::gateway::event::{UserEvent, UserFrame, WorkspaceMemberRemoved, WorkspaceRef};
    use uuid::Uuid;

    use super::*;
    use crate::hub::testing::user;

    #[test]
    fn a_hint_about_people_is_known_by_how_its_frame_begins() {
        let workspace_id = WorkspaceId::from_uuid(Uuid::from_u128(1));
        let bytes = |event| {
            let frame = UserFrame {
                user_version: None,
                event,
            };
            Bytes::from(serde_json::to_vec(&frame).unwrap())
        };
        let removed = WorkspaceMemberRemoved {
            workspace_id,
            user_id: user(1),
        };
        assert!(is_about_people(&bytes(UserEvent::WorkspaceMemberRemoved(
            removed
        ))));
        let workspace = WorkspaceRef { workspace_id };
        assert!(!is_about_people(&bytes(UserEvent::WorkspaceRemoved(
            workspace
        ))));
    }
}
