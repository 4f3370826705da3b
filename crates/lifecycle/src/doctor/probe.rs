//! Single requests as a browser would make them, to see what the edge does with them.

use std::time::Instant;

use anyhow::Context as _;
use http::Request;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Bytes;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;

use super::PATIENCE;

/// The most of an answer that is read, in bytes.
const MOST: usize = 64 * 1024;

/// Makes requests. The certificates of the system are trusted.
#[derive(Clone, Debug)]
pub struct Probe {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
}

/// An answer.
#[derive(Debug)]
pub struct Seen {
    /// Its status.
    pub status: u16,
    /// What it says; empty when the connection was taken over.
    pub body: Bytes,
    /// The `Date` of whoever answered.
    pub date: Option<String>,
    /// How long it took.
    pub took: std::time::Duration,
}

impl Probe {
    /// Asks nobody yet.
    ///
    /// # Errors
    /// When the system has no certificates to trust.
    pub fn new() -> anyhow::Result<Self> {
        let provider = rustls::crypto::aws_lc_rs::default_provider();
        let connector = HttpsConnectorBuilder::new()
            .with_provider_and_native_roots(provider)
            .context("the system has no certificates to trust")?
            .https_or_http()
            .enable_http1()
            .build();
        let client = Client::builder(TokioExecutor::new())
            .pool_max_idle_per_host(0)
            .build(connector);
        Ok(Self { client })
    }

    /// Makes a request, for five seconds at most.
    ///
    /// # Errors
    /// When nobody answers in time.
    pub async fn send(&self, request: Request<Bytes>) -> anyhow::Result<Seen> {
        let started = Instant::now();
        let asking = self.client.request(request.map(Full::new));
        let answer = tokio::time::timeout(PATIENCE, asking).await;
        let answer = answer.context("no answer in time")??;
        let date = answer.headers().get(http::header::DATE);
        let date = date.and_then(|date| date.to_str().ok()).map(str::to_owned);
        let status = answer.status().as_u16();
        let body = if status == 101 {
            Bytes::new()
        } else {
            let body = Limited::new(answer.into_body(), MOST).collect();
            let body = tokio::time::timeout(PATIENCE, body).await;
            let body = body.context("the answer does not end")?;
            body.map_err(anyhow::Error::from_boxed)?.to_bytes()
        };
        Ok(Seen {
            status,
            body,
            date,
            took: started.elapsed(),
        })
    }
}
