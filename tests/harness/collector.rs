//! A collector of traces, the program that others run (rotel): what it understood is what we sent.

use std::{
    collections::BTreeMap,
    fs::File,
    net::{TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;

use crate::{
    node::{env, free_port},
    wait::{DEADLINE, eventually},
};

/// One span, as the collector read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The trace that it stands in.
    pub trace: String,
    /// Its own id.
    pub id: String,
    /// Its parent's; empty at the root.
    pub parent: String,
    /// What was done.
    pub name: String,
    /// Which service did it.
    pub service: String,
    /// Which process of that service.
    pub instance: String,
    /// How long it took, in microseconds.
    pub micros: u64,
    /// What else is known of it.
    pub attributes: BTreeMap<String, String>,
}

/// A running collector; it is killed when this value is dropped.
pub struct Collector {
    port: u16,
    page: PathBuf,
    process: Child,
    _folder: TempDir,
}

impl Collector {
    /// Starts one.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn start() -> Self {
        let folder = TempDir::with_prefix("hubbub-collector-").expect("a folder");
        let page = folder.path().join("spans");
        let (port, other) = (free_port(), free_port());
        let process = Command::new(env("HUBBUB_TEST_ROTEL"))
            .args(["start", "--exporter", "blackhole"])
            .args(["--debug-log", "traces", "--debug-log-verbosity", "detailed"])
            .arg(format!("--otlp-grpc-endpoint=127.0.0.1:{port}"))
            .arg(format!("--otlp-http-endpoint=127.0.0.1:{other}"))
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(File::create(&page).expect("a file"))
            .stderr(Stdio::null())
            .spawn()
            .expect("the collector starts");
        eventually("the collector listens", DEADLINE, async || {
            TcpStream::connect(("127.0.0.1", port)).ok()
        })
        .await;
        Self {
            port,
            page,
            process,
            _folder: folder,
        }
    }

    /// Where it takes spans, OTLP over gRPC.
    #[must_use]
    pub fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// All that it has taken.
    #[must_use]
    pub fn spans(&self) -> Vec<Span> {
        read(&std::fs::read_to_string(&self.page).unwrap_or_default())
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A collector that is there and takes nothing: it accepts connections and never answers. Its
/// address, which lasts as long as the listener.
///
/// # Panics
/// When no port is free.
#[must_use]
pub fn dead_collector() -> (TcpListener, String) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let address = listener.local_addr().expect("an address");
    (listener, format!("http://{address}"))
}

/// The spans of a trace as a tree, for people: who did what, below what it was done for.
#[must_use]
pub fn tree(spans: &[Span]) -> String {
    let known = |id: &str| spans.iter().any(|span| span.id == id);
    let mut text = String::new();
    for root in spans.iter().filter(|span| !known(&span.parent)) {
        draw(spans, root, 0, &mut text);
    }
    text
}

fn draw(spans: &[Span], span: &Span, depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth);
    let millis = Millis(span.micros);
    let title = format!("{indent}{}", span.name);
    text.push_str(&format!("{title:<44} {:<8} {millis}\n", span.service));
    for child in spans.iter().filter(|other| other.parent == span.id) {
        draw(spans, child, depth + 1, text);
    }
}

struct Millis(u64);

impl std::fmt::Display for Millis {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:>3}.{:03} ms", self.0 / 1000, self.0 % 1000)
    }
}

/// Reads the collector's page: resources, and below each its spans.
fn read(page: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut resource: BTreeMap<String, String> = BTreeMap::new();
    let (mut in_resource, mut start) = (false, 0);
    for line in page.lines() {
        if line.starts_with("ResourceSpans #") {
            (resource, in_resource) = (BTreeMap::new(), true);
            continue;
        }
        if line.starts_with("Span #") {
            in_resource = false;
            spans.push(empty(&resource));
            continue;
        }
        if let Some((name, value)) = attribute(line) {
            match spans.last_mut() {
                Some(span) if !in_resource => span.attributes.insert(name, value),
                _ => resource.insert(name, value),
            };
            continue;
        }
        let (Some(span), Some((name, value))) = (spans.last_mut(), line.split_once(':')) else {
            continue;
        };
        let value = value.trim().to_owned();
        match name.trim() {
            "Trace ID" => span.trace = value,
            "Parent ID" => span.parent = value,
            "ID" => span.id = value,
            "Name" => span.name = value,
            "Start time" => start = value.parse().unwrap_or_default(),
            "End time" => {
                let end: u64 = value.parse().unwrap_or_default();
                span.micros = end.saturating_sub(start) / 1000;
            }
            _ => {}
        }
    }
    spans
}

fn empty(resource: &BTreeMap<String, String>) -> Span {
    let of_resource = |name: &str| resource.get(name).cloned().unwrap_or_default();
    Span {
        trace: String::new(),
        id: String::new(),
        parent: String::new(),
        name: String::new(),
        service: of_resource("service.name"),
        instance: of_resource("service.instance.id"),
        micros: 0,
        attributes: BTreeMap::new(),
    }
}

/// `     -> name: Str(value)`.
fn attribute(line: &str) -> Option<(String, String)> {
    let (name, value) = line.trim_start().strip_prefix("-> ")?.split_once(": ")?;
    let value = value.split_once('(').map_or(value, |(_type, rest)| rest);
    let value = value.strip_suffix(')').unwrap_or(value);
    Some((name.to_owned(), value.to_owned()))
}
