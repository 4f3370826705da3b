//! What api asks. Only translates.

use std::net::TcpListener;

use auth::Principal;
use chrono::{DateTime, Utc};
use domain::FileId;
use lifecycle::Shutdown;
use rpc::files::{Files, FilesServer};
use rpc::images::{Images, ImagesServer};
use rpc::proto::files as proto;
use rpc::secret::Guard;
use rpc::status::parse;
use store::files::Claim;
use store::images::Audience;
use tonic::service::interceptor::InterceptedService;
use tonic::{Request, Response, Status};

use crate::claim;
use crate::error::Error;
use crate::picture;
use crate::state::State;
use crate::upload;

/// Serves until `shutdown` asks for the end.
///
/// # Errors
/// When the listener cannot be served.
pub(crate) async fn serve(
    state: State,
    listener: TcpListener,
    shutdown: Shutdown,
) -> anyhow::Result<()> {
    let incoming = rpc::server::incoming(listener)?;
    let guard = Guard::new(&state.config.rpc.rpc_secret);
    let (health, health_service) = tonic_health::server::health_reporter();
    health.set_serving::<FilesServer<Door>>().await;
    let images = ImagesServer::new(Door {
        state: state.clone(),
    })
    .max_decoding_message_size(rpc::images::MAX_MESSAGE_BYTES);
    let images = InterceptedService::new(images, guard.clone());
    rpc::server::builder()
        .add_service(health_service)
        .add_service(images)
        .add_service(FilesServer::with_interceptor(Door { state }, guard))
        .serve_with_incoming_shutdown(incoming, async { shutdown.soft().cancelled().await })
        .await?;
    Ok(())
}

struct Door {
    state: State,
}

#[tonic::async_trait]
impl Files for Door {
    async fn claim(
        &self,
        request: Request<proto::ClaimRequest>,
    ) -> Result<Response<proto::ClaimResponse>, Status> {
        use proto::claim_response::Outcome;
        let proto::ClaimRequest {
            file_ids,
            channel_id,
            author_id,
            nonce,
        } = request.into_inner();
        let ids: Result<Vec<FileId>, Status> =
            file_ids.iter().map(|id| parse("file_ids", id)).collect();
        let claim = carrier(&channel_id, &author_id, nonce, self.state.now())?;
        let outcome = match claimed(&self.state, &ids?, &claim).await {
            Ok(files_json) => Outcome::Claimed(proto::Claimed { files_json }),
            Err(error) => Outcome::ProblemJson(refusal(&error)?),
        };
        Ok(Response::new(proto::ClaimResponse {
            outcome: Some(outcome),
        }))
    }

    async fn release(
        &self,
        request: Request<proto::ReleaseRequest>,
    ) -> Result<Response<proto::ReleaseResponse>, Status> {
        let proto::ReleaseRequest {
            channel_id,
            author_id,
            nonce,
        } = request.into_inner();
        let claim = carrier(&channel_id, &author_id, nonce, self.state.now())?;
        match claim::release(&self.state, &claim).await {
            Ok(()) => Ok(Response::new(proto::ReleaseResponse {})),
            Err(error) => Err(rpc::status::from_code(error.problem().code)),
        }
    }
}

#[tonic::async_trait]
impl Images for Door {
    async fn put_file(
        &self,
        request: Request<proto::PutFileRequest>,
    ) -> Result<Response<proto::PutFileResponse>, Status> {
        use proto::put_file_response::Outcome;
        let proto::PutFileRequest {
            user_id,
            session_id,
            workspace_id,
            name,
            content,
        } = request.into_inner();
        let who = Principal {
            user: parse("user_id", &user_id)?,
            session: parse("session_id", &session_id)?,
        };
        let workspace = parse("workspace_id", &workspace_id)?;
        let outcome = match upload::given(&self.state, &who, workspace, (name, content)).await {
            Ok(json) => Outcome::FileJson(json),
            Err(error) => Outcome::ProblemJson(refusal(&error)?),
        };
        Ok(Response::new(proto::PutFileResponse {
            outcome: Some(outcome),
        }))
    }

    async fn put_image(
        &self,
        request: Request<proto::PutImageRequest>,
    ) -> Result<Response<proto::PutImageResponse>, Status> {
        use proto::put_image_response::Outcome;
        let proto::PutImageRequest {
            purpose,
            content,
            workspace_id,
        } = request.into_inner();
        let purpose = parse("purpose", &purpose)?;
        let audience = match workspace_id {
            Some(workspace) => Audience::Workspace(parse("workspace_id", &workspace)?),
            None => Audience::Everybody,
        };
        let outcome = match picture::put(&self.state, purpose, content, audience).await {
            Ok(put) => Outcome::Image(proto::Image {
                id: put.id.to_string(),
                url: protocol::image::url_of(put.id),
                width: put.width,
                height: put.height,
            }),
            Err(error) => Outcome::ProblemJson(refusal(&error)?),
        };
        Ok(Response::new(proto::PutImageResponse {
            outcome: Some(outcome),
        }))
    }
}

/// What the caller is told, as a problem; what broke or is down is a status.
fn refusal(error: &Error) -> Result<bytes::Bytes, Status> {
    let problem = error.problem();
    if matches!(error, Error::Unavailable(_) | Error::Internal(_)) {
        return Err(rpc::status::from_code(problem.code));
    }
    let json = serde_json::to_vec(&problem).map_err(|error| Status::internal(error.to_string()))?;
    Ok(json.into())
}

async fn claimed(state: &State, ids: &[FileId], claim: &Claim) -> Result<Vec<bytes::Bytes>, Error> {
    let mut files = Vec::with_capacity(ids.len());
    for file in claim::claim(state, ids, claim).await? {
        files.push(serde_json::to_vec(&file)?.into());
    }
    Ok(files)
}

fn carrier(
    channel: &str,
    author: &str,
    nonce: String,
    claimed_at: DateTime<Utc>,
) -> Result<Claim, Status> {
    Ok(Claim {
        channel_id: parse("channel_id", channel)?,
        author_id: parse("author_id", author)?,
        nonce,
        claimed_at,
    })
}
