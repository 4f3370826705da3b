//! Guarantee: a backup that was taken while people write brings back, into empty stores, all that was accepted before it
//! began, under the same ids and in the same order; and nothing that clients have seen since is given out again.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use e2e::{Channel, Cluster, DEADLINE, Opening, Person, Socket, eventually};
use serde_json::{Value, json};
use tokio::sync::Mutex;

/// More than one part of an upload, and no end of it is like another.
fn large() -> Vec<u8> {
    (0..6_500_000_u32)
        .map(|n| u8::try_from(n.wrapping_mul(2_654_435_761) >> 24).unwrap_or_default())
        .collect()
}

/// Somebody who talks until told to stop, and all that was accepted of it so far.
struct Talking {
    said: Arc<Mutex<Vec<Value>>>,
    enough: Arc<AtomicBool>,
    talking: tokio::task::JoinHandle<()>,
}

impl Talking {
    fn begins(who: &Person, channel: &Channel) -> Self {
        let (said, enough) = (Arc::default(), Arc::new(AtomicBool::new(false)));
        let (who, channel) = (who.clone(), channel.clone());
        let (into, stop) = (Arc::clone(&said), Arc::clone(&enough));
        let talking = tokio::spawn(async move {
            for n in 0.. {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                let message = who.says(&format!("sentence {n}")).within(&channel).await;
                let said: &Mutex<Vec<Value>> = &into;
                said.lock().await.push(message);
            }
        });
        Self {
            said,
            enough,
            talking,
        }
    }

    async fn so_far(&self) -> Vec<Value> {
        self.said.lock().await.clone()
    }

    async fn says_more(&self, count: usize) {
        let wanted = self.so_far().await.len() + count;
        eventually("the talk goes on", DEADLINE, async || {
            (self.so_far().await.len() >= wanted).then_some(())
        })
        .await;
    }

    async fn ends(self) -> Vec<Value> {
        self.enough.store(true, Ordering::Relaxed);
        self.talking.await.expect("the talk ends well");
        Arc::into_inner(self.said)
            .expect("nobody else listens")
            .into_inner()
    }
}

/// What must be the same afterwards.
fn essence(message: &Value) -> Value {
    let fields = ["id", "seq", "message_no", "body", "created_at", "nonce"];
    let one = fields.map(|field| (field.to_owned(), message[field].clone()));
    json!({ "author": message["author"]["id"], "rest": Value::Object(one.into_iter().collect()) })
}

async fn content(who: &Person, file: &Value) -> Vec<u8> {
    let id = file["id"].as_str().expect("an id");
    let answer = who.get(&format!("/files/{id}/content")).await;
    assert!(answer.is_ok(), "{answer}");
    answer.bytes.to_vec()
}

async fn finds(who: &Person, word: &str, id: &Value) {
    eventually("the search finds it", DEADLINE, async || {
        let page = who.get(&format!("/search?q={word}")).await.ok();
        let hits = page["data"].as_array().expect("hits").clone();
        hits.iter()
            .any(|hit| hit["message"]["id"] == *id)
            .then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_taken_while_people_write_brings_back_all_that_was_accepted_before() {
    let mut cluster = Cluster::start().gateways(2).own_redis().up().await;
    let ([alice, bob, carol], workspace, general) =
        cluster.company(["alice", "bob", "carol"]).await;
    let bytes = large();
    let file = alice
        .uploads(&workspace, "plan.bin", bytes.clone())
        .await
        .ok();
    let root = alice.says("the heliotrope plan").within(&general);
    let root = root.with("file_ids", json!([file["id"]])).await;
    let reply = bob.says("agreed").within(&general).in_reply_to(&root).await;
    carol.reacts(&root, "🎉").await;
    let watching = Socket::open(&carol, 1).await;

    let talking = Talking::begins(&bob, &general);
    talking.says_more(30).await;
    let before = talking.so_far().await;
    let folder = tempfile::tempdir().expect("a folder for the backup");
    let saved = cluster
        .script("backup.sh", &[folder.path().to_str().expect("UTF-8")])
        .ends()
        .await;
    assert!(saved.status.success(), "{saved:?}");
    let backup = String::from_utf8(saved.stdout).expect("a path");
    talking.says_more(30).await;
    let all = talking.ends().await;
    let last = all.last().expect("something was said")["seq"]
        .as_i64()
        .expect("a seq");
    watching.reaches(&general, last).await;
    let known = watching.cut().await;
    let seen_epoch = known.positions().first().expect("a channel").1;

    let refused = cluster.script("restore.sh", &[backup.trim()]).ends().await;
    assert!(
        !refused.status.success(),
        "over a living cluster: {refused:?}"
    );
    cluster.loses_everything().await;
    let restored = cluster.script("restore.sh", &[backup.trim()]).ends().await;
    assert!(restored.status.success(), "{restored:?}");
    cluster.starts_again().await;

    let bob = bob.logs_in_again().await;
    let now = bob.reads_all(&general).await;
    let now: Vec<Value> = now.iter().map(essence).collect();
    let wanted: Vec<Value> = before.iter().map(essence).collect();
    let first = wanted.first().expect("something was said");
    let start = now
        .iter()
        .position(|one| one == first)
        .expect("the first sentence");
    assert_eq!(
        now.get(start..start + wanted.len()),
        Some(wanted.as_slice())
    );
    assert!(
        content(&bob, &file).await == bytes,
        "the file has other bytes"
    );
    let message = format!("/messages/{}", root["id"].as_str().expect("an id"));
    let again = bob.get(&message).await.ok();
    assert_eq!(again["reply_count"], 1, "{again}");
    assert_eq!(again["reactions"][0]["emoji"], "🎉", "{again}");
    let replies = bob.get(&format!("{message}/replies")).await.ok();
    assert_eq!(replies["data"][0]["id"], reply["id"], "{replies}");

    // Carol has seen what is gone: she is told so, and what is said from now on is said in another life of the log.
    let back = Opening::of(&carol).at(0).resuming(known).open().await;
    let resumed = back
        .until("what became of her place", |seen| seen.first("resumed"))
        .await;
    assert_eq!(resumed["outcome"], "reset", "{resumed}");
    assert!(
        resumed["epoch"].as_i64() > Some(seen_epoch + 1),
        "{resumed}"
    );
    let said = bob.says("the peregrine is back").within(&general).await;
    back.reaches(&general, said["seq"].as_i64().expect("a seq"))
        .await;
    let ids: BTreeSet<String> = bob
        .reads_all(&general)
        .await
        .iter()
        .map(|one| one["id"].to_string())
        .collect();
    assert_eq!(ids.len(), now.len() + 1, "nothing is there twice");
    finds(&bob, "heliotrope", &root["id"]).await;
    finds(&bob, "peregrine", &said["id"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_backup_and_a_store_that_is_not_empty_are_refused() {
    let mut cluster = Cluster::start().own_redis().up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    let said = alice.says("still here").within(&general).await;
    let folder = tempfile::tempdir().expect("a folder for the backup");
    let saved = cluster
        .script("backup.sh", &[folder.path().to_str().expect("UTF-8")])
        .ends()
        .await;
    assert!(saved.status.success(), "{saved:?}");
    let backup = String::from_utf8(saved.stdout)
        .expect("a path")
        .trim()
        .to_owned();

    let refused = cluster.script("restore.sh", &[&backup]).ends().await;
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        !refused.status.success() && words.contains("--over"),
        "{words}"
    );
    let page = alice.reads(&general, "").await;
    assert_eq!(page["data"][0]["id"], said["id"], "nothing was touched");

    cluster.loses_everything().await;
    let archive = std::path::Path::new(&backup).join("objects.tar");
    std::fs::write(&archive, b"").expect("a damaged archive");
    let refused = cluster
        .script("restore.sh", &["--over", &backup])
        .ends()
        .await;
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        !refused.status.success() && words.contains("damaged"),
        "{words}"
    );
    let tables = "select count(*) from pg_tables where schemaname = 'public'";
    assert_eq!(
        cluster.database.number(tables).await,
        0,
        "nothing was restored"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_restored_a_second_time_gives_no_life_of_the_log_out_again() {
    let mut cluster = Cluster::start().own_redis().up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    alice.says("to be saved").within(&general).await;
    let folder = tempfile::tempdir().expect("a folder for the backup");
    let saved = cluster
        .script("backup.sh", &[folder.path().to_str().expect("UTF-8")])
        .ends()
        .await;
    let backup = String::from_utf8(saved.stdout).expect("a path");
    cluster.loses_everything().await;
    let lives = "select last_value from incarnations";
    let mut last = 0;
    for _ in 0..2 {
        let arguments = ["--over", backup.trim()];
        let restored = cluster.script("restore.sh", &arguments).ends().await;
        assert!(restored.status.success(), "{restored:?}");
        let next = cluster.database.number(lives).await;
        assert!(next > last, "{next} after {last}");
        last = next;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_waits_until_postgres_has_what_was_accepted() {
    let mut cluster = Cluster::start().own_redis().up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    cluster.workers[0].kill();
    alice.says("in the log alone").within(&general).await;
    let folder = tempfile::tempdir().expect("a folder for the backup");
    let script = cluster.script("backup.sh", &[folder.path().to_str().expect("UTF-8")]);
    let partial = eventually("the backup begins", DEADLINE, async || {
        std::fs::read_dir(folder.path()).expect("a folder").next()
    })
    .await;
    let partial = partial.expect("an entry").path();
    assert_eq!(
        std::fs::read_dir(&partial).expect("a folder").count(),
        0,
        "nothing is saved yet"
    );
    cluster.workers[0].start().await;
    let saved = script.ends().await;
    assert!(saved.status.success(), "{saved:?}");

    let dump = String::from_utf8(saved.stdout).expect("a path");
    let rows = std::process::Command::new("pg_restore")
        .args(["--data-only", "--file=-"])
        .arg(std::path::Path::new(dump.trim()).join("database.dump"))
        .output()
        .expect("pg_restore is beside the server");
    assert!(String::from_utf8_lossy(&rows.stdout).contains("in the log alone"));
}
