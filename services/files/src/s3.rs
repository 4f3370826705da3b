//! The only user of the S3 client.

mod listing;
pub(crate) mod measured;
mod object;
mod parts;
mod presigned;

use std::path::Path;
use std::time::Duration;

use aws_sdk_s3::Client;
use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::config::{
    BehaviorVersion, Builder, Credentials, Region, RequestChecksumCalculation,
    ResponseChecksumValidation,
};
use aws_sdk_s3::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use aws_sdk_s3::primitives::ByteStream;
use secrecy::ExposeSecret as _;

use crate::config;
use crate::error::Error;

pub(crate) use object::Object;
pub(crate) use parts::{PART_BYTES, Parts};
pub(crate) use presigned::StoredPart;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);
/// What carries no bytes is answered by then, or S3 counts as down (503 in 3 s at most).
const CALL_TIMEOUT: Duration = Duration::from_millis(2_500);
/// What carries a part may take longer.
const TRANSFER_TIMEOUT: Duration = Duration::from_secs(30);
/// The first try and one more.
const ATTEMPTS: u32 = 2;
const FIRST_BACKOFF: Duration = Duration::from_millis(50);

/// A bucket.
#[derive(Clone, Debug)]
pub(crate) struct Bucket {
    client: Client,
    name: String,
}

impl Bucket {
    /// The configured bucket. Nothing is asked yet.
    #[must_use]
    pub(crate) fn new(config: &config::S3) -> Self {
        let credentials = Credentials::new(
            config.s3_access_key.expose_secret(),
            config.s3_secret_key.expose_secret(),
            None,
            None,
            "hubbub",
        );
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .operation_timeout(CALL_TIMEOUT)
            .build();
        let retry = RetryConfig::standard()
            .with_max_attempts(ATTEMPTS)
            .with_initial_backoff(FIRST_BACKOFF);
        // Checksums only where S3 demands them: stores other than Amazon's rarely know the rest,
        // and the signature covers each body.
        let settings = Builder::new()
            .behavior_version(BehaviorVersion::latest())
            .endpoint_url(&config.s3_endpoint)
            .region(Region::new(config.s3_region.clone()))
            .credentials_provider(credentials)
            .force_path_style(true)
            .timeout_config(timeouts)
            .retry_config(retry)
            .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
            .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
            .build();
        Self {
            client: Client::from_conf(settings),
            name: config.s3_bucket.clone(),
        }
    }

    /// Whether S3 answers and has the bucket.
    ///
    /// # Errors
    /// `Unavailable` when not, after 2.5 s at most.
    pub(crate) async fn ping(&self) -> Result<(), Error> {
        let request = self.client.head_bucket().bucket(&self.name);
        measured::call("head_bucket", request.send())
            .await
            .map_err(failed)?;
        Ok(())
    }

    /// Makes the bucket, if it is not there.
    ///
    /// # Errors
    /// `Unavailable` when S3 does not answer.
    pub(crate) async fn create(&self) -> Result<(), Error> {
        if self.ping().await.is_ok() {
            return Ok(());
        }
        let request = self.client.create_bucket().bucket(&self.name);
        match measured::call("create_bucket", request.send()).await {
            Err(error)
                if !matches!(
                    error.code(),
                    Some("BucketAlreadyOwnedByYou" | "BucketAlreadyExists")
                ) =>
            {
                Err(failed(error))
            }
            _ => Ok(()),
        }
    }

    /// Stores a small object.
    ///
    /// # Errors
    /// `Unavailable` when S3 does not take it.
    pub(crate) async fn put(
        &self,
        key: &str,
        content_type: &str,
        bytes: Vec<u8>,
    ) -> Result<(), Error> {
        self.put_stream(key, content_type, ByteStream::from(bytes))
            .await
    }

    /// Stores the content of a file, read as it is sent.
    ///
    /// # Errors
    /// `Unavailable` when S3 does not take it.
    pub(crate) async fn put_file(
        &self,
        key: &str,
        content_type: &str,
        path: &Path,
    ) -> Result<(), Error> {
        let body = ByteStream::from_path(path).await;
        let body = body.map_err(|error| Error::Internal(error.into()))?;
        self.put_stream(key, content_type, body).await
    }

    async fn put_stream(&self, key: &str, kind: &str, body: ByteStream) -> Result<(), Error> {
        let request = self.client.put_object().bucket(&self.name).key(key);
        let request = request.content_type(kind).body(body).customize();
        measured::call("put", request.config_override(transfer()).send())
            .await
            .map_err(failed)?;
        Ok(())
    }

    /// Removes an object. One that is not there is fine.
    ///
    /// # Errors
    /// `Unavailable` when S3 does not answer.
    pub(crate) async fn delete(&self, key: &str) -> Result<(), Error> {
        let request = self.client.delete_object().bucket(&self.name).key(key);
        match measured::call("delete", request.send()).await {
            Err(error) if !is_gone(&error) => Err(failed(error)),
            _ => Ok(()),
        }
    }

    /// Opens an object, or the bytes `first..=last` of it.
    ///
    /// # Errors
    /// `Unavailable` when S3 does not answer; `not_found` when it has no such object.
    pub(crate) async fn get(&self, key: &str, part: Option<(u64, u64)>) -> Result<Object, Error> {
        let range = part.map(|(first, last)| format!("bytes={first}-{last}"));
        let request = self
            .client
            .get_object()
            .bucket(&self.name)
            .key(key)
            .set_range(range);
        let answer = match measured::call("get", request.send()).await {
            Ok(answer) => answer,
            Err(error) if is_gone(&error) => return Err(protocol::ErrorCode::NotFound.into()),
            Err(error) => return Err(failed(error)),
        };
        let length = answer
            .content_length
            .and_then(|length| u64::try_from(length).ok());
        Ok(Object {
            body: answer.body,
            length: length.ok_or_else(|| unexpected("an object without a length"))?,
            content_type: answer.content_type,
        })
    }
}

/// Calls that carry bytes may take longer than others.
fn transfer() -> Builder {
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .operation_timeout(TRANSFER_TIMEOUT)
        .build();
    Builder::new().timeout_config(timeouts)
}

fn is_gone<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> bool {
    matches!(
        error.code(),
        Some("NoSuchKey" | "NoSuchUpload" | "NotFound")
    )
}

fn failed<E, R>(error: SdkError<E, R>) -> Error
where
    E: std::error::Error + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    Error::Unavailable(anyhow::anyhow!("S3: {}", DisplayErrorContext(error)))
}

fn unexpected(what: &'static str) -> Error {
    Error::Unavailable(anyhow::anyhow!("S3 answered with {what}"))
}
