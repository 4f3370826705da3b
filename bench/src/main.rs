//! Loads a running cluster through its public doors and prints what it does beside its goals.
//!
//! `bench CLUSTER_JSON [idle|presence|presence-small]`: the cluster must run with
//! `HUBBUB_RATE_LIMITS=off`, as `make bench` starts it; with a word behind it, that part alone.
//! Figures hold for the machine and the minute; ratios and counts are the firm ones.

mod cluster;
mod cpu;
mod frame;
mod idle;
mod limit;
mod pattern;
mod people;
mod presence;
mod report;
mod rows;
mod search;
mod socket;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};

use cluster::Cluster;
use pattern::{Outcome, Pace, Room};
use people::Person;
use presence::Size;
use report::Report;

/// The length of a message's body in characters.
const BODY: usize = 350;
/// How long the write limit is measured.
const LIMIT_LENGTH: Duration = Duration::from_secs(5);
/// A frame around a body of 350 characters, as seen on the wire.
const FRAME: usize = 1100;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let path = std::env::args_os()
        .nth(1)
        .map_or_else(|| PathBuf::from(".hubbub/run/cluster.json"), PathBuf::from);
    let mut report = Report::default();
    let part = std::env::args().nth(2);
    if part.as_deref() == Some("search") {
        let url = std::env::args().nth(3).context("which Postgres?")?;
        let messages = std::env::args()
            .nth(4)
            .map_or(Ok(10_000_000), |n| n.parse())?;
        let words = std::env::args_os().nth(5).map(PathBuf::from);
        search::run(&url, messages, words.as_deref(), &mut report).await?;
        return Ok(report.print()?);
    }
    let cluster = Cluster::read(&path)?;
    let broken = match part.as_deref() {
        None => everything(&cluster, &mut report).await?,
        Some("idle") => idle::run(&cluster, &mut report).await?,
        Some("presence") => presence::run(&cluster, Size::LARGE, &mut report).await?,
        Some("presence-small") => presence::run(&cluster, Size::SMALL, &mut report).await?,
        Some(other) => bail!("there is no part called {other}"),
    };
    report.print()?;
    ensure!(!broken, "something was lost, repeated or out of order");
    Ok(())
}

async fn everything(cluster: &Cluster, report: &mut Report) -> anyhow::Result<bool> {
    let broken = [
        one_channel(cluster, report).await?,
        many_channels(cluster, report).await?,
        eight_senders(cluster, report).await?,
        idle::run(cluster, report).await?,
        presence::run(cluster, Size::LARGE, report).await?,
    ];
    Ok(broken.contains(&true))
}

/// (a) 1 channel × 1,000 sockets, 20 messages a second.
async fn one_channel(cluster: &Cluster, report: &mut Report) -> anyhow::Result<bool> {
    let people = people(cluster, 20).await?;
    let (workspace, founder) = workspace(&people).await?;
    let channel = founder.open(&workspace, &people).await?;
    let room = Room {
        channel,
        people,
        listeners: 999,
        speakers: 1,
    };
    let limit = limit::per_write(1000, 20_000, FRAME, LIMIT_LENGTH).await?;
    let pace = Pace {
        messages: 400,
        per_second: 20,
        body: BODY,
    };
    let outcome = pattern::run(cluster, &[room], pace).await?;
    report.outcome("(a) 1 x 1,000", &outcome, Some(limit));
    Ok(is_broken(&outcome))
}

/// (b) 200 channels × 25 sockets, 200 messages a second.
async fn many_channels(cluster: &Cluster, report: &mut Report) -> anyhow::Result<bool> {
    let people = people(cluster, 200).await?;
    let (workspace, _founder) = workspace(&people).await?;
    let mut rooms = Vec::new();
    for person in people {
        let people = vec![person];
        let owner = people.first().context("nobody")?;
        let channel = owner.open(&workspace, &people).await?;
        rooms.push(Room {
            channel,
            people,
            listeners: 24,
            speakers: 1,
        });
    }
    let limit = limit::per_write(5000, 5000, FRAME, LIMIT_LENGTH).await?;
    let pace = Pace {
        messages: 4000,
        per_second: 200,
        body: BODY,
    };
    let outcome = pattern::run(cluster, &rooms, pace).await?;
    report.outcome("(b) 200 x 25", &outcome, Some(limit));
    report.line(
        "(b) gateway memory per socket",
        format!("{} B", outcome.memory),
        "≤ 2.5 KB with 30 channels",
    );
    Ok(is_broken(&outcome))
}

/// 10,000 messages by 8 senders to 20 sockets on two gateways, then the rows compared.
async fn eight_senders(cluster: &Cluster, report: &mut Report) -> anyhow::Result<bool> {
    let people = people(cluster, 8).await?;
    let (workspace, founder) = workspace(&people).await?;
    let channel = founder.open(&workspace, &people).await?;
    let before = founder.head_seq(&channel).await?;
    let room = Room {
        channel: channel.clone(),
        people,
        listeners: 12,
        speakers: 8,
    };
    let pace = Pace {
        messages: 10_000,
        per_second: 500,
        body: BODY,
    };
    let outcome = pattern::run(cluster, &[room], pace).await?;
    report.outcome("8 senders, 20 sockets", &outcome, None);
    let rows = rows::read(&cluster.stores.postgres, &channel).await?;
    let agree = outcome.listeners.iter().filter(|one| {
        let last = one.heard.last.get(&channel).copied();
        one.heard.digest == rows.digest && last == Some(before + 10_000)
    });
    let agree = agree.count();
    report.line(
        "8 senders: rows in Postgres, first to last seq",
        format!("{}, {} to {}", rows.count, rows.first_seq, rows.last_seq),
        "10,000, none missing",
    );
    report.line(
        "8 senders: sockets that heard exactly these rows in this order",
        format!("{agree} of {}", outcome.listeners.len()),
        "all",
    );
    let exact =
        rows.count == 10_000 && rows.first_seq == before + 1 && agree == outcome.listeners.len();
    Ok(is_broken(&outcome) || !exact)
}

fn is_broken(outcome: &Outcome) -> bool {
    report::disorder(outcome) != (0, 0)
        || outcome.delivered != outcome.expected
        || outcome.refused > 0
}

async fn people(cluster: &Cluster, count: usize) -> anyhow::Result<Vec<Person>> {
    let http = reqwest::Client::new();
    let mut people = Vec::with_capacity(count);
    for _ in 0..count {
        people.push(Person::sign_up(&http, cluster.api()?, "bench").await?);
    }
    Ok(people)
}

async fn workspace(people: &[Person]) -> anyhow::Result<(String, &Person)> {
    let (founder, others) = people.split_first().context("nobody")?;
    let workspace = founder.found().await?;
    founder.invite(&workspace, others).await?;
    Ok((workspace, founder))
}
