//! The way to the server of a role: one address, or whoever the sentinels say is the primary.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use futures_util::FutureExt;
use redis::aio::MultiplexedConnection;
use redis::{
    AsyncConnectionConfig, Client, ConnectionAddr, ConnectionInfo, ErrorKind, ProtocolVersion,
    RedisError, TlsCertificates, Value,
};
use secrecy::{ExposeSecret, SecretString};
use tokio::time::sleep;

use crate::error::Error;

mod sentinels;
mod trust;
mod url;

pub(crate) use trust::trust;

use sentinels::Sentinels;

/// How often the sentinels are asked whether a connection still leads to the primary.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// The way to a server. Clones are the same.
#[derive(Debug, Clone)]
pub(crate) struct Route(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// The server as it was configured; behind sentinels all but its address.
    server: ConnectionInfo,
    trust: Option<TlsCertificates>,
    sentinels: Option<Sentinels>,
    /// Where the last one who asked the sentinels was sent.
    primary: RwLock<Option<ConnectionAddr>>,
}

/// A connection, and to which address.
#[derive(Debug, Clone)]
pub(crate) struct Connected {
    pub(crate) connection: MultiplexedConnection,
    pub(crate) address: ConnectionAddr,
}

impl Route {
    /// # Errors
    /// [`Error::Config`] when the URL has none of the forms that the configuration allows.
    pub(crate) fn new(url: &SecretString, trust: Option<TlsCertificates>) -> Result<Self, Error> {
        let parsed = url::parse(url.expose_secret()).map_err(|source| Error::Config { source })?;
        let route = Self(Arc::new(Inner {
            server: parsed.server,
            sentinels: parsed
                .sentinels
                .map(|named| Sentinels::new(named, trust.clone())),
            trust,
            primary: RwLock::default(),
        }));
        route
            .client(route.0.server.addr().clone(), ProtocolVersion::RESP2)
            .map_err(|source| Error::Config { source })?;
        Ok(route)
    }

    /// A connection to the server; behind sentinels, to one that says itself that it is the
    /// primary.
    pub(crate) async fn connect(
        &self,
        protocol: ProtocolVersion,
        config: &AsyncConnectionConfig,
    ) -> Result<Connected, RedisError> {
        let address = self.primary().await?;
        let mut connected = self.open(address, protocol, config).await?;
        if self.0.sentinels.is_some() {
            must_be_primary(&mut connected.connection).await?;
        }
        Ok(connected)
    }

    /// Where the server is: as configured, or as the sentinels say now.
    pub(crate) async fn primary(&self) -> Result<ConnectionAddr, RedisError> {
        match &self.0.sentinels {
            None => Ok(self.0.server.addr().clone()),
            Some(sentinels) => Ok(self.located(sentinels.primary().boxed().await?)),
        }
    }

    /// How to connect to the server when it is at this address.
    pub(crate) fn info(
        &self,
        address: ConnectionAddr,
        protocol: ProtocolVersion,
    ) -> Result<ConnectionInfo, RedisError> {
        Ok(self
            .client(address, protocol)?
            .get_connection_info()
            .clone())
    }

    async fn open(
        &self,
        address: ConnectionAddr,
        protocol: ProtocolVersion,
        config: &AsyncConnectionConfig,
    ) -> Result<Connected, RedisError> {
        let client = self.client(address.clone(), protocol)?;
        let opened = client.get_multiplexed_async_connection_with_config(config);
        // Boxed, as below: the compiler gives up on how deep the futures of callers are nested.
        let opened = opened.boxed();
        Ok(Connected {
            connection: opened.await?,
            address,
        })
    }

    /// Resolves when the sentinels know of another primary: never for a server that has an address
    /// of its own.
    pub(crate) async fn moved_from(&self, address: &ConnectionAddr) {
        let Some(sentinels) = &self.0.sentinels else {
            return std::future::pending().await;
        };
        loop {
            sleep(LOOK_EVERY).await;
            // Sentinels that do not answer say nothing about the server, which does.
            if let Ok(primary) = sentinels.primary().await
                && self.located(primary) != *address
            {
                return;
            }
        }
    }

    /// Whether this address is known to be no longer the primary's.
    pub(crate) fn has_left(&self, address: &ConnectionAddr) -> bool {
        let primary = self.0.primary.read();
        let primary = primary.unwrap_or_else(PoisonError::into_inner);
        primary.as_ref().is_some_and(|primary| primary != address)
    }

    fn located(&self, primary: ConnectionAddr) -> ConnectionAddr {
        let slot = self.0.primary.write();
        let mut slot = slot.unwrap_or_else(PoisonError::into_inner);
        *slot = Some(primary.clone());
        primary
    }

    /// The client for an address, with Nagle's algorithm off.
    fn client(
        &self,
        address: ConnectionAddr,
        protocol: ProtocolVersion,
    ) -> Result<Client, RedisError> {
        let settings = self.0.server.redis_settings().clone();
        let info = self
            .0
            .server
            .clone()
            .set_addr(address)
            .set_redis_settings(settings.set_protocol(protocol));
        client(info, self.0.trust.as_ref())
    }
}

/// A client with Nagle's algorithm off that trusts whom it was told to.
fn client(info: ConnectionInfo, trust: Option<&TlsCertificates>) -> Result<Client, RedisError> {
    let tcp = info.tcp_settings().clone().set_nodelay(true);
    let info = info.set_tcp_settings(tcp);
    match (info.addr(), trust) {
        (ConnectionAddr::TcpTls { .. }, Some(trust)) => Client::build_with_tls(info, trust.clone()),
        _ => Client::open(info),
    }
}

/// Sentinels that were cut off go on naming a primary that was replaced, and name the next one
/// before it knows.
async fn must_be_primary(connection: &mut MultiplexedConnection) -> Result<(), RedisError> {
    let role: Vec<Value> = redis::cmd("ROLE").query_async(connection).await?;
    match role.first() {
        Some(Value::BulkString(role)) if role == b"master" => Ok(()),
        _ => Err((
            ErrorKind::Io,
            "the sentinels name a server that is a replica",
        )
            .into()),
    }
}
