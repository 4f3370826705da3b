//! Which pages may act with a person's cookies.

use url::Url;

use crate::config::DoorConfig;

/// The origins whose pages may send cookies with unsafe requests and socket upgrades.
#[derive(Debug, Clone)]
pub struct Origins(Vec<String>);

/// An address in the configuration that is none.
#[derive(Debug, thiserror::Error)]
#[error("{variable}: {value:?} is not an http or https address")]
pub struct InvalidAddress {
    variable: &'static str,
    value: String,
}

impl Origins {
    /// # Errors
    /// When an address of the configuration is none.
    pub fn load(config: &DoorConfig) -> Result<Self, InvalidAddress> {
        let listed = config
            .allowed_origins
            .split(',')
            .map(str::trim)
            .filter(|o| !o.is_empty());
        let mut origins = Vec::new();
        for origin in listed {
            origins.push(parse("HUBBUB_ALLOWED_ORIGINS", origin)?);
        }
        if origins.is_empty() {
            origins.push(parse("HUBBUB_PUBLIC_URL", &config.public_url)?);
        }
        Ok(Self(origins))
    }

    /// The origin that is served at this `Host`, if it is one of them.
    #[must_use]
    pub fn at(&self, host: &str) -> Option<&str> {
        let is_at = |origin: &&String| origin.split_once("://").is_some_and(|(_, at)| at == host);
        self.0.iter().find(is_at).map(String::as_str)
    }

    /// Whether this `Origin` header is one of them, byte for byte: browsers send it normalised.
    #[must_use]
    pub fn allows(&self, origin: &str) -> bool {
        self.0.iter().any(|allowed| allowed == origin)
    }
}

fn parse(variable: &'static str, value: &str) -> Result<String, InvalidAddress> {
    let invalid = || InvalidAddress {
        variable,
        value: value.to_owned(),
    };
    let url = Url::parse(value).map_err(|_not_a_url| invalid())?;
    if matches!(url.scheme(), "http" | "https") && url.host().is_some() {
        Ok(url.origin().ascii_serialization())
    } else {
        Err(invalid())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins(public_url: &str, allowed: &str) -> Result<Origins, InvalidAddress> {
        Origins::load(&DoorConfig {
            public_url: public_url.into(),
            allowed_origins: allowed.into(),
            allow_url_token: false,
        })
    }

    #[test]
    fn the_public_address_is_allowed_unless_others_are_named() {
        let own = origins("https://chat.example:443/base/", "").unwrap();
        assert!(own.allows("https://chat.example"));

        let named = origins(
            "https://chat.example",
            " https://a.example , http://b:3000/",
        )
        .unwrap();
        assert!(named.allows("https://a.example"));
        assert!(named.allows("http://b:3000"));
        assert!(!named.allows("https://chat.example"));
    }

    #[test]
    fn look_alikes_are_refused() {
        let own = origins("https://chat.example", "").unwrap();
        for origin in [
            "",
            "null",
            "http://chat.example",
            "https://chat.example.evil.example",
            "https://evilchat.example",
            "https://chat.example:444",
            "https://CHAT.example",
            "https://chat.example/",
            "https://chat.example, https://evil.example",
        ] {
            assert!(!own.allows(origin), "{origin}");
        }
    }

    #[test]
    fn what_is_no_address_stops_the_start() {
        for address in [
            "",
            "chat.example",
            "javascript:alert(1)",
            "file:///etc/passwd",
        ] {
            assert!(origins(address, "").is_err(), "{address}");
        }
    }
}
