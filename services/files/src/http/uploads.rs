//! The routes of files in parts.

use actix_web::http::header::{HOST, LOCATION};
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse, delete, get, post};
use auth::Principal;
use domain::FileId;
use protocol::Problem;
use protocol::file::File;
use protocol::upload::{CompleteUpload, NewUpload, Upload};
use utoipa_actix_web::service_config::ServiceConfig;

use super::json_body;
use crate::error::Error;
use crate::large;
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
/// sees anything of it before. What is not completed within a day is removed.
#[utoipa::path(
    tag = "files",
    request_body = NewUpload,
    responses(
        (status = 201, body = Upload),
        (status = 400, description = "`invalid_input`, `unknown_field`, `malformed_json`", body = Problem),
        (status = 404, description = "Not a workspace of the caller", body = Problem),
        (status = 413, description = "`payload_too_large`", body = Problem),
        (status = 415, description = "`file_type_refused`", body = Problem),
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
    let input: NewUpload = json_body::read(&request, payload).await?;
    let upload = large::begin(&state, &who, input, host(&request)).await?;
    let location = format!("{}/uploads/{}", super::BASE, upload.id);
    Ok(HttpResponse::Created()
        .insert_header((LOCATION, location))
        .json(upload))
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

/// Where the client asked: addresses of the store are signed for the same host.
fn host(request: &HttpRequest) -> Option<&str> {
    request.headers().get(HOST)?.to_str().ok()
}
