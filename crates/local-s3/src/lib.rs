//! An S3 server over a folder: what `make up` and the tests store files in.
//!
//! It speaks the real S3 API with real signatures, so that the service under test is the one that
//! runs against any other S3 store. It is not a place for data that matters.

mod parts;

use std::io;
use std::path::Path;
use std::pin::pin;
use std::time::Duration;

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use parts::Folder;

/// How long requests under way may take to finish once the server is told to stop.
const DRAIN: Duration = Duration::from_secs(2);

/// The one pair of keys that the server accepts.
#[derive(Clone)]
pub struct Keys {
    /// The access key id.
    pub access: String,
    /// The secret that requests are signed with.
    pub secret: String,
}

/// Makes the folder of `bucket` under `dir`, if it is not there.
///
/// # Errors
/// When the folder cannot be made.
pub fn create_bucket(dir: &Path, bucket: &str) -> io::Result<()> {
    std::fs::create_dir_all(dir.join(bucket))
}

/// Serves the folder `dir` as S3 until `stop` completes, then finishes what is under way.
///
/// Each folder in `dir` is a bucket; addresses are path-style.
///
/// # Errors
/// When `dir` cannot be opened.
pub async fn serve(
    dir: &Path,
    listener: TcpListener,
    keys: Keys,
    stop: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    let service = service(dir, keys)?;
    let http = Builder::new(TokioExecutor::new());
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        // A client that goes away before it is accepted is no reason to stop.
        let Ok((socket, _peer)) = accepted else {
            continue;
        };
        let connection = http
            .serve_connection(TokioIo::new(socket), service.clone())
            .into_owned();
        let connection = graceful.watch(connection);
        connections.spawn(async move {
            // A broken connection concerns its client alone.
            connection.await.ok();
        });
        while connections.try_join_next().is_some() {}
    }
    // What takes longer than the drain is cut: the folder holds only whole objects.
    tokio::time::timeout(DRAIN, graceful.shutdown()).await.ok();
    Ok(())
}

fn service(dir: &Path, keys: Keys) -> anyhow::Result<S3Service> {
    // Not Display: the crate's error has only a debug form.
    let files = FileSystem::new(dir).map_err(|error| anyhow::anyhow!("{error:?}"))?;
    let mut builder = S3ServiceBuilder::new(Folder::new(files, dir));
    builder.set_auth(SimpleAuth::from_single(keys.access, keys.secret));
    Ok(builder.build())
}
