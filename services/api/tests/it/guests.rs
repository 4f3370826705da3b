use std::sync::Arc;

use chrono::TimeDelta;
use domain::TestClock;
use serde_json::json;
use sqlx::PgPool;

use crate::app::{eventually, spawn_at};

/// A second that is left of the guest's day, and the second that is not.
#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_guest_stays_to_the_end_of_their_time_and_not_a_moment_longer(pool: PgPool) {
    let clock = TestClock::default();
    let app = spawn_at(pool, Arc::new(clock.clone())).await;
    let alice = app.person("alice").await;
    let workspace = alice.post("/workspaces", json!({ "name": "Acme" })).await;
    let workspace = workspace.ok()["id"].as_str().unwrap().to_owned();
    let made = json!({ "name": "open", "kind": "private" });
    let channel = alice
        .post(&format!("/workspaces/{workspace}/channels"), made)
        .await;
    let channel = channel.ok()["id"].as_str().unwrap().to_owned();
    let link = alice
        .post(&format!("/channels/{channel}/guest-links"), json!({}))
        .await
        .ok();
    let enter = format!("/guest/{}/enter", link["code"].as_str().unwrap());
    app.post(&enter, json!({ "locale": "en" })).await.ok();
    let guests = || async {
        let count = "select count(*) from memberships m join users u on u.id = m.user_id
                     where u.guest_until is not null and u.deactivated_at is null";
        sqlx::query_scalar::<_, i64>(count)
            .fetch_one(&app.pool)
            .await
            .unwrap()
    };

    clock.advance(TimeDelta::days(1) - TimeDelta::seconds(1));
    api::guests::end::sweep_once(&app.state).await.unwrap();
    assert_eq!(guests().await, 1);

    clock.advance(TimeDelta::seconds(1));
    eventually("the guest is gone", async || {
        // The task of the service itself looks as well: whoever comes first.
        api::guests::end::sweep_once(&app.state).await.unwrap();
        guests().await == 0
    })
    .await;
    let open = sqlx::query_scalar::<_, i64>(
        "select count(*) from sessions s join users u on u.id = s.user_id
         where u.guest_until is not null and s.revoked_at is null",
    );
    assert_eq!(open.fetch_one(&app.pool).await.unwrap(), 0);

    clock.advance(TimeDelta::days(7));
    let late = app.post(&enter, json!({ "locale": "en" })).await;
    assert_eq!(late.refusal(), (410, "guest_link_gone"));
}
