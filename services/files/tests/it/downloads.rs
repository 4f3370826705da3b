//! Parts of files, and what has not changed.

use reqwest::Method;
use reqwest::header::{CONTENT_LENGTH, CONTENT_RANGE, ETAG, IF_NONE_MATCH, IF_RANGE, RANGE};
use sqlx::PgPool;

use crate::support::{Place, noise, path, refused};

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
