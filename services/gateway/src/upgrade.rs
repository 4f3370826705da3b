//! Letting sockets in: who, from where, and how many.

mod admission;
mod token;

use actix_web::http::Version;
use actix_web::http::header::HeaderName;
use actix_web::{HttpRequest, HttpResponse, web};
use percent_encoding::percent_decode_str;
use protocol::gateway::hello::{Identify, MAX_POSITIONS, Position, SUBPROTOCOL};
use protocol::{CloseCode, ErrorCode, Problem};

use crate::carrier::sse::{self, EventStream};
use crate::carrier::ws::WebSocket;
use crate::carrier::{Carrier as _, Ending};
use crate::connection;
pub(crate) use admission::Doorkeeper;

/// What names a version of the protocol among the subprotocols.
const ANY_VERSION: &str = "hubbub.v";
/// The header with which a browser comes back to a stream of server-sent events.
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// The routes of this service; everything else is 404.
pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/ws", web::get().to(socket))
        .route("/sse", web::get().to(events))
        .default_service(web::to(|| async {
            auth::principal::respond(Problem::new(ErrorCode::NotFound))
        }));
}

/// `GET /ws`.
async fn socket(
    request: HttpRequest,
    body: web::Payload,
    doorkeeper: web::Data<Doorkeeper>,
) -> actix_web::Result<HttpResponse> {
    if request.version() != Version::HTTP_11 {
        return Ok(auth::principal::respond(Problem::new(
            ErrorCode::BadRequest,
        )));
    }
    let (guest, seat) = match doorkeeper.admit(&request) {
        Ok(admitted) => admitted,
        Err(problem) => return Ok(auth::principal::respond(*problem)),
    };
    let (response, carrier) = WebSocket::accept(&request, body).await?;
    let context = doorkeeper.context.clone();
    let tasks = context.tasks.clone();
    if asks_for_another_version(&request) {
        tasks.serve(async move {
            carrier.close(Ending::Code(CloseCode::UnknownVersion)).await;
            drop(seat);
        });
    } else {
        tasks.serve(connection::serve(carrier, context, guest, seat, None));
    }
    Ok(response)
}

/// `GET /sse`.
async fn events(request: HttpRequest, doorkeeper: web::Data<Doorkeeper>) -> HttpResponse {
    let Some(identify) = identify(&request) else {
        let detail = "positions is the JSON of identify's, percent-encoded";
        let problem = Problem::new(ErrorCode::BadRequest).with_detail(detail);
        return auth::principal::respond(problem);
    };
    let (guest, seat) = match doorkeeper.admit(&request) {
        Ok(admitted) => admitted,
        Err(problem) => return auth::principal::respond(*problem),
    };
    let context = doorkeeper.context.clone();
    let (response, carrier) = EventStream::open(context.hub.clone());
    let tasks = context.tasks.clone();
    tasks.serve(connection::serve(
        carrier,
        context,
        guest,
        seat,
        Some(identify),
    ));
    response
}

/// The client knows versions of the protocol, and ours is not among them.
fn asks_for_another_version(request: &HttpRequest) -> bool {
    let offered = token::subprotocols(request);
    let versions: Vec<_> = offered
        .iter()
        .filter(|name| name.starts_with(ANY_VERSION))
        .collect();
    !versions.is_empty() && !versions.iter().any(|name| **name == SUBPROTOCOL)
}

/// What a client of server-sent events says in its URL and in `Last-Event-ID`.
fn identify(request: &HttpRequest) -> Option<Identify> {
    let positions = match token::query(request, "positions") {
        Some(json) => serde_json::from_str::<Vec<Position>>(&json).ok()?,
        None => Vec::new(),
    };
    let user_version = match token::query(request, "user_version") {
        Some(number) => Some(number.parse().ok()?),
        None => None,
    };
    let last = request
        .headers()
        .get(LAST_EVENT_ID)
        .and_then(|id| id.to_str().ok());
    let positions = sse::positions(positions, last.and_then(sse::last_event));
    (positions.len() <= MAX_POSITIONS).then(|| Identify {
        client: "sse".to_owned(),
        user_version,
        positions,
        idle: false,
    })
}

/// Undoes percent-encoding.
fn decoded(text: &str) -> Option<String> {
    percent_decode_str(text)
        .decode_utf8()
        .ok()
        .map(std::borrow::Cow::into_owned)
}
