//! PNG, chunk by chunk.

use std::io::{Read, Write};

use super::copy::{copy, skip, take, take_vec};
use super::{Facts, Refused, exif};

const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";
/// A chunk is shorter than this, says the specification.
const LONGEST: u32 = 0x7fff_ffff;
/// An EXIF block longer than this is not looked into: it goes.
const LONGEST_EXIF: u32 = 64 * 1024;

/// Keeps what decoding, colours and movement need; texts, times, EXIF and everything unknown go,
/// and so does what follows the end of the image.
pub(super) fn strip(reader: &mut impl Read, writer: &mut impl Write) -> Result<Facts, Refused> {
    let mut facts = Facts {
        orientation: exif::UPRIGHT,
        frames: 0,
        ..Facts::default()
    };
    if take(reader)? != SIGNATURE {
        return Err(Refused::Damaged("it does not begin as a PNG"));
    }
    writer.write_all(&SIGNATURE)?;
    loop {
        let length = u32::from_be_bytes(take(reader)?);
        let kind: [u8; 4] = take(reader)?;
        if length > LONGEST {
            return Err(Refused::Damaged("a chunk is too long"));
        }
        match &kind {
            b"IHDR" => header(reader, writer, length, &mut facts)?,
            _ if facts.width == 0 => return Err(Refused::Damaged("it has no header")),
            b"eXIf" if length <= LONGEST_EXIF => orientation(reader, writer, length, &mut facts)?,
            kind if is_kept(*kind) => {
                if kind == b"fcTL" {
                    facts.frame()?;
                }
                writer.write_all(&length.to_be_bytes())?;
                writer.write_all(kind)?;
                copy(reader, writer, u64::from(length) + 4)?;
            }
            _ => skip(reader, u64::from(length) + 4)?,
        }
        if &kind == b"IEND" {
            facts.frames = facts.frames.max(1);
            return facts.checked();
        }
    }
}

fn is_kept(kind: [u8; 4]) -> bool {
    matches!(
        &kind,
        b"PLTE"
            | b"IDAT"
            | b"IEND"
            | b"tRNS"
            | b"cHRM"
            | b"gAMA"
            | b"iCCP"
            | b"sBIT"
            | b"sRGB"
            | b"cICP"
            | b"mDCV"
            | b"cLLI"
            | b"bKGD"
            | b"hIST"
            | b"pHYs"
            | b"sPLT"
            | b"acTL"
            | b"fcTL"
            | b"fdAT"
    )
}

fn header(
    reader: &mut impl Read,
    writer: &mut impl Write,
    length: u32,
    facts: &mut Facts,
) -> Result<(), Refused> {
    if length != 13 || facts.width != 0 {
        return Err(Refused::Damaged("its header is not one"));
    }
    let width: [u8; 4] = take(reader)?;
    let height: [u8; 4] = take(reader)?;
    let rest: [u8; 9] = take(reader)?;
    facts.size(u32::from_be_bytes(width), u32::from_be_bytes(height))?;
    writer.write_all(&[b"\0\0\0\rIHDR", width.as_slice(), &height, &rest].concat())?;
    Ok(())
}

fn orientation(
    reader: &mut impl Read,
    writer: &mut impl Write,
    length: u32,
    facts: &mut Facts,
) -> Result<(), Refused> {
    let tiff = take_vec(reader, usize::try_from(length).unwrap_or(usize::MAX))?;
    skip(reader, 4)?;
    facts.orientation = exif::orientation(&tiff);
    if facts.orientation == exif::UPRIGHT {
        return Ok(());
    }
    let kept = [b"eXIf".as_slice(), &exif::only(facts.orientation)].concat();
    let length = u32::try_from(kept.len() - 4).unwrap_or(u32::MAX);
    writer.write_all(&length.to_be_bytes())?;
    writer.write_all(&kept)?;
    writer.write_all(&crc(&kept).to_be_bytes())?;
    Ok(())
}

/// The checksum of a chunk's kind and content. Only ever for some thirty bytes: no table.
fn crc(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                (crc >> 1) ^ 0xedb8_8320
            } else {
                crc >> 1
            };
        }
    }
    !crc
}
