use bus::{Delivery, Topic};

use crate::support::{Space, new_user, next};

#[tokio::test]
async fn two_who_are_kept_apart_are_told_to_every_gateway_and_found_by_who_did_not_hear_it() {
    let space = Space::open().await;
    let apart = space.bus.apart();
    let (fanout, mut deliveries) = space.listen();
    fanout.subscribe(&[Topic::Presence]).await.unwrap();
    let (one, other, third) = (new_user(), new_user(), new_user());
    apart.set((one, other), true).await.unwrap();
    apart.set((third, one), true).await.unwrap();
    // In whatever order they are named, they are the same two.
    apart.set((other, one), false).await.unwrap();

    let mut told = Vec::new();
    for _note in 0..3 {
        let Delivery::Apart(parting) = next(&mut deliveries).await else {
            panic!("nothing else is told");
        };
        told.push(parting);
    }

    let pair = |a: domain::UserId, b| (a.min(b), a.max(b));
    let said: Vec<_> = told.iter().map(|one| (one.people, one.apart)).collect();
    let expected = [
        (pair(one, other), true),
        (pair(one, third), true),
        (pair(one, other), false),
    ];
    assert_eq!(said, expected);
    let found = apart.since(0).await.unwrap();
    assert_eq!(found, told[1..], "of two people the last note alone");
    assert_eq!(apart.since(found[0].at_us).await.unwrap(), told[2..]);
    assert_eq!(apart.since(found[1].at_us).await.unwrap(), []);
}
