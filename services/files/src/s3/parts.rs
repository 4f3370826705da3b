//! Uploads in parts.

use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{CompletedMultipartUpload, CompletedPart};

use super::{Bucket, failed, is_gone, measured, transfer, unexpected};
use crate::error::Error;

/// The bytes of every part of a multipart upload but the last: S3's least.
pub(crate) const PART_BYTES: usize = 5 * 1024 * 1024;

/// A multipart upload under way.
#[derive(Debug)]
pub(crate) struct Parts {
    key: String,
    /// S3's id of it.
    pub(crate) id: String,
    done: Vec<CompletedPart>,
}

impl Bucket {
    /// Begins an upload in parts.
    ///
    /// # Errors
    /// `Unavailable` when S3 does not answer.
    pub(crate) async fn begin(&self, key: &str, content_type: &str) -> Result<Parts, Error> {
        let request = self
            .client
            .create_multipart_upload()
            .bucket(&self.name)
            .key(key);
        let asking = request.content_type(content_type).send();
        let answer = measured::call("begin_parts", asking)
            .await
            .map_err(failed)?;
        let id = answer
            .upload_id
            .ok_or_else(|| unexpected("an upload without an id"))?;
        Ok(Parts {
            key: key.to_owned(),
            id,
            done: Vec::new(),
        })
    }

    /// Adds the next part: [`PART_BYTES`], or less for the last.
    ///
    /// # Errors
    /// `Unavailable` when S3 does not take it.
    pub(crate) async fn add(&self, parts: &mut Parts, bytes: Vec<u8>) -> Result<(), Error> {
        let number = i32::try_from(parts.done.len() + 1).unwrap_or(i32::MAX);
        let request = self
            .client
            .upload_part()
            .bucket(&self.name)
            .key(&parts.key)
            .upload_id(&parts.id)
            .part_number(number)
            .body(ByteStream::from(bytes))
            .customize();
        let answer = measured::call("put_part", request.config_override(transfer()).send())
            .await
            .map_err(failed)?;
        let part = CompletedPart::builder()
            .part_number(number)
            .set_e_tag(answer.e_tag)
            .build();
        parts.done.push(part);
        Ok(())
    }

    /// Makes the parts one object.
    ///
    /// # Errors
    /// `Unavailable` when S3 does not do it.
    pub(crate) async fn complete(&self, parts: Parts) -> Result<(), Error> {
        let list = CompletedMultipartUpload::builder()
            .set_parts(Some(parts.done))
            .build();
        let request = self
            .client
            .complete_multipart_upload()
            .bucket(&self.name)
            .key(&parts.key)
            .upload_id(&parts.id)
            .multipart_upload(list)
            .customize();
        measured::call("complete_parts", request.config_override(transfer()).send())
            .await
            .map_err(failed)?;
        Ok(())
    }

    /// Drops the parts. One that is not there any more is fine.
    ///
    /// # Errors
    /// `Unavailable` when S3 does not answer.
    pub(crate) async fn abort(&self, key: &str, upload: &str) -> Result<(), Error> {
        let request = self
            .client
            .abort_multipart_upload()
            .bucket(&self.name)
            .key(key);
        match measured::call("abort_parts", request.upload_id(upload).send()).await {
            Err(error) if !is_gone(&error) => Err(failed(error)),
            _ => Ok(()),
        }
    }
}
