//! What one append costs Redis: `cargo run --release -p bus --example append_cost -- URL`.
//!
//! Appends from many tasks over the one shared connection, and reads the CPU time that the
//! server used for it. Keys go under a prefix of their own and stay there: use a server that
//! nothing else needs.

use std::io::Write;
use std::time::Instant;

use bus::{Append, Bus, Config, Incarnation, Key, Seed};
use domain::{ChannelId, Epoch, MessageId, MessageNo, Mver, Partitions, Seq, UserId};
use secrecy::SecretString;
use tokio::task::JoinSet;

const SENDERS: usize = 64;
const EACH: usize = 1_000;
const BODY: [u8; 350] = [b'x'; 350];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "redis://127.0.0.1:6379".to_owned());
    let prefix = format!("cost-{:08x}", rand::random::<u32>());
    let config = Config {
        redis_log_url: SecretString::from(url.as_str()),
        redis_prefix: prefix,
        ..Config::default()
    };
    let bus = Bus::new(&config, Partitions::default())?;
    let first = Incarnation {
        number: 1,
        lost: 0,
        lost_at: 0,
    };
    bus.recovery().bless(first).await?;
    let client = redis::Client::open(url.as_str())?;
    let mut connection = client.get_connection()?;
    let mut senders = JoinSet::new();
    let (started, used) = (Instant::now(), cpu_seconds(&mut connection)?);
    for _ in 0..SENDERS {
        senders.spawn(send(bus.clone()));
    }
    while let Some(sent) = senders.join_next().await {
        sent??;
    }
    let (elapsed, used) = (started.elapsed(), cpu_seconds(&mut connection)? - used);
    let count = f64::from(u32::try_from(SENDERS * EACH)?);
    writeln!(
        std::io::stdout(),
        "{count} appends in {elapsed:.2?}: {:.0} per second, {:.2} µs of Redis CPU each",
        count / elapsed.as_secs_f64(),
        used * 1e6 / count,
    )?;
    Ok(())
}

async fn send(bus: Bus) -> Result<(), bus::AppendError> {
    let channel = ChannelId::generate(chrono::DateTime::UNIX_EPOCH, &mut rand::rng());
    let author = UserId::generate(chrono::DateTime::UNIX_EPOCH, &mut rand::rng());
    let empty = Seed {
        epoch: Epoch::new(1),
        base: Seq::ZERO,
        seq: Seq::ZERO,
        message_no: MessageNo::ZERO,
        mver: Mver::ZERO,
        closed: false,
    };
    bus.log().seed(channel, &empty).await?;
    for number in 0..EACH {
        let nonce = number.to_string();
        let mut event = Append::new(channel, &BODY, Key::Nonce { author, nonce });
        let at = chrono::DateTime::UNIX_EPOCH;
        event.message = Some(MessageId::generate_in(channel, at, &mut rand::rng()));
        event.numbered = true;
        event.mver = Some(Mver::ZERO);
        bus.log().append(&event).await?;
    }
    Ok(())
}

/// User and system time of the server so far.
fn cpu_seconds(connection: &mut redis::Connection) -> Result<f64, Box<dyn std::error::Error>> {
    let info: redis::InfoDict = redis::cmd("INFO").arg("cpu").query(connection)?;
    let user: f64 = info.get("used_cpu_user").ok_or("no used_cpu_user")?;
    let system: f64 = info.get("used_cpu_sys").ok_or("no used_cpu_sys")?;
    Ok(user + system)
}
