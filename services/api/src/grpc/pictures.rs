//! What files asks about pictures, and what it has shown. Only translates.

use auth::Principal;
use bytes::Bytes;
use protocol::ErrorCode;
use rpc::chat::Picture;
use rpc::proto::chat as proto;
use rpc::status;
use tonic::Status;

use crate::error::Error;
use crate::pictures;
use crate::state::State;

fn principal(user: &str, session: &str) -> Result<Principal, Status> {
    Ok(Principal {
        user: status::parse("user_id", user)?,
        session: status::parse("session_id", session)?,
    })
}

fn picture(given: Option<proto::Picture>) -> Result<Picture, Status> {
    let given = given.ok_or_else(|| Status::invalid_argument("picture is missing"))?;
    given
        .try_into()
        .map_err(|error: domain::InvalidId| Status::invalid_argument(error.to_string()))
}

/// What the caller is told, as a problem; what broke or is down is a status.
fn refusal(error: &Error) -> Result<Bytes, Status> {
    let problem = error.problem();
    if matches!(problem.code, ErrorCode::Internal | ErrorCode::Unavailable) {
        return Err(status::from_code(problem.code));
    }
    let json = serde_json::to_vec(&problem).map_err(|error| Status::internal(error.to_string()))?;
    Ok(json.into())
}

fn json(done: Result<Bytes, Error>) -> Result<proto::JsonResponse, Status> {
    use proto::json_response::Outcome;
    let outcome = match done {
        Ok(json) => Outcome::OkJson(json),
        Err(error) => Outcome::ProblemJson(refusal(&error)?),
    };
    Ok(proto::JsonResponse {
        outcome: Some(outcome),
    })
}

pub(super) async fn check(
    state: &State,
    request: proto::CheckPictureRequest,
) -> Result<proto::CheckPictureResponse, Status> {
    use proto::check_picture_response::Outcome;
    let who = principal(&request.user_id, &request.session_id)?;
    let of = picture(request.picture)?;
    let outcome = match pictures::check(state, &who, &of).await {
        Ok(workspace) => Outcome::Allowed(proto::Allowed {
            workspace_id: workspace.map(|id| id.to_string()),
        }),
        Err(error) => Outcome::ProblemJson(refusal(&error)?),
    };
    Ok(proto::CheckPictureResponse {
        outcome: Some(outcome),
    })
}

pub(super) async fn set(
    state: &State,
    request: proto::SetPictureRequest,
) -> Result<proto::JsonResponse, Status> {
    let who = principal(&request.user_id, &request.session_id)?;
    let of = picture(request.picture)?;
    let image = request.image_id.as_deref();
    let image = image.map(|id| status::parse("image_id", id)).transpose()?;
    json(pictures::set(state, &who, &of, image).await)
}

pub(super) async fn list_emoji(
    state: &State,
    request: proto::ListEmojiRequest,
) -> Result<proto::JsonResponse, Status> {
    let who = principal(&request.user_id, &request.session_id)?;
    let workspace = status::parse("workspace_id", &request.workspace_id)?;
    let listed = pictures::list_emoji(state, &who, workspace).await;
    json(listed.and_then(|page| Ok(serde_json::to_vec(&page)?.into())))
}
