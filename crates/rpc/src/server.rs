//! The server side that api and files share.

use std::net::TcpListener;
use std::time::Duration;

use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;

/// No call takes longer.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(15);
const KEEP_ALIVE_INTERVAL: Duration = Duration::from_secs(20);
/// Calls under way on one connection; more wait.
const CONCURRENCY_PER_CONNECTION: usize = 1_024;

/// A server with our bounds. Add the services, each behind a [`crate::secret::Guard`].
#[must_use]
pub fn builder() -> Server {
    Server::builder()
        .timeout(REQUEST_TIMEOUT)
        .tcp_nodelay(true)
        .http2_keepalive_interval(Some(KEEP_ALIVE_INTERVAL))
        .concurrency_limit_per_connection(CONCURRENCY_PER_CONNECTION)
}

/// The connections of a bound listener. An answer is three small writes: without `nodelay` the last
/// would wait 40 ms for the other side to acknowledge the first.
///
/// # Errors
/// When the listener cannot be polled.
pub fn incoming(listener: TcpListener) -> std::io::Result<TcpIncoming> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    Ok(TcpIncoming::from(listener).with_nodelay(Some(true)))
}
