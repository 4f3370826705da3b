//! What is refused leaves no trace.

use bus::{AppendError, End, Error};
use domain::{Mver, Partitions, Seq};

use crate::support::server::Server;
use crate::support::{FIRST, Space, duplicate, event, new, new_channel, new_user, nonce};

#[tokio::test]
async fn a_cold_channel_refuses_until_it_is_seeded() {
    let space = Space::open().await;
    let channel = new_channel();
    let before = space.dump();

    let refused = space.bus.log().append(&event(channel, "x")).await;

    assert!(matches!(refused, Err(AppendError::Cold)), "{refused:?}");
    assert_eq!(space.dump(), before);
}

#[tokio::test]
async fn a_repeated_key_leaves_no_trace_whether_its_body_is_the_same_or_another() {
    let space = Space::open().await;
    let channel = space.channel().await;
    let log = space.bus.log();
    let mut send = event(channel, "first");
    send.key = nonce(new_user(), "n");
    let position = new(log.append(&send).await.unwrap());
    let before = space.dump();

    duplicate(log.append(&send).await.unwrap());
    send.body_hash = [9; 32];
    let reused = log.append(&send).await;

    let Err(AppendError::Reused(earlier)) = reused else {
        panic!("{reused:?}");
    };
    assert_eq!(earlier.seq, position.seq);
    assert_eq!(space.dump(), before);
}

#[tokio::test]
async fn an_old_membership_is_refused_and_the_event_that_raised_it_says_since_when() {
    let space = Space::open().await;
    let channel = space.channel().await;
    let log = space.bus.log();
    let mut kick = event(channel, "removed");
    kick.raises_mver = Some(Mver::new(7));
    let mut send = event(channel, "hello");
    send.mver = Some(Mver::new(6));
    new(log.append(&send).await.unwrap());
    new(log.append(&kick).await.unwrap());
    let mut late = event(channel, "too late");
    late.mver = Some(Mver::new(6));
    let before = space.dump();

    let refused = log.append(&late).await;

    let Err(AppendError::MembershipStale { current }) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(current, Mver::new(7));
    assert_eq!(space.dump(), before);
    late.mver = Some(Mver::new(7));
    new(log.append(&late).await.unwrap());
}

#[tokio::test]
async fn a_membership_version_never_falls() {
    let space = Space::open().await;
    let channel = space.channel().await;
    let log = space.bus.log();
    for version in [5, 3] {
        let mut change = event(channel, "removed");
        change.raises_mver = Some(Mver::new(version));
        new(log.append(&change).await.unwrap());
    }

    let head = log.head(channel).await.unwrap().unwrap();

    assert_eq!(head.mver, Mver::new(5));
}

#[tokio::test]
async fn a_closed_channel_refuses() {
    let space = Space::open().await;
    let channel = space.channel().await;
    let mut delete = event(channel, "deleted");
    delete.ends = Some(End::Close);
    new(space.bus.log().append(&delete).await.unwrap());
    let before = space.dump();

    let refused = space.bus.log().append(&event(channel, "x")).await;

    assert!(matches!(refused, Err(AppendError::Closed)), "{refused:?}");
    assert_eq!(space.dump(), before);
}

#[tokio::test]
async fn a_full_partition_refuses_but_still_answers_retries() {
    let space = Space::open_with(|config| config.log_max_entries = 3).await;
    let channel = space.channel().await;
    let log = space.bus.log();
    let mut first = event(channel, "first");
    first.key = nonce(new_user(), "n");
    new(log.append(&first).await.unwrap());
    space.say(channel, "second").await;
    space.say(channel, "third").await;
    let before = space.dump();

    let refused = log.append(&event(channel, "fourth")).await;

    assert!(
        matches!(refused, Err(AppendError::Bus(Error::Full))),
        "{refused:?}"
    );
    duplicate(log.append(&first).await.unwrap());
    assert_eq!(space.dump(), before);
}

#[tokio::test]
async fn keys_of_another_type_refuse_without_a_trace() {
    let space = Space::open().await;
    let partitions = Partitions::default();
    for kind in ["t", "c", "log"] {
        let channel = space.channel().await;
        let partition = partitions.of(channel);
        let name = match kind {
            "log" => format!("{}:{{p{partition}}}:log", space.prefix),
            kind => format!("{}:{{p{partition}}}:{kind}:{channel}", space.prefix),
        };
        let mut raw = space.raw();
        let _: i64 = redis::cmd("DEL").arg(&name).query(&mut raw).unwrap();
        let _: () = redis::cmd("SET")
            .arg(&name)
            .arg("x")
            .query(&mut raw)
            .unwrap();
        let before = space.dump();

        let refused = space.bus.log().append(&event(channel, "x")).await;

        let Err(AppendError::Bus(error)) = refused else {
            panic!("{kind}: {refused:?}");
        };
        assert!(error.is_refusal(), "{kind}: {error:?}");
        assert_eq!(space.dump(), before, "{kind}");
        let _: i64 = redis::cmd("DEL").arg(&name).query(&mut raw).unwrap();
    }
}

#[tokio::test]
async fn a_server_that_takes_no_writes_is_unavailable_and_then_takes_them_again() {
    let server = Server::start().await;
    let space = Space::at(&server.url(), &server.url(), |_config| {});
    space.bus.recovery().bless(FIRST).await.unwrap();
    let channel = space.channel().await;
    let mut raw = space.raw();
    let mut set = |name: &str, value: &str| {
        let command = redis::cmd("CONFIG")
            .arg("SET")
            .arg(name)
            .arg(value)
            .to_owned();
        command.query::<()>(&mut raw).unwrap();
    };

    for (name, bad, good) in [("min-replicas-to-write", "1", "0"), ("maxmemory", "1", "0")] {
        set(name, bad);
        let refused = space.bus.log().append(&event(channel, "x")).await;
        set(name, good);

        let Err(AppendError::Bus(error)) = refused else {
            panic!("{name}: {refused:?}");
        };
        assert!(
            matches!(error, Error::Unavailable { .. }),
            "{name}: {error:?}"
        );
    }
    assert_eq!(space.say(channel, "first").await.seq, Seq::new(1));
}

#[tokio::test]
async fn a_frozen_server_is_unavailable_within_the_limit_and_then_goes_on() {
    let server = Server::start().await;
    let space = Space::at(&server.url(), &server.url(), |config| {
        config.redis_timeout_ms = 300;
    });
    space.bus.recovery().bless(FIRST).await.unwrap();
    let channel = space.channel().await;
    server.signal("STOP").await;
    let started = tokio::time::Instant::now();

    let refused = space.bus.log().append(&event(channel, "x")).await;

    assert!(started.elapsed() < std::time::Duration::from_secs(2));
    assert!(
        matches!(refused, Err(AppendError::Bus(Error::Unavailable { .. }))),
        "{refused:?}"
    );
    server.signal("CONT").await;
    crate::support::until("sends are taken again", async || {
        space.bus.log().append(&event(channel, "y")).await.is_ok()
    })
    .await;
}
