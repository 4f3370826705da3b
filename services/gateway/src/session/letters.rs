//! What a session is told by the hub and by its user's own log.

use std::sync::Arc;
use std::time::Duration;

use domain::ChannelId;
use tokio::time::{self, Instant};

use super::Session;
use super::answers::What;
use super::lanes::Lane;
use super::patience::patiently;
use super::plan::Plan;
use crate::frames;
use crate::hub::{Channel, Letter, Place, Role};

/// How long the last events before a removal may take to be delivered.
const CATCH_UP: Duration = Duration::from_millis(900);
/// How often it is looked whether they were.
const LOOK_EVERY: Duration = Duration::from_millis(20);

impl Session {
    /// Takes a letter.
    pub(crate) fn letter(&mut self, letter: Letter) {
        match letter {
            Letter::Added {
                channel,
                epoch,
                head,
            } => {
                self.open_added(channel, Place { epoch, seq: head });
            }
            Letter::Removed(channel) => self.catch_up(channel),
            Letter::Left(channel) => self.left(channel),
            Letter::CheckPreviews => self.check_previews(),
            Letter::InWorkspace {
                workspace,
                is_guest,
            } => self.enter_workspace(workspace, is_guest),
            Letter::OutOfWorkspace(workspace) => self.leave_workspace(workspace),
            Letter::Drain { close_at, after_ms } => {
                self.push(frames::reconnect(after_ms));
                self.drain_at = Some(close_at);
            }
        }
    }

    fn open_added(&mut self, id: ChannelId, place: Place) {
        if let Some(joined) = self.joined.get_mut(id)
            && joined.role == Role::Member
        {
            // Known already, unless the leaving before it has not been delivered yet.
            joined.again = Some(Box::new(place));
            return;
        }
        let hub = self.context.hub.clone();
        self.start_in(Lane::Channel(id), async move {
            let asked = [id];
            let opened = patiently(|| hub.open(&asked)).await.into_iter().next();
            opened
                .map_or(What::Failed, |channel| What::Added(channel, place))
                .into()
        });
    }

    /// The user is in a channel from a place on.
    pub(super) fn added(&mut self, channel: Arc<Channel>, place: Place) {
        match self.joined.get_mut(channel.id()) {
            Some(joined) if joined.role == Role::Preview => {
                joined.role = Role::Member;
                joined.channel.promote(self.socket.id);
                self.replays.promote(channel.id());
            }
            Some(joined) => joined.again = Some(Box::new(place)),
            None => self.join(channel, Role::Member, Plan::From(place, None), place),
        }
    }

    /// The user left in the channel's log, and was taken off its listeners there.
    fn left(&mut self, id: ChannelId) {
        let Some(joined) = self.joined.remove(id) else {
            return;
        };
        self.replays.drop_channel(id);
        match joined.again {
            Some(place) => {
                let plan = Plan::From(*place, None);
                self.join(joined.channel, Role::Member, plan, *place);
            }
            None => self.look_away(id),
        }
    }

    /// The user's own log says that they are out. What the channel's log has up to here, their
    /// leaving above all, is delivered first.
    fn catch_up(&mut self, id: ChannelId) {
        let Some(joined) = self.joined.get_mut(id) else {
            return;
        };
        joined.again = None;
        let (log, channel) = (self.context.bus.log(), Arc::clone(&joined.channel));
        self.start_in(Lane::Channel(id), async move {
            let until = Instant::now() + CATCH_UP;
            let head = log.head(id).await.ok().flatten().map(|head| head.seq);
            while head.is_some_and(|head| channel.head() < head) && Instant::now() < until {
                time::sleep(LOOK_EVERY).await;
            }
            What::Removed(id).into()
        });
    }

    /// What came before the removal is delivered: nothing after it is.
    pub(super) fn removed(&mut self, id: ChannelId) {
        // Added again meanwhile, and still listening: all is well.
        if self.joined.get(id).is_some_and(|one| one.again.is_some()) {
            return;
        }
        self.leave(id);
        // A guest sees whom they share a channel with.
        if !self.guest_in.is_empty() {
            self.look_again();
        }
    }

    /// The channel is no longer on screen, if it was.
    pub(super) fn look_away(&mut self, id: ChannelId) {
        if self.on_screen == Some(id) {
            self.focus(None);
        }
    }
}
