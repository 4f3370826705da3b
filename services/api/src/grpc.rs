//! The gRPC door: the same verbs as REST, for the gateway, files and recovery.

mod execute;
mod pictures;

use std::net::TcpListener;
use std::time::Duration;

use domain::{ChannelId, UserId};
use lifecycle::Shutdown;
use protocol::Problem;
use protocol::file::File;
use protocol::message::Embed;
use rpc::chat::{Chat, ChatServer};
use rpc::proto::chat as proto;
use rpc::status;
use tonic::{Request, Response, Status};
use tracing::Instrument as _;
use tracing::field::Empty;

use crate::error::Error;
use crate::state::State;
use crate::{messages, recovery, sync, users, workspaces};

/// The largest request: an offer of many events.
const MAX_REQUEST_BYTES: usize = 16 * 1_024 * 1_024;

/// Serves `hubbub.chat.v1` until `shutdown` asks for the end.
///
/// # Errors
/// When the listener cannot be served.
pub async fn serve(state: State, listener: TcpListener, shutdown: Shutdown) -> anyhow::Result<()> {
    let incoming = rpc::server::incoming(listener)?;
    let guard = rpc::secret::Guard::new(&state.config.rpc.rpc_secret);
    let (health, health_server) = tonic_health::server::health_reporter();
    health.set_serving::<ChatServer<Door>>().await;
    let chat = ChatServer::new(Door {
        state: state.clone(),
    })
    .max_decoding_message_size(MAX_REQUEST_BYTES)
    .max_encoding_message_size(MAX_REQUEST_BYTES);
    let chat = tonic::service::interceptor::InterceptedService::new(chat, guard);
    let drain = Duration::from_secs(u64::from(state.config.api.drain_delay_s));
    let stop = async move {
        shutdown.soft().cancelled().await;
        tokio::select! {
            () = tokio::time::sleep(drain) => {}
            () = shutdown.hard().cancelled() => {}
        }
    };
    rpc::server::builder()
        .add_service(health_server)
        .add_service(chat)
        .serve_with_incoming_shutdown(incoming, stop)
        .await?;
    Ok(())
}

struct Door {
    state: State,
}

/// What broke, as a status for one of our own services.
fn failed(error: &Error) -> Status {
    status::from_code(error.problem().code)
}

/// The span of a call, within the caller's trace.
fn span<T>(method: &'static str, request: &Request<T>) -> tracing::Span {
    let span = tracing::info_span!(
        "rpc",
        otel.name = format!("Chat/{method}"),
        otel.kind = "server",
        rpc.method = method,
        command = Empty,
        request_id = Empty,
    );
    rpc::trace::continue_from(&span, request.metadata());
    span
}

#[tonic::async_trait]
impl Chat for Door {
    async fn execute(
        &self,
        request: Request<proto::ExecuteRequest>,
    ) -> Result<Response<proto::ExecuteResponse>, Status> {
        let span = span("Execute", &request);
        let request = request.into_inner();
        span.record("command", request.command.as_str());
        span.record("request_id", request.request_id.as_str());
        let who = auth::Principal {
            user: status::parse("user_id", &request.user_id)?,
            session: status::parse("session_id", &request.session_id)?,
        };
        let executed = execute::execute(&self.state, &who, &request.command, &request.data_json)
            .instrument(span)
            .await;
        let outcome = match executed {
            Ok(data) => proto::execute_response::Outcome::OkJson(data),
            Err(error) => {
                let problem = Problem {
                    request_id: Some(request.request_id).filter(|id| !id.is_empty()),
                    ..error.problem()
                };
                let json = serde_json::to_vec(&problem).map_err(|error| failed(&error.into()))?;
                proto::execute_response::Outcome::ProblemJson(json.into())
            }
        };
        Ok(Response::new(proto::ExecuteResponse {
            outcome: Some(outcome),
        }))
    }

    async fn bootstrap(
        &self,
        request: Request<proto::BootstrapRequest>,
    ) -> Result<Response<proto::BootstrapResponse>, Status> {
        let span = span("Bootstrap", &request);
        let users = ids::<UserId>("user_ids", &request.into_inner().user_ids)?;
        let people = sync::bootstrap(&self.state, &users).instrument(span).await;
        let users = people.map_err(|error| failed(&error))?;
        let users = users.into_iter().map(Into::into).collect();
        Ok(Response::new(proto::BootstrapResponse { users }))
    }

    async fn readable(
        &self,
        request: Request<proto::ReadableRequest>,
    ) -> Result<Response<proto::ReadableResponse>, Status> {
        let span = span("Readable", &request);
        let request = request.into_inner();
        let user = status::parse("user_id", &request.user_id)?;
        let channels = ids::<ChannelId>("channel_ids", &request.channel_ids)?;
        let readable = sync::readable(&self.state, user, &channels)
            .instrument(span)
            .await;
        let channels = readable.map_err(|error| failed(&error))?;
        let channels = channels.into_iter().map(Into::into).collect();
        Ok(Response::new(proto::ReadableResponse { channels }))
    }

    async fn watchable(
        &self,
        request: Request<proto::WatchableRequest>,
    ) -> Result<Response<proto::WatchableResponse>, Status> {
        let span = span("Watchable", &request);
        let request = request.into_inner();
        let user = status::parse("user_id", &request.user_id)?;
        let others = ids::<UserId>("user_ids", &request.user_ids)?;
        let watchable = sync::watchable(&self.state, user, &others)
            .instrument(span)
            .await;
        let users = watchable.map_err(|error| failed(&error))?;
        let user_ids = users.iter().map(ToString::to_string).collect();
        Ok(Response::new(proto::WatchableResponse { user_ids }))
    }

    async fn restore_statuses(
        &self,
        request: Request<proto::RestoreStatusesRequest>,
    ) -> Result<Response<proto::RestoreStatusesResponse>, Status> {
        let span = span("RestoreStatuses", &request);
        let people = ids::<UserId>("user_ids", &request.into_inner().user_ids)?;
        let restored = users::restore_statuses(&self.state, &people).instrument(span);
        restored.await.map_err(|error| failed(&error))?;
        Ok(Response::new(proto::RestoreStatusesResponse {}))
    }

    async fn embed(
        &self,
        request: Request<proto::EmbedRequest>,
    ) -> Result<Response<proto::EmbedResponse>, Status> {
        let span = span("Embed", &request);
        let request = request.into_inner();
        let message = status::parse("message_id", &request.message_id)?;
        let embeds = serde_json::from_slice::<Vec<Embed>>(&request.embeds_json);
        let embeds = embeds.map_err(|error| Status::invalid_argument(error.to_string()))?;
        let embedded = messages::embed(&self.state, message, request.version, &embeds)
            .instrument(span)
            .await;
        embedded.map_err(|error| failed(&error))?;
        Ok(Response::new(proto::EmbedResponse {}))
    }

    async fn update_file(
        &self,
        request: Request<proto::UpdateFileRequest>,
    ) -> Result<Response<proto::UpdateFileResponse>, Status> {
        let span = span("UpdateFile", &request);
        let request = request.into_inner();
        let message = status::parse("message_id", &request.message_id)?;
        let file = serde_json::from_slice::<File>(&request.file_json);
        let file = file.map_err(|error| Status::invalid_argument(error.to_string()))?;
        let updated = messages::update_file(&self.state, message, file)
            .instrument(span)
            .await;
        updated.map_err(|error| failed(&error))?;
        Ok(Response::new(proto::UpdateFileResponse {}))
    }

    async fn role(
        &self,
        request: Request<proto::RoleRequest>,
    ) -> Result<Response<proto::RoleResponse>, Status> {
        let span = span("Role", &request);
        let request = request.into_inner();
        let user = status::parse("user_id", &request.user_id)?;
        let workspace = status::parse("workspace_id", &request.workspace_id)?;
        let role = sync::role(&self.state, user, workspace).instrument(span);
        let role = role.await.map_err(|error| failed(&error))?;
        Ok(Response::new(proto::RoleResponse {
            role: role.map(|role| role.to_string()),
        }))
    }

    async fn check_picture(
        &self,
        request: Request<proto::CheckPictureRequest>,
    ) -> Result<Response<proto::CheckPictureResponse>, Status> {
        let span = span("CheckPicture", &request);
        let checked = pictures::check(&self.state, request.into_inner());
        Ok(Response::new(checked.instrument(span).await?))
    }

    async fn set_picture(
        &self,
        request: Request<proto::SetPictureRequest>,
    ) -> Result<Response<proto::JsonResponse>, Status> {
        let span = span("SetPicture", &request);
        let set = pictures::set(&self.state, request.into_inner());
        Ok(Response::new(set.instrument(span).await?))
    }

    async fn invited_icon(
        &self,
        request: Request<proto::InvitedIconRequest>,
    ) -> Result<Response<proto::InvitedIconResponse>, Status> {
        let span = span("InvitedIcon", &request);
        let code = request.into_inner().code;
        let icon = workspaces::invited_icon(&self.state, &code).instrument(span);
        let icon = icon.await.map_err(|error| failed(&error))?;
        Ok(Response::new(proto::InvitedIconResponse {
            image_id: icon.map(|id| id.to_string()),
        }))
    }

    async fn list_emoji(
        &self,
        request: Request<proto::ListEmojiRequest>,
    ) -> Result<Response<proto::JsonResponse>, Status> {
        let span = span("ListEmoji", &request);
        let listed = pictures::list_emoji(&self.state, request.into_inner());
        Ok(Response::new(listed.instrument(span).await?))
    }

    async fn offer(
        &self,
        request: Request<proto::OfferRequest>,
    ) -> Result<Response<proto::OfferResponse>, Status> {
        let span = span("Offer", &request);
        let events = request
            .into_inner()
            .events
            .into_iter()
            .map(TryInto::try_into);
        let events: Result<Vec<_>, domain::InvalidId> = events.collect();
        let events = events.map_err(|error| Status::invalid_argument(error.to_string()))?;
        let taken = recovery::offers::offer(&self.state, events)
            .instrument(span)
            .await;
        let taken = taken.map_err(|error| failed(&error))?;
        Ok(Response::new(proto::OfferResponse { taken }))
    }

    async fn keys(
        &self,
        _request: Request<proto::KeysRequest>,
    ) -> Result<Response<proto::KeysResponse>, Status> {
        let json = serde_json::to_vec(self.state.keys.jwks());
        let jwks_json = json.map_err(|error| failed(&error.into()))?.into();
        Ok(Response::new(proto::KeysResponse { jwks_json }))
    }
}

fn ids<T: std::str::FromStr>(field: &'static str, texts: &[String]) -> Result<Vec<T>, Status> {
    texts
        .iter()
        .map(|text| status::parse(field, text))
        .collect()
}
