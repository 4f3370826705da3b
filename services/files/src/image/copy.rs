//! Reading and copying exact lengths.

use std::io::{self, Read, Write};

use super::Refused;

/// Reads `N` bytes.
pub(super) fn take<const N: usize>(reader: &mut impl Read) -> Result<[u8; N], Refused> {
    let mut bytes = [0; N];
    reader.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Reads `len` bytes; `len` comes from a field of 16 bits.
pub(super) fn take_vec(reader: &mut impl Read, len: usize) -> Result<Vec<u8>, Refused> {
    let mut bytes = vec![0; len];
    reader.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Copies exactly `len` bytes.
pub(super) fn copy(
    reader: &mut impl Read,
    writer: &mut impl Write,
    len: u64,
) -> Result<(), Refused> {
    let copied = io::copy(&mut reader.take(len), writer)?;
    if copied == len {
        Ok(())
    } else {
        Err(Refused::Damaged("it is cut short"))
    }
}

/// Passes over exactly `len` bytes.
pub(super) fn skip(reader: &mut impl Read, len: u64) -> Result<(), Refused> {
    copy(reader, &mut io::sink(), len)
}
