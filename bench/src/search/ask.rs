//! Questions of each kind, and how long they take.

use std::time::Instant;

use domain::ChannelId;
use domain::search::{Query, Tag, Window, tags};
use hdrhistogram::Histogram;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use sqlx::PgConnection;
use store::Store;
use store::search::{self, Wanted};

use super::Place;
use super::talk::Talk;
use crate::report::Report;

/// Questions of one kind.
const ASKED: usize = 200;
const LIMIT: usize = 51;
const GOAL: &str = "p95 ≤ 200 ms";

type Make = fn(&Talk, &Place, &mut StdRng) -> String;

/// Each kind: its name, and a question of it.
const KINDS: [(&str, Make); 11] = [
    ("typical word", |talk, _, rng| talk.spaced(1_500, rng) + " "),
    ("rare word", |talk, _, rng| talk.spaced(18_000, rng) + " "),
    ("frequent word", |talk, _, rng| talk.spaced(3, rng) + " "),
    ("two words", |talk, _, rng| {
        format!("{} {} ", talk.spaced(100, rng), talk.spaced(300, rng))
    }),
    ("phrase", |talk, _, rng| {
        format!("\"{} {}\"", talk.spaced(5, rng), talk.spaced(20, rng))
    }),
    ("beginning of a word", |talk, _, rng| {
        talk.spaced(800, rng).chars().take(3).collect()
    }),
    ("one Han character", |talk, _, rng| {
        talk.dense(200, rng).chars().take(1).collect()
    }),
    ("two Han characters", |talk, _, rng| {
        talk.dense(100, rng) + &talk.dense(100, rng)
    }),
    ("frequent word, without another", |talk, _, rng| {
        format!("{} -{} ", talk.spaced(3, rng), talk.spaced(10, rng))
    }),
    ("frequent word, with a file", |talk, _, rng| {
        format!("{} has:file ", talk.spaced(3, rng))
    }),
    ("only a file", |_, _, _| "has:file ".to_owned()),
];

/// Asks all kinds in both orders, everywhere and in one channel.
pub(crate) async fn all(
    store: &Store,
    place: &Place,
    talk: &Talk,
    report: &mut Report,
) -> anyhow::Result<()> {
    let mut rng = StdRng::seed_from_u64(2);
    for (name, make) in KINDS {
        for (order, ranked, is_one) in [
            ("newest", false, false),
            ("relevance", true, false),
            ("newest, one channel", false, true),
        ] {
            let mut times = Histogram::<u64>::new_with_max(60_000_000, 3)?;
            let mut found = 0;
            for _ in 0..ASKED {
                let text = make(talk, place, &mut rng);
                let only = is_one
                    .then(|| place.channels.choose(&mut rng).copied())
                    .flatten();
                let started = Instant::now();
                found += ask(store, place, &Query::parse(&text)?, (ranked, only)).await?;
                times.record(u64::try_from(started.elapsed().as_micros())?)?;
            }
            explain(
                store,
                place,
                &make(talk, place, &mut rng),
                (name, order, ranked),
            )
            .await?;
            let ms = |quantile: f64| {
                f64::from(u32::try_from(times.value_at_quantile(quantile)).unwrap_or(u32::MAX))
                    / 1_000.0
            };
            report.line(
                format!("search: {name}, {order}: p50 / p95 / max (found on average)"),
                format!(
                    "{:.1} / {:.1} / {:.1} ms ({})",
                    ms(0.5),
                    ms(0.95),
                    ms(1.0),
                    found / ASKED
                ),
                GOAL,
            );
        }
    }
    Ok(())
}

/// Has Postgres say how it went about one question of a kind: its notices are printed.
async fn explain(
    store: &Store,
    place: &Place,
    text: &str,
    (name, order, ranked): (&str, &str, bool),
) -> anyhow::Result<()> {
    let mut tx = search::begin(store).await?;
    sqlx::raw_sql(
        "load 'auto_explain';
         set local auto_explain.log_min_duration = 0;
         set local auto_explain.log_analyze = on;
         set local auto_explain.log_buffers = on;
         set local auto_explain.log_timing = off;
         set local auto_explain.log_level = notice;
         -- Postgres 16 and later write parameters as well, thousands of characters of tags.
         select set_config(name, '0', true) from pg_settings
          where name = 'auto_explain.log_parameter_max_length'",
    )
    .execute(&mut *tx)
    .await?;
    tracing::info!("{name}, {order}: {text}");
    asked(&mut tx, place, &Query::parse(text)?, (ranked, None)).await?;
    Ok(())
}

/// As api asks: what may be read, and what is found there, in one snapshot.
async fn ask(
    store: &Store,
    place: &Place,
    query: &Query,
    (ranked, only): (bool, Option<ChannelId>),
) -> anyhow::Result<usize> {
    let mut tx = search::begin(store).await?;
    asked(&mut tx, place, query, (ranked, only)).await
}

async fn asked(
    tx: &mut PgConnection,
    place: &Place,
    query: &Query,
    (ranked, only): (bool, Option<ChannelId>),
) -> anyhow::Result<usize> {
    let visible = search::visible(tx, place.asker, Some(place.workspace)).await?;
    let channels: Vec<ChannelId> = visible
        .iter()
        .map(|one| one.channel_id)
        .filter(|id| only.is_none_or(|only| only == *id))
        .collect();
    let workspaces: [Tag; 1] = [tags::workspace(place.workspace)];
    let wanted = Wanted {
        query,
        channels: &channels,
        workspaces: &workspaces,
        authors: None,
        blocked: &[],
        thread: None,
        before: None,
        time: Window {
            from: 0,
            until: Window::END,
        },
        ranked,
        limit: if ranked {
            search::most_ranked(query)
        } else {
            LIMIT
        },
    };
    Ok(search::newest(tx, &wanted).await?.len())
}
