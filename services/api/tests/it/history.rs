//! History, wherever its parts are: in the tail, in Postgres, in both.

use domain::Seq;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::app::{Person, spawn};
use crate::persist::{self, Told};
use crate::talk::{Team, bodies, id};

/// A busy channel: 30 messages with replies, edits, reactions, pins and deletions among them.
async fn busy(team: &Team<'_>) {
    let mut messages = Vec::new();
    for number in 0..30 {
        let person = if number % 3 == 0 {
            &team.bob
        } else {
            &team.alice
        };
        let message = person.says(&team.channel, &format!("m{number}")).await;
        match number % 5 {
            1 => drop(team.bob.replies(&team.channel, &message, "reply").await),
            2 => drop(team.bob.reacts(&message, "🎉").await.ok()),
            3 => drop(person.edits(&message, &format!("m{number}!")).await.ok()),
            _ => {}
        }
        messages.push((message, number % 3 == 0));
    }
    let (early, by_bob) = &messages[4];
    let author = if *by_bob { &team.bob } else { &team.alice };
    author.deletes(early).await.ok();
    team.alice.pins(&messages[2].0).await.ok();
    team.bob
        .replies(&team.channel, &messages[0].0, "late reply")
        .await;
    team.alice.reacts(&messages[1].0, "👍").await.ok();
}

/// Pages of every sort, all of them.
async fn pages(person: &Person<'_>, channel: &str) -> Vec<Value> {
    let mut pages = Vec::new();
    for query in [
        "limit=7",
        "limit=200",
        "before_seq=20&limit=5",
        "after_seq=0&limit=6",
        "after_seq=18&limit=9",
        "around_seq=25&limit=8",
        "around_seq=1&limit=4",
        "before_seq=1",
        "after_seq=9999",
        "around_seq=9999&limit=3",
    ] {
        pages.push(person.history(channel, query).await);
    }
    pages
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_page_is_the_same_in_the_tail_in_postgres_and_in_between(pool: PgPool) {
    let app = spawn(pool).await;
    let team = Team::of(&app, "public").await;
    busy(&team).await;
    let in_the_tail = pages(&team.alice, &team.channel).await;

    for (seq, told) in [
        (13, Told::NotYet),
        (13, Told::Yes),
        (31, Told::NotYet),
        (40, Told::Yes),
        (9_999, Told::NotYet),
        (9_999, Told::Yes),
    ] {
        persist::upto(&app, &team.channel, Seq::new(seq), told).await;
        let now = pages(&team.alice, &team.channel).await;
        assert_eq!(now, in_the_tail, "persisted up to {seq}, told: {told:?}");
    }
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn paging_in_either_direction_meets_every_message_once(pool: PgPool) {
    let app = spawn(pool).await;
    let team = Team::of(&app, "public").await;
    busy(&team).await;
    persist::upto(&app, &team.channel, Seq::new(25), Told::Yes).await;
    let whole = bodies(&team.bob.history(&team.channel, "limit=200").await);
    assert_eq!(whole.len(), 30);

    let mut down = Vec::new();
    let mut query = "limit=7".to_owned();
    loop {
        let page = team.bob.history(&team.channel, &query).await;
        let mut older = bodies(&page);
        older.append(&mut down);
        down = older;
        if page["has_before"] == json!(false) {
            break;
        }
        query = format!("limit=7&before_seq={}", page["data"][0]["seq"]);
    }
    assert_eq!(down, whole);

    let mut up = Vec::new();
    let mut after = json!(0);
    loop {
        let page = team
            .bob
            .history(&team.channel, &format!("limit=7&after_seq={after}"))
            .await;
        up.append(&mut bodies(&page));
        if page["has_after"] == json!(false) {
            break;
        }
        after = page["data"].as_array().unwrap().last().unwrap()["seq"].clone();
    }
    assert_eq!(up, whole);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_thread_is_read_like_a_channel(pool: PgPool) {
    let app = spawn(pool).await;
    let team = Team::of(&app, "public").await;
    let root = team.alice.says(&team.channel, "root").await;
    for number in 0..6 {
        team.bob
            .replies(&team.channel, &root, &number.to_string())
            .await;
    }
    persist::upto(&app, &team.channel, Seq::new(6), Told::Yes).await;
    let path = format!("/messages/{}/replies", id(&root));
    let newest = team.alice.get(&format!("{path}?limit=4")).await.ok();
    assert_eq!(
        (bodies(&newest), &newest["has_before"]),
        (
            ["2", "3", "4", "5"].map(String::from).to_vec(),
            &json!(true)
        )
    );
    let first = &newest["data"][0]["seq"];
    let older = team
        .alice
        .get(&format!("{path}?before_seq={first}"))
        .await
        .ok();
    assert_eq!(
        (bodies(&older), &older["has_after"]),
        (["0", "1"].map(String::from).to_vec(), &json!(true))
    );
    assert_eq!(team.alice.about(&root).await["reply_count"], json!(6));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn stored_messages_are_changed_like_new_ones(pool: PgPool) {
    let app = spawn(pool).await;
    let team = Team::of(&app, "public").await;
    let message = team.alice.says(&team.channel, "stored").await;
    persist::all(&app, &team.channel).await;

    let edited = team.alice.edits(&message, "edited").await.ok();
    team.bob.reacts(&message, "👍").await.ok();
    let reply = team.bob.replies(&team.channel, &message, "reply").await;
    team.bob.deletes(&reply).await.ok();

    let shown = team.alice.about(&message).await;
    assert_eq!(
        (&shown["body"], &shown["version"]),
        (&json!("edited"), &edited["version"])
    );
    assert_eq!(
        (&shown["reactions"][0]["count"], &shown["reply_count"]),
        (&json!(1), &json!(0))
    );
    persist::all(&app, &team.channel).await;
    assert_eq!(team.alice.about(&message).await, shown);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_page_has_one_pivot_and_a_limit_in_bounds(pool: PgPool) {
    let app = spawn(pool).await;
    let team = Team::of(&app, "public").await;
    for query in [
        "limit=0",
        "limit=201",
        "before_seq=1&after_seq=2",
        "before_seq=-1",
        "colour=red",
    ] {
        let path = format!("/channels/{}/messages?{query}", team.channel);
        assert_eq!(team.alice.get(&path).await.status, 400, "{query}");
    }
}
