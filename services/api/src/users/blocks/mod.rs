//! Whom one does not want to hear of. Messages are hidden by the client; what the server refuses
//! is to bring the two together: conversations of the two, notifications, presence, typing,
//! receipts.

mod change;
mod list;

pub use change::{block, unblock};
pub use list::list;

use actix_web::{HttpResponse, delete, get, put, web};
use auth::Principal;
use protocol::user::Block;
use protocol::{Page, PageQuery, Problem};

use crate::error::Error;
use crate::http::Person;
use crate::state::State;

/// The routes of this area.
pub(super) fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
    config
        .service(get_blocks)
        .service(put_block)
        .service(delete_block);
}

/// Whom the caller has blocked.
#[utoipa::path(tag = "users", params(PageQuery), responses((status = 200, body = Page<Block>)))]
#[get("/users/me/blocks")]
async fn get_blocks(
    state: web::Data<State>,
    who: Principal,
    query: web::Query<PageQuery>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(list(&state, &who, &query).await?))
}

/// Block somebody. Nobody is told but one's own devices.
#[utoipa::path(
    tag = "users",
    params(("user" = String, Path)),
    responses(
        (status = 200, body = Block),
        (status = 404, body = Problem),
        (status = 409, body = Problem)
    )
)]
#[put("/users/me/blocks/{user}")]
async fn put_block(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<Person>,
) -> Result<HttpResponse, Error> {
    let blocked = path.into_inner().id(&who);
    Ok(HttpResponse::Ok().json(block(&state, &who, blocked).await?))
}

/// Block somebody no longer.
#[utoipa::path(tag = "users", params(("user" = String, Path)), responses((status = 204)))]
#[delete("/users/me/blocks/{user}")]
async fn delete_block(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<Person>,
) -> Result<HttpResponse, Error> {
    unblock(&state, &who, path.into_inner().id(&who)).await?;
    Ok(HttpResponse::NoContent().finish())
}
