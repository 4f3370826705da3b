//! Into S3.

use std::io::{self, Read};

use anyhow::{Context as _, bail, ensure};
use tar::{Archive, Entry, EntryType};
use tokio::runtime::Handle;

use super::{CONTENT_TYPE, Carried, DEFAULT_TYPE, PREFIXES};
use crate::config::Config;
use crate::s3::{Bucket, PART_BYTES, Parts};

/// Two blocks of zeros end an archive.
const END: usize = 1024;

/// Stores all objects of an archive that `files export` wrote. The bucket is made if there is none,
/// and must have nothing of ours in it, unless `over` says that this does not matter: then what the
/// archive has replaces what has the same key, and the rest stays.
///
/// # Errors
/// When the bucket is not empty, the archive is none of ours or lacks its end, or S3 does not
/// answer. What was stored until then stays.
pub(super) async fn import<R: Read + Send + 'static>(
    config: &Config,
    from: R,
    over: bool,
) -> anyhow::Result<Carried> {
    let bucket = Bucket::new(&config.s3);
    bucket.create().await?;
    for prefix in PREFIXES {
        let found = bucket.list(prefix, None).await?;
        ensure!(
            over || found.keys.is_empty(),
            "the bucket is not empty: there is {:?}",
            found.keys.first()
        );
    }
    let runtime = Handle::current();
    tokio::task::spawn_blocking(move || read(&bucket, &runtime, from)).await?
}

fn read<R: Read>(bucket: &Bucket, runtime: &Handle, from: R) -> anyhow::Result<Carried> {
    let mut carried = Carried::default();
    let mut archive = Archive::new(Ended { from, zeros: 0 });
    for entry in archive.entries()? {
        let mut entry = entry.context("the archive")?;
        let key = entry.path()?.to_string_lossy().into_owned();
        let is_ours = PREFIXES.iter().any(|prefix| key.starts_with(prefix));
        if entry.header().entry_type() != EntryType::Regular || !is_ours {
            bail!("{key:?} is not an object of ours");
        }
        let kind = content_type(&mut entry)?;
        carried.bytes += entry.size();
        carried.objects += 1;
        store(bucket, runtime, (&key, &kind), &mut entry).with_context(|| key.clone())?;
    }
    // The reader stops at the first block of zeros.
    let mut rest = archive.into_inner();
    io::copy(&mut rest, &mut io::sink())?;
    ensure!(rest.zeros >= END, "the archive lacks its end");
    Ok(carried)
}

fn content_type<R: Read>(entry: &mut Entry<'_, R>) -> anyhow::Result<String> {
    for extension in entry.pax_extensions()?.into_iter().flatten() {
        let extension = extension?;
        if extension.key()? == CONTENT_TYPE {
            return Ok(extension.value()?.to_owned());
        }
    }
    Ok(DEFAULT_TYPE.to_owned())
}

/// One part in memory at a time.
fn store<R: Read>(
    bucket: &Bucket,
    runtime: &Handle,
    (key, kind): (&str, &str),
    from: &mut R,
) -> anyhow::Result<()> {
    let first = part(from)?;
    if first.len() < PART_BYTES {
        runtime.block_on(bucket.put(key, kind, first))?;
        return Ok(());
    }
    let mut parts = runtime.block_on(bucket.begin(key, kind))?;
    let id = parts.id.clone();
    let added = add(bucket, runtime, &mut parts, first, from);
    let done = match added {
        Ok(()) => runtime.block_on(bucket.complete(parts)).map_err(Into::into),
        Err(error) => Err(error),
    };
    if done.is_err() {
        let _aborted = runtime.block_on(bucket.abort(key, &id));
    }
    done
}

fn add<R: Read>(
    bucket: &Bucket,
    runtime: &Handle,
    parts: &mut Parts,
    first: Vec<u8>,
    from: &mut R,
) -> anyhow::Result<()> {
    let mut next = first;
    while !next.is_empty() {
        runtime.block_on(bucket.add(parts, next))?;
        next = part(from)?;
    }
    Ok(())
}

/// The next bytes, [`PART_BYTES`] unless the entry ends before.
fn part<R: Read>(from: &mut R) -> io::Result<Vec<u8>> {
    let mut part = Vec::new();
    let most = u64::try_from(PART_BYTES).unwrap_or(u64::MAX);
    from.take(most).read_to_end(&mut part)?;
    Ok(part)
}

/// Counts the zeros that it ended with: the reader of archives is content with one that was cut off
/// between two entries, and a backup is not.
struct Ended<R> {
    from: R,
    zeros: usize,
}

impl<R: Read> Read for Ended<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(into)?;
        let read = into.get(..count).unwrap_or_default();
        let zeros = read.iter().rev().take_while(|byte| **byte == 0).count();
        self.zeros = if zeros == count {
            self.zeros + zeros
        } else {
            zeros
        };
        Ok(count)
    }
}
