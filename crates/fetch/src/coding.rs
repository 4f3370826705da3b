//! Unpacking what a host has compressed although it was asked for it plain. No more comes out than
//! is wanted, however much there would be: a bomb costs what a page costs.

use std::io::{self, Read};

use brotli_decompressor::{BrotliDecoderParameter, Decompressor};
use bytes::Bytes;
use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use http::header::{self, HeaderMap};

use crate::client::{Bounds, Over};
use crate::error::Error;

/// Bytes that are unpacked at a time.
const STEP: usize = 8 * 1_024;

/// How a body is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    Identity,
    Gzip,
    Deflate,
    Brotli,
}

impl Coding {
    /// What the head says.
    ///
    /// # Errors
    /// `Compressed` for what we do not read, and for more than one layer.
    pub(crate) fn of(headers: &HeaderMap) -> Result<Self, Error> {
        let mut coding = Self::Identity;
        for value in headers.get_all(header::CONTENT_ENCODING) {
            let name = value.as_bytes().trim_ascii().to_ascii_lowercase();
            let next = match name.as_slice() {
                b"identity" | b"" => continue,
                b"gzip" | b"x-gzip" => Self::Gzip,
                b"deflate" => Self::Deflate,
                b"br" => Self::Brotli,
                _ => return Err(Error::Compressed),
            };
            if coding != Self::Identity {
                return Err(Error::Compressed);
            }
            coding = next;
        }
        Ok(coding)
    }

    /// Unpacks a body, as far as it is wanted. Of one that breaks off, what came before is enough
    /// where a beginning is.
    ///
    /// # Errors
    /// `TooLarge`; `Compressed` when it cannot be unpacked.
    pub(crate) fn unpack(self, body: Bytes, bounds: Bounds) -> Result<Bytes, Error> {
        match self {
            _ if body.is_empty() => Ok(body),
            Self::Identity => Ok(body),
            Self::Gzip => read(MultiGzDecoder::new(&body[..]), bounds),
            // The name stands for zlib's format, and many mean the bare one.
            Self::Deflate if is_zlib(&body) => read(ZlibDecoder::new(&body[..]), bounds),
            Self::Deflate => read(DeflateDecoder::new(&body[..]), bounds),
            Self::Brotli => {
                let mut decoder = Decompressor::new(&body[..], STEP);
                // A window is 16 MiB at most: the larger ones of an extension are refused.
                let large = BrotliDecoderParameter::BROTLI_DECODER_PARAM_LARGE_WINDOW;
                decoder.set_parameter(large, 0);
                read(decoder, bounds)
            }
        }
    }
}

/// Whether a stream begins as zlib's do: method 8, and a checksum over the first two bytes.
fn is_zlib(body: &[u8]) -> bool {
    let [first, second, ..] = body else {
        return false;
    };
    first & 0x0f == 8 && u16::from_be_bytes([*first, *second]).is_multiple_of(31)
}

fn read(mut unpacked: impl Read, bounds: Bounds) -> Result<Bytes, Error> {
    let mut all = Vec::new();
    let mut step = [0; STEP];
    loop {
        let read = match unpacked.read(&mut step) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(_broken) if bounds.over == Over::Cut && !all.is_empty() => break,
            Err(_broken) => return Err(Error::Compressed),
        };
        let room = bounds.bytes - all.len();
        all.extend(step.iter().take(read.min(room)));
        if read > room && bounds.over == Over::Refuse {
            return Err(Error::TooLarge);
        }
        if read == 0 || (read >= room && bounds.over == Over::Cut) {
            break;
        }
    }
    Ok(Bytes::from(all))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use proptest::prelude::*;

    use super::*;

    const SMALL: Bounds = Bounds {
        bytes: 1_000,
        ..Bounds::PAGE
    };
    const WHOLE: Bounds = Bounds {
        over: Over::Refuse,
        ..SMALL
    };

    /// `<title>Squeezed</title>`, by brotli.
    const SQUEEZED: &[u8] = &[
        0x0b, 0x0b, 0x80, 0x3c, 0x74, 0x69, 0x74, 0x6c, 0x65, 0x3e, 0x53, 0x71, 0x75, 0x65, 0x65,
        0x7a, 0x65, 0x64, 0x3c, 0x2f, 0x74, 0x69, 0x74, 0x6c, 0x65, 0x3e, 0x03,
    ];

    fn packed(body: &[u8]) -> [(Coding, Vec<u8>); 3] {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(body).unwrap();
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
        zlib.write_all(body).unwrap();
        let mut bare = DeflateEncoder::new(Vec::new(), Compression::best());
        bare.write_all(body).unwrap();
        [
            (Coding::Gzip, gzip.finish().unwrap()),
            (Coding::Deflate, zlib.finish().unwrap()),
            (Coding::Deflate, bare.finish().unwrap()),
        ]
    }

    #[test]
    fn of_a_bomb_as_much_is_unpacked_as_is_wanted() {
        let bomb = vec![b'x'; 8 * 1_024 * 1_024];
        for (coding, body) in packed(&bomb) {
            let cut = coding.unpack(body.clone().into(), SMALL).unwrap();
            assert_eq!(cut.len(), 1_000);
            let refused = coding.unpack(body.into(), WHOLE);
            assert!(matches!(refused, Err(Error::TooLarge)), "{refused:?}");
        }
        for (coding, body) in packed(&bomb[..1_000]) {
            assert_eq!(coding.unpack(body.into(), WHOLE).unwrap().len(), 1_000);
        }
    }

    #[test]
    fn what_breaks_off_is_as_good_as_its_beginning_or_of_no_use() {
        let page = "<title>Here</title>".to_owned() + &"many words, ".repeat(50);
        let [(gzip, mut body), ..] = packed(page.as_bytes());
        body.truncate(body.len() - 12);
        let begun = gzip.unpack(body.clone().into(), SMALL).unwrap();
        assert!(begun.starts_with(b"<title>Here</title>"));
        assert!(gzip.unpack(body.into(), WHOLE).is_err());
        assert!(gzip.unpack(Bytes::from_static(b"\x1f\x8b"), SMALL).is_err());
    }

    #[test]
    fn brotli_is_read_unless_its_window_is_beyond_the_common_ones() {
        let page = Coding::Brotli.unpack(Bytes::from_static(SQUEEZED), WHOLE);
        assert_eq!(page.unwrap(), &b"<title>Squeezed</title>"[..]);
        let large = Coding::Brotli.unpack(Bytes::from_static(&[0x11, 0x1e, 0x03]), SMALL);
        assert!(matches!(large, Err(Error::Compressed)), "{large:?}");
    }

    proptest! {
        #[test]
        fn what_was_packed_comes_out_as_it_was(body in prop::collection::vec(any::<u8>(), 0..900)) {
            for (coding, packed) in packed(&body) {
                let unpacked = coding.unpack(packed.into(), WHOLE).unwrap();
                prop_assert_eq!(&unpacked[..], &body[..]);
            }
        }

        #[test]
        fn no_bytes_bring_out_more_than_is_wanted(
            body in prop::collection::vec(any::<u8>(), 0..300),
            coding in prop::sample::select(vec![Coding::Gzip, Coding::Deflate, Coding::Brotli]),
        ) {
            let unpacked = coding.unpack(body.into(), SMALL);
            prop_assert!(unpacked.map_or(true, |body| body.len() <= SMALL.bytes));
        }
    }
}
