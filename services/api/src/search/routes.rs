//! The REST door of this area.

use actix_web::web::{Data, Json as Answer, Query};
use actix_web::{HttpResponse, delete, get, put};
use auth::Principal;
use domain::WorkspaceId;
use protocol::search::{RecentSearch, SearchHit, SearchSuggestions};
use protocol::{Page, Problem};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::Params;
use crate::error::Error;
use crate::http::Json;
use crate::state::State;

/// The routes of this area.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(search_messages)
        .service(suggest_searches)
        .service(put_recent_search)
        .service(delete_recent_search);
}

/// Finds messages, in all channels that the caller may read.
#[utoipa::path(tag = "search", params(Params),
    responses((status = 200, body = Page<SearchHit>), (status = "default", body = Problem)))]
#[get("/search")]
async fn search_messages(
    state: Data<State>,
    who: Principal,
    query: Query<Params>,
) -> Result<Answer<Page<SearchHit>>, Error> {
    super::find(&state, &who, &query).await.map(Answer)
}

/// What to suggest for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct SuggestQuery {
    /// A part of a name or of an earlier search, up to 100 characters.
    q: Option<String>,
    /// Only in this workspace.
    #[param(value_type = Option<String>)]
    workspace_id: Option<WorkspaceId>,
}

/// Channels, people and earlier searches that have this text; up to 8 of each.
#[utoipa::path(tag = "search", params(SuggestQuery),
    responses((status = 200, body = SearchSuggestions), (status = "default", body = Problem)))]
#[get("/search/suggest")]
async fn suggest_searches(
    state: Data<State>,
    who: Principal,
    query: Query<SuggestQuery>,
) -> Result<Answer<SearchSuggestions>, Error> {
    super::suggest(&state, &who, query.q.as_deref(), query.workspace_id)
        .await
        .map(Answer)
}

/// Remembers a search for the caller alone; the last 20 of a workspace are kept.
#[utoipa::path(tag = "search", request_body = RecentSearch,
    responses((status = 204), (status = "default", body = Problem)))]
#[put("/search/recents")]
async fn put_recent_search(
    state: Data<State>,
    who: Principal,
    body: Json<RecentSearch>,
) -> Result<HttpResponse, Error> {
    super::remember(&state, &who, &body.input).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What to forget.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct ForgetQuery {
    /// Where it was made.
    #[param(value_type = String)]
    workspace_id: WorkspaceId,
    /// Which; all without it.
    q: Option<String>,
}

/// Forgets one of the caller's searches, or all of them.
#[utoipa::path(tag = "search", params(ForgetQuery),
    responses((status = 204), (status = "default", body = Problem)))]
#[delete("/search/recents")]
async fn delete_recent_search(
    state: Data<State>,
    who: Principal,
    query: Query<ForgetQuery>,
) -> Result<HttpResponse, Error> {
    super::forget(&state, &who, query.workspace_id, query.q.as_deref()).await?;
    Ok(HttpResponse::NoContent().finish())
}
