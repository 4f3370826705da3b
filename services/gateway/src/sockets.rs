//! Who is connected here, and how many that may be.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use domain::{ConnectionId, SessionId, UserId};
use lifecycle::client_ip::limit_key;
use protocol::CloseCode;
use rand::Rng;
use tokio::time::Instant;

use crate::frames;
use crate::hub::{Letter, Socket};
use crate::metrics;
use crate::outbox::Kind;

/// How many sockets there may be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ceilings {
    /// On this gateway.
    pub(crate) all: usize,
    /// From one address.
    pub(crate) per_ip: usize,
    /// Of one user: one more closes the oldest.
    pub(crate) per_user: usize,
}

/// Why there is no seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoSeat {
    /// The gateway is full.
    Full,
    /// Too many from this address.
    Address,
}

/// The sockets of this gateway. Clones share everything.
#[derive(Clone, Debug)]
pub(crate) struct Sockets {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    ceilings: Ceilings,
    index: Mutex<Index>,
}

#[derive(Debug, Default)]
struct Index {
    seats: usize,
    by_address: HashMap<String, usize>,
    by_id: HashMap<ConnectionId, Arc<Socket>>,
    by_user: HashMap<UserId, Vec<Arc<Socket>>>,
    by_session: HashMap<SessionId, Vec<Arc<Socket>>>,
    /// The process is being stopped: until when all sockets are to be closed.
    drained_at: Option<Instant>,
}

/// A place among the sockets, from the upgrade until it is dropped.
#[derive(Debug)]
pub(crate) struct Seat {
    sockets: Sockets,
    address: String,
}

impl Sockets {
    /// Nobody yet.
    pub(crate) fn new(ceilings: Ceilings) -> Self {
        Self {
            inner: Arc::new(Inner {
                ceilings,
                index: Mutex::default(),
            }),
        }
    }

    /// A seat for somebody who wants to connect.
    pub(crate) fn seat(&self, address: IpAddr) -> Result<Seat, NoSeat> {
        let address = limit_key(address);
        let ceilings = self.inner.ceilings;
        self.with(|index| {
            if index.seats >= ceilings.all {
                metrics::refused("full");
                return Err(NoSeat::Full);
            }
            let taken = index.by_address.entry(address.clone()).or_default();
            if *taken >= ceilings.per_ip {
                metrics::refused("address");
                return Err(NoSeat::Address);
            }
            *taken += 1;
            index.seats += 1;
            metrics::opened();
            metrics::connections(index.seats);
            Ok(())
        })?;
        Ok(Seat {
            sockets: self.clone(),
            address,
        })
    }

    /// Takes in a socket that has identified. One too many closes the user's oldest.
    pub(crate) fn enter(&self, socket: &Arc<Socket>) {
        let oldest = self.with(|index| {
            if let Some(end) = index.drained_at {
                send_away(socket, end.saturating_duration_since(Instant::now()));
            }
            index.by_id.insert(socket.id, Arc::clone(socket));
            index
                .by_session
                .entry(socket.session)
                .or_default()
                .push(Arc::clone(socket));
            let of_user = index.by_user.entry(socket.user).or_default();
            of_user.push(Arc::clone(socket));
            let open = of_user.iter().filter(|one| !one.outbox.is_closed());
            let mut open: Vec<_> = open.collect();
            if open.len() <= self.inner.ceilings.per_user {
                return None;
            }
            open.sort_by_key(|one| one.opened);
            open.first().map(|oldest| Arc::clone(oldest))
        });
        if let Some(oldest) = oldest {
            oldest.outbox.close(CloseCode::Replaced, None);
        }
    }

    /// Lets a socket go.
    pub(crate) fn leave(&self, socket: &Socket) {
        self.with(|index| {
            index.by_id.remove(&socket.id);
            forget(&mut index.by_user, socket.user, socket.id);
            forget(&mut index.by_session, socket.session, socket.id);
        });
    }

    /// Something about a call, for all of a user's sockets here. May be dropped: whoever waits for
    /// an answer to it asks again.
    pub(crate) fn offer(&self, user: UserId, frame: &Bytes) {
        for socket in self.with(|index| index.by_user.get(&user).cloned().unwrap_or_default()) {
            socket.outbox.offer(frame.clone(), Kind::Ephemeral);
        }
    }

    /// A newer socket of the same user, perhaps on another gateway, takes this one's place.
    pub(crate) fn replace(&self, id: ConnectionId) {
        if let Some(socket) = self.with(|index| index.by_id.get(&id).cloned()) {
            socket.outbox.close(CloseCode::Replaced, None);
        }
    }

    /// The session was ended.
    pub(crate) fn revoke_session(&self, session: SessionId) {
        for socket in self.with(|index| index.by_session.get(&session).cloned().unwrap_or_default())
        {
            revoke(&socket);
        }
    }

    /// All of a user's sessions were ended.
    pub(crate) fn revoke_user(&self, user: UserId) {
        for socket in self.with(|index| index.by_user.get(&user).cloned().unwrap_or_default()) {
            revoke(&socket);
        }
    }

    /// All that have identified.
    pub(crate) fn all(&self) -> Vec<Arc<Socket>> {
        self.with(|index| index.by_id.values().cloned().collect())
    }

    /// How many are connected, identified or not.
    pub(crate) fn seats(&self) -> usize {
        self.with(|index| index.seats)
    }

    /// Tells everybody to come back to another gateway, and closes them spread over `window`.
    pub(crate) fn drain(&self, window: Duration) {
        self.with(|index| index.drained_at = Some(Instant::now() + window));
        for socket in self.all() {
            send_away(&socket, window);
        }
    }

    fn with<T>(&self, act: impl FnOnce(&mut Index) -> T) -> T {
        act(&mut self
            .inner
            .index
            .lock()
            .unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.sockets.with(|index| {
            index.seats = index.seats.saturating_sub(1);
            metrics::connections(index.seats);
            let Some(taken) = index.by_address.get_mut(&self.address) else {
                return;
            };
            *taken -= 1;
            if *taken == 0 {
                index.by_address.remove(&self.address);
            }
        });
    }
}

/// Tells a socket to come back elsewhere, at a moment of its own within `window`.
fn send_away(socket: &Socket, window: Duration) {
    let wait = window.mul_f64(rand::rng().random());
    let after_ms = u64::try_from(wait.as_millis()).unwrap_or(0);
    socket.tell(Letter::Drain {
        close_at: Instant::now() + wait,
        after_ms,
    });
}

fn revoke(socket: &Socket) {
    let last = frames::session_revoked(socket.session);
    socket.outbox.close(CloseCode::AccessRevoked, Some(last));
}

fn forget<K: Copy + Eq + Hash>(index: &mut HashMap<K, Vec<Arc<Socket>>>, key: K, id: ConnectionId) {
    if let Some(sockets) = index.get_mut(&key) {
        sockets.retain(|socket| socket.id != id);
        if sockets.is_empty() {
            index.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::testing::{socket, user, written};
    use crate::outbox::Next;

    fn sockets() -> Sockets {
        Sockets::new(Ceilings {
            all: 3,
            per_ip: 2,
            per_user: 2,
        })
    }

    fn address(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    #[test]
    fn seats_are_limited_per_address_and_in_all_and_come_back() {
        let sockets = sockets();
        let first = sockets.seat(address(1)).unwrap();
        let _second = sockets.seat(address(1)).unwrap();
        assert_eq!(sockets.seat(address(1)).unwrap_err(), NoSeat::Address);
        let _third = sockets.seat(address(2)).unwrap();
        assert_eq!(sockets.seat(address(3)).unwrap_err(), NoSeat::Full);

        drop(first);
        assert!(sockets.seat(address(3)).is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn one_socket_too_many_closes_the_oldest_of_that_user_alone() {
        let sockets = sockets();
        let others = socket(9, user(2));
        sockets.enter(&others);
        let mut mine = Vec::new();
        for number in 1..=3 {
            tokio::time::advance(Duration::from_millis(1)).await;
            let socket = socket(number, user(1));
            sockets.enter(&socket);
            mine.push(socket);
        }
        assert_eq!(
            mine[0].outbox.take(),
            Some(Next::Close(CloseCode::Replaced))
        );
        assert!(!mine[1].outbox.is_closed() && !mine[2].outbox.is_closed());
        assert!(!others.outbox.is_closed());
    }

    #[test]
    fn an_ended_session_hears_of_it_and_is_closed() {
        let sockets = sockets();
        let ended = socket(1, user(1));
        let other = socket(2, user(1));
        sockets.enter(&ended);
        sockets.enter(&other);

        sockets.revoke_session(ended.session);

        assert_eq!(written(&ended)[0]["type"], "session.revoked");
        assert_eq!(
            ended.outbox.take(),
            Some(Next::Close(CloseCode::AccessRevoked))
        );
        assert!(!other.outbox.is_closed());
    }
}
