//! Asking api who may show which picture, and to show it.

use bytes::Bytes;
use domain::{ChannelId, ImageId, InvalidId, SessionId, UserId, WorkspaceId};

use super::{ChatClient, QUERY_DEADLINE};
use crate::client;
use crate::error::Error;
use crate::proto::chat as proto;

/// What a picture is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picture {
    /// A person.
    Avatar(UserId),
    /// A workspace.
    Icon(WorkspaceId),
    /// A channel.
    Cover(ChannelId),
    /// A workspace's own emoji, by its name as the client wrote it.
    Emoji(WorkspaceId, String),
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asker {
    /// Who.
    pub user: UserId,
    /// In which of their sessions.
    pub session: SessionId,
}

impl ChatClient {
    /// The icon of the workspace that this code leads into; `None`: the code does not hold, or
    /// there is none.
    ///
    /// # Errors
    /// When api could not be asked.
    pub async fn invited_icon(&self, code: &str) -> Result<Option<ImageId>, Error> {
        const METHOD: &str = "Chat.InvitedIcon";
        let request = proto::InvitedIconRequest {
            code: code.to_owned(),
        };
        let call = |request| async { self.inner.clone().invited_icon(request).await };
        let answer = client::call(METHOD, super::QUERY_DEADLINE, request, call).await?;
        let image = answer.image_id.map(|id| id.parse()).transpose();
        image.map_err(|_not_an_id| Error::Malformed(METHOD))
    }

    /// Whether the user may set or take away this picture; answers the workspace whose people will
    /// see it, where not everybody will.
    ///
    /// # Errors
    /// When api could not be asked, or refuses.
    pub async fn check_picture(
        &self,
        who: Asker,
        of: &Picture,
    ) -> Result<Option<WorkspaceId>, Error> {
        use proto::check_picture_response::Outcome;
        const METHOD: &str = "Chat.CheckPicture";
        let request = proto::CheckPictureRequest {
            user_id: who.user.to_string(),
            session_id: who.session.to_string(),
            picture: Some(of.clone().into()),
        };
        let call = |request| async { self.inner.clone().check_picture(request).await };
        let answer = client::call(METHOD, QUERY_DEADLINE, request, call).await?;
        match answer.outcome {
            Some(Outcome::Allowed(allowed)) => {
                let workspace = allowed.workspace_id.map(|id| id.parse()).transpose();
                workspace.map_err(|_not_an_id| Error::Malformed(METHOD))
            }
            Some(Outcome::ProblemJson(problem)) => Err(Error::refusal(METHOD, &problem)),
            None => Err(Error::Malformed(METHOD)),
        }
    }

    /// Shows a stored picture, or none, in place of what was there; answers what it is of, as JSON.
    ///
    /// # Errors
    /// When api could not be asked, or refuses.
    pub async fn set_picture(
        &self,
        who: Asker,
        of: &Picture,
        image: Option<ImageId>,
    ) -> Result<Bytes, Error> {
        const METHOD: &str = "Chat.SetPicture";
        let request = proto::SetPictureRequest {
            user_id: who.user.to_string(),
            session_id: who.session.to_string(),
            picture: Some(of.clone().into()),
            image_id: image.map(|id| id.to_string()),
        };
        let call = |request| async { self.inner.clone().set_picture(request).await };
        let answer = client::call(METHOD, QUERY_DEADLINE, request, call).await?;
        json(METHOD, answer)
    }

    /// The custom emoji of a workspace, as JSON.
    ///
    /// # Errors
    /// When api could not be asked, or refuses.
    pub async fn list_emoji(&self, who: Asker, workspace: WorkspaceId) -> Result<Bytes, Error> {
        const METHOD: &str = "Chat.ListEmoji";
        let request = proto::ListEmojiRequest {
            user_id: who.user.to_string(),
            session_id: who.session.to_string(),
            workspace_id: workspace.to_string(),
        };
        let call = |request| async { self.inner.clone().list_emoji(request).await };
        let answer = client::call(METHOD, QUERY_DEADLINE, request, call).await?;
        json(METHOD, answer)
    }
}

fn json(method: &'static str, answer: proto::JsonResponse) -> Result<Bytes, Error> {
    use proto::json_response::Outcome;
    match answer.outcome {
        Some(Outcome::OkJson(json)) => Ok(json),
        Some(Outcome::ProblemJson(problem)) => Err(Error::refusal(method, &problem)),
        None => Err(Error::Malformed(method)),
    }
}

impl From<Picture> for proto::Picture {
    fn from(picture: Picture) -> Self {
        use proto::picture::Of;
        let of = match picture {
            Picture::Avatar(user) => Of::UserId(user.to_string()),
            Picture::Icon(workspace) => Of::WorkspaceId(workspace.to_string()),
            Picture::Cover(channel) => Of::ChannelId(channel.to_string()),
            Picture::Emoji(workspace, name) => Of::Emoji(proto::Emoji {
                workspace_id: workspace.to_string(),
                name,
            }),
        };
        Self { of: Some(of) }
    }
}

impl TryFrom<proto::Picture> for Picture {
    type Error = InvalidId;

    fn try_from(picture: proto::Picture) -> Result<Self, InvalidId> {
        use proto::picture::Of;
        Ok(match picture.of.ok_or(InvalidId)? {
            Of::UserId(user) => Self::Avatar(user.parse()?),
            Of::WorkspaceId(workspace) => Self::Icon(workspace.parse()?),
            Of::ChannelId(channel) => Self::Cover(channel.parse()?),
            Of::Emoji(emoji) => Self::Emoji(emoji.workspace_id.parse()?, emoji.name),
        })
    }
}
