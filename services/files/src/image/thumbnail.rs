//! Small pictures of an image: decoded, turned as seen, shrunk, coded anew.

use std::fs::File;
use std::io::{BufReader, Cursor};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageError, ImageFormat};
use serde::{Deserialize, Serialize};

use super::Format;
use super::decode::decode;

const JPEG_QUALITY: u8 = 80;
/// The longest side of what is made a hash of.
const HASHED_SIDE: u32 = 100;

/// A size of thumbnail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
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

    /// Pixels.
    #[must_use]
    pub(crate) const fn longest_side(self) -> u32 {
        match self {
            Self::Small => 160,
            Self::Large => 720,
        }
    }
}

/// How a picture of ours is coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Coding {
    /// `image/gif`, where it moves.
    Gif,
    /// `image/jpeg`
    Jpeg,
    /// `image/png`, where there is transparency.
    Png,
}

impl Coding {
    /// Its media type.
    #[must_use]
    pub(crate) const fn content_type(self) -> &'static str {
        match self {
            Self::Gif => "image/gif",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}

/// A coded thumbnail.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Thumbnail {
    /// Which.
    pub(crate) size: Size,
    /// How it is coded.
    pub(crate) coding: Coding,
    /// The bytes, base64.
    bytes: String,
}

impl Thumbnail {
    /// The bytes.
    ///
    /// # Errors
    /// When whoever drew it wrote nonsense.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, base64::DecodeError> {
        STANDARD.decode(&self.bytes)
    }
}

/// What was drawn of an image.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Drawn {
    /// Pixels across, as seen.
    pub(crate) width: u32,
    /// Pixels down, as seen.
    pub(crate) height: u32,
    /// A few bytes that stand in for the image, base64.
    pub(crate) thumbhash: String,
    /// In all sizes.
    pub(crate) thumbnails: Vec<Thumbnail>,
}

/// Draws the thumbnails of an image, or of its first frame.
///
/// # Errors
/// When it cannot be decoded.
pub(crate) fn draw(format: Format, image: File) -> Result<Drawn, ImageError> {
    let mut image = decode(format, BufReader::new(image))?;
    let (width, height) = (image.width(), image.height());
    let mut thumbnails = Vec::with_capacity(Size::ALL.len());
    for size in Size::ALL {
        image = shrunk(image, size.longest_side());
        thumbnails.push(encode(size, &image)?);
    }
    Ok(Drawn {
        width,
        height,
        thumbhash: hash(image),
        thumbnails,
    })
}

fn shrunk(image: DynamicImage, side: u32) -> DynamicImage {
    if image.width() > side || image.height() > side {
        image.thumbnail(side, side)
    } else {
        image
    }
}

fn hash(image: DynamicImage) -> String {
    let small = shrunk(image, HASHED_SIDE).to_rgba8();
    // At most HASHED_SIDE: they fit.
    let side = |pixels: u32| usize::try_from(pixels).unwrap_or_default();
    let (width, height) = (side(small.width()), side(small.height()));
    STANDARD.encode(thumbhash::rgba_to_thumb_hash(width, height, small.as_raw()))
}

fn encode(size: Size, image: &DynamicImage) -> Result<Thumbnail, ImageError> {
    let mut bytes = Vec::new();
    let coding = if image.color().has_alpha() {
        let pixels = image.to_rgba8();
        pixels.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)?;
        Coding::Png
    } else {
        let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
        image.to_rgb8().write_with_encoder(encoder)?;
        Coding::Jpeg
    };
    Ok(Thumbnail {
        size,
        coding,
        bytes: STANDARD.encode(bytes),
    })
}

#[cfg(test)]
mod tests {
    use std::io::{Seek as _, Write as _};

    use image::{Rgba, RgbaImage};

    use super::*;

    fn drawn(width: u32, height: u32) -> Drawn {
        let image = RgbaImage::from_pixel(width, height, Rgba([200, 30, 30, 255]));
        let mut file = tempfile::tempfile().unwrap();
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, ImageFormat::Png).unwrap();
        file.write_all(&bytes.into_inner()).unwrap();
        file.rewind().unwrap();
        draw(Format::Png, file).unwrap()
    }

    #[test]
    fn thumbnails_keep_the_shape_and_enlarge_nothing() {
        for ((width, height), large, small) in [
            ((1_000, 500), (720, 360), (160, 80)),
            ((500, 1_000), (360, 720), (80, 160)),
            ((40, 30), (40, 30), (40, 30)),
            ((3_000, 1), (720, 1), (160, 1)),
        ] {
            let drawn = drawn(width, height);
            assert_eq!((drawn.width, drawn.height), (width, height));
            let sizes = drawn.thumbnails.iter().map(|one| {
                let image = image::load_from_memory(&one.bytes().unwrap()).unwrap();
                (one.size, (image.width(), image.height()))
            });
            let sizes: Vec<_> = sizes.collect();
            assert_eq!(sizes, [(Size::Large, large), (Size::Small, small)]);
        }
    }

    #[test]
    fn the_hash_is_short_and_knows_the_colour() {
        let hash = STANDARD.decode(drawn(300, 200).thumbhash).unwrap();
        assert!(hash.len() <= 25, "{}", hash.len());
        let (red, green, blue, alpha) = thumbhash::thumb_hash_to_average_rgba(&hash).unwrap();
        assert!(red > 0.7 && green < 0.2 && blue < 0.2 && alpha > 0.99);
    }
}
