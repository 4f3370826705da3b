//! Who is addressed in a body: `@handle`, `@channel`, `@here`, outside of code.

/// Something addressed in a body. Offsets count Unicode code points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The code point where the `@` stands.
    pub start: u32,
    /// The code point after the word.
    pub end: u32,
    /// Who.
    pub target: Target,
}

/// Who is addressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Somebody of this handle, in lower case, if there is one.
    Handle(String),
    /// Everybody in the channel.
    Channel,
    /// Everybody in the channel who is online.
    Here,
}

/// The most mentions that are looked at in one body.
pub const MAX_MENTIONS: usize = 200;

/// Finds what is addressed in `body`. Code between backticks addresses nobody.
#[must_use]
pub fn find(body: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut scanner = Scanner::new(body);
    while found.len() < MAX_MENTIONS {
        let Some(mention) = scanner.next_mention() else {
            break;
        };
        found.push(mention);
    }
    found
}

struct Scanner<'a> {
    rest: &'a str,
    /// The code point at which `rest` starts.
    position: u32,
    previous: Option<char>,
}

impl<'a> Scanner<'a> {
    const fn new(body: &'a str) -> Self {
        Self {
            rest: body,
            position: 0,
            previous: None,
        }
    }

    fn next_mention(&mut self) -> Option<Mention> {
        while let Some(character) = self.rest.chars().next() {
            let found = match character {
                '@' if !self.previous.is_some_and(is_word) => self.mention(),
                _ => None,
            };
            match (found, character) {
                (Some(mention), _) => return Some(mention),
                (None, '`') => self.skip_code(),
                (None, _) => self.skip(1),
            }
        }
        None
    }

    fn mention(&mut self) -> Option<Mention> {
        let after = self.rest.strip_prefix('@')?;
        let len = after
            .bytes()
            .take_while(|byte| is_handle_byte(*byte))
            .count();
        let word = after.get(..len)?.trim_end_matches(['.', '_', '-']);
        if word.is_empty() || after.get(word.len()..)?.starts_with('@') {
            return None;
        }
        // The word is ASCII: its bytes are its code points.
        let length = word.len() + 1;
        let target = match word.to_ascii_lowercase().as_str() {
            "channel" | "everyone" => Target::Channel,
            "here" => Target::Here,
            handle => Target::Handle(handle.to_owned()),
        };
        let start = self.position;
        self.skip(length);
        Some(Mention {
            start,
            end: self.position,
            target,
        })
    }

    /// Skips a run of backticks and, if one closes it, all up to the closing run of that length.
    fn skip_code(&mut self) {
        let fence = self.rest.bytes().take_while(|byte| *byte == b'`').count();
        self.skip(fence);
        let mut searched = 0;
        while let Some(ahead) = self.rest.get(searched..).and_then(|text| text.find('`')) {
            let start = searched + ahead;
            let ticks = self.rest.get(start..).unwrap_or_default();
            let run = ticks.bytes().take_while(|byte| *byte == b'`').count();
            searched = start + run;
            if run == fence {
                let code = self.rest.get(..searched).unwrap_or_default();
                self.skip(code.chars().count());
                return;
            }
        }
    }

    fn skip(&mut self, characters: usize) {
        let mut left = self.rest.chars();
        for one in left.by_ref().take(characters) {
            self.position = self.position.saturating_add(1);
            self.previous = Some(one);
        }
        self.rest = left.as_str();
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '.' | '-' | '/' | '@' | '+')
}

const fn is_handle_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(body: &str) -> Vec<(u32, u32, String)> {
        let text = |target| match target {
            Target::Handle(handle) => handle,
            Target::Channel => "CHANNEL".into(),
            Target::Here => "HERE".into(),
        };
        find(body)
            .into_iter()
            .map(|it| (it.start, it.end, text(it.target)))
            .collect()
    }

    proptest! {
        #[test]
        fn offsets_point_at_the_word_in_any_body(body in "[@a`王👍 .\\n]{0,60}") {
            let characters: Vec<char> = body.chars().collect();
            for mention in find(&body) {
                let start = usize::try_from(mention.start).unwrap();
                let end = usize::try_from(mention.end).unwrap();
                let word: String = characters[start..end].iter().collect();
                prop_assert!(word.starts_with('@'));
                prop_assert_eq!(mention.target, Target::Handle(word[1..].to_owned()));
            }
        }
    }

    #[test]
    fn offsets_count_code_points() {
        assert_eq!(found("王👍 @Bob, hi"), [(3, 7, "bob".into())]);
        assert_eq!(found("@a.b-c."), [(0, 6, "a.b-c".into())]);
        assert_eq!(
            found("@channel @here @everyone"),
            [
                (0, 8, "CHANNEL".into()),
                (9, 14, "HERE".into()),
                (15, 24, "CHANNEL".into())
            ]
        );
    }

    #[test]
    fn addresses_and_code_address_nobody() {
        for body in [
            "a@b.co",
            "@",
            "@ bob",
            "`@bob`",
            "```\n@bob\n```",
            "``a ` @bob``",
            "x/@bob",
            "@@",
        ] {
            assert_eq!(found(body), [], "{body:?}");
        }
        assert_eq!(found("`open @bob"), [(6, 10, "bob".into())]);
        assert_eq!(found("`a` (@bob)"), [(5, 9, "bob".into())]);
    }

    #[test]
    fn a_flood_of_mentions_is_cut() {
        assert_eq!(find(&"@bob ".repeat(3_000)).len(), MAX_MENTIONS);
        assert_eq!(find(&"`".repeat(16_000)), []);
    }
}
