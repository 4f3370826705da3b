//! `Range`, for one range of bytes.

/// The part of a file that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// All of it.
    Whole,
    /// The bytes from `first` to `last`, both included.
    Part {
        /// The first byte.
        first: u64,
        /// The last byte.
        last: u64,
    },
    /// Bytes that the file does not have: 416.
    Outside,
}

/// Reads a `Range` header for a file of `size` bytes. What is not one range of bytes is ignored,
/// as RFC 9110 lets a server do: the whole file is a right answer to any of them.
#[must_use]
pub(crate) fn wanted(header: &str, size: u64) -> Wanted {
    read(header, size).unwrap_or(Wanted::Whole)
}

fn read(header: &str, size: u64) -> Option<Wanted> {
    let (from, to) = header.strip_prefix("bytes=")?.trim().split_once('-')?;
    if from.is_empty() {
        let count = number(to)?;
        return Some(if count == 0 || size == 0 {
            Wanted::Outside
        } else {
            Wanted::Part {
                first: size.saturating_sub(count),
                last: size - 1,
            }
        });
    }
    let first = number(from)?;
    let last = if to.is_empty() { u64::MAX } else { number(to)? };
    if last < first {
        return None;
    }
    Some(if first >= size {
        Wanted::Outside
    } else {
        Wanted::Part {
            first,
            last: last.min(size - 1),
        }
    })
}

/// Digits only: no sign, no space. Too many of them mean "as far as it goes".
fn number(text: &str) -> Option<u64> {
    let is_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_understood_and_anything_else_means_all() {
        let part = |first, last| Wanted::Part { first, last };
        for (header, expected) in [
            ("bytes=0-0", part(0, 0)),
            ("bytes=2-", part(2, 9)),
            ("bytes=-3", part(7, 9)),
            ("bytes=-30", part(0, 9)),
            ("bytes=5-500", part(5, 9)),
            ("bytes=0-99999999999999999999999", part(0, 9)),
            ("bytes=10-", Wanted::Outside),
            ("bytes=-0", Wanted::Outside),
            ("bytes=3-2", Wanted::Whole),
            ("bytes=0-1,3-4", Wanted::Whole),
            ("bytes=+1-2", Wanted::Whole),
            ("items=0-1", Wanted::Whole),
            ("bytes=-", Wanted::Whole),
            ("", Wanted::Whole),
        ] {
            assert_eq!(wanted(header, 10), expected, "{header:?}");
        }
        assert_eq!(wanted("bytes=0-", 0), Wanted::Outside);
    }
}
