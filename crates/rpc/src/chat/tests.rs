use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use protocol::message::EmbedKind;
use protocol::{ErrorCode, Problem};
use secrecy::SecretString;
use tokio_stream::wrappers::TcpListenerStream;
use tokio_util::task::TaskTracker;
use tonic::{Request, Response, Status};

use super::*;
use crate::secret::Guard;

const SECRET: &str = "a secret of the tests";
const USER: &str = "01936f3e-8a00-7000-8000-000000000001";
const CHANNEL: &str = "01936f3e-8a00-7000-8000-0000000000aa";

fn embed() -> Embed {
    Embed {
        url: "https://example.com".into(),
        title: "Example".into(),
        description: String::new(),
        site_name: String::new(),
        image_url: None,
        image_width: None,
        image_height: None,
        kind: EmbedKind::Link,
    }
}

/// An api that answers everything in one fixed way.
#[derive(Clone, Default)]
struct FixedApi {
    calls: Arc<AtomicUsize>,
    /// How many calls are answered as if the connection had broken.
    failures: usize,
    /// The last bootstrap is answered with an id that is none.
    malformed: bool,
}

impl FixedApi {
    fn count(&self) -> Result<(), Status> {
        let call = self.calls.fetch_add(1, Ordering::SeqCst);
        if call < self.failures {
            Err(Status::unavailable("broken"))
        } else {
            Ok(())
        }
    }
}

#[tonic::async_trait]
impl Chat for FixedApi {
    async fn execute(
        &self,
        request: Request<proto::ExecuteRequest>,
    ) -> Result<Response<proto::ExecuteResponse>, Status> {
        self.count()?;
        let request = request.into_inner();
        assert_eq!(
            (request.user_id.as_str(), request.client_ip.as_str()),
            (USER, "192.0.2.1")
        );
        let outcome = if request.command == "pin.add" {
            let problem = Problem::new(ErrorCode::PinLimit);
            let json = serde_json::to_vec(&problem).unwrap();
            proto::execute_response::Outcome::ProblemJson(json.into())
        } else {
            proto::execute_response::Outcome::OkJson(request.data_json)
        };
        Ok(Response::new(proto::ExecuteResponse {
            outcome: Some(outcome),
        }))
    }

    async fn bootstrap(
        &self,
        request: Request<proto::BootstrapRequest>,
    ) -> Result<Response<proto::BootstrapResponse>, Status> {
        let ids = request.into_inner().user_ids;
        let user = |user_id: String| proto::BootstrapUser {
            user_id: if self.malformed { "x".into() } else { user_id },
            me_json: Bytes::from_static(b"{}"),
            user_version: 7,
            channels: vec![state().into()],
            workspace_ids: vec![CHANNEL.into()],
            guest_in: vec![CHANNEL.into()],
            came_by_link: true,
            apart_user_ids: vec![CHANNEL.into()],
        };
        let users = ids.into_iter().map(user).collect();
        Ok(Response::new(proto::BootstrapResponse { users }))
    }

    async fn readable(
        &self,
        request: Request<proto::ReadableRequest>,
    ) -> Result<Response<proto::ReadableResponse>, Status> {
        let ids = request.into_inner().channel_ids;
        let channels = ids.iter().map(|id| {
            let channel = status_id(id);
            Readable {
                channel,
                member: false,
                epoch: Epoch::new(1),
                head_seq: Seq::new(4),
                head_message_no: MessageNo::new(2),
            }
            .into()
        });
        Ok(Response::new(proto::ReadableResponse {
            channels: channels.collect(),
        }))
    }

    async fn watchable(
        &self,
        request: Request<proto::WatchableRequest>,
    ) -> Result<Response<proto::WatchableResponse>, Status> {
        let user_ids = request.into_inner().user_ids;
        Ok(Response::new(proto::WatchableResponse { user_ids }))
    }

    async fn invited_icon(
        &self,
        _request: Request<proto::InvitedIconRequest>,
    ) -> Result<Response<proto::InvitedIconResponse>, Status> {
        Ok(Response::new(proto::InvitedIconResponse { image_id: None }))
    }

    async fn restore_statuses(
        &self,
        _request: Request<proto::RestoreStatusesRequest>,
    ) -> Result<Response<proto::RestoreStatusesResponse>, Status> {
        Ok(Response::new(proto::RestoreStatusesResponse {}))
    }

    async fn embed(
        &self,
        request: Request<proto::EmbedRequest>,
    ) -> Result<Response<proto::EmbedResponse>, Status> {
        let request = request.into_inner();
        let embeds: Vec<Embed> = serde_json::from_slice(&request.embeds_json).unwrap();
        assert_eq!((request.version, embeds), (3, vec![embed()]));
        Ok(Response::new(proto::EmbedResponse {}))
    }

    async fn update_file(
        &self,
        _request: Request<proto::UpdateFileRequest>,
    ) -> Result<Response<proto::UpdateFileResponse>, Status> {
        Err(Status::unimplemented("not asked for here"))
    }

    async fn role(
        &self,
        request: Request<proto::RoleRequest>,
    ) -> Result<Response<proto::RoleResponse>, Status> {
        let is_member = request.into_inner().user_id == USER;
        let role = is_member.then(|| "guest".to_owned());
        Ok(Response::new(proto::RoleResponse { role }))
    }

    async fn check_picture(
        &self,
        request: Request<proto::CheckPictureRequest>,
    ) -> Result<Response<proto::CheckPictureResponse>, Status> {
        use proto::check_picture_response::Outcome;
        let outcome = match picture_of(request.into_inner().picture) {
            Picture::Avatar(_) => Outcome::Allowed(proto::Allowed { workspace_id: None }),
            Picture::Icon(workspace) | Picture::Emoji(workspace, _) => {
                let workspace_id = Some(workspace.to_string());
                Outcome::Allowed(proto::Allowed { workspace_id })
            }
            Picture::Cover(_) => {
                let json = serde_json::to_vec(&Problem::new(ErrorCode::Forbidden));
                Outcome::ProblemJson(json.unwrap().into())
            }
        };
        let outcome = Some(outcome);
        Ok(Response::new(proto::CheckPictureResponse { outcome }))
    }

    async fn set_picture(
        &self,
        request: Request<proto::SetPictureRequest>,
    ) -> Result<Response<proto::JsonResponse>, Status> {
        let shown = request.into_inner().image_id.unwrap_or_default();
        let outcome = proto::json_response::Outcome::OkJson(shown.into());
        let outcome = Some(outcome);
        Ok(Response::new(proto::JsonResponse { outcome }))
    }

    async fn list_emoji(
        &self,
        request: Request<proto::ListEmojiRequest>,
    ) -> Result<Response<proto::JsonResponse>, Status> {
        let workspace = request.into_inner().workspace_id;
        let outcome = proto::json_response::Outcome::OkJson(workspace.into());
        let outcome = Some(outcome);
        Ok(Response::new(proto::JsonResponse { outcome }))
    }

    async fn offer(
        &self,
        request: Request<proto::OfferRequest>,
    ) -> Result<Response<proto::OfferResponse>, Status> {
        let events = request.into_inner().events;
        let offered: Result<Vec<Offered>, _> = events.into_iter().map(Offered::try_from).collect();
        let taken = i64::try_from(offered.unwrap().len()).unwrap();
        Ok(Response::new(proto::OfferResponse { taken }))
    }

    async fn keys(
        &self,
        _request: Request<proto::KeysRequest>,
    ) -> Result<Response<proto::KeysResponse>, Status> {
        let jwks_json = Bytes::from_static(br#"{"keys":[]}"#);
        Ok(Response::new(proto::KeysResponse { jwks_json }))
    }
}

fn picture_of(picture: Option<proto::Picture>) -> Picture {
    picture.unwrap().try_into().unwrap()
}

fn status_id(text: &str) -> ChannelId {
    crate::status::parse("channel_id", text).unwrap()
}

fn state() -> ChannelState {
    ChannelState {
        channel: CHANNEL.parse().unwrap(),
        workspace: CHANNEL.parse().unwrap(),
        kind: ChannelKind::GroupDm,
        epoch: Epoch::new(3),
        head_seq: Seq::new(10),
        head_message_no: MessageNo::new(8),
        read_message_no: MessageNo::new(5),
        unread: 3,
        mentions: 1,
        mver: Mver::new(2),
    }
}

fn caller() -> Caller {
    Caller {
        user: USER.parse().unwrap(),
        session: USER.parse().unwrap(),
        client_ip: "192.0.2.1".into(),
        request_id: "r-1".into(),
    }
}

/// Serves `api` on a free port, and a client of it that shows `secret`.
async fn client_of(api: FixedApi, secret: &str) -> ChatClient {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let guard = Guard::new(&SecretString::from(SECRET));
    let server = crate::server::builder()
        .add_service(ChatServer::with_interceptor(api, guard))
        .serve_with_incoming(TcpListenerStream::new(listener));
    TaskTracker::new().spawn(server);
    client_at(&format!("http://{address}"), secret)
}

fn client_at(url: &str, secret: &str) -> ChatClient {
    let config = Config {
        api_grpc_url: url.into(),
        rpc_secret: secret.into(),
        ..Config::default()
    };
    ChatClient::connect(&config).unwrap()
}

#[tokio::test]
async fn a_command_comes_back_with_its_data_or_its_problem() {
    let client = client_of(FixedApi::default(), SECRET).await;
    let data = Bytes::from_static(br#"{"a":1}"#);

    let done = client
        .execute(&caller(), CommandName::MessageSend, data.clone())
        .await;
    let refused = client
        .execute(&caller(), CommandName::PinAdd, data.clone())
        .await;

    assert_eq!(done.unwrap(), data);
    assert_eq!(
        refused.unwrap_err().problem(),
        Problem::new(ErrorCode::PinLimit)
    );
}

#[tokio::test]
async fn what_is_asked_comes_back_typed() {
    let client = client_of(FixedApi::default(), SECRET).await;
    let user: UserId = USER.parse().unwrap();
    let channel: ChannelId = CHANNEL.parse().unwrap();

    let users = client.bootstrap(&[user]).await.unwrap();
    assert_eq!((users[0].user, users[0].user_version.get()), (user, 7));
    assert_eq!(users[0].channels, [state()]);

    let readable = client.readable(user, &[channel]).await.unwrap();
    assert_eq!((readable[0].channel, readable[0].member), (channel, false));
    assert_eq!(client.watchable(user, &[user]).await.unwrap(), [user]);
    assert_eq!(client.keys().await.unwrap().keys, []);

    let event = Offered {
        channel,
        epoch: Epoch::new(1),
        seq: Seq::new(2),
        message_no: Some(MessageNo::new(1)),
        psn: Psn::new(9),
        payload: Bytes::from_static(b"bytes"),
    };
    assert_eq!(client.offer(vec![event; 3]).await.unwrap(), 3);
    let message = CHANNEL.parse().unwrap();
    client.embed(message, 3, &[embed()]).await.unwrap();
}

#[tokio::test]
async fn a_picture_is_what_it_was_said_to_be() {
    let client = client_of(FixedApi::default(), SECRET).await;
    let who = Asker {
        user: USER.parse().unwrap(),
        session: USER.parse().unwrap(),
    };
    let workspace: WorkspaceId = CHANNEL.parse().unwrap();
    let image = CHANNEL.parse().unwrap();
    let emoji = Picture::Emoji(workspace, "party".to_owned());

    let check = |of: Picture| async move { client_check(who, of).await };
    assert_eq!(check(Picture::Avatar(who.user)).await.unwrap(), None);
    assert_eq!(check(emoji.clone()).await.unwrap(), Some(workspace));
    let cover = check(Picture::Cover(CHANNEL.parse().unwrap())).await;
    assert_eq!(cover.unwrap_err().code(), ErrorCode::Forbidden);
    let set = client.set_picture(who, &emoji, Some(image)).await.unwrap();
    assert_eq!(set, CHANNEL);
    assert_eq!(client.list_emoji(who, workspace).await.unwrap(), CHANNEL);
    let role = client.role(who.user, workspace).await.unwrap();
    assert_eq!(role, Some(WorkspaceRole::Guest));
}

async fn client_check(who: Asker, of: Picture) -> Result<Option<WorkspaceId>, Error> {
    let client = client_of(FixedApi::default(), SECRET).await;
    client.check_picture(who, &of).await
}

#[tokio::test]
async fn a_wrong_secret_is_refused() {
    let client = client_of(FixedApi::default(), "another secret").await;
    let refused = client.keys().await.unwrap_err();
    assert!(matches!(refused, Error::Failed(_)), "{refused:?}");
}

#[tokio::test]
async fn a_broken_connection_is_tried_again_twice_and_no_more() {
    let api = FixedApi {
        failures: 2,
        ..FixedApi::default()
    };
    let client = client_of(api.clone(), SECRET).await;
    assert!(
        client
            .execute(&caller(), CommandName::ReadMark, Bytes::new())
            .await
            .is_ok()
    );
    assert_eq!(api.calls.load(Ordering::SeqCst), 3);

    let api = FixedApi {
        failures: 9,
        ..FixedApi::default()
    };
    let client = client_of(api.clone(), SECRET).await;
    let failed = client
        .execute(&caller(), CommandName::ReadMark, Bytes::new())
        .await
        .unwrap_err();
    assert!(matches!(failed, Error::Unavailable(_)), "{failed:?}");
    assert_eq!(api.calls.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_service_that_is_not_there_is_unavailable_soon() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);

    let failed = client_at(&format!("http://{address}"), SECRET)
        .keys()
        .await
        .unwrap_err();

    assert_eq!(failed.code(), ErrorCode::Unavailable);
}

#[tokio::test]
async fn an_answer_that_does_not_fit_is_not_taken_for_one() {
    let api = FixedApi {
        malformed: true,
        ..FixedApi::default()
    };
    let client = client_of(api, SECRET).await;
    let failed = client
        .bootstrap(&[USER.parse().unwrap()])
        .await
        .unwrap_err();
    assert!(matches!(failed, Error::Malformed(_)), "{failed:?}");
}

#[test]
fn an_address_or_secret_that_cannot_be_used_is_refused_at_the_start() {
    let connect = |url: &str, secret: &str| {
        let config = Config {
            api_grpc_url: url.into(),
            rpc_secret: secret.into(),
            ..Config::default()
        };
        ChatClient::connect(&config)
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let _inside = runtime.enter();
    assert!(matches!(
        connect("not a url", SECRET),
        Err(Error::Address { .. })
    ));
    assert!(matches!(
        connect("http://api:7081", "a\nb"),
        Err(Error::Secret)
    ));
}
