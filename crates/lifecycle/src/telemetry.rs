//! Logs to standard output and traces to a collector.

mod export;
mod json;
mod sampling;

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use serde::Deserialize;
use tracing::Level;
use tracing_subscriber::filter::{EnvFilter, filter_fn};
use tracing_subscriber::fmt::format::JsonFields;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer, fmt};

pub use export::{NotAShare, Share};
use json::JsonLines;
pub(crate) use sampling::from_outside;

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
    /// `HUBBUB_TRACE_SAMPLE`: the share of traces that are kept, from 0 to 1; 0.01 unless told. A caller's
    /// `traceparent` gives a trace its id and does not decide.
    pub trace_sample: Share,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            log: "info".to_owned(),
            log_format: LogFormat::Json,
            otlp_endpoint: None,
            trace_sample: Share::default(),
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
    let lines = EnvFilter::try_new(&config.log)?;
    let provider = config
        .otlp_endpoint
        .as_deref()
        .map(|url| export::provider(url, config.trace_sample, service))
        .transpose()?;
    // A quiet log does not make traces shorter.
    let spans = filter_fn(|what| what.is_span() && *what.level() <= Level::INFO)
        .with_max_level_hint(Level::INFO);
    let traces = provider.as_ref().map(|provider| {
        tracing_opentelemetry::layer()
            .with_tracer(provider.tracer(service))
            .with_location(false)
            .with_threads(false)
            .with_filter(spans)
    });
    tracing_subscriber::registry()
        .with(traces)
        .with(log_layer(config.log_format).with_filter(lines))
        .try_init()?;
    Ok(Guard { provider })
}

fn log_layer<S>(format: LogFormat) -> Box<dyn Layer<S> + Send + Sync>
where
    S: tracing::Subscriber + for<'a> LookupSpan<'a>,
{
    match format {
        LogFormat::Json => fmt::layer()
            .fmt_fields(JsonFields::new())
            .event_format(JsonLines)
            .boxed(),
        LogFormat::Text => fmt::layer().with_target(true).boxed(),
    }
}

impl Guard {
    /// Sends what is left, for two seconds at most.
    pub async fn flush(self) {
        if let Some(provider) = self.provider {
            export::flush(provider).await;
        }
    }
}
