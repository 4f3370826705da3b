//! Whether Postgres is fit to be asked: it answers, and its schema is not older than this program.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

use sqlx::migrate::{Migrate as _, MigrateError};

use crate::{Error, MIGRATOR, Store, measured};

impl Store {
    /// Whether Postgres answers and has all migrations that this program knows, for readiness. More
    /// than those do not disturb: migrations only add. What was found current is not looked at again.
    ///
    /// # Errors
    /// `Unavailable` when Postgres does not answer, `Behind` when a migration is missing.
    pub async fn ping(&self) -> Result<(), Error> {
        measured::look_at(self.pool());
        sqlx::query_scalar!(r#"select 1 as "one!""#)
            .fetch_one(self.pool())
            .await?;
        if !self.is_current.load(Ordering::Acquire) {
            self.check_schema().await?;
            self.is_current.store(true, Ordering::Release);
        }
        Ok(())
    }

    async fn check_schema(&self) -> Result<(), Error> {
        let mut connection = self.acquire().await?;
        let table = MIGRATOR.table_name.as_ref();
        let applied: BTreeSet<i64> = match connection.list_applied_migrations(table).await {
            Ok(applied) => applied.iter().map(|one| one.version).collect(),
            Err(error) if is_absent(&error) => BTreeSet::new(),
            Err(error) => return Err(error.into()),
        };
        // One that runs outside a transaction has its row from its beginning.
        let mut unfinished = None;
        if !applied.is_empty() {
            unfinished = connection.dirty_version(table).await?;
        }
        let missing = MIGRATOR
            .iter()
            .map(|migration| migration.version)
            .find(|version| !applied.contains(version) || unfinished == Some(*version));
        missing.map_or(Ok(()), |version| Err(Error::Behind { version }))
    }
}

/// Before the first migration there is no table that says which ones there were.
fn is_absent(error: &MigrateError) -> bool {
    let MigrateError::Execute(sqlx::Error::Database(database)) = error else {
        return false;
    };
    database.code().as_deref() == Some("42P01")
}
