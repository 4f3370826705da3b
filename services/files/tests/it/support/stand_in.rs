//! As much of api as files asks for.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use domain::{ChannelId, UserId, WorkspaceId};
use lifecycle::Shutdown;
use protocol::account::Jwks;
use rpc::chat::{Chat as Service, ChatServer};
use rpc::proto::chat as proto;
use rpc::secret::Guard;
use serde_json::Value;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::{Request, Response, Status};

/// Everybody is in one workspace; who may read what is said by the test.
pub(super) struct Chat {
    pub(super) workspace: WorkspaceId,
    pub(super) readers: Arc<Mutex<HashSet<(UserId, ChannelId)>>>,
    pub(super) jwks: Jwks,
    /// Files of which messages were told.
    pub(super) updated: Arc<Mutex<Vec<Value>>>,
}

impl Chat {
    /// Serves; answers the address.
    pub(super) async fn serve(self, secret: &str, shutdown: &Shutdown) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let service = ChatServer::with_interceptor(self, Guard::new(&secret.into()));
        let stop = shutdown.soft().clone();
        shutdown.tracker().spawn(async move {
            rpc::server::builder()
                .add_service(service)
                .serve_with_incoming_shutdown(
                    TcpListenerStream::new(listener),
                    stop.cancelled_owned(),
                )
                .await
                .unwrap();
        });
        address
    }
}

type Answer<T> = Result<Response<T>, Status>;

#[tonic::async_trait]
impl Service for Chat {
    async fn bootstrap(
        &self,
        request: Request<proto::BootstrapRequest>,
    ) -> Answer<proto::BootstrapResponse> {
        let users = request.into_inner().user_ids.into_iter();
        let users = users.map(|user_id| proto::BootstrapUser {
            user_id,
            me_json: "{}".into(),
            user_version: 0,
            channels: Vec::new(),
            workspace_ids: vec![self.workspace.to_string()],
            guest_in: Vec::new(),
            came_by_link: false,
            apart_user_ids: Vec::new(),
        });
        Ok(Response::new(proto::BootstrapResponse {
            users: users.collect(),
        }))
    }

    async fn readable(
        &self,
        request: Request<proto::ReadableRequest>,
    ) -> Answer<proto::ReadableResponse> {
        let proto::ReadableRequest {
            user_id,
            channel_ids,
        } = request.into_inner();
        let user: UserId = user_id.parse().unwrap();
        let readers = self.readers.lock().unwrap();
        let readable = channel_ids
            .into_iter()
            .filter(|id| readers.contains(&(user, id.parse().unwrap())))
            .map(|id| proto::ReadableChannel {
                id,
                member: true,
                epoch: 1,
                head_seq: 0,
                head_message_no: 0,
            });
        Ok(Response::new(proto::ReadableResponse {
            channels: readable.collect(),
        }))
    }

    async fn keys(&self, _request: Request<proto::KeysRequest>) -> Answer<proto::KeysResponse> {
        let jwks_json = serde_json::to_vec(&self.jwks).unwrap().into();
        Ok(Response::new(proto::KeysResponse { jwks_json }))
    }

    async fn execute(
        &self,
        _request: Request<proto::ExecuteRequest>,
    ) -> Answer<proto::ExecuteResponse> {
        Err(Status::unimplemented("not asked for by files"))
    }

    async fn watchable(
        &self,
        _request: Request<proto::WatchableRequest>,
    ) -> Answer<proto::WatchableResponse> {
        Err(Status::unimplemented("not asked for by files"))
    }

    async fn invited_icon(
        &self,
        _request: Request<proto::InvitedIconRequest>,
    ) -> Answer<proto::InvitedIconResponse> {
        Ok(Response::new(proto::InvitedIconResponse { image_id: None }))
    }

    async fn restore_statuses(
        &self,
        _request: Request<proto::RestoreStatusesRequest>,
    ) -> Answer<proto::RestoreStatusesResponse> {
        Err(Status::unimplemented("not asked for by files"))
    }

    async fn embed(&self, _request: Request<proto::EmbedRequest>) -> Answer<proto::EmbedResponse> {
        Err(Status::unimplemented("not asked for by files"))
    }

    async fn update_file(
        &self,
        request: Request<proto::UpdateFileRequest>,
    ) -> Answer<proto::UpdateFileResponse> {
        let request = request.into_inner();
        let file = serde_json::from_slice(&request.file_json).unwrap();
        self.updated.lock().unwrap().push(file);
        Ok(Response::new(proto::UpdateFileResponse {}))
    }

    async fn role(&self, request: Request<proto::RoleRequest>) -> Answer<proto::RoleResponse> {
        let is_ours = request.into_inner().workspace_id == self.workspace.to_string();
        Ok(Response::new(proto::RoleResponse {
            role: is_ours.then(|| "member".to_owned()),
        }))
    }

    async fn check_picture(
        &self,
        _request: Request<proto::CheckPictureRequest>,
    ) -> Answer<proto::CheckPictureResponse> {
        let allowed = proto::Allowed {
            workspace_id: Some(self.workspace.to_string()),
        };
        Ok(Response::new(proto::CheckPictureResponse {
            outcome: Some(proto::check_picture_response::Outcome::Allowed(allowed)),
        }))
    }

    /// Shows whatever it is given, and answers its id.
    async fn set_picture(
        &self,
        request: Request<proto::SetPictureRequest>,
    ) -> Answer<proto::JsonResponse> {
        let image = request.into_inner().image_id;
        let json = serde_json::to_vec(&image).unwrap().into();
        Ok(Response::new(proto::JsonResponse {
            outcome: Some(proto::json_response::Outcome::OkJson(json)),
        }))
    }

    async fn list_emoji(
        &self,
        _request: Request<proto::ListEmojiRequest>,
    ) -> Answer<proto::JsonResponse> {
        Err(Status::unimplemented("not asked for by these tests"))
    }

    async fn offer(&self, _request: Request<proto::OfferRequest>) -> Answer<proto::OfferResponse> {
        Err(Status::unimplemented("not asked for by files"))
    }
}
