//! One JSON object a line: what the event says, and above it what its spans say, so that every line
//! of a request names the request and its trace.

use std::fmt;

use opentelemetry::Context;
use opentelemetry::trace::TraceContextExt as _;
use serde::Serialize;
use serde_json::{Map, Value};
use tracing::field::{Field, Visit};
use tracing::{Event, Span, Subscriber, dispatcher};
use tracing_opentelemetry::{OpenTelemetrySpanExt as _, get_otel_context};
use tracing_subscriber::fmt::format::{JsonFields, Writer};
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormattedFields};
use tracing_subscriber::registry::LookupSpan;

const TRACE_ID: &str = "trace_id";
/// What only traces need to know of a span.
const FOR_TRACES: &str = "otel.";

/// Writes events as lines of JSON.
#[derive(Debug)]
pub(super) struct JsonLines;

#[derive(Serialize)]
struct Line<'a> {
    timestamp: String,
    level: &'a str,
    target: &'a str,
    message: Value,
    #[serde(flatten)]
    fields: Map<String, Value>,
}

impl<S> FormatEvent<S, JsonFields> for JsonLines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, JsonFields>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let mut fields = Fields(of_spans(context));
        if let Some(trace) = trace_id(context) {
            fields.0.insert(TRACE_ID.to_owned(), trace.into());
        }
        event.record(&mut fields);
        let mut timestamp = String::new();
        SystemTime.format_time(&mut Writer::new(&mut timestamp))?;
        let metadata = event.metadata();
        let line = Line {
            timestamp,
            level: metadata.level().as_str(),
            target: metadata.target(),
            message: fields.0.remove("message").unwrap_or_else(|| "".into()),
            fields: fields.0,
        };
        let text = serde_json::to_string(&line).map_err(|_not_json| fmt::Error)?;
        writeln!(writer, "{text}")
    }
}

/// What the spans around an event say; an inner one overrules those around it.
fn of_spans<S>(context: &FmtContext<'_, S, JsonFields>) -> Map<String, Value>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    let mut all = Map::new();
    let Some(scope) = context.event_scope() else {
        return all;
    };
    for span in scope.from_root() {
        let extensions = span.extensions();
        let Some(written) = extensions.get::<FormattedFields<JsonFields>>() else {
            continue;
        };
        if let Ok(fields) = serde_json::from_str::<Map<String, Value>>(&written.fields) {
            let ours = fields
                .into_iter()
                .filter(|(name, _)| !name.starts_with(FOR_TRACES));
            all.extend(ours);
        }
    }
    all
}

/// The trace that an event belongs to, when traces are on. The span that it is in may be one that no
/// trace has, such as a library's at debug: then it is that of a span around it.
fn trace_id<S>(context: &FmtContext<'_, S, JsonFields>) -> Option<String>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    named_by(&Span::current().context()).or_else(|| {
        dispatcher::get_default(|all| {
            let around = context.event_scope()?;
            let mut traced = around.filter_map(|span| get_otel_context(&span.id(), all));
            traced.find_map(|one| named_by(&one))
        })
    })
}

fn named_by(context: &Context) -> Option<String> {
    let span = context.span();
    let span = span.span_context();
    span.is_valid().then(|| span.trace_id().to_string())
}

/// Collects an event's fields.
struct Fields(Map<String, Value>);

impl Fields {
    fn put(&mut self, field: &Field, value: impl Into<Value>) {
        self.0.insert(field.name().to_owned(), value.into());
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.put(field, format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.put(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, value);
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.put(field, value);
    }

    fn record_error(&mut self, field: &Field, value: &(dyn std::error::Error + 'static)) {
        self.put(field, value.to_string());
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};

    use tracing_subscriber::fmt;
    use tracing_subscriber::layer::SubscriberExt as _;

    use super::*;

    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Page {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_line_says_what_its_event_and_all_its_spans_say() {
        let page = Page::default();
        let writer = page.clone();
        let layer = fmt::layer()
            .fmt_fields(JsonFields::new())
            .event_format(JsonLines)
            .with_writer(move || writer.clone());
        let subscriber = tracing_subscriber::registry().with(layer);
        tracing::subscriber::with_default(subscriber, || {
            let request = tracing::info_span!("request", request_id = "r1", otel.kind = "server");
            request.in_scope(|| {
                let inner = tracing::info_span!("inner", seq = 7, later = tracing::field::Empty);
                inner.record("later", "it came");
                inner.in_scope(|| tracing::warn!(attempt = 2, "\"quoted\"\nand broken"));
            });
        });
        let text = String::from_utf8(page.0.lock().unwrap().clone()).unwrap();
        assert_eq!(text.lines().count(), 1);
        let line: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(line["message"], "\"quoted\"\nand broken");
        assert_eq!(line["level"], "WARN");
        assert_eq!(line["request_id"], "r1");
        assert_eq!((&line["seq"], &line["attempt"]), (&7.into(), &2.into()));
        assert_eq!(line["later"], "it came");
        assert!(line.get("otel.kind").is_none() && line.get("trace_id").is_none());
        assert!(text.starts_with(r#"{"timestamp":"2"#), "{text}");
    }
}
