//! The routes of pictures.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use auth::Principal;
use domain::ImageId;
use protocol::Problem;
use utoipa_actix_web::service_config::ServiceConfig;

use super::download;
use crate::error::Error;
use crate::picture;
use crate::state::State;

/// All of them.
pub(super) fn all(config: &mut ServiceConfig<'_>) {
    config.service(image);
}

/// A picture of a person, a workspace, a channel or a link, or an emoji.
///
/// Pictures of people are seen by everybody with an account, covers by who may read the channel,
/// the rest by the people of the workspace. What an address leads to never changes.
#[utoipa::path(
    tag = "images",
    params(("id" = String, Path)),
    responses(
        (status = 200, content_type = "image/png"),
        (status = 304),
        (status = 404, body = Problem),
        (status = 503, body = Problem),
    )
)]
#[get("/images/{id}")]
async fn image(
    state: Data<State>,
    who: Principal,
    id: Path<ImageId>,
    request: HttpRequest,
) -> Result<HttpResponse, Error> {
    let image = picture::visible(&state, &who, id.into_inner()).await?;
    download::picture(&state, &image, request.headers()).await
}
