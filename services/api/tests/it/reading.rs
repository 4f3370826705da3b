//! Read positions and unread counts.

use std::time::Instant;

use bus::user_log::Since;
use domain::{Seq, UserVersion};
use futures_util::future::join_all;
use protocol::gateway::command::CommandName;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::app::{Person, spawn};
use crate::persist::{self, Told};
use crate::talk::Team;

impl Person<'_> {
    async fn reads(&self, channel: &str, message_no: i64) -> Value {
        let path = format!("/channels/{channel}/read");
        self.post(&path, json!({ "message_no": message_no }))
            .await
            .ok()
    }

    async fn unreads(&self, channel: &str, message_no: i64) -> Value {
        let path = format!("/channels/{channel}/unread");
        self.post(&path, json!({ "message_no": message_no }))
            .await
            .ok()
    }

    async fn counts(&self, channel: &str) -> (i64, i64) {
        let channel = self.get(&format!("/channels/{channel}")).await.ok();
        let side = &channel["membership"];
        (
            side["unread"].as_i64().unwrap(),
            side["mentions"].as_i64().unwrap(),
        )
    }
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn unread_counts_are_exact_wherever_the_messages_are(pool: PgPool) {
    let app = spawn(pool).await;
    let team = Team::of(&app, "public").await;
    let said = async |body: &str| team.alice.says(&team.channel, body).await;
    said("one").await;
    let two = said("two for @bob").await;
    let three = said("three").await;
    said("@channel four").await;
    team.bob.says(&team.channel, "mine, @channel").await;
    team.alice
        .replies(&team.channel, &two, "in the thread, @bob")
        .await;
    assert_eq!(team.bob.counts(&team.channel).await, (4, 2));

    for (seq, told) in [
        (6, Told::NotYet),
        (6, Told::Yes),
        (99, Told::NotYet),
        (99, Told::Yes),
    ] {
        persist::upto(&app, &team.channel, Seq::new(seq), told).await;
        assert_eq!(
            team.bob.counts(&team.channel).await,
            (4, 2),
            "up to {seq} {told:?}"
        );
    }
    team.alice.deletes(&three).await.ok();
    team.alice.edits(&two, "two for nobody").await.ok();
    assert_eq!(
        team.bob.counts(&team.channel).await,
        (3, 1),
        "deleted and readdressed in the tail"
    );
    persist::all(&app, &team.channel).await;
    assert_eq!(team.bob.counts(&team.channel).await, (3, 1));
    assert_eq!(team.bob.reads(&team.channel, 2).await["unread"], json!(1));
    assert_eq!(
        team.alice.counts(&team.channel).await,
        (1, 1),
        "one's own are never unread"
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn reading_only_raises_and_stops_at_the_head(pool: PgPool) {
    let app = spawn(pool).await;
    let team = Team::of(&app, "public").await;
    for number in 0..5 {
        team.alice.says(&team.channel, &number.to_string()).await;
    }
    let at = team.bob.reads(&team.channel, 3).await;
    assert_eq!(
        (&at["read_message_no"], &at["unread"]),
        (&json!(3), &json!(2))
    );
    assert_eq!(
        team.bob.reads(&team.channel, 1).await["read_message_no"],
        json!(3)
    );
    let mark = json!({ "channel": team.channel, "message_no": 99 });
    let at = team
        .bob
        .commands(CommandName::ReadMark, mark)
        .await
        .unwrap();
    assert_eq!(
        (&at["read_message_no"], &at["unread"]),
        (&json!(5), &json!(0))
    );

    let back = team.bob.unreads(&team.channel, 2).await;
    assert_eq!(
        (&back["read_message_no"], &back["unread"]),
        (&json!(1), &json!(4))
    );
    assert_eq!(back["read_version"], json!(1));
    let same = team.bob.unreads(&team.channel, 4).await;
    assert_eq!(
        (&same["read_message_no"], &same["read_version"]),
        (&json!(1), &json!(1))
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn many_marks_are_committed_together_and_each_is_answered(pool: PgPool) {
    let app = spawn(pool).await;
    let team = Team::of(&app, "public").await;
    for number in 0..20 {
        team.alice.says(&team.channel, &number.to_string()).await;
    }
    let begun = Instant::now();
    let marks = join_all((1..=20).map(|number| team.bob.reads(&team.channel, number))).await;
    assert!(marks.iter().all(|mark| mark["read_message_no"].is_i64()));
    assert!(begun.elapsed().as_millis() < 2_000, "{:?}", begun.elapsed());
    assert_eq!(team.bob.counts(&team.channel).await, (0, 0));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_moved_position_is_told_to_the_readers_other_clients(pool: PgPool) {
    let app = spawn(pool).await;
    let team = Team::of(&app, "public").await;
    team.alice.says(&team.channel, "hello").await;
    let bob = team.bob.id.parse().unwrap();
    let before = app.state.bus.users().versions(&[bob]).await.unwrap()[0];
    let at = team.bob.reads(&team.channel, 1).await;
    team.bob.reads(&team.channel, 1).await;

    let Since::Records(events) = app.state.bus.users().since(bob, before).await.unwrap() else {
        panic!("a gap");
    };
    assert_eq!(events.len(), 1, "what moves nothing is not told");
    let event: Value = serde_json::from_slice(&events[0].payload).unwrap();
    assert_eq!(event, json!({ "type": "read.updated", "data": at }));
    assert_eq!(events[0].version, Some(UserVersion::new(before.get() + 1)));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_workspace_is_read_at_once(pool: PgPool) {
    let app = spawn(pool).await;
    let team = Team::of(&app, "public").await;
    let other = team
        .alice
        .channel(&team.workspace, "other", "private")
        .await;
    team.alice.adds(&other, &team.bob).await;
    team.alice.says(&team.channel, "a").await;
    team.alice.says(&other, "b").await;
    persist::all(&app, &other).await;
    team.alice.says(&other, "c").await;

    let all = team
        .bob
        .act(&format!("/workspaces/{}/read-all", team.workspace))
        .await
        .ok();

    let raised = all["data"].as_array().unwrap();
    assert_eq!(raised.len(), 2, "{raised:?}");
    assert!(raised.iter().all(|one| one["unread"] == json!(0)));
    assert_eq!(team.bob.counts(&other).await, (0, 0));
    let stranger = app.person("mallory").await;
    let path = format!("/workspaces/{}/read-all", team.workspace);
    assert_eq!(stranger.act(&path).await.status, 404);
}
