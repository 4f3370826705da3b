//! Letting sockets in: who, from where, and how many.

mod admission;
mod takeover;
mod token;

use actix_web::dev::RequestHead;
use actix_web::http::header::HeaderName;
use actix_web::{HttpRequest, HttpResponse, web};
use percent_encoding::percent_decode_str;
use protocol::gateway::hello::{Identify, MAX_POSITIONS, Position};
use protocol::{ErrorCode, Problem};

use crate::carrier::sse::{self, EventStream};
use crate::connection;
pub(crate) use admission::Doorkeeper;
pub(crate) use takeover::take_over;

/// Where sockets are opened.
const SOCKET_PATH: &str = "/ws";
/// The header with which a browser comes back to a stream of server-sent events.
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// The routes of this service that are plain HTTP; everything else is 404.
pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config
        .route(SOCKET_PATH, web::get().to(without_upgrade))
        .route("/sse", web::get().to(events))
        .default_service(web::to(|| async {
            auth::principal::respond(Problem::new(ErrorCode::NotFound))
        }));
}

/// `GET /ws` by who does not ask for a WebSocket.
async fn without_upgrade(request: HttpRequest, doorkeeper: web::Data<Doorkeeper>) -> HttpResponse {
    let problem = match doorkeeper.admit(request.head()) {
        Ok(_admitted) => {
            Problem::new(ErrorCode::BadRequest).with_detail("this is the door for WebSockets")
        }
        Err(problem) => *problem,
    };
    auth::principal::respond(problem)
}

/// `GET /sse`.
async fn events(request: HttpRequest, doorkeeper: web::Data<Doorkeeper>) -> HttpResponse {
    let Some(identify) = identify(request.head()) else {
        let detail = "positions is the JSON of identify's, percent-encoded";
        let problem = Problem::new(ErrorCode::BadRequest).with_detail(detail);
        return auth::principal::respond(problem);
    };
    let (guest, seat) = match doorkeeper.admit(request.head()) {
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

/// What a client of server-sent events says in its URL and in `Last-Event-ID`.
fn identify(request: &RequestHead) -> Option<Identify> {
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
