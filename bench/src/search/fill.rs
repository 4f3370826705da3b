//! A workspace that has talked for two years.

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    ChannelId, ChannelKind, ChannelRole, MessageId, MessageNo, Partitions, Seq, UserId,
    WorkspaceId, WorkspaceRole,
};
use rand::Rng as _;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use serde_json::json;
use store::search::Source;
use store::{PgConnection, Store, accounts, channels, memberships, search, workspaces};

use super::Place;
use super::talk::Talk;

/// Rows of one statement, as the worker writes them.
const ROWS: usize = 250;
const DAYS: i64 = 730;

fn start() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_764_000_000_000).unwrap_or_default()
}

/// People and channels: every second one is private, and the asker is in every second of those.
pub(crate) async fn place(
    store: &Store,
    (channel_count, author_count): (usize, usize),
    rng: &mut StdRng,
) -> anyhow::Result<Place> {
    let mut tx = store.begin().await?;
    let authors = people(&mut tx, author_count, rng).await?;
    let asker = *authors
        .choose(rng)
        .unwrap_or(&UserId::from_uuid(uuid::Uuid::nil()));
    let workspace = WorkspaceId::generate(start(), rng);
    workspaces::insert(&mut tx, workspace, ("Bench", "bench"), asker, start()).await?;
    workspaces::insert_member(&mut tx, workspace, asker, WorkspaceRole::Member, start()).await?;
    let mut all = Vec::with_capacity(channel_count);
    for number in 0..channel_count {
        let id = ChannelId::generate(start(), rng);
        let name = format!("channel-{number}");
        let is_private = number % 2 == 1;
        let new = channels::New {
            id,
            partition: Partitions::default().of(id),
            workspace_id: workspace,
            kind: if is_private {
                ChannelKind::Private
            } else {
                ChannelKind::Public
            },
            name: &name,
            slug: &name,
            topic: "",
            description: "",
            people: None,
            joined_by_newcomers: false,
            created_by: asker,
            created_at: start(),
        };
        channels::insert(&mut tx, &new).await?;
        if number % 4 == 1 {
            let new = memberships::New {
                channel_id: id,
                user_id: asker,
                workspace_id: workspace,
                role: ChannelRole::Member,
                joined_at: start(),
                read_message_no: MessageNo::ZERO,
                read_seq: Seq::ZERO,
            };
            memberships::insert(&mut tx, &new).await?;
        }
        all.push(id);
    }
    store::commit(tx).await?;
    Ok(Place {
        workspace,
        channels: all,
        authors,
        asker,
    })
}

async fn people(
    connection: &mut PgConnection,
    count: usize,
    rng: &mut StdRng,
) -> anyhow::Result<Vec<UserId>> {
    let mut authors = Vec::with_capacity(count);
    for _ in 0..count {
        let id = UserId::generate(start(), rng);
        let name = id.to_string();
        let new = accounts::New {
            id,
            email: &name,
            email_key: &name,
            handle: &name,
            handle_key: &name,
            display_name: "Somebody",
            created_at: start(),
        };
        accounts::insert(&mut *connection, &new).await?;
        authors.push(id);
    }
    Ok(authors)
}

/// What the indexing took.
#[derive(Default)]
pub(crate) struct Indexing {
    pub(crate) time: Duration,
    /// Batches that Postgres did not take in the time that a statement has, and that were written
    /// again, as the worker does.
    pub(crate) repeated: usize,
}

/// Says so many things, and indexes them.
pub(crate) async fn messages(
    store: &Store,
    place: &Place,
    talk: &Talk,
    count: usize,
    rng: &mut StdRng,
) -> anyhow::Result<Indexing> {
    let span = TimeDelta::days(DAYS).num_milliseconds();
    let step = (span / i64::try_from(count.max(1))?).max(1);
    let mut indexing = Indexing::default();
    let mut at = start();
    let mut connection = store.acquire().await?;
    for batch in 0..count.div_ceil(ROWS) {
        let mut sources = Vec::with_capacity(ROWS);
        for _ in 0..ROWS.min(count - batch * ROWS) {
            at += TimeDelta::milliseconds(rng.random_range(0..=step * 2));
            sources.push(source(place, talk, at, rng));
        }
        let started = Instant::now();
        while let Err(error) = search::write(&mut connection, &sources, false).await {
            anyhow::ensure!(error.is_timeout(), error);
            indexing.repeated += 1;
        }
        indexing.time += started.elapsed();
    }
    Ok(indexing)
}

fn source(place: &Place, talk: &Talk, at: DateTime<Utc>, rng: &mut StdRng) -> Source {
    let nowhere = ChannelId::from_uuid(uuid::Uuid::nil());
    let nobody = UserId::from_uuid(uuid::Uuid::nil());
    let channel_id = *place.channels.choose(rng).unwrap_or(&nowhere);
    let files = if rng.random_bool(0.05) {
        json!([{ "name": "report.pdf", "kind": "file" }])
    } else {
        json!([])
    };
    Source {
        id: MessageId::generate_in(channel_id, at, rng),
        channel_id,
        workspace_id: place.workspace,
        author_id: *place.authors.choose(rng).unwrap_or(&nobody),
        parent_id: None,
        body: talk.sentence(rng),
        files,
        version: 1,
        rev_seq: Seq::ZERO,
        deleted: false,
    }
}
