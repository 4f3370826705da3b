//! Who persists which partition.

use std::time::Duration;

use domain::Partition;

use crate::support::{Space, until};

#[tokio::test]
async fn one_holds_a_lease_and_hands_it_over() {
    let space = Space::open().await;
    let lease = space.bus.lease(Partition::new(3));

    assert!(lease.acquire("anna").await.unwrap());
    assert!(!lease.acquire("ben").await.unwrap());
    assert!(lease.renew("anna").await.unwrap());
    assert!(!lease.renew("ben").await.unwrap());
    assert!(!lease.release("ben").await.unwrap());
    assert!(lease.release("anna").await.unwrap());
    assert!(lease.acquire("ben").await.unwrap());
    // Another partition is another lease.
    assert!(
        space
            .bus
            .lease(Partition::new(4))
            .acquire("anna")
            .await
            .unwrap()
    );
}

#[tokio::test]
async fn a_lease_that_is_not_renewed_is_free_for_others() {
    let space = Space::open().await;
    let lease = space
        .bus
        .lease(Partition::new(0))
        .lasting(Duration::from_millis(100));
    assert!(lease.acquire("crashed").await.unwrap());

    until("the lease has run out", async || {
        lease.acquire("other").await.unwrap()
    })
    .await;

    assert!(!lease.renew("crashed").await.unwrap());
}

#[tokio::test]
async fn workers_know_how_many_they_are() {
    let space = Space::open().await;
    let members = space.bus.members();

    assert_eq!(members.renew("a").await.unwrap(), 1);
    assert_eq!(members.renew("b").await.unwrap(), 2);
    assert_eq!(members.renew("a").await.unwrap(), 2);
    members.leave("b").await.unwrap();
    assert_eq!(members.renew("a").await.unwrap(), 1);
}
