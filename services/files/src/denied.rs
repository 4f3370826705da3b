//! What this installation takes no files of.

use anyhow::ensure;
use protocol::ErrorCode;

use crate::error::Error;
use crate::sniff::Sniffed;

/// The configured list. Empty, it refuses nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Denied {
    /// With their dot, in lower case.
    endings: Vec<String>,
    /// `image/png`, or `image/` for all of them.
    types: Vec<String>,
}

impl Denied {
    /// Reads `HUBBUB_UPLOAD_DENIED`.
    ///
    /// # Errors
    /// When an entry is neither an ending nor a type.
    pub(crate) fn parse(list: &str) -> anyhow::Result<Self> {
        let mut denied = Self::default();
        let entries = list.split(',').map(|entry| entry.trim().to_lowercase());
        for entry in entries.filter(|entry| !entry.is_empty()) {
            ensure!(
                entry.starts_with('.') || entry.contains('/'),
                "HUBBUB_UPLOAD_DENIED: {entry:?} is neither an ending such as .exe nor a type such as application/zip"
            );
            if entry.starts_with('.') {
                denied.endings.push(entry);
            } else {
                denied.types.push(entry.trim_end_matches('*').to_owned());
            }
        }
        Ok(denied)
    }

    /// Whether a file may have this name.
    ///
    /// # Errors
    /// `file_type_refused`.
    pub(crate) fn check_name(&self, name: &str) -> Result<(), Error> {
        let name = name.to_lowercase();
        refuse(self.endings.iter().any(|ending| name.ends_with(ending)))
    }

    /// Whether a file may begin like this.
    ///
    /// # Errors
    /// `file_type_refused`.
    pub(crate) fn check_content(&self, start: &[u8], sniffed: Sniffed) -> Result<(), Error> {
        let found = infer::get(start);
        let ending = found.map(|found| format!(".{}", found.extension()));
        let is_ending = ending.is_some_and(|ending| self.endings.contains(&ending));
        let is_type = |kind: &str| {
            let mut types = self.types.iter();
            types.any(|denied| kind == denied || denied.ends_with('/') && kind.starts_with(denied))
        };
        let served = sniffed.content_type.split(';').next().unwrap_or_default();
        refuse(
            is_ending || is_type(served) || found.is_some_and(|found| is_type(found.mime_type())),
        )
    }
}

fn refuse(is_denied: bool) -> Result<(), Error> {
    if is_denied {
        Err(ErrorCode::FileTypeRefused.into())
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sniff::sniff;

    const PROGRAM: &[u8] = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0";

    #[test]
    fn an_ending_refuses_the_name_and_the_content_under_any_name() {
        let denied = Denied::parse(" .EXE, .tar.gz").unwrap();
        for name in ["setup.exe", "SETUP.Exe", "all.tar.gz"] {
            assert!(denied.check_name(name).is_err(), "{name}");
        }
        assert!(denied.check_name("exe.txt").is_ok());
        assert!(denied.check_content(PROGRAM, sniff(PROGRAM)).is_err());
        assert!(denied.check_content(b"hello", sniff(b"hello")).is_ok());
    }

    #[test]
    fn a_type_refuses_the_content_and_a_star_all_of_its_kind() {
        let (zip, text) = (b"PK\x03\x04\x14\0\0\0\x08\0", b"hello");
        let one = Denied::parse("application/zip").unwrap();
        assert!(one.check_content(zip, sniff(zip)).is_err());
        assert!(one.check_content(text, sniff(text)).is_ok());
        let all = Denied::parse("text/*").unwrap();
        assert!(all.check_content(text, sniff(text)).is_err());
        assert!(all.check_content(zip, sniff(zip)).is_ok());
    }

    #[test]
    fn what_is_neither_does_not_start() {
        assert!(Denied::parse("exe").is_err());
        assert!(Denied::parse(" , ").unwrap().check_name("a.exe").is_ok());
    }
}
