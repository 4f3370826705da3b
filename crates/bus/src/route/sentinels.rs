//! Asking the sentinels who the primary is.

use std::collections::HashMap;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use redis::{
    AsyncConnectionConfig, ConnectionAddr, ConnectionInfo, ErrorKind, RedisError, TlsCertificates,
};
use tokio::time::timeout;

use super::client;
use super::url::{Named, address};

/// How long a sentinel may take to connect and to answer.
const LIMIT: Duration = Duration::from_millis(500);

/// Who watches a primary.
#[derive(Debug)]
pub(super) struct Sentinels {
    named: Named,
    trust: Option<TlsCertificates>,
}

/// Where a sentinel says that the primary is, and all that it says about it.
type Answer = (Option<(String, u16)>, HashMap<String, String>);

/// Where a sentinel believes the primary to be.
struct Belief {
    /// Rises with every failover.
    epoch: i64,
    primary: ConnectionAddr,
}

impl Sentinels {
    pub(super) fn new(named: Named, trust: Option<TlsCertificates>) -> Self {
        Self { named, trust }
    }

    /// Where the primary is.
    ///
    /// All are asked at once, and of a majority's answers the one that knows of the latest failover
    /// counts: a sentinel that was cut off from the others cannot send anybody back to a primary
    /// that was replaced. Where no majority answers, one of them will do: a primary must also be
    /// found while some sentinels are down.
    pub(super) async fn primary(&self) -> Result<ConnectionAddr, RedisError> {
        let all = &self.named.sentinels;
        let majority = all.len() / 2 + 1;
        let mut asked: FuturesUnordered<_> = all.iter().map(|one| self.ask(one)).collect();
        let mut beliefs = Vec::with_capacity(majority);
        let mut refused = None;
        while beliefs.len() < majority
            && let Some(answer) = asked.next().await
        {
            match answer {
                Ok(belief) => beliefs.push(belief),
                Err(error) => refused = Some(error),
            }
        }
        let latest = beliefs.into_iter().max_by_key(|belief| belief.epoch);
        latest.map(|belief| belief.primary).ok_or_else(|| {
            let nobody = || (ErrorKind::Io, "no sentinel answers").into();
            refused.unwrap_or_else(nobody)
        })
    }

    async fn ask(&self, sentinel: &ConnectionInfo) -> Result<Belief, RedisError> {
        match timeout(LIMIT, self.hear(sentinel)).await {
            Ok(belief) => belief,
            Err(_elapsed) => Err((ErrorKind::Io, "a sentinel did not answer in time").into()),
        }
    }

    async fn hear(&self, sentinel: &ConnectionInfo) -> Result<Belief, RedisError> {
        let config = AsyncConnectionConfig::new().set_connection_timeout(Some(LIMIT));
        let client = client(sentinel.clone(), self.trust.as_ref())?;
        let mut connection = client
            .get_multiplexed_async_connection_with_config(&config)
            .await?;
        let name = &self.named.name;
        let mut question = redis::pipe();
        // The first knows the new primary as soon as it was promoted; the second has the number.
        question
            .cmd("SENTINEL")
            .arg("GET-MASTER-ADDR-BY-NAME")
            .arg(name);
        question.cmd("SENTINEL").arg("MASTER").arg(name);
        let (place, about): Answer = question.query_async(&mut connection).await?;
        let (host, port) = place.ok_or_else(|| -> RedisError {
            (
                ErrorKind::Io,
                "a sentinel does not know the primary",
                name.clone(),
            )
                .into()
        })?;
        let epoch = about.get("config-epoch").and_then(|text| text.parse().ok());
        Ok(Belief {
            epoch: epoch.unwrap_or(0),
            primary: address(sentinel.addr(), host, port),
        })
    }
}
