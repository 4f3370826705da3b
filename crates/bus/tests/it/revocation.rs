//! Sessions that are over.

use bus::{Cursor, Delivery, Revoked, Topic};
use domain::SessionId;

use crate::support::{Space, new_user, next};

#[tokio::test]
async fn what_is_revoked_is_pushed_and_found_by_whoever_asks() {
    let space = Space::open().await;
    let (fanout, mut deliveries) = space.listen();
    fanout.subscribe(&[Topic::Revocations]).await.unwrap();
    let revocations = space.bus.revocations();
    let session = Revoked::Session(SessionId::from_uuid(new_user().as_uuid()));
    let user = Revoked::User(new_user());

    revocations.revoke(&[session, user]).await.unwrap();

    let mut pushed = Vec::new();
    for _ in 0..2 {
        match next(&mut deliveries).await {
            Delivery::Revoked(revocation) => pushed.push(revocation),
            other => panic!("{other:?}"),
        }
    }
    let (cursor, polled) = revocations.since(Cursor::default()).await.unwrap();
    assert_eq!(polled, pushed);
    assert_eq!(
        polled.iter().map(|it| it.what).collect::<Vec<_>>(),
        [session, user]
    );
    let (same, none) = revocations.since(cursor).await.unwrap();
    assert_eq!((same, none), (cursor, vec![]));

    let later = Revoked::User(new_user());
    revocations.revoke(&[later]).await.unwrap();
    let (_, found) = revocations.since(cursor).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].what, later);
}
