//! A Redis that recovery has not blessed takes nothing.

use bus::{AppendError, Error, Gate, Incarnation};
use domain::Seq;

use crate::support::server::Server;
use crate::support::{EMPTY, FIRST, Space, event, new, new_channel, until};

fn is_stale<T: std::fmt::Debug>(answer: &Result<T, AppendError>) -> bool {
    matches!(answer, Err(AppendError::Bus(Error::Stale)))
}

#[tokio::test]
async fn a_new_server_takes_nothing_until_it_is_blessed() {
    let server = Server::start().await;
    let space = Space::at(&server.url(), &server.url(), |_config| {});
    let channel = new_channel();
    let log = space.bus.log();

    let refused = log.append(&event(channel, "x")).await;
    let unseeded = log.seed(channel, &EMPTY).await;

    assert!(is_stale(&refused), "{refused:?}");
    assert!(matches!(unseeded, Err(Error::Stale)), "{unseeded:?}");
    assert!(space.dump().is_empty());
    assert_eq!(space.bus.recovery().blessed().await.unwrap(), None);

    space.bus.recovery().bless(FIRST).await.unwrap();
    assert_eq!(space.bus.recovery().blessed().await.unwrap(), Some(FIRST));
    log.seed(channel, &EMPTY).await.unwrap();
    assert_eq!(space.say(channel, "x").await.seq, Seq::new(1));
}

#[tokio::test]
async fn a_restarted_server_takes_nothing_until_it_is_blessed_and_then_goes_on() {
    let mut server = Server::start().await;
    let space = Space::at(&server.url(), &server.url(), |_config| {});
    space.bus.recovery().bless(FIRST).await.unwrap();
    let channel = space.channel().await;
    let before = space.say(channel, "before").await;

    server.kill().await;
    let gone = space.bus.log().append(&event(channel, "x")).await;
    server.start_again().await;
    // The first call may still meet the old connection.
    let _reconnects = space.bus.ping_durable().await;
    let content = space.dump();
    let refused = space.bus.log().append(&event(channel, "x")).await;
    let from_another = space.another().log().append(&event(channel, "x")).await;

    assert!(
        matches!(gone, Err(AppendError::Bus(Error::Unavailable { .. }))),
        "{gone:?}"
    );
    assert!(is_stale(&refused), "{refused:?}");
    assert!(is_stale(&from_another), "{from_another:?}");
    assert_eq!(space.dump(), content);
    assert_eq!(space.bus.recovery().blessed().await.unwrap(), None);

    let second = Incarnation { number: 2, ..FIRST };
    space.bus.recovery().bless(second).await.unwrap();
    until("the process learns of the new incarnation", async || {
        space
            .bus
            .log()
            .append(&event(channel, "after"))
            .await
            .is_ok()
    })
    .await;
    let after = space.say(channel, "after").await;
    assert!(after.seq > before.seq && after.psn > before.psn);
    assert_eq!(after.epoch, before.epoch);
}

#[tokio::test]
async fn a_flushed_server_takes_nothing_even_though_it_holds_the_scripts() {
    let server = Server::start().await;
    let space = Space::at(&server.url(), &server.url(), |_config| {});
    space.bus.recovery().bless(FIRST).await.unwrap();
    let channel = space.channel().await;
    space.say(channel, "before").await;
    let _: () = redis::cmd("FLUSHALL").query(&mut space.raw()).unwrap();

    let refused = space.bus.log().append(&event(channel, "x")).await;
    let unseeded = space.bus.log().seed(channel, &EMPTY).await;

    assert!(is_stale(&refused), "{refused:?}");
    assert!(matches!(unseeded, Err(Error::Stale)), "{unseeded:?}");
    assert!(space.dump().is_empty());
    let gates = space.bus.recovery().gates().await.unwrap();
    assert!(gates.iter().all(|gate| *gate == Gate::Missing));
}

#[tokio::test]
async fn flushed_scripts_mean_a_role_change_and_are_not_loaded_again() {
    let server = Server::start().await;
    let space = Space::at(&server.url(), &server.url(), |_config| {});
    space.bus.recovery().bless(FIRST).await.unwrap();
    let channel = space.channel().await;
    let _: () = redis::cmd("SCRIPT")
        .arg("FLUSH")
        .query(&mut space.raw())
        .unwrap();

    for bus in [&space.bus, &space.another()] {
        let refused = bus.log().append(&event(channel, "x")).await;
        assert!(is_stale(&refused), "{refused:?}");
    }
}

#[tokio::test]
async fn while_recovery_is_at_work_nothing_is_taken() {
    let space = Space::open().await;
    let channel = space.channel().await;
    let second = Incarnation { number: 2, ..FIRST };

    space.bus.recovery().close(second).await.unwrap();

    let refused = space.bus.log().append(&event(channel, "x")).await;
    assert!(is_stale(&refused), "{refused:?}");
    assert_eq!(space.bus.recovery().blessed().await.unwrap(), None);
}

#[tokio::test]
async fn an_incarnation_that_is_not_above_the_last_is_refused() {
    let space = Space::open().await;
    let channel = space.channel().await;
    space.say(channel, "x").await;

    let refused = space.bus.recovery().bless(FIRST).await;

    assert!(matches!(refused, Err(Error::Corrupt { .. })), "{refused:?}");
}

#[tokio::test]
async fn a_process_of_another_version_joins_a_blessed_server() {
    let space = Space::open().await;
    let channel = space.channel().await;

    // It has loaded nothing itself and finds everything.
    let appended = space.another().log().append(&event(channel, "x")).await;

    assert_eq!(new(appended.unwrap()).seq, Seq::new(1));
}

#[tokio::test]
async fn counters_that_were_lost_beside_a_living_tail_are_never_seeded_anew() {
    let space = Space::open().await;
    let channel = space.channel().await;
    space.say(channel, "one").await;
    let partition = space.bus.partitions().of(channel);
    let name = format!("{}:{{p{partition}}}:c:{channel}", space.prefix);
    let _: i64 = redis::cmd("DEL").arg(name).query(&mut space.raw()).unwrap();

    let cold = space.bus.log().append(&event(channel, "two")).await;
    let seeded = space.bus.log().seed(channel, &EMPTY).await;

    assert!(matches!(cold, Err(AppendError::Cold)), "{cold:?}");
    assert!(matches!(seeded, Err(Error::Stale)), "{seeded:?}");
}
