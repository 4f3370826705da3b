//! Small pictures of an image: decoded, turned as seen, shrunk, coded anew.

use std::fs::File;
use std::io::{BufReader, Cursor};

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat};

use super::Format;
use super::decode::{Turns, decode};

const JPEG_QUALITY: u8 = 80;

/// A size of thumbnail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Size {
    /// Longest side 160 pixels.
    Small,
    /// Longest side 720 pixels.
    Large,
}

impl Size {
    /// Both, the larger first: the smaller is made from it.
    pub(crate) const ALL: [Self; 2] = [Self::Large, Self::Small];

    /// The name in URLs, keys and rows.
    #[must_use]
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Large => "large",
        }
    }

    /// The size of this name.
    #[must_use]
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.as_str() == name)
    }

    const fn longest_side(self) -> u32 {
        match self {
            Self::Small => 160,
            Self::Large => 720,
        }
    }
}

/// A coded thumbnail.
#[derive(Clone, Debug)]
pub(crate) struct Thumbnail {
    /// Which.
    pub(crate) size: Size,
    /// `image/png` where there is transparency, else `image/jpeg`.
    pub(crate) content_type: &'static str,
    /// The bytes.
    pub(crate) bytes: Vec<u8>,
}

/// Makes thumbnails in a few threads of their own, so that many images at once take their turns.
#[derive(Clone, Debug)]
pub(crate) struct Thumbnailer {
    turns: Turns,
}

impl Thumbnailer {
    /// One that takes its turns with whoever else decodes.
    #[must_use]
    pub(crate) const fn new(turns: Turns) -> Self {
        Self { turns }
    }

    /// The thumbnails of an image. An image that cannot be decoded has none.
    pub(crate) async fn make(&self, format: Format, image: File) -> Vec<Thumbnail> {
        // The semaphore is never closed; without a turn there is nothing to show.
        let Ok(turn) = self.turns.next().await else {
            return Vec::new();
        };
        let made = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            make(format, image)
        });
        match made.await {
            Ok(Ok(thumbnails)) => thumbnails,
            Ok(Err(error)) => {
                tracing::info!("an image has no thumbnails: {error}");
                Vec::new()
            }
            Err(error) => {
                tracing::error!("a thumbnail's thread broke: {error}");
                Vec::new()
            }
        }
    }
}

fn make(format: Format, image: File) -> Result<Vec<Thumbnail>, image::ImageError> {
    let mut image = decode(format, BufReader::new(image))?;
    let mut thumbnails = Vec::with_capacity(Size::ALL.len());
    for size in Size::ALL {
        let side = size.longest_side();
        if image.width() > side || image.height() > side {
            image = image.thumbnail(side, side);
        }
        thumbnails.push(encode(size, &image)?);
    }
    Ok(thumbnails)
}

fn encode(size: Size, image: &DynamicImage) -> Result<Thumbnail, image::ImageError> {
    let mut bytes = Vec::new();
    let content_type = if image.color().has_alpha() {
        image
            .to_rgba8()
            .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)?;
        "image/png"
    } else {
        let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
        image.to_rgb8().write_with_encoder(encoder)?;
        "image/jpeg"
    };
    Ok(Thumbnail {
        size,
        content_type,
        bytes,
    })
}
