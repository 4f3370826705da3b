//! Puts the guard between actix's payload and the codec.

use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::web;
use bytes::Bytes;
use futures_util::Stream;

use super::{Guard, Violation};

/// The most bytes let through before the codec must have parsed them. Frames without content make
/// parsed frames ten times as large as their bytes; this bounds what they may add up to.
const MAX_UNPARSED_BYTES: usize = 4 * 1024;

/// Says, once the stream has ended with an error, whether the guard ended it, and why.
#[derive(Clone, Debug, Default)]
pub(crate) struct Verdict(Rc<Cell<Option<Violation>>>);

impl Verdict {
    /// What the guard objected to.
    pub(crate) fn violation(&self) -> Option<Violation> {
        self.0.get()
    }
}

/// The same payload, guarded.
pub(crate) fn watch(payload: web::Payload) -> (Payload, Verdict) {
    let verdict = Verdict::default();
    let guarded = Guarded {
        inner: payload.into_inner(),
        guard: Guard::default(),
        waiting: Bytes::new(),
        unparsed: 0,
        verdict: verdict.clone(),
    };
    (
        Payload::Stream {
            payload: Box::pin(guarded),
        },
        verdict,
    )
}

struct Guarded {
    inner: Payload,
    guard: Guard,
    waiting: Bytes,
    unparsed: usize,
    verdict: Verdict,
}

impl Guarded {
    /// The next bytes for the codec, which asks until it hears "pending" and parses only then.
    fn pass(&mut self, cx: &Context<'_>) -> Poll<Option<Result<Bytes, PayloadError>>> {
        let room = MAX_UNPARSED_BYTES.saturating_sub(self.unparsed);
        if room == 0 {
            self.unparsed = 0;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let bytes = self.waiting.split_to(room.min(self.waiting.len()));
        self.unparsed += bytes.len();
        if let Err(violation) = self.guard.scan(&bytes) {
            self.verdict.0.set(Some(violation));
            self.waiting = Bytes::new();
            let refused = std::io::Error::other(violation);
            return Poll::Ready(Some(Err(PayloadError::Io(refused))));
        }
        Poll::Ready(Some(Ok(bytes)))
    }
}

impl Stream for Guarded {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if this.verdict.violation().is_some() {
            return Poll::Ready(None);
        }
        if this.waiting.is_empty() {
            match Pin::new(&mut this.inner).poll_next(cx) {
                Poll::Ready(Some(Ok(bytes))) => this.waiting = bytes,
                Poll::Pending => {
                    this.unparsed = 0;
                    return Poll::Pending;
                }
                over @ Poll::Ready(_) => return over,
            }
        }
        this.pass(cx)
    }
}
