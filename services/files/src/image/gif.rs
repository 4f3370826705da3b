//! GIF, block by block.

use std::io::{Read, Write};

use super::copy::{copy, take};
use super::{Facts, Refused, exif};

const IMAGE: u8 = 0x2c;
const EXTENSION: u8 = 0x21;
const END: u8 = 0x3b;
const GRAPHIC_CONTROL: u8 = 0xf9;
const PLAIN_TEXT: u8 = 0x01;
const APPLICATION: u8 = 0xff;

/// Keeps the images, how long each is shown, and how often they repeat. Comments, XMP and other
/// applications' blocks go, and so does what follows the end.
pub(super) fn strip(reader: &mut impl Read, writer: &mut impl Write) -> Result<Facts, Refused> {
    let mut facts = Facts {
        orientation: exif::UPRIGHT,
        ..Facts::default()
    };
    let signature: [u8; 6] = take(reader)?;
    if !matches!(&signature, b"GIF87a" | b"GIF89a") {
        return Err(Refused::Damaged("it does not begin as a GIF"));
    }
    let screen: [u8; 7] = take(reader)?;
    let [w0, w1, h0, h1, flags, ..] = screen;
    facts.size(
        u16::from_le_bytes([w0, w1]).into(),
        u16::from_le_bytes([h0, h1]).into(),
    )?;
    writer.write_all(&signature)?;
    writer.write_all(&screen)?;
    copy(reader, writer, table_len(flags))?;
    loop {
        match take(reader)? {
            [IMAGE] => {
                facts.frame()?;
                image(reader, writer)?;
            }
            [EXTENSION] => extension(reader, writer)?,
            [END] => break,
            _ => return Err(Refused::Damaged("a block is of no known kind")),
        }
    }
    writer.write_all(&[END])?;
    facts.checked()
}

/// Bytes of the colour table that the flags announce.
fn table_len(flags: u8) -> u64 {
    if flags & 0x80 == 0 {
        0
    } else {
        3 << ((flags & 0x07) + 1)
    }
}

fn image(reader: &mut impl Read, writer: &mut impl Write) -> Result<(), Refused> {
    let descriptor: [u8; 9] = take(reader)?;
    let [.., w0, w1, h0, h1, flags] = descriptor;
    let (width, height) = (u16::from_le_bytes([w0, w1]), u16::from_le_bytes([h0, h1]));
    if width != 0 && height != 0 {
        // A frame may be larger than the screen, so it is measured by itself.
        Facts::default().size(width.into(), height.into())?;
    }
    writer.write_all(&[IMAGE])?;
    writer.write_all(&descriptor)?;
    // The colour table, and the byte of the code size.
    copy(reader, writer, table_len(flags) + 1)?;
    blocks(reader, writer)
}

fn extension(reader: &mut impl Read, writer: &mut impl Write) -> Result<(), Refused> {
    let [label] = take(reader)?;
    match label {
        GRAPHIC_CONTROL | PLAIN_TEXT => {
            writer.write_all(&[EXTENSION, label])?;
            blocks(reader, writer)
        }
        APPLICATION => application(reader, writer),
        _ => blocks(reader, &mut std::io::sink()),
    }
}

fn application(reader: &mut impl Read, writer: &mut impl Write) -> Result<(), Refused> {
    let [len] = take(reader)?;
    let name = super::copy::take_vec(reader, len.into())?;
    let is_kept = matches!(
        name.as_slice(),
        b"NETSCAPE2.0" | b"ANIMEXTS1.0" | b"ICCRGBG1012"
    );
    if !is_kept {
        return blocks(reader, &mut std::io::sink());
    }
    writer.write_all(&[EXTENSION, APPLICATION, len])?;
    writer.write_all(&name)?;
    blocks(reader, writer)
}

/// Copies blocks of up to 255 bytes, to the empty one that ends them.
fn blocks(reader: &mut impl Read, writer: &mut impl Write) -> Result<(), Refused> {
    loop {
        let [len] = take(reader)?;
        writer.write_all(&[len])?;
        if len == 0 {
            return Ok(());
        }
        copy(reader, writer, len.into())?;
    }
}
