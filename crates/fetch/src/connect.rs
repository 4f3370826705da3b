//! The one place that opens sockets.

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tower_service::Service;

use crate::error::Refusal;
use crate::gate::Gate;

/// A name has many addresses; so many are tried.
const MAX_TRIES: usize = 4;
/// One that does not answer gives way to the next.
const TRY_FOR: Duration = Duration::from_secs(2);

type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Who knows the addresses of a name.
pub trait Lookup: fmt::Debug + Send + Sync {
    /// The addresses of `host`; asked once for each connection.
    fn addresses(&self, host: String) -> BoxFuture<io::Result<Vec<IpAddr>>>;
}

/// The system's resolver.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemLookup;

impl Lookup for SystemLookup {
    fn addresses(&self, host: String) -> BoxFuture<io::Result<Vec<IpAddr>>> {
        Box::pin(async move {
            let found = tokio::net::lookup_host((host, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// Connects to admitted addresses only: those it has just looked up itself.
#[derive(Clone, Debug)]
pub(crate) struct Connector {
    pub(crate) gate: Gate,
    pub(crate) lookup: Arc<dyn Lookup>,
}

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConnectError {
    #[error("not a place to connect to: {0}")]
    Refused(Refusal),
    #[error("the host has no address")]
    Unknown(#[source] io::Error),
    #[error("no connection")]
    Io(#[source] io::Error),
}

impl Connector {
    async fn connect(self, uri: Uri) -> Result<TcpStream, ConnectError> {
        let port = match (uri.port_u16(), uri.scheme_str()) {
            (Some(port), _) => port,
            (None, Some("https")) => 443,
            (None, _) => 80,
        };
        let host = uri.host().unwrap_or_default();
        let addresses = self.addresses(host, port).await?;
        let admitted: Vec<SocketAddr> = addresses
            .into_iter()
            .map(|address| SocketAddr::new(address, port))
            .filter(|address| self.gate.admits(*address))
            .take(MAX_TRIES)
            .collect();
        first(&admitted).await
    }

    async fn addresses(&self, host: &str, port: u16) -> Result<Vec<IpAddr>, ConnectError> {
        if !self.gate.admits_port(port) {
            return Err(ConnectError::Refused(Refusal::Port));
        }
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        if let Ok(literal) = bare.parse() {
            return Ok(vec![literal]);
        }
        let found = self.lookup.addresses(host.to_owned()).await;
        found.map_err(ConnectError::Unknown)
    }
}

/// The first that answers.
async fn first(addresses: &[SocketAddr]) -> Result<TcpStream, ConnectError> {
    let mut failed = ConnectError::Refused(Refusal::Address);
    for address in addresses {
        let stream = tokio::time::timeout(TRY_FOR, TcpStream::connect(*address)).await;
        match stream.unwrap_or_else(|late| Err(late.into())) {
            Ok(stream) => return Ok(stream),
            Err(error) => failed = ConnectError::Io(error),
        }
    }
    Err(failed)
}

impl Service<Uri> for Connector {
    type Response = TokioIo<TcpStream>;
    type Error = ConnectError;
    type Future = BoxFuture<Result<Self::Response, ConnectError>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), ConnectError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let connector = self.clone();
        Box::pin(async move { connector.connect(uri).await.map(TokioIo::new) })
    }
}
