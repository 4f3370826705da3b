//! Traces on their way to a collector.

use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry_otlp::WithExportConfig as _;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;
use serde::Deserialize;

use super::sampling::Sampling;

/// How long the last traces may take to leave: a dead collector must not hold up a stop.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(2);
const EXPORT_TIMEOUT: Duration = Duration::from_secs(5);

/// A share of all, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(try_from = "f64")]
pub struct Share(f64);

/// The number is not a share.
#[derive(Debug, thiserror::Error)]
#[error("a number from 0 to 1 is needed")]
pub struct NotAShare;

impl TryFrom<f64> for Share {
    type Error = NotAShare;

    fn try_from(number: f64) -> Result<Self, NotAShare> {
        (0.0..=1.0)
            .contains(&number)
            .then_some(Self(number))
            .ok_or(NotAShare)
    }
}

impl Share {
    pub(super) const fn get(self) -> f64 {
        self.0
    }
}

impl Default for Share {
    fn default() -> Self {
        Self(0.01)
    }
}

/// Sends the spans of `service` to `endpoint`: those of a `share` of the traces.
pub(super) fn provider(
    endpoint: &str,
    share: Share,
    service: &'static str,
) -> anyhow::Result<SdkTracerProvider> {
    let exporter = opentelemetry_otlp::SpanExporter::builder()
        .with_tonic()
        .with_endpoint(endpoint)
        .with_timeout(EXPORT_TIMEOUT)
        .build()?;
    let resource = Resource::builder()
        .with_service_name(service)
        .with_attributes([
            KeyValue::new("service.namespace", "hubbub"),
            KeyValue::new("service.version", env!("CARGO_PKG_VERSION")),
            KeyValue::new("service.instance.id", instance()),
        ])
        .build();
    Ok(SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_sampler(Sampling::new(share))
        .with_resource(resource)
        .build())
}

/// Which process this is among those of its service: in containers the host's name differs, on
/// one machine the number.
fn instance() -> String {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    format!("{}:{}", host.trim(), std::process::id())
}

/// Sends what is left, for two seconds at most.
pub(super) async fn flush(provider: SdkTracerProvider) {
    // This waits, and so it has a thread of its own. It ends in time by itself: the runtime waits
    // for such threads.
    let last = move || provider.shutdown_with_timeout(FLUSH_TIMEOUT);
    if !matches!(tokio::task::spawn_blocking(last).await, Ok(Ok(()))) {
        tracing::warn!("the last traces did not reach the collector in time");
    }
}

#[cfg(test)]
mod tests {
    use super::Share;

    #[test]
    fn a_share_lies_between_nothing_and_all() {
        for good in [0.0, 0.5, 1.0] {
            assert!(Share::try_from(good).is_ok(), "{good}");
        }
        for bad in [-0.1, 1.01, f64::NAN, f64::INFINITY] {
            assert!(Share::try_from(bad).is_err(), "{bad}");
        }
    }
}
