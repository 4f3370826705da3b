//! JPEG, segment by segment.

use std::io::{BufRead, Write};

use super::copy::{copy, skip, take, take_vec};
use super::{Facts, Refused, exif};

const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;
const APP0: u8 = 0xe0;
const APP1: u8 = 0xe1;
const APP2: u8 = 0xe2;
const APP14: u8 = 0xee;
const APP15: u8 = 0xef;
const COM: u8 = 0xfe;
/// Length, name, version, density unit and two densities; then two zeroes: no thumbnail.
const JFIF_LEN: usize = 14;

/// Keeps what decoding and colours need: tables, frames, scans, JFIF without its thumbnail, the
/// ICC profile, Adobe's colour transform. What follows the end of the image goes too.
pub(super) fn strip(reader: &mut impl BufRead, writer: &mut impl Write) -> Result<Facts, Refused> {
    let mut facts = Facts {
        orientation: exif::UPRIGHT,
        ..Facts::default()
    };
    if take(reader)? != [0xff, SOI] {
        return Err(Refused::Damaged("it does not begin as a JPEG"));
    }
    writer.write_all(&[0xff, SOI])?;
    let mut next = marker(reader)?;
    loop {
        match next {
            EOI => break,
            SOS => {
                segment(reader, writer, SOS)?;
                facts = facts.checked()?;
                let Some(after) = scan(reader, writer)? else {
                    // Cut short within the pixels: what is there can be seen.
                    return Ok(facts);
                };
                next = after;
                continue;
            }
            // Restart markers and TEM stand alone.
            0xd0..=0xd7 | 0x01 => writer.write_all(&[0xff, next])?,
            APP0..=APP15 | COM => application(reader, writer, next, &mut facts)?,
            0xc0..=0xcf if !matches!(next, 0xc4 | 0xc8 | 0xcc) => {
                frame(reader, writer, next, &mut facts)?;
            }
            _ => segment(reader, writer, next)?,
        }
        next = marker(reader)?;
    }
    writer.write_all(&[0xff, EOI])?;
    facts.frames = 1;
    facts.checked()
}

/// The next marker; any number of fill bytes may stand before it.
fn marker(reader: &mut impl BufRead) -> Result<u8, Refused> {
    let [first] = take(reader)?;
    if first != 0xff {
        return Err(Refused::Damaged("a segment does not begin with a marker"));
    }
    loop {
        let [byte] = take(reader)?;
        if byte != 0xff {
            return Ok(byte);
        }
    }
}

/// The length of a segment's content.
fn length(reader: &mut impl BufRead) -> Result<u16, Refused> {
    let length = u16::from_be_bytes(take(reader)?);
    length
        .checked_sub(2)
        .ok_or(Refused::Damaged("a segment is shorter than its length"))
}

fn head(writer: &mut impl Write, marker: u8, content: u16) -> Result<(), Refused> {
    let length = content.saturating_add(2).to_be_bytes();
    writer.write_all(&[0xff, marker])?;
    writer.write_all(&length)?;
    Ok(())
}

fn segment(reader: &mut impl BufRead, writer: &mut impl Write, marker: u8) -> Result<(), Refused> {
    let length = length(reader)?;
    head(writer, marker, length)?;
    copy(reader, writer, length.into())
}

fn frame(
    reader: &mut impl BufRead,
    writer: &mut impl Write,
    marker: u8,
    facts: &mut Facts,
) -> Result<(), Refused> {
    let length = length(reader)?;
    let content = take_vec(reader, length.into())?;
    let [_precision, h1, h0, w1, w0, ..] = *content.as_slice() else {
        return Err(Refused::Damaged("its frame header is cut short"));
    };
    facts.size(
        u16::from_be_bytes([w1, w0]).into(),
        u16::from_be_bytes([h1, h0]).into(),
    )?;
    head(writer, marker, length)?;
    writer.write_all(&content)?;
    Ok(())
}

fn application(
    reader: &mut impl BufRead,
    writer: &mut impl Write,
    marker: u8,
    facts: &mut Facts,
) -> Result<(), Refused> {
    let length = length(reader)?;
    if !matches!(marker, APP0 | APP1 | APP2 | APP14) {
        return skip(reader, length.into());
    }
    let content = take_vec(reader, length.into())?;
    match marker {
        APP0 if content.starts_with(b"JFIF\0") && content.len() >= JFIF_LEN => {
            let kept = content.get(..JFIF_LEN - 2).unwrap_or_default();
            write(writer, APP0, &[kept, &[0, 0]].concat())
        }
        APP1 => match content.strip_prefix(b"Exif\0\0") {
            Some(tiff) => {
                facts.orientation = exif::orientation(tiff);
                if facts.orientation == exif::UPRIGHT {
                    return Ok(());
                }
                let kept = [b"Exif\0\0", exif::only(facts.orientation).as_slice()].concat();
                write(writer, APP1, &kept)
            }
            None => Ok(()),
        },
        APP2 if content.starts_with(b"ICC_PROFILE\0") => write(writer, APP2, &content),
        APP14 if content.starts_with(b"Adobe") => write(writer, APP14, &content),
        _ => Ok(()),
    }
}

fn write(writer: &mut impl Write, marker: u8, content: &[u8]) -> Result<(), Refused> {
    let length = u16::try_from(content.len()).unwrap_or(u16::MAX);
    head(writer, marker, length)?;
    writer.write_all(content)?;
    Ok(())
}

/// Copies coded pixels up to the next marker that is not part of them. None: the end of the file.
fn scan(reader: &mut impl BufRead, writer: &mut impl Write) -> Result<Option<u8>, Refused> {
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Ok(None);
        }
        let plain = buffer
            .iter()
            .position(|byte| *byte == 0xff)
            .unwrap_or(buffer.len());
        writer.write_all(buffer.get(..plain).unwrap_or_default())?;
        let is_marker = plain < buffer.len();
        reader.consume(plain);
        if !is_marker {
            continue;
        }
        match marker(reader) {
            Ok(byte @ (0x00 | 0xd0..=0xd7)) => writer.write_all(&[0xff, byte])?,
            Ok(marker) => return Ok(Some(marker)),
            Err(Refused::Damaged(_)) => return Ok(None),
            Err(error) => return Err(error),
        }
    }
}
