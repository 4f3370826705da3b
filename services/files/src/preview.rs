//! Previews of files: thumbnails and their hash, a film's poster, how long it runs,
//! a document's first page. Made after the
//! upload, one job a file, by children that may die of what they look at (`confined`).

pub(crate) mod children;
mod film;
mod job;
mod keep;
mod paper;
mod probe;
mod run;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

pub(crate) use run::run;

use crate::config::Config;
use crate::confined::Limits;
use children::Children;
use paper::Poppler;

/// What previews are made with. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Previews {
    children: Children,
    /// `None`: films have no posters, and nothing has a length.
    ffmpeg: Option<Arc<Ffmpeg>>,
    /// `None`: of PDF there is no picture.
    poppler: Option<Arc<Poppler>>,
    /// Rung when there are new jobs.
    bell: Arc<Notify>,
    at_once: usize,
    max_bytes: u64,
}

/// The two programs.
#[derive(Debug)]
struct Ffmpeg {
    ffmpeg: PathBuf,
    ffprobe: PathBuf,
}

impl Previews {
    /// As configured.
    #[must_use]
    pub(crate) fn new(config: &Config) -> Self {
        let files = &config.files;
        let time = Duration::from_millis(files.file_preview_timeout_ms.into());
        let limits = Limits {
            memory: files.file_preview_memory_bytes,
            time,
        };
        Self {
            children: Children::new(config.program.clone(), limits),
            ffmpeg: Ffmpeg::find(Path::new(&files.ffmpeg)).map(Arc::new),
            poppler: Poppler::find(Path::new(&files.pdftoppm)).map(Arc::new),
            bell: Arc::default(),
            at_once: files.file_previews_at_once.into(),
            max_bytes: files.file_preview_max_bytes,
        }
    }

    /// Tells that there are new jobs.
    pub(crate) fn ring(&self) {
        self.bell.notify_one();
    }
}

impl Ffmpeg {
    fn find(ffmpeg: &Path) -> Option<Self> {
        let ffprobe = ffmpeg.with_file_name("ffprobe");
        if ffmpeg.is_file() && ffprobe.is_file() {
            return Some(Self {
                ffmpeg: ffmpeg.to_owned(),
                ffprobe,
            });
        }
        tracing::info!(
            "no ffmpeg and ffprobe at {}: films have no posters, sound no length",
            ffmpeg.display()
        );
        None
    }
}
