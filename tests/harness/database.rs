//! A database for each test, and what it holds at the end.

use std::str::FromStr;

use sqlx::{
    AssertSqlSafe, Connection, PgConnection, PgPool, Row as _,
    postgres::{PgConnectOptions, PgPoolOptions},
};

/// A database that exists as long as this value.
pub struct Database {
    name: String,
    server: PgConnectOptions,
    /// A small pool for looking into it.
    pub pool: PgPool,
    url: String,
}

/// A message as Postgres holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its place in the channel's log.
    pub seq: i64,
    /// Its number among the top-level messages.
    pub message_no: Option<i64>,
    /// Its id.
    pub id: String,
    /// The sender's key.
    pub nonce: String,
    /// The author's id.
    pub author: String,
    /// The text.
    pub body: String,
    /// Whether it was deleted.
    pub deleted: bool,
}

impl Database {
    /// Creates an empty database on the server of `DATABASE_URL` and brings the schema up to date.
    ///
    /// # Panics
    /// When there is no such server, or a migration fails.
    pub async fn create() -> Self {
        let server_url = crate::node::env("DATABASE_URL");
        let server = PgConnectOptions::from_str(&server_url).expect("DATABASE_URL should be a URL");
        let name = format!(
            "hubbub_e2e_{}_{:08x}",
            std::process::id(),
            rand::random::<u32>()
        );
        run(&server, format!("create database {name}")).await;
        let pool = PgPoolOptions::new()
            .max_connections(3)
            .connect_with(server.clone().database(&name))
            .await
            .expect("the new database should open");
        store::MIGRATOR
            .run(&pool)
            .await
            .expect("the migrations should apply");
        let (base, _) = server_url
            .rsplit_once('/')
            .expect("DATABASE_URL should name a database");
        let url = format!("{base}/{name}");
        Self {
            name,
            server,
            pool,
            url,
        }
    }

    /// `postgres://…` for the services.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// `host:port` of the server, for a proxy in front of it.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}:{}", self.server.get_host(), self.server.get_port())
    }

    /// The messages of a channel in the order of its log.
    ///
    /// # Panics
    /// When Postgres does not answer.
    pub async fn messages(&self, channel: &str) -> Vec<Row> {
        let rows = sqlx::raw_sql(AssertSqlSafe(format!(
            "select seq, message_no, id::text, nonce, author_id::text, body, \
             deleted_at is not null as deleted from messages where channel_id = '{channel}' order by seq"
        )))
        .fetch_all(&self.pool)
        .await
        .expect("the messages can be read");
        rows.iter()
            .map(|row| Row {
                seq: row.get("seq"),
                message_no: row.get("message_no"),
                id: row.get("id"),
                nonce: row.get("nonce"),
                author: row.get("author_id"),
                body: row.get("body"),
                deleted: row.get("deleted"),
            })
            .collect()
    }

    /// One number that `sql` gives.
    ///
    /// # Panics
    /// When it gives none.
    pub async fn number(&self, sql: &str) -> i64 {
        let row = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
            .fetch_one(&self.pool)
            .await
            .expect("a query that gives a number");
        row.get(0)
    }

    /// Carries out what no request can.
    ///
    /// # Panics
    /// When Postgres refuses.
    pub async fn run(&self, sql: &str) {
        let done = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        done.execute(&self.pool).await.expect("a statement");
    }

    /// Puts this many more people into a channel, who never do anything.
    ///
    /// # Panics
    /// When there is no such channel.
    pub async fn fill(&self, channel: &str, people: i64) {
        let sql = format!(
            "with people as (
               insert into users (id, email, email_key, handle, handle_key, display_name, created_at)
               select gen_random_uuid(), name, name, name, name, name, now()
               from (select 'crowd' || n as name from generate_series(1, {people}) n) names
               returning id),
             here as (select id, workspace_id from channels where id = '{channel}'),
             colleagues as (
               insert into workspace_members (workspace_id, user_id, role, joined_at)
               select here.workspace_id, people.id, 'member', now() from people, here),
             members as (
               insert into memberships (channel_id, user_id, workspace_id, role, joined_at)
               select here.id, people.id, here.workspace_id, 'member', now() from people, here)
             update channels set member_count = member_count + {people} where id = '{channel}'"
        );
        let done = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&self.pool).await;
        let done = done.expect("a channel that can be filled");
        assert_eq!(done.rows_affected(), 1, "there should be such a channel");
    }

    /// The seq up to which the worker has stored the channel.
    pub async fn persisted(&self, channel: &str) -> i64 {
        self.number(&format!(
            "select persisted_seq from channels where id = '{channel}'"
        ))
        .await
    }
}

async fn run(server: &PgConnectOptions, sql: String) {
    let mut connection = PgConnection::connect_with(server)
        .await
        .expect("Postgres should answer at DATABASE_URL");
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&mut connection)
        .await
        .expect("a database command");
    let _ = connection.close().await;
}

impl Drop for Database {
    /// Drops the database from a thread of its own: the test's runtime may be gone.
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), self.name.clone());
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            if let Ok(runtime) = runtime {
                let sql = format!("drop database if exists {name} with (force)");
                runtime.block_on(run(&server, sql));
            }
        });
        let _ = dropped.join();
    }
}
