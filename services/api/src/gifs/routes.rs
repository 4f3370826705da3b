//! The REST door of this area.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use actix_web::web::{Data, Json as Answer, Path, Query};
use actix_web::{HttpResponse, get, post};
use auth::Principal;
use protocol::file::File;
use protocol::gif::{Gif, TakeGif};
use protocol::{Page, Problem};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::Size;
use crate::error::Error;
use crate::http::Json;
use crate::state::State;

/// The routes of this area.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(get_search)
        .service(get_preview)
        .service(get_content)
        .service(post_file);
}

/// What to look for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct SearchQuery {
    /// Words, up to 100 characters; what is popular without any.
    #[serde(default)]
    q: String,
    /// How many: 1 to 50, 24 by default.
    limit: Option<i64>,
    /// Where to go on: `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Searches for moving pictures, fit for everybody. 404 where no provider is configured.
#[utoipa::path(tag = "gifs", params(SearchQuery),
    responses((status = 200, body = Page<Gif>), (status = "default", body = Problem)))]
#[get("/gifs/search")]
async fn get_search(
    state: Data<State>,
    who: Principal,
    query: Query<SearchQuery>,
) -> Result<Answer<Page<Gif>>, Error> {
    let SearchQuery { q, limit, cursor } = query.into_inner();
    let query = super::Query {
        words: q,
        cursor,
        limit,
    };
    super::search(&state, &who, &query).await.map(Answer)
}

/// A small picture of what a search found.
#[utoipa::path(tag = "gifs", params(("gif" = String, Path,)),
    responses((status = 200, content_type = "image/gif"), (status = "default", body = Problem)))]
#[get("/gifs/{gif}/preview")]
async fn get_preview(
    state: Data<State>,
    who: Principal,
    gif: Path<String>,
) -> Result<HttpResponse, Error> {
    picture(&state, &who, &gif, Size::Preview).await
}

/// The picture that a search found, to be sent as a file.
#[utoipa::path(tag = "gifs", params(("gif" = String, Path,)),
    responses((status = 200, content_type = "image/gif"), (status = "default", body = Problem)))]
#[get("/gifs/{gif}/content")]
async fn get_content(
    state: Data<State>,
    who: Principal,
    gif: Path<String>,
) -> Result<HttpResponse, Error> {
    picture(&state, &who, &gif, Size::Content).await
}

/// Makes a picture that a search found a file of the caller's: at most 8 MiB.
#[utoipa::path(tag = "gifs", request_body = TakeGif, params(("gif" = String, Path,)),
    responses((status = 201, body = File), (status = "default", body = Problem)))]
#[post("/gifs/{gif}/file")]
async fn post_file(
    state: Data<State>,
    who: Principal,
    gif: Path<String>,
    body: Json<TakeGif>,
) -> Result<HttpResponse, Error> {
    let taken = super::take(&state, &who, &gif, (body.input, &body.once)).await?;
    Ok(taken.respond(StatusCode::CREATED))
}

async fn picture(
    state: &State,
    who: &Principal,
    gif: &str,
    size: Size,
) -> Result<HttpResponse, Error> {
    let (content_type, body) = super::picture(state, who, gif, size).await?;
    Ok(HttpResponse::Ok()
        .content_type(content_type)
        .insert_header((CACHE_CONTROL, "private, max-age=86400, immutable"))
        .insert_header((CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        .insert_header(("Cross-Origin-Resource-Policy", "same-origin"))
        .body(body))
}
