//! The internal port: is this process alive, is it ready, what has it counted.

use std::fmt;
use std::future::Future;
use std::net::TcpListener;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix_web::{App, HttpResponse, HttpServer, web};

use crate::Shutdown;

/// A check that takes longer has failed.
const CHECK_TIMEOUT: Duration = Duration::from_secs(2);

type Checked = Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send>>;
type Check = Box<dyn Fn() -> Checked + Send + Sync>;

/// Whether this process should get traffic: it is not draining, and what it depends on answers.
#[derive(Clone)]
pub struct Readiness {
    inner: Arc<Inner>,
}

struct Inner {
    draining: AtomicBool,
    checks: Vec<(&'static str, Check)>,
}

impl fmt::Debug for Readiness {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.inner.checks.iter().map(|(name, _)| name).collect();
        formatter
            .debug_struct("Readiness")
            .field("checks", &names)
            .finish_non_exhaustive()
    }
}

/// Collects the checks of a service.
#[derive(Default)]
pub struct ReadinessBuilder {
    checks: Vec<(&'static str, Check)>,
}

impl ReadinessBuilder {
    /// Adds a dependency that must answer.
    #[must_use]
    pub fn check<F, Fut>(mut self, name: &'static str, check: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = anyhow::Result<()>> + Send + 'static,
    {
        self.checks
            .push((name, Box::new(move || Box::pin(check()))));
        self
    }

    /// The finished set of checks.
    #[must_use]
    pub fn build(self) -> Readiness {
        let inner = Inner {
            draining: AtomicBool::new(false),
            checks: self.checks,
        };
        Readiness {
            inner: Arc::new(inner),
        }
    }
}

impl Readiness {
    /// Starts collecting checks.
    #[must_use]
    pub fn builder() -> ReadinessBuilder {
        ReadinessBuilder::default()
    }

    /// From now on this process is not ready, whatever its checks say.
    pub fn drain(&self) {
        self.inner.draining.store(true, Ordering::Release);
    }

    /// Whether [`Readiness::drain`] was called.
    #[must_use]
    pub fn is_draining(&self) -> bool {
        self.inner.draining.load(Ordering::Acquire)
    }

    /// What keeps this process from being ready; empty when it is.
    pub async fn failures(&self) -> Vec<&'static str> {
        if self.is_draining() {
            return vec!["draining"];
        }
        let mut failures = Vec::new();
        for (name, check) in &self.inner.checks {
            match tokio::time::timeout(CHECK_TIMEOUT, check()).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => {
                    tracing::warn!(check = name, "not ready: {name}: {error:#}");
                    failures.push(*name);
                }
                Err(_elapsed) => {
                    tracing::warn!(check = name, "not ready: {name} did not answer in time");
                    failures.push(*name);
                }
            }
        }
        failures
    }
}

/// The server of the internal port.
#[derive(Debug)]
pub struct Admin {
    readiness: Readiness,
    listener: TcpListener,
}

impl Admin {
    /// Serves on `listener` once it is run.
    #[must_use]
    pub fn new(listener: TcpListener, readiness: Readiness) -> Self {
        Self {
            readiness,
            listener,
        }
    }

    /// Answers until everything else has finished: a draining process must still say so.
    ///
    /// # Errors
    /// When the listener cannot be served.
    pub async fn run(self, shutdown: Shutdown) -> std::io::Result<()> {
        let readiness = self.readiness;
        let metrics = crate::metrics::handle();
        let server = HttpServer::new(move || {
            App::new()
                .app_data(web::Data::new(readiness.clone()))
                .route("/health/live", web::get().to(HttpResponse::NoContent))
                .route("/health/ready", web::get().to(ready))
                .route(
                    "/metrics",
                    web::get().to(|| async { metrics_page(metrics) }),
                )
        })
        .workers(1)
        .disable_signals()
        .shutdown_timeout(1)
        .listen(self.listener)?
        .run();
        let handle = server.handle();
        tokio::select! {
            outcome = server => outcome,
            () = over(&shutdown) => {
                handle.stop(false).await;
                Ok(())
            }
        }
    }
}

/// Done when the soft stop has run its course: every tracked task has ended, or the stop is hard.
async fn over(shutdown: &Shutdown) {
    shutdown.soft().cancelled().await;
    shutdown.finished().await;
}

async fn ready(readiness: web::Data<Readiness>) -> HttpResponse {
    let failures = readiness.failures().await;
    if failures.is_empty() {
        return HttpResponse::NoContent().finish();
    }
    HttpResponse::ServiceUnavailable().json(serde_json::json!({ "failing": failures }))
}

fn metrics_page(handle: &metrics_exporter_prometheus::PrometheusHandle) -> HttpResponse {
    handle.run_upkeep();
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4")
        .body(handle.render())
}
