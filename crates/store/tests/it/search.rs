//! What the index finds is what reading every message finds.

use std::collections::BTreeSet;

use domain::search::{Has, Query, Tokens, Window, millis, tags};
use domain::{ChannelId, MessageId, Seq, UserId, WorkspaceId};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use serde_json::json;
use sqlx::{PgConnection, PgPool};
use store::Store;
use store::search::{self, Source, Wanted};
use uuid::Uuid;

use crate::support::now;

const QUERIES: usize = 2_000;
const MESSAGES: usize = 700;
/// What people say, some of it over and over.
const TALK: &[&str] = &[
    "The deploy of hubbub-api failed again, see https://ci.example.org/job/42",
    "Der Straßenbahn-Fahrplan für morgen ist naïve Fiktion, sagt Müller",
    "今天天气很好，我们去公园吧。你好，世界！",
    "明日のミーティングは十時からです。ミーティング室はBです",
    "내일 회의는 열 시에 시작합니다. 회의실을 예약했습니다",
    "พรุ่งนี้เราจะประชุมตอนสิบโมงที่ห้องประชุมใหญ่",
    "call parseHttpRequest in http_server.rs before you parse it twice",
    "用Rust写的后端，比以前快了3倍 🎉🎉",
    "ok",
    "ok, deploying now: deploy, deploy, deploy",
    "It's a plan; the plan is planned by the planning committee",
    "哈哈哈哈哈哈哈",
    "`SELECT * FROM users WHERE name = 'O''Brien' AND path LIKE 'C:\\\\temp\\\\%'`",
    "weil wir morgen das neue Release ausrollen wollen",
];

struct World {
    channels: Vec<ChannelId>,
    workspace: WorkspaceId,
    authors: Vec<UserId>,
    messages: Vec<(Source, Tokens)>,
}

fn world(rng: &mut StdRng) -> World {
    let channels: Vec<ChannelId> = (0..8).map(|_| ChannelId::generate(now(), rng)).collect();
    let authors: Vec<UserId> = (0..4).map(|_| UserId::generate(now(), rng)).collect();
    let workspace = WorkspaceId::generate(now(), rng);
    let mut messages: Vec<(Source, Tokens)> = Vec::new();
    for _ in 0..MESSAGES {
        let channel_id = *channels.choose(rng).unwrap();
        // Most of it is of late, the rest reaches back some years.
        let ago = rng.random_range(0.0_f64..1.0).powi(6) * 900.0 * 86_400_000.0;
        #[expect(
            clippy::as_conversions,
            clippy::cast_possible_truncation,
            reason = "a test"
        )]
        let at = now() - chrono::TimeDelta::milliseconds(ago as i64);
        let one = *TALK.choose(rng).unwrap();
        let body = match rng.random_range(0..3) {
            0 => one.to_owned(),
            1 => format!("{one}\n{}", TALK.choose(rng).unwrap()),
            _ => {
                let mut words: Vec<&str> = one.split(' ').collect();
                let turns = rng.random_range(0..words.len());
                words.rotate_left(turns);
                words.join(" ")
            }
        };
        let files = match rng.random_range(0..10) {
            0 => json!([{ "name": "Quartalsbericht_Q3.pdf", "kind": "file" }]),
            1 => json!([{ "name": "设计稿.png", "kind": "image" }]),
            _ => json!([]),
        };
        let earlier = messages.last().map(|(source, _)| source);
        let parent_id = earlier
            .filter(|_| rng.random_bool(0.1))
            .map(|source| source.id);
        let mut tokens = Tokens::of(&body);
        for file in files.as_array().unwrap() {
            tokens.add(file["name"].as_str().unwrap());
        }
        let source = Source {
            id: MessageId::generate_in(channel_id, at, rng),
            channel_id,
            workspace_id: workspace,
            author_id: *authors.choose(rng).unwrap(),
            parent_id,
            body,
            files,
            version: 1,
            rev_seq: Seq::ZERO,
            deleted: rng.random_bool(0.03),
        };
        messages.push((source, tokens));
    }
    World {
        channels,
        workspace,
        authors,
        messages,
    }
}

/// Something that may be in a message: a word, its beginning, a phrase, a piece of Chinese.
fn piece(world: &World, rng: &mut StdRng) -> String {
    let body = &world.messages.choose(rng).unwrap().0.body;
    let words: Vec<&str> = body.split_whitespace().collect();
    let clean = |text: &str| text.replace(['"', '“', '*', ':'], "");
    let one = clean(words.choose(rng).unwrap());
    let chars: Vec<char> = one.chars().collect();
    match rng.random_range(0..6) {
        0 => one,
        1 => {
            let length = rng.random_range(1..=chars.len().max(1)).min(chars.len());
            format!("{}*", chars[..length].iter().collect::<String>())
        }
        2 => {
            let start = rng.random_range(0..words.len());
            let end = (start + rng.random_range(1..4)).min(words.len());
            format!("\"{}\"", clean(&words[start..end].join(" ")))
        }
        3 => one.to_uppercase(),
        _ => {
            let start = rng.random_range(0..=chars.len().saturating_sub(1));
            let end = (start + rng.random_range(1..5)).min(chars.len());
            chars[start..end].iter().collect()
        }
    }
}

fn question(world: &World, rng: &mut StdRng) -> String {
    let mut parts = Vec::new();
    for _ in 0..rng.random_range(0..3) {
        parts.push(piece(world, rng));
    }
    if rng.random_bool(0.2) {
        parts.push(format!("-{}", piece(world, rng)));
    }
    for what in ["has:file", "has:link", "has:image"] {
        if rng.random_bool(0.07) {
            parts.push(what.to_owned());
        }
    }
    let open = if rng.random_bool(0.5) { " " } else { "" };
    format!("{}{open}", parts.join(" "))
}

struct Filters {
    channels: Vec<ChannelId>,
    authors: Option<Vec<UserId>>,
    blocked: Vec<UserId>,
    thread: Option<MessageId>,
    time: Window,
}

fn filters(world: &World, rng: &mut StdRng) -> Filters {
    let mut channels = world.channels.clone();
    channels.retain(|_| rng.random_bool(0.6));
    let parents: Vec<MessageId> = world
        .messages
        .iter()
        .filter_map(|(one, _)| one.parent_id)
        .collect();
    let some_time = |rng: &mut StdRng| millis(world.messages.choose(rng).unwrap().0.id);
    Filters {
        channels,
        authors: rng
            .random_bool(0.2)
            .then(|| vec![*world.authors.choose(rng).unwrap()]),
        blocked: world
            .authors
            .iter()
            .copied()
            .filter(|_| rng.random_bool(0.05))
            .collect(),
        thread: rng.random_bool(0.03).then(|| *parents.choose(rng).unwrap()),
        time: Window {
            from: if rng.random_bool(0.1) {
                some_time(rng)
            } else {
                0
            },
            until: if rng.random_bool(0.1) {
                some_time(rng)
            } else {
                Window::END
            },
        },
    }
}

/// Reading every message.
fn brute(world: &World, query: &Query, filters: &Filters) -> BTreeSet<MessageId> {
    let carries = |source: &Source, what: &Has| {
        let files = source.files.as_array().unwrap();
        match what {
            Has::File => !files.is_empty(),
            Has::Image => files.iter().any(|file| file["kind"] == "image"),
            Has::Link => source.body.contains("https://"),
        }
    };
    let fits = |(source, tokens): &&(Source, Tokens)| {
        !source.deleted
            && filters.channels.contains(&source.channel_id)
            && filters
                .authors
                .as_ref()
                .is_none_or(|ids| ids.contains(&source.author_id))
            && !filters.blocked.contains(&source.author_id)
            && filters
                .thread
                .is_none_or(|root| source.parent_id == Some(root))
            && (filters.time.from..filters.time.until).contains(&millis(source.id))
            && query.has.iter().all(|what| carries(source, what))
            && query.finds(tokens)
    };
    world
        .messages
        .iter()
        .filter(fits)
        .map(|(source, _)| source.id)
        .collect()
}

/// All pages of the index's answer.
async fn indexed(store: &Store, world: &World, query: &Query, filters: &Filters) -> Vec<MessageId> {
    let workspaces = [tags::workspace(world.workspace)];
    let mut all = Vec::new();
    let mut limit = 3;
    let mut before = None;
    loop {
        let wanted = Wanted {
            query,
            channels: &filters.channels,
            workspaces: &workspaces,
            authors: filters.authors.as_deref(),
            blocked: &filters.blocked,
            thread: filters.thread,
            before,
            time: filters.time,
            ranked: limit > 3,
            limit,
        };
        let mut tx = search::begin(store).await.unwrap();
        let page = search::newest(&mut tx, &wanted).await.unwrap();
        all.extend(page.iter().map(|found| found.id));
        if page.len() < limit {
            return all;
        }
        before = all.last().copied();
        limit = 200;
    }
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn the_index_finds_what_reading_every_message_finds(pool: PgPool) {
    let mut rng = StdRng::seed_from_u64(7);
    let world = world(&mut rng);
    let store = Store::from_pool(pool);
    let mut connection = store.acquire().await.unwrap();
    let sources: Vec<Source> = world
        .messages
        .iter()
        .map(|(source, _)| source.clone())
        .collect();
    for some in sources.chunks(250) {
        search::write(&mut connection, some, false).await.unwrap();
    }
    drop(connection);

    let mut hits = 0;
    let mut asked = 0;
    while asked < QUERIES {
        let text = question(&world, &mut rng);
        let Ok(query) = Query::parse(&text) else {
            continue;
        };
        asked += 1;
        let filters = filters(&world, &mut rng);
        let expected: Vec<MessageId> = brute(&world, &query, &filters).into_iter().rev().collect();
        let found = indexed(&store, &world, &query, &filters).await;
        assert_eq!(found, expected, "{text:?} is read as {query:?}");
        hits += found.len();
    }
    assert!(
        hits > QUERIES,
        "{hits}: the questions find too little to tell anything"
    );
}

fn source(version: i32, body: &str, deleted: bool) -> Source {
    let channel_id = "01977f00-0000-7000-8000-00000000abcd".parse().unwrap();
    Source {
        id: "01977f00-0000-7000-8000-00000001abcd".parse().unwrap(),
        channel_id,
        workspace_id: "01977f00-0000-7000-8000-000000000002".parse().unwrap(),
        author_id: "01977f00-0000-7000-8000-000000000003".parse().unwrap(),
        parent_id: None,
        body: body.to_owned(),
        files: json!([]),
        version,
        rev_seq: Seq::new(i64::from(version)),
        deleted,
    }
}

/// The ten newest that fit, of any time and by anybody.
const fn wanted<'a>(query: &'a Query, channels: &'a [ChannelId]) -> Wanted<'a> {
    Wanted {
        query,
        channels,
        workspaces: &[],
        authors: None,
        blocked: &[],
        thread: None,
        before: None,
        time: Window {
            from: 0,
            until: Window::END,
        },
        ranked: false,
        limit: 10,
    }
}

async fn finds(store: &Store, q: &str) -> bool {
    let query = Query::parse(q).unwrap();
    let channels = [source(1, "", false).channel_id];
    let wanted = wanted(&query, &channels);
    let mut tx = search::begin(store).await.unwrap();
    !search::newest(&mut tx, &wanted).await.unwrap().is_empty()
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn an_older_version_never_comes_over_a_newer_one(pool: PgPool) {
    let store = Store::from_pool(pool);
    let mut connection = store.acquire().await.unwrap();
    for one in [
        source(1, "first", false),
        source(3, "third", false),
        source(2, "second", false),
        source(3, "again", false),
    ] {
        search::write(&mut connection, &[one], false).await.unwrap();
    }
    assert!(finds(&store, "third ").await);
    assert!(!finds(&store, "second ").await);
    assert!(!finds(&store, "again ").await);

    for one in [source(3, "", true), source(4, "fourth", false)] {
        search::write(&mut connection, &[one], false).await.unwrap();
    }
    assert!(!finds(&store, "third ").await);
    assert!(!finds(&store, "fourth ").await, "deleted stays deleted");
    assert!(!finds(&store, "-anything").await);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn what_becomes_of_a_file_is_found_while_the_text_stays(pool: PgPool) {
    let store = Store::from_pool(pool);
    let mut connection = store.acquire().await.unwrap();
    let with = |kind: &str, rev_seq: i64| Source {
        files: json!([{ "name": "scan.bin", "kind": kind }]),
        rev_seq: Seq::new(rev_seq),
        ..source(1, "look", false)
    };
    for one in [with("file", 5), with("image", 7), with("file", 6)] {
        search::write(&mut connection, &[one], false).await.unwrap();
    }
    assert!(finds(&store, "has:image").await);
}

/// What one search reads of the table, in rows.
async fn rows_read(store: &Store, q: &str) -> i64 {
    let query = Query::parse(q).unwrap();
    let channels = [source(1, "", false).channel_id];
    let wanted = Wanted {
        ranked: true,
        ..wanted(&query, &channels)
    };
    let mut tx = search::begin(store).await.unwrap();
    let before = read_so_far(&mut tx).await;
    search::newest(&mut tx, &wanted).await.unwrap();
    read_so_far(&mut tx).await - before
}

async fn read_so_far(connection: &mut PgConnection) -> i64 {
    sqlx::query_scalar(
        "select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables
         where relname = 'search_rows'",
    )
    .fetch_one(connection)
    .await
    .unwrap()
}

/// Enough for the index to be less work than the ids.
const ROWS: u64 = 10_000;

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_search_reads_what_fits_and_not_the_whole_table(pool: PgPool) {
    let store = Store::from_pool(pool);
    let mut connection = store.acquire().await.unwrap();
    // One in a little more than an hour.
    let sources: Vec<Source> = (0..ROWS)
        .map(|n| Source {
            id: MessageId::from_uuid(Uuid::from_u128(
                u128::from((0x0197_0000_0000 + (n << 22)) << 16 | 0x7000) << 64 | 0x8000 << 48,
            )),
            ..source(1, if n == 700 { "needle" } else { "straw" }, false)
        })
        .collect();
    for some in sources.chunks(1_000) {
        search::write(&mut connection, some, false).await.unwrap();
    }
    sqlx::raw_sql("analyze search_rows")
        .execute(&mut *connection)
        .await
        .unwrap();
    drop(connection);
    for q in ["needle ", "nothing "] {
        let read = rows_read(&store, q).await;
        // Short windows are read whole where that is less work.
        assert!(read < 5_000, "{q:?} read {read} rows of {ROWS}");
    }
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn the_largest_and_the_strangest_bodies_are_taken(pool: PgPool) {
    let store = Store::from_pool(pool);
    let mut connection = store.acquire().await.unwrap();
    let bodies = [
        "a ".repeat(8_192),
        "天气很好".repeat(1_365),
        "\u{fdfa}".repeat(5_461),
        "aB1".repeat(5_461),
        "'\\:*&|!<->()".repeat(1_200),
        "x'y\\z \u{1}\u{7f}\u{ffff} \u{10ffff}".to_owned(),
        (0..2_000)
            .map(|n| format!("word{n}"))
            .collect::<Vec<_>>()
            .join(" "),
    ];
    for (version, body) in (1..).zip(bodies) {
        search::write(&mut connection, &[source(version, &body, false)], false)
            .await
            .unwrap();
    }
    assert!(finds(&store, "word1999 ").await);
    search::write(
        &mut connection,
        &[source(100, "found by its tags", false)],
        true,
    )
    .await
    .unwrap();
    assert!(!finds(&store, "tags ").await);
    assert!(finds(&store, "-other ").await);
}
