//! What a REST call came back with, and what a test may demand of it.

use bytes::Bytes;
use reqwest::header::HeaderMap;
use serde_json::Value;

/// A whole HTTP answer: already read, so that it can be looked at twice.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What was asked, for the message of a failed expectation.
    pub asked: String,
    /// The HTTP status.
    pub status: u16,
    /// The headers as they came.
    pub headers: HeaderMap,
    /// The body as it came.
    pub bytes: Bytes,
}

impl Answer {
    /// Reads the body of `response`.
    ///
    /// # Panics
    /// When the connection breaks in the middle of the body.
    pub async fn read(asked: String, response: reqwest::Response) -> Self {
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let bytes = response
            .bytes()
            .await
            .expect("the whole body should arrive");
        Self {
            asked,
            status,
            headers,
            bytes,
        }
    }

    /// The body as JSON, `null` when it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
    }

    /// The header called `name`, empty when it is absent.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
    }

    /// The JSON body of a success.
    ///
    /// # Panics
    /// When the status is not 2xx.
    #[must_use]
    #[track_caller]
    pub fn ok(&self) -> Value {
        assert!(self.is_ok(), "{self}");
        self.json()
    }

    /// Whether the status is 2xx.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The JSON body of a success with this very status.
    ///
    /// # Panics
    /// When the status is another.
    #[must_use]
    #[track_caller]
    pub fn status(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{self}");
        self.json()
    }

    /// The problem of a refusal with this status and code, checked against RFC 9457 and our own fields.
    ///
    /// # Panics
    /// When it is not that refusal, or not a whole problem document.
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) -> Value {
        let problem = self.problem();
        assert_eq!(
            (self.status, problem["code"].as_str()),
            (status, Some(code)),
            "{self}"
        );
        problem
    }

    /// The problem document of any refusal.
    ///
    /// # Panics
    /// When the answer is a success, or not a whole problem document.
    #[track_caller]
    pub fn problem(&self) -> Value {
        let problem = self.json();
        assert!(self.status >= 400, "{self}");
        assert!(
            self.header("content-type")
                .starts_with("application/problem+json"),
            "{self}"
        );
        assert_eq!(
            problem["status"].as_u64(),
            Some(u64::from(self.status)),
            "{self}"
        );
        for field in ["type", "title", "code", "request_id"] {
            assert!(
                problem[field].is_string(),
                "a problem should have `{field}`: {self}"
            );
        }
        assert!(
            problem["retryable"].is_boolean(),
            "a problem should say `retryable`: {self}"
        );
        problem
    }

    /// The problem's code, empty for a success.
    #[must_use]
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }
}

impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let body = String::from_utf8_lossy(&self.bytes);
        let body: String = body.chars().take(2_000).collect();
        write!(f, "{} → {} {body}", self.asked, self.status)
    }
}
