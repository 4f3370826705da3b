//! Emoji that move: each frame decoded, shrunk and coded anew as GIF.

use std::io::Cursor;
use std::time::Instant;

use image::codecs::gif::{GifDecoder, GifEncoder, Repeat};
use image::codecs::webp::WebPDecoder;
use image::imageops::thumbnail;
use image::{AnimationDecoder as _, Frame, Frames, ImageDecoder as _, ImageError};

use super::decode::limits;
use super::{Facts, Format, Refused};

/// Pixels of all frames at most; of what has more, the first frame is kept.
const MAX_MOVING_PIXELS: u64 = 100_000_000;
/// From 1, the best colours, to 30, the fastest.
const SPEED: i32 = 10;

/// Whether the image moves, and is small enough to go on moving.
pub(super) fn is_worth_keeping(format: Format, facts: Facts) -> bool {
    let pixels = u64::from(facts.width) * u64::from(facts.height) * u64::from(facts.frames);
    matches!(format, Format::Gif | Format::Webp) && facts.frames > 1 && pixels <= MAX_MOVING_PIXELS
}

/// The frames, each at most `side` pixels wide and high, for ever: their size, and the GIF.
///
/// # Errors
/// When one of them cannot be decoded, or `deadline` passes.
pub(super) fn recode(
    format: Format,
    clean: &[u8],
    side: u32,
    deadline: Instant,
) -> Result<((u32, u32), Vec<u8>), Refused> {
    let frames = frames(format, clean).map_err(Refused::Undecodable)?;
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new_with_speed(&mut bytes, SPEED);
    encoder
        .set_repeat(Repeat::Infinite)
        .map_err(Refused::Undecodable)?;
    let mut last = (0, 0);
    for frame in frames {
        if Instant::now() > deadline {
            return Err(Refused::TooSlow);
        }
        let small = shrunk(frame.map_err(Refused::Undecodable)?, side);
        last = small.buffer().dimensions();
        encoder.encode_frame(small).map_err(Refused::Undecodable)?;
    }
    drop(encoder);
    if last == (0, 0) {
        return Err(Refused::Damaged("it has no frames"));
    }
    Ok((last, bytes))
}

fn frames(format: Format, clean: &[u8]) -> Result<Frames<'_>, ImageError> {
    let reader = Cursor::new(clean);
    Ok(if format == Format::Webp {
        let mut decoder = WebPDecoder::new(reader)?;
        decoder.set_limits(limits())?;
        decoder.into_frames()
    } else {
        let mut decoder = GifDecoder::new(reader)?;
        decoder.set_limits(limits())?;
        decoder.into_frames()
    })
}

fn shrunk(frame: Frame, side: u32) -> Frame {
    let delay = frame.delay();
    let image = frame.into_buffer();
    let (width, height) = fit(image.dimensions(), side);
    let small = if (width, height) == image.dimensions() {
        image
    } else {
        thumbnail(&image, width, height)
    };
    Frame::from_parts(small, 0, 0, delay)
}

/// The size within a square of `side`, of the same shape.
fn fit((width, height): (u32, u32), side: u32) -> (u32, u32) {
    let longest = width.max(height).max(1);
    if longest <= side {
        return (width, height);
    }
    let scaled = |length: u32| {
        let scaled = u64::from(length) * u64::from(side) / u64::from(longest);
        u32::try_from(scaled).unwrap_or(side).max(1)
    };
    (scaled(width), scaled(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_is_kept_and_never_vanishes() {
        assert_eq!(fit((64, 32), 128), (64, 32));
        assert_eq!(fit((1_000, 500), 128), (128, 64));
        assert_eq!(fit((500, 1_000), 128), (64, 128));
        assert_eq!(fit((30_000, 1), 128), (128, 1));
    }
}
