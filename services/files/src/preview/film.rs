//! Films and sound: asked of ffprobe and ffmpeg, where they are.
//!
//! The container is not guessed by them but told: what calls itself a film and is a list of other
//! files is never followed, neither on this disk nor in a network.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::path::Path;

use super::Ffmpeg;
use super::children::{Children, Failed, held};
use super::probe::{self, ENTRIES, Probed};
use crate::confined::RUN;
use crate::image::thumbnail::Size;

/// What may be read: the one file, and what is asked of it.
const PROTOCOLS: &str = "file,pipe";
/// A poster is taken after this part of the film, but not later than a second: the first picture is
/// often black.
const POSTER_PART: i64 = 10;
const LATEST_POSTER_MS: i64 = 1_000;

/// The name that ffmpeg has for the container of this media type.
pub(super) fn container(content_type: &str) -> Option<&'static str> {
    Some(match content_type {
        "video/mp4" | "video/quicktime" | "audio/mp4" => "mov",
        "video/webm" | "video/x-matroska" => "matroska",
        "audio/mpeg" => "mp3",
        "audio/ogg" => "ogg",
        "audio/flac" => "flac",
        "audio/wav" => "wav",
        "audio/aac" => "aac",
        _ => return None,
    })
}

impl Ffmpeg {
    /// What the file says of itself.
    ///
    /// # Errors
    /// When it is damaged, or too much for its limits.
    pub(super) async fn probe(
        &self,
        children: &Children,
        container: &str,
        film: &Path,
    ) -> Result<Probed, Failed> {
        let mut words = call(&self.ffprobe, container);
        words.extend([input(film)]);
        words.extend(["-show_entries", ENTRIES, "-of", "json"].map(OsString::from));
        let json = children.ask(words, None).await?;
        probe::read(&json).map_err(|_not_json| Failed::Useless("no JSON"))
    }

    /// A picture from the film, as PNG, no larger than the largest thumbnail.
    ///
    /// # Errors
    /// When there is none to be had, or it is too much for its limits.
    pub(super) async fn poster(
        &self,
        children: &Children,
        container: &str,
        (film, duration_ms): (&Path, Option<i64>),
    ) -> Result<File, Failed> {
        let at_ms = (duration_ms.unwrap_or_default() / POSTER_PART).min(LATEST_POSTER_MS);
        let side = Size::Large.longest_side();
        let scale =
            format!("scale='min({side},iw)':'min({side},ih)':force_original_aspect_ratio=decrease");
        let mut words = call(&self.ffmpeg, container);
        words.extend(
            ["-nostdin", "-threads", "1", "-ss", &format!("{at_ms}ms")].map(OsString::from),
        );
        words.extend([OsString::from("-i"), input(film)]);
        let picture = ["-map", "0:v:0", "-frames:v", "1", "-an", "-sn", "-dn"];
        let coded = ["-f", "image2pipe", "-c:v", "png", "-threads", "1", "pipe:1"];
        words.extend(picture.map(OsString::from));
        words.extend(["-vf", &scale].map(OsString::from));
        words.extend(coded.map(OsString::from));
        let png = children.ask(words, None).await?;
        if png.is_empty() {
            return Err(Failed::Useless("no picture"));
        }
        Ok(tokio::task::spawn_blocking(move || held(&png))
            .await
            .map_err(io::Error::other)??)
    }
}

/// What both programs are called with.
fn call(program: &Path, container: &str) -> Vec<OsString> {
    let said = [
        "-v",
        "error",
        "-protocol_whitelist",
        PROTOCOLS,
        "-f",
        container,
    ];
    let words = [OsString::from(RUN), program.into()].into_iter();
    words.chain(said.map(OsString::from)).collect()
}

/// A path as ffmpeg reads one: never as an option or another protocol.
fn input(film: &Path) -> OsString {
    let mut input = OsString::from("file:");
    input.push(film);
    input
}
