//! How long it takes to ask for a new password: a measurement, of which nothing is asserted.
//!
//! `cargo nextest run -E 'test(how_long_it_takes_to_ask)' --run-ignored only --no-capture`

use std::time::{Duration, Instant};

use e2e::Cluster;

use super::forgets;

/// Addresses that somebody has, and as many that nobody has.
const PEOPLE: usize = 40;
/// How often each is asked for, in turn.
const ROUNDS: usize = 5;

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement"]
async fn how_long_it_takes_to_ask_for_a_password_of_who_exists_and_who_does_not() {
    let cluster = Cluster::start().up().await;
    for n in 0..PEOPLE {
        cluster.signs_up(&format!("person{n}")).await;
    }
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        for n in 0..PEOPLE {
            for (name, times) in [("person", &mut known), ("nobody", &mut unknown)] {
                let started = Instant::now();
                forgets(&cluster, &format!("{name}{n}@example.com")).await;
                // The first round warms up.
                if round > 0 {
                    times.push(started.elapsed());
                }
            }
        }
    }
    println!(
        "{} asked for each: known {:?}, unknown {:?} (medians)",
        known.len(),
        median(known),
        median(unknown)
    );
}
