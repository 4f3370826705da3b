//! What Postgres says of itself, for whoever checks an installation.

use chrono::{DateTime, Utc};
use sqlx::migrate::Migrate as _;

use crate::{Error, MIGRATOR, Store};

/// What Postgres says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Its version as a number: 170004 is 17.4.
    pub version: i32,
    /// Connections that it takes.
    pub max_connections: i32,
    /// Of them, those that are kept for its administrators.
    pub reserved: i32,
    /// Whether what is committed is forced to the disk: `on` or `off`.
    pub fsync: String,
    /// Whether a commit waits for the disk: `on`, `off`, `local`, `remote_write`, `remote_apply`.
    pub synchronous_commit: String,
    /// What its clock shows.
    pub clock: DateTime<Utc>,
}

/// How the schema stands to this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level {
    /// Migrations that this program brings and the database has not had.
    pub missing: usize,
    /// Migrations that the database has had and this program does not know: it is the older one.
    pub newer: usize,
}

impl Store {
    /// Asks Postgres.
    ///
    /// # Errors
    /// `Unavailable` when it does not answer.
    pub async fn facts(&self) -> Result<Facts, Error> {
        let facts = sqlx::query_as!(
            Facts,
            r#"select current_setting('server_version_num')::int as "version!",
                      current_setting('max_connections')::int as "max_connections!",
                      current_setting('superuser_reserved_connections')::int as "reserved!",
                      current_setting('fsync') as "fsync!",
                      current_setting('synchronous_commit') as "synchronous_commit!",
                      clock_timestamp() as "clock!""#,
        );
        Ok(facts.fetch_one(self.pool()).await?)
    }

    /// Compares the database's migrations with this program's.
    ///
    /// # Errors
    /// `Unavailable` when Postgres does not answer; `Statement` when nobody has migrated it yet.
    pub async fn level(&self) -> Result<Level, Error> {
        let mut connection = self.acquire().await?;
        let table = &MIGRATOR.table_name;
        let applied = connection.list_applied_migrations(table).await?;
        let is_applied = |version| applied.iter().any(|done| done.version == version);
        let ours = MIGRATOR
            .iter()
            .filter(|one| !one.migration_type.is_down_migration());
        let missing = ours.filter(|one| !is_applied(one.version)).count();
        let newer = applied
            .iter()
            .filter(|done| !MIGRATOR.version_exists(done.version))
            .count();
        Ok(Level { missing, newer })
    }
}
