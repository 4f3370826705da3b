//! Pictures made anew: checked by their headers, decoded, turned as seen, shrunk, and coded by us.
//! Nothing of what came in is kept but the pixels. A child does it (`confined`).

use std::fs::File;
use std::io::{Cursor, Read as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use domain::ImagePurpose;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageError, ImageFormat};
use protocol::ErrorCode;
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;

use super::decode::decode;
use super::thumbnail::Coding;
use super::{Facts, Format, Refused, animation, strip_bytes};
use crate::confined::RECODE;
use crate::error::Error;
use crate::preview::children::{Children, Failed, held};

/// How long a picture waits for its turn before the caller is told to come back.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long one picture may take, its turn not counted.
pub(crate) const TIME_LIMIT: Duration = Duration::from_secs(8);
/// Pictures made anew at once.
const AT_ONCE: usize = 2;
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

/// What a child answers.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Answer {
    Made(Coded),
    Refused(String),
}

/// As [`Recoded`], on its way from a child.
#[derive(Debug, Serialize, Deserialize)]
struct Coded {
    coding: Coding,
    width: u32,
    height: u32,
    /// Base64.
    bytes: String,
}

/// Makes pictures anew, a few at a time.
#[derive(Clone, Debug)]
pub(crate) struct Recoder {
    children: Children,
    turns: Arc<Semaphore>,
}

impl Recoder {
    /// One that has these children do it.
    #[must_use]
    pub(crate) fn new(children: Children) -> Self {
        Self {
            children,
            turns: Arc::new(Semaphore::new(AT_ONCE)),
        }
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
        let Ok(Ok(_turn)) = tokio::time::timeout(PATIENCE, self.turns.acquire()).await else {
            return Err(ErrorCode::Overloaded.into());
        };
        let input = tokio::task::spawn_blocking(move || held(&bytes)).await;
        let input = input.map_err(broken)?.map_err(broken)?;
        let words = [RECODE, format.content_type(), purpose.as_str()];
        let json = match self.children.ask(words, Some(input)).await {
            Ok(json) => json,
            Err(Failed::TooSlow) => return Err(Refused::TooSlow.into()),
            Err(Failed::Io(error)) => return Err(broken(error)),
            Err(failed) => {
                tracing::info!("a picture was too much for whoever looked at it: {failed}");
                return Err(Refused::TooLarge.into());
            }
        };
        match serde_json::from_slice(&json)? {
            Answer::Made(coded) => Ok(Recoded {
                content_type: coded.coding.content_type(),
                width: coded.width,
                height: coded.height,
                bytes: STANDARD.decode(&coded.bytes).map_err(broken)?,
            }),
            Answer::Refused(why) => Err(Error::image_refused(why)),
        }
    }
}

fn broken(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::Internal(anyhow::Error::new(error).context("a picture that is made anew"))
}

/// The child's part: reads the picture, answers what it became.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn answer(
    format: Format,
    purpose: ImagePurpose,
    mut picture: File,
) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    picture.read_to_end(&mut bytes)?;
    let answer = match recode(format, &bytes, purpose, Instant::now() + TIME_LIMIT) {
        Ok(coded) => Answer::Made(coded),
        Err(refused) => Answer::Refused(refused.to_string()),
    };
    Ok(serde_json::to_vec(&answer)?)
}

fn recode(
    format: Format,
    bytes: &[u8],
    purpose: ImagePurpose,
    deadline: Instant,
) -> Result<Coded, Refused> {
    let (facts, clean) = strip_bytes(format, bytes)?;
    let side = purpose.longest_side();
    if purpose == ImagePurpose::Emoji && animation::is_worth_keeping(format, facts) {
        let ((width, height), bytes) = animation::recode(format, &clean, side, deadline)?;
        return Ok(coded(Coding::Gif, (width, height), &bytes));
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

fn encode(image: &DynamicImage, purpose: ImagePurpose) -> Result<Coded, ImageError> {
    let mut bytes = Vec::new();
    let pixels = image.to_rgba8();
    let is_opaque = pixels.pixels().all(|pixel| {
        let [.., alpha] = pixel.0;
        alpha == u8::MAX
    });
    // Emoji are drawings: a photograph's coding would smear them.
    let coding = if is_opaque && purpose != ImagePurpose::Emoji {
        let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
        image.to_rgb8().write_with_encoder(encoder)?;
        Coding::Jpeg
    } else {
        pixels.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)?;
        Coding::Png
    };
    Ok(coded(coding, (image.width(), image.height()), &bytes))
}

fn coded(coding: Coding, (width, height): (u32, u32), bytes: &[u8]) -> Coded {
    Coded {
        coding,
        width,
        height,
        bytes: STANDARD.encode(bytes),
    }
}
