//! A WebSocket by hand: whatever a well-behaved client would never send.

use std::time::Duration;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

use crate::{person::Person, socket::Closed, wait::DEADLINE};

/// A connection on which any bytes may be written.
pub struct RawSocket {
    stream: TcpStream,
    /// Bytes that arrived and were not looked at yet.
    arrived: Vec<u8>,
}

impl RawSocket {
    /// Opens a plain TCP connection.
    ///
    /// # Panics
    /// When nobody listens.
    pub async fn connect(address: &str) -> Self {
        let stream = TcpStream::connect(address).await.expect("somebody listens");
        Self {
            stream,
            arrived: Vec::new(),
        }
    }

    /// Upgrades as this person, without the rest of the greeting.
    ///
    /// # Panics
    /// When the gateway does not switch protocols.
    pub async fn upgraded(who: &Person, address: &str) -> Self {
        let mut socket = Self::connect(address).await;
        let token = &who.token;
        let request = format!(
            "GET /ws HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
             Sec-WebSocket-Protocol: hubbub.v1\r\nAuthorization: Bearer {token}\r\n\r\n"
        );
        assert!(
            socket.write(request.as_bytes()).await,
            "the request should be taken"
        );
        let head = socket.head().await;
        assert!(head.starts_with("HTTP/1.1 101"), "{head}");
        socket
    }

    /// Upgrades and identifies, so that commands are taken.
    ///
    /// # Panics
    /// When the gateway does not say `ready`.
    pub async fn ready(who: &Person, address: &str) -> Self {
        let mut socket = Self::upgraded(who, address).await;
        let identify = br#"{"type":"identify","data":{"client":"raw/1","positions":[]}}"#;
        assert!(
            socket.frame(0x81, identify).await,
            "identify should be taken"
        );
        loop {
            let (opcode, payload) = socket.next().await.expect("a frame before the end");
            assert_ne!(opcode, 8, "closed before ready: {payload:?}");
            if String::from_utf8_lossy(&payload).contains(r#""type":"ready""#) {
                return socket;
            }
        }
    }

    /// Writes bytes as they are; false when the other side has gone.
    pub async fn write(&mut self, bytes: &[u8]) -> bool {
        matches!(
            timeout(DEADLINE, self.stream.write_all(bytes)).await,
            Ok(Ok(()))
        )
    }

    /// Writes as much as is taken in `patience`; gives the number of bytes.
    pub async fn pours(&mut self, bytes: &[u8], total: usize, patience: Duration) -> usize {
        let mut written = 0;
        while written < total {
            match timeout(patience, self.stream.write(bytes)).await {
                Ok(Ok(count)) if count > 0 => written += count,
                _ => break,
            }
        }
        written
    }

    /// Writes a masked frame with this first byte (FIN, RSV, opcode).
    pub async fn frame(&mut self, first: u8, payload: &[u8]) -> bool {
        let frame = masked(first, payload);
        self.write(&frame).await
    }

    /// The head of the HTTP answer.
    ///
    /// # Panics
    /// When none arrives.
    pub async fn head(&mut self) -> String {
        loop {
            if let Some(end) = self.arrived.windows(4).position(|w| w == b"\r\n\r\n") {
                let head: Vec<u8> = self.arrived.drain(..end + 4).collect();
                return String::from_utf8_lossy(&head).into_owned();
            }
            assert!(
                self.more().await,
                "the connection ended before an HTTP answer"
            );
        }
    }

    /// The opcode and payload of the next frame, none at the end of the connection.
    pub async fn next(&mut self) -> Option<(u8, Vec<u8>)> {
        loop {
            if let Some(frame) = self.take() {
                return Some(frame);
            }
            if !self.more().await {
                return None;
            }
        }
    }

    /// Reads on to the end: the close code, or 1006 when there was none.
    pub async fn closed(&mut self) -> Closed {
        while let Some((opcode, payload)) = self.next().await {
            if opcode == 8 && payload.len() >= 2 {
                let code = u16::from_be_bytes([payload[0], payload[1]]);
                let reason = String::from_utf8_lossy(&payload[2..]).into_owned();
                return Closed { code, reason };
            }
        }
        Closed {
            code: 1006,
            reason: String::new(),
        }
    }

    async fn more(&mut self) -> bool {
        let mut buffer = [0; 16 * 1024];
        match timeout(DEADLINE, self.stream.read(&mut buffer)).await {
            Ok(Ok(count)) => {
                self.arrived.extend_from_slice(&buffer[..count]);
                count > 0
            }
            Ok(Err(_)) => false,
            Err(_) => {
                panic!("waited {DEADLINE:?} in vain for the server to say something or to close")
            }
        }
    }

    fn take(&mut self) -> Option<(u8, Vec<u8>)> {
        let (first, second) = (*self.arrived.first()?, *self.arrived.get(1)?);
        let (start, length) = match second & 0x7f {
            126 => (
                4,
                usize::from(u16::from_be_bytes(*self.arrived.get(2..)?.first_chunk()?)),
            ),
            127 => {
                let length = u64::from_be_bytes(*self.arrived.get(2..)?.first_chunk()?);
                (10, usize::try_from(length).ok()?)
            }
            short => (2, usize::from(short)),
        };
        let payload = self.arrived.get(start..start + length)?.to_vec();
        self.arrived.drain(..start + length);
        Some((first & 0x0f, payload))
    }
}

/// A frame as a client must send it, with a mask of zeroes: the payload stays readable.
#[must_use]
pub fn masked(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = head(first, payload.len());
    frame.extend_from_slice(&[0; 4]);
    frame.extend_from_slice(payload);
    frame
}

/// The head of a masked frame that announces `length` bytes, without the mask.
#[must_use]
pub fn head(first: u8, length: usize) -> Vec<u8> {
    let mut head = vec![first];
    if let Ok(short) = u8::try_from(length)
        && short < 126
    {
        head.push(0x80 | short);
    } else if let Ok(medium) = u16::try_from(length) {
        head.push(0x80 | 126);
        head.extend_from_slice(&medium.to_be_bytes());
    } else {
        head.push(0x80 | 127);
        head.extend_from_slice(&u64::try_from(length).unwrap_or(u64::MAX).to_be_bytes());
    }
    head
}
