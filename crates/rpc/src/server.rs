//! The server side that api and files share.

use std::net::TcpListener;
use std::time::Duration;

use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;

/// No call takes longer.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(15);
const KEEP_ALIVE_INTERVAL: Duration = Duration::from_secs(20);
/// A client calls all that time over one connection, to one process. Then it makes another, which a
/// balancer may lead to a process that came since. No age of grace beside it: with one, tonic 0.14
/// cuts the connection instead of ending it.
const CONNECTION_AGE: Duration = Duration::from_mins(2);
/// Calls under way on one connection; more wait.
const CONCURRENCY_PER_CONNECTION: usize = 1_024;

/// A server with our bounds. What is under way on a connection that is given up is answered. Add the services, each behind a [`crate::secret::Guard`].
#[must_use]
pub fn builder() -> Server {
    Server::builder()
        .timeout(REQUEST_TIMEOUT)
        .tcp_nodelay(true)
        .http2_keepalive_interval(Some(KEEP_ALIVE_INTERVAL))
        .max_connection_age(CONNECTION_AGE)
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use secrecy::SecretString;
    use tokio_stream::StreamExt as _;
    use tonic_health::pb::HealthCheckRequest;
    use tonic_health::pb::health_client::HealthClient;

    use super::*;
    use crate::client;

    /// Asks again and again. Every call is answered.
    async fn calls_until(url: &str, is_enough: impl Fn() -> bool) {
        let secret = SecretString::from("sixteen bytes at least");
        let health = HealthClient::new(client::transport(url, &secret).expect("a url"));
        let check = |request| {
            let mut health = health.clone();
            async move { health.check(request).await }
        };
        while !is_enough() {
            let whole = HealthCheckRequest::default();
            let answer = client::call("check", Duration::from_secs(5), whole, check);
            answer.await.expect("an answer");
        }
    }

    #[tokio::test]
    async fn a_client_whose_connection_has_grown_old_makes_another_and_no_call_fails() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let accepted = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&accepted);
        let connections = incoming(listener).expect("it listens").map(move |one| {
            counted.fetch_add(1, Ordering::Relaxed);
            one
        });
        let (_reporter, health) = tonic_health::server::health_reporter();
        let server = builder()
            .max_connection_age(Duration::from_millis(20))
            .add_service(health)
            .serve_with_incoming(connections);
        let calls = calls_until(&url, || accepted.load(Ordering::Relaxed) >= 4);
        let calls = tokio::time::timeout(Duration::from_secs(20), calls);
        tokio::select! {
            ended = server => panic!("the server ended: {ended:?}"),
            all = calls => all.expect("four connections"),
        }
    }
}
