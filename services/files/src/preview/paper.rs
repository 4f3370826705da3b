//! PDF: asked of poppler's two programs, where they are. Neither runs what a document brings along,
//! nor follows where it points.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::children::{Children, Failed, held};
use crate::confined::RUN;
use crate::image::thumbnail::Size;

/// The type of what they read.
pub(super) const PDF: &str = "application/pdf";
/// What pdfinfo calls the number of pages.
const PAGES: &str = "Pages:";

/// The two programs.
#[derive(Debug)]
pub(super) struct Poppler {
    pdftoppm: PathBuf,
    pdfinfo: PathBuf,
}

impl Poppler {
    /// The programs, where they are.
    pub(super) fn find(pdftoppm: &Path) -> Option<Self> {
        let pdfinfo = pdftoppm.with_file_name("pdfinfo");
        if pdftoppm.is_file() && pdfinfo.is_file() {
            return Some(Self {
                pdftoppm: pdftoppm.to_owned(),
                pdfinfo,
            });
        }
        tracing::info!(
            "no pdftoppm and pdfinfo at {}: PDF is shown by its name",
            pdftoppm.display()
        );
        None
    }

    /// How many pages the document has.
    ///
    /// # Errors
    /// When it is damaged or locked, or too much for its limits.
    pub(super) async fn pages(&self, children: &Children, paper: &Path) -> Result<i32, Failed> {
        let words = [OsStr::new(RUN), self.pdfinfo.as_os_str(), paper.as_os_str()];
        let answer = children.ask(words, None).await?;
        read(&String::from_utf8_lossy(&answer)).ok_or(Failed::Useless("no number of pages"))
    }

    /// Its first page, as PNG, no larger than the largest thumbnail.
    ///
    /// # Errors
    /// When it cannot be drawn, or is too much for its limits.
    pub(super) async fn first_page(
        &self,
        children: &Children,
        paper: &Path,
    ) -> Result<File, Failed> {
        let side = Size::Large.longest_side().to_string();
        let asked = ["-png", "-f", "1", "-l", "1", "-singlefile", "-scale-to"];
        let mut words = vec![OsString::from(RUN), self.pdftoppm.clone().into()];
        words.extend(asked.map(OsString::from));
        words.extend([side.into(), paper.into()]);
        let png = children.ask(words, None).await?;
        if png.is_empty() {
            return Err(Failed::Useless("no picture"));
        }
        let file = tokio::task::spawn_blocking(move || held(&png)).await;
        Ok(file.map_err(io::Error::other)??)
    }
}

fn read(answer: &str) -> Option<i32> {
    let pages = answer.lines().find_map(|line| line.strip_prefix(PAGES))?;
    pages.trim().parse().ok().filter(|pages| *pages > 0)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn pages_are_read_from_their_own_line() {
        assert_eq!(read("Title:  Pages: 9\nPages:           12\n"), Some(12));
        for nonsense in [
            "",
            "Title: Pages: 9",
            "Pages: 0",
            "Pages: -1",
            "Pages: many",
        ] {
            assert_eq!(read(nonsense), None, "{nonsense}");
        }
    }
}
