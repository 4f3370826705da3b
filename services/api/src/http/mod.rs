//! REST's door: the server, and what is the same for every route.

pub mod body;
pub mod client;
pub mod etag;
pub mod frame;
pub mod idempotency;
pub mod limits;
mod not_found;
pub mod page;
pub mod path;

pub use body::{Json, OptionalJson};
pub use client::Client;
pub use idempotency::{Done, Once};
pub use path::Person;

use std::net::TcpListener;
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::{App, HttpServer, web};
use lifecycle::{RequestSpan, Shutdown};
use protocol::{ErrorCode, Problem};
use tracing_actix_web::TracingLogger;
use utoipa_actix_web::AppExt;

use crate::error::Error;
use crate::state::State;

/// Where all routes but the key set stand.
pub const BASE: &str = "/api/v1";

/// The routes of the whole service, by area.
pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
    crate::accounts::routes(config);
    crate::guests::routes(config);
    crate::users::routes(config);
    crate::workspaces::routes(config);
    crate::channels::routes(config);
    crate::ending::routes(config);
    crate::messages::routes(config);
    crate::reading::routes(config);
    crate::inbox::routes(config);
    crate::search::routes(config);
    crate::calls::routes(config);
    crate::push::routes(config);
    crate::sync::routes(config);
    crate::events::routes(config);
    crate::gifs::routes(config);
    crate::reports::routes(config);
}

/// Serves REST until `shutdown` asks for the end, then finishes what is under way.
///
/// # Errors
/// When the listener cannot be served.
pub async fn serve(state: State, listener: TcpListener, shutdown: Shutdown) -> std::io::Result<()> {
    let api = state.config.api.clone();
    let server = HttpServer::new(move || app(&state))
        .tcp_nodelay(true)
        .disable_signals();
    let server = match api.http_workers {
        0 => server,
        workers => server.workers(workers),
    };
    let server = server
        .shutdown_timeout(u64::from(api.drain_window_s))
        .listen(listener)?
        .run();
    let (handle, stop) = (server.handle(), shutdown.clone());
    shutdown.tracker().spawn(async move {
        stop.soft().cancelled().await;
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(u64::from(api.drain_delay_s))) => {}
            () = stop.hard().cancelled() => {}
        }
        handle.stop(!stop.hard().is_cancelled()).await;
    });
    server.await
}

/// One worker's application.
pub fn app(
    state: &State,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody + use<>>,
        Error = actix_web::Error,
        InitError = (),
    > + use<>,
> {
    // Before the scope, which would answer for everything under its path.
    let (app, document) = App::new()
        .configure(crate::openapi::serve)
        .into_utoipa_app()
        .openapi(crate::openapi::base())
        .service(crate::accounts::jwks)
        .service(utoipa_actix_web::scope(BASE).configure(routes))
        .split_for_parts();
    let known = not_found::KnownPaths::of(&document);
    app.app_data(web::Data::new(state.clone()))
        .app_data(state.door.clone())
        .app_data(web::PathConfig::default().error_handler(|_, _| refused(ErrorCode::NotFound)))
        .app_data(web::QueryConfig::default().error_handler(|error, _| query_refused(&error)))
        .app_data(web::Data::new(known))
        .default_service(web::to(not_found::answer))
        .wrap(from_fn(limits::middleware))
        .wrap(from_fn(frame::middleware))
        .wrap(from_fn(lifecycle::metrics::http::measure))
        .wrap(TracingLogger::<RequestSpan>::new())
}

fn refused(code: ErrorCode) -> actix_web::Error {
    Error::from(code).into()
}

/// A query that has an unknown or unreadable parameter.
fn query_refused(error: &actix_web::error::QueryPayloadError) -> actix_web::Error {
    let detail = error.to_string();
    let unknown = detail.contains("unknown field");
    let code = if unknown {
        ErrorCode::UnknownField
    } else {
        ErrorCode::BadRequest
    };
    Error::from(Problem::new(code).with_detail(detail)).into()
}
