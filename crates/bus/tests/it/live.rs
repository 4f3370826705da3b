//! Small caches, and two servers for two roles.

use std::time::Duration;

use bus::{AppendError, Limit};
use secrecy::SecretString;
use tokio::time::Instant;

use crate::support::server::Server;
use crate::support::{FIRST, Space, event, until};

#[tokio::test]
async fn bytes_are_kept_for_a_while() {
    let space = Space::open().await;
    let cache = space.bus.cache();
    let (long, short) = ("long".to_owned(), "short".to_owned());
    cache
        .set(&long, b"\x00bytes", Duration::from_mins(1))
        .await
        .unwrap();
    cache
        .set(&short, b"x", Duration::from_millis(50))
        .await
        .unwrap();

    until("the short one is gone", async || {
        cache.get(&short).await.unwrap().is_none()
    })
    .await;

    let both = cache.get_all(&[short, long.clone()]).await.unwrap();
    assert_eq!(both[0], None);
    assert_eq!(both[1].as_deref(), Some(&b"\x00bytes"[..]));
    cache.delete(std::slice::from_ref(&long)).await.unwrap();
    assert_eq!(cache.get(&long).await.unwrap(), None);
}

#[tokio::test]
async fn without_the_live_redis_each_process_counts_for_itself_and_nobody_waits() {
    let live = Server::start().await;
    let space = Space::at(&live.url(), &live.url(), |_config| {});
    let sends = [Limit {
        name: "send".to_owned(),
        burst: 4,
        count: 4,
        per: Duration::from_hours(1),
    }];
    let limits = space.bus.limits();
    let check = async |who: &str| limits.check(who, &sends).await.unwrap().unwrap();
    assert_eq!(check("anna").await.remaining, 3);

    live.signal("STOP").await;
    let started = Instant::now();
    let allowed = [
        check("anna").await,
        check("anna").await,
        check("anna").await,
    ];
    let allowed = allowed.map(|verdict| verdict.allowed);
    let waited = started.elapsed();
    live.signal("CONT").await;

    assert_eq!(allowed, [true, true, false]);
    assert!(waited < Duration::from_secs(1), "{waited:?}");
    let mut asked = 0;
    until("redis counts again", async || {
        asked += 1;
        check(&format!("somebody new {asked}")).await.remaining == 3
    })
    .await;
}

#[tokio::test]
async fn without_the_live_redis_the_log_goes_on_and_the_other_way_round() {
    let (mut durable, mut live) = (Server::start().await, Server::start().await);
    let live_url = SecretString::from(live.url());
    let space = Space::at(&durable.url(), &durable.url(), |config| {
        config.redis_live_url = Some(live_url.clone());
    });
    space.bus.recovery().bless(FIRST).await.unwrap();
    let channel = space.channel().await;

    live.kill().await;
    space.bus.ping_live().await.unwrap_err();
    space.say(channel, "goes on").await;

    live.start_again().await;
    durable.kill().await;
    until("the live redis is found again", async || {
        space.bus.ping_live().await.is_ok()
    })
    .await;
    let refused = space.bus.log().append(&event(channel, "x")).await;
    assert!(matches!(refused, Err(AppendError::Bus(_))), "{refused:?}");
    space.bus.presence().open("g").await.unwrap();
}
