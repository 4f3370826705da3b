//! A browser's subscription, read at the door.

use aws_lc_rs::agreement::{ECDH_P256, ParsedPublicKey, UnparsedPublicKey};
use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use fetch::{Fetcher, Url};

/// The longest endpoint, in bytes. Those of today's services have 200 to 500.
pub const MAX_ENDPOINT: usize = 1_024;
const AUTH_BYTES: usize = 16;

/// Browsers leave the padding out; some programs do not.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Where one browser is reached, and what it reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// The address that its push service gave out for it.
    pub endpoint: String,
    /// Its public key: an uncompressed point of P-256.
    pub p256dh: Vec<u8>,
    /// The secret that it shares with us: 16 bytes.
    pub auth: Vec<u8>,
}

/// What of a subscription cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is longer than any service's.
    #[error("the endpoint is too long")]
    TooLong,
    /// Not https, or not on the public internet.
    #[error("the endpoint is no address of a push service")]
    Endpoint,
    /// No point of the curve.
    #[error("p256dh is no public key")]
    Key,
    /// Not 16 bytes.
    #[error("auth is no secret of 16 bytes")]
    Auth,
}

impl Subscription {
    /// Reads what a browser gave. What an address means can change: it is judged again by the one
    /// who connects.
    ///
    /// # Errors
    /// What of it cannot be used.
    pub fn parse(
        guard: &Fetcher,
        endpoint: &str,
        p256dh: &str,
        auth: &str,
    ) -> Result<Self, Refusal> {
        if endpoint.len() > MAX_ENDPOINT {
            return Err(Refusal::TooLong);
        }
        let url = guard
            .check(endpoint)
            .map_err(|_refused| Refusal::Endpoint)?;
        // A plain http address of this machine passes only where the configuration of a test
        // allows it.
        if url.scheme() != "https" && !is_loopback(&url) {
            return Err(Refusal::Endpoint);
        }
        let p256dh = BASE64.decode(p256dh).map_err(|_malformed| Refusal::Key)?;
        ParsedPublicKey::try_from(UnparsedPublicKey::new(&ECDH_P256, &p256dh))
            .map_err(|_no_point| Refusal::Key)?;
        let auth = BASE64.decode(auth).map_err(|_malformed| Refusal::Auth)?;
        if auth.len() != AUTH_BYTES {
            return Err(Refusal::Auth);
        }
        Ok(Self {
            endpoint: url.into(),
            p256dh,
            auth,
        })
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host.parse::<std::net::IpAddr>()
        .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str =
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";

    fn parse(endpoint: &str, key: &str, auth: &str) -> Result<Subscription, Refusal> {
        let guard = Fetcher::new(&fetch::Config::default()).unwrap();
        Subscription::parse(&guard, endpoint, key, auth)
    }

    #[test]
    fn what_a_browser_gives_is_taken_with_and_without_padding() {
        let endpoint = "https://fcm.googleapis.com/fcm/send/abc:def";
        let read = parse(endpoint, KEY, AUTH).unwrap();
        assert_eq!(read.endpoint, endpoint);
        assert_eq!(
            parse(endpoint, &format!("{KEY}="), &format!("{AUTH}==")).unwrap(),
            read
        );
    }

    #[test]
    fn an_endpoint_is_https_and_public() {
        for endpoint in [
            "http://fcm.googleapis.com/fcm/send/abc",
            "http://127.0.0.1/push",
            "https://127.0.0.1/push",
            "https://[::1]/push",
            "https://10.0.0.7/push",
            "https://169.254.169.254/latest",
            "https://push.example:8443/push",
            "ftp://push.example/push",
            "push.example",
            "",
        ] {
            assert_eq!(
                parse(endpoint, KEY, AUTH),
                Err(Refusal::Endpoint),
                "{endpoint}"
            );
        }
        let long = format!("https://push.example/{}", "a".repeat(MAX_ENDPOINT));
        assert_eq!(parse(&long, KEY, AUTH), Err(Refusal::TooLong));
    }

    #[test]
    fn keys_are_points_of_the_curve_and_secrets_have_their_length() {
        let endpoint = "https://push.example/abc";
        let no_point = BASE64.encode([4; 65]);
        for key in ["", "!", "AAAA", no_point.as_str()] {
            assert_eq!(parse(endpoint, key, AUTH), Err(Refusal::Key), "{key}");
        }
        for auth in ["", "!", "AAAA", KEY] {
            assert_eq!(parse(endpoint, KEY, auth), Err(Refusal::Auth), "{auth}");
        }
    }
}
