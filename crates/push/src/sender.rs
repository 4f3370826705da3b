//! Giving a push to the service that carries it.

use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use fetch::{Bounds, Fetcher, HeaderMap, HeaderName, HeaderValue, Over, StatusCode, Url, header};

use crate::encrypt::encrypt;
use crate::endpoint::Subscription;
use crate::vapid::Vapid;

/// How long a service may take to answer, and how much it may say.
const BOUNDS: Bounds = Bounds {
    deadline: Duration::from_secs(5),
    redirects: 0,
    bytes: 4_096,
    over: Over::Cut,
};

/// How soon a push is worth waking a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// When it wakes by itself.
    Low,
    /// At once.
    High,
}

/// One push.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    /// What it says, at most [`crate::MAX_PAYLOAD`] bytes.
    pub payload: &'a [u8],
    /// One that the service still holds under the same word is replaced. At most 32 characters of
    /// base64url.
    pub topic: &'a str,
    /// How long the service holds it for a device that is away.
    pub ttl: Duration,
    /// How soon.
    pub urgency: Urgency,
}

/// What a push service made of a push.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It will be carried.
    Taken,
    /// The subscription is no more.
    Gone,
    /// Not now: try again, after this time if one is named.
    Later(Option<Duration>),
    /// Never: the status, or none when the push could not even be made.
    Refused(Option<u16>),
}

/// The way to push services.
#[derive(Debug)]
pub struct Sender {
    vapid: Vapid,
    fetcher: Fetcher,
}

impl Sender {
    /// Sends in the name of this key, through the guard.
    #[must_use]
    pub const fn new(vapid: Vapid, fetcher: Fetcher) -> Self {
        Self { vapid, fetcher }
    }

    /// Sends one push to one browser. Takes 5 s at most.
    pub async fn send(
        &self,
        to: &Subscription,
        message: Message<'_>,
        now: DateTime<Utc>,
    ) -> Answer {
        let Some((url, headers, body)) = self.request(to, message, now) else {
            return Answer::Refused(None);
        };
        match self.fetcher.post(&url, headers, body, BOUNDS).await {
            Ok(answer) => judge(answer.status, retry_after(&answer.headers)),
            Err(error) if error.is_passing() => Answer::Later(None),
            Err(_refused) => Answer::Refused(None),
        }
    }

    fn request(
        &self,
        to: &Subscription,
        message: Message<'_>,
        now: DateTime<Utc>,
    ) -> Option<(Url, HeaderMap, Bytes)> {
        let url = self.fetcher.check(&to.endpoint).ok()?;
        let origin = url.origin().ascii_serialization();
        let authorization = self.vapid.authorization(&origin, now).ok()?;
        let body = encrypt(to, message.payload).ok()?;
        let urgency = match message.urgency {
            Urgency::Low => "low",
            Urgency::High => "high",
        };
        let mut headers = HeaderMap::new();
        let mut set = |name: HeaderName, value: &str| -> Option<()> {
            headers.insert(name, HeaderValue::from_str(value).ok()?);
            Some(())
        };
        set(header::AUTHORIZATION, &authorization)?;
        set(header::CONTENT_ENCODING, "aes128gcm")?;
        set(header::CONTENT_TYPE, "application/octet-stream")?;
        set(
            HeaderName::from_static("ttl"),
            &message.ttl.as_secs().to_string(),
        )?;
        set(HeaderName::from_static("topic"), message.topic)?;
        set(HeaderName::from_static("urgency"), urgency)?;
        Some((url, headers, Bytes::from(body)))
    }
}

fn judge(status: StatusCode, retry_after: Option<Duration>) -> Answer {
    match status {
        status if status.is_success() => Answer::Taken,
        StatusCode::NOT_FOUND | StatusCode::GONE => Answer::Gone,
        StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT => Answer::Later(retry_after),
        status if status.is_server_error() => Answer::Later(retry_after),
        status => Answer::Refused(Some(status.as_u16())),
    }
}

/// In seconds; a date is not worth reading.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?;
    text.trim().parse().ok().map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_service_answers_is_taken_as_the_rfc_means_it() {
        let wait = Some(Duration::from_secs(7));
        for (status, answer) in [
            (201, Answer::Taken),
            (200, Answer::Taken),
            (404, Answer::Gone),
            (410, Answer::Gone),
            (429, Answer::Later(wait)),
            (500, Answer::Later(wait)),
            (503, Answer::Later(wait)),
            (301, Answer::Refused(Some(301))),
            (400, Answer::Refused(Some(400))),
            (403, Answer::Refused(Some(403))),
            (413, Answer::Refused(Some(413))),
        ] {
            let status = StatusCode::from_u16(status).unwrap();
            assert_eq!(judge(status, wait), answer, "{status}");
        }
    }
}
