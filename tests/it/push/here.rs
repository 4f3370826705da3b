//! Pushes of `@here`.

use e2e::Socket;
use e2e::push_service::PushService;
use serde_json::{Value, json};

use super::{arrives, log, quick, settled, subscribe};

#[tokio::test(flavor = "multi_thread")]
async fn here_is_pushed_to_whom_it_found_and_not_to_who_came_while_it_was_stored() {
    let service = PushService::start().await;
    let mut cluster = quick(&service).up().await;
    let ([alice, bob, carol], general) = cluster.people(["alice", "bob", "carol"]).await;
    let browser = subscribe(&bob, &service).await;
    let later = subscribe(&carol, &service).await;
    let hers = Socket::open(&alice, 0).await;
    let his = Socket::open(&bob, 0).await;
    hers.sees_online(&bob).await;
    cluster.stored(&alice, &general).await;
    cluster.workers[0].kill();

    let call = alice.says("@here lunch?").within(&general).await;
    let carols = Socket::open(&carol, 0).await;
    hers.sees_online(&carol).await;
    cluster.workers[0].start().await;

    let pushed = arrives(&browser).await.payload;
    assert_eq!(
        (&pushed["message_id"], &pushed["concern"]),
        (&call["id"], &json!("everyone"))
    );
    assert_eq!(settled(&bob, &call).await, "sent");
    assert_eq!(log(&carol).await, [] as [Value; 0]);
    assert!(later.next().is_none(), "she was not there");
    drop((his, carols));
}
