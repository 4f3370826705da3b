//! An object store for one test.

use std::{future::pending, path::Path};

use tokio::{net::TcpListener, task::JoinHandle};

/// An S3 server over a folder; it ends with this value.
pub(crate) struct S3 {
    port: u16,
    serving: JoinHandle<()>,
}

impl S3 {
    pub(crate) const BUCKET: &str = "hubbub";
    pub(crate) const ACCESS_KEY: &str = "e2e-access";
    pub(crate) const SECRET_KEY: &str = "e2e-secret";

    pub(crate) async fn start(folder: &Path) -> Self {
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
        Self { port, serving }
    }

    pub(crate) fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
