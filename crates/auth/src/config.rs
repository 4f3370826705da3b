//! The sections of the configuration that concern identity.

use secrecy::SecretString;
use serde::Deserialize;

/// How requests are let in; for every service with a public door.
#[derive(Debug, Clone, Deserialize)]
#[serde(default)]
pub struct DoorConfig {
    /// `HUBBUB_PUBLIC_URL`: where people reach the installation. With http, cookies lose Secure.
    pub public_url: String,
    /// `HUBBUB_ALLOWED_ORIGINS`: origins whose pages may send cookies, comma-separated; the public
    /// URL's when empty.
    pub allowed_origins: String,
    /// `HUBBUB_ALLOW_URL_TOKEN`: accept `?token=`, for tools. Off in production.
    pub allow_url_token: bool,
}

impl Default for DoorConfig {
    fn default() -> Self {
        Self {
            public_url: "http://localhost:8080".into(),
            allowed_origins: String::new(),
            allow_url_token: false,
        }
    }
}

/// How access tokens are signed; for api.
#[derive(Debug, Clone, Deserialize)]
#[serde(default)]
pub struct KeysConfig {
    /// `HUBBUB_JWT_KEYS`: one or more Ed25519 private keys, PKCS#8 PEM, one after the other. The
    /// first signs; all of them verify.
    pub jwt_keys: SecretString,
    /// `HUBBUB_ACCESS_TTL_S`: life of an access token, in seconds.
    pub access_ttl_s: u32,
}

impl Default for KeysConfig {
    fn default() -> Self {
        Self {
            jwt_keys: SecretString::from(""),
            access_ttl_s: 600,
        }
    }
}

/// How passwords are hashed; for api.
#[derive(Debug, Clone, Deserialize)]
#[serde(default)]
pub struct PasswordConfig {
    /// `HUBBUB_PASSWORD_PEPPER`: at least 32 bytes. Without it no stored hash can be verified, and
    /// no refresh token is known.
    pub password_pepper: SecretString,
    /// `HUBBUB_BCRYPT_COST`: 4 to 31; each step doubles the work.
    pub bcrypt_cost: u32,
}

impl Default for PasswordConfig {
    fn default() -> Self {
        Self {
            password_pepper: SecretString::from(""),
            bcrypt_cost: 12,
        }
    }
}
