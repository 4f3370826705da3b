//! What the processes count: readable by Prometheus, and all that rules and dashboards ask for.

use std::{
    collections::BTreeSet,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use e2e::{Cluster, DEADLINE, Node, Opening, Socket, eventually};
use serde_json::Value;

/// What the index must have heard of by then.
const PATIENCE: Duration = Duration::from_secs(20);

/// Something of everything that is measured.
async fn traffic(cluster: &Cluster) {
    let ([alice, bob], workspace, general) = cluster.company(["alice", "bob"]).await;
    let reading = Opening::of(&bob).light().open().await;
    let talking = Socket::open(&alice, 0).await;
    alice.says("by the door").within(&general).await;
    let last = talking.says(&general, "over the socket").await["seq"]
        .as_i64()
        .expect("a seq");
    reading.reaches(&general, last).await;
    let stored = alice.uploads(&workspace, "notes.txt", "bytes").await;
    assert!(stored.is_ok(), "{stored}");
    eventually("it is found", PATIENCE, || async {
        let found = bob.get("/search?q=socket").await.ok();
        (found["data"].as_array().map(Vec::len) == Some(1)).then_some(())
    })
    .await;
}

async fn page(node: &Node) -> String {
    let page = reqwest::get(node.admin("/metrics")).await.expect("metrics");
    page.text().await.expect("a text")
}

fn nodes(cluster: &Cluster) -> impl Iterator<Item = &Node> {
    let all = cluster.apis.iter().chain(&cluster.gateways);
    all.chain(&cluster.workers).chain([&cluster.files])
}

/// What promtool has to say of a page; nothing when it is as it should be.
fn complaints(page: &str) -> String {
    let promtool = std::env::var("HUBBUB_TEST_PROMTOOL").unwrap_or_else(|_| "promtool".to_owned());
    let mut checking = Command::new(promtool)
        .args(["check", "metrics"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("promtool, of the package prometheus");
    let mut input = checking.stdin.take().expect("its input");
    input.write_all(page.as_bytes()).expect("it reads");
    drop(input);
    let said = checking.wait_with_output().expect("an end");
    let words = [said.stdout, said.stderr].concat();
    let words = String::from_utf8_lossy(&words).into_owned();
    assert_eq!(said.status.success(), words.is_empty(), "{words}");
    words
}

/// The names that have a value on a page, histograms by all of theirs.
fn counted(page: &str) -> BTreeSet<String> {
    let lines = page.lines().filter(|line| !line.starts_with('#'));
    let names = lines.filter_map(|line| line.split(['{', ' ']).next());
    names
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The names of ours in a text.
fn named(text: &str) -> BTreeSet<String> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | ':');
    let words = text.split(|letter| !is_part(letter));
    let ours = words.filter(|word| word.starts_with("hubbub_") || word.starts_with("process_"));
    ours.map(str::to_owned).collect()
}

/// Every query of a dashboard.
fn queries(dashboard: &Value, found: &mut String) {
    match dashboard {
        Value::Object(fields) => {
            for (name, value) in fields {
                if let ("expr" | "query" | "definition", Some(query)) =
                    (name.as_str(), value.as_str())
                {
                    found.push_str(query);
                    found.push('\n');
                }
                queries(value, found);
            }
        }
        Value::Array(all) => all.iter().for_each(|one| queries(one, found)),
        _ => {}
    }
}

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../deploy/monitoring")
        .join(folder);
    let entries = std::fs::read_dir(&folder).expect("the folder of the monitoring");
    let paths = entries.map(|entry| entry.expect("a file").path());
    let files: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|is| is == ending))
        .collect();
    assert!(!files.is_empty(), "nothing in {}", folder.display());
    files
}

/// What rules and dashboards ask for.
fn asked() -> BTreeSet<String> {
    let mut text = String::new();
    for rules in files("prometheus/rules", "yaml") {
        text.push_str(&std::fs::read_to_string(rules).expect("rules"));
    }
    for dashboard in files("grafana/dashboards", "json") {
        let json = std::fs::read(&dashboard).expect("a dashboard");
        queries(&serde_json::from_slice(&json).expect("JSON"), &mut text);
    }
    named(&text)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_metric_is_named_and_described_as_prometheus_wants_it() {
    let cluster = Cluster::start().up().await;
    traffic(&cluster).await;
    for node in nodes(&cluster) {
        let page = page(node).await;
        let complaints = complaints(&page);
        assert!(
            complaints.is_empty(),
            "{:?}:\n{complaints}\n{page}",
            node.kind
        );
        let described = |name: &str| page.contains(&format!("# HELP {name} "));
        let typed = page.lines().filter_map(|line| line.strip_prefix("# TYPE "));
        let bare: Vec<_> = typed
            .filter_map(|line| line.split_once(' '))
            .filter(|(name, kind)| !described(name) || *kind == "summary")
            .collect();
        assert!(
            bare.is_empty(),
            "{:?}: without words or buckets: {bare:?}",
            node.kind
        );
        assert!(page.contains("hubbub_ready 1"), "{page}");
        assert!(page.contains("hubbub_build_info{version=\""), "{page}");
    }
    // A page that is not fit is not passed.
    assert!(complaints("# TYPE things counter\nthings 1\n").contains("things"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_metric_that_a_rule_or_a_dashboard_asks_for_is_counted() {
    let cluster = Cluster::start().up().await;
    traffic(&cluster).await;
    let asked = asked();
    assert!(asked.len() > 20, "{asked:?}");
    // Some are looked at every few seconds only.
    let missing = |nodes: Vec<BTreeSet<String>>| -> Vec<String> {
        let counted: BTreeSet<String> = nodes.into_iter().flatten().collect();
        asked.difference(&counted).cloned().collect()
    };
    let mut left = Vec::new();
    let started = std::time::Instant::now();
    while started.elapsed() < DEADLINE {
        let mut pages = Vec::new();
        for node in nodes(&cluster) {
            pages.push(counted(&page(node).await));
        }
        left = missing(pages);
        if left.is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("nobody counts {left:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_says_how_far_it_is_behind_and_a_process_what_it_misses() {
    let cluster = Cluster::start().postgres_proxy().up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    let value = |page: &str, name: &str| -> f64 {
        let lines = page.lines().filter(|line| line.starts_with(name));
        let values = lines.filter_map(|line| line.rsplit(' ').next()?.parse().ok());
        values.fold(0.0, f64::max)
    };
    let worker = &cluster.workers[0];
    let behind = |is_so: bool| async move {
        let page = page(worker).await;
        let waits = value(&page, "hubbub_worker_backlog_events{") > 0.0
            && value(&page, "hubbub_worker_lag_seconds{") > 0.0;
        let has_postgres = page.contains("hubbub_dependency_up{dependency=\"postgres\"} 1");
        (waits == is_so && has_postgres != is_so).then_some(())
    };
    alice.says("stored").within(&general).await;
    eventually("all is stored", PATIENCE, || behind(false)).await;

    let postgres = cluster.postgres.as_ref().expect("a proxy");
    postgres.refuse();
    alice.says("waiting").within(&general).await;
    eventually("an event waits", PATIENCE, || behind(true)).await;

    postgres.resume();
    eventually("all is stored again", PATIENCE, || behind(false)).await;
}
