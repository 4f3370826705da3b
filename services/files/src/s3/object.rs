//! Objects as they are read.

use std::time::Duration;

use aws_sdk_s3::primitives::ByteStream;
use bytes::Bytes;

use super::{Bucket, unexpected};
use crate::error::Error;

/// A store that sends nothing for so long, in the middle of an object, counts as down.
pub(crate) const SILENCE: Duration = Duration::from_secs(10);

/// An object that is being read.
pub(crate) struct Object {
    /// Its bytes, as they come.
    pub(super) body: ByteStream,
    /// How many of them.
    pub(crate) length: u64,
    /// The type that it was stored with.
    pub(crate) content_type: Option<String>,
}

impl Object {
    /// The next bytes; `None` at the end.
    ///
    /// # Errors
    /// `Unavailable` when the store breaks off or says nothing for [`SILENCE`].
    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        let next = tokio::time::timeout(SILENCE, self.body.next()).await;
        let next = next.map_err(|_elapsed| unexpected("silence in the middle of an object"))?;
        next.transpose()
            .map_err(|error| Error::Unavailable(anyhow::Error::new(error).context("S3")))
    }
}

impl Bucket {
    /// The first bytes of an object that is not empty: `enough`, or all when it has fewer.
    ///
    /// # Errors
    /// As [`Bucket::get`] and [`Object::next`].
    pub(crate) async fn start(&self, key: &str, enough: usize) -> Result<Vec<u8>, Error> {
        let last = u64::try_from(enough).unwrap_or(u64::MAX).saturating_sub(1);
        let mut object = self.get(key, Some((0, last))).await?;
        let mut start = Vec::with_capacity(enough);
        while let Some(bytes) = object.next().await? {
            start.extend_from_slice(&bytes);
        }
        Ok(start)
    }
}
