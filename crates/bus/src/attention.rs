//! Who has Hubbub before their eyes: for each user, the sockets whose client said so, and until
//! when that is believed. On the live Redis: lost, nobody is there, and they are told once more
//! than needed.

use std::sync::Arc;
use std::time::Duration;

use domain::{ConnectionId, UserId};
use futures_util::future::try_join_all;

use crate::error::Error;
use crate::keys::Keys;
use crate::link::Link;

/// How long a socket is believed: its gateway says it again at every ping, so that a gateway that
/// died is forgotten after two of them.
const BELIEVED: Duration = Duration::from_mins(1);

/// Who is there. Clones are the same.
#[derive(Debug, Clone)]
pub struct Attention {
    pub(crate) link: Link,
    pub(crate) keys: Arc<Keys>,
}

impl Attention {
    /// Somebody is at this socket, at this time (Unix milliseconds).
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn enter(
        &self,
        user: UserId,
        connection: ConnectionId,
        now_ms: i64,
    ) -> Result<(), Error> {
        let key = self.keys.attentive(user);
        let believed_ms = i64::try_from(BELIEVED.as_millis()).unwrap_or(i64::MAX);
        let mut command = redis::cmd("ZADD");
        command.arg(&key);
        command
            .arg(now_ms.saturating_add(believed_ms))
            .arg(connection.to_string());
        let _added: i64 = self.link.query(&command).await?;
        // Dead sockets go with the key, when nobody of this user is anywhere any more.
        let mut command = redis::cmd("PEXPIRE");
        command.arg(&key).arg(believed_ms);
        let _set: i64 = self.link.query(&command).await?;
        Ok(())
    }

    /// Nobody is at this socket any more.
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn leave(&self, user: UserId, connection: ConnectionId) -> Result<(), Error> {
        let mut command = redis::cmd("ZREM");
        command
            .arg(self.keys.attentive(user))
            .arg(connection.to_string());
        let _removed: i64 = self.link.query(&command).await?;
        Ok(())
    }

    /// Those of these users who are at one of their sockets at this time (Unix milliseconds).
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn among(&self, users: &[UserId], now_ms: i64) -> Result<Vec<UserId>, Error> {
        let each = users.iter().map(async |user| {
            let mut command = redis::cmd("ZCOUNT");
            command
                .arg(self.keys.attentive(*user))
                .arg(now_ms)
                .arg("+inf");
            let sockets: i64 = self.link.query(&command).await?;
            Ok::<_, Error>((sockets > 0).then_some(*user))
        });
        Ok(try_join_all(each).await?.into_iter().flatten().collect())
    }
}
