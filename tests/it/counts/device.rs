//! A device that counts by itself what PROTOCOL.md lets it count, and asks for the rest.

use std::collections::{HashMap, HashSet};

use e2e::{Addressed, Applied, Following, Opening, Person, Socket};
use serde_json::{Value, json};

use super::model::Counts;

/// A read position with its counts, which are those of the log up to `head`.
#[derive(Debug, Clone, Copy)]
struct Base {
    read: i64,
    /// Unknown when it came with `ready`: whatever comes later is later.
    version: Option<i64>,
    head: i64,
    unread: i64,
    mentions: i64,
}

/// One device of one person.
pub(crate) struct Device {
    who: Person,
    gateway: usize,
    pub(crate) socket: Option<Socket>,
    left: Following,
    /// Frames of the socket that were looked at.
    looked: usize,
    version: i64,
    bases: HashMap<String, Base>,
    /// Events of a channel that it heard of only when it came back: after the first, up to the
    /// second.
    late: HashMap<String, Vec<(i64, i64)>>,
    /// How far it was when it came back.
    resumed: HashMap<String, i64>,
    /// How often it counted by itself, and how often it had to ask.
    pub(crate) counted: usize,
    pub(crate) asked: usize,
}

impl Device {
    pub(crate) async fn of(who: &Person, gateway: usize) -> Self {
        let mut device = Self {
            who: who.clone(),
            gateway,
            socket: None,
            left: Following::default(),
            looked: 0,
            version: 0,
            bases: HashMap::new(),
            late: HashMap::new(),
            resumed: HashMap::new(),
            counted: 0,
            asked: 0,
        };
        device.comes_back().await;
        device
    }

    /// Loses its line, until it comes back.
    pub(crate) async fn cut(&mut self) {
        self.looks();
        if let Some(socket) = self.socket.take() {
            self.left = socket.cut().await;
            self.gateway = 1 - self.gateway;
        }
    }

    /// Connects where it was left off, at the other gateway.
    pub(crate) async fn comes_back(&mut self) {
        if self.socket.is_some() {
            return;
        }
        let following = std::mem::take(&mut self.left);
        let positions = following.positions().into_iter();
        self.resumed = positions.map(|(id, _epoch, last)| (id, last)).collect();
        let identify = json!({
            "client": "e2e/1",
            "user_version": (self.version > 0).then_some(self.version),
            "positions": following.positions(),
        });
        let opening = Opening::of(&self.who).at(self.gateway).light();
        let opening = opening.resuming(following).identifying_with(identify);
        self.socket = Some(opening.open().await);
        self.looked = 0;
    }

    /// Waits until it has all that the server had when it said `sync`.
    pub(crate) async fn catches_up(&mut self, sync: &Value) {
        let version = sync["user_version"].as_i64().expect("a version");
        let heads: Vec<(String, i64)> = sync["channels"]
            .as_array()
            .expect("channels")
            .iter()
            .map(|one| {
                let id = one["id"].as_str().expect("an id").to_owned();
                (id, one["head_seq"].as_i64().expect("a head"))
            })
            .collect();
        let socket = self.socket.as_ref().expect("a device with a line");
        let what = format!("version {version} and {heads:?}");
        socket
            .until(&what, |seen| {
                let here = seen.frames.iter().filter_map(|frame| match &*frame.kind {
                    "ready" => frame.data()["user_version"].as_i64(),
                    _ => user_version(&frame.text),
                });
                let caught_up = here.max().unwrap_or(0) >= version
                    && heads
                        .iter()
                        .all(|(id, head)| seen.following.last(id) >= *head);
                caught_up.then_some(())
            })
            .await;
        self.looks();
    }

    /// Takes in what the user's own log said since the last look.
    fn looks(&mut self) {
        let Some(socket) = &self.socket else { return };
        let frames = socket.look(|seen| seen.frames[self.looked..].to_vec());
        self.looked += frames.len();
        for frame in frames {
            let data = frame.data();
            if frame.kind == "ready" {
                self.ready(&data);
                continue;
            }
            let Some(version) = user_version(&frame.text) else {
                continue;
            };
            // What `ready` had already comes again.
            if version <= self.version {
                continue;
            }
            self.version = version;
            self.hears(&frame.kind, &data);
        }
    }

    fn ready(&mut self, data: &Value) {
        self.version = data["user_version"].as_i64().expect("a version");
        let mut listed = HashSet::new();
        for channel in data["channels"].as_array().expect("channels") {
            let id = channel[0].as_str().expect("an id").to_owned();
            listed.insert(id.clone());
            let head = channel[2].as_i64().expect("a head");
            if let Some(last) = self.resumed.get(&id) {
                self.late.entry(id.clone()).or_default().push((*last, head));
            }
            let (Some(read), Some(unread), Some(mentions)) = (
                channel[4].as_i64(),
                channel[5].as_i64(),
                channel[6].as_i64(),
            ) else {
                continue;
            };
            let base = Base {
                read,
                version: None,
                head,
                unread,
                mentions,
            };
            self.bases.insert(id, base);
        }
        self.bases.retain(|id, _| listed.contains(id));
    }

    fn hears(&mut self, kind: &str, data: &Value) {
        let Some(id) = data["channel_id"].as_str() else {
            return;
        };
        match kind {
            "read.updated" => {
                let new = base(data, data["head_seq"].as_i64().expect("a head"));
                // A channel that was left meanwhile is asked for when it comes back.
                if let Some(known) = self.bases.get_mut(id)
                    && known.version.is_none_or(|version| {
                        (version, known.read) <= (new.version.unwrap_or(0), new.read)
                    })
                {
                    *known = new;
                }
            }
            "channel.added" => {
                self.bases.remove(id);
                // What was said before called whom it called; a hole may bring it all the same.
                let head = data["head_seq"].as_i64().expect("a head");
                self.late.entry(id.to_owned()).or_default().push((0, head));
            }
            "channel.removed" => {
                self.bases.remove(id);
            }
            _ => {}
        }
    }

    /// What this device shows of a channel.
    pub(crate) async fn counts(&mut self, channel: &str) -> Counts {
        if let Some(counts) = self.counts_by_itself(channel) {
            self.counted += 1;
            return counts;
        }
        self.asked += 1;
        let answer = self.who.get(&format!("/channels/{channel}")).await.ok();
        let head = answer["head_seq"].as_i64().expect("a head");
        let base = base(&answer["membership"], head);
        self.bases.insert(channel.to_owned(), base);
        let counts = self.counts_by_itself(channel);
        counts.expect("what the server just said can be counted on")
    }

    /// What its counts of a channel come from, for the message of a failed check.
    pub(crate) fn explains(&self, channel: &str) -> String {
        let (base, late) = (self.bases.get(channel), self.late.get(channel));
        let mut lines = vec![format!("me {}, base {base:?}, late {late:?}", self.who.id)];
        let Some(socket) = &self.socket else {
            return lines.concat();
        };
        socket.look(|seen| {
            let Some(followed) = seen.following.channels.get(channel) else {
                return;
            };
            let head = base.map_or(0, |base| base.head);
            let counted = |event: &&Applied| event.seq > head;
            let later = followed.applied.iter().filter(counted);
            let about: HashSet<&str> = later.filter_map(|event| event.message.as_deref()).collect();
            let is_about = |event: &&Applied| {
                event
                    .message
                    .as_deref()
                    .is_some_and(|id| about.contains(id))
            };
            let events = followed.applied.iter().filter(is_about);
            lines.extend(events.map(|event| format!("{event:?}")));
        });
        lines.join("\n")
    }

    /// `None`: something happened to a message that this device does not know.
    fn counts_by_itself(&self, channel: &str) -> Option<Counts> {
        let base = self.bases.get(channel)?;
        let socket = self.socket.as_ref()?;
        socket.look(|seen| {
            let followed = seen.following.channels.get(channel)?;
            let mut count = Count {
                me: &self.who.id,
                base: *base,
                late: self.late.get(channel).map_or(&[], Vec::as_slice),
                facts: HashMap::new(),
                unread: base.unread,
                mentions: base.mentions,
            };
            let mut next = base.head + 1;
            let mut before = None;
            for event in &followed.applied {
                // A hole: one was out of the channel, or the history was loaded anew. What is
                // known of older messages may be out of date.
                if before.replace(event.seq) != Some(event.seq - 1) {
                    count.facts.clear();
                }
                if event.seq > base.head {
                    if event.seq != next {
                        return None;
                    }
                    next += 1;
                }
                count.takes(event)?;
            }
            (next > followed.last).then_some(Counts {
                read: base.read,
                unread: count.unread,
                mentions: count.mentions,
            })
        })
    }
}

fn base(position: &Value, head: i64) -> Base {
    let number = |name: &str| position[name].as_i64().expect("a number");
    Base {
        read: number("read_message_no"),
        version: Some(number("read_version")),
        head,
        unread: number("unread"),
        mentions: number("mentions"),
    }
}

fn user_version(text: &str) -> Option<i64> {
    let frame: Value = serde_json::from_str(text).ok()?;
    frame["user_version"].as_i64()
}

/// Counting on from a base.
struct Count<'a> {
    me: &'a str,
    base: Base,
    late: &'a [(i64, i64)],
    facts: HashMap<&'a str, Fact>,
    unread: i64,
    mentions: i64,
}

/// What is known of a message.
#[derive(Clone, Copy)]
struct Fact {
    counts: bool,
    /// `None`: it says `@here`, and was said before this device was there.
    mentions_me: Option<bool>,
    says_here: bool,
    called: Option<bool>,
}

impl<'a> Count<'a> {
    /// `None` when it cannot be told what the event changes.
    fn takes(&mut self, event: &'a Applied) -> Option<()> {
        let is_new = event.seq > self.base.head;
        let Some(id) = event.message.as_deref() else {
            return Some(());
        };
        match &*event.kind {
            "message.created" => {
                let unread = event.message_no.is_some_and(|no| no > self.base.read);
                let mut fact = Fact {
                    counts: unread && event.author.as_deref() != Some(self.me),
                    mentions_me: Some(false),
                    says_here: false,
                    called: None,
                };
                fact.addresses(event.addressed.as_ref()?, self.me, self.was_there(event));
                self.facts.insert(id, fact);
                if is_new && fact.counts {
                    self.unread += 1;
                    self.mentions += i64::from(fact.mentions_me?);
                }
            }
            "message.updated" if event.addressed.is_some() => {
                let was_there = self.was_there(event);
                let Some(fact) = self.facts.get_mut(id) else {
                    // Nothing is unread: it is no unread message that was edited.
                    return (!is_new || self.unread == 0).then_some(());
                };
                let before = *fact;
                fact.addresses(event.addressed.as_ref()?, self.me, was_there);
                if is_new && fact.counts {
                    self.mentions += i64::from(fact.mentions_me?);
                    self.mentions -= i64::from(before.mentions_me?);
                }
            }
            "message.deleted" => {
                let Some(fact) = self.facts.remove(id) else {
                    let is_read = event.message_no.is_none_or(|no| no <= self.base.read);
                    return (!is_new || is_read).then_some(());
                };
                if is_new && fact.counts {
                    self.unread -= 1;
                    self.mentions -= i64::from(fact.mentions_me?);
                }
            }
            _ => {}
        }
        Some(())
    }

    /// Whether this device was told of it as it happened.
    fn was_there(&self, event: &Applied) -> bool {
        let mut late = self.late.iter();
        !late.any(|(after, to)| event.seq > *after && event.seq <= *to)
    }
}

impl Fact {
    /// A text that addresses these: an `@here` that was there before has called whom it called.
    fn addresses(&mut self, who: &Addressed, me: &str, was_there: bool) {
        let called = match (who.here, self.says_here) {
            (true, true) => self.called,
            (true, false) => was_there.then_some(true),
            (false, _) => None,
        };
        let by_here = if who.here { called } else { Some(false) };
        self.mentions_me = if who.includes(me) {
            Some(true)
        } else {
            by_here
        };
        (self.says_here, self.called) = (who.here, called);
    }
}
