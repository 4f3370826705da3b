//! Configuration from the environment: `HUBBUB_*`, flat, one struct per section.
//!
//! A section is a struct with named fields: `database_url` is read from `HUBBUB_DATABASE_URL`, or
//! for a secret from the file that `HUBBUB_DATABASE_URL_FILE` names. A field with a default may be
//! absent. Values stay text until the field says what it is, so a password of digits is a password.

mod section;
#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write as _};
use std::path::PathBuf;

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// What every variable of ours starts with.
pub const PREFIX: &str = "HUBBUB_";
const FILE_SUFFIX: &str = "_FILE";
/// Every variable that some part of an installation reads, one a line: what all parts share, such as a
/// `.env` or a `ConfigMap`, has in it what a single one does not read. `make docs` writes it from the code.
const VARIABLES: &str = include_str!("config/variables.txt");

/// A variable that keeps the process from starting.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A variable without a default is not set.
    #[error("{variable} is not set")]
    Missing {
        /// The variable's name.
        variable: String,
    },
    /// A variable has a value that its field cannot take.
    #[error("{variable} is not acceptable: {reason}")]
    Invalid {
        /// The variable's name.
        variable: String,
        /// What is wrong; never the value, which may be a secret.
        reason: String,
    },
    /// The file that a `…_FILE` variable names could not be read.
    #[error("{variable} names a file that cannot be read: {}", path.display())]
    File {
        /// The variable's name.
        variable: String,
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

/// Where the installation runs: `HUBBUB_ENV`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Environment {
    /// A laptop or a test.
    Local,
    /// For people.
    Production,
}

/// The variables of this process that are ours, with files already read.
#[derive(Debug, Default)]
pub struct Env {
    /// By field name: lower-case, without the prefix.
    values: BTreeMap<String, String>,
    asked: RefCell<BTreeSet<&'static str>>,
}

impl Env {
    /// Reads the process's environment.
    ///
    /// # Errors
    /// [`Error::File`] when a `…_FILE` variable names what cannot be read.
    pub fn read() -> Result<Self, Error> {
        Self::from_pairs(std::env::vars())
    }

    /// Reads the given variables; those that are not ours are ignored. An empty value counts as
    /// absent, as compose files leave them.
    ///
    /// # Errors
    /// As [`Env::read`].
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Result<Self, Error> {
        let mut values = BTreeMap::new();
        let mut from_files = Vec::new();
        for (variable, value) in pairs {
            let Some(name) = variable.strip_prefix(PREFIX) else {
                continue;
            };
            if value.is_empty() {
                continue;
            }
            match name.strip_suffix(FILE_SUFFIX) {
                Some(secret) => from_files.push((secret.to_ascii_lowercase(), variable, value)),
                None => {
                    values.insert(name.to_ascii_lowercase(), value);
                }
            }
        }
        for (name, variable, path) in from_files {
            let path = PathBuf::from(path);
            let text = std::fs::read_to_string(&path).map_err(|source| Error::File {
                variable,
                path,
                source,
            })?;
            values.insert(name, text.trim_end_matches(['\n', '\r']).to_owned());
        }
        Ok(Self {
            values,
            asked: RefCell::default(),
        })
    }

    /// One section of the configuration.
    ///
    /// # Errors
    /// [`Error::Missing`] or [`Error::Invalid`], with the variable's name.
    pub fn section<T: DeserializeOwned>(&self) -> Result<T, Error> {
        T::deserialize(section::Section { env: self }).map_err(section::Failure::into_error)
    }

    /// Variables of ours that neither a section has asked for nor another part of an installation
    /// reads: most likely typing errors. Ask after the last [`Env::section`].
    #[must_use]
    pub fn unknown(&self) -> Vec<String> {
        let asked = self.asked.borrow();
        let rest = self
            .values
            .keys()
            .filter(|name| !asked.contains(name.as_str()));
        rest.map(|name| variable(name))
            .filter(|name| VARIABLES.lines().all(|known| known != name))
            .collect()
    }
}

/// Says in the log what [`Env::unknown`] found. There has to be a log already.
pub fn warn_of(unknown: &[String]) {
    for variable in unknown {
        tracing::warn!(variable, "{variable} is not a variable of Hubbub");
    }
}

/// What `check-config` says of a configuration that is acceptable: a line for each of
/// [`Env::unknown`], on the standard error.
///
/// # Errors
/// When nothing can be written there.
pub fn checked(unknown: &[String]) -> io::Result<()> {
    let mut out = io::stderr().lock();
    for variable in unknown {
        writeln!(out, "{variable} is not a variable of Hubbub")?;
    }
    Ok(())
}

/// The variables that a section reads, for documentation and its test.
#[must_use]
pub fn variables<T: DeserializeOwned>() -> Vec<String> {
    let env = Env::default();
    // The outcome does not matter: what counts is which fields were asked for.
    let _absent = env.section::<T>();
    let asked = env.asked.borrow();
    asked.iter().map(|name| variable(name)).collect()
}

fn variable(field: &str) -> String {
    format!("{PREFIX}{}", field.to_ascii_uppercase())
}
