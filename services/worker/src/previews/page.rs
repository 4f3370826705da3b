//! What one link leads to: a page that says something of itself, or a picture.

use domain::WorkspaceId;
use fetch::{Answer, Bounds, StatusCode, Url};
use protocol::message::{Embed, EmbedKind};

use super::{Previews, charset, html};
use crate::chain::chain;

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
        _workspace: WorkspaceId,
        url: &Url,
    ) -> Result<Option<Embed>, Fault> {
        let answer = self
            .fetcher
            .get(url, ACCEPT_PAGE, self.bounds(Bounds::PAGE))
            .await?;
        check(&answer)?;
        let media_type = answer.media_type();
        if matches!(media_type.as_str(), "text/html" | "application/xhtml+xml") {
            return Ok(self.page(url, &answer).await);
        }
        Ok(None)
    }

    async fn page(&self, url: &Url, answer: &Answer) -> Option<Embed> {
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
        Some(Embed {
            url: url.to_string(),
            title: said.title,
            description: said.description,
            site_name: said.site_name,
            image_url: None,
            image_width: None,
            image_height: None,
            kind,
        })
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
