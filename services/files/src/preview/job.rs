//! One file: what can be seen of it.

use domain::FileKind;
use store::files::File;
use store::files::previews::Previewed;
use tempfile::NamedTempFile;

use super::Previews;
use super::children::Failed;
use super::film::container;
use super::keep;
use super::paper::PDF;
use crate::confined::DRAW;
use crate::error::Error;
use crate::image::Format;
use crate::image::thumbnail::{Drawn, Thumbnail};
use crate::state::State;

/// What was found, and the thumbnails that are not stored yet.
pub(super) struct Seen {
    pub(super) previewed: Previewed,
    pub(super) thumbnails: Vec<Thumbnail>,
}

/// Why a file is not previewed now.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    /// S3 or Postgres is down, or no child can be started: not the file's fault.
    #[error("something that previews need is unavailable")]
    Ours(#[source] anyhow::Error),
    /// The file is more than its limits allow, or cannot be read.
    #[error("it cannot be previewed")]
    Spoiled(#[source] Failed),
}

impl From<Failed> for Fault {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Io(error) => Self::Ours(error.into()),
            failed => Self::Spoiled(failed),
        }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Ours(error.into())
    }
}

impl Seen {
    /// Nothing: the file is shown by its name.
    pub(super) fn nothing(file: &File) -> Self {
        // An image is what has thumbnails; what has none is a file like any other.
        let kind = match file.kind {
            FileKind::Image => FileKind::File,
            other => other,
        };
        Self {
            previewed: Previewed {
                kind,
                width: None,
                height: None,
                thumbhash: None,
                duration_ms: None,
                pages: None,
                thumbnails: Vec::new(),
            },
            thumbnails: Vec::new(),
        }
    }

    fn draw(&mut self, drawn: Drawn) {
        self.previewed.thumbhash = Some(drawn.thumbhash);
        let names = drawn.thumbnails.iter();
        self.previewed.thumbnails = names.map(|one| one.size.as_str().to_owned()).collect();
        self.thumbnails = drawn.thumbnails;
    }
}

/// Looks into the file.
///
/// # Errors
/// When it cannot be read, or something else is down.
pub(super) async fn look(state: &State, file: &File) -> Result<Seen, Fault> {
    let previews = &state.previews;
    let is_small = u64::try_from(file.size).is_ok_and(|size| size <= previews.max_bytes);
    if !is_small {
        return Ok(Seen::nothing(file));
    }
    match (file.kind, Format::from_name(&file.content_type)) {
        (FileKind::Image, Some(format)) => picture(state, file, format).await,
        (FileKind::Video | FileKind::Audio, _) => film(state, file).await,
        _ if file.content_type == PDF => paper(state, file).await,
        _ => Ok(Seen::nothing(file)),
    }
}

async fn picture(state: &State, file: &File, format: Format) -> Result<Seen, Fault> {
    let copy = keep::fetch(state, file).await?;
    let drawn = draw(&state.previews, format, copy.into_file()).await?;
    let mut seen = Seen::nothing(file);
    seen.previewed.kind = FileKind::Image;
    seen.previewed.width = i32::try_from(drawn.width).ok();
    seen.previewed.height = i32::try_from(drawn.height).ok();
    seen.draw(drawn);
    Ok(seen)
}

async fn draw(previews: &Previews, format: Format, image: std::fs::File) -> Result<Drawn, Failed> {
    let words = [DRAW, format.content_type()];
    let json = previews.children.ask(words, Some(image)).await?;
    serde_json::from_slice(&json).map_err(|_not_json| Failed::Useless("no JSON"))
}

async fn film(state: &State, file: &File) -> Result<Seen, Fault> {
    let previews = &state.previews;
    let (Some(ffmpeg), Some(container)) = (&previews.ffmpeg, container(&file.content_type)) else {
        return Ok(Seen::nothing(file));
    };
    let copy: NamedTempFile = keep::fetch(state, file).await?;
    let children = &previews.children;
    let probed = ffmpeg.probe(children, container, copy.path()).await?;
    let mut seen = Seen::nothing(file);
    seen.previewed.duration_ms = probed.duration_ms;
    let Some((width, height)) = probed.size.filter(|_| file.kind == FileKind::Video) else {
        // A container of films that has sound alone is played as sound.
        seen.previewed.kind = FileKind::Audio;
        return Ok(seen);
    };
    seen.previewed.width = Some(width);
    seen.previewed.height = Some(height);
    let what = (copy.path(), probed.duration_ms);
    let poster = async {
        let png = ffmpeg.poster(children, container, what).await?;
        draw(previews, Format::Png, png).await
    };
    pictured(seen, file, poster.await)
}

async fn paper(state: &State, file: &File) -> Result<Seen, Fault> {
    let previews = &state.previews;
    let Some(poppler) = &previews.poppler else {
        return Ok(Seen::nothing(file));
    };
    let copy: NamedTempFile = keep::fetch(state, file).await?;
    let children = &previews.children;
    let mut seen = Seen::nothing(file);
    seen.previewed.pages = Some(poppler.pages(children, copy.path()).await?);
    let page = async {
        let png = poppler.first_page(children, copy.path()).await?;
        draw(previews, Format::Png, png).await
    };
    pictured(seen, file, page.await)
}

/// What is known of a file, with its picture if it could be drawn: the rest is worth showing all the
/// same.
fn pictured(mut seen: Seen, file: &File, drawn: Result<Drawn, Failed>) -> Result<Seen, Fault> {
    match drawn {
        Ok(drawn) => seen.draw(drawn),
        Err(Failed::Io(error)) => return Err(Fault::Ours(error.into())),
        Err(failed) => {
            tracing::info!(file.id = %file.id, "there is no picture of it: {failed}");
        }
    }
    Ok(seen)
}
