//! Who watches whom on this gateway, and what has changed since it was last sent.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use domain::{ConnectionId, UserId};
use protocol::user::{Status, Statuses};

use crate::hub::Socket;

/// Watch lists, both ways, and pending changes.
#[derive(Debug, Default)]
pub(super) struct Watchers {
    lists: HashMap<ConnectionId, List>,
    watched: HashMap<UserId, HashSet<ConnectionId>>,
    changed: HashMap<UserId, Status>,
}

#[derive(Debug)]
struct List {
    socket: Arc<Socket>,
    users: Vec<UserId>,
}

impl Watchers {
    /// Replaces a socket's list.
    pub(super) fn watch(&mut self, socket: &Arc<Socket>, users: &[UserId]) {
        self.leave(socket.id);
        if users.is_empty() {
            return;
        }
        for user in users {
            self.watched.entry(*user).or_default().insert(socket.id);
        }
        let list = List {
            socket: Arc::clone(socket),
            users: users.to_vec(),
        };
        self.lists.insert(socket.id, list);
    }

    /// Forgets a socket's list.
    pub(super) fn leave(&mut self, socket: ConnectionId) {
        let Some(list) = self.lists.remove(&socket) else {
            return;
        };
        for user in list.users {
            let Some(watchers) = self.watched.get_mut(&user) else {
                continue;
            };
            watchers.remove(&socket);
            if watchers.is_empty() {
                self.watched.remove(&user);
            }
        }
    }

    /// Notes a change, if anybody wants to know.
    pub(super) fn changed(&mut self, user: UserId, status: Status) {
        if self.watched.contains_key(&user) {
            self.changed.insert(user, status);
        }
    }

    /// Everybody who is watched.
    pub(super) fn watched(&self) -> Vec<UserId> {
        self.watched.keys().copied().collect()
    }

    /// What to send to whom: the last of each person's changes since the last time.
    pub(super) fn take(&mut self) -> Vec<(Arc<Socket>, Statuses)> {
        let mut news: HashMap<ConnectionId, Statuses> = HashMap::new();
        for (user, status) in self.changed.drain() {
            for watcher in self.watched.get(&user).into_iter().flatten() {
                news.entry(*watcher)
                    .or_default()
                    .insert(user, status.clone());
            }
        }
        let addressed = news.into_iter().filter_map(|(watcher, statuses)| {
            let list = self.lists.get(&watcher)?;
            Some((Arc::clone(&list.socket), statuses))
        });
        addressed.collect()
    }
}

#[cfg(test)]
mod tests {
    use domain::Presence;

    use super::*;
    use crate::hub::testing::{socket, user};

    fn status(presence: Presence) -> Status {
        Status {
            presence,
            ..Status::default()
        }
    }

    #[test]
    fn changes_are_sent_once_the_last_of_them_and_only_to_who_watches() {
        let mut watchers = Watchers::default();
        let (watching, _letters) = socket(1, user(1));
        let (other, _letters) = socket(2, user(2));
        watchers.watch(&watching, &[user(7), user(8)]);
        watchers.watch(&other, &[user(9)]);

        watchers.changed(user(7), status(Presence::Online));
        watchers.changed(user(7), status(Presence::Away));
        watchers.changed(user(66), status(Presence::Online));

        let news = watchers.take();
        assert_eq!(news.len(), 1);
        assert_eq!(news[0].0.id, watching.id);
        assert_eq!(
            news[0].1,
            Statuses::from([(user(7), status(Presence::Away))])
        );
        assert!(watchers.take().is_empty());
    }

    #[test]
    fn a_new_list_replaces_the_old_one_and_who_leaves_is_forgotten() {
        let mut watchers = Watchers::default();
        let (watching, _letters) = socket(1, user(1));
        watchers.watch(&watching, &[user(7)]);
        watchers.watch(&watching, &[user(8)]);
        watchers.changed(user(7), status(Presence::Online));
        assert!(watchers.take().is_empty());

        watchers.leave(watching.id);
        assert!(watchers.watched().is_empty() && watchers.lists.is_empty());
    }
}
