//! Pictures made anew: checked by their headers, decoded, turned as seen, shrunk, and coded by us.
//! Nothing of what came in is kept but the pixels.

use std::io::Cursor;
use std::time::{Duration, Instant};

use bytes::Bytes;
use domain::ImagePurpose;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageError, ImageFormat};
use protocol::ErrorCode;

use super::decode::{Turns, decode};
use super::{Facts, Format, Refused, animation, strip_bytes};
use crate::error::Error;

/// How long a picture waits for its turn before the caller is told to come back.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long one picture may take, its turn not counted.
const TIME_LIMIT: Duration = Duration::from_secs(8);
const JPEG_QUALITY: u8 = 85;

/// A picture as it is stored.
#[derive(Clone, Debug)]
pub(crate) struct Recoded {
    /// `image/png` where there is transparency, `image/gif` where it moves, else `image/jpeg`.
    pub(crate) content_type: &'static str,
    /// Pixels across.
    pub(crate) width: u32,
    /// Pixels down.
    pub(crate) height: u32,
    /// The bytes.
    pub(crate) bytes: Vec<u8>,
}

/// Makes pictures anew, in a few threads of their own.
#[derive(Clone, Debug)]
pub(crate) struct Recoder {
    turns: Turns,
}

impl Recoder {
    /// One that takes its turns with whoever else decodes.
    #[must_use]
    pub(crate) const fn new(turns: Turns) -> Self {
        Self { turns }
    }

    /// The picture as it is kept for this purpose.
    ///
    /// # Errors
    /// `image_refused` when it is damaged, too large or too slow; `overloaded` when too many others
    /// are waiting.
    pub(crate) async fn make(
        &self,
        format: Format,
        bytes: Bytes,
        purpose: ImagePurpose,
    ) -> Result<Recoded, Error> {
        let Ok(Ok(turn)) = tokio::time::timeout(PATIENCE, self.turns.next()).await else {
            return Err(ErrorCode::Overloaded.into());
        };
        let made = tokio::task::spawn_blocking(move || {
            // The turn ends with the work, also when nobody waits for it any more.
            let _turn = turn;
            recode(format, &bytes, purpose, Instant::now() + TIME_LIMIT)
        });
        match tokio::time::timeout(TIME_LIMIT, made).await {
            Ok(Ok(recoded)) => Ok(recoded?),
            Ok(Err(broken)) => Err(Error::Internal(
                anyhow::Error::new(broken).context("the thread that makes a picture anew"),
            )),
            Err(_elapsed) => Err(Refused::TooSlow.into()),
        }
    }
}

fn recode(
    format: Format,
    bytes: &[u8],
    purpose: ImagePurpose,
    deadline: Instant,
) -> Result<Recoded, Refused> {
    let (facts, clean) = strip_bytes(format, bytes)?;
    let side = purpose.longest_side();
    if purpose == ImagePurpose::Emoji && animation::is_worth_keeping(format, facts) {
        return animation::recode(format, &clean, side, deadline);
    }
    let image = decode(format, Cursor::new(clean)).map_err(Refused::Undecodable)?;
    agrees(&image, facts)?;
    let image = if image.width() > side || image.height() > side {
        image.thumbnail(side, side)
    } else {
        image
    };
    encode(&image, purpose).map_err(Refused::Undecodable)
}

/// What was decoded has the size that the header was checked by.
fn agrees(image: &DynamicImage, facts: Facts) -> Result<(), Refused> {
    if (image.width(), image.height()) == (facts.width, facts.height) {
        Ok(())
    } else {
        Err(Refused::Damaged("its headers contradict each other"))
    }
}

fn encode(image: &DynamicImage, purpose: ImagePurpose) -> Result<Recoded, ImageError> {
    let mut bytes = Vec::new();
    let pixels = image.to_rgba8();
    let is_opaque = pixels.pixels().all(|pixel| {
        let [.., alpha] = pixel.0;
        alpha == u8::MAX
    });
    // Emoji are drawings: a photograph's coding would smear them.
    let content_type = if is_opaque && purpose != ImagePurpose::Emoji {
        let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
        image.to_rgb8().write_with_encoder(encoder)?;
        "image/jpeg"
    } else {
        pixels.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)?;
        "image/png"
    };
    Ok(Recoded {
        content_type,
        width: image.width(),
        height: image.height(),
        bytes,
    })
}
