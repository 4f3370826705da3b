//! The routes by which pictures are set and taken away. What they answer is what api says.

use actix_web::http::header::ContentType;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse, delete, get, put};
use auth::Principal;
use domain::{ChannelId, UserId, WorkspaceId};
use protocol::channel::Channel;
use protocol::emoji::CustomEmoji;
use protocol::user::Me;
use protocol::workspace::Workspace;
use protocol::{ErrorCode, Page, Problem};
use rpc::chat::Picture;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::picture_body::PictureBody;
use crate::error::Error;
use crate::picture;
use crate::state::State;

/// An image as it is: JPEG, PNG, GIF or WebP.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "only describes the body")]
struct PictureBytes(Vec<u8>);

/// All of them.
pub(super) fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(set_avatar)
        .service(remove_avatar)
        .service(set_icon)
        .service(remove_icon)
        .service(set_cover)
        .service(remove_cover)
        .service(list_emoji)
        .service(set_emoji)
        .service(remove_emoji);
}

async fn set(
    state: &State,
    who: &Principal,
    of: &Picture,
    (request, payload): (HttpRequest, Payload),
) -> Result<HttpResponse, Error> {
    let Ok(_turn) = state.uploads.try_acquire() else {
        return Err(ErrorCode::Overloaded.into());
    };
    let mut body = PictureBody::new(&request, payload, state.config.files.image_max_bytes);
    match picture::set(state, who, of, &mut body).await {
        Ok(json) => Ok(HttpResponse::Ok()
            .content_type(ContentType::json())
            .body(json)),
        Err(error) => {
            body.drain().await;
            Err(error)
        }
    }
}

async fn clear(state: &State, who: &Principal, of: &Picture) -> Result<HttpResponse, Error> {
    picture::clear(state, who, of).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Whose picture the path names: `me` is the caller.
fn avatar(who: &Principal, path: &str) -> Result<Picture, Error> {
    if path == "me" {
        return Ok(Picture::Avatar(who.user));
    }
    let user: Result<UserId, _> = path.parse();
    user.map(Picture::Avatar)
        .map_err(|_not_an_id| ErrorCode::NotFound.into())
}

/// Show a picture of oneself. The body is the image, or a form with one field `file`.
///
/// JPEG, PNG, GIF or WebP; it is made anew, at most 512 pixels wide and high.
#[utoipa::path(
    tag = "users",
    params(("id" = String, Path)),
    request_body(content = PictureBytes, content_type = "application/octet-stream"),
    responses(
        (status = 200, body = Me),
        (status = 403, body = Problem),
        (status = 413, description = "`payload_too_large`", body = Problem),
        (status = 415, description = "`unsupported_media_type`", body = Problem),
        (status = 422, description = "`image_refused`", body = Problem),
    )
)]
#[put("/users/{id}/avatar")]
async fn set_avatar(
    state: Data<State>,
    who: Principal,
    id: Path<String>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Error> {
    let of = avatar(&who, &id)?;
    set(&state, &who, &of, (request, payload)).await
}

/// Show no picture of oneself any more.
#[utoipa::path(
    tag = "users",
    params(("id" = String, Path)),
    responses((status = 204), (status = 403, body = Problem))
)]
#[delete("/users/{id}/avatar")]
async fn remove_avatar(
    state: Data<State>,
    who: Principal,
    id: Path<String>,
) -> Result<HttpResponse, Error> {
    clear(&state, &who, &avatar(&who, &id)?).await
}

/// Show a picture of a workspace. The body is as for a person's.
#[utoipa::path(
    tag = "workspaces",
    params(("id" = WorkspaceId, Path)),
    request_body(content = PictureBytes, content_type = "application/octet-stream"),
    responses(
        (status = 200, body = Workspace),
        (status = 403, body = Problem),
        (status = 413, description = "`payload_too_large`", body = Problem),
        (status = 415, description = "`unsupported_media_type`", body = Problem),
        (status = 422, description = "`image_refused`", body = Problem),
    )
)]
#[put("/workspaces/{id}/icon")]
async fn set_icon(
    state: Data<State>,
    who: Principal,
    id: Path<WorkspaceId>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Error> {
    let of = Picture::Icon(id.into_inner());
    set(&state, &who, &of, (request, payload)).await
}

/// Show no picture of a workspace any more.
#[utoipa::path(
    tag = "workspaces",
    params(("id" = WorkspaceId, Path)),
    responses((status = 204), (status = 403, body = Problem))
)]
#[delete("/workspaces/{id}/icon")]
async fn remove_icon(
    state: Data<State>,
    who: Principal,
    id: Path<WorkspaceId>,
) -> Result<HttpResponse, Error> {
    clear(&state, &who, &Picture::Icon(id.into_inner())).await
}

/// Show a cover of a channel. The body is as for a person's picture; at most 1,600 pixels are kept.
#[utoipa::path(
    tag = "channels",
    params(("id" = ChannelId, Path)),
    request_body(content = PictureBytes, content_type = "application/octet-stream"),
    responses(
        (status = 200, body = Channel),
        (status = 403, body = Problem),
        (status = 413, description = "`payload_too_large`", body = Problem),
        (status = 415, description = "`unsupported_media_type`", body = Problem),
        (status = 422, description = "`image_refused`", body = Problem),
    )
)]
#[put("/channels/{id}/cover")]
async fn set_cover(
    state: Data<State>,
    who: Principal,
    id: Path<ChannelId>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Error> {
    let of = Picture::Cover(id.into_inner());
    set(&state, &who, &of, (request, payload)).await
}

/// Show no cover of a channel any more.
#[utoipa::path(
    tag = "channels",
    params(("id" = ChannelId, Path)),
    responses((status = 204), (status = 403, body = Problem))
)]
#[delete("/channels/{id}/cover")]
async fn remove_cover(
    state: Data<State>,
    who: Principal,
    id: Path<ChannelId>,
) -> Result<HttpResponse, Error> {
    clear(&state, &who, &Picture::Cover(id.into_inner())).await
}

/// A workspace's own emoji, by name.
#[utoipa::path(
    tag = "emoji",
    params(("id" = WorkspaceId, Path)),
    responses((status = 200, body = Page<CustomEmoji>), (status = 404, body = Problem))
)]
#[get("/workspaces/{id}/emoji")]
async fn list_emoji(
    state: Data<State>,
    who: Principal,
    id: Path<WorkspaceId>,
) -> Result<HttpResponse, Error> {
    let json = picture::list_emoji(&state, &who, id.into_inner()).await?;
    Ok(HttpResponse::Ok()
        .content_type(ContentType::json())
        .body(json))
}

/// Add an emoji, or give it another picture. The body is as for a person's picture.
///
/// The name has 2 to 32 of `a-z`, `0-9`, `_`, `+` and `-`, and is not one of the standard emoji's. At
/// most 128 pixels wide and high are kept; what moves goes on moving.
#[utoipa::path(
    tag = "emoji",
    params(("id" = WorkspaceId, Path), ("name" = String, Path)),
    request_body(content = PictureBytes, content_type = "application/octet-stream"),
    responses(
        (status = 200, body = CustomEmoji),
        (status = 400, description = "`invalid_input`: the name", body = Problem),
        (status = 403, body = Problem),
        (status = 409, description = "`emoji_limit`", body = Problem),
        (status = 413, description = "`payload_too_large`", body = Problem),
        (status = 415, description = "`unsupported_media_type`", body = Problem),
        (status = 422, description = "`image_refused`", body = Problem),
    )
)]
#[put("/workspaces/{id}/emoji/{name}")]
async fn set_emoji(
    state: Data<State>,
    who: Principal,
    path: Path<(WorkspaceId, String)>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Error> {
    let (workspace, name) = path.into_inner();
    let of = Picture::Emoji(workspace, name);
    set(&state, &who, &of, (request, payload)).await
}

/// Remove an emoji. Where it was used, its name stays.
#[utoipa::path(
    tag = "emoji",
    params(("id" = WorkspaceId, Path), ("name" = String, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem))
)]
#[delete("/workspaces/{id}/emoji/{name}")]
async fn remove_emoji(
    state: Data<State>,
    who: Principal,
    path: Path<(WorkspaceId, String)>,
) -> Result<HttpResponse, Error> {
    let (workspace, name) = path.into_inner();
    clear(&state, &who, &Picture::Emoji(workspace, name)).await
}
