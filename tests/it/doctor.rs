//! `doctor`: what is well is said, what is wrong is said with what to do, and no secret ever.

use e2e::{Cluster, Diagnosis, Edge};

/// What only these tests' servers are: in a power cut they would lose everything.
fn is_only_for_tests(line: &str) -> bool {
    line.contains("fsync") || line.contains("appendonly")
}

fn has(diagnosis: &Diagnosis, start: &str, words: &str) {
    let found = diagnosis
        .lines
        .iter()
        .any(|line| line.starts_with(start) && line.contains(words));
    assert!(found, "no line {start:?} with {words:?}:\n{diagnosis}");
    for secret in [
        "the secret that the services of a test share",
        "the pepper in the passwords of a test",
        "e2e-secret",
        "PRIVATE KEY",
        "X-Amz-Signature",
    ] {
        assert!(!diagnosis.to_string().contains(secret), "{diagnosis}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_good_installation_has_nothing_wrong() {
    let cluster = Cluster::start().own_redis().up().await;
    let edge = Edge::before(&cluster).await;
    let api = cluster.apis[0].doctor(&[("PUBLIC_URL", &edge.url())]);
    for (what, words) in [
        ("ok       jwt keys", "1 can be read"),
        ("ok       postgres", "the schema is this version's"),
        ("ok       postgres", "the clock is 0 ms from ours"),
        ("ok       redis-log", "maxmemory-policy is noeviction"),
        ("ok       redis-log", "appendfsync is always"),
        ("ok       redis-log", "the clock is 0 ms from ours"),
        ("ok       edge", "/api is answered"),
        ("ok       edge", "/ws opens a WebSocket"),
        ("warning  mail", "links that set passwords"),
    ] {
        has(&api, what, words);
    }
    assert_eq!(api.code, 0, "{api}");
    let files = cluster
        .files
        .doctor(&[("PUBLIC_URL", &edge.url()), ("S3_PUBLIC_URL", "")]);
    has(&files, "ok       s3", "comes back as it was put");
    has(
        &files,
        "ok       s3",
        &format!("a signed address at {} takes", edge.url()),
    );
    has(&files, "ok       s3", "can be deleted");
    assert_eq!(files.code, 0, "{files}");
    println!("{api}\n{files}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_with_what_to_do() {
    let cluster = Cluster::start().own_redis().up().await;
    let edge = Edge::before(&cluster).await;
    let redis = cluster.redis.as_ref().expect("a Redis of its own");
    redis.command(&["CONFIG", "SET", "maxmemory-policy", "allkeys-lru"]);
    redis.command(&["CONFIG", "SET", "appendfsync", "everysec"]);
    let last =
        "delete from _sqlx_migrations where version = (select max(version) from _sqlx_migrations)";
    cluster.database.run(last).await;

    let url = edge.url();
    let diagnosis = cluster.apis[0].doctor(&[("PUBLIC_URL", &url), ("DATABASE_POOL", "200")]);
    has(
        &diagnosis,
        "wrong    redis-log",
        "allkeys-lru. Set it to noeviction",
    );
    has(&diagnosis, "warning  redis-log", "appendfsync is everysec");
    has(
        &diagnosis,
        "wrong    postgres",
        "1 migrations behind. Run `api migrate`",
    );
    has(&diagnosis, "wrong    postgres", "with pools of 200");
    has(&diagnosis, "ok       edge", "/ws opens");
    assert_eq!(diagnosis.code, 1);

    // Where people rely on it, what is fit for a laptop only is wrong.
    let production = [
        ("ENV", "production"),
        ("PUBLIC_URL", "https://127.0.0.1:1"),
        ("BCRYPT_COST", "10"),
    ];
    let diagnosis = cluster.apis[0].doctor(&production);
    has(&diagnosis, "wrong    redis-log", "appendfsync is everysec");
    has(
        &diagnosis,
        "wrong    edge",
        "https://127.0.0.1:1 cannot be reached",
    );
    has(
        &diagnosis,
        "wrong    mail",
        "who forgot their password cannot set another",
    );
    assert!(diagnosis.lines.iter().any(|line| is_only_for_tests(line)));
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_that_are_not_there_are_named_one_by_one() {
    let cluster = Cluster::start().up().await;
    let api = cluster.apis[0].doctor(&[
        ("DATABASE_URL", "postgres://who:e2e-secret@127.0.0.1:1/none"),
        ("REDIS_LOG_URL", "redis://:e2e-secret@127.0.0.1:1"),
        ("REDIS_LIVE_URL", "redis://:e2e-secret@127.0.0.1:1"),
        ("SMTP_URL", "smtp://who:e2e-secret@127.0.0.1:1"),
        ("PUBLIC_URL", "http://127.0.0.1:1"),
    ]);
    for what in ["postgres", "redis-log", "redis-live", "edge", "mail"] {
        has(&api, &format!("wrong    {what}:"), "");
    }
    assert_eq!(api.code, 1);
    let files = cluster
        .files
        .doctor(&[("S3_ENDPOINT", "http://127.0.0.1:1")]);
    has(&files, "wrong    s3", "the bucket cannot be reached");
    assert_eq!(files.code, 1);
    let files = cluster
        .files
        .doctor(&[("S3_SECRET_KEY", "not the e2e secret")]);
    has(&files, "wrong    s3", "");
    let files = cluster
        .files
        .doctor(&[("S3_PUBLIC_URL", "http://127.0.0.1:1")]);
    has(&files, "ok       s3", "comes back as it was put");
    has(
        &files,
        "wrong    s3",
        "a signed address at http://127.0.0.1:1 cannot be reached",
    );
    assert_eq!(files.code, 1);
}
