//! The one field of EXIF that is kept.

/// Orientations from here on turn the image by a quarter: width and height change places.
pub(super) const FIRST_TURNED: u16 = 5;
/// As stored.
pub(super) const UPRIGHT: u16 = 1;

const ORIENTATION: u16 = 0x0112;
const ENTRY_LEN: usize = 12;

/// The orientation that a TIFF block names; upright when it names none.
pub(super) fn orientation(tiff: &[u8]) -> u16 {
    find(tiff)
        .filter(|value| (1..=8).contains(value))
        .unwrap_or(UPRIGHT)
}

fn find(tiff: &[u8]) -> Option<u16> {
    let order = match tiff.get(..4)? {
        b"II*\0" => Order::Little,
        b"MM\0*" => Order::Big,
        _ => return None,
    };
    let directory = usize::try_from(order.u32(tiff, 4)?).ok()?;
    let count = usize::from(order.u16(tiff, directory)?);
    (0..count).find_map(|index| {
        let entry = directory.checked_add(2)?.checked_add(index * ENTRY_LEN)?;
        let is_orientation = order.u16(tiff, entry)? == ORIENTATION;
        if is_orientation {
            order.u16(tiff, entry.checked_add(8)?)
        } else {
            None
        }
    })
}

#[derive(Clone, Copy)]
enum Order {
    Little,
    Big,
}

impl Order {
    fn u16(self, bytes: &[u8], at: usize) -> Option<u16> {
        let bytes = *bytes.get(at..)?.first_chunk()?;
        Some(match self {
            Self::Little => u16::from_le_bytes(bytes),
            Self::Big => u16::from_be_bytes(bytes),
        })
    }

    fn u32(self, bytes: &[u8], at: usize) -> Option<u32> {
        let bytes = *bytes.get(at..)?.first_chunk()?;
        Some(match self {
            Self::Little => u32::from_le_bytes(bytes),
            Self::Big => u32::from_be_bytes(bytes),
        })
    }
}

/// A TIFF block that says this orientation and nothing else.
pub(super) fn only(orientation: u16) -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    tiff.extend_from_slice(&orientation.to_be_bytes());
    tiff.extend_from_slice(&[0; 6]);
    tiff
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_block_that_is_kept_says_what_it_should() {
        for value in 1..=8 {
            assert_eq!(orientation(&only(value)), value);
        }
    }

    #[test]
    fn nonsense_is_upright() {
        for tiff in [
            &b""[..],
            b"II*\0",
            b"II*\0\xff\xff\xff\xff",
            &only(9),
            b"MM\0*\0\0\0\x08\xff\xff",
        ] {
            assert_eq!(orientation(tiff), UPRIGHT, "{tiff:?}");
        }
    }
}
