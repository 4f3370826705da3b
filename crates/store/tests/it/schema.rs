use domain::Partitions;
use sqlx::PgPool;
use store::{Error, MIGRATOR, Store};

#[sqlx::test(migrations = false)]
async fn an_empty_database_is_behind_until_it_is_migrated(pool: PgPool) {
    let store = Store::from_pool(pool);
    let first = MIGRATOR.iter().next().unwrap().version;
    let answer = store.ping().await;
    assert!(matches!(answer, Err(Error::Behind { version }) if version == first));

    store.migrate(Partitions::default()).await.unwrap();
    store.ping().await.unwrap();
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_schema_without_the_last_migration_is_behind(pool: PgPool) {
    let last = MIGRATOR.iter().last().unwrap().version;
    sqlx::raw_sql(
        "delete from _sqlx_migrations where version = (select max(version) from _sqlx_migrations)",
    )
    .execute(&pool)
    .await
    .unwrap();
    let answer = Store::from_pool(pool).ping().await;
    assert!(matches!(answer, Err(Error::Behind { version }) if version == last));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_migration_that_broke_off_counts_as_missing(pool: PgPool) {
    sqlx::raw_sql(
        "update _sqlx_migrations set success = false
         where version = (select max(version) from _sqlx_migrations)",
    )
    .execute(&pool)
    .await
    .unwrap();
    let answer = Store::from_pool(pool).ping().await;
    assert!(matches!(answer, Err(Error::Behind { .. })));
}

/// As the release after this one leaves it.
async fn newer(pool: PgPool) -> Store {
    sqlx::raw_sql(
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
         values (99991231000000, 'of the next release', true, '', 0)",
    )
    .execute(&pool)
    .await
    .unwrap();
    Store::from_pool(pool)
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_newer_schema_does_not_disturb(pool: PgPool) {
    newer(pool).await.ping().await.unwrap();
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_newer_schema_is_left_as_it_is(pool: PgPool) {
    let store = newer(pool).await;

    store.migrate(Partitions::default()).await.unwrap();
    store.migrate(Partitions::default()).await.unwrap();
}
