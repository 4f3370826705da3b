//! Removing a channel's log, when the channel is gone for good.

use domain::ChannelId;

use super::Log;
use crate::error::Error;

impl Log {
    /// Removes the channel's counters and its tail. Only for a channel that was closed for so long
    /// that all of it was persisted and nobody follows it.
    ///
    /// # Errors
    /// When Redis is not available: what is left is removed by the next try.
    pub async fn forget(&self, channel: ChannelId) -> Result<(), Error> {
        let mut head = redis::cmd("ZREM");
        head.arg(self.keys.heads(self.keys.partitions().of(channel)))
            .arg(channel.to_string());
        let _removed: i64 = self.link.query(&head).await?;
        let mut log = redis::cmd("DEL");
        log.arg(self.keys.tail(channel))
            .arg(self.keys.channel(channel));
        let _removed: i64 = self.link.query(&log).await?;
        Ok(())
    }
}
