//! The REST door of this area.

use actix_web::web::{Data, Json as Answer, Path, Query};
use actix_web::{delete, get, post, put};
use auth::Principal;
use domain::{MessageId, WorkspaceId};
use protocol::mention::MentionEntry;
use protocol::thread::{ThreadPage, ThreadRead, ThreadState};
use protocol::{Page, PageQuery, Problem};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::Error;
use crate::http::Json;
use crate::state::State;

/// The routes of this area.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(get_mentions)
        .service(get_threads)
        .service(get_follow)
        .service(put_follow)
        .service(delete_follow)
        .service(post_thread_read);
}

/// Which mentions.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct MentionsQuery {
    /// Only in this workspace.
    #[param(value_type = Option<String>)]
    workspace_id: Option<WorkspaceId>,
    /// How many: 1 to 200, 50 by default.
    limit: Option<i64>,
    /// Where to go on: `next_cursor` of the page before.
    cursor: Option<String>,
}

/// The messages that mention the caller, newest first.
#[utoipa::path(tag = "inbox", params(MentionsQuery),
    responses((status = 200, body = Page<MentionEntry>), (status = "default", body = Problem)))]
#[get("/users/me/mentions")]
async fn get_mentions(
    state: Data<State>,
    who: Principal,
    query: Query<MentionsQuery>,
) -> Result<Answer<Page<MentionEntry>>, Error> {
    let MentionsQuery {
        workspace_id,
        limit,
        cursor,
    } = query.into_inner();
    let page = PageQuery { limit, cursor };
    super::mentions(&state, &who, workspace_id, &page)
        .await
        .map(Answer)
}

/// Which threads.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct ThreadsQuery {
    /// Only in this workspace.
    #[param(value_type = Option<String>)]
    workspace_id: Option<WorkspaceId>,
    /// Only those with something unread.
    #[serde(default)]
    unread: bool,
    /// How many: 1 to 200, 50 by default.
    limit: Option<i64>,
    /// Where to go on: `next_cursor` of the page before.
    cursor: Option<String>,
}

/// The threads that the caller follows, newest activity first.
#[utoipa::path(tag = "inbox", params(ThreadsQuery),
    responses((status = 200, body = ThreadPage), (status = "default", body = Problem)))]
#[get("/users/me/threads")]
async fn get_threads(
    state: Data<State>,
    who: Principal,
    query: Query<ThreadsQuery>,
) -> Result<Answer<ThreadPage>, Error> {
    let ThreadsQuery {
        workspace_id,
        unread,
        limit,
        cursor,
    } = query.into_inner();
    let page = PageQuery { limit, cursor };
    super::threads(&state, &who, (workspace_id, unread), &page)
        .await
        .map(Answer)
}

/// The caller's side of the thread that a message began or is in.
#[utoipa::path(tag = "inbox", params(("message" = String, Path,)),
    responses((status = 200, body = ThreadState), (status = "default", body = Problem)))]
#[get("/messages/{message}/follow")]
async fn get_follow(
    state: Data<State>,
    who: Principal,
    message: Path<MessageId>,
) -> Result<Answer<ThreadState>, Error> {
    super::state(&state, &who, *message).await.map(Answer)
}

/// Follows the thread that a message began or is in.
#[utoipa::path(tag = "inbox", params(("message" = String, Path,)),
    responses((status = 200, body = ThreadState), (status = "default", body = Problem)))]
#[put("/messages/{message}/follow")]
async fn put_follow(
    state: Data<State>,
    who: Principal,
    message: Path<MessageId>,
) -> Result<Answer<ThreadState>, Error> {
    super::choose(&state, &who, *message, true)
        .await
        .map(Answer)
}

/// Stops following a thread, until the caller replies in it again.
#[utoipa::path(tag = "inbox", params(("message" = String, Path,)),
    responses((status = 200, body = ThreadState), (status = "default", body = Problem)))]
#[delete("/messages/{message}/follow")]
async fn delete_follow(
    state: Data<State>,
    who: Principal,
    message: Path<MessageId>,
) -> Result<Answer<ThreadState>, Error> {
    super::choose(&state, &who, *message, false)
        .await
        .map(Answer)
}

/// Marks the replies up to a seq as read. Only raises the position, and stops at the head.
#[utoipa::path(tag = "inbox", request_body = ThreadRead, params(("message" = String, Path,)),
    responses((status = 200, body = ThreadState), (status = "default", body = Problem)))]
#[post("/messages/{message}/read")]
async fn post_thread_read(
    state: Data<State>,
    who: Principal,
    message: Path<MessageId>,
    body: Json<ThreadRead>,
) -> Result<Answer<ThreadState>, Error> {
    super::read(&state, &who, *message, body.input.seq)
        .await
        .map(Answer)
}
