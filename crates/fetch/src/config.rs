//! The section of the configuration that concerns fetching.

use std::net::SocketAddr;

use lifecycle::Environment;
use serde::Deserialize;

/// Which addresses are gone to although they are not global.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub struct Config {
    /// `HUBBUB_ENV`: `local` or `production`, which refuses what is fit for a laptop only.
    pub env: Environment,
    /// `HUBBUB_FETCH_ALLOW`: addresses with port, comma-separated, that pages and pictures are
    /// fetched from although they are not public. For tests; refused in production.
    pub fetch_allow: Vec<SocketAddr>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            env: Environment::Local,
            fetch_allow: Vec::new(),
        }
    }
}

impl Config {
    /// Refuses what would open our own network to whoever can post a link.
    ///
    /// # Errors
    /// When addresses are allowed in production; the message names the variable.
    pub fn check(&self) -> Result<(), lifecycle::config::Error> {
        if self.env == Environment::Production && !self.fetch_allow.is_empty() {
            return Err(lifecycle::config::Error::Invalid {
                variable: "HUBBUB_FETCH_ALLOW".to_owned(),
                reason: "it is for tests, and must be empty in production".to_owned(),
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Config {
        let pairs = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let env = lifecycle::Env::from_pairs(pairs).unwrap();
        env.section().unwrap()
    }

    #[test]
    fn a_list_of_addresses_is_read_and_refused_in_production() {
        let allow = ("HUBBUB_FETCH_ALLOW", "127.0.0.1:8000, [::1]:8000");
        let local = read(&[allow]);
        assert_eq!(local.fetch_allow.len(), 2);
        assert!(local.check().is_ok());
        let production = read(&[allow, ("HUBBUB_ENV", "production")]);
        let error = production.check().unwrap_err().to_string();
        assert!(error.contains("HUBBUB_FETCH_ALLOW"), "{error}");
        assert!(read(&[("HUBBUB_ENV", "production")]).check().is_ok());
    }
}
