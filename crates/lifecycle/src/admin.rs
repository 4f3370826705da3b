//! The internal port: is this process alive, is it ready, what has it counted.

use std::fmt;
use std::future::Future;
use std::net::TcpListener;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix_web::{App, HttpResponse, HttpServer, web};
use futures_util::future::join_all;
use metrics::{describe_gauge, gauge};

use crate::Shutdown;

/// A check that takes longer has failed.
const CHECK_TIMEOUT: Duration = Duration::from_secs(2);

const READY: &str = "hubbub_ready";
const DRAINING: &str = "hubbub_draining";
const DEPENDENCY: &str = "hubbub_dependency_up";

pub(crate) fn describe() {
    describe_gauge!(READY, "1 while this process should get traffic");
    describe_gauge!(DRAINING, "1 once this process was told to stop");
    describe_gauge!(
        DEPENDENCY,
        "1 while something that this process needs answers, by what it is"
    );
}

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

    /// What keeps this process from being ready; empty when it is. All is asked at once.
    pub async fn failures(&self) -> Vec<&'static str> {
        let is_draining = self.is_draining();
        gauge!(DRAINING).set(flag(is_draining));
        if is_draining {
            gauge!(READY).set(0.0);
            return vec!["draining"];
        }
        let checks = self.inner.checks.iter();
        let failures = join_all(checks.map(|(name, check)| failure(name, check))).await;
        let failures: Vec<_> = failures.into_iter().flatten().collect();
        gauge!(READY).set(flag(failures.is_empty()));
        failures
    }
}

/// The name of a check that fails.
async fn failure(name: &'static str, check: &Check) -> Option<&'static str> {
    let failed = match tokio::time::timeout(CHECK_TIMEOUT, check()).await {
        Ok(Ok(())) => false,
        Ok(Err(error)) => {
            tracing::warn!(check = name, "not ready: {name}: {error:#}");
            true
        }
        Err(_elapsed) => {
            tracing::warn!(check = name, "not ready: {name} did not answer in time");
            true
        }
    };
    gauge!(DEPENDENCY, "dependency" => name).set(flag(!failed));
    failed.then_some(name)
}

fn flag(is_so: bool) -> f64 {
    if is_so { 1.0 } else { 0.0 }
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
        // What a service describes from here on is described to the recorder.
        crate::metrics::handle();
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
        let server = HttpServer::new(move || {
            App::new()
                .app_data(web::Data::new(readiness.clone()))
                .route("/health/live", web::get().to(HttpResponse::NoContent))
                .route("/health/ready", web::get().to(ready))
                .route("/metrics", web::get().to(metrics_page))
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

/// The page also says whether this process is ready, as of now.
async fn metrics_page(readiness: web::Data<Readiness>) -> HttpResponse {
    readiness.failures().await;
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4")
        .body(crate::metrics::render())
}
