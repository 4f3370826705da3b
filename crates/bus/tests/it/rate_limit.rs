//! How often.

use std::time::Duration;

use bus::{Limit, Verdict};

use crate::support::{Space, until};

fn limit(name: &str, burst: u32, count: u32, per: Duration) -> Limit {
    Limit {
        name: name.to_owned(),
        burst,
        count,
        per,
    }
}

const HOUR: Duration = Duration::from_hours(1);

async fn check(space: &Space, subject: &str, limits: &[Limit]) -> Verdict {
    space
        .bus
        .limits()
        .check(subject, limits)
        .await
        .unwrap()
        .unwrap()
}

#[tokio::test]
async fn exactly_the_burst_passes_and_the_next_is_told_how_long_to_wait() {
    let space = Space::open().await;
    let sends = [limit("send", 3, 3, HOUR)];

    for left in [2, 1, 0] {
        let verdict = check(&space, "anna", &sends).await;
        assert!(verdict.allowed);
        assert_eq!(verdict.remaining, left);
        assert_eq!(verdict.retry_after, Duration::ZERO);
    }
    let refused = check(&space, "anna", &sends).await;

    assert!(!refused.allowed);
    assert_eq!(refused.remaining, 0);
    assert!(refused.retry_after <= HOUR / 3 && refused.retry_after > HOUR / 4);
    assert!(refused.reset <= HOUR && refused.reset > HOUR / 2);
    // Another subject has its own.
    assert!(check(&space, "ben", &sends).await.allowed);
}

#[tokio::test]
async fn after_the_wait_exactly_one_more_passes() {
    let space = Space::open().await;
    let sends = [limit("send", 1, 5, Duration::from_secs(1))];
    assert!(check(&space, "anna", &sends).await.allowed);
    assert!(!check(&space, "anna", &sends).await.allowed);

    until("the wait is over", async || {
        check(&space, "anna", &sends).await.allowed
    })
    .await;

    assert!(!check(&space, "anna", &sends).await.allowed);
}

#[tokio::test]
async fn a_deed_that_one_limit_refuses_is_counted_by_none() {
    let space = Space::open().await;
    let wide = limit("day", 10, 10, HOUR);
    let narrow = limit("second", 1, 1, HOUR);
    let both = [wide.clone(), narrow.clone()];
    assert!(check(&space, "anna", &both).await.allowed);

    for _ in 0..5 {
        let refused = check(&space, "anna", &both).await;
        assert!(!refused.allowed);
        assert_eq!(refused.limit, narrow);
    }

    assert_eq!(check(&space, "anna", &[wide]).await.remaining, 8);
}

#[tokio::test]
async fn without_limits_there_is_nothing_to_say() {
    let space = Space::open().await;

    assert_eq!(space.bus.limits().check("anna", &[]).await.unwrap(), None);
}
