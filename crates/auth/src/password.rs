//! Passwords: what is accepted, and hashing that cannot starve the process.
//!
//! `v1$` + bcrypt(base64(HMAC-SHA-384(pepper, password))). The HMAC takes any bytes of any length,
//! so bcrypt's limit of 72 bytes is never met; without the pepper a stolen table is worth nothing.

use std::sync::{Arc, OnceLock};

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::text::Invalid;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;

use crate::config::PasswordConfig;

/// The least characters of a new password.
pub const MIN_CHARS: usize = 8;
/// The most bytes of any password.
pub const MAX_BYTES: usize = 1_024;
/// Hashes computed at the same time. More would take the cores away from messages.
const AT_ONCE: usize = 2;
/// Callers that may wait for their turn; the next one is refused.
const WAITING: usize = 32;
/// The least length of the pepper, in bytes.
const MIN_PEPPER_BYTES: usize = 32;
const SCHEME: &str = "v1$";
/// The 5,000 most frequent passwords of eight and more characters, sorted by byte.
const COMMON: &str = include_str!("common_passwords.txt");

/// A password within bounds. Never shown.
#[derive(Clone)]
pub struct Password(SecretString);

impl std::fmt::Debug for Password {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Password(…)")
    }
}

impl Password {
    /// A password that somebody chooses: long enough, and not one that everybody tries first. No
    /// rule about what it is made of.
    ///
    /// # Errors
    /// When it is too short, too long or too common.
    pub fn choose(text: String) -> Result<Self, Invalid> {
        let chosen = Self::given(text)?;
        let text = chosen.0.expose_secret();
        if text.chars().count() < MIN_CHARS {
            return Err(Invalid::TooShort { limit: 8 });
        }
        if is_common(text) {
            return Err(Invalid::TooCommon);
        }
        Ok(chosen)
    }

    /// A password that somebody claims to be theirs.
    ///
    /// # Errors
    /// When it is longer than any password can be.
    pub fn given(text: String) -> Result<Self, Invalid> {
        if text.len() > MAX_BYTES {
            return Err(Invalid::TooLong { limit: 1_024 });
        }
        Ok(Self(text.into()))
    }
}

fn is_common(text: &str) -> bool {
    static SORTED: OnceLock<Vec<&str>> = OnceLock::new();
    let sorted = SORTED.get_or_init(|| COMMON.lines().collect());
    sorted.binary_search(&text.to_lowercase().as_str()).is_ok()
}

/// Why a password was not hashed or compared.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// As many as may wait are waiting: answer 429.
    #[error("too many passwords are being checked")]
    Busy,
    /// The pool was stopped, or bcrypt failed.
    #[error("could not hash a password")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The pepper is missing or shorter than 32 bytes.
    #[error("HUBBUB_PASSWORD_PEPPER must have at least 32 bytes")]
    Pepper,
    /// The cost is not one of bcrypt's.
    #[error("HUBBUB_BCRYPT_COST must be from 4 to 31")]
    Cost,
}

/// What came of comparing a password with a stored hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is the password. `outdated`: the hash has another cost or scheme than new ones get, so
    /// hash it anew while the password is at hand.
    Right {
        /// Whether to store a new hash.
        outdated: bool,
    },
    /// It is not.
    Wrong,
}

/// Hashes and compares passwords on blocking threads, a few at once. Clones share the pool.
#[derive(Clone)]
pub struct Passwords {
    pepper: Arc<hmac::Key>,
    cost: u32,
    turns: Arc<Semaphore>,
    places: Arc<Semaphore>,
    dummy: Arc<OnceLock<String>>,
}

impl std::fmt::Debug for Passwords {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Passwords")
            .field("cost", &self.cost)
            .finish_non_exhaustive()
    }
}

impl Passwords {
    /// How many may be hashed or wait for it.
    pub const PLACES: usize = AT_ONCE + WAITING;

    /// # Errors
    /// When the pepper is too short or the cost out of range.
    pub fn new(config: &PasswordConfig) -> Result<Self, PasswordError> {
        let pepper = config.password_pepper.expose_secret().as_bytes();
        if pepper.len() < MIN_PEPPER_BYTES {
            return Err(PasswordError::Pepper);
        }
        if !(4..=31).contains(&config.bcrypt_cost) {
            return Err(PasswordError::Cost);
        }
        Ok(Self {
            pepper: Arc::new(hmac::Key::new(hmac::HMAC_SHA384, pepper)),
            cost: config.bcrypt_cost,
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            places: Arc::new(Semaphore::new(Self::PLACES)),
            dummy: Arc::default(),
        })
    }

    /// What is taken from while a password is hashed or waits for it.
    #[must_use]
    pub fn places(&self) -> &Arc<Semaphore> {
        &self.places
    }

    /// The hash to store for this password.
    ///
    /// # Errors
    /// `Busy` when the queue is full.
    pub async fn hash(&self, password: &Password) -> Result<String, PasswordError> {
        let material = self.material(password);
        let cost = self.cost;
        self.run(move || hash(&material, cost)).await
    }

    /// Compares with a stored hash. Without one (there is no such account) the work and the time
    /// are the same and the verdict is `Wrong`.
    ///
    /// # Errors
    /// `Busy` when the queue is full.
    pub async fn verify(
        &self,
        password: &Password,
        stored: Option<String>,
    ) -> Result<Verdict, PasswordError> {
        let material = self.material(password);
        let cost = self.cost;
        let dummy = Arc::clone(&self.dummy);
        self.run(move || {
            if let Some(stored) = stored {
                return compare(&material, &stored, cost);
            }
            let dummy = dummy.get_or_init(|| hash("", cost).unwrap_or_default());
            compare(&material, dummy, cost).map(|_any| Verdict::Wrong)
        })
        .await
    }

    fn material(&self, password: &Password) -> String {
        let tag = hmac::sign(&self.pepper, password.0.expose_secret().as_bytes());
        STANDARD.encode(tag)
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, bcrypt::BcryptError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let _place = self
            .places
            .try_acquire()
            .map_err(|_full| PasswordError::Busy)?;
        let turn = Arc::clone(&self.turns)
            .acquire_owned()
            .await
            .map_err(|closed| PasswordError::Failed(closed.into()))?;
        let done = tokio::task::spawn_blocking(move || {
            // Held until the work is done, also when the caller has gone away.
            let _turn = turn;
            work()
        });
        done.await
            .map_err(|panicked| PasswordError::Failed(panicked.into()))?
            .map_err(|failed| PasswordError::Failed(failed.into()))
    }
}

fn hash(material: &str, cost: u32) -> Result<String, bcrypt::BcryptError> {
    Ok(format!(
        "{SCHEME}{}",
        bcrypt::non_truncating_hash(material, cost)?
    ))
}

fn compare(material: &str, stored: &str, cost: u32) -> Result<Verdict, bcrypt::BcryptError> {
    let Some(hash) = stored.strip_prefix(SCHEME) else {
        return Ok(Verdict::Wrong);
    };
    if !bcrypt::non_truncating_verify(material, hash)? {
        return Ok(Verdict::Wrong);
    }
    let stored_cost = hash
        .split('$')
        .nth(2)
        .and_then(|cost| cost.parse::<u32>().ok());
    Ok(Verdict::Right {
        outdated: stored_cost != Some(cost),
    })
}

#[cfg(test)]
mod tests;
