//! Guarantee: however often a send is repeated, through whichever door, across a crash, it is one.

use e2e::{Cluster, DEADLINE, Opening, eventually, nonce};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn every_send_three_times_through_two_doors_while_replicas_die_is_stored_once() {
    let mut cluster = Cluster::start().apis(2).gateways(2).own_redis().up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    let mut keys = Vec::new();
    for n in 0..60 {
        let key = nonce();
        let body = format!("message {n}");
        match n {
            15 => cluster.apis[1].kill(),
            20 => cluster.apis[1].start().await,
            30 => {
                let redis = cluster.redis.as_mut().expect("a Redis of its own");
                redis.kill();
                redis.revive().await;
            }
            45 => drop(
                cluster
                    .redis
                    .as_ref()
                    .expect("a Redis of its own")
                    .command(&["FLUSHALL"]),
            ),
            _ => (),
        }
        let over_rest = |api: usize| {
            let (alice, general, key, body) = (
                alice.at_api(api),
                general.clone(),
                key.clone(),
                body.clone(),
            );
            async move {
                alice
                    .says(&body)
                    .within(&general)
                    .keyed(&key)
                    .attempt()
                    .await
                    .ok()
            }
        };
        let (first, second) = tokio::join!(over_rest(0), over_rest(1));
        let socket = Opening::of(&alice).at(n % 2).open_at_last().await;
        let data = json!({ "channel": general.id, "body": body, "nonce": key });
        let sent = eventually("the send is accepted", DEADLINE, async || {
            socket.command("message.send", data.clone()).await.ok()
        })
        .await;
        for answer in [first, second]
            .into_iter()
            .flatten()
            .filter(e2e::Answer::is_ok)
        {
            assert_eq!(answer.json()["id"], sent["message"]["id"], "message {n}");
        }
        keys.push(key);
    }
    let head = alice.reads(&general, "limit=1").await["head_seq"]
        .as_i64()
        .expect("a head");
    eventually("all is stored", DEADLINE * 2, async || {
        (cluster.database.persisted(&general.id).await >= head).then_some(())
    })
    .await;
    let rows = cluster.database.messages(&general.id).await;
    let stored: Vec<&str> = rows.iter().map(|row| row.nonce.as_str()).collect();
    assert_eq!(stored, keys, "every key once, in the order of the sends");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_redis_has_forgotten_is_still_known_to_postgres() {
    let cluster = Cluster::start().own_redis().up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    let first = alice.says("once").within(&general).keyed("k").await;
    eventually("it is stored", DEADLINE, async || {
        let stored = cluster.database.persisted(&general.id).await;
        (Some(stored) >= first["seq"].as_i64()).then_some(())
    })
    .await;
    cluster
        .redis
        .as_ref()
        .expect("a Redis of its own")
        .command(&["FLUSHALL"]);

    let again = eventually("sends are accepted again", DEADLINE, async || {
        let answer = alice
            .says("once")
            .within(&general)
            .keyed("k")
            .answer()
            .await;
        answer.is_ok().then_some(answer)
    })
    .await;
    assert_eq!((again.status, &again.json()["id"]), (200, &first["id"]));
    assert_eq!(alice.reads_all(&general).await.len(), 1);
}
