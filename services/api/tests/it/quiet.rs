//! Quiet hours as others see them, by a clock that the test sets.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::TestClock;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::app::{App, PASSWORD, Person, eventually, spawn_at};

/// The presence that others are told, when it is told next.
async fn shown(app: &App, person: &Person<'_>, presence: &str) {
    let user = person.id.parse().unwrap();
    eventually(presence, async || {
        let told = app.state.bus.presence().of(&[user]).await.unwrap();
        let status: Option<Value> = serde_json::from_slice(&told[0].status).ok();
        status.is_some_and(|status| status["presence"] == presence)
    })
    .await;
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn quiet_hours_begin_and_end_for_others_at_the_hours_of_the_persons_own_zone(pool: PgPool) {
    // A Thursday, at midnight.
    let clock = TestClock::default();
    let app = spawn_at(pool, Arc::new(clock.clone())).await;
    let alice = app.person("alice").await;
    let zone = |name: &str| json!({ "timezone": name });
    alice.patch("/users/me", zone("Asia/Kathmandu")).await.ok();
    let mut settings = alice.get("/users/me/notifications").await.ok();
    settings["schedule"] = json!({ "days": ["thu"], "from": "06:00", "to": "07:00" });
    alice.put("/users/me/notifications", settings).await.ok();
    shown(&app, &alice, "online").await;

    // 06:00 in Kathmandu, then 07:00.
    clock.advance(TimeDelta::minutes(15));
    shown(&app, &alice, "dnd").await;
    clock.advance(TimeDelta::hours(1));
    shown(&app, &alice, "online").await;

    // 06:15 in Karachi.
    let alice = Person::of(&app, &app.log_in("alice", PASSWORD).await.ok());
    alice.patch("/users/me", zone("Asia/Karachi")).await.ok();
    shown(&app, &alice, "dnd").await;
    clock.advance(TimeDelta::hours(1));
    shown(&app, &alice, "online").await;
    // The next Thursday.
    clock.advance(TimeDelta::days(7) - TimeDelta::minutes(30));
    shown(&app, &alice, "dnd").await;
}
