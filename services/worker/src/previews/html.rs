//! What a page says of itself: Open Graph, Twitter's cards, title and description. A stream of
//! tokens is read and no tree is built, so that no nesting is too deep.

use domain::text::excerpt;
use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};

/// Characters that are shown at most.
const MAX_TITLE: usize = 200;
const MAX_DESCRIPTION: usize = 500;
const MAX_SITE_NAME: usize = 80;

/// What a page says of itself; empty where it says nothing.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) site_name: String,
    /// The address of a picture, as it is written.
    pub(super) image: Option<String>,
    /// What all addresses of the page are relative to.
    pub(super) base: Option<String>,
    pub(super) is_video: bool,
}

/// Reads a page.
pub(super) fn read(page: &str) -> Said {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut reader = Reader::default();
    for Ok(token) in Tokenizer::new_with_emitter(page, emitter) {
        match token {
            Token::StartTag(tag) => reader.start(&tag),
            Token::EndTag(tag) if &**tag.name == b"title" => reader.is_in_title = false,
            Token::String(text) if reader.is_in_title => reader.add_title(&text),
            _ => {}
        }
    }
    reader.finish()
}

/// The same thing, said in several places: the first of the best kind counts.
#[derive(Default)]
struct Best(Option<(u8, String)>);

impl Best {
    /// A lower rank is better.
    fn offer(&mut self, rank: u8, value: &str) {
        let is_better = self.0.as_ref().is_none_or(|(best, _)| rank < *best);
        if is_better && !value.trim().is_empty() {
            self.0 = Some((rank, value.to_owned()));
        }
    }

    fn text(self, most: usize) -> String {
        let value = self.0.map(|(_, value)| value).unwrap_or_default();
        excerpt(&value, most)
    }
}

#[derive(Default)]
struct Reader {
    title: Best,
    description: Best,
    site_name: Best,
    image: Best,
    base: Option<String>,
    is_video: bool,
    is_in_title: bool,
    has_title: bool,
    written_title: String,
}

impl Reader {
    fn start(&mut self, tag: &StartTag<()>) {
        match &**tag.name {
            b"meta" => self.meta(tag),
            b"base" if self.base.is_none() => self.base = attribute(tag, "href"),
            // Pictures of the page have titles of their own.
            b"title" if !self.has_title => (self.is_in_title, self.has_title) = (true, true),
            _ => {}
        }
    }

    fn meta(&mut self, tag: &StartTag<()>) {
        let name = attribute(tag, "property").or_else(|| attribute(tag, "name"));
        let (Some(name), Some(value)) = (name, attribute(tag, "content")) else {
            return;
        };
        match name.trim().to_ascii_lowercase().as_str() {
            "og:title" => self.title.offer(0, &value),
            "twitter:title" => self.title.offer(1, &value),
            "og:description" => self.description.offer(0, &value),
            "twitter:description" => self.description.offer(1, &value),
            "description" => self.description.offer(2, &value),
            "og:site_name" => self.site_name.offer(0, &value),
            "application-name" => self.site_name.offer(1, &value),
            "og:image:secure_url" => self.image.offer(0, &value),
            "og:image" | "og:image:url" => self.image.offer(1, &value),
            "twitter:image" | "twitter:image:src" => self.image.offer(2, &value),
            "og:type" => self.is_video |= value.trim_start().starts_with("video"),
            _ => {}
        }
    }

    fn add_title(&mut self, text: &[u8]) {
        // Enough to be cut to what is shown.
        if self.written_title.len() < MAX_TITLE * 8 {
            self.written_title.push_str(&String::from_utf8_lossy(text));
        }
    }

    fn finish(mut self) -> Said {
        self.title.offer(2, &self.written_title);
        Said {
            title: self.title.text(MAX_TITLE),
            description: self.description.text(MAX_DESCRIPTION),
            site_name: self.site_name.text(MAX_SITE_NAME),
            image: self.image.0.map(|(_, address)| address),
            base: self.base,
            is_video: self.is_video,
        }
    }
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    Some(String::from_utf8_lossy(value).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(page: &str) -> String {
        read(page).title
    }

    #[test]
    fn a_page_is_asked_in_the_order_of_what_it_means_for_previews() {
        let page = r#"<!doctype html><HTML><head>
            <title>Plain &amp; simple</title>
            <meta name="description" content="plain">
            <meta name="twitter:title" content="Card"><meta name=twitter:image content=/card.png>
            <META PROPERTY="og:title" CONTENT="Graph &#x1F600;">
            <meta property='og:description' content='of  many
                 lines'>
            <meta property="og:site_name" content="Site">
            <meta property="og:image" content="/graph.png">
            <meta property="og:type" content="video.movie"><base href="/deep/">"#;
        let said = read(page);
        assert_eq!(said.title, "Graph 😀");
        assert_eq!(said.description, "of many lines");
        assert_eq!(said.site_name, "Site");
        assert_eq!(said.image.as_deref(), Some("/graph.png"));
        assert_eq!(said.base.as_deref(), Some("/deep/"));
        assert!(said.is_video);
    }

    #[test]
    fn a_title_is_text_and_nothing_else_is_a_title() {
        assert_eq!(
            title("<title>a <b>b</b> &lt;c&gt;</title>"),
            "a <b>b</b> <c>"
        );
        assert_eq!(title("<svg><title>no</title></svg>"), "no");
        assert_eq!(title("<title>one</title><title>two</title>"), "one");
        assert_eq!(
            title("<script>'<title>no</title>'</script><title>yes</title>"),
            "yes"
        );
        assert_eq!(title("<!-- <title>no</title> --><title>yes</title>"), "yes");
        assert_eq!(
            title("<meta property=og:title content='  '><title>x</title>"),
            "x"
        );
        assert_eq!(title("<title>never ends"), "never ends");
        assert_eq!(read(""), Said::default());
    }

    #[test]
    fn long_and_misleading_texts_are_cut_and_cleaned() {
        let long = format!("<title>{}</title>", "字".repeat(1_000_000));
        let title = read(&long).title;
        assert_eq!(title.chars().count(), MAX_TITLE);
        assert!(title.ends_with('…'));
        let turned = "<meta property=og:title content='\u{202e}evil\u{7} name'>";
        assert_eq!(read(turned).title, "evil name");
    }

    #[test]
    fn bombs_are_harmless() {
        let deep = format!("{}<title>deep</title>", "<div>".repeat(100_000));
        assert_eq!(read(&deep).title, "deep");
        let many = "<meta name=x content=y>".repeat(100_000) + "<title>many</title>";
        assert_eq!(read(&many).title, "many");
        let attributes: Vec<_> = (0..50_000).map(|n| format!(" a{n}=1")).collect();
        let attributes = attributes.concat();
        assert_eq!(
            read(&format!("<meta{attributes}><title>wide</title>")).title,
            "wide"
        );
        assert_eq!(read(&"<".repeat(500_000)), Said::default());
        assert_eq!(
            read(&"<title>".repeat(50_000)).title.chars().count(),
            MAX_TITLE
        );
    }
}
