//! One subscribed connection.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use redis::{
    AsyncConnectionConfig, ConnectionAddr, ErrorKind, ProtocolVersion, PushInfo, PushKind,
    RedisError, Value,
};
use tokio::sync::{Notify, mpsc};
use tokio::time::timeout;

use super::Raw;
use crate::measured;
use crate::route::{Connected, Route};

/// How long Redis may take to connect, to confirm, to answer a ping.
const LIMIT: Duration = Duration::from_secs(2);
/// Topics that are subscribed with one command.
const CHUNK: usize = 512;

/// A RESP3 connection on which Redis pushes messages.
pub(super) struct Socket {
    connected: Connected,
    lost: Arc<Loss>,
}

/// Whether the connection broke, or a message found no room.
#[derive(Default)]
struct Loss {
    happened: AtomicBool,
    told: Notify,
}

impl Loss {
    fn note(&self) {
        self.happened.store(true, Ordering::Release);
        self.told.notify_one();
    }
}

impl Socket {
    pub(super) async fn open(
        route: &Route,
        outgoing: mpsc::Sender<Raw>,
    ) -> Result<Self, RedisError> {
        let lost = Arc::new(Loss::default());
        let receiver = Arc::clone(&lost);
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(LIMIT))
            .set_response_timeout(Some(LIMIT))
            .set_push_sender(move |push| {
                receive(push, &outgoing, &receiver);
                Ok::<(), ()>(())
            });
        let connect = route.connect(ProtocolVersion::RESP3, &config);
        let connected = match timeout(LIMIT, connect).await {
            Ok(connected) => connected?,
            Err(_elapsed) => return Err((ErrorKind::Io, "no connection in time").into()),
        };
        Ok(Self { connected, lost })
    }

    /// Where it leads to.
    pub(super) fn address(&self) -> &ConnectionAddr {
        &self.connected.address
    }

    /// Resolves when messages may have been missed.
    pub(super) async fn lost(&self) {
        while !self.lost.happened.load(Ordering::Acquire) {
            self.lost.told.notified().await;
        }
    }

    pub(super) async fn ping(&mut self) -> Result<(), RedisError> {
        let ping = redis::cmd("PING");
        ping.query_async(&mut self.connected.connection).await
    }

    /// Subscribes to topics, or no more; returns once Redis has confirmed each.
    pub(super) async fn change(
        &mut self,
        topics: impl IntoIterator<Item = &str>,
        wanted: bool,
    ) -> Result<(), RedisError> {
        let verb = if wanted { "SSUBSCRIBE" } else { "SUNSUBSCRIBE" };
        let slots = by_slot(topics);
        for topics in slots.values().flat_map(|slot| slot.chunks(CHUNK)) {
            let mut pipeline = redis::pipe();
            pipeline.cmd(verb).arg(topics);
            // One command, but a confirmation for each topic.
            let answers = self
                .connected
                .connection
                .send_packed_commands(&pipeline, 0, topics.len())
                .await?;
            for answer in answers {
                answer.extract_error()?;
            }
        }
        Ok(())
    }
}

/// The topics by their hash tags: one command must not span slots.
fn by_slot<'a>(topics: impl IntoIterator<Item = &'a str>) -> BTreeMap<&'a str, Vec<&'a str>> {
    let mut slots: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for topic in topics {
        let tag = topic.find('{').zip(topic.find('}'));
        let tag = tag.and_then(|(start, end)| topic.get(start..end));
        slots.entry(tag.unwrap_or(topic)).or_default().push(topic);
    }
    slots
}

/// Called by the connection's own task for whatever Redis pushes: never waits.
fn receive(push: PushInfo, outgoing: &mpsc::Sender<Raw>, lost: &Loss) {
    match push.kind {
        PushKind::SMessage => {
            let mut data = push.data.into_iter();
            let (Some(Value::BulkString(topic)), Some(Value::BulkString(payload))) =
                (data.next(), data.next())
            else {
                return lost.note();
            };
            // After a loss nothing more is handed over: the receiver would see a hole without
            // having been told.
            let gone = lost.happened.load(Ordering::Acquire);
            if !gone && outgoing.try_send(Raw::Message { topic, payload }).is_err() {
                measured::overflowed();
                lost.note();
            }
        }
        PushKind::Disconnection => lost.note(),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_grouped_by_slot() {
        let slots = by_slot(["x:{p01}:C:1", "x:{p02}:C:2", "x:{p01}:U:3"]);

        let sizes: Vec<usize> = slots.values().map(Vec::len).collect();
        assert_eq!(sizes, [2, 1]);
    }
}
