//! How long things can be undone: by a clock that the test sets.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::TestClock;
use protocol::gateway::command::CommandName;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::app::{App, PASSWORD, Person, config, eventually, spawn_at, spawn_with_at};
use crate::persist;
use crate::talk::{Team, id, said};

async fn again<'a>(app: &'a App, handle: &str) -> Person<'a> {
    Person::of(app, &app.log_in(handle, PASSWORD).await.ok())
}

async fn count(app: &App, table: &str) -> i64 {
    let statement = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
    sqlx::query_scalar(statement)
        .fetch_one(&app.pool)
        .await
        .unwrap()
}

/// Waits until the three channels of the deleted workspace have their last event.
async fn closed(app: &App) -> Vec<String> {
    let mut closed: Vec<String> = Vec::new();
    eventually("its channels are closed", async || {
        closed = sqlx::query_scalar(
            "select id::text from channels where deleted_with_workspace and deleted_at is not null",
        )
        .fetch_all(&app.pool)
        .await
        .unwrap();
        let mut all = closed.len() == 3;
        for channel in &closed {
            let head = app.state.bus.log().head(channel.parse().unwrap()).await;
            all &= head.unwrap().unwrap().closed;
        }
        all
    })
    .await;
    closed
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_channel_can_be_restored_for_thirty_days_and_is_then_removed(pool: PgPool) {
    let clock = TestClock::default();
    let app = spawn_at(pool, Arc::new(clock.clone())).await;
    let team = Team::of(&app, "public").await;
    team.alice.says(&team.channel, "for @bob").await;
    let path = format!("/channels/{}", team.channel);
    team.alice.delete(&path).await;

    clock.advance(TimeDelta::days(30));
    let alice = again(&app, "alice").await;
    api::ending::purge(&app.state).await.unwrap();
    alice.act(&format!("{path}/restore")).await.ok();
    assert_eq!(
        alice.history(&team.channel, "").await["data"][0]["body"],
        "for @bob"
    );

    alice.delete(&path).await;
    persist::all(&app, &team.channel).await;
    clock.advance(TimeDelta::days(30) + TimeDelta::milliseconds(1));
    let alice = again(&app, "alice").await;
    let late = alice.act(&format!("{path}/restore")).await;
    assert_eq!(late.refusal(), (404, "not_found"));
    api::ending::purge(&app.state).await.unwrap();
    for table in ["messages", "mentions"] {
        assert_eq!(count(&app, table).await, 0, "{table}");
    }
    assert_eq!(count(&app, "channels where name = 'talk'").await, 0);
    let channel = team.channel.parse().unwrap();
    assert_eq!(app.state.bus.log().head(channel).await.unwrap(), None);
    // And again finds nothing to do.
    api::ending::purge(&app.state).await.unwrap();
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_channel_whose_log_is_not_stored_yet_is_not_removed(pool: PgPool) {
    let clock = TestClock::default();
    let app = spawn_at(pool, Arc::new(clock.clone())).await;
    let team = Team::of(&app, "public").await;
    team.alice.says(&team.channel, "not stored").await;
    team.alice
        .delete(&format!("/channels/{}", team.channel))
        .await;
    clock.advance(TimeDelta::days(31));

    api::ending::purge(&app.state).await.unwrap();
    assert_eq!(count(&app, "channels where name = 'talk'").await, 1);

    persist::all(&app, &team.channel).await;
    api::ending::purge(&app.state).await.unwrap();
    assert_eq!(count(&app, "channels where name = 'talk'").await, 0);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_workspace_can_be_restored_for_thirty_days_and_is_then_removed(pool: PgPool) {
    let clock = TestClock::default();
    let app = spawn_at(pool, Arc::new(clock.clone())).await;
    let team = Team::of(&app, "public").await;
    let path = format!("/workspaces/{}", team.workspace);
    team.alice.delete(&path).await;
    closed(&app).await;

    clock.advance(TimeDelta::days(30));
    let alice = again(&app, "alice").await;
    // A slug that is taken meanwhile is in the way, until it is free again.
    let other = alice.workspace("Acme").await;
    let slug = |slug: &str| json!({ "slug": slug });
    alice
        .patch(&format!("/workspaces/{other}"), slug("acme"))
        .await
        .ok();
    let taken = alice.act(&format!("{path}/restore")).await;
    assert_eq!(taken.refusal(), (409, "slug_taken"));
    alice
        .patch(&format!("/workspaces/{other}"), slug("acme-2"))
        .await
        .ok();
    alice.act(&format!("{path}/restore")).await.ok();
    eventually("the log is open", async || {
        alice.sends(&team.channel, &said("back")).await.status == 201
    })
    .await;

    alice.delete(&path).await;
    let channels = closed(&app).await;
    for channel in &channels {
        persist::all(&app, channel).await;
    }
    clock.advance(TimeDelta::days(30) + TimeDelta::milliseconds(1));
    let alice = again(&app, "alice").await;
    let late = alice.act(&format!("{path}/restore")).await;
    assert_eq!(late.refusal(), (404, "not_found"));
    api::ending::purge(&app.state).await.unwrap();
    assert_eq!(count(&app, "workspaces").await, 1);
    assert_eq!(count(&app, "messages").await, 0);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_message_can_be_edited_for_as_long_as_the_installation_allows(pool: PgPool) {
    let clock = TestClock::default();
    let mut config = config(&pool);
    config.api.edit_window_s = 60;
    let app = spawn_with_at(pool, config, Arc::new(clock.clone())).await;
    let team = Team::of(&app, "public").await;
    let message = team.alice.says(&team.channel, "one").await;

    clock.advance(TimeDelta::seconds(60));
    assert_eq!(team.alice.edits(&message, "two").await.status, 200);
    clock.advance(TimeDelta::milliseconds(1));

    let late = team.alice.edits(&message, "three").await;
    assert_eq!(late.refusal(), (403, "edit_window_passed"));
    let data = json!({ "message": id(&message), "body": "three" });
    let late = team.alice.commands(CommandName::MessageEdit, data).await;
    assert_eq!(late.unwrap_err()["code"], "edit_window_passed");
    // Another's message is not theirs to edit, whatever its age.
    let other: Value = team.bob.edits(&message, "mine").await.body;
    assert_eq!(other["code"], "forbidden");
    let sync = team.alice.get("/sync").await.ok();
    assert_eq!(sync["edit_window_s"], 60);
    assert_eq!(team.alice.deletes(&message).await.status, 204);
}
