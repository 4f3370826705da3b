//! Telling a crowd: nobody waits for it, and nobody is forgotten.

use e2e::{Channel, Cluster, DEADLINE, Socket, eventually};
use sqlx::AssertSqlSafe;

use super::at;

/// More than are told before the answer.
const CROWD: i64 = 120;

/// How often this socket was told that the channel is gone.
fn told(socket: &Socket, channel: &Channel) -> usize {
    let all = socket.look(|seen| seen.all("channel.removed"));
    let of_it = |one: &&serde_json::Value| one["channel_id"] == channel.id.as_str();
    all.iter().filter(of_it).count()
}

async fn hear(sockets: &[&Socket], channel: &Channel) {
    for socket in sockets {
        socket
            .sees("channel.removed", |one| {
                one["channel_id"] == channel.id.as_str()
            })
            .await;
    }
}

async fn all_are_told(cluster: &Cluster) {
    let waiting = "select count(*) from outbox where user_id is not null";
    eventually("everybody is told", DEADLINE, async || {
        (cluster.database.number(waiting).await == 0).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_is_told_of_a_deletion_also_when_the_api_dies_right_after_its_answer() {
    let mut cluster = Cluster::start().apis(2).gateways(2).up().await;
    let ([alice, bob, carol], office, talk) = cluster.company(["alice", "bob", "carol"]).await;
    let next = alice.creates_channel(&office, "next", "public").await;
    cluster.database.fill(&talk.id, CROWD).await;
    let same = format!(
        "insert into memberships (channel_id, user_id, workspace_id, role, joined_at)
         select '{}', user_id, workspace_id, 'member', now() from memberships
         where channel_id = '{}' on conflict do nothing",
        next.id, talk.id
    );
    let joined = sqlx::raw_sql(AssertSqlSafe(same))
        .execute(&cluster.database.pool)
        .await;
    assert!(joined.expect("members").rows_affected() > 120);
    let (his, hers) = (Socket::open(&bob, 0).await, Socket::open(&carol, 1).await);
    let sockets = [&his, &hers];

    assert!(alice.at_api(0).delete(&at(&talk, "")).await.is_ok());
    hear(&sockets, &talk).await;
    all_are_told(&cluster).await;
    assert_eq!(sockets.map(|socket| told(socket, &talk)), [1, 1]);

    assert!(alice.at_api(0).delete(&at(&next, "")).await.is_ok());
    cluster.apis[0].kill();
    hear(&sockets, &next).await;
    all_are_told(&cluster).await;
    let sync = bob.at_api(1).get("/sync").await.ok();
    let listed = sync["channels"].as_array().expect("channels");
    assert!(
        listed
            .iter()
            .all(|one| one["id"] != talk.id.as_str() && one["id"] != next.id.as_str()),
        "{sync}"
    );
}
