//! Presence of a large workspace: many people come and go, some hundred clients watch those whom
//! they show. What does each client hear, and what does it cost?
//!
//! The watching sockets are real ones. The comings and goings are written to the live Redis as
//! another gateway would write them.

mod crowd;
mod watcher;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use domain::UserId;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use rand::seq::IndexedRandom as _;
use rand::{SeedableRng as _, rngs::StdRng};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::cluster::Cluster;
use crate::cpu::Cpu;
use crate::people::Person;
use crate::report::{Report, percentiles};
use crowd::Crowd;
use watcher::{Noted, Watcher};

/// How large it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    /// People of the workspace.
    pub(crate) people: usize,
    /// Sockets that watch.
    pub(crate) sockets: usize,
    /// People whom each of them watches.
    pub(crate) watched: usize,
    /// People who come or go in a minute.
    pub(crate) moves_per_min: u32,
    /// How long they do.
    pub(crate) length: Duration,
}

impl Size {
    /// 5,000 people, of whom 500 come and 500 go in a minute; 300 clients that show 200 each.
    pub(crate) const LARGE: Self = Self {
        people: 5_000,
        sockets: 300,
        watched: 200,
        moves_per_min: 1_000,
        length: Duration::from_mins(1),
    };
    /// The same in small, to see that it works.
    pub(crate) const SMALL: Self = Self {
        people: 200,
        sockets: 10,
        watched: 50,
        moves_per_min: 600,
        length: Duration::from_secs(10),
    };
}

/// From the last socket's end until others see it, with the sweep and the window: after this
/// nothing is to come any more.
const AFTERMATH: Duration = Duration::from_secs(14);
/// How long the idle cost is measured.
const QUIET: Duration = Duration::from_secs(10);
const OPENING: usize = 32;
/// Requests of each kind whose time is taken.
const REQUESTS: usize = 30;

/// Runs it; whether something was not told.
pub(crate) async fn run(
    cluster: &Cluster,
    size: Size,
    report: &mut Report,
) -> anyhow::Result<bool> {
    let http = reqwest::Client::new();
    let founder = Person::sign_up(&http, cluster.api()?, "founder").await?;
    let workspace = founder.found().await?;
    let everybody = founder.open(&workspace, &[]).await?;
    let mut crowd = Crowd::settle(cluster, (&workspace, &everybody), size.people).await?;
    let stop = CancellationToken::new();
    let mut tasks = JoinSet::new();
    let watchers = watchers(cluster, size, &crowd, &workspace, &founder).await?;
    let lists: Vec<Vec<UserId>> = watchers.iter().map(|one| one.list.clone()).collect();
    for watcher in watchers {
        tasks.spawn(watcher.run(stop.clone()));
    }

    let quiet = spent(cluster, async { tokio::time::sleep(QUIET).await }).await;
    let from = Instant::now();
    let moving = spent(cluster, crowd.move_about(size.moves_per_min, size.length)).await;
    let moved = moving.1?;
    tokio::time::sleep(AFTERMATH).await;
    stop.cancel();
    let mut noted = Vec::new();
    while let Some(one) = tasks.join_next().await {
        noted.push(one??);
    }
    crowd.leave().await?;

    let broken = told(report, size, (&lists, &noted), &moved);
    let frames = rate(report, &noted, (from, size.length));
    cost(report, (quiet.0, QUIET), (moving.0, size.length), frames);
    lookups(report, &founder, (&workspace, &everybody)).await?;
    Ok(broken)
}

async fn spent<T>(cluster: &Cluster, work: impl Future<Output = T>) -> (Cpu, T) {
    let before = Cpu::read(cluster);
    let done = work.await;
    (Cpu::read(cluster).since(&before), done)
}

async fn watchers(
    cluster: &Cluster,
    size: Size,
    crowd: &Crowd,
    workspace: &str,
    founder: &Person,
) -> anyhow::Result<Vec<Watcher>> {
    let http = reqwest::Client::new();
    let gateways = Arc::new(cluster.gateways());
    let mut people = Vec::with_capacity(size.sockets);
    for _ in 0..size.sockets {
        people.push(Person::sign_up(&http, cluster.api()?, "watcher").await?);
    }
    founder.invite(workspace, &people).await?;
    // Chance, but the same each time.
    let mut rng = StdRng::seed_from_u64(7);
    let wanted: Vec<_> = people
        .into_iter()
        .enumerate()
        .map(|(place, person)| {
            let list: Vec<UserId> = crowd
                .people
                .choose_multiple(&mut rng, size.watched)
                .copied()
                .collect();
            (place, person, list)
        })
        .collect();
    let opening = stream::iter(wanted).map(|(place, person, list)| {
        let gateways = Arc::clone(&gateways);
        async move {
            let url = gateways.get(place % gateways.len()).context("no gateway")?;
            Watcher::open(url, &person.token, list).await
        }
    });
    opening.buffer_unordered(OPENING).try_collect().await
}

/// What was heard, beside what should have been.
fn told(
    report: &mut Report,
    size: Size,
    (lists, noted): (&[Vec<UserId>], &[Noted]),
    moved: &HashMap<UserId, Instant>,
) -> bool {
    let expected: usize = lists
        .iter()
        .map(|list| list.iter().filter(|user| moved.contains_key(user)).count())
        .sum();
    let news: usize = noted.iter().map(|one| one.heard.len()).sum();
    report.line(
        "presence: people / moves / sockets / watched by each",
        format!(
            "{} / {} / {} / {}",
            size.people,
            moved.len(),
            size.sockets,
            size.watched
        ),
        "5,000 / 500 come and 500 go a minute",
    );
    report.line(
        "presence: news expected / heard",
        format!("{expected} / {news}"),
        "equal",
    );
    let waits: Vec<u32> = noted
        .iter()
        .flat_map(|one| &one.heard)
        .filter_map(|(user, at, came)| {
            let due = moved.get(user).filter(|_| *came)?;
            u32::try_from(at.saturating_duration_since(*due).as_micros()).ok()
        })
        .collect();
    report.line(
        "presence: from coming to being seen, p50 / p99 / max",
        percentiles(waits.iter()),
        "a window of 250 ms",
    );
    expected != news
}

/// How often each client was spoken to while people moved: on average, and in the worst second of
/// the worst client. Answers how many frames that were.
fn rate(report: &mut Report, noted: &[Noted], (from, length): (Instant, Duration)) -> usize {
    let mut frames = 0;
    let mut worst = 0;
    for one in noted {
        let mut seconds: HashMap<u64, usize> = HashMap::new();
        let since = one
            .frames
            .iter()
            .filter_map(|at| at.checked_duration_since(from));
        for after in since.filter(|after| *after < length) {
            *seconds.entry(after.as_secs()).or_default() += 1;
            frames += 1;
        }
        worst = worst.max(seconds.into_values().max().unwrap_or(0));
    }
    let bytes: u64 = noted.iter().map(|one| one.bytes).sum();
    let all: usize = noted.iter().map(|one| one.frames.len()).sum();
    let per_client = number(frames) / number(noted.len()) / length.as_secs_f64();
    let length = f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / number(all);
    report.line(
        "presence: frames per client and second / in the worst second / bytes of one",
        format!("{per_client:.3} / {worst} / {length:.0}"),
        "≤ 4 in any second",
    );
    frames
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count.max(1)).unwrap_or(u32::MAX))
}

/// What it cost beyond sockets at rest.
fn cost(
    report: &mut Report,
    (quiet, quiet_for): (Cpu, Duration),
    (busy, busy_for): (Cpu, Duration),
    frames: usize,
) {
    let per_second = |cpu: Duration, span: Duration| cpu.as_secs_f64() / span.as_secs_f64() * 1e3;
    let parts = [
        ("gateways", quiet.gateway, busy.gateway),
        ("api", quiet.api, busy.api),
        ("live Redis", quiet.redis_live, busy.redis_live),
    ];
    for (name, quiet, busy) in parts {
        let (rest, load) = (per_second(quiet, quiet_for), per_second(busy, busy_for));
        report.line(
            format!("presence: CPU of {name} a second, at rest / while people move"),
            format!("{rest:.1} / {load:.1} ms"),
            "",
        );
    }
    let at_rest = quiet.gateway.div_f64(quiet_for.as_secs_f64());
    let beyond = busy
        .gateway
        .saturating_sub(at_rest.mul_f64(busy_for.as_secs_f64()));
    report.line(
        "presence: gateway CPU per frame",
        format!("{:.1} µs", beyond.as_secs_f64() * 1e6 / number(frames)),
        "",
    );
}

/// How long the lists of such a workspace take.
async fn lookups(
    report: &mut Report,
    founder: &Person,
    (workspace, channel): (&str, &str),
) -> anyhow::Result<()> {
    let asked = [
        (
            "first people of the workspace",
            format!("/workspaces/{workspace}/members?limit=100"),
        ),
        (
            "people found by name",
            format!("/workspaces/{workspace}/members?limit=100&q=crowd%2042"),
        ),
        (
            "nobody found",
            format!("/workspaces/{workspace}/members?limit=100&q=nobody"),
        ),
        (
            "members of a channel",
            format!("/channels/{channel}/members?limit=200"),
        ),
        (
            "members found by name",
            format!("/channels/{channel}/members?limit=200&q=crowd%2042"),
        ),
        (
            "how many are there",
            format!("/channels/{channel}/presence"),
        ),
    ];
    for (name, path) in asked {
        let mut waits = Vec::with_capacity(REQUESTS);
        for _ in 0..REQUESTS {
            let from = Instant::now();
            founder.get(&path).await?;
            waits.push(u32::try_from(from.elapsed().as_micros())?);
        }
        report.line(
            format!("presence: {name}, p50 / p99 / max"),
            percentiles(waits.iter()),
            "p99 < 100 ms",
        );
    }
    Ok(())
}
