//! From coded bytes to pixels, within limits and in turns.

use std::io::{BufRead, Seek};
use std::sync::Arc;

use image::{DynamicImage, ImageDecoder as _, ImageError, ImageFormat, ImageReader, Limits};
use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};

use super::{Format, MAX_SIDE};

/// Images that are decoded at once: each may take [`MAX_DECODED_BYTES`].
const AT_ONCE: usize = 2;
/// Memory that one decoder may take.
const MAX_DECODED_BYTES: u64 = 192 * 1024 * 1024;

/// Whose turn it is to decode. Clones share the turns.
#[derive(Clone, Debug)]
pub(crate) struct Turns(Arc<Semaphore>);

impl Default for Turns {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

impl Turns {
    /// Waits for a turn, which lasts until the answer is dropped.
    ///
    /// # Errors
    /// Never: the semaphore is never closed.
    pub(crate) async fn next(&self) -> Result<OwnedSemaphorePermit, AcquireError> {
        Arc::clone(&self.0).acquire_owned().await
    }
}

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
