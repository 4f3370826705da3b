//! Refresh tokens: `base64url(session, secret, tag)`. Postgres holds only the SHA-256.
//!
//! The tag says that we made the token: what carries a right tag and is not the session's newest
//! is an old one used again, and what carries none is noise that can end nobody's session. The
//! successor's secret follows from the token before it, so that a lost answer can be given again
//! (RFC 9700 grace) although nothing but hashes is stored.

use aws_lc_rs::{constant_time, digest, hmac};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::SessionId;
use rand::RngCore;
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

const SESSION_BYTES: usize = 16;
const SECRET_BYTES: usize = 32;
const TAG_BYTES: usize = 16;
const BODY_BYTES: usize = SESSION_BYTES + SECRET_BYTES;

/// A refresh token that we made.
#[derive(Clone)]
pub struct RefreshToken {
    session: SessionId,
    text: SecretString,
}

impl std::fmt::Debug for RefreshToken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "RefreshToken({})", self.session)
    }
}

impl RefreshToken {
    /// The session that it belongs to.
    #[must_use]
    pub const fn session(&self) -> SessionId {
        self.session
    }

    /// The token as its owner gets it.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.text.expose_secret()
    }

    /// What is stored of it.
    #[must_use]
    pub fn hash(&self) -> Vec<u8> {
        digest::digest(&digest::SHA256, self.expose().as_bytes())
            .as_ref()
            .to_vec()
    }
}

/// Makes refresh tokens and knows its own.
pub struct RefreshTokens {
    tag: hmac::Key,
    next: hmac::Key,
}

impl std::fmt::Debug for RefreshTokens {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("RefreshTokens(…)")
    }
}

impl RefreshTokens {
    /// Derives its keys from the installation's pepper.
    #[must_use]
    pub fn new(pepper: &SecretString) -> Self {
        let root = hmac::Key::new(hmac::HMAC_SHA256, pepper.expose_secret().as_bytes());
        let derive =
            |label: &[u8]| hmac::Key::new(hmac::HMAC_SHA256, hmac::sign(&root, label).as_ref());
        Self {
            tag: derive(b"hubbub refresh tag v1"),
            next: derive(b"hubbub refresh next v1"),
        }
    }

    /// The first token of a session.
    #[must_use]
    pub fn first(&self, session: SessionId, rng: &mut dyn RngCore) -> RefreshToken {
        let mut secret = [0; SECRET_BYTES];
        rng.fill_bytes(&mut secret);
        self.make(session, &secret)
    }

    /// The token after this one: always the same.
    #[must_use]
    pub fn successor(&self, token: &RefreshToken) -> RefreshToken {
        let secret = hmac::sign(&self.next, token.expose().as_bytes());
        self.make(token.session, secret.as_ref())
    }

    /// The token, when it is one of ours; `None` for anything else.
    #[must_use]
    pub fn parse(&self, text: &str) -> Option<RefreshToken> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (body, tag) = bytes.split_at_checked(BODY_BYTES)?;
        let expected = hmac::sign(&self.tag, body);
        let expected = expected.as_ref().get(..TAG_BYTES)?;
        constant_time::verify_slices_are_equal(tag, expected).ok()?;
        let session = Uuid::from_slice(body.get(..SESSION_BYTES)?).ok()?;
        Some(RefreshToken {
            session: SessionId::from_uuid(session),
            text: text.to_owned().into(),
        })
    }

    fn make(&self, session: SessionId, secret: &[u8]) -> RefreshToken {
        let mut bytes = session.as_uuid().as_bytes().to_vec();
        bytes.extend_from_slice(secret);
        let tag = hmac::sign(&self.tag, &bytes);
        bytes.extend(tag.as_ref().iter().take(TAG_BYTES));
        RefreshToken {
            session,
            text: URL_SAFE_NO_PAD.encode(bytes).into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{Clock, TestClock};
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    fn tokens() -> (RefreshTokens, RefreshToken) {
        let tokens = RefreshTokens::new(&"p".repeat(32).into());
        let mut rng = StdRng::seed_from_u64(7);
        let session = SessionId::generate(TestClock::default().now(), &mut rng);
        let first = tokens.first(session, &mut rng);
        (tokens, first)
    }

    #[test]
    fn a_token_is_known_and_its_successor_is_always_the_same() {
        let (tokens, first) = tokens();

        let parsed = tokens.parse(first.expose()).unwrap();
        let second = tokens.successor(&parsed);

        assert_eq!(parsed.session(), first.session());
        assert_eq!(second.expose(), tokens.successor(&first).expose());
        assert_eq!(tokens.parse(second.expose()).unwrap().hash(), second.hash());
        assert_ne!(first.hash(), second.hash());
    }

    #[test]
    fn what_we_did_not_make_is_no_token() {
        let (tokens, first) = tokens();
        let text = first.expose();
        let other = RefreshTokens::new(&"q".repeat(32).into());

        for noise in [
            "",
            "eyJhbGciOiJFZERTQSJ9.e30.AAAA",
            &text[1..],
            &format!("{text}A"),
            &format!("{text}="),
            &text.replace(&text[30..32], "__"),
            &"A".repeat(100_000),
        ] {
            assert!(tokens.parse(noise).is_none(), "{noise:.40}");
        }
        assert!(other.parse(text).is_none());
    }
}
