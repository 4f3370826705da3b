//! One socket from its first frame to its last: the loop.

use std::time::Duration;

use domain::ConnectionId;
use futures_util::StreamExt as _;
use protocol::gateway::hello::{Hello, Identify, Limits, MAX_POSITIONS};
use protocol::{CloseCode, ErrorCode};
use tokio::time::{self, Instant};

use crate::carrier::{Carrier, Ending, Incoming};
use crate::context::Context;
use crate::frames;
use crate::guard::MAX_MESSAGE_BYTES;
use crate::heartbeat::PING_EVERY;
use crate::metrics;
use crate::outbox::{MAX_AGE, Next};
use crate::session::Session;
use crate::session::command::{self, Asked};
use crate::session::flood::MAX_COMMANDS;
use crate::session::opening::Guest;
use crate::sockets::Seat;

/// How long a client may take to identify.
const IDENTIFY_WITHIN: Duration = Duration::from_secs(5);
/// How long opening may take, our own services included.
const OPEN_WITHIN: Duration = Duration::from_secs(10);
/// How long the close frame may take to be handed over.
const CLOSE_WITHIN: Duration = Duration::from_secs(1);
/// The longest body of a message, in bytes.
const MAX_BODY_BYTES: u64 = 16 * 1024;

/// How a socket ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Over {
    /// The client went.
    Gone,
    /// We close it.
    Close(Ending),
}

impl From<CloseCode> for Over {
    fn from(code: CloseCode) -> Self {
        Self::Close(Ending::Code(code))
    }
}

/// Serves a socket until it is over. `identify`: what a client that cannot send has said already.
pub(crate) async fn serve<C: Carrier>(
    mut carrier: C,
    context: Context,
    guest: Guest,
    seat: Seat,
    identify: Option<Identify>,
) {
    let label = frames::label(guest.id, guest.claims.sub);
    tracing::debug!(connection.id = %guest.id, "{label} is here");
    // What is over soon, or comes at the end, has memory of its own and gives it back: a socket is at
    // rest for most of its life, and there are many.
    let greeting = Box::pin(greet(&mut carrier, &context, guest.id, identify));
    let over = match greeting.await {
        Ok(identify) => {
            let outbox = carrier.outbox().clone();
            let mut session = Session::new(context, &guest, outbox, carrier.answers());
            let over = live(&mut carrier, &mut session, &guest, &identify).await;
            Box::pin(session.end(&guest.claims)).await;
            over
        }
        Err(over) => over,
    };
    tracing::debug!(connection.id = %guest.id, "{label} is over: {over:?}");
    if let Over::Close(ending) = over {
        if let Ending::Code(code) = ending {
            metrics::closed(code);
        }
        // Whoever does not read does not get to know why.
        let closing = Box::pin(carrier.close(ending));
        let _unread = time::timeout(CLOSE_WITHIN, closing).await;
    }
    drop(seat);
}

/// Says hello and waits for `identify`.
async fn greet<C: Carrier>(
    carrier: &mut C,
    context: &Context,
    id: ConnectionId,
    identify: Option<Identify>,
) -> Result<Identify, Over> {
    let until = Instant::now() + IDENTIFY_WITHIN;
    let hello = frames::hello(hello(context, id));
    send_by(carrier, hello, until).await?;
    if let Some(identify) = identify {
        return Ok(identify);
    }
    loop {
        let incoming = time::timeout_at(until, carrier.recv()).await;
        let text = match incoming {
            Err(_elapsed) => return Err(CloseCode::Silent.into()),
            Ok(Incoming::Text(text)) => text,
            Ok(Incoming::Alive) => continue,
            Ok(Incoming::Gone) => return Err(Over::Gone),
            Ok(Incoming::Refused(ending)) => return Err(Over::Close(ending)),
        };
        match command::read(&text)? {
            Asked::Identify(identify) => return Ok(identify),
            Asked::Pong => {}
            Asked::Refused(frame) => send_by(carrier, frame, until).await?,
            Asked::Api(call) => send_by(carrier, too_early(Some(call.id)), until).await?,
            Asked::Own(id, _) => send_by(carrier, too_early(id), until).await?,
        }
    }
}

/// Opens the session and serves it.
async fn live<C: Carrier>(
    carrier: &mut C,
    session: &mut Session,
    guest: &Guest,
    identify: &Identify,
) -> Over {
    carrier.outbox().cork();
    let opening = Box::pin(session.open(&guest.claims, identify));
    match time::timeout(OPEN_WITHIN, opening).await {
        Ok(Ok(())) => carrier.outbox().uncork(),
        Ok(Err(code)) => return code.into(),
        Err(_elapsed) => return CloseCode::Internal.into(),
    }
    loop {
        if let Err(over) = turn(carrier, session).await {
            return over;
        }
    }
}

/// Reads the mail, writes what waits, then takes the next thing that happens.
async fn turn<C: Carrier>(carrier: &mut C, session: &mut Session) -> Result<(), Over> {
    // First: a letter may begin a replay.
    while let Some(letter) = session.socket.letter() {
        session.letter(letter);
    }
    // Replay fills the outbox to one half at most, so it alternates with writing.
    loop {
        let went = session.replay();
        write(carrier).await?;
        if !went {
            break;
        }
    }
    let due_at = session.due_at();
    let (reads, works) = (session.takes_more(), !session.work.is_empty());
    tokio::select! {
        () = session.socket.outbox.changed() => {}
        Some(done) = session.work.next(), if works => session.done(done),
        () = time::sleep_until(due_at) => session.tick(),
        incoming = carrier.recv(), if reads => match incoming {
            Incoming::Text(text) => session.take(&text)?,
            Incoming::Alive => session.heard(),
            Incoming::Gone => return Err(Over::Gone),
            Incoming::Refused(ending) => return Err(Over::Close(ending)),
        },
    }
    Ok(())
}

/// Hands over all that waits. A frame that waits for too long, or a socket that is closed
/// meanwhile, ends the writing.
async fn write<C: Carrier>(carrier: &mut C) -> Result<(), Over> {
    loop {
        let since = match carrier.outbox().next() {
            None => return Ok(()),
            Some(Next::Write(_frame, since)) => since,
            Some(Next::Close(code)) => return Err(code.into()),
            Some(Next::Gone) => return Err(Over::Gone),
        };
        let outbox = carrier.outbox().clone();
        tokio::select! {
            biased;
            written = time::timeout_at(since + MAX_AGE, carrier.write()) => match written {
                Ok(Ok(())) => {}
                Ok(Err(_gone)) => return Err(Over::Gone),
                Err(_elapsed) => outbox.close(CloseCode::Slow, None),
            },
            () = outbox.interrupted() => outbox.give_up(),
        }
    }
}

/// Writes a frame before there is a session.
async fn send_by<C: Carrier>(
    carrier: &mut C,
    frame: bytes::Bytes,
    until: Instant,
) -> Result<(), Over> {
    carrier.outbox().push(frame);
    match time::timeout_at(until, write(carrier)).await {
        Ok(written) => written,
        Err(_elapsed) => Err(CloseCode::Slow.into()),
    }
}

fn too_early(id: Option<u64>) -> bytes::Bytes {
    let problem = protocol::Problem::new(ErrorCode::BadRequest);
    frames::refused(id, &problem.with_detail("identify first"))
}

fn hello(context: &Context, connection_id: ConnectionId) -> Hello {
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    Hello {
        connection_id,
        ping_interval_ms: u64::try_from(PING_EVERY.as_millis()).unwrap_or(u64::MAX),
        limits: Limits {
            frame_bytes: MAX_MESSAGE_BYTES,
            commands_per_10s: (!context.unlimited).then_some(count(MAX_COMMANDS)),
            positions: count(MAX_POSITIONS),
            watched_users: count(protocol::gateway::command::MAX_WATCHED),
            body_bytes: MAX_BODY_BYTES,
        },
        server_time: context.clock.now().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carrier::sse::EventStream;
    use crate::carrier::ws::WebSocket;

    fn size<A, B, C, D, E, F>(_of: fn(A, B, C, D, E) -> F) -> usize {
        size_of::<F>()
    }

    #[test]
    fn a_socket_at_rest_is_small() {
        for size in [size(serve::<WebSocket>), size(serve::<EventStream>)] {
            assert!(size <= 2_560, "{size} bytes");
        }
    }
}
