//! One pattern of load: who is where, how fast they talk, and what came of it.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::cluster::Cluster;
use crate::cpu::{Cpu, resident_kib};
use crate::frame::MARK;
use crate::people::Person;
use crate::rows;
use crate::socket::{Heard, Run, Send, Socket};

/// Sockets that open at the same time.
const OPENING: usize = 64;
/// How long nothing may arrive before the rest is taken for lost.
const PATIENCE: Duration = Duration::from_secs(15);
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// A channel with the people whose sockets listen to it.
pub(crate) struct Room {
    pub(crate) channel: String,
    pub(crate) people: Vec<Person>,
    /// Sockets that listen, spread over people and gateways.
    pub(crate) listeners: usize,
    /// Sockets that also speak.
    pub(crate) speakers: usize,
}

/// How much is said.
#[derive(Clone, Copy)]
pub(crate) struct Pace {
    pub(crate) messages: u32,
    /// Over all rooms together.
    pub(crate) per_second: u32,
    /// Characters of a body.
    pub(crate) body: usize,
}

/// A socket's report, and the gateway it was on.
pub(crate) struct Listener {
    pub(crate) gateway: usize,
    pub(crate) speaks: bool,
    pub(crate) heard: Heard,
}

/// What came of it.
pub(crate) struct Outcome {
    pub(crate) listeners: Vec<Listener>,
    pub(crate) sent: u64,
    pub(crate) accepted: u64,
    pub(crate) refused: u64,
    pub(crate) expected: u64,
    pub(crate) delivered: u64,
    /// Spent until the last delivery.
    pub(crate) cpu: Cpu,
    /// Spent until Postgres had all rows.
    pub(crate) cpu_to_rows: Cpu,
    /// From the first message that was due to the last delivery.
    pub(crate) took: Duration,
    /// From the first message that was due until Postgres had all rows.
    pub(crate) took_to_rows: Duration,
    /// The gateways' memory for each socket, in bytes.
    pub(crate) memory: u64,
}

struct Opened {
    tasks: JoinSet<Listener>,
    /// For each room, the speakers' queues.
    speakers: Vec<Vec<mpsc::Sender<Send>>>,
    memory: u64,
}

/// Runs the pattern to its end.
pub(crate) async fn run(cluster: &Cluster, rooms: &[Room], pace: Pace) -> anyhow::Result<Outcome> {
    let run = Run::new();
    let Opened {
        mut tasks,
        speakers,
        memory,
    } = open(cluster, rooms, &run).await?;
    let (before, started) = (Cpu::read(cluster), Instant::now());
    speak(rooms, &speakers, pace, &run).await?;
    let hearers = |room: &Room| room.listeners + room.speakers;
    let mut expected = 0;
    for message in 0..usize::try_from(pace.messages)? {
        let room = rooms.get(message % rooms.len()).context("no room")?;
        expected += u64::try_from(hearers(room))?;
    }
    settle(&run, expected).await;
    let took = started.elapsed();
    let cpu = Cpu::read(cluster).since(&before);
    let channels: Vec<String> = rooms.iter().map(|room| room.channel.clone()).collect();
    let accepted = run.accepted.load(Ordering::Relaxed);
    rows::wait(&cluster.stores.postgres, &channels, accepted).await?;
    let took_to_rows = started.elapsed();
    let cpu_to_rows = Cpu::read(cluster).since(&before);
    run.stop.cancel();
    let mut listeners = Vec::new();
    while let Some(listener) = tasks.join_next().await {
        listeners.push(listener?);
    }
    Ok(Outcome {
        listeners,
        sent: u64::from(pace.messages),
        accepted,
        refused: run.refused.load(Ordering::Relaxed),
        expected,
        delivered: run.deliveries.load(Ordering::Relaxed),
        cpu,
        cpu_to_rows,
        took,
        took_to_rows,
        memory,
    })
}

async fn open(cluster: &Cluster, rooms: &[Room], run: &Arc<Run>) -> anyhow::Result<Opened> {
    let gateways = cluster.gateways();
    let memory_of = |pids: Vec<u32>| pids.into_iter().map(resident_kib).sum::<u64>();
    let before = memory_of(cluster.pids("gateway"));
    let mut wanted = Vec::new();
    for (number, room) in rooms.iter().enumerate() {
        let speaker = room.people.first().context("an empty room")?;
        let head = speaker.head_seq(&room.channel).await?;
        for place in 0..room.speakers + room.listeners {
            let person = room
                .people
                .get(place % room.people.len())
                .context("an empty room")?;
            // Speakers come first; a room with one speaks from the first gateway.
            let gateway = place % gateways.len();
            wanted.push((number, gateway, place < room.speakers, person, head));
        }
    }
    let total = u64::try_from(wanted.len())?.max(1);
    let opening = stream::iter(wanted).map(|(number, gateway, speaks, person, head)| {
        let (url, run) = (gateways.get(gateway), Arc::clone(run));
        let channel = rooms.get(number).map(|room| room.channel.clone());
        async move {
            let url = url.context("no such gateway")?;
            let (mut socket, sender) = Socket::open(url, &person.token, run).await?;
            socket.stands_at(channel.context("no such room")?, head);
            anyhow::Ok((number, gateway, speaks, socket, sender))
        }
    });
    let mut opening = opening.buffered(OPENING);
    let mut speakers: Vec<Vec<_>> = rooms.iter().map(|_| Vec::new()).collect();
    let mut tasks = JoinSet::new();
    while let Some((room, gateway, speaks, socket, sender)) = opening.try_next().await? {
        if speaks {
            speakers.get_mut(room).context("no such room")?.push(sender);
        }
        tasks.spawn(async move {
            Listener {
                gateway,
                speaks,
                heard: socket.run().await,
            }
        });
    }
    let memory = memory_of(cluster.pids("gateway")).saturating_sub(before) * 1024 / total;
    Ok(Opened {
        tasks,
        speakers,
        memory,
    })
}

/// Open loop: a message is due when it is due, however the ones before it fare.
async fn speak(
    rooms: &[Room],
    speakers: &[Vec<mpsc::Sender<Send>>],
    pace: Pace,
    run: &Run,
) -> anyhow::Result<()> {
    let start = run.start.elapsed();
    for message in 0..pace.messages {
        let due = start + Duration::from_secs(1) * message / pace.per_second;
        tokio::time::sleep(due.saturating_sub(run.start.elapsed())).await;
        let message = usize::try_from(message)?;
        let number = message % rooms.len();
        let room = rooms.get(number).context("no room")?;
        let voices = speakers.get(number).context("no speaker")?;
        let voice = voices
            .get((message / rooms.len()) % voices.len())
            .context("no speaker")?;
        let due = crate::socket::micros(due);
        let id = u64::try_from(message)? + 1;
        let frame = command(id, &room.channel, &body(due, id, pace.body));
        voice
            .send(Send { id, due, frame })
            .await
            .context("a speaker's socket has ended")?;
    }
    Ok(())
}

/// A body of the wanted length that says when it was due; the number keeps each one different.
fn body(due: u64, number: u64, length: usize) -> String {
    format!("{:x<length$}", format!("{MARK}{due};{number};"))
}

fn command(id: u64, channel: &str, body: &str) -> String {
    let nonce = uuid::Uuid::new_v4();
    format!(
        r#"{{"type":"message.send","id":{id},"data":{{"channel":"{channel}","body":"{body}","nonce":"{nonce}"}}}}"#
    )
}

/// Waits for the last delivery; what does not come while nothing else comes either is lost.
async fn settle(run: &Run, expected: u64) {
    let mut heard = run.deliveries.load(Ordering::Relaxed);
    let mut progress = Instant::now();
    while heard < expected && progress.elapsed() < PATIENCE {
        tokio::time::sleep(LOOK_EVERY).await;
        let now = run.deliveries.load(Ordering::Relaxed);
        if now > heard {
            (heard, progress) = (now, Instant::now());
        }
    }
}
