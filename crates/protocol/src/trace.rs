//! The W3C trace context, as 26 bytes in an event's header.

use std::fmt::{self, Write as _};
use std::str::FromStr;

/// The bytes of a [`Traceparent`].
pub const TRACEPARENT_LEN: usize = 26;

/// A `traceparent`: version, trace id, parent id and flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Traceparent([u8; TRACEPARENT_LEN]);

/// The text is not a `traceparent` of version 00.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a traceparent")]
pub struct InvalidTraceparent;

impl Traceparent {
    /// The bytes, unless they are all zero: then there was no trace.
    #[must_use]
    pub fn from_bytes(bytes: [u8; TRACEPARENT_LEN]) -> Option<Self> {
        (bytes != [0; TRACEPARENT_LEN]).then_some(Self(bytes))
    }

    /// Whether whoever began the trace keeps it: the flag `sampled`.
    #[must_use]
    pub const fn is_kept(self) -> bool {
        let [.., flags] = self.0;
        flags & 1 == 1
    }

    /// The 26 bytes.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; TRACEPARENT_LEN] {
        self.0
    }
}

impl FromStr for Traceparent {
    type Err = InvalidTraceparent;

    fn from_str(text: &str) -> Result<Self, InvalidTraceparent> {
        let mut bytes = [0; TRACEPARENT_LEN];
        let mut parts = text.split('-');
        let mut rest = bytes.as_mut_slice();
        for len in [1, 16, 8, 1] {
            let part = parts.next().ok_or(InvalidTraceparent)?;
            let (target, others) = rest.split_at_mut(len);
            read_hex(part, target)?;
            rest = others;
        }
        let known_version = text.starts_with("00-") && parts.next().is_none();
        let (_version, ids) = bytes.split_at(1);
        let (trace, parent) = ids.split_at(16);
        let named =
            trace.iter().any(|byte| *byte != 0) && parent.iter().take(8).any(|byte| *byte != 0);
        if known_version && named {
            Ok(Self(bytes))
        } else {
            Err(InvalidTraceparent)
        }
    }
}

fn read_hex(text: &str, target: &mut [u8]) -> Result<(), InvalidTraceparent> {
    let lower_hex = text
        .bytes()
        .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if !lower_hex || text.len() != target.len() * 2 {
        return Err(InvalidTraceparent);
    }
    for (index, byte) in target.iter_mut().enumerate() {
        let digits = text
            .get(index * 2..index * 2 + 2)
            .ok_or(InvalidTraceparent)?;
        *byte = u8::from_str_radix(digits, 16).map_err(|_not_hex| InvalidTraceparent)?;
    }
    Ok(())
}

impl fmt::Display for Traceparent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, byte) in self.0.iter().enumerate() {
            if matches!(index, 1 | 17 | 25) {
                formatter.write_char('-')?;
            }
            write!(formatter, "{byte:02x}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_traceparent_survives_its_26_bytes() {
        let text = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        let trace: Traceparent = text.parse().unwrap();
        assert_eq!(Traceparent::from_bytes(trace.to_bytes()), Some(trace));
        assert_eq!(trace.to_string(), text);
    }

    #[test]
    fn what_is_no_traceparent_is_refused() {
        for text in [
            "",
            "00",
            "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333é-01",
        ] {
            assert!(text.parse::<Traceparent>().is_err(), "{text:?}");
        }
        assert_eq!(Traceparent::from_bytes([0; TRACEPARENT_LEN]), None);
    }
}
