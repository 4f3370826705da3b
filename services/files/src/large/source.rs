//! An object of the store, read as if it were uploaded once more.

use bytes::Bytes;

use crate::error::Error;
use crate::s3::Object;
use crate::upload::{Body, Hash};

/// What of it has not been read.
pub(super) struct Source(pub(super) Object);

impl Source {
    /// The SHA-256 of all of it.
    ///
    /// # Errors
    /// `Unavailable` when the store falls silent or breaks off.
    pub(super) async fn hash(mut self) -> Result<Vec<u8>, Error> {
        let mut hash = Hash::default();
        while let Some(bytes) = self.chunk().await? {
            hash.add(&bytes);
        }
        Ok(hash.finish())
    }
}

impl Body for Source {
    async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        self.0.next().await
    }

    async fn end(&mut self) -> Result<(), Error> {
        Ok(())
    }
}
