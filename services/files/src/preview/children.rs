//! Children that do what may go wrong.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Seek as _, Write as _};
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::process::{Child, Command};

use crate::confined::{CONFINED, Limits};

/// The most that a child may answer, in bytes.
const MOST: u64 = 16 * 1024 * 1024;
/// As much as is read of what it complains of, in bytes.
const MOST_COMPLAINTS: u64 = 2 * 1024;

/// Starts children, each within the same limits. Clones share them.
#[derive(Clone, Debug)]
pub(crate) struct Children {
    program: Arc<PathBuf>,
    limits: Limits,
}

/// A child that has not answered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failed {
    /// What it looked at was too much for it.
    #[error("{status}: {complaint}")]
    Died {
        /// How it ended.
        status: ExitStatus,
        /// What it said last.
        complaint: String,
    },
    /// It was still busy when its time was up.
    #[error("it took too long")]
    TooSlow,
    /// It answers more than anything honest.
    #[error("it answers too much")]
    TooMuch,
    /// What it answers is of no use.
    #[error("it answers {0}")]
    Useless(&'static str),
    /// It could not be started or heard: not the fault of what it looked at.
    #[error("a child cannot be started")]
    Io(#[from] io::Error),
}

impl Children {
    /// This same program, unless another one is named.
    pub(crate) fn new(program: Option<PathBuf>, limits: Limits) -> Self {
        // Not its path: an upgrade may have put another file there.
        let program = program.unwrap_or_else(|| PathBuf::from("/proc/self/exe"));
        Self {
            program: Arc::new(program),
            limits,
        }
    }

    /// What a child answers that is called with these words and reads `input`.
    ///
    /// # Errors
    /// When it does not answer in time, or its limits end it.
    pub(crate) async fn ask<W: AsRef<OsStr>>(
        &self,
        words: impl IntoIterator<Item = W>,
        input: Option<File>,
    ) -> Result<Vec<u8>, Failed> {
        let mut child = Command::new(&*self.program)
            .arg(CONFINED)
            .args(self.limits.words())
            .args(words)
            // No secret of ours is in its environment.
            .env_clear()
            .current_dir("/")
            .stdin(input.map_or_else(Stdio::null, Stdio::from))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let heard = tokio::time::timeout(self.limits.time, hear(&mut child)).await;
        // Also after an answer that was cut short: it may be writing still.
        child.start_kill().ok();
        let status = child.wait().await?;
        let Ok(heard) = heard else {
            return Err(Failed::TooSlow);
        };
        let (answer, complaint, ended) = heard?;
        if u64::try_from(answer.len()).unwrap_or(u64::MAX) > MOST {
            return Err(Failed::TooMuch);
        }
        match ended.unwrap_or(status) {
            status if status.success() => Ok(answer),
            status => Err(Failed::Died { status, complaint }),
        }
    }
}

type Heard = (Vec<u8>, String, Option<ExitStatus>);

/// All that it says; how it ended, if it said no more than it may.
async fn hear(child: &mut Child) -> io::Result<Heard> {
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let (answer, complaints) = tokio::join!(read(out, MOST + 1), read(err, MOST_COMPLAINTS));
    let answer = answer?;
    let complaint = String::from_utf8_lossy(&complaints?).trim().to_owned();
    let is_whole = u64::try_from(answer.len()).is_ok_and(|length| length <= MOST);
    let ended = if is_whole {
        Some(child.wait().await?)
    } else {
        None
    };
    Ok((answer, complaint, ended))
}

/// Up to `most` bytes; the pipe is closed then.
async fn read(pipe: Option<impl AsyncRead + Unpin>, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Some(pipe) = pipe {
        pipe.take(most).read_to_end(&mut bytes).await?;
    }
    Ok(bytes)
}

/// These bytes as a file, which a child may go back and forth in.
///
/// # Errors
/// When the disk fails.
pub(crate) fn held(bytes: &[u8]) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    file.write_all(bytes)?;
    file.rewind()?;
    Ok(file)
}
