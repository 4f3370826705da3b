//! Where replicas have to have it, nothing is acknowledged that they have not.

use bus::{AppendError, Error, UserAppend};
use domain::Seq;
use futures_util::future::join_all;

use crate::support::server::Server;
use crate::support::{FIRST, Space, duplicate, event, new_user, nonce, until};

fn is_unconfirmed<T>(answer: &Result<T, AppendError>) -> bool {
    matches!(answer, Err(AppendError::Bus(Error::Unconfirmed)))
}

async fn space(server: &Server) -> Space {
    let space = Space::at(&server.url(), &server.url(), |config| {
        config.redis_replicas = 1;
    });
    space.bus.recovery().bless(FIRST).await.unwrap();
    space
}

#[tokio::test]
async fn what_no_replica_has_is_refused_until_one_has_it_and_is_written_once() {
    let server = Server::start().await;
    let replica = server.replica().await;
    let space = space(&server).await;
    let channel = space.channel().await;
    let author = new_user();
    let with = |nonce_text: &str| {
        let mut event = event(channel, "hello");
        event.key = nonce(author, nonce_text);
        event
    };
    let log = space.bus.log();
    until("the replica follows", async || {
        log.append(&with("first")).await.is_ok()
    })
    .await;

    replica.signal("STOP").await;
    let refused = log.append(&with("second")).await;
    assert!(is_unconfirmed(&refused), "{refused:?}");
    // It is there, but to say so would be to acknowledge it.
    let again = log.append(&with("second")).await;
    assert!(is_unconfirmed(&again), "{again:?}");
    let known = log.knows(channel, &nonce(author, "second")).await;
    assert!(matches!(known, Err(Error::Unconfirmed)), "{known:?}");
    let user = UserAppend {
        user: author,
        key: None,
        payload: b"x",
    };
    let refused = space.bus.users().append(user).await;
    assert!(matches!(refused, Err(Error::Unconfirmed)), "{refused:?}");

    replica.signal("CONT").await;
    until("the replica follows again", async || {
        log.append(&with("second")).await.is_ok()
    })
    .await;
    let earlier = duplicate(log.append(&with("second")).await.unwrap());
    assert_eq!(earlier.seq, Seq::new(2));
    let copied: i64 = replica.command(&["DBSIZE"]);
    let there: i64 = server.command(&["DBSIZE"]);
    assert_eq!(copied, there);
}

#[tokio::test]
async fn many_who_write_at_once_are_confirmed_together() {
    let server = Server::start().await;
    let _replica = server.replica().await;
    let space = space(&server).await;
    let channel = space.channel().await;
    let log = space.bus.log();
    let texts: Vec<String> = (0..200).map(|number| number.to_string()).collect();
    let events: Vec<_> = texts.iter().map(|text| event(channel, text)).collect();

    // On a busy machine a replica may be late: who is refused for that sends again, as clients do.
    join_all(events.iter().map(|event| {
        until("a writer is confirmed", async || {
            let answer = log.append(event).await;
            assert!(answer.is_ok() || is_unconfirmed(&answer), "{answer:?}");
            answer.is_ok()
        })
    }))
    .await;

    let head = log.head(channel).await.unwrap().unwrap();
    assert_eq!(head.seq, Seq::new(200));
    let marker = format!("{}:{{control}}:confirmed", space.prefix);
    let waits: i64 = server.command(&["GET", &marker]);
    assert!(waits < 100, "{waits} waits for 200 events");
}

#[tokio::test]
async fn without_any_replica_nothing_is_acknowledged() {
    let server = Server::start().await;
    let space = space(&server).await;
    let channel = space.channel().await;

    let refused = space.bus.log().append(&event(channel, "x")).await;

    assert!(is_unconfirmed(&refused), "{refused:?}");
}
