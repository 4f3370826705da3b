//! A file as it comes in: counted, hashed, never more than announced.

use std::future::Future;

use aws_lc_rs::digest::{Context, SHA256};
use bytes::Bytes;

use crate::error::Error;

/// Where the bytes come from.
pub(crate) trait Body {
    /// The next bytes of the file; `None` at its end.
    fn chunk(&mut self) -> impl Future<Output = Result<Option<Bytes>, Error>>;

    /// Reads to the end of the request, which must bring nothing more.
    fn end(&mut self) -> impl Future<Output = Result<(), Error>>;
}

/// A file under way.
pub(crate) struct Incoming<B> {
    body: B,
    name: String,
    limit: u64,
    size: u64,
    /// Read already, and not yet given out.
    ahead: Vec<u8>,
    is_over: bool,
}

impl<B: Body> Incoming<B> {
    /// At most `limit` bytes come from `body`.
    pub(crate) fn new(body: B, name: String, limit: u64) -> Self {
        Self {
            body,
            name,
            limit,
            size: 0,
            ahead: Vec::new(),
            is_over: false,
        }
    }

    /// The name that the client gave.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Bytes so far.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// The first `enough` bytes, or all when there are fewer; they will be given out again.
    ///
    /// # Errors
    /// When the request breaks off, or brings more than the limit.
    pub(crate) async fn peek(&mut self, enough: usize) -> Result<&[u8], Error> {
        while self.ahead.len() < enough {
            let Some(chunk) = self.pull().await? else {
                break;
            };
            self.ahead.extend_from_slice(&chunk);
        }
        Ok(&self.ahead)
    }

    /// The next bytes; `None` at the end.
    ///
    /// # Errors
    /// When the request breaks off, or brings more than the limit.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        if self.ahead.is_empty() {
            return self.pull().await;
        }
        Ok(Some(Bytes::from(std::mem::take(&mut self.ahead))))
    }

    /// Nothing may follow the file.
    ///
    /// # Errors
    /// When something does.
    pub(crate) async fn end(&mut self) -> Result<(), Error> {
        self.body.end().await
    }

    async fn pull(&mut self) -> Result<Option<Bytes>, Error> {
        if self.is_over {
            return Ok(None);
        }
        let Some(chunk) = self.body.chunk().await? else {
            self.is_over = true;
            return Ok(None);
        };
        self.size += u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        if self.size > self.limit {
            return Err(Error::too_large("/file", self.limit));
        }
        Ok(Some(chunk))
    }
}

/// SHA-256 of what is stored, computed on the way.
pub(crate) struct Hash(Context);

impl Default for Hash {
    fn default() -> Self {
        Self(Context::new(&SHA256))
    }
}

impl Hash {
    /// Adds the next bytes.
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The hash of all of them.
    pub(crate) fn finish(self) -> Vec<u8> {
        self.0.finish().as_ref().to_vec()
    }
}
