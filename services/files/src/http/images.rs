//! The routes of pictures.

use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse, get};
use auth::{Denied, Principal};
use domain::ImageId;
use protocol::Problem;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::download;
use crate::picture;
use crate::state::State;

/// All of them.
pub(super) fn all(config: &mut ServiceConfig<'_>) {
    config.service(image);
}

/// What opens a picture to who may have no account.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ImageQuery {
    /// The code of an invitation or guest link: it shows the icon of the workspace.
    invite: Option<String>,
}

/// A picture of a person, a workspace, a channel or a link, or an emoji.
///
/// Pictures of people are seen by everybody with an account, covers by who may read the channel,
/// the rest by the people of the workspace. A workspace's icon is also seen by who has the code of an
/// invitation or guest link that holds, signed in or not. What an address leads to never changes.
#[utoipa::path(
    tag = "images",
    params(("id" = String, Path), ImageQuery),
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
    who: Result<Principal, Denied>,
    id: Path<ImageId>,
    query: Query<ImageQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, actix_web::Error> {
    let user = who.as_ref().ok().map(|who| who.user);
    let image = match &query.invite {
        Some(code) => picture::invited(&state, code, id.into_inner()).await?,
        None => picture::visible(&state, &who?, id.into_inner()).await?,
    };
    Ok(download::picture(&state, user, &image, request.headers()).await?)
}
