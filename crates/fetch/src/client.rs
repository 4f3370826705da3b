//! Asking, within bounds.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderValue};
use http::{Method, Request, Response};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use lifecycle::metrics::queues;
use tokio::sync::Semaphore;
use url::Url;

use crate::answer::{self, Answer};
use crate::config::Config;
use crate::connect::{Connector, Lookup, SystemLookup};
use crate::error::{Error, Refusal};
use crate::gate::Gate;
use crate::{target, tls};

/// Requests at once; others wait, within their own time.
const AT_ONCE: usize = 16;
/// The head of an answer, in bytes.
const MAX_HEAD: usize = 64 * 1_024;
const MAX_HEADERS: usize = 100;
/// Who asks, in the form by which sites know a bot that shows previews.
const AGENT: HeaderValue = HeaderValue::from_static("Mozilla/5.0 (compatible; HubbubBot/1.0)");

/// How much an answer may cost.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// All of it: the wait for a free place, name, connection, redirects, body.
    pub deadline: Duration,
    /// Redirects that are followed.
    pub redirects: u8,
    /// Bytes of the body.
    pub bytes: usize,
    /// What becomes of a longer body.
    pub over: Over,
}

/// What becomes of a body that is longer than wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// Its beginning is enough.
    Cut,
    /// It is of no use.
    Refuse,
}

impl Bounds {
    /// A page: the beginning of it has what a preview needs. 5 s, 3 redirects, 512 KiB.
    pub const PAGE: Self = Self {
        deadline: Duration::from_secs(5),
        redirects: 3,
        bytes: 512 * 1_024,
        over: Over::Cut,
    };
    /// A picture, whole or not at all. 5 s, 3 redirects, 2 MiB.
    pub const PICTURE: Self = Self {
        bytes: 2 * 1_024 * 1_024,
        over: Over::Refuse,
        ..Self::PAGE
    };
}

type Http = Client<HttpsConnector<Connector>, Full<Bytes>>;

/// Fetches what strangers' URLs name. Clones share the places.
#[derive(Clone, Debug)]
pub struct Fetcher {
    gate: Gate,
    connector: Connector,
    places: Arc<Semaphore>,
    /// Made when it is first needed: the certificates of the system are many.
    http: Arc<OnceLock<Http>>,
}

impl Fetcher {
    /// A fetcher over the system's resolver.
    ///
    /// # Errors
    /// As [`Config::check`].
    pub fn new(config: &Config) -> Result<Self, lifecycle::config::Error> {
        Self::with_lookup(config, Arc::new(SystemLookup))
    }

    /// A fetcher over another resolver.
    ///
    /// # Errors
    /// As [`Config::check`].
    pub fn with_lookup(
        config: &Config,
        lookup: Arc<dyn Lookup>,
    ) -> Result<Self, lifecycle::config::Error> {
        config.check()?;
        let gate = Gate::new(&config.fetch_allow);
        let connector = Connector {
            gate: gate.clone(),
            lookup,
        };
        let places = Arc::new(Semaphore::new(AT_ONCE));
        queues::watch_turns("fetches", &places, AT_ONCE);
        Ok(Self {
            gate,
            connector,
            places,
            http: Arc::default(),
        })
    }

    /// Reads a URL and judges all of it that can be judged without asking anybody: a name may
    /// still turn out to have no public address.
    ///
    /// # Errors
    /// Why it will never be fetched.
    pub fn check(&self, url: &str) -> Result<Url, Error> {
        Ok(target::parse(&self.gate, url)?)
    }

    /// Gets what a URL names, following redirects. `accept` says what kinds are of use.
    ///
    /// # Errors
    /// Why there is no answer.
    pub async fn get(
        &self,
        url: &Url,
        accept: &'static str,
        bounds: Bounds,
    ) -> Result<Answer, Error> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
        self.within(bounds, self.follow(url, headers, bounds)).await
    }

    async fn follow(&self, url: &Url, headers: HeaderMap, bounds: Bounds) -> Result<Answer, Error> {
        let mut url = url.clone();
        for _hop in 0..=bounds.redirects {
            let request = self.request(Method::GET, &url, headers.clone(), Bytes::new())?;
            let response = self.send(request).await?;
            let Some(next) = answer::redirect(&url, &response)? else {
                return answer::read(url, response, bounds).await;
            };
            url = next;
        }
        Err(Error::Redirects)
    }

    /// Posts to a URL. Redirects are not followed: whoever hands out an address to post to knows
    /// where it is.
    ///
    /// # Errors
    /// Why there is no answer.
    pub async fn post(
        &self,
        url: &Url,
        headers: HeaderMap,
        body: Bytes,
        bounds: Bounds,
    ) -> Result<Answer, Error> {
        self.within(bounds, async {
            let request = self.request(Method::POST, url, headers, body)?;
            let response = self.send(request).await?;
            answer::read(url.clone(), response, bounds).await
        })
        .await
    }

    /// Waits for a place and for the answer, together no longer than the bounds allow.
    async fn within<T>(
        &self,
        bounds: Bounds,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let placed = async {
            // The semaphore is never closed.
            let _place = self.places.acquire().await.ok();
            work.await
        };
        let answered = tokio::time::timeout(bounds.deadline, placed).await;
        answered.unwrap_or(Err(Error::Late))
    }

    fn request(
        &self,
        method: Method,
        url: &Url,
        mut headers: HeaderMap,
        body: Bytes,
    ) -> Result<Request<Full<Bytes>>, Error> {
        let url = target::check(&self.gate, url.clone())?;
        headers.insert(header::USER_AGENT, AGENT);
        headers.insert(
            header::ACCEPT_ENCODING,
            HeaderValue::from_static("identity"),
        );
        let mut request = Request::builder()
            .method(method)
            .uri(url.as_str())
            .body(Full::new(body))
            .map_err(|_not_a_uri| Refusal::Malformed)?;
        *request.headers_mut() = headers;
        Ok(request)
    }

    async fn send(&self, request: Request<Full<Bytes>>) -> Result<Response<Incoming>, Error> {
        let sent = self.http()?.request(request).await;
        sent.map_err(|error| answer::failure(error.into()))
    }

    fn http(&self) -> Result<&Http, Error> {
        if let Some(http) = self.http.get() {
            return Ok(http);
        }
        let https = HttpsConnectorBuilder::new()
            .with_tls_config(tls::config().map_err(|error| Error::Unreachable(error.into()))?)
            .https_or_http()
            .enable_http1()
            .wrap_connector(self.connector.clone());
        let http = Client::builder(TokioExecutor::new())
            .pool_max_idle_per_host(0)
            .retry_canceled_requests(false)
            .http1_max_buf_size(MAX_HEAD)
            .http1_max_headers(MAX_HEADERS)
            .build(https);
        Ok(self.http.get_or_init(|| http))
    }
}
