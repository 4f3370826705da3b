//! The routes.

use actix_web::http::header::{CONTENT_LENGTH, LOCATION};
use actix_web::web::{Data, Path, Payload, Query};
use actix_web::{HttpRequest, HttpResponse, delete, get, post};
use auth::Principal;
use domain::FileId;
use protocol::file::File;
use protocol::{ErrorCode, Problem};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::download;
use super::form::Form;
use crate::error::Error;
use crate::image::thumbnail::Size;
use crate::state::State;
use crate::upload::{self, Incoming};
use crate::{access, delete as deletion, quota, view};

/// What a form adds to its file.
const FORM_BYTES: u64 = 64 * 1024;

/// All of them.
pub(super) fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(create)
        .service(find)
        .service(content)
        .service(thumbnail)
        .service(remove);
}

/// The form of an upload, its fields in this order.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only describes the form")]
struct UploadForm {
    /// The workspace that the file is for.
    workspace_id: domain::WorkspaceId,
    /// The file.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Upload a file.
///
/// It is streamed to the store, and seen by its uploader alone until a message carries it. Its
/// type is found from its content. Images lose their metadata; their pixels are not touched, and
/// an orientation is kept.
#[utoipa::path(
    tag = "files",
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses(
        (status = 201, body = File),
        (status = 400, description = "`invalid_input`, `unknown_field`, `bad_request`", body = Problem),
        (status = 404, description = "Not a workspace of the caller", body = Problem),
        (status = 413, description = "`payload_too_large`", body = Problem),
        (status = 415, description = "Not a form, or `file_type_refused`", body = Problem),
        (status = 422, description = "`image_refused`", body = Problem),
        (status = 503, description = "`unavailable`, `overloaded`", body = Problem),
        (status = 507, description = "`storage_full`", body = Problem),
    )
)]
#[post("")]
async fn create(
    state: Data<State>,
    who: Principal,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Error> {
    let limit = state.config.files.upload_max_bytes;
    if announced(&request).is_some_and(|bytes| bytes > limit.saturating_add(FORM_BYTES)) {
        return Err(Error::too_large("/file", limit));
    }
    let announced = announced(&request).unwrap_or(0);
    let Ok(_turn) = state.uploads.try_acquire() else {
        return Err(ErrorCode::Overloaded.into());
    };
    let mut form = Form::new(&request, payload);
    match receive(&state, &who, &mut form, announced).await {
        Ok(file) => {
            let location = format!("{}/{}", super::BASE, file.id);
            Ok(HttpResponse::Created()
                .insert_header((LOCATION, location))
                .json(file))
        }
        Err(error) => {
            form.drain().await;
            Err(error)
        }
    }
}

async fn receive(
    state: &State,
    who: &Principal,
    form: &mut Form,
    announced: u64,
) -> Result<File, Error> {
    // Before anything is read: a store that is down is said at once.
    state.bucket.ping().await?;
    let workspace = form.workspace().await?;
    let limit = upload::admit(state, who, workspace).await?;
    quota::expect(state, workspace, announced.saturating_sub(FORM_BYTES)).await?;
    let name = form.file().await?;
    let mut incoming = Incoming::new(form, name, limit);
    upload::upload(state, who, workspace, &mut incoming).await
}

fn announced(request: &HttpRequest) -> Option<u64> {
    request
        .headers()
        .get(CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

/// What is known of a file.
#[utoipa::path(
    tag = "files",
    params(("id" = FileId, Path)),
    responses((status = 200, body = File), (status = 404, body = Problem))
)]
#[get("/{id}")]
async fn find(state: Data<State>, who: Principal, id: Path<FileId>) -> Result<HttpResponse, Error> {
    let file = access::visible(&state, &who, id.into_inner()).await?;
    Ok(HttpResponse::Ok().json(view::file(&file)))
}

/// The content of a file. Takes `Range` and `If-None-Match`.
#[utoipa::path(
    tag = "files",
    params(("id" = FileId, Path)),
    responses(
        (status = 200, content_type = "application/octet-stream"),
        (status = 206, content_type = "application/octet-stream"),
        (status = 304),
        (status = 403, description = "`file_blocked`", body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "`file_not_ready`", body = Problem),
        (status = 416, description = "`range_not_satisfiable`", body = Problem),
        (status = 429, description = "`too_many_downloads`", body = Problem),
        (status = 503, body = Problem),
    )
)]
#[get("/{id}/content")]
async fn content(
    state: Data<State>,
    who: Principal,
    id: Path<FileId>,
    request: HttpRequest,
) -> Result<HttpResponse, Error> {
    let file = access::visible(&state, &who, id.into_inner()).await?;
    download::content(&state, who.user, &file, request.headers()).await
}

/// Which thumbnail.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Which {
    size: Option<String>,
}

/// A smaller picture of an image: longest side 160 (`small`) or 720 pixels (`large`, the default).
#[utoipa::path(
    tag = "files",
    params(("id" = FileId, Path), ("size" = Option<String>, Query)),
    responses(
        (status = 200, content_type = "image/jpeg"),
        (status = 304),
        (status = 400, body = Problem),
        (status = 404, body = Problem),
        (status = 429, description = "`too_many_downloads`", body = Problem),
        (status = 503, body = Problem),
    )
)]
#[get("/{id}/thumbnail")]
async fn thumbnail(
    state: Data<State>,
    who: Principal,
    id: Path<FileId>,
    which: Query<Which>,
    request: HttpRequest,
) -> Result<HttpResponse, Error> {
    let size = which
        .size
        .as_deref()
        .map_or(Some(Size::Large), Size::from_name);
    let size = size.ok_or(ErrorCode::BadRequest)?;
    let file = access::visible(&state, &who, id.into_inner()).await?;
    download::thumbnail(&state, who.user, &file, size, request.headers()).await
}

/// Take back a file that no message carries.
#[utoipa::path(
    tag = "files",
    params(("id" = FileId, Path)),
    responses(
        (status = 204),
        (status = 404, body = Problem),
        (status = 409, description = "`file_claimed`", body = Problem),
    )
)]
#[delete("/{id}")]
async fn remove(
    state: Data<State>,
    who: Principal,
    id: Path<FileId>,
) -> Result<HttpResponse, Error> {
    deletion::delete(&state, &who, id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}
