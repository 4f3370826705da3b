//! The workspaces that a session's user is in, and what they may look at in them.

use domain::{ChannelId, WorkspaceId};

use super::Session;
use super::answers::What;
use super::lanes::Lane;
use crate::frames;

impl Session {
    /// The user is in a workspace from now on, or is something else in it.
    pub(super) fn enter_workspace(&mut self, id: WorkspaceId, is_guest: bool) {
        let workspaces = self.context.workspaces.clone();
        // At once: whoever has become a guest hears of no more people.
        workspaces.set_guest(id, &self.socket, is_guest);
        self.guest_in.retain(|guest_in| *guest_in != id);
        if is_guest {
            self.guest_in.push(id);
            self.look_again();
        }
        if self.workspaces.contains(&id) {
            return;
        }
        self.workspaces.push(id);
        let socket = self.socket.clone();
        self.start_in(Lane::Other, async move {
            workspaces.join(id, &socket).await;
            What::Nothing.into()
        });
    }

    /// The user is no longer in a workspace.
    pub(super) fn leave_workspace(&mut self, id: WorkspaceId) {
        self.workspaces.retain(|one| *one != id);
        self.guest_in.retain(|one| *one != id);
        let (workspaces, socket) = (self.context.workspaces.clone(), self.socket.id);
        self.start_in(Lane::Other, async move {
            workspaces.leave(&[id], socket).await;
            What::Nothing.into()
        });
        self.look_again();
    }

    /// The user may see less than before: what they look at is judged anew, after what is being
    /// asked for already.
    pub(super) fn look_again(&mut self) {
        self.start_in(Lane::Other, async { What::MaySeeLess.into() });
    }

    /// Ends what the user looks at and may not any more.
    pub(super) fn see_less(&mut self) {
        self.check_previews();
        self.check_watched();
    }

    fn check_watched(&mut self) {
        let (api, presence) = (self.context.api.clone(), self.context.presence.clone());
        let socket = self.socket.clone();
        let users = presence.watched_by(&socket);
        if users.is_empty() {
            return;
        }
        self.start_in(Lane::Other, async move {
            // Rather nobody than whom they may not see.
            let allowed = api.watchable(socket.user, &users).await;
            let allowed = allowed.unwrap_or_else(|error| {
                tracing::warn!("nobody is watched, since api cannot be asked: {error}");
                Vec::new()
            });
            presence.keep(&socket, &allowed);
            What::Nothing.into()
        });
    }

    pub(super) fn check_previews(&mut self) {
        let previews: Vec<_> = self.joined.previews().collect();
        if previews.is_empty() {
            return;
        }
        let (api, user) = (self.context.api.clone(), self.socket.user);
        self.start(async move {
            match api.readable(user, &previews).await {
                Ok(found) => {
                    What::Previewable(found.iter().map(|one| one.channel).collect()).into()
                }
                // Rather nothing than what may be private by now.
                Err(error) => {
                    tracing::warn!("previews end, since api cannot be asked: {error}");
                    What::Previewable(Vec::new()).into()
                }
            }
        });
    }

    /// Ends the previews that are not allowed any more.
    pub(super) fn keep_previews(&mut self, allowed: &[ChannelId]) {
        let previews = self.joined.previews();
        let over: Vec<_> = previews.filter(|id| !allowed.contains(id)).collect();
        for id in over {
            self.leave(id);
            self.push(frames::gone(id));
        }
    }
}
