//! Images: what their headers say, their bytes without metadata, their thumbnails, pictures made
//! anew.
//!
//! Metadata is removed segment by segment; the coded pixels are copied as they are. Orientation is
//! the one thing kept of it: it says how the pixels are meant to be seen, so an image that is
//! stored turned keeps a metadata block with that one field. `width` and `height` are as seen.

mod animation;
mod copy;
pub(crate) mod decode;
mod exif;
mod gif;
mod jpeg;
mod png;
pub(crate) mod recode;
#[cfg(test)]
mod tests;
pub(crate) mod thumbnail;
mod webp;

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Cursor, Seek, Write};

use ::image::ImageError;

/// Pixels of one frame at most.
pub(crate) const MAX_PIXELS: u64 = 40_000_000;
/// Pixels of one side at most: no decoder has to meet a wider row.
pub(crate) const MAX_SIDE: u32 = 32_768;
/// Frames at most.
pub(crate) const MAX_FRAMES: u32 = 1_000;

/// The kinds of image whose metadata we can remove and that a browser may show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// `image/jpeg`
    Jpeg,
    /// `image/png`
    Png,
    /// `image/gif`
    Gif,
    /// `image/webp`
    Webp,
}

impl Format {
    const ALL: [Self; 4] = [Self::Jpeg, Self::Png, Self::Gif, Self::Webp];

    /// Its media type.
    #[must_use]
    pub(crate) const fn content_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
        }
    }

    /// The format with this media type.
    #[must_use]
    pub(crate) fn from_name(content_type: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|format| format.content_type() == content_type)
    }
}

/// What the headers of an image say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    /// Pixels across, as seen.
    pub(crate) width: u32,
    /// Pixels down, as seen.
    pub(crate) height: u32,
    /// Pictures in it; more than 1 when it moves.
    pub(crate) frames: u32,
    /// EXIF orientation, 1 to 8.
    pub(crate) orientation: u16,
}

/// An image that is not stored.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    /// Its structure does not hold together.
    #[error("the image is damaged: {0}")]
    Damaged(&'static str),
    /// It has more pixels or frames than are accepted.
    #[error("the image is too large: at most 40 megapixels and 1000 frames")]
    TooLarge,
    /// Its header is fine, its pixels are not.
    #[error("the image cannot be decoded")]
    Undecodable(#[source] ImageError),
    /// It keeps the decoder busy for longer than an honest image would.
    #[error("the image takes too long to decode")]
    TooSlow,
    /// The disk failed.
    #[error("the image could not be copied")]
    Io(#[source] io::Error),
}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::Damaged("it is cut short"),
            _ => Self::Io(error),
        }
    }
}

/// Copies the image without its metadata, and reads its header on the way.
///
/// # Errors
/// When its structure is damaged, or it is larger than we accept.
pub(crate) fn strip(format: Format, from: &File, to: &File) -> Result<Facts, Refused> {
    let mut writer = BufWriter::new(to);
    let facts = copy_clean(format, &mut BufReader::new(from), &mut writer)?;
    writer.flush()?;
    let mut to = to;
    to.rewind()?;
    Ok(facts)
}

/// As [`strip`], in memory.
///
/// # Errors
/// As [`strip`].
pub(crate) fn strip_bytes(format: Format, from: &[u8]) -> Result<(Facts, Vec<u8>), Refused> {
    let mut clean = Cursor::new(Vec::with_capacity(from.len()));
    let facts = copy_clean(format, &mut Cursor::new(from), &mut clean)?;
    Ok((facts, clean.into_inner()))
}

fn copy_clean(
    format: Format,
    reader: &mut impl BufRead,
    writer: &mut (impl Write + Seek),
) -> Result<Facts, Refused> {
    let mut facts = match format {
        Format::Jpeg => jpeg::strip(reader, writer)?,
        Format::Png => png::strip(reader, writer)?,
        Format::Gif => gif::strip(reader, writer)?,
        Format::Webp => webp::strip(reader, writer)?,
    };
    if facts.orientation >= exif::FIRST_TURNED {
        std::mem::swap(&mut facts.width, &mut facts.height);
    }
    Ok(facts)
}

impl Facts {
    /// Takes the size that a header names.
    fn size(&mut self, width: u32, height: u32) -> Result<(), Refused> {
        if width == 0 || height == 0 {
            return Err(Refused::Damaged("it has no pixels"));
        }
        let pixels = u64::from(width) * u64::from(height);
        if pixels > MAX_PIXELS || width > MAX_SIDE || height > MAX_SIDE {
            return Err(Refused::TooLarge);
        }
        self.width = width;
        self.height = height;
        Ok(())
    }

    /// Counts one more frame.
    fn frame(&mut self) -> Result<(), Refused> {
        self.frames += 1;
        if self.frames > MAX_FRAMES {
            Err(Refused::TooLarge)
        } else {
            Ok(())
        }
    }

    /// A header must have come by now.
    fn checked(self) -> Result<Self, Refused> {
        if self.width == 0 {
            Err(Refused::Damaged("it has no header"))
        } else {
            Ok(self)
        }
    }
}
