//! The routes of files in parts.

use actix_web::http::header::{HOST, LOCATION};
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse, delete, get, post};
use auth::Principal;
use domain::FileId;
use protocol::file::File;
use protocol::upload::{CompleteUpload, NewUpload, Upload};
use protocol::{Problem, json};
use utoipa_actix_web::service_config::ServiceConfig;

use super::json_body;
use crate::error::Error;
use crate::large::{self, Once};
use crate::state::State;

/// All of them.
pub(super) fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(begin)
        .service(look)
        .service(complete)
        .service(abort);
}

/// Begin to upload a file in parts.
///
/// Each part is PUT at its address, straight to the store. Who completes it has the file; nobody
/// sees anything of it before. What is not completed within a day is removed. The same
/// `Idempotency-Key` and body lead to the same upload, as it is then.
#[utoipa::path(
    tag = "files",
    request_body = NewUpload,
    responses(
        (status = 201, body = Upload),
        (status = 400, description = "`invalid_input`, `unknown_field`, `malformed_json`", body = Problem),
        (status = 404, description = "Not a workspace of the caller", body = Problem),
        (status = 409, description = "`request_in_progress`", body = Problem),
        (status = 413, description = "`payload_too_large`", body = Problem),
        (status = 415, description = "`file_type_refused`", body = Problem),
        (status = 422, description = "`idempotency_key_reused`", body = Problem),
        (status = 429, description = "`too_many_uploads`", body = Problem),
        (status = 503, body = Problem),
        (status = 507, description = "`storage_full`", body = Problem),
    )
)]
#[post("/uploads")]
async fn begin(
    state: Data<State>,
    who: Principal,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Error> {
    let body = json_body::whole(&request, payload).await?;
    let input: NewUpload = json::parse(&body)?;
    let once = once(&request, &body)?;
    let begun = large::begin(&state, &who, (input, once), host(&request)).await?;
    let location = format!("{}/uploads/{}", super::BASE, begun.upload.id);
    let mut response = HttpResponse::Created();
    response.insert_header((LOCATION, location));
    if begun.is_replayed {
        response.insert_header(("idempotent-replayed", "true"));
    }
    Ok(response.json(begun.upload))
}

/// How far an upload has come, with fresh addresses for the parts that are missing.
#[utoipa::path(
    tag = "files",
    params(("id" = FileId, Path)),
    responses(
        (status = 200, body = Upload),
        (status = 404, body = Problem),
        (status = 503, body = Problem),
    )
)]
#[get("/uploads/{id}")]
async fn look(
    state: Data<State>,
    who: Principal,
    id: Path<FileId>,
    request: HttpRequest,
) -> Result<HttpResponse, Error> {
    let upload = large::look(&state, &who, id.into_inner(), host(&request)).await?;
    Ok(HttpResponse::Ok().json(upload))
}

/// Make a file of the parts. Asked again, it answers the same file.
#[utoipa::path(
    tag = "files",
    params(("id" = FileId, Path)),
    request_body = CompleteUpload,
    responses(
        (status = 200, body = File),
        (status = 400, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "`request_in_progress`", body = Problem),
        (status = 415, description = "`file_type_refused`", body = Problem),
        (
            status = 422,
            description = "`upload_incomplete`, `checksum_mismatch`, `image_refused`",
            body = Problem
        ),
        (status = 503, body = Problem),
    )
)]
#[post("/uploads/{id}/complete")]
async fn complete(
    state: Data<State>,
    who: Principal,
    id: Path<FileId>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Error> {
    let input: CompleteUpload = json_body::read(&request, payload).await?;
    let completed = large::complete(&state, &who, id.into_inner(), &input);
    let file = Box::pin(completed).await?;
    Ok(HttpResponse::Ok().json(file))
}

/// Give an upload up.
#[utoipa::path(
    tag = "files",
    params(("id" = FileId, Path)),
    responses(
        (status = 204),
        (status = 404, body = Problem),
        (status = 409, description = "`file_claimed`", body = Problem),
    )
)]
#[delete("/uploads/{id}")]
async fn abort(
    state: Data<State>,
    who: Principal,
    id: Path<FileId>,
) -> Result<HttpResponse, Error> {
    large::abort(&state, &who, id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The request's `Idempotency-Key`, if it has one.
fn once(request: &HttpRequest, body: &[u8]) -> Result<Option<Once>, Error> {
    let key = request.headers().get("idempotency-key");
    key.map(|key| Once::new(key.as_bytes(), body)).transpose()
}

/// Where the client asked: addresses of the store are signed for the same host.
fn host(request: &HttpRequest) -> Option<&str> {
    request.headers().get(HOST)?.to_str().ok()
}
