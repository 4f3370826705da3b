//! REST's door: the server, and what is the same for every route.

mod download;
mod form;
mod frame;
mod images;
mod json_body;
mod picture_body;
mod pictures;
mod routes;
mod storage;
mod stream;
mod uploads;

use std::net::TcpListener;
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::{App, HttpResponse, HttpServer, web};
use lifecycle::{RequestSpan, Shutdown};
use protocol::{ErrorCode, Problem};
use tracing_actix_web::TracingLogger;
use utoipa::openapi::OpenApi;
use utoipa_actix_web::AppExt as _;

use crate::error::Error;
use crate::state::State;

/// Where the routes of files stand.
const BASE: &str = "/api/v1/files";
/// Where the routes of pictures stand, beside what they belong to.
const API: &str = "/api/v1";

/// Serves REST until `shutdown` asks for the end, then finishes what is under way.
///
/// # Errors
/// When the listener cannot be served.
pub(crate) async fn serve(
    state: State,
    listener: TcpListener,
    shutdown: Shutdown,
) -> anyhow::Result<()> {
    let files = state.config.files.clone();
    let server = HttpServer::new(move || app(state.clone()))
        .tcp_nodelay(true)
        .disable_signals()
        .shutdown_timeout(u64::from(files.drain_window_s))
        .listen(listener)?
        .run();
    let (handle, stop) = (server.handle(), shutdown.clone());
    shutdown.tracker().spawn(async move {
        stop.soft().cancelled().await;
        let delay = Duration::from_secs(u64::from(files.drain_delay_s));
        stop.hard()
            .run_until_cancelled(tokio::time::sleep(delay))
            .await;
        handle.stop(!stop.hard().is_cancelled()).await;
    });
    Ok(server.await?)
}

/// One thread's application.
fn app(
    state: State,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    let (app, _document) = App::new()
        .into_utoipa_app()
        .service(
            utoipa_actix_web::scope(BASE)
                .configure(uploads::all)
                .configure(routes::all),
        )
        .service(
            utoipa_actix_web::scope(API)
                .configure(images::all)
                .configure(storage::all)
                .configure(pictures::all),
        )
        .split_for_parts();
    app.app_data(state.door.clone())
        .app_data(web::Data::new(state))
        .app_data(web::PathConfig::default().error_handler(|_, _| refused(ErrorCode::NotFound)))
        .app_data(web::QueryConfig::default().error_handler(|_, _| refused(ErrorCode::BadRequest)))
        .default_service(web::to(not_found))
        .wrap(from_fn(frame::middleware))
        .wrap(from_fn(lifecycle::metrics::http::measure))
        .wrap(TracingLogger::<RequestSpan>::new())
}

/// The part of the `OpenAPI` document that files answers for.
#[must_use]
pub fn document() -> OpenApi {
    let (_app, document) = App::new()
        .into_utoipa_app()
        .service(
            utoipa_actix_web::scope(BASE)
                .configure(uploads::all)
                .configure(routes::all),
        )
        .service(
            utoipa_actix_web::scope(API)
                .configure(images::all)
                .configure(storage::all)
                .configure(pictures::all),
        )
        .split_for_parts();
    document
}

async fn not_found() -> HttpResponse {
    auth::principal::respond(Problem::new(ErrorCode::NotFound))
}

fn refused(code: ErrorCode) -> actix_web::Error {
    Error::from(code).into()
}
