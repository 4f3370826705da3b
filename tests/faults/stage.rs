//! People who talk and people who watch while something breaks.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use e2e::checker::{Outcome, Talk, accepted};
use e2e::{Channel, Cluster, Opening, Person, Socket};
use tokio::task::JoinSet;

/// A channel with two people who talk over REST and two who watch, one on each gateway.
pub(crate) struct Stage {
    pub(crate) talk: Talk,
    pub(crate) people: [Person; 4],
    pub(crate) general: Channel,
    /// Carol at gateway 0, dan at the last gateway.
    pub(crate) watching: Vec<Socket>,
    enough: Arc<AtomicBool>,
    talking: JoinSet<()>,
}

impl Stage {
    /// Everybody takes their place; nobody talks yet.
    pub(crate) async fn set(cluster: &Cluster) -> Self {
        let (people, general) = cluster.people(["alice", "bob", "carol", "dan"]).await;
        let last = cluster.gateways.len() - 1;
        let watching = vec![
            Socket::open(&people[2], 0).await,
            Socket::open(&people[3], last).await,
        ];
        Self {
            talk: Talk::default(),
            people,
            general,
            watching,
            enough: Arc::default(),
            talking: JoinSet::new(),
        }
    }

    /// Alice and bob talk until [`Stage::ends`], each through a replica of api.
    pub(crate) fn begins(&mut self, apis: usize) {
        for n in 0..2 {
            let (talk, channel) = (self.talk.clone(), self.general.clone());
            let (who, enough) = (self.people[n].at_api(n % apis), Arc::clone(&self.enough));
            self.talking.spawn(async move {
                let mut order = 0;
                while !enough.load(Ordering::Relaxed) {
                    order += 1;
                    talk.says(&who, &channel, order).await;
                }
            });
        }
    }

    /// Waits until `count` more messages were accepted than now, of both talkers alike.
    pub(crate) async fn hears(&self, count: usize) {
        for person in &self.people[..2] {
            let wanted = self.accepted(person) + count / 2;
            e2e::eventually("the talk goes on", e2e::DEADLINE * 2, async || {
                (self.accepted(person) >= wanted).then_some(())
            })
            .await;
        }
    }

    /// How many sends of this person were accepted so far.
    fn accepted(&self, person: &Person) -> usize {
        let journal = self.talk.journal();
        let theirs = journal.attempts.iter().filter(|a| a.author == person.id);
        theirs
            .filter(|a| matches!(a.outcome, Outcome::Accepted { .. }))
            .count()
    }

    /// A watcher whose connection was cut comes back with what it knew.
    pub(crate) async fn comes_back(&mut self, watcher: usize, gateway: usize) {
        let socket = self.watching.remove(watcher);
        let who = socket.who.clone();
        let known = socket.cut().await;
        let back = Opening::of(&who).at(gateway).resuming(known).open().await;
        self.watching.insert(watcher, back);
    }

    /// The talk stops, and the talkers send again what was accepted but is gone: a client keeps a
    /// message until it is told that it is durable, and this is what it keeps it for.
    pub(crate) async fn resends_what_is_gone(&mut self) {
        self.stops().await;
        let attempts = self.talk.journal().attempts.clone();
        for (n, attempt) in attempts.iter().enumerate() {
            let Outcome::Accepted { id, .. } = &attempt.outcome else {
                continue;
            };
            let who = self
                .people
                .iter()
                .find(|person| person.id == attempt.author);
            let who = who.expect("one of the people");
            if who.get(&format!("/messages/{id}")).await.status != 404 {
                continue;
            }
            let again = who
                .says(&attempt.body)
                .within(&self.general)
                .keyed(&attempt.key);
            let message = again.answer().await.ok();
            let mut journal = self.talk.journal();
            journal.attempts[n].outcome = accepted(&message);
            // It comes later than everything else that its sender said.
            journal.attempts[n].order += 1_000_000;
        }
    }

    async fn stops(&mut self) {
        self.enough.store(true, Ordering::Relaxed);
        while let Some(talked) = self.talking.join_next().await {
            talked.expect("a talker ends well");
        }
    }

    /// The talk ends, all settles, and the judge must find nothing.
    pub(crate) async fn ends(&mut self, cluster: &Cluster) {
        self.settles(cluster).await;
        self.talk.journal().judge().assert_clean();
    }

    /// The talk ends and all settles.
    pub(crate) async fn settles(&mut self, cluster: &Cluster) {
        self.stops().await;
        let readers = [&self.people[0], &self.people[2]];
        let head = self.talk.settles(cluster, &self.general, &readers).await;
        let last = cluster.gateways.len() - 1;
        for n in 0..self.watching.len() {
            // A client that was sent away, for example because all it missed came at once, is back.
            while !self.catches_up(n, head).await {
                self.comes_back(n, n.min(last)).await;
            }
            self.talk
                .saw(&format!("watcher {n}"), &self.watching[n], &self.general);
        }
    }

    /// Whether a watcher gets to `head` before its connection ends with a code to come back from.
    async fn catches_up(&self, watcher: usize, head: i64) -> bool {
        let ended = self.watching[watcher].until("the head, or the end", |seen| {
            let there = seen.following.last(&self.general.id) >= head;
            there.then_some(None).or(seen.closed.clone().map(Some))
        });
        match ended.await {
            None => true,
            Some(closed) if closed.code < 4500 => false,
            Some(closed) => panic!("watcher {watcher} was sent away for good: {closed:?}"),
        }
    }
}
