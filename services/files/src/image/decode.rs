//! From coded bytes to pixels, within limits.

use std::io::{BufRead, Seek};

use image::{DynamicImage, ImageDecoder as _, ImageError, ImageFormat, ImageReader, Limits};

use super::{Format, MAX_SIDE};

/// Memory that one decoder may take.
const MAX_DECODED_BYTES: u64 = 192 * 1024 * 1024;

/// What a decoder may take.
pub(super) fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_DECODED_BYTES);
    limits
}

/// The pixels of an image, or of its first frame, turned as seen.
pub(super) fn decode(
    format: Format,
    image: impl BufRead + Seek,
) -> Result<DynamicImage, ImageError> {
    let mut reader = ImageReader::new(image);
    reader.set_format(match format {
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Png => ImageFormat::Png,
        Format::Gif => ImageFormat::Gif,
        Format::Webp => ImageFormat::WebP,
    });
    reader.limits(limits());
    let mut decoder = reader.into_decoder()?;
    let orientation = decoder.orientation()?;
    let mut image = DynamicImage::from_decoder(decoder)?;
    image.apply_orientation(orientation);
    Ok(image)
}
