use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use domain::{Clock, SessionId, TestClock, UserId};
use jsonwebtoken::EncodingKey;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};

use super::*;
use crate::keys::Keys;
use crate::keys::tests::{FIRST, SECOND, keys};

struct Fixture {
    keys: Keys,
    verifier: Verifier,
    clock: TestClock,
    user: UserId,
    session: SessionId,
}

fn fixture() -> Fixture {
    let clock = TestClock::default();
    let mut rng = StdRng::seed_from_u64(1);
    let keys = keys(FIRST);
    let verifier = Verifier::default();
    verifier.set(keys.jwks());
    let user = UserId::generate(clock.now(), &mut rng);
    let session = SessionId::generate(clock.now(), &mut rng);
    Fixture {
        keys,
        verifier,
        clock,
        user,
        session,
    }
}

impl Fixture {
    fn token(&self) -> String {
        self.keys
            .sign(self.user, self.session, self.clock.now())
            .unwrap()
    }

    /// The parts of a good token, to be bent.
    fn parts(&self) -> (Value, Value) {
        let token = self.token();
        let mut parts = token.split('.').map(|part| {
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap_or_default())
                .unwrap_or_default()
        });
        (parts.next().unwrap(), parts.next().unwrap())
    }

    /// Signs any header and claims with the right key.
    fn forge(header: &Value, claims: &Value) -> String {
        let message = format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(header.to_string()),
            URL_SAFE_NO_PAD.encode(claims.to_string())
        );
        let der = base64::engine::general_purpose::STANDARD
            .decode(FIRST.lines().nth(1).unwrap().trim())
            .unwrap();
        let pair = aws_lc_rs::signature::Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der).unwrap();
        let signature = pair.sign(message.as_bytes());
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()))
    }

    fn refused(&self, token: &str) -> TokenError {
        self.verifier.verify(token, self.clock.now()).unwrap_err()
    }
}

#[test]
fn a_token_of_ours_says_who_and_which_session() {
    let f = fixture();

    let claims = f.verifier.verify(&f.token(), f.clock.now()).unwrap();

    assert_eq!((claims.sub, claims.sid), (f.user, f.session));
}

#[test]
fn a_token_expires_after_its_time_and_the_leeway() {
    let f = fixture();
    let token = f.token();

    f.clock.advance(TimeDelta::seconds(604));
    assert!(f.verifier.verify(&token, f.clock.now()).is_ok());
    f.clock.advance(TimeDelta::seconds(1));
    assert_eq!(f.refused(&token), TokenError::Expired);
}

#[test]
fn a_token_of_the_future_is_not_valid_yet() {
    let f = fixture();
    let token = f.token();

    f.clock.advance(TimeDelta::seconds(-6));

    assert_eq!(f.refused(&token), TokenError::Invalid);
}

#[test]
fn a_forged_token_that_is_right_in_everything_passes() {
    let f = fixture();
    let (header, claims) = f.parts();

    assert!(
        f.verifier
            .verify(&Fixture::forge(&header, &claims), f.clock.now())
            .is_ok()
    );
}

#[test]
fn a_header_that_is_not_ours_is_refused_even_when_signed_with_our_key() {
    let f = fixture();
    let (good, claims) = f.parts();
    for (field, value) in [
        ("alg", json!("none")),
        ("alg", json!("None")),
        ("alg", json!("nOnE")),
        ("alg", json!("HS256")),
        ("alg", json!("RS256")),
        ("typ", json!("JWT")),
        ("typ", json!("refresh+jwt")),
        ("typ", Value::Null),
        ("kid", json!("../../dev/null")),
        ("kid", json!("' or 1=1 --")),
        ("kid", json!("https://evil.example/key")),
        ("kid", json!("")),
        ("kid", Value::Null),
        ("jku", json!("https://evil.example/jwks.json")),
        ("x5u", json!("https://evil.example/cert.pem")),
        ("jwk", json!({"kty": "OKP", "crv": "Ed25519", "x": "AAAA"})),
        ("crit", json!(["exp"])),
    ] {
        let mut header = good.clone();
        header[field] = value;
        let token = Fixture::forge(&header, &claims);
        assert_eq!(f.refused(&token), TokenError::Invalid, "{header}");
    }
}

#[test]
fn claims_that_are_not_ours_are_refused_even_when_signed_with_our_key() {
    let f = fixture();
    let (header, good) = f.parts();
    for (field, value) in [
        ("iss", json!("evil")),
        ("aud", json!("hubbub:refresh")),
        ("aud", json!(["hubbub:other"])),
        ("sub", json!("nobody")),
        ("sub", json!({"$ne": null})),
        ("sid", Value::Null),
        ("exp", json!("never")),
        ("exp", json!(0)),
        ("exp", Value::Null),
        ("nbf", Value::Null),
        ("nbf", json!(4_000_000_000_u64)),
        ("iat", json!(4_000_000_000_u64)),
    ] {
        let mut claims = good.clone();
        claims[field] = value;
        let token = Fixture::forge(&header, &claims);
        assert_eq!(f.refused(&token), TokenError::Invalid, "{claims}");
    }
}

#[test]
fn a_token_that_was_signed_with_the_public_key_as_a_secret_is_refused() {
    let f = fixture();
    let (_, claims) = f.parts();
    let mut header = jsonwebtoken::Header::new(Algorithm::HS256);
    header.typ = Some(TYPE.into());
    header.kid = f.keys.jwks().keys.first().map(|key| key.kid.clone());
    let secret = URL_SAFE_NO_PAD.decode(&f.keys.jwks().keys[0].x).unwrap();

    let token = jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(&secret)).unwrap();

    assert_eq!(f.refused(&token), TokenError::Invalid);
}

#[test]
fn bent_tokens_are_refused() {
    let f = fixture();
    let token = f.token();
    let (message, signature) = token.rsplit_once('.').unwrap();
    for bent in [
        String::new(),
        ".".into(),
        "..".into(),
        format!("{message}."),
        format!("{message}.{signature}="),
        format!("{message}.{signature}A"),
        format!("{token}.x"),
        format!(" {token}"),
        "x".repeat(100_000),
        format!("{token}{}", "A".repeat(5_000)),
    ] {
        assert_eq!(f.refused(&bent), TokenError::Invalid, "{bent:.60}");
    }
}

#[test]
fn keys_rotate_with_overlap() {
    let f = fixture();
    let old = f.token();
    let rotated = keys(&format!("{SECOND}{FIRST}"));

    f.verifier.set(rotated.jwks());
    let new = rotated.sign(f.user, f.session, f.clock.now()).unwrap();
    assert!(f.verifier.verify(&old, f.clock.now()).is_ok());
    assert!(f.verifier.verify(&new, f.clock.now()).is_ok());

    f.verifier.set(keys(SECOND).jwks());
    assert_eq!(f.refused(&old), TokenError::Invalid);
    assert!(f.verifier.lacks_key_of(&old));
    assert!(!f.verifier.lacks_key_of(&new));
}

#[test]
fn without_keys_nothing_is_decided() {
    let f = fixture();
    let empty = Verifier::default();

    assert_eq!(
        empty.verify(&f.token(), f.clock.now()),
        Err(TokenError::NoKeys)
    );
    assert!(!empty.has_keys());
}
