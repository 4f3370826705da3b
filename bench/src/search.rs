//! `bench search POSTGRES_URL [MESSAGES [WORDS]]`: the search index on a Postgres of its own,
//! without the rest of the cluster. WORDS is a file of `language<TAB>word<TAB>frequency`, as
//! `bench/words.py` writes it; without one, words are made up with frequencies as in any language.

mod ask;
mod fill;
mod talk;

use std::path::Path;
use std::time::Instant;

use anyhow::Context as _;
use domain::{ChannelId, Partitions, UserId, WorkspaceId};
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use sqlx::{Connection as _, PgConnection};
use store::Store;

use crate::report::Report;
use talk::Talk;

/// Conversations of the workspace; whoever asks may read half of them.
const CHANNELS: usize = 200;
const AUTHORS: usize = 100;

/// Who is there, and where.
pub(crate) struct Place {
    pub(crate) workspace: WorkspaceId,
    pub(crate) channels: Vec<ChannelId>,
    pub(crate) authors: Vec<UserId>,
    /// Who asks.
    pub(crate) asker: UserId,
}

/// Fills, measures, reports.
pub(crate) async fn run(
    url: &str,
    messages: usize,
    words: Option<&Path>,
    report: &mut Report,
) -> anyhow::Result<()> {
    // What Postgres says of its plans.
    tracing_subscriber::fmt()
        .with_env_filter("bench=info,sqlx::postgres::notice=info")
        .with_writer(std::io::stderr)
        .without_time()
        .with_target(false)
        .with_level(false)
        .with_ansi(false)
        .init();
    let store = Store::new(&store::Config {
        database_url: url.to_owned().into(),
        database_pool: 4,
    })?;
    store.migrate(Partitions::default()).await?;
    let mut rng = StdRng::seed_from_u64(1);
    let talk = match words {
        Some(path) => Talk::read(path)?,
        None => Talk::made_up(&mut rng)?,
    };
    let place = fill::place(&store, (CHANNELS, AUTHORS), &mut rng).await?;
    let started = Instant::now();
    let indexing = fill::messages(&store, &place, &talk, messages, &mut rng).await?;
    let rate = f64::from(u32::try_from(messages)?) / indexing.time.as_secs_f64();
    report.line(
        format!("search: {messages} messages, filled in"),
        format!("{:.0} s", started.elapsed().as_secs_f64()),
        "",
    );
    report.line(
        "search: rows indexed a second, by one writer",
        format!("{rate:.0}"),
        "the log's rate, within 1 s",
    );
    report.line(
        "search: batches of 250 rows that took Postgres more than 2 s",
        indexing.repeated.to_string(),
        "0",
    );
    sizes(url, messages, report).await?;
    ask::all(&store, &place, &talk, report).await
}

async fn sizes(url: &str, messages: usize, report: &mut Report) -> anyhow::Result<()> {
    let mut connection = PgConnection::connect(url).await?;
    sqlx::raw_sql("vacuum analyze search_rows")
        .execute(&mut connection)
        .await?;
    for (what, sql) in [
        ("index", "select pg_relation_size('search_rows_words')"),
        ("rows", "select pg_table_size('search_rows')"),
        (
            "text itself",
            "select sum(length(words::text))::bigint from (select words from search_rows limit 1000) s",
        ),
    ] {
        let bytes: i64 = sqlx::query_scalar(sql)
            .fetch_one(&mut connection)
            .await
            .context(what)?;
        let of = if what == "text itself" {
            1_000
        } else {
            i64::try_from(messages)?
        };
        report.line(
            format!("search: {what}, bytes a message"),
            (bytes / of.max(1)).to_string(),
            "",
        );
    }
    Ok(())
}
