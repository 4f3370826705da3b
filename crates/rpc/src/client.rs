use std::time::Duration;

use secrecy::SecretString;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Response, Status};

use crate::error::Error;
use crate::secret::Credentials;
use crate::status;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);
const KEEP_ALIVE_INTERVAL: Duration = Duration::from_secs(10);
const KEEP_ALIVE_TIMEOUT: Duration = Duration::from_secs(5);
/// Before the second and the third attempt. There is no fourth.
const RETRY_PAUSES: [Duration; 2] = [Duration::from_millis(50), Duration::from_millis(200)];

pub(crate) type Transport = InterceptedService<Channel, Credentials>;

/// A connection that is made when it is first needed, and again when it broke.
pub(crate) fn transport(url: &str, secret: &SecretString) -> Result<Transport, Error> {
    let address = |source| Error::Address {
        url: url.to_owned(),
        source,
    };
    let channel = Endpoint::from_shared(url.to_owned())
        .map_err(address)?
        .connect_timeout(CONNECT_TIMEOUT)
        .tcp_nodelay(true)
        .http2_keep_alive_interval(KEEP_ALIVE_INTERVAL)
        .keep_alive_timeout(KEEP_ALIVE_TIMEOUT)
        .keep_alive_while_idle(true)
        .connect_lazy();
    Ok(InterceptedService::new(channel, Credentials::new(secret)?))
}

/// Calls `attempt` until it is answered, at most three times and never past `deadline`.
///
/// Only what was not answered is retried: the connection broke. All our calls can be repeated: sends carry
/// a nonce, claims too, and the others set a state.
pub(crate) async fn call<Q, A, F>(
    method: &'static str,
    deadline: Duration,
    request: Q,
    attempt: impl Fn(Request<Q>) -> F,
) -> Result<A, Error>
where
    Q: Clone,
    F: Future<Output = Result<Response<A>, Status>>,
{
    let attempts = async {
        let mut pauses = RETRY_PAUSES.iter();
        loop {
            let mut one = Request::new(request.clone());
            one.set_timeout(deadline);
            let status = match attempt(one).await {
                Ok(answer) => return Ok(answer.into_inner()),
                Err(status) => status,
            };
            let pause = pauses.next().filter(|_| status::is_unanswered(&status));
            let Some(pause) = pause else {
                return Err(status);
            };
            tracing::debug!(method, "{method} is tried again after {pause:?}: {status}");
            tokio::time::sleep(*pause).await;
        }
    };
    let late = |_elapsed| Err(Status::deadline_exceeded("no answer in time"));
    tokio::time::timeout(deadline, attempts)
        .await
        .unwrap_or_else(late)
        .map_err(Error::from)
}
