//! Behind sentinels the primary is found, followed, and not believed because it was blessed once.

use bus::{AppendError, Appended, Delivery, Error, Incarnation, Topic};
use domain::Seq;

use crate::support::oracle::{Oracle, url};
use crate::support::server::{Server, free_port};
use crate::support::{EMPTY, FIRST, Space, event, next, until};

const SECOND: Incarnation = Incarnation { number: 2, ..FIRST };
const THIRD: Incarnation = Incarnation { number: 3, ..FIRST };

fn is_stale(answer: &Result<Appended, AppendError>) -> bool {
    matches!(answer, Err(AppendError::Bus(Error::Stale)))
}

async fn until_stale(space: &Space, channel: domain::ChannelId) {
    until("the log waits for recovery", async || {
        is_stale(&space.bus.log().append(&event(channel, "x")).await)
    })
    .await;
}

#[tokio::test]
async fn another_primary_is_followed_although_the_old_one_still_answers() {
    let (first, second) = (Server::start().await, Server::start().await);
    let oracle = Oracle::saying(first.port(), 1).await;
    let space = Space::at(&url(&[&oracle]), &first.url(), |_config| {});
    space.bus.recovery().bless(FIRST).await.unwrap();
    let channel = space.channel().await;
    let (fanout, mut deliveries) = space.listen();
    fanout.subscribe(&[Topic::Channel(channel)]).await.unwrap();
    space.say(channel, "before").await;
    assert!(matches!(next(&mut deliveries).await, Delivery::Channel(_)));

    oracle.says(second.port(), 2);
    // Nobody has to be refused by the old one first.
    until_stale(&space, channel).await;
    assert_eq!(second.command::<i64>(&["DBSIZE"]), 0);
    space.bus.recovery().bless(SECOND).await.unwrap();
    space.bus.log().seed(channel, &EMPTY).await.unwrap();
    until("the subscription has moved as well", async || {
        matches!(next(&mut deliveries).await, Delivery::Restored(_))
    })
    .await;
    let after = space.say(channel, "after").await;
    until("what is said there is heard", async || {
        matches!(next(&mut deliveries).await, Delivery::Channel(record) if record.seq == after.seq)
    })
    .await;
}

#[tokio::test]
async fn an_incarnation_that_is_over_stays_over_where_its_scripts_are_still_held() {
    let (first, second) = (Server::start().await, Server::start().await);
    let oracle = Oracle::saying(first.port(), 1).await;
    let space = Space::at(&url(&[&oracle]), &first.url(), |_config| {});
    space.bus.recovery().bless(FIRST).await.unwrap();
    let channel = space.channel().await;
    space.say(channel, "before").await;
    oracle.says(second.port(), 2);
    until_stale(&space, channel).await;
    space.bus.recovery().bless(SECOND).await.unwrap();
    space.bus.log().seed(channel, &EMPTY).await.unwrap();
    space.say(channel, "meanwhile").await;

    let length = || -> i64 {
        let partition = space.bus.partitions().of(channel);
        let log = format!("{}:{{p{partition}}}:log", space.prefix);
        first.command(&["XLEN", &log])
    };
    let before = length();

    // Back to the first, whose gate is open and whose scripts are loaded.
    oracle.says(first.port(), 3);
    until_stale(&space, channel).await;
    assert_eq!(length(), before);
    assert_eq!(space.bus.recovery().blessed().await.unwrap(), None);

    space.bus.recovery().bless(THIRD).await.unwrap();
    assert_eq!(space.say(channel, "after").await.seq, Seq::new(before + 1));
}

#[tokio::test]
async fn a_sentinel_that_knows_nothing_of_the_failover_is_outvoted() {
    let (old, new) = (Server::start().await, Server::start().await);
    let cut_off = Oracle::saying(old.port(), 4).await;
    let (one, other) = (
        Oracle::saying(new.port(), 5).await,
        Oracle::saying(new.port(), 5).await,
    );
    for order in [[&cut_off, &one, &other], [&one, &other, &cut_off]] {
        let space = Space::at(&url(&order), &new.url(), |_config| {});
        space.bus.recovery().bless(FIRST).await.unwrap();
        assert_eq!(old.command::<i64>(&["DBSIZE"]), 0);
    }
}

#[tokio::test]
async fn one_sentinel_of_three_is_enough_to_find_the_primary() {
    let server = Server::start().await;
    let oracle = Oracle::saying(server.port(), 1).await;
    let hosts = format!("127.0.0.1:{},127.0.0.1:{}", free_port(), free_port());
    let url = format!(
        "redis+sentinel://{hosts},127.0.0.1:{}/mymaster",
        oracle.port
    );
    let space = Space::at(&url, &server.url(), |_config| {});

    space.bus.ping_durable().await.unwrap();
}

#[tokio::test]
async fn a_replica_is_not_taken_for_the_primary() {
    let server = Server::start().await;
    let replica = server.replica().await;
    let oracle = Oracle::saying(replica.port(), 1).await;
    let space = Space::at(&url(&[&oracle]), &server.url(), |_config| {});

    let refused = space.bus.ping_durable().await.unwrap_err();
    assert!(matches!(refused, Error::Unavailable { .. }), "{refused:?}");

    oracle.says(server.port(), 1);
    until("the primary is found", async || {
        space.bus.ping_durable().await.is_ok()
    })
    .await;
}

#[tokio::test]
async fn a_server_that_was_a_replica_meanwhile_waits_for_recovery() {
    let server = Server::start().await;
    let space = Space::at(&server.url(), &server.url(), |_config| {});
    space.bus.recovery().bless(FIRST).await.unwrap();
    let channel = space.channel().await;
    space.say(channel, "before").await;
    // A replica of nobody that answers, so that it keeps what it has.
    let nowhere = free_port().to_string();
    let _ok: String = server.command(&["REPLICAOF", "127.0.0.1", &nowhere]);

    let refused = space.bus.log().append(&event(channel, "x")).await;
    assert!(
        matches!(refused, Err(AppendError::Bus(Error::Unavailable { .. }))),
        "{refused:?}"
    );
    let _ok: String = server.command(&["REPLICAOF", "NO", "ONE"]);
    let refused = space.bus.log().append(&event(channel, "x")).await;
    assert!(is_stale(&refused), "{refused:?}");
    space.bus.recovery().bless(SECOND).await.unwrap();
    assert_eq!(space.say(channel, "after").await.seq, Seq::new(2));
}
