//! Server-sent events: the same frames down, nothing up.

use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use bytes::Bytes;
use domain::{ChannelId, Epoch, Seq};
use futures_util::Stream;
use protocol::gateway::hello::Position;
use tokio::sync::mpsc;

use super::{Carrier, Ending, Gone, Incoming};
use crate::hub::Hub;
use crate::outbox::{Next, Outbox};

/// Frames between the session and the response's body.
const WAITING: usize = 32;
/// How long the browser waits before it comes back by itself, in milliseconds.
const RETRY_MS: u32 = 2_000;

/// A stream of server-sent events.
pub(crate) struct EventStream {
    chunks: mpsc::Sender<Bytes>,
    outbox: Outbox,
    hub: Hub,
}

struct Body(mpsc::Receiver<Bytes>);

impl Stream for Body {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().0.poll_recv(cx).map(|chunk| chunk.map(Ok))
    }
}

impl EventStream {
    /// A stream and the answer that carries it.
    pub(crate) fn open(hub: Hub) -> (HttpResponse, Self) {
        let (chunks, waiting) = mpsc::channel(WAITING);
        let mut response = HttpResponse::Ok();
        response
            .content_type("text/event-stream")
            .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")))
            .insert_header(("x-accel-buffering", "no"));
        let outbox = Outbox::default();
        let stream = Self {
            chunks,
            outbox,
            hub,
        };
        (response.streaming(Body(waiting)), stream)
    }

    /// The position after an event, which comes back as `Last-Event-ID`.
    fn position(&self, frame: &[u8]) -> Option<Position> {
        let (channel, seq) = place(frame)?;
        let epoch = self.hub.channel(channel)?.place()?.epoch;
        Some(Position(channel, epoch, seq))
    }
}

impl Carrier for EventStream {
    fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    async fn recv(&mut self) -> Incoming {
        self.chunks.closed().await;
        Incoming::Gone
    }

    async fn write(&mut self) -> Result<(), Gone> {
        let place = self.chunks.reserve().await.map_err(|_closed| Gone)?;
        if let Some(Next::Write(frame, _since)) = self.outbox.take() {
            let id = self.position(&frame);
            place.send(chunk(&frame, id));
        }
        Ok(())
    }

    async fn close(self, reason: Ending) {
        let (code, text) = (reason.number(), reason.reason());
        let last = format!("event: close\ndata: {{\"code\":{code},\"reason\":\"{text}\"}}\n\n");
        // A client that is gone needs no reason.
        let _gone = self.chunks.send(Bytes::from(last)).await;
    }

    fn answers(&self) -> bool {
        false
    }
}

/// Our frames are JSON on one line.
fn chunk(frame: &[u8], id: Option<Position>) -> Bytes {
    let mut chunk = Vec::with_capacity(frame.len() + 128);
    if let Some(Position(channel, epoch, seq)) = id {
        chunk.extend_from_slice(format!("id: {channel} {epoch} {seq}\n").as_bytes());
    } else if frame.starts_with(br#"{"type":"hello""#) {
        chunk.extend_from_slice(format!("retry: {RETRY_MS}\n").as_bytes());
    }
    chunk.extend_from_slice(b"data: ");
    chunk.extend_from_slice(frame);
    chunk.extend_from_slice(b"\n\n");
    Bytes::from(chunk)
}

/// Channel and seq of an event's frame, which begins with `{"type":"…","channel":"…","seq":…,`.
fn place(frame: &[u8]) -> Option<(ChannelId, Seq)> {
    let head = std::str::from_utf8(frame.get(..frame.len().min(160))?);
    let head = match head {
        Ok(head) => head,
        Err(cut) => std::str::from_utf8(frame.get(..cut.valid_up_to())?).ok()?,
    };
    let (_kind, rest) = head.split_once(r#"","channel":""#)?;
    let (channel, rest) = rest.split_once(r#"","seq":"#)?;
    let (seq, _rest) = rest.split_once(',')?;
    Some((channel.parse().ok()?, seq.parse().ok()?))
}

/// Reads what [`chunk`] wrote as `id`.
pub(crate) fn last_event(id: &str) -> Option<Position> {
    let mut words = id.split(' ');
    let channel = words.next()?.parse().ok()?;
    let epoch = words.next()?.parse::<Epoch>().ok()?;
    let seq = words.next()?.parse().ok()?;
    words
        .next()
        .is_none()
        .then_some(Position(channel, epoch, seq))
}

/// The positions of the query, with the last event's in the place of its channel's.
pub(crate) fn positions(mut queried: Vec<Position>, last: Option<Position>) -> Vec<Position> {
    if let Some(last) = last {
        queried.retain(|position| position.0 != last.0);
        queried.push(last);
    }
    queried
}

#[cfg(test)]
mod tests {
    use protocol::event::frame_void;

    use super::*;
    use crate::hub::testing::channel_id;

    #[test]
    fn an_event_carries_its_position_and_the_position_is_read_back() {
        let channel = channel_id(7);
        let frame = frame_void(channel, Seq::new(42));
        assert_eq!(place(&frame), Some((channel, Seq::new(42))));
        assert_eq!(place(br#"{"type":"ping","data":{}}"#), None);

        let position = Position(channel, Epoch::new(3), Seq::new(42));
        let chunk = chunk(&frame, Some(position));
        let text = std::str::from_utf8(&chunk).unwrap();
        let id = text.lines().next().unwrap().strip_prefix("id: ").unwrap();
        assert_eq!(last_event(id), Some(position));
        assert!(text.ends_with("}\n\n"));
    }

    #[test]
    fn the_last_event_counts_more_than_the_query() {
        let (one, two) = (channel_id(1), channel_id(2));
        let at = |channel, seq| Position(channel, Epoch::new(1), Seq::new(seq));
        let merged = positions(vec![at(one, 5), at(two, 5)], Some(at(one, 9)));
        assert_eq!(merged, [at(two, 5), at(one, 9)]);
    }
}
