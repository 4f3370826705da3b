//! What a change puts into the logs (S3).

use bus::Range;
use domain::ChannelId;
use protocol::EventView;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::app::{App, eventually, spawn};

/// The events of a channel's log: kind and body.
async fn events(app: &App, channel: &str) -> Vec<(String, Value)> {
    let id: ChannelId = channel.parse().unwrap();
    let tail = app
        .state
        .bus
        .log()
        .tail(id, Range::Newest, 100)
        .await
        .unwrap();
    let records = tail.map(|tail| tail.records).unwrap_or_default();
    let event = |record: bus::Record| {
        let view = EventView::decode(&record.payload).unwrap();
        (
            view.kind.as_str().to_owned(),
            serde_json::from_slice(view.body).unwrap(),
        )
    };
    records.into_iter().map(event).collect()
}

async fn kinds(app: &App, channel: &str) -> Vec<String> {
    events(app, channel)
        .await
        .into_iter()
        .map(|(kind, _)| kind)
        .collect()
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn every_change_of_a_channel_is_one_event_in_order(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let acme = alice.workspace("Acme").await;
    let bob = alice.guest(&acme, "bob", "member").await;
    let design = alice.channel(&acme, "design", "public").await;
    let path = format!("/channels/{design}");

    bob.act(&format!("{path}/join")).await.ok();
    alice.patch(&path, json!({ "topic": "now" })).await.ok();
    alice
        .put(
            &format!("{path}/members/{}", bob.id),
            json!({ "role": "admin" }),
        )
        .await
        .ok();
    alice.act(&format!("{path}/archive")).await.ok();
    alice.act(&format!("{path}/unarchive")).await.ok();
    alice.delete(&format!("{path}/members/{}", bob.id)).await;
    alice.delete(&path).await;

    let all = [
        "member.joined",
        "member.joined",
        "channel.updated",
        "member.updated",
        "channel.archived",
        "channel.unarchived",
        "member.left",
        "channel.deleted",
    ];
    eventually("the log has them", async || {
        kinds(&app, &design).await == all
    })
    .await;
    let events = events(&app, &design).await;
    assert_eq!(events[1].1["user"]["handle"], "bob");
    assert_eq!(events[1].1["reason"], "joined");
    assert_eq!(events[2].1["topic"], "now");
    assert_eq!(
        (&events[6].1["reason"], &events[6].1["by"]),
        (&json!("removed"), &json!(alice.id))
    );
    let waiting: i64 = sqlx::query_scalar("select count(*) from outbox")
        .fetch_one(&app.pool)
        .await
        .unwrap();
    assert_eq!(waiting, 0);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn only_a_loss_of_rights_raises_the_membership_version(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let acme = alice.workspace("Acme").await;
    let bob = alice.guest(&acme, "bob", "member").await;
    let design = alice.channel(&acme, "design", "public").await;
    let path = format!("/channels/{design}");
    let id: ChannelId = design.parse().unwrap();
    let mver = async || {
        app.state
            .bus
            .log()
            .head(id)
            .await
            .unwrap()
            .unwrap()
            .mver
            .get()
    };

    bob.act(&format!("{path}/join")).await.ok();
    alice.patch(&path, json!({ "topic": "x" })).await.ok();
    assert_eq!(mver().await, 1);
    alice
        .patch(&path, json!({ "posting": "admins" }))
        .await
        .ok();
    assert_eq!(mver().await, 2);
    bob.act(&format!("{path}/leave")).await;
    assert_eq!(mver().await, 3);
    alice.act(&format!("{path}/archive")).await.ok();
    assert_eq!(mver().await, 4);
    let stored: i64 = sqlx::query_scalar("select mver from channels where slug = 'design'")
        .fetch_one(&app.pool)
        .await
        .unwrap();
    assert_eq!(stored, 4);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_person_hears_in_their_own_log_where_they_are_let_in_and_out(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let acme = alice.workspace("Acme").await;
    let bob = alice.guest(&acme, "bob", "member").await;
    let secret = alice.channel(&acme, "secret", "private").await;
    let path = format!("/channels/{secret}/members/{}", bob.id);
    alice.put(&path, json!({})).await.ok();
    alice.delete(&path).await;
    bob.patch("/users/me", json!({ "display_name": "Bob B." }))
        .await
        .ok();

    let heard = async || -> Vec<String> {
        let (log, bob) = (app.state.bus.users(), bob.id.parse().unwrap());
        let since = log.since(bob, domain::UserVersion::ZERO).await.unwrap();
        let bus::Since::Records(records) = since else {
            return Vec::new();
        };
        let kind = |payload: &[u8]| {
            let event: Value = serde_json::from_slice(payload).unwrap();
            event["type"].as_str().unwrap().to_owned()
        };
        records.iter().map(|record| kind(&record.payload)).collect()
    };
    let all = [
        "workspace.added",
        "channel.added",
        "channel.added",
        "channel.added",
        "channel.removed",
        "user.updated",
    ];
    eventually("bob hears of it", async || heard().await == all).await;
}
