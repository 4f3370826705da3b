//! The two cookies of a browser's session, and reading them.

use actix_web::http::header::{COOKIE, HeaderMap};

/// The names and attributes of the cookies; they follow from the public address.
#[derive(Debug, Clone, Copy)]
pub struct Cookies {
    secure: bool,
}

/// Where the refresh cookie is sent: nowhere but where it is used.
const REFRESH_PATH: &str = "/api/v1/auth";

impl Cookies {
    /// Prefixed and Secure when people come over https.
    #[must_use]
    pub fn new(public_url: &str) -> Self {
        Self {
            secure: public_url.starts_with("https://"),
        }
    }

    /// Whether the cookies are for https alone.
    #[must_use]
    pub const fn secure(self) -> bool {
        self.secure
    }

    /// The name of the cookie with the access token.
    #[must_use]
    pub const fn access_name(self) -> &'static str {
        if self.secure {
            "__Host-hubbub_access"
        } else {
            "hubbub_access"
        }
    }

    /// The name of the cookie with the refresh token.
    #[must_use]
    pub const fn refresh_name(self) -> &'static str {
        if self.secure {
            "__Secure-hubbub_refresh"
        } else {
            "hubbub_refresh"
        }
    }

    /// `Set-Cookie` for the access token. Empty and 0 removes it.
    #[must_use]
    pub fn set_access(self, token: &str, max_age_s: i64) -> String {
        self.set(self.access_name(), "/", token, max_age_s)
    }

    /// `Set-Cookie` for the refresh token. Empty and 0 removes it.
    #[must_use]
    pub fn set_refresh(self, token: &str, max_age_s: i64) -> String {
        self.set(self.refresh_name(), REFRESH_PATH, token, max_age_s)
    }

    fn set(self, name: &str, path: &str, value: &str, max_age_s: i64) -> String {
        let secure = if self.secure { "; Secure" } else { "" };
        format!(
            "{name}={value}; Path={path}; Max-Age={max_age_s}; HttpOnly; SameSite=Strict{secure}"
        )
    }
}

/// The value of the cookie `name`; `None` when it is absent, or there twice, which no browser of
/// ours does.
#[must_use]
pub fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut found = None;
    for header in headers.get_all(COOKIE) {
        for pair in header.to_str().ok()?.split(';') {
            let Some((key, value)) = pair.trim().split_once('=') else {
                continue;
            };
            if key == name && found.replace(value).is_some() {
                return None;
            }
        }
    }
    found.filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn headers(cookies: &[&'static str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for cookie in cookies {
            headers.append(COOKIE, HeaderValue::from_static(cookie));
        }
        headers
    }

    #[test]
    fn over_https_the_cookies_are_prefixed_and_secure() {
        let cookies = Cookies::new("https://chat.example");
        assert_eq!(
            cookies.set_access("t", 600),
            "__Host-hubbub_access=t; Path=/; Max-Age=600; HttpOnly; SameSite=Strict; Secure"
        );
        assert_eq!(
            Cookies::new("http://localhost").set_refresh("", 0),
            "hubbub_refresh=; Path=/api/v1/auth; Max-Age=0; HttpOnly; SameSite=Strict"
        );
    }

    #[test]
    fn a_cookie_is_found_among_others_and_never_guessed() {
        let name = "hubbub_access";
        assert_eq!(
            read(&headers(&["a=b; hubbub_access=x.y; c=d"]), name),
            Some("x.y")
        );
        assert_eq!(read(&headers(&["a=b", "hubbub_access=x"]), name), Some("x"));
        for none in [
            &["xhubbub_access=x"][..],
            &["hubbub_access="],
            &["hubbub_access=x", "hubbub_access=y"],
            &[],
        ] {
            assert_eq!(read(&headers(none), name), None, "{none:?}");
        }
    }
}
