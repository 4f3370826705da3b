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
    /// What all who watch a person have heard of them last; `None`: not all have heard the same.
    told: HashMap<UserId, Option<Status>>,
    /// What single sockets have to be told besides: they had no room, or lose sight of somebody.
    owed: HashMap<ConnectionId, Statuses>,
}

#[derive(Debug)]
struct List {
    socket: Arc<Socket>,
    users: HashSet<UserId>,
}

impl Watchers {
    /// Replaces a socket's list.
    pub(super) fn watch(&mut self, socket: &Arc<Socket>, users: &[UserId]) {
        let owed = self.owed.remove(&socket.id);
        self.leave(socket.id);
        if users.is_empty() {
            return;
        }
        // Of those on the list the answer tells; of others nothing else would.
        let owed: Statuses = owed
            .into_iter()
            .flatten()
            .filter(|(user, _)| !users.contains(user))
            .collect();
        if !owed.is_empty() {
            self.owed.insert(socket.id, owed);
        }
        for user in users {
            self.watched.entry(*user).or_default().insert(socket.id);
        }
        let list = List {
            socket: Arc::clone(socket),
            users: users.iter().copied().collect(),
        };
        self.lists.insert(socket.id, list);
    }

    /// A socket was told this in answer to its list. Where others were told something else before,
    /// whatever is said next is news to some.
    pub(super) fn answered(&mut self, statuses: &Statuses) {
        for (user, status) in statuses {
            if !self.watched.contains_key(user) {
                continue;
            }
            let told = self.told.entry(*user);
            told.and_modify(|told| *told = told.take().filter(|before| before == status))
                .or_insert_with(|| Some(status.clone()));
        }
    }

    /// Forgets a socket's list.
    pub(super) fn leave(&mut self, socket: ConnectionId) {
        self.owed.remove(&socket);
        let Some(list) = self.lists.remove(&socket) else {
            return;
        };
        for user in list.users {
            self.unwatch(user, socket);
        }
    }

    /// Takes each of these two off the other's lists, and shows them as offline there.
    pub(super) fn part(&mut self, (one, other): (UserId, UserId)) {
        for (user, sight) in [(one, other), (other, one)] {
            let watching = self.watched.get(&sight).into_iter().flatten().copied();
            let of_user = |id: &ConnectionId| {
                let list = self.lists.get(id);
                list.is_some_and(|list| list.socket.user == user)
            };
            let sockets: Vec<_> = watching.filter(of_user).collect();
            for socket in sockets {
                self.lose_sight(socket, sight);
            }
        }
    }

    /// Whom a socket watches.
    pub(super) fn list(&self, socket: ConnectionId) -> Vec<UserId> {
        let list = self.lists.get(&socket).into_iter();
        list.flat_map(|list| list.users.iter().copied()).collect()
    }

    /// Takes everybody else off a socket's list, and shows them as offline there.
    pub(super) fn keep(&mut self, socket: ConnectionId, allowed: &[UserId]) {
        let allowed: HashSet<&UserId> = allowed.iter().collect();
        for user in self.list(socket) {
            if !allowed.contains(&user) {
                self.lose_sight(socket, user);
            }
        }
    }

    fn lose_sight(&mut self, socket: ConnectionId, of: UserId) {
        if let Some(list) = self.lists.get_mut(&socket) {
            list.users.remove(&of);
        }
        self.unwatch(of, socket);
        let owed = self.owed.entry(socket).or_default();
        owed.insert(of, Status::default());
    }

    fn unwatch(&mut self, user: UserId, socket: ConnectionId) {
        let Some(watchers) = self.watched.get_mut(&user) else {
            return;
        };
        watchers.remove(&socket);
        if watchers.is_empty() {
            self.watched.remove(&user);
            self.told.remove(&user);
            self.changed.remove(&user);
        }
    }

    /// Notes a change, if anybody wants to know.
    pub(super) fn changed(&mut self, user: UserId, status: Status) {
        if self.watched.contains_key(&user) {
            self.changed.insert(user, status);
        }
    }

    /// A socket had no room for this: it is told again, unless there is something newer by then.
    pub(super) fn owe(&mut self, socket: &Socket, statuses: Statuses) {
        if self.lists.contains_key(&socket.id) {
            self.owed.entry(socket.id).or_default().extend(statuses);
        }
    }

    /// Changes may have been missed: whatever is said next of anybody is news. Answers everybody
    /// who is watched.
    pub(super) fn doubt(&mut self) -> Vec<UserId> {
        let watched: Vec<_> = self.watched.keys().copied().collect();
        self.told = watched.iter().map(|user| (*user, None)).collect();
        watched
    }

    /// What to send to whom: the last of each person's changes since the last time, where it is
    /// not what was told before.
    pub(super) fn take(&mut self) -> Vec<(Arc<Socket>, Statuses)> {
        let mut news = std::mem::take(&mut self.owed);
        for (user, status) in self.changed.drain() {
            if self.told.get(&user).and_then(Option::as_ref) == Some(&status) {
                continue;
            }
            for watcher in self.watched.get(&user).into_iter().flatten() {
                news.entry(*watcher)
                    .or_default()
                    .insert(user, status.clone());
            }
            self.told.insert(user, Some(status));
        }
        let addressed = news.into_iter().filter_map(|(watcher, statuses)| {
            let list = self.lists.get(&watcher)?;
            Some((Arc::clone(&list.socket), statuses))
        });
        addressed.collect()
    }
}

#[cfg(test)]
mod tests;
