//! `files export` and `files import`: the bytes of all files and pictures as one tar archive, for
//! backups. Any tool reads it; what S3 knows besides is in an extended header of each entry.

mod export;
mod import;

use std::fmt;
use std::fs::File;
use std::io;

use anyhow::{Context as _, bail};

use crate::config::Config;

use export::export;
use import::import;

/// Where objects of ours are; whatever else is in the bucket stays out of it.
const PREFIXES: [&str; 2] = ["images/", "ws/"];
/// The name of the extended header that carries an object's type.
const CONTENT_TYPE: &str = "HUBBUB.content_type";
const DEFAULT_TYPE: &str = "application/octet-stream";

/// What was carried.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Carried {
    /// Objects.
    pub objects: u64,
    /// Their bytes.
    pub bytes: u64,
}

impl fmt::Display for Carried {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} objects, {} bytes", self.objects, self.bytes)
    }
}

/// `export [FILE]` to the standard output unless told where; `import [--over] [FILE]` from the
/// standard input. None when it is another command.
///
/// # Errors
/// When S3 does not answer, or the archive cannot be written or read.
pub async fn command(
    config: &Config,
    name: &str,
    words: impl Iterator<Item = String>,
) -> Option<anyhow::Result<Carried>> {
    let (flags, paths): (Vec<_>, Vec<_>) = words.partition(|word| word.starts_with("--"));
    let path = paths.first().map(String::as_str);
    match name {
        "export" => Some(save(config, path).await),
        "import" => Some(bring(config, path, &flags).await),
        _ => None,
    }
}

async fn save(config: &Config, path: Option<&str>) -> anyhow::Result<Carried> {
    match path {
        None => export(config, io::stdout()).await,
        Some(path) => {
            let file = File::create_new(path).context("the archive")?;
            export(config, io::BufWriter::new(file)).await
        }
    }
}

async fn bring(config: &Config, path: Option<&str>, flags: &[String]) -> anyhow::Result<Carried> {
    let over = match flags {
        [] => false,
        [flag] if flag == "--over" => true,
        _ => bail!("import has one flag: --over"),
    };
    match path {
        None => import(config, io::stdin(), over).await,
        Some(path) => import(config, File::open(path).context("the archive")?, over).await,
    }
}
