//! Out of S3.

use std::io::{self, Read, Write};

use bytes::{Buf as _, Bytes};
use tar::{Builder, EntryType, Header};
use tokio::runtime::Handle;

use super::{CONTENT_TYPE, Carried, DEFAULT_TYPE, PREFIXES};
use crate::config::Config;
use crate::error::Error;
use crate::s3::{Bucket, Object};

/// Writes all objects to `out`. Those that are removed meanwhile are not in it.
///
/// # Errors
/// When S3 does not answer or `out` takes nothing more: what was written is no archive then, it
/// lacks its end.
pub(super) async fn export<W: Write + Send + 'static>(
    config: &Config,
    out: W,
) -> anyhow::Result<Carried> {
    let bucket = Bucket::new(&config.s3);
    let runtime = Handle::current();
    tokio::task::spawn_blocking(move || write(&bucket, &runtime, out)).await?
}

fn write<W: Write>(bucket: &Bucket, runtime: &Handle, out: W) -> anyhow::Result<Carried> {
    let mut archive = Builder::new(out);
    let mut carried = Carried::default();
    for prefix in PREFIXES {
        let mut from = None;
        loop {
            let page = runtime.block_on(bucket.list(prefix, from))?;
            for key in page.keys {
                carried.bytes += match runtime.block_on(bucket.get(&key, None)) {
                    Ok(object) => add(&mut archive, runtime, &key, object)?,
                    Err(Error::Refused(_not_found)) => continue,
                    Err(error) => return Err(error.into()),
                };
                carried.objects += 1;
            }
            from = page.next;
            if from.is_none() {
                break;
            }
        }
    }
    archive.into_inner()?.flush()?;
    Ok(carried)
}

fn add<W: Write>(
    archive: &mut Builder<W>,
    runtime: &Handle,
    key: &str,
    object: Object,
) -> anyhow::Result<u64> {
    let length = object.length;
    let kind = object.content_type.as_deref().unwrap_or(DEFAULT_TYPE);
    archive.append_pax_extensions([(CONTENT_TYPE, kind.as_bytes())])?;
    let mut header = Header::new_ustar();
    header.set_entry_type(EntryType::Regular);
    header.set_mode(0o600);
    header.set_size(length);
    let reader = Reader {
        object,
        runtime,
        left: length,
        chunk: Bytes::new(),
    };
    archive.append_data(&mut header, key, reader)?;
    Ok(length)
}

/// An object, read by somebody who may wait.
struct Reader<'a> {
    object: Object,
    runtime: &'a Handle,
    /// Bytes that are still to come.
    left: u64,
    chunk: Bytes,
}

impl Read for Reader<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.chunk.is_empty() {
            let next = self.runtime.block_on(self.object.next());
            match next.map_err(io::Error::other)? {
                Some(chunk) => self.chunk = chunk,
                // An archive whose entry is shorter than its header says is none.
                None if self.left > 0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                None => return Ok(0),
            }
        }
        let count = self.chunk.len().min(into.len());
        self.chunk
            .split_to(count)
            .copy_to_slice(into.get_mut(..count).unwrap_or_default());
        self.left = self
            .left
            .saturating_sub(u64::try_from(count).unwrap_or(u64::MAX));
        Ok(count)
    }
}
