//! Asking files.

use std::time::Duration;

use domain::{ChannelId, FileId, UserId};
use protocol::file::File;

pub use crate::proto::files::files_server::{Files, FilesServer};

use crate::client::{self, Transport};
use crate::config::Config;
use crate::error::Error;
use crate::proto::files as proto;
use crate::proto::files::files_client;

const DEADLINE: Duration = Duration::from_secs(3);

/// A client of files.
#[derive(Clone, Debug)]
pub struct FilesClient {
    inner: files_client::FilesClient<Transport>,
}

/// The message that is about to carry files.
#[derive(Clone, Debug)]
pub struct Carrier {
    /// Where it goes.
    pub channel: ChannelId,
    /// Who sends it, and uploaded them.
    pub author: UserId,
    /// Its key.
    pub nonce: String,
}

impl FilesClient {
    /// A client that connects when it is first used.
    ///
    /// # Errors
    /// When the configured address or secret cannot be used.
    pub fn connect(config: &Config) -> Result<Self, Error> {
        let transport = client::transport(&config.files_grpc_url, &config.rpc_secret)?;
        Ok(Self {
            inner: files_client::FilesClient::new(transport),
        })
    }

    /// Binds files to the message that is about to carry them: all or none.
    ///
    /// # Errors
    /// When files could not be asked, or refuses: `not_found`, `file_claimed` or
    /// `file_not_ready`.
    pub async fn claim(&self, files: &[FileId], carrier: &Carrier) -> Result<Vec<File>, Error> {
        const METHOD: &str = "Files.Claim";
        let request = proto::ClaimRequest {
            file_ids: files.iter().map(ToString::to_string).collect(),
            channel_id: carrier.channel.to_string(),
            author_id: carrier.author.to_string(),
            nonce: carrier.nonce.clone(),
        };
        let call = |request| async { self.inner.clone().claim(request).await };
        let answer = client::call(METHOD, DEADLINE, request, call).await?;
        match answer.outcome {
            Some(proto::claim_response::Outcome::Claimed(claimed)) => {
                let mut files = Vec::with_capacity(claimed.files_json.len());
                for json in claimed.files_json {
                    let file = serde_json::from_slice(&json);
                    files.push(file.map_err(|_not_a_file| Error::Malformed(METHOD))?);
                }
                Ok(files)
            }
            Some(proto::claim_response::Outcome::ProblemJson(json)) => {
                Err(Error::refusal(METHOD, &json))
            }
            None => Err(Error::Malformed(METHOD)),
        }
    }

    /// Gives files back that a message was to carry but never did.
    ///
    /// # Errors
    /// When files could not be asked. The claim then ends by itself after a day.
    pub async fn release(&self, carrier: &Carrier) -> Result<(), Error> {
        let request = proto::ReleaseRequest {
            channel_id: carrier.channel.to_string(),
            author_id: carrier.author.to_string(),
            nonce: carrier.nonce.clone(),
        };
        let call = |request| async { self.inner.clone().release(request).await };
        client::call("Files.Release", DEADLINE, request, call).await?;
        Ok(())
    }
}
