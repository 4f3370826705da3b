//! Ending what has run out.

use std::sync::LazyLock;

use domain::UserId;
use futures_util::future::try_join_all;
use redis::FromRedisValue;

use super::Presence;
use crate::error::Error;
use crate::keys::PRESENCE_SHARDS;
use crate::script::Lua;

/// How much one sweep of one shard ends at most; the next goes on.
const BATCH: usize = 500;

static DUE: LazyLock<Lua> = LazyLock::new(|| Lua::new(include_str!("../scripts/presence_due.lua")));

impl Presence {
    /// Ends the sockets of gateways whose leases have run out, and shows as offline whose grace
    /// has. Every gateway does this each second; who comes second finds nothing to do. Answers
    /// how many users went offline.
    ///
    /// # Errors
    /// When the live Redis is not available.
    pub async fn sweep(&self) -> Result<usize, Error> {
        let each = (0..PRESENCE_SHARDS).map(|shard| self.sweep_shard(shard));
        Ok(try_join_all(each).await?.iter().sum())
    }

    async fn sweep_shard(&self, shard: u16) -> Result<usize, Error> {
        let keys = [self.keys.gateway_leases(shard), self.keys.leaving(shard)];
        let keys = keys.each_ref().map(String::as_str);
        let due = DUE
            .call(&self.link, &keys, |command| {
                command.arg(BATCH);
            })
            .await?;
        let (gateways, leaving): (Vec<String>, Vec<String>) =
            FromRedisValue::from_redis_value(due).map_err(redis::RedisError::from)?;
        for gateway in &gateways {
            self.end_gateway(shard, gateway).await?;
        }
        let users = leaving
            .iter()
            .filter_map(|user| user.parse::<UserId>().ok());
        let gone = try_join_all(users.map(|user| self.expire(user))).await?;
        Ok(gone.iter().filter(|gone| **gone).count())
    }

    /// Shows a user as offline if the grace is over and no socket has come meanwhile.
    async fn expire(&self, user: UserId) -> Result<bool, Error> {
        self.call("", user, |command| {
            command.arg("expire").arg(user.to_string());
        })
        .await
    }

    /// Ends a dead gateway's sockets, then its lease.
    async fn end_gateway(&self, shard: u16, gateway: &str) -> Result<(), Error> {
        let mut command = redis::cmd("SRANDMEMBER");
        command.arg(self.keys.gateway_sockets(shard, gateway));
        command.arg(BATCH);
        let sockets: Vec<String> = self.link.query(&command).await?;
        let pairs = sockets.iter().filter_map(|socket| socket.split_once('/'));
        let parsed = pairs.filter_map(|(user, connection)| Some((user.parse().ok()?, connection)));
        let each = parsed.map(|(user, connection)| self.leave(gateway, user, connection));
        try_join_all(each).await?;
        if sockets.len() < BATCH {
            let mut command = redis::cmd("ZREM");
            command.arg(self.keys.gateway_leases(shard)).arg(gateway);
            let _removed: i64 = self.link.query(&command).await?;
        }
        Ok(())
    }
}
