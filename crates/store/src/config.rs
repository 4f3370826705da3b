//! The section of the configuration that says how to reach Postgres.

use secrecy::SecretString;
use serde::Deserialize;

/// How to reach Postgres.
#[derive(Debug, Clone, Deserialize)]
#[serde(default)]
pub struct Config {
    /// `HUBBUB_DATABASE_URL`: `postgres://user:password@host:port/database`.
    pub database_url: SecretString,
    /// `HUBBUB_DATABASE_POOL`: connections that this process holds at most.
    pub database_pool: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            database_url: SecretString::from("postgres://postgres@127.0.0.1:5432/hubbub"),
            database_pool: 10,
        }
    }
}
