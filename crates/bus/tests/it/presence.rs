//! Who is online, over several sockets and gateways.

use std::time::Duration;

use bus::{Arrival, Bus, Deliveries, Delivery, Lasting, Presence, Topic, UserPresence};
use domain::{ConnectionId, UserId};
use tokio::time::{Instant, sleep};

use crate::support::{Space, new_user, next, until};

const SHORT: Lasting = Lasting {
    lease: Duration::from_millis(300),
    grace: Duration::from_millis(300),
};
const LONG: Lasting = Lasting {
    lease: Duration::from_mins(1),
    grace: Duration::from_millis(300),
};

fn presence(bus: &Bus, lasting: Lasting) -> Presence {
    bus.presence().lasting(lasting)
}

fn socket() -> ConnectionId {
    ConnectionId::from_uuid(new_user().as_uuid())
}

fn most(most: usize) -> Arrival {
    Arrival { idle: false, most }
}

async fn online(presence: &Presence, user: UserId) -> bool {
    presence.of(&[user]).await.unwrap()[0].online
}

async fn change(deliveries: &mut Deliveries) -> UserPresence {
    match next(deliveries).await {
        Delivery::Presence(change) => change,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_user_is_online_until_the_last_socket_on_any_gateway_is_gone() {
    let space = Space::open().await;
    let presence = presence(&space.bus, LONG);
    let user = new_user();
    let (one, two) = (socket(), socket());
    presence.open("g1").await.unwrap();
    presence.open("g2").await.unwrap();
    assert!(!online(&presence, user).await);

    assert!(presence.connect("g1", user, one, most(10)).await.unwrap());
    assert!(presence.connect("g2", user, two, most(10)).await.unwrap());
    assert!(presence.disconnect("g1", user, one).await.unwrap());
    sleep(LONG.grace).await;
    assert_eq!(presence.sweep().await.unwrap(), 0);
    assert!(online(&presence, user).await);

    assert!(presence.disconnect("g2", user, two).await.unwrap());
    let left = Instant::now();
    until("the grace is over", async || {
        presence.sweep().await.unwrap() == 1
    })
    .await;
    assert!(left.elapsed() >= LONG.grace);
    assert!(!online(&presence, user).await);
}

#[tokio::test]
async fn who_reconnects_within_the_grace_does_not_flicker() {
    let space = Space::open().await;
    let presence = presence(&space.bus, LONG);
    let (fanout, mut deliveries) = space.listen();
    fanout.subscribe(&[Topic::Presence]).await.unwrap();
    let (user, marker) = (new_user(), new_user());
    presence.open("g1").await.unwrap();
    let first = socket();
    presence.connect("g1", user, first, most(0)).await.unwrap();
    assert!(change(&mut deliveries).await.online);

    presence.disconnect("g1", user, first).await.unwrap();
    presence.sweep().await.unwrap();
    presence
        .connect("g1", user, socket(), most(0))
        .await
        .unwrap();
    sleep(LONG.grace).await;
    presence.sweep().await.unwrap();

    // The next that anybody hears is about somebody else.
    presence
        .connect("g1", marker, socket(), most(0))
        .await
        .unwrap();
    assert_eq!(change(&mut deliveries).await.user, marker);
    assert!(online(&presence, user).await);
}

#[tokio::test]
async fn a_crashed_gateways_users_go_offline_and_those_with_another_socket_stay() {
    let space = Space::open().await;
    let crashed = presence(&space.bus, SHORT);
    let alive = presence(&space.bus, LONG);
    let (lonely, doubled) = (new_user(), new_user());
    crashed.open("dead").await.unwrap();
    alive.open("alive").await.unwrap();
    for _ in 0..20 {
        crashed
            .connect("dead", lonely, socket(), most(0))
            .await
            .unwrap();
    }
    crashed
        .connect("dead", doubled, socket(), most(0))
        .await
        .unwrap();
    alive
        .connect("alive", doubled, socket(), most(0))
        .await
        .unwrap();

    until("the crash is noticed", async || {
        alive.sweep().await.unwrap();
        !online(&alive, lonely).await
    })
    .await;

    sleep(LONG.grace).await;
    alive.sweep().await.unwrap();
    assert!(online(&alive, doubled).await);
    assert!(!crashed.renew("dead").await.unwrap());
    assert!(
        !crashed
            .connect("dead", lonely, socket(), most(0))
            .await
            .unwrap()
    );
}

#[tokio::test]
async fn a_renewed_lease_lives_and_a_closed_one_is_swept_at_once() {
    let space = Space::open().await;
    let presence = presence(&space.bus, SHORT);
    let user = new_user();
    presence.open("g").await.unwrap();
    presence
        .connect("g", user, socket(), most(0))
        .await
        .unwrap();

    let until_now = Instant::now() + 2 * SHORT.lease;
    while Instant::now() < until_now {
        assert!(presence.renew("g").await.unwrap());
        presence.sweep().await.unwrap();
        sleep(SHORT.lease / 10).await;
    }
    assert!(online(&presence, user).await);

    presence.close("g").await.unwrap();
    presence.sweep().await.unwrap();
    assert!(!presence.renew("g").await.unwrap());
    until("the grace is over", async || {
        presence.sweep().await.unwrap() == 1
    })
    .await;
}

#[tokio::test]
async fn the_oldest_socket_has_to_go_when_there_are_too_many() {
    let space = Space::open().await;
    let presence = presence(&space.bus, LONG);
    let (fanout, mut deliveries) = space.listen();
    fanout.subscribe(&[Topic::Presence]).await.unwrap();
    let user = new_user();
    presence.open("g1").await.unwrap();
    presence.open("g2").await.unwrap();
    let oldest = socket();
    presence.connect("g1", user, oldest, most(2)).await.unwrap();
    assert!(change(&mut deliveries).await.online);
    // Redis' clock has milliseconds.
    sleep(Duration::from_millis(5)).await;
    presence
        .connect("g2", user, socket(), most(2))
        .await
        .unwrap();
    presence
        .connect("g2", user, socket(), most(2))
        .await
        .unwrap();

    let replaced = next(&mut deliveries).await;

    let connection = oldest;
    assert_eq!(replaced, Delivery::Replaced { user, connection });
}

#[tokio::test]
async fn a_status_set_by_hand_is_kept_and_told() {
    let space = Space::open().await;
    let presence = presence(&space.bus, LONG);
    let (fanout, mut deliveries) = space.listen();
    fanout.subscribe(&[Topic::Presence]).await.unwrap();
    let user = new_user();

    presence
        .set_status(user, 2, b"{\"presence\":\"dnd\",\n\"text\":\"busy\"}")
        .await
        .unwrap();

    let told = change(&mut deliveries).await;
    assert!(!told.online);
    assert_eq!(
        &told.status[..],
        b"{\"presence\":\"dnd\",\n\"text\":\"busy\"}"
    );
    assert_eq!(presence.of(&[user]).await.unwrap(), [told]);
}

#[tokio::test]
async fn an_older_status_that_comes_late_changes_nothing() {
    let space = Space::open().await;
    let presence = presence(&space.bus, LONG);
    let user = new_user();
    presence.set_status(user, 9, b"new").await.unwrap();
    presence.set_status(user, 8, b"old").await.unwrap();
    let kept = presence.of(&[user]).await.unwrap();
    assert_eq!(&kept[0].status[..], b"new");
}

#[tokio::test]
async fn a_lost_status_is_restored_where_none_is_known_and_told_to_who_saw_none() {
    let space = Space::open().await;
    let presence = presence(&space.bus, LONG);
    let (fanout, mut deliveries) = space.listen();
    fanout.subscribe(&[Topic::Presence]).await.unwrap();
    let (there, away, plain) = (new_user(), new_user(), new_user());
    presence.open("g1").await.unwrap();
    presence
        .connect("g1", there, socket(), most(0))
        .await
        .unwrap();
    assert!(change(&mut deliveries).await.status.is_empty());
    let known = async |user| presence.of(&[user]).await.unwrap()[0].is_status_known;
    assert!(!known(there).await);

    presence.restore_status(away, 4, b"gone").await.unwrap();
    presence.restore_status(plain, 4, b"").await.unwrap();
    presence.restore_status(there, 4, b"busy").await.unwrap();
    // Of the others nothing was said, so there is nothing to put right.
    let told = change(&mut deliveries).await;
    assert_eq!((told.user, &told.status[..]), (there, &b"busy"[..]));
    assert!(known(there).await && known(away).await && known(plain).await);

    presence.restore_status(there, 9, b"late").await.unwrap();
    let kept = presence.of(&[there]).await.unwrap();
    assert_eq!(&kept[0].status[..], b"busy");
}

#[tokio::test]
async fn a_user_is_idle_while_all_sockets_are() {
    let space = Space::open().await;
    let presence = presence(&space.bus, LONG);
    let (fanout, mut deliveries) = space.listen();
    fanout.subscribe(&[Topic::Presence]).await.unwrap();
    let (user, marker) = (new_user(), new_user());
    let (desk, phone) = (socket(), socket());
    presence.open("g1").await.unwrap();
    presence.open("g2").await.unwrap();
    presence.connect("g1", user, desk, most(0)).await.unwrap();
    assert!(!change(&mut deliveries).await.idle);
    presence.connect("g2", user, phone, most(0)).await.unwrap();

    // One of two: nothing is told.
    assert!(presence.set_idle("g1", user, desk, true).await.unwrap());
    assert!(presence.set_idle("g2", user, phone, true).await.unwrap());
    let told = change(&mut deliveries).await;
    assert!(told.online && told.idle);

    assert!(presence.set_idle("g2", user, phone, false).await.unwrap());
    assert!(!change(&mut deliveries).await.idle);
    // The active one goes: the idle one is left.
    presence.disconnect("g2", user, phone).await.unwrap();
    assert!(change(&mut deliveries).await.idle);

    // Who comes back idle is idle all the while.
    let back = Arrival {
        idle: true,
        most: 0,
    };
    presence.connect("g2", user, socket(), back).await.unwrap();
    presence.disconnect("g1", user, desk).await.unwrap();
    presence
        .connect("g1", marker, socket(), most(0))
        .await
        .unwrap();
    assert_eq!(change(&mut deliveries).await.user, marker);
    assert!(!presence.set_idle("g1", user, desk, false).await.unwrap());
}
