//! `GET /ws`: the connection is taken out of the HTTP server's hands, as a plain stream.
//!
//! Nothing of an application stands before this: method, path, version and who asks are looked at
//! here, before anything is switched.

use actix_codec::Framed;
use actix_http::body::{self, BodySize};
use actix_http::h1::{Codec, Message};
use actix_http::ws;
use actix_http::{Request, Response};
use actix_web::HttpResponse;
use actix_web::dev::RequestHead;
use actix_web::http::Version;
use actix_web::http::header::{HeaderValue, SEC_WEBSOCKET_PROTOCOL};
use futures_util::SinkExt as _;
use protocol::gateway::hello::SUBPROTOCOL;
use protocol::{CloseCode, ErrorCode, Problem};
use tokio::net::TcpStream;

use super::{Doorkeeper, SOCKET_PATH, token};
use crate::carrier::ws::WebSocket;
use crate::carrier::{Carrier as _, Ending};
use crate::connection;
use crate::session::opening::Guest;
use crate::sockets::Seat;

/// What names a version of the protocol among the subprotocols.
const ANY_VERSION: &str = "hubbub.v";

/// A connection that asks for an upgrade, as the HTTP server hands it over.
type Connection = Framed<TcpStream, Codec>;

/// Serves a request for an upgrade: what is refused is answered here, what is let in runs on as a
/// task of its own, so that nothing of the HTTP server stays with it.
pub(crate) async fn take_over(request: Request, mut connection: Connection, door: &Doorkeeper) {
    let (guest, seat) = match admit(request.head(), door) {
        Ok(admitted) => admitted,
        Err(problem) => return refuse(&mut connection, *problem).await,
    };
    let mut switching = ws::handshake_response(request.head());
    if token::subprotocols(request.head()).contains(&SUBPROTOCOL) {
        switching.insert_header((
            SEC_WEBSOCKET_PROTOCOL,
            HeaderValue::from_static(SUBPROTOCOL),
        ));
    }
    let switching = (switching.finish().drop_body(), BodySize::None).into();
    if let Err(error) = connection.send(switching).await {
        tracing::debug!("a client was gone before its handshake: {error}");
        return;
    }
    let parts = connection.into_parts();
    let carrier = WebSocket::new(parts.io, &parts.read_buf);
    let other_version = asks_for_another_version(request.head());
    serve(carrier, (guest, seat), door, other_version);
}

fn serve(carrier: WebSocket, admitted: (Guest, Seat), door: &Doorkeeper, other_version: bool) {
    let (guest, seat) = admitted;
    let context = door.context.clone();
    let tasks = context.tasks.clone();
    if other_version {
        tasks.serve(async move {
            carrier.close(Ending::Code(CloseCode::UnknownVersion)).await;
            drop(seat);
        });
    } else {
        tasks.serve(connection::serve(carrier, context, guest, seat, None));
    }
}

fn admit(request: &RequestHead, door: &Doorkeeper) -> Result<(Guest, Seat), Box<Problem>> {
    if request.uri.path() != SOCKET_PATH {
        return Err(Box::new(Problem::new(ErrorCode::NotFound)));
    }
    if request.version != Version::HTTP_11 {
        return Err(Box::new(Problem::new(ErrorCode::BadRequest)));
    }
    let admitted = door.admit(request)?;
    match ws::verify_handshake(request) {
        Ok(()) => Ok(admitted),
        Err(error) => {
            let problem = Problem::new(ErrorCode::BadRequest).with_detail(error.to_string());
            Err(Box::new(problem))
        }
    }
}

/// Answers in plain HTTP, and lets the connection go.
async fn refuse(connection: &mut Connection, problem: Problem) {
    let response: Response<_> = HttpResponse::into(auth::principal::respond(problem));
    let (head, content) = response.into_parts();
    let Ok(content) = body::to_bytes(content).await else {
        return;
    };
    let size = BodySize::Sized(u64::try_from(content.len()).unwrap_or(u64::MAX));
    let answer = async {
        connection.send((head, size).into()).await?;
        connection.send(Message::Chunk(Some(content))).await?;
        connection.send(Message::Chunk(None)).await
    };
    if let Err(error) = answer.await {
        tracing::debug!("a client was gone before its refusal: {error}");
    }
}

/// The client knows versions of the protocol, and ours is not among them.
fn asks_for_another_version(request: &RequestHead) -> bool {
    let offered = token::subprotocols(request);
    let mut versions = offered.iter().filter(|name| name.starts_with(ANY_VERSION));
    let knows_any = versions.clone().next().is_some();
    knows_any && !versions.any(|name| *name == SUBPROTOCOL)
}
