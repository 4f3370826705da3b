//! What is past restoring leaves nothing: every column of every table is looked at, so that a new
//! one cannot be forgotten.

use std::collections::{BTreeMap, BTreeSet};

use e2e::site::{Site, answer};
use e2e::{Channel, Cluster, DEADLINE, PNG, Person, Workspace, eventually};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Row as _};

/// Columns that may go on naming what is gone, and why.
const MAY_STAY: [(&str, &str); 3] = [
    (
        "audit_log.workspace_id",
        "whoever runs the place may ask who deleted what",
    ),
    (
        "audit_log.target_id",
        "whoever runs the place may ask who deleted what",
    ),
    (
        "search_backfill.channel_id",
        "how far a walk through all channels has come, by their ids",
    ),
];

/// Where the ids of a channel and its messages stand, as far as this test fills it.
const OF_A_CHANNEL: [&str; 19] = [
    "channels.id",
    "dead_letters.channel_id",
    "embed_images.message_id",
    "file_claims.channel_id",
    "file_claims.message_id",
    "guest_links.channel_id",
    "images.channel_id",
    "invites.channel_ids",
    "memberships.channel_id",
    "mentions.channel_id",
    "messages.channel_id",
    "notifications.channel_id",
    "preview_jobs.channel_id",
    "reactions.channel_id",
    "recovery_offers.channel_id",
    "removed_embeds.message_id",
    "revisions.channel_id",
    "thread_follows.channel_id",
    "thread_follows.root_id",
];
/// Where a workspace's stand beside those.
const OF_A_WORKSPACE: [&str; 9] = [
    "channels.workspace_id",
    "emoji.workspace_id",
    "files.workspace_id",
    "images.workspace_id",
    "invites.workspace_id",
    "memberships.workspace_id",
    "previews.workspace_id",
    "workspace_members.workspace_id",
    "workspaces.id",
];

/// In which columns one of these ids stands.
async fn naming(cluster: &Cluster, ids: &[String]) -> BTreeSet<String> {
    let columns = "select c.table_name::text, c.column_name::text, c.udt_name::text
         from information_schema.columns c
         join pg_class k on k.relname = c.table_name and k.relnamespace = 'public'::regnamespace
         where c.table_schema = 'public' and k.relkind in ('r', 'p') and not k.relispartition
           and c.udt_name in ('uuid', '_uuid')";
    let columns = rows(cluster, columns).await;
    let ids = format!("'{{{}}}'::uuid[]", ids.join(","));
    let each = columns.iter().map(|column| {
        let (table, name) = (&column[0], &column[1]);
        let holds = match &*column[2] {
            "uuid" => format!("\"{name}\" = any({ids})"),
            _ => format!("\"{name}\" && {ids}"),
        };
        format!("select '{table}.{name}' where exists (select 1 from \"{table}\" where {holds})")
    });
    let each: Vec<String> = each.collect();
    let found = rows(cluster, &each.join(" union all ")).await;
    found
        .into_iter()
        .map(|mut row| row.swap_remove(0))
        .collect()
}

async fn rows(cluster: &Cluster, sql: &str) -> Vec<Vec<String>> {
    let rows = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .fetch_all(&cluster.database.pool)
        .await
        .expect("a query");
    let texts = |row: &sqlx::postgres::PgRow| (0..row.len()).map(|n| row.get(n)).collect();
    rows.iter().map(texts).collect()
}

async fn runs(cluster: &Cluster, sql: String) {
    let done = sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&cluster.database.pool)
        .await;
    done.expect("a statement");
}

fn id(value: &Value) -> String {
    value["id"].as_str().expect("an id").to_owned()
}

fn path(message: &Value, rest: &str) -> String {
    format!("/messages/{}{rest}", id(message))
}

/// A page with a picture; `/plain` has none.
fn site() -> Site {
    Site::serve(|path, stream| match path {
        "/picture.png" => answer(stream, "200 OK", "image/png", PNG),
        path => {
            let picture = match path {
                "/plain" => "",
                _ => "<meta property=og:image content=/picture.png>",
            };
            let body = format!("<title>{path}</title>{picture}");
            answer(stream, "200 OK", "text/html", body.as_bytes());
        }
    })
}

async fn uploads(who: &Person, office: &Workspace) -> Value {
    let upload = who.uploads(office, "notes.txt", b"the minutes");
    upload.await.status(201)
}

/// Says something with links, and waits until it shows what they lead to.
async fn links(who: &Person, channel: &Channel, urls: &[String]) -> Value {
    let sent = who
        .says(&format!("@bob @channel {}", urls.join(" ")))
        .within(channel)
        .await;
    eventually("the links are looked at", DEADLINE, async || {
        let now = who.get(&path(&sent, "")).await.ok();
        (now["embeds"].as_array()?.len() == urls.len()).then_some(())
    })
    .await;
    sent
}

/// Puts into the channel whatever one can put there; the ids of it and of its messages.
async fn fill(
    cluster: &Cluster,
    (alice, bob): (&Person, &Person),
    (office, channel): (&Workspace, &Channel),
    site: &Site,
) -> Vec<String> {
    let root = links(alice, channel, &[site.url("/pictured"), site.url("/plain")]).await;
    let gone = format!("/embeds?url={}", site.url("/plain"));
    assert_eq!(alice.delete(&path(&root, &gone)).await.status, 204);
    for who in [bob, alice] {
        who.says("@channel")
            .within(channel)
            .in_reply_to(&root)
            .await;
    }
    let _ = alice
        .edits(&root, &format!("@bob {}", site.url("/pictured")))
        .await;
    bob.reacts(&root, "%F0%9F%91%8D").await;
    let _ = alice.put(&path(&root, "/pin"), json!({})).await.ok();
    let file = uploads(alice, office).await;
    let carrying = alice.says("see").with("file_ids", json!([file["id"]]));
    carrying.within(channel).await;
    let cover = format!("/channels/{}/cover", channel.id);
    let _ = alice.puts(&cover, PNG).await.ok();
    let code = alice.opens_to_guests(channel, json!({})).await;
    let (guest, _) = alice.enters_as_guest(&code, "en").await;
    guest.says("hello").within(channel).await;
    let invites = format!("/workspaces/{}/invites", office.id);
    let invite = json!({ "role": "member", "channel_ids": [channel.id] });
    let _ = alice.post(&invites, invite).await.status(201);
    cluster.stored(alice, channel).await;
    // What accidents leave.
    runs(
        cluster,
        format!(
            "insert into dead_letters (p, psn, channel_id, seq, payload, error)
             values (0, '{0}', '{0}', 1, '', 'a test');
             insert into recovery_offers (channel_id, epoch, seq, payload) values ('{0}', 1, 1, '');
             insert into preview_jobs (message_id, channel_id, version, run_at, created_at)
             values (gen_random_uuid(), '{0}', 1, now() + interval '1 day', now())",
            channel.id
        ),
    )
    .await;
    let messages = cluster.database.messages(&channel.id).await;
    let messages = messages.into_iter().map(|row| row.id);
    messages.chain([channel.id.clone()]).collect()
}

/// Lets a month pass for what is deleted.
async fn a_month_later(cluster: &Cluster, channels: &str) {
    runs(
        cluster,
        format!(
            "update notifications set created_at = created_at - interval '31 days'
             where channel_id in (select id from channels where {channels});
             update channels set deleted_at = deleted_at - interval '31 days' where {channels};
             update workspaces set deleted_at = deleted_at - interval '31 days'
             where deleted_at is not null"
        ),
    )
    .await;
}

/// Waits until nothing names these ids but what may.
async fn gone(cluster: &Cluster, ids: &[String]) {
    let left = async || {
        let mut left = naming(cluster, ids).await;
        left.retain(|column| MAY_STAY.iter().all(|(may, _why)| may != column));
        left
    };
    let emptied = eventually("nothing is left", 5 * DEADLINE, async || {
        left().await.is_empty().then_some(())
    });
    let limit = 4 * DEADLINE;
    let _ = tokio::time::timeout(limit, emptied).await;
    assert_eq!(
        left().await,
        BTreeSet::new(),
        "what still names what is gone"
    );
}

/// The keys of Redis that are these channels', and the sets that name them.
fn in_redis(cluster: &Cluster, ids: &[String]) -> BTreeMap<String, String> {
    let redis = cluster.redis.as_ref().expect("a Redis of its own");
    let e2e::Resp::List(keys) = redis.command(&["KEYS", "*"]) else {
        panic!("a list of keys");
    };
    let mut found = BTreeMap::new();
    for key in keys.iter().map(|key| key.text().to_owned()) {
        for id in ids {
            let is_named =
                key.ends_with(":heads") && redis.command(&["ZSCORE", &key, id]) != e2e::Resp::Null;
            if key.contains(id) || is_named {
                found.insert(key.clone(), id.clone());
            }
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_names_a_channel_or_a_workspace_that_is_past_restoring() {
    let site = site();
    let cluster = Cluster::start()
        .own_redis()
        .set("LINK_PREVIEWS", "on")
        .set("PREVIEW_TIMEOUT_MS", "1000")
        .set("FETCH_ALLOW", &site.address.to_string())
        .up()
        .await;
    let ([alice, bob], office, talk) = cluster.company(["alice", "bob"]).await;
    let lives = alice.creates_channel(&office, "lives", "public").await;
    bob.joins(&lives).await;
    let ids = fill(&cluster, (&alice, &bob), (&office, &talk), &site).await;
    let kept = links(&alice, &lives, &[site.url("/pictured")]).await;
    let named = naming(&cluster, &ids).await;
    let unnamed: Vec<_> = OF_A_CHANNEL
        .iter()
        .filter(|one| !named.contains(**one))
        .collect();
    assert_eq!(unnamed, [&""; 0], "this test fills them all");
    let channel = [talk.id.clone()];
    assert!(!in_redis(&cluster, &channel).is_empty());

    assert!(
        alice
            .delete(&format!("/channels/{}", talk.id))
            .await
            .is_ok()
    );
    a_month_later(&cluster, &format!("id = '{}'", talk.id)).await;

    gone(&cluster, &ids).await;
    assert_eq!(in_redis(&cluster, &channel), BTreeMap::new());
    // What others still show stays.
    let kept = alice.get(&path(&kept, "")).await.ok();
    let picture = kept["embeds"][0]["image_url"].as_str().expect("a picture");
    assert!(bob.looks_at(picture).await.is_ok());

    let mut ids = fill(&cluster, (&alice, &bob), (&office, &lives), &site).await;
    let emoji = format!("/workspaces/{}/emoji/party", office.id);
    let _ = alice.puts(&emoji, PNG).await.ok();
    let icon = format!("/workspaces/{}/icon", office.id);
    let _ = alice.puts(&icon, PNG).await.ok();
    uploads(&alice, &office).await;
    ids.push(office.id.clone());
    let named = naming(&cluster, &ids).await;
    let unnamed: Vec<_> = OF_A_CHANNEL
        .iter()
        .chain(&OF_A_WORKSPACE)
        .filter(|one| !named.contains(**one))
        .collect();
    assert_eq!(unnamed, [&""; 0], "this test fills them all");

    let path = format!("/workspaces/{}", office.id);
    assert!(alice.delete(&path).await.is_ok());
    let open = format!(
        "select count(*) from channels where workspace_id = '{}' and deleted_at is null",
        office.id
    );
    eventually("every channel is closed", DEADLINE, async || {
        (cluster.database.number(&open).await == 0).then_some(())
    })
    .await;
    a_month_later(&cluster, &format!("workspace_id = '{}'", office.id)).await;

    gone(&cluster, &ids).await;
    assert_eq!(in_redis(&cluster, &[lives.id]), BTreeMap::new());
    assert!(alice.get("/users/me").await.is_ok());
}
