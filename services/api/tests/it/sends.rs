//! Sending, over REST and gRPC.

use futures_util::future::join_all;
use protocol::gateway::command::CommandName;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::app::spawn;
use crate::talk::{Team, bodies, id, said, unknown};

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn what_is_sent_is_read_back_at_once(pool: PgPool) {
    let app = spawn(pool).await;
    let team = Team::of(&app, "private").await;

    let first = team.alice.sends(&team.channel, &said("hello @bob")).await;
    assert_eq!(
        (first.status.as_u16(), first.header("etag")),
        (201, "\"v1\"")
    );
    let first = first.ok();
    let second = team.bob.says(&team.channel, "hi").await;

    assert_eq!(
        (&first["message_no"], &second["message_no"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(
        second["seq"].as_i64(),
        first["seq"].as_i64().map(|seq| seq + 1)
    );
    assert_eq!(first["rev_seq"], first["seq"]);
    let mention = json!([{ "user_id": team.bob.id, "start": 6, "end": 10 }]);
    assert_eq!(first["mentions"]["users"], mention);
    let page = team.bob.history(&team.channel, "").await;
    assert_eq!(page["data"], json!([first, second]));
    assert_eq!(page["head_seq"], second["seq"]);
    assert_eq!(
        (&page["has_before"], &page["complete"]),
        (&json!(false), &json!(true))
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn sixteen_racing_sends_of_one_nonce_over_both_doors_are_one_message(pool: PgPool) {
    let app = spawn(pool).await;
    let team = Team::of(&app, "public").await;
    let message = said("once");
    let mut command = message.clone();
    command["channel"] = json!(team.channel);

    let rest = join_all((0..8).map(|_| team.alice.sends(&team.channel, &message)));
    let grpc = join_all((0..8).map(|_| {
        team.alice
            .commands(CommandName::MessageSend, command.clone())
    }));
    let (rest, grpc) = tokio::join!(rest, grpc);

    let mut new = 0;
    let mut ids = Vec::new();
    for answer in rest {
        new += i32::from(answer.status == 201);
        ids.push(id(&answer.ok()));
    }
    for answer in grpc {
        let answer = answer.unwrap();
        new += i32::from(answer["duplicate"] == json!(false));
        ids.push(id(&answer["message"]));
    }
    ids.dedup();
    assert_eq!((new, ids.len()), (1, 1), "one is new, all are the same");
    assert_eq!(bodies(&team.bob.history(&team.channel, "").await), ["once"]);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_nonce_stands_for_one_content_of_one_author(pool: PgPool) {
    let app = spawn(pool).await;
    let team = Team::of(&app, "public").await;
    let message = said("one");
    let sent = team.alice.sends(&team.channel, &message).await.ok();
    let mut other = message.clone();
    other["body"] = json!("another");

    let refused = team.alice.sends(&team.channel, &other).await;
    assert_eq!(refused.refusal(), (409, "nonce_reused"));
    other["channel"] = json!(team.channel);
    let refused = team
        .alice
        .commands(CommandName::MessageSend, other.clone())
        .await;
    assert_eq!(refused.unwrap_err()["code"], "nonce_reused");

    let bobs = team.bob.sends(&team.channel, &message).await;
    assert_eq!(bobs.status, 201, "another author's nonce is another one");
    let again = team.alice.sends(&team.channel, &message).await;
    assert_eq!((again.status.as_u16(), again.body), (200, sent));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_retried_send_answers_with_the_message_as_it_is_now(pool: PgPool) {
    let app = spawn(pool).await;
    let team = Team::of(&app, "public").await;
    let message = said("first");
    let sent = team.alice.sends(&team.channel, &message).await.ok();
    team.alice.edits(&sent, "better").await.ok();
    let archive = format!("/channels/{}/archive", team.channel);
    team.alice.act(&archive).await.ok();

    let again = team.alice.sends(&team.channel, &message).await;

    assert_eq!(
        (again.status.as_u16(), &again.body["body"]),
        (200, &json!("better"))
    );
    let new = team.alice.sends(&team.channel, &said("too late")).await;
    assert_eq!(new.refusal(), (409, "channel_archived"));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_reply_answers_a_top_level_message_of_its_own_channel(pool: PgPool) {
    let app = spawn(pool).await;
    let team = Team::of(&app, "public").await;
    let elsewhere = team
        .alice
        .channel(&team.workspace, "elsewhere", "private")
        .await;
    let other = team.alice.says(&elsewhere, "not here").await;
    let root = team.alice.says(&team.channel, "root").await;
    let reply = team.bob.replies(&team.channel, &root, "reply").await;
    assert_eq!(
        (&reply["message_no"], &reply["parent_id"]),
        (&Value::Null, &root["id"])
    );

    let to = |parent: &Value| {
        let mut message = said("?");
        message["parent_id"] = parent["id"].clone();
        message
    };
    let answer = team.bob.sends(&team.channel, &to(&reply)).await;
    assert_eq!(answer.refusal(), (422, "parent_is_reply"));
    let answer = team.bob.sends(&team.channel, &to(&other)).await;
    assert_eq!(answer.refusal(), (404, "parent_not_found"));
    let nobody = json!({ "id": unknown() });
    let answer = team.bob.sends(&team.channel, &to(&nobody)).await;
    assert_eq!(answer.refusal(), (404, "parent_not_found"));

    let mut loud = to(&root);
    loud["also_in_channel"] = json!(true);
    let loud = team.bob.sends(&team.channel, &loud).await.ok();
    assert_eq!(loud["message_no"], json!(2));
    let shown = team.alice.about(&root).await;
    assert_eq!(
        (&shown["reply_count"], &shown["reply_user_ids"]),
        (&json!(2), &json!([team.bob.id]))
    );

    team.alice.deletes(&root).await.ok();
    let late = team.bob.sends(&team.channel, &to(&root)).await;
    assert_eq!(late.status, 201, "a tombstone can be replied to");
    let thread = team
        .alice
        .get(&format!("/messages/{}/replies", id(&root)))
        .await
        .ok();
    assert_eq!(bodies(&thread), ["reply", "?", "?"]);
    assert_eq!(
        bodies(&team.alice.history(&team.channel, "").await),
        ["", "?"]
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn what_cannot_be_sent_is_refused_with_the_field_at_fault(pool: PgPool) {
    let app = spawn(pool).await;
    let team = Team::of(&app, "public").await;
    let with = |field: &str, value: Value| {
        let mut message = said("fine");
        message[field] = value;
        message
    };
    let files: Vec<_> = (0..11).map(|_| unknown()).collect();
    let cases = [
        (with("body", json!("")), "/body", "empty"),
        (with("body", json!(" \u{200b}\n")), "/body", "empty"),
        (
            with("body", json!("a\u{0}b")),
            "/body",
            "forbidden_character",
        ),
        (with("body", json!("a".repeat(16_385))), "/body", "too_long"),
        (with("nonce", json!("")), "/nonce", "empty"),
        (with("nonce", json!("n".repeat(65))), "/nonce", "too_long"),
        (with("file_ids", json!(files)), "/file_ids", "too_many"),
        (with("colour", json!("red")), "/colour", "unknown_field"),
    ];
    for (message, pointer, code) in cases {
        let answer = team.alice.sends(&team.channel, &message).await;
        assert_eq!(answer.status, 400, "{message}");
        let fault = &answer.body["errors"][0];
        assert_eq!(
            (&fault["pointer"], &fault["code"]),
            (&json!(pointer), &json!(code))
        );
    }
    assert_eq!(
        team.alice.history(&team.channel, "").await["data"],
        json!([])
    );
}
