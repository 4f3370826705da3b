//! What can go wrong between us and Postgres. Absence is not an error: it is an `Option`.

use std::borrow::Cow;

/// A rule of the schema that a statement ran into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Constraint {
    /// Another account has this e-mail address.
    Email,
    /// Another account has this handle.
    Handle,
    /// Another workspace has this slug.
    WorkspaceSlug,
    /// Another public channel of the workspace has this name.
    ChannelName,
    /// The row is there already.
    Exists,
    /// The row that this one points at is gone.
    Gone,
}

impl Constraint {
    fn of(error: &dyn sqlx::error::DatabaseError) -> Option<Self> {
        match (error.code(), error.constraint()) {
            (_, Some("users_email")) => Some(Self::Email),
            (_, Some("users_handle")) => Some(Self::Handle),
            (_, Some("workspaces_slug")) => Some(Self::WorkspaceSlug),
            (_, Some("channels_slug")) => Some(Self::ChannelName),
            (Some(Cow::Borrowed("23505")), _) => Some(Self::Exists),
            (Some(Cow::Borrowed("23503")), _) => Some(Self::Gone),
            _ => None,
        }
    }
}

/// A statement that could not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A rule of the schema refused it; the transaction is over.
    #[error("the database refused a conflicting row ({0:?})")]
    Conflict(Constraint),
    /// Postgres cannot be reached, is overloaded or restarting. Trying again may help.
    #[error("the database is unavailable")]
    Unavailable(#[source] sqlx::Error),
    /// What is stored is not what we store: a bug, or a hand in the tables.
    #[error("{what} in the database cannot be read")]
    Corrupt {
        /// The table and column, or the statement.
        what: &'static str,
        /// What the decoder said.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The statement itself is wrong. A bug.
    #[error("the database rejected a statement")]
    Statement(#[source] sqlx::Error),
    /// The installation was made with another number of partitions (S21).
    #[error("installed with {installed} partitions, configured with {configured}")]
    Partitions {
        /// What Postgres says.
        installed: i32,
        /// What the configuration says.
        configured: u16,
    },
    /// The schema is older than this program.
    #[error("the schema is older than this program: migration {version} is missing")]
    Behind {
        /// The first migration that Postgres does not have.
        version: i64,
    },
    /// The migrations could not be run.
    #[error("the schema could not be brought up to date")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

impl Error {
    /// A value in `what` that does not parse.
    pub fn corrupt(
        what: &'static str,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self::Corrupt {
            what,
            source: source.into(),
        }
    }
}

impl Error {
    /// Whether Postgres ended the statement because it took too long.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        let Self::Unavailable(sqlx::Error::Database(database)) = self else {
            return false;
        };
        database.code().as_deref() == Some("57014")
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(database) => from_database(database),
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => {
                Self::corrupt("a column", error)
            }
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Self::Unavailable(error),
            other => Self::Statement(other),
        }
    }
}

/// SQLSTATE classes 08 (connection), 53 (resources), 57 (operator intervention, which includes our
/// own statement timeout) and 40 (deadlock, serialisation) pass with time; the rest are bugs.
fn from_database(database: Box<dyn sqlx::error::DatabaseError>) -> Error {
    if let Some(constraint) = Constraint::of(database.as_ref()) {
        return Error::Conflict(constraint);
    }
    let class = database
        .code()
        .map(|code| code.chars().take(2).collect::<String>());
    let passes = matches!(
        class.as_deref(),
        Some("08" | "53" | "57" | "40" | "55" | "25")
    );
    let error = sqlx::Error::Database(database);
    if passes {
        Error::Unavailable(error)
    } else {
        Error::Statement(error)
    }
}
