//! `local-s3`: serves `HUBBUB_S3_DIR` as S3 on `HUBBUB_LISTEN` until it is told to stop.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context as _;
use lifecycle::{Env, Shutdown};
use local_s3::Keys;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use tokio::net::TcpListener;

#[derive(Deserialize)]
struct Config {
    listen: SocketAddr,
    s3_dir: PathBuf,
    s3_bucket: String,
    s3_access_key: SecretString,
    s3_secret_key: SecretString,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let config: Config = Env::read()?.section()?;
    local_s3::create_bucket(&config.s3_dir, &config.s3_bucket)
        .with_context(|| format!("cannot make a bucket in {}", config.s3_dir.display()))?;
    let listener = TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("cannot listen on {}", config.listen))?;
    let keys = Keys {
        access: config.s3_access_key.expose_secret().to_owned(),
        secret: config.s3_secret_key.expose_secret().to_owned(),
    };
    let shutdown = Shutdown::new();
    shutdown.on_signals()?;
    local_s3::serve(&config.s3_dir, listener, keys, shutdown.soft().cancelled()).await?;
    shutdown.finished().await;
    Ok(())
}
