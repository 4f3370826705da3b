//! Who is not to be disturbed is seen so.

use chrono::{TimeDelta, Utc};
use e2e::{Cluster, Person, Socket};
use serde_json::{Value, json};

use super::{comes, hears, sets};

async fn wants(who: &Person, change: Value) {
    let mut settings = who.get("/users/me/notifications").await.ok();
    for (name, value) in change.as_object().expect("fields") {
        settings[name] = value.clone();
    }
    let _ = who.put("/users/me/notifications", settings).await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_and_quiet_hours_are_seen_by_others_and_end_by_themselves() {
    let cluster = Cluster::start().apis(2).gateways(2).up().await;
    let ([alice, bob], _) = cluster.people(["alice", "bob"]).await;
    let (watching, _his) = (Socket::open(&alice, 0).await, Socket::open(&bob, 1).await);
    comes(&watching, &bob).await;
    let sees = async |presence: &str| {
        hears(&watching, &bob, |status| status["presence"] == presence).await
    };

    let until = Utc::now() + TimeDelta::seconds(5);
    wants(&bob, json!({ "snoozed_until": until.to_rfc3339() })).await;
    sees("dnd").await;
    sees("online").await;
    assert!(Utc::now() >= until, "not before its time");

    let always = json!({
        "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
        "from": "00:00", "to": "00:00",
    });
    wants(&bob, json!({ "schedule": always })).await;
    sees("dnd").await;
    // What they say of themselves stays what it is, for them and with the rest of it for others.
    let mine = sets(&bob, json!({ "text": "Deep in thought" })).await;
    assert_eq!(mine["presence"], "online");
    let told = hears(&watching, &bob, |status| !status["text"].is_null()).await;
    assert_eq!(told["presence"], "dnd");
    // Who hides stays hidden.
    sets(&bob, json!({ "presence": "offline" })).await;
    sees("offline").await;
    sets(&bob, json!({})).await;
    sees("dnd").await;
    let me = bob.get("/users/me").await.ok();
    assert_eq!(me["status"]["presence"], "online");
    wants(&bob, json!({ "schedule": null })).await;
    sees("online").await;

    // A pause that is over already is none.
    let past = Utc::now() - TimeDelta::seconds(1);
    wants(&bob, json!({ "snoozed_until": past.to_rfc3339() })).await;
    sets(&bob, json!({ "text": "Back" })).await;
    let told = hears(&watching, &bob, |status| status["text"] == "Back").await;
    assert_eq!(told["presence"], "online");
}
