//! Logs to standard output and traces to a collector.

use std::time::Duration;

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::WithExportConfig as _;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use serde::Deserialize;
use tracing_subscriber::filter::EnvFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer, fmt};

/// How long the last traces may take to leave: a dead collector must not hold up a stop.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(2);
const EXPORT_TIMEOUT: Duration = Duration::from_secs(5);

/// How a log line is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// One JSON object a line.
    #[default]
    Json,
    /// For people at a terminal.
    Text,
}

/// What is logged and traced.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub struct Config {
    /// `HUBBUB_LOG`: levels by target, such as `info,gateway=debug`.
    pub log: String,
    /// `HUBBUB_LOG_FORMAT`: `json` or `text`.
    pub log_format: LogFormat,
    /// `HUBBUB_OTLP_ENDPOINT`: where traces go (OTLP over gRPC), nowhere when absent.
    pub otlp_endpoint: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            log: "info".to_owned(),
            log_format: LogFormat::Json,
            otlp_endpoint: None,
        }
    }
}

/// Keeps telemetry going; hand it to [`Guard::flush`] at the end.
#[must_use = "without a flush the last traces are lost"]
#[derive(Debug)]
pub struct Guard {
    provider: Option<SdkTracerProvider>,
}

/// Installs logging and tracing for this process. `service` names it in traces.
///
/// # Errors
/// When the filter cannot be parsed, the exporter cannot be built, or telemetry is already there.
pub fn init(config: &Config, service: &'static str) -> anyhow::Result<Guard> {
    opentelemetry::global::set_text_map_propagator(TraceContextPropagator::new());
    let filter = EnvFilter::try_new(&config.log)?;
    let provider = config
        .otlp_endpoint
        .as_deref()
        .map(|url| provider(url, service))
        .transpose()?;
    let traces = provider
        .as_ref()
        .map(|provider| tracing_opentelemetry::layer().with_tracer(provider.tracer(service)));
    tracing_subscriber::registry()
        .with(filter)
        .with(log_layer(config.log_format))
        .with(traces)
        .try_init()?;
    Ok(Guard { provider })
}

fn log_layer<S>(format: LogFormat) -> Box<dyn Layer<S> + Send + Sync>
where
    S: tracing::Subscriber + for<'a> LookupSpan<'a>,
{
    match format {
        LogFormat::Json => fmt::layer()
            .json()
            .flatten_event(true)
            .with_span_list(false)
            .with_target(true)
            .boxed(),
        LogFormat::Text => fmt::layer().with_target(true).boxed(),
    }
}

fn provider(endpoint: &str, service: &'static str) -> anyhow::Result<SdkTracerProvider> {
    let exporter = opentelemetry_otlp::SpanExporter::builder()
        .with_tonic()
        .with_endpoint(endpoint)
        .with_timeout(EXPORT_TIMEOUT)
        .build()?;
    let resource = Resource::builder().with_service_name(service).build();
    Ok(SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_resource(resource)
        .build())
}

impl Guard {
    /// Sends what is left, for two seconds at most.
    pub async fn flush(self) {
        let Some(provider) = self.provider else {
            return;
        };
        // The exporter blocks; so it gets a thread of its own, which is left behind if it hangs.
        let flushed = tokio::task::spawn_blocking(move || provider.shutdown());
        if !matches!(
            tokio::time::timeout(FLUSH_TIMEOUT, flushed).await,
            Ok(Ok(Ok(())))
        ) {
            tracing::warn!("the last traces did not reach the collector in time");
        }
    }
}
