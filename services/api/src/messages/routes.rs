//! The REST door of this area.

use actix_web::http::header::ETAG;
use actix_web::web::{Data, Json as Answer, Path, Query};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, delete, get, patch, post, put};
use auth::Principal;
use domain::{ChannelId, FileKind, MessageId, Seq};
use protocol::file::ChannelFile;
use protocol::message::{
    EditMessage, Message, MessagePage, Reactor, Reader, Revision, SendMessage,
};
use protocol::{ErrorCode, Limit, Page, PageQuery, Problem};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::At;
use crate::error::Error;
use crate::http::{Json, etag};
use crate::state::State;

/// The routes of this area.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(get_history)
        .service(post_message)
        .service(get_message)
        .service(patch_message)
        .service(delete_message)
        .service(get_revisions)
        .service(get_replies)
        .service(put_reaction)
        .service(delete_reaction)
        .service(get_reactions)
        .service(put_pin)
        .service(delete_pin)
        .service(get_pins)
        .service(delete_embed)
        .service(get_files)
        .service(get_readers);
}

/// Where a page of messages lies: at most one of the three seqs.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct HistoryQuery {
    /// Messages below this seq.
    before_seq: Option<Seq>,
    /// Messages above this seq.
    after_seq: Option<Seq>,
    /// Messages on both sides of this seq.
    around_seq: Option<Seq>,
    /// How many: 1 to 200, 50 by default.
    limit: Option<i64>,
}

impl HistoryQuery {
    fn parse(&self) -> Result<(At, usize), Error> {
        let at = match (self.before_seq, self.after_seq, self.around_seq) {
            (None, None, None) => At::Newest,
            (Some(seq), None, None) => At::Before(seq),
            (None, Some(seq), None) => At::After(seq),
            (None, None, Some(seq)) => At::Around(seq),
            _ => {
                let problem = Problem::new(ErrorCode::BadRequest);
                return Err(problem
                    .with_detail("more than one of the seqs was given")
                    .into());
            }
        };
        Ok((at, Limit::parse(self.limit)?.into()))
    }
}

/// A page of what a channel shows: the newest, unless a seq says otherwise. Ascending.
#[utoipa::path(tag = "messages", params(("channel" = String, Path,), HistoryQuery),
    responses((status = 200, body = MessagePage), (status = "default", body = Problem)))]
#[get("/channels/{channel}/messages")]
async fn get_history(
    state: Data<State>,
    who: Principal,
    channel: Path<ChannelId>,
    query: Query<HistoryQuery>,
) -> Result<Answer<MessagePage>, Error> {
    let (at, limit) = query.parse()?;
    super::list(&state, &who, *channel, at, limit)
        .await
        .map(Answer)
}

/// Sends a message, once for each nonce: 201, or 200 with what the nonce sent before.
#[utoipa::path(tag = "messages", request_body = SendMessage,
    params(("channel" = String, Path,)),
    responses((status = 201, body = Message), (status = 200, body = Message),
        (status = "default", body = Problem)))]
#[post("/channels/{channel}/messages")]
async fn post_message(
    state: Data<State>,
    who: Principal,
    channel: Path<ChannelId>,
    body: Json<SendMessage>,
) -> Result<HttpResponse, Error> {
    let sent = super::send(&state, &who, *channel, body.input).await?;
    let response = if sent.duplicate {
        HttpResponse::Ok()
    } else {
        HttpResponse::Created()
    };
    Ok(tagged(response, &sent.message))
}

/// A message; a tombstone if it was deleted.
#[utoipa::path(tag = "messages", params(("message" = String, Path,)),
    responses((status = 200, body = Message), (status = "default", body = Problem)))]
#[get("/messages/{message}")]
async fn get_message(
    state: Data<State>,
    who: Principal,
    message: Path<MessageId>,
) -> Result<HttpResponse, Error> {
    let message = super::get(&state, &who, *message).await?;
    Ok(tagged(HttpResponse::Ok(), &message))
}

/// Changes the text of one's own message. `If-Match` guards against an edit in between.
#[utoipa::path(tag = "messages", request_body = EditMessage,
    params(("message" = String, Path,), ("If-Match" = Option<String>, Header,)),
    responses((status = 200, body = Message), (status = "default", body = Problem)))]
#[patch("/messages/{message}")]
async fn patch_message(
    state: Data<State>,
    who: Principal,
    message: Path<MessageId>,
    request: HttpRequest,
    body: Json<EditMessage>,
) -> Result<HttpResponse, Error> {
    let version = etag::if_match(&request)?;
    let message = super::edit(&state, &who, *message, body.input, version).await?;
    Ok(tagged(HttpResponse::Ok(), &message))
}

/// Deletes a message; its tombstone stays.
#[utoipa::path(tag = "messages", params(("message" = String, Path,)),
    responses((status = 204), (status = "default", body = Problem)))]
#[delete("/messages/{message}")]
async fn delete_message(
    state: Data<State>,
    who: Principal,
    message: Path<MessageId>,
) -> Result<HttpResponse, Error> {
    super::delete(&state, &who, *message)
        .await
        .map(|()| nothing())
}

/// What a message said before it was edited, oldest first.
#[utoipa::path(tag = "messages", params(("message" = String, Path,)),
    responses((status = 200, body = Page<Revision>), (status = "default", body = Problem)))]
#[get("/messages/{message}/revisions")]
async fn get_revisions(
    state: Data<State>,
    who: Principal,
    message: Path<MessageId>,
) -> Result<Answer<Page<Revision>>, Error> {
    let revisions = super::revisions(&state, &who, *message).await?;
    Ok(Answer(Page::whole(revisions)))
}

/// A page of the replies to a message: the newest, unless a seq says otherwise. Ascending.
#[utoipa::path(tag = "messages", params(("message" = String, Path,), HistoryQuery),
    responses((status = 200, body = MessagePage), (status = "default", body = Problem)))]
#[get("/messages/{message}/replies")]
async fn get_replies(
    state: Data<State>,
    who: Principal,
    message: Path<MessageId>,
    query: Query<HistoryQuery>,
) -> Result<Answer<MessagePage>, Error> {
    let (at, limit) = query.parse()?;
    super::replies(&state, &who, *message, at, limit)
        .await
        .map(Answer)
}

/// Reacts with an emoji, or `:name:` of a custom one.
#[utoipa::path(tag = "messages",
    params(("message" = String, Path,), ("emoji" = String, Path,)),
    responses((status = 204), (status = "default", body = Problem)))]
#[put("/messages/{message}/reactions/{emoji}")]
async fn put_reaction(
    state: Data<State>,
    who: Principal,
    path: Path<(MessageId, String)>,
) -> Result<HttpResponse, Error> {
    super::react(&state, &who, path.0, &path.1, true)
        .await
        .map(|()| nothing())
}

/// Takes a reaction back.
#[utoipa::path(tag = "messages",
    params(("message" = String, Path,), ("emoji" = String, Path,)),
    responses((status = 204), (status = "default", body = Problem)))]
#[delete("/messages/{message}/reactions/{emoji}")]
async fn delete_reaction(
    state: Data<State>,
    who: Principal,
    path: Path<(MessageId, String)>,
) -> Result<HttpResponse, Error> {
    super::react(&state, &who, path.0, &path.1, false)
        .await
        .map(|()| nothing())
}

/// Who reacted with what, in that order.
#[utoipa::path(tag = "messages", params(("message" = String, Path,)),
    responses((status = 200, body = Page<Reactor>), (status = "default", body = Problem)))]
#[get("/messages/{message}/reactions")]
async fn get_reactions(
    state: Data<State>,
    who: Principal,
    message: Path<MessageId>,
) -> Result<Answer<Page<Reactor>>, Error> {
    let reactors = super::reactors(&state, &who, *message).await?;
    Ok(Answer(Page::whole(reactors)))
}

/// Pins a message.
#[utoipa::path(tag = "messages", params(("message" = String, Path,)),
    responses((status = 204), (status = "default", body = Problem)))]
#[put("/messages/{message}/pin")]
async fn put_pin(
    state: Data<State>,
    who: Principal,
    message: Path<MessageId>,
) -> Result<HttpResponse, Error> {
    super::pin(&state, &who, *message, true)
        .await
        .map(|()| nothing())
}

/// Unpins a message.
#[utoipa::path(tag = "messages", params(("message" = String, Path,)),
    responses((status = 204), (status = "default", body = Problem)))]
#[delete("/messages/{message}/pin")]
async fn delete_pin(
    state: Data<State>,
    who: Principal,
    message: Path<MessageId>,
) -> Result<HttpResponse, Error> {
    super::pin(&state, &who, *message, false)
        .await
        .map(|()| nothing())
}

/// The pinned messages of a channel, latest pin first.
#[utoipa::path(tag = "messages", params(("channel" = String, Path,)),
    responses((status = 200, body = Page<Message>), (status = "default", body = Problem)))]
#[get("/channels/{channel}/pins")]
async fn get_pins(
    state: Data<State>,
    who: Principal,
    channel: Path<ChannelId>,
) -> Result<Answer<Page<Message>>, Error> {
    let pins = super::pins(&state, &who, *channel).await?;
    Ok(Answer(Page::whole(pins)))
}

/// Which embed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct EmbedQuery {
    /// The link, as the embed names it.
    url: String,
}

/// Takes away what a link of a message is shown with: one's own message, or anybody's for the
/// channel's admins. It does not come back.
#[utoipa::path(tag = "messages", params(("message" = String, Path,), EmbedQuery),
    responses((status = 204), (status = "default", body = Problem)))]
#[delete("/messages/{message}/embeds")]
async fn delete_embed(
    state: Data<State>,
    who: Principal,
    message: Path<MessageId>,
    query: Query<EmbedQuery>,
) -> Result<HttpResponse, Error> {
    super::unembed(&state, &who, *message, &query.url)
        .await
        .map(|()| nothing())
}

/// Which files of a channel.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct FilesQuery {
    /// Only files of this kind.
    kind: Option<FileKind>,
    /// How many: 1 to 200, 50 by default.
    limit: Option<i64>,
    /// Where to go on: `next_cursor` of the page before.
    cursor: Option<String>,
}

/// The files that a channel's messages and replies carry, newest message first.
#[utoipa::path(tag = "messages", params(("channel" = String, Path,), FilesQuery),
    responses((status = 200, body = Page<ChannelFile>), (status = "default", body = Problem)))]
#[get("/channels/{channel}/files")]
async fn get_files(
    state: Data<State>,
    who: Principal,
    channel: Path<ChannelId>,
    query: Query<FilesQuery>,
) -> Result<Answer<Page<ChannelFile>>, Error> {
    let FilesQuery {
        kind,
        limit,
        cursor,
    } = query.into_inner();
    let page = PageQuery { limit, cursor };
    super::files(&state, &who, *channel, kind, &page)
        .await
        .map(Answer)
}

/// Who has read a message.
#[utoipa::path(tag = "messages", params(("message" = String, Path,)),
    responses((status = 200, body = Page<Reader>), (status = "default", body = Problem)))]
#[get("/messages/{message}/readers")]
async fn get_readers(
    state: Data<State>,
    who: Principal,
    message: Path<MessageId>,
) -> Result<Answer<Page<Reader>>, Error> {
    let readers = super::readers(&state, &who, *message).await?;
    Ok(Answer(Page::whole(readers)))
}

/// The message with its version as tag.
fn tagged(mut response: HttpResponseBuilder, message: &Message) -> HttpResponse {
    response
        .insert_header((ETAG, format!("\"v{}\"", message.version)))
        .json(message)
}

fn nothing() -> HttpResponse {
    HttpResponse::NoContent().finish()
}
