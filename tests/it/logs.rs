//! What the services write: JSON, with the request and the trace that a line belongs to, and nothing
//! that a log must not have, even at the level at which everything is written.

use e2e::{Cluster, Collector, DEADLINE, Node, PASSWORD, PNG, Socket, eventually};
use reqwest::Method;
use serde_json::{Map, Value, json};

/// Words that are nowhere else, so that finding one is finding a leak.
const SAID: &str = "zanzibarsecretbody";
const SOUGHT: &str = "quixoticsearchwords";
const WRONG: &str = "wrong-horse-wrong-battery";
const NAMED: &str = "unmistakable-file-name.png";

fn nodes(cluster: &Cluster) -> impl Iterator<Item = &Node> {
    [&cluster.files]
        .into_iter()
        .chain(&cluster.apis)
        .chain(&cluster.gateways)
        .chain(&cluster.workers)
}

/// All lines of all processes, each of which is a JSON object.
fn lines(cluster: &Cluster) -> Vec<Map<String, Value>> {
    let read = |line: &str| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
    nodes(cluster)
        .flat_map(|node| node.log().lines().map(read).collect::<Vec<_>>())
        .collect()
}

/// The signatures in what somebody was told to send or fetch.
fn signatures(answer: &Value, found: &mut Vec<String>) {
    match answer {
        Value::String(text) => found.extend(
            text.split(['?', '&'])
                .filter_map(|part| part.strip_prefix("X-Amz-Signature="))
                .map(str::to_owned),
        ),
        Value::Array(items) => items.iter().for_each(|item| signatures(item, found)),
        Value::Object(fields) => fields.values().for_each(|value| signatures(value, found)),
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_line_has_a_secret_or_what_people_say_and_every_line_names_its_request() {
    let collector = Collector::start().await;
    let cluster = Cluster::start()
        .set("LOG", "debug,h2=info,hyper_util=info,tonic=debug")
        .set("LOG_FORMAT", "json")
        .set("OTLP_ENDPOINT", &collector.endpoint())
        .set("RATE_LIMITS", "default")
        .up()
        .await;
    let ([alice, bob], office, general) = cluster.company(["alice", "bob"]).await;
    let again = alice.logs_in_again().await;
    let stranger = cluster.stranger();
    let login = json!({ "login": "alice", "password": WRONG });
    let _refused = stranger.post("/auth/login", login).await.status(401);
    let refresh = json!({ "refresh_token": again.refresh_token });
    let refreshed = stranger.post("/auth/refresh", refresh).await.status(200);
    let invites = format!("/workspaces/{}/invites", office.id);
    let invite = alice.post(&invites, json!({})).await.status(201);
    let code = invite["code"].as_str().expect("a code").to_owned();
    stranger.get(&format!("/invites/{code}")).await;
    let file = alice.uploads(&office, NAMED, PNG).await.status(201);
    let parts = json!({ "workspace_id": office.id, "name": NAMED, "size": 30_000_000, "content_type": "image/png" });
    let upload = alice.post("/files/uploads", parts).await.status(201);
    let mut secrets = Vec::new();
    signatures(&upload, &mut secrets);
    assert!(!secrets.is_empty(), "a signed address: {upload}");

    let socket = Socket::open(&bob, 0).await;
    let data = json!({ "channel": general.id, "body": SAID, "nonce": "n1", "file_ids": [] });
    socket
        .command("message.send", data)
        .await
        .expect("accepted");
    let data = json!({ "channel": general.id, "body": "", "nonce": "n2" });
    socket
        .command("message.send", data)
        .await
        .expect_err("nothing to see");
    let message = json!({ "body": SAID, "nonce": "n3", "file_ids": [file["id"]] });
    let path = format!("/channels/{}/messages", general.id);
    let request = alice
        .request(Method::POST, &path)
        .header("x-request-id", "the-request-of-a-test")
        .json(&message);
    let _sent = alice.send(Method::POST, &path, request).await.status(201);
    let search = format!("/search?q={SOUGHT}&workspace_id={}", office.id);
    let _found = alice.get(&search).await.ok();

    let request = eventually("the line of the request", DEADLINE, async || {
        let named = |line: &Map<String, Value>| {
            line.get("request_id")
                .is_some_and(|id| id == "the-request-of-a-test")
        };
        lines(&cluster).into_iter().find(named)
    })
    .await;
    assert_eq!(request["http.route"], "/api/v1/channels/{channel}/messages");
    for line in lines(&cluster) {
        for field in ["timestamp", "level", "target", "message"] {
            assert!(
                line.get(field).is_some_and(Value::is_string),
                "{field}: {line:?}"
            );
        }
        if line.contains_key("http.route") || line.contains_key("command") {
            let named = |field: &str| {
                line.get(field)
                    .is_some_and(|id| id.as_str().is_some_and(|id| !id.is_empty()))
            };
            assert!(named("request_id") && named("trace_id"), "{line:?}");
        }
    }
    let of_commands = lines(&cluster)
        .into_iter()
        .filter(|line| line.contains_key("request_id"));
    assert!(of_commands.count() > 10, "requests are written of");

    secrets.extend([SAID, SOUGHT, WRONG, PASSWORD, NAMED, "alice@example.com"].map(str::to_owned));
    secrets.push(code);
    for session in [&alice, &bob, &again] {
        secrets.extend([session.token.clone(), session.refresh_token.clone()]);
    }
    secrets.extend(
        ["access_token", "refresh_token"]
            .map(|name| refreshed[name].as_str().expect("a token").to_owned()),
    );
    secrets.extend(
        [
            "the secret that the services of a test share",
            "the pepper in the passwords of a test",
        ]
        .map(str::to_owned),
    );
    for node in nodes(&cluster) {
        let log = node.log();
        for secret in &secrets {
            let found = log.lines().find(|line| line.contains(secret.as_str()));
            assert_eq!(found, None, "{:?} wrote {secret}", node.kind);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_is_written_to_the_log_of_a_laptop_only_and_under_its_own_name() {
    let mut cluster = Cluster::start()
        .set("LOG", "debug,h2=info,hyper_util=info")
        .set("LOG_FORMAT", "json")
        .up()
        .await;
    cluster.signs_up("alice").await;
    let forgot = json!({ "email": "alice@example.com" });
    let answer = cluster
        .stranger()
        .post("/auth/password/forgot", forgot.clone())
        .await;
    assert_eq!(answer.status, 202, "{answer}");
    let is_letter = |line: &&Map<String, Value>| line.get("target").is_some_and(|t| t == "letters");
    let letter = eventually("the mail", DEADLINE, async || {
        lines(&cluster).iter().find(is_letter).cloned()
    })
    .await;
    let text = letter["message"].as_str().expect("a text");
    assert!(
        text.contains("alice@example.com") && text.contains("/reset#"),
        "{text}"
    );
    let others = lines(&cluster).into_iter().filter(|line| !is_letter(&line));
    for line in others {
        let text = Value::Object(line).to_string();
        assert!(
            !text.contains("alice@example.com") && !text.contains("/reset#"),
            "{text}"
        );
    }

    let letters = |cluster: &Cluster| lines(cluster).iter().filter(is_letter).count();
    let tokens = "select count(*) from password_resets";
    let made = cluster.database.number(tokens).await;
    cluster.apis[0]
        .restarts_in_production("https://chat.example")
        .await;
    let answer = cluster
        .stranger()
        .post("/auth/password/forgot", forgot)
        .await;
    assert_eq!(answer.status, 202, "{answer}");
    eventually("the warning", DEADLINE, async || {
        let dropped = |line: &Map<String, Value>| {
            line["message"]
                .as_str()
                .is_some_and(|text| text.ends_with("is not sent: there is no server"))
        };
        lines(&cluster).iter().any(dropped).then_some(())
    })
    .await;
    assert_eq!(letters(&cluster), 1, "that of before");
    assert_eq!(
        cluster.database.number(tokens).await,
        made,
        "no link is made"
    );
}
