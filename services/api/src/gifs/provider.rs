//! The providers' own words: how each is asked, and what it answers.

use fetch::Url;
use protocol::gif::GifProvider;
use secrecy::ExposeSecret as _;
use serde::{Deserialize, Deserializer};

use crate::config::Gifs;

/// A picture that a provider found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) title: String,
    pub(super) width: i32,
    pub(super) height: i32,
    pub(super) preview: String,
    pub(super) content: String,
}

/// What a provider found, and where to go on.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) found: Vec<Found>,
    pub(super) next: Option<String>,
}

/// What is asked for; without words, what is popular.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) words: &'a str,
    pub(super) after: Option<&'a str>,
    pub(super) limit: u16,
}

/// The address to ask at: nothing that is not for everybody.
pub(super) fn address(config: &Gifs, asked: Asked<'_>) -> Result<Url, anyhow::Error> {
    let (base, popular) = match config.gif_provider {
        GifProvider::Giphy => ("https://api.giphy.com/v1/gifs", "trending"),
        GifProvider::Tenor => ("https://tenor.googleapis.com/v2", "featured"),
    };
    let base = if config.gif_url.is_empty() {
        base
    } else {
        &config.gif_url
    };
    let path = if asked.words.is_empty() {
        popular
    } else {
        "search"
    };
    let mut url = Url::parse(&format!("{}/{path}", base.trim_end_matches('/')))?;
    let key = config.gif_key.expose_secret();
    let mut query = url.query_pairs_mut();
    if !asked.words.is_empty() {
        query.append_pair("q", asked.words);
    }
    query.append_pair("limit", &asked.limit.to_string());
    match config.gif_provider {
        GifProvider::Giphy => {
            query.append_pair("api_key", key).append_pair("rating", "g");
            query.append_pair("offset", asked.after.unwrap_or("0"));
        }
        GifProvider::Tenor => {
            query
                .append_pair("key", key)
                .append_pair("contentfilter", "high");
            query.append_pair("media_filter", "tinygif,mediumgif,gif");
            if let Some(after) = asked.after {
                query.append_pair("pos", after);
            }
        }
    }
    drop(query);
    Ok(url)
}

/// Reads an answer. Pictures without an address are passed over.
pub(super) fn read(provider: GifProvider, body: &[u8]) -> Result<Page, serde_json::Error> {
    Ok(match provider {
        GifProvider::Giphy => serde_json::from_slice::<Giphy>(body)?.into_page(),
        GifProvider::Tenor => serde_json::from_slice::<Tenor>(body)?.into_page(),
    })
}

#[derive(Deserialize)]
struct Giphy {
    data: Vec<GiphyPicture>,
    #[serde(default)]
    pagination: GiphyPlace,
}

#[derive(Default, Deserialize)]
struct GiphyPlace {
    #[serde(default)]
    offset: i64,
    #[serde(default)]
    count: i64,
    #[serde(default)]
    total_count: i64,
}

#[derive(Deserialize)]
struct GiphyPicture {
    #[serde(default)]
    title: String,
    images: GiphyImages,
}

#[derive(Deserialize)]
struct GiphyImages {
    fixed_width_downsampled: Option<GiphyImage>,
    fixed_width: Option<GiphyImage>,
    downsized_medium: Option<GiphyImage>,
    downsized: Option<GiphyImage>,
    original: Option<GiphyImage>,
}

#[derive(Deserialize)]
struct GiphyImage {
    #[serde(default)]
    url: String,
    #[serde(default, deserialize_with = "number")]
    width: i32,
    #[serde(default, deserialize_with = "number")]
    height: i32,
}

impl Giphy {
    fn into_page(self) -> Page {
        let end = self.pagination.offset + self.pagination.count;
        let more = self.pagination.count > 0 && end < self.pagination.total_count;
        Page {
            found: self
                .data
                .into_iter()
                .filter_map(GiphyPicture::found)
                .collect(),
            next: more.then(|| end.to_string()),
        }
    }
}

impl GiphyPicture {
    fn found(self) -> Option<Found> {
        let images = self.images;
        let there = |image: &GiphyImage| !image.url.is_empty();
        let small = [images.fixed_width_downsampled, images.fixed_width];
        let large = [images.downsized_medium, images.downsized, images.original];
        let small = small.into_iter().flatten().find(there)?;
        let large = large.into_iter().flatten().find(there)?;
        Some(Found {
            title: self.title,
            width: small.width,
            height: small.height,
            preview: small.url,
            content: large.url,
        })
    }
}

/// Giphy writes numbers as text.
fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i32, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Number(i32),
        Text(String),
    }
    Ok(match Written::deserialize(deserializer)? {
        Written::Number(number) => number,
        Written::Text(text) => text.parse().unwrap_or_default(),
    })
}

#[derive(Deserialize)]
struct Tenor {
    results: Vec<TenorPicture>,
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
struct TenorPicture {
    #[serde(default)]
    content_description: String,
    media_formats: TenorFormats,
}

#[derive(Deserialize)]
struct TenorFormats {
    tinygif: Option<TenorImage>,
    mediumgif: Option<TenorImage>,
    gif: Option<TenorImage>,
}

#[derive(Deserialize)]
struct TenorImage {
    url: String,
    #[serde(default)]
    dims: Vec<i32>,
}

impl Tenor {
    fn into_page(self) -> Page {
        Page {
            found: self
                .results
                .into_iter()
                .filter_map(TenorPicture::found)
                .collect(),
            next: Some(self.next).filter(|next| !next.is_empty()),
        }
    }
}

impl TenorPicture {
    fn found(self) -> Option<Found> {
        let formats = self.media_formats;
        let small = formats.tinygif?;
        let large = formats.mediumgif.or(formats.gif)?;
        let side = |index: usize| small.dims.get(index).copied().unwrap_or_default();
        Some(Found {
            title: self.content_description,
            width: side(0),
            height: side(1),
            preview: small.url,
            content: large.url,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(provider: GifProvider, url: &str) -> Gifs {
        Gifs {
            gif_provider: provider,
            gif_url: url.to_owned(),
            gif_key: "secret key".into(),
        }
    }

    fn asked(words: &str) -> Asked<'_> {
        Asked {
            words,
            after: Some("24"),
            limit: 12,
        }
    }

    #[test]
    fn each_provider_is_asked_in_its_own_way_for_what_is_fit_for_everybody() {
        let giphy = config(GifProvider::Giphy, "");
        assert_eq!(
            address(&giphy, asked("cat & dog")).unwrap().as_str(),
            "https://api.giphy.com/v1/gifs/search?q=cat+%26+dog&limit=12&api_key=secret+key&rating=g&offset=24"
        );
        let tenor = config(GifProvider::Tenor, "http://stand.in:80/v2/");
        assert_eq!(
            address(&tenor, asked("")).unwrap().as_str(),
            "http://stand.in/v2/featured?limit=12&key=secret+key&contentfilter=high\
             &media_filter=tinygif%2Cmediumgif%2Cgif&pos=24"
        );
        assert!(address(&config(GifProvider::Tenor, "no address"), asked("")).is_err());
    }

    #[test]
    fn giphys_answer_is_read() {
        let body = br#"{"data": [
            {"id": "1", "title": "A cat", "images": {
                "fixed_width": {"url": "https://g/small.gif", "width": "200", "height": "113"},
                "original": {"url": "https://g/full.gif", "width": 480, "height": 270}}},
            {"id": "2", "images": {"original": {"url": "https://g/only.gif"}}}],
            "pagination": {"offset": 24, "count": 12, "total_count": 100}}"#;
        let page = read(GifProvider::Giphy, body).unwrap();
        assert_eq!(page.next.as_deref(), Some("36"));
        assert_eq!(
            page.found,
            [Found {
                title: "A cat".into(),
                width: 200,
                height: 113,
                preview: "https://g/small.gif".into(),
                content: "https://g/full.gif".into(),
            }]
        );
        let last = br#"{"data": [], "pagination": {"offset": 96, "count": 4, "total_count": 100}}"#;
        assert_eq!(read(GifProvider::Giphy, last).unwrap(), Page::default());
    }

    #[test]
    fn tenors_answer_is_read() {
        let body = br#"{"results": [{"id": "1", "content_description": "A dog", "media_formats": {
            "tinygif": {"url": "https://t/small.gif", "dims": [220, 124]},
            "gif": {"url": "https://t/full.gif", "dims": [498, 280]}}}], "next": "CBg"}"#;
        let page = read(GifProvider::Tenor, body).unwrap();
        assert_eq!(page.next.as_deref(), Some("CBg"));
        assert_eq!((page.found[0].width, page.found[0].height), (220, 124));
        assert_eq!(page.found[0].content, "https://t/full.gif");
        assert!(read(GifProvider::Tenor, b"<html>").is_err());
    }
}
