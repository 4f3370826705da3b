//! What one link leads to: a page that says something of itself, or a picture.

use domain::text::excerpt;
use domain::{ImagePurpose, WorkspaceId};
use fetch::{Answer, Bounds, StatusCode, Url};
use protocol::message::{Embed, EmbedKind};
use rpc::images::Stored;

use super::{Previews, charset, html};
use crate::chain::chain;

/// Characters of a file's name.
const MAX_NAME: usize = 100;
const ACCEPT_PICTURE: &str = "image/webp,image/png,image/jpeg,image/gif";
const ACCEPT_PAGE: &str = "text/html,application/xhtml+xml,image/*;q=0.8";

/// Why a link has no preview.
pub(super) enum Fault {
    /// It may have one the next time.
    Passing(String),
    /// It has none.
    Lasting(String),
}

impl From<fetch::Error> for Fault {
    fn from(error: fetch::Error) -> Self {
        let reason = chain(&error);
        if error.is_passing() {
            Self::Passing(reason)
        } else {
            Self::Lasting(reason)
        }
    }
}

impl Previews {
    /// Fetches what the link leads to; `None` when that says nothing of itself.
    pub(super) async fn fetch(
        &self,
        workspace: WorkspaceId,
        url: &Url,
    ) -> Result<Option<Embed>, Fault> {
        let answer = self
            .fetcher
            .get(url, ACCEPT_PAGE, self.bounds(Bounds::PAGE))
            .await?;
        check(&answer)?;
        let media_type = answer.media_type();
        if matches!(media_type.as_str(), "text/html" | "application/xhtml+xml") {
            return Ok(self.page(workspace, url, &answer).await);
        }
        if media_type.starts_with("image/") {
            return Ok(self.picture(workspace, url).await);
        }
        Ok(None)
    }

    async fn page(&self, workspace: WorkspaceId, url: &Url, answer: &Answer) -> Option<Embed> {
        let text = charset::decode(&answer.headers, &answer.body);
        let said = html::read(&text);
        if said.title.is_empty() && said.description.is_empty() {
            return None;
        }
        let kind = if said.is_video {
            EmbedKind::Video
        } else {
            EmbedKind::Link
        };
        let base = said.base.and_then(|base| answer.url.join(&base).ok());
        let base = base.as_ref().unwrap_or(&answer.url);
        let image = match said.image.and_then(|image| base.join(image.trim()).ok()) {
            Some(address) => self.image(workspace, &address).await,
            None => None,
        };
        Some(Embed {
            url: url.to_string(),
            title: said.title,
            description: said.description,
            site_name: said.site_name,
            image_width: image.as_ref().map(|image| image.width),
            image_height: image.as_ref().map(|image| image.height),
            image_url: image.map(|image| image.url),
            kind,
        })
    }

    /// A link to a picture is shown as that picture, under the name of its file.
    async fn picture(&self, workspace: WorkspaceId, url: &Url) -> Option<Embed> {
        let image = self.image(workspace, url).await?;
        let name = url.path_segments().and_then(|mut parts| parts.next_back());
        Some(Embed {
            url: url.to_string(),
            title: excerpt(name.unwrap_or_default(), MAX_NAME),
            description: String::new(),
            site_name: String::new(),
            image_width: Some(image.width),
            image_height: Some(image.height),
            image_url: Some(image.url),
            kind: EmbedKind::Image,
        })
    }

    /// Fetches a picture by the same guard and has it kept, made anew. One that cannot be had is
    /// left out: the page says enough.
    async fn image(&self, workspace: WorkspaceId, address: &Url) -> Option<Stored> {
        let bounds = self.bounds(Bounds::PICTURE);
        let answer = match self.fetcher.get(address, ACCEPT_PICTURE, bounds).await {
            Ok(answer) if answer.status.is_success() => answer,
            Ok(answer) => {
                tracing::debug!("a page's picture is not there: {}", answer.status);
                return None;
            }
            Err(error) => {
                tracing::debug!("a page's picture is not fetched: {}", chain(&error));
                return None;
            }
        };
        let kept = self
            .images
            .put(ImagePurpose::Preview, answer.body, Some(workspace))
            .await;
        kept.inspect_err(|error| tracing::debug!("a page's picture is not kept: {}", chain(error)))
            .ok()
    }

    fn bounds(&self, bounds: Bounds) -> Bounds {
        Bounds {
            deadline: self.timeout,
            ..bounds
        }
    }
}

/// Only what is there is shown.
fn check(answer: &Answer) -> Result<(), Fault> {
    let status = answer.status;
    if status.is_success() {
        return Ok(());
    }
    let reason = format!(
        "{} answers {status}",
        answer.url.host_str().unwrap_or_default()
    );
    let passes = status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS;
    Err(if passes {
        Fault::Passing(reason)
    } else {
        Fault::Lasting(reason)
    })
}
