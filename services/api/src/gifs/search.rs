//! GET `/gifs/search`.

use std::time::Duration;

use auth::Principal;
use domain::text::{Invalid, excerpt};
use fetch::Bounds;
use protocol::gif::Gif;
use protocol::{ErrorCode, InvalidInput, Page};

use super::provider::{self, Asked, Found};
use crate::config::Gifs;
use crate::error::Error;
use crate::http::limits;
use crate::state::State;

/// Characters of a search.
const MAX_WORDS: usize = 100;
/// Bytes of a cursor: ours is the provider's.
const MAX_CURSOR: usize = 200;
/// Pictures on a page.
const DEFAULT_LIMIT: u16 = 24;
const MAX_LIMIT: u16 = 50;
/// Characters of a title.
const MAX_TITLE: usize = 100;
/// Searches a minute: about one for each letter that somebody types.
const A_MINUTE: u32 = 60;
/// An answer lists addresses, of many sizes.
const ANSWER: Bounds = Bounds {
    redirects: 0,
    bytes: 2 * 1_024 * 1_024,
    ..Bounds::PICTURE
};
const RETRY_AFTER: Duration = Duration::from_secs(5);

/// What to look for.
#[derive(Debug, Default)]
pub struct Query {
    /// Words; without any, what is popular.
    pub words: String,
    /// Where to go on.
    pub cursor: Option<String>,
    /// How many, 24 by default.
    pub limit: Option<i64>,
}

/// Searches at the provider.
///
/// # Errors
/// `not_found` where no provider is configured; fields at fault; `rate_limited`; `unavailable`
/// when the provider does not answer.
pub async fn search(state: &State, who: &Principal, query: &Query) -> Result<Page<Gif>, Error> {
    let config = &state.config.gifs;
    if config.provider().is_none() {
        return Err(ErrorCode::NotFound.into());
    }
    let asked = parse(query)?;
    let subject = format!("gifs:{}", who.user);
    let limit = limits::limit("gifs", A_MINUTE, Duration::from_mins(1));
    limits::count(state, &subject, &[limit]).await?;
    let page = ask(state, config, asked)
        .await
        .map_err(|source| Error::Unavailable {
            retry_after: RETRY_AFTER,
            source: source.context("the provider of pictures does not answer"),
        })?;
    let mut gifs = Vec::with_capacity(page.found.len());
    for found in page.found {
        gifs.extend(gif(state, found)?);
    }
    Ok(Page {
        data: gifs,
        next_cursor: page.next.filter(|next| next.len() <= MAX_CURSOR),
    })
}

fn parse(query: &Query) -> Result<Asked<'_>, Error> {
    let words = query.words.trim();
    if words.chars().count() > MAX_WORDS {
        return Err(InvalidInput::at("/q", Invalid::TooLong { limit: 100 }).into());
    }
    let after = query.cursor.as_deref();
    let is_plain =
        |text: &str| text.len() <= MAX_CURSOR && text.bytes().all(|b| b.is_ascii_graphic());
    if !after.is_none_or(is_plain) {
        return Err(ErrorCode::BadRequest.into());
    }
    let limit = match query.limit {
        None => Some(DEFAULT_LIMIT),
        Some(limit) => u16::try_from(limit)
            .ok()
            .filter(|limit| (1..=MAX_LIMIT).contains(limit)),
    };
    let out_of_range = Invalid::OutOfRange {
        limit: MAX_LIMIT.into(),
    };
    let limit = limit.ok_or_else(|| InvalidInput::at("/limit", out_of_range))?;
    Ok(Asked {
        words,
        after,
        limit,
    })
}

async fn ask(state: &State, config: &Gifs, asked: Asked<'_>) -> anyhow::Result<provider::Page> {
    let url = provider::address(config, asked)?;
    let answer = state.fetcher.get(&url, "application/json", ANSWER).await?;
    anyhow::ensure!(answer.status.is_success(), "status {}", answer.status);
    Ok(provider::read(config.gif_provider, &answer.body)?)
}

/// The picture as clients see it; `None` when we would not fetch it.
fn gif(state: &State, found: Found) -> Result<Option<Gif>, Error> {
    let addresses = [&found.preview, &found.content];
    if addresses
        .iter()
        .any(|address| state.fetcher.check(address).is_err())
    {
        return Ok(None);
    }
    let id = state.gifs.sign(found.preview, found.content, state.now())?;
    Ok(Some(Gif {
        title: excerpt(&found.title, MAX_TITLE),
        width: found.width.clamp(1, 4_096),
        height: found.height.clamp(1, 4_096),
        preview_url: format!("/api/v1/gifs/{id}/preview"),
        content_url: format!("/api/v1/gifs/{id}/content"),
        id,
    }))
}
