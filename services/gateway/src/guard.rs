//! Reads the frame headers of the raw stream before anything is buffered, so that what a client
//! *announces* costs as little as what it sends.
//!
//! The codec behind this keeps the bytes of a frame until it is whole, and looks at its size only
//! then: one client announcing a frame of 1 GiB made it hold 300 MiB. The guard counts a message's
//! declared bytes over all its fragments and refuses at the header.

#[cfg(test)]
mod tests;

/// The most bytes of one message, all fragments together.
pub(crate) const MAX_MESSAGE_BYTES: u64 = 64 * 1024;
/// The most frames that one message may be cut into.
const MAX_FRAGMENTS: u32 = 64;
/// The most bytes of a control frame (RFC 6455 §5.5).
const MAX_CONTROL_BYTES: u64 = 125;
/// Control frames that may follow each other without a whole message in between, pongs to our
/// pings included.
const MAX_CONTROL_RUN: u32 = 128;
/// The longest frame header: two bytes, eight of length, four of mask.
const MAX_HEADER_BYTES: usize = 14;

/// Why the stream is not read any further.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Violation {
    /// More bytes announced than a message may have.
    #[error("a message of more than 64 KiB was announced")]
    TooLarge,
    /// Not a frame as RFC 6455 wants it.
    #[error("the framing is broken: {0}")]
    Framing(&'static str),
    /// More empty or control frames than anybody needs.
    #[error("a flood of frames without content")]
    Flood,
}

/// Follows the framing of one client's stream. It never keeps payload, only headers under way.
#[derive(Debug, Default)]
pub(crate) struct Guard {
    header: Header,
    /// Payload bytes of the current frame that are still to come.
    owed: u64,
    message: Option<Message>,
    control_run: u32,
}

/// The message that is being received in fragments.
#[derive(Debug)]
struct Message {
    bytes: u64,
    fragments: u32,
}

/// The bytes of a header that has not come in whole.
#[derive(Debug, Default)]
struct Header {
    bytes: [u8; MAX_HEADER_BYTES],
    len: usize,
}

/// One frame's header.
struct Frame {
    last: bool,
    opcode: u8,
    length: u64,
}

impl Guard {
    /// Looks at the next bytes of the stream.
    ///
    /// # Errors
    /// When they must not reach the codec; the stream is then over.
    pub(crate) fn scan(&mut self, mut bytes: &[u8]) -> Result<(), Violation> {
        while !bytes.is_empty() {
            if self.owed > 0 {
                let here = usize::try_from(self.owed)
                    .unwrap_or(usize::MAX)
                    .min(bytes.len());
                self.owed -= u64::try_from(here).unwrap_or(0);
                bytes = bytes.get(here..).unwrap_or_default();
                continue;
            }
            let Some((first, rest)) = bytes.split_first() else {
                break;
            };
            bytes = rest;
            if let Some(frame) = self.header.take(*first)? {
                self.begin(&frame)?;
            }
        }
        Ok(())
    }

    fn begin(&mut self, frame: &Frame) -> Result<(), Violation> {
        self.owed = frame.length;
        match frame.opcode {
            0x0 => self.fragment(frame),
            0x1 | 0x2 => self.message(frame),
            0x8..=0xA => self.control(frame),
            _ => Err(Violation::Framing("reserved opcode")),
        }
    }

    fn message(&mut self, frame: &Frame) -> Result<(), Violation> {
        if self.message.is_some() {
            return Err(Violation::Framing("a new message inside another"));
        }
        if frame.length > MAX_MESSAGE_BYTES {
            return Err(Violation::TooLarge);
        }
        self.control_run = 0;
        if !frame.last {
            self.message = Some(Message {
                bytes: frame.length,
                fragments: 1,
            });
        }
        Ok(())
    }

    fn fragment(&mut self, frame: &Frame) -> Result<(), Violation> {
        let Some(message) = &mut self.message else {
            return Err(Violation::Framing("a continuation of nothing"));
        };
        message.bytes = message.bytes.saturating_add(frame.length);
        message.fragments += 1;
        if message.bytes > MAX_MESSAGE_BYTES {
            return Err(Violation::TooLarge);
        }
        if message.fragments > MAX_FRAGMENTS {
            return Err(Violation::Flood);
        }
        if frame.last {
            self.message = None;
        }
        Ok(())
    }

    fn control(&mut self, frame: &Frame) -> Result<(), Violation> {
        if !frame.last {
            return Err(Violation::Framing("a control frame in fragments"));
        }
        if frame.length > MAX_CONTROL_BYTES {
            return Err(Violation::Framing("a control frame of more than 125 bytes"));
        }
        self.control_run += 1;
        if self.control_run > MAX_CONTROL_RUN {
            return Err(Violation::Flood);
        }
        Ok(())
    }
}

impl Header {
    /// Adds one byte; the frame once the header is whole. What is wrong is refused at the first
    /// byte that shows it.
    fn take(&mut self, byte: u8) -> Result<Option<Frame>, Violation> {
        if let Some(place) = self.bytes.get_mut(self.len) {
            *place = byte;
        }
        self.len += 1;
        let [first, second, ..] = self.bytes;
        if first & 0x70 != 0 {
            return Err(Violation::Framing("reserved bits are set"));
        }
        if self.len < 2 {
            return Ok(None);
        }
        if second & 0x80 == 0 {
            return Err(Violation::Framing("a client's frame is not masked"));
        }
        let (length_bytes, short) = match second & 0x7F {
            126 => (2, 126),
            127 => (8, 127),
            length => (0, length),
        };
        if self.len < 2 + length_bytes {
            return Ok(None);
        }
        let length = self.length(length_bytes, short)?;
        if self.len < 2 + length_bytes + 4 {
            // The mask is still missing, but a length over the limit is known already.
            return if length > MAX_MESSAGE_BYTES {
                Err(Violation::TooLarge)
            } else {
                Ok(None)
            };
        }
        self.len = 0;
        Ok(Some(Frame {
            last: first & 0x80 != 0,
            opcode: first & 0x0F,
            length,
        }))
    }

    /// The declared length, which must be written in the fewest bytes that hold it.
    fn length(&self, length_bytes: usize, short: u8) -> Result<u64, Violation> {
        if length_bytes == 0 {
            return Ok(u64::from(short));
        }
        let written = self.bytes.get(2..2 + length_bytes).unwrap_or_default();
        let length = written
            .iter()
            .fold(0, |sum: u64, byte| (sum << 8) | u64::from(*byte));
        let fewest = if length_bytes == 2 { 126 } else { 0x1_0000 };
        if length < fewest {
            return Err(Violation::Framing(
                "a length that is longer than it needs to be",
            ));
        }
        Ok(length)
    }
}
