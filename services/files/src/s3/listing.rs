//! What a bucket holds.

use super::{Bucket, failed, measured};
use crate::error::Error;

/// Some of the objects, in the order of their keys.
#[derive(Debug)]
pub(crate) struct Page {
    /// Their keys.
    pub(crate) keys: Vec<String>,
    /// What to ask for the next ones with; `None` when these were the last.
    pub(crate) next: Option<String>,
}

impl Bucket {
    /// The keys that begin with `prefix`: the first ones, or those after the page that gave `from`.
    ///
    /// # Errors
    /// `Unavailable` when S3 does not answer.
    pub(crate) async fn list(&self, prefix: &str, from: Option<String>) -> Result<Page, Error> {
        let request = self.client.list_objects_v2().bucket(&self.name);
        let request = request.prefix(prefix).set_continuation_token(from);
        let answer = measured::call("list", request.send())
            .await
            .map_err(failed)?;
        let objects = answer.contents.unwrap_or_default();
        Ok(Page {
            keys: objects.into_iter().filter_map(|one| one.key).collect(),
            next: answer.next_continuation_token,
        })
    }
}
