//! Loads a running cluster through its public doors and prints what it does beside its goals.
//!
//! `bench [fan-out|busy|idle|presence|presence-small] CLUSTER_JSON`: the cluster must run with
//! `HUBBUB_RATE_LIMITS=off`, as `make bench` starts it; with a word before it, that part alone.
//! `bench search POSTGRES_URL [MESSAGES [WORDS]]` fills an index of its own and asks it.
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

use std::path::Path;
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
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut report = Report::default();
    if let ["search", url, rest @ ..] = words.as_slice() {
        let messages = rest.first().map_or(Ok(10_000_000), |n| n.parse())?;
        search::run(url, messages, rest.get(1).map(Path::new), &mut report).await?;
        return Ok(report.print()?);
    }
    let (part, path) = match words.as_slice() {
        [] => (None, ".hubbub/run/cluster.json"),
        [path] => (None, *path),
        [part, path] => (Some(*part), *path),
        _ => bail!("bench [PART] CLUSTER_JSON"),
    };
    let cluster = Cluster::read(Path::new(path))?;
    let broken = match part {
        None => everything(&cluster, &mut report).await?,
        Some("fan-out") => {
            one_channel(&cluster, &mut report).await? | many_channels(&cluster, &mut report).await?
        }
        Some("busy") => busy(&cluster, &mut report).await?,
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
        busy(cluster, report).await?,
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
    let rooms = rooms_of_one(cluster, 24).await?;
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

/// 200 channels × 2 sockets, more messages a second than these machines take: what a message costs
/// where there is always another one.
async fn busy(cluster: &Cluster, report: &mut Report) -> anyhow::Result<bool> {
    let rooms = rooms_of_one(cluster, 1).await?;
    let pace = Pace {
        messages: 40_000,
        per_second: 5_000,
        body: BODY,
    };
    let outcome = pattern::run(cluster, &rooms, pace).await?;
    report.outcome("busy", &outcome, None);
    let sent = f64::from(pace.messages);
    for (what, took) in [
        ("accepted and delivered", outcome.took),
        ("in Postgres", outcome.took_to_rows),
    ] {
        report.line(
            format!("busy: messages a second, {what}"),
            format!("{:.0}", sent / took.as_secs_f64()),
            "",
        );
    }
    Ok(is_broken(&outcome))
}

/// 200 people, each with a channel of their own that one socket of theirs speaks in.
async fn rooms_of_one(cluster: &Cluster, listeners: usize) -> anyhow::Result<Vec<Room>> {
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
            listeners,
            speakers: 1,
        });
    }
    Ok(rooms)
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
