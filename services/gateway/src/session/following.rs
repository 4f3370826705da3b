//! The user's own log: what the client missed of it, and following it from there.

use bus::{Since, UserRecord};
use domain::UserVersion;
use protocol::CloseCode;
use protocol::gateway::frame;

use super::Session;
use super::opening::unavailable;
use crate::hub::{Follow, user};

impl Session {
    /// Sends what the client missed of its user's log, where that reaches; where it does not, the
    /// version in `ready` says that everything is to be asked for.
    pub(super) async fn missed_of_user(&self, known: Option<UserVersion>, current: UserVersion) {
        let Some(known) = known.filter(|known| *known < current) else {
            return;
        };
        match self
            .context
            .bus
            .users()
            .since(self.socket.user, known)
            .await
        {
            Ok(Since::Records(records)) => {
                let missed = records.iter().filter(|one| one.version <= Some(current));
                missed.for_each(|record| self.push_user(record));
            }
            Ok(Since::Gap(_)) => {}
            Err(error) => tracing::debug!("a user's log cannot be read: {error}"),
        }
    }

    /// Follows the user's log from a version on: what came since is sent first.
    pub(super) async fn follow(&mut self, mut from: UserVersion) -> Result<(), CloseCode> {
        let user = self.socket.user;
        loop {
            let Some(topic) = self.topic.clone() else {
                return Err(CloseCode::Internal);
            };
            match topic.follow(&self.socket, from) {
                Follow::Live => return Ok(()),
                Follow::Retired => {
                    self.topic = Some(
                        self.context
                            .hub
                            .open_user(user)
                            .await
                            .map_err(unavailable)?,
                    );
                }
                Follow::Tail => from = self.catch_up_with_user(from).await?,
            }
        }
    }

    /// Sends and follows what the user's log has after a version; answers the last one.
    async fn catch_up_with_user(&self, from: UserVersion) -> Result<UserVersion, CloseCode> {
        let since = self.context.bus.users().since(self.socket.user, from).await;
        let Since::Records(records) = since.map_err(unavailable)? else {
            return Err(CloseCode::Internal);
        };
        for record in &records {
            self.push_user(record);
            if let Some(letter) = user::letter(&record.payload) {
                self.socket.tell(letter);
            }
        }
        records
            .last()
            .and_then(|record| record.version)
            .ok_or(CloseCode::Internal)
    }

    fn push_user(&self, record: &UserRecord) {
        if let Some(frame) = frame::user(record.version, &record.payload) {
            self.push(frame);
        }
    }
}
