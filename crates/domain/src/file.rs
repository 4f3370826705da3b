//! Files.

use crate::text::Invalid;
use crate::text::clean::{self, text_type};
use crate::vocabulary::vocabulary;

vocabulary! {
    /// How a client shows a file.
    #[derive(Default)]
    pub enum FileKind {
        /// A picture with a thumbnail.
        Image = "image",
        /// A moving picture.
        Video = "video",
        /// Sound.
        Audio = "audio",
        /// Anything else: a name and a download.
        #[default]
        File = "file",
    }
}

vocabulary! {
    /// Whether a file may be downloaded.
    #[derive(Default)]
    pub enum FileState {
        /// Stored whole and checked.
        #[default]
        Ready = "ready",
        /// Being checked.
        Scanning = "scanning",
        /// Refused by the checks.
        Blocked = "blocked",
    }
}

text_type! {
    /// A file's name: the last part of a path, at most 255 bytes.
    FileName
}

impl FileName {
    /// The most bytes.
    pub const MAX: u64 = 255;

    /// Whatever stands before the last `/` or `\` is cut off.
    ///
    /// # Errors
    /// When nothing is left, it is too long, has a control character or a change of direction.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let name = text.rsplit(['/', '\\']).next().unwrap_or_default();
        let name = clean::line(name, Self::MAX)?;
        if u64::try_from(name.len()).unwrap_or(u64::MAX) > Self::MAX {
            return Err(Invalid::TooLong { limit: Self::MAX });
        }
        if matches!(name.as_str(), "." | "..") {
            return Err(Invalid::InvalidFormat);
        }
        Ok(Self(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_last_part_of_a_path() {
        let name = |text| FileName::parse(text).unwrap().into_string();
        assert_eq!(name("../../etc/passwd"), "passwd");
        assert_eq!(name(r"C:\photos\猫.png"), "猫.png");
        assert_eq!(name(" report 1.pdf "), "report 1.pdf");
    }

    #[test]
    fn a_name_that_misleads_is_refused() {
        for (text, fault) in [
            ("", Invalid::Empty),
            ("a/", Invalid::Empty),
            ("..", Invalid::InvalidFormat),
            ("a\0.png", Invalid::ForbiddenCharacter),
            ("a\r\nX: y", Invalid::ForbiddenCharacter),
            ("photo\u{202e}gpj.exe", Invalid::ForbiddenCharacter),
            (&"猫".repeat(86), Invalid::TooLong { limit: 255 }),
        ] {
            assert_eq!(FileName::parse(text), Err(fault), "{text:.20?}");
        }
    }
}
