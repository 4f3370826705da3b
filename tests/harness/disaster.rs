//! Losing everything and getting it back: what `deploy/backup.sh` and `deploy/restore.sh` are for.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::cluster::{Cluster, log_opens};
use crate::node::{Node, program};

/// A script that runs.
pub struct Script(tokio::task::JoinHandle<Output>);

impl Script {
    /// Waits until it has ended.
    ///
    /// # Panics
    /// When the shell could not be started.
    pub async fn ends(self) -> Output {
        self.0.await.expect("a script that ends")
    }
}

impl Cluster {
    /// Runs a script of `deploy/` with what the services are told.
    ///
    /// # Panics
    /// When the shell cannot be started.
    #[must_use]
    pub fn script(&self, name: &str, words: &[&str]) -> Script {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy");
        let node = program();
        let node = node.to_str().expect("a path in UTF-8");
        let mut command = Command::new("sh");
        command.arg(folder.join(name)).args(words);
        command.envs(self.files.environment());
        command.env("WORKER", format!("{node} worker"));
        command.env("FILES", format!("{node} files"));
        Script(tokio::task::spawn_blocking(move || {
            command.output().expect("a script that runs")
        }))
    }

    /// Every process ends at once, and no store has anything any more.
    ///
    /// # Panics
    /// When the cluster has no Redis of its own.
    pub async fn loses_everything(&mut self) {
        self.nodes().for_each(Node::kill);
        let redis = self.redis.as_mut().expect("a Redis of its own");
        redis.kill();
        redis.wipe();
        redis.revive().await;
        self.database
            .run("drop schema public cascade; create schema public")
            .await;
        for object in objects(&self.bucket()) {
            std::fs::remove_file(object).expect("an object can be removed");
        }
    }

    /// Everything is started again.
    pub async fn starts_again(&mut self) {
        self.nodes().for_each(Node::launch);
        for node in self.nodes() {
            node.ready().await;
        }
        log_opens(self.files.environment(), None).await;
    }
}

/// All files below a folder.
fn objects(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                objects(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}
