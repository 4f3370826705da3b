//! Parts that clients send to the store themselves.

use std::time::Duration;

use aws_sdk_s3::config::Builder;
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::types::{CompletedMultipartUpload, CompletedPart, Part};

use super::{Bucket, failed, is_gone, measured, transfer, unexpected};
use crate::error::Error;

/// A part as the store has it.
#[derive(Clone, Debug)]
pub(crate) struct StoredPart {
    /// Which: from 1.
    pub(crate) number: u16,
    /// What the store calls its content.
    pub(crate) etag: String,
    /// Bytes.
    pub(crate) size: u64,
}

/// A part to be sent: the object's key, S3's id of the upload, its number and its bytes.
pub(crate) type Wanted<'a> = (&'a str, &'a str, u16, u64);

fn expiring(holds: Duration) -> Result<PresigningConfig, Error> {
    PresigningConfig::expires_in(holds).map_err(|error| Error::Internal(error.into()))
}

impl Bucket {
    /// An address at `origin` where this part, of exactly this length, can be PUT for a while.
    ///
    /// # Errors
    /// When the address cannot be signed.
    pub(crate) async fn part_url(
        &self,
        origin: &str,
        (key, id, number, length): Wanted<'_>,
        holds: Duration,
    ) -> Result<String, Error> {
        let expiring = expiring(holds)?;
        let signed = self
            .client
            .upload_part()
            .bucket(&self.name)
            .key(key)
            .upload_id(id)
            .part_number(number.into())
            .content_length(i64::try_from(length).unwrap_or(i64::MAX))
            .customize()
            .config_override(Builder::new().endpoint_url(origin))
            .presigned(expiring)
            .await
            .map_err(failed)?;
        Ok(signed.uri().to_owned())
    }

    /// An address at `origin` where an object of exactly this length can be PUT for a minute.
    ///
    /// # Errors
    /// When the address cannot be signed.
    pub(crate) async fn put_url(
        &self,
        origin: &str,
        key: &str,
        length: usize,
    ) -> Result<String, Error> {
        let expiring = expiring(Duration::from_mins(1))?;
        let signed = self
            .client
            .put_object()
            .bucket(&self.name)
            .key(key)
            .content_length(i64::try_from(length).unwrap_or(i64::MAX))
            .customize()
            .config_override(Builder::new().endpoint_url(origin))
            .presigned(expiring)
            .await
            .map_err(failed)?;
        Ok(signed.uri().to_owned())
    }

    /// The parts that have come, ascending; `None` when there is no such upload, or no longer.
    ///
    /// # Errors
    /// `Unavailable` when S3 does not answer.
    pub(crate) async fn list_parts(
        &self,
        key: &str,
        id: &str,
    ) -> Result<Option<Vec<StoredPart>>, Error> {
        let mut parts = Vec::new();
        let mut after = None;
        loop {
            let request = self.client.list_parts().bucket(&self.name).key(key);
            let request = request.upload_id(id).set_part_number_marker(after);
            let answer = match measured::call("list_parts", request.send()).await {
                Ok(answer) => answer,
                Err(error) if is_gone(&error) => return Ok(None),
                Err(error) => return Err(failed(error)),
            };
            parts.extend(answer.parts().iter().filter_map(stored));
            after = answer.next_part_number_marker;
            if answer.is_truncated != Some(true) || after.is_none() {
                break;
            }
        }
        parts.sort_by_key(|part: &StoredPart| part.number);
        Ok(Some(parts))
    }

    /// Makes these parts one object. False when there is no such upload, or no longer.
    ///
    /// # Errors
    /// `Unavailable` when S3 does not do it.
    pub(crate) async fn join(
        &self,
        key: &str,
        id: &str,
        parts: Vec<StoredPart>,
    ) -> Result<bool, Error> {
        let parts = parts.into_iter().map(|part| {
            let completed = CompletedPart::builder().part_number(part.number.into());
            completed.e_tag(part.etag).build()
        });
        let list = CompletedMultipartUpload::builder();
        let list = list.set_parts(Some(parts.collect())).build();
        let request = self
            .client
            .complete_multipart_upload()
            .bucket(&self.name)
            .key(key)
            .upload_id(id)
            .multipart_upload(list)
            .customize()
            .config_override(transfer());
        match measured::call("complete_parts", request.send()).await {
            Ok(_) => Ok(true),
            Err(error) if is_gone(&error) => Ok(false),
            Err(error) => Err(failed(error)),
        }
    }

    /// The bytes of an object; `None` when there is none.
    ///
    /// # Errors
    /// `Unavailable` when S3 does not answer.
    pub(crate) async fn size(&self, key: &str) -> Result<Option<u64>, Error> {
        let request = self.client.head_object().bucket(&self.name).key(key);
        match measured::call("head", request.send()).await {
            Ok(answer) => {
                let length = answer.content_length.and_then(|n| u64::try_from(n).ok());
                let length = length.ok_or_else(|| unexpected("an object without a length"))?;
                Ok(Some(length))
            }
            Err(error) if is_gone(&error) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }
}

fn stored(part: &Part) -> Option<StoredPart> {
    Some(StoredPart {
        number: u16::try_from(part.part_number?).ok()?,
        etag: part.e_tag.clone()?,
        size: u64::try_from(part.size?).ok()?,
    })
}
