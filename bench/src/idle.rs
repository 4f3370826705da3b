//! Sockets on which nobody says anything: what it costs to open one, to hold it, to keep it alive.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::cluster::Cluster;
use crate::cpu::{Cpu, resident_kib};
use crate::people::Person;
use crate::report::{Report, shown};
use crate::socket::{Heard, Run, Send, Socket};

const SOCKETS: u32 = 5_000;
const PEOPLE: usize = 100;
/// Channels that each of them is in.
const CHANNELS: usize = 30;
/// Sockets that open at the same time.
const OPENING: usize = 64;
/// Two heartbeats.
const HELD: Duration = Duration::from_secs(50);
/// How long gateways may take to forget those who went.
const GONE: Duration = Duration::from_secs(3);

/// Opens, holds, closes, reports. Whether a socket broke off.
pub(crate) async fn run(cluster: &Cluster, report: &mut Report) -> anyhow::Result<bool> {
    let people = crate::people(cluster, PEOPLE).await?;
    let (workspace, founder) = crate::workspace(&people).await?;
    for _ in 0..CHANNELS {
        founder.open(&workspace, &people).await?;
    }
    let gateways = cluster.gateways();
    let memory = || cluster.pids("gateway").into_iter().map(resident_kib).sum();
    let (memory_before, before): (u64, _) = (memory(), Cpu::read(cluster));
    let run = Run::new();
    let (mut tasks, _speakers) = open(&people, &gateways, &run).await?;
    let opened = Cpu::read(cluster);
    let held = memory().saturating_sub(memory_before) * 1_024 / u64::from(SOCKETS);
    tokio::time::sleep(HELD).await;
    let holding = Cpu::read(cluster);
    let kept = holding.since(&opened);
    run.stop.cancel();
    let mut broken = 0;
    while let Some(heard) = tasks.join_next().await {
        broken += usize::from(heard.context("a socket's task")?.failure.is_some());
    }
    tokio::time::sleep(GONE).await;
    let left = Cpu::read(cluster).since(&holding);
    let opened = opened.since(&before);
    report.line("idle: sockets that broke off", broken.to_string(), "0");
    report.line(
        "idle: gateway memory per socket of somebody in 30 channels",
        format!("{held} B"),
        "≤ 2.5 KB",
    );
    report.line(
        "idle: gateway CPU per second and socket",
        shown(kept.gateway / SOCKETS / u32::try_from(HELD.as_secs())?),
        "≤ 0.6 µs",
    );
    for (part, cpu, goal) in [
        ("gateway", opened.gateway, "≤ 60 µs"),
        ("api", opened.api, ""),
        ("live Redis", opened.redis_live, ""),
        ("Postgres", opened.postgres, ""),
    ] {
        report.line(
            format!("idle: {part} CPU to let a socket in"),
            shown(cpu / SOCKETS),
            goal,
        );
    }
    report.line(
        "idle: gateway CPU to let a socket go",
        shown(left.gateway / SOCKETS),
        "",
    );
    Ok(broken > 0)
}

/// All sockets, and the queues that keep them from ending.
async fn open(
    people: &[Person],
    gateways: &[String],
    run: &Arc<Run>,
) -> anyhow::Result<(JoinSet<Heard>, Vec<mpsc::Sender<Send>>)> {
    let mut opening = stream::iter(people.iter().cycle().zip(gateways.iter().cycle()))
        .take(usize::try_from(SOCKETS)?)
        .map(|(person, gateway)| Socket::open(gateway, &person.token, run.clone()))
        .buffer_unordered(OPENING);
    let (mut tasks, mut speakers) = (JoinSet::new(), Vec::new());
    while let Some((socket, speaker)) = opening.try_next().await? {
        speakers.push(speaker);
        tasks.spawn(socket.run());
    }
    Ok((tasks, speakers))
}
