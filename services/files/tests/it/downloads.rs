//! Parts of files, and what has not changed.

use reqwest::Method;
use reqwest::header::{CONTENT_LENGTH, CONTENT_RANGE, ETAG, IF_NONE_MATCH, IF_RANGE, RANGE};
use sqlx::PgPool;

use crate::support::{Place, eventually, noise, path, refused};

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_range_is_that_part_of_the_file(pool: PgPool) {
    let place = Place::open(pool).await;
    let alice = place.person().await;
    let bytes = noise(100_000);
    let file = place.upload(&alice, "data.bin", &bytes).await;
    let ask = async |range: &str| {
        let request = place.request(&alice, Method::GET, &path(&file, "/content"));
        request.header(RANGE, range).send().await.unwrap()
    };

    for (range, part) in [
        ("bytes=10-19", 10..20),
        ("bytes=99990-", 99_990..100_000),
        ("bytes=-5", 99_995..100_000),
    ] {
        let answer = ask(range).await;
        assert_eq!(answer.status(), 206, "{range}");
        let expected = format!("bytes {}-{}/100000", part.start, part.end - 1);
        assert_eq!(answer.headers()[CONTENT_RANGE], expected);
        assert_eq!(answer.bytes().await.unwrap(), bytes[part]);
    }
    let all = ask("bytes=0-1,5-6").await;
    assert_eq!(
        (all.status().as_u16(), &all.headers()[CONTENT_LENGTH]),
        (200, &"100000".parse().unwrap())
    );
    let outside = ask("bytes=100000-").await;
    assert_eq!(outside.headers()[CONTENT_RANGE], "bytes */100000");
    assert_eq!(refused(outside, 416).await, "range_not_satisfiable");
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn what_the_client_has_is_not_sent_again(pool: PgPool) {
    let place = Place::open(pool).await;
    let alice = place.person().await;
    let file = place.upload(&alice, "notes.txt", b"the minutes").await;
    let content = path(&file, "/content");
    let etag = place.get(&alice, &content).await.headers()[ETAG].clone();

    let again = place
        .request(&alice, Method::GET, &content)
        .header(IF_NONE_MATCH, &etag);
    let again = again.send().await.unwrap();
    assert_eq!(again.status(), 304);
    assert_eq!(again.headers()[ETAG], etag);

    let part = |tag: &str| {
        let request = place
            .request(&alice, Method::GET, &content)
            .header(RANGE, "bytes=0-2");
        request.header(IF_RANGE, tag).send()
    };
    assert_eq!(part(etag.to_str().unwrap()).await.unwrap().status(), 206);
    assert_eq!(part("\"another\"").await.unwrap().status(), 200);
}

/// More than fits in the buffers between the store and a reader who does not read.
const LARGE: usize = 11 * 1024 * 1024;
/// Downloads of one person.
const MOST_OF_ONE: usize = 64;

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn who_stops_reading_loses_the_download_and_the_place(pool: PgPool) {
    let place = Place::open_with(pool, |config| config.files.download_stall_s = 4).await;
    let alice = place.person().await;
    let bytes = noise(LARGE);
    let file = place.upload(&alice, "data.bin", &bytes).await;
    let content = path(&file, "/content");
    let all = (0..=MOST_OF_ONE).map(|_| place.get(&alice, &content));
    let answers = futures_util::future::join_all(all).await;
    let (stalled, over): (Vec<_>, Vec<_>) = answers
        .into_iter()
        .partition(|answer| answer.status() == 200);
    assert_eq!(over.len(), 1);
    let over = over.into_iter().next().unwrap();
    assert_eq!(refused(over, 429).await, "too_many_downloads");
    // Nobody ends them, and there is room again.
    let whole = eventually("there is no room again", async || {
        let answer = place.get(&alice, &content).await;
        (answer.status() == 200).then_some(answer)
    });
    assert!(whole.await.bytes().await.unwrap() == bytes);
    // Whose place it was finds out; those who read again in time get all of it.
    for answer in stalled {
        match answer.bytes().await {
            Ok(got) => assert!(got == bytes, "a part is taken for the whole"),
            Err(_) => return,
        }
    }
    panic!("nothing was broken off");
}
