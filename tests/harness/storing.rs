//! Waiting for the worker.

use crate::cluster::Cluster;
use crate::person::{Channel, Person};
use crate::wait::{DEADLINE, eventually};

impl Cluster {
    /// Waits until the worker has stored all that the channel's log has now, as `who` reads it.
    ///
    /// # Panics
    /// When that takes longer than the deadline.
    pub async fn stored(&self, who: &Person, channel: &Channel) {
        let page = who.reads(channel, "limit=1").await;
        let head = page["head_seq"].as_i64().expect("a head");
        eventually("everything is stored", DEADLINE, async || {
            (self.database.persisted(&channel.id).await >= head).then_some(())
        })
        .await;
    }
}
