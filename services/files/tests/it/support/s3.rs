//! The object store of a test.

use local_s3::Keys;
use tempfile::TempDir;
use tokio::task::JoinHandle;

/// The one bucket.
pub(super) const BUCKET: &str = "files";

/// The object store, which can be stopped.
pub(crate) struct S3 {
    pub(crate) folder: TempDir,
    stop: tokio_util::sync::CancellationToken,
    task: Option<JoinHandle<()>>,
    pub(super) endpoint: String,
}

impl S3 {
    pub(super) async fn start() -> Self {
        let folder = TempDir::new().unwrap();
        local_s3::create_bucket(folder.path(), BUCKET).unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let stop = tokio_util::sync::CancellationToken::new();
        let (dir, stopped) = (folder.path().to_owned(), stop.clone());
        let keys = Keys {
            access: "access".to_owned(),
            secret: "secret".to_owned(),
        };
        let task = tokio_util::task::TaskTracker::new().spawn(async move {
            local_s3::serve(&dir, listener, keys, stopped.cancelled_owned())
                .await
                .unwrap();
        });
        Self {
            folder,
            stop,
            task: Some(task),
            endpoint,
        }
    }

    /// Nobody listens any more.
    pub(crate) async fn goes_down(&mut self) {
        self.stop.cancel();
        self.task.take().unwrap().await.unwrap();
    }

    /// What uploads in parts that are under way have left beside the bucket.
    pub(crate) fn leftovers(&self) -> Vec<std::path::PathBuf> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        let is_upload = |path: &std::path::PathBuf| {
            path.file_name()
                .unwrap()
                .to_string_lossy()
                .starts_with(".upload")
        };
        paths.filter(is_upload).collect()
    }

    /// The files in the bucket.
    pub(crate) fn objects(&self) -> Vec<std::path::PathBuf> {
        let mut folders = vec![self.folder.path().join(BUCKET)];
        let mut objects = Vec::new();
        while let Some(folder) = folders.pop() {
            let paths = std::fs::read_dir(folder)
                .unwrap()
                .map(|entry| entry.unwrap().path());
            let (inner, found): (Vec<_>, Vec<_>) = paths.partition(|path| path.is_dir());
            folders.extend(inner);
            objects.extend(found);
        }
        objects
    }
}
