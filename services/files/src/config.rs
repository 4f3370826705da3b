//! What files reads from its environment.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use lifecycle::{Env, telemetry};
use secrecy::SecretString;
use serde::Deserialize;

/// Everything that files reads, section by section.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// What is files' alone.
    pub files: Files,
    /// What may be uploaded.
    pub uploads: Uploads,
    /// Where the bytes are.
    pub s3: S3,
    /// How requests are let in.
    pub door: auth::DoorConfig,
    /// How to reach Postgres.
    pub store: store::Config,
    /// How to reach Redis, for ended sessions.
    pub bus: bus::Config,
    /// How to reach api, and the secret among services.
    pub rpc: rpc::Config,
    /// What is logged and traced.
    pub telemetry: telemetry::Config,
    /// The program that looks at what strangers sent, `files` itself; this one, when `None`. No
    /// variable: only a test is another program.
    pub program: Option<PathBuf>,
}

/// What is files' alone.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub struct Files {
    /// `HUBBUB_LISTEN`: where REST is served.
    pub listen: SocketAddr,
    /// `HUBBUB_ADMIN_LISTEN`: where health and metrics are served.
    pub admin_listen: SocketAddr,
    /// `HUBBUB_GRPC_LISTEN`: where api asks.
    pub grpc_listen: SocketAddr,
    /// `HUBBUB_PARTITIONS`: fixed when the installation is made.
    pub partitions: domain::Partitions,
    /// `HUBBUB_UPLOAD_MAX_BYTES`: the largest file.
    pub upload_max_bytes: u64,
    /// `HUBBUB_IMAGE_MAX_BYTES`: the largest picture of a person, a workspace or a channel, and the
    /// largest emoji, before they are made smaller.
    pub image_max_bytes: u64,
    /// `HUBBUB_GUEST_UPLOAD_MAX_BYTES`: the largest file of somebody who came by a guest link.
    pub guest_upload_max_bytes: u64,
    /// `HUBBUB_DRAIN_DELAY_S`: how long a stopping process goes on serving, until no balancer
    /// sends it anything, in seconds.
    pub drain_delay_s: u32,
    /// `HUBBUB_DRAIN_WINDOW_S`: how long requests under way may then take, in seconds.
    pub drain_window_s: u32,
    /// `HUBBUB_FFMPEG`: where ffmpeg is, with ffprobe beside it. Without them films have no posters,
    /// and neither they nor sound have a length; they are played all the same.
    pub ffmpeg: String,
    /// `HUBBUB_PDFTOPPM`: where poppler's pdftoppm is, with pdfinfo beside it. Without them PDF is
    /// shown by its name alone.
    pub pdftoppm: String,
    /// `HUBBUB_DOWNLOAD_STALL_S`: a download of which nothing is taken for so long is broken off, in
    /// seconds.
    pub download_stall_s: u32,
    /// `HUBBUB_FILE_PREVIEWS_AT_ONCE`: how many files are looked at at the same time.
    pub file_previews_at_once: u16,
    /// `HUBBUB_FILE_PREVIEW_MAX_BYTES`: files that are larger have no thumbnails and no poster; each
    /// one that is looked at is on the disk meanwhile.
    pub file_preview_max_bytes: u64,
    /// `HUBBUB_FILE_PREVIEW_MEMORY_BYTES`: the address space of the process that looks at one.
    pub file_preview_memory_bytes: u64,
    /// `HUBBUB_FILE_PREVIEW_TIMEOUT_MS`: the longest that it may take, in milliseconds.
    pub file_preview_timeout_ms: u32,
}

impl Default for Files {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8084)),
            admin_listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 9084)),
            grpc_listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 7084)),
            partitions: domain::Partitions::default(),
            upload_max_bytes: 1024 * 1024 * 1024,
            image_max_bytes: 10 * 1024 * 1024,
            guest_upload_max_bytes: 10 * 1024 * 1024,
            drain_delay_s: 0,
            drain_window_s: 20,
            ffmpeg: "/usr/bin/ffmpeg".to_owned(),
            pdftoppm: "/usr/bin/pdftoppm".to_owned(),
            download_stall_s: 60,
            file_previews_at_once: 2,
            file_preview_max_bytes: 256 * 1024 * 1024,
            file_preview_memory_bytes: 768 * 1024 * 1024,
            file_preview_timeout_ms: 20_000,
        }
    }
}

/// What may be uploaded.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub struct Uploads {
    /// `HUBBUB_WORKSPACE_MAX_BYTES`: all files of a workspace together; 0: as many as the store
    /// holds.
    pub workspace_max_bytes: u64,
    /// `HUBBUB_UPLOADS_OPEN_MAX`: files in parts that one person may have begun and not completed.
    pub uploads_open_max: u32,
    /// `HUBBUB_UPLOAD_URL_TTL_S`: how long the address of a part holds, in seconds, at most a week.
    pub upload_url_ttl_s: u32,
    /// `HUBBUB_UPLOAD_DENIED`: what is refused, comma-separated: endings such as `.exe`, by name and
    /// by content, and types such as `application/zip` or `video/*`, by content.
    pub upload_denied: String,
    /// `HUBBUB_CLAMD`: `host:port` of a clamd that scans every file before anybody gets it; its
    /// `StreamMaxLength` must not be below `HUBBUB_UPLOAD_MAX_BYTES`. Empty: none.
    pub clamd: String,
}

impl Default for Uploads {
    fn default() -> Self {
        Self {
            workspace_max_bytes: 0,
            uploads_open_max: 20,
            upload_url_ttl_s: 300,
            upload_denied: String::new(),
            clamd: String::new(),
        }
    }
}

/// Where the bytes are.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub struct S3 {
    /// `HUBBUB_S3_ENDPOINT`: the address of the store; buckets are asked for path-style.
    pub s3_endpoint: String,
    /// `HUBBUB_S3_PUBLIC_URL`: where browsers reach the store, for files in parts; what is signed
    /// holds for this host alone. Empty: at the edge, which hands on `/BUCKET/*`.
    pub s3_public_url: String,
    /// `HUBBUB_S3_BUCKET`: made at the start if it is not there.
    pub s3_bucket: String,
    /// `HUBBUB_S3_REGION`: what the store wants to hear.
    pub s3_region: String,
    /// `HUBBUB_S3_ACCESS_KEY`: the id of the key to the store.
    pub s3_access_key: SecretString,
    /// `HUBBUB_S3_SECRET_KEY`: what requests to the store are signed with.
    pub s3_secret_key: SecretString,
}

impl Default for S3 {
    fn default() -> Self {
        Self {
            s3_endpoint: "http://127.0.0.1:9000".to_owned(),
            s3_public_url: String::new(),
            s3_bucket: "hubbub".to_owned(),
            s3_region: "us-east-1".to_owned(),
            s3_access_key: SecretString::default(),
            s3_secret_key: SecretString::default(),
        }
    }
}

impl Config {
    /// Where clients reach the store, unless they came by another address that is ours.
    #[must_use]
    pub(crate) fn store_origin(&self) -> &str {
        if self.s3.s3_public_url.is_empty() {
            &self.door.public_url
        } else {
            &self.s3.s3_public_url
        }
    }

    /// Reads the environment.
    ///
    /// # Errors
    /// When a variable is missing or wrong; the message names it.
    pub fn read(env: &Env) -> Result<Self, lifecycle::config::Error> {
        Ok(Self {
            files: env.section()?,
            uploads: env.section()?,
            s3: env.section()?,
            door: env.section()?,
            store: env.section()?,
            bus: env.section()?,
            rpc: env.section()?,
            telemetry: env.section()?,
            program: None,
        })
    }
}
