//! From the bytes of one client to its messages. No socket here.

use actix_codec::Decoder as _;
use actix_http::ws::{Codec, Frame};
use actix_ws::{Item, ProtocolError};
use bytes::{Bytes, BytesMut};
use protocol::CloseCode;

use crate::carrier::Ending;
use crate::guard::{Guard, MAX_MESSAGE_BYTES, Violation};

/// What a client sent, whole.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Read {
    /// A text message, which is UTF-8.
    Text(Bytes),
    /// A ping, to be answered with the same payload.
    Ping(Bytes),
    /// A pong.
    Pong,
    /// The client closes, with a code or without.
    Close(Option<u16>),
    /// What is not read any further.
    Refused(Ending),
}

/// Parses one client's stream.
#[derive(Debug)]
pub(super) struct Reader {
    guard: Guard,
    codec: Codec,
    /// Bytes of a frame that is not whole, and what follows it: at most one message and one chunk.
    waiting: BytesMut,
    /// The fragments of a message that is not whole.
    fragments: Option<BytesMut>,
    refused: Option<Ending>,
}

impl Default for Reader {
    fn default() -> Self {
        let limit = usize::try_from(MAX_MESSAGE_BYTES).unwrap_or(usize::MAX);
        Self {
            guard: Guard::default(),
            // The guard has refused what is larger; this limit is its second line.
            codec: Codec::new().max_size(limit),
            waiting: BytesMut::new(),
            fragments: None,
            refused: None,
        }
    }
}

impl Reader {
    /// Takes the next bytes of the stream in, unless they must not be read.
    pub(super) fn feed(&mut self, bytes: &[u8]) {
        if self.refused.is_some() {
            return;
        }
        match self.guard.scan(bytes) {
            Ok(()) => self.waiting.extend_from_slice(bytes),
            Err(violation) => {
                self.refuse(match violation {
                    Violation::TooLarge => Ending::Code(CloseCode::FrameTooLarge),
                    Violation::Flood => Ending::Code(CloseCode::Flood),
                    Violation::Framing(_) => Ending::Protocol,
                });
            }
        }
    }

    /// The next message that is whole.
    pub(super) fn next(&mut self) -> Option<Read> {
        if let Some(ending) = self.refused {
            return Some(Read::Refused(ending));
        }
        while !self.waiting.is_empty() {
            let frame = match self.codec.decode(&mut self.waiting) {
                Ok(Some(frame)) => frame,
                Ok(None) => return None,
                Err(ProtocolError::Overflow) => {
                    return Some(self.refuse(Ending::Code(CloseCode::FrameTooLarge)));
                }
                Err(_) => return Some(self.refuse(Ending::Protocol)),
            };
            if self.waiting.is_empty() {
                // An idle socket holds no buffer.
                self.waiting = BytesMut::new();
            }
            if let Some(read) = self.take(frame) {
                return Some(read);
            }
        }
        None
    }

    fn take(&mut self, frame: Frame) -> Option<Read> {
        match frame {
            Frame::Text(text) => Some(self.text(text)),
            Frame::Binary(_) | Frame::Continuation(Item::FirstBinary(_)) => {
                Some(self.refuse(Ending::Code(CloseCode::Malformed)))
            }
            Frame::Ping(payload) => Some(Read::Ping(payload)),
            Frame::Pong(_) => Some(Read::Pong),
            Frame::Close(reason) => Some(Read::Close(reason.map(|reason| reason.code.into()))),
            Frame::Continuation(Item::FirstText(first)) => {
                self.fragments = Some(BytesMut::from(&*first));
                None
            }
            Frame::Continuation(Item::Continue(more)) => {
                self.fragments.get_or_insert_default().extend(more);
                None
            }
            Frame::Continuation(Item::Last(last)) => {
                let mut whole = self.fragments.take().unwrap_or_default();
                whole.extend(last);
                Some(self.text(whole.freeze()))
            }
        }
    }

    fn text(&mut self, text: Bytes) -> Read {
        if std::str::from_utf8(&text).is_err() {
            return self.refuse(Ending::NotText);
        }
        Read::Text(text)
    }

    fn refuse(&mut self, ending: Ending) -> Read {
        self.refused = Some(ending);
        self.waiting = BytesMut::new();
        self.fragments = None;
        Read::Refused(ending)
    }
}

#[cfg(test)]
mod tests {
    use actix_codec::Encoder as _;
    use actix_ws::{CloseReason, Message};
    use proptest::prelude::*;

    use super::*;

    /// What a client would write.
    fn sent(messages: Vec<Message>) -> Vec<u8> {
        let (mut codec, mut bytes) = (Codec::new().client_mode(), BytesMut::new());
        for message in messages {
            codec.encode(message, &mut bytes).unwrap();
        }
        bytes.to_vec()
    }

    fn all(reader: &mut Reader) -> Vec<Read> {
        std::iter::from_fn(|| reader.next()).collect()
    }

    fn text(text: &str) -> Read {
        Read::Text(Bytes::copy_from_slice(text.as_bytes()))
    }

    #[test]
    fn fragments_are_put_together_with_a_ping_between_them() {
        let mut reader = Reader::default();
        reader.feed(&sent(vec![
            Message::Continuation(Item::FirstText(Bytes::from_static("h\u{e9}".as_bytes()))),
            Message::Ping(Bytes::from_static(b"?")),
            Message::Continuation(Item::Continue(Bytes::from_static(b"ll"))),
            Message::Continuation(Item::Last(Bytes::from_static(b"o"))),
            Message::Close(Some(CloseReason::from(actix_ws::CloseCode::Away))),
        ]));
        let reads = [
            Read::Ping(Bytes::from_static(b"?")),
            text("h\u{e9}llo"),
            Read::Close(Some(1001)),
        ];
        assert_eq!(all(&mut reader), reads);
    }

    #[test]
    fn a_letter_cut_by_a_fragment_is_text_and_half_a_letter_is_not() {
        let euro = "\u{20ac}".as_bytes();
        let after_half_a_letter = |last: &[u8]| {
            let mut reader = Reader::default();
            reader.feed(&sent(vec![
                Message::Continuation(Item::FirstText(Bytes::copy_from_slice(&euro[..1]))),
                Message::Continuation(Item::Last(Bytes::copy_from_slice(last))),
            ]));
            reader.next()
        };
        assert_eq!(after_half_a_letter(&euro[1..]), Some(text("\u{20ac}")));
        let refused = Some(Read::Refused(Ending::NotText));
        assert_eq!(after_half_a_letter(b"x"), refused);
    }

    #[test]
    fn what_is_refused_stays_refused_and_holds_nothing() {
        let mut reader = Reader::default();
        let refused = Some(Read::Refused(Ending::Code(CloseCode::Malformed)));
        reader.feed(&sent(vec![Message::Binary(Bytes::from_static(b"no"))]));
        assert_eq!(reader.next(), refused);
        reader.feed(&sent(vec![Message::Text("yes".into())]));
        assert_eq!(reader.next(), refused);
        assert_eq!(reader.waiting.capacity(), 0);
    }

    proptest! {
        #[test]
        fn messages_are_the_same_however_the_stream_is_cut(
            bodies in prop::collection::vec(".{0,300}", 1..20),
            cuts in prop::collection::vec(1_usize..200, 1..50),
        ) {
            let messages = bodies.iter().map(|body| Message::Text(body.as_str().into()));
            let bytes = sent(messages.collect());
            let (mut reader, mut reads, mut rest) = (Reader::default(), Vec::new(), &*bytes);
            for cut in cuts.iter().cycle() {
                let (next, later) = rest.split_at((*cut).min(rest.len()));
                reader.feed(next);
                reads.extend(all(&mut reader));
                rest = later;
                if rest.is_empty() {
                    break;
                }
            }
            let expected: Vec<_> = bodies.iter().map(|body| text(body)).collect();
            prop_assert_eq!(reads, expected);
            prop_assert_eq!(reader.waiting.capacity(), 0, "an idle socket holds no buffer");
        }
    }
}
