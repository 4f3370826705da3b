//! GET `/channels/{id}/events`, `/sync`, and what gateways ask.

use domain::{ChannelId, UserId};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::app::{config, spawn, spawn_with};
use crate::persist;
use crate::talk::{Team, channel_id, id};

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn the_events_after_a_seq_come_in_order_without_a_hole(pool: PgPool) {
    let app = spawn(pool).await;
    let team = Team::of(&app, "private").await;
    let message = team.alice.says(&team.channel, "hello").await;
    team.alice.edits(&message, "hello!").await.ok();
    team.bob.reacts(&message, "👍").await.ok();
    team.alice.deletes(&message).await.ok();

    let path = format!("/channels/{}/events", team.channel);
    let page = team.bob.get(&format!("{path}?after_seq=0")).await.ok();
    let events = page["events"].as_array().unwrap();
    let seqs: Vec<_> = events
        .iter()
        .map(|event| event["seq"].as_i64().unwrap())
        .collect();
    let head = page["head_seq"].as_i64().unwrap();
    assert_eq!(seqs, (1..=head).collect::<Vec<_>>());
    let kinds: Vec<_> = events
        .iter()
        .map(|event| event["type"].as_str().unwrap())
        .collect();
    let last: Vec<_> = kinds.iter().rev().take(4).rev().copied().collect();
    assert_eq!(
        last,
        [
            "message.created",
            "message.updated",
            "reaction.added",
            "message.deleted"
        ]
    );
    let created = events
        .iter()
        .find(|event| event["type"] == "message.created")
        .unwrap();
    assert_eq!(
        (&created["data"]["seq"], &created["data"]["message_no"]),
        (&message["seq"], &json!(1))
    );

    let rest = team
        .bob
        .get(&format!("{path}?after_seq={}&limit=2", head - 3))
        .await
        .ok();
    assert_eq!(rest["events"].as_array().unwrap().len(), 2);
    let none = team.bob.get(&format!("{path}?after_seq={head}")).await.ok();
    assert_eq!(none["events"], json!([]));
    assert_eq!(
        team.bob.get(&path).await.status,
        400,
        "after_seq is required"
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn events_that_the_tail_no_longer_has_are_gone(pool: PgPool) {
    let mut config = config(&pool);
    config.bus.tail_keep = 3;
    let app = spawn_with(pool, config).await;
    let team = Team::of(&app, "public").await;
    for number in 0..40 {
        team.alice.says(&team.channel, &number.to_string()).await;
    }
    persist::all(&app, &team.channel).await;
    team.alice.says(&team.channel, "after").await;

    let path = format!("/channels/{}/events", team.channel);
    let gone = team.alice.get(&format!("{path}?after_seq=1")).await;
    assert_eq!(gone.refusal(), (410, "events_gone"));
    let head = team.alice.history(&team.channel, "limit=1").await["head_seq"]
        .as_i64()
        .unwrap();
    let near = team
        .alice
        .get(&format!("{path}?after_seq={}", head - 1))
        .await
        .ok();
    assert_eq!(near["events"][0]["data"]["body"], json!("after"));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn the_first_screen_has_everything_with_exact_counts(pool: PgPool) {
    let app = spawn(pool).await;
    let team = Team::of(&app, "public").await;
    team.alice.says(&team.channel, "one").await;
    persist::all(&app, &team.channel).await;
    team.alice.says(&team.channel, "two for @bob").await;
    let open = format!("/workspaces/{}/dms", team.workspace);
    let dm = team
        .alice
        .post(&open, json!({ "user_ids": [team.bob.id] }))
        .await
        .ok();

    let sync = team.bob.get("/sync").await.ok();
    assert_eq!(sync["me"]["handle"], json!("bob"));
    assert_eq!(sync["workspaces"][0]["id"], json!(team.workspace));
    let find = |sync: &Value, id: &str| {
        sync["channels"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["id"] == id)
            .cloned()
    };
    let channel = find(&sync, &team.channel).unwrap();
    assert_eq!(
        (
            &channel["membership"]["unread"],
            &channel["membership"]["mentions"]
        ),
        (&json!(2), &json!(1))
    );
    assert_eq!(
        (&channel["head_message_no"], &channel["epoch"]),
        (&json!(2), &json!(1))
    );
    assert_eq!(find(&sync, &id(&dm)), None, "nothing was said in it yet");
    assert!(
        find(&team.alice.get("/sync").await.ok(), &id(&dm)).is_some(),
        "its creator sees it"
    );

    team.alice.says(&id(&dm), "psst").await;
    let sync = team.bob.get("/sync").await.ok();
    let shown = find(&sync, &id(&dm)).unwrap();
    assert_eq!(shown["membership"]["unread"], json!(1));
    let mut names: Vec<_> = sync["users"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["handle"].clone())
        .collect();
    names.sort_by_key(ToString::to_string);
    assert_eq!(names, ["alice", "bob"]);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_gateway_is_told_what_its_users_may_hear(pool: PgPool) {
    let app = spawn(pool).await;
    let team = Team::of(&app, "private").await;
    team.alice.says(&team.channel, "hello @bob").await;
    let carol = team.alice.guest(&team.workspace, "carol", "member").await;
    let stranger = app.person("mallory").await;
    let public = team.alice.channel(&team.workspace, "open", "public").await;
    let user = |text: &str| text.parse::<UserId>().unwrap();
    let chat = app.chat();

    let users = [user(&team.bob.id), user(&stranger.id)];
    let people = chat.bootstrap(&users).await.unwrap();
    assert_eq!(people.iter().map(|one| one.user).collect::<Vec<_>>(), users);
    let channel = people[0]
        .channels
        .iter()
        .find(|one| one.channel == channel_id(&team.channel));
    let channel = channel.unwrap();
    assert_eq!(
        (
            channel.unread,
            channel.mentions,
            channel.head_message_no.get()
        ),
        (1, 1, 1)
    );
    assert!(people[1].channels.is_empty());
    let me: Value = serde_json::from_slice(&people[0].me).unwrap();
    assert_eq!(me["handle"], json!("bob"));

    let channels: [ChannelId; 2] = [channel_id(&team.channel), channel_id(&public)];
    let read = async |who: &str| {
        let readable = chat.readable(user(who), &channels).await.unwrap();
        readable
            .into_iter()
            .map(|one| (one.channel, one.member))
            .collect::<Vec<_>>()
    };
    assert_eq!(read(&team.alice.id).await.len(), 2);
    assert_eq!(read(&carol.id).await, [(channels[1], false)]);
    assert_eq!(read(&stranger.id).await, []);
    let others = [user(&team.bob.id), user(&stranger.id), user(&carol.id)];
    let watched = chat.watchable(user(&team.alice.id), &others).await.unwrap();
    assert_eq!(watched, [others[0], others[2]]);
    assert_eq!(chat.keys().await.unwrap().keys.len(), 1);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn what_a_gateway_is_told_again_needs_no_postgres_and_is_never_old(pool: PgPool) {
    let app = spawn(pool).await;
    let team = Team::of(&app, "private").await;
    let bob = team.bob.id.parse::<UserId>().unwrap();
    let chat = app.chat();
    let told = async || chat.bootstrap(&[bob]).await.unwrap().pop().unwrap();
    let unread = async || {
        let channels = told().await.channels;
        let one = channels
            .into_iter()
            .find(|one| one.channel == channel_id(&team.channel));
        one.map(|one| (one.unread, one.mentions, one.read_message_no.get()))
    };
    assert_eq!(unread().await, Some((0, 0, 0)));

    let message = team.alice.says(&team.channel, "for @bob").await;
    assert_eq!(unread().await, Some((1, 1, 0)));
    team.alice.edits(&message, "for nobody").await.ok();
    assert_eq!(unread().await, Some((1, 0, 0)));
    let mark = format!("/channels/{}/read", team.channel);
    team.bob.post(&mark, json!({ "message_no": 1 })).await.ok();
    assert_eq!(unread().await, Some((0, 0, 1)));
    let me = json!({ "display_name": "Robert" });
    team.bob.patch("/users/me", me).await.ok();
    let before = told().await;
    let me: Value = serde_json::from_slice(&before.me).unwrap();
    assert_eq!(me["display_name"], json!("Robert"));

    let path = format!("/channels/{}/members/{}", team.channel, team.bob.id);
    team.alice.delete(&path).await.ok();
    assert_eq!(unread().await, None, "removed");
    let last = told().await;

    app.state.store.pool().close().await;
    assert_eq!(told().await, last);
}
