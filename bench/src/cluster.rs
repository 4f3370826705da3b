//! The cluster under load, as its launcher describes it in `cluster.json`.

use std::path::Path;

use anyhow::{Context as _, ensure};
use serde::Deserialize;

/// What runs and where.
#[derive(Debug, Deserialize)]
pub(crate) struct Cluster {
    pub(crate) services: Vec<Service>,
    pub(crate) stores: Stores,
    pub(crate) processes: Processes,
}

/// One process of ours.
#[derive(Debug, Deserialize)]
pub(crate) struct Service {
    #[serde(rename = "service")]
    pub(crate) kind: String,
    pub(crate) url: Option<String>,
    pub(crate) pid: u32,
}

/// Where the data is.
#[derive(Debug, Deserialize)]
pub(crate) struct Stores {
    pub(crate) postgres: String,
    pub(crate) redis_log: String,
    pub(crate) redis_live: String,
}

/// The processes of others, by pid.
#[derive(Debug, Deserialize)]
pub(crate) struct Processes {
    pub(crate) postgres: u32,
    #[serde(rename = "redis-log")]
    pub(crate) redis_log: u32,
    #[serde(rename = "redis-live")]
    pub(crate) redis_live: u32,
}

impl Cluster {
    /// Reads the description.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("no cluster runs: {} cannot be read", path.display()))?;
        let cluster: Self =
            serde_json::from_str(&text).context("cluster.json is not as expected")?;
        ensure!(
            cluster.gateways().len() >= 2,
            "two gateways are needed to measure the way between them"
        );
        Ok(cluster)
    }

    /// The address of the first api process.
    pub(crate) fn api(&self) -> anyhow::Result<&str> {
        self.of("api")
            .find_map(|one| one.url.as_deref())
            .context("no api process runs")
    }

    /// The WebSocket address of each gateway.
    pub(crate) fn gateways(&self) -> Vec<String> {
        let urls = self.of("gateway").filter_map(|one| one.url.as_deref());
        urls.map(|url| format!("{}/ws", url.replacen("http", "ws", 1)))
            .collect()
    }

    /// The processes of one service.
    pub(crate) fn pids(&self, service: &str) -> Vec<u32> {
        self.of(service).map(|one| one.pid).collect()
    }

    fn of(&self, service: &str) -> impl Iterator<Item = &Service> {
        self.services.iter().filter(move |one| one.kind == service)
    }
}
