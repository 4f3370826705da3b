//! How a file is cut into parts.

use store::files::Upload;

/// Bytes of a part: above the least that S3 takes (5 MiB), and little enough that a lost one is
/// soon sent again.
const PART_BYTES: u64 = 8 * 1024 * 1024;
const MIB: u64 = 1024 * 1024;
/// Parts of a file at most: above that, they grow. S3 takes ten times as many.
const MOST_PARTS: u64 = 1_000;

/// The parts of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Plan {
    /// Bytes of the file, above 0.
    pub(super) size: u64,
    /// Bytes of every part but the last.
    pub(super) part_size: u64,
}

impl Plan {
    /// For a file of `size` bytes, above 0.
    pub(super) fn new(size: u64) -> Self {
        let least = size.div_ceil(MOST_PARTS).next_multiple_of(MIB);
        Self {
            size,
            part_size: least.max(PART_BYTES),
        }
    }

    /// As it was made when the upload began.
    pub(super) fn of(upload: &Upload) -> Self {
        Self {
            size: u64::try_from(upload.size).unwrap_or(0),
            part_size: u64::try_from(upload.part_size).unwrap_or(0).max(1),
        }
    }

    /// The number of each part, from 1, and its bytes.
    pub(super) fn parts(self) -> impl Iterator<Item = (u16, u64)> {
        let starts =
            (0..self.size.div_ceil(self.part_size)).map(move |index| index * self.part_size);
        let lengths = starts.map(move |start| self.part_size.min(self.size - start));
        (1..).zip(lengths)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_parts_are_the_file_and_not_too_many(size in 1_u64..(1 << 42)) {
            let plan = Plan::new(size);
            let parts: Vec<_> = plan.parts().collect();
            prop_assert!(parts.len() <= 1_000);
            prop_assert_eq!(parts.iter().map(|(_, length)| length).sum::<u64>(), size);
            let (last, others) = parts.split_last().unwrap();
            prop_assert!(others.iter().all(|(_, length)| *length == plan.part_size));
            prop_assert!(last.1 > 0 && last.1 <= plan.part_size);
            prop_assert_eq!(usize::from(last.0), parts.len());
        }
    }

    #[test]
    fn one_byte_more_than_a_part_is_two() {
        let lengths = |size| Plan::new(size).parts().collect::<Vec<_>>();
        assert_eq!(lengths(1), [(1, 1)]);
        assert_eq!(lengths(PART_BYTES), [(1, PART_BYTES)]);
        assert_eq!(lengths(PART_BYTES + 1), [(1, PART_BYTES), (2, 1)]);
    }
}
