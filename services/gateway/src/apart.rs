//! Who is not to notice whom: of two people, one of whom has blocked the other, neither sees
//! whether the other is there, types or has read.

mod heard;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use bus::Parting;
use domain::{ConnectionId, UserId};
use tokio::time::{self, MissedTickBehavior};

use crate::hub::Socket;
use crate::presence::Presence;
use heard::Heard;

/// How often it is looked for changes that were not heard: a subscription may be lost for a while.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// The people of this gateway's sockets, and from whom each is kept apart. Clones share
/// everything.
#[derive(Clone, Debug, Default)]
pub(crate) struct Apart {
    people: Arc<RwLock<HashMap<UserId, Person>>>,
    heard: Arc<Mutex<Heard>>,
}

#[derive(Debug, Default)]
struct Person {
    /// Their sockets here.
    sockets: HashSet<ConnectionId>,
    from: HashSet<UserId>,
}

impl Apart {
    /// A socket opens: changes for its user are noted from now on.
    pub(crate) fn enter(&self, socket: &Socket) {
        self.change(|people| {
            let person = people.entry(socket.user).or_default();
            person.sockets.insert(socket.id);
        });
    }

    /// What api says of a user who has entered.
    pub(crate) fn learn(&self, user: UserId, from: &[UserId]) {
        self.change(|people| {
            if let Some(person) = people.get_mut(&user) {
                person.from.extend(from);
            }
        });
    }

    /// A socket is gone.
    pub(crate) fn leave(&self, socket: &Socket) {
        self.change(|people| {
            let Some(person) = people.get_mut(&socket.user) else {
                return;
            };
            person.sockets.remove(&socket.id);
            if person.sockets.is_empty() {
                people.remove(&socket.user);
            }
        });
    }

    /// Takes a change, however it came here, unless a newer one of the same two came before.
    pub(crate) fn hear(&self, parting: &Parting, presence: &Presence) {
        if self.with_heard(|heard| heard.is_news(parting)) {
            self.set(parting.people, parting.apart);
            if parting.apart {
                presence.part(parting.people);
            }
        }
    }

    /// Looks each second for changes that were not heard. Never ends by itself.
    pub(crate) async fn watch(self, notes: bus::Apart, presence: Presence) {
        let mut ticks = time::interval(LOOK_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            let after = self.with_heard(|heard| heard.read_to());
            match notes.since(after).await {
                Ok(partings) => {
                    let each = partings.iter();
                    each.for_each(|parting| self.hear(parting, &presence));
                    self.with_heard(|heard| heard.have_read(&partings));
                }
                Err(error) => tracing::debug!("who is kept apart cannot be read: {error}"),
            }
        }
    }

    fn with_heard<T>(&self, act: impl FnOnce(&mut Heard) -> T) -> T {
        act(&mut self.heard.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The two are to be kept apart from now on, or no longer.
    fn set(&self, (one, other): (UserId, UserId), apart: bool) {
        self.change(|people| {
            keep(people, (one, other), apart);
            keep(people, (other, one), apart);
        });
    }

    /// Whether `user`, who is here, is not to notice `other`.
    pub(crate) fn are(&self, user: UserId, other: UserId) -> bool {
        let people = self.people.read().unwrap_or_else(PoisonError::into_inner);
        people
            .get(&user)
            .is_some_and(|person| person.from.contains(&other))
    }

    fn change(&self, act: impl FnOnce(&mut HashMap<UserId, Person>)) {
        act(&mut self.people.write().unwrap_or_else(PoisonError::into_inner));
    }
}

/// Notes of `user`, who may be here, whether they are kept apart from `from`.
fn keep(people: &mut HashMap<UserId, Person>, (user, from): (UserId, UserId), apart: bool) {
    let Some(person) = people.get_mut(&user) else {
        return;
    };
    if apart {
        person.from.insert(from);
    } else {
        person.from.remove(&from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::testing::{socket, user};

    #[test]
    fn two_are_apart_both_ways_until_told_otherwise() {
        let apart = Apart::default();
        apart.enter(&socket(1, user(1)));
        apart.enter(&socket(2, user(2)));
        apart.set((user(1), user(2)), true);
        assert!(apart.are(user(1), user(2)) && apart.are(user(2), user(1)));
        assert!(!apart.are(user(1), user(3)));

        apart.set((user(2), user(1)), false);
        assert!(!apart.are(user(1), user(2)) && !apart.are(user(2), user(1)));
    }

    #[test]
    fn what_changes_while_api_is_asked_is_kept_and_who_leaves_is_forgotten() {
        let apart = Apart::default();
        let (first, second) = (socket(1, user(1)), socket(2, user(1)));
        apart.enter(&first);
        apart.set((user(9), user(1)), true);
        apart.learn(user(1), &[user(8)]);
        apart.enter(&second);
        apart.leave(&first);
        apart.leave(&first);
        assert!(apart.are(user(1), user(8)) && apart.are(user(1), user(9)));

        apart.leave(&second);
        assert!(apart.people.read().unwrap().is_empty());
        apart.learn(user(1), &[user(8)]);
        assert!(!apart.are(user(1), user(8)));
    }
}
