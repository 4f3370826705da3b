//! Asking files to keep pictures.

use std::time::Duration;

use bytes::Bytes;
use domain::{ImageId, ImagePurpose, SessionId, UserId, WorkspaceId};
use protocol::file::File;

pub use crate::proto::files::images_server::{Images, ImagesServer};

use crate::client::{self, Transport};
use crate::config::Config;
use crate::error::Error;
use crate::proto::files as proto;
use crate::proto::files::images_client;

/// The largest message: a picture and what is said of it.
pub const MAX_MESSAGE_BYTES: usize = 16 * 1_024 * 1_024;
/// Waiting for a turn, decoding, storing.
const DEADLINE: Duration = Duration::from_secs(14);

/// A client of files' keeper of pictures.
#[derive(Clone, Debug)]
pub struct ImagesClient {
    inner: images_client::ImagesClient<Transport>,
}

/// A file for somebody.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// Whose.
    pub user: UserId,
    /// In which of their sessions.
    pub session: SessionId,
    /// For which workspace.
    pub workspace: WorkspaceId,
    /// Its name.
    pub name: String,
    /// All of it.
    pub content: Bytes,
}

/// A picture that is stored. It goes after a day, unless something shows it by then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Which.
    pub id: ImageId,
    /// Its path at the edge.
    pub url: String,
    /// Pixels across.
    pub width: i32,
    /// Pixels down.
    pub height: i32,
}

impl ImagesClient {
    /// A client that connects when it is first used.
    ///
    /// # Errors
    /// When the configured address or secret cannot be used.
    pub fn connect(config: &Config) -> Result<Self, Error> {
        let transport = client::transport(&config.files_grpc_url, &config.rpc_secret)?;
        Ok(Self {
            inner: images_client::ImagesClient::new(transport),
        })
    }

    /// Stores a file for somebody, as if they had uploaded it: they alone see it until a message
    /// carries it.
    ///
    /// # Errors
    /// When files could not be asked, or refuses: `not_found` for a workspace that is not theirs,
    /// `payload_too_large`, `image_refused`, `overloaded`.
    pub async fn put_file(&self, file: NewFile) -> Result<File, Error> {
        const METHOD: &str = "Images.PutFile";
        let request = proto::PutFileRequest {
            user_id: file.user.to_string(),
            session_id: file.session.to_string(),
            workspace_id: file.workspace.to_string(),
            name: file.name,
            content: file.content,
        };
        let call = |request| async { self.inner.clone().put_file(request).await };
        let answer = client::call(METHOD, DEADLINE, request, call).await?;
        match answer.outcome {
            Some(proto::put_file_response::Outcome::FileJson(json)) => {
                serde_json::from_slice(&json).map_err(|_not_a_file| Error::Malformed(METHOD))
            }
            Some(proto::put_file_response::Outcome::ProblemJson(json)) => {
                Err(Error::refusal(METHOD, &json))
            }
            None => Err(Error::Malformed(METHOD)),
        }
    }

    /// Stores a picture, made anew in the size of its purpose. `workspace`: whose people may see it;
    /// `None`: everybody with an account.
    ///
    /// # Errors
    /// When files could not be asked, or refuses: `payload_too_large`, `unsupported_media_type`,
    /// `image_refused` or `overloaded`.
    pub async fn put(
        &self,
        purpose: ImagePurpose,
        content: Bytes,
        workspace: Option<WorkspaceId>,
    ) -> Result<Stored, Error> {
        const METHOD: &str = "Images.PutImage";
        let request = proto::PutImageRequest {
            purpose: purpose.to_string(),
            content,
            workspace_id: workspace.map(|workspace| workspace.to_string()),
        };
        let call = |request| async { self.inner.clone().put_image(request).await };
        let answer = client::call(METHOD, DEADLINE, request, call).await?;
        match answer.outcome {
            Some(proto::put_image_response::Outcome::Image(image)) => {
                let id = image.id.parse();
                Ok(Stored {
                    id: id.map_err(|_not_an_id| Error::Malformed(METHOD))?,
                    url: image.url,
                    width: image.width,
                    height: image.height,
                })
            }
            Some(proto::put_image_response::Outcome::ProblemJson(json)) => {
                Err(Error::refusal(METHOD, &json))
            }
            None => Err(Error::Malformed(METHOD)),
        }
    }
}
