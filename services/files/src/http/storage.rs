//! The room that a workspace has.

use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, get};
use auth::Principal;
use domain::WorkspaceId;
use protocol::Problem;
use protocol::upload::Storage;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::Error;
use crate::quota;
use crate::state::State;

/// The one route.
pub(super) fn all(config: &mut ServiceConfig<'_>) {
    config.service(storage);
}

/// How much room the files of a workspace take, for those who run it.
#[utoipa::path(
    tag = "files",
    params(("id" = WorkspaceId, Path)),
    responses(
        (status = 200, body = Storage),
        (status = 403, description = "`forbidden`", body = Problem),
        (status = 404, body = Problem),
        (status = 503, body = Problem),
    )
)]
#[get("/workspaces/{id}/storage")]
async fn storage(
    state: Data<State>,
    who: Principal,
    id: Path<WorkspaceId>,
) -> Result<HttpResponse, Error> {
    let storage = quota::storage(&state, &who, id.into_inner()).await?;
    Ok(HttpResponse::Ok().json(storage))
}
