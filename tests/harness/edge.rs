//! The edge of one test: all services behind one address, as the Caddyfile has it.

use std::sync::Arc;

use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

use crate::{cluster::Cluster, s3::S3};

/// Hands each connection on by the path of its first request; ends with this value.
pub struct Edge {
    address: String,
    serving: JoinHandle<()>,
}

struct Behind {
    api: String,
    files: String,
    gateway: String,
    store: String,
}

impl Edge {
    /// In front of the first process of each service.
    ///
    /// # Panics
    /// When no port is free.
    pub async fn before(cluster: &Cluster) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        let behind = Arc::new(Behind {
            api: cluster.apis[0].address(),
            files: cluster.files.address(),
            gateway: cluster.gateways[0].address(),
            store: cluster.store().trim_start_matches("http://").to_owned(),
        });
        let serving = tokio::task::spawn(async move {
            while let Ok((client, _from)) = listener.accept().await {
                tokio::task::spawn(hand_on(client, Arc::clone(&behind)));
            }
        });
        Self { address, serving }
    }

    /// Where it listens.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Edge {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn hand_on(mut client: TcpStream, behind: Arc<Behind>) {
    let mut start = [0; 256];
    let Ok(length) = client.peek(&mut start).await else {
        return;
    };
    let start = String::from_utf8_lossy(&start[..length]).into_owned();
    let path = start.split(' ').nth(1).unwrap_or_default();
    let bucket = format!("/{}/", S3::BUCKET);
    let target = match path {
        path if path.starts_with("/ws") || path.starts_with("/sse") => &behind.gateway,
        path if path.starts_with("/api/v1/files") => &behind.files,
        path if path.starts_with(&bucket) => &behind.store,
        _ => &behind.api,
    };
    if let Ok(mut server) = TcpStream::connect(target).await {
        let _ended = copy_bidirectional(&mut client, &mut server).await;
    }
}
