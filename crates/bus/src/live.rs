//! What may be lost: hints and small caches on the live Redis.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use domain::{ChannelId, WorkspaceId};
use futures_util::future::try_join_all;

use crate::error::Error;
use crate::keys::Keys;
use crate::link::Link;

/// Publishes what nobody keeps. Clones are the same.
#[derive(Debug, Clone)]
pub struct Live {
    pub(crate) link: Link,
    pub(crate) keys: Arc<Keys>,
}

impl Live {
    /// Typing or a receipt, to whoever has the channel on screen.
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn publish_in(&self, channel: ChannelId, payload: &[u8]) -> Result<(), Error> {
        self.publish(self.keys.live_topic(channel), payload).await
    }

    /// A hint to a workspace's members.
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn publish_to(&self, workspace: WorkspaceId, payload: &[u8]) -> Result<(), Error> {
        self.publish(self.keys.workspace_topic(workspace), payload)
            .await
    }

    async fn publish(&self, topic: String, payload: &[u8]) -> Result<(), Error> {
        let mut command = redis::cmd("SPUBLISH");
        command.arg(topic).arg(payload);
        let _receivers: i64 = self.link.query(&command).await?;
        Ok(())
    }
}

/// Bytes under names, for a while. Clones are the same.
#[derive(Debug, Clone)]
pub struct Cache {
    pub(crate) link: Link,
    pub(crate) keys: Arc<Keys>,
}

impl Cache {
    /// What is kept under a name.
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn get(&self, name: &str) -> Result<Option<Bytes>, Error> {
        let mut command = redis::cmd("GET");
        command.arg(self.keys.cache(name));
        let bytes: Option<Vec<u8>> = self.link.query(&command).await?;
        Ok(bytes.map(Bytes::from))
    }

    /// What is kept under each name, in one round trip.
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn get_all(&self, names: &[String]) -> Result<Vec<Option<Bytes>>, Error> {
        try_join_all(names.iter().map(|name| self.get(name))).await
    }

    /// Keeps bytes under a name, for `lifetime` at most; at least a millisecond.
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn set(&self, name: &str, bytes: &[u8], lifetime: Duration) -> Result<(), Error> {
        let mut command = redis::cmd("SET");
        command.arg(self.keys.cache(name)).arg(bytes);
        command
            .arg("PX")
            .arg(lifetime.as_millis().max(1).to_string());
        self.link.query(&command).await
    }

    /// Forgets names.
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn delete(&self, names: &[String]) -> Result<(), Error> {
        let each = names.iter().map(async |name| {
            let mut command = redis::cmd("DEL");
            command.arg(self.keys.cache(name));
            self.link.query::<i64>(&command).await
        });
        try_join_all(each).await?;
        Ok(())
    }
}
