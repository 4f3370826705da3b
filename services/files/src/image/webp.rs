//! WebP, chunk by chunk.

use std::io::{Read, Seek, SeekFrom, Write};

use super::copy::{copy, skip, take, take_vec};
use super::{Facts, Refused, exif};

/// Flags of the extended header.
const HAS_EXIF: u8 = 0x08;
const HAS_XMP: u8 = 0x04;
/// Where the flags are, when there is an extended header: it comes first.
const FLAGS_AT: u64 = 20;
/// An EXIF block longer than this is not looked into: it goes.
const LONGEST_EXIF: u32 = 64 * 1024;

/// Keeps what decoding, colours and movement need.
pub(super) fn strip(
    reader: &mut impl Read,
    writer: &mut (impl Write + Seek),
) -> Result<Facts, Refused> {
    let mut facts = Facts {
        orientation: exif::UPRIGHT,
        ..Facts::default()
    };
    let riff: [u8; 4] = take(reader)?;
    let announced = u32::from_le_bytes(take(reader)?);
    let webp: [u8; 4] = take(reader)?;
    if (&riff, &webp) != (b"RIFF", b"WEBP") {
        return Err(Refused::Damaged("it does not begin as a WebP"));
    }
    writer.write_all(b"RIFF\0\0\0\0WEBP")?;
    let mut left = u64::from(announced).saturating_sub(4);
    let mut flags = None;
    while left >= 8 {
        let kind: [u8; 4] = take(reader)?;
        let length = u32::from_le_bytes(take(reader)?);
        let padded = u64::from(length) + u64::from(length & 1);
        left = left
            .checked_sub(8 + padded)
            .ok_or(Refused::Damaged("a chunk is too long"))?;
        chunk(
            reader,
            writer,
            Chunk {
                kind,
                length,
                padded,
            },
            &mut facts,
            &mut flags,
        )?;
    }
    finish(writer, facts, flags)?;
    facts.frames = facts.frames.max(1);
    facts.checked()
}

#[derive(Clone, Copy)]
struct Chunk {
    kind: [u8; 4],
    length: u32,
    /// The length with the byte that makes it even.
    padded: u64,
}

fn chunk(
    reader: &mut impl Read,
    writer: &mut impl Write,
    chunk: Chunk,
    facts: &mut Facts,
    flags: &mut Option<u8>,
) -> Result<(), Refused> {
    match &chunk.kind {
        b"VP8X" if chunk.length == 10 && facts.width == 0 => {
            let content: [u8; 10] = take(reader)?;
            let [first, _, _, _, w0, w1, w2, h0, h1, h2] = content;
            let side = |bytes: [u8; 3]| u24(bytes).saturating_add(1);
            facts.size(side([w0, w1, w2]), side([h0, h1, h2]))?;
            *flags = Some(first & !(HAS_EXIF | HAS_XMP));
            start(writer, chunk)?;
            writer.write_all(&content)?;
            Ok(())
        }
        b"VP8 " | b"VP8L" => picture(reader, writer, chunk, facts),
        b"EXIF" if chunk.length <= LONGEST_EXIF => {
            let content = take_vec(reader, usize::try_from(chunk.padded).unwrap_or(usize::MAX))?;
            // Some writers put JPEG's prefix in front.
            let tiff = content.strip_prefix(b"Exif\0\0").unwrap_or(&content);
            facts.orientation = exif::orientation(tiff);
            Ok(())
        }
        b"ICCP" | b"ANIM" | b"ALPH" | b"ANMF" => {
            if &chunk.kind == b"ANMF" {
                facts.frame()?;
            }
            start(writer, chunk)?;
            copy(reader, writer, chunk.padded)
        }
        _ => skip(reader, chunk.padded),
    }
}

fn start(writer: &mut impl Write, chunk: Chunk) -> Result<(), Refused> {
    writer.write_all(&chunk.kind)?;
    writer.write_all(&chunk.length.to_le_bytes())?;
    Ok(())
}

fn u24([a, b, c]: [u8; 3]) -> u32 {
    u32::from_le_bytes([a, b, c, 0])
}

/// A coded picture; without an extended header it names the size.
fn picture(
    reader: &mut impl Read,
    writer: &mut impl Write,
    chunk: Chunk,
    facts: &mut Facts,
) -> Result<(), Refused> {
    const HEAD: usize = 10;
    let rest = u64::try_from(HEAD)
        .ok()
        .and_then(|head| chunk.padded.checked_sub(head));
    let rest = rest.ok_or(Refused::Damaged("its picture is cut short"))?;
    let head: [u8; HEAD] = take(reader)?;
    let (width, height) = match (&chunk.kind, head) {
        (b"VP8 ", [_, _, _, 0x9d, 0x01, 0x2a, w0, w1, h0, h1]) => {
            let side = |bytes| u32::from(u16::from_le_bytes(bytes) & 0x3fff);
            (side([w0, w1]), side([h0, h1]))
        }
        (b"VP8L", [0x2f, a, b, c, d, ..]) => {
            let bits = u32::from_le_bytes([a, b, c, d]);
            ((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1)
        }
        _ => return Err(Refused::Damaged("its picture has no header")),
    };
    if facts.width == 0 {
        facts.size(width, height)?;
    } else {
        Facts::default().size(width, height)?;
    }
    start(writer, chunk)?;
    writer.write_all(&head)?;
    copy(reader, writer, rest)
}

/// Writes the orientation, if it is to be kept, and what only the end knows.
fn finish(
    writer: &mut (impl Write + Seek),
    facts: Facts,
    flags: Option<u8>,
) -> Result<(), Refused> {
    let mut flags = flags;
    if let Some(flags) = &mut flags
        && facts.orientation != exif::UPRIGHT
    {
        let content = exif::only(facts.orientation);
        let length = u32::try_from(content.len()).unwrap_or(u32::MAX);
        writer.write_all(b"EXIF")?;
        writer.write_all(&length.to_le_bytes())?;
        writer.write_all(&content)?;
        *flags |= HAS_EXIF;
    }
    let end = writer.stream_position()?;
    let riff = u32::try_from(end.saturating_sub(8)).unwrap_or(u32::MAX);
    writer.seek(SeekFrom::Start(4))?;
    writer.write_all(&riff.to_le_bytes())?;
    if let Some(flags) = flags {
        writer.seek(SeekFrom::Start(FLAGS_AT))?;
        writer.write_all(&[flags])?;
    }
    writer.seek(SeekFrom::Start(end))?;
    Ok(())
}
