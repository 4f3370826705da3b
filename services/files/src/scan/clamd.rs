//! clamd's protocol: `INSTREAM`, then chunks with their length in front, then a length of 0; the
//! answer is one line.

use std::time::Duration;

use anyhow::{Context as _, bail};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::error::Error;
use crate::s3::Object;

/// Connecting, and each chunk.
const STEP: Duration = Duration::from_secs(5);
/// From the last byte to the verdict.
const THINKING: Duration = Duration::from_mins(5);
/// Of the answer, as much as is read.
const ANSWER_BYTES: u64 = 1024;
/// Bytes of a file at a time.
const CHUNK_BYTES: usize = 64 * 1024;

/// A clamd.
#[derive(Clone, Debug)]
pub(crate) struct Clamd {
    /// `host:port`.
    address: String,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing.
    Clean,
    /// This.
    Found(String),
}

impl Clamd {
    /// The configured one; `None` when there is none.
    pub(crate) fn new(address: &str) -> Option<Self> {
        let address = address.trim().to_owned();
        (!address.is_empty()).then_some(Self { address })
    }

    /// Has the object scanned.
    ///
    /// # Errors
    /// `Unavailable` when clamd or S3 does not answer, or clamd cannot scan.
    pub(crate) async fn scan(&self, object: Object) -> Result<Verdict, Error> {
        let connect = timeout(STEP, TcpStream::connect(&self.address));
        let mut socket = unavailable(connect.await.context("clamd"))
            .and_then(|connected| unavailable(connected.context("clamd")))?;
        let sent = send(&mut socket, object).await;
        // When clamd has seen enough, it answers and closes in the middle of the file.
        let mut answer = Vec::new();
        let mut reading = socket.take(ANSWER_BYTES);
        let read = timeout(THINKING, reading.read_to_end(&mut answer)).await;
        let verdict = verdict(&String::from_utf8_lossy(&answer));
        match (verdict, sent, read) {
            (Ok(verdict), ..) => Ok(verdict),
            (Err(_), Err(error), _) => Err(error),
            (Err(error), Ok(()), _) => Err(Error::Unavailable(error)),
        }
    }
}

async fn send(socket: &mut TcpStream, mut object: Object) -> Result<(), Error> {
    write(socket, b"zINSTREAM\0").await?;
    while let Some(bytes) = object.next().await? {
        for chunk in bytes.chunks(CHUNK_BYTES) {
            let length = u32::try_from(chunk.len()).unwrap_or(u32::MAX);
            write(socket, &length.to_be_bytes()).await?;
            write(socket, chunk).await?;
        }
    }
    write(socket, &0_u32.to_be_bytes()).await
}

async fn write(socket: &mut TcpStream, bytes: &[u8]) -> Result<(), Error> {
    let written = timeout(STEP, socket.write_all(bytes)).await;
    unavailable(written.context("clamd takes nothing"))
        .and_then(|written| unavailable(written.context("clamd")))
}

fn unavailable<T>(result: anyhow::Result<T>) -> Result<T, Error> {
    result.map_err(Error::Unavailable)
}

/// `stream: OK`, or what was found, or why it could not be scanned. A file that is larger than
/// clamd takes is not cleared by waiting: nobody has looked at it, so nobody gets it.
fn verdict(answer: &str) -> anyhow::Result<Verdict> {
    let answer = answer.trim_matches(['\0', '\n', ' ']);
    let said = answer.strip_prefix("stream: ").unwrap_or(answer);
    if said == "OK" {
        return Ok(Verdict::Clean);
    }
    if let Some(name) = said.strip_suffix(" FOUND") {
        return Ok(Verdict::Found(name.to_owned()));
    }
    if said.contains("size limit exceeded") {
        return Ok(Verdict::Found(
            "more than clamd's StreamMaxLength".to_owned(),
        ));
    }
    bail!("clamd says {said:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_is_read_and_anything_else_is_none() {
        assert_eq!(verdict("stream: OK\0").unwrap(), Verdict::Clean);
        let found = Verdict::Found("Eicar-Test-Signature".to_owned());
        assert_eq!(
            verdict("stream: Eicar-Test-Signature FOUND\0").unwrap(),
            found
        );
        let large = verdict("INSTREAM size limit exceeded. ERROR\0").unwrap();
        assert!(matches!(large, Verdict::Found(_)));
        for none in [
            "",
            "\0",
            "stream: OK?",
            "stream: Can't allocate memory ERROR\0",
            "FOUND",
        ] {
            assert!(verdict(none).is_err(), "{none:?}");
        }
    }
}
