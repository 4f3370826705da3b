//! An object store for one test.

use std::{future::pending, path::Path};

use tokio::{net::TcpListener, task::JoinHandle};

use crate::seaweedfs::SeaweedFs;

/// An S3 server over a folder; it ends with this value.
pub(crate) enum S3 {
    /// Ours, in this process.
    Local { port: u16, serving: JoinHandle<()> },
    /// That of the containers.
    SeaweedFs(SeaweedFs),
}

impl S3 {
    pub(crate) const BUCKET: &str = "hubbub";
    pub(crate) const ACCESS_KEY: &str = "e2e-access";
    pub(crate) const SECRET_KEY: &str = "e2e-secret";

    pub(crate) async fn start(folder: &Path, is_seaweedfs: bool) -> Self {
        if is_seaweedfs {
            return Self::SeaweedFs(SeaweedFs::start(folder).await);
        }
        let folder = folder.join("s3");
        local_s3::create_bucket(&folder, Self::BUCKET).expect("a bucket");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener
            .local_addr()
            .expect("a bound listener has an address")
            .port();
        let keys = local_s3::Keys {
            access: Self::ACCESS_KEY.to_owned(),
            secret: Self::SECRET_KEY.to_owned(),
        };
        let serving = tokio::task::spawn(async move {
            let served = local_s3::serve(&folder, listener, keys, pending()).await;
            served.expect("the object store serves");
        });
        Self::Local { port, serving }
    }

    pub(crate) fn endpoint(&self) -> String {
        match self {
            Self::Local { port, .. } => format!("http://127.0.0.1:{port}"),
            Self::SeaweedFs(server) => server.endpoint(),
        }
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        if let Self::Local { serving, .. } = self {
            serving.abort();
        }
    }
}
