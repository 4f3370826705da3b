//! A user's own events.

use bus::{Incarnation, Since, UserAppend};
use domain::{UserId, UserVersion};

use crate::support::{FIRST, Space, new_user};

async fn tell(space: &Space, user: UserId, what: &str) -> UserVersion {
    let event = UserAppend {
        user,
        key: None,
        payload: what.as_bytes(),
    };
    space.bus.users().append(event).await.unwrap()
}

#[tokio::test]
async fn versions_rise_by_one_and_what_was_missed_is_read() {
    let space = Space::open().await;
    let (anna, ben) = (new_user(), new_user());
    for what in ["one", "two", "three"] {
        tell(&space, anna, what).await;
    }
    let users = space.bus.users();

    assert_eq!(users.versions(&[anna, ben]).await.unwrap().map(), [3, 0]);
    let Since::Records(missed) = users.since(anna, UserVersion::new(1)).await.unwrap() else {
        panic!("a gap");
    };
    let missed: Vec<_> = missed.iter().map(|record| &record.payload[..]).collect();
    assert_eq!(missed, [b"two".as_slice(), b"three"]);
    let current = users.since(anna, UserVersion::new(3)).await.unwrap();
    assert_eq!(current, Since::Records(vec![]));
    assert_eq!(
        users.since(ben, UserVersion::ZERO).await.unwrap(),
        Since::Records(vec![])
    );
}

trait Numbers {
    fn map(self) -> Vec<i64>;
}

impl Numbers for Vec<UserVersion> {
    fn map(self) -> Vec<i64> {
        self.into_iter().map(UserVersion::get).collect()
    }
}

#[tokio::test]
async fn more_than_the_tail_keeps_is_a_gap_and_so_is_a_version_from_the_future() {
    let space = Space::open().await;
    let user = new_user();
    for number in 0..105 {
        tell(&space, user, &number.to_string()).await;
    }
    let users = space.bus.users();
    let now = UserVersion::new(105);

    assert_eq!(
        users.since(user, UserVersion::new(4)).await.unwrap(),
        Since::Gap(now)
    );
    assert_eq!(
        users.since(user, UserVersion::new(106)).await.unwrap(),
        Since::Gap(now)
    );
    let Since::Records(all) = users.since(user, UserVersion::new(5)).await.unwrap() else {
        panic!("a gap");
    };
    assert_eq!(all.len(), 100);
}

#[tokio::test]
async fn a_repeated_key_makes_no_second_event() {
    let space = Space::open().await;
    let user = new_user();
    let event = UserAppend {
        user,
        key: Some("outbox:1"),
        payload: b"added",
    };
    let users = space.bus.users();

    let versions = users.append_all(&[event, event]).await.unwrap();

    assert_eq!(versions.map(), [1, 1]);
    let other = UserAppend {
        user: new_user(),
        ..event
    };
    assert_eq!(users.append(other).await.unwrap(), UserVersion::new(1));
}

#[tokio::test]
async fn heads_tell_which_users_have_moved() {
    let space = Space::open().await;
    let users = space.bus.users();
    let (anna, ben) = (new_user(), new_user());
    tell(&space, anna, "before").await;
    let before = users.last_psns().await.unwrap();
    tell(&space, ben, "after").await;

    let found: Vec<_> = users
        .moved(&before)
        .await
        .unwrap()
        .into_iter()
        .flatten()
        .collect();

    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, ben);
}

#[tokio::test]
async fn after_a_loss_of_data_no_version_is_handed_out_twice() {
    let space = Space::open().await;
    let user = new_user();
    let before = tell(&space, user, "before").await;
    let recovery = space.bus.recovery();

    // A restart without a loss goes on as if nothing had been.
    let kept = Incarnation { number: 2, ..FIRST };
    recovery.bless(kept).await.unwrap();
    assert_eq!(tell(&space, user, "kept").await, before.next());

    let lost = Incarnation {
        number: 3,
        lost: 3,
        lost_at: 1,
    };
    recovery.bless(lost).await.unwrap();
    let after = tell(&space, user, "lost").await;
    assert!(after > before.next().next());
    let gap = space.bus.users().since(user, before.next()).await.unwrap();
    assert_eq!(gap, Since::Gap(after));
}
