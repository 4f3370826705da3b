//! The bytes of an object on their way to a reader.

use std::io;
use std::time::Duration;

use bytes::Bytes;
use futures_util::Stream;
use futures_util::stream::unfold;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::SendTimeoutError;

use crate::s3::Object;
use crate::turns::Turn;

/// Pieces that wait for the reader, of some KiB each.
const AHEAD: usize = 4;

/// The bytes, as they come. Who takes none of them for `stall` has had all that they get: place and
/// connection go to others. An object that breaks off breaks the answer off: a part of a file is
/// never taken for the whole.
pub(super) fn bytes(
    object: Object,
    turn: Turn,
    stall: Duration,
) -> impl Stream<Item = Result<Bytes, io::Error>> {
    let left = object.length;
    let (pieces, reader) = mpsc::channel(AHEAD);
    actix_web::rt::spawn(async move {
        let _turn = turn;
        hand_on(object, pieces, stall).await;
    });
    unfold((reader, left), |(mut reader, left)| async move {
        let Some(piece) = reader.recv().await else {
            let broken = (left > 0).then(|| Err(io::ErrorKind::TimedOut.into()));
            return broken.map(|broken| (broken, (reader, 0)));
        };
        let length = piece.as_ref().map_or(0, Bytes::len);
        let left = left.saturating_sub(u64::try_from(length).unwrap_or(u64::MAX));
        Some((piece, (reader, if length == 0 { 0 } else { left })))
    })
}

async fn hand_on(
    mut object: Object,
    pieces: mpsc::Sender<Result<Bytes, io::Error>>,
    stall: Duration,
) {
    loop {
        let next = tokio::select! {
            next = object.next() => next,
            () = pieces.closed() => return,
        };
        let Some(piece) = next.map_err(io::Error::other).transpose() else {
            return;
        };
        let is_broken = piece.is_err();
        match pieces.send_timeout(piece, stall).await {
            Ok(()) if is_broken => return,
            Ok(()) => {}
            Err(SendTimeoutError::Timeout(_)) => {
                metrics::counter!(crate::metrics::STALLED).increment(1);
                return;
            }
            Err(SendTimeoutError::Closed(_)) => return,
        }
    }
}
