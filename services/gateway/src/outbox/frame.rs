//! How a frame of the server stands on the wire (RFC 6455 §5.2): a short header, and the payload
//! as it is, so that all sockets share one copy of it.

/// The longest header of a frame without a mask.
pub(super) const MAX_HEADER: usize = 10;

/// What a frame is. The server never fragments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opcode {
    /// UTF-8 text.
    Text,
    /// The end of the conversation.
    Close,
    /// The answer to a ping.
    Pong,
}

/// The header of one frame.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Header {
    bytes: [u8; MAX_HEADER],
    len: usize,
}

impl Header {
    /// The header before a payload of so many bytes, in the fewest bytes that hold the length.
    pub(super) fn new(opcode: Opcode, payload: usize) -> Self {
        let first = 0x80
            | match opcode {
                Opcode::Text => 0x1,
                Opcode::Close => 0x8,
                Opcode::Pong => 0xA,
            };
        let mut header = Self::default();
        header.put(&[first]);
        if let Ok(length @ ..126) = u8::try_from(payload) {
            header.put(&[length]);
        } else if let Ok(length) = u16::try_from(payload) {
            header.put(&[126]);
            header.put(&length.to_be_bytes());
        } else {
            header.put(&[127]);
            header.put(&u64::try_from(payload).unwrap_or(u64::MAX).to_be_bytes());
        }
        header
    }

    /// Its bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    fn put(&mut self, bytes: &[u8]) {
        let end = self.len + bytes.len();
        if let Some(place) = self.bytes.get_mut(self.len..end) {
            place.copy_from_slice(bytes);
            self.len = end;
        }
    }
}
