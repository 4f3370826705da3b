//! Which channels have moved: what finds a lost last message, after which no hole ever shows.

use domain::{ChannelId, Partition, Psn};
use futures_util::future::try_join_all;

use super::Log;
use crate::error::Error;
use crate::moved;

impl Log {
    /// For each partition, the channels whose last event is after the given psn, with the psn of
    /// that event, ascending. One round trip.
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn moved(
        &self,
        since: &[(Partition, Psn)],
    ) -> Result<Vec<Vec<(ChannelId, Psn)>>, Error> {
        let each = since
            .iter()
            .map(|(partition, psn)| moved::since(&self.link, self.keys.heads(*partition), *psn));
        try_join_all(each).await
    }

    /// The psn of each partition's last event: where [`Self::moved`] begins.
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn last_psns(&self) -> Result<Vec<(Partition, Psn)>, Error> {
        let each = self.keys.partitions().all().map(async |partition| {
            let psn = moved::last(&self.link, self.keys.heads(partition)).await?;
            Ok((partition, psn))
        });
        try_join_all(each).await
    }
}
