//! The trace of an event's way to the sockets of this gateway.

use bytes::Bytes;
use domain::ChannelId;
use tracing::Span;
use tracing::field::Empty;

use super::event::Event;

/// The span of an event's way to all who listen, when its trace is kept. It ends when the last of
/// their sockets has taken the frame, or was given up: see [`held`].
pub(super) fn span_of(channel: ChannelId, event: &Event) -> Span {
    let Some(trace) = protocol::event::kept_trace(&event.payload) else {
        return Span::none();
    };
    let span = tracing::info_span!(
        "deliver",
        otel.kind = "consumer",
        channel.id = %channel,
        seq = %event.seq,
        sockets = Empty,
    );
    rpc::trace::continue_from_event(&span, trace);
    span
}

/// The frame, for sockets: as long as one of its clones waits to be written, the span goes on.
pub(super) fn held(frame: &Bytes, span: &Span) -> Bytes {
    if span.is_disabled() {
        return frame.clone();
    }
    Bytes::from_owner(Held {
        frame: frame.clone(),
        _until_written: span.clone(),
    })
}

struct Held {
    frame: Bytes,
    _until_written: Span,
}

impl AsRef<[u8]> for Held {
    fn as_ref(&self) -> &[u8] {
        &self.frame
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tracing::{Subscriber, span};
    use tracing_subscriber::Layer;
    use tracing_subscriber::layer::{Context, SubscriberExt as _};
    use tracing_subscriber::registry::LookupSpan;

    use super::*;
    use crate::outbox::Outbox;

    #[derive(Clone, Default)]
    struct Closed(Arc<AtomicUsize>);

    impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Closed {
        fn on_close(&self, _id: span::Id, _context: Context<'_, S>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn a_span_lasts_until_the_last_socket_has_the_frame_or_is_closed() {
        let closed = Closed::default();
        let subscriber = tracing_subscriber::registry().with(closed.clone());
        tracing::subscriber::with_default(subscriber, || {
            let span = tracing::info_span!("deliver");
            let (quick, slow) = (Outbox::default(), Outbox::default());
            let frame = held(&Bytes::from_static(b"{}"), &span);
            quick.deliver(frame.clone(), None);
            slow.deliver(frame, None);
            drop(span);
            let taken = quick.take();
            assert!(format!("{taken:?}").contains("{}"), "the frame as it was");
            drop(taken);
            assert_eq!(closed.0.load(Ordering::Relaxed), 0, "one still waits");
            slow.close(protocol::CloseCode::Slow, None);
            assert_eq!(closed.0.load(Ordering::Relaxed), 1);
        });
    }

    #[test]
    fn what_nobody_traces_is_shared_as_it_is() {
        let frame = Bytes::from_static(b"{}");
        assert_eq!(held(&frame, &Span::none()).as_ptr(), frame.as_ptr());
    }
}
