//! A WebSocket: a plain TCP stream that actix-http handed over, with the framework's own frame
//! codec behind the frame guard.
//!
//! It holds no buffer while nothing is under way: bytes are read into a buffer of the thread, and
//! written from the frames that all sockets share.

mod reader;

use std::cell::RefCell;
use std::io;
use std::net::Shutdown;
use std::sync::Arc;

use bytes::{BufMut as _, Bytes, BytesMut};
use socket2::SockRef;
use tokio::net::TcpStream;

use super::{Carrier, Ending, Gone, Incoming};
use crate::outbox::Outbox;
use reader::{Read, Reader};

/// The most bytes read at once.
const CHUNK: usize = 16 * 1024;

thread_local! {
    /// What all sockets of a thread read into: nothing stays in it across an await.
    static CHUNK_BUFFER: RefCell<Vec<u8>> = RefCell::new(vec![0; CHUNK]);
}

/// A WebSocket.
pub(crate) struct WebSocket {
    stream: Arc<TcpStream>,
    outbox: Outbox,
    reader: Reader,
}

impl WebSocket {
    /// Goes on where the handshake ended. `early`: what the client has sent behind it.
    pub(crate) fn new(stream: TcpStream, early: &[u8]) -> Self {
        let stream = Arc::new(stream);
        let mut reader = Reader::default();
        reader.feed(early);
        Self {
            outbox: Outbox::on(Arc::clone(&stream)),
            stream,
            reader,
        }
    }

    /// Reads what has come. False at the end of the stream.
    fn take_in(&mut self) -> io::Result<bool> {
        let (stream, reader) = (&self.stream, &mut self.reader);
        CHUNK_BUFFER.with_borrow_mut(|chunk| {
            let read = stream.try_read(chunk)?;
            reader.feed(chunk.get(..read).unwrap_or_default());
            Ok(read > 0)
        })
    }

    /// Waits until the client is gone or has nothing left that we could throw away: whoever closes
    /// a socket with unread bytes in it takes the close frame back.
    async fn linger(&self) {
        while self.stream.readable().await.is_ok() {
            let read = CHUNK_BUFFER.with_borrow_mut(|chunk| self.stream.try_read(chunk));
            match read {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Ok(0) | Err(_) => return,
                Ok(_) => {}
            }
        }
    }
}

impl Carrier for WebSocket {
    fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    async fn recv(&mut self) -> Incoming {
        loop {
            match self.reader.next() {
                Some(Read::Text(text)) => return Incoming::Text(text),
                Some(Read::Ping(payload)) => {
                    self.outbox.pong(payload);
                    return Incoming::Alive;
                }
                Some(Read::Pong) => return Incoming::Alive,
                Some(Read::Close(code)) => {
                    self.outbox.say_close(close_payload(code, ""));
                    return Incoming::Gone;
                }
                Some(Read::Refused(ending)) => return Incoming::Refused(ending),
                None => {}
            }
            if self.stream.readable().await.is_err() {
                return Incoming::Gone;
            }
            match self.take_in() {
                Ok(true) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Ok(false) | Err(_) => return Incoming::Gone,
            }
        }
    }

    async fn write(&mut self) -> Result<(), Gone> {
        self.stream.writable().await.map_err(|_broken| Gone)?;
        self.outbox.flush();
        Ok(())
    }

    async fn close(self, reason: Ending) {
        let payload = close_payload(Some(reason.number()), reason.reason());
        self.outbox.say_close(payload);
        while self.outbox.holds_bytes() {
            if self.stream.writable().await.is_err() {
                return;
            }
            self.outbox.flush();
        }
        // A client that is gone needs no reason.
        let _gone = SockRef::from(&*self.stream).shutdown(Shutdown::Write);
        self.linger().await;
    }

    fn answers(&self) -> bool {
        true
    }
}

impl Drop for WebSocket {
    fn drop(&mut self) {
        // The hub may hold the outbox, and with it the stream, for a moment longer.
        let _gone = SockRef::from(&*self.stream).shutdown(Shutdown::Both);
    }
}

/// What stands in a close frame (RFC 6455 §5.5.1).
fn close_payload(code: Option<u16>, reason: &str) -> Bytes {
    let Some(code) = code else {
        return Bytes::new();
    };
    let mut payload = BytesMut::with_capacity(2 + reason.len());
    payload.put_u16(code);
    payload.put_slice(reason.as_bytes());
    payload.freeze()
}
