//! Edits, deletions, reactions and pins.

use futures_util::future::join_all;
use protocol::gateway::command::CommandName;
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::app::{Person, send, spawn};
use crate::persist;
use crate::talk::{Team, bodies, id};

async fn edits_at(person: &Person<'_>, message: &Value, version: &str, body: &str) -> (u16, Value) {
    let request = person.request(Method::PATCH, &format!("/messages/{}", id(message)));
    let answer = send(
        request
            .header("if-match", version)
            .json(&json!({ "body": body })),
    )
    .await;
    (answer.status.as_u16(), answer.body)
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn an_edit_names_the_version_it_saw_and_of_two_racers_one_wins(pool: PgPool) {
    let app = spawn(pool).await;
    let team = Team::of(&app, "public").await;
    let message = team.alice.says(&team.channel, "one").await;

    let (status, edited) = edits_at(&team.alice, &message, "\"v1\"", "two").await;
    assert_eq!(
        (status, &edited["version"], &edited["body"]),
        (200, &json!(2), &json!("two"))
    );
    assert!(edited["edited_at"].is_string());
    let (status, refused) = edits_at(&team.alice, &message, "\"v1\"", "three").await;
    assert_eq!(
        (status, &refused["code"]),
        (412, &json!("version_mismatch"))
    );
    let data = json!({ "message": message["id"], "body": "three", "version": 1 });
    let refused = team
        .alice
        .commands(CommandName::MessageEdit, data)
        .await
        .unwrap_err();
    assert_eq!(refused["code"], "version_mismatch");

    let races = (0..6).map(async |number| {
        edits_at(&team.alice, &message, "\"v2\"", &format!("racer {number}"))
            .await
            .0
    });
    let mut statuses = join_all(races).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412, 412, 412, 412, 412]);
    assert_eq!(team.bob.about(&message).await["version"], json!(3));
    assert_eq!(
        team.bob.edits(&message, "mine").await.refusal(),
        (403, "forbidden")
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn earlier_texts_can_be_read_before_and_after_they_are_stored(pool: PgPool) {
    let app = spawn(pool).await;
    let team = Team::of(&app, "public").await;
    let message = team.alice.says(&team.channel, "one").await;
    let path = format!("/messages/{}/revisions", id(&message));
    let texts = async || {
        let revisions = team.bob.get(&path).await.ok();
        let data = revisions["data"].as_array().unwrap().clone();
        data.iter()
            .map(|one| (one["version"].clone(), one["body"].clone()))
            .collect::<Vec<_>>()
    };
    team.alice.edits(&message, "two").await.ok();
    assert_eq!(texts().await, [(json!(1), json!("one"))]);

    persist::all(&app, &team.channel).await;
    team.alice.edits(&message, "three").await.ok();
    assert_eq!(
        texts().await,
        [(json!(1), json!("one")), (json!(2), json!("two"))]
    );

    team.alice.deletes(&message).await.ok();
    assert_eq!(texts().await, []);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_deleted_message_leaves_a_tombstone_on_which_nothing_can_be_done(pool: PgPool) {
    let app = spawn(pool).await;
    let team = Team::of(&app, "public").await;
    let message = team.bob.says(&team.channel, "regret").await;
    team.alice.reacts(&message, "👍").await.ok();
    let others = team.alice.says(&team.channel, "mine").await;
    assert_eq!(
        team.bob.deletes(&others).await.refusal(),
        (403, "forbidden")
    );

    assert_eq!(
        team.alice.deletes(&message).await.status,
        204,
        "the channel's owner may"
    );
    assert_eq!(
        team.bob.deletes(&message).await.status,
        204,
        "again is the same"
    );

    let tombstone = team.bob.about(&message).await;
    assert_eq!(
        (&tombstone["body"], &tombstone["reactions"]),
        (&json!(""), &json!([]))
    );
    assert!(tombstone["deleted_at"].is_string());
    assert_eq!(tombstone["message_no"], message["message_no"]);
    assert_eq!(
        team.bob.edits(&message, "?").await.refusal(),
        (404, "not_found")
    );
    assert_eq!(
        team.bob.reacts(&message, "👍").await.refusal(),
        (404, "not_found")
    );
    assert_eq!(team.bob.pins(&message).await.refusal(), (404, "not_found"));
    assert_eq!(
        bodies(&team.bob.history(&team.channel, "").await),
        ["", "mine"]
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn racing_reactions_converge(pool: PgPool) {
    let app = spawn(pool).await;
    let team = Team::of(&app, "public").await;
    let message = team.alice.says(&team.channel, "vote").await;

    let adds = join_all((0..8).map(|_| team.alice.reacts(&message, "👍")));
    let command = json!({ "message": message["id"], "emoji": "👍" });
    let also =
        join_all((0..8).map(|_| team.bob.commands(CommandName::ReactionAdd, command.clone())));
    let (adds, also) = tokio::join!(adds, also);
    assert!(adds.iter().all(|answer| answer.status == 204), "{adds:?}");
    assert!(also.iter().all(Result::is_ok), "{also:?}");
    let shown = team.alice.about(&message).await;
    assert_eq!(
        (
            &shown["reactions"][0]["count"],
            &shown["reactions"][0]["me"]
        ),
        (&json!(2), &json!(true))
    );

    // Stored or not, on and off and on again is on, counted once.
    persist::all(&app, &team.channel).await;
    for _again in 0..2 {
        team.bob.unreacts(&message, "👍").await.ok();
        team.bob.unreacts(&message, "👍").await.ok();
        team.bob.reacts(&message, "👍").await.ok();
    }
    assert_eq!(
        team.bob.about(&message).await["reactions"][0]["count"],
        json!(2)
    );
    let people = team
        .bob
        .get(&format!("/messages/{}/reactions", id(&message)))
        .await
        .ok();
    let names: Vec<_> = people["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["user"]["handle"].clone())
        .collect();
    assert_eq!(names, ["alice", "bob"]);
    team.alice.unreacts(&message, "👍").await.ok();
    team.bob.unreacts(&message, "👍").await.ok();
    assert_eq!(team.bob.about(&message).await["reactions"], json!([]));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_message_takes_twenty_different_reactions(pool: PgPool) {
    let app = spawn(pool).await;
    let team = Team::of(&app, "public").await;
    let message = team.alice.says(&team.channel, "many").await;
    let faces: Vec<_> = ('😀'..='😓').map(String::from).collect();
    assert_eq!(faces.len(), 20);
    for face in &faces {
        team.alice.reacts(&message, face).await.ok();
    }
    assert_eq!(
        team.alice.reacts(&message, "👍").await.refusal(),
        (409, "reaction_limit")
    );
    assert_eq!(
        team.bob.reacts(&message, &faces[7]).await.status,
        204,
        "one that is there already"
    );
    let refused = team.bob.reacts(&message, "thumbs").await;
    assert_eq!(refused.refusal(), (400, "invalid_input"));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_channel_pins_ten_messages_latest_first(pool: PgPool) {
    let app = spawn(pool).await;
    let team = Team::of(&app, "public").await;
    let mut messages = Vec::new();
    for number in 0..11 {
        messages.push(team.alice.says(&team.channel, &number.to_string()).await);
    }
    for message in &messages[..5] {
        team.bob.pins(message).await.ok();
    }
    persist::all(&app, &team.channel).await;
    for message in &messages[5..10] {
        team.alice.pins(message).await.ok();
    }
    assert_eq!(
        team.alice.pins(&messages[10]).await.refusal(),
        (409, "pin_limit")
    );
    team.alice.pins(&messages[9]).await.ok();
    let path = format!("/channels/{}/pins", team.channel);
    let pins = team.bob.get(&path).await.ok();
    assert_eq!(
        bodies(&pins),
        ["9", "8", "7", "6", "5", "4", "3", "2", "1", "0"]
    );
    assert_eq!(pins["data"][9]["pinned_by"], json!(team.bob.id));

    let unpin = format!("/messages/{}/pin", id(&messages[0]));
    team.alice.delete(&unpin).await.ok();
    team.alice.deletes(&messages[1]).await.ok();
    assert_eq!(
        bodies(&team.bob.get(&path).await.ok()),
        ["9", "8", "7", "6", "5", "4", "3", "2"]
    );
    team.alice.pins(&messages[10]).await.ok();
}
